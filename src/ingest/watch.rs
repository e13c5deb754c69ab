//! Following folders: a run now, and another whenever something in them changed and came to rest. Every run looks at
//! whole folders, so that nothing is lost where the system loses events; events only tell when.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use notify::{RecursiveMode, Watcher};

use super::{IndexReport, IngestOptions, Source, ingest};
use crate::backend::embedded::EmbeddedIndex;
use crate::error::{Error, ErrorKind, Result};

/// How long a folder must be at rest before a run.
const REST: Duration = Duration::from_millis(1500);
/// How long changes wait at most while others keep coming.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often local folders are looked at although nothing was told.
const SELDOM: Duration = Duration::from_secs(600);
/// How often folders are looked at of which nothing is told: shares on a network.
const OFTEN: Duration = Duration::from_secs(30);
/// How soon a run that failed is tried again.
const AGAIN: Duration = Duration::from_secs(10);
/// How often is looked whether to stop.
const GLANCE: Duration = Duration::from_millis(200);

/// How to follow folders.
#[derive(Clone, Copy, Debug, Default)]
pub struct WatchOptions {
    /// Look at the folders this often instead of listening to the system.
    pub every: Option<Duration>,
}

/// Follows `sources` until `stop` is set; `ran` is told what became of each run. A folder that is gone, an index that
/// another process writes or a full disk are waited for.
///
/// # Errors
/// When what is asked cannot be done at all, such as a collection whose name another folder has.
pub fn watch(
    index: &Path,
    sources: &[Source],
    options: &IngestOptions,
    how: WatchOptions,
    stop: &AtomicBool,
    ran: &mut dyn FnMut(Result<IndexReport>),
) -> Result<()> {
    let (tell, told) = crossbeam_channel::unbounded();
    let listening = how.every.is_none() && !sources.iter().any(|source| is_remote(&source.folder));
    let watcher = if listening { listen(sources, tell) } else { None };
    let every = how.every.unwrap_or(if watcher.is_some() { SELDOM } else { OFTEN });
    while !stop.load(Ordering::Relaxed) {
        // What is told from here on is news for the next run.
        while told.try_recv().is_ok() {}
        let done =
            EmbeddedIndex::open_or_create(index).and_then(|index| ingest(&index, sources, options, &mut (), stop));
        let failed = match &done {
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted) => return Ok(()),
            Err(error) if matches!(error.kind(), ErrorKind::Usage | ErrorKind::OtherVersion | ErrorKind::Internal) => {
                return done.map(drop);
            }
            done => done.is_err(),
        };
        ran(done);
        wait(&told, if failed { AGAIN } else { every }, stop);
    }
    Ok(())
}

/// Has the system tell of changes; `None` where it does not.
fn listen(sources: &[Source], tell: crossbeam_channel::Sender<()>) -> Option<notify::RecommendedWatcher> {
    let told = move |event: notify::Result<notify::Event>| {
        // Reading a file is no change. An error may mean that events were lost, and is one.
        if event.is_ok_and(|event| event.kind.is_access()) {
            return;
        }
        // The receiver goes when nobody follows any more.
        let _ = tell.send(());
    };
    let mut watcher = notify::recommended_watcher(told).ok()?;
    sources.iter().try_for_each(|source| watcher.watch(&source.folder, RecursiveMode::Recursive)).ok()?;
    Some(watcher)
}

/// Waits until something changed and came to rest, `every` has passed, or `stop` is set.
fn wait(told: &Receiver<()>, every: Duration, stop: &AtomicBool) {
    let begun = Instant::now();
    let mut changed: Option<(Instant, Instant)> = None;
    while !stop.load(Ordering::Relaxed) && begun.elapsed() < every {
        match told.recv_timeout(GLANCE.min(every)) {
            Ok(()) => {
                let now = Instant::now();
                changed = Some((changed.map_or(now, |(first, _)| first), now));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(GLANCE.min(every)),
        }
        if changed.is_some_and(|(first, last)| last.elapsed() >= REST || first.elapsed() >= PATIENCE) {
            return;
        }
    }
}

/// Whether a folder is on another machine, whose changes the system does not tell.
#[cfg(target_os = "linux")]
fn is_remote(folder: &Path) -> bool {
    /// NFS, SMB, CIFS, SMB2, NCP, FUSE (sshfs and the like) and 9P.
    const REMOTE: [i64; 7] = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x564C, 0x6573_5546, 0x0102_1997];
    rustix::fs::statfs(folder).is_ok_and(|system| REMOTE.contains(&(system.f_type & 0xFFFF_FFFF)))
}

/// Whether a folder is on another machine: not known here.
#[cfg(not(target_os = "linux"))]
fn is_remote(_: &Path) -> bool {
    false
}

impl WatchOptions {
    /// Look every so many seconds.
    ///
    /// # Errors
    /// When that is no time at all.
    pub fn every(seconds: u64) -> Result<Self> {
        if seconds == 0 {
            return Err(Error::new(ErrorKind::Usage, "looking every 0 seconds never ends: give at least 1"));
        }
        Ok(WatchOptions { every: Some(Duration::from_secs(seconds)) })
    }
}
