//! Dutch: text into terms in three layers, the same for documents and queries and for both back ends.
//!
//! `segment` cuts the text into pieces with positions, `fold` and `stem` normalise them, `compounds` splits them, and
//! [`Analyzer`] puts the outcome together: *surface* (the folded word), *stem*, and *parts* of compounds. Function
//! words and figures have a stem term only, equal to themselves, so that every position holds a stem term and no stop
//! word is lost to a phrase. No I/O, no global state; what a query means is left to `query`.

mod compounds;
mod encode;
mod fold;
mod forms;
mod language;
mod lexicon;
mod segment;
mod spelling;
mod stem;
mod vocabulary;
mod words;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use encode::Decoder;
pub use encode::{Encoder, Layer, REGIONS, Region, decode};
pub use fold::{folded_line, title_keys};
pub(crate) use fold::{is_ignorable, is_mark};
pub use language::{LANGUAGES, language};
pub use spelling::spelling_distance;
pub use vocabulary::Vocabulary;

use compounds::Splitter;
use lexicon::Lexicon;
use segment::{Form, Piece, normalize, segment};
use stem::{Stems, figure};
use words::ClosedWords;

/// The months, as Dutch texts name them.
pub const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// The version of the rules in this room; part of the fingerprint of an index.
const RULES: u32 = 2;

/// A term of a text: what is looked up in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The layer it belongs to.
    pub layer: Layer,
    /// Its normal form; holds no white space or control character.
    pub text: String,
    /// Its position among the words of the text, from 0; terms of one word share it.
    pub position: u32,
    /// Where its word, or its part of the word, stands in the text, in bytes.
    pub span: Range<usize>,
}

/// What becomes of one word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordTerms {
    /// The folded word; `None` for function words and figures, whose stem term is the word itself.
    pub surface: Option<String>,
    /// The stem.
    pub stem: String,
    /// Stems of the parts of a compound and of its runs of parts, with their place in the folded word.
    pub parts: Vec<(String, Range<usize>)>,
    /// How many of `parts`, from the start, are single parts that together make the word.
    pub single_parts: usize,
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryWord {
    /// As it was typed.
    pub typed: String,
    /// Its normal form.
    pub folded: String,
    /// What it does in the query.
    pub role: WordRole,
    /// What becomes of it.
    pub terms: WordTerms,
}

/// What a word does in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordRole {
    /// Says what is asked.
    Content,
    /// Wraps the question ("hoe", "mag", "krijgen").
    Question,
    /// Joins the others ("de", "van").
    Function,
    /// The whole of the words before it, joined by signs: "2!Connect", "B&W".
    Whole,
    /// The whole of the words before it, joined by hyphens: "ICT-samenwerking".
    Compound,
}

/// Dutch analysis; made once (a few milliseconds), shared by all threads.
pub struct Analyzer {
    closed: ClosedWords,
    stems: Stems,
    splitter: Splitter,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// The analysis with the project's own word lists.
    pub fn new() -> Self {
        Self::with_words(&[])
    }

    /// The same, with nouns that a folder taught ([`Vocabulary::learn`]).
    pub fn with_words(learned: &[String]) -> Self {
        let (lexicon, closed) = (Arc::new(Lexicon::new(learned)), ClosedWords::new());
        let stems = Stems::new(Arc::clone(&lexicon));
        let splitter = Splitter::new(lexicon, &stems, &closed);
        Analyzer { closed, stems, splitter }
    }

    /// Identifies rules and word lists: two indexes with equal fingerprints hold the same terms for the same text.
    pub fn fingerprint() -> String {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        hasher.update(&RULES.to_le_bytes());
        hasher.update(include_bytes!("data/lexicon.tsv"));
        hasher.update(include_bytes!("data/stems.txt"));
        hasher.update(include_bytes!("data/verbs.txt"));
        hasher.update(include_bytes!("words.rs"));
        format!("nl-{:016x}", hasher.digest())
    }

    /// All terms of `text`, with spans. Linear in its length; for documents use [`Encoder`], which keeps no spans.
    pub fn analyze(&self, text: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut position: i64 = -1;
        segment(text, |piece| {
            if !piece.form.is_joined() {
                position += 1;
            }
            let word = self.piece_terms(text, &piece);
            self.push_terms(text, &piece, word, position.max(0) as u32, &mut terms);
        });
        terms
    }

