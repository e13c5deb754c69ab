//! The kind of a document: budget, by-law, news item. Judged by its title, its name, its folder and its shape; what
//! its text says is not read, since a proposal that speaks of the budget is no budget.

use serde::{Deserialize, Serialize};

use super::date::has_dateline;
use super::genre::{genre, genre_in, leads};
use super::register::plain;
use super::{Line, Source, bare, has_at_most, strip_prefix};
use crate::document::BlockKind;

/// The kinds of documents. The codes are stable: the index, queries and reports keep them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Programmabegroting, meerjarenbegroting.
    Begroting,
    /// Jaarrekening and jaarverslag.
    Jaarstukken,
    /// Voorjaarsnota, najaarsnota, bestuursrapportage, kadernota.
    Tussenrapportage,
    /// Beleidsnota, beleidsplan, notitie.
    Nota,
    /// Beleidsregels.
    Beleidsregels,
    /// Verordening of the council.
    Verordening,
    /// Regeling of a minister, for a subsidy, or between municipalities.
    Regeling,
    /// Wet.
    Wet,
    /// Proposal to the council.
    Raadsvoorstel,
    /// Raadsinformatiebrief, collegebrief.
    Raadsbrief,
    /// Written questions of council members and the answers.
    Raadsvragen,
    /// Motie, amendement.
    Motie,
    /// List of decisions of a meeting.
    Besluitenlijst,
    /// One decision.
    Besluit,
    /// Report of what was said in a meeting.
    Notulen,
    /// Omgevingsvisie, woonvisie.
    Visie,
    /// News item or press release.
    Nieuwsbericht,
    /// Interview.
    Interview,
    /// Page of a portal or a site, questions and answers.
    Webpagina,
    /// Any other letter.
    Brief,
    /// Report of research or evaluation.
    Rapport,
}

impl Kind {
    /// Every kind, with its stable code.
    pub const ALL: [(Kind, &'static str); 21] = [
        (Kind::Begroting, "begroting"),
        (Kind::Jaarstukken, "jaarstukken"),
        (Kind::Tussenrapportage, "tussenrapportage"),
        (Kind::Nota, "nota"),
        (Kind::Beleidsregels, "beleidsregels"),
        (Kind::Verordening, "verordening"),
        (Kind::Regeling, "regeling"),
        (Kind::Wet, "wet"),
        (Kind::Raadsvoorstel, "raadsvoorstel"),
        (Kind::Raadsbrief, "raadsbrief"),
        (Kind::Raadsvragen, "raadsvragen"),
        (Kind::Motie, "motie"),
        (Kind::Besluitenlijst, "besluitenlijst"),
        (Kind::Besluit, "besluit"),
        (Kind::Notulen, "notulen"),
        (Kind::Visie, "visie"),
        (Kind::Nieuwsbericht, "nieuwsbericht"),
        (Kind::Interview, "interview"),
        (Kind::Webpagina, "webpagina"),
        (Kind::Brief, "brief"),
        (Kind::Rapport, "rapport"),
    ];

    /// The stable code, in lower case.
    pub fn code(self) -> &'static str {
        Kind::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, code)| code)
    }

    /// The kind of that code, capitals aside.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.iter().find(|(_, known)| known.eq_ignore_ascii_case(code.trim())).map(|(kind, _)| *kind)
    }
}

/// The kind that someone gives: by its code, or by words that lead a title of that kind ("Raadsvoorstel en -besluit").
pub(super) fn given(written: &str) -> Option<Kind> {
    let name = written.rsplit(['/', '#']).next().unwrap_or(written);
    Kind::from_code(name).or_else(|| leads(&plain(name))).or_else(|| genre_in(&plain(name)))
}

/// Kinds whose name is hardly used for anything else, so that it may stand further on in a title.
const TELLING: [Kind; 6] = [
    Kind::Begroting,
    Kind::Jaarstukken,
    Kind::Tussenrapportage,
    Kind::Beleidsregels,
    Kind::Verordening,
    Kind::Besluitenlijst,
];

/// The kind, `None` where nothing is clear. News and interviews are known by their place and shape first, since
/// their titles name the documents they write about.
pub(super) fn kind(source: &Source<'_>, title: &str) -> Option<Kind> {
    let file = plain(source.stem.rsplit("__").find(|part| genre_in(&plain(part)).is_some()).unwrap_or(source.stem));
    let (in_file, in_folder) = (genre_in(&file), folder(source.folders));
    let press = |kind: &Kind| matches!(kind, Kind::Nieuwsbericht | Kind::Interview);
    None.or_else(|| in_file.filter(press).or(in_folder.filter(press)))
        .or_else(|| is_answers(source, title).then_some(Kind::Webpagina))
        .or_else(|| leads(&plain(title)))
        .or_else(|| is_law(source, title).then_some(Kind::Wet))
        .or(in_file)
        .or(in_folder)
        .or_else(|| shape(source))
        .or_else(|| genre_in(&plain(title)).filter(|kind| TELLING.contains(kind)))
        .or_else(|| headings(&source.head))
        .or_else(|| is_page(source).then_some(Kind::Webpagina))
}

