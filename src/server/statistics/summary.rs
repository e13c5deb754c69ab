//! What the statistics of a period say: most searched, without hits, slow. A query that was asked seldom may tell who
//! asked it, and is not shown. How it is shown is for the command that asks.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use super::{Line, days_in, file_of};
use crate::error::{Error, Result};

/// Different queries that are counted at the same time.
const MOST_QUERIES: usize = 100_000;

/// Bytes of a line at most; the longest that is written is far shorter.
const LONGEST_LINE: u64 = 8_192;

/// Steps in which times are counted, for each doubling: a figure is right within 5%.
const STEPS: f64 = 8.0;

/// What is asked of the statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SummaryOptions {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How often a query must have been asked to be shown.
    pub least: u64,
    /// Queries in each list at most.
    pub most: usize,
}

impl SummaryOptions {
    /// All queries of `from` up to and including `to` that were asked twice or more; 20 in each list.
    pub fn of(from: Date, to: Date) -> Self {
        SummaryOptions { from, to, least: 2, most: 20 }
    }
}

/// What was searched in a period.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Searches, those included whose query was not kept.
    #[serde(rename = "zoekopdrachten")]
    pub searches: u64,
    /// Days with statistics.
    #[serde(rename = "dagen")]
    pub days: u64,
    /// Searches that found nothing.
    #[serde(rename = "zoekopdrachtenZonderTreffers")]
    pub searches_without_hits: u64,
    /// The queries that were asked most.
    #[serde(rename = "meestGezocht")]
    pub most_searched: Vec<Asked>,
    /// The queries that found nothing most often.
    #[serde(rename = "zonderTreffers")]
    pub without_hits: Vec<WithoutHits>,
    /// The queries that took longest.
    #[serde(rename = "traag")]
    pub slow: Vec<Slow>,
    /// Searches whose query held personal data and was not kept.
    #[serde(rename = "weggelaten")]
    pub withheld: u64,
    /// Searches that the disk was too slow for, and that are in no other figure.
    #[serde(rename = "verloren")]
    pub lost: u64,
    /// Lines that could not be read.
    #[serde(rename = "beschadigd")]
    pub damaged: u64,
    /// Whether there were so many different queries that rare ones were given up while counting: figures of single
    /// queries may then be too low.
    #[serde(rename = "benadering")]
    pub approximate: bool,
}

/// A query and what it found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Asked {
    /// The query.
    #[serde(rename = "vraag")]
    pub query: String,
    /// How often it was asked.
    #[serde(rename = "aantal")]
    pub count: u64,
    /// Hits on average.
    #[serde(rename = "treffers")]
    pub mean_hits: f64,
}

/// A query that found nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithoutHits {
    /// The query.
    #[serde(rename = "vraag")]
    pub query: String,
    /// How often it found nothing.
    #[serde(rename = "aantal")]
    pub count: u64,
}

/// A query and how long it took.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Slow {
    /// The query.
    #[serde(rename = "vraag")]
    pub query: String,
    /// How often it was asked.
    #[serde(rename = "aantal")]
    pub count: u64,
    /// Milliseconds that 95 of 100 searches for it took at most, within 5%.
    #[serde(rename = "p95Ms")]
    pub p95_ms: f64,
}

/// What was searched from one day to another, by the files in `folder`. Damaged lines are counted and left out.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn summarise(folder: &Path, options: &SummaryOptions) -> Result<Summary> {
    let mut counts = Counts::default();
    for day in days_in(folder)?.into_iter().filter(|day| (options.from..=options.to).contains(day)) {
        let path = file_of(folder, day);
        counts.read(&path, day).map_err(|error| Error::io("read the statistics", &path, error))?;
        counts.summary.days += 1;
    }
    Ok(counts.summary(options))
}

#[derive(Default)]
struct Counts {
    summary: Summary,
    // The standard hasher is seeded at random: anyone may choose queries.
    queries: HashMap<String, Tally>,
    /// Queries that were asked no more than this have been given up.
    given_up: u64,
}

