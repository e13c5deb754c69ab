//! Two documents side by side: which blocks are new, gone, changed or the same, section by section.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::difference::{Difference, difference};
use super::matching::{Pair, alignment, matching};
use super::shingles::{NEAR, Shingles, shingles};
use super::units::{Unit, blocks};
use crate::document::Passage;

/// Blocks of a document that are compared; of a longer one the rest is left out.
const MOST: usize = 20_000;
/// Blocks that share a shingle at most; what more have says nothing.
const CROWD: usize = 50;

/// What became of a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It says the same.
    Same,
    /// It says something else.
    Changed(Difference),
    /// It is in the newer document only.
    New,
    /// It is in the older document only.
    Gone,
}

/// A block of one of two documents, or of both.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The heading above it, in the newer document where it is there.
    pub heading: String,
    /// Its text in the older document; empty where it is new.
    pub before: String,
    /// Its text in the newer document; empty where it is gone.
    pub after: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of each block of `before` in `after`, in the order of the newer document; what is gone stands after what
/// it followed.
pub fn comparison(before: &[Passage], after: &[Passage]) -> Vec<Compared> {
    let (before, after) = (all_blocks(before), all_blocks(after));
    let pairs = paired(&before, &after);
    let partner: BTreeMap<usize, usize> = pairs.iter().map(|pair| (pair.b, pair.a)).collect();
    let kept: BTreeMap<usize, usize> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
    let mut compared = Vec::new();
    let gone_from = |start: usize, compared: &mut Vec<Compared>| {
        let gone = before.iter().enumerate().skip(start).take_while(|(at, _)| !kept.contains_key(at));
        compared.extend(gone.map(|(_, block)| block.as_gone()));
    };
    gone_from(0, &mut compared);
    for (at, block) in after.iter().enumerate() {
        match partner.get(&at) {
            None => compared.push(block.as_new()),
            Some(old) => {
                compared.push(block.after(&before[*old]));
                gone_from(old + 1, &mut compared);
            }
        }
    }
    compared
}

/// A block with its heading.
struct Block {
    heading: String,
    text: String,
    unit: Unit,
    shingles: Shingles,
}

impl Block {
    fn as_gone(&self) -> Compared {
        let (heading, before) = (self.heading.clone(), self.text.clone());
        Compared { heading, before, after: String::new(), fate: Fate::Gone }
    }

    fn as_new(&self) -> Compared {
        let (heading, after) = (self.heading.clone(), self.text.clone());
        Compared { heading, before: String::new(), after, fate: Fate::New }
    }

    fn after(&self, old: &Block) -> Compared {
        let difference = difference(&old.text, &self.text);
        let fate = if difference.is_equal() { Fate::Same } else { Fate::Changed(difference) };
        Compared { heading: self.heading.clone(), before: old.text.clone(), after: self.text.clone(), fate }
    }
}

fn all_blocks(passages: &[Passage]) -> Vec<Block> {
    let of = |passage: &Passage| {
        let all = blocks(&passage.headings, &passage.text).into_iter();
        let all = all.map(|(heading, unit)| {
            let text = passage.text[unit.span.clone()].trim().to_owned();
            Block { heading, text, shingles: shingles(&unit.words), unit }
        });
        all.collect::<Vec<Block>>()
    };
    passages.iter().flat_map(of).take(MOST).collect()
}

fn paired(before: &[Block], after: &[Block]) -> Vec<Pair> {
    let mut holders: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, block) in after.iter().enumerate() {
        block.shingles.iter().for_each(|shingle| holders.entry(shingle).or_default().push(at));
    }
    holders.retain(|_, blocks| blocks.len() <= CROWD);
    let mut near = Vec::new();
    for (a, block) in before.iter().enumerate() {
        let mut others: Vec<usize> =
            block.shingles.iter().filter_map(|shingle| holders.get(&shingle)).flatten().copied().collect();
        others.sort_unstable();
        others.dedup();
        for b in others {
            let likeness =
                if block.text == after[b].text { 1.0 } else { block.shingles.jaccard(&after[b].shingles).min(0.99) };
            if likeness >= NEAR {
                near.push(Pair { a, b, likeness });
            }
        }
    }
    let mut pairs = matching(&near, (before.len(), after.len()));
    let units = |blocks: &[Block]| blocks.iter().map(|block| block.unit.clone()).collect::<Vec<Unit>>();
    pairs.extend(alignment(&units(before), &units(after), &pairs));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(text: &str) -> Passage {
        let (id, headings, language) = ("d-1".to_owned(), vec!["Kop".to_owned()], "nl".to_owned());
        Passage { id, ordinal: 0, text: text.to_owned(), headings, pages: None, language }
    }

    /// Same, changed, gone and new, in order.
    #[test]
    fn what_became_of_blocks() {
        let before = "De raad stelt de begroting vast op 1 november, na overleg met de commissie.\n\nDe bibliotheek gaat \
                      op zondag dicht, omdat er te weinig bezoekers komen.\n\nDe lasten zijn € 1,2 mln en de baten € 1,1 mln in dit jaar.";
        let after = "De raad stelt de begroting vast op 1 november, na overleg met de commissie.\n\nDe lasten zijn € 1,4 mln \
                     en de baten € 1,1 mln in dit jaar.\n\nHet zwembad krijgt een nieuw dak met zonnepanelen erop.";
        let found = comparison(&[passage(before)], &[passage(after)]);
        let fates: Vec<&str> = found
            .iter()
            .map(|block| match block.fate {
                Fate::Same => "gelijk",
                Fate::Changed(_) => "gewijzigd",
                Fate::New => "nieuw",
                Fate::Gone => "weg",
            })
            .collect();
        assert_eq!(fates, ["gelijk", "weg", "gewijzigd", "nieuw"]);
        let Fate::Changed(difference) = &found[2].fate else { panic!("{:?}", found[2]) };
        assert_eq!(
            difference.facts().iter().map(|(a, b, _)| (*a, *b)).collect::<Vec<_>>(),
            [("€ 1,2 mln", "€ 1,4 mln")]
        );
        assert!(found.iter().all(|block| block.heading == "Kop"));
        assert_eq!(comparison(&[], &[]), []);
    }
}
