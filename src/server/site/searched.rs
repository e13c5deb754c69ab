//! What is searched, as pages tell it: documents, collections, and the files that could not be read.

use std::collections::BTreeMap;

use super::address::localised;
use crate::document::Reason;
use crate::error::Result;
use crate::server::library::View;
use crate::server::pages::{Collection, Coverage, Searched, UnreadFile, UnreadGroup};
use crate::wording::Language;

/// Files that are listed of each reason.
const LISTED: usize = 100;

/// What an asker can search.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn searched(view: &View, lang: Language) -> Result<Searched> {
    let (held, info) = (view.held()?, view.searcher.reader().info());
    let collections = held.collections.iter().map(|(name, documents)| {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("verzameling", name).finish();
        Collection { name: name.clone(), documents: *documents, url: localised("/", &query, lang) }
    });
    let day = info.committed.get(..10).and_then(|day| day.parse().ok());
    Ok(Searched {
        documents: info.documents,
        passages: info.passages,
        updated: day.map(|day| lang.date(day)),
        collections: collections.collect(),
        unread: held.unread.len() as u64,
    })
}

/// The files that were not, or not wholly, read, by reason.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn coverage(view: &View, lang: Language) -> Result<Coverage> {
    let held = view.held()?;
    let mut reasons: BTreeMap<Reason, Vec<UnreadFile>> = BTreeMap::new();
    for file in &held.unread {
        let Some(reason) = file.coverage.shortfall() else { continue };
        let missing = file.coverage.missing.iter().filter(|missing| missing.reason == reason);
        let part = missing.filter_map(|missing| lang.pages(&file.path, missing.pages)).collect::<Vec<_>>().join(", ");
        let part = (!part.is_empty()).then_some(part);
        let unread = UnreadFile { path: file.path.clone(), collection: file.collection.clone(), part };
        reasons.entry(reason).or_default().push(unread);
    }
    let group = |(reason, mut files): (Reason, Vec<UnreadFile>)| {
        let count = files.len() as u64;
        files.truncate(LISTED);
        UnreadGroup { reason: lang.reason(reason).to_owned(), count, files }
    };
    let mut groups: Vec<UnreadGroup> = reasons.into_iter().map(group).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.count));
    Ok(Coverage { groups })
}
