//! Search statistics without persons: what was asked, on which day, with how many hits and how fast. Not kept are who
//! asked, from where and at what time of day, and no query that holds personal data. What the files say of a period is
//! in `summary`.
//!
//! A line of `statistiek-2026-11-28.ndjson` is one search: `dag`, `vraag` (null where it held personal data),
//! `treffers` and `ms`; or a number of searches that the disk was too slow for: `dag` and `verloren`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Span, Zoned};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::server::append::open_for_lines;
use crate::server::background::{Background, Worker};
use crate::server::characters::is_hidden;
use crate::server::personal::holds_personal_data;

/// What a period's files say.
pub mod summary;

pub use summary::{Asked, Slow, Summary, SummaryOptions, WithoutHits, summarise};

/// Characters of a query that are kept.
pub const LONGEST_QUERY: usize = 200;

/// Days that files are kept, where nothing else is said.
pub const KEEP_DAYS: u32 = 400;

/// Searches that may wait to be written.
const ROOM: usize = 4_096;

/// A search as it is kept: made at once from what was asked, so that nothing else goes any further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    day: Date,
    query: Option<String>,
    hits: u64,
    took: Duration,
}

impl Record {
    /// A search for `query` on `day` that found `hits` passages and `took` so long.
    pub fn new(query: &str, hits: u64, took: Duration, day: Date) -> Self {
        // The whole query is looked at: one cut short might hide what it holds.
        let query = (!holds_personal_data(query)).then(|| normalised(query));
        Record { day, query, hits, took }
    }

    /// The query, normalised; `None` where it held personal data.
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }
}

/// The day of today, where the program runs.
pub fn today() -> Date {
    Zoned::now().date()
}

/// Small letters, single spaces, nothing invisible, at most [`LONGEST_QUERY`] characters.
fn normalised(query: &str) -> String {
    let shown: String =
        query.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    let line = shown.to_lowercase().split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST_QUERY).collect::<String>().trim_end().to_string()
}

/// A line of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(rename = "dag")]
    day: Date,
    #[serde(rename = "vraag", default)]
    query: Option<String>,
    #[serde(rename = "treffers", default, skip_serializing_if = "Option::is_none")]
    hits: Option<u64>,
    #[serde(rename = "ms", default, skip_serializing_if = "Option::is_none")]
    milliseconds: Option<f64>,
    #[serde(rename = "verloren", default, skip_serializing_if = "Option::is_none")]
    lost: Option<u64>,
}

/// The keeper of statistics. Dropping it writes what was recorded and stops.
pub struct Statistics {
    background: Background<Record>,
}

impl Statistics {
    /// Keeps statistics in `folder`, which is made where it is not there; files older than `keep_days` are removed, now
    /// and whenever a day begins. A failure to write is told to `report` once, and again only when it worked between.
    ///
    /// # Errors
    /// When the folder cannot be made or listed, an old file cannot be removed, or the system gives no thread.
    pub fn start(folder: &Path, keep_days: u32, report: impl FnMut(Error) + Send + 'static) -> Result<Self> {
        make_folder(folder).map_err(|error| Error::io("make the folder of statistics", folder, error))?;
        remove_old(folder, today(), keep_days)?;
        let keeper = Keeper { folder: folder.to_path_buf(), keep_days, open: None, failing: false, report };
        Ok(Statistics { background: Background::start("statistics", ROOM, keeper)? })
    }

    /// Keeps `record`. Never waits: where the disk is far behind, the search is counted as lost.
    pub fn record(&self, record: Record) {
        self.background.give(record);
    }

    /// Searches that were lost since the start.
    pub fn lost(&self) -> u64 {
        self.background.lost()
    }
}

struct Keeper<R> {
    folder: PathBuf,
    keep_days: u32,
    open: Option<(Date, File)>,
    failing: bool,
    report: R,
}

