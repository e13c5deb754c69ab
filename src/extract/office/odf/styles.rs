//! The styles of ODF: what paragraphs, runs and pages look like, through the styles that a style is derived from. The
//! levels of lists are left to `lists`.

use std::collections::HashMap;
use std::rc::Rc;

use super::lists::ListStyles;
use crate::document::Reason;
use crate::extract::markup::{self, Piece, Tag};
use crate::extract::office::names::{is_contents, named_level};

/// A style derived from styles longer than this is a circle.
const LONGEST_CHAIN: usize = 40;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    own: HashMap<String, Look>,
    resolved: HashMap<String, Rc<Look>>,
    pub(super) lists: ListStyles,
    /// The language of text of which no style says it.
    pub(super) language: Option<String>,
}

/// What a style says, itself or with the styles that it is derived from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Look {
    parent: Option<String>,
    /// Its name says that it is a heading of this level.
    pub(super) heading: Option<u8>,
    pub(super) hidden: Option<bool>,
    pub(super) bold: Option<bool>,
    /// The list that it belongs to.
    pub(super) list: Option<String>,
    /// Its paragraphs are not numbered.
    pub(super) unnumbered: bool,
    pub(super) language: Option<String>,
}

/// What a style is for; styles of different families may share a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Family {
    Paragraph,
    Text,
    Page,
}

impl Family {
    fn key(self, name: &str) -> String {
        let family = match self {
            Family::Paragraph => "paragraph",
            Family::Text => "text",
            Family::Page => "drawing-page",
        };
        format!("{family}/{name}")
    }
}

impl Styles {
    /// Adds the styles of a part, up to its text; what breaks off gives what came before.
    pub(super) fn add(&mut self, xml: &[u8]) {
        let mut style: Option<(String, Look)> = None;
        let _broken = markup::read(xml, |piece| {
            match piece {
                // What follows is the text; the error only ends the reading.
                Piece::Start(tag) if tag.name == "body" => return Err(Reason::Empty),
                Piece::Start(tag) if tag.name == "style" => style = named(&tag),
                Piece::Start(tag) if tag.name == "default-style" => {
                    let paragraphs = tag.get("family") == Some("paragraph");
                    style = paragraphs.then(|| (String::new(), Look::default()));
                }
                Piece::Start(tag) => match &mut style {
                    Some((_, look)) => look.take(&tag),
                    None => self.lists.start(&tag),
                },
                Piece::End(name) if name == "style" => self.own.extend(style.take()),
                Piece::End(name) if name == "default-style" => {
                    self.language = style.take().and_then(|(_, look)| look.language).or(self.language.take());
                }
                Piece::End(name) => self.lists.end(&name),
                Piece::Text(_) => {}
            }
            Ok(())
        });
        self.resolved.clear();
    }

    /// What a style comes down to.
    pub(super) fn look(&mut self, family: Family, name: &str) -> Rc<Look> {
        let key = family.key(name);
        if let Some(look) = self.resolved.get(&key) {
            return Rc::clone(look);
        }
        let look = Rc::new(self.resolve(family, name));
        self.resolved.insert(key, Rc::clone(&look));
        look
    }

    fn resolve(&self, family: Family, name: &str) -> Look {
        let mut look = Look { heading: plain_level(name), ..Look::default() };
        let mut next = Some(name);
        for _ in 0..LONGEST_CHAIN {
            let Some(own) = next.and_then(|name| self.own.get(&family.key(name))) else { break };
            look.heading = look.heading.or(own.heading);
            look.hidden = look.hidden.or(own.hidden);
            look.bold = look.bold.or(own.bold);
            look.unnumbered |= own.unnumbered;
            look.list = look.list.or_else(|| own.list.clone());
            look.language = look.language.or_else(|| own.language.clone());
            next = own.parent.as_deref();
            look.heading = look.heading.or_else(|| next.and_then(plain_level));
        }
        look
    }
}

/// The key of a style, and what its own element says.
fn named(tag: &Tag) -> Option<(String, Look)> {
    let text = |name| tag.get(name).map(str::to_owned).filter(|text| !text.is_empty());
    let look = Look {
        parent: text("parent-style-name"),
        heading: tag.get("default-outline-level").and_then(|level| level.parse().ok()),
        list: text("list-style-name"),
        ..Look::default()
    };
    Some((format!("{}/{}", tag.get("family")?, tag.get("name")?), look))
}

impl Look {
    fn take(&mut self, tag: &Tag) {
        if let Some(display) = tag.get("display").filter(|_| tag.name == "text-properties") {
            self.hidden = Some(display == "none");
        }
        if tag.get("visibility") == Some("hidden") && tag.name == "drawing-page-properties" {
            self.hidden = Some(true);
        }
        if let Some(weight) = tag.get("font-weight") {
            self.bold = Some(weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600));
        }
        self.unnumbered |= tag.get("enable-numbering") == Some("false");
        if let Some(language) = tag.get("language").filter(|language| *language != "none" && *language != "zxx") {
            let country = tag.get("country").filter(|country| *country != "none" && !country.is_empty());
            self.language = Some(country.map_or(language.to_owned(), |country| format!("{language}-{country}")));
        }
    }
}

/// The level that the name of a style says; names have "_20_" for a space.
fn plain_level(name: &str) -> Option<u8> {
    let name = name.replace("_20_", " ");
    named_level(&name).filter(|_| !is_contents(&name.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks() {
        let xml = "<d><styles><default-style family='paragraph'><text-properties language='nl' country='NL'/>\
            </default-style><style name='Weg' family='text'><text-properties display='none'/></style>\
            <style name='P1' family='paragraph' parent-style-name='Heading_20_2' list-style-name='L1'>\
            <text-properties font-weight='bold'/></style><style name='A' family='paragraph' parent-style-name='A'/>\
            </styles><body><style name='P2' family='paragraph'/></body></d>";
        let mut styles = Styles::default();
        styles.add(xml.as_bytes());
        let look = styles.look(Family::Paragraph, "P1");
        assert_eq!((look.heading, look.bold, look.list.as_deref()), (Some(2), Some(true), Some("L1")));
        assert_eq!(styles.look(Family::Text, "Weg").hidden, Some(true));
        assert_eq!(styles.look(Family::Paragraph, "Weg").hidden, None);
        assert_eq!(*styles.look(Family::Paragraph, "A"), Look { parent: None, ..Look::default() });
        assert_eq!(styles.language.as_deref(), Some("nl-NL"));
    }
}
