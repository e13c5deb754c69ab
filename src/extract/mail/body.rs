//! The plain text of a message as blocks: lines that a mail program broke are joined, marks of quotation taken off,
//! list items recognised; and which of a plain and an HTML text says more.

use super::block;
use crate::document::{Block, BlockKind};

/// How lines that go on in the next one are written (RFC 3676).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flowed {
    /// The space at their end belongs to the text.
    Kept,
    /// The space at their end is only the sign of it.
    Deleted,
}

/// Lines are taken as broken by a program where the longest ends between these numbers of characters.
const BROKEN: std::ops::RangeInclusive<usize> = 60..=100;

/// The blocks of `text`.
pub fn blocks(text: &str, flowed: Option<Flowed>) -> Vec<Block> {
    let lines: Vec<Line> = text.lines().map(|line| Line::of(line, flowed.is_some())).collect();
    let longest = lines.iter().map(|line| line.text.chars().count()).max().unwrap_or(0);
    let width = if flowed.is_none() && BROKEN.contains(&longest) { Some(longest) } else { None };
    let mut open = Open::default();
    for (place, line) in lines.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| lines.get(place));
        if line.text.trim().is_empty() || line.is_signature() || before.is_some_and(|other| other.quoted != line.quoted)
        {
            open.close();
        }
        if line.text.trim().is_empty() || line.is_signature() {
            continue;
        }
        let item = is_item(line.text);
        let joined = before.filter(|_| !open.text.is_empty()).map(|before| before.joins(line, flowed, width));
        match joined {
            Some(Some(between)) if !item || between.is_empty() || flowed.is_some() => open.text.push_str(between),
            // Lines that stand under an item, further in, belong to it.
            Some(None) if !item && (!open.is_item || line.text.starts_with(' ')) => open.text.push('\n'),
            _ => {
                open.close();
                open.is_item = item;
            }
        }
        let text = if flowed == Some(Flowed::Deleted) { line.text.strip_suffix(' ') } else { None };
        open.text.push_str(text.unwrap_or(line.text));
    }
    open.close();
    open.blocks
}

/// A line without its marks of quotation.
struct Line<'t> {
    quoted: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn of(line: &'t str, flowed: bool) -> Line<'t> {
        let mut quoted = 0;
        let mut text = line;
        while let Some(rest) = text.strip_prefix('>').or_else(|| text.strip_prefix(" >").filter(|_| quoted > 0)) {
            quoted += 1;
            text = rest;
        }
        if quoted > 0 || flowed {
            text = text.strip_prefix(' ').unwrap_or(text);
        }
        Line { quoted, text }
    }

    fn is_signature(&self) -> bool {
        matches!(self.text, "-- " | "--")
    }

    /// What stands between this line and the next where they are one; `None` where the author broke the line.
    fn joins(&self, next: &Line, flowed: Option<Flowed>, width: Option<usize>) -> Option<&'static str> {
        if let Some(flowed) = flowed {
            return self.text.ends_with(' ').then_some(if flowed == Flowed::Kept { " " } else { "" });
        }
        let word = next.text.split_whitespace().next().unwrap_or("").chars().count();
        let full = width.is_some_and(|width| self.text.trim_end().chars().count() + 1 + word > width);
        full.then_some(" ")
    }
}

/// The block that is being read, and those before it.
#[derive(Default)]
struct Open {
    blocks: Vec<Block>,
    text: String,
    is_item: bool,
}

impl Open {
    fn close(&mut self) {
        let kind = if self.is_item { BlockKind::ListItem } else { BlockKind::Paragraph };
        self.blocks.extend(block(kind, &std::mem::take(&mut self.text)));
        self.is_item = false;
    }
}

/// Whether a line begins with the marker of a list item.
fn is_item(line: &str) -> bool {
    let Some((first, rest)) = line.trim_start().split_once([' ', '\t']) else { return false };
    let stem = first.trim_end_matches(['.', ')']);
    let numbered = stem.len() < first.len()
        && (stem.len() <= 2 && !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_digit())
            || stem.len() == 1 && stem.bytes().all(|byte| byte.is_ascii_lowercase()));
    !rest.trim().is_empty() && (matches!(first, "-" | "*" | "•" | "·" | "–" | "+") || numbered)
}

/// Whether the text of `html` says more than `plain`: where that is empty, much shorter, or itself HTML.
pub fn is_better(html: &str, plain: &str) -> bool {
    let letters = plain.chars().filter(|c| c.is_alphanumeric()).count();
    let start = plain.trim_start();
    let is_markup = start.starts_with("<!") || start.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("<html"));
    letters == 0 || is_markup || seen_letters(html) > 2 * letters + 40
}

/// About how many letters and digits of `html` are seen.
fn seen_letters(html: &str) -> usize {
    let mut count = 0;
    let mut unseen = "";
    for piece in html.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap_or("");
        if !unseen.is_empty() && name.strip_prefix('/').is_some_and(|name| name.eq_ignore_ascii_case(unseen)) {
            unseen = "";
        } else if unseen.is_empty() {
            let of = |own: &&&str| name.eq_ignore_ascii_case(own);
            unseen = ["style", "script", "head"].iter().find(of).copied().unwrap_or("");
        }
        if unseen.is_empty() {
            count += text.chars().filter(|c| c.is_alphanumeric()).count();
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::super::shown;
    use super::*;

    fn check(text: &str, flowed: Option<Flowed>, expected: &[&str]) {
        assert_eq!(shown(&blocks(text, flowed)), expected, "{text}");
    }

    #[test]
    fn lines() {
        let long = "Een regel die door het programma is afgebroken omdat hij te lang werd en";
        check(&format!("{long}\nverder gaat\nNieuw"), None, &[&format!("p {long} verder gaat/Nieuw")]);
        check("Straat 1\n1234 AB Ede\n\n-- \nJan", None, &["p Straat 1/1234 AB Ede", "p Jan"]);
        check("Aap \nnoot\nMies", Some(Flowed::Kept), &["p Aap noot/Mies"]);
        check("fiet \nsen\n  x", Some(Flowed::Deleted), &["p fietsen/x"]);
    }

    #[test]
    fn quotations() {
        check("Ja\n> Kom je?\n> > Nee\n", None, &["p Ja", "p Kom je?", "p Nee"]);
        check("> a \n> b", Some(Flowed::Kept), &["p a b"]);
    }

    #[test]
    fn items() {
        check(
            "Lijst:\n- een\n  meer\n- twee\n1) drie\nNa",
            None,
            &["p Lijst:", "i - een/meer", "i - twee", "i 1) drie", "p Na"],
        );
        check("2021. Jaar\n-\n", None, &["p 2021. Jaar/-"]);
    }

    #[test]
    fn better() {
        let check = |html, plain, expected| assert_eq!(is_better(html, plain), expected);
        check("<p>x</p>", " \n", true);
        check("<style>abc</style><p>een tekst</p>", "een tekst", false);
        check("<html>x", "<html>x", true);
        check(&format!("<p>{}</p>", "tekst ".repeat(50)), "Zie de webversie", true);
    }
}
