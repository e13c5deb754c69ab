//! Answers as JSON: what `--json` prints and the HTTP API returns. Dutch names in camel case; what is unknown is null,
//! never absent. The schema stands in docs/antwoord.schema.json; the descriptions below, in Dutch, are those of the API.

pub mod csv;
pub mod difference;

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::Region;
use crate::document::{Document, Passage, Period};
use crate::ingest::metadata::tooi;
use crate::query::plan::{Keyword, MatchKind};
use crate::search::{FragmentPiece, Group, Reason, SearchPage, Version};
use crate::synonyms::SynonymKind;

/// Het antwoord op een zoekvraag.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Antwoord)]
pub struct Answer {
    /// De zoekvraag zoals die is getypt.
    vraag: String,
    /// Hoeveel passages voldoen: aan ten minste de helft van wat gevraagd is.
    totaal: u64,
    /// Hoe lang het zoeken duurde, in milliseconden.
    duur_ms: f64,
    /// De resultaten van deze bladzijde, in de gevraagde volgorde.
    treffers: Vec<AnswerHit>,
    /// Per kenmerk (gemeente, soort, jaar, taal, verzameling) de waarden, de meest voorkomende eerst.
    #[schema(value_type = std::collections::BTreeMap<String, Vec<FacetValue>>)]
    facetten: serde_json::Map<String, serde_json::Value>,
    /// Een zoekvraag die misschien bedoeld was; op die woorden is ook gezocht.
    suggestie: Option<String>,
    /// Of alles is doorzocht; onwaar als de tijd op was.
    volledig: bool,
}

/// Een waarde van een kenmerk en hoeveel passages die hebben.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Facetwaarde)]
pub struct FacetValue {
    waarde: String,
    aantal: u64,
}

/// Een gevonden passage met haar document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Treffer)]
pub struct AnswerHit {
    /// Alleen te vergelijken binnen een antwoord.
    score: f32,
    document: AnswerDocument,
    passage: AnswerPassage,
    /// De zin rond de gevonden woorden, in stukken.
    #[schema(value_type = Vec<FragmentSchema>)]
    fragment: Vec<FragmentPiece>,
    /// Hoeveel andere passages van het document ook voldoen.
    aantal_meer: usize,
    /// De beste daarvan.
    meer: Vec<AnswerMore>,
    /// Hoeveel andere documenten bijna hetzelfde zeggen.
    aantal_versies: usize,
    /// Dezelfde passage in andere jaren en documenten, de nieuwste eerst.
    versies: Vec<AnswerVersion>,
    /// Waarom de passage is gevonden; leeg als daar niet om is gevraagd.
    uitleg: Vec<AnswerReason>,
    factoren: Option<AnswerFactors>,
}

/// Een stuk van een fragment.
#[derive(ToSchema)]
#[schema(as = Fragment)]
#[expect(dead_code, reason = "only its schema is used: the piece itself is of the search")]
struct FragmentSchema {
    tekst: String,
    /// Of het een gevonden woord is.
    treffer: bool,
}

/// Wat alle woorden samen aan de score doen, als aandeel.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Factoren)]
struct AnswerFactors {
    dekking: f32,
    nabijheid: f32,
    artikel: f32,
    recentheid: f32,
}

/// Wat van een document bekend is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Document)]
pub struct AnswerDocument {
    id: String,
    titel: String,
    /// De plaats in de map van de verzameling.
    pad: String,
    verzameling: String,
    #[schema(format = Date)]
    datum: Option<String>,
    /// Het jaar, als de dag niet bekend is.
    jaar: Option<i16>,
    /// Waar de datum vandaan komt: given (metadata of regel), declared (bestand), text, file-name, stamp of made.
    datum_bron: Option<String>,
    /// Waar het document over gaat in de tijd.
    periode: Option<AnswerPeriod>,
    auteur: Option<String>,
    soort: Option<String>,
    gemeente: Option<String>,
    /// Haar id in het register van overheidsorganisaties (TOOI).
    gemeente_id: Option<String>,
    gemeenten_genoemd: Vec<String>,
    /// De taal (ISO 639-1).
    taal: String,
}

