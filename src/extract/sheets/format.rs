//! Number formats of spreadsheets ("#,##0.00;[Red]-#,##0.00") read into pieces, and the choice of the part that goes
//! for a value. `numbers` and `dates` write the value.

use std::borrow::Cow;

use super::{dates, numbers};

/// A piece of a format.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text that is shown as it stands.
    Literal(String),
    /// A place for a digit: '0', '#' or '?'.
    Digit(char),
    /// The decimal sign.
    Point,
    /// The sign of thousands.
    Comma,
    /// The sign of percents.
    Percent,
    /// What comes after it is the exponent; whether '+' is shown.
    Exponent(bool),
    /// A stroke of a fraction or between parts of a date.
    Slash,
    /// The number as it comes.
    General,
    /// The text of the cell.
    Text,
    /// A part of a date or a time: its letter, and how many of them.
    Part(char, usize),
    /// Hours, minutes or seconds that run on past the day: letter and count.
    Elapsed(char, usize),
    /// The half of the day.
    Half,
}

/// The part of a format for some values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Whether names of months and days are English.
    pub english: bool,
    condition: Option<(String, f64)>,
}

impl Section {
    /// Whether it shows a date or a time.
    pub fn is_date(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Part(..) | Piece::Elapsed(..)))
    }

    fn is_text(&self) -> bool {
        self.pieces.contains(&Piece::Text)
    }

    fn admits(&self, value: f64) -> bool {
        self.condition.as_ref().is_none_or(|(sign, limit)| match sign.as_str() {
            "<" => value < *limit,
            "<=" => value <= *limit,
            ">" => value > *limit,
            ">=" => value >= *limit,
            "<>" => value != *limit,
            _ => value == *limit,
        })
    }
}

/// A number format.
#[derive(Clone, Debug)]
pub struct Format {
    sections: Vec<Section>,
}

/// A format has no more parts than this, and each no more pieces than the other.
const MOST_SECTIONS: usize = 4;
const MOST_PIECES: usize = 300;

impl Format {
    /// Reads the code of a format; what it does not know is shown as it stands.
    pub fn parse(code: &str) -> Format {
        let mut letters = code.chars().peekable();
        let mut sections = Vec::new();
        while sections.len() < MOST_SECTIONS {
            let mut scan = Scan::default();
            let more = scan.section(&mut letters);
            sections.push(scan.section);
            if !more {
                break;
            }
        }
        Format { sections }
    }

    /// What a cell with the number `value` shows; `from_1904` says that days are counted from 1904.
    pub fn number(&self, value: f64, from_1904: bool) -> String {
        let Some((section, signed)) = self.choose(value) else { return numbers::general(value) };
        if section.is_date() {
            return dates::written(section, value, from_1904).unwrap_or_else(|| numbers::general(value));
        }
        let minus = if value < 0.0 && signed { "-" } else { "" };
        let text = numbers::written(section, value.abs());
        let nothing = text.trim().is_empty() || !text.chars().any(|c| ('1'..='9').contains(&c));
        if nothing { text } else { format!("{minus}{}", text.trim_start()) }
    }

    /// What a cell with the text `text` shows.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let own = self.sections.get(3).or_else(|| self.sections.last().filter(|section| section.is_text()));
        let Some(section) = own else { return Cow::Borrowed(text) };
        let part = |piece: &Piece| match piece {
            Piece::Literal(literal) => literal.clone(),
            Piece::Text | Piece::General => text.to_owned(),
            _ => String::new(),
        };
        Cow::Owned(section.pieces.iter().map(part).collect())
    }

    /// The part for `value`, and whether the sign of a negative number must be written.
    fn choose(&self, value: f64) -> Option<(&Section, bool)> {
        let all: Vec<_> = self.sections.iter().take(3).filter(|section| !section.is_text()).collect();
        let conditions = all.iter().any(|section| section.condition.is_some());
        match all.as_slice() {
            [] => None,
            [only] => Some((only, true)),
            sections if conditions => {
                let at = sections.iter().position(|section| section.admits(value)).unwrap_or(sections.len() - 1);
                sections.get(at).map(|section| (*section, at == 0 && section.admits(-value)))
            }
            [_, negative, ..] if value < 0.0 => Some((negative, false)),
            [_, _, zero] if value == 0.0 => Some((zero, false)),
            [positive, ..] => Some((positive, false)),
        }
    }
}

type Letters<'c> = std::iter::Peekable<std::str::Chars<'c>>;

/// The reading of one part.
#[derive(Default)]
struct Scan {
    section: Section,
    /// Whether what follows in the part is left out.
    full: bool,
}

impl Scan {
    /// Reads up to the end of the part; whether another follows.
    fn section(&mut self, letters: &mut Letters<'_>) -> bool {
        while let Some(c) = letters.next() {
            match c {
                ';' => return true,
                '"' => letters.by_ref().take_while(|c| *c != '"').for_each(|c| self.literal(c)),
                '\\' | '!' => letters.next().into_iter().for_each(|c| self.literal(c)),
                '_' => letters.next().into_iter().for_each(|_| self.literal(' ')),
                '*' => letters.next().into_iter().filter(|c| *c == ' ').for_each(|_| self.literal(' ')),
                '[' => {
                    let inner: String = letters.by_ref().take_while(|c| *c != ']').collect();
                    self.bracket(&inner);
                }
                '0' | '#' | '?' => self.push(Piece::Digit(c)),
                '.' => self.push(Piece::Point),
                ',' => self.push(Piece::Comma),
                '%' => self.push(Piece::Percent),
                '/' => self.push(Piece::Slash),
                '@' => self.push(Piece::Text),
                _ => self.letter(c, letters),
            }
        }
        false
    }

