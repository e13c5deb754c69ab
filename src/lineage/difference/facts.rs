//! Amounts, percentages, dates and numbers as Dutch documents write them, in the atoms of a text. Names are left to
//! `tokens`.

use super::Kind;
use super::atoms::{Atom, Shape, is_hyphen};
use super::words::List;

/// Finds the facts of a text, of which it has all atoms.
#[derive(Clone, Copy, Debug)]
pub(super) struct FactReader<'t> {
    pub(super) atoms: &'t [Atom<'t>],
}

impl<'t> FactReader<'t> {
    /// The fact that begins at atom `at`: what it is, and the atom after it. White space between its atoms may be of
    /// any kind.
    pub(super) fn fact(self, at: usize) -> Option<(Kind, usize)> {
        self.amount(at)
            .map(|end| (Kind::Amount, end))
            .or_else(|| self.percentage(at).map(|end| (Kind::Percentage, end)))
            .or_else(|| self.date(at).map(|end| (Kind::Date, end)))
            .or_else(|| self.reference(at).or_else(|| self.number(at)).map(|end| (Kind::Number, end)))
    }

    /// "€ 1,2 mln", "-€ 5", "EUR 1.000", "€ 25,-", "5 euro", "1,4 miljoen euro".
    fn amount(self, at: usize) -> Option<usize> {
        let currency = at + usize::from(self.is_sign(at) && self.is_currency(at + 1) && self.touches(at + 1));
        if self.is_currency(currency) {
            let signed = self.is_sign(currency + 1) && self.touches(currency + 2);
            let number = currency + 1 + usize::from(signed);
            let end = self.is_number(number).then(|| self.scale(self.dashes(number + 1)))?;
            return Some(end + usize::from(self.is(end, "euro")));
        }
        let number = self.quantity(at)?;
        let dashes = self.dashes(number);
        let end = self.scale(dashes);
        let euro = self.is(end, "euro") || self.is_currency(end) && !self.is_number(end + 1);
        (euro || dashes > number).then_some(end + usize::from(euro))
    }

    /// "12%", "12,5 procent".
    fn percentage(self, at: usize) -> Option<usize> {
        let end = self.quantity(at)?;
        let units = ["%", "‰", "procent", "procentpunt", "promille"];
        units.iter().any(|unit| self.is(end, unit)).then_some(end + 1)
    }

    fn date(self, at: usize) -> Option<usize> {
        self.day_of_month(at).or_else(|| self.month_of_year(at)).or_else(|| self.year_range(at)).or_else(|| {
            let atom = self.written(at);
            let number = self.shape(at) == Some(Shape::Number) && is_numeric_date(atom);
            (number || matches!(atom, "Q1" | "Q2" | "Q3" | "Q4")).then_some(at + 1)
        })
    }

    /// "1 januari 2021", "1-3 mei", "1 jan. 2021".
    fn day_of_month(self, at: usize) -> Option<usize> {
        let days = self.shape(at) == Some(Shape::Number) && self.written(at).split(is_hyphen).all(is_day);
        if !days {
            return None;
        }
        self.month_of_year(at + 1).or_else(|| List::ShortMonth.has(self.written(at + 1)).then_some(at + 2))
    }

    /// "januari 2021", "mei", "jan. 2021"; a short month only with its year.
    fn month_of_year(self, at: usize) -> Option<usize> {
        if List::Month.has(self.written(at)) {
            return Some(at + 1 + usize::from(is_year(self.written(at + 1))));
        }
        if !List::ShortMonth.has(self.written(at)) {
            return None;
        }
        let year = at + 1 + usize::from(self.is(at + 1, ".") && self.touches(at + 1));
        is_year(self.written(year)).then_some(year + 1)
    }

    /// "2020 - 2021".
    fn year_range(self, at: usize) -> Option<usize> {
        let between = self.written(at + 1);
        let joined = between == "/" || !between.is_empty() && between.chars().all(is_hyphen);
        (joined && is_year(self.written(at)) && is_year(self.written(at + 2))).then_some(at + 3)
    }

    /// "artikel 2.1", "art. 5", "§ 3".
    fn reference(self, at: usize) -> Option<usize> {
        if !List::Numbered.has(self.written(at)) {
            return None;
        }
        let number = at + 1 + usize::from(self.is(at + 1, ".") && self.touches(at + 1));
        let is_number = self.shape(number) == Some(Shape::Number) || is_roman(self.written(number));
        let other = self.amount(number).or_else(|| self.percentage(number)).or_else(|| self.day_of_month(number));
        (is_number && other.is_none()).then_some(number + 1)
    }

