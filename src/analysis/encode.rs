//! Terms of a whole passage as one string, fast: what the back ends index.
//!
//! Each word begins with a space, each of its terms with the tag of its layer and ends with U+001F; U+001E goes to
//! the next region. Regions give each field of a passage its own range of positions, so that one list of positions
//! says in which field a term stands. What a word becomes is remembered, since words return.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Analyzer;
use super::segment::{Form, Piece, segment};

const WORD: char = ' ';
const TERM_END: char = '\u{1F}';
const NEXT_REGION: char = '\u{1E}';

/// Words remembered per encoder, and the longest that is (bytes).
const REMEMBERED: usize = 150_000;
const LONGEST_REMEMBERED: usize = 40;

/// Terms longer than this many bytes are cut: nobody types them, and the index has a limit.
const LONGEST_TERM: usize = 200;

/// The layers of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Folded words.
    Surface,
    /// Stems; also function words and figures as they are.
    Stem,
    /// Stems of parts of compounds.
    Part,
}

impl Layer {
    /// The character that marks terms of this layer.
    pub fn tag(self) -> char {
        match self {
            Layer::Surface => '=',
            Layer::Stem => '~',
            Layer::Part => '+',
        }
    }
}

/// The fields of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Region {
    /// The document's title.
    Title,
    /// The file's name.
    FileName,
    /// The headings above the passage.
    Headings,
    /// The passage itself.
    Body,
}

/// The regions in order, and the positions of each; more words than fit are left out.
pub const REGIONS: [(Region, Range<u32>); 4] =
    [(Region::Title, 0..64), (Region::FileName, 64..96), (Region::Headings, 96..192), (Region::Body, 192..u32::MAX)];

impl Region {
    /// The region that holds `position`.
    pub fn of(position: u32) -> Region {
        REGIONS.iter().find(|(_, range)| range.contains(&position)).map_or(Region::Body, |(region, _)| *region)
    }

    /// The positions of this region.
    pub fn range(self) -> Range<u32> {
        let mut regions = REGIONS.iter();
        regions.find(|(region, _)| *region == self).map_or(0..0, |(_, range)| range.clone())
    }
}

/// Encodes texts; one per thread.
pub struct Encoder<'a> {
    analyzer: &'a Analyzer,
    remembered: FxHashMap<Box<str>, Box<str>>,
    scratch: String,
}

impl<'a> Encoder<'a> {
    /// An encoder with nothing remembered.
    pub fn new(analyzer: &'a Analyzer) -> Self {
        Encoder { analyzer, remembered: FxHashMap::default(), scratch: String::new() }
    }

    /// Appends the terms of a passage to `out`: one text per region, in the order of [`REGIONS`]. Returns the number
    /// of words in the last region.
    pub fn encode(&mut self, regions: [&str; 4], out: &mut String) -> u32 {
        let mut words = 0;
        for (index, (text, (_, range))) in regions.into_iter().zip(REGIONS).enumerate() {
            if index > 0 {
                out.push(NEXT_REGION);
            }
            words = self.encode_text(text, range.end - range.start - 1, out);
        }
        words
    }

    fn encode_text(&mut self, text: &str, most: u32, out: &mut String) -> u32 {
        let mut words = 0;
        segment(text, |piece| {
            let joined = piece.form.is_joined();
            if words >= most && !joined {
                words = most + 1;
            }
            if words > most {
                return;
            }
            if !joined {
                words += 1;
                out.push(WORD);
            }
            self.encode_piece(text, &piece, out);
        });
        words.min(most)
    }

    fn encode_piece(&mut self, text: &str, piece: &Piece, out: &mut String) {
        let source = &text[piece.span.clone()];
        let memorable = piece.form == Form::Word && source.len() <= LONGEST_REMEMBERED;
        if memorable && let Some(terms) = self.remembered.get(source) {
            out.push_str(terms);
            return;
        }
        self.scratch.clear();
        let word = self.analyzer.piece_terms(text, piece);
        if let Some(surface) = &word.surface {
            push_term(Layer::Surface, surface, &mut self.scratch);
        }
        push_term(Layer::Stem, &word.stem, &mut self.scratch);
        for (part, _) in &word.parts {
            push_term(Layer::Part, part, &mut self.scratch);
        }
        out.push_str(&self.scratch);
        if memorable && self.remembered.len() < REMEMBERED {
            self.remembered.insert(source.into(), self.scratch.as_str().into());
        }
    }
}

