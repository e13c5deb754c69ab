//! What a document says about itself: the properties of office files, ODF and EPUB, which name the same things alike.
//! What they are worth is left to the caller.

use super::clean::cleaned;
use crate::document::{Declared, Reason};
use crate::extract::markup::{self, Piece};

/// Longer than this, in bytes, is no title and no name.
const LONGEST: usize = 1_000;

/// Dates by name, the most telling first.
const DATES: [&str; 6] = ["issued", "date", "created", "creation-date", "modified", "print-date"];

/// Reads title, author, dates and language; what breaks off gives what came before.
pub(super) fn declared(xml: &[u8]) -> Declared {
    let mut found = Declared::default();
    let mut dates = Vec::new();
    let mut author = None;
    let mut text = String::new();
    let _broken = markup::read(xml, |piece| {
        match piece {
            // In a file of one XML the text follows.
            Piece::Start(tag) if tag.name == "body" => return Err(Reason::Empty),
            Piece::Start(_) => text.clear(),
            Piece::Text(part) if text.len() + part.len() <= LONGEST => text.push_str(&part),
            Piece::Text(_) => {}
            Piece::End(name) => {
                let value = cleaned(&std::mem::take(&mut text));
                if value.is_empty() {
                    return Ok(());
                }
                match name.as_str() {
                    "title" => found.title = found.title.take().or(Some(value)),
                    "initial-creator" => author = Some(value),
                    "creator" => found.author = found.author.take().or(Some(value)),
                    "language" => found.language = found.language.take().or(Some(value)),
                    name => dates.extend(DATES.iter().position(|date| *date == name).map(|rank| (rank, value))),
                }
            }
        }
        Ok(())
    });
    // In ODF the creator is who saved it last.
    found.author = author.or(found.author);
    dates.sort_by_key(|(rank, _)| *rank);
    for (_, date) in dates {
        if !found.dates.contains(&date) && found.dates.len() < 8 {
            found.dates.push(date);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_stands_there() {
        let xml = "<m xmlns:dc='d'><dc:title> Nota  wonen</dc:title><dc:creator>laatste</dc:creator>\
            <i:initial-creator>A. de Boer</i:initial-creator><t:modified>2024-02-01</t:modified>\
            <t:created>2024-01-01</t:created><dc:language>nl-NL</dc:language><dc:title/></m>";
        let found = declared(xml.as_bytes());
        assert_eq!(found.title.as_deref(), Some("Nota wonen"));
        assert_eq!(found.author.as_deref(), Some("A. de Boer"));
        assert_eq!(found.dates, ["2024-01-01", "2024-02-01"]);
        assert_eq!(found.language.as_deref(), Some("nl-NL"));
        assert_eq!(declared(b"<m><title>Half"), Declared::default());
    }
}
