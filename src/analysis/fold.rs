//! Folding: one spelling for what readers see as the same. Lower case, no accents, ĳ as ij, straight apostrophes,
//! no soft hyphens, figures and ligatures as plain letters. What belongs to one word or two is decided in `segment`.

use unicode_normalization::UnicodeNormalization;

/// Appends the folded form of `text` to `out`.
///
/// ASCII is only lowered. Otherwise compatibility decomposition (NFKD) splits accents off and ligatures up, and marks
/// are dropped. The result holds no white space if `text` holds none.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    for c in text.nfkd() {
        fold_char(c, out);
    }
}

fn fold_char(c: char, out: &mut String) {
    match c {
        'a'..='z' | '0'..='9' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{0060}' | '\u{00B4}' | '\u{02BC}' => out.push('\''),
        'ø' | 'Ø' => out.push('o'),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ß' | 'ẞ' => out.push_str("ss"),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ł' | 'Ł' => out.push('l'),
        _ if is_ignorable(c) || is_mark(c) => {}
        _ => out.extend(c.to_lowercase().filter(|c| !is_mark(*c) && !c.is_whitespace())),
    }
}

/// Words of a title from which it is completed, and bytes of a key, at most.
const MOST_KEYS: usize = 8;
const LONGEST_KEY: usize = 100;

/// The folded form of what is typed, its white space as single spaces.
pub fn folded_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        fold_into(word, &mut line);
    }
    line
}

/// What a title is found by while it is being typed: its folded form from each of its first words on, so that "verordening"
/// finds "Algemene plaatselijke verordening" too.
pub fn title_keys(title: &str) -> Vec<String> {
    let line = folded_line(title);
    let starts = std::iter::once(0).chain(line.match_indices(' ').map(|(at, _)| at + 1)).take(MOST_KEYS);
    let keys = starts.map(|start| &line[start..]).filter(|key| !key.is_empty());
    keys.map(|key| key[..key.floor_char_boundary(LONGEST_KEY)].to_string()).collect()
}

/// Characters that stand in words without being seen: soft hyphen, joiners, direction marks, byte order mark.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Combining marks of the scripts that occur in European text.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        let mut out = String::new();
        fold_into(text, &mut out);
        out
    }

    /// One spelling for: case, accents, ij, apostrophes, soft hyphens, ligatures, superscripts.
    #[test]
    fn spellings_that_readers_see_as_the_same_fold_alike() {
        for (written, folded) in [
            ("Coördinatie", "coordinatie"),
            ("co\u{00AD}ordinatie", "coordinatie"),
            ("IJSBAAN", "ijsbaan"),
            ("ĳsbaan", "ijsbaan"),
            ("Ĳsbaan", "ijsbaan"),
            ("foto’s", "foto's"),
            ("één", "een"),
            ("m²", "m2"),
            ("ﬁets", "fiets"),
            ("Łódź", "lodz"),
            ("straße", "strasse"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }
}
