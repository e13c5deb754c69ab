//! The levels of the headings of plain text. Nothing in plain text says how deep a heading is; this follows what
//! readers do: the first one names the document, numbers tell their depth, a heading above its text on the next line
//! is below one that stands alone, and headings without text between them lead to each other.
//!
//! Whether a line is a heading is left to `heading` and `text`.

use super::heading::Numbering;

/// Where a heading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Between empty lines.
    Alone,
    /// On the line right above its text.
    AboveText,
}

/// Gives headings their levels, in the order of the file.
#[derive(Debug)]
pub(super) struct Outline {
    /// Whether running text was seen; before it, headings without a number are a stack of titles.
    text_seen: bool,
    /// The level of the heading right before, when no text came after it.
    open: Option<u8>,
    /// The level of headings that stand alone without a number.
    base: u8,
    /// The level of the last title of the stack at the start; chapters are below it.
    stack: u8,
    /// The last heading that stands alone with a number.
    numbered_alone: Option<u8>,
    /// The last heading that has a number or stands alone: what a heading right above its text belongs to.
    parent: Option<u8>,
    /// What is added to the depth of figures to get a level, once known.
    figures_from: Option<u8>,
    /// Whether a heading was seen.
    titled: bool,
    /// Whether an article was seen.
    legal: bool,
}

/// Titles stacked at the start of a file lead no deeper than this.
const DEEPEST_STACK: u8 = 4;

impl Default for Outline {
    fn default() -> Self {
        Outline {
            text_seen: false,
            open: None,
            base: 2,
            stack: 1,
            numbered_alone: None,
            parent: None,
            figures_from: None,
            titled: false,
            legal: false,
        }
    }
}

impl Outline {
    /// Tells that text follows the last heading; `running` when it is more than a few words.
    pub(super) fn text(&mut self, running: bool) {
        self.open = None;
        self.text_seen |= running;
    }

    /// Whether only titles were seen so far.
    pub(super) fn at_start(&self) -> bool {
        !self.text_seen
    }

    /// Whether a heading was seen.
    pub(super) fn is_titled(&self) -> bool {
        self.titled
    }

    /// The level of the next heading, 1 to 6.
    pub(super) fn level(&mut self, numbering: Numbering, place: Place) -> u8 {
        self.legal |= numbering == Numbering::Legal(3);
        // In a file without articles "Toelichting" explains what stands right above it.
        let numbering = if numbering == Numbering::Annex && !self.legal { Numbering::None } else { numbering };
        let level = match numbering {
            Numbering::None => self.unnumbered(place),
            Numbering::Depth(depth) => self.figured(depth),
            Numbering::Legal(rank) => self.stack + rank,
            Numbering::Annex => self.stack + 1,
        };
        let level = level.clamp(1, 6);
        if numbering != Numbering::None && place == Place::Alone {
            self.numbered_alone = Some(level);
        }
        if numbering != Numbering::None || place == Place::Alone {
            self.parent = Some(level);
        }
        self.open = Some(level);
        self.titled = true;
        level
    }

    fn unnumbered(&mut self, place: Place) -> u8 {
        if !self.titled && !self.text_seen {
            return 1;
        }
        if place == Place::AboveText {
            return self.parent.map_or(self.base, |parent| parent + 1);
        }
        match self.open {
            Some(open) if !self.text_seen && self.numbered_alone.is_none() => {
                self.base = (open + 1).min(DEEPEST_STACK);
                self.stack = self.base;
                self.base
            }
            Some(open) => open + 1,
            None => self.numbered_alone.map_or(self.base, |numbered| numbered + 1),
        }
    }

    fn figured(&mut self, depth: u8) -> u8 {
        let from = match (self.figures_from, self.open) {
            (Some(from), _) => from,
            // "Argumenten" and right below it "1.1": from here on figures count from that heading.
            (None, Some(open)) => {
                let from = (open + 1).saturating_sub(depth);
                self.figures_from = Some(from);
                from
            }
            (None, None) => 1,
        };
        from.saturating_add(depth).max(2)
    }
}

#[cfg(test)]
mod tests {
    //! Properties tested: the level of each heading in sequences as they stand in real files.

    use super::*;

    /// A step: a kind of heading with the level that is expected, or "t" for text.
    fn check(steps: &[(&str, u8)]) {
        let mut outline = Outline::default();
        for (at, (step, expected)) in steps.iter().enumerate() {
            let (numbering, place) = match *step {
                "t" => {
                    outline.text(true);
                    continue;
                }
                "alone" => (Numbering::None, Place::Alone),
                "above" => (Numbering::None, Place::AboveText),
                "1" => (Numbering::Depth(1), Place::Alone),
                "1.1" => (Numbering::Depth(2), Place::Alone),
                "1.1 above" => (Numbering::Depth(2), Place::AboveText),
                "hoofdstuk" => (Numbering::Legal(1), Place::Alone),
                "artikel" => (Numbering::Legal(3), Place::Alone),
                "toelichting" => (Numbering::Annex, Place::Alone),
                other => panic!("no such step: {other}"),
            };
            assert_eq!(outline.level(numbering, place), *expected, "step {at}: {step}");
        }
    }

    #[test]
    fn levels() {
        // A portal page: titles lead to each other.
        check(&[
            ("alone", 1),
            ("alone", 2),
            ("alone", 3),
            ("t", 0),
            ("1.1 above", 3),
            ("t", 0),
            ("above", 4),
            ("t", 0),
        ]);
        check(&[("alone", 1), ("alone", 2), ("1", 3), ("1.1", 4), ("t", 0), ("above", 5), ("t", 0), ("above", 5)]);
        // A news item.
        check(&[("alone", 1), ("t", 0), ("above", 2), ("t", 0), ("above", 2)]);
        check(&[("alone", 1), ("t", 0), ("alone", 2), ("t", 0), ("alone", 2)]);
        // A council proposal: numbered arguments right above their text.
        check(&[("alone", 1), ("t", 0), ("alone", 2), ("1.1 above", 3), ("t", 0), ("alone", 2), ("1.1 above", 3)]);
        // A budget with numbered sections.
        check(&[("alone", 1), ("1", 2), ("t", 0), ("1.1", 3), ("t", 0), ("alone", 4), ("t", 0), ("1.1", 3)]);
        // A by-law.
        check(&[
            ("alone", 1),
            ("t", 0),
            ("hoofdstuk", 2),
            ("artikel", 4),
            ("t", 0),
            ("artikel", 4),
            ("toelichting", 2),
        ]);
        check(&[
            ("alone", 1),
            ("alone", 2),
            ("hoofdstuk", 3),
            ("artikel", 5),
            ("t", 0),
            ("hoofdstuk", 3),
            ("toelichting", 3),
        ]);
        check(&[("t", 0), ("1.1", 3), ("t", 0), ("above", 4), ("t", 0), ("toelichting", 4)]);
    }
}