fn push_term(layer: Layer, text: &str, out: &mut String) {
    let end = text.floor_char_boundary(LONGEST_TERM);
    out.push(layer.tag());
    out.extend(text[..end].chars().filter(|c| !c.is_control()));
    out.push(TERM_END);
}

/// Reads an encoded passage back: calls `found` with each term, its tag first, and its position.
pub fn decode<'e>(encoded: &'e str, mut found: impl FnMut(&'e str, u32)) {
    let mut reader = Decoder::new(encoded);
    while let Some((term, position)) = reader.next_term() {
        found(term, position);
    }
}

/// The state of reading an encoded passage; a plain struct so that a back end can keep it in its own stream.
#[derive(Default)]
pub(crate) struct Decoder<'e> {
    rest: &'e str,
    region: usize,
    next_position: u32,
}

impl<'e> Decoder<'e> {
    pub(crate) fn new(encoded: &'e str) -> Self {
        Decoder { rest: encoded, region: 0, next_position: 0 }
    }

    /// The next term with its tag, and its position.
    pub(crate) fn next_term(&mut self) -> Option<(&'e str, u32)> {
        loop {
            match self.rest.as_bytes().first()? {
                b' ' => {
                    self.next_position += 1;
                    self.rest = &self.rest[1..];
                }
                0x1E => {
                    self.region = (self.region + 1).min(REGIONS.len() - 1);
                    self.next_position = REGIONS[self.region].1.start;
                    self.rest = &self.rest[1..];
                }
                _ => break,
            }
        }
        let end = self.rest.as_bytes().iter().position(|b| *b == 0x1F).unwrap_or(self.rest.len());
        let term = &self.rest[..end];
        self.rest = self.rest.get(end + 1..).unwrap_or("");
        Some((term, self.next_position.saturating_sub(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Encoding and reading back gives the terms of the plain analysis, each region at its place.
    #[test]
    fn encoded_terms_are_those_of_the_analysis() {
        let analyzer = Analyzer::new();
        let mut encoder = Encoder::new(&analyzer);
        let body = "De ICT-samenwerking kost € 1.234,56. Glasvezelverbindingen: B en W, 2!Connect m.n. foto's.";
        for _ in 0..2 {
            let mut encoded = String::new();
            let words = encoder.encode(["Een titel", "naam", "Kop één", body], &mut encoded);
            let mut found = Vec::new();
            decode(&encoded, |term, position| found.push((term.to_string(), position)));
            let mut expected = Vec::new();
            for (text, (_, range)) in ["Een titel", "naam", "Kop één", body].into_iter().zip(REGIONS) {
                let terms = analyzer.analyze(text).into_iter();
                expected.extend(terms.map(|t| (format!("{}{}", t.layer.tag(), t.text), t.position + range.start)));
            }
            assert_eq!(found, expected);
            let last = expected.last().map(|(_, position)| position - 192 + 1);
            assert_eq!(Some(words), last);
        }
    }

    /// A region never runs into the next one.
    #[test]
    fn long_titles_stay_in_their_region() {
        let analyzer = Analyzer::new();
        let title = "woord ".repeat(500);
        let mut encoded = String::new();
        Encoder::new(&analyzer).encode([&title, "naam", "", "tekst"], &mut encoded);
        let mut positions = Vec::new();
        decode(&encoded, |term, position| positions.push((term.to_string(), position)));
        assert!(positions.iter().filter(|(term, _)| term == "=woord").all(|(_, position)| *position < 63));
        assert!(positions.contains(&("=naam".into(), 64)) && positions.contains(&("=tekst".into(), 192)));
    }
}