impl<R: FnMut(Error) + Send + 'static> Worker<Record> for Keeper<R> {
    fn work(&mut self, record: Record) {
        // A tenth of a millisecond is all that such a figure can tell.
        let milliseconds = Some((record.took.as_secs_f64() * 10_000.0).round() / 10.0);
        self.write(Line { day: record.day, query: record.query, hits: Some(record.hits), milliseconds, lost: None });
    }

    fn lost(&mut self, count: u64) {
        self.write(Line { day: today(), query: None, hits: None, milliseconds: None, lost: Some(count) });
    }
}

impl<R: FnMut(Error)> Keeper<R> {
    fn write(&mut self, line: Line) {
        let day = line.day;
        match self.try_write(&line) {
            Ok(()) => self.failing = false,
            Err(error) => {
                // What was written half is ended when the file is opened anew.
                self.open = None;
                if !std::mem::replace(&mut self.failing, true) {
                    (self.report)(Error::io("write statistics to", &file_of(&self.folder, day), error));
                }
            }
        }
    }

    fn try_write(&mut self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        if let Some((day, file)) = &mut self.open
            && *day == line.day
        {
            return file.write_all(&text);
        }
        let mut file = open_for_lines(&file_of(&self.folder, line.day))?;
        file.write_all(&text)?;
        let new_day = self.open.replace((line.day, file)).is_some();
        if new_day && let Err(error) = remove_old(&self.folder, line.day, self.keep_days) {
            (self.report)(error);
        }
        Ok(())
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o750);
    builder.create(folder)
}

fn file_of(folder: &Path, day: Date) -> PathBuf {
    folder.join(format!("statistiek-{day}.ndjson"))
}

/// The days of the files in `folder`, in order. Only plain files of exactly that name count.
fn days_in(folder: &Path) -> Result<Vec<Date>> {
    let failed = |error| Error::io("list the statistics in", folder, error);
    let mut days = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let day =
            name.to_str().and_then(|name| name.strip_prefix("statistiek-")?.strip_suffix(".ndjson")?.parse().ok());
        let plain = entry.file_type().map_err(failed)?.is_file();
        days.extend(day.filter(|day| plain && file_of(folder, *day).file_name() == Some(&name)));
    }
    days.sort_unstable();
    Ok(days)
}

