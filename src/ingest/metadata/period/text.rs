//! A title, a name or a line in words, and the years and ranges of years in it that are no part of a date, a number or
//! an amount. What they are the years of, is for `claim`.

use super::YEARS;
use super::words::{ACTS, CONNECTING, NO_PERIOD, Role, SCHOOL, UNITS, month, role};

/// The longest range, in years: a vision.
const LONGEST: i16 = 40;
/// The longest range of two years with only a space between, as in a title made from a file name.
const LONGEST_SPACED: i16 = 15;

/// Letters or digits in a row. Underscores, hyphens and camel case separate; "2e" and "JR2019" are two words each.
#[derive(Debug)]
struct Word<'a> {
    text: &'a str,
    lower: String,
    start: usize,
    /// What stands between the word before and this one, "" where they touch.
    gap: &'a str,
    role: Role,
}

impl Word<'_> {
    fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// The value of a number of at most four digits.
    fn value(&self) -> Option<i16> {
        (self.is_number() && self.text.len() <= 4).then(|| self.text.parse().ok())?
    }

    fn is_within(&self, most: i16) -> bool {
        self.text.len() <= 2 && self.value().is_some_and(|value| (1..=most).contains(&value))
    }
}

/// Whether two characters in a row are of one word.
fn goes_on(before: char, c: char) -> bool {
    let camel = before.is_lowercase() && c.is_uppercase();
    (before.is_ascii_digit() && c.is_ascii_digit()) || (before.is_alphabetic() && c.is_alphabetic() && !camel)
}

/// A text in words.
#[derive(Debug)]
pub(super) struct Text<'a> {
    text: &'a str,
    words: Vec<Word<'a>>,
}

