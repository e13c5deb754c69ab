//! The marks inside a line of Markdown: emphasis, code, links, images, tags and escapes, taken out so that the words
//! stay. Works on a whole paragraph, since links run over line ends. Which lines are headings, items or tables is left
//! to `markdown`.

use std::collections::HashMap;
use std::ops::Range;

/// A link or a tag that is longer than this, in bytes, is no link or tag.
const LONGEST: usize = 4000;

/// The text of a paragraph or a heading without its marks. Takes time in proportion to its length.
pub(super) fn plain(text: &str) -> String {
    let mut scan =
        Scan { text, cuts: Vec::new(), brackets: Vec::new(), runs: Vec::new(), targets: [None, None], fences: None };
    scan.run();
    let mut cuts = scan.cuts;
    cuts.sort_by_key(|cut| (cut.start, cut.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for cut in cuts {
        if cut.start > at {
            out.push_str(&text[at..cut.start]);
        }
        at = at.max(cut.end);
    }
    out.push_str(&text[at..]);
    if out.contains('&') { entities(&out) } else { out }
}

struct Scan<'a> {
    text: &'a str,
    /// Bytes that go.
    cuts: Vec<Range<usize>>,
    /// Where "[" stands that was not closed yet, with the "!" of an image.
    brackets: Vec<Range<usize>>,
    /// Where runs of "*", "_" or "~" stand that may open something.
    runs: Vec<Run>,
    /// For each "(" and each "[", just after the sign that closes it; made when first needed.
    targets: [Option<HashMap<usize, usize>>; 2],
    /// For each run of "`" the next one of the same length; made when first needed.
    fences: Option<HashMap<usize, usize>>,
}

struct Run {
    sign: u8,
    span: Range<usize>,
}

/// Runs that wait for their end; with more than this, the oldest were no marks.
const MOST_OPEN: usize = 32;

impl Scan<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at = match bytes[at] {
                b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                    self.cuts.push(at..at + 1);
                    at + 2
                }
                b'`' => self.code(at),
                b'*' | b'_' | b'~' => self.emphasis(at),
                b'[' => {
                    let image = at > 0 && bytes[at - 1] == b'!';
                    self.brackets.push(at - usize::from(image)..at + 1);
                    at + 1
                }
                b']' => self.link(at),
                b'<' => self.tag(at),
                _ => at + 1,
            };
        }
    }

    fn run_length(&self, at: usize) -> usize {
        let sign = self.text.as_bytes()[at];
        self.text.as_bytes()[at..].iter().take_while(|b| **b == sign).count()
    }

    /// Code between runs of as many backticks.
    fn code(&mut self, at: usize) -> usize {
        let text = self.text;
        let length = self.run_length(at);
        let from = at + length;
        match self.fences.get_or_insert_with(|| next_fences(text)).get(&at) {
            Some(&end) => {
                self.cuts.push(at..from);
                self.cuts.push(end..end + length);
                end + length
            }
            None => from,
        }
    }

    /// A run of "*", "_" or "~" that opens emphasis, or ends what the last such run opened.
    fn emphasis(&mut self, at: usize) -> usize {
        let sign = self.text.as_bytes()[at];
        let end = at + self.run_length(at);
        let before = self.text[..at].chars().next_back();
        let after = self.text[end..].chars().next();
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let mark = end - at <= 3 && (sign != b'~' || end - at == 2);
        // "**Advies **" is written in practice, so a space before the end is let pass at the end of a line.
        let may_close = (!is_space(before) || after.is_none_or(|c| c == '\n')) && !(sign == b'_' && is_word(after));
        let may_open = !(is_space(after) || sign == b'_' && is_word(before));
        let opener = self.runs.iter().rposition(|run| run.sign == sign && run.span.len() == end - at);
        match opener {
            Some(opener) if mark && may_close => {
                self.cuts.push(self.runs[opener].span.clone());
                self.cuts.push(at..end);
                self.runs.truncate(opener);
            }
            _ if mark && may_open => {
                if self.runs.len() == MOST_OPEN {
                    self.runs.remove(0);
                }
                self.runs.push(Run { sign, span: at..end });
            }
            _ => {}
        }
        end
    }

    /// "[words](target)", "[words][name]": the words stay.
    fn link(&mut self, at: usize) -> usize {
        let Some(open) = self.brackets.pop() else { return at + 1 };
        let target = match self.text.as_bytes().get(at + 1) {
            Some(b'(') => self.after_target(at + 1, 0, b"()"),
            Some(b'[') => self.after_target(at + 1, 1, b"[]"),
            _ => None,
        };
        match target {
            Some(end) => {
                self.cuts.push(open);
                self.cuts.push(at..end);
                end
            }
            None => at + 1,
        }
    }

    /// Just after the sign that closes the one at `at`.
    fn after_target(&mut self, at: usize, kind: usize, signs: &[u8; 2]) -> Option<usize> {
        let text = self.text;
        let closings = self.targets[kind].get_or_insert_with(|| closings(text, signs));
        closings.get(&at).copied().filter(|end| end - at <= LONGEST)
    }

    /// "<b>", "</td>", and "<https://...>", of which the address stays.
    fn tag(&mut self, at: usize) -> usize {
        let rest = &self.text[at + 1..floor(self.text, at + LONGEST)];
        let named = rest.strip_prefix('/').unwrap_or(rest).starts_with(|c: char| c.is_ascii_alphabetic());
        let Some(length) = rest.find(['<', '>']).filter(|end| named && rest[*end..].starts_with('>')) else {
            return at + 1;
        };
        let end = at + 1 + length;
        let inside = &rest[..length];
        if inside.contains("://") && !inside.contains(' ') || (inside.contains('@') && !inside.contains(['=', ' '])) {
            self.cuts.push(at..at + 1);
            self.cuts.push(end..end + 1);
        } else {
            self.cuts.push(at..end + 1);
        }
        end + 1
    }
}

