//! XML as office formats use it: events with their local names, no entities but the five of XML, and no deeper than a
//! limit. A file that breaks the rules of XML gives what was read before the break.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::document::Reason;

/// Elements in elements deeper than this are an attack.
const DEEPEST: usize = 2_000;

/// What stands in a document, one after the other.
#[derive(Debug)]
pub(super) enum Piece {
    /// An element begins: its name without prefix, and its attributes.
    Start(Tag),
    /// An element ends.
    End(String),
    /// Text, entities resolved.
    Text(String),
}

/// The beginning of an element.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// Its name without prefix.
    pub name: String,
    /// Names without prefix, and values.
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of the attribute `name` (without prefix).
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The values of all attributes `name`, where they differ in their prefixes only ("id" and "r:id").
    pub(super) fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        self.attributes.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// Reads `xml` and hands each piece to `take`; an empty element gives a start and an end.
///
/// # Errors
/// [`Reason::Damaged`] where the XML breaks off or breaks its rules (what came before was handed over),
/// [`Reason::TooDeep`], and what `take` returns.
pub(super) fn read(xml: &[u8], mut take: impl FnMut(Piece) -> Result<(), Reason>) -> Result<(), Reason> {
    let decoded = decoded(xml);
    let mut reader = Reader::from_str(&decoded);
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|_| Reason::Damaged)? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Reason::TooDeep);
                }
                take(Piece::Start(tag(&start)))?;
            }
            Event::Empty(start) => {
                let tag = tag(&start);
                let name = tag.name.clone();
                take(Piece::Start(tag))?;
                take(Piece::End(name))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                take(Piece::End(local(end.local_name().as_ref())))?;
            }
            Event::Text(text) => take(Piece::Text(text.to_string()))?,
            Event::CData(text) => take(Piece::Text(text.to_string()))?,
            Event::GeneralRef(entity) => {
                if let Some(text) = resolved(&entity) {
                    take(Piece::Text(text))?;
                }
            }
            Event::Eof if depth > 0 => return Err(Reason::Damaged),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// UTF-8, UTF-16 with its mark, or what the declaration says.
fn decoded(xml: &[u8]) -> std::borrow::Cow<'_, str> {
    let declared = || {
        let start = String::from_utf8_lossy(&xml[..xml.len().min(200)]).into_owned();
        let label =
            start.split_once("encoding=")?.1.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?.to_owned();
        encoding_rs::Encoding::for_label(label.as_bytes())
    };
    declared().unwrap_or(encoding_rs::UTF_8).decode(xml).0
}

/// The text of an entity: those of XML and of numbers; others have none.
fn resolved(entity: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Some(c.to_string());
    }
    quick_xml::escape::resolve_xml_entity(entity).map(str::to_owned)
}

fn tag(start: &BytesStart<'_>) -> Tag {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value =
            quick_xml::escape::unescape(&attribute.value).map_or_else(|_| attribute.value.to_string(), Into::into);
        (local(attribute.key.local_name().as_ref()), value)
    });
    Tag { name: local(start.local_name().as_ref()), attributes: attributes.collect() }
}

fn local(name: &str) -> String {
    name.to_owned()
}
