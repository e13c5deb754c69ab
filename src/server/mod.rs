//! How HTTP reaches a [`Searcher`](crate::search::Searcher): the API, the page, feeds and what embeds them; who may see
//! what, limits, logs and figures. It never ranks, and knows no back end: what an asker may not see is left out below,
//! in the view of the index that [`Library`] gives.
//!
//! # Search in a program of one's own
//!
//! ```no_run
//! # async fn serve(searcher: raadpleeg::search::Searcher) -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//! use raadpleeg::server::{Library, ServerOptions, router};
//!
//! let search = router(Arc::new(Library::fixed(searcher)?), ServerOptions::default())?;
//! let program: axum::Router = axum::Router::new().nest_service("/zoeken", search);
//! # Ok(())
//! # }
//! ```

mod answering;
mod api;
mod app;
mod append;
mod asker;
mod assets;
mod background;
mod characters;
mod citation;
mod connection;
mod export;
mod feed;
mod file_body;
mod framing;
mod headers;
pub mod identity;
mod library;
mod limits;
mod lookup;
mod metrics;
mod options;
mod pages;
mod parameters;
mod personal;
mod pool;
mod problem;
mod run;
mod security_log;
mod site;
pub mod statistics;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;

use app::App;
pub use library::Library;
pub use options::ServerOptions;
pub use run::{Listening, serve};

use crate::error::Result;

/// The whole server as a router, to be part of another program. There the identity headers of proxies are not believed,
/// since the other end of a connection is not known; keys are.
///
/// # Errors
/// When the options cannot be carried out.
pub fn router(library: Arc<Library>, options: ServerOptions) -> Result<Router> {
    Ok(routes(Arc::new(App::new(library, options)?)))
}

fn routes(app: Arc<App>) -> Router {
    api::router()
        .merge(site::router())
        .fallback(answering::nothing_here)
        .layer(from_fn_with_state(Arc::clone(&app), answering::around))
        .with_state(app)
}
