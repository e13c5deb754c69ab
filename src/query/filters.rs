//! Prefixes with a colon: their names in Dutch and English, and the dates that `jaar:` and `datum:` take.
//!
//! Where a prefix may stand and where its value ends is left to `lex`.

use jiff::civil::{Date, date};

use super::syntax::{Field, FilterOn};

/// What a name before a colon stands for.
#[derive(Clone, Copy)]
pub(super) enum Prefix {
    Field(Field),
    Filter(Property),
}

/// The property of a document that a filter looks at.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Property {
    Municipality,
    Kind,
    Language,
    Collection,
    Dates,
}

const NAMES: [(&str, Prefix); 16] = [
    ("titel", Prefix::Field(Field::Title)),
    ("title", Prefix::Field(Field::Title)),
    ("kop", Prefix::Field(Field::Heading)),
    ("heading", Prefix::Field(Field::Heading)),
    ("gemeente", Prefix::Filter(Property::Municipality)),
    ("municipality", Prefix::Filter(Property::Municipality)),
    ("soort", Prefix::Filter(Property::Kind)),
    ("kind", Prefix::Filter(Property::Kind)),
    ("taal", Prefix::Filter(Property::Language)),
    ("language", Prefix::Filter(Property::Language)),
    ("verzameling", Prefix::Filter(Property::Collection)),
    ("collection", Prefix::Filter(Property::Collection)),
    ("jaar", Prefix::Filter(Property::Dates)),
    ("year", Prefix::Filter(Property::Dates)),
    ("datum", Prefix::Filter(Property::Dates)),
    ("date", Prefix::Filter(Property::Dates)),
];

/// The prefix that `text` begins with, and the length of its name; the colon is behind it.
pub(super) fn prefix(text: &[char]) -> Option<(Prefix, usize)> {
    NAMES.iter().find_map(|(name, prefix)| {
        let found = text.len() > name.len()
            && text[name.len()] == ':'
            && name.chars().zip(text).all(|(ours, theirs)| ours == theirs.to_ascii_lowercase());
        found.then_some((*prefix, name.len()))
    })
}

/// What to type for the filter `name`.
pub(super) fn example(name: &str) -> &'static str {
    let name = name.to_ascii_lowercase();
    match NAMES.iter().find(|(known, _)| *known == name) {
        Some((_, Prefix::Filter(Property::Kind))) => "soort:verordening",
        Some((_, Prefix::Filter(Property::Language))) => "taal:nl",
        Some((_, Prefix::Filter(Property::Collection))) => "verzameling:naam",
        Some((_, Prefix::Filter(Property::Dates))) => "jaar:2019..2021",
        _ => "gemeente:\"Mook en Middelaar\"",
    }
}

/// The condition that `value` asks of `property`; `None` for what is not a date.
pub(super) fn condition(property: Property, value: String) -> Option<FilterOn> {
    Some(match property {
        Property::Municipality => FilterOn::Municipality(value),
        Property::Kind => FilterOn::Kind(value),
        Property::Language => FilterOn::Language(value),
        Property::Collection => FilterOn::Collection(value),
        Property::Dates => {
            let (from, to) = dates(&value)?;
            FilterOn::Dates { from, to }
        }
    })
}

/// A filter on dates as it is typed; years where they say it all.
pub(super) fn written_dates(from: Option<Date>, to: Option<Date>) -> String {
    let begins = from.is_none_or(|day| (day.month(), day.day()) == (1, 1));
    let ends = to.is_none_or(|day| (day.month(), day.day()) == (12, 31));
    let years = begins && ends;
    let written = |day: Option<Date>| match day {
        Some(day) if years => format!("{:04}", day.year()),
        Some(day) => day.to_string(),
        None => String::new(),
    };
    let (name, first, last) = (if years { "jaar" } else { "datum" }, written(from), written(to));
    if first == last { format!("{name}:{first}") } else { format!("{name}:{first}..{last}") }
}

/// A day, month or year, or a range of them with `..`, open at one end if need be. A range the wrong way round is
/// meant the right way round.
fn dates(text: &str) -> Option<(Option<Date>, Option<Date>)> {
    let Some((first, last)) = text.split_once("..").or_else(|| years(text)) else {
        let (from, to) = period(text.trim_end_matches('.'))?;
        return Some((Some(from), Some(to)));
    };
    let (first, last) = (first.trim(), last.trim_matches(['.', ' ']));
    match (first.is_empty(), last.is_empty()) {
        (true, true) => None,
        (true, false) => Some((None, Some(period(last)?.1))),
        (false, true) => Some((Some(period(first)?.0), None)),
        (false, false) => {
            let (first, last) = (period(first)?, period(last)?);
            Some((Some(first.0.min(last.0)), Some(first.1.max(last.1))))
        }
    }
}

/// "2019-2021", with a hyphen or a dash.
fn years(text: &str) -> Option<(&str, &str)> {
    let (first, last) = text.trim_end_matches('.').split_once(['-', '–'])?;
    (is_year(first) && is_year(last)).then_some((first, last))
}

/// The first and last day of "2019", "2021-04", "2021-4-10" or "10-4-2021".
fn period(text: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = text.splitn(4, '-').collect();
    match parts[..] {
        [year] if is_year(year) => {
            let year = year.parse().ok()?;
            Some((date(year, 1, 1), date(year, 12, 31)))
        }
        [year, month] if is_year(year) => {
            let first = day(year, month, "1")?;
            Some((first, first.last_of_month()))
        }
        [year, month, of_month] if is_year(year) => day(year, month, of_month).map(|day| (day, day)),
        [of_month, month, year] if is_year(year) => day(year, month, of_month).map(|day| (day, day)),
        _ => None,
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && is_figures(text)
}

fn is_figures(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    // Signs and long numbers are no dates, though they can be parsed as numbers.
    let short = |text: &str| if text.len() <= 2 && is_figures(text) { text.parse().ok() } else { None };
    Date::new(year.parse().ok()?, short(month)?, short(day)?).ok()
}
