//! The language of a passage, among Dutch, English, German and French.
//!
//! Function words decide where there are enough of them, which is cheap and certain for running text; `whatlang`
//! (trigrams) decides for the rest, and Dutch wins where it is not sure either.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use whatlang::{Detector, Lang};

/// The languages told apart, as ISO 639-1 codes.
pub const LANGUAGES: [&str; 4] = ["nl", "en", "de", "fr"];

/// Words that tell each language, in the order of [`LANGUAGES`].
const MARKERS: [&str; 4] = [
    "de het een van en ik niet dat voor met aan zijn wordt worden deze bij ook naar door of uit artikel gemeente",
    "the of and to is that for with are this be by from on at which or as was it",
    "der die das und ist nicht mit von den dem ein eine zu auf für im werden wird auch",
    "le la les et est des une dans pour que qui par sur au aux du ce cette avec ne pas",
];

/// [`MARKERS`] by word: whether it tells each of the languages. A look-up for each word, since every passage is sampled.
static TELLING: LazyLock<FxHashMap<&str, [bool; 4]>> = LazyLock::new(|| {
    let mut telling: FxHashMap<&str, [bool; 4]> = FxHashMap::default();
    for (language, markers) in MARKERS.iter().enumerate() {
        for marker in markers.split(' ') {
            telling.entry(marker).or_default()[language] = true;
        }
    }
    telling
});

/// Words looked at, from the start.
const SAMPLE: usize = 80;

/// Texts with fewer words than this are Dutch unless markers say otherwise.
const SHORTEST_SAMPLE: usize = 6;

/// The language of `text`: one of [`LANGUAGES`].
pub fn language(text: &str) -> &'static str {
    let mut counts = [0usize; 4];
    let mut words = 0;
    let mut folded = String::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(SAMPLE) {
        words += 1;
        if word.len() > 9 {
            continue;
        }
        folded.clear();
        folded.extend(word.chars().flat_map(char::to_lowercase));
        let Some(told) = TELLING.get(folded.as_str()) else { continue };
        for (count, told) in counts.iter_mut().zip(told) {
            *count += usize::from(*told);
        }
    }
    let best = (0..4).max_by_key(|i| (counts[*i], 4 - i)).unwrap_or(0);
    let second = (0..4).filter(|i| *i != best).map(|i| counts[i]).max().unwrap_or(0);
    if counts[best] >= 2 * second + 2 || words < SHORTEST_SAMPLE {
        return if counts[best] > second { LANGUAGES[best] } else { "nl" };
    }
    by_trigrams(text)
}

fn by_trigrams(text: &str) -> &'static str {
    let detector = Detector::with_allowlist(vec![Lang::Nld, Lang::Eng, Lang::Deu, Lang::Fra]);
    let sample = text.char_indices().nth(600).map_or(text, |(end, _)| &text[..end]);
    match detector.detect_lang(sample) {
        Some(Lang::Eng) => "en",
        Some(Lang::Deu) => "de",
        Some(Lang::Fra) => "fr",
        _ => "nl",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Running text, headings and lists in four languages; Dutch where nothing is sure.
    #[test]
    fn languages_are_told_apart() {
        for (text, expected) in [
            ("De gemeente stelt de verordening vast en maakt het besluit bekend.", "nl"),
            ("Begroting 2021", "nl"),
            ("", "nl"),
            ("The council adopts the by-law and publishes the decision of the board.", "en"),
            ("Der Gemeinderat beschließt die Satzung und gibt den Beschluss bekannt.", "de"),
            ("Le conseil adopte le règlement et publie la décision dans les deux langues.", "fr"),
            ("Verbonden partijen, weerstandsvermogen, onderhoud kapitaalgoederen, financiering, bedrijfsvoering", "nl"),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}