/// One year or a range, from the word `from` to the word `to`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) first: i16,
    pub(super) last: i16,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str) -> Text<'a> {
        let mut words: Vec<Word<'a>> = Vec::new();
        let (mut start, mut before, mut space, mut end) = (None, ' ', 0, 0);
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            // A space in the name of a file from a site.
            if text[at..].starts_with("%20") {
                space = at + 3;
            }
            let c = if at < space { ' ' } else { c };
            if !goes_on(before, c) {
                if let Some(from) = start.take() {
                    let lower = text[from..at].to_lowercase();
                    let (text, gap) = (&text[from..at], &text[end..from]);
                    words.push(Word { text, lower, start: from, gap, role: Role::None });
                    end = at;
                }
                start = (c.is_alphabetic() || c.is_ascii_digit()).then_some(at);
            }
            before = c;
        }
        let mut made = Text { text, words };
        // Most lines have no year, and looking up roles is most of the work.
        if !made.no_year(0..made.len()) {
            made.words.iter_mut().for_each(|word| word.role = role(&word.lower));
        }
        made
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The word in lower case, "" where there is none. Counting back from the first word wraps to none.
    pub(super) fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.lower)
    }

    /// What stands before the word.
    pub(super) fn gap(&self, at: usize) -> Option<&'a str> {
        self.words.get(at).map(|word| word.gap)
    }

    pub(super) fn value(&self, at: usize) -> Option<i16> {
        self.words.get(at)?.value()
    }

    /// The text from one word to another.
    pub(super) fn between(&self, from: usize, to: usize) -> &'a str {
        let start = self.words.get(from).map_or(0, |word| word.start);
        let end = self.words.get(to).map_or(start, |word| word.start + word.text.len());
        self.text.get(start..end).unwrap_or("")
    }

    /// How many years it has, those of dates aside.
    pub(super) fn years(&self) -> usize {
        (0..self.len()).filter(|at| self.year(*at).is_some() && !self.is_dated(*at)).count()
    }

    pub(super) fn has_date(&self) -> bool {
        let eight = |word: &Word<'_>| word.is_number() && word.text.len() == 8 && word.text.starts_with(['1', '2']);
        (0..self.len()).any(|at| self.is_dated(at)) || self.words.iter().any(eight)
    }

    /// Whether it is a month and nothing more: "03", "maart".
    pub(super) fn is_month(&self) -> bool {
        let at = usize::from(self.len() == 2 && self.words[0].is_within(12));
        self.len() == at + 1 && (self.words[at].is_within(12) || month(&self.words[at].lower).is_some())
    }

    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        self.words.iter().any(|word| names.contains(&word.lower.as_str()))
    }

    /// "2. Z22-050118 Beheerplan 2022-2031": an item of an agenda or a list of decisions, about another document.
    pub(super) fn is_numbered_item(&self) -> bool {
        let number =
            |at: usize| self.joint(at) == Some('-') && self.year(at).is_none() && self.words[at].text.len() > 2;
        self.words.first().is_some_and(Word::is_number) && (1..self.len()).any(number)
    }

    pub(super) fn is_sentence(&self) -> bool {
        self.text.ends_with(['.', ',', ';'])
    }

    /// A year or a range that starts here, and whether it stands free: it is no part of a number and no goal.
    pub(super) fn span(&self, at: usize) -> Option<(Span, bool)> {
        let first = self.year(at).filter(|_| !self.is_dated(at))?;
        let (mut to, mut last) = (at, first);
        // "2019, 2020 en 2021" goes on; years only rise, so it ends.
        while let Some((next, year)) = self.range_end(to, last).filter(|(_, year)| to == at || *year == last + 1) {
            (to, last) = (next, year);
        }
        Some((Span { first, last, from: at, to }, self.is_free_before(at) && self.is_free_after(at, to)))
    }

    /// Four digits, or two after an apostrophe.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let word = self.words.get(at)?;
        let short = word.text.len() == 2
            && word.gap.ends_with(['\'', '’', '‘'])
            && (at == 0 || word.gap.chars().nth(1).is_some());
        let value = word.value()?;
        let year = match word.text.len() {
            4 => value,
            _ if short && value < 80 => 2000 + value,
            _ if short => 1900 + value,
            _ => return None,
        };
        YEARS.contains(&year).then_some(year)
    }

    /// The last word and the last year of the range that starts at `at`.
    fn range_end(&self, at: usize, first: i16) -> Option<(usize, i16)> {
        let connecting = (at + 1..at + 4).take_while(|at| CONNECTING.contains(&self.lower(*at))).count();
        let to = at + 1 + connecting;
        let gap = self.words.get(to)?.gap.replace("%20", " ");
        let sign = gap.trim_end_matches(['\'', '’', '‘']).trim();
        let most = match (connecting, sign) {
            (0, "-" | "–" | "—" | "/" | "_") => LONGEST,
            (0, "") => LONGEST_SPACED,
            (0, "+" | "&" | ",") => 1,
            (1, "") if self.lower(at + 1) == "en" => 1,
            (1.., "" | "_" | "-" | "/") => LONGEST,
            _ => return None,
        };
        let last = self.year(to).filter(|_| !self.is_dated(to));
        let last = last.or_else(|| self.short_end(at, first).filter(|_| connecting == 0))?;
        (0..=most).contains(&(last - first)).then_some((to, last))
    }

    /// "2020/21", "2020-21": two digits may as well be a month or the number of a case.
    fn short_end(&self, at: usize, first: i16) -> Option<i16> {
        let word = self.words.get(at + 1).filter(|word| word.text.len() == 2)?;
        let last = first - first % 100 + word.value()?;
        let edge = at.wrapping_sub(1);
        let told = (at.saturating_sub(4)..at).any(|at| self.role(at).is_genre()) || self.role(edge) == Role::Term;
        let school = SCHOOL.contains(&self.lower(edge)) || word.gap == "/";
        let holds = match word.gap {
            "/" | "-" | "–" if last == first + 1 => school || self.role(edge).is_genre() || last % 100 > 12,
            "/" | "-" | "–" => told && last > first && last % 100 > 12,
            _ => false,
        };
        holds.then_some(last)
    }

    /// Whether the year is part of a date.
    fn is_dated(&self, at: usize) -> bool {
        let small = |at: usize, most: i16| self.words.get(at).is_some_and(|word| word.is_within(most));
        let back = |count: usize| at.wrapping_sub(count);
        let day = small(back(2), 31) || (self.is_ending(back(2)) && small(back(3), 31));
        let named = at > 1 && month(self.lower(back(1))).is_some() && day;
        let last =
            self.joint(at).is_some() && self.joint(back(1)).is_some() && small(back(1), 12) && small(back(2), 31);
        let first = self.joint(at + 1).is_some() && self.joint(at + 2).is_some();
        named || (at > 1 && last) || (first && small(at + 1, 12) && small(at + 2, 31))
    }

    /// Whether nothing before makes the year a part of a number or a goal.
    fn is_free_before(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|edge| self.words.get(edge)) else { return true };
        let second = at.wrapping_sub(2);
        let named = self.lower(second).len() > 1 || matches!(self.lower(second), "q" | "h");
        let in_part = || self.is_touching(at - 1) && named;
        let joined = match self.joint(at) {
            Some('_') => before.text.len() > 2,
            Some('-' | '/') => before.text.len() > 2 || !(in_part() || self.role(second).is_genre()),
            Some(_) => true,
            None => false,
        };
        let glued = self.is_touching(at) && before.text.chars().count() < 4 && before.role != Role::Short;
        let glued = glued && !before.role.is_genre();
        let refused = NO_PERIOD.contains(&before.lower.as_str()) || before.role == Role::Case;
        let refused = refused || matches!(self.lower(second), "vastgesteld" | "gewijzigd" | "gepubliceerd");
        !joined && !glued && !refused && !self.words[at].gap.contains(['€', '©', '$', '#'])
    }

    /// Whether nothing after makes the years a part of a number or an amount.
    fn is_free_after(&self, at: usize, to: usize) -> bool {
        let Some(after) = self.words.get(to + 1) else { return true };
        let told = self.role(at.wrapping_sub(1)).is_genre();
        let ending = self.is_ending(to + 2);
        let joined = match self.joint(to + 1) {
            Some('-') => !ending && (after.text.len() > 2 || !told),
            Some('_') => after.text.len() > 2 && !told,
            Some('/') => !ending,
            Some(_) => true,
            None => false,
        };
        let part = matches!(after.lower.as_str(), "q" | "h" | "kw") && self.is_touching(to + 2);
        let glued = self.is_touching(to + 1) && after.text.len() < 3 && after.role != Role::Short && !part;
        let counted = UNITS.contains(&after.lower.as_str()) || after.gap.starts_with(",-");
        !joined && !glued && !counted && (told || !self.is_postcode(to + 1))
    }

    /// "2021 AB" in a text that does not shout.
    fn is_postcode(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let capitals = word.text.len() == 2 && word.text.bytes().all(|b| b.is_ascii_uppercase());
        let known = ["EN", "DE", "IN", "OP", "TE", "OM", "BW"].contains(&word.text);
        capitals && !known && word.gap == " " && self.text.contains(char::is_lowercase)
    }

    /// Whether the year ends the name of an act.
    pub(super) fn is_act(&self, at: usize, year: i16) -> bool {
        let name = self.lower(at.wrapping_sub(1));
        let wet = || (at.saturating_sub(5)..at).any(|at| self.lower(at) == "wet");
        ACTS.iter().any(|(act, of, with_wet)| name == *act && year == *of && (!with_wet || wet()))
    }

    pub(super) fn role(&self, at: usize) -> Role {
        self.words.get(at).map_or(Role::None, |word| word.role)
    }

    pub(super) fn no_year(&self, mut words: std::ops::Range<usize>) -> bool {
        words.all(|at| self.year(at).is_none())
    }

    pub(super) fn is_touching(&self, at: usize) -> bool {
        at > 0 && self.words.get(at).is_some_and(|word| word.gap.is_empty())
    }

    /// The "e" of "2e".
    pub(super) fn is_ending(&self, at: usize) -> bool {
        self.is_touching(at) && matches!(self.lower(at), "e" | "de" | "ste")
    }

    /// The sign that joins this number to the number before it.
    pub(super) fn joint(&self, at: usize) -> Option<char> {
        let before = self.words.get(at.checked_sub(1)?)?;
        let word = self.words.get(at).filter(|word| word.is_number() && before.is_number())?;
        let mut signs = word.gap.chars();
        signs.next().filter(|sign| signs.next().is_none() && "-/._,:".contains(*sign))
    }
}
