//! Dates: reading one, finding them in a text, and telling which one is the date of a document. Dates in a query are
//! for `query`, which takes fewer forms.

use jiff::civil::Date;

use super::words::{CUES, LABELS, NOT_THE_DOCUMENT};
use super::{DateSource, Line, Source, has_at_most, strip_prefix};
use crate::analysis::MONTHS;
use crate::document::BlockKind;

/// The months in short and in English, in order.
const MONTHS_ELSE: [(&str, &str); 12] = [
    ("jan", "january"),
    ("feb", "february"),
    ("mrt", "march"),
    ("apr", "april"),
    ("mei", "may"),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "september"),
    ("okt", "october"),
    ("nov", "november"),
    ("dec", "december"),
];
/// Shorter forms still in use; the English ones stand in HTML metadata.
const MONTHS_TOO: [(&str, i8); 4] = [("mar", 3), ("maa", 3), ("sept", 9), ("oct", 10)];
const DAYS: [&str; 9] =
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "d.d.", "datum:"];

/// A date in a text and where it stands, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The date.
    pub date: Date,
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// How dates are written where we look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    /// Underscores as separators, and eight digits.
    FileName,
}

/// The date that the whole text is: ISO 8601, with or without a time, or one of the Dutch forms such as
/// "10 april 2021", "dinsdag 10 apr. 2021", "1e april '21", "10-04-2021", "10/04/2021" (day first), "20210410".
pub fn parse_date(text: &str) -> Option<Date> {
    let mut rest = text.trim().trim_end_matches(['.', ',', ';']);
    if let Some((day, after)) = rest.split_once([' ', ',']) {
        let known = DAYS.iter().any(|name| name.eq_ignore_ascii_case(day));
        // "Mon, 14 Mar 2022 09:30:00 GMT" is how web servers write.
        let english = day.len() == 3 && rest[3..].starts_with(',') && day.chars().all(char::is_alphabetic);
        rest = if known || english { after.trim() } else { rest };
    }
    let (date, length) = date_at(rest, Place::FileName).or_else(|| short_year(rest))?;
    is_time(&rest[length..]).then_some(date)
}

/// All dates in running text, in order. Years alone and months alone are no dates; 31 February is nothing.
pub fn find_dates(text: &str) -> Vec<Found> {
    find(text, Place::Text)
}

/// All dates in a file name, where underscores separate and eight digits may be a date.
pub(super) fn in_name(name: &str) -> Vec<Found> {
    find(name, Place::FileName)
}

fn find(text: &str, place: Place) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        match date_at(&text[at..], place).filter(|_| starts_freely(&text[..at])) {
            Some((date, length)) => {
                found.push(Found { date, start: at, end: at + length });
                at += length;
            }
            None => at += digits(&text[at..]),
        }
    }
    found
}

/// A digit that belongs to a longer number or code starts no date.
fn starts_freely(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        None => true,
        Some('-' | '/' | '.' | ',') => !back.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric(),
    }
}

/// The date at the start of the text and its length.
fn date_at(text: &str, place: Place) -> Option<(Date, usize)> {
    let first = digits(text);
    let made = match first {
        8 if place == Place::FileName => {
            (valid(number(&text[..4])?, number(&text[4..6])?, number(&text[6..8])?)?, first)
        }
        4 => year_first(text, place)?,
        1 | 2 => numeric(text, place).or_else(|| with_month(text, first))?,
        _ => return None,
    };
    ends_freely(&text[made.1..]).then_some(made)
}