/// For each first sign of a pair, just after the second that belongs to it.
fn closings(text: &str, signs: &[u8; 2]) -> HashMap<usize, usize> {
    let mut open = Vec::new();
    let mut found = HashMap::new();
    for (at, byte) in text.bytes().enumerate() {
        if byte == signs[0] {
            open.push(at);
        } else if byte == signs[1]
            && let Some(start) = open.pop()
        {
            found.insert(start, at + 1);
        }
    }
    found
}

/// For each run of backticks, the start of the next one of the same length.
fn next_fences(text: &str) -> HashMap<usize, usize> {
    let mut last: HashMap<usize, usize> = HashMap::new();
    let mut found = HashMap::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find('`') {
        let start = at + offset;
        let length = text[start..].bytes().take_while(|b| *b == b'`').count();
        if let Some(before) = last.insert(length, start) {
            found.insert(before, start);
        }
        at = start + length;
    }
    found
}

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// The few entities that are written in Markdown.
fn entities(text: &str) -> String {
    let known = [
        ("&nbsp;", "\u{A0}"),
        ("&euro;", "€"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&shy;", ""),
        ("&amp;", "&"),
    ];
    known.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    //! Properties tested: each mark with the words that stay, and signs that are no marks.

    use super::*;

    #[test]
    fn marks() {
        for (given, expected) in [
            ("de **sterke** en *schuine* weg", "de sterke en schuine weg"),
            ("***beide*** en __ook__ en _dit_", "beide en ook en dit"),
            ("**Advies **", "Advies "),
            ("a * b * c", "a * b * c"),
            ("velden met * zijn verplicht", "velden met * zijn verplicht"),
            ("bestand_met_naam en 2*3*4", "bestand_met_naam en 234"),
            ("~~weg~~ en ~ongeveer", "weg en ~ongeveer"),
            ("`code *blijft*` en ``een ` erin``", "code *blijft* en een ` erin"),
            ("zie [Wet X](jci1.3:c:BWBR1&artikel=2) .", "zie Wet X ."),
            ("de [Wet op\nde X](https://example.nl/a_(b)) geldt", "de Wet op\nde X geldt"),
            ("[naam][1] en [naam] en [^1]", "naam en [naam] en [^1]"),
            ("![een brug](brug.jpg) en [![x](y)](z)", "een brug en x"),
            ("[een **sterke** brug](x)", "een sterke brug"),
            ("een <b>vette</b> regel<br/>", "een vette regel"),
            ("<https://example.nl> en <a@example.nl>", "https://example.nl en a@example.nl"),
            ("5 < 6 en 7 > 6", "5 < 6 en 7 > 6"),
            ("\\*geen\\* nadruk, 1\\. ook", "*geen* nadruk, 1. ook"),
            ("R&amp;D &lt;5&nbsp;km", "R&D <5\u{A0}km"),
            ("een [open haak en ](x", "een [open haak en ](x"),
        ] {
            assert_eq!(plain(given), expected, "{given}");
        }
    }
}
