//! Rankings as a file that trec_eval and the programs that follow it can read: a TREC run, with a line
//! `query Q0 document rank score tag` for each hit.
//!
//! trec_eval does not look at the rank: it sorts by score, which it holds in 32 bits, and puts documents with equal
//! scores in descending order of their ids. So the scores written here are strictly decreasing in 32 bits, whatever
//! they were. Measuring is left to `measures`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::error::{Error, ErrorKind, Result};

/// Larger scores are a mistake, and there would be no room to go below the very lowest.
const LARGEST: f32 = 1e30;

/// A TREC run that is being written.
pub struct RunFile {
    out: BufWriter<File>,
    path: PathBuf,
    tag: String,
    queries: FxHashSet<String>,
}

impl RunFile {
    /// Makes the file, or empties it; `tag` is the name of the run, in each line.
    ///
    /// Fails with [`ErrorKind::Data`] when the tag is not one word, and when the file cannot be made.
    pub fn create(path: &Path, tag: &str) -> Result<RunFile> {
        check_word("the name of the run", tag)?;
        let file = File::create(path).map_err(|source| Error::io("write", path, source))?;
        let (out, path) = (BufWriter::new(file), path.to_owned());
        Ok(RunFile { out, path, tag: tag.to_owned(), queries: FxHashSet::default() })
    }

    /// Adds the ranking for one query: document ids and scores, the best first. Where a score is not lower than the one
    /// before, a little is taken off it; the order stays. Nothing is written for a query without hits.
    ///
    /// Fails with [`ErrorKind::Data`], before anything of the query is written, when an id is empty or holds white
    /// space or control characters (an escaped id would no longer be that of the judgements), when the query or one of
    /// its documents comes twice, and when a score is not a number or beyond ±1e30. Fails also when the system refuses
    /// to write.
    pub fn add(&mut self, query: &str, ranked: &[(impl AsRef<str>, f32)]) -> Result<()> {
        self.check(query, ranked)?;
        let mut score = f32::INFINITY;
        for ((document, given), rank) in ranked.iter().zip(1_usize..) {
            score = if *given < score { *given } else { below(score) };
            let (document, tag) = (document.as_ref(), &self.tag);
            writeln!(self.out, "{query} Q0 {document} {rank} {score:?} {tag}")
                .map_err(|source| Error::io("write", &self.path, source))?;
        }
        Ok(())
    }

    /// Writes what is still in memory and closes the file. Without this, a failure to write the last lines goes unseen.
    pub fn finish(mut self) -> Result<()> {
        self.out.flush().map_err(|source| Error::io("write", &self.path, source))
    }

    fn check(&mut self, query: &str, ranked: &[(impl AsRef<str>, f32)]) -> Result<()> {
        check_word("the query id", query)?;
        let mut seen = FxHashSet::default();
        for (document, score) in ranked {
            let document = document.as_ref();
            check_word("the document id", document)?;
            if !seen.insert(document) {
                return Err(data(format!("document {document:?} comes twice in the ranking for query {query:?}")));
            }
            if score.is_nan() || score.abs() > LARGEST {
                return Err(data(format!("the score of document {document:?} for query {query:?} is {score}")));
            }
        }
        if !self.queries.insert(query.to_owned()) {
            return Err(data(format!("there is a ranking for query {query:?} already")));
        }
        Ok(())
    }
}

/// A number a little below `score`. Near 0 a step is made that any reader can see: some read the very smallest numbers
/// as 0.
fn below(score: f32) -> f32 {
    if score.abs() < f32::EPSILON { score - f32::EPSILON } else { score.next_down() }
}

/// Columns are parted by white space; some readers count the ASCII separators among that.
fn check_word(what: &str, word: &str) -> Result<()> {
    if word.is_empty() {
        return Err(data(format!("{what} is empty, which a TREC run cannot hold")));
    }
    if word.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(data(format!("{what} {word:?} holds white space or control characters, which a TREC run cannot")));
    }
    Ok(())
}

fn data(context: String) -> Error {
    Error::new(ErrorKind::Data, context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Ranking<'a> = (&'a str, &'a [(&'a str, f32)]);

    fn written(rankings: &[Ranking]) -> Result<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.txt");
        let mut run = RunFile::create(&path, "proef")?;
        for (query, ranked) in rankings {
            run.add(query, ranked)?;
        }
        run.finish()?;
        Ok(std::fs::read_to_string(path).unwrap())
    }

    #[test]
    fn a_line_for_each_hit() {
        let text = written(&[("q1", &[("b#1", 2.5), ("a", 1.0)]), ("q2", &[]), ("q3", &[("c", -1.0)])]).unwrap();
        assert_eq!(text, "q1 Q0 b#1 1 2.5 proef\nq1 Q0 a 2 1.0 proef\nq3 Q0 c 1 -1.0 proef\n");
    }

    #[test]
    fn what_a_run_cannot_hold_is_refused() {
        let refused: [(&[Ranking], &str); 8] = [
            (&[("q 1", &[("a", 1.0)])], "the query id \"q 1\" holds"),
            (&[("q1", &[("a\u{A0}b", 1.0)])], "the document id \"a\\u{a0}b\" holds"),
            (&[("q1", &[("a\u{1F}", 1.0)])], "the document id"),
            (&[("q1", &[("", 1.0)])], "the document id is empty"),
            (&[("q1", &[("a", f32::NAN)])], "is NaN"),
            (&[("q1", &[("a", f32::INFINITY)])], "is inf"),
            (&[("q1", &[("a", 1.0), ("a", 0.5)])], "document \"a\" comes twice"),
            (&[("q1", &[("a", 1.0)]), ("q1", &[])], "a ranking for query \"q1\" already"),
        ];
        for (rankings, expected) in refused {
            let error = written(rankings).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Data);
            assert!(error.to_string().contains(expected), "{error} should hold {expected}");
        }
        assert!(written(&[("q1", &[("a", -1e31)])]).is_err());
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(RunFile::create(&folder.path().join("run.txt"), "a b").err().unwrap().kind(), ErrorKind::Data);
        assert_eq!(RunFile::create(&folder.path().join("x/run.txt"), "a").err().unwrap().kind(), ErrorKind::NotFound);
    }

    proptest! {
        /// Read in 32 bits, scores are strictly decreasing, near what they were, and those without ties are untouched.
        #[test]
        fn scores_are_strictly_decreasing(
            mut scores in prop::collection::vec(prop_oneof![
                Just(0.0_f32), Just(-0.0), Just(1e-45), Just(f32::EPSILON), Just(7.25), Just(-3.5), 0.0_f32..1.0
            ], 1..60),
            sorted: bool,
        ) {
            if sorted {
                scores.sort_by(|a, b| b.total_cmp(a));
            }
            let ids: Vec<String> = (0..scores.len()).map(|i| format!("d{i}")).collect();
            let ranked: Vec<(&str, f32)> = ids.iter().map(String::as_str).zip(scores.iter().copied()).collect();
            let text = written(&[("q", &ranked)]).unwrap();
            let read: Vec<f32> = text.lines().map(|l| l.split(' ').nth(4).unwrap().parse().unwrap()).collect();
            prop_assert_eq!(read.len(), scores.len());
            prop_assert!(read.windows(2).all(|pair| pair[0] > pair[1]), "{:?}", read);
            if sorted {
                prop_assert!(read.iter().zip(&scores).all(|(a, b)| (a - b).abs() <= 1e-4), "{:?}", read);
            }
            if scores.windows(2).all(|pair| pair[0] > pair[1]) {
                prop_assert_eq!(read, scores);
            }
        }
    }
}