#[derive(Default)]
struct Tally {
    count: u64,
    hits: u64,
    without: u64,
    /// How many searches took which step of time; few steps for one query.
    times: Vec<(u8, u64)>,
}

impl Counts {
    fn read(&mut self, path: &Path, day: Date) -> std::io::Result<()> {
        let mut file = BufReader::new(File::open(path)?);
        let mut line = Vec::new();
        while next_line(&mut file, &mut line)? {
            match serde_json::from_slice::<Line>(&line) {
                Ok(line) if line.day == day => self.count(line),
                _ => self.summary.damaged += 1,
            }
        }
        Ok(())
    }

    fn count(&mut self, line: Line) {
        self.summary.lost = self.summary.lost.saturating_add(line.lost.unwrap_or(0));
        let (Some(hits), Some(milliseconds)) = (line.hits, line.milliseconds) else {
            self.summary.damaged += u64::from(line.lost.is_none());
            return;
        };
        self.summary.searches += 1;
        self.summary.searches_without_hits += u64::from(hits == 0);
        let Some(query) = line.query else {
            self.summary.withheld += 1;
            return;
        };
        let tally = self.queries.entry(query).or_default();
        tally.count += 1;
        tally.hits = tally.hits.saturating_add(hits);
        tally.without += u64::from(hits == 0);
        let step = step_of(milliseconds);
        match tally.times.iter_mut().find(|(known, _)| *known == step) {
            Some((_, count)) => *count += 1,
            None => tally.times.push((step, 1)),
        }
        while self.queries.len() > MOST_QUERIES {
            self.given_up += 1;
            self.summary.approximate = true;
            self.queries.retain(|_, tally| tally.count > self.given_up);
        }
    }

    fn summary(mut self, options: &SummaryOptions) -> Summary {
        let shown: Vec<(&String, &Tally)> =
            self.queries.iter().filter(|(query, tally)| tally.count >= options.least && !query.is_empty()).collect();
        let most_searched = first_of(options.most, &shown, |tally| tally.count as f64);
        let without_hits = first_of(options.most, &shown, |tally| tally.without as f64);
        let slow = first_of(options.most, &shown, Tally::p95);
        self.summary.most_searched = most_searched
            .iter()
            .map(|(query, tally)| Asked { query: query.to_string(), count: tally.count, mean_hits: tally.mean_hits() })
            .collect();
        self.summary.without_hits = without_hits
            .iter()
            .map(|(query, tally)| WithoutHits { query: query.to_string(), count: tally.without })
            .collect();
        self.summary.slow = slow
            .iter()
            .map(|(query, tally)| Slow { query: query.to_string(), count: tally.count, p95_ms: tally.p95() })
            .collect();
        self.summary
    }
}

impl Tally {
    /// Hits on average, to one decimal.
    fn mean_hits(&self) -> f64 {
        (self.hits as f64 / self.count.max(1) as f64 * 10.0).round() / 10.0
    }

    /// The time that 95 of 100 searches took at most, in milliseconds to one decimal.
    fn p95(&self) -> f64 {
        let mut times = self.times.clone();
        times.sort_unstable();
        let rank = (self.count * 95).div_ceil(100);
        let mut passed = 0;
        let step = times.iter().find(|(_, count)| {
            passed += count;
            passed >= rank
        });
        step.map_or(0.0, |(step, _)| (time_of(*step) * 10.0).round() / 10.0)
    }
}

/// The `most` queries for which `value` is highest, and more than nothing; those alike by name.
fn first_of<'c>(
    most: usize,
    queries: &[(&'c String, &'c Tally)],
    value: impl Fn(&Tally) -> f64,
) -> Vec<(&'c String, &'c Tally)> {
    let mut found: Vec<_> = queries.iter().copied().map(|query| (value(query.1), query)).collect();
    found.retain(|(value, _)| *value > 0.0);
    found.sort_by(|(value, query), (other_value, other)| {
        other_value.total_cmp(value).then_with(|| query.0.cmp(other.0))
    });
    found.into_iter().take(most).map(|(_, query)| query).collect()
}

