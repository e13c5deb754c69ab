//! The lists of a text document: what each level is numbered with, and the number that an item has where it stands.

use std::collections::{HashMap, HashSet};

use crate::document::Reason;
use crate::extract::markup::{self, Piece, Tag};
use crate::extract::numerals::{Alphabet, Counters, LEVELS, Numeral};

/// A marker with more characters than this, as written, is none.
const LONGEST_MARKER: usize = 80;

/// The lists of a document, and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// What lists are made after, by its id. Lists made after the same count on from each other.
    models: HashMap<String, Model>,
    lists: HashMap<String, List>,
    counted: HashMap<String, Counters>,
    /// Lists and levels whose own start was used.
    started: HashSet<(String, usize)>,
}

#[derive(Debug, Default)]
struct Model {
    levels: HashMap<usize, Level>,
    /// The style that says what the levels are instead.
    style: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    model: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// How one level is numbered.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    /// `None` is a bullet.
    numeral: Option<Numeral>,
    /// "%1.%2": where the numbers of the levels go.
    text: String,
    /// The level, from 1, whose items make it start anew; 0 is none.
    restart: Option<usize>,
    /// All numbers are decimal.
    legal: bool,
    /// The style whose paragraphs are of this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        let numeral = Some(Numeral::Decimal);
        Level { start: 1, numeral, text: String::new(), restart: None, legal: false, style: None }
    }
}

impl Numbering {
    /// Reads the lists; what breaks off gives what came before.
    pub(super) fn read(xml: &[u8]) -> Self {
        let mut reading = Reading::default();
        let _broken = markup::read(xml, |piece| {
            match piece {
                Piece::Start(tag) => reading.start(&tag),
                Piece::End(name) => reading.end(&name),
                Piece::Text(_) => {}
            }
            Ok::<(), Reason>(())
        });
        reading.found
    }

    /// The style that says what the levels of `list` are, where they do not stand in the list itself.
    pub(super) fn style_of(&self, list: &str) -> Option<&str> {
        self.models.get(&self.lists.get(list)?.model)?.style.as_deref()
    }

    /// The level whose items have a style of `lineage`.
    pub(super) fn level_of_style(&self, list: &str, lineage: &[String]) -> Option<usize> {
        let model = self.models.get(&self.lists.get(list)?.model)?;
        lineage.iter().find_map(|id| {
            let mut levels = model.levels.iter().filter(|(_, level)| level.style.as_ref() == Some(id));
            levels.next().map(|(at, _)| *at)
        })
    }

    /// Counts an item of `list` at `level` (from 0) and gives its marker: "-", "2.1", "b)", "Artikel 3". There is none
    /// where the list is unknown or shows none.
    pub(super) fn count(&mut self, list: &str, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let own = self.lists.get(list)?;
        let model = self.models.get(&own.model)?;
        let find = |at: usize| own.levels.get(&at).or_else(|| model.levels.get(&at));
        let at_level = find(level)?;
        let counters = self.counted.entry(own.model.clone()).or_default();
        let start = own.starts.get(&level).copied();
        if let Some(start) = start
            && self.started.insert((list.to_owned(), level))
        {
            counters.restart(level, start);
        }
        let restarts = |at: usize| match find(at).and_then(|level| level.restart) {
            Some(after) => level < after,
            None => true,
        };
        counters.count(level, start.unwrap_or(at_level.start), restarts);
        let Some(numeral) = at_level.numeral else {
            return Some("-".to_owned()).filter(|_| !at_level.text.trim().is_empty());
        };
        let number = |at: usize| {
            let of = find(at)?;
            let numeral = if at == level { numeral } else { of.numeral.unwrap_or(Numeral::Nothing) };
            let numeral = if at_level.legal && numeral != Numeral::Nothing { Numeral::Decimal } else { numeral };
            Some(numeral.write(counters.at(at).unwrap_or(of.start)))
        };
        Some(filled(&at_level.text, number)).filter(|marker| !marker.is_empty())
    }
}

/// `text` with the numbers of the levels in the place of "%1" to "%9".
fn filled(text: &str, number: impl Fn(usize) -> Option<String>) -> String {
    let mut marker = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        marker.push_str(before);
        let digit = after.chars().next().and_then(|c| c.to_digit(10)).filter(|digit| *digit > 0);
        match digit {
            Some(digit) => {
                marker.push_str(&number(digit as usize - 1).unwrap_or_default());
                rest = after.get(1..).unwrap_or_default();
            }
            None => {
                marker.push('%');
                rest = after;
            }
        }
    }
    marker.push_str(rest);
    marker.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lists while they are read.
#[derive(Default)]
struct Reading {
    found: Numbering,
    model: Option<(String, Model)>,
    list: Option<(String, List)>,
    level: Option<(usize, Level)>,
    /// The level for which a list says something of its own.
    own: usize,
}

