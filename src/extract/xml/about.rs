//! What an XML document says about itself in its metadata: as elements ("issued") or as attributes of "meta".

use crate::document::Declared;
use crate::extract::markup::Tag;
use crate::extract::sheets::tidy::tidy;

/// Entries beyond this are not kept.
const MOST_ENTRIES: usize = 1_000;
/// Names under which dates stand, the most telling first.
const DATES: [&str; 8] =
    ["issued", "available", "publicationdate", "datumpublicatie", "datumondertekening", "created", "date", "modified"];

/// The metadata so far.
#[derive(Debug, Default)]
pub struct About {
    /// Names, in small letters and without what goes before a point, and their values.
    entries: Vec<(String, String)>,
    /// Elements that are open, with their text.
    open: Vec<(String, String)>,
}

impl About {
    /// Takes the start of an element.
    pub fn start(&mut self, tag: &Tag) {
        let name = ["name", "property"].into_iter().find_map(|name| tag.get(name)).filter(|_| tag.name == "meta");
        self.open.push((last(name.unwrap_or(&tag.name)), String::new()));
        if let (Some(name), Some(value)) = (name, tag.get("content")) {
            self.add(last(name), value);
        }
    }

    /// Takes text.
    pub fn text(&mut self, text: &str) {
        self.open.last_mut().into_iter().for_each(|(_, own)| own.push_str(text));
    }

    /// Takes the end of an element.
    pub fn end(&mut self) {
        if let Some((name, text)) = self.open.pop() {
            self.add(name, &text);
        }
    }

    fn add(&mut self, name: String, value: &str) {
        let value = tidy(value).replace('\n', " ");
        if !value.is_empty() && self.entries.len() < MOST_ENTRIES {
            self.entries.push((name, value));
        }
    }

    /// What it all says.
    pub fn declared(&self) -> Declared {
        let value = |names: &[&str]| {
            let of = |name: &&str| self.entries.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
            names.iter().find_map(of)
        };
        Declared {
            title: value(&["title", "titel", "officieletitel"]),
            author: value(&["creator", "author", "auteur"]),
            dates: DATES.into_iter().filter_map(|name| value(&[name])).collect(),
            language: value(&["language", "taal"]),
            ..Declared::default()
        }
    }
}

/// The last part of a name such as "DC.title" or "dcterms:issued", in small letters.
fn last(name: &str) -> String {
    name.rsplit(['.', ':']).next().unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_parts_of_names() {
        let check = |name, expected| assert_eq!(last(name), expected);
        check("DC.title", "title");
        check("dcterms:issued", "issued");
        check("OVERHEIDop.publicationDate", "publicationdate");
    }
}
