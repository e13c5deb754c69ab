//! The title: what a person would call the document in a list. Which kind of document it is, is for `kind`.

use super::date::{find_dates, parse_date};
use super::genre::{has_genre, is_bare_genre, leads};
use super::kind::Kind;
use super::register::{plain, register};
use super::words::{ADDRESSING, BOILERPLATE, DIVISIONS, SUBJECT};
use super::{Line, Source, TITLE_LENGTH, bare, has_at_most, lines, strip_prefix};
use crate::document::BlockKind;

/// The longest line that can be a title, in words.
const WORDS: usize = 15;
/// From here on a paragraph is the text itself, and short lines after it are headings within it.
const RUNNING_TEXT: usize = 40;
/// How many blocks are searched for a heading when nothing better is found.
const HEADING_BLOCKS: usize = 30;

/// What stands between the title of a page and the name of its site.
const SITE_SEPARATORS: [&str; 6] = [" | ", " – ", " — ", " - ", " :: ", " » "];
/// The title. First what the file declares, then the first line that can be one, then the file name. A title that
/// only says what kind of document it is ("Raadsvoorstel 2021-018", "Najaarsnota 2021") is completed with its subject,
/// since a list of results would show the same title many times.
pub(super) fn title(source: &Source<'_>) -> String {
    let declared = source.content.declared.title.as_deref().and_then(|title| declared(title, &source.head));
    let found = declared.or_else(|| leading(source));
    let subject = subject(&source.head);
    let made = match (found, subject) {
        (Some(title), subject) if is_bare_genre(&title) => {
            let completed = subject.or_else(|| section(source, &title));
            Some(completed.map_or(title.clone(), |subject| format!("{}: {subject}", without_capitals(&title))))
        }
        // A letter has no title of its own: its first short line is a salutation or an address.
        (_, Some(subject)) if source.content.declared.title.is_none() => Some(with_capital(subject)),
        (found, _) => found,
    };
    let made = made.or_else(|| in_words(source.stem)).or_else(|| any_heading(source));
    shortened(&made.unwrap_or_else(|| source.file.to_owned()))
}

/// The title that someone gives, on one line; `None` where it is empty.
pub(super) fn given(written: &str) -> Option<String> {
    let title = written.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then(|| shortened(&title))
}

/// The declared title without the name of the site, when there is something left.
fn declared(title: &str, head: &[Line<'_>]) -> Option<String> {
    let title = bare_title(title)?;
    let mut kept = strip_prefix(title, "microsoft word - ").unwrap_or(title);
    for separator in SITE_SEPARATORS {
        let parts: Vec<&str> = kept.split(separator).map(str::trim).collect();
        // The part that is the heading of the page as well is the title; the others say where the page stands. The
        // name of a site may be repeated too, but it is short and not in front.
        let longest = parts.iter().map(|part| part.len()).max();
        let repeated = |part: &str| head.iter().any(|line| bare(line.text) == part);
        let mut titles = parts.iter().enumerate().filter(|(at, part)| *at == 0 || Some(part.len()) == longest);
        let found = titles.find(|(_, part)| repeated(part) && !is_boilerplate(part) && !is_site(part));
        if let Some((_, part)) = found.filter(|_| parts.len() > 1) {
            return Some((*part).to_owned());
        }
        while let Some((rest, site)) = kept.rsplit_once(separator) {
            if !is_site(site) && strip_prefix(site.trim(), "gemeente").is_none() {
                break;
            }
            kept = rest.trim();
        }
    }
    let kept = [".docx", ".doc", ".pdf"].iter().find_map(|end| kept.strip_suffix(end)).unwrap_or(kept);
    (!is_boilerplate(kept) && !is_division(kept) && !is_site(kept)).then(|| kept.to_owned())
}

/// The title without marks; "#wet_naam" and its like are what a template leaves behind.
fn bare_title(title: &str) -> Option<&str> {
    let left = title.trim().trim_start_matches('#');
    let placeholder = left.len() < title.trim().len() && !left.starts_with(' ');
    Some(bare(left)).filter(|left| !placeholder && !left.is_empty())
}

/// Whether this is the name of a site or its owner and not of a page.
fn is_site(text: &str) -> bool {
    let text = text.trim();
    let known = || register().named(text).is_some();
    let owner = strip_prefix(text, "gemeente ").is_some_and(|name| has_at_most(name, 4).is_some());
    (owner && !text.contains(':') && find_dates(text).is_empty() && !has_year(text))
        || strip_prefix(text, "www.").is_some()
        || strip_prefix(text, "website ").is_some()
        || strip_prefix(text, "home").is_some_and(|rest| rest.is_empty() || rest.starts_with("page"))
        || known()
}

fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 4)
}

