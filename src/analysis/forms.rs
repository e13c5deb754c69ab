//! Inflected words to the word that a dictionary lists, where our lists know that word: plurals to their noun, inflected
//! adjectives to the plain one, forms of verbs to the stem of the verb. What is not known is left to the stemmer,
//! whose rules alone leave "betaalt" and "betalen", or "grote" and "groot", apart.

use rustc_hash::FxHashMap;

use super::lexicon::{ADJECTIVE, Lexicon, NOUN, VERB};

const STRONG_VERBS: &str = include_str!("data/verbs.txt");

/// Prefixes that stay with their verb, and those that may part from it; the latter stand before "ge" in a participle.
const PREFIXES: [&str; 10] = ["be", "ver", "ont", "her", "er", "mis", "over", "onder", "door", "om"];
const PARTICLES: [&str; 33] = [
    "aaneen", "aan", "achter", "af", "bijeen", "bij", "binnen", "buiten", "deel", "door", "goed", "in", "langs", "los",
    "mede", "mee", "na", "neer", "onder", "op", "over", "plaats", "samen", "tegen", "terug", "toe", "uit", "vast",
    "voor", "vrij", "weer", "weg", "om",
];

/// Adjectives with these endings lose theirs by rule, known or not: "sociale" is sociaal, "serieuze" is serieus.
const ADJECTIVE_ENDINGS: [(&str, &str); 12] = [
    ("ische", "isch"),
    ("euze", "eus"),
    ("loze", "loos"),
    ("bare", "baar"),
    ("zame", "zaam"),
    ("ieve", "ief"),
    ("nale", "naal"),
    ("iale", "iaal"),
    ("rale", "raal"),
    ("tale", "taal"),
    ("iele", "ieel"),
    ("urele", "ureel"),
];

/// The word behind a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// A noun or adjective.
    Word(String),
    /// The stem of a verb.
    Verb(String),
}

/// Finds the words behind forms; made once.
pub(crate) struct BaseForms {
    /// Forms of strong verbs with the verb's stem; participles also without "ge", as prefixed verbs have them.
    strong: FxHashMap<&'static str, &'static str>,
}

impl BaseForms {
    pub(crate) fn new() -> Self {
        let mut strong = FxHashMap::default();
        for line in STRONG_VERBS.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let Some(stem) = words.next() else { continue };
            for form in words {
                strong.entry(form).or_insert(stem);
                if let Some(bare) = form.strip_prefix("ge") {
                    strong.entry(bare).or_insert(stem);
                }
            }
        }
        BaseForms { strong }
    }

    /// The word of which the folded `word` is a form; `None` where it is none, or that word is not known.
    pub(crate) fn base(&self, word: &str, lexicon: &Lexicon) -> Option<Base> {
        if word.len() < 3 || !word.is_ascii() {
            return None;
        }
        match lexicon.class(word) {
            None => lexicon
                .singular(word)
                .or_else(|| latin_singular(word, lexicon))
                .map(|noun| verbal_noun(&noun, lexicon).map_or(Base::Word(noun), Base::Verb))
                .or_else(|| self.verb(word, lexicon).map(|stem| verb_or_noun(stem, lexicon)))
                .or_else(|| verbal_noun(word, lexicon).map(Base::Verb))
                .or_else(|| adjective(word, lexicon).map(Base::Word)),
            // Participles that are in use as adjectives too.
            Some(ADJECTIVE) if word.ends_with(['d', 't', 'n']) => self.verb(word, lexicon).map(Base::Verb),
            Some(_) => latin_singular(word, lexicon)
                .or_else(|| word.ends_with("heden").then(|| lexicon.singular(word))?)
                .map(Base::Word)
                .or_else(|| verbal_noun(word, lexicon).map(Base::Verb)),
        }
    }

    fn verb(&self, word: &str, lexicon: &Lexicon) -> Option<String> {
        self.strong_verb(word).or_else(|| weak_verb(word, lexicon))
    }

    /// "beschreven" is beschrijf, "aangeboden" is aanbied.
    fn strong_verb(&self, word: &str) -> Option<String> {
        if let Some(stem) = self.strong.get(word) {
            return Some((*stem).to_string());
        }
        let prefixes = PREFIXES.iter().chain(&PARTICLES);
        prefixes.filter_map(|prefix| Some((prefix, word.strip_prefix(prefix)?))).find_map(|(prefix, rest)| {
            let stem = self.strong.get(rest).filter(|_| rest.len() >= 3)?;
            Some(format!("{prefix}{stem}"))
        })
    }
}

/// A stem that is a noun too ("gebruik") is taken as the noun, so that both meet.
fn verb_or_noun(stem: String, lexicon: &Lexicon) -> Base {
    if lexicon.known_as(&stem, NOUN) { Base::Word(stem) } else { Base::Verb(stem) }
}

/// "musea", "politici", "indices".
fn latin_singular(word: &str, lexicon: &Lexicon) -> Option<String> {
    let noun = |candidate: String| lexicon.known_as(&candidate, NOUN).then_some(candidate);
    let ending = |plural: &str, singular: &str| noun(format!("{}{singular}", word.strip_suffix(plural)?));
    ending("a", "um")
        .or_else(|| ending("i", "us"))
        .or_else(|| ending("ices", "ex"))
        .or_else(|| ending("ices", "ix"))
        .or_else(|| ending("es", "is"))
}

