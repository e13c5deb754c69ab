//! The lists of ODF: what each level is numbered with, and how far each list has counted.

use std::collections::HashMap;

use crate::extract::markup::Tag;
use crate::extract::numerals::{Alphabet, Counters, LEVELS, Numeral};

/// What stands before and after a number is no longer than this, in characters.
const LONGEST_AFFIX: usize = 40;
/// The name under which the numbers of headings are kept; no list style has it.
const OUTLINE: &str = "";

/// The list styles by name.
#[derive(Debug, Default)]
pub(super) struct ListStyles {
    styles: HashMap<String, HashMap<usize, Level>>,
    /// The style that is read.
    open: Option<String>,
}

/// How one level is numbered.
#[derive(Clone, Debug)]
struct Level {
    /// `None` is a bullet.
    numeral: Option<Numeral>,
    before: String,
    after: String,
    /// How many levels, up to its own, are shown.
    shown: usize,
    start: u32,
}

impl ListStyles {
    /// Reads the beginning of an element of styles.
    pub(super) fn start(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "list-style" => self.open = tag.get("name").map(str::to_owned),
            "outline-style" => self.open = Some(OUTLINE.to_owned()),
            "list-level-style-number"
            | "list-level-style-bullet"
            | "list-level-style-image"
            | "outline-level-style" => {
                let level = tag.get("level").and_then(|level| level.parse::<usize>().ok()).unwrap_or(1);
                if let Some(open) = &self.open
                    && (1..=LEVELS).contains(&level)
                {
                    self.styles.entry(open.clone()).or_default().insert(level - 1, Level::of(tag));
                }
            }
            _ => {}
        }
    }

    /// Reads the end of an element of styles.
    pub(super) fn end(&mut self, name: &str) {
        if matches!(name, "list-style" | "outline-style") {
            self.open = None;
        }
    }

    /// Counts an item and gives its marker; there is none where the style shows none.
    pub(super) fn count(&self, style: Option<&str>, level: usize, counters: &mut Counters) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let levels = self.styles.get(style.unwrap_or(OUTLINE));
        let find = |at: usize| levels.and_then(|levels| levels.get(&at));
        let own = find(level)?;
        counters.count(level, own.start, |_| true);
        let Some(numeral) = own.numeral else { return Some("-".to_owned()) };
        if numeral == Numeral::Nothing {
            let affixes = format!("{}{}", own.before, own.after);
            return Some(affixes.trim().to_owned()).filter(|text| !text.is_empty());
        }
        let numbers = (level + 1 - own.shown.clamp(1, level + 1)..=level).filter_map(|at| {
            let of = find(at)?;
            let number = of.numeral.unwrap_or(Numeral::Nothing).write(counters.at(at).unwrap_or(of.start));
            Some(number).filter(|number| !number.is_empty())
        });
        let numbers = numbers.collect::<Vec<_>>().join(".");
        Some(format!("{}{numbers}{}", own.before, own.after).trim().to_owned())
    }
}

impl Level {
    fn of(tag: &Tag) -> Self {
        let text = |name| tag.get(name).unwrap_or_default().chars().take(LONGEST_AFFIX).collect();
        let number = |name| tag.get(name).and_then(|number| number.parse().ok());
        let alphabet = match tag.get("num-letter-sync") {
            Some("true") => Alphabet::Repeated,
            _ => Alphabet::Counted,
        };
        let numeral = match tag.get("num-format").unwrap_or_default() {
            _ if tag.name.ends_with("bullet") || tag.name.ends_with("image") => None,
            "" => Some(Numeral::Nothing),
            format if format.starts_with("01") => Some(Numeral::Padded),
            "a" => Some(Numeral::Lower(alphabet)),
            "A" => Some(Numeral::Upper(alphabet)),
            "i" => Some(Numeral::RomanLower),
            "I" => Some(Numeral::RomanUpper),
            _ => Some(Numeral::Decimal),
        };
        let shown = tag.get("display-levels").and_then(|levels| levels.parse().ok()).unwrap_or(1);
        let start = number("start-value").unwrap_or(1);
        Level { numeral, before: text("num-prefix"), after: text("num-suffix"), shown, start }
    }
}

/// The lists that are open, and how far those before them counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    open: Vec<List>,
    by_style: HashMap<String, Counters>,
    by_id: HashMap<String, Counters>,
    counters: Counters,
    headings: Counters,
}

#[derive(Debug)]
struct List {
    style: Option<String>,
    id: Option<String>,
    /// The item that is open has a marker that was not shown yet.
    marked: bool,
    /// The number that the item says itself.
    number: Option<u32>,
}

