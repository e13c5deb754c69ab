//! Looking up units, bands and lineages in one commit.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use tantivy::schema::Field;
use tantivy::{DocAddress, Term};

use super::expand::living;
use super::reader::{EmbeddedReader, address, doc_address};
use crate::backend::{Address, PlacedUnits};
use crate::error::Result;
use crate::lineage::{BOILERPLATE, Band, Lineage, Node};

impl EmbeddedReader {
    /// See [`crate::backend::Reader::units`].
    pub(super) fn units_at(&self, addresses: &[Address]) -> tantivy::Result<Vec<PlacedUnits>> {
        let mut placed = vec![PlacedUnits::default(); addresses.len()];
        // Columns are opened once for each segment.
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_unstable_by_key(|at| addresses[*at]);
        for here in
            order.chunk_by(|a, b| doc_address(addresses[*a]).segment_ord == doc_address(addresses[*b]).segment_ord)
        {
            let columns = self.searcher.segment_reader(doc_address(addresses[here[0]]).segment_ord).fast_fields();
            let (group, day, units) = (columns.u64("group")?, columns.i64("day")?, columns.u64("units")?);
            let municipality = columns.str("municipality")?;
            let of = |doc| -> tantivy::Result<Option<u64>> {
                let Some((column, ord)) =
                    municipality.as_ref().and_then(|column| Some((column, column.ords().first(doc)?)))
                else {
                    return Ok(None);
                };
                let mut name = String::new();
                column.ord_to_str(ord, &mut name)?;
                Ok(Some(xxhash_rust::xxh3::xxh3_64(name.as_bytes())))
            };
            for at in here {
                let doc = doc_address(addresses[*at]).doc_id;
                placed[*at] = PlacedUnits {
                    document: group.first(doc).unwrap_or_default(),
                    day: day.first(doc),
                    municipality: of(doc)?,
                    nodes: units.values_for_doc(doc).map(Node).collect(),
                };
            }
        }
        Ok(placed)
    }

    /// See [`crate::backend::Reader::lineage_nodes`].
    pub(super) fn nodes_around(&self, node: Node) -> Result<Option<Vec<Node>>> {
        let fields = &self.index.fields;
        let holders = self.run(|| self.frequency(&Term::from_field_u64(fields.units, node.0)))?;
        if holders >= BOILERPLATE {
            return Ok(None);
        }
        if self.visible.is_some() {
            let lineage = self.lineage(node)?.map(|lineage| lineage.nodes().into_iter().collect::<Vec<Node>>());
            return Ok(Some(lineage.filter(|nodes| !nodes.is_empty()).unwrap_or_else(|| vec![node])));
        }
        self.run(|| {
            let Some(place) = self.numbered(fields.member, node.0)?.into_iter().next() else {
                return Ok(Some(vec![node]));
            };
            let members = self.searcher.segment_reader(place.segment_ord).fast_fields().u64("member")?;
            Ok(Some(members.values_for_doc(place.doc_id).map(Node).collect()))
        })
    }

    /// The living entries that have this number in `field` and may be seen.
    pub(super) fn numbered(&self, field: Field, number: u64) -> tantivy::Result<Vec<DocAddress>> {
        let term = Term::from_field_u64(field, number);
        let mut found = Vec::new();
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(field)?;
            let Some(info) = inverted.get_term_info(&term)? else { continue };
            let places = living(segment, &inverted, &info)?.map(|doc| DocAddress::new(ord as u32, doc));
            found.extend(places.filter(|place| self.sees(*place)));
        }
        Ok(found)
    }

    /// See [`crate::backend::Reader::with_bands`]: each segment's dictionary is gone through in order.
    pub(super) fn banded(&self, bands: &[Band], most: usize) -> tantivy::Result<Vec<(Band, Address)>> {
        let field = self.index.fields.bands;
        let (mut found, mut crowded) = (Vec::new(), FxHashSet::default());
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(field)?;
            for band in bands {
                let term = Term::from_field_u64(field, u64::from(*band));
                let Some(info) = inverted.get_term_info(&term)? else { continue };
                if info.doc_freq as usize > most {
                    crowded.insert(*band);
                    continue;
                }
                let places = living(segment, &inverted, &info)?.map(|doc| DocAddress::new(ord as u32, doc));
                found.extend(places.filter(|place| self.sees(*place)).map(|place| (*band, address(place))));
            }
        }
        found.retain(|(band, _)| !crowded.contains(band));
        found.sort_unstable();
        Ok(found)
    }

    /// The lineage of a node: in a view what hangs together by nodes that may be seen, so that nobody learns from what is
    /// grouped that something else is there.
    pub(super) fn lineage(&self, node: Node) -> Result<Option<Lineage>> {
        let places = self.run(|| self.numbered(self.index.fields.member, node.0))?;
        let Some(place) = places.first() else { return Ok(None) };
        let lineage: Lineage = self.stored(*place)?;
        if self.visible.is_none() {
            return Ok(Some(lineage));
        }
        let mut seen = BTreeSet::new();
        for node in lineage.nodes() {
            if !self.run(|| self.numbered(self.index.fields.units, node.0))?.is_empty() {
                seen.insert(node);
            }
        }
        let around = lineage.around(node, |node| seen.contains(&node));
        let edges = lineage.edges.into_iter().filter(|edge| around.contains(&edge.from) && around.contains(&edge.to));
        Ok(Some(Lineage { edges: edges.collect() }))
    }
}
