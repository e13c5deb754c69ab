//! How what is being typed may go on.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{JSON, answer, json};
use crate::search::Completion;
use crate::server::app::App;
use crate::server::asker::Asker;
use crate::server::parameters::Pairs;
use crate::server::problem::Problem;

/// Characters of a beginning.
const LONGEST_BEGIN: usize = 200;
/// Suggestions that are given, at most.
const MOST: usize = 20;

/// Waarvoor suggesties worden gevraagd.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct SuggestionParameters {
    /// Wat er al getypt is.
    #[param(max_length = 200)]
    begin: String,
    /// Hoeveel suggesties.
    #[param(minimum = 1, maximum = 20, default = 8)]
    aantal: Option<u32>,
}

/// Suggesties voor wat er getypt wordt.
#[derive(Serialize, ToSchema)]
#[schema(as = Suggesties)]
pub(super) struct SuggestionsBody {
    begin: String,
    suggesties: Vec<SuggestionBody>,
}

/// Een suggestie.
#[derive(Serialize, ToSchema)]
#[schema(as = Suggestie)]
struct SuggestionBody {
    tekst: String,
    /// `woord`: de regel met het laatste woord afgemaakt; `titel`: de titel van een document.
    soort: &'static str,
}

/// Suggesties voor wat er getypt wordt
#[utoipa::path(
    get, path = "/v1/suggesties", operation_id = "geefSuggesties", tag = "zoeken", params(SuggestionParameters),
    responses(
        (status = 200, description = "De suggesties", body = SuggestionsBody),
    )
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut pairs = Pairs::new(query.as_deref());
    let begin = pairs.take("begin")?.ok_or_else(|| Problem::bad_request("begin ontbreekt: geef wat er getypt is"))?;
    let count: usize = pairs.take_number("aantal")?.unwrap_or(8);
    pairs.end()?;
    if begin.chars().count() > LONGEST_BEGIN || !(1..=MOST).contains(&count) {
        let detail = format!("geef een begin van hoogstens {LONGEST_BEGIN} tekens en een aantal van 1 tot {MOST}");
        return Err(Problem::bad_request(detail));
    }
    let body = app.work(&asker, move |view| {
        let found = view.searcher.complete(&begin, count)?;
        let (words, titles): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| matches!(one, Completion::Word(_)));
        // Titles are few and say much: half of the room is theirs, what they leave is for words.
        let room = count - titles.len().min(count / 2);
        let suggestion = |completion| match completion {
            Completion::Word(tekst) => SuggestionBody { tekst, soort: "woord" },
            Completion::Title(tekst) => SuggestionBody { tekst, soort: "titel" },
        };
        let suggesties = words.into_iter().take(room).chain(titles).take(count).map(suggestion).collect();
        json(&SuggestionsBody { begin, suggesties })
    });
    Ok(answer(JSON, body.await?))
}