/// What the folders say, the nearest first; a folder is named for many documents.
fn folder(folders: &str) -> Option<Kind> {
    folders.rsplit('/').find_map(|folder| {
        let words = plain(folder);
        let one = |word: &str| {
            let single = ["en", "s"].iter().find_map(|end| word.strip_suffix(end));
            let doubled = match word {
                "wetten" => Some(Kind::Wet),
                "visies" | "omgevingsvisies" => Some(Kind::Visie),
                "brieven" => Some(Kind::Brief),
                "webpaginas" | "paginas" => Some(Kind::Webpagina),
                _ => word.strip_suffix("brieven").and_then(|start| genre(&format!("{start}brief"), None)),
            };
            genre(word, None).or(doubled).or_else(|| single.and_then(|word| genre(word, None)))
        };
        genre_in(&words).or_else(|| words.split(' ').find_map(one))
    })
}

/// "Wet langdurige zorg", "Kieswet": a title of an act, with articles under it.
fn is_law(source: &Source<'_>, title: &str) -> bool {
    let words = plain(title);
    let act = words.split(' ').any(|word| word.ends_with("wet")) && genre_in(&words).is_none();
    let articles = || source.head.iter().any(|line| strip_prefix(line.text, "artikel ").is_some());
    plain(source.stem.split("__").next().unwrap_or_default()) == "wet" || (act && articles())
}

/// A page of questions and answers, whatever they are about.
fn is_answers(source: &Source<'_>, title: &str) -> bool {
    let known = ["vraag en antwoord", "vragen en antwoorden", "veelgestelde vragen"];
    let texts = [plain(title), plain(source.stem)];
    texts.iter().any(|text| known.iter().any(|words| text.contains(words)))
}

/// What the first and last lines show.
fn shape(source: &Source<'_>) -> Option<Kind> {
    let starts = |text: &str| source.opening.lines().any(|line| line.starts_with(text));
    let speaks = |text: &str| source.opening.contains(text);
    let rules = [
        (speaks("in deze verordening"), Kind::Verordening),
        (speaks("in deze beleidsregel"), Kind::Beleidsregels),
        (speaks("in deze wet") && starts("artikel "), Kind::Wet),
        (is_interview(source), Kind::Interview),
        (speaks("geachte raadsleden") || speaks("geachte leden van de raad"), Kind::Raadsbrief),
        (starts("aan de leden van de gemeenteraad") || starts("aan de gemeenteraad"), Kind::Raadsbrief),
        (starts("geachte "), Kind::Brief),
        (is_news(source), Kind::Nieuwsbericht),
    ];
    rules.iter().find(|(holds, _)| *holds).map(|(_, kind)| *kind)
}

/// Two of three: who wrote the text, that someone was spoken to, and many quotes.
fn is_interview(source: &Source<'_>) -> bool {
    let blocks = &source.content.blocks;
    let text = blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    let (mut all, mut quoted) = (0, 0);
    for block in text.take(60).filter(|block| has_at_most(&block.text, 12).is_none()) {
        all += 1;
        quoted += usize::from(block.text.contains(['‘', '“', '„']));
    }
    let near_end = blocks.iter().rev().take(20);
    let writer = near_end.filter(|block| has_at_most(&block.text, 8).is_some());
    let written =
        writer.filter(|block| ["tekst:", "interview:"].iter().any(|w| strip_prefix(&block.text, w).is_some()));
    let spoken = ["spreken met", "spraken met", "spraken we met", "in gesprek met", "interview met"];
    let spoken = spoken.iter().any(|words| source.opening.contains(words));
    let signs = [written.count() > 0, spoken, all > 3 && quoted * 2 >= all];
    signs.iter().filter(|sign| **sign).count() > 1
}