/// The first heading or short line before the running text starts.
fn leading(source: &Source<'_>) -> Option<String> {
    let head = &source.head;
    let menu = menu_blocks(head);
    for (at, line) in head.iter().enumerate() {
        let heading = matches!(line.kind, BlockKind::Heading(_));
        if (!heading && has_at_most(line.text, RUNNING_TEXT).is_none()) || is_division(line.text) {
            return None;
        }
        let next = head.get(at + 1).filter(|next| next.block == line.block);
        let fits = if heading { is_heading(line.text) } else { is_title_line(line, next) };
        // Of a menu only the name of the document that it opens.
        let opens =
            || leads(&plain(line.text)).is_some_and(|kind| kind != Kind::Nieuwsbericht) && line.text.contains(' ');
        if fits && (!menu.contains(&line.block) || opens()) {
            return Some(bare(line.text).to_owned());
        }
    }
    None
}

/// Blocks that are a menu: short lines under each other, one of them plainly a button, a trail or the site's name.
fn menu_blocks(head: &[Line<'_>]) -> Vec<usize> {
    let blocks = head.chunk_by(|one, other| one.block == other.block);
    let menus = blocks.filter(|lines| {
        let text = |line: &Line<'_>| has_at_most(line.text, 5).is_some() && !line.text.ends_with(['.', ',', ';']);
        let short = lines.len() > 2 && lines.iter().all(text);
        let button = |line: &Line<'_>| is_boilerplate(line.text) || is_site(line.text);
        (short && lines.iter().any(button)) || (lines.len() > 1 && lines.iter().any(|line| is_trail(line.text)))
    });
    menus.map(|lines| lines[0].block).collect()
}

/// "Home > Nieuws > Afval", "Inwoners | Ondernemers | Bestuur".
fn is_trail(text: &str) -> bool {
    [" > ", " » ", " › ", " / ", " | "].iter().any(|separator| {
        let mut parts = text.split(separator);
        let first = parts.next().unwrap_or_default();
        parts.next().is_some() && (is_button(first) || parts.next().is_some())
    })
}

fn is_heading(text: &str) -> bool {
    has_at_most(text, WORDS * 2).is_some()
        && bare_title(text).is_some_and(|text| !is_boilerplate(text) && !is_site(text) && !is_trail(text))
}

fn is_title_line(line: &Line<'_>, next: Option<&Line<'_>>) -> bool {
    let text = line.text;
    let sentence = text.ends_with(['.', ':', ';', ',']);
    // A line broken in the middle of a sentence goes on in lower case.
    let broken = next.is_some_and(|next| next.text.starts_with(char::is_lowercase) && !is_button(next.text));
    line.kind == BlockKind::Paragraph && has_at_most(text, WORDS).is_some() && !(sentence || broken) && is_heading(text)
}

/// A word of a menu or a part that any document has, numbers aside.
fn is_button(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace();
    let words = bare(text).trim_start_matches(number).trim_end_matches([':', '.', '!']);
    has_at_most(words, 5).is_some() && BOILERPLATE.contains(&words.to_lowercase().as_str())
}

/// Whether a line is a menu word, a date, an address line, or a placeholder.
fn is_boilerplate(text: &str) -> bool {
    let text = bare(text);
    if has_at_most(text, WORDS).is_none() {
        return false;
    }
    let words = text.to_lowercase();
    let dated = || find_dates(text).iter().any(|found| text.len() - (found.end - found.start) < 25);
    words.chars().filter(|c| c.is_alphabetic()).count() < 2
        || is_button(text)
        || ADDRESSING.iter().any(|start| strip_prefix(&words, start).is_some())
        || (text.starts_with('[') && text.ends_with(']'))
        || (parse_date(text).is_some() || (has_at_most(text, 6).is_some() && dated()))
        // "Nr. 40127, bekendgemaakt 19 februari 2021", "Deze website gebruikt cookies"
        || (words.contains("bekendgemaakt") || words.contains("cookies"))
        || (words.starts_with("menu ") || words.ends_with(" zoeken"))
        || (words.starts_with("lokale regelgeving ") && leads(&plain(&words)).is_none())
}

/// "Artikel 1", "Hoofdstuk 2 Algemene bepalingen": a part of the document.
fn is_division(text: &str) -> bool {
    let words = plain(bare(text).get(..60).unwrap_or(bare(text)));
    let mut words = words.split(' ');
    let division = words.next().is_some_and(|first| DIVISIONS.contains(&first));
    let numbered = |word: &str| word.chars().any(|c| c.is_ascii_digit()) || DIVISIONS.contains(&word);
    // Roman numbers; "mi" and "di" are no words that follow "hoofdstuk".
    let roman = |word: &str| word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'));
    division && words.next().is_some_and(|word| numbered(word) || roman(word))
}

/// What stands after "Onderwerp:" or under it.
fn subject<'a>(head: &[Line<'a>]) -> Option<&'a str> {
    head.iter().enumerate().find_map(|(at, line)| {
        let text = bare(line.text);
        let rest = SUBJECT.iter().find_map(|word| strip_prefix(text, word))?;
        let rest = rest.trim_start_matches('*').trim_start();
        let text = match rest.strip_prefix([':', '|']) {
            Some(after) if !bare(after).is_empty() => bare(after),
            Some(_) => head.get(at + 1)?.text,
            None if rest.is_empty() => head.get(at + 1)?.text,
            None => return None,
        };
        (has_at_most(text, WORDS * 2).is_some() && !is_boilerplate(text)).then(|| bare(text).trim_end_matches('.'))
    })
}

