//! Whose document it is. Which municipalities the text names besides is for `mentioned`, and the names themselves are
//! in `register`.

use super::date::find_dates;
use super::genre::{has_genre, leads};
use super::mentioned::named_in;
use super::register::{Doubt, Gap, Words, plain, register};
use super::words::{AUTHOR_LINES, AUTHORING, SHOWN_AFTER, SMALL_WORDS, SOMETHING_ELSE};
use super::{Line, OPENING, Source, bare, has_at_most, start_of, strip_prefix};
use crate::document::{Block, Given};

/// How many blocks are searched for proof that the name of a folder is a municipality.
const SEARCHED_BLOCKS: usize = 200;

/// The official name of a municipality, however its capitals, accents and hyphens are written; "Den Haag" gives
/// "'s-Gravenhage". `None` for what is not in the register.
pub fn canonical(name: &str) -> Option<&'static str> {
    register().named(name).map(|one| one.name)
}

/// The identifier of a municipality in TOOI, the government's register of organisations; `None` for what is not in it.
/// Source of the form: TOOI, standaarden.overheid.nl/tooi.
pub fn tooi(name: &str) -> Option<String> {
    register().named(name).map(|one| format!("https://identifier.overheid.nl/tooi/id/gemeente/gm{}", one.code))
}

/// The municipality that someone gives: by its name, with or without "gemeente" before it, or its TOOI identifier.
/// What is not in the register is taken as it is written: regions and provinces make documents too.
pub(super) fn given(given: &Given) -> Option<String> {
    let written = given.municipality.as_deref()?.trim();
    let name = strip_prefix(written, "gemeente ").unwrap_or(written).trim();
    let code = name.rsplit('/').next().and_then(|last| last.strip_prefix("gm"));
    let coded = code.and_then(|code| register().coded(code)).map(|one| one.name);
    let web = name.contains("://");
    coded.or_else(|| canonical(name)).map(str::to_owned).or_else(|| (!web && !name.is_empty()).then(|| name.to_owned()))
}

/// Whose document it is. The best evidence first: a line that names the author, unless several do; the folder or
/// collection; the title; a part of the file name that is a municipality; a phrase such as "de raad van de gemeente
/// X" within a longer line; and a municipality anywhere in the file name.
pub(super) fn whose(source: &Source<'_>, title: &str) -> Option<String> {
    let ends: Vec<Line<'_>> = source.head.iter().chain(&source.end).copied().collect();
    None.or_else(|| author_line(source, &ends))
        .or_else(|| place(source, title))
        .or_else(|| source.stem.split("__").skip(1).find_map(canonical).map(str::to_owned))
        .or_else(|| in_title(title, &ends))
        .or_else(|| ends.iter().find_map(|line| authored(line.text)).map(|name| name.text))
        .or_else(|| only_one(&plain(source.stem)))
}

/// A name found after "gemeente" or a phrase like it.
struct Name {
    text: String,
    known: bool,
    /// Where it ends in the text it was read from.
    end: usize,
}

/// What lines in which the author is named agree on.
fn author_line(source: &Source<'_>, ends: &[Line<'_>]) -> Option<String> {
    let mut found: Option<String> = None;
    for line in ends.iter().filter(|line| has_at_most(line.text, 14).is_some()) {
        let Some(name) = line_author(line, ends, &source.content.blocks) else { continue };
        match &found {
            Some(other) if *other != name => return None,
            _ => found = Some(name),
        }
    }
    found
}

fn line_author(line: &Line<'_>, ends: &[Line<'_>], blocks: &[Block]) -> Option<String> {
    let text = bare(line.text);
    let whole = AUTHOR_LINES.iter().find_map(|start| {
        let rest = strip_prefix(text, start)?;
        let name = name_at(rest).filter(|name| bare(&rest[name.end..]).trim_end_matches(['.', ',']).is_empty())?;
        // "Gemeente Online" on a line of its own may be a button: an unknown name must come back.
        let sure = name.known || *start != "gemeente " || comes_back(&name.text, line, ends, blocks);
        sure.then_some(name)
    });
    let source = || strip_prefix(text, "bron: ").and_then(name_at).filter(|name| name.known);
    whole.or_else(source).or_else(|| authored(text)).map(|name| name.text)
}

/// Whether a name stands in another line too. The ends are looked at first, being at hand.
fn comes_back(name: &str, line: &Line<'_>, ends: &[Line<'_>], blocks: &[Block]) -> bool {
    let elsewhere = |other: &&Line<'_>| !std::ptr::eq(other.text, line.text) && other.text.contains(name);
    ends.iter().any(|other| elsewhere(&other))
        || blocks
            .iter()
            .enumerate()
            .take(SEARCHED_BLOCKS)
            .any(|(at, block)| at != line.block && block.text.contains(name))
}

