//! Words broken at the ends of lines: whether the parts are one word, a compound that keeps its hyphen, or two words.
//! The other words of the document are the evidence.

use std::collections::HashSet;

/// The words of a document that stand within lines, in lower case.
#[derive(Debug, Default)]
pub(super) struct Words(HashSet<String>);

/// More words than this are not remembered.
const MOST: usize = 400_000;

impl Words {
    /// Remembers the words of a line, but for a broken one at its end.
    pub(super) fn add(&mut self, line: &str) {
        for word in line.split(|c: char| !(c.is_alphabetic() || c == '-')) {
            if word.len() > 3 && !word.ends_with('-') && self.0.len() < MOST {
                self.0.insert(word.to_lowercase());
            }
        }
    }

    /// Adds the next line to `text`.
    pub(super) fn join(&self, text: &mut String, line: &str) {
        if let Some(soft) = text.strip_suffix('\u{ad}') {
            text.truncate(soft.len());
            text.push_str(line);
            return;
        }
        match self.hyphen(text, line) {
            Hyphen::Goes => {
                text.pop();
            }
            Hyphen::Stays => {}
            Hyphen::None => text.push(' '),
        }
        text.push_str(line);
    }

    fn hyphen(&self, text: &str, line: &str) -> Hyphen {
        let Some(stem) = text.strip_suffix(['-', '\u{2010}', '\u{2011}']) else { return Hyphen::None };
        let before = stem.rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or_default();
        let after = line.split(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or_default();
        let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return Hyphen::None };
        if matches!(after, "en" | "of" | "tot" | "als" | "noch" | "dan") {
            return Hyphen::None;
        }
        let short = before.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && last.is_alphanumeric();
        if !first.is_lowercase() || !last.is_alphabetic() || short {
            return Hyphen::Stays;
        }
        let (before, after) = (before.to_lowercase(), after.to_lowercase());
        if self.0.contains(&format!("{before}{after}")) {
            Hyphen::Goes
        } else if self.0.contains(&format!("{before}-{after}")) || clash(last, first) {
            Hyphen::Stays
        } else {
            Hyphen::Goes
        }
    }
}

enum Hyphen {
    Goes,
    Stays,
    None,
}

/// Vowels that would be read as one sound if they met; Dutch parts them with a hyphen.
fn clash(last: char, first: char) -> bool {
    let pair = [last.to_ascii_lowercase(), first];
    let pairs = ["aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ij", "oe", "oi", "oo", "ou", "ui", "uu"];
    pairs.iter().any(|own| own.chars().eq(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_words_are_joined_by_evidence() {
        let mut words = Words::default();
        words.add("het sociaal-culturele werk en de zeearend");
        let check = |text: &str, line: &str, expected: &str| {
            let mut found = text.to_owned();
            words.join(&mut found, line);
            assert_eq!(found, expected);
        };
        check("de gemeente-", "raad", "de gemeenteraad");
        check("het sociaal-", "culturele", "het sociaal-culturele");
        check("de land-", "en tuinbouw", "de land- en tuinbouw");
        check("een AI-", "model", "een AI-model");
        check("Noord-", "Holland", "Noord-Holland");
        check("de zee-", "arend", "de zeearend");
        check("een auto-", "ongeluk", "een auto-ongeluk");
        check("zacht\u{ad}", "jes", "zachtjes");
        check("dit -", "dat", "dit - dat");
        check("gewoon", "verder", "gewoon verder");
    }
}
