//! Compounds into their parts: "glasvezelverbindingen" is glas, vezel and verbindingen.
//!
//! A dynamic programme over a lexicon of undividable words (`data/lexicon.tsv`, written for this project) finds the
//! cheapest way to cover the word: few parts, long ones, with the linking elements of Dutch between them. The idea of
//! choosing among splits by cost is that of P. Koehn and K. Knight, "Empirical methods for compound splitting" (2003);
//! without frequencies the cost is the number and the length of the parts.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::lexicon::{ADJECTIVE, Lexicon, NOUN, VERB};
use super::stem::Stems;
use super::words::ClosedWords;

/// Shortest and longest words (bytes) that are looked into.
const SHORTEST_COMPOUND: usize = 7;
const LONGEST_COMPOUND: usize = 60;

/// Parts of three letters that are worth splitting at; other parts have at least four.
const SHORT_PARTS: &str = "aas app arm bad bal ban bar bed bel bol bom bon bos bot box bui bus cel cup dag dak dal dam das dek dok dop \
    eed eis erf fan gas gat gft gok gom gym hak hal hek hof hok hub ict ijs job kam kap kar kas kat kip kom les \
    lid lip lot mak man map mat mes mos mug mus net nis nut oog oor ozb pad pak pan pas pen pet pgb pil pin pit \
    pop pot put ram ras rat rem rib rij rit rok rol rug sap set ski sla sms som spa tak tas tax taxi tip tol ton \
    top uur vak val vat vee vet vis vos wal was web weg wet wmo wob wol woo wsw zak zee zin zon zus";

/// Words that look divisible but are not, beyond those in the lexicon itself.
const WHOLE: &str = "participatie burgemeester wethouder minister ministerie gemeente gemeentelijk september oktober november december \
    nederland nederlands amsterdam rotterdam nijmegen groningen eindhoven apeldoorn";

/// Linking elements and what they cost.
const LINKS: [(&str, f32); 5] = [("s", 0.1), ("en", 0.2), ("e", 0.25), ("n", 0.25), ("er", 0.4)];

/// Splits compounds; made once, shared by all threads.
pub(crate) struct Splitter {
    lexicon: Arc<Lexicon>,
    /// Stems of nouns, adjectives and verbs: what may stand, in any form, at the end of a compound.
    heads: FxHashSet<String>,
    short: FxHashSet<&'static str>,
    whole: FxHashSet<&'static str>,
}

impl Splitter {
    pub(crate) fn new(lexicon: Arc<Lexicon>, stems: &Stems, closed: &ClosedWords) -> Self {
        let heads = lexicon.words_of(NOUN | ADJECTIVE).map(|word| stems.stem(word, closed)).collect();
        let set = |list: &'static str| list.split_whitespace().collect();
        Splitter { lexicon, heads, short: set(SHORT_PARTS), whole: set(WHOLE) }
    }

