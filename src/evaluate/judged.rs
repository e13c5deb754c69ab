//! Judged sets: documents, queries, and for each query which documents answer it. Read in the layout of BEIR (Thakur
//! et al. 2021): a folder with `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`.
//!
//! Queries and judgements are held in memory, the documents are given one by one. Whether every judged document is in
//! the corpus, and whether a document comes twice there, is left to whoever reads the documents.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use serde_json::Value;

use super::lines::{Line, Lines};
use crate::error::{Error, ErrorKind, Result, printable};

/// What was judged for one query: document id to grade. A grade of 1 or more is relevant, and more so the higher it
/// is; 0 is not relevant; less than 0 counts as not judged. A document that is not here was not judged, and counts as
/// not relevant.
pub type Judgements = FxHashMap<String, i64>;

const DOCUMENTS: &str = "corpus.jsonl";
const QUERIES: &str = "queries.jsonl";
const JUDGEMENTS: &str = "qrels.tsv";

/// The queries of a judged set that can be measured, and their judgements.
#[derive(Clone, Debug, Default)]
pub struct JudgedSet {
    /// The name of the folder.
    pub name: String,
    /// The queries with at least one relevant document, in the order of the file.
    pub queries: Vec<JudgedQuery>,
    /// Query id to judgements, for each of `queries` and for no others.
    pub relevant: FxHashMap<String, Judgements>,
    /// How many queries were left out because no document is relevant to them: no ranking can do well on those.
    /// trec_eval counts them as 0 when they are in its qrels file, which lowers every ranking by the same factor.
    pub left_out: usize,
}

/// A query of a judged set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedQuery {
    /// Its id, unique in the set.
    pub id: String,
    /// What is asked; may be empty.
    pub text: String,
}

/// A document of a judged set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its title; empty where there is none.
    pub title: String,
    /// Its text; may be empty.
    pub text: String,
}

impl JudgedSet {
    /// Reads the queries and judgements in the folder `dir`.
    ///
    /// Fails with [`ErrorKind::NotFound`] when a file is missing, and with [`ErrorKind::Data`] when a line is not what
    /// it should be, an id comes twice, a judged query is not among the queries, or no query can be measured.
    pub fn read(dir: &Path) -> Result<JudgedSet> {
        let mut queries = read_queries(dir)?;
        let mut relevant = read_judgements(dir, &queries)?;
        let before = queries.len();
        relevant.retain(|_, judgements| judgements.values().any(|grade| *grade >= 1));
        queries.retain(|query| relevant.contains_key(&query.id));
        if queries.is_empty() {
            let path = dir.join(JUDGEMENTS);
            return Err(Error::new(ErrorKind::Data, format!("{}: no query has a relevant document", printable(&path))));
        }
        Ok(JudgedSet { name: folder_name(dir), left_out: before - queries.len(), queries, relevant })
    }
}

/// The documents in the folder `dir`, one by one in the order of the file; ends after the first error.
///
/// Fails with [`ErrorKind::NotFound`] when the file is missing; each document with [`ErrorKind::Data`] when its line is
/// not what it should be.
pub fn entries(dir: &Path) -> Result<impl Iterator<Item = Result<Entry>>> {
    let mut lines = open(dir, DOCUMENTS)?;
    let mut ended = false;
    Ok(std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let entry = next_entry(&mut lines).transpose();
        ended = !matches!(entry, Some(Ok(_)));
        entry
    }))
}

/// A line of `corpus.jsonl` or `queries.jsonl`; values are looked at later, for better errors.
#[derive(Deserialize)]
struct Record {
    _id: Option<Value>,
    title: Option<Value>,
    text: Option<Value>,
}

fn next_entry(lines: &mut Lines) -> Result<Option<Entry>> {
    let Some(line) = lines.next()? else { return Ok(None) };
    let record: Record = line.json()?;
    let title = record.title.map_or(Ok(String::new()), |title| line.string("title", Some(title)))?;
    Ok(Some(Entry { id: line.filled("_id", record._id)?, title, text: line.string("text", record.text)? }))
}

