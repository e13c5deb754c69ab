//! Text within one block of a page, with the white space that a browser shows.

/// The text of a block, and how it was marked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub text: String,
    /// The first line is strong altogether.
    pub strong_start: bool,
    /// All of it is links.
    pub linked: bool,
}

/// Gathers the text of a block.
#[derive(Default)]
pub(super) struct Inline {
    text: String,
    /// White space was seen that counts only when text follows.
    space: bool,
    /// How many strong elements are open.
    strong: usize,
    /// How many links are open.
    links: usize,
    /// Whether there is text outside links.
    unlinked: bool,
    /// Whether a line break was seen.
    broken: bool,
    /// Whether the first line has text that is not strong, and text that is.
    plain_start: bool,
    strong_start: bool,
}

impl Inline {
    /// Adds text; `raw` keeps its white space.
    pub(super) fn push(&mut self, text: &str, raw: bool) {
        for c in text.chars() {
            match c {
                // A soft hyphen shows where a word may break, and is not a part of it.
                '\u{AD}' | '\u{200B}' | '\u{FEFF}' => {}
                c if raw => self.text.push(c),
                c if c.is_whitespace() => self.space = true,
                c => self.character(c),
            }
        }
    }

    fn character(&mut self, c: char) {
        if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        self.space = false;
        self.unlinked |= self.links == 0;
        if !self.broken {
            self.strong_start |= self.strong > 0;
            self.plain_start |= self.strong == 0;
        }
        self.text.push(c);
    }

    /// Adds a line break.
    pub(super) fn line_break(&mut self) {
        self.space = false;
        if !self.text.is_empty() {
            self.broken = true;
            self.text.push('\n');
        }
    }

    /// Tells that strong text starts or ends.
    pub(super) fn strong(&mut self, starts: bool) {
        self.strong = if starts { self.strong + 1 } else { self.strong.saturating_sub(1) };
    }

    /// Tells that a link starts or ends.
    pub(super) fn link(&mut self, starts: bool) {
        self.links = if starts { self.links + 1 } else { self.links.saturating_sub(1) };
    }

    /// The text so far; starts anew.
    pub(super) fn take(&mut self) -> Taken {
        let (strong, links) = (self.strong, self.links);
        let taken = std::mem::replace(self, Inline { strong, links, ..Inline::default() });
        Taken {
            text: taken.text.trim().to_owned(),
            strong_start: taken.strong_start && !taken.plain_start,
            linked: !taken.unlinked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_shown_as_in_a_browser() {
        let mut inline = Inline::default();
        for part in ["  een\n ", " twee", "drie\u{AD}vier ", "\u{A0}vijf  "] {
            inline.push(part, false);
        }
        inline.line_break();
        inline.push(" zes ", false);
        let taken = |inline: &mut Inline| {
            let taken = inline.take();
            (taken.text, taken.strong_start, taken.linked)
        };
        assert_eq!(taken(&mut inline), ("een tweedrievier vijf\nzes".to_owned(), false, false));
        assert_eq!(inline.take().text, "");
        inline.strong(true);
        inline.push("kop", false);
        inline.strong(false);
        inline.line_break();
        inline.push("tekst", false);
        assert_eq!(taken(&mut inline), ("kop\ntekst".to_owned(), true, false));
        inline.link(true);
        inline.push("verder", false);
        inline.link(false);
        inline.push(" ", false);
        assert_eq!(taken(&mut inline), ("verder".to_owned(), false, true));
    }
}