/// "groter", "hoge", "sociale", "beste".
fn adjective(word: &str, lexicon: &Lexicon) -> Option<String> {
    let bare = ["ste", "st", "ere", "er", "e"].iter().find_map(|ending| {
        let base = word.strip_suffix(ending).filter(|base| base.len() >= 3)?;
        match *ending {
            "ste" | "st" => lexicon.known_as(base, ADJECTIVE).then(|| base.to_string()),
            _ => lexicon.closed_syllable(base, ADJECTIVE),
        }
    });
    bare.or_else(|| {
        let mut endings = ADJECTIVE_ENDINGS.iter().filter(|(ending, _)| word.len() >= ending.len() + 3);
        endings.find_map(|(ending, plain)| Some(format!("{}{plain}", word.strip_suffix(ending)?)))
    })
}

/// "betaalt", "betaalde", "betaald", "betalen", "betalend": all betaal.
fn weak_verb(word: &str, lexicon: &Lexicon) -> Option<String> {
    let conjugated = |word: &str| {
        let mut stems = CONJUGATED.iter().filter_map(|ending| Some((word.strip_suffix(ending)?, *ending)));
        let (stem, _) = stems.find(|(stem, ending)| fits(stem, ending) && is_verb(stem, lexicon))?;
        Some(stem.to_string())
    };
    let ending_en = |word: &str| open_stem(word.strip_suffix("en")?, lexicon);
    participle(word, lexicon)
        .or_else(|| ending_en(word))
        .or_else(|| conjugated(word))
        .or_else(|| ending_en(word.strip_suffix('d').or_else(|| word.strip_suffix("de"))?))
}

/// The verb that is written `base` before an ending with a vowel.
fn open_stem(base: &str, lexicon: &Lexicon) -> Option<String> {
    let (prefix, verb) = split_prefix(base, lexicon);
    Some(format!("{prefix}{}", lexicon.closed_syllable(verb, VERB)?))
}

/// "advisering", "reiniging": nouns in -ing from verbs whose stem the rules would cut.
fn verbal_noun(word: &str, lexicon: &Lexicon) -> Option<String> {
    let base = word.strip_suffix("ing")?;
    open_stem(base, lexicon).filter(|stem| stem.ends_with("eer") || stem.ends_with("ig"))
}

/// Endings of the present, the past and the participle.
const CONJUGATED: [&str; 6] = ["de", "den", "te", "ten", "t", "d"];

/// Whether a weak verb with this stem takes this ending: t after the consonants of "t kofschip", else d; in the present
/// always t.
fn fits(stem: &str, ending: &str) -> bool {
    let voiceless = stem.ends_with(['t', 'k', 'f', 's', 'p', 'x']) || stem.ends_with("ch");
    match ending {
        "t" => true,
        "te" | "ten" => voiceless,
        _ => !voiceless,
    }
}

/// "geparkeerd", "aangevraagde", "gekost".
fn participle(word: &str, lexicon: &Lexicon) -> Option<String> {
    let particles = std::iter::once(&"").chain(&PARTICLES);
    particles.filter_map(|particle| Some((particle, word.strip_prefix(particle)?.strip_prefix("ge")?))).find_map(
        |(particle, rest)| {
            let endings = ["", "d", "t", "de", "te", "e"];
            let mut stems = endings.iter().filter_map(|ending| Some((rest.strip_suffix(ending)?, *ending)));
            let (stem, _) = stems.find(|(stem, ending)| {
                let formed = match *ending {
                    // Only stems in -d or -t have a participle without an ending of its own.
                    "" | "e" => stem.ends_with(['d', 't']),
                    "t" => fits(stem, "te"),
                    _ => fits(stem, ending),
                };
                formed && lexicon.known_as(stem, VERB)
            })?;
            Some(format!("{particle}{stem}"))
        },
    )
}

/// Whether `stem` is the stem of a known verb, with or without a prefix.
fn is_verb(stem: &str, lexicon: &Lexicon) -> bool {
    let (_, verb) = split_prefix(stem, lexicon);
    lexicon.known_as(verb, VERB)
}

/// A verb without its prefix, where it is known with none.
fn split_prefix<'w>(word: &'w str, lexicon: &Lexicon) -> (&'w str, &'w str) {
    if lexicon.closed_syllable(word, VERB).is_some() {
        return ("", word);
    }
    let prefixes = PREFIXES.iter().chain(&PARTICLES).filter_map(|prefix| word.strip_prefix(prefix));
    let mut rests = prefixes.filter(|rest| rest.len() >= 3 && lexicon.closed_syllable(rest, VERB).is_some());
    rests.next().map_or(("", word), |rest| (&word[..word.len() - rest.len()], rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms of each kind; what is no form, or of no known word, is left alone.
    #[test]
    fn forms_lead_to_their_words() {
        let (forms, lexicon) = (BaseForms::new(), Lexicon::new(&[]));
        for (form, base) in [
            ("betaalt", "betaal"),
            ("betaalde", "betaal"),
            ("betalen", "betaal"),
            ("verleend", "verleen"),
            ("geparkeerde", "parkeer"),
            ("parkerend", "parkeer"),
            ("aangevraagd", "aanvraag"),
            ("beschreven", "beschrijf"),
            ("aangeboden", "aanbied"),
            ("musea", "museum"),
            ("grote", "groot"),
            ("hogere", "hoog"),
            ("sociale", "sociaal"),
            ("gemeente", ""),
            ("zwibbelde", ""),
        ] {
            let found = forms.base(form, &lexicon).map_or(String::new(), |(Base::Word(base) | Base::Verb(base))| base);
            assert_eq!(found, base, "{form}");
        }
    }
}
