//! Lineages brought up to date in each commit: what it adds is compared with the rest, what it takes away loses its
//! edges. Only lineages that one of these documents has a unit in are read and written.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::backend::{Address, NewPassage, NewUnit, Reader, Writer};
use crate::document::document_number;
use crate::error::Result;
use crate::lineage::{Band, Edge, Lineage, NEAR, NEAR_ALONE, Node, Pair, Unit, alignment, are_versions, matching};

/// Words of new documents that are kept in memory; then it is time to commit.
const MOST_WORDS: usize = 8_000_000;
/// Passages that may share a band. What stands in more is boilerplate, which is compared with nothing.
const CROWD: usize = 200;

/// What changed since the last commit.
#[derive(Default)]
pub(super) struct Lineages {
    new: BTreeMap<String, Vec<NewUnit>>,
    /// Documents that the last commit may have in another form, or that are gone.
    gone: BTreeSet<String>,
    words: usize,
}

/// A pair of units: the number of that of the new document, and of the other.
type NearPairs = FxHashMap<(usize, usize), f32>;

impl Lineages {
    /// Notes a document that is written.
    pub(super) fn put(&mut self, document: &str, passages: &[NewPassage]) {
        self.remove(document);
        let units: Vec<NewUnit> = passages.iter().flat_map(|passage| passage.units.iter().cloned()).collect();
        self.words += units.iter().map(|new| new.unit.words.len()).sum::<usize>();
        self.new.insert(document.to_owned(), units);
    }

    /// Notes a document that is gone.
    pub(super) fn remove(&mut self, document: &str) {
        self.new.remove(document);
        self.gone.insert(document.to_owned());
    }

    /// Whether so much is noted that it is time to commit.
    pub(super) fn is_full(&self) -> bool {
        self.words > MOST_WORDS
    }

    /// Whether nothing is noted.
    pub(super) fn is_empty(&self) -> bool {
        self.gone.is_empty()
    }

    /// Writes the lineages that changed, given the last commit, and forgets what was noted.
    ///
    /// # Errors
    /// When the index cannot be read or written.
    pub(super) fn write(&mut self, before: Option<&dyn Reader>, writer: &mut dyn Writer) -> Result<()> {
        let Lineages { new, gone, .. } = std::mem::take(self);
        let (mut touched, groups) = (Touched::new(before), gone.iter().map(|id| document_number(id)).collect());
        for id in &gone {
            touched.nodes_of(id)?;
        }
        let edges = Comparison::new(before, &new, &groups).edges()?;
        for edge in &edges {
            touched.node(edge.from)?;
            touched.node(edge.to)?;
        }
        touched.write(edges, &groups, writer)
    }
}

/// The lineages of the last commit that may change.
struct Touched<'b> {
    before: Option<&'b dyn Reader>,
    lineages: BTreeMap<Node, Lineage>,
    looked_up: FxHashSet<Node>,
}

impl<'b> Touched<'b> {
    fn new(before: Option<&'b dyn Reader>) -> Self {
        Touched { before, lineages: BTreeMap::new(), looked_up: FxHashSet::default() }
    }

    /// Takes in the lineages of all units of a document.
    fn nodes_of(&mut self, id: &str) -> Result<()> {
        let Some(before) = self.before else { return Ok(()) };
        let places: Vec<Address> = before.passages_of(id)?.into_iter().map(|(place, _)| place).collect();
        let units = before.units(&places)?;
        units.into_iter().flat_map(|placed| placed.nodes).try_for_each(|node| self.node(node))
    }

    /// Takes in the lineage of a node.
    fn node(&mut self, node: Node) -> Result<()> {
        let Some(before) = self.before.filter(|_| self.looked_up.insert(node)) else { return Ok(()) };
        for lineage in before.lineages(&[node])?.into_iter().flatten() {
            let nodes = lineage.nodes();
            self.looked_up.extend(&nodes);
            self.lineages.extend(nodes.first().map(|name| (*name, lineage)));
        }
        Ok(())
    }

