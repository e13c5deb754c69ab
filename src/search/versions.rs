//! The same passage in other years and documents: results that say nearly the same are one, with the others beside it.

use std::collections::{BTreeMap, BTreeSet};

use super::Searcher;
use super::page::Version;
use crate::backend::{Address, PlacedUnits, StoredPassage};
use crate::document::{Document, document_number, passage_key};
use crate::error::Result;
use crate::lineage::{Node, Part, Words, shared};

/// The share of the smaller of two passages that both must say to be versions.
const SAME: f32 = 0.5;
/// Passages looked at for the versions of one.
const MOST_LOOKED_AT: usize = 200;
/// Passages of a document that are looked at for its versions.
const MOST_OF_DOCUMENT: usize = 200;
/// The share of a document that its versions say too.
const VERSION: f32 = 0.3;
/// Versions that are loaded of one result.
const MOST_SHOWN: usize = 20;

/// What becomes of passages that say nearly the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Versions {
    /// One result: the best match, of equals the newest.
    #[default]
    Grouped,
    /// One result: the newest, with the words of the query where it has them.
    Newest,
    /// Each is a result.
    All,
}

/// What a passage says, by lineage.
#[derive(Clone, Debug, Default)]
pub(super) struct Kin {
    /// Its units that have versions, or could.
    parts: Vec<Part>,
    /// Words of its units that are boilerplate.
    boilerplate: u32,
    day: Option<i64>,
    municipality: Option<u64>,
}

impl Kin {
    /// Whether two passages are one result: versions of each other, and not of two municipalities, which may use the same
    /// model for a by-law: who asks for one must not be shown the other.
    pub(super) fn is_version_of(&self, other: &Kin) -> bool {
        let apart = self.municipality.zip(other.municipality).is_some_and(|(own, other)| own != other);
        !apart && shared(&self.parts, &other.parts) >= SAME
    }

    /// Whether most of what it says stands in very many passages.
    pub(super) fn is_boilerplate(&self) -> bool {
        self.boilerplate > self.parts.iter().map(|(_, words)| words).sum()
    }

    /// Whether it is of a later day; what has none is older than what has.
    pub(super) fn is_newer_than(&self, other: &Kin) -> bool {
        self.day > other.day
    }
}

impl Searcher {
    /// What a passage says, by lineage.
    pub(super) fn kin(&self, address: Address) -> Result<Kin> {
        let PlacedUnits { day, municipality, nodes, .. } = self.reader.units(&[address])?.remove(0);
        let mut kin = Kin { day, municipality, ..Kin::default() };
        for (node, lineage) in nodes.iter().zip(self.reader.lineage_nodes(&nodes)?) {
            match lineage.as_ref().and_then(|nodes| nodes.first()) {
                Some(name) => kin.parts.push((*name, node.words())),
                None => kin.boilerplate += node.words(),
            }
        }
        Ok(kin)
    }

    /// The other versions of a passage with the text `text`, one of each document, newest first, and how many there are.
    pub(super) fn versions_of(&self, address: Address, text: &str) -> Result<(usize, Vec<Version>)> {
        let own = self.reader.units(&[address])?.remove(0);
        let members = self.members(&own.nodes)?;
        let mut places = BTreeSet::new();
        for node in members.keys() {
            places.extend(self.reader.with_node(*node)?.into_iter().take(MOST_LOOKED_AT));
        }
        let places: Vec<Address> = places.into_iter().filter(|place| *place != address).take(MOST_LOOKED_AT).collect();
        let own_parts = own_parts(&own, &members);
        let mut best: BTreeMap<u64, (f32, Option<i64>, Address)> = BTreeMap::new();
        for (place, placed) in places.iter().zip(self.reader.units(&places)?) {
            let share = shared(&own_parts, &parts(&placed, &members));
            let better = best.get(&placed.document).is_none_or(|(other, ..)| share > *other);
            if placed.document != own.document && share >= SAME && better {
                best.insert(placed.document, (share, placed.day, *place));
            }
        }
        let mut newest: Vec<(Option<i64>, Address)> = best.into_values().map(|(_, day, place)| (day, place)).collect();
        newest.sort_by(|a, b| b.cmp(a));
        let shown: Vec<Address> = newest.iter().take(MOST_SHOWN).map(|(_, place)| *place).collect();
        let words = Words::new(text);
        let versions = self.reader.load(&shown)?.into_iter().map(|stored| Version {
            likeness: words.likeness(&Words::new(&stored.passage.text)),
            document: stored.document,
            passage: stored.passage,
        });
        Ok((newest.len(), versions.collect()))
    }

