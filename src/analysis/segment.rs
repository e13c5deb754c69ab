//! Text into pieces: the words, numbers and signs that get a position, as Dutch is written.
//!
//! A *run* is a stretch of word characters and of the connectors between them ("ICT-samenwerking", "1.234,56",
//! "2!Connect"). Each connector either binds (one piece), joins (two pieces, and the whole as one more piece at the
//! position of the last), or breaks. What a piece means is left to `terms`.

use std::ops::Range;

use super::fold::{fold_into, is_ignorable, is_mark};

/// A word, number, sign or joined whole in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// What it is.
    pub form: Form,
}

/// What a [`Piece`] is; decides how it is normalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A word without figures.
    Word,
    /// Figures, perhaps with letters, dots and commas: "213a", "1.234,56", "2:25".
    Number,
    /// Letters with dots: "m.n.", "d.w.z.".
    Abbreviation,
    /// A sign that is read as a word: "€", "%", "&".
    Sign(&'static str),
    /// Words joined by hyphens only: "ICT-samenwerking".
    Compound,
    /// A whole with other signs inside: "2!Connect", "B&W", "info@voorbeeld.nl", "www.voorbeeld.nl".
    Whole,
    /// Single letters with "en" between: "B en W" is "b&w".
    Initials,
}

impl Form {
    /// Whether the piece has no position of its own: it stands where the last of its parts stands.
    pub(crate) fn is_joined(self) -> bool {
        matches!(self, Form::Compound | Form::Whole | Form::Initials)
    }
}

/// A joined whole longer than this many bytes or parts is not a name or a word that anybody types.
const LONGEST_WHOLE: usize = 80;
const MOST_PARTS: usize = 6;

/// Calls `found` for each piece of `text` in order. Spans lie on character boundaries; only the spans of joined
/// pieces overlap others.
pub(crate) fn segment(text: &str, mut found: impl FnMut(Piece)) {
    let mut initials = Initials::default();
    let mut at = 0;
    while let Some((run, next)) = next_run(text, at) {
        at = next;
        let mut emit = |piece: Piece| {
            let whole = initials.follow(text, &piece);
            found(piece);
            if let Some(span) = whole {
                found(Piece { span, form: Form::Initials });
            }
        };
        match run {
            Run::Sign(span, word) => emit(Piece { span, form: Form::Sign(word) }),
            Run::Plain(span, digits) => emit(Piece { span, form: plain_form(digits) }),
            Run::Connected(span) => split_run(text, span, &mut emit),
        }
    }
}

/// Appends the normal form of a piece of `text` to `out`.
pub(crate) fn normalize(text: &str, piece: &Piece, out: &mut String) {
    let source = &text[piece.span.clone()];
    let start = out.len();
    match piece.form {
        Form::Word => fold_into(source, out),
        Form::Sign(word) => out.push_str(word),
        Form::Number => {
            fold_into(source, out);
            normalize_number(out, start);
        }
        Form::Abbreviation => {
            fold_into(source, out);
            retain_from(out, start, |c| c != '.');
        }
        Form::Compound | Form::Whole => {
            fold_into(source, out);
            retain_from(out, start, |c| !is_hyphen(c));
        }
        Form::Initials => {
            let mut letters = source.chars();
            if let (Some(first), Some(last)) = (letters.next(), letters.next_back()) {
                out.extend(first.to_lowercase());
                out.push('&');
                out.extend(last.to_lowercase());
            }
        }
    }
}

/// "1.234,56" is 1234,56 and "500,00" is 500; "2.18" and "3.1.2" are numbers of articles and stay.
fn normalize_number(out: &mut String, start: usize) {
    let number = &out[start..];
    let (whole, decimals) = match number.split_once(',') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (number, None),
    };
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains('.')
        && (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && first.bytes().all(|b| b.is_ascii_digit())
        && groups.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
    let round = decimals.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b == b'0'));
    if grouped || round {
        let mut plain: String = whole.chars().filter(|c| !grouped || *c != '.').collect();
        if let (false, Some(decimals)) = (round, decimals) {
            plain.push(',');
            plain.push_str(decimals);
        }
        out.truncate(start);
        out.push_str(&plain);
    }
}

fn retain_from(out: &mut String, start: usize, keep: impl Fn(char) -> bool) {
    let kept: String = out[start..].chars().filter(|c| keep(*c)).collect();
    out.truncate(start);
    out.push_str(&kept);
}