    /// "2.250", "1,4 miljoen", "twaalf", "VII".
    fn number(self, at: usize) -> Option<usize> {
        match self.quantity(at) {
            Some(end) => Some(self.scale(end)),
            None => is_roman(self.written(at)).then_some(at + 1),
        }
    }

    /// A number with its sign, which touches the number and nothing before it.
    fn quantity(self, at: usize) -> Option<usize> {
        let signed = self.is_sign(at) && self.touches(at + 1) && !self.touches(at);
        let number = at + usize::from(signed);
        (self.is_number(number)).then_some(number + 1)
    }

    /// The atom after the unit that may stand at `at`.
    fn scale(self, at: usize) -> usize {
        at + usize::from(List::Scale.has(self.written(at)))
    }

    /// The atom after the ",-" that may stand at `at`.
    fn dashes(self, at: usize) -> usize {
        let comma = matches!(self.written(at), "," | ".") && self.touches(at) && self.touches(at + 1);
        let dashes = self.written(at + 1);
        let found = comma && !dashes.is_empty() && dashes.chars().all(|c| is_hyphen(c) || matches!(c, '—' | '='));
        at + if found { 2 } else { 0 }
    }

    fn is_number(self, at: usize) -> bool {
        self.shape(at) == Some(Shape::Number) || List::Number.has(self.written(at))
    }

    fn is_currency(self, at: usize) -> bool {
        matches!(self.written(at), "€" | "$" | "£" | "ƒ" | "EUR")
    }

    fn is_sign(self, at: usize) -> bool {
        let mut atom = self.written(at).chars();
        atom.next().is_some_and(|c| c == '+' || is_hyphen(c)) && atom.next().is_none()
    }

    fn is(self, at: usize, word: &str) -> bool {
        self.written(at).eq_ignore_ascii_case(word)
    }

    /// Whether nothing stands between the atom before and this one.
    fn touches(self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.atoms.get(before));
        before.zip(self.atoms.get(at)).is_some_and(|(before, atom)| before.end == atom.start)
    }

    fn shape(self, at: usize) -> Option<Shape> {
        self.atoms.get(at).map(|atom| atom.shape)
    }

    /// Nothing after the last atom.
    fn written(self, at: usize) -> &'t str {
        self.atoms.get(at).map_or("", |atom| &atom.plain)
    }
}

/// Whether `atom` is a year from 1900 to 2099.
pub(super) fn is_year(atom: &str) -> bool {
    atom.len() == 4 && value(atom).is_some_and(|year| (1900..2100).contains(&year))
}

fn is_day(atom: &str) -> bool {
    value(atom).is_some_and(|day| (1..=31).contains(&day))
}

fn is_month(atom: &str) -> bool {
    value(atom).is_some_and(|month| (1..=12).contains(&month))
}

/// The number that at most four digits make.
fn value(digits: &str) -> Option<u32> {
    let plain = digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// "01-01-2021", "2021-01-01", "1.2.2021", "2021", "2020/2021", "2020-21", "03-2021"; with "/" also month first.
fn is_numeric_date(atom: &str) -> bool {
    if atom.len() > 12 {
        return false;
    }
    let parts: Vec<&str> = atom.split(|c| is_hyphen(c) || matches!(c, '/' | '.')).collect();
    let dots = atom.contains('.');
    let short = |part: &str| part.len() == 2 && value(part).is_some();
    match *parts {
        [year] => is_year(year),
        [first, last] => {
            !dots && (is_year(first) && (is_year(last) || short(last)) || is_month(first) && is_year(last))
        }
        [first, month, last] if is_month(month) => {
            is_day(first) && (is_year(last) || !dots && short(last)) || is_year(first) && is_day(last)
        }
        [month, day, year] => atom.contains('/') && is_month(month) && is_day(day) && is_year(year),
        _ => false,
    }
}

/// A Roman number of two letters or more, up to 39.
fn is_roman(atom: &str) -> bool {
    atom.len() > 1 && {
        let units = atom.trim_start_matches('X');
        atom.len() - units.len() <= 3
            && matches!(units, "" | "I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX")
    }
}
