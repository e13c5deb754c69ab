//! Lines of text into paragraphs and list items, for every format that has lines: where a list item starts, and which
//! lines after it still belong to it. What is a heading or a table is left to the readers of the formats.

use crate::document::{Block, BlockKind};

/// One line that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The line without the white space around it.
    pub text: &'a str,
    /// Characters of white space before it.
    pub indent: usize,
    /// Whether an empty line, or the start of the text, comes before it.
    pub after_gap: bool,
}

/// The lines of `text` that are not empty.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut after_gap = true;
    let mut lines = Vec::new();
    for raw in text.split('\n') {
        let content = raw.trim();
        if content.is_empty() {
            after_gap = true;
            continue;
        }
        let indent = raw.chars().take_while(|c| c.is_whitespace()).count();
        lines.push(Line { text: content, indent, after_gap });
        after_gap = false;
    }
    lines
}

/// A block without a page.
pub(super) fn block(kind: BlockKind, text: impl Into<String>) -> Block {
    Block { kind, text: text.into(), page: None }
}

/// What stands before a list item, such as the label "b" and the length of "b." in "b. de aanvrager".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker<'a> {
    /// The letters or figures, or the bullet itself.
    pub label: &'a str,
    /// Bytes of the whole marker, without the space after it.
    pub length: usize,
}

impl Marker<'_> {
    /// Whether it is a bullet and not a letter or number.
    pub(super) fn is_bullet(&self) -> bool {
        !self.label.starts_with(|c: char| c.is_alphanumeric())
    }

    /// Whether it comes right after `other` in a list.
    pub(super) fn follows(&self, other: &str) -> bool {
        let next_in = |rank: fn(&str) -> Option<u32>| match (rank(self.label), rank(other)) {
            (Some(this), Some(other)) => this == other + 1,
            _ => false,
        };
        next_in(|label| label.parse().ok()) || next_in(letter_rank) || next_in(roman_rank)
    }
}

fn letter_rank(label: &str) -> Option<u32> {
    let mut letters = label.chars();
    let first = letters.next().filter(char::is_ascii_alphabetic)?;
    // "aa" comes after "z" in by-laws that need more than 26 members.
    let again = label.chars().count() as u32 - 1;
    letters.all(|c| c == first).then(|| u32::from(first.to_ascii_lowercase()) + 26 * again)
}

fn roman_rank(label: &str) -> Option<u32> {
    let mut total = 0;
    let mut last = 0;
    for c in label.chars().rev() {
        let value = match c.to_ascii_lowercase() {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            _ => return None,
        };
        if value < last {
            total -= value.min(total)
        } else {
            total += value
        }
        last = value;
    }
    Some(total)
}

const BULLETS: [char; 14] = ['-', '–', '—', '•', '*', '+', '·', '‣', '▪', '◦', '■', '●', '○', '\u{F0B7}'];

/// The marker of a list item at the start of `line`: a bullet, "1.", "1)", "a.", "a)", "1°.", "ii.", "(a)".
pub(super) fn marker(line: &str) -> Option<Marker<'_>> {
    let first = line.chars().next()?;
    if BULLETS.contains(&first) {
        let length = first.len_utf8();
        return line[length..].starts_with(char::is_whitespace).then(|| Marker { label: &line[..length], length });
    }
    let open = usize::from(first == '(');
    let rest = &line[open..];
    let label_length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (label, rest) = rest.split_at(label_length);
    if !is_label(label) {
        return None;
    }
    let closing = ["°.", "º.", ".°", "°", "º", ".", ")"].into_iter().find(|closing| rest.starts_with(closing))?;
    let after = &rest[closing.len()..];
    let capital = label.starts_with(|c: char| c.is_ascii_uppercase());
    let fits = match closing {
        ")" => true,
        // "J. de Vries" is a name, and "(a." opens a remark.
        "." => open == 0 && !capital,
        _ => open == 0 && label.starts_with(|c: char| c.is_ascii_digit()),
    };
    let ends = after.is_empty() || after.starts_with(char::is_whitespace);
    (fits && ends).then(|| Marker { label, length: open + label_length + closing.len() })
}

fn is_label(label: &str) -> bool {
    let same_letters = || label.len() <= 2 && letter_rank(label).is_some();
    let number = || label.len() <= 3 && label.bytes().all(|b| b.is_ascii_digit());
    let roman = || label.len() <= 5 && roman_rank(label).is_some() && label.bytes().all(|b| b.is_ascii_lowercase());
    !label.is_empty() && (number() || same_letters() || roman())
}

