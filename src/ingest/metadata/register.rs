//! The register of municipalities: which names exist, and recognising one where it stands in a text or a path.
//! What a name at some place says about the document is for `municipality` to decide.

use std::str::Chars;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const DATA: &str = include_str!("gemeenten.tsv");

/// Common spellings that the register does not have, with the name it does have. Only what nobody would doubt:
/// a plain "Bergen" is not here, since two municipalities bear that name.
const OTHER_SPELLINGS: [(&str, &str); 6] = [
    ("Den Haag", "'s-Gravenhage"),
    ("Den Bosch", "'s-Hertogenbosch"),
    ("Nuenen", "Nuenen, Gerwen en Nederwetten"),
    ("Bergen (Noord-Holland)", "Bergen (NH)"),
    ("Bergen (Limburg)", "Bergen (L)"),
    ("Millingen", "Millingen aan de Rijn"),
];

/// Words of the longest name; more than these are never put together when a path is searched.
const LONGEST_NAME: usize = 5;

/// Why a name alone does not prove that the municipality is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It is also a word, a surname or another place: only other words around it can settle the matter.
    Name,
    /// It is also a word, so a capital at the start of a sentence says nothing.
    SentenceStart,
    /// It is also a province.
    Province,
}

/// One municipality, of today or of the past.
#[derive(Clone, Debug)]
pub(super) struct Municipality {
    /// The code of Statistics Netherlands, four digits.
    pub code: &'static str,
    /// The official name.
    pub name: &'static str,
    /// Whether the name alone is enough.
    pub doubt: Option<Doubt>,
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing but white space.
    Space,
    /// A hyphen without spaces.
    Hyphen,
    /// "&".
    Ampersand,
    /// "," or "/".
    Comma,
    /// "(".
    Bracket,
    /// ":".
    Colon,
    /// The start of the text, the end of a sentence, anything else.
    Other,
}

/// A word: letters and digits without anything in between.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    /// What stands before it.
    pub gap: Gap,
    /// Where it ends in the text.
    pub end: usize,
}

/// The words of a text, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    pub fn new(text: &'a str) -> Self {
        Words { text, at: 0 }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let (text, from) = (self.text, self.at);
        let start = next(text, from, true).filter(|start| *start < text.len())?;
        let end = next(text, start, false)?;
        let gap = if from == 0 { Gap::Other } else { gap(&text[from..start]) };
        self.at = end;
        Some(Word { text: &text[start..end], gap, end })
    }
}

/// Where the next letter or digit stands, or the next character that is neither. Nearly all is ASCII, and this looks
/// at every character that is indexed, so others are only decoded where they stand.
fn next(text: &str, from: usize, alphanumeric: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        let (found, length) = if byte.is_ascii() {
            (byte.is_ascii_alphanumeric(), 1)
        } else {
            let other = text[at..].chars().next()?;
            (other.is_alphanumeric(), other.len_utf8())
        };
        if found == alphanumeric {
            break;
        }
        at += length;
    }
    Some(at)
}

fn gap(between: &str) -> Gap {
    if between == " " {
        return Gap::Space;
    }
    match between.trim() {
        "" => Gap::Space,
        "-" | "\u{2011}" | "–" if between.trim().len() == between.len() => Gap::Hyphen,
        "&" => Gap::Ampersand,
        "," | "/" => Gap::Comma,
        "(" => Gap::Bracket,
        ":" => Gap::Colon,
        _ => Gap::Other,
    }
}

/// A way to write a name: the words after the first, with what must stand before each.
#[derive(Debug)]
struct Spelling {
    rest: Vec<(Gap, &'static str)>,
    owner: usize,
    /// Short forms are as doubtful as an ordinary word, whatever the full name is.
    short: bool,
}

/// A name found in a text.
#[derive(Clone, Debug)]
pub(super) struct Hit<'a> {
    pub municipality: &'static Municipality,
    pub doubt: Option<Doubt>,
    /// Its last word.
    pub last: Word<'a>,
    /// The words after it.
    pub after: Words<'a>,
}

/// All municipalities, to be looked up by name.
pub(super) struct Register {
    pub municipalities: Vec<Municipality>,
    /// By first word, the longest first.
    spellings: FxHashMap<&'static str, Vec<Spelling>>,
    /// By the words of the name in lower case without accents.
    plain: FxHashMap<String, usize>,
}

/// The register, read once.
pub(super) fn register() -> &'static Register {
    static REGISTER: LazyLock<Register> = LazyLock::new(Register::read);
    &REGISTER
}

