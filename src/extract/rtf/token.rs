//! RTF as tokens: groups, control words, bytes. What they mean is for the reader.

/// What stands in a file, one after the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'b> {
    /// A group begins.
    Open,
    /// A group ends.
    Close,
    /// A control word and its number.
    Word(&'b str, Option<i32>),
    /// A control sign, as `*` or `~`.
    Sign(u8),
    /// A byte written as two hexadecimal digits.
    Byte(u8),
    /// Bytes as they stand, without ends of lines.
    Text(&'b [u8]),
}

/// Reads tokens.
#[derive(Debug)]
pub struct Tokens<'b> {
    rest: &'b [u8],
}

impl<'b> Tokens<'b> {
    /// The tokens of `bytes`.
    pub fn new(bytes: &'b [u8]) -> Self {
        Tokens { rest: bytes }
    }

    /// Splits off the first `count` bytes.
    fn cut(&mut self, count: usize) -> &'b [u8] {
        let (cut, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        cut
    }

    fn run(&self, of: impl Fn(&u8) -> bool) -> usize {
        self.rest.iter().take_while(|byte| of(byte)).count()
    }

    /// What follows a backslash.
    fn control(&mut self) -> Option<Token<'b>> {
        let name = self.run(u8::is_ascii_alphabetic);
        if name == 0 {
            return match self.cut(1).first()? {
                b'\'' => Some(Token::Byte(self.hexadecimal())),
                b'\r' | b'\n' => Some(Token::Word("par", None)),
                &sign => Some(Token::Sign(sign)),
            };
        }
        let name = std::str::from_utf8(self.cut(name)).unwrap_or("");
        let number = self.number();
        if self.rest.first() == Some(&b' ') {
            self.cut(1);
        }
        if name == "bin" {
            self.cut(number.and_then(|count| usize::try_from(count).ok()).unwrap_or(0));
        }
        Some(Token::Word(name, number))
    }

    fn number(&mut self) -> Option<i32> {
        let minus = self.rest.first() == Some(&b'-');
        let sign = usize::from(minus && self.rest.get(1).is_some_and(u8::is_ascii_digit));
        let digits = self.rest.iter().skip(sign).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        let text = std::str::from_utf8(self.cut(sign + digits)).ok()?;
        Some(text.parse().unwrap_or(0))
    }

    fn hexadecimal(&mut self) -> u8 {
        let digits = self.rest.iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
        let text = std::str::from_utf8(self.cut(digits)).unwrap_or("");
        u8::from_str_radix(text, 16).unwrap_or(b'?')
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        let ends = self.run(|byte| matches!(byte, b'\r' | b'\n' | 0));
        self.cut(ends);
        match self.rest.first()? {
            b'{' => self.cut(1).first().map(|_| Token::Open),
            b'}' => self.cut(1).first().map(|_| Token::Close),
            b'\\' => {
                self.cut(1);
                self.control()
            }
            _ => {
                let count = self.run(|byte| !matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0));
                Some(Token::Text(self.cut(count)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        let check = |text: &str, expected: &[Token]| {
            assert_eq!(Tokens::new(text.as_bytes()).collect::<Vec<_>>(), expected, "{text}");
        };
        check(r"{\b0 a}", &[Token::Open, Token::Word("b", Some(0)), Token::Text(b"a"), Token::Close]);
        check(r"\'e9\~\u-3", &[Token::Byte(0xe9), Token::Sign(b'~'), Token::Word("u", Some(-3))]);
        check("\\bin3 }}}x", &[Token::Word("bin", Some(3)), Token::Text(b"x")]);
        check("a\r\nb\\", &[Token::Text(b"a"), Token::Text(b"b")]);
        check(r"\'zz", &[Token::Byte(b'?'), Token::Text(b"zz")]);
        check(r"\bin-9 \u99999999999", &[Token::Word("bin", Some(-9)), Token::Word("u", Some(0))]);
    }
}
