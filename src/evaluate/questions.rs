//! The measure that is nearest to the users: questions as they type them, each with the passages that a reader would
//! quote in answer. How often is such a passage the first hit, among three, among ten?
//!
//! A questions file has a JSON object on each line: `vraag` (the question), `soort` (the kind) and `antwoorden`, a list
//! of `bestand` (the file, of which only the name counts), `citaat` (the quotation) and perhaps `pagina`. Indexing the
//! files, searching and showing the outcome are left to the caller.

use std::collections::BTreeMap;
use std::path::{MAIN_SEPARATOR, Path};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lines::{Line, Lines};
use crate::error::{Error, ErrorKind, Result, printable};

/// The kind under which all questions together are reported.
const ALL: &str = "alle";
/// Hits after these do not count.
const DEEPEST: usize = 10;

/// A question with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What the user types.
    pub text: String,
    /// What sort of question it is, such as "woord"; reported apart.
    pub kind: String,
    /// At least one; any of them will do.
    pub answers: Vec<Answer>,
}

/// A passage that answers a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The file it is in; only the name counts, not the folder.
    pub file: String,
    /// What a passage must hold to be this answer; never blank.
    pub quotation: String,
    /// The page of the quotation, from 1, where pages are known.
    pub page: Option<u32>,
}

/// A hit on a question.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    /// The file of the passage.
    pub path: &'a str,
    /// The passage.
    pub text: &'a str,
    /// The first page of the passage, from 1, where pages are known.
    pub page_from: Option<u32>,
    /// The last page; the first when there is none.
    pub page_to: Option<u32>,
}

/// How one question went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The kind of the question.
    pub kind: String,
    /// The rank, from 1, of the first hit that answers; `None` when none of the first ten does.
    pub passage: Option<usize>,
    /// The rank, from 1, of the first hit in a file that holds an answer; `None` when none of the first ten is.
    pub document: Option<usize>,
    /// Whether the page of the answer lies within those of the hit; `None` when no hit answers or the answer has no
    /// page.
    pub right_page: Option<bool>,
}

/// How the questions of one kind went, or all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionReport {
    /// The kind; "alle" for all.
    pub kind: String,
    /// How many questions.
    pub number: usize,
    /// How often a hit that answers is among the first.
    pub passage: Shares,
    /// How often a hit in the right file is among the first.
    pub document: Shares,
    /// How many questions have a hit that answers and an answer with a page.
    pub with_page: usize,
    /// The share of those, 0 to 1, where the hit says the right page; `None` when there are none.
    pub right_page: Option<f64>,
}

/// Shares of questions, 0 to 1, by how many hits are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Shares {
    /// The first hit.
    pub at1: f64,
    /// The first three.
    pub at3: f64,
    /// The first ten.
    pub at10: f64,
}

impl Question {
    /// Reads a questions file.
    ///
    /// Fails with [`ErrorKind::NotFound`] when it is not there, and with [`ErrorKind::Data`] when a line is not what it
    /// should be, or there are no questions.
    pub fn read(path: &Path) -> Result<Vec<Question>> {
        let mut lines = Lines::open(path.to_owned()).map_err(|source| Error::io("read", path, source))?;
        let mut questions = Vec::new();
        while let Some(line) = lines.next()? {
            questions.push(question(&line)?);
        }
        if questions.is_empty() {
            return Err(Error::new(ErrorKind::Data, format!("{}: no questions in it", printable(lines.path()))));
        }
        Ok(questions)
    }

    /// How the question went with these hits, the best first.
    pub fn judge(&self, hits: &[Hit]) -> Outcome {
        let quotations: Vec<String> = self.answers.iter().map(|answer| normalized(&answer.quotation)).collect();
        let hits = &hits[..hits.len().min(DEEPEST)];
        let document = hits.iter().position(|hit| self.answers.iter().any(|answer| answer.is_in(hit)));
        let found = hits.iter().enumerate().find_map(|(place, hit)| {
            let text = normalized(hit.text);
            let mut answers = self.answers.iter().zip(&quotations);
            answers.find(|(answer, quoted)| answer.is_in(hit) && text.contains(*quoted)).map(|(a, _)| (place, hit, a))
        });
        Outcome {
            kind: self.kind.clone(),
            passage: found.map(|(place, ..)| place + 1),
            document: document.map(|place| place + 1),
            right_page: found.and_then(|(_, hit, answer)| Some(hit.has_page(answer.page?))),
        }
    }
}

impl Answer {
    fn is_in(&self, hit: &Hit) -> bool {
        file_name(&self.file) == file_name(hit.path)
    }
}