    /// Whether a document, given by its number, has a version of a passage.
    pub(super) fn has_version_in(&self, address: Address, document: u64) -> Result<bool> {
        let own = self.reader.units(&[address])?.remove(0);
        let members = self.members(&own.nodes)?;
        let parts = |placed: &PlacedUnits| parts(placed, &members);
        let own_parts = parts(&own);
        for node in members.keys() {
            let holders = self.reader.units(&self.reader.with_node(*node)?)?;
            let of_document = holders.iter().filter(|placed| placed.document == document);
            if of_document.into_iter().any(|placed| shared(&own_parts, &parts(placed)) >= SAME) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The passage with this id, and where it is; `None` where there is none.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn passage(&self, id: &str) -> Result<Option<(Address, StoredPassage)>> {
        let passages = self.reader.passages_of(id.split('-').next().unwrap_or_default())?;
        Ok(self.position(&passages, id)?.map(|(at, stored)| (passages[at].0, stored)))
    }

    /// Where among `passages`, those of its document, the passage with this id is, and the passage.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn position(&self, passages: &[(Address, u64)], id: &str) -> Result<Option<(usize, StoredPassage)>> {
        let key = passage_key(id);
        // Repeated passages share a key, not an id.
        for (at, (address, _)) in passages.iter().enumerate().filter(|(_, (_, other))| *other == key) {
            let stored = self.reader.load(&[*address])?.remove(0);
            if stored.passage.id == id {
                return Ok(Some((at, stored)));
            }
        }
        Ok(None)
    }

    /// All passages of a document, in order; none where there is none with this id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn document(&self, id: &str) -> Result<Vec<StoredPassage>> {
        let places: Vec<Address> = self.reader.passages_of(id)?.into_iter().map(|(place, _)| place).collect();
        self.reader.load(&places)
    }

    /// The same passage in other documents, newest first, at most [`MOST_SHOWN`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn versions(&self, address: Address, stored: &StoredPassage) -> Result<Vec<Version>> {
        Ok(self.versions_of(address, &stored.passage.text)?.1)
    }

    /// The documents that are versions of this one, newest first: those with which it shares much of what it says. Of a
    /// long document the beginning is looked at.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn document_versions(&self, id: &str) -> Result<Vec<Document>> {
        let places: Vec<Address> =
            self.reader.passages_of(id)?.into_iter().map(|(place, _)| place).take(MOST_OF_DOCUMENT).collect();
        let own = self.reader.units(&places)?;
        let nodes: BTreeSet<Node> = own.iter().flat_map(|placed| placed.nodes.iter().copied()).collect();
        let nodes: Vec<Node> = nodes.into_iter().collect();
        let all: u32 = nodes.iter().map(|node| node.words()).sum();
        let mut told: BTreeMap<u64, (Address, BTreeMap<Node, u32>)> = BTreeMap::new();
        for (node, name) in self.members(&nodes)? {
            let holders = self.reader.with_node(node)?;
            for (place, placed) in holders.iter().zip(self.reader.units(&holders)?) {
                let of = told.entry(placed.document).or_insert_with(|| (*place, BTreeMap::new()));
                of.1.insert(name, node.words());
            }
        }
        let this = document_number(id);
        let much = |(document, (_, names)): &(&u64, &(Address, BTreeMap<Node, u32>))| {
            **document != this && names.values().sum::<u32>() as f32 >= VERSION * all as f32
        };
        let places: Vec<Address> = told.iter().filter(much).map(|(_, (place, _))| *place).take(MOST_SHOWN).collect();
        let stored = self.reader.load(&places)?.into_iter().map(|stored| stored.document);
        let mut documents: Vec<Document> = stored.collect();
        documents.sort_by(|a, b| b.day().cmp(&a.day()).then_with(|| a.path.cmp(&b.path)));
        Ok(documents)
    }

    /// The nodes of the lineages of these nodes, each with the name of its lineage; without boilerplate.
    fn members(&self, nodes: &[Node]) -> Result<BTreeMap<Node, Node>> {
        let mut members = BTreeMap::new();
        for lineage in self.reader.lineage_nodes(nodes)?.into_iter().flatten() {
            let Some(name) = lineage.first().copied() else { continue };
            members.extend(lineage.into_iter().map(|node| (node, name)));
        }
        Ok(members)
    }
}

/// What a passage says that can have versions: its units in `members`, which are all lineages that it has a unit in.
fn own_parts(placed: &PlacedUnits, members: &BTreeMap<Node, Node>) -> Vec<Part> {
    placed.nodes.iter().filter_map(|node| Some((*members.get(node)?, node.words()))).collect()
}

/// Another passage by the names of the same `members`; what is in none of these keeps its own name.
fn parts(placed: &PlacedUnits, members: &BTreeMap<Node, Node>) -> Vec<Part> {
    placed.nodes.iter().map(|node| (members.get(node).copied().unwrap_or(*node), node.words())).collect()
}
