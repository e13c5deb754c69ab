//! The same passage through the years, and what changed in it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{JSON, answer, json};
use crate::answer::difference::AnswerDifference;
use crate::answer::{AnswerVersion, version};
use crate::lineage::difference::difference as compared;
use crate::server::app::App;
use crate::server::asker::Asker;
use crate::server::parameters::Pairs;
use crate::server::problem::{Problem, ProblemBody};

/// Dezelfde passage in andere documenten.
#[derive(Serialize, ToSchema)]
#[schema(as = VersiesVanPassage)]
pub(super) struct VersionsBody {
    /// De nieuwste eerst, hoogstens twintig.
    versies: Vec<AnswerVersion>,
}

/// Waarmee wordt vergeleken.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct DifferenceParameters {
    /// De id van de oudere passage.
    #[param(max_length = 200)]
    met: String,
}

/// Dezelfde passage in andere jaren en documenten
#[utoipa::path(
    get, path = "/v1/passages/{id}/versies", operation_id = "lijstVersies", tag = "documenten",
    params(("id" = String, Path, description = "De id van de passage", max_length = 200)),
    responses(
        (status = 200, description = "De versies", body = VersionsBody),
        (status = 404, description = "Er niet, of niet voor u", body = ProblemBody,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    Pairs::new(query.as_deref()).end()?;
    let body = app.work(&asker, move |view| {
        let (address, stored) = view.searcher.passage(&id)?.ok_or_else(Problem::not_found)?;
        let versions = view.searcher.versions(address, &stored)?;
        json(&VersionsBody { versies: versions.into_iter().map(version).collect() })
    });
    Ok(answer(JSON, body.await?))
}

/// Wat er in een passage veranderde sinds een andere
#[utoipa::path(
    get, path = "/v1/passages/{id}/verschil", operation_id = "haalVerschil", tag = "documenten",
    params(("id" = String, Path, description = "De id van de nieuwere passage", max_length = 200), DifferenceParameters),
    responses(
        (status = 200, description = "Het verschil", body = AnswerDifference),
        (status = 404, description = "Een van beide is er niet, of niet voor u", body = ProblemBody,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn difference(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut pairs = Pairs::new(query.as_deref());
    let older = pairs.take("met")?.ok_or_else(|| Problem::bad_request("met: geef de id van de oudere passage"))?;
    pairs.end()?;
    let body = app.work(&asker, move |view| {
        let passage = |id: &str| Ok::<_, Problem>(view.searcher.passage(id)?.ok_or_else(Problem::not_found)?.1);
        let (newer, older) = (passage(&id)?, passage(&older)?);
        let found = compared(&older.passage.text, &newer.passage.text);
        json(&AnswerDifference::new(older, newer, found))
    });
    Ok(answer(JSON, body.await?))
}
