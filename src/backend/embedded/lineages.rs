//! Looking up units, bands and lineages in one commit.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentReader, Term};

use super::expand::living;
use super::reader::{EmbeddedReader, address, doc_address};
use crate::backend::{Address, PlacedUnits};
use crate::error::Result;
use crate::lineage::{BOILERPLATE, Band, Lineage, Node};

/// What lineages need of a segment; to open a column takes longer than to read it.
#[derive(Debug)]
pub(super) struct LineageColumns {
    group: Column<u64>,
    day: Column<i64>,
    units: Column<u64>,
    member: Column<u64>,
    municipality: Option<StrColumn>,
}

impl LineageColumns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(LineageColumns {
            group: columns.u64("group")?,
            day: columns.i64("day")?,
            units: columns.u64("units")?,
            member: columns.u64("member")?,
            municipality: columns.str("municipality")?,
        })
    }

    fn of(&self, doc: DocId) -> tantivy::Result<PlacedUnits> {
        Ok(PlacedUnits {
            document: self.group.first(doc).unwrap_or_default(),
            day: self.day.first(doc),
            municipality: self.municipality(doc)?,
            nodes: self.units.values_for_doc(doc).map(Node).collect(),
        })
    }

    fn municipality(&self, doc: DocId) -> tantivy::Result<Option<u64>> {
        let Some(column) = &self.municipality else { return Ok(None) };
        let Some(ord) = column.ords().first(doc) else { return Ok(None) };
        let mut name = String::new();
        column.ord_to_str(ord, &mut name)?;
        Ok(Some(xxhash_rust::xxh3::xxh3_64(name.as_bytes())))
    }
}

impl EmbeddedReader {
    /// See [`crate::backend::Reader::units`].
    pub(super) fn units_at(&self, addresses: &[Address]) -> tantivy::Result<Vec<PlacedUnits>> {
        let columns = self.columns()?;
        let placed = |address: &Address| {
            let place = doc_address(*address);
            // There is one for each segment.
            columns[place.segment_ord as usize].of(place.doc_id)
        };
        addresses.iter().map(placed).collect()
    }

    /// The columns of all segments, opened at the first use.
    fn columns(&self) -> tantivy::Result<&[LineageColumns]> {
        if let Some(columns) = self.lineage_columns.get() {
            return Ok(columns);
        }
        let opened =
            self.searcher.segment_readers().iter().map(LineageColumns::open).collect::<tantivy::Result<_>>()?;
        Ok(self.lineage_columns.get_or_init(|| opened))
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
            let Some(place) = self.entries_of(&Term::from_field_u64(fields.member, node.0))?.into_iter().next() else {
                return Ok(Some(vec![node]));
            };
            let members = &self.columns()?[place.segment_ord as usize].member;
            Ok(Some(members.values_for_doc(place.doc_id).map(Node).collect()))
        })
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
        let places = self.run(|| self.entries_of(&Term::from_field_u64(self.index.fields.member, node.0)))?;
        let Some(place) = places.first() else { return Ok(None) };
        let lineage: Lineage = self.stored(*place)?;
        if self.visible.is_none() {
            return Ok(Some(lineage));
        }
        let mut seen = BTreeSet::new();
        for node in lineage.nodes() {
            if !self.run(|| self.entries_of(&Term::from_field_u64(self.index.fields.units, node.0)))?.is_empty() {
                seen.insert(node);
            }
        }
        let around = lineage.around(node, |node| seen.contains(&node));
        let edges = lineage.edges.into_iter().filter(|edge| around.contains(&edge.from) && around.contains(&edge.to));
        Ok(Some(Lineage { edges: edges.collect() }))
    }
}