    fn letter(&mut self, c: char, letters: &mut Letters<'_>) {
        let small = c.to_ascii_lowercase();
        match small {
            'e' if letters.next_if(|next| *next == '+').is_some() => self.push(Piece::Exponent(true)),
            'e' if letters.next_if(|next| *next == '-').is_some() => self.push(Piece::Exponent(false)),
            'a' if follows(letters, "m/pm") || follows(letters, "/p") => self.push(Piece::Half),
            'g' if follows(letters, "eneral") => self.push(Piece::General),
            's' if follows(letters, "tandaard") => self.push(Piece::General),
            'y' | 'm' | 'd' | 'h' | 's' => {
                let mut count = 1;
                while letters.next_if(|next| next.eq_ignore_ascii_case(&small)).is_some() {
                    count += 1;
                }
                self.push(Piece::Part(small, count));
            }
            _ => self.literal(c),
        }
    }

    /// What stands between brackets: a currency with a language, a condition, time that runs on; colours are nothing.
    fn bracket(&mut self, inner: &str) {
        if let Some(currency) = inner.strip_prefix('$') {
            let (sign, language) = currency.rsplit_once('-').unwrap_or((currency, ""));
            sign.chars().for_each(|c| self.literal(c));
            self.language(language);
        } else if let Some(at) = inner.find(|c| !matches!(c, '<' | '>' | '=')).filter(|at| *at > 0) {
            let (sign, limit) = inner.split_at(at);
            self.section.condition = limit.trim().parse().ok().map(|limit| (sign.to_owned(), limit));
        } else if let Some(c) = inner.chars().next().map(|c| c.to_ascii_lowercase())
            && matches!(c, 'h' | 'm' | 's')
            && inner.chars().all(|other| other.eq_ignore_ascii_case(&c))
        {
            self.push(Piece::Elapsed(c, inner.len()));
        }
    }

    /// The number of a language; two of them stand for the long date and the time of the system.
    fn language(&mut self, code: &str) {
        let code = u32::from_str_radix(code.split(',').next().unwrap_or_default(), 16).unwrap_or(0);
        let (long_date, time, english) = (0xF800, 0xF400, 9);
        if code & 0xFFFF == long_date {
            let space = || Piece::Literal(" ".to_owned());
            let (day, month, year) = (Piece::Part('d', 1), Piece::Part('m', 4), Piece::Part('y', 4));
            self.section.pieces = vec![Piece::Part('d', 4), space(), day, space(), month, space(), year];
            self.full = true;
        } else if code & 0xFFFF != time {
            self.section.english |= code & 0x3FF == english;
        }
    }

    fn literal(&mut self, c: char) {
        match self.section.pieces.last_mut() {
            Some(Piece::Literal(text)) if text.len() < MOST_PIECES && !self.full => text.push(c),
            _ => self.push(Piece::Literal(c.to_string())),
        }
    }

    fn push(&mut self, piece: Piece) {
        if self.section.pieces.len() < MOST_PIECES && !self.full {
            self.section.pieces.push(piece);
        }
    }
}

/// Whether `word` comes next, in small letters or capitals; if so it is passed.
fn follows(letters: &mut Letters<'_>, word: &str) -> bool {
    let mut ahead = letters.clone();
    let found = word.chars().all(|c| ahead.next().is_some_and(|next| next.eq_ignore_ascii_case(&c)));
    if found {
        *letters = ahead;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_for_a_value() {
        let check = |code: &str, value: f64, expected: &str| {
            assert_eq!(Format::parse(code).number(value, false).trim(), expected, "{code} of {value}");
        };
        check("0;(0);\"nihil\"", 5.0, "5");
        check("0;(0);\"nihil\"", -5.0, "(5)");
        check("0;(0);\"nihil\"", 0.0, "nihil");
        check("[<10]\"weinig\";[>=100]\"veel\";0", 3.0, "weinig");
        check("[<10]\"weinig\";[>=100]\"veel\";0", 300.0, "veel");
        check("[<10]\"weinig\";[>=100]\"veel\";0", 30.0, "30");
        check("[Red]0.0;[Blue]-0.0", -1.25, "-1,3");
        check("0.0", -0.01, "0,0");
        check(";;;", 5.0, "");
        check("@", 0.25, "0,25");
        check("Standaard", 2.5, "2,5");
        check("\"nr. \"000", 7.0, "nr. 007");
    }

    #[test]
    fn texts() {
        let check = |code: &str, expected: &str| assert_eq!(Format::parse(code).text("bos"), expected, "{code}");
        check("General", "bos");
        check("0.00", "bos");
        check("@\" (wijk)\"", "bos (wijk)");
        check("0;-0;0;\"> \"@", "> bos");
        check(";;;", "");
    }
}