    /// The words of a query text with what becomes of them, in order. Joined wholes ("2!Connect") follow their parts.
    pub fn query_words(&self, text: &str) -> Vec<QueryWord> {
        let mut words = Vec::new();
        segment(text, |piece| {
            let terms = self.piece_terms(text, &piece);
            let mut folded = String::new();
            normalize(text, &piece, &mut folded);
            words.push(QueryWord {
                typed: text[piece.span.clone()].to_string(),
                role: match piece.form {
                    Form::Whole | Form::Initials => WordRole::Whole,
                    Form::Compound => WordRole::Compound,
                    _ if self.is_question_word(&folded) => WordRole::Question,
                    _ if self.is_function_word(&folded) => WordRole::Function,
                    _ => WordRole::Content,
                },
                folded,
                terms,
            });
        });
        words
    }

    /// Where the words of `text` stand, in bytes: the word at position `n` of the analysis is the `n`th.
    pub fn word_spans(&self, text: &str) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        segment(text, |piece| {
            if !piece.form.is_joined() {
                spans.push(piece.span);
            }
        });
        spans
    }

    /// Where in the word at `span` of `text` the part with this stem stands; the whole word where that is unknown.
    pub fn part_span(&self, text: &str, span: Range<usize>, stem: &str) -> Range<usize> {
        let piece = Piece { span: span.clone(), form: Form::Word };
        let parts = self.piece_terms(text, &piece).parts;
        let place = parts.into_iter().find(|(part, _)| part == stem);
        place.map_or(span.clone(), |(_, place)| span_of_part(text, &span, place))
    }

    /// The stem of a folded word, as the stem layer holds it.
    pub fn stem(&self, folded: &str) -> String {
        self.word(folded).stem
    }

    /// What becomes of a single folded or unfolded word.
    pub fn word(&self, word: &str) -> WordTerms {
        let piece = Piece { span: 0..word.len(), form: Form::Word };
        self.piece_terms(word, &piece)
    }

    /// Whether `word` is one of the words with which a question is put ("hoe", "kan", "waar").
    pub fn is_question_word(&self, word: &str) -> bool {
        self.closed.is_question(word)
    }

    /// Whether `word` is a function word ("de", "van", "met").
    pub fn is_function_word(&self, word: &str) -> bool {
        self.closed.is_function(word)
    }

    /// Whether the lists know the folded `word`, or the word that it is a form of.
    pub fn is_known(&self, word: &str) -> bool {
        self.is_function_word(word) || self.is_listed(word) || self.stems.is_form(word)
    }

    /// Whether `word` is neither known, nor a form of a known word, nor a compound.
    fn is_new_word(&self, word: &str) -> bool {
        !self.is_function_word(word) && self.is_undivided(word)
    }

    /// Whether `word` is not known and not a compound of known words.
    fn is_undivided(&self, word: &str) -> bool {
        !self.splitter.is_whole(word, &self.stems, &self.closed)
            && self.splitter.split(word, &self.stems, &self.closed).is_empty()
    }

    /// Whether `word` itself, not a form of it, is in a list.
    fn is_listed(&self, word: &str) -> bool {
        self.stems.lexicon().class(word).is_some()
    }

    fn is_plural(&self, word: &str) -> bool {
        self.stems.lexicon().singular(word).is_some()
    }

    fn begins_compounds(&self, word: &str) -> bool {
        self.splitter.is_first(word)
    }

    fn ends_compounds(&self, word: &str) -> bool {
        self.splitter.is_head(word, &self.stems, &self.closed)
    }

    fn push_terms(&self, text: &str, piece: &Piece, word: WordTerms, position: u32, terms: &mut Vec<Term>) {
        let term = |layer, text, span| Term { layer, text, position, span };
        if let Some(surface) = word.surface {
            terms.push(term(Layer::Surface, surface, piece.span.clone()));
        }
        terms.push(term(Layer::Stem, word.stem, piece.span.clone()));
        for (part, range) in word.parts {
            let span = span_of_part(text, &piece.span, range);
            terms.push(term(Layer::Part, part, span));
        }
    }

    fn piece_terms(&self, text: &str, piece: &Piece) -> WordTerms {
        let mut folded = String::new();
        normalize(text, piece, &mut folded);
        match piece.form {
            Form::Word => {
                let border = case_border(&text[piece.span.clone()]);
                self.word_terms(folded, border)
            }
            Form::Compound => WordTerms {
                stem: self.stems.stem(&folded, &self.closed),
                surface: Some(folded),
                ..WordTerms::default()
            },
            _ => WordTerms { stem: folded, ..WordTerms::default() },
        }
    }

    fn word_terms(&self, folded: String, case_border: Option<usize>) -> WordTerms {
        if self.closed.is_function(&folded) {
            return WordTerms { stem: folded, ..WordTerms::default() };
        }
        if let Some(figure) = figure(&folded) {
            return WordTerms { surface: Some(folded), stem: figure.to_string(), ..WordTerms::default() };
        }
        let spans = match case_border {
            Some(border) if folded.is_char_boundary(border) && border < folded.len() => {
                vec![0..border, border..folded.len()]
            }
            _ => self.splitter.split(&folded, &self.stems, &self.closed),
        };
        let stems: Vec<String> =
            spans.iter().map(|span| self.stems.stem(&folded[span.clone()], &self.closed)).collect();
        // A run of parts inflects as its last part does.
        let run_stem =
            |first: usize, last: usize| format!("{}{}", &folded[spans[first].start..spans[last].start], stems[last]);
        let single_parts = spans.len();
        let stem = match single_parts {
            0 => self.stems.stem(&folded, &self.closed),
            parts => run_stem(0, parts - 1),
        };
        // The single parts, then every run of parts short of the whole.
        let mut parts: Vec<(String, Range<usize>)> = stems.iter().cloned().zip(spans.iter().cloned()).collect();
        for length in 2..single_parts {
            for first in 0..=single_parts - length {
                let last = first + length - 1;
                parts.push((run_stem(first, last), spans[first].start..spans[last].end));
            }
        }
        WordTerms { surface: Some(folded), stem, parts, single_parts }
    }
}

