//! The marks before the paragraphs of a slide: bullets and numbers, as the paragraph, its shape, the layout or the
//! master says.

use crate::extract::markup::Tag;
use crate::extract::numerals::{Alphabet, Counters, Numeral};

/// How many levels lists have.
pub(super) const LEVELS: usize = 9;

/// What stands before a paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bullet {
    /// Nothing.
    None,
    /// A sign or a picture.
    Sign,
    /// A number.
    Number { numeral: Numeral, before: &'static str, after: &'static str, start: u32 },
}

/// The marks of each level, where they are set.
pub(super) type Levels = [Option<Bullet>; LEVELS];

impl Bullet {
    /// What an element says of it.
    pub(super) fn of(tag: &Tag) -> Option<Self> {
        match tag.name.as_str() {
            "buNone" => Some(Bullet::None),
            "buChar" | "buBlip" => Some(Bullet::Sign),
            "buAutoNum" => {
                let kind = tag.get("type").unwrap_or_default();
                let numeral = match kind {
                    kind if kind.starts_with("alphaLc") => Numeral::Lower(Alphabet::Counted),
                    kind if kind.starts_with("alphaUc") => Numeral::Upper(Alphabet::Counted),
                    kind if kind.starts_with("romanLc") => Numeral::RomanLower,
                    kind if kind.starts_with("romanUc") => Numeral::RomanUpper,
                    _ => Numeral::Decimal,
                };
                let (before, after) = match kind {
                    kind if kind.ends_with("ParenBoth") => ("(", ")"),
                    kind if kind.ends_with("ParenR") => ("", ")"),
                    kind if kind.ends_with("Plain") => ("", ""),
                    _ => ("", "."),
                };
                let start = tag.get("startAt").and_then(|start| start.parse().ok()).unwrap_or(1);
                Some(Bullet::Number { numeral, before, after, start })
            }
            _ => None,
        }
    }
}

/// The level, from 0, that an element of a list style is for.
pub(super) fn level_of(name: &str) -> Option<usize> {
    let level: usize = name.strip_prefix("lvl")?.strip_suffix("pPr")?.parse().ok()?;
    level.checked_sub(1).filter(|level| *level < LEVELS)
}

/// The marker of a paragraph at `level`; counts it.
pub(super) fn marker(bullet: Bullet, level: usize, counters: &mut Counters) -> Option<String> {
    match bullet {
        Bullet::Number { numeral, before, after, start } => {
            counters.count(level, start, |_| true);
            let number = numeral.write(counters.at(level).unwrap_or(start));
            Some(format!("{before}{number}{after}"))
        }
        Bullet::Sign | Bullet::None => {
            counters.clear_from(level);
            (bullet == Bullet::Sign).then(|| "-".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_start_anew_after_other_marks() {
        let letters = Bullet::Number { numeral: Numeral::Lower(Alphabet::Counted), before: "(", after: ")", start: 2 };
        let mut counters = Counters::default();
        for (bullet, level, expected) in [
            (letters, 0, Some("(b)")),
            (Bullet::Sign, 1, Some("-")),
            (letters, 0, Some("(c)")),
            (Bullet::None, 0, None),
            (letters, 0, Some("(b)")),
        ] {
            assert_eq!(marker(bullet, level, &mut counters).as_deref(), expected);
        }
        assert_eq!((level_of("lvl1pPr"), level_of("lvl0pPr"), level_of("lvl12pPr")), (Some(0), None, None));
    }
}