/// The lines of one paragraph as blocks: list items where markers start a line, paragraphs around them. Members that
/// run on inside a line ("a. een huis; b. een tuin") stay where they are.
pub(super) fn items(paragraph: &[Line<'_>]) -> Vec<Block> {
    let width = paragraph.iter().map(|line| line.text.chars().count()).max().unwrap_or(0);
    let mut blocks: Vec<Block> = Vec::new();
    let mut label: Option<&str> = None;
    let mut last: Option<&Line<'_>> = None;
    for line in paragraph {
        let marker = marker(line.text).filter(|marker| starts_item(marker, last, label));
        let goes_on = last.is_some_and(|last| !breaks(last, line, width));
        match (marker, blocks.last_mut()) {
            (Some(marker), _) => {
                label = Some(marker.label);
                blocks.push(block(BlockKind::ListItem, line.text));
            }
            (None, Some(block)) if block.kind == BlockKind::Paragraph || goes_on => {
                block.text.push('\n');
                block.text.push_str(line.text);
            }
            (None, _) => blocks.push(block(BlockKind::Paragraph, line.text)),
        }
        last = Some(line);
    }
    blocks
}

/// A line that happens to begin with "3." after wrapping is not an item: "bedoeld in artikel / 3. Het college".
fn starts_item(marker: &Marker<'_>, last: Option<&Line<'_>>, label: Option<&str>) -> bool {
    let Some(last) = last else { return true };
    marker.is_bullet()
        || label.is_some_and(|label| marker.follows(label))
        || last.text.ends_with([':', ';', '.', ',', '?', '!', ')'])
        || [" en", " of", " dan wel"].iter().any(|word| last.text.ends_with(word))
}

/// Whether `line` starts something new after `last`, the end of an item: a sentence ended before the margin, so the
/// line end was meant.
fn breaks(last: &Line<'_>, line: &Line<'_>, width: usize) -> bool {
    let first_word = line.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    last.text.ends_with(['.', '!', '?', ':'])
        && line.indent == 0
        && line.text.starts_with(char::is_uppercase)
        && last.text.chars().count() + 1 + first_word < width
}

#[cfg(test)]
mod tests {
    //! Properties tested: which starts of a line are markers; where items begin and end.

    use super::*;

    #[test]
    fn markers() {
        for (line, expected) in [
            ("- brood", Some("-")),
            ("– brood", Some("–")),
            ("•\tbrood", Some("•")),
            ("* brood", Some("*")),
            ("1. brood", Some("1.")),
            ("12) brood", Some("12)")),
            ("a. brood", Some("a.")),
            ("a) brood", Some("a)")),
            ("(a) brood", Some("(a)")),
            ("aa. brood", Some("aa.")),
            ("iv. brood", Some("iv.")),
            ("1°. brood", Some("1°.")),
            ("2º brood", Some("2º")),
            ("b.", Some("b.")),
            ("B) brood", Some("B)")),
            ("-brood", None),
            ("-", None),
            ("1.1. brood", None),
            ("1.brood", None),
            ("2019. brood", None),
            ("J. de Vries", None),
            ("ab. brood", None),
            ("(zie a) brood", None),
            ("én. brood", None),
            ("12 broden", None),
            ("", None),
        ] {
            let found = marker(line).map(|marker| &line[..marker.length]);
            assert_eq!(found, expected, "{line}");
        }
    }

    /// Expected blocks start with "i " for an item and "p " for a paragraph; "/" is a line end.
    fn check(text: &str, expected: &[&str]) {
        let text = text.replace('/', "\n");
        let found: Vec<String> = items(&lines(&text))
            .iter()
            .map(|block| {
                let kind = if block.kind == BlockKind::ListItem { "i " } else { "p " };
                kind.to_owned() + &block.text.replace('\n', "/")
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn items_and_the_lines_that_belong_to_them() {
        check("Neem mee:/- een pas;/- een foto.", &["p Neem mee:", "i - een pas;", "i - een foto."]);
        check(
            "1. Het dorp viert/feest./2. Het plein is dicht.",
            &["i 1. Het dorp viert/feest.", "i 2. Het plein is dicht."],
        );
        check("a. hout; b. steen;/c. glas.", &["i a. hout; b. steen;", "i c. glas."]);
        check("Onder hout valt a. eiken; b. beuken.", &["p Onder hout valt a. eiken; b. beuken."]);
        check("als bedoeld in artikel/3. Het college beslist.", &["p als bedoeld in artikel/3. Het college beslist."]);
        check("1. hout/2. steen/3. glas", &["i 1. hout", "i 2. steen", "i 3. glas"]);
        check(
            "a. de hond die geen/vergunning heeft;/1°. de kat;",
            &["i a. de hond die geen/vergunning heeft;", "i 1°. de kat;"],
        );
        check(
            "b. het scheiden van een paar dat langer dan een jaar/samen was./In dit hoofdstuk wordt ook bedoeld:/a. hout.",
            &[
                "i b. het scheiden van een paar dat langer dan een jaar/samen was.",
                "p In dit hoofdstuk wordt ook bedoeld:",
                "i a. hout.",
            ],
        );
        check("- hout/   en riet", &["i - hout/   en riet".replace("   ", "").as_str()]);
    }

    #[test]
    fn gaps_and_indents_are_kept_with_lines() {
        let found = lines("\n een\n\n\ttwee\ndrie\n");
        let expected = [("een", 1, true), ("twee", 1, true), ("drie", 0, false)];
        let found: Vec<_> = found.iter().map(|line| (line.text, line.indent, line.after_gap)).collect();
        assert_eq!(found, expected);
    }
}