/// The name after a phrase such as "burgemeester en wethouders van".
fn authored(text: &str) -> Option<Name> {
    let lower = start_of(text, OPENING).to_ascii_lowercase();
    AUTHORING.iter().find_map(|phrase| {
        let at = lower.find(phrase)? + phrase.len();
        name_at(&text[at..])
    })
}

/// The name at the start of the text: one of the register, or else up to four words with capitals.
fn name_at(text: &str) -> Option<Name> {
    let mut words = Words::new(text);
    let first = words.next().filter(|first| first.end - first.text.len() <= 2)?;
    if let Some(hit) = register().at(first, &words) {
        return Some(Name { text: hit.municipality.name.to_owned(), known: true, end: hit.last.end });
    }
    let capitals = |text: &str| text.chars().count() > 2 && text.chars().all(char::is_uppercase);
    if !first.text.starts_with(char::is_uppercase) || capitals(first.text) {
        let known = register().named(text.get(..first.end)?)?;
        return capitals(first.text).then(|| Name { text: known.name.to_owned(), known: true, end: first.end });
    }
    let mut end = first.end;
    for word in words.take(3).take_while(|word| matches!(word.gap, Gap::Space | Gap::Hyphen)) {
        if word.text.starts_with(char::is_uppercase) {
            end = word.end;
        } else if !SMALL_WORDS.contains(&word.text) {
            break;
        }
    }
    Some(Name { text: text[first.end - first.text.len()..end].to_owned(), known: false, end })
}

/// The municipality of the nearest folder, or of the collection. A name that the register does not have counts when
/// the document shows that it is one.
fn place(source: &Source<'_>, title: &str) -> Option<String> {
    let places = source.folders.rsplit('/').chain([source.collection]).map(plain);
    places.filter(|place| !place.is_empty()).find_map(|place| {
        let known = canonical(&place).map(str::to_owned).or_else(|| only_one(&place));
        known.or_else(|| {
            let words: Vec<&str> = place.split(' ').filter(|word| !has_genre(word)).collect();
            let blocks = source.content.blocks.iter().take(SEARCHED_BLOCKS).map(|block| block.text.as_str());
            let entitled = || leads(&plain(title)).and_then(|_| shown(title, &words, true));
            entitled().or_else(|| blocks.into_iter().find_map(|text| shown(text, &words, false)))
        })
    })
}

/// The words of a folder's name, as the text writes them where it shows that they name a municipality: after
/// "gemeente" or the like, or before a date ("Elzenmeer, 3 juni 2021"). `anywhere` is for a title that says so itself.
fn shown(text: &str, place: &[&str], anywhere: bool) -> Option<String> {
    let mut words = Words::new(text);
    let mut before = ["", ""];
    while let Some(word) = words.next() {
        let starts = word.text.starts_with(char::is_uppercase) && word.text.contains(char::is_lowercase);
        let at = place.iter().position(|one| starts && one.eq_ignore_ascii_case(word.text));
        if let Some(at) = at {
            let mut after = words.clone();
            let mut end = word.end;
            for one in &place[at + 1..] {
                let next = after.next().filter(|next| next.text.eq_ignore_ascii_case(one));
                let Some(next) = next.filter(|next| matches!(next.gap, Gap::Space | Gap::Hyphen)) else { break };
                end = next.end;
            }
            let dated = text[end..].starts_with(", ") && dated_soon(&text[end + 2..]);
            let announced = SHOWN_AFTER.iter().any(|(first, last)| {
                before[1].eq_ignore_ascii_case(last) && (first.is_empty() || before[0].eq_ignore_ascii_case(first))
            });
            // "de Legesverordening Elzenmeer 2022"
            let announced = announced || before[1].ends_with("verordening");
            if anywhere || announced || dated {
                return Some(text[word.end - word.text.len()..end].to_owned());
            }
        }
        before = [before[1], word.text];
    }
    None
}

/// Whether a date follows closely.
fn dated_soon(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    has_at_most(line, 6).is_some() && find_dates(line).first().is_some_and(|found| found.start < 12)
}

fn after_gemeente(text: &str) -> Option<Name> {
    let mut words = Words::new(text);
    let word = words.find(|word| word.text.eq_ignore_ascii_case("gemeente"))?;
    name_at(&text[word.end..])
}