fn ends_freely(after: &str) -> bool {
    let mut next = after.chars();
    match next.next() {
        Some('-' | '/' | '.') => !next.next().is_some_and(|c| c.is_ascii_digit()),
        Some('T') => next.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

/// 2021-04-10; in a file name with two digits each, since "2021-4-1" may well be a number there.
fn year_first(text: &str, place: Place) -> Option<(Date, usize)> {
    let separator = separator(&text[4..], place)?;
    let month = digits(&text[5..]);
    let rest = text[5 + month..].strip_prefix(separator)?;
    let day = digits(rest);
    let lengths = if place == Place::FileName && separator != '-' { 2..=2 } else { 1..=2 };
    if !lengths.contains(&month) || !lengths.contains(&day) {
        return None;
    }
    let date = valid(number(&text[..4])?, number(&text[5..5 + month])?, number(&rest[..day])?)?;
    Some((date, 6 + month + day))
}

/// 10-04-2021, day first.
fn numeric(text: &str, place: Place) -> Option<(Date, usize)> {
    let (day, month, after, at) = day_month(text, place)?;
    (digits(after) == 4).then_some(())?;
    Some((valid(number(&after[..4])?, month, day)?, at + 4))
}

/// 10-04-21: only where the whole text is a date, since in a text it may as well be a number of something.
fn short_year(text: &str) -> Option<(Date, usize)> {
    let (day, month, after, at) = day_month(text, Place::Text)?;
    (digits(after) == 2).then_some(())?;
    Some((valid(century(number(&after[..2])?), month, day)?, at + 2))
}

fn day_month(text: &str, place: Place) -> Option<(i16, i16, &str, usize)> {
    let day = digits(text);
    let separator = separator(&text[day..], place)?;
    let rest = &text[day + 1..];
    let month = digits(rest);
    if !(1..=2).contains(&day) || !(1..=2).contains(&month) {
        return None;
    }
    let after = rest[month..].strip_prefix(separator)?;
    Some((number(&text[..day])?, number(&rest[..month])?, after, day + month + 2))
}

/// 10 april 2021, 10 apr. 2021, 1e april '21, and 10-april-2021 in file names.
fn with_month(text: &str, day: usize) -> Option<(Date, usize)> {
    let spaces = |c: char| c.is_whitespace() || matches!(c, '-' | '_');
    let ordinal = ["ste", "de", "e", "."].iter().find_map(|end| text[day..].strip_prefix(end));
    let word = ordinal.unwrap_or(&text[day..]).trim_start_matches(spaces);
    let length = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    let month = month(&word[..length])?;
    let rest = word[length..].trim_start_matches('.').trim_start_matches(spaces);
    let short = rest.strip_prefix(['\'', '’', '‘']);
    let year = match short {
        Some(year) if digits(year) == 2 => century(number(&year[..2])?),
        None if digits(rest) == 4 => number(&rest[..4])?,
        _ => return None,
    };
    let after = short.map_or_else(|| &rest[4..], |year| &year[2..]);
    Some((valid(year, month, number(&text[..day])?)?, text.len() - after.len()))
}

fn month(word: &str) -> Option<i16> {
    let same = |name: &str| name.eq_ignore_ascii_case(word);
    let mut names = MONTHS.iter().zip(MONTHS_ELSE);
    let at = names.position(|(long, (short, english))| same(long) || same(short) || same(english));
    let too = || MONTHS_TOO.iter().find(|(name, _)| same(name)).map(|(_, month)| i16::from(*month));
    at.and_then(|at| i16::try_from(at + 1).ok()).or_else(too)
}

fn separator(text: &str, place: Place) -> Option<char> {
    let allowed = |c: &char| matches!(c, '-' | '/' | '.') || (*c == '_' && place == Place::FileName);
    text.chars().next().filter(allowed)
}

fn century(short: i16) -> i16 {
    // Documents from before 1950 are not written with short years.
    if short < 50 { 2000 + short } else { 1900 + short }
}

fn valid(year: i16, month: i16, day: i16) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    (1800..=2100).contains(&year).then(|| Date::new(year, month, day).ok())?
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn number(text: &str) -> Option<i16> {
    text.parse().ok()
}

/// Whether what follows a date is a time of day or nothing, and no second thing.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['T', ' ', ',']);
    let rest = rest.strip_suffix(" uur").unwrap_or(rest);
    rest.is_empty() || (rest.contains(':') && !rest.contains(|c: char| c.is_alphabetic() && !"ZGMTUC".contains(c)))
}

/// The date of a document and where it was found. The best source first:
///
/// 1. what the file declares, since a publisher's system wrote it for this purpose;
/// 2. a line at the start or the end that dates the document, since a person or a rule of procedure put it there;
/// 3. the file name, which may give the day of filing or of a version;
/// 4. the stamp of a portal, which gives the day on which the page was made, long after the text perhaps;
/// 5. when the file was made or changed, as its properties tell.
///
/// A date in running text is a date of something else, and no date is better than that one.
pub(super) fn document_date(source: &Source<'_>) -> Option<(Date, DateSource)> {
    let declared = || source.content.declared.dates.iter().find_map(|date| parse_date(date));
    let text = || dating(&source.head).or_else(|| dating(&source.end));
    let in_name = || in_name(source.stem).last().map(|found| found.date);
    let stamped = || {
        let stamps = source.content.declared.stamps.iter().map(String::as_str);
        stamps.chain(source.end.iter().rev().map(|line| line.text)).find_map(stamp)
    };
    let made = || source.content.declared.made.iter().find_map(|date| parse_date(date));
    None.or_else(|| declared().map(|date| (date, DateSource::Declared)))
        .or_else(|| text().map(|date| (date, DateSource::Text)))
        .or_else(|| in_name().map(|date| (date, DateSource::FileName)))
        .or_else(|| stamped().map(|date| (date, DateSource::Stamp)))
        .or_else(|| made().map(|date| (date, DateSource::Made)))
}

/// "Deze pagina is gebouwd op 10/04/2021 13:56:50": the month stands first, as the portal's exports show.
fn stamp(line: &str) -> Option<Date> {
    let at = line.to_ascii_lowercase().find("gebouwd op ")?;
    let text = line[at + "gebouwd op ".len()..].trim_start();
    let (month, day, rest, _) = day_month(text, Place::Text)?;
    let year = (digits(rest) == 4).then(|| number(&rest[..4]))??;
    // With a first number above twelve it can only be the day.
    valid(year, month, day).or_else(|| valid(year, day, month))
}

/// The date of the first of these lines that dates the document.
fn dating(lines: &[Line<'_>]) -> Option<Date> {
    lines.iter().enumerate().find_map(|(at, line)| {
        let text = line.text.trim_start_matches(['*', '#', '•', '-', '|', ' ', '(']);
        has_at_most(text, 30)?;
        if let Some(first) = find_dates(text).first() {
            return (is_dateline(text, first) || is_labelled(line, text, first.start)).then_some(first.date);
        }
        // A label alone, or a line broken before the date.
        let next = lines.get(at + 1)?.text;
        let found = *find_dates(next).first()?;
        (found.start < 3 && is_labelled(line, text, text.len())).then_some(found.date)
    })
}

/// "Elzenmeer, 14 maart 2022", or the date alone.
fn is_dateline(text: &str, found: &Found) -> bool {
    let after = text[found.end..].trim_matches(['*', '|', ' ', '.', ')']);
    let before = text[..found.start].trim();
    let before = before.rsplit_once([' ', ',']).filter(|(_, day)| DAYS.contains(day)).map_or(before, |(rest, _)| rest);
    let before = before.trim();
    let place = before.strip_suffix(',').is_some_and(|place| {
        has_at_most(place, 4).is_some() && place.starts_with(char::is_uppercase) && !place.contains([',', '.', ':'])
    });
    is_time(after) && (before.is_empty() || place || DAYS.iter().any(|day| before.eq_ignore_ascii_case(day)))
}

/// Whether one of these lines is a place and a date.
pub(super) fn has_dateline(lines: &[Line<'_>]) -> bool {
    let short = lines.iter().filter(|line| has_at_most(line.text, 10).is_some());
    short
        .filter(|line| !line.text.contains(':'))
        .any(|line| find_dates(line.text).first().is_some_and(|found| is_dateline(line.text, found)))
}

/// "Datum: 3 juni 2021", "Aldus vastgesteld in de openbare vergadering van 15 december 2022".
fn is_labelled(line: &Line<'_>, text: &str, date: usize) -> bool {
    let before = text[..date].to_lowercase();
    let padded = format!(" {before}");
    if NOT_THE_DOCUMENT.iter().any(|word| padded.contains(word)) {
        return false;
    }
    let starts = LABELS.iter().any(|label| strip_prefix(&before, label).is_some());
    let item = line.kind == BlockKind::ListItem || text.starts_with(|c: char| c.is_ascii_digit());
    let within = || has_at_most(text, 14).is_some() && CUES.iter().any(|cue| before.contains(cue));
    (starts && before.len() < 120) || (!item && within())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::tests::described;
    use super::*;

    #[test]
    fn whole_texts_that_are_dates() {
        let tenth = Some(date(2021, 4, 10));
        for (text, expected) in [
            ("10 april 2021", tenth),
            ("10 apr. 2021", tenth),
            ("10e april 2021", tenth),
            ("zaterdag 10 april 2021", tenth),
            ("10-04-2021", tenth),
            ("10/04/2021", tenth),
            ("10.4.2021", tenth),
            ("10-04-21", tenth),
            ("2021-04-10", tenth),
            ("2021-04-10T09:30:00+02:00", tenth),
            ("2021-04-10 09:30", tenth),
            ("20210410", tenth),
            ("Sat, 10 Apr 2021 08:00:00 GMT", tenth),
            ("1 januari ’21", Some(date(2021, 1, 1))),
            ("1ste maart 1998", Some(date(1998, 3, 1))),
            ("29 februari 2020", Some(date(2020, 2, 29))),
            ("29 februari 2021", None),
            ("31-02-2021", None),
            ("april 2021", None),
            ("2021", None),
            ("10 april 1799", None),
            ("10 april 2101", None),
            ("10 april 2021 en later", None),
            ("", None),
        ] {
            assert_eq!(parse_date(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_in_running_text() {
        for (text, expected) in [
            ("Van 3 mei 2021 tot en met 4 juni 2021.", vec![date(2021, 5, 3), date(2021, 6, 4)]),
            ("Op 14 en 15 maart 2022 is het loket dicht", vec![date(2022, 3, 15)]),
            ("zaak 2021-018, nummer 20210410, bedrag 1.10.2021.500", vec![]),
            ("artikel 2.10.2020-3 en A12-05-2020", vec![]),
            ("(12-05-2020)", vec![date(2020, 5, 12)]),
        ] {
            let found: Vec<Date> = find_dates(text).into_iter().map(|found| found.date).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_date_of_a_document() {
        use DateSource::{FileName, Stamp, Text};
        let running = "De dienst is per 1 juli 2014 opgericht en werkt sindsdien voor alle dorpen langs de vaart.";
        for (text, path, expected) in [
            ("Elzenmeer, 14 maart 2022", "a.txt", Some((date(2022, 3, 14), Text))),
            ("Elzenmeer, dinsdag 15 maart 2022", "a.txt", Some((date(2022, 3, 15), Text))),
            ("Datum: 3 juni 2021", "2020-01-01.txt", Some((date(2021, 6, 3), Text))),
            ("Datum\n3 juni 2021", "a.txt", Some((date(2021, 6, 3), Text))),
            ("**Datum:** 3 juni 2021", "a.txt", Some((date(2021, 6, 3), Text))),
            ("Datum inwerkingtreding: 1 januari 2022", "a.txt", None),
            ("Uw brief van: 3 mei 2021", "a.txt", None),
            ("Raadsvergadering: 21 april 2022\nDatum besluit: 1 maart 2022", "a.txt", Some((date(2022, 4, 21), Text))),
            ("Brief d.d. 12-05-2020 over de sluis", "a.txt", Some((date(2020, 5, 12), Text))),
            ("gelezen het voorstel d.d. 12-05-2020;", "a.txt", None),
            ("1. Lijst van de vergadering van 2 mei 2021", "a.txt", None),
            (
                "Aldus vastgesteld in de openbare\nvergadering van 15 december 2022.",
                "a.txt",
                Some((date(2022, 12, 15), Text)),
            ),
            (running, "a.txt", None),
            (running, "verslag_2021-01-02_tot_2021-02-03.txt", Some((date(2021, 2, 3), FileName))),
            (running, "14-maart-2022 verslag.txt", Some((date(2022, 3, 14), FileName))),
            (running, "20220314_verslag.txt", Some((date(2022, 3, 14), FileName))),
            (running, "2021_03_14.txt", Some((date(2021, 3, 14), FileName))),
            (running, "voorstel-2021-018.txt", None),
            (running, "2021_begroting.txt", None),
            ("Deze pagina is gebouwd op 11/02/2020 11:07:16 met de export", "a.txt", Some((date(2020, 11, 2), Stamp))),
            ("Deze pagina is gebouwd op 13/02/2020", "a.txt", Some((date(2020, 2, 13), Stamp))),
        ] {
            let found = described(text, "", path);
            assert_eq!(found.date.zip(found.date_source), expected, "{text} in {path}");
        }
    }
}
