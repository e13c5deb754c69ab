//! What all requests share, and the one way to a search: the asker's view, a place in the pool, a budget of time, and
//! what is kept of it afterwards.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::ServerOptions;
use super::asker::{Asker, Gate};
use super::library::{Library, View};
use super::metrics::Metrics;
use super::pool::Pool;
use super::problem::Problem;
use super::security_log::{Action, Event, Outcome, SecurityLog};
use super::statistics::{KEEP_DAYS, Record, Statistics, today};
use crate::error::Error;
use crate::query::Query;
use crate::search::{SearchPage, SearchRequest};

/// What all requests share.
pub(super) struct App {
    pub library: Arc<Library>,
    pub options: ServerOptions,
    pub metrics: Metrics,
    pub gate: Gate,
    statistics: Option<Statistics>,
    security_log: Option<SecurityLog>,
    pool: Pool,
}

/// A search that was done.
pub(super) struct Found {
    pub view: Arc<View>,
    pub page: SearchPage,
    pub milliseconds: f64,
}

impl App {
    /// # Errors
    /// When the options cannot be carried out: the error names which.
    pub(super) fn new(library: Arc<Library>, options: ServerOptions) -> Result<Self, Error> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let log_to = options.log_to;
        let report = move |error: Error| {
            if let Some(writer) = log_to {
                // There is nowhere left to tell that this failed too.
                let _ = writeln!(writer(), "raadpleeg: {error}");
            }
        };
        let statistics = options.statistics.as_deref().map(|folder| Statistics::start(folder, KEEP_DAYS, report));
        let security_log = match (&options.security_log, options.log_to) {
            (Some(path), _) => Some(SecurityLog::to_file(path, report)?),
            (None, Some(writer)) => Some(SecurityLog::to_writer(writer(), report)?),
            (None, None) => None,
        };
        let app = App {
            gate: Gate::new(&options)?,
            statistics: statistics.transpose()?,
            security_log,
            library,
            options,
            metrics: Metrics::default(),
            pool: Pool::new(threads),
        };
        app.count_held();
        Ok(app)
    }

    /// Writes to the security log.
    pub(super) fn log(&self, event: Event) {
        if let Some(log) = &self.security_log {
            log.log(event);
        }
    }

    /// Writes to the security log what the server does of itself.
    pub(super) fn note(&self, action: Action, outcome: Outcome) {
        self.log(Event::new(action, outcome));
    }

    /// A new commit was taken over.
    pub(super) fn renewed(&self) {
        self.metrics.reloaded();
        self.count_held();
    }

    fn count_held(&self) {
        let (documents, passages) = self.library.edition().size();
        self.metrics.holds(documents, passages);
    }

    /// Does `work` with what the asker may see, off the threads that serve connections.
    ///
    /// # Errors
    /// When too much is asked at once, or the work fails.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        asker: &Asker,
        work: impl FnOnce(Arc<View>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (edition, labels) = (self.library.edition(), Arc::clone(&asker.labels));
        self.pool.run(move || work(edition.seen_by(&labels)?)).await
    }

    /// Searches, and makes of what was found what `shown` makes of it.
    ///
    /// # Errors
    /// When too much is asked at once, or the index cannot be read.
    pub(super) async fn search<T: Send + 'static>(
        &self,
        asker: &Asker,
        query: Query,
        request: SearchRequest,
        shown: impl FnOnce(Found) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let budget = Duration::from_millis(self.options.query_ms);
        // A page, a document or an export later it is the same search of the same reader.
        let first_page = request.offset == 0 && request.within.is_none() && request.count && request.limit > 0;
        let (answer, text, hits, took) = self
            .work(asker, move |view| {
                let begun = Instant::now();
                let request = SearchRequest { until: Some(begun + budget), ..request };
                let page = view.searcher.search(&query, &request)?;
                let (took, hits) = (begun.elapsed(), page.total);
                let milliseconds = took.as_secs_f64() * 1000.0;
                Ok((shown(Found { view, page, milliseconds })?, query.source, hits, took))
            })
            .await?;
        self.metrics.searched(took);
        if let Some(statistics) = self.statistics.as_ref().filter(|_| first_page && !text.is_empty()) {
            statistics.record(Record::new(&text, hits, took, today()));
        }
        Ok(answer)
    }
}
