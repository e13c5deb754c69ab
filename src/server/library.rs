//! What is searched: the last whole commit of an index, as each asker may see it. A new commit takes the place of the
//! old one between two requests; a request sees one from beginning to end.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use super::lookup::Held;
use crate::backend::embedded::{EmbeddedIndex, commit_mark};
use crate::error::Result;
use crate::search::Searcher;

/// Views that are kept of one commit. Askers who may see the same share one.
const MOST_VIEWS: usize = 64;

/// What is searched.
pub struct Library {
    edition: RwLock<Arc<Edition>>,
    follows: Option<Followed>,
}

/// The index that a library follows.
struct Followed {
    path: PathBuf,
    synonyms: Option<PathBuf>,
    mark: Mutex<Option<u64>>,
}

/// One commit.
pub(super) struct Edition {
    whole: Searcher,
    /// The labels that any passage is for.
    labels: Vec<String>,
    views: Mutex<VecDeque<(Vec<String>, Arc<View>)>>,
}

/// A commit as some asker may see it.
pub(super) struct View {
    pub searcher: Searcher,
    held: OnceLock<Arc<Held>>,
}

impl View {
    /// What the view holds; looked up once.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn held(&self) -> Result<Arc<Held>> {
        if let Some(held) = self.held.get() {
            return Ok(Arc::clone(held));
        }
        let held = Arc::new(Held::of(&self.searcher)?);
        Ok(Arc::clone(self.held.get_or_init(|| held)))
    }
}

impl Library {
    /// One commit that stays as it is.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn fixed(searcher: Searcher) -> Result<Self> {
        Ok(Library { edition: RwLock::new(Arc::new(Edition::new(searcher)?)), follows: None })
    }

    /// The last commit of the index in `path`, with synonyms of one's own, for [`Library::renew`].
    ///
    /// # Errors
    /// When the index, or the file of synonyms, cannot be read.
    pub fn follow(path: &Path, synonyms: Option<&Path>) -> Result<Self> {
        let mark = commit_mark(path);
        let edition = Edition::new(open(path, synonyms)?)?;
        let (path, synonyms) = (path.to_path_buf(), synonyms.map(Path::to_path_buf));
        let follows = Some(Followed { path, synonyms, mark: Mutex::new(mark) });
        Ok(Library { edition: RwLock::new(Arc::new(edition)), follows })
    }

    /// Takes a new commit, if there is one; tells whether there was. What cannot be opened leaves the old one.
    ///
    /// # Errors
    /// When a new commit cannot be opened; it is tried again when it changes.
    pub fn renew(&self) -> Result<bool> {
        let Some(followed) = &self.follows else { return Ok(false) };
        let mut mark = followed.mark.lock().unwrap_or_else(PoisonError::into_inner);
        let now = commit_mark(&followed.path);
        if now == *mark || now.is_none() {
            return Ok(false);
        }
        *mark = now;
        let edition = Arc::new(Edition::new(open(&followed.path, followed.synonyms.as_deref())?)?);
        *self.edition.write().unwrap_or_else(PoisonError::into_inner) = edition;
        Ok(true)
    }

    /// Whether there is anything to search.
    pub(super) fn is_ready(&self) -> bool {
        self.edition().size().1 > 0
    }

    /// The commit of this moment.
    pub(super) fn edition(&self) -> Arc<Edition> {
        Arc::clone(&self.edition.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn open(path: &Path, synonyms: Option<&Path>) -> Result<Searcher> {
    Searcher::new(Box::new(EmbeddedIndex::open(path)?.reader()?)).with_own_synonyms(synonyms)
}

impl Edition {
    fn new(whole: Searcher) -> Result<Self> {
        let labels = whole.reader().labels()?;
        Ok(Edition { whole, labels, views: Mutex::default() })
    }

    /// Documents and passages in all, for those who run the server.
    pub(super) fn size(&self) -> (u64, u64) {
        let info = self.whole.reader().info();
        (info.documents, info.passages)
    }

    /// The commit as somebody with `labels` (sorted) may see it. Nothing else of it is ever given out.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn seen_by(&self, labels: &[String]) -> Result<Arc<View>> {
        // Labels that nothing is for make no difference.
        let labels: Vec<String> =
            labels.iter().filter(|label| self.labels.binary_search(label).is_ok()).cloned().collect();
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        let known = views.iter().position(|(key, _)| *key == labels).and_then(|at| views.remove(at));
        let view = match known {
            Some((_, view)) => view,
            None => Arc::new(View { searcher: self.whole.seen_by(&labels)?, held: OnceLock::new() }),
        };
        views.push_back((labels, Arc::clone(&view)));
        if views.len() > MOST_VIEWS {
            views.pop_front();
        }
        Ok(view)
    }
}