enum Run {
    Plain(Range<usize>, bool),
    Connected(Range<usize>),
    Sign(Range<usize>, &'static str),
}

/// The next run at or after byte `at`, and where to go on.
fn next_run(text: &str, at: usize) -> Option<(Run, usize)> {
    let mut cursor = at;
    let start = loop {
        let c = char_at(text, cursor)?;
        if let Some(word) = sign_word(c) {
            let end = cursor + c.len_utf8();
            return Some((Run::Sign(cursor..end, word), end));
        }
        if is_word_char(c) {
            break cursor;
        }
        cursor += c.len_utf8();
    };
    let (mut end, mut digits, mut connected) = (start, false, false);
    while let Some(c) = char_at(text, end) {
        let next = end + c.len_utf8();
        if is_word_char(c) {
            digits |= c.is_numeric();
            end = next;
        } else if is_connector(c) && char_at(text, next).is_some_and(|c| is_word_char(c) && !is_ignorable(c)) {
            connected = true;
            end = next;
        } else {
            break;
        }
    }
    let run = if connected { Run::Connected(start..end) } else { Run::Plain(start..end, digits) };
    Some((run, end))
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 0x80 { Some(byte as char) } else { text[at..].chars().next() }
}

#[inline]
fn is_word_char(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_mark(c) || is_ignorable(c) }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{00B4}' | '`')
}

fn is_connector(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | '&' | '!' | '@' | '/' | '_') || is_hyphen(c) || is_apostrophe(c)
}

/// Signs that Dutch readers read aloud as a word.
fn sign_word(c: char) -> Option<&'static str> {
    match c {
        '€' => Some("euro"),
        '%' => Some("procent"),
        '&' => Some("en"),
        '§' => Some("paragraaf"),
        _ => None,
    }
}

fn plain_form(digits: bool) -> Form {
    if digits { Form::Number } else { Form::Word }
}

/// What a connector does between two stretches of word characters.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    Bind,
    Join,
    Break,
}

/// Splits a run with connectors into pieces and joined wholes.
fn split_run(text: &str, run: Range<usize>, emit: &mut impl FnMut(Piece)) {
    let abbreviation = is_dotted_abbreviation(&text[run.clone()]);
    if abbreviation {
        return emit(Piece { span: run, form: Form::Abbreviation });
    }
    let domain = is_domain(&text[run.clone()]);
    let mut chain = Chain::default();
    let mut start = run.start;
    let mut cursor = run.start;
    while cursor < run.end {
        let Some(c) = char_at(text, cursor) else { break };
        let next = cursor + c.len_utf8();
        if is_word_char(c) {
            cursor = next;
            continue;
        }
        match link(text, start, cursor, c, domain) {
            Link::Bind => {}
            outcome => {
                chain.piece(text, start..cursor, emit);
                if outcome == Link::Break {
                    chain.close(emit)
                } else {
                    chain.join(text, cursor, c, emit)
                }
                start = next;
            }
        }
        cursor = next;
    }
    chain.piece(text, start..run.end, emit);
    chain.close(emit);
}

fn link(text: &str, piece_start: usize, at: usize, connector: char, domain: bool) -> Link {
    let before = text[piece_start..at].chars().next_back();
    let after = char_at(text, at + connector.len_utf8());
    let (Some(before), Some(after)) = (before, after) else { return Link::Break };
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match connector {
        c if is_apostrophe(c) => Link::Bind,
        '.' | ',' | ':' if digits => Link::Bind,
        '.' if domain => Link::Join,
        '&' | '!' | '@' => Link::Join,
        c if is_hyphen(c) => {
            if digits {
                Link::Break
            } else {
                Link::Join
            }
        }
        _ => Link::Break,
    }
}

/// Pieces that are joined so far.
#[derive(Default)]
struct Chain {
    span: Option<Range<usize>>,
    parts: usize,
    hyphens_only: bool,
}

impl Chain {
    fn piece(&mut self, text: &str, span: Range<usize>, emit: &mut impl FnMut(Piece)) {
        match &mut self.span {
            Some(whole) => whole.end = span.end,
            None => {
                self.span = Some(span.clone());
                self.hyphens_only = true;
            }
        }
        self.parts += 1;
        let digits = text[span.clone()].bytes().any(|b| b.is_ascii_digit());
        self.hyphens_only &= !digits;
        emit(Piece { span, form: plain_form(digits) });
    }

    fn join(&mut self, text: &str, at: usize, connector: char, emit: &mut impl FnMut(Piece)) {
        self.hyphens_only &= is_hyphen(connector);
        if connector == '&' {
            debug_assert!(text.is_char_boundary(at));
            emit(Piece { span: at..at + 1, form: Form::Sign("en") });
        }
    }

    fn close(&mut self, emit: &mut impl FnMut(Piece)) {
        if let Some(span) = self.span.take()
            && (2..=MOST_PARTS).contains(&self.parts)
            && span.len() <= LONGEST_WHOLE
        {
            emit(Piece { span, form: if self.hyphens_only { Form::Compound } else { Form::Whole } });
        }
        self.parts = 0;
    }
}

/// "m.n", "d.w.z", "o.a": letters by one, two or three with dots, the first of at most two.
fn is_dotted_abbreviation(run: &str) -> bool {
    run.contains('.')
        && run.len() <= 16
        && run.split('.').enumerate().all(|(i, part)| {
            (1..=if i == 0 { 2 } else { 3 }).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
        })
        && run.split('.').filter(|part| part.len() == 1).count() > 0
}

/// "www.voorbeeld.nl", "info@voorbeeld.nl", "nota.pdf": lower case, ends in two to four letters after a dot.
fn is_domain(run: &str) -> bool {
    run.is_ascii()
        && !run.bytes().any(|b| b.is_ascii_uppercase() || b == b'\'')
        && run.rsplit_once('.').is_some_and(|(name, end)| {
            name.len() >= 3 && (2..=4).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase())
        })
}

/// Watches for "B en W": a single letter, "en", a single letter.
#[derive(Default)]
struct Initials {
    letter: Option<Range<usize>>,
    and: bool,
}

impl Initials {
    /// The span of the whole if `piece` completes it.
    fn follow(&mut self, text: &str, piece: &Piece) -> Option<Range<usize>> {
        let source = &text[piece.span.clone()];
        let single = piece.form == Form::Word && source.len() == 1;
        if single && self.and {
            let first = self.letter.replace(piece.span.clone());
            self.and = false;
            let first = first?;
            let gap = text.get(first.end..piece.span.start)?;
            return (gap.trim() == "en").then_some(first.start..piece.span.end);
        }
        if single {
            self.letter = Some(piece.span.clone());
            self.and = false;
        } else if self.letter.is_some() && !self.and && source.eq_ignore_ascii_case("en") {
            self.and = true;
        } else if self.letter.is_some() {
            *self = Initials::default();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        segment(text, |piece| {
            let mut normal = String::new();
            normalize(text, &piece, &mut normal);
            all.push(if piece.form.is_joined() { format!("[{normal}]") } else { normal });
        });
        all
    }

    /// Dutch writing: hyphens, apostrophes, amounts, dates, articles, names with signs, abbreviations, addresses.
    #[test]
    fn dutch_writing_is_cut_as_readers_see_it() {
        for (text, expected) in [
            ("'s-Hertogenbosch", "s hertogenbosch [shertogenbosch]"),
            ("foto's en zo’n", "foto's en zo'n"),
            ("ICT-samenwerking", "ict samenwerking [ictsamenwerking]"),
            ("€ 1.234,56", "euro 1234,56"),
            ("€1.500.000,-", "euro 1500000"),
            ("500,00 of 2.250", "500 of 2250"),
            ("10 april 2021", "10 april 2021"),
            ("artikel 213a, 2:25 en 2.18", "artikel 213a 2:25 en 2.18"),
            ("3.1.2.3.5.", "3.1.2.3.5"),
            ("2!Connect", "2 connect [2!connect]"),
            ("m.n. d.w.z. o.a.", "mn dwz oa"),
            ("B&W", "b en w [b&w]"),
            ("college van B en W.", "college van b en w [b&w]"),
            ("Mook & Middelaar", "mook en middelaar"),
            ("Productie/dienstencatalogus", "productie dienstencatalogus"),
            ("www.regio-x.nl", "www regio x nl [www.regiox.nl]"),
            ("info@voorbeeld.nl", "info voorbeeld nl [info@voorbeeld.nl]"),
            ("einde zin.Volgende zin", "einde zin volgende zin"),
            ("2019-2021", "2019 2021"),
            ("‘harde’ ICT", "harde ict"),
            ("8,5%", "8,5 procent"),
            ("land- en tuinbouw", "land en tuinbouw"),
            ("1°. een", "1 een"),
            ("co\u{00AD}ördinatie", "coordinatie"),
        ] {
            assert_eq!(pieces(text).join(" "), expected, "{text}");
        }
    }

    proptest! {
        /// Spans are valid, in order, and the pieces that have a position do not overlap.
        #[test]
        fn spans_are_valid_on_any_text(text in "\\PC{0,60}|[a-zé0-9.,:&!@'’ -]{0,60}") {
            let mut end = 0;
            segment(&text, |piece| {
                assert!(text.is_char_boundary(piece.span.start) && text.is_char_boundary(piece.span.end));
                assert!(piece.span.start < piece.span.end);
                if !piece.form.is_joined() {
                    assert!(piece.span.start >= end);
                    end = piece.span.end;
                }
                let mut normal = String::new();
                normalize(&text, &piece, &mut normal);
                assert!(!normal.contains(char::is_whitespace));
            });
        }
    }
}