/// Het jaar, de jaren of het deel van een jaar waar een document over gaat.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Periode)]
struct AnswerPeriod {
    /// Het eerste jaar.
    van: i16,
    /// Het laatste jaar.
    tot: i16,
    /// Zoals lezers het noemen.
    naam: String,
    /// De woorden waaruit het blijkt.
    gevonden: String,
    /// Waar die staan: title, file-name, folder, heading of text.
    bron: String,
}

/// Een passage.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Passage)]
pub struct AnswerPassage {
    id: String,
    tekst: String,
    /// De koppen erboven, van boven naar beneden.
    koppen: Vec<String>,
    /// De eerste bladzijde waarop ze staat.
    pagina_van: Option<u32>,
    /// De laatste.
    pagina_tot: Option<u32>,
}

/// Een andere passage van hetzelfde document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Meer)]
struct AnswerMore {
    passage: AnswerPassage,
    score: f32,
}

/// Dezelfde passage in een ander document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Versie)]
pub struct AnswerVersion {
    document: AnswerDocument,
    passage: AnswerPassage,
    /// Welk deel van de woorden gelijk is, van 0 tot 1.
    gelijkenis: f32,
    /// Of bedragen, jaren of andere cijfers verschillen.
    cijfers_verschillen: bool,
}

/// Waarom een woord is gevonden.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reden)]
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
        Answer {
            vraag: page.query,
            totaal: page.total,
            duur_ms: (milliseconds * 1000.0).round() / 1000.0,
            treffers: page.groups.into_iter().map(hit).collect(),
            facetten: facets(page.facets),
            suggestie: page.suggestion,
            volledig: page.complete,
        }
    }
}

/// Facets by the name of their field.
pub fn facets(facets: Vec<(Keyword, Vec<(String, u64)>)>) -> serde_json::Map<String, serde_json::Value> {
    let facet = |(keyword, values): (Keyword, Vec<(String, u64)>)| {
        let values = values.into_iter().map(|(value, count)| serde_json::json!({"waarde": value, "aantal": count}));
        (keyword.name().to_string(), values.collect())
    };
    facets.into_iter().map(facet).collect()
}

/// One result.
pub fn hit(group: Group) -> AnswerHit {
    let taal = group.hit.passage.language.clone();
    AnswerHit {
        score: group.hit.score,
        document: document(group.hit.document, taal),
        passage: passage(group.hit.passage),
        fragment: group.hit.fragment,
        aantal_meer: group.others,
        meer: group.more.into_iter().map(|(more, score)| AnswerMore { passage: passage(more), score }).collect(),
        aantal_versies: group.hit.version_count,
        versies: group.hit.versions.into_iter().map(version).collect(),
        uitleg: group.hit.reasons.into_iter().map(reason).collect(),
        factoren: group.hit.factors.map(|factors| AnswerFactors {
            dekking: factors.coverage,
            nabijheid: factors.nearness,
            artikel: factors.article,
            recentheid: factors.recency,
        }),
    }
}

/// What is known of a document, whose passages are in this language.
pub fn document(document: Document, taal: String) -> AnswerDocument {
    AnswerDocument {
        id: document.id,
        titel: document.title,
        pad: document.path,
        verzameling: document.collection,
        datum: document.date.map(|date| date.to_string()),
        jaar: document.year,
        datum_bron: document.date_source,
        periode: document.period.map(|Period { first, last, label, found, source }| AnswerPeriod {
            van: first,
            tot: last,
            naam: label,
            gevonden: found,
            bron: source,
        }),
        auteur: document.author,
        soort: document.kind,
        gemeente_id: document.municipality.as_deref().and_then(tooi),
        gemeente: document.municipality,
        gemeenten_genoemd: document.mentioned,
        taal,
    }
}

/// One passage.
pub fn passage(passage: Passage) -> AnswerPassage {
    AnswerPassage {
        id: passage.id,
        tekst: passage.text,
        koppen: passage.headings,
        pagina_van: passage.pages.map(|(from, _)| from),
        pagina_tot: passage.pages.map(|(_, to)| to),
    }
}

/// A version of a passage.
pub fn version(version: Version) -> AnswerVersion {
    let taal = version.passage.language.clone();
    AnswerVersion {
        document: document(version.document, taal),
        passage: passage(version.passage),
        gelijkenis: version.likeness.share,
        cijfers_verschillen: version.likeness.figures_differ,
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
