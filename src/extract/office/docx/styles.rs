//! The styles of a text document: what a paragraph is (heading, title, list) and how it looks, through the styles that
//! a style is based on.

use std::collections::HashMap;
use std::rc::Rc;

use crate::document::Reason;
use crate::extract::markup::{self, Piece, Tag};
use crate::extract::office::names::{is_contents, named_level};

/// A style based on styles longer than this is a circle.
const LONGEST_CHAIN: usize = 40;

/// The styles by id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    own: HashMap<String, Style>,
    resolved: HashMap<String, Rc<Look>>,
    /// The style of a paragraph that names none.
    default: Option<String>,
    /// The language of text of which no style says it.
    pub(super) language: Option<String>,
}

/// What a style says itself.
#[derive(Debug, Default)]
struct Style {
    name: String,
    base: Option<String>,
    /// 0 is the highest level, 9 is running text.
    outline: Option<u8>,
    list: Option<String>,
    level: Option<usize>,
    hidden: Option<bool>,
    bold: Option<bool>,
    language: Option<String>,
}

/// What a style comes down to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Look {
    /// The level of its headings, from 1.
    pub(super) heading: Option<u8>,
    /// The list that it numbers by; "0" is none.
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
    pub(super) hidden: Option<bool>,
    pub(super) bold: Option<bool>,
    pub(super) language: Option<String>,
    /// It is a line of a table of contents.
    pub(super) contents: bool,
    /// Its id, and those of what it is based on.
    pub(super) lineage: Vec<String>,
}

impl Styles {
    /// Reads the styles; what breaks off gives what came before.
    pub(super) fn read(xml: &[u8]) -> Self {
        let mut styles = Styles::default();
        let mut style = Style::default();
        let mut id = None;
        // Formats for parts of tables stand in styles too, and do not hold for all of their text.
        let mut skipped = 0usize;
        let _broken = markup::read(xml, |piece| {
            match piece {
                Piece::Start(_) if skipped > 0 => skipped += 1,
                Piece::Start(tag) => match tag.name.as_str() {
                    "tblStylePr" | "pPrChange" | "rPrChange" => skipped = 1,
                    "style" => {
                        style = Style::default();
                        id = tag.get("styleId").map(str::to_owned);
                        if tag.get("type") == Some("paragraph") && tag.get("default").is_some_and(|is| is != "0") {
                            styles.default = id.clone();
                        }
                    }
                    "lang" if id.is_none() => styles.language = tag.get("val").map(str::to_owned),
                    _ => style.take(&tag),
                },
                Piece::End(_) if skipped > 0 => skipped -= 1,
                Piece::End(name) if name == "style" => {
                    styles.own.extend(id.take().map(|id| (id, std::mem::take(&mut style))));
                }
                Piece::End(_) | Piece::Text(_) => {}
            }
            Ok::<(), Reason>(())
        });
        styles
    }

    /// The id of the style of a paragraph that names none.
    pub(super) fn default_style(&self) -> Option<&str> {
        self.default.as_deref()
    }

    /// What the style `id` comes down to.
    pub(super) fn look(&mut self, id: &str) -> Rc<Look> {
        if let Some(look) = self.resolved.get(id) {
            return Rc::clone(look);
        }
        let look = Rc::new(self.resolve(id));
        self.resolved.insert(id.to_owned(), Rc::clone(&look));
        look
    }

    fn resolve(&self, id: &str) -> Look {
        let mut look = Look::default();
        let mut decided = false;
        let mut next = Some(id);
        while let Some((id, style)) = next.and_then(|id| self.own.get_key_value(id)) {
            if look.lineage.len() >= LONGEST_CHAIN {
                break;
            }
            look.lineage.push(id.clone());
            look.contents |= is_contents(&style.name);
            if !decided {
                let named = named_level(&style.name).or_else(|| named_level(id));
                decided = style.outline.is_some() || named.is_some();
                look.heading = match style.outline {
                    Some(outline) => (outline < 9).then_some(outline + 1),
                    None => named,
                };
            }
            look.list = look.list.or_else(|| style.list.clone());
            look.level = look.level.or(style.level);
            look.hidden = look.hidden.or(style.hidden);
            look.bold = look.bold.or(style.bold);
            look.language = look.language.or_else(|| style.language.clone());
            next = style.base.as_deref();
        }
        look
    }
}

impl Style {
    fn take(&mut self, tag: &Tag) {
        let value = tag.get("val");
        match tag.name.as_str() {
            "name" => self.name = value.unwrap_or_default().to_lowercase(),
            "basedOn" => self.base = value.map(str::to_owned),
            "outlineLvl" => self.outline = value.and_then(|value| value.parse().ok()),
            "numId" => self.list = value.map(str::to_owned),
            "ilvl" => self.level = value.and_then(|value| value.parse().ok()),
            "vanish" => self.hidden = Some(is_on(tag)),
            "b" => self.bold = Some(is_on(tag)),
            "lang" => self.language = value.map(str::to_owned),
            _ => {}
        }
    }
}

/// Whether a property that stands there is on.
pub(super) fn is_on(tag: &Tag) -> bool {
    !matches!(tag.get("val"), Some("0" | "false" | "off"))
}

#[cfg(test)]
mod tests {
    //! Properties tested: levels by outline, by name and through bases; circles end.

    use super::*;

    const XML: &str = "<styles><docDefaults><lang val='nl-NL'/></docDefaults>\
        <style type='paragraph' default='1' styleId='Standaard'><name val='Normal'/></style>\
        <style styleId='Kop1'><name val='heading 1'/><basedOn val='Standaard'/><pPr><outlineLvl val='0'/><numPr>\
        <numId val='4'/></numPr></pPr><rPr><b/></rPr></style>\
        <style styleId='Eigen'><name val='Eigen kop'/><basedOn val='Kop1'/><rPr><b val='0'/></rPr></style>\
        <style styleId='Geen'><name val='TOC Heading'/><basedOn val='Kop1'/><outlineLvl val='9'/></style>\
        <style styleId='Kop3'><name val='x'/></style><style styleId='Titel'><name val='Title'/></style>\
        <style styleId='Koptekst'><name val='header'/></style>\
        <style styleId='R1'><basedOn val='R2'/><vanish/></style>\
        <style styleId='R2'><basedOn val='R1'/></style></styles>";

    #[test]
    fn levels() {
        let mut styles = Styles::read(XML.as_bytes());
        for (id, level) in [
            ("Standaard", None),
            ("Kop1", Some(1)),
            ("Eigen", Some(1)),
            ("Geen", None),
            ("Kop3", Some(3)),
            ("Titel", Some(1)),
            ("Koptekst", None),
            ("R1", None),
            ("onbekend", None),
        ] {
            assert_eq!(styles.look(id).heading, level, "{id}");
        }
        let own = styles.look("Eigen").clone();
        assert_eq!((own.list.as_deref(), own.bold, own.hidden), (Some("4"), Some(false), None));
        assert_eq!(styles.look("R2").hidden, Some(true));
        assert_eq!((styles.default_style(), styles.language.as_deref()), (Some("Standaard"), Some("nl-NL")));
    }
}
