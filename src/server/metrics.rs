//! Figures for those who watch the server, as Prometheus reads them: requests, searches, what was refused.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Upper bounds of the times of searches, in seconds.
const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5];

/// A kind of request and its answer. Both come from us, so that there are few.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

/// What is counted.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    searches: Histogram,
    connections: Gauge,
    passages: Gauge<u64, AtomicU64>,
    documents: Gauge<u64, AtomicU64>,
    reloads: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("raadpleeg");
        let metrics = Metrics {
            requests: Family::default(),
            searches: Histogram::new(SECONDS),
            connections: Gauge::default(),
            passages: Gauge::default(),
            documents: Gauge::default(),
            reloads: Counter::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests by route and status", metrics.requests.clone());
        registry.register("search_seconds", "Time of searches in the index", metrics.searches.clone());
        registry.register("connections", "Open connections", metrics.connections.clone());
        registry.register("passages", "Passages of the last commit", metrics.passages.clone());
        registry.register("documents", "Documents of the last commit", metrics.documents.clone());
        registry.register("reloads", "Commits taken over while serving", metrics.reloads.clone());
        Metrics { registry, ..metrics }
    }
}

impl Metrics {
    /// A request was answered.
    pub(super) fn answered(&self, route: &str, status: u16) {
        self.requests.get_or_create(&Answered { route: route.to_owned(), status }).inc();
    }

    /// A search took so long.
    pub(super) fn searched(&self, took: Duration) {
        self.searches.observe(took.as_secs_f64());
    }

    /// A connection is open until what is given back is dropped.
    pub(super) fn connection(&self) -> OpenConnection {
        self.connections.inc();
        OpenConnection(self.connections.clone())
    }

    /// A commit of so many documents and passages is served.
    pub(super) fn holds(&self, documents: u64, passages: u64) {
        self.documents.set(documents);
        self.passages.set(passages);
    }

    /// A new commit was taken over.
    pub(super) fn reloaded(&self) {
        self.reloads.inc();
    }

    /// All figures, in the text format of OpenMetrics.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// An open connection, counted.
pub(super) struct OpenConnection(Gauge);

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.dec();
    }
}
