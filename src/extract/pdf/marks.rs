//! What the beginning of a line says: marks of list items, numbers of headings, and names such as "Artikel 5".

use crate::analysis::MONTHS;

/// Whether a word by itself is the mark of a list item: "-", "•", "1.", "a)", "(iii)".
pub(super) fn is_mark(word: &str) -> bool {
    if matches!(
        word,
        "-" | "–"
            | "—"
            | "•"
            | "·"
            | "o"
            | "▪"
            | "■"
            | "●"
            | "○"
            | "*"
            | "►"
            | "➢"
            | "✓"
            | "\u{2212}"
            | "◦"
            | "‣"
            | "□"
            | "❑"
    ) {
        return true;
    }
    let Some(inner) = word.strip_suffix(['.', ')', ':', '°']).or_else(|| word.strip_suffix(".)")) else {
        return false;
    };
    let inner = inner.trim_start_matches('(');
    let letter = inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic);
    let number = !inner.is_empty() && inner.len() <= 2 && inner.bytes().all(|byte| byte.is_ascii_digit());
    let roman = !inner.is_empty() && inner.len() <= 5 && inner.chars().all(|c| "ivx".contains(c));
    letter || number || roman
}

/// The mark a line begins with, where text follows it; without the space.
pub(super) fn mark(line: &str) -> Option<&str> {
    let (word, rest) = line.split_once(' ')?;
    // "1.Het": the space is forgotten.
    if let Some((number, text)) = word.split_once('.')
        && (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && text.chars().next().is_some_and(char::is_uppercase)
        && text.chars().all(char::is_alphabetic)
    {
        return word.get(..=number.len());
    }
    // "A. Jansen" is a name.
    let initial = word.len() == 2 && word.ends_with('.') && word.starts_with(|c: char| c.is_ascii_uppercase());
    let mut names = rest.split_whitespace();
    let name = initial && names.clone().count() <= 2 && names.all(|name| name.starts_with(char::is_uppercase));
    (!name && is_mark(word) && rest.chars().any(char::is_alphanumeric)).then_some(word)
}

/// Whether a mark is one of those that are numbers or letters, not a bullet.
pub(super) fn counts(mark: &str) -> bool {
    mark.chars().any(char::is_alphanumeric) && mark != "o"
}

/// The depth of the number a heading begins with: "3" 1, "3.2" 2; `None` for other lines.
pub(super) fn depth(line: &str) -> Option<u8> {
    let (number, rest) = line.split_once(' ')?;
    let number = number.trim_end_matches(['.', ':', ')']);
    let parts: Vec<&str> = number.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts.first()?;
    let lead =
        digits(first) || (first.len() == 1 && first.bytes().all(|byte| byte.is_ascii_uppercase()) && parts.len() > 1);
    let word = rest.split_whitespace().next().unwrap_or_default();
    if parts.len() == 1 && MONTHS.contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let named = rest.trim_start().chars().next().is_some_and(char::is_alphabetic);
    (lead && parts.iter().skip(1).all(digits) && parts.len() <= 5 && named).then_some(parts.len() as u8)
}

/// The rank of a heading by its name: "Hoofdstuk 2" 1, "Afdeling 1" and "Paragraaf 3" 2, "Artikel 5" 3, and
/// [`QUESTION`] for "Vraag 5".
pub(super) fn named(line: &str) -> Option<u8> {
    if question(line) {
        return Some(QUESTION);
    }
    let mut words = line.split_whitespace();
    let level = match words.next()? {
        "Hoofdstuk" | "HOOFDSTUK" | "Deel" | "DEEL" | "Titel" | "TITEL" | "Bijlage" | "BIJLAGE" => 1,
        "Afdeling" | "AFDELING" | "Paragraaf" | "PARAGRAAF" | "§" => 2,
        "Artikel" | "ARTIKEL" => 3,
        _ => return None,
    };
    let number = words.next()?.trim_end_matches(['.', ':', ',']);
    let roman = !number.is_empty() && number.chars().all(|c| "IVXLC".contains(c));
    let letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_uppercase());
    let digits = number.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        && number.len() <= 7
        && number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-'));
    // "Artikel 5 van de wet" is a reference in running text.
    let next = words.find(|word| !counted(word));
    let refers = next.is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase));
    ((roman || letter || digits) && !refers).then_some(level)
}

/// Whether a word is a later part of a number written with spaces: "9" of "2. 9", "b." of "19 b.".
fn counted(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ':', ',']);
    word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        || word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// What [`named`] gives for a line that announces a question or its answer.
pub(super) const QUESTION: u8 = 4;

