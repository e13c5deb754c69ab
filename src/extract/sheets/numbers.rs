//! Numbers as a Dutch spreadsheet writes them: "1.234,50", "12,5%", "€ 25,00". Dates are left to `dates`.

use super::format::{Piece, Section};

/// A number of which the format says nothing: no thousands, at most ten digits.
pub fn general(value: f64) -> String {
    let size = value.abs();
    let minus = if value < 0.0 { "-" } else { "" };
    if size == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return String::new();
    }
    if !(1e-4..1e15).contains(&size) {
        return format!("{minus}{}", scientific(size));
    }
    let before = rounded(size, 0).0.len().max(1);
    let (whole, decimals) = rounded(size, 10usize.saturating_sub(before).min(9));
    let decimals = decimals.trim_end_matches('0');
    let comma = if decimals.is_empty() { "" } else { "," };
    let whole = if whole.is_empty() { "0" } else { whole.as_str() };
    format!("{minus}{whole}{comma}{decimals}")
}

/// "1,5E-05": a number too large or too small to be written out.
fn scientific(size: f64) -> String {
    let text = format!("{size:.5e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.trim_end_matches('0').trim_end_matches('.').replace('.', ",");
    format!("{digits}E{}", signed(exponent.parse().unwrap_or(0), 2, true))
}

fn signed(exponent: i32, width: usize, plus: bool) -> String {
    let sign = if exponent < 0 {
        "-"
    } else if plus {
        "+"
    } else {
        ""
    };
    format!("{sign}{:0width$}", exponent.unsigned_abs())
}

/// The digits of a double that mean something.
const PRECISE: usize = 15;
/// More decimals than this are not shown.
const MOST_DECIMALS: usize = 30;

/// The digits before the decimal sign (none for zero) and exactly `decimals` after it, rounded as on paper: half goes up.
fn rounded(size: f64, decimals: usize) -> (String, String) {
    let decimals = decimals.min(MOST_DECIMALS);
    let text = format!("{size:.*e}", PRECISE - 1);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    let mut point = exponent.parse::<i64>().unwrap_or(0) + 1;
    let keep = point + decimals as i64;
    if keep < 0 {
        return (String::new(), "0".repeat(decimals));
    }
    let keep = usize::try_from(keep).unwrap_or(0);
    if let Some(next) = digits.get(keep).copied() {
        digits.truncate(keep);
        if next >= b'5' && carry(&mut digits) {
            point += 1;
        }
    }
    let digit =
        |at: i64| usize::try_from(at).ok().and_then(|at| digits.get(at)).map_or('0', |digit| char::from(*digit));
    let whole: String = (0..point).map(digit).collect();
    let after = (point..point + decimals as i64).map(digit).collect();
    (whole.trim_start_matches('0').to_owned(), after)
}

/// Adds one to the last digit; whether a digit came before the first.
fn carry(digits: &mut Vec<u8>) -> bool {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return false;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
    true
}

/// `size` (not negative) as `section` has it.
pub fn written(section: &Section, size: f64) -> String {
    let pieces = section.pieces.as_slice();
    if let Some(at) = pieces.iter().position(|piece| matches!(piece, Piece::Exponent(_))) {
        return with_exponent(pieces, at, size);
    }
    if let Some(text) = fraction(pieces, size) {
        return text;
    }
    let percents = pieces.iter().filter(|piece| **piece == Piece::Percent).count();
    let hundreds = (0..percents).fold(size, |size, _| size * 100.0);
    let scaled = (0..thousands_cut(pieces)).fold(hundreds, |size, _| size / 1000.0);
    filled(pieces, scaled)
}

fn is_digit(piece: &Piece) -> bool {
    matches!(piece, Piece::Digit(_))
}

/// How many commas stand right after the last digit before the decimal sign; each cuts off three digits.
fn thousands_cut(pieces: &[Piece]) -> usize {
    let whole = pieces.split(|piece| *piece == Piece::Point).next().unwrap_or_default();
    let last = |part: &[Piece]| part.iter().rposition(is_digit).map_or(0, |at| at + 1);
    let after = |from: usize| pieces.iter().skip(from).take_while(|piece| **piece == Piece::Comma).count();
    if last(whole) == 0 { 0 } else { after(last(whole)).max(after(last(pieces))) }
}

/// Whether a comma stands between digits before the decimal sign.
fn grouped(whole: &[Piece]) -> bool {
    let first = whole.iter().position(is_digit).unwrap_or(whole.len());
    let last = whole.iter().rposition(is_digit).unwrap_or(0);
    whole.iter().take(last).skip(first).any(|piece| *piece == Piece::Comma)
}

/// Puts the digits of `size` in the places of `pieces`.
fn filled(pieces: &[Piece], size: f64) -> String {
    let point = pieces.iter().position(|piece| *piece == Piece::Point).unwrap_or(pieces.len());
    let (before, after) = pieces.split_at(point);
    let decimals = after.iter().filter(|piece| is_digit(piece)).count();
    let (whole, fraction) = rounded(size, decimals);
    let mut text = String::new();
    let grouped = grouped(before);
    let mut left = before.iter().filter(|piece| is_digit(piece)).count();
    let mut first = true;
    for piece in before {
        if let Piece::Digit(place) = piece {
            let from = if first { whole.len().max(left) } else { left };
            (left.saturating_sub(1)..from).rev().for_each(|at| push_digit(&mut text, &whole, at, *place, grouped));
            left = left.saturating_sub(1);
            first = false;
        } else {
            push_other(&mut text, piece, size);
        }
    }
    // Without places before the decimal sign (".00") the digits are shown all the same.
    if first && decimals > 0 {
        text.push_str(&whole);
    }
    push_decimals(&mut text, after, &fraction, size);
    text
}

/// Adds the digit of `whole` that stands `at` places from the right, or what its place shows without one.
fn push_digit(text: &mut String, whole: &str, at: usize, place: char, grouped: bool) {
    let digit = whole.len().checked_sub(at + 1).and_then(|at| whole.get(at..=at));
    match (digit, place) {
        (Some(digit), _) => text.push_str(digit),
        (None, '0') => text.push('0'),
        (None, '?') => return text.push(' '),
        (None, _) => return,
    }
    if grouped && at > 0 && at.is_multiple_of(3) {
        text.push('.');
    }
}

fn push_decimals(text: &mut String, after: &[Piece], fraction: &str, size: f64) {
    let mut left = fraction;
    let mut comma = false;
    for piece in after {
        let Piece::Digit(place) = piece else {
            push_other(text, piece, size);
            continue;
        };
        let (digit, rest) = left.split_at_checked(1).unwrap_or(("", ""));
        let idle = left.bytes().all(|digit| digit == b'0');
        left = rest;
        match place {
            '#' if idle => continue,
            '?' if idle => text.push(' '),
            _ => {
                text.push_str(if comma { "" } else { "," });
                comma = true;
                text.push_str(digit);
            }
        }
    }
}

fn push_other(text: &mut String, piece: &Piece, size: f64) {
    match piece {
        Piece::Literal(literal) => text.push_str(literal),
        Piece::Percent => text.push('%'),
        Piece::Slash => text.push('/'),
        Piece::General => text.push_str(&general(size)),
        _ => {}
    }
}

/// A number with an exponent; places before the decimal sign say in what steps the exponent goes.
fn with_exponent(pieces: &[Piece], at: usize, size: f64) -> String {
    let (mantissa, rest) = pieces.split_at(at);
    let step = mantissa.iter().take_while(|piece| **piece != Piece::Point).filter(|piece| is_digit(piece)).count();
    let step = i32::try_from(step).unwrap_or(1).max(1);
    let exponent = if size > 0.0 { size.log10().floor() as i32 } else { 0 };
    let exponent = exponent.div_euclid(step) * step;
    let width = rest.iter().filter(|piece| is_digit(piece)).count();
    let plus = rest.first() == Some(&Piece::Exponent(true));
    format!("{}E{}", filled(mantissa, size / 10f64.powi(exponent)), signed(exponent, width.min(MOST_DECIMALS), plus))
}

/// "2 1/4": a number as a fraction, where the format has a stroke between places.
fn fraction(pieces: &[Piece], size: f64) -> Option<String> {
    let stroke = pieces.iter().position(|piece| *piece == Piece::Slash)?;
    let (before, after) = pieces.split_at(stroke);
    let places = after.iter().filter(|piece| is_digit(piece)).count();
    let fixed =
        after.get(1).and_then(|piece| if let Piece::Literal(text) = piece { text.trim().parse().ok() } else { None });
    let most = 10u64.pow(u32::try_from(places.min(3)).unwrap_or(1)) - 1;
    let lowest = fixed.filter(|fixed| (1..=9999).contains(fixed));
    if !before.iter().any(is_digit) || (most == 0 && lowest.is_none()) || size >= 1e15 {
        return None;
    }
    let mixed = before.windows(2).any(|pair| matches!(pair, [Piece::Digit(_), Piece::Literal(_)]));
    let whole = if mixed { size.floor() } else { 0.0 };
    let part = size - whole;
    let (top, low) = match lowest {
        Some(low) => ((part * low as f64).round() as u64, low),
        None => nearest(part, most),
    };
    Some(match (top, mixed) {
        (0, true) => format!("{whole}"),
        (top, true) if top == low => format!("{}", whole + 1.0),
        (top, true) if whole > 0.0 => format!("{whole} {top}/{low}"),
        (top, _) => format!("{top}/{low}"),
    })
}

/// The fraction nearest to `size` of which the lower number is at most `most`, by the steps of a chain fraction.
fn nearest(size: f64, most: u64) -> (u64, u64) {
    let (mut before, mut best) = ((1u64, 0u64), (size.floor() as u64, 1u64));
    let mut rest = size - size.floor();
    while rest > 1e-9 {
        let whole = (1.0 / rest).floor();
        rest = 1.0 / rest - whole;
        let fits = (most - before.1) / best.1;
        let times = (whole as u64).min(fits);
        let next = (times.saturating_mul(best.0).saturating_add(before.0), times * best.1 + before.1);
        let error = |(top, low): (u64, u64)| (top as f64 / low.max(1) as f64 - size).abs();
        if times < whole as u64 {
            return if times > 0 && error(next) < error(best) { next } else { best };
        }
        (before, best) = (best, next);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::format::Format;
    use super::*;

    #[test]
    fn without_a_format() {
        let check = |value: f64, expected: &str| assert_eq!(general(value), expected);
        check(0.25, "0,25");
        check(-3.0, "-3");
        check(1234.5, "1234,5");
        check(0.1 + 0.2, "0,3");
        check(123_456_789_012.0, "123456789012");
        check(1.0 / 3.0, "0,333333333");
        check(0.000_015, "1,5E-05");
        check(1.5e20, "1,5E+20");
        check(f64::NAN, "");
        check(-0.0, "0");
    }

    #[test]
    fn with_a_format() {
        let check = |code: &str, value: f64, expected: &str| {
            let text = Format::parse(code).number(value, false);
            assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{code} of {value}");
        };
        check("0.0%", 0.125, "12,5%");
        check("#,##0.00", 1234.5, "1.234,50");
        check("#,##0", 1_234_567.5, "1.234.568");
        check("#,##0,", 1_234_567.0, "1.235");
        check("0.0,,\" mln\"", 2_500_000.0, "2,5 mln");
        check("_ [$€-413] * #,##0.00_ ;_ [$€-413] * -#,##0.00_ ;_ [$€-413] * \"-\"??_ ;_ @_ ", 1234.5, "€ 1.234,50");
        check("_ [$€-413] * #,##0.00_ ;_ [$€-413] * -#,##0.00_ ;_ [$€-413] * \"-\"??_ ;_ @_ ", -3.0, "€ -3,00");
        check("_ [$€-413] * #,##0.00_ ;_ [$€-413] * -#,##0.00_ ;_ [$€-413] * \"-\"??_ ;_ @_ ", 0.0, "€ -");
        check("0.00", 1.005, "1,01");
        check("0.##", 5.0, "5");
        check("#.00", 0.5, ",50");
        check("000000", 42.0, "000042");
        check("0000\" \"00", 123_456.0, "1234 56");
        check("00-00-00", 12_345.0, "01-23-45");
        check("0.00E+00", 12_345.0, "1,23E+04");
        check("# ?/?", 2.25, "2 1/4");
        check("# ?/8", 0.5, "4/8");
        check("# ??/??", 2.141_59, "2 14/99");
        check("# ???/???", 0.333, "332/997");
        check("?/?", 1.5, "3/2");
        check("# ?/?", 0.99, "1");
        check("0", 1e300, &format!("1{}", "0".repeat(300)));
        check("0.0", 99.96, "100,0");
    }
}
