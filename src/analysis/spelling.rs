//! How near two spellings are: by letters, and by how they sound to a Dutch ear.

/// What it costs that two words sound alike but are written differently, beside the distance of their sounds.
const OTHER_SPELLING: f32 = 0.3;

/// The longest words that are compared, in letters.
const LONGEST: usize = 40;

/// Spellings of one sound, longest first; the second is how the key writes it.
const SOUNDS: [(&str, &str); 18] = [
    ("sch", "sg"),
    ("ouw", "au"),
    ("auw", "au"),
    ("ou", "au"),
    ("ei", "y"),
    ("ij", "y"),
    ("ch", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("qu", "kw"),
    ("ck", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("ie", "i"),
    ("x", "ks"),
    ("c", "k"),
    ("z", "s"),
    ("v", "f"),
];

/// How far apart two folded words are: edits (insertion, deletion, substitution, swap of neighbours; F. Damerau, 1964,
/// in its restricted form), or those between their sounds and a little, whichever is less.
pub fn spelling_distance(one: &str, other: &str) -> f32 {
    let letters = edits(one, other) as f32;
    letters.min(edits(&sound(one), &sound(other)) as f32 + OTHER_SPELLING)
}

/// A key that words share which sound alike: "gemeentehuys" and "gemeentehuis" do not, "prinsiepe" and "principe" do.
fn sound(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let (written, read) = SOUNDS
            .iter()
            .find(|(written, _)| rest.starts_with(written))
            .map_or((letter.len_utf8(), None), |(written, read)| (written.len(), Some(*read)));
        for sound in read.map_or(&rest[..written], |read| read).chars() {
            // Doubled letters sound like one.
            if !key.ends_with(sound) {
                key.push(sound);
            }
        }
        rest = &rest[written..];
    }
    // At the end, d sounds like t and b like p.
    match key.pop() {
        Some('d') => key.push('t'),
        Some('b') => key.push('p'),
        Some(last) => key.push(last),
        None => {}
    }
    key.replace("dt", "t")
}

fn edits(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len() > LONGEST || other.len() > LONGEST {
        return if one == other { 0 } else { LONGEST };
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i; other.len() + 1];
        for j in 1..=other.len() {
            let substituted = last[j - 1] + usize::from(one[i - 1] != other[j - 1]);
            row[j] = substituted.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters, swaps and sounds.
    #[test]
    fn near_spellings_are_near() {
        for (one, other, distance) in [
            ("afval", "afval", 0.0),
            ("afvla", "afval", 1.0),
            ("subsidie", "supsidie", 1.0),
            ("prinsiepes", "principes", 0.3),
            ("ijgendom", "eigendom", 0.3),
            ("parkeervergunnig", "parkeervergunning", 1.0),
            ("kou", "kauw", 0.3),
            ("lamp", "boek", 4.0),
        ] {
            let found = spelling_distance(one, other);
            assert!((found - distance).abs() < 1e-6, "{one} {other}: {found}");
        }
    }
}