fn remove_old(folder: &Path, today: Date, keep_days: u32) -> Result<()> {
    let span = Span::new().try_days(keep_days);
    let Ok(oldest) = span.and_then(|span| today.checked_sub(span)) else { return Ok(()) };
    for day in days_in(folder)?.into_iter().take_while(|day| *day < oldest) {
        let path = file_of(folder, day);
        fs::remove_file(&path).map_err(|error| Error::io("remove old statistics", &path, error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use jiff::civil::date;

    use super::*;

    const DAY: Date = date(2026, 11, 28);
    const MOMENT: Duration = Duration::from_millis(1);

    fn silent(error: Error) {
        panic!("{error:?}");
    }

    #[test]
    fn queries_are_normalised_and_personal_ones_are_not_kept() {
        let long = "é".repeat(500);
        let table = [
            ("  Kosten \t\n GLASVEZEL ", Some("kosten glasvezel".to_string())),
            ("a\u{200b}b\x1b[31mc\u{202e}", Some("ab[31mc".to_string())),
            ("", Some(String::new())),
            (&long, Some("é".repeat(LONGEST_QUERY))),
            ("bsn 123456782", None),
            ("jan@brinkhaven.nl", None),
            ("06-12345678", None),
        ];
        for (query, expected) in table {
            assert_eq!(Record::new(query, 1, MOMENT, DAY).query(), expected.as_deref(), "{query:?}");
        }
        // Personal data behind what is kept count as well.
        assert_eq!(Record::new(&format!("{long} 123456782"), 1, MOMENT, DAY).query(), None);
    }

    #[test]
    fn a_search_is_a_line_of_its_day_and_planted_data_are_nowhere() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/statistiek");
        let statistics = Statistics::start(&folder, KEEP_DAYS, silent).unwrap();
        for (query, day) in
            [("Glasvezel", DAY), ("bsn 123456782", DAY), ("jan@brinkhaven.nl", DAY), ("\"a\"", DAY.tomorrow().unwrap())]
        {
            statistics.record(Record::new(query, 3, Duration::from_micros(12_345), day));
        }
        drop(statistics);
        let first = fs::read_to_string(folder.join("statistiek-2026-11-28.ndjson")).unwrap();
        let withheld = r#"{"dag":"2026-11-28","vraag":null,"treffers":3,"ms":12.3}"#;
        let kept = r#"{"dag":"2026-11-28","vraag":"glasvezel","treffers":3,"ms":12.3}"#;
        assert_eq!(first, format!("{kept}\n{withheld}\n{withheld}\n"));
        let second = fs::read_to_string(folder.join("statistiek-2026-11-29.ndjson")).unwrap();
        assert_eq!(second, "{\"dag\":\"2026-11-29\",\"vraag\":\"\\\"a\\\"\",\"treffers\":3,\"ms\":12.3}\n");
    }

    #[test]
    fn a_line_that_was_cut_off_is_ended_before_the_next() {
        let place = tempfile::tempdir().unwrap();
        let path = file_of(place.path(), DAY);
        fs::write(&path, "{\"dag\":\"2026-").unwrap();
        let statistics = Statistics::start(place.path(), 100_000, silent).unwrap();
        statistics.record(Record::new("glasvezel", 1, MOMENT, DAY));
        drop(statistics);
        let text = fs::read_to_string(path).unwrap();
        assert_eq!(
            text,
            "{\"dag\":\"2026-\n{\"dag\":\"2026-11-28\",\"vraag\":\"glasvezel\",\"treffers\":1,\"ms\":1.0}\n"
        );
    }

    #[test]
    fn a_failure_is_told_once_and_harms_nothing() {
        let place = tempfile::tempdir().unwrap();
        // A folder stands where the file should be.
        fs::create_dir(file_of(place.path(), DAY)).unwrap();
        let told = Arc::new(Mutex::new(Vec::new()));
        let teller = Arc::clone(&told);
        let report = move |error: Error| teller.lock().unwrap().push(error.to_string());
        let statistics = Statistics::start(place.path(), KEEP_DAYS, report).unwrap();
        for day in [DAY, DAY, DAY, DAY.tomorrow().unwrap(), DAY, DAY] {
            statistics.record(Record::new("glasvezel", 1, MOMENT, day));
        }
        drop(statistics);
        let told = told.lock().unwrap();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told.iter().all(|line| line.contains("statistiek-2026-11-28.ndjson")), "{told:?}");
        assert!(file_of(place.path(), DAY.tomorrow().unwrap()).is_file());
    }

    #[test]
    fn old_files_are_removed_and_others_are_left() {
        let place = tempfile::tempdir().unwrap();
        let names = [
            "statistiek-2026-11-17.ndjson",
            "statistiek-2026-11-18.ndjson",
            "statistiek-2026-11-28.ndjson",
            "statistiek-2020-1-1.ndjson",
            "statistiek-2020-01-01.ndjson.bak",
            "lijst-2020-01-01.ndjson",
            "statistiek-.ndjson",
        ];
        names.iter().for_each(|name| fs::write(place.path().join(name), "").unwrap());
        fs::create_dir(file_of(place.path(), date(2020, 1, 1))).unwrap();
        remove_old(place.path(), DAY, 10).unwrap();
        let left = |name: &&&str| place.path().join(name).exists();
        assert_eq!(names.iter().filter(left).count(), names.len() - 1);
        assert!(!place.path().join("statistiek-2026-11-17.ndjson").exists());
        assert!(file_of(place.path(), date(2020, 1, 1)).is_dir());
        remove_old(place.path(), DAY, u32::MAX).unwrap();
    }
}
