//! Whether a line of plain text looks like a heading, and what number it carries. Judges one line by itself; where it
//! stands in the file is judged by `text`, and its level is set by `outline`.

use super::lines::marker;
use crate::analysis::MONTHS;

/// How a heading is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbering {
    /// "Snel voordeel".
    None,
    /// Figures, and how many: 1 for "03", 2 for "1.1." and "3E.".
    Depth(u8),
    /// A part of a by-law: 1 for a chapter, 2 for a section, 3 for an article.
    Legal(u8),
    /// A part that starts anew after the articles, such as "Toelichting" or "Bijlage 1".
    Annex,
}

/// A heading has at most this many words, or characters; a question, and the title of a by-law, may have more.
const MOST_WORDS: usize = 12;
const MOST_CHARACTERS: usize = 110;
const MOST_WORDS_OF_QUESTION: usize = 18;
const MOST_WORDS_OF_DOCUMENT: usize = 40;

/// How `line` is numbered, when it is shaped as a heading.
pub(super) fn numbered(line: &str) -> Option<Numbering> {
    legal(line).or_else(|| figures(line))
}

/// Whether `line` can be a heading without a number: short, no sentence, no quotation, no fact such as a date.
pub(super) fn is_title(line: &str) -> bool {
    is_short(line)
        && starts_like_title(line)
        && !line.ends_with(['.', ',', ';', ':', '!', '…', '-'])
        && !line.contains(['\t', '|', '@', '…'])
        && !line.contains("www.")
        && !line.contains("://")
        && marker(line).is_none()
        && !is_quotation(line)
        && !has_inner_sentence(line)
        && !is_fact(line)
        && !is_sender(line)
}

/// Whether a sentence ends inside the line: "Wij gebruiken cookies. Sluiten". Short words before a dot are
/// abbreviations, and a question may have a sentence before it.
fn has_inner_sentence(line: &str) -> bool {
    let mut words = line.split_whitespace().rev().skip(1);
    !line.ends_with('?')
        && words.any(|word| {
            word.ends_with('.') && word.chars().count() > 4 && !word.starts_with(|c: char| c.is_ascii_digit())
        })
}

/// Whether `line`, the first of a file and alone, can be the name of the document: longer than other headings.
pub(super) fn is_document_title(line: &str) -> bool {
    let words = line.split_whitespace().take(MOST_WORDS_OF_DOCUMENT + 1).count();
    let quotation = words <= MOST_WORDS && is_quotation(line);
    words <= MOST_WORDS_OF_DOCUMENT
        && starts_like_title(line)
        && (line.ends_with(char::is_alphanumeric) || quotation)
        && !is_fact(line)
        && !is_sender(line)
}

/// Whether `line` is a word with what holds for it after a colon: "Afwezig: de wethouder".
pub(super) fn is_key_and_value(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(_, value)| value.starts_with(char::is_lowercase))
}

/// Whether `line` names the municipality that a page is of.
pub(super) fn is_municipality(line: &str) -> bool {
    line.to_lowercase().starts_with("gemeente ") && line.split_whitespace().count() <= 4
}

/// Whether `line` is a sentence, or long enough to be a part of one.
pub(super) fn is_sentence(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let ends = line.ends_with(['.', '!', '?', ':', ';', '’', '”', '"', '\'', ')']);
    words > MOST_WORDS || words >= 5 && ends
}

/// The parts of "Artikel 3 Hoogte": the word, the number and the name, which may be empty.
pub(super) fn legal_parts(line: &str) -> Option<(&str, &str, &str)> {
    let (word, rest) = match line.strip_prefix('§') {
        Some(rest) => ("§", rest.trim_start()),
        None => line.split_once(char::is_whitespace)?,
    };
    legal_rank(word)?;
    let (number, name) = rest.trim_start().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
    let bare = number.trim_end_matches([':', '.', '-']);
    let figures = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-'));
    let letters =
        !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'A'..=b'E'));
    (figures || letters).then(|| (word, number, name.trim_start_matches(['-', '–', ':', '.', ' '])))
}

fn legal_rank(word: &str) -> Option<Numbering> {
    Some(match word.to_lowercase().as_str() {
        "hoofdstuk" | "titel" | "deel" | "boek" | "programma" | "thema" => Numbering::Legal(1),
        "afdeling" | "paragraaf" | "§" => Numbering::Legal(2),
        "artikel" | "art." => Numbering::Legal(3),
        "bijlage" => Numbering::Annex,
        _ => return None,
    })
}