/// The part of a larger document that this file holds: the line with most words in common with the file name.
fn section<'a>(source: &Source<'a>, title: &str) -> Option<&'a str> {
    let place = plain(&format!("{} {} {title}", source.collection, source.folders));
    let name = plain(source.stem);
    let telling = |word: &&str| word.len() > 4 && !has_genre(word) && !place.split(' ').any(|known| known == *word);
    let name: Vec<&str> = name.split(' ').filter(telling).collect();
    let shared = |line: &&Line<'_>| {
        let words = plain(line.text);
        name.iter().filter(|word| words.split(' ').any(|other| other == **word)).count()
    };
    let lines = source.head.iter().filter(|line| bare(line.text) != title && is_heading(line.text));
    let lines = lines.filter(|line| has_at_most(line.text, WORDS).is_some() && !line.text.ends_with(['.', ':', ',']));
    // The first of those with the most; `max_by_key` takes the last.
    let best = lines.filter(|line| shared(line) > 0).rev().max_by_key(shared)?;
    let number = |c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace();
    Some(bare(best.text).trim_start_matches(number))
}

fn any_heading(source: &Source<'_>) -> Option<String> {
    let blocks = source.content.blocks.iter().take(HEADING_BLOCKS).enumerate();
    let mut headings = blocks.filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_)));
    headings.find_map(|(at, block)| {
        let line = lines(at, block).next().filter(|line| is_heading(line.text) && !is_division(line.text));
        line.map(|line| bare(line.text).to_owned())
    })
}

/// The file name in words: "2021_najaarsnota_sociaal_domein" gives "2021 najaarsnota sociaal domein". Of a name in
/// parts ("wet__zorgverzekeringswet__2025-01-01") the last part that says something.
fn in_words(stem: &str) -> Option<String> {
    stem.rsplit("__").find_map(|part| {
        let mut part = part.to_owned();
        while let Some(found) = dates_in_name(&part) {
            part.replace_range(found, " ");
        }
        let separators: &[char] = if part.contains(['_', ' ']) { &['_', ' ', '+'] } else { &['-', '.', '+'] };
        let mut words: Vec<String> = Vec::new();
        for word in part.split(separators).filter(|word| !word.is_empty()) {
            match words.last_mut() {
                // "2021-067" is one number.
                Some(last) if part.contains(&format!("{last}-{word}")) && is_number(last) && is_number(word) => {
                    *last = format!("{last}-{word}");
                }
                Some(_) => words.push(word.to_owned()),
                None if word.starts_with('0') && is_number(word) => {}
                None => words.push(word.to_owned()),
            }
        }
        words.retain(|word| !is_id(word));
        let letters = words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
        letters.then(|| words.join(" ").trim_matches(['-', '.', ' ']).to_owned())
    })
}