impl Hit<'_> {
    fn has_page(&self, page: u32) -> bool {
        self.page_from.is_some_and(|from| (from..=self.page_to.unwrap_or(from)).contains(&page))
    }
}

impl QuestionReport {
    /// Sums up outcomes: a report for each kind, in alphabetical order, and at the end one for all. Empty when there
    /// are no outcomes.
    pub fn by_kind(outcomes: &[Outcome]) -> Vec<QuestionReport> {
        let mut kinds: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
        for outcome in outcomes {
            kinds.entry(&outcome.kind).or_default().push(outcome);
        }
        let mut reports: Vec<_> = kinds.iter().map(|(kind, outcomes)| QuestionReport::of(kind, outcomes)).collect();
        if !outcomes.is_empty() {
            reports.push(QuestionReport::of(ALL, &outcomes.iter().collect::<Vec<_>>()));
        }
        reports
    }

    fn of(kind: &str, outcomes: &[&Outcome]) -> QuestionReport {
        let pages: Vec<bool> = outcomes.iter().filter_map(|outcome| outcome.right_page).collect();
        let right = pages.iter().filter(|right| **right).count();
        QuestionReport {
            kind: kind.to_owned(),
            number: outcomes.len(),
            passage: Shares::of(outcomes, |outcome| outcome.passage),
            document: Shares::of(outcomes, |outcome| outcome.document),
            with_page: pages.len(),
            right_page: (!pages.is_empty()).then(|| right as f64 / pages.len() as f64),
        }
    }
}

impl Shares {
    fn of(outcomes: &[&Outcome], rank: impl Fn(&Outcome) -> Option<usize>) -> Shares {
        let share = |within: usize| {
            let good = outcomes.iter().filter(|outcome| rank(outcome).is_some_and(|rank| rank <= within)).count();
            good as f64 / outcomes.len() as f64
        };
        Shares { at1: share(1), at3: share(3), at10: share(DEEPEST) }
    }
}

/// A line of a questions file; values are looked at later, for better errors.
#[derive(Deserialize)]
struct QuestionRecord {
    vraag: Option<Value>,
    soort: Option<Value>,
    antwoorden: Option<Value>,
}

fn question(line: &Line) -> Result<Question> {
    let record: QuestionRecord = line.json()?;
    let text = line.filled("vraag", record.vraag)?;
    let kind = line.filled("soort", record.soort)?;
    if kind == ALL {
        return Err(line.wrong(&format!("`soort` is \"{ALL}\", which stands for all questions together")));
    }
    let answers = match record.antwoorden {
        Some(Value::Array(answers)) if answers.is_empty() => return Err(line.wrong("`antwoorden` is empty")),
        Some(Value::Array(answers)) => answers,
        Some(_) => return Err(line.wrong("`antwoorden` is not a list")),
        None => return Err(line.wrong("no `antwoorden`")),
    };
    Ok(Question { text, kind, answers: answers.into_iter().map(|one| answer(line, one)).collect::<Result<_>>()? })
}

fn answer(line: &Line, value: Value) -> Result<Answer> {
    let Value::Object(mut fields) = value else { return Err(line.wrong("an answer is not a JSON object")) };
    let mut take = |name: &str| fields.remove(name).filter(|value| !value.is_null());
    let file = line.filled("bestand", take("bestand"))?;
    let quotation = line.filled("citaat", take("citaat"))?;
    if normalized(&quotation).is_empty() {
        return Err(line.wrong("`citaat` is empty"));
    }
    let page = match take("pagina") {
        None => None,
        Some(value) => match value.as_u64().and_then(|page| u32::try_from(page).ok()) {
            Some(page) if page >= 1 => Some(page),
            _ => return Err(line.wrong("`pagina` is not a whole number from 1")),
        },
    };
    Ok(Answer { file, quotation, page })
}

/// The last part of a path. Questions are written with "/", whatever the system.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', MAIN_SEPARATOR]).next().unwrap_or(path)
}

/// What is compared: lower case, straight quotation marks, no soft hyphens, and a single space for each stretch of
/// white space, the non-breaking sorts too.
fn normalized(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = normal.len();
        for c in word.chars().flat_map(char::to_lowercase) {
            match c {
                '\u{AD}' => {}
                '’' | '‘' => normal.push('\''),
                c => normal.push(c),
            }
        }
        // A word of soft hyphens alone is no word.
        if normal.len() > start {
            normal.push(' ');
        }
    }
    normal.truncate(normal.trim_end().len());
    normal
}

#[cfg(test)]
#[path = "questions_tests.rs"]
mod tests;