    /// Writes what became of them: without the edges of documents that are gone, with the new ones.
    fn write(self, new: Vec<Edge>, gone: &FxHashSet<u64>, writer: &mut dyn Writer) -> Result<()> {
        let stays = |edge: &&Edge| !gone.contains(&edge.documents.0) && !gone.contains(&edge.documents.1);
        let old = self.lineages.values().flat_map(|lineage| &lineage.edges).filter(stays).copied();
        let mut after = Lineage::all(old.chain(new));
        for (name, lineage) in self.lineages {
            let now = after.remove(&name).unwrap_or_default();
            if now != lineage {
                writer.put_lineage(name, &now)?;
            }
        }
        after.into_iter().try_for_each(|(name, lineage)| writer.put_lineage(name, &lineage))
    }
}

/// New documents compared with each other and with those of the last commit.
struct Comparison<'c> {
    before: Option<&'c dyn Reader>,
    new: Vec<(u64, &'c [NewUnit])>,
    gone: &'c FxHashSet<u64>,
    /// The bands of new units, in order, with the document and the unit.
    bands: Vec<(Band, usize, usize)>,
}

impl<'c> Comparison<'c> {
    fn new(before: Option<&'c dyn Reader>, new: &'c BTreeMap<String, Vec<NewUnit>>, gone: &'c FxHashSet<u64>) -> Self {
        let new: Vec<(u64, &[NewUnit])> =
            new.iter().map(|(id, units)| (document_number(id), units.as_slice())).collect();
        let mut bands = Vec::new();
        for (document, (_, units)) in new.iter().enumerate() {
            for (number, unit) in units.iter().enumerate() {
                bands.extend(unit.bands.iter().map(|band| (*band, document, number)));
            }
        }
        bands.sort_unstable();
        Comparison { before, new, gone, bands }
    }

    fn edges(&self) -> Result<Vec<Edge>> {
        let mut edges = Vec::new();
        for ((a, b), near) in self.near_new() {
            edges.extend(between(&self.side(a), &self.side(b), &near, || Ok((self.units(a), self.units(b))))?);
        }
        if let Some(before) = self.before {
            edges.extend(self.edges_with(before)?);
        }
        Ok(edges)
    }

    fn side(&self, document: usize) -> Side {
        let (group, units) = self.new[document];
        Side { group, nodes: units.iter().map(|new| new.unit.node).collect() }
    }

    fn units(&self, document: usize) -> Vec<Unit> {
        self.new[document].1.iter().map(|new| new.unit.clone()).collect()
    }

    /// Near pairs of units of two new documents.
    fn near_new(&self) -> BTreeMap<(usize, usize), NearPairs> {
        let mut near: BTreeMap<(usize, usize), NearPairs> = BTreeMap::new();
        for run in self.bands.chunk_by(|a, b| a.0 == b.0).filter(|run| (2..=CROWD).contains(&run.len())) {
            for (at, (_, a, i)) in run.iter().enumerate() {
                for (_, b, j) in run[at + 1..].iter().filter(|(_, b, _)| b != a) {
                    let pairs = near.entry((*a, *b)).or_default();
                    pairs.entry((*i, *j)).or_insert_with(|| likeness(&self.new[*a].1[*i], &self.new[*b].1[*j]));
                }
            }
        }
        near
    }

    /// Edges between new documents and those of the last commit.
    fn edges_with(&self, before: &dyn Reader) -> Result<Vec<Edge>> {
        let mut bands: Vec<Band> = self.bands.iter().map(|(band, ..)| *band).collect();
        bands.dedup();
        let mut others = Others { before, passages: FxHashMap::default(), documents: FxHashMap::default() };
        // Whether a unit and a passage were compared; documents by their numbers: of the new, of the other.
        let mut compared: FxHashSet<(usize, usize, Address)> = FxHashSet::default();
        let mut near: BTreeMap<(usize, u64), NearPairs> = BTreeMap::new();
        for (band, place) in before.with_bands(&bands, CROWD)? {
            let first = self.bands.partition_point(|(other, ..)| *other < band);
            for (_, document, number) in self.bands[first..].iter().take_while(|(other, ..)| *other == band) {
                if !compared.insert((*document, *number, place)) {
                    continue;
                }
                let unit = &self.new[*document].1[*number];
                let (group, first, units) = others.passage(place)?;
                if self.gone.contains(&group) {
                    continue;
                }
                let share = |other: &NewUnit| other.bands.iter().any(|band| unit.bands.binary_search(band).is_ok());
                let pairs = units.iter().enumerate().filter(|(_, other)| share(other));
                let pairs = pairs.map(|(at, other)| ((*number, first + at), likeness(unit, other)));
                near.entry((*document, group)).or_default().extend(pairs);
            }
        }
        let mut edges = Vec::new();
        for ((document, group), near) in near {
            let (own, other) = (self.side(document), Side { group, nodes: others.nodes(group) });
            edges.extend(between(&own, &other, &near, || Ok((self.units(document), others.units(group)?)))?);
        }
        Ok(edges)
    }
}

