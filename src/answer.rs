//! Answers as JSON: what `--json` prints and the HTTP API returns. Dutch names in camel case; what is unknown is null,
//! never absent. The schema stands in docs/antwoord.schema.json.

use serde::Serialize;

use crate::analysis::Region;
use crate::document::{Document, Passage};
use crate::query::plan::MatchKind;
use crate::search::{FragmentPiece, Group, Reason, SearchPage};
use crate::synonyms::SynonymKind;

/// The answer to a search.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    vraag: String,
    totaal: u64,
    duur_ms: f64,
    treffers: Vec<AnswerHit>,
    facetten: serde_json::Map<String, serde_json::Value>,
    suggestie: Option<String>,
    volledig: bool,
}

#[derive(Debug, Serialize)]
struct AnswerHit {
    score: f32,
    document: AnswerDocument,
    passage: AnswerPassage,
    fragment: Vec<FragmentPiece>,
    meer: Vec<AnswerMore>,
    versies: Vec<serde_json::Value>,
    uitleg: Vec<AnswerReason>,
    factoren: Option<AnswerFactors>,
}

#[derive(Debug, Serialize)]
struct AnswerFactors {
    dekking: f32,
    nabijheid: f32,
    artikel: f32,
    recentheid: f32,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AnswerDocument {
    id: String,
    titel: String,
    pad: String,
    verzameling: String,
    datum: Option<String>,
    jaar: Option<i16>,
    auteur: Option<String>,
    soort: Option<String>,
    gemeente: Option<String>,
    gemeenten_genoemd: Vec<String>,
    taal: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AnswerPassage {
    id: String,
    tekst: String,
    koppen: Vec<String>,
    pagina_van: Option<u32>,
    pagina_tot: Option<u32>,
}

#[derive(Debug, Serialize)]
struct AnswerMore {
    passage: AnswerPassage,
    score: f32,
}

#[derive(Debug, Serialize)]
struct AnswerReason {
    woord: String,
    soort: &'static str,
    veld: &'static str,
    gevonden: String,
    gedeeld: Option<String>,
    bijdrage: f32,
}

impl Answer {
    /// The answer of a page that took `milliseconds`.
    pub fn new(page: SearchPage, milliseconds: f64) -> Self {
        let facet = |(keyword, values): (crate::query::plan::Keyword, Vec<(String, u64)>)| {
            let values = values.into_iter().map(|(value, count)| serde_json::json!({"waarde": value, "aantal": count}));
            (keyword.name().to_string(), values.collect())
        };
        Answer {
            vraag: page.query,
            totaal: page.total,
            duur_ms: (milliseconds * 1000.0).round() / 1000.0,
            treffers: page.groups.into_iter().map(hit).collect(),
            facetten: page.facets.into_iter().map(facet).collect(),
            suggestie: page.suggestion,
            volledig: true,
        }
    }
}

fn hit(group: Group) -> AnswerHit {
    let taal = group.hit.passage.language.clone();
    AnswerHit {
        score: group.hit.score,
        document: document(group.hit.document, taal),
        passage: passage(group.hit.passage),
        fragment: group.hit.fragment,
        meer: group.more.into_iter().map(|(more, score)| AnswerMore { passage: passage(more), score }).collect(),
        versies: Vec::new(),
        uitleg: group.hit.reasons.into_iter().map(reason).collect(),
        factoren: group.hit.factors.map(|factors| AnswerFactors {
            dekking: factors.coverage,
            nabijheid: factors.nearness,
            artikel: factors.article,
            recentheid: factors.recency,
        }),
    }
}

fn document(document: Document, taal: String) -> AnswerDocument {
    AnswerDocument {
        id: document.id,
        titel: document.title,
        pad: document.path,
        verzameling: document.collection,
        datum: document.date.map(|date| date.to_string()),
        jaar: document.year,
        auteur: document.author,
        soort: document.kind,
        gemeente: document.municipality,
        gemeenten_genoemd: document.mentioned,
        taal,
    }
}

fn passage(passage: Passage) -> AnswerPassage {
    AnswerPassage {
        id: passage.id,
        tekst: passage.text,
        koppen: passage.headings,
        pagina_van: passage.pages.map(|(from, _)| from),
        pagina_tot: passage.pages.map(|(_, to)| to),
    }
}

fn reason(reason: Reason) -> AnswerReason {
    AnswerReason {
        woord: reason.word,
        soort: kind_code(reason.kind),
        veld: region_code(reason.region),
        gevonden: reason.found,
        gedeeld: reason.divided,
        bijdrage: reason.contribution,
    }
}

/// The code of a way of matching.
pub fn kind_code(kind: MatchKind) -> &'static str {
    match kind {
        MatchKind::Exact => "woord",
        MatchKind::Form => "vorm",
        MatchKind::Part => "deel",
        MatchKind::Split => "delen",
        MatchKind::Joined => "samengevoegd",
        MatchKind::Phrase => "zinsdeel",
        MatchKind::Prefix => "begin",
        MatchKind::Spelling => "spelling",
        MatchKind::Synonym(SynonymKind::Concept) => "synoniem",
        MatchKind::Synonym(SynonymKind::Abbreviation) => "afkorting",
        MatchKind::Synonym(SynonymKind::Successor) => "opvolger",
        MatchKind::Synonym(SynonymKind::Merger) => "herindeling",
    }
}

/// The code of a field.
pub fn region_code(region: Region) -> &'static str {
    match region {
        Region::Title => "titel",
        Region::FileName => "bestandsnaam",
        Region::Headings => "kop",
        Region::Body => "tekst",
    }
}
