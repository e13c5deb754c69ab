pub mod analysis;
pub mod backend;
pub mod document;
pub mod error;
pub mod ingest;
pub mod query;