impl Reading {
    fn start(&mut self, tag: &Tag) {
        let value = tag.get("val");
        let number = || value.and_then(|value| value.parse::<u32>().ok());
        let id = |name| tag.get(name).unwrap_or_default().to_owned();
        let at = || tag.get("ilvl").and_then(|at| at.parse().ok()).unwrap_or(0usize);
        match tag.name.as_str() {
            "abstractNum" => self.model = Some((id("abstractNumId"), Model::default())),
            "num" => self.list = Some((id("numId"), List::default())),
            "lvlOverride" => self.own = at(),
            "lvl" => self.level = Some((at(), Level::default())),
            "abstractNumId" => {
                if let Some((_, list)) = &mut self.list {
                    list.model = value.unwrap_or_default().to_owned();
                }
            }
            "numStyleLink" => {
                if let Some((_, model)) = &mut self.model {
                    model.style = value.map(str::to_owned);
                }
            }
            "startOverride" => {
                if let Some((_, list)) = &mut self.list {
                    list.starts.insert(self.own, number().unwrap_or(1));
                }
            }
            name => {
                if let Some((_, level)) = &mut self.level {
                    level.take(name, value);
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "lvl" => {
                let levels = match (&mut self.list, &mut self.model) {
                    (Some((_, list)), _) => &mut list.levels,
                    (None, Some((_, model))) => &mut model.levels,
                    (None, None) => return,
                };
                levels.extend(self.level.take().filter(|(at, _)| *at < LEVELS));
            }
            "abstractNum" => self.found.models.extend(self.model.take()),
            "num" => self.found.lists.extend(self.list.take()),
            _ => {}
        }
    }
}

impl Level {
    fn take(&mut self, name: &str, value: Option<&str>) {
        let number = || value.and_then(|value| value.parse::<u32>().ok());
        match name {
            "start" => self.start = number().unwrap_or(1),
            "numFmt" => self.numeral = numeral(value.unwrap_or_default()),
            "lvlText" => self.text = value.unwrap_or_default().chars().take(LONGEST_MARKER).collect(),
            // A bullet that is a picture has no text of its own.
            "lvlPicBulletId" => self.text = "•".to_owned(),
            "lvlRestart" => self.restart = number().map(|number| number as usize),
            "isLgl" => self.legal = !matches!(value, Some("0" | "false")),
            "pStyle" => self.style = value.map(str::to_owned),
            _ => {}
        }
    }
}

/// How a format writes numbers, `None` for bullets; what is unknown is decimal.
pub(super) fn numeral(format: &str) -> Option<Numeral> {
    Some(match format {
        "bullet" => return None,
        "none" => Numeral::Nothing,
        "decimalZero" => Numeral::Padded,
        "lowerLetter" => Numeral::Lower(Alphabet::Repeated),
        "upperLetter" => Numeral::Upper(Alphabet::Repeated),
        "lowerRoman" => Numeral::RomanLower,
        "upperRoman" => Numeral::RomanUpper,
        _ => Numeral::Decimal,
    })
}

#[cfg(test)]
mod tests {
    //! Properties tested: numbers over levels, restarts, lists that share a model, bullets, and what is unknown.

    use super::*;

    const XML: &str = "<numbering><abstractNum abstractNumId='0'>\
        <lvl ilvl='0'><start val='1'/><numFmt val='decimal'/><pStyle val='Kop1'/><lvlText val='%1.'/></lvl>\
        <lvl ilvl='1'><start val='1'/><numFmt val='lowerLetter'/><lvlText val='%1.%2'/></lvl>\
        <lvl ilvl='2'><start val='1'/><numFmt val='bullet'/><lvlText val='o'/></lvl>\
        <lvl ilvl='3'><start val='1'/><numFmt val='upperRoman'/><lvlRestart val='0'/><isLgl/>\
        <lvlText val='%2-%4'/></lvl>\
        </abstractNum><abstractNum abstractNumId='1'><numStyleLink val='Stijl'/></abstractNum>\
        <num numId='1'><abstractNumId val='0'/></num>\
        <num numId='2'><abstractNumId val='0'/><lvlOverride ilvl='0'><startOverride val='5'/></lvlOverride></num>\
        <num numId='3'><abstractNumId val='1'/></num></numbering>";

    #[test]
    fn markers() {
        let mut numbering = Numbering::read(XML.as_bytes());
        for (list, level, marker) in [
            ("1", 0, Some("1.")),
            ("1", 1, Some("1.a")),
            ("1", 1, Some("1.b")),
            ("1", 2, Some("-")),
            ("1", 3, Some("2-1")),
            ("1", 0, Some("2.")),
            ("1", 3, Some("1-2")),
            ("1", 1, Some("2.a")),
            ("2", 0, Some("5.")),
            ("2", 0, Some("6.")),
            ("1", 0, Some("7.")),
            ("1", 8, None),
            ("9", 0, None),
            ("3", usize::MAX, None),
        ] {
            assert_eq!(numbering.count(list, level).as_deref(), marker, "{list} {level}");
        }
        assert_eq!((numbering.style_of("3"), numbering.style_of("1")), (Some("Stijl"), None));
        assert_eq!(numbering.level_of_style("1", &["Eigen".to_owned(), "Kop1".to_owned()]), Some(0));
    }
}