impl Lists {
    /// A list begins.
    pub(super) fn open(&mut self, tag: &Tag) {
        let own = tag.get("style-name").filter(|name| !name.is_empty()).map(str::to_owned);
        let outer = self.open.last().and_then(|list| list.style.clone());
        let style = own.or(outer);
        if self.open.is_empty() {
            let continued = tag.get("continue-list").and_then(|id| self.by_id.get(id));
            let same = || self.by_style.get(style.as_deref().unwrap_or_default());
            let same = || Some("true").filter(|_| tag.get("continue-numbering") == Some("true")).and_then(|_| same());
            self.counters = continued.or_else(same).cloned().unwrap_or_default();
        }
        self.open.push(List { style, id: tag.get("id").map(str::to_owned), marked: false, number: None });
    }

    /// A list ends.
    pub(super) fn close(&mut self) {
        if let Some(list) = self.open.pop()
            && self.open.is_empty()
        {
            self.by_id.extend(list.id.map(|id| (id, self.counters.clone())));
            self.by_style.insert(list.style.unwrap_or_default(), self.counters.clone());
        }
    }

    /// An item begins.
    pub(super) fn open_item(&mut self, tag: &Tag) {
        if let Some(list) = self.open.last_mut() {
            list.marked = tag.name != "list-header";
            list.number = tag.get("start-value").and_then(|number| number.parse().ok());
        }
    }

    /// The marker of a paragraph, which is counted; `style` is the list of its own style.
    pub(super) fn marker(&mut self, styles: &ListStyles, style: Option<&str>) -> Option<String> {
        let level = self.open.len().checked_sub(1)?;
        let list = self.open.last_mut().filter(|list| list.marked)?;
        list.marked = false;
        if let Some(number) = list.number.take() {
            self.counters.restart(level, number);
        }
        let style = list.style.as_deref().or(style)?;
        styles.count(Some(style), level, &mut self.counters)
    }

    /// Whether a paragraph belongs to a list.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The number of a heading outside lists, which is counted.
    pub(super) fn heading(&mut self, styles: &ListStyles, level: u8, restart: Option<u32>) -> Option<String> {
        let level = usize::from(level.saturating_sub(1));
        if let Some(number) = restart {
            self.headings.restart(level, number);
        }
        styles.count(None, level, &mut self.headings)
    }
}

#[cfg(test)]
mod tests {
    //! Properties tested: markers over levels, lists that go on and that start anew, headings.

    use super::*;
    use crate::document::Reason;
    use crate::extract::markup::{self, Piece};

    /// Reads list styles and then lists, in which "p" asks for a marker and "h" for a heading's.
    fn check(xml: &str, expected: &[&str]) {
        let mut styles = ListStyles::default();
        let mut lists = Lists::default();
        let mut markers = Vec::new();
        let outcome = markup::read(xml.as_bytes(), |piece| {
            match piece {
                Piece::Start(tag) => match tag.name.as_str() {
                    "list" => lists.open(&tag),
                    "list-item" | "list-header" => lists.open_item(&tag),
                    "p" => markers.push(lists.marker(&styles, None).unwrap_or_default()),
                    "h" => markers.push(lists.heading(&styles, 2, None).unwrap_or_default()),
                    _ => styles.start(&tag),
                },
                Piece::End(name) if name == "list" => lists.close(),
                Piece::End(name) => styles.end(&name),
                Piece::Text(_) => {}
            }
            Ok::<(), Reason>(())
        });
        assert_eq!(outcome, Ok(()));
        assert_eq!(markers, expected);
    }

    #[test]
    fn markers() {
        let styles = "<list-style name='L'><list-level-style-number level='1' num-format='1' num-suffix='.'/>\
            <list-level-style-number level='2' num-format='a' num-suffix=')' display-levels='2'/>\
            <list-level-style-bullet level='3'/></list-style>\
            <outline-style><outline-level-style level='2' num-format='1' num-prefix='§ '/></outline-style>";
        let lists = "<list style-name='L' id='x'><list-item><p/><p/><list><list-item><p/><list>\
            <list-item><p/></list-item>\
            </list></list-item></list></list-item><list-header><p/></list-header><list-item><p/></list-item></list>\
            <list style-name='L'><list-item><p/></list-item><list-item start-value='7'><p/></list-item></list>\
            <list style-name='L' continue-list='x'><list-item><p/></list-item></list>\
            <list style-name='L' continue-numbering='true'><list-item><p/></list-item></list>\
            <list style-name='onbekend'><list-item><p/></list-item></list><p/><h/><h/>";
        let expected = ["1.", "", "1.a)", "-", "", "2.", "1.", "7.", "3.", "4.", "", "", "§ 1", "§ 2"];
        check(&format!("<d>{styles}{lists}</d>"), &expected);
    }
}