fn legal(line: &str) -> Option<Numbering> {
    let lower = line.to_lowercase();
    let annex = ["algemene toelichting", "artikelsgewijze toelichting", "nota van toelichting", "bijlagen"];
    let explains = lower.starts_with("toelichting") && is_title(line);
    if explains || annex.contains(&lower.trim_end_matches(':')) {
        return Some(Numbering::Annex);
    }
    let (word, number, name) = legal_parts(line)?;
    // "Artikel 5 van de wet" and "Artikel 5, eerste lid" start a sentence.
    let is_heading = if name.is_empty() {
        !number.ends_with(',')
    } else {
        is_short(line) && starts_like_title(name) && !name.ends_with(['.', ',', ';', ':'])
    };
    if is_heading { legal_rank(word) } else { None }
}

/// "1.1. Algemene informatie", "03 Organisatie", "3E.Samenwerkingsverbanden", "2. Doelen".
fn figures(line: &str) -> Option<Numbering> {
    let mut rest = line;
    let mut depth = 0;
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 3 || (digits == 3 && depth == 0) {
            break;
        }
        depth += 1;
        rest = &rest[digits..];
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None => break,
        }
    }
    if depth == 0 {
        return None;
    }
    let lettered = rest.strip_prefix(|c: char| c.is_ascii_uppercase());
    if let Some(after) = lettered.and_then(|after| after.strip_prefix(['.', ' '])) {
        rest = after;
        depth += 1;
    }
    let name = rest.trim_start();
    let spaced = name.len() < rest.len() || lettered.is_some();
    let fits = spaced && is_short(line) && starts_like_title(name) && !name.ends_with(['.', ',', ';', ':']);
    (fits && !is_fact(line)).then_some(Numbering::Depth(depth))
}

fn is_short(line: &str) -> bool {
    let most = if line.ends_with('?') { MOST_WORDS_OF_QUESTION } else { MOST_WORDS };
    line.split_whitespace().take(most + 1).count() <= most
        && line.chars().take(MOST_CHARACTERS + 1).count() <= MOST_CHARACTERS
}

/// A capital, also inside the first word ("iHw"), or an opening quote before one.
fn starts_like_title(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let open = first.trim_start_matches(['‘', '“', '\'', '"', '(', '’', '¿']);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters * 2 > text.chars().filter(|c| !c.is_whitespace()).count()
        && (open.starts_with(char::is_uppercase) || first.contains(char::is_uppercase))
}

fn is_quotation(line: &str) -> bool {
    line.starts_with(['“', '‘', '"', '\'', '«']) && line.ends_with(['”', '’', '"', '\'', '»'])
}

/// Words before a colon that tell something about the document and do not name a part of it.
const FACTS: [&str; 42] = [
    "tekst",
    "foto",
    "foto's",
    "beeld",
    "bron",
    "auteur",
    "door",
    "redactie",
    "interview",
    "illustratie",
    "datum",
    "kenmerk",
    "ons kenmerk",
    "uw kenmerk",
    "zaaknummer",
    "behandeld door",
    "contactpersoon",
    "portefeuillehouder",
    "onderwerp",
    "bijlage",
    "bijlagen",
    "aanwezig",
    "afwezig",
    "voorzitter",
    "laatst gewijzigd",
    "laatst bijgewerkt",
    "gepubliceerd",
    "gepubliceerd op",
    "publicatiedatum",
    "telefoon",
    "e-mail",
    "adres",
    "postadres",
    "raadsvergadering",
    "voorstelnummer",
    "datum collegebesluit",
    "tijd",
    "locatie",
    "plaats",
    "portefeuillehouders",
    "wethouder",
    "zaaknummers",
];

/// A date, a byline, a number with its name: lines that are short and yet name nothing.
fn is_fact(line: &str) -> bool {
    let lower = line.to_lowercase();
    if let Some((name, value)) = lower.split_once(':') {
        let figure = value.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '€' | '-' | '+'));
        if FACTS.contains(&name.trim()) || (figure && value.starts_with(' ')) {
            return true;
        }
    }
    ends_with_date(&lower) || starts_with_fact_word(&lower)
}

