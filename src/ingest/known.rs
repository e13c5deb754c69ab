//! The files that an index knows: their records by id, and what belongs to what.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{FileRecord, document_id};

/// The records of an index.
#[derive(Debug, Default)]
pub(super) struct Known {
    records: FxHashMap<String, FileRecord>,
    /// The ids of files that moved and kept the id of their old place, by collection and path.
    moved: FxHashMap<(String, String), String>,
    /// The ids of what files hold, by the id of the file.
    members: FxHashMap<String, FxHashSet<String>>,
}

impl Known {
    /// Enters records.
    pub(super) fn new(records: Vec<FileRecord>) -> Self {
        let mut known = Known::default();
        records.into_iter().for_each(|record| known.insert(record));
        known
    }

    pub(super) fn get(&self, id: &str) -> Option<&FileRecord> {
        self.records.get(id)
    }

    /// Enters a record in the place of the one that has its id.
    pub(super) fn insert(&mut self, record: FileRecord) {
        self.remove(&record.id);
        if !record.container.is_empty() {
            self.members.entry(record.container.clone()).or_default().insert(record.id.clone());
        } else if record.id != document_id(&record.collection, &record.path) {
            self.moved.insert((record.collection.clone(), record.path.clone()), record.id.clone());
        }
        self.records.insert(record.id.clone(), record);
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<FileRecord> {
        let record = self.records.remove(id)?;
        if let Some(members) = self.members.get_mut(&record.container) {
            members.remove(id);
        }
        self.moved.remove(&(record.collection.clone(), record.path.clone()));
        Some(record)
    }

    /// The ids of what the file with this id holds.
    pub(super) fn members(&self, id: &str) -> Vec<String> {
        self.members.get(id).into_iter().flatten().cloned().collect()
    }

    /// All records.
    pub(super) fn records(&self) -> impl Iterator<Item = &FileRecord> + Clone {
        self.records.values()
    }

    /// The records of the files of a collection themselves, without what they hold.
    pub(super) fn files<'k>(&'k self, collection: &'k str) -> impl Iterator<Item = &'k FileRecord> {
        self.records.values().filter(move |record| record.collection == collection && record.container.is_empty())
    }

    /// The id of the document at `path`. One that moved keeps the id of its old place, so that references to it stay
    /// true; what comes to that old place later gets another.
    pub(super) fn id_of(&self, collection: &str, path: &str) -> String {
        if !self.moved.is_empty()
            && let Some(id) = self.moved.get(&(collection.to_owned(), path.to_owned()))
        {
            return id.clone();
        }
        let id = document_id(collection, path);
        match self.records.get(&id) {
            // Written as no path of a member is: those have ids of their container and their path in it.
            Some(other) if other.path != path => document_id(&id, &format!("\0{path}")),
            _ => id,
        }
    }
}