/// The step that a time is counted in: tenths of a millisecond on a scale of doublings, up to some ten minutes.
fn step_of(milliseconds: f64) -> u8 {
    ((milliseconds.max(0.1) * 10.0).log2() * STEPS).round() as u8
}

fn time_of(step: u8) -> f64 {
    (f64::from(step) / STEPS).exp2() / 10.0
}

/// Reads the next line into `line`; one that is too long is read over and left empty, which is no line of ours.
fn next_line(file: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    if file.by_ref().take(LONGEST_LINE).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n") {
        line.clear();
        file.skip_until(b'\n')?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use jiff::civil::date;

    use super::super::{KEEP_DAYS, Record, Statistics, today};
    use super::*;

    fn options(least: u64) -> SummaryOptions {
        SummaryOptions { least, ..SummaryOptions::of(date(2026, 1, 1), date(2026, 12, 31)) }
    }

    /// A line of 1 January 2026.
    fn line(query: &str, hits: u64, milliseconds: f64) -> String {
        let query = serde_json::to_string(query).unwrap();
        format!("{{\"dag\":\"2026-01-01\",\"vraag\":{query},\"treffers\":{hits},\"ms\":{milliseconds}}}")
    }

    fn summary_of(lines: &[u8], options: &SummaryOptions) -> Summary {
        let place = tempfile::tempdir().unwrap();
        fs::write(file_of(place.path(), date(2026, 1, 1)), lines).unwrap();
        summarise(place.path(), options).unwrap()
    }

    #[test]
    fn queries_are_counted_and_rare_ones_are_not_shown() {
        let mut lines = vec![line("glasvezel", 10, 5.0), line("glasvezel", 5, 5.0), line("glasvezel", 0, 400.0)];
        lines.extend([line("hond", 0, 1.0), line("hond", 0, 1.0), line("jan jansen kerkstraat", 0, 9_000.0)]);
        lines.extend(["{\"dag\":\"2026-01-01\",\"vraag\":null,\"treffers\":0,\"ms\":2}".to_string()]);
        lines.extend(["{\"dag\":\"2026-01-01\",\"vraag\":null,\"verloren\":7}".to_string()]);
        let summary = summary_of(lines.join("\n").as_bytes(), &options(2));
        assert_eq!((summary.searches, summary.days, summary.searches_without_hits), (7, 1, 5));
        assert_eq!((summary.withheld, summary.lost, summary.damaged, summary.approximate), (1, 7, 0, false));
        let asked = |query: &str, count, mean_hits| Asked { query: query.to_string(), count, mean_hits };
        assert_eq!(summary.most_searched, [asked("glasvezel", 3, 5.0), asked("hond", 2, 0.0)]);
        let without: Vec<_> = summary.without_hits.iter().map(|found| (found.query.as_str(), found.count)).collect();
        assert_eq!(without, [("hond", 2), ("glasvezel", 1)]);
        let slow: Vec<_> = summary.slow.iter().map(|slow| slow.query.as_str()).collect();
        assert_eq!(slow, ["glasvezel", "hond"]);
        assert!((380.0..=420.0).contains(&summary.slow[0].p95_ms), "{:?}", summary.slow);
        assert!(!serde_json::to_string(&summary).unwrap().contains("jansen"));
        assert_eq!(summary_of(lines.join("\n").as_bytes(), &options(1)).most_searched.len(), 3);
    }

    #[test]
    fn damaged_lines_are_counted_and_left_out() {
        let good = line("glasvezel", 1, 1.0);
        let long = format!("{{\"dag\":\"2026-01-01\",\"vraag\":\"{}\",\"treffers\":1,\"ms\":1}}", "a".repeat(20_000));
        let damaged: [&[u8]; 11] = [
            b"",
            b"{",
            b"null",
            b"[]",
            b"\xff\xfe",
            b"{\"dag\":\"2026-01-01\"}",
            long.as_bytes(),
            b"\0\0\0\0",
            b"{\"dag\":\"2026-01-02\",\"vraag\":\"a\",\"treffers\":1,\"ms\":1}",
            b"{\"dag\":\"2026-01-01\",\"vraag\":\"a\",\"treffers\":-1,\"ms\":1}",
            b"{\"dag\":\"2026-01-01\",\"vraag\":\"a\",\"treffers\":1,\"ms\":1,\"adres\":\"10.0.0.1\"}",
        ];
        for bad in damaged {
            let lines = [good.as_bytes(), bad, good.as_bytes()].join(&b'\n');
            let summary = summary_of(&lines, &options(1));
            assert_eq!((summary.searches, summary.damaged), (2, 1), "{:?}", String::from_utf8_lossy(bad));
        }
    }

    #[test]
    fn only_the_days_that_are_asked_for_count() {
        let place = tempfile::tempdir().unwrap();
        for day in 1..=9 {
            let line = line("glasvezel", 1, 1.0).replace("2026-01-01", &format!("2026-01-0{day}"));
            fs::write(file_of(place.path(), date(2026, 1, day)), line).unwrap();
        }
        fs::create_dir(file_of(place.path(), date(2026, 1, 10))).unwrap();
        for (from, to, expected) in [(1, 9, 9), (3, 5, 3), (9, 9, 1), (5, 3, 0), (10, 20, 0)] {
            let summary = summarise(place.path(), &SummaryOptions::of(date(2026, 1, from), date(2026, 1, to))).unwrap();
            assert_eq!((summary.searches, summary.days), (expected, expected), "{from} to {to}");
        }
        assert!(summarise(&place.path().join("nergens"), &options(1)).is_err());
    }

    #[test]
    fn many_different_queries_stay_within_bounds_and_frequent_ones_are_found() {
        let mut counts = Counts::default();
        let day = date(2026, 1, 1);
        let count =
            |query: String| Line { day, query: Some(query), hits: Some(1), milliseconds: Some(1.0), lost: None };
        for number in 0..250_000 {
            counts.count(count(format!("vraag {number}")));
            if number % 10 == 0 {
                counts.count(count("glasvezel".to_string()));
            }
            assert!(counts.queries.len() <= MOST_QUERIES);
        }
        let summary = counts.summary(&options(2));
        assert_eq!((summary.searches, summary.approximate), (275_000, true));
        assert_eq!((summary.most_searched[0].query.as_str(), summary.most_searched[0].count), ("glasvezel", 25_000));
    }

    #[test]
    fn times_are_right_within_five_per_cent() {
        for milliseconds in [0.1, 0.2, 0.5, 1.0, 7.3, 42.0, 999.0, 2_000.0, 60_000.0] {
            let told = time_of(step_of(milliseconds));
            assert!((told / milliseconds - 1.0).abs() < 0.05, "{milliseconds} told as {told}");
        }
        for odd in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e300] {
            assert!(time_of(step_of(odd)).is_finite(), "{odd}");
        }
    }

    #[test]
    fn what_is_recorded_is_summarised() {
        let place = tempfile::tempdir().unwrap();
        let statistics = Statistics::start(place.path(), KEEP_DAYS, |error| panic!("{error:?}")).unwrap();
        let day = today();
        for query in ["Glasvezel", " glasvezel", "0612345678", "hond"] {
            statistics.record(Record::new(query, 2, Duration::from_millis(3), day));
        }
        drop(statistics);
        let summary = summarise(place.path(), &SummaryOptions::of(day, day)).unwrap();
        assert_eq!((summary.searches, summary.withheld, summary.most_searched.len()), (4, 1, 1));
        assert_eq!((summary.most_searched[0].query.as_str(), summary.most_searched[0].count), ("glasvezel", 2));
    }
}
