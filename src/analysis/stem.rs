//! The stem of a word: Kraaij and Pohlmann's Dutch stemmer with a table of exceptions before it.
//!
//! The stemmer is the Snowball project's `dutch` algorithm (W. Kraaij and R. Pohlmann, "Porter's stemming algorithm
//! for Dutch", 1994). It takes derivation off as well as inflection, which joins words that readers keep apart
//! ("gemeente" and "mening"); `data/stems.txt` repairs those that matter.

use std::sync::Arc;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::forms::{Base, BaseForms};
use super::lexicon::Lexicon;
use super::words::ClosedWords;

const EXCEPTIONS: &str = include_str!("data/stems.txt");

/// Words longer than this many bytes are not stemmed: they are not words.
const LONGEST_WORD: usize = 64;

/// Finds stems; made once, shared by all threads.
pub(crate) struct Stems {
    stemmer: Stemmer,
    exceptions: FxHashMap<&'static str, &'static str>,
    lexicon: Arc<Lexicon>,
    forms: BaseForms,
}

impl Stems {
    pub(crate) fn new(lexicon: Arc<Lexicon>) -> Self {
        let lines = EXCEPTIONS.lines().filter(|line| !line.starts_with('#'));
        let exceptions = lines
            .filter_map(|line| line.split_once(':'))
            .flat_map(|(stem, forms)| forms.split_whitespace().map(move |form| (form, stem)))
            .collect();
        Stems { stemmer: Stemmer::new(Algorithm::Dutch), exceptions, lexicon, forms: BaseForms::new() }
    }

    /// Whether `word` is a form of a known word.
    pub(crate) fn is_form(&self, word: &str) -> bool {
        self.exceptions.contains_key(word) || self.forms.base(word, &self.lexicon).is_some()
    }

    /// The words whose plurals it knows.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    fn exception(&self, word: &str) -> Option<String> {
        self.exceptions.get(word).map(|stem| (*stem).to_string())
    }

    /// The stem of a folded `word` that is not a function word.
    pub(crate) fn stem(&self, word: &str, closed: &ClosedWords) -> String {
        if let Some(stem) = self.exception(word) {
            return stem;
        }
        let word = without_plural_s(word);
        if word.len() > LONGEST_WORD || word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return word.to_string();
        }
        if let Some(stem) = self.exception(word) {
            return stem;
        }
        // The rules take some plurals for verbs ("schulden") and leave many forms apart; a known word is surer.
        let base = match self.forms.base(word, &self.lexicon) {
            // What is left of a verb has no ending that the rules could take off.
            Some(Base::Verb(stem)) => return self.exception(&stem).unwrap_or(stem),
            Some(Base::Word(base)) => match self.exception(&base) {
                Some(stem) => return stem,
                None => Some(base),
            },
            None => None,
        };
        let word = base.as_deref().unwrap_or(word);
        let stem = self.stemmer.stem(word);
        // A known word in -s is no plural ("toets").
        if word.strip_suffix('s') == Some(&*stem) && self.lexicon.class(word).is_some() {
            return word.to_string();
        }
        // A stem that is a function word joins what has nothing in common ("kans" and "kan").
        if stem.len() < 2 || closed.is_function(&stem) { word.to_string() } else { stem.into_owned() }
    }
}

/// "foto's" without "'s", and "fotos" as it is often typed.
fn without_plural_s(word: &str) -> &str {
    if let Some(rest) = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')) {
        return if rest.is_empty() { word } else { rest };
    }
    match word.as_bytes() {
        [.., before, vowel @ (b'o' | b'a'), b's']
            if before != vowel && word.len() >= 5 && !SINGULAR_IN_S.contains(&word) =>
        {
            &word[..word.len() - 1]
        }
        _ => word,
    }
}

/// Words in -os and -as that are no plurals.
const SINGULAR_IN_S: [&str; 10] =
    ["chaos", "atlas", "canvas", "kosmos", "alias", "ethos", "pathos", "thermos", "albatros", "ananas"];

/// The figure that a number word stands for, up to twenty and the round ones; "een" is an article first.
pub(crate) fn figure(word: &str) -> Option<&'static str> {
    Some(match word {
        "twee" => "2",
        "drie" => "3",
        "vier" => "4",
        "vijf" => "5",
        "zes" => "6",
        "zeven" => "7",
        "acht" => "8",
        "negen" => "9",
        "tien" => "10",
        "elf" => "11",
        "twaalf" => "12",
        "dertien" => "13",
        "veertien" => "14",
        "vijftien" => "15",
        "zestien" => "16",
        "zeventien" => "17",
        "achttien" => "18",
        "negentien" => "19",
        "twintig" => "20",
        "dertig" => "30",
        "veertig" => "40",
        "vijftig" => "50",
        "zestig" => "60",
        "zeventig" => "70",
        "tachtig" => "80",
        "negentig" => "90",
        "honderd" => "100",
        "duizend" => "1000",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms that must meet, and words that must stay apart.
    #[test]
    fn forms_meet_and_strangers_stay_apart() {
        let (stems, closed) = (Stems::new(Arc::new(Lexicon::new(&[]))), ClosedWords::new());
        let stem = |word: &str| stems.stem(word, &closed);
        for forms in [
            "gemeente gemeenten gemeentelijke",
            "glasvezel glasvezels",
            "verbinding verbindingen",
            "stad steden",
            "lid leden",
            "kind kinderen",
            "foto foto's fotos",
            "organisatie organisaties georganiseerd",
            "vergunning vergunningen",
            "uitkering uitkeringen uitgekeerd",
            "schuld schulden",
            "begeleiden begeleiding begeleider",
        ] {
            let stems: Vec<String> = forms.split(' ').map(stem).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms}: {stems:?}");
        }
        for pair in
            ["gemeente mening", "beleid begeleiding", "kans kan", "minister minimum", "lid lijden", "plaats plaat"]
        {
            let stems: Vec<String> = pair.split(' ').map(stem).collect();
            assert_ne!(stems[0], stems[1], "{pair}");
        }
    }
}