impl Register {
    fn read() -> Self {
        let municipalities: Vec<Municipality> = DATA.lines().filter_map(row).collect();
        let mut made = Register { municipalities, spellings: FxHashMap::default(), plain: FxHashMap::default() };
        for owner in 0..made.municipalities.len() {
            made.add(made.municipalities[owner].name, owner, false);
        }
        for (other, name) in OTHER_SPELLINGS {
            if let Some(owner) = made.municipalities.iter().position(|one| one.name == name) {
                made.add(other, owner, other == "Millingen");
            }
        }
        for spellings in made.spellings.values_mut() {
            spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.rest.len()));
        }
        made
    }

    fn add(&mut self, name: &'static str, owner: usize, short: bool) {
        // "het" and "'s" are often left out or capitalised otherwise, and no name needs them to be told apart.
        let words = Words::new(name).skip_while(|word| word.text.starts_with(char::is_lowercase));
        let words: Vec<(Gap, &'static str)> = words.map(|word| (word.gap, word.text)).collect();
        let mut ways = vec![words.clone()];
        if let Some(at) = words.iter().position(|(_, text)| *text == "en").filter(|at| at + 1 < words.len()) {
            let mut joined = words;
            joined.remove(at);
            joined[at].0 = Gap::Ampersand;
            ways.push(joined);
        }
        for way in ways {
            let text = way.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ");
            self.plain.entry(plain(&text)).or_insert(owner);
            if let Some(((_, first), rest)) = way.split_first() {
                let spelling = Spelling { rest: rest.to_vec(), owner, short };
                self.spellings.entry(first).or_default().push(spelling);
            }
        }
        self.plain.entry(plain(name)).or_insert(owner);
    }

    /// The longest name that starts with `first`, `after` being the words that follow it.
    pub fn at<'a>(&'static self, first: Word<'a>, after: &Words<'a>) -> Option<Hit<'a>> {
        if !first.text.starts_with(char::is_uppercase) {
            return None;
        }
        self.spellings.get(first.text)?.iter().find_map(|spelling| {
            let (mut last, mut after) = (first, after.clone());
            for (gap, text) in &spelling.rest {
                last = after.next().filter(|word| word.text == *text && fits(*gap, word.gap))?;
            }
            let municipality = &self.municipalities[spelling.owner];
            let doubt = if spelling.short { Some(Doubt::Name) } else { municipality.doubt };
            Some(Hit { municipality, doubt, last, after })
        })
    }

    /// The municipality with that code of Statistics Netherlands.
    pub fn coded(&self, code: &str) -> Option<&Municipality> {
        self.municipalities.iter().find(|one| one.code == code)
    }

    /// The municipality of that name, however its capitals, accents and hyphens are written.
    pub fn named(&self, name: &str) -> Option<&Municipality> {
        self.plain.get(&plain(name)).map(|owner| &self.municipalities[*owner])
    }

    /// The municipalities named in a path or a line without regard for capitals, each with the word before it.
    pub fn in_words<'a>(&self, words: &[&'a str]) -> Vec<(&Municipality, Option<&'a str>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let longest = LONGEST_NAME.min(words.len() - at);
            let hit = (1..=longest).rev().find_map(|n| self.named(&words[at..at + n].join(" ")).map(|one| (one, n)));
            if let Some((one, _)) = hit {
                found.push((one, at.checked_sub(1).map(|before| words[before])));
            }
            at += hit.map_or(1, |(_, n)| n);
        }
        found
    }
}

fn fits(wanted: Gap, found: Gap) -> bool {
    // A hyphen or a bracket is easily forgotten; a comma or "&" in a name is not.
    found == wanted || (found == Gap::Space && matches!(wanted, Gap::Hyphen | Gap::Bracket))
}

fn row(line: &'static str) -> Option<Municipality> {
    let mut cells = line.split('\t');
    let code = cells.next().filter(|code| code.starts_with(|c: char| c.is_ascii_digit()))?;
    let name = cells.next()?;
    let doubt = match cells.nth(2)? {
        "" => None,
        "zinsbegin" => Some(Doubt::SentenceStart),
        "provincie" => Some(Doubt::Province),
        _ => Some(Doubt::Name),
    };
    Some(Municipality { code, name, doubt })
}

/// The words of a name in lower case, without accents, one space between them.
pub(super) fn plain(name: &str) -> String {
    let mut made = String::with_capacity(name.len());
    for word in Words::new(name) {
        if !made.is_empty() {
            made.push(' ');
        }
        made.extend(lower(word.text.chars()));
    }
    made
}

fn lower(chars: Chars<'_>) -> impl Iterator<Item = char> + '_ {
    chars.flat_map(char::to_lowercase).map(|c| match c {
        'á' | 'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'î' | 'ï' => 'i',
        'ó' | 'ô' | 'ö' => 'o',
        'ú' | 'û' | 'ü' => 'u',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use rustc_hash::FxHashSet;

    use super::*;

    #[test]
    fn the_facts_are_plausible() {
        let lines: Vec<&str> = DATA.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
        let all = &register().municipalities;
        let names: FxHashSet<_> = all.iter().map(|one| one.name).collect();
        let codes: FxHashSet<_> = all.iter().map(|one| one.code).collect();
        assert_eq!((all.len(), names.len(), codes.len()), (lines.len(), lines.len(), lines.len()));
        let mut today = 0;
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 5 && cells[0].len() == 4 && cells[1] == cells[1].trim(), "{line}");
            assert!(["", "woord", "zinsbegin", "naam", "plaats", "provincie"].contains(&cells[4]), "{line}");
            let [from, to] = [cells[2], cells[3]].map(|cell| cell.parse::<Date>());
            assert!(from.is_ok() || cells[2].is_empty(), "{line}");
            assert!(to.is_ok() || cells[3].is_empty(), "{line}");
            assert!(!from.as_ref().is_ok_and(|from| *from < date(1999, 1, 1)), "{line}");
            assert!(!to.as_ref().is_ok_and(|to| from.is_ok_and(|from| from >= *to)), "{line}");
            today += usize::from(to.is_err());
        }
        assert_eq!(today, 342);
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        for (written, name) in [
            ("den haag", "'s-Gravenhage"),
            ("'s-hertogenbosch", "'s-Hertogenbosch"),
            ("hertogenbosch", "'s-Hertogenbosch"),
            ("SUDWEST-FRYSLAN", "Súdwest-Fryslân"),
            ("West Maas & Waal", "West Maas en Waal"),
            ("berg-en-dal", "Berg en Dal"),
            ("etten leur", "Etten-Leur"),
            ("het bildt", "het Bildt"),
        ] {
            assert_eq!(register().named(written).map(|one| one.name), Some(name), "{written}");
        }
        assert!(register().named("bergen").is_none());
    }
}
