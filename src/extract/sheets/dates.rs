//! Days and times as a Dutch spreadsheet writes them: "10-04-2021", "za 10 april 2021 14:30". Days are counted from
//! 1900 or 1904; plain numbers are left to `numbers`.

use super::format::{Piece, Section};
use crate::analysis::MONTHS;

const SHORT_MONTHS: [&str; 12] = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
const DAYS: [&str; 7] = ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const ENGLISH_DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The last day that spreadsheets know: 31 December 9999.
const LAST_DAY: f64 = 2_958_466.0;
/// The day of 1 January 1904 counted from 1900.
const OF_1904: f64 = 1_462.0;
const MILLIS_OF_DAY: f64 = 86_400_000.0;

/// A moment, split.
#[derive(Debug, PartialEq)]
struct Moment {
    year: i64,
    month: usize,
    day: i64,
    weekday: usize,
    /// Milliseconds since midnight.
    millis: i64,
    /// Seconds since day 0, for hours that run on.
    elapsed: i64,
}

/// The number of days `value` as `section` writes it; `None` where it is no date.
pub fn written(section: &Section, value: f64, from_1904: bool) -> Option<String> {
    let pieces = section.pieces.as_slice();
    let moment = moment(value, from_1904, fine(pieces))?;
    let mut text = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Literal(literal) => text.push_str(literal),
            Piece::Slash => text.push(if section.english { '/' } else { '-' }),
            Piece::Comma => text.push(','),
            Piece::Point if matches!(pieces.get(at + 1), Some(Piece::Digit(_))) => text.push(','),
            Piece::Point => text.push('.'),
            Piece::Digit(_) => text.push(decimal(pieces, at, moment.millis)),
            Piece::Half => text.push_str(if moment.millis < 43_200_000 { "AM" } else { "PM" }),
            Piece::Elapsed(letter, count) => text.push_str(&run_on(*letter, *count, moment.elapsed)),
            Piece::Part(letter, count) => {
                let letter = if *letter == 'm' && *count < 3 && is_minute(pieces, at) { 'n' } else { *letter };
                let half = pieces.contains(&Piece::Half);
                text.push_str(&part(&moment, letter, *count, half, section.english));
            }
            _ => {}
        }
    }
    Some(text)
}

/// The number of days `value`, counted from 1900, in the notation of ISO 8601; `None` where it is no date.
pub fn iso(value: f64) -> Option<String> {
    let Moment { year, month, day, millis, .. } = moment(value, false, false)?;
    let seconds = millis / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// Whether parts of seconds are shown.
fn fine(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| matches!(piece, Piece::Digit(_)))
}

fn moment(value: f64, from_1904: bool, fine: bool) -> Option<Moment> {
    let value = if from_1904 { value + OF_1904 } else { value };
    if !(0.0..LAST_DAY).contains(&value) {
        return None;
    }
    let unit = if fine { 1.0 } else { 1000.0 };
    let millis = ((value * MILLIS_OF_DAY / unit).round() * unit) as i64;
    let (serial, millis) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let elapsed = serial * 86_400 + millis / 1000 - if from_1904 { OF_1904 as i64 * 86_400 } else { 0 };
    // Spreadsheets hold 1900 for a leap year; day 60 is a day that never was.
    let (year, month, day) = match serial {
        60 => (1900, 2, 29),
        0 if !from_1904 => (1900, 1, 0),
        serial => calendar(if serial < 60 { serial + 1 } else { serial }),
    };
    Some(Moment { year, month, day, weekday: usize::try_from((serial + 6) % 7).unwrap_or(0), millis, elapsed })
}

