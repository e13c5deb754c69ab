//! The properties of a compound file ("summary information"): title, author and dates.

use super::super::codepage;
use super::super::compound::Compound;
use super::super::compound::number::{u16, u32, u64, utf16};
use super::super::flow::tidy;
use crate::document::Declared;

/// Where the stream lies.
const PATH: &str = "/\u{5}SummaryInformation";
/// Seconds from 1601, from which Windows counts, to 1970.
const FROM_1601: u64 = 11_644_473_600;

/// Reads the properties; empty where there are none.
pub fn declared(file: &mut Compound) -> Declared {
    let stream = file.stream(PATH).ok().flatten().unwrap_or_default();
    section(&stream).unwrap_or_default()
}

fn section(stream: &[u8]) -> Option<Declared> {
    let section = stream.get(u32(stream, 44)? as usize..)?;
    let count = u32(section, 4)?.min(100) as usize;
    let at = |wanted: u32| {
        let place = (0..count).find(|place| u32(section, 8 + 8 * place) == Some(wanted))?;
        section.get(u32(section, 12 + 8 * place)? as usize..)
    };
    let page = at(1).and_then(|value| u16(value, 4)).map_or(1252, u32::from);
    let text = |wanted| at(wanted).and_then(|value| text(value, page));
    let date = |wanted| at(wanted).and_then(|value| u64(value, 4)).and_then(day);
    Some(Declared {
        title: text(2),
        author: text(4),
        dates: [date(12), date(13)].into_iter().flatten().collect(),
        ..Declared::default()
    })
}

fn text(value: &[u8], page: u32) -> Option<String> {
    let length = u32(value, 4)? as usize;
    let text = match u16(value, 0)? {
        0x1f => utf16(value.get(8..)?.get(..length.checked_mul(2)?)?),
        _ => codepage::decode(value.get(8..)?.get(..length)?, page),
    };
    let text = tidy(text.split('\0').next()?);
    (!text.is_empty()).then_some(text)
}

/// The day ("2021-04-10") of a time as Windows counts it; `None` where none is set.
pub fn day(time: u64) -> Option<String> {
    let seconds = (time / 10_000_000).checked_sub(FROM_1601)?;
    let (year, month, day) = civil(seconds / 86_400);
    (year < 2200 && seconds > 0).then(|| format!("{year}-{month:02}-{day:02}"))
}

/// Seconds since 1970 of a time as Windows counts it.
pub fn seconds(time: u64) -> Option<u64> {
    (time / 10_000_000).checked_sub(FROM_1601)
}

/// Year, month and day of the day that is `days` after 1 January 1970.
pub fn civil(days: u64) -> (u64, u64, u64) {
    // Years are counted from March, in eras of 400 years, so that the leap day is the last.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let check = |days, expected| assert_eq!(civil(days), expected);
        check(0, (1970, 1, 1));
        check(11_016, (2000, 2, 29));
        check(18_727, (2021, 4, 10));
        assert_eq!(day(0), None);
        assert_eq!(day((FROM_1601 + 18_727 * 86_400) * 10_000_000).as_deref(), Some("2021-04-10"));
    }
}