/// A document that is compared: its number, and its nodes in order.
struct Side {
    group: u64,
    nodes: Vec<Node>,
}

fn likeness(a: &NewUnit, b: &NewUnit) -> f32 {
    if a.unit.node == b.unit.node { 1.0 } else { a.shingles.jaccard(&b.shingles) }
}

/// The edges between two documents, given their near pairs; `units` are asked for when they are versions.
fn between(
    own: &Side,
    other: &Side,
    near: &NearPairs,
    units: impl FnOnce() -> Result<(Vec<Unit>, Vec<Unit>)>,
) -> Result<Vec<Edge>> {
    // Always in the same order, whichever document came first.
    let turned = own.group > other.group;
    let turn = |(a, b): (usize, usize)| if turned { (b, a) } else { (a, b) };
    let lengths = turn((own.nodes.len(), other.nodes.len()));
    let near = near.iter().filter(|(_, likeness)| **likeness >= NEAR);
    let mut near: Vec<Pair> = near
        .map(|(numbers, likeness)| {
            let (a, b) = turn(*numbers);
            Pair { a, b, likeness: *likeness }
        })
        .collect();
    near.sort_unstable_by_key(|pair| (pair.a, pair.b));
    let mut pairs = matching(&near, lengths);
    if are_versions(pairs.len(), lengths) {
        let (own, other) = units()?;
        let (a, b) = if turned { (&other, &own) } else { (&own, &other) };
        pairs.extend(alignment(a, b, &pairs));
    } else {
        pairs.retain(|pair| pair.likeness >= NEAR_ALONE);
    }
    let edge = |pair: &Pair| {
        let (i, j) = turn((pair.a, pair.b));
        Edge::new((own.nodes[i], own.group), (other.nodes[j], other.group))
    };
    Ok(pairs.iter().filter_map(edge).collect())
}

/// Documents of the last commit that new ones are compared with, as far as they are asked for.
struct Others<'b> {
    before: &'b dyn Reader,
    /// The document of a passage, and its units.
    passages: FxHashMap<Address, (u64, Vec<NewUnit>)>,
    documents: FxHashMap<u64, Other>,
}

/// A document of the last commit.
struct Other {
    places: Vec<Address>,
    /// The number of the first unit of each passage.
    firsts: FxHashMap<Address, usize>,
    nodes: Vec<Node>,
}

impl Others<'_> {
    /// The document of a passage, the number of its first unit there, and its units.
    fn passage(&mut self, place: Address) -> Result<(u64, usize, &[NewUnit])> {
        if !self.passages.contains_key(&place) {
            let stored = self.before.load(&[place])?.remove(0);
            let group = document_number(&stored.document.id);
            if !self.documents.contains_key(&group) {
                let other = self.document(&stored.document.id)?;
                self.documents.insert(group, other);
            }
            let units = NewUnit::all(&stored.passage.headings, &stored.passage.text);
            self.passages.insert(place, (group, units));
        }
        let (group, units) = &self.passages[&place];
        Ok((*group, self.documents[group].firsts[&place], units))
    }

    fn document(&self, id: &str) -> Result<Other> {
        let places: Vec<Address> = self.before.passages_of(id)?.into_iter().map(|(place, _)| place).collect();
        let (mut firsts, mut nodes) = (FxHashMap::default(), Vec::new());
        for (place, placed) in places.iter().zip(self.before.units(&places)?) {
            firsts.insert(*place, nodes.len());
            nodes.extend(placed.nodes);
        }
        Ok(Other { places, firsts, nodes })
    }

    fn nodes(&self, group: u64) -> Vec<Node> {
        self.documents[&group].nodes.clone()
    }

    fn units(&self, group: u64) -> Result<Vec<Unit>> {
        let stored = self.before.load(&self.documents[&group].places)?.into_iter();
        Ok(stored.flat_map(|stored| crate::lineage::units(&stored.passage.headings, &stored.passage.text)).collect())
    }
}