fn dates_in_name(part: &str) -> Option<std::ops::Range<usize>> {
    super::date::in_name(part).last().map(|found| found.start..found.end)
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// A hash, a part of one, or a number too long to mean something to a person.
fn is_id(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let hex = word.chars().all(|c| c.is_ascii_hexdigit());
    let all = digits == word.len();
    (all && digits > 4) || (hex && digits > 0 && !all && (word.len() == 4 || word.len() >= 8))
}

/// A subject is often written as the end of a sentence. Names such as "iBurgerzaken" stay as they are.
fn with_capital(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let mut chars = text.chars();
    match chars.next() {
        Some(start) if !first.chars().any(char::is_uppercase) => start.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// "RAADSVOORSTEL" shouts when something follows it.
fn without_capitals(title: &str) -> String {
    if title.chars().any(char::is_lowercase) {
        return title.to_owned();
    }
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_string() + &chars.as_str().to_lowercase())
}

/// On one line and not too long, cut between words where possible.
fn shortened(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = title.char_indices().nth(TITLE_LENGTH) else {
        return title;
    };
    // One character is for the sign that something was left out.
    let kept = title[..cut].char_indices().last().map_or("", |(last, _)| &title[..last]);
    let kept = kept.rsplit_once(' ').map_or(kept, |(words, _)| words);
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{content, described};
    use super::super::{TITLE_LENGTH, describe};
    use crate::document::Given;

    #[test]
    fn titles_from_text_and_path() {
        let long =
            "De brug over de vaart is dit jaar in twee weken hersteld door mensen van het eigen bedrijf. ".repeat(3);
        for (text, path, expected) in [
            ("Home\nNieuws\nContact\n\nDe brug is open", "a.txt", "De brug is open"),
            ("Gemeente Elzenmeer\nMenu Zoeken\n\nHome > Wonen\n\nDe brug is open", "a.txt", "De brug is open"),
            ("12 mei 2021\n\n# 1. Inleiding\n\n# De brug", "a.txt", "De brug"),
            ("Najaarsnota 2020\nportal", "a.txt", "Najaarsnota 2020"),
            (
                "Najaarsnota 2021\nHome\nOrganisatie\n\n# 03 Organisatie",
                "2021_najaarsnota_organisatie.txt",
                "Najaarsnota 2021: Organisatie",
            ),
            ("Onderwerp: wachttijden bij de brug", "a.txt", "Wachttijden bij de brug"),
            ("RAADSVOORSTEL\n\nOnderwerp\n\nHerstel van de brug.", "a.txt", "Raadsvoorstel: Herstel van de brug"),
            (&long, "2021_najaarsnota_sociaal_domein.txt", "2021 najaarsnota sociaal domein"),
            (&long, "raadsbrief-2021-067-de-brug.txt", "raadsbrief 2021-067 de brug"),
            (&long, "re-integratie_plan_2021-03-04.txt", "re-integratie plan"),
            (&long, "000_708204672d4f7121.txt", "000_708204672d4f7121.txt"),
            (&long, "x/0b1f2c3d-1a2b-4c3d-9e8f-001122334455.pdf", "0b1f2c3d-1a2b-4c3d-9e8f-001122334455.pdf"),
            ("# #wet_naam\n\n# Artikel 1\n\nDe brug.", "wet__brugwet__2025-01-01.md", "brugwet"),
            ("# Hoofdstuk II\n\nDe brug.", "verordening_brug.md", "verordening brug"),
            ("", "brug.txt", "brug"),
            ("", "", ""),
        ] {
            assert_eq!(described(text, "", path).title, expected, "{text} in {path}");
        }
    }

    #[test]
    fn declared_titles() {
        for (declared, expected) in [
            ("Nieuwe brug | Gemeente Elzenmeer", "Nieuwe brug"),
            ("Nieuwe brug - Nijmegen", "Nieuwe brug"),
            ("Nieuwe  brug\n open", "Nieuwe brug open"),
            ("De brug | Vaarwegen | Mooi Elzenmeer", "De brug"),
            ("Home | Gemeente Elzenmeer", "De brug"),
            ("Untitled", "De brug"),
            ("#wet_naam", "De brug"),
            ("Artikel 1", "De brug"),
            ("Microsoft Word - Brugplan.docx", "Brugplan"),
            ("", "De brug"),
        ] {
            let mut made = content("# De brug\n\nZij is open.");
            made.declared.title = Some(declared.to_owned());
            assert_eq!(describe(&made, "", "a.html", &Given::default()).title, expected, "{declared}");
        }
    }

    #[test]
    fn long_titles_are_cut_between_words() {
        let title = described(&format!("# {}", "brug ".repeat(60)), "", "a.txt").title;
        assert!(title.chars().count() <= TITLE_LENGTH && !title.is_empty(), "{title}");
        let mut made = content("");
        made.declared.title = Some("é".repeat(300));
        assert_eq!(describe(&made, "", "a", &Given::default()).title.chars().count(), TITLE_LENGTH);
    }
}
