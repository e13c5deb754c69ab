//! Text of one paragraph as it is gathered: white space as one space, lines only where the author broke them, no
//! characters that show nothing. What a paragraph is (heading, item) is left to the readers.

use super::symbols;
use crate::extract::tidy::ligature;

/// Gathers the text of one paragraph.
#[derive(Debug, Default)]
pub(super) struct Line {
    text: String,
    /// White space was seen that counts only when text follows.
    space: bool,
    /// Letters and signs so far, and how many of them were bold.
    signs: usize,
    bold: usize,
}

impl Line {
    /// Adds text.
    pub(super) fn push(&mut self, text: &str, bold: bool) {
        for c in text.chars() {
            match c {
                c if c.is_whitespace() => self.space = true,
                c if is_invisible(c) => {}
                '\u{F0B7}' => self.sign('•', bold),
                '\u{E000}'..='\u{F8FF}' => symbols::private(c).chars().for_each(|sign| self.sign(sign, bold)),
                '\u{2011}' => self.sign('-', bold),
                c => match ligature(c) {
                    Some(letters) => letters.chars().for_each(|letter| self.sign(letter, bold)),
                    None => self.sign(c, bold),
                },
            }
        }
    }

    fn sign(&mut self, c: char, bold: bool) {
        if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        self.space = false;
        self.signs += 1;
        self.bold += usize::from(bold);
        self.text.push(c);
    }

    /// Adds white space.
    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// Ends a line, where it has text.
    pub(super) fn end_line(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Whether white space follows its text.
    pub(super) fn ends_with_space(&self) -> bool {
        self.space
    }

    /// Whether all of its text is bold.
    pub(super) fn is_bold(&self) -> bool {
        self.signs > 0 && self.bold == self.signs
    }

    /// The text, without a break at its end.
    pub(super) fn into_text(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text
    }
}

/// `text` as one line that is clean.
pub(super) fn cleaned(text: &str) -> String {
    let mut line = Line::default();
    line.push(text, false);
    line.into_text()
}

/// The row of dots between a line of a table of contents and its page becomes a space.
pub(super) fn without_leader(text: String) -> String {
    let without_page = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let page = text.get(without_page.len()..).unwrap_or_default();
    let title = without_page.trim_end_matches([' ', '.', '…', '_']);
    let leader = without_page.get(title.len()..).unwrap_or_default();
    if leader.chars().filter(|c| *c != ' ').count() < 4 && !leader.contains("……") {
        return text;
    }
    let shortened = format!("{title} {page}");
    shortened.trim().to_owned()
}

fn is_invisible(c: char) -> bool {
    let marks = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}');
    marks || c.is_control() || matches!(c, '\u{AD}' | '\u{FEFF}' | '\u{FFFC}')
}

#[cfg(test)]
mod tests {
    //! Properties tested: white space and invisible characters; leaders go only where they lead to something.

    use super::*;

    #[test]
    fn shows_what_a_reader_sees() {
        for (written, shown) in [
            ("  een\n twee\u{A0}drie ", "een twee drie"),
            ("ge\u{AD}meen\u{200B}te", "gemeente"),
            ("\u{FB01}ets en \u{FB03}", "fiets en ffi"),
            ("non\u{2011}stop \u{F0B7} punt\u{F0E6} \u{F0FE}", "non-stop • punt ☑"),
            ("\u{0}\u{1F}", ""),
        ] {
            assert_eq!(cleaned(written), shown, "{written}");
        }
    }

    #[test]
    fn lines_are_kept_where_broken() {
        let mut line = Line::default();
        line.end_line();
        line.push("een ", true);
        line.end_line();
        line.end_line();
        line.push(" twee", true);
        line.end_line();
        assert!(line.is_bold());
        assert_eq!(line.into_text(), "een\ntwee");
    }

    #[test]
    fn leaders() {
        for (written, shown) in [
            ("1 Inleiding ........ 3", "1 Inleiding 3"),
            ("Naam: ..........", "Naam:"),
            ("Bijlage ……12", "Bijlage 12"),
            ("En zo verder...", "En zo verder..."),
            ("Artikel 2.1 van 2024", "Artikel 2.1 van 2024"),
        ] {
            assert_eq!(without_leader(written.to_owned()), shown);
        }
    }
}
