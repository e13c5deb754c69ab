//! Results as they are found: passages of one document together, and those that say nearly the same.

use rustc_hash::FxHashMap;

use super::Grouping;
use super::rank::Ranked;
use super::versions::Kin;
use crate::backend::Address;
use crate::error::Result;

/// The share of a score from which another is as good.
const AS_GOOD: f32 = 0.98;

/// A result before it is loaded: its best passage and the others of its document.
pub(super) struct Found {
    pub ranked: Ranked,
    /// The batch of candidates that it is in.
    pub batch: usize,
    pub kin: Kin,
    pub more: Vec<(Ranked, usize)>,
    address: Address,
    document: u64,
    window: usize,
}

impl Found {
    pub(super) fn new(ranked: Ranked, batch: usize, (document, address): (u64, Address), kin: Kin) -> Self {
        Found { ranked, batch, kin, more: Vec::new(), address, document, window: 0 }
    }
}

/// Results in order. What becomes of the first ones never depends on how many are asked for.
pub(super) struct Results {
    grouping: Grouping,
    /// The result of each document.
    groups: FxHashMap<u64, usize>,
    /// The result in which a passage of each other document is a version.
    merged: FxHashMap<u64, usize>,
    pub found: Vec<Found>,
    /// The number of the window that is being added.
    pub window: usize,
}

impl Results {
    pub(super) fn new(grouping: Grouping) -> Self {
        let (groups, merged) = (FxHashMap::default(), FxHashMap::default());
        Results { grouping, groups, merged, found: Vec::new(), window: 0 }
    }

    /// Whether a document has a result of its own.
    pub(super) fn has(&self, document: u64) -> bool {
        self.grouping == Grouping::Document && self.groups.contains_key(&document)
    }

    /// Whether a candidate can still change the first `needed` results.
    pub(super) fn looks_at(&self, needed: usize, ranked: &Ranked) -> bool {
        let last = needed.checked_sub(1).and_then(|last| self.found.get(last));
        last.is_none_or(|last| last.window == self.window && ranked.score >= last.ranked.score * AS_GOOD)
    }

    /// Adds a candidate; `is_in` tells whether a version of a passage stands in another document.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn add(&mut self, one: Found, is_in: impl FnOnce(Address, u64) -> Result<bool>) -> Result<()> {
        if self.grouping == Grouping::Document
            && let Some(group) = self.groups.get(&one.document)
        {
            self.found[*group].more.push((one.ranked, one.batch));
            return Ok(());
        }
        // What the document that is shown for this one says too is told there.
        if let Some(group) = self.merged.get(&one.document)
            && is_in(one.address, self.found[*group].document)?
        {
            return Ok(());
        }
        match self.found.iter().position(|found| found.kin.is_version_of(&one.kin)) {
            None => {
                self.groups.insert(one.document, self.found.len());
                self.found.push(Found { window: self.window, ..one });
            }
            Some(group) => self.merge(group, one),
        }
        Ok(())
    }

    /// Joins a version to a result: of two that are as good the newest is shown.
    fn merge(&mut self, group: usize, one: Found) {
        let head = &mut self.found[group];
        // Other passages of the document that was shown so far would go with it.
        let free = head.more.is_empty() && head.window == self.window;
        if free && one.kin.is_newer_than(&head.kin) && one.ranked.score >= head.ranked.score * AS_GOOD {
            self.groups.remove(&head.document);
            self.merged.insert(head.document, group);
            self.groups.insert(one.document, group);
            *head = Found { window: head.window, ..one };
        } else {
            self.merged.insert(one.document, group);
        }
    }
}
