//! Numbers as lists write them, and the counters of the levels of a list. Which format a level has is left to the
//! readers of each format.

/// How deep lists go.
pub(super) const LEVELS: usize = 10;

/// How a number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Numeral {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// 01, 02, 03.
    Padded,
    /// a, b, z, and then as [`Alphabet`] says.
    Lower(Alphabet),
    /// A, B, Z.
    Upper(Alphabet),
    /// i, ii, iii.
    RomanLower,
    /// I, II, III.
    RomanUpper,
    /// No number at all.
    Nothing,
}

/// What follows z.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// aa, bb, cc.
    Repeated,
    /// aa, ab, ac.
    Counted,
}

impl Numeral {
    /// `number` in this way; what it cannot write, as a decimal.
    pub(super) fn write(self, number: u32) -> String {
        let special = match self {
            Numeral::Nothing => Some(String::new()),
            Numeral::Decimal => None,
            Numeral::Padded => Some(format!("{number:02}")),
            Numeral::Lower(alphabet) => letters(number, alphabet),
            Numeral::Upper(alphabet) => letters(number, alphabet).map(|text| text.to_uppercase()),
            Numeral::RomanLower => roman(number),
            Numeral::RomanUpper => roman(number).map(|text| text.to_uppercase()),
        };
        special.unwrap_or_else(|| number.to_string())
    }
}

fn letters(number: u32, alphabet: Alphabet) -> Option<String> {
    let letter = |value: u32| char::from(b'a' + (value % 26) as u8);
    let last = number.checked_sub(1)?;
    match alphabet {
        Alphabet::Repeated if last < 260 => Some(letter(last).to_string().repeat(last as usize / 26 + 1)),
        Alphabet::Repeated => None,
        Alphabet::Counted => {
            let mut text = String::new();
            let mut rest = number;
            while rest > 0 {
                text.insert(0, letter(rest - 1));
                rest = (rest - 1) / 26;
            }
            Some(text)
        }
    }
}

fn roman(number: u32) -> Option<String> {
    const FIGURES: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut text = String::new();
    for (value, figure) in FIGURES {
        while rest >= value {
            text.push_str(figure);
            rest -= value;
        }
    }
    Some(text)
}

/// The numbers that the levels of one list stand at.
#[derive(Clone, Debug, Default)]
pub(super) struct Counters {
    values: [Option<u32>; LEVELS],
}

impl Counters {
    /// Counts an item of `level`: its number is one higher than the last, or `start`. Levels below it start anew where
    /// `restarts` says so.
    pub(super) fn count(&mut self, level: usize, start: u32, restarts: impl Fn(usize) -> bool) {
        for (at, value) in self.values.iter_mut().enumerate() {
            if at == level {
                *value = Some(value.map_or(start, |value| value.saturating_add(1)));
            } else if at > level && restarts(at) {
                *value = None;
            }
        }
    }

    /// Makes the next item of `level` have `number`, where that is above 0.
    pub(super) fn restart(&mut self, level: usize, number: u32) {
        if let Some(value) = self.values.get_mut(level) {
            // Before 0 there is no number to count on from; the start of the level then says where it begins.
            *value = number.checked_sub(1);
        }
    }

    /// Makes `level` and the levels below it start anew.
    pub(super) fn clear_from(&mut self, level: usize) {
        self.values.iter_mut().skip(level).for_each(|value| *value = None);
    }

    /// The number that `level` stands at, where it was counted.
    pub(super) fn at(&self, level: usize) -> Option<u32> {
        self.values.get(level).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    //! Properties tested: each way of writing at its edges; deeper levels restart.

    use super::*;

    #[test]
    fn numbers_are_written() {
        for (numeral, number, written) in [
            (Numeral::Decimal, 12, "12"),
            (Numeral::Padded, 3, "03"),
            (Numeral::Lower(Alphabet::Repeated), 28, "bb"),
            (Numeral::Lower(Alphabet::Counted), 28, "ab"),
            (Numeral::Upper(Alphabet::Counted), 26, "Z"),
            (Numeral::RomanUpper, 1994, "MCMXCIV"),
            (Numeral::RomanLower, 0, "0"),
            (Numeral::Lower(Alphabet::Repeated), 0, "0"),
            (Numeral::Lower(Alphabet::Repeated), u32::MAX, "4294967295"),
            (Numeral::Nothing, 4, ""),
        ] {
            assert_eq!(numeral.write(number), written);
        }
    }

    #[test]
    fn deeper_levels_start_anew() {
        let mut counters = Counters::default();
        let mut count = |level| {
            counters.count(level, 1, |_| true);
            counters.at(level)
        };
        assert_eq!([0, 1, 1, 0, 1].map(&mut count), [Some(1), Some(1), Some(2), Some(2), Some(1)]);
        assert_eq!(counters.at(99), None);
    }
}