/// The place of a part in the text; the whole word where folding changed its length.
fn span_of_part(text: &str, word: &Range<usize>, part: Range<usize>) -> Range<usize> {
    let source = &text[word.clone()];
    let mut bounds = source.char_indices().map(|(at, _)| at).chain(std::iter::once(source.len()));
    if source.chars().count() < part.end || source.chars().any(fold::is_ignorable) {
        return word.clone();
    }
    let start = bounds.clone().nth(part.start);
    match (start, bounds.nth(part.end)) {
        (Some(start), Some(end)) => word.start + start..word.start + end,
        _ => word.clone(),
    }
}

/// Where the letters' case shows a border: "ICTsamenwerking" after 3, "WerkBedrijf" after 4. ASCII words only.
fn case_border(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    if bytes.len() < 6 || !word.is_ascii() || !bytes[1..].iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let capitals = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let rest = |from: usize| bytes.len() - from >= 4 && bytes[from + 1..].iter().all(u8::is_ascii_lowercase);
    if capitals >= 2 {
        return (bytes[capitals..].len() >= 4 && bytes[capitals..].iter().all(u8::is_ascii_lowercase))
            .then_some(capitals);
    }
    let inner = 1 + bytes[1..].iter().position(u8::is_ascii_uppercase)?;
    (inner >= 3 && rest(inner)).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let analyzer = Analyzer::new();
        let terms = analyzer.analyze(text);
        let shown =
            terms.iter().map(|t| format!("{}{}{}@{}", t.position, t.layer.tag(), t.text, &text[t.span.clone()]));
        shown.collect::<Vec<_>>().join(" ")
    }

    /// Layers, positions and spans of words, compounds, hyphens, figures and function words.
    #[test]
    fn terms_stand_where_their_words_stand() {
        for (text, expected) in [
            ("de gemeenten", "0~de@de 1=gemeenten@gemeenten 1~gemeente@gemeenten"),
            ("vier", "0=vier@vier 0~4@vier"),
            (
                "ICT-dienst",
                "0=ict@ICT 0~ict@ICT 1=dienst@dienst 1~dienst@dienst 1=ictdienst@ICT-dienst 1~ictdienst@ICT-dienst",
            ),
            ("ICTdienst", "0=ictdienst@ICTdienst 0~ictdienst@ICTdienst 0+ict@ICT 0+dienst@dienst"),
            (
                "Hondenbelasting",
                "0=hondenbelasting@Hondenbelasting 0~hondenbelast@Hondenbelasting 0+hond@Hond 0+belast@belasting",
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    /// A run of parts is a term too, so that `glasvezel` finds `glasvezelverbindingen`.
    #[test]
    fn runs_of_parts_are_terms() {
        let parts = Analyzer::new().word("glasvezelverbindingen").parts;
        let parts: Vec<&str> = parts.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(parts, ["glas", "vezel", "verbind", "glasvezel", "vezelverbind"]);
    }

    proptest! {
        /// Every span is valid and every term can be encoded, on any text.
        #[test]
        fn any_text_gives_valid_terms(text in "\\PC{0,80}|[A-Za-zéë0-9.,&!@'’ -]{0,80}") {
            let analyzer = Analyzer::new();
            for term in analyzer.analyze(&text) {
                prop_assert!(text.get(term.span.clone()).is_some());
                prop_assert!(!term.text.chars().any(|c| c.is_whitespace() || c.is_control()));
            }
        }
    }
}
