//! Which queries hold personal data: a citizen service number (BSN), an e-mail address, a telephone or bank account
//! number. What is done with such a query (it is kept nowhere) is for `statistics` to see to.
//!
//! Where a number may be either, it counts as personal: a query too few in the statistics harms nobody.

use unicode_normalization::UnicodeNormalization;

use crate::server::characters::is_hidden;

/// Digits of the shortest number that is looked for: a BSN without its leading zero.
const FEWEST_DIGITS: usize = 8;

/// Digits of the longest number that is looked for: a telephone number with its country.
const MOST_DIGITS: usize = 15;

/// Characters between two groups of digits of one number, at most.
const WIDEST_GAP: usize = 3;

/// Ways to write a number of nine digits with the first left out, that are not those of dates or years.
const SHORT_SHAPES: [&[usize]; 3] = [&[2, 3, 3], &[3, 2, 3], &[3, 3, 2]];

/// Whether `query` holds a BSN, an e-mail address, a Dutch or international telephone number, or an IBAN, however its
/// parts are set apart.
///
/// A BSN is a number of nine digits that passes the 11-check (of eight, where its leading zero was left out), written
/// as one or in groups as numbers are. Where the query speaks of a BSN, every nine digits count, mistyped or not.
pub fn holds_personal_data(query: &str) -> bool {
    let text = plain(query);
    holds_email(&text) || holds_account(&text) || holds_number(&text)
}

/// Small letters, one kind of space and dash, figures of one kind, and nothing that is not seen.
fn plain(query: &str) -> String {
    let mut text = String::with_capacity(query.len());
    for c in query.nfkc().flat_map(char::to_lowercase) {
        match c {
            _ if c.is_whitespace() => text.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{AD}' => text.push('-'),
            '\u{B7}' | '\u{2022}' | '\u{2219}' => text.push('.'),
            _ if is_hidden(c) => {}
            _ => text.push(c),
        }
    }
    text
}

fn holds_email(text: &str) -> bool {
    let text = ["(at)", "[at]", "{at}", "<at>", "( at )", "[ at ]", "%40"]
        .iter()
        .fold(text.to_string(), |text, at| text.replace(at, "@"));
    text.split('@').skip(1).any(|after| {
        let host = after.trim_start().split(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
        // "b@w" is short for mayor and aldermen.
        host.trim_end_matches('.').chars().count() >= 2
    })
}

fn holds_account(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && !" .-".contains(c)).any(|part| {
        let mut starts = Vec::new();
        let mut line = Vec::new();
        for word in part.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            starts.push(line.len());
            line.extend(word.bytes());
        }
        starts.push(line.len());
        let ends = |start: usize| starts.iter().copied().filter(move |end| (start + 15..=start + 34).contains(end));
        (0..line.len()).any(|at| is_dutch_account(&line, at))
            || starts.iter().any(|start| ends(*start).any(|end| is_account(&line, *start, end)))
    })
}

/// Whether a Dutch account number begins at `at`, right or mistyped.
fn is_dutch_account(line: &[u8], at: usize) -> bool {
    let Some(number) = line.get(at..at + 18) else { return false };
    let of = |from: usize, to: usize, right: fn(&u8) -> bool| number.iter().take(to).skip(from).all(right);
    number.starts_with(b"nl")
        && of(2, 4, u8::is_ascii_digit)
        && of(4, 8, u8::is_ascii_alphabetic)
        && of(8, 18, u8::is_ascii_digit)
}

/// Whether `start..end` is an IBAN: a country, and digits that leave 1 when divided by 97 (ISO 13616).
fn is_account(line: &[u8], start: usize, end: usize) -> bool {
    let Some((head, body)) = line.get(start..end).and_then(|number| number.split_at_checked(4)) else { return false };
    let (country, check) = head.split_at(2);
    if !country.iter().all(u8::is_ascii_alphabetic) || !check.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let rest = body.iter().chain(head).filter_map(|byte| char::from(*byte).to_digit(36));
    rest.fold(0, |rest, value| (if value < 10 { rest * 10 } else { rest * 100 } + value) % 97) == 1
}

/// A run of digits, and what stands between it and the run before.
#[derive(Clone, Copy)]
struct Group<'t> {
    before: &'t str,
    digits: &'t str,
}

/// Runs of digits that may be one number.
struct Number<'g, 't> {
    groups: &'g [Group<'t>],
    digits: &'g str,
    /// Whether the query is this number and nothing else.
    alone: bool,
}

/// What the rest of the query says of the numbers in it.
struct Surroundings {
    /// It speaks of a BSN.
    of_citizens: bool,
    /// It speaks of euros.
    of_money: bool,
}

fn holds_number(text: &str) -> bool {
    let groups = groups(text);
    let only_digits = !text.chars().any(char::is_alphabetic);
    let surroundings =
        Surroundings { of_citizens: speaks_of_citizens(text), of_money: text.contains('€') || text.contains("eur") };
    (0..groups.len()).any(|start| {
        let mut digits = String::new();
        for (end, group) in groups.iter().enumerate().skip(start) {
            if (end > start && !joins(group.before)) || digits.len() + group.digits.len() > MOST_DIGITS {
                break;
            }
            digits.push_str(group.digits);
            if digits.len() < FEWEST_DIGITS {
                continue;
            }
            let Some(own) = groups.get(start..=end) else { break };
            let alone = only_digits && own.len() == groups.len();
            let number = Number { groups: own, digits: &digits, alone };
            if number.is_telephone() || number.is_bsn(&surroundings) {
                return true;
            }
        }
        false
    })
}