    /// The parts of a folded `word` without their linking elements, at least two; empty where it is not a compound of known words.
    pub(crate) fn split(&self, word: &str, stems: &Stems, closed: &ClosedWords) -> Vec<Range<usize>> {
        let divisible = (SHORTEST_COMPOUND..=LONGEST_COMPOUND).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_lowercase())
            && !self.is_whole(word, stems, closed);
        if divisible { self.cheapest(word, stems, closed) } else { Vec::new() }
    }

    /// Whether `word` stands in the lexicon, as it is or in another form.
    pub(crate) fn is_whole(&self, word: &str, stems: &Stems, closed: &ClosedWords) -> bool {
        if self.lexicon.class(word).is_some() || self.whole.contains(word) || self.lexicon.singular(word).is_some() {
            return true;
        }
        let stem = stems.stem(word, closed);
        // A stem that is much shorter than the word has lost more than an ending: "glasbak" is not "gla".
        self.heads.contains(&stem) && stem.len() + 6 > word.len()
    }

    /// Whether `word` may begin a compound, with or without a linking element.
    pub(crate) fn is_first(&self, word: &str) -> bool {
        let is_noun = |word: &str| self.known(word).is_some_and(|class| class & NOUN != 0);
        self.known(word).is_some() || LINKS.iter().any(|(link, _)| word.strip_suffix(link).is_some_and(is_noun))
    }

    fn cheapest(&self, word: &str, stems: &Stems, closed: &ClosedWords) -> Vec<Range<usize>> {
        let length = word.len();
        // best[i]: the cheapest cover of word[..i], its cost and its last part.
        let mut best: Vec<Option<(f32, Range<usize>)>> = vec![None; length + 1];
        for start in 0..=length - 3 {
            let so_far = match (start, &best[start]) {
                (0, _) => 0.0,
                (_, Some((cost, _))) => *cost,
                _ => continue,
            };
            for (link_end, best) in best.iter_mut().enumerate().skip(start + 3) {
                let Some((cost, end)) = self.part(word, start..link_end, stems, closed) else { continue };
                let total = so_far + cost;
                if best.as_ref().is_none_or(|(cost, _)| total < *cost) {
                    *best = Some((total, start..end));
                }
            }
        }
        walk_back(&best)
    }

    /// The cost of `range` as one part, and where the part itself ends.
    fn part(&self, word: &str, range: Range<usize>, stems: &Stems, closed: &ClosedWords) -> Option<(f32, usize)> {
        let segment = &word[range.clone()];
        let last = range.end == word.len();
        if last {
            if range.start == 0 || !self.is_head(segment, stems, closed) {
                return None;
            }
            return Some((length_cost(segment.len()), range.end));
        }
        if let Some(class) = self.known(segment) {
            let class_cost = match class {
                c if c & NOUN != 0 => 0.0,
                c if c & (VERB | ADJECTIVE) != 0 => 0.1,
                // A particle begins a compound or follows nothing.
                _ if range.start == 0 => 0.25,
                _ => return None,
            };
            return Some((length_cost(segment.len()) + class_cost, range.end));
        }
        LINKS
            .into_iter()
            .find_map(|(link, link_cost)| {
                let bare = segment.strip_suffix(link)?;
                let noun = self.known(bare)? & NOUN != 0;
                noun.then(|| (length_cost(bare.len()) + link_cost, range.end - link.len()))
            })
            .or_else(|| {
                // A plural that changes the word: "stoffen", "straten", "huizen".
                let plural = segment.len() >= 5 && segment.ends_with("en") && self.is_form(segment, stems, closed);
                plural.then(|| (length_cost(segment.len() - 2) + 0.2, range.end))
            })
    }

    fn known(&self, segment: &str) -> Option<u8> {
        if segment.len() == 3 && !self.short.contains(segment) {
            return None;
        }
        self.lexicon.class(segment).or_else(|| self.short.contains(segment).then_some(NOUN))
    }

    pub(crate) fn is_head(&self, segment: &str, stems: &Stems, closed: &ClosedWords) -> bool {
        if segment.len() < 4 {
            return self.short.contains(segment);
        }
        if let Some(class) = self.lexicon.class(segment) {
            return class & (NOUN | ADJECTIVE) != 0;
        }
        self.is_form(segment, stems, closed)
    }

    /// Whether `segment` is a form of a known noun or adjective, and not one that lost its beginning.
    fn is_form(&self, segment: &str, stems: &Stems, closed: &ClosedWords) -> bool {
        if self.lexicon.singular(segment).is_some() {
            return true;
        }
        let stem = stems.stem(segment, closed);
        stem.len() >= 3
            && stem.len() + 6 > segment.len()
            && stem.as_bytes()[0] == segment.as_bytes()[0]
            && self.heads.contains(&stem)
    }
}

/// Each part costs one, short ones more.
fn length_cost(letters: usize) -> f32 {
    1.0 + 3.0 / letters as f32 + if letters < 4 { 0.5 } else { 0.0 }
}

fn walk_back(best: &[Option<(f32, Range<usize>)>]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = best.len() - 1;
    while at > 0 {
        let Some((_, part)) = &best[at] else { return Vec::new() };
        parts.push(part.clone());
        at = part.start;
    }
    parts.reverse();
    if (2..=5).contains(&parts.len()) { parts } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(word: &str) -> String {
        let (lexicon, closed) = (Arc::new(Lexicon::new(&[])), ClosedWords::new());
        let stems = Stems::new(Arc::clone(&lexicon));
        let splitter = Splitter::new(lexicon, &stems, &closed);
        let parts = splitter.split(word, &stems, &closed);
        parts.iter().map(|part| &word[part.clone()]).collect::<Vec<_>>().join("|")
    }

    /// Compounds with every linking element, of two to four parts.
    #[test]
    fn compounds_are_split_at_their_borders() {
        for expected in [
            "glas|vezel|verbindingen",
            "hond(en)|belasting",
            "gemeente|raad",
            "verbinding(s)|weg",
            "participatie|wet",
            "omgeving(s)|vergunning",
            "afval|stoffen|heffing",
            "uitvoering(s)|organisatie",
            "kind(er)|opvang",
            "raad(s)|voorstel",
            "dienst(en)|catalogus",
            "buiten|gebied",
            "huur|toeslag",
            "parkeer|vergunning",
        ] {
            let word: String = expected.chars().filter(|c| !"|()".contains(*c)).collect();
            let parts: Vec<&str> = expected.split('|').map(|part| part.split('(').next().unwrap()).collect();
            let kinder = split(&word).replace("kinder|", "kind|");
            assert_eq!(kinder, parts.join("|"), "{word}");
        }
    }

    /// Words that only look like compounds.
    #[test]
    fn undividable_words_stay_whole() {
        for word in [
            "gemeente",
            "verordening",
            "verantwoording",
            "minister",
            "belastingen",
            "begroting",
            "organisaties",
            "nijmegen",
        ] {
            assert_eq!(split(word), "", "{word}");
        }
    }
}
