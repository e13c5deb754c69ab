//! sharedStrings.xml: the texts that cells refer to by number. Runs of rich text are joined; readings of characters
//! (phonetic runs) are left out.

use super::super::tidy::tidy;
use crate::document::Reason;
use crate::extract::markup::{self, Piece};

/// Adds the texts in their order; what came before a break in the XML stays.
///
/// # Errors
/// What [`markup::read`] gives.
pub fn read(xml: &[u8], strings: &mut Vec<String>) -> Result<(), Reason> {
    let mut text = Text::default();
    markup::read(xml, |piece| {
        match &piece {
            Piece::End(name) if name == "si" => strings.push(text.take()),
            _ => text.add(&piece),
        }
        Ok(())
    })
}

/// The text of one shared or inline string while it is read.
#[derive(Debug, Default)]
pub struct Text {
    raw: String,
    within: bool,
    phonetic: bool,
}

impl Text {
    /// Takes a piece of the markup of the string.
    pub fn add(&mut self, piece: &Piece) {
        match piece {
            Piece::Start(tag) if tag.name == "t" => self.within = true,
            Piece::End(name) if name == "t" => self.within = false,
            Piece::Start(tag) if tag.name == "rPh" => self.phonetic = true,
            Piece::End(name) if name == "rPh" => self.phonetic = false,
            Piece::Text(text) if self.within && !self.phonetic => self.raw.push_str(text),
            _ => {}
        }
    }

    /// The text so far, tidied; the next begins empty.
    pub fn take(&mut self) -> String {
        let raw = std::mem::take(self).raw;
        if raw.contains("_x") { tidy(&unescaped(&raw)) } else { tidy(&raw) }
    }
}

/// Characters written as "_x000D_" put back.
pub fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let code =
            from.get(2..6).filter(|code| code.bytes().all(|c| c.is_ascii_hexdigit()) && from.get(6..7) == Some("_"));
        let c = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        let (kept, passed) = if c.is_some() { ("", 7) } else { ("_x", 2) };
        text.extend(c);
        text.push_str(kept);
        rest = from.get(passed..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_strings() {
        let xml = "<sst><si><t>plein</t></si><si><r><rPr><b/></rPr><t xml:space='preserve'>de </t></r><r><t>markt</t></r>\
            <rPh sb='0' eb='1'><t>weg</t></rPh></si><si/><si><t>een_x000D_\ntwee_x00_</t></si></sst>";
        let mut strings = Vec::new();
        assert_eq!(read(xml.as_bytes(), &mut strings), Ok(()));
        assert_eq!(strings, ["plein", "de markt", "", "een\ntwee_x00_"]);
    }
}