fn read_queries(dir: &Path) -> Result<Vec<JudgedQuery>> {
    let mut lines = open(dir, QUERIES)?;
    let mut queries = Vec::new();
    let mut seen = FxHashSet::default();
    while let Some(line) = lines.next()? {
        let record: Record = line.json()?;
        let id = line.filled("_id", record._id)?;
        if !seen.insert(id.clone()) {
            return Err(line.wrong(&format!("query {id:?} comes a second time")));
        }
        queries.push(JudgedQuery { id, text: line.string("text", record.text)? });
    }
    Ok(queries)
}

fn read_judgements(dir: &Path, queries: &[JudgedQuery]) -> Result<FxHashMap<String, Judgements>> {
    let known: FxHashSet<&str> = queries.iter().map(|query| query.id.as_str()).collect();
    let mut lines = open(dir, JUDGEMENTS)?;
    let mut relevant: FxHashMap<String, Judgements> = FxHashMap::default();
    while let Some(line) = lines.next()? {
        if line.is_first() && line.text.starts_with("query-id\t") {
            continue;
        }
        let (query, document, grade) = judgement(&line)?;
        if !known.contains(query) {
            return Err(line.wrong(&format!("query {query:?} is not in {QUERIES}")));
        }
        let judgements = relevant.entry(query.to_owned()).or_default();
        if judgements.insert(document.to_owned(), grade).is_some() {
            return Err(line.wrong(&format!("document {document:?} is judged a second time for query {query:?}")));
        }
    }
    Ok(relevant)
}

/// A line of `qrels.tsv`: query id, document id, grade.
fn judgement<'a>(line: &Line<'a>) -> Result<(&'a str, &'a str, i64)> {
    let text: &'a str = line.text;
    let columns: Vec<&str> = text.split('\t').collect();
    let [query, document, grade] = columns[..] else {
        let found = columns.len();
        let what = format!("three columns with tabs between are expected (query-id, corpus-id, score), not {found}");
        return Err(line.wrong(&what));
    };
    if query.trim().is_empty() || document.trim().is_empty() {
        return Err(line.wrong("an id is empty"));
    }
    match grade.trim().parse() {
        Ok(grade) => Ok((query, document, grade)),
        Err(_) => Err(line.wrong(&format!("the score {grade:?} is not a whole number"))),
    }
}

fn open(dir: &Path, name: &str) -> Result<Lines> {
    let path = dir.join(name);
    Lines::open(path.clone()).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Error::with_source(
            ErrorKind::NotFound,
            format!(
                "{} is not there; a judged set is a folder with {DOCUMENTS} (the documents), {QUERIES} (the queries) \
                 and {JUDGEMENTS} (which documents answer which query)",
                printable(&path)
            ),
            source,
        ),
        _ => Error::io("read", &path, source),
    })
}

