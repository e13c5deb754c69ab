//! Work that must not hold up a request: items go through a bounded channel to one thread. What is done with them, and
//! how failures are told, is the worker's.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};

use crate::error::{Error, ErrorKind, Result};

/// How long dropping a [`Background`] waits for what is still to be done; a disk may hang.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the thread does.
pub(crate) trait Worker<T>: Send + 'static {
    /// Does one item.
    fn work(&mut self, item: T);
    /// Is told that `count` more items were given while the channel was full, and are gone.
    fn lost(&mut self, count: u64);
}

/// A thread with a bounded channel before it. Dropping it lets the thread finish what was given.
pub(crate) struct Background<T> {
    sender: Option<Sender<T>>,
    finished: Receiver<()>,
    lost: Arc<AtomicU64>,
}

impl<T: Send + 'static> Background<T> {
    /// Starts a thread that is called `name`; at most `room` items wait for it.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(name: &str, room: usize, worker: impl Worker<T>) -> Result<Self> {
        let (sender, receiver) = bounded(room);
        // Nothing is ever sent: the thread's end closes the channel.
        let (end, finished) = bounded(0);
        let lost = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&lost);
        let run = move || {
            let _end: Sender<()> = end;
            work_through(&receiver, &counter, worker);
        };
        thread::Builder::new().name(name.to_string()).spawn(run).map_err(|error| {
            Error::with_source(ErrorKind::Storage, format!("the system gives no thread for the {name}"), error)
        })?;
        Ok(Background { sender: Some(sender), finished, lost })
    }

    /// Hands `item` over, or counts it as lost where the channel is full. Never waits.
    pub(crate) fn give(&self, item: T) {
        let Some(sender) = &self.sender else { return };
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) = sender.try_send(item) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many items were lost because the channel was full.
    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

impl<T> Drop for Background<T> {
    fn drop(&mut self) {
        self.sender = None;
        let _ = self.finished.recv_timeout(PATIENCE);
    }
}

fn work_through<T: 'static>(receiver: &Receiver<T>, lost: &AtomicU64, mut worker: impl Worker<T>) {
    let mut told = 0;
    let mut tell = |worker: &mut dyn Worker<T>| {
        let count = lost.load(Ordering::Relaxed);
        if count > told {
            worker.lost(count - told);
            told = count;
        }
    };
    for item in receiver {
        tell(&mut worker);
        worker.work(item);
    }
    tell(&mut worker);
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Waits for the gate with the first item, so that the channel fills.
    struct Slow {
        gate: Receiver<()>,
        done: Arc<Mutex<Vec<String>>>,
    }

    impl Worker<u32> for Slow {
        fn work(&mut self, item: u32) {
            let _ = self.gate.recv();
            self.done.lock().unwrap().push(item.to_string());
        }

        fn lost(&mut self, count: u64) {
            self.done.lock().unwrap().push(format!("lost {count}"));
        }
    }

    #[test]
    fn a_full_channel_loses_and_says_so_and_dropping_finishes_the_rest() {
        let (open, gate) = bounded::<()>(0);
        let done = Arc::new(Mutex::new(Vec::new()));
        let background = Background::start("test", 2, Slow { gate, done: Arc::clone(&done) }).unwrap();
        for item in 0..10 {
            background.give(item);
        }
        let lost = background.lost();
        assert!((7..=8).contains(&lost), "{lost} of 10 lost with room for 2");
        drop(open);
        drop(background);
        let done = done.lock().unwrap();
        assert_eq!(done.len() as u64, 10 - lost + 1, "{done:?}");
        assert!(done.contains(&format!("lost {lost}")), "{done:?}");
    }
}
