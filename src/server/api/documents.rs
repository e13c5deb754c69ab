//! A document: what is known of it, how much of it was read, its outline and its passages.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{JSON, answer, json};
use crate::answer::{self, AnswerDocument, AnswerPassage};
use crate::backend::StoredPassage;
use crate::document::Coverage;
use crate::server::app::App;
use crate::server::asker::Asker;
use crate::server::lookup::{Opened, document_at};
use crate::server::parameters::Pairs;
use crate::server::problem::{Problem, ProblemBody};
use crate::wording::Language;

/// Passages of a page.
const MOST: usize = 100;
const USUAL: usize = 50;

/// Welk deel van het document wordt gevraagd.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct DocumentParameters {
    /// De bladzijde van de lijst met passages, vanaf 1.
    #[param(minimum = 1, maximum = 100_000, default = 1)]
    pagina: Option<u32>,
    /// Passages per bladzijde.
    #[param(minimum = 1, maximum = 100, default = 50)]
    aantal: Option<u32>,
}

/// Een document met zijn passages.
#[derive(Serialize, ToSchema)]
#[schema(as = DocumentMetPassages)]
pub(super) struct DocumentBody {
    document: AnswerDocument,
    dekking: CoverageBody,
    /// De koppen met de eerste passage eronder; bij een heel groot document van het begin ervan.
    inhoud: Vec<OutlineBody>,
    passages: Vec<AnswerPassage>,
    /// Hoeveel passages het document heeft.
    totaal: usize,
    pagina: usize,
    aantal: usize,
    /// Waar het bestand zelf te halen is, als dat mag.
    bestand: Option<String>,
}

/// Hoeveel van een bestand is gelezen.
#[derive(Serialize, ToSchema)]
#[schema(as = Dekking)]
struct CoverageBody {
    paginas: Option<u32>,
    tekens: u64,
    /// Bladzijden die van hun plaatje zijn gelezen.
    ocr: u32,
    ontbreekt: Vec<MissingBody>,
}

/// Wat niet is gelezen.
#[derive(Serialize, ToSchema)]
#[schema(as = Ontbreekt)]
struct MissingBody {
    van: Option<u32>,
    tot: Option<u32>,
    reden: &'static str,
    code: &'static str,
}

/// Een kop.
#[derive(Serialize, ToSchema)]
#[schema(as = Kop)]
struct OutlineBody {
    titel: String,
    /// Hoe diep, vanaf 1.
    niveau: usize,
    /// De id van de eerste passage eronder.
    passage: String,
}

/// Een document
#[utoipa::path(
    get, path = "/v1/documenten/{id}", operation_id = "haalDocument", tag = "documenten",
    params(("id" = String, Path, description = "De id van het document", max_length = 200), DocumentParameters),
    responses(
        (status = 200, description = "Het document", body = DocumentBody),
        (status = 404, description = "Er niet, of niet voor u", body = ProblemBody,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut pairs = Pairs::new(query.as_deref());
    let page: usize = pairs.take_number("pagina")?.unwrap_or(1);
    let size: usize = pairs.take_number("aantal")?.unwrap_or(USUAL);
    pairs.end()?;
    if !(1..=100_000).contains(&page) || !(1..=MOST).contains(&size) {
        return Err(Problem::bad_request(format!("geef een pagina vanaf 1 en een aantal van 1 tot {MOST}")));
    }
    let shared = Arc::clone(&app);
    let body = app.work(&asker, move |view| {
        let shelf = document_at(&view.searcher, &id)?;
        let Opened { first, outline, shown } = shelf.open(&view.searcher, (page - 1) * size..page * size)?;
        let file = shared.options.gives_file(&shelf.record.collection, !shelf.record.container.is_empty());
        let StoredPassage { document, passage } = first;
        json(&DocumentBody {
            document: answer::document(document, passage.language),
            dekking: coverage(&shelf.record.coverage),
            inhoud: outline
                .into_iter()
                .map(|heading| OutlineBody { titel: heading.title, niveau: heading.level, passage: heading.passage })
                .collect(),
            passages: shown.into_iter().map(|stored| answer::passage(stored.passage)).collect(),
            totaal: shelf.passages.len(),
            pagina: page,
            aantal: size,
            bestand: file.then(|| format!("{}/v1/documenten/{id}/bestand", shared.options.url)),
        })
    });
    Ok(answer(JSON, body.await?))
}

fn coverage(coverage: &Coverage) -> CoverageBody {
    let missing = coverage.missing.iter().map(|missing| MissingBody {
        van: missing.pages.map(|(from, _)| from),
        tot: missing.pages.map(|(_, to)| to),
        reden: Language::Dutch.reason(missing.reason),
        code: missing.reason.code(),
    });
    CoverageBody {
        paginas: coverage.pages,
        tekens: coverage.characters,
        ocr: coverage.ocr,
        ontbreekt: missing.collect(),
    }
}