/// Whether a line says only which question or answer follows: "Vraag 12", "Antwoord op vragen 2 en 3:".
fn question(line: &str) -> bool {
    let line = line.trim_end_matches([':', '.', ' ']);
    if line.len() > 40 {
        return false;
    }
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    if !matches!(first.as_str(), "vraag" | "vragen" | "antwoord" | "antwoorden") {
        return false;
    }
    let mut numbers = 0;
    for word in words {
        let number = word.trim_matches(|c: char| c.is_ascii_punctuation());
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let known = matches!(
            word.to_lowercase().as_str(),
            "op" | "de" | "vraag" | "vragen" | "en" | "t/m" | "tot" | "met" | "nr." | "-" | "–"
        );
        if (1..=3).contains(&digits) && number.len() <= digits + 1 {
            numbers += 1;
        } else if !known {
            return false;
        }
    }
    numbers > 0
}

/// Whether a line is one of a table of contents: leaders and a page number at its end.
pub(super) fn of_contents(line: &str) -> bool {
    let text = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let text = text.trim_end();
    text.len() < line.trim_end().len() && led(text) || led(line.trim_end())
}

fn led(text: &str) -> bool {
    let dots =
        text.chars().rev().take_while(|c| matches!(c, '.' | '…' | ' ' | '_' | '·')).filter(|c| *c != ' ').count();
    dots >= 4 || text.ends_with("……")
}

/// A line with its leaders of dots reduced to one space.
pub(super) fn without_leaders(line: &str) -> String {
    let mut found = String::with_capacity(line.len());
    let mut dots = String::new();
    let end = |dots: &mut String, found: &mut String| {
        if dots.chars().filter(|c| matches!(c, '.' | '_' | '…')).count() >= 4 || dots.contains("……") {
            found.push(' ');
        } else {
            found.push_str(dots);
        }
        dots.clear();
    };
    for letter in line.chars() {
        if matches!(letter, '.' | '…' | '_') || (letter == ' ' && !dots.is_empty()) {
            dots.push(letter);
        } else {
            end(&mut dots, &mut found);
            found.push(letter);
        }
    }
    end(&mut dots, &mut found);
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a block ends as a sentence does.
pub(super) fn ends(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', ')', ']']).ends_with(['.', '!', '?', ':', ';'])
}

/// Whether a line is the mark of a foot note and its text: "1 Zie ...".
pub(super) fn notes(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default().trim_start();
    (1..=3).contains(&digits)
        && rest.chars().next().is_some_and(|c| c.is_alphabetic() || matches!(c, '(' | '‘' | '“' | '"'))
        || (line.starts_with('*') && line.len() > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_lists() {
        let check = |line: &str, expected: Option<&str>| assert_eq!(mark(line), expected, "{line}");
        check("- een", Some("-"));
        check("a. een", Some("a."));
        check("12) een", Some("12)"));
        check("(iv) een", Some("(iv)"));
        check("De raad", None);
        check("A. Jansen", None);
        check("A. Inleiding van het plan", Some("A."));
        check("2020. Daarna", None);
        check("2.Het plan", Some("2."));
    }

    #[test]
    fn numbers_and_names_of_headings() {
        let check = |line: &str, numbered: Option<u8>, by_name: Option<u8>| {
            assert_eq!((depth(line), named(line)), (numbered, by_name), "{line}");
        };
        check("3.2 Wonen", Some(2), None);
        check("1. Inleiding", Some(1), None);
        check("Artikel 5", None, Some(3));
        check("Artikel 5 van de wet", None, None);
        check("Artikel 2. 7 van de wet", None, None);
        check("Artikel 19 b. Scholen", None, Some(3));
        check("Artikel 2:10 Voorwerpen", None, Some(3));
        check("Hoofdstuk IV Slot", None, Some(1));
        check("12 maart", None, None);
        check("2020 was", None, None);
        check("Vraag 12", None, Some(QUESTION));
        check("Antwoord op de vragen 2 en 3:", None, Some(QUESTION));
        check("Antwoord vraag 4a", None, Some(QUESTION));
        check("Vraag 3 is vervallen", None, None);
        check("Antwoord", None, None);
    }

    #[test]
    fn leaders_become_one_space() {
        let check = |line: &str, contents: bool, expected: &str| {
            assert_eq!((of_contents(line), without_leaders(line).as_str()), (contents, expected), "{line}");
        };
        check("1.2 Wonen ........ 14", true, "1.2 Wonen 14");
        check("Wonen . . . . . . 14", true, "Wonen 14");
        check("Tot slot... 14", false, "Tot slot... 14");
    }
}