/// "Elzenmeer, 23 september 2021", "14-03-2022".
fn ends_with_date(lower: &str) -> bool {
    let words: Vec<&str> = lower.split_whitespace().rev().take(4).collect();
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let written = words.first().is_some_and(is_year) && words.get(1).is_some_and(|word| MONTHS.contains(word));
    let figures = words.first().is_some_and(|word| {
        let separators = word.bytes().filter(|b| matches!(b, b'-' | b'/')).count();
        separators == 2 && word.len() >= 8 && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/'))
    });
    let before = lower.split_whitespace().count().saturating_sub(if written { 3 } else { 1 });
    let after_comma = words.get(if written { 3 } else { 1 }).is_some_and(|word| word.ends_with(','));
    (written || figures) && (before <= 2 || after_comma)
}

fn starts_with_fact_word(lower: &str) -> bool {
    ["zaaknummer ", "postbus ", "nr. ", "kenmerk ", "bedragen x ", "geldend van ", "vergadering van "]
        .iter()
        .any(|word| lower.starts_with(word))
}

/// Who signs or publishes, not what it is about.
fn is_sender(line: &str) -> bool {
    let lower = line.to_lowercase();
    let names = [
        "burgemeester en wethouders",
        "het college van ",
        "namens ",
        "met vriendelijke groet",
        "hoogachtend",
        "aldus ",
        "geachte ",
        "beste ",
        "de griffier",
        "de secretaris",
        "de voorzitter",
        "gemeenteblad",
        "staatscourant",
        "provincieblad",
        "officiële uitgave",
    ];
    is_municipality(line) || names.iter().any(|name| lower.starts_with(name))
}

#[cfg(test)]
mod tests {
    //! Properties tested: which lines are headings by their own shape, with which number; which short lines are not.

    use super::*;

    #[test]
    fn numbers() {
        use Numbering::{Annex, Depth, Legal};
        for (line, expected) in [
            ("1.1. Groene daken", Some(Depth(2))),
            ("1.1 Groene daken", Some(Depth(2))),
            ("2.3.4 Groene daken", Some(Depth(3))),
            ("03 Groen", Some(Depth(1))),
            ("3E.Groen", Some(Depth(2))),
            ("3E Groen", Some(Depth(2))),
            ("2. Groen", Some(Depth(1))),
            ("Hoofdstuk 2", Some(Legal(1))),
            ("HOOFDSTUK II ALGEMEEN", Some(Legal(1))),
            ("Paragraaf 2.1 Groen", Some(Legal(2))),
            ("§ 3 Groen", Some(Legal(2))),
            ("Artikel 3", Some(Legal(3))),
            ("Artikel 3:12a. Hoogte", Some(Legal(3))),
            ("Artikel 3 – Hoogte van de toeslag", Some(Legal(3))),
            ("Bijlage 1 Bomenlijst", Some(Annex)),
            ("Toelichting", Some(Annex)),
            ("Toelichting op artikel 3", Some(Annex)),
            ("Artikel 3 van de wet is van toepassing", None),
            ("Artikel 3, eerste lid", None),
            ("Artikel 3 In dit besluit wordt verstaan onder:", None),
            ("24 uur per dag open", None),
            ("2019 was een goed jaar", None),
            ("15 april 2021", None),
            ("1. hout;", None),
            ("1.500 euro", None),
            ("Deel deze kaart", None),
        ] {
            assert_eq!(numbered(line), expected, "{line}");
        }
    }

    #[test]
    fn titles() {
        for line in [
            "Snel groen",
            "IRVN",
            "Mag ik een boom kappen?",
            "iHw en de toekomst",
            "De 3 B’s",
            "Module Groen (MG)",
            "Groen en water: hoe de stad koel blijft",
            "Wijk in beeld 2021",
            "Raadsbrief 2021-088",
            "‘Groen’ is een keuze",
        ] {
            assert!(is_title(line), "{line}");
        }
        for line in [
            "De boom staat er nog.",
            "Groen, grijs en blauw,",
            "“Wij willen meer groen”",
            "Tekst: Anna Bos",
            "Elzenmeer, 23 september 2021",
            "Laatst gewijzigd: 3 mei 2021",
            "Solvabiliteit: 29%",
            "groen en grijs",
            "=",
            "Gemeente Elzenmeer",
            "Burgemeester en wethouders van Elzenmeer",
            "- groen",
            "a. groen",
            "post@example.nl",
            "€ 2.450",
            "Zaaknummer Z22-001203",
            "de griffier",
            "",
            "Geldend van 1-1-2020 t/m heden",
            "Wij houden van groen. Sluiten",
            "Een regel die met heel veel woorden veel te lang is om nog een kop te zijn",
        ] {
            assert!(!is_title(line), "{line}");
        }
    }
}