/// Year, month and day of the day `serial` after 30 December 1899.
fn calendar(serial: i64) -> (i64, usize, i64) {
    // Days since 1 March of the year 0, so that the leap day ends a year; 30 December 1899 is day 693,899.
    let days = serial + 693_899;
    let (century, rest) = (days / 146_097, days % 146_097);
    let in_century = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365;
    let of_year = rest - (365 * in_century + in_century / 4 - in_century / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = century * 400 + in_century + i64::from(month <= 2);
    (year, usize::try_from(month).unwrap_or(1), day)
}

/// Whether "m" stands for minutes: after hours or before seconds.
fn is_minute(pieces: &[Piece], at: usize) -> bool {
    let letter = |piece: &Piece| match piece {
        Piece::Part(letter, _) | Piece::Elapsed(letter, _) => Some(*letter),
        _ => None,
    };
    pieces.iter().take(at).rev().find_map(letter) == Some('h')
        || pieces.iter().skip(at + 1).find_map(letter) == Some('s')
}

fn part(moment: &Moment, letter: char, count: usize, half: bool, english: bool) -> String {
    let seconds = moment.millis / 1000;
    let number = |number: i64| if count > 1 { format!("{number:02}") } else { number.to_string() };
    match letter {
        'y' if count > 2 => format!("{:04}", moment.year),
        'y' => format!("{:02}", moment.year % 100),
        'm' if count > 2 => month_name(moment.month, count, english),
        'm' => number(moment.month as i64),
        'd' if count > 2 => day_name(moment.weekday, count, english),
        'd' => number(moment.day),
        'h' if half => number((seconds / 3600 + 11) % 12 + 1),
        'h' => number(seconds / 3600),
        'n' => number(seconds / 60 % 60),
        _ => number(seconds % 60),
    }
}

fn month_name(month: usize, count: usize, english: bool) -> String {
    let at = month.saturating_sub(1);
    let long = if english { ENGLISH_MONTHS } else { MONTHS }.get(at).copied().unwrap_or_default();
    match count {
        3 if english => long.chars().take(3).collect(),
        3 => SHORT_MONTHS.get(at).copied().unwrap_or_default().to_owned(),
        5 => long.chars().take(1).collect(),
        _ => long.to_owned(),
    }
}

fn day_name(weekday: usize, count: usize, english: bool) -> String {
    let long = if english { ENGLISH_DAYS } else { DAYS }.get(weekday).copied().unwrap_or_default();
    let short = if english { 3 } else { 2 };
    long.chars().take(if count == 3 { short } else { usize::MAX }).collect()
}

fn run_on(letter: char, count: usize, elapsed: i64) -> String {
    let unit = match letter {
        'h' => 3600,
        'm' => 60,
        _ => 1,
    };
    format!("{:0width$}", elapsed / unit, width = count.min(9))
}

/// The digit of the parts of a second at the place `at`.
fn decimal(pieces: &[Piece], at: usize, millis: i64) -> char {
    let before = pieces.iter().take(at).rev().take_while(|piece| matches!(piece, Piece::Digit(_))).count();
    format!("{:03}", millis % 1000).chars().nth(before).unwrap_or('0')
}

/// A date or moment in the notation of ISO 8601 ("2021-04-10T14:30:00") as a Dutch reader writes it; other text stays.
pub fn from_iso(text: &str) -> String {
    let (date, time) = text.trim().split_once(['T', ' ']).unwrap_or((text.trim(), ""));
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return text.to_owned() };
    if ![year, month, day].iter().all(|part| !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit())) {
        return text.to_owned();
    }
    let time: String = time.chars().take(5).collect();
    let time = if time == "00:00" { "" } else { &time };
    format!("{day}-{month}-{year} {time}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::format::Format;
    use super::*;

    #[test]
    fn dates_and_times() {
        let check = |code: &str, value: f64, expected: &str| {
            assert_eq!(Format::parse(code).number(value, false), expected, "{code} of {value}");
        };
        check("dd-mm-yyyy", 44_296.0, "10-04-2021");
        check("d/m/yy", 44_296.0, "10-4-21");
        check("[$-409]m/d/yyyy", 44_296.0, "4/10/2021");
        check("ddd d mmmm yyyy", 44_296.0, "za 10 april 2021");
        check("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 44_296.0, "zaterdag 10 april 2021");
        check("[$-409]d-mmm-yy;@", 44_286.0, "31-Mar-21");
        check("d-mmm", 44_286.0, "31-mrt");
        check("dd-mm-yyyy hh:mm", 44_296.604_166_67, "10-04-2021 14:30");
        check("h:mm AM/PM", 0.0, "12:00 AM");
        check("[h]:mm:ss", 1.5, "36:00:00");
        check("mm:ss.0", 0.000_699_07, "01:00,4");
        check("yyyy-mm-dd", 1.0, "1900-01-01");
        check("yyyy-mm-dd", 60.0, "1900-02-29");
        check("yyyy-mm-dd", 61.0, "1900-03-01");
        check("yyyy-mm-dd", 36_585.0, "2000-02-29");
        check("yyyy-mm-dd", 2_958_465.0, "9999-12-31");
        check("yyyy-mm-dd", -5.0, "-5");
        check("yyyy-mm-dd", 1e12, "1000000000000");
        assert_eq!(Format::parse("d-m-yyyy").number(42_834.0, true), "10-4-2021");
    }

    #[test]
    fn dates_of_iso() {
        let check = |text: &str, expected: &str| assert_eq!(from_iso(text), expected);
        check("2021-04-10", "10-04-2021");
        check("2021-04-10T14:30:00", "10-04-2021 14:30");
        check("2021-04-10T00:00:00", "10-04-2021");
        check("vrijdag", "vrijdag");
    }
}
