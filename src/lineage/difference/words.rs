//! Lists of Dutch words that a comparison has to know.

use crate::analysis::MONTHS;

/// Words that carry a sentence but say little on their own. "Niet" and "geen" say much.
const FUNCTION: [&str; 72] = [
    "aan", "al", "als", "alsmede", "bij", "binnen", "daar", "daarbij", "dan", "dat", "de", "den", "der", "des", "deze",
    "die", "dit", "door", "doch", "echter", "een", "en", "er", "het", "hij", "hun", "ieder", "iedere", "in", "is",
    "kan", "kunnen", "maar", "met", "naar", "of", "om", "omtrent", "onder", "ook", "op", "over", "per", "te", "ten",
    "ter", "tot", "tussen", "u", "uit", "uw", "van", "via", "volgens", "voor", "waar", "waarbij", "was", "waren",
    "wat", "we", "werd", "werden", "wij", "worden", "wordt", "ze", "zij", "zijn", "zo", "zoals", "zou",
];

/// Words that may stand inside a name.
const PARTICLES: [&str; 8] = ["de", "den", "der", "en", "het", "ten", "ter", "van"];

/// Words after which a full stop does not end a sentence.
const ABBREVIATED: [&str; 35] = [
    "afd", "art", "bijv", "blz", "bv", "ca", "cf", "dd", "dhr", "dr", "drs", "evt", "excl", "fa", "gem", "hr", "incl",
    "ing", "ir", "jl", "max", "mevr", "mld", "mln", "mr", "mw", "nr", "nrs", "pag", "prof", "resp", "st", "tel", "vgl",
    "zgn",
];

/// Numbers in words, but "een", which is an article first.
const NUMBERS: [&str; 32] = [
    "anderhalf",
    "anderhalve",
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
    "twintig",
    "dertig",
    "veertig",
    "vijftig",
    "zestig",
    "zeventig",
    "tachtig",
    "negentig",
    "honderd",
    "duizend",
];

/// Units that a number is multiplied by.
const SCALES: [&str; 8] = ["duizend", "k", "miljard", "miljoen", "mio", "mld", "mln", "mrd"];

const SHORT_MONTHS: [&str; 13] =
    ["jan", "feb", "febr", "mrt", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dec"];

/// Words that a number after them belongs to.
const NUMBERED: [&str; 7] = ["art", "artikel", "bijlage", "hoofdstuk", "lid", "paragraaf", "§"];

/// A list above.
#[derive(Clone, Copy, Debug)]
pub(super) enum List {
    Function,
    Particle,
    Abbreviated,
    Number,
    Scale,
    Month,
    ShortMonth,
    Numbered,
}

impl List {
    /// Whether the list has `word`, in whatever case.
    pub(super) fn has(self, word: &str) -> bool {
        const LONGEST: usize = 12;
        let words: &[&str] = match self {
            List::Function => &FUNCTION,
            List::Particle => &PARTICLES,
            List::Abbreviated => &ABBREVIATED,
            List::Number => &NUMBERS,
            List::Scale => &SCALES,
            List::Month => &MONTHS,
            List::ShortMonth => &SHORT_MONTHS,
            List::Numbered => &NUMBERED,
        };
        word.len() <= LONGEST && words.iter().any(|listed| same_word(listed, word))
    }
}

fn same_word(listed: &str, word: &str) -> bool {
    listed.eq_ignore_ascii_case(word) || !word.is_ascii() && listed == word.to_lowercase()
}