fn groups(text: &str) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let length = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(length);
        groups.push(Group { before, digits });
        rest = after;
    }
    groups
}

/// Whether two runs of digits with `gap` between them may be of one number.
fn joins(gap: &str) -> bool {
    gap.chars().count() <= WIDEST_GAP && gap.chars().all(|c| " .-_/(),".contains(c))
}

fn speaks_of_citizens(text: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let letters_of = |word: &str| word.trim_matches(|c: char| c.is_ascii_digit()).to_string();
    let named = words.iter().any(|word| {
        let word = letters_of(word);
        word.contains("bsn")
            || word.starts_with("burgerservice")
            || word.starts_with("sofin")
            || word.starts_with("persoonsnummer")
            || ["sofi", "sociaalfiscaal"].contains(&word.as_str())
    });
    let phrases: [&[&str]; 4] =
        [&["b", "s", "n"], &["burger", "service"], &["sociaal", "fiscaal"], &["citizen", "service"]];
    named || phrases.iter().any(|phrase| words.windows(phrase.len()).any(|found| found == *phrase))
}

impl Number<'_, '_> {
    fn is_bsn(&self, around: &Surroundings) -> bool {
        let right = passes_eleven_check(self.digits);
        match self.digits.len() {
            9 if around.of_citizens => true,
            9 => right && (self.alone || self.is_written_as_one(around)),
            8 if self.groups.len() == 1 => right && (around.of_citizens || self.alone || !is_date(self.digits)),
            8 => right && (around.of_citizens || (self.alone && SHORT_SHAPES.contains(&self.shape().as_slice()))),
            _ => false,
        }
    }

    /// Whether nine digits are in one group, or in small ones as people group a long number.
    fn is_written_as_one(&self, around: &Surroundings) -> bool {
        let shape = self.shape();
        let apart = |group: &Group| group.before.chars().all(|c| " .-_".contains(c));
        let thousands = shape == [3, 3, 3] && self.groups.iter().skip(1).all(|group| group.before == ".");
        let amount = around.of_money && thousands && self.digits.ends_with("000");
        let grouped = self.groups.iter().skip(1).all(apart)
            && shape.iter().all(|length| *length <= 4)
            && (shape == [4, 2, 3] || !self.groups.iter().any(|group| is_year(group.digits)));
        (shape.len() == 1 || grouped) && !amount
    }

    fn is_telephone(&self) -> bool {
        let (digits, shape) = (self.digits, self.shape());
        let plus = self.groups.first().is_some_and(|group| group.before.trim_end().ends_with('+'));
        match digits.len() {
            9..=15 if plus && !digits.starts_with('0') => true,
            10 => is_national(digits) && self.has_area_code(&shape),
            11..=14 if ["0031", "0032", "0049"].iter().any(|country| digits.starts_with(country)) => true,
            11 => digits.starts_with("316") || (shape.len() == 1 && digits.starts_with("31")),
            12 => digits.starts_with("3106"),
            _ => false,
        }
    }

    /// Whether the first group is an area code, or 06, or too little to tell; no day of a date.
    fn has_area_code(&self, shape: &[usize]) -> bool {
        let year = self.groups.get(2).is_some_and(|group| is_year(group.digits));
        match shape {
            [2, 2, 4, ..] if year => false,
            [2, ..] => self.digits.starts_with("06"),
            [1, 1, 4, ..] if year => false,
            [first, ..] => matches!(first, 1 | 3 | 4 | 10),
            [] => false,
        }
    }

    /// The lengths of the groups.
    fn shape(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.digits.len()).collect()
    }
}

/// Whether ten digits are those of a number as dialled in the country.
fn is_national(digits: &str) -> bool {
    digits.strip_prefix('0').is_some_and(|rest| !rest.starts_with('0'))
}

/// The 11-check of a BSN: its digits times 9, 8, ... 2 and -1 add up to a multiple of 11. With eight digits, the first
/// of nine is a zero that was left out.
fn passes_eleven_check(digits: &str) -> bool {
    let values = digits.bytes().rev().map(|byte| i32::from(byte.saturating_sub(b'0')));
    let sum: i32 = values.zip([-1, 2, 3, 4, 5, 6, 7, 8, 9]).map(|(value, weight)| value * weight).sum();
    sum % 11 == 0 && digits.bytes().any(|byte| byte != b'0')
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// Whether eight digits may be a date, its year first or last.
fn is_date(digits: &str) -> bool {
    let is = |from: usize, to: usize, most: u32| {
        let part = digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
        part.is_some_and(|part| (1..=most).contains(&part))
    };
    let year = |from: usize| digits.get(from..from + 4).is_some_and(is_year);
    (year(0) && is(4, 6, 12) && is(6, 8, 31)) || (year(4) && is(2, 4, 12) && is(0, 2, 31))
}

#[cfg(test)]
#[path = "personal_tests.rs"]
mod tests;
