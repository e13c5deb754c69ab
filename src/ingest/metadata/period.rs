//! The period a document is about: the budget year of a budget, the years of a plan, the quarter of a report, the
//! version of a by-law. The day a document was made is for `date`; a year in a date, a case number, the name of an act
//! or a goal far off ("Omgevingsvisie 2040") is no period, and no period is better than a wrong one.

mod claim;
mod text;
mod words;

#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

use super::{OPENING, start_of};
use claim::Strength;
use text::Text;
use words::{FILED, REFERRING, SCHOOL, THIS, month_name};

/// Years that a document can be about.
const YEARS: RangeInclusive<i16> = 1980..=2060;
/// How many lines at the start are read; further on a list names other documents.
const HEAD_LINES: usize = 12;
/// How many folders are read, the nearest first.
const FOLDERS: usize = 12;
/// The longest line that is a heading, in words.
const HEADING: usize = 15;
/// A line with more years than this is a table or a menu.
const HEADING_YEARS: usize = 2;

/// What a document is about in time, in whole years or a part of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first year. Of a budget with plan years it is the budget year.
    pub first: i16,
    /// The last year; the same as the first where there is only one.
    pub last: i16,
    /// The part of the year, only where there is one year.
    pub part: Option<PartOfYear>,
    /// Where it was found.
    pub source: PeriodSource,
    /// The words that say so, as written: "begroting 2021".
    pub found: String,
}

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartOfYear {
    /// 1 to 4.
    Quarter(u8),
    /// 1 or 2.
    Half(u8),
    /// 1 to 12.
    Month(u8),
}

/// Where a period was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PeriodSource {
    /// The title.
    Title,
    /// The name of the file.
    FileName,
    /// The name of a folder it is in.
    Folder,
    /// A short line at the start.
    Heading,
    /// A sentence at the start that speaks of the document itself.
    Text,
}

impl Period {
    /// The period in Dutch: "2021", "2018-2022", "schooljaar 2020/2021", "2e kwartaal 2021", "maart 2021".
    pub fn label(&self) -> String {
        let Period { first, last, .. } = self;
        match self.part {
            Some(PartOfYear::Quarter(number)) => format!("{number}e kwartaal {first}"),
            Some(PartOfYear::Half(number)) => format!("{number}e halfjaar {first}"),
            Some(PartOfYear::Month(month)) => format!("{} {first}", month_name(month)),
            None if first == last => first.to_string(),
            None if *last == first + 1 && self.is_school_year() => format!("schooljaar {first}/{last}"),
            None => format!("{first}-{last}"),
        }
    }

    /// The same as it is kept with a document.
    pub(super) fn described(self) -> crate::document::Period {
        let source = match self.source {
            PeriodSource::Title => "title",
            PeriodSource::FileName => "file-name",
            PeriodSource::Folder => "folder",
            PeriodSource::Heading => "heading",
            PeriodSource::Text => "text",
        };
        let (label, source) = (self.label(), source.to_owned());
        crate::document::Period { first: self.first, last: self.last, label, found: self.found, source }
    }

    fn is_school_year(&self) -> bool {
        let found = self.found.to_lowercase();
        SCHOOL.iter().any(|term| found.contains(term))
    }
}

/// The period a document is about, `None` where nothing says so. `file_path` is the place of the file with '/' or '\'
/// between the parts; `head_lines` are its first lines, of which 12 are read. The best source first:
///
/// 1. a genre with a year, a range of years or a part of a year in the title, then in the file name;
/// 2. a year alone at the edge of the title, then of the file name;
/// 3. the folders, the nearest first; a year alone counts there unless files are kept by day or month of filing;
/// 4. a short line at the start, then a sentence there that speaks of the document itself.
///
/// The first of several in one place counts, a budget or report before a plan. Time is linear in the input.
pub fn period(title: &str, file_path: &str, head_lines: &[&str]) -> Option<Period> {
    let (folders, file) = file_path.rsplit_once(['/', '\\']).unwrap_or(("", file_path));
    let (title, name) = (Text::new(start_of(title, OPENING)), Text::new(start_of(stem(file), OPENING)));
    let named = |most: Strength| {
        let in_title = title.best(most).map(|claim| claim.period(&title, PeriodSource::Title));
        in_title.or_else(|| Some(name.best(most)?.period(&name, PeriodSource::FileName)))
    };
    named(Strength::Range)
        .or_else(|| named(Strength::Bare))
        .or_else(|| in_folders(folders, &name))
        .or_else(|| in_head(head_lines))
}

/// The file name without its extension; "2021" after a dot is none.
fn stem(file: &str) -> &str {
    let extension = |end: &str| {
        end.len() <= 5
            && end.chars().any(char::is_alphabetic)
            && !end.contains(|c: char| !c.is_alphanumeric() && c != '~')
    };
    file.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && extension(end)).map_or(file, |(stem, _)| stem)
}

fn in_folders(folders: &str, name: &Text<'_>) -> Option<Period> {
    let near = folders.rsplit(['/', '\\']).take(FOLDERS);
    let folders: Vec<Text<'_>> = near.map(|folder| Text::new(start_of(folder, OPENING))).collect();
    let found = |most| folders.iter().find_map(|text| Some(text.best(most)?.period(text, PeriodSource::Folder)));
    // Where meetings, news or uploads are kept by day or month, the year is that of filing.
    let filed = name.has_date() || folders.iter().any(|text| text.has_date() || text.is_month() || text.has_any(FILED));
    found(Strength::Range).or_else(|| if filed { None } else { found(Strength::Bare) })
}

fn in_head(lines: &[&str]) -> Option<Period> {
    let lines = lines.iter().take(HEAD_LINES).map(|line| start_of(line.trim(), OPENING));
    let lines = lines.filter(|line| line.contains(|c: char| c.is_ascii_digit())).map(Text::new);
    let lines: Vec<Text<'_>> = lines.filter(|text| !REFERRING.contains(&text.lower(0))).collect();
    let heading = |text: &Text<'_>| {
        text.len() <= HEADING && !text.is_sentence() && !text.is_numbered_item() && text.years() <= HEADING_YEARS
    };
    let mut headings = lines.iter().filter(|text| heading(text));
    let found = headings.find_map(|text| Some(text.best(Strength::Range)?.period(text, PeriodSource::Heading)));
    found.or_else(|| lines.iter().filter(|text| !heading(text)).find_map(in_sentence))
}

/// "Voor u ligt de programmabegroting 2022", "In het schooljaar 2020-2021": not any year that a sentence mentions.
fn in_sentence(text: &Text<'_>) -> Option<Period> {
    let claim = text.claims().into_iter().find(|claim| {
        let before = (claim.from.saturating_sub(3)..claim.from).any(|at| THIS.contains(&text.lower(at)));
        let whole = claim.strength <= Strength::Version && claim.to - claim.from <= 4;
        (before && whole) || SCHOOL.contains(&text.lower(claim.from))
    })?;
    Some(claim.period(text, PeriodSource::Text))
}
