//! The undividable words of Dutch that the project brings (`data/lexicon.tsv`): what compounds are made of, and which
//! plural belongs to which noun.

use rustc_hash::{FxHashMap, FxHashSet};

const LEXICON: &str = include_str!("data/lexicon.tsv");

pub(crate) const NOUN: u8 = 1;
/// Stems of verbs as they begin compounds: "parkeer" in "parkeervergunning".
pub(crate) const VERB: u8 = 2;
pub(crate) const ADJECTIVE: u8 = 4;
/// Words that begin compounds without being nouns: "buiten" in "buitengebied".
pub(crate) const PARTICLE: u8 = 8;

/// The words with their classes, one bit each.
pub(crate) struct Lexicon {
    words: FxHashMap<&'static str, u8>,
    /// Words that a folder taught; all nouns.
    learned: FxHashSet<Box<str>>,
}

impl Lexicon {
    /// The project's words and `learned` ones.
    pub(crate) fn new(learned: &[String]) -> Self {
        let mut words: FxHashMap<&'static str, u8> = FxHashMap::default();
        for (word, class) in LEXICON.lines().filter_map(|line| line.split_once('\t')) {
            let class = match class {
                "n" => NOUN,
                "v" => VERB,
                "a" => ADJECTIVE,
                _ => PARTICLE,
            };
            *words.entry(word).or_default() |= class;
        }
        Lexicon { words, learned: learned.iter().map(|word| word.as_str().into()).collect() }
    }

    /// The classes of `word`, if it is known.
    pub(crate) fn class(&self, word: &str) -> Option<u8> {
        let listed = self.words.get(word).copied();
        listed.or_else(|| self.learned.contains(word).then_some(NOUN))
    }

    /// The words of any of `classes`.
    pub(crate) fn words_of(&self, classes: u8) -> impl Iterator<Item = &str> {
        let listed = self.words.iter().filter(move |(_, class)| **class & classes != 0).map(|(word, _)| *word);
        let learned = self.learned.iter().filter(move |_| classes & NOUN != 0).map(|word| &**word);
        listed.chain(learned)
    }

    /// Whether `word` is one of any of `classes`.
    pub(crate) fn known_as(&self, word: &str, classes: u8) -> bool {
        self.class(word).is_some_and(|class| class & classes != 0)
    }

    /// The word of any of `classes` that is written `base` before an ending with a vowel: "straat" for "strat", "stof"
    /// for "stoff", "brief" for "briev", "huis" for "huiz".
    pub(crate) fn closed_syllable(&self, base: &str, classes: u8) -> Option<String> {
        // In "verbeter" and "wandel" the last vowel is not long.
        let mute = base.len() >= 5 && ["er", "el", "en", "em"].iter().any(|end| base.ends_with(end));
        if mute && base.is_ascii() && self.known_as(base, classes) {
            return Some(base.to_string());
        }
        let known = |candidate: String| self.known_as(&candidate, classes).then_some(candidate);
        let (&last, rest) = base.as_bytes().split_last().filter(|_| base.is_ascii())?;
        let hardened = match last {
            b'v' => b'f',
            b'z' => b's',
            other => other,
        } as char;
        let body = &base[..rest.len()];
        // An open syllable with a long vowel is written with one letter.
        let long = rest.last().filter(|vowel| b"aeou".contains(vowel));
        let long = long.and_then(|vowel| known(format!("{body}{}{hardened}", *vowel as char)));
        let doubled = rest.last() == Some(&last);
        long.or_else(|| if doubled { known(body.to_string()) } else { None })
            .or_else(|| known(format!("{body}{hardened}")))
    }

    /// The noun of which `word` is the plural, where it is regular: "schulden", "straten", "brieven", "tafels".
    pub(crate) fn singular(&self, word: &str) -> Option<String> {
        let noun = |candidate: String| self.known_as(&candidate, NOUN).then_some(candidate);
        if let Some(base) = word.strip_suffix("heden") {
            return noun(format!("{base}heid"));
        }
        if let Some(base) = word.strip_suffix("en") {
            return self.closed_syllable(base, NOUN).or_else(|| noun(format!("{base}e")));
        }
        let base = word.strip_suffix('s').or_else(|| word.strip_suffix('n'))?;
        noun(base.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plurals with -en, doubled consonants, long vowels, f and s, and -s.
    #[test]
    fn plurals_lead_to_their_nouns() {
        let lexicon = Lexicon::new(&[]);
        for (plural, noun) in [
            ("schulden", "schuld"),
            ("straten", "straat"),
            ("stoffen", "stof"),
            ("brieven", "brief"),
            ("huizen", "huis"),
            ("tafels", "tafel"),
            ("mogelijkheden", "mogelijkheid"),
            ("ziekten", "ziekte"),
        ] {
            assert_eq!(lexicon.singular(plural).as_deref(), Some(noun), "{plural}");
        }
        assert_eq!(lexicon.singular("glasvezelnetten"), None);
    }
}