/// The last part of the path; of "." and the like, that of the folder it stands for.
fn folder_name(dir: &Path) -> String {
    let named = dir.file_name().map(Path::new).map(printable);
    named
        .or_else(|| Some(printable(Path::new(dir.canonicalize().ok()?.file_name()?))))
        .unwrap_or_else(|| printable(dir))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD_QUERIES: &str = r#"{"_id": "q1", "text": "parkeren", "metadata": {"a": 1}}
{"_id": "q2", "text": "afval"}
{"_id": "q3", "text": "hond"}
"#;

    fn folder(queries: &str, judgements: &str, documents: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(QUERIES), queries).unwrap();
        std::fs::write(folder.path().join(JUDGEMENTS), judgements).unwrap();
        std::fs::write(folder.path().join(DOCUMENTS), documents).unwrap();
        folder
    }

    #[test]
    fn only_queries_with_a_relevant_document_count() {
        for header in ["query-id\tcorpus-id\tscore\n", ""] {
            let judgements = format!("{header}q2\td1\t2\nq2\td2\t0\r\nq3\td1\t0\n");
            let folder = folder(GOOD_QUERIES, &judgements, "");
            let set = JudgedSet::read(folder.path()).unwrap();
            assert_eq!(set.queries, [JudgedQuery { id: "q2".into(), text: "afval".into() }]);
            assert_eq!(set.left_out, 2);
            assert_eq!(set.relevant.len(), 1);
            assert_eq!((set.relevant["q2"]["d1"], set.relevant["q2"]["d2"]), (2, 0));
            assert_eq!(set.name, folder.path().file_name().unwrap().to_string_lossy());
        }
    }

    #[test]
    fn documents_are_given_in_order() {
        let documents = "{\"_id\": \"d1\", \"title\": \"T\", \"text\": \"een\"}\n{\"_id\": \"d2\", \"text\": \"\"}\n";
        let folder = folder("", "", documents);
        let all: Vec<Entry> = entries(folder.path()).unwrap().collect::<Result<_>>().unwrap();
        assert_eq!(all[0], Entry { id: "d1".into(), title: "T".into(), text: "een".into() });
        assert_eq!(all[1], Entry { id: "d2".into(), title: String::new(), text: String::new() });
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn errors_in_queries_and_judgements_name_file_and_line() {
        for (queries, judgements, expected) in [
            ("{\"text\": \"a\"}", "", "queries.jsonl line 1: no `_id`"),
            ("{\"_id\": 3, \"text\": \"a\"}", "", "queries.jsonl line 1: `_id` is not a string"),
            ("{\"_id\": \" \", \"text\": \"a\"}", "", "queries.jsonl line 1: `_id` is empty"),
            ("\n{\"_id\": \"q1\"}", "", "queries.jsonl line 2: no `text`"),
            ("[1]", "", "queries.jsonl line 1: not a JSON object"),
            (
                "{\"_id\": \"q1\", }",
                "",
                "queries.jsonl line 1: not the JSON that is expected: trailing comma (column 15)",
            ),
            (
                "{\"_id\": \"q\", \"text\": \"\"}\n{\"_id\": \"q\", \"text\": \"\"}",
                "",
                "line 2: query \"q\" comes a second time",
            ),
            (GOOD_QUERIES, "q1\td1\t1\nq1 d2 1\n", "qrels.tsv line 2: three columns with tabs between"),
            (GOOD_QUERIES, "q1\t0\td1\t1\n", "corpus-id, score), not 4"),
            (GOOD_QUERIES, "q1\td1\tja\n", "qrels.tsv line 1: the score \"ja\" is not a whole number"),
            (GOOD_QUERIES, "q1\t\t1\n", "qrels.tsv line 1: an id is empty"),
            (GOOD_QUERIES, "q9\td1\t1\n", "qrels.tsv line 1: query \"q9\" is not in queries.jsonl"),
            (GOOD_QUERIES, "q1\td1\t1\nq1\td1\t1\n", "qrels.tsv line 2: document \"d1\" is judged a second time"),
            (GOOD_QUERIES, "q1\td1\t0\n", "qrels.tsv: no query has a relevant document"),
        ] {
            let folder = folder(queries, judgements, "");
            let error = JudgedSet::read(folder.path()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Data);
            assert!(error.to_string().contains(expected), "{error} should hold {expected}");
        }
    }

    #[test]
    fn an_error_in_the_documents_names_the_line_and_ends_them() {
        let folder =
            folder("", "", "{\"_id\": \"d1\", \"text\": \"\"}\n{\"_id\": \"d2\", \"title\": 1, \"text\": \"\"}\n{}\n");
        let all: Vec<Result<Entry>> = entries(folder.path()).unwrap().collect();
        assert_eq!(all.len(), 2);
        let error = all[1].as_ref().unwrap_err();
        assert!(error.to_string().ends_with("corpus.jsonl line 2: `title` is not a string"), "{error}");
    }

    #[test]
    fn a_missing_file_says_what_a_judged_set_is() {
        let folder = tempfile::tempdir().unwrap();
        for error in [JudgedSet::read(folder.path()).unwrap_err(), entries(folder.path()).err().unwrap()] {
            assert_eq!(error.kind(), ErrorKind::NotFound);
            let text = error.to_string();
            assert!([DOCUMENTS, QUERIES, JUDGEMENTS].iter().all(|name| text.contains(name)), "{text}");
        }
    }
}
