//! Text of cells made fit to index: white space, invisible characters and ligatures. It leaves meaning alone.

use crate::extract::tidy::ligature;

/// `raw` with one space for each run of white space within a line, without empty lines, soft hyphens and zero-width
/// characters, ligatures as letters.
pub fn tidy(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    for line in raw.split(['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}']) {
        let before = text.len();
        for word in line.split(|c: char| c.is_whitespace() || c.is_control()) {
            push_word(&mut text, word, before);
        }
    }
    text
}

/// Adds `word` to a text of which the line begins at `start`, after a space or a line break where it needs one.
fn push_word(text: &mut String, word: &str, start: usize) {
    let mut begun = false;
    for c in word.chars().filter(|c| !invisible(*c)) {
        if !begun && !text.is_empty() {
            text.push(if text.len() == start { '\n' } else { ' ' });
        }
        begun = true;
        match ligature(c) {
            Some(letters) => text.push_str(letters),
            None => text.push(c),
        }
    }
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_invisible_characters() {
        let check = |raw: &str, expected: &str| assert_eq!(tidy(raw), expected);
        check("  de  gemeente\u{a0}raad ", "de gemeente raad");
        check("regel een \r\n\r\n regel\ttwee\n", "regel een\nregel twee");
        check("be\u{ad}leid\u{200b}", "beleid");
        check("\u{200b}\n\u{ad}", "");
        check("\u{fb01}nancien", "financien");
        check("een\n\u{200b}twee", "een\ntwee");
    }
}
