//! What office files say about themselves: docProps/core.xml and meta.xml. It judges nothing.

use crate::document::Declared;
use crate::extract::markup::{self, Piece};

use super::tidy::tidy;

/// Reads the properties of a file; what is damaged says nothing.
pub fn declared(xml: &[u8]) -> Declared {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Vec<(String, String)> = Vec::new();
    let _ = markup::read(xml, |piece| {
        match piece {
            Piece::Start(tag) => open.push((tag.name, String::new())),
            Piece::Text(text) => {
                if let Some((_, own)) = open.last_mut() {
                    own.push_str(&text);
                }
            }
            Piece::End(_) => found.extend(open.pop()),
        }
        Ok(())
    });
    let value = |names: &[&str]| {
        let of = |name: &&str| {
            found.iter().filter(|(own, _)| own == name).map(|(_, text)| tidy(text)).find(|text| !text.is_empty())
        };
        names.iter().find_map(of)
    };
    let dates = [&["issued"][..], &["created", "creation-date"], &["modified", "date"]];
    Declared {
        title: value(&["title"]),
        author: value(&["creator", "initial-creator"]),
        dates: dates.into_iter().filter_map(value).collect(),
        language: value(&["language"]),
        ..Declared::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties() {
        let check = |xml: &str, title: &str, author: &str, dates: &[&str]| {
            let found = declared(xml.as_bytes());
            assert_eq!(found.title.as_deref().unwrap_or_default(), title);
            assert_eq!(found.author.as_deref().unwrap_or_default(), author);
            assert_eq!(found.dates, dates);
        };
        let core = "<cp:p xmlns:cp='a'><dc:title>Telling</dc:title><dc:creator>A. Bakker</dc:creator>\
            <dcterms:modified>2021-02-01T10:00:00Z</dcterms:modified><dcterms:created>2020-01-01</dcterms:created></cp:p>";
        check(core, "Telling", "A. Bakker", &["2020-01-01", "2021-02-01T10:00:00Z"]);
        let meta = "<office:meta><meta:initial-creator>B. Visser</meta:initial-creator><dc:title> </dc:title>\
            <meta:creation-date>2019-05-05</meta:creation-date></office:meta>";
        check(meta, "", "B. Visser", &["2019-05-05"]);
        check("<a><dc:title>Half", "", "", &[]);
    }
}
