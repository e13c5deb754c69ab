//! Characters that a reader of a line does not see: controls, and those that hide, join or turn text around. What is
//! done with a text that holds them (refused, escaped, dropped) is for its reader to say.

/// Whether `c` is a control character, an invisible one, or white space other than the plain space.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::is_hidden;

    #[test]
    fn letters_show_and_tricks_hide() {
        for c in "aZ09 é@-_.,;:/\\'\"’ĳ€字👍".chars() {
            assert!(!is_hidden(c), "{c:?} shows");
        }
        for c in
            "\0\t\n\r\x1b\x7f\u{85}\u{9b}\u{a0}\u{ad}\u{200b}\u{200e}\u{2028}\u{202e}\u{2066}\u{feff}\u{e0041}".chars()
        {
            assert!(is_hidden(c), "{c:?} hides");
        }
    }
}
