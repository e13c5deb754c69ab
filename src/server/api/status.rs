//! What is searched, as far as the asker may see it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{JSON, answer, json};
use crate::server::app::App;
use crate::server::asker::Asker;
use crate::server::parameters::Pairs;
use crate::server::problem::Problem;

/// Wat er doorzocht wordt.
#[derive(Serialize, ToSchema)]
#[schema(as = Status)]
pub(super) struct StatusBody {
    /// De versie van het programma.
    versie: &'static str,
    documenten: u64,
    passages: u64,
    /// Wanneer de index voor het laatst is bijgewerkt.
    #[schema(format = DateTime)]
    bijgewerkt: String,
    verzamelingen: Vec<CollectionBody>,
    /// Hoeveel bestanden niet of niet helemaal zijn gelezen.
    onvolledig: u64,
}

/// Een verzameling.
#[derive(Serialize, ToSchema)]
#[schema(as = Verzameling)]
struct CollectionBody {
    naam: String,
    documenten: u64,
}

/// Wat er doorzocht wordt
#[utoipa::path(
    get, path = "/v1/status", operation_id = "geefStatus", tag = "beheer",
    responses(
        (status = 200, description = "Wat er doorzocht wordt", body = StatusBody),
    )
)]
pub(super) async fn status(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    Pairs::new(query.as_deref()).end()?;
    let body = app.work(&asker, |view| {
        let held = view.held()?;
        let info = view.searcher.reader().info();
        json(&StatusBody {
            versie: env!("CARGO_PKG_VERSION"),
            documenten: info.documents,
            passages: info.passages,
            bijgewerkt: info.committed.clone(),
            verzamelingen: held
                .collections
                .iter()
                .map(|(naam, documenten)| CollectionBody { naam: naam.clone(), documenten: *documenten })
                .collect(),
            onvolledig: held.unread.len() as u64,
        })
    });
    Ok(answer(JSON, body.await?))
}