/// "gemeente X" in the title, or the only municipality it names.
fn in_title(title: &str, ends: &[Line<'_>]) -> Option<String> {
    let named = after_gemeente(title);
    let again = |name: &Name| ends.iter().filter(|line| line.text.contains(&name.text)).count() > 1;
    if let Some(name) = named.filter(|name| name.known || again(name)) {
        return Some(name.text);
    }
    let names = named_in([title]);
    let [name] = names[..] else { return None };
    let before = plain(title.split(name).next()?);
    let before = before.rsplit(' ').next().unwrap_or_default();
    (!SOMETHING_ELSE.contains(&before)).then(|| name.to_owned())
}

/// The only municipality among plain words, when nothing casts doubt on it.
fn only_one(words: &str) -> Option<String> {
    let words: Vec<&str> = words.split(' ').collect();
    let found = register().in_words(&words);
    let mut sure = found.iter().filter(|(one, before)| {
        let after_gemeente = *before == Some("gemeente");
        let other = before.is_some_and(|before| SOMETHING_ELSE.contains(&before));
        after_gemeente || (!other && one.doubt.is_none_or(|doubt| doubt == Doubt::Province))
    });
    let first = sure.next()?;
    sure.all(|(one, _)| one.code == first.0.code).then(|| first.0.name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::tests::described;
    use super::tooi;

    /// Identifiers as the register of today publishes them, and that they are one's own: no two names share one.
    #[test]
    fn identifiers_of_municipalities() {
        for (name, code) in [
            ("Utrecht", Some("gm0344")),
            ("Den Haag", Some("gm0518")),
            ("'s-Hertogenbosch", Some("gm0796")),
            ("Berg en Dal", Some("gm1945")),
            ("Tiel", Some("gm0281")),
            ("Elzenmeer", None),
        ] {
            let expected = code.map(|code| format!("https://identifier.overheid.nl/tooi/id/gemeente/{code}"));
            assert_eq!(tooi(name), expected, "{name}");
        }
        let rows = include_str!("gemeenten.tsv").lines().filter(|line| !line.starts_with('#'));
        let names: Vec<&str> = rows.filter_map(|row| row.split('\t').nth(1)).collect();
        let different: std::collections::BTreeSet<String> = names.iter().filter_map(|name| tooi(name)).collect();
        assert_eq!(different.len(), names.iter().filter(|name| tooi(name).is_some()).count());
        assert!(different.len() > 340, "{}", different.len());
    }

    #[test]
    fn whose_document_it_is() {
        for (text, collection, path, expected) in [
            ("# Nieuwe brug\n\n- Bron: Gemeente Beuningen", "", "a.txt", Some("Beuningen")),
            ("# Nieuwe brug\n\n- Bron: Gemeente Elzenmeer", "", "a.txt", Some("Elzenmeer")),
            ("Gemeente Elzenmeer\n\nIn Elzenmeer komt een brug.", "", "a.txt", Some("Elzenmeer")),
            ("Gemeente Online\n\nHier komt een brug.", "", "a.txt", None),
            ("Gemeente Druten\n\nGemeente Wijchen", "", "a.txt", None),
            ("GEMEENTEBLAD VAN HEUMEN\n\nNr. 5", "", "a.txt", Some("Heumen")),
            ("De raad van de gemeente Oud aan de Elz;", "", "a.txt", Some("Oud aan de Elz")),
            ("Burgemeester en wethouders van Mook & Middelaar,", "", "a.txt", Some("Mook en Middelaar")),
            ("De brug is open.", "", "nijmegen/2021/a.txt", Some("Nijmegen")),
            ("De brug is open.", "West Maas & Waal", "a.txt", Some("West Maas en Waal")),
            ("De brug is open.", "Stukken van Berg en Dal", "a.txt", None),
            ("De brug is open.", "Stukken gemeente Best", "a.txt", Some("Best")),
            ("De brug is open.", "Het best bewaard", "a.txt", None),
            ("De gemeente Elzenmeer sluit de brug.", "elzenmeer", "a.txt", Some("Elzenmeer")),
            ("# Brugverordening Oud-Elzen 2020", "", "oud-elzen/a.txt", Some("Oud-Elzen")),
            ("Oud-Elzen, 3 mei 2021", "", "oud-elzen/a.txt", Some("Oud-Elzen")),
            ("De Participatie staat voorop.", "participatie", "a.txt", None),
            ("# Marktverordening Diemen 2015", "", "a.txt", Some("Diemen")),
            ("# Samenwerking in de regio Nijmegen", "", "a.txt", None),
            ("Hij ging naar Tiel.", "", "verordening__tiel__markt_2020-01-01.md", Some("Tiel")),
            ("Hij ging naar Tiel.", "", "reis-naar-tiel.txt", None),
            ("Hij ging naar Tiel.", "", "a.txt", None),
        ] {
            let found = described(text, collection, path).municipality;
            assert_eq!(found.as_deref(), expected, "{text} in {collection}/{path}");
        }
    }
}