/// A source line, a trail through the news, or a place and a date above buttons to share it.
fn is_news(source: &Source<'_>) -> bool {
    let short = |line: &&Line<'_>| has_at_most(line.text, 8).is_some();
    let mut first = source.head.iter().take(8).filter(short);
    let sourced = first.any(|line| strip_prefix(bare(line.text), "bron: ").is_some());
    let trail = ["nieuws >", "nieuws /", "nieuws »"].iter().any(|words| source.opening.contains(words));
    let share = ["deel dit bericht", "deel dit artikel", "deel deze pagina", "volg ons op", "linkedin"];
    let mut last = source.end.iter().filter(short).map(|line| line.text.to_lowercase());
    let shared = last.any(|line| share.iter().any(|words| line.contains(words)));
    trail || sourced || (shared && has_dateline(&source.head))
}

/// A genre at the start of one of the first headings.
fn headings(head: &[Line<'_>]) -> Option<Kind> {
    let headings = head.iter().take(8).filter(|line| matches!(line.kind, BlockKind::Heading(_)));
    headings.filter(|line| has_at_most(line.text, 12).is_some()).find_map(|line| leads(&plain(line.text)))
}

/// Pages made by a portal, with a trail of links, or kept as a page of a site.
fn is_page(source: &Source<'_>) -> bool {
    let stamped = |line: &Line<'_>| strip_prefix(line.text, "deze pagina is gebouwd op ").is_some();
    let trail = ["home >", "home /", "home »"].iter().any(|words| source.opening.contains(words));
    let page = ["html", "htm", "xhtml"].iter().any(|end| source.extension.eq_ignore_ascii_case(end));
    !source.content.declared.stamps.is_empty() || source.end.iter().any(stamped) || page || trail
}

#[cfg(test)]
mod tests {
    use super::super::tests::described;
    use super::*;

    #[test]
    fn codes_lead_back_to_kinds() {
        for (kind, code) in Kind::ALL {
            assert_eq!((kind.code(), Kind::from_code(code)), (code, Some(kind)));
            assert_eq!(format!("{kind:?}").to_lowercase(), code);
        }
        assert_eq!(Kind::from_code("roman"), None);
    }

    #[test]
    fn kinds_of_documents() {
        let talk = "# Een brug te ver\n\nWij spraken met de bouwer van de brug over zijn werk.\n\nTekst: Anna Vos";
        for (text, path, expected) in [
            ("# Programmabegroting 2022", "a.txt", Some(Kind::Begroting)),
            ("# Jaarrekening en jaarverslag 2020", "a.txt", Some(Kind::Jaarstukken)),
            ("# Tweede bestuursrapportage 2021", "a.txt", Some(Kind::Tussenrapportage)),
            ("# Beleidsregels giften Elzenmeer", "gemeentelijke_verordening__x__y.md", Some(Kind::Beleidsregels)),
            ("# Tiende wijziging Marktverordening Elzenmeer", "a.txt", Some(Kind::Verordening)),
            ("# Participatie- en inspraakverordening", "a.txt", Some(Kind::Verordening)),
            ("# Voorstel tot vaststelling van de begroting", "a.txt", Some(Kind::Raadsvoorstel)),
            ("# Raad stelt begroting vast", "nieuws/a.txt", Some(Kind::Nieuwsbericht)),
            ("# Raad neemt visie aan", "a.txt", None),
            ("# Omgevingsvisie 2040", "a.txt", Some(Kind::Visie)),
            ("# Televisie kijken in het dorpshuis", "a.txt", None),
            ("# Nieuw plan voor de haven", "a.txt", None),
            ("# Rioleringsplan 2022", "a.txt", Some(Kind::Nota)),
            ("# Vraag en antwoord over de begroting", "a.txt", Some(Kind::Webpagina)),
            ("# Schuttingwet\n\n# Artikel 1\n\nDe schutting is laag.", "a.md", Some(Kind::Wet)),
            ("# Schuttingwet: wat verandert er?", "a.md", None),
            ("Aan de leden van de gemeenteraad\n\nGeachte raadsleden,", "a.txt", Some(Kind::Raadsbrief)),
            ("Geachte bewoner,\n\nDe straat gaat open.", "a.txt", Some(Kind::Brief)),
            (talk, "a.txt", Some(Kind::Interview)),
            ("# Sluis open\n\n- Bron: Gemeente Elzenmeer", "a.txt", Some(Kind::Nieuwsbericht)),
            ("# De molen draait", "a.html", Some(Kind::Webpagina)),
            ("# De molen draait", "besluitenlijsten/2021/a.txt", Some(Kind::Besluitenlijst)),
            ("# De molen draait", "Raadsinformatiebrieven/a.txt", Some(Kind::Raadsbrief)),
            ("# De molen draait", "rib-2021-3-molen.txt", Some(Kind::Raadsbrief)),
            ("De begroting en de verordening komen later.", "a.txt", None),
        ] {
            assert_eq!(described(text, "", path).kind, expected, "{text} in {path}");
        }
    }
}
