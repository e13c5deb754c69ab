//! Words that name a kind of document: "najaarsnota", "raadsvoorstel", any compound of "verordening". Whether a word at
//! some place says what the document is, is for `kind`.

use super::kind::Kind;
use super::register::{plain, register};
use super::words::BEFORE_GENRE;

/// How a genre word is recognised.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The whole word, or these words in a row.
    Whole,
    /// Any compound that ends in it: Dutch puts the genre last.
    End,
}

/// Words that name a genre, the more telling first where two fit the same word.
const GENRES: &[(&str, Fit, Kind)] = &[
    ("nieuwsbericht", Fit::End, Kind::Nieuwsbericht),
    ("nieuws", Fit::Whole, Kind::Nieuwsbericht),
    ("persbericht", Fit::End, Kind::Nieuwsbericht),
    ("nieuwsbrief", Fit::End, Kind::Nieuwsbericht),
    ("interview", Fit::Whole, Kind::Interview),
    ("raadsvragen", Fit::Whole, Kind::Raadsvragen),
    ("schriftelijke vragen", Fit::Whole, Kind::Raadsvragen),
    ("technische vragen", Fit::Whole, Kind::Raadsvragen),
    ("beantwoording vragen", Fit::Whole, Kind::Raadsvragen),
    ("besluitenlijst", Fit::End, Kind::Besluitenlijst),
    ("voorstel", Fit::End, Kind::Raadsvoorstel),
    ("raadsinformatiebrief", Fit::Whole, Kind::Raadsbrief),
    ("informatiebrief", Fit::End, Kind::Raadsbrief),
    ("raadsbrief", Fit::Whole, Kind::Raadsbrief),
    ("collegebrief", Fit::Whole, Kind::Raadsbrief),
    ("wethoudersbrief", Fit::Whole, Kind::Raadsbrief),
    ("raadsmemo", Fit::Whole, Kind::Raadsbrief),
    ("rib", Fit::Whole, Kind::Raadsbrief),
    ("najaarsnota", Fit::Whole, Kind::Tussenrapportage),
    ("voorjaarsnota", Fit::Whole, Kind::Tussenrapportage),
    ("zomernota", Fit::Whole, Kind::Tussenrapportage),
    ("kadernota", Fit::Whole, Kind::Tussenrapportage),
    ("perspectiefnota", Fit::Whole, Kind::Tussenrapportage),
    ("bestuursrapportage", Fit::Whole, Kind::Tussenrapportage),
    ("tussenrapportage", Fit::Whole, Kind::Tussenrapportage),
    ("kwartaalrapportage", Fit::Whole, Kind::Tussenrapportage),
    ("berap", Fit::Whole, Kind::Tussenrapportage),
    ("marap", Fit::Whole, Kind::Tussenrapportage),
    ("begroting", Fit::End, Kind::Begroting),
    ("jaarstukken", Fit::Whole, Kind::Jaarstukken),
    ("jaarrekening", Fit::Whole, Kind::Jaarstukken),
    ("jaarverslag", Fit::Whole, Kind::Jaarstukken),
    ("beleidsregel", Fit::Whole, Kind::Beleidsregels),
    ("beleidsregels", Fit::Whole, Kind::Beleidsregels),
    ("verordening", Fit::End, Kind::Verordening),
    ("apv", Fit::Whole, Kind::Verordening),
    ("gemeenschappelijke regeling", Fit::Whole, Kind::Regeling),
    ("ministeriele regeling", Fit::Whole, Kind::Regeling),
    ("subsidieregeling", Fit::Whole, Kind::Regeling),
    ("regeling", Fit::Whole, Kind::Regeling),
    ("notulen", Fit::Whole, Kind::Notulen),
    ("raadsverslag", Fit::Whole, Kind::Notulen),
    ("verslag", Fit::Whole, Kind::Notulen),
    ("motie", Fit::Whole, Kind::Motie),
    ("amendement", Fit::Whole, Kind::Motie),
    ("visie", Fit::End, Kind::Visie),
    ("nota", Fit::End, Kind::Nota),
    ("notitie", Fit::End, Kind::Nota),
    ("beleidskader", Fit::End, Kind::Nota),
    ("bestemmingsplan", Fit::Whole, Kind::Besluit),
    ("omgevingsplan", Fit::Whole, Kind::Besluit),
    ("plan", Fit::End, Kind::Nota),
    ("beleid", Fit::End, Kind::Nota),
    ("uitvoeringsprogramma", Fit::Whole, Kind::Nota),
    ("rapport", Fit::End, Kind::Rapport),
    ("rapportage", Fit::End, Kind::Rapport),
    ("evaluatie", Fit::Whole, Kind::Rapport),
    ("evaluatieverslag", Fit::Whole, Kind::Rapport),
    ("besluit", Fit::End, Kind::Besluit),
    ("brief", Fit::End, Kind::Brief),
];
/// Words that end like a genre and are none.
const NO_GENRE: [&str; 7] = ["televisie", "supervisie", "revisie", "provisie", "divisie", "plan", "beleid"];

/// The genre of a word, given the word after it.
pub(super) fn genre(word: &str, next: Option<&str>) -> Option<Kind> {
    let fits = |(name, fit, _): &&(&str, Fit, Kind)| match (fit, name.split_once(' ')) {
        (Fit::End, _) => word.ends_with(name),
        (Fit::Whole, Some((first, second))) => word == first && next == Some(second),
        (Fit::Whole, None) => word == *name,
    };
    let found = GENRES.iter().find(fits).map(|(_, _, kind)| *kind);
    found.filter(|_| !NO_GENRE.contains(&word))
}

/// Whether a plain word names a genre.
pub(super) fn has_genre(word: &str) -> bool {
    genre(word, None).is_some()
}

/// The first genre word in plain words.
pub(super) fn genre_in(words: &str) -> Option<Kind> {
    let words: Vec<&str> = words.split(' ').collect();
    (0..words.len()).find_map(|at| genre(words[at], words.get(at + 1).copied()))
}

/// The genre that a title starts with, numbers and the like aside; "Participatie- en inspraakverordening" does too.
pub(super) fn leads(words: &str) -> Option<Kind> {
    let words: Vec<&str> = words.split(' ').collect();
    let skipped = |word: &str| is_number(word) || BEFORE_GENRE.contains(&word);
    let at = words.iter().position(|word| !skipped(word))?;
    let at = if genre(words[at], words.get(at + 1).copied()).is_none() && register().named(words[at]).is_some() {
        at + 1
    } else {
        at
    };
    let joined = || (*words.get(at + 1)? == "en").then(|| genre(words.get(at + 2)?, None))?;
    genre(words.get(at)?, words.get(at + 1).copied()).or_else(joined)
}

/// Whether a title only says which kind of document it is and its number or year.
pub(super) fn is_bare_genre(title: &str) -> bool {
    let words = plain(title);
    leads(&words).is_some()
        && words
            .split(' ')
            .all(|word| is_number(word) || BEFORE_GENRE.contains(&word) || genre(word, None).is_some() || word == "nr")
}

fn is_number(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit()) && word.len() < 9
}
