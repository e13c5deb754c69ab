//! Which passages say nearly the same: of other years, in other documents. Pure; where passages are found is for
//! `backend`, and when lineages are brought up to date for `ingest`.
//!
//! The unit is a block of a passage's text: a paragraph, a member of an article, a whole list or table, of a dozen words
//! or more ([`units`]). Its [`Node`] is a hash of its words with all figures made alike, so that a paragraph in which
//! only amounts and years changed stays one node. Units of two documents are near where they share a band of their
//! signature ([`bands`]) and at least [`NEAR`] of their [`shingles`]; of the near pairs of two documents each unit is in one
//! at most ([`matching`]). Documents of which enough is matched are versions of each other ([`are_versions`]), and what
//! was rewritten in one is then found by its heading and place ([`alignment`]); of others only what is nearly the same
//! counts ([`NEAR_ALONE`]). Pairs of different nodes are edges; a lineage is what hangs together ([`Lineage`]). As every edge depends on two documents alone, the order in which documents come does not
//! matter, and a document that goes takes only its own edges along.

mod comparison;
pub mod difference;
mod likeness;
mod matching;
mod shingles;
mod units;

pub use comparison::{Compared, Fate, comparison};
pub use likeness::{Likeness, Words, likeness};
pub use matching::{Pair, alignment, are_versions, matching};
pub use shingles::{Band, NEAR, NEAR_ALONE, Shingles, bands, shingles};
pub use units::{Unit, units};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The words of a unit, figures made alike: 52 bits of their hash, and in the lowest 12 how many there are (4,095 at
/// most), so that the size of what passages share is known without their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Node(pub u64);

/// Passages that share a node from which it is boilerplate: a disclaimer, a formula at the end. No version of anything.
pub const BOILERPLATE: u64 = 100;

/// Bits of a [`Node`] that count words.
const COUNT_BITS: u32 = 12;

impl Node {
    fn new(hash: u64, words: usize) -> Self {
        let most = (1 << COUNT_BITS) - 1;
        Node(hash << COUNT_BITS | (words as u64).min(most))
    }

    /// How many words it has.
    pub fn words(self) -> u32 {
        (self.0 & ((1 << COUNT_BITS) - 1)) as u32
    }
}

/// That a unit of one document says nearly what one of another says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edge {
    /// The smaller node.
    pub from: Node,
    /// The other.
    pub to: Node,
    /// The documents by whose comparison it was found, the first 64 bits of their ids, the smaller first. When one of
    /// them goes, so does the edge.
    pub documents: (u64, u64),
}

impl Edge {
    /// An edge between the nodes of two documents; `None` where the nodes are one.
    pub fn new(a: (Node, u64), b: (Node, u64)) -> Option<Self> {
        let documents = (a.1.min(b.1), a.1.max(b.1));
        (a.0 != b.0).then(|| Edge { from: a.0.min(b.0), to: a.0.max(b.0), documents })
    }

    /// Whether it was found in `document`.
    pub fn is_of(&self, document: u64) -> bool {
        self.documents.0 == document || self.documents.1 == document
    }
}

/// Nodes that hang together by edges; one node alone is a lineage that needs no record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// Its edges, in order.
    pub edges: Vec<Edge>,
}

impl Lineage {
    /// The lineages that edges make, each named by its smallest node.
    pub fn all(edges: impl IntoIterator<Item = Edge>) -> BTreeMap<Node, Lineage> {
        let edges: BTreeSet<Edge> = edges.into_iter().collect();
        let mut names = Names::default();
        edges.iter().for_each(|edge| names.join(edge.from, edge.to));
        let mut lineages: BTreeMap<Node, Lineage> = BTreeMap::new();
        for edge in edges {
            lineages.entry(names.of(edge.from)).or_default().edges.push(edge);
        }
        lineages
    }

    /// Its nodes, in order.
    pub fn nodes(&self) -> BTreeSet<Node> {
        self.edges.iter().flat_map(|edge| [edge.from, edge.to]).collect()
    }

    /// What of it hangs together with `node` by way of nodes that `may` be named; `node` is in it.
    pub fn around(&self, node: Node, may: impl Fn(Node) -> bool) -> BTreeSet<Node> {
        let (mut around, mut open) = (BTreeSet::from([node]), vec![node]);
        while let Some(node) = open.pop() {
            for edge in self.edges.iter().filter(|edge| edge.from == node || edge.to == node) {
                let other = if edge.from == node { edge.to } else { edge.from };
                if !around.contains(&other) && may(other) {
                    around.insert(other);
                    open.push(other);
                }
            }
        }
        around
    }
}

/// The smallest node of what hangs together (union-find with path halving).
#[derive(Default)]
struct Names(BTreeMap<Node, Node>);

impl Names {
    fn of(&mut self, mut node: Node) -> Node {
        while let Some(parent) = self.0.get(&node).copied().filter(|parent| *parent != node) {
            let above = self.0.get(&parent).copied().unwrap_or(parent);
            self.0.insert(node, above);
            node = above;
        }
        node
    }

    fn join(&mut self, a: Node, b: Node) {
        let (a, b) = (self.of(a), self.of(b));
        self.0.insert(a.max(b), a.min(b));
    }
}

/// The lineage of a unit, which its smallest node names, and the number of its words.
pub type Part = (Node, u32);

/// The share of the smaller of two passages that both say, by the words of their units in lineages that both have; from
/// 0 to 1.
pub fn shared(a: &[Part], b: &[Part]) -> f32 {
    let size = |parts: &[Part]| parts.iter().map(|(_, words)| words).sum::<u32>();
    let held = |a: &[Part], b: &[Part]| {
        let held = a.iter().filter(|(lineage, _)| b.iter().any(|(other, _)| other == lineage));
        held.map(|(_, words)| words).sum::<u32>()
    };
    let smaller = size(a).min(size(b));
    if smaller == 0 { 0.0 } else { (held(a, b).min(held(b, a)) as f32 / smaller as f32).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(a: u64, b: u64, documents: (u64, u64)) -> Edge {
        Edge::new((Node(a), documents.0), (Node(b), documents.1)).expect("two nodes")
    }

    /// What hangs together, its name, and what is left when a document goes.
    #[test]
    fn lineages_are_what_hangs_together() {
        let edges = [edge(5, 3, (1, 2)), edge(5, 9, (2, 3)), edge(20, 21, (1, 3))];
        let lineages = Lineage::all(edges);
        assert_eq!(lineages.keys().copied().collect::<Vec<_>>(), [Node(3), Node(20)]);
        assert_eq!(lineages[&Node(3)].nodes(), BTreeSet::from([Node(3), Node(5), Node(9)]));
        let left = Lineage::all(edges.into_iter().filter(|edge| !edge.is_of(3)));
        assert_eq!(left.keys().copied().collect::<Vec<_>>(), [Node(3)]);
        let around = lineages[&Node(3)].around(Node(3), |node| node != Node(5));
        assert_eq!(around, BTreeSet::from([Node(3)]));
        assert_eq!(Edge::new((Node(1), 1), (Node(1), 2)), None);
    }

    #[test]
    fn what_passages_share() {
        let (a, b) = ([(Node(1), 30), (Node(2), 50)], [(Node(2), 40), (Node(4), 10)]);
        assert_eq!(shared(&a, &b), 0.8);
        assert_eq!(shared(&b, &a), 0.8);
        assert_eq!(shared(&a, &[]), 0.0);
        assert_eq!(Node::new(7, 9_999).words(), 4_095);
    }
}
