//! Letters as they are meant: ligatures taken apart, marks of symbol fonts made bullets, accents put on their letters.

use crate::extract::tidy::ligature;

/// The letters of a ligature; those of ij too, which PDFs print as one.
fn letters_of(letter: char) -> Option<&'static str> {
    match letter {
        '\u{132}' => Some("IJ"),
        '\u{133}' => Some("ij"),
        other => ligature(other),
    }
}

/// Hands over what `letter` means: nothing for control characters, several letters for a ligature.
pub(super) fn resolve(letter: char, mut take: impl FnMut(&str)) {
    if let Some(parts) = letters_of(letter) {
        return take(parts);
    }
    let meant = match letter {
        '\u{a0}' | '\t' | '\n' | '\r' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        // Codes of the symbol fonts of office software.
        '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f076}' | '\u{f0a8}' | '\u{f06e}' | '\u{f0fc}' | '\u{f071}' => '•',
        '\u{f02d}' => '-',
        '\u{f020}'..='\u{f07e}' => char::from_u32(letter as u32 - 0xf000).unwrap_or(' '),
        // What only the font knows is most often a bullet.
        '\u{e000}'..='\u{f8ff}' => '•',
        '\u{fffd}' => return,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => return,
        control if control.is_control() => return,
        other => other,
    };
    take(meant.encode_utf8(&mut [0; 4]));
}

/// Accents by themselves: spacing and combining forms.
const ACCENTS: [(char, char); 7] = [
    ('\u{b4}', '\u{301}'),
    ('`', '\u{300}'),
    ('\u{a8}', '\u{308}'),
    ('\u{2c6}', '\u{302}'),
    ('\u{2dc}', '\u{303}'),
    ('\u{b8}', '\u{327}'),
    ('\u{2ca}', '\u{301}'),
];

/// The combining form of an accent; `None` for other characters.
pub(super) fn accent(letter: char) -> Option<char> {
    match letter {
        '\u{300}'..='\u{303}' | '\u{308}' | '\u{327}' => Some(letter),
        _ => ACCENTS.iter().find(|(spacing, _)| *spacing == letter).map(|(_, combining)| *combining),
    }
}

/// Letters with accents: the accent, the letters, and what they are together.
const COMPOSED: [(char, &str, &str); 6] = [
    ('\u{300}', "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
    ('\u{301}', "aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ"),
    ('\u{302}', "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
    ('\u{303}', "anoANO", "ãñõÃÑÕ"),
    ('\u{308}', "aeiouyAEIOU", "äëïöüÿÄËÏÖÜ"),
    ('\u{327}', "cC", "çÇ"),
];

/// A letter and a combining accent as one letter.
pub(super) fn composed(letter: char, accent: char) -> Option<char> {
    let letter = if letter == 'ı' { 'i' } else { letter };
    let (_, letters, together) = COMPOSED.iter().find(|(own, ..)| *own == accent)?;
    let place = letters.chars().position(|own| own == letter)?;
    together.chars().nth(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_taken_apart_and_put_together() {
        let check = |letter: char, expected: &str| {
            let mut found = String::new();
            resolve(letter, |part| found.push_str(part));
            assert_eq!(found, expected, "{letter:?}");
        };
        check('\u{fb01}', "fi");
        check('\u{f0b7}', "•");
        check('\u{a0}', " ");
        check('\u{7}', "");
        check('é', "é");
        assert_eq!(composed('e', '\u{308}'), Some('ë'));
        assert_eq!(composed('ı', '\u{308}'), Some('ï'));
        assert_eq!(composed('x', '\u{308}'), None);
        assert_eq!(accent('\u{b4}'), Some('\u{301}'));
    }
}
