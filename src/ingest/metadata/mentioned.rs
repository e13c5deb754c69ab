//! Which municipalities a text names: one pass over its words, since this runs over everything that is indexed. Whose
//! document it is stands in `municipality`, and the names themselves are in `register`.

use rustc_hash::FxHashSet;

use super::register::{Doubt, Gap, Hit, Word, Words, register};
use super::words::NO_MUNICIPALITY;
use crate::document::Block;

/// The most municipalities kept of one document.
const MOST_MENTIONED: usize = 40;

/// The municipalities named in the text, in order of first appearance. Names that are also a word, a surname or
/// another place count only after "gemeente" or in a list with others.
pub(super) fn mentioned(blocks: &[Block]) -> Vec<String> {
    named_in(blocks.iter().map(|block| block.text.as_str())).into_iter().map(str::to_owned).collect()
}

/// The official names in these texts.
pub(super) fn named_in<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<&'static str> {
    let mut found = Found::default();
    for text in texts {
        if found.names.len() >= MOST_MENTIONED {
            break;
        }
        found.read(text);
    }
    found.names
}

/// Names found so far.
#[derive(Default)]
struct Found {
    names: Vec<&'static str>,
    seen: FxHashSet<&'static str>,
}

/// Names that stand in a list, of which one may settle what the others are.
#[derive(Default)]
struct Run {
    names: Vec<(&'static str, bool)>,
    /// Whether the list is certainly one of municipalities.
    sure: bool,
}

impl Found {
    /// One pass over the words; only a word with a capital is looked up.
    fn read(&mut self, text: &str) {
        let mut words = Words::new(text);
        let mut run = Run::default();
        let mut before: [Option<Word<'_>>; 2] = [None, None];
        // How many words ago the last name of the run ended.
        let mut since = usize::MAX;
        while let Some(word) = words.next() {
            let Some(hit) = register().at(word, &words).filter(|_| is_free(word, before, since)) else {
                before = [before[1], Some(word)];
                since = since.saturating_add(1);
                continue;
            };
            if !continues(word, before[1], since) {
                self.close(&mut run);
            }
            let announced = is_announced(word, before[1]);
            let clear = announced || is_clear(&hit, word, before[1]);
            run.sure |= clear;
            run.names.push((hit.municipality.name, clear));
            before = [before[1], Some(hit.last)];
            words = hit.after;
            since = 0;
        }
        self.close(&mut run);
    }

    fn close(&mut self, run: &mut Run) {
        for (name, clear) in run.names.drain(..) {
            if (clear || run.sure) && self.names.len() < MOST_MENTIONED && self.seen.insert(name) {
                self.names.push(name);
            }
        }
        run.sure = false;
    }
}

/// Whether a name is not a part of something longer: a surname, a region, a place with a prefix.
fn is_free(word: Word<'_>, before: [Option<Word<'_>>; 2], since: usize) -> bool {
    let [earlier, Some(previous)] = before else { return true };
    match word.gap {
        Gap::Hyphen => since == 0 || previous.text == "s",
        Gap::Space if previous.text == "van" => !earlier.is_some_and(|one| matches!(one.text, "Rijk" | "Land")),
        Gap::Space => !NO_MUNICIPALITY.contains(&previous.text),
        _ => true,
    }
}

/// Whether a name belongs to the list that the name before it is in.
fn continues(word: Word<'_>, previous: Option<Word<'_>>, since: usize) -> bool {
    match since {
        0 => matches!(word.gap, Gap::Comma | Gap::Ampersand | Gap::Hyphen),
        1 => {
            let joins = |one: Word<'_>| match one.text {
                "en" | "of" | "alsmede" => matches!(one.gap, Gap::Space | Gap::Comma) && word.gap == Gap::Space,
                // "Druten, 's-Hertogenbosch": the register has its names without "'s".
                "s" => word.gap == Gap::Hyphen,
                _ => false,
            };
            previous.is_some_and(joins)
        }
        // "Druten en 's-Hertogenbosch"
        2 => word.gap == Gap::Hyphen && previous.is_some_and(|one| one.text == "s"),
        _ => false,
    }
}

/// Whether "gemeente" or "gemeenten" stands before it.
fn is_announced(word: Word<'_>, previous: Option<Word<'_>>) -> bool {
    let gap = matches!(word.gap, Gap::Space | Gap::Colon | Gap::Bracket);
    let words = ["gemeente", "gemeenten", "gemeentes"];
    gap && previous.is_some_and(|one| words.iter().any(|word| one.text.eq_ignore_ascii_case(word)))
}

/// Whether the name says enough by itself.
fn is_clear(hit: &Hit<'_>, word: Word<'_>, previous: Option<Word<'_>>) -> bool {
    match hit.doubt {
        None | Some(Doubt::Province) => true,
        Some(Doubt::SentenceStart) => previous.is_some() && matches!(word.gap, Gap::Space | Gap::Comma | Gap::Hyphen),
        Some(Doubt::Name) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn municipalities_in_texts() {
        for (text, expected) in [
            ("Beuningen, Druten, Heel en Wijchen", "Beuningen|Druten|Heel|Wijchen"),
            ("Het is heel mooi. Heel Wijchen is er.", "Wijchen"),
            ("de gemeente Heel", "Heel"),
            ("de gemeenten Best, Son en Breugel en Buren", "Best|Son en Breugel|Buren"),
            ("Buren klagen. Houten palen. Best mooi. Echt waar.", ""),
            ("Leiden deze regels tot meer werk? Niet in Leiden.", "Leiden"),
            ("Kampen wij met tekorten", ""),
            ("Mook & Middelaar en West Maas&Waal", "Mook en Middelaar|West Maas en Waal"),
            ("Berg en Dal, Bergen op Zoom, Bergen (NH) en Bergen", "Berg en Dal|Bergen op Zoom|Bergen (NH)"),
            ("zoals Millingen-Groesbeek en Heumen-Wijchen", "Millingen aan de Rijn|Groesbeek|Heumen|Wijchen"),
            ("Etten-Leur en Etten Leur", "Etten-Leur"),
            ("Oud-Heusden bij Heusden", "Heusden"),
            ("Den Haag, 's-Hertogenbosch en ’s-Gravenzande", "'s-Gravenhage|'s-Hertogenbosch|'s-Gravenzande"),
            ("de provincie Utrecht en de stad Groningen", "Groningen"),
            ("het Rijk van Nijmegen", ""),
            ("het Land van Cuijk", "Land van Cuijk"),
            ("Jan van der Goes en Piet Van Gennep", ""),
            ("in het Bildt, Het Hogeland en Súdwest-Fryslân", "het Bildt|Het Hogeland|Súdwest-Fryslân"),
            ("Nuenen c.a. en Nuenen, Gerwen en Nederwetten", "Nuenen, Gerwen en Nederwetten"),
            ("nijmegen en NIJMEGEN", ""),
            ("Tiel\nen Tiel", "Tiel"),
        ] {
            assert_eq!(named_in([text]).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn a_list_of_everything_is_cut_short() {
        let names: Vec<&str> = register().municipalities.iter().map(|one| one.name).collect();
        assert_eq!(named_in([names.join(", ").as_str()]).len(), MOST_MENTIONED);
        assert_eq!(named_in(names).len(), MOST_MENTIONED);
    }
}
