//! Differences as JSON, HTML and text. The same names and marks wherever one is shown.

use std::fmt::Write as _;

use serde::Serialize;
use utoipa::ToSchema;

use super::{AnswerDocument, AnswerPassage, document, passage};
use crate::backend::StoredPassage;
use crate::lineage::difference::{Difference, Kind, Piece};
use crate::lineage::{Compared, Fate};

/// Het verschil tussen twee versies van een passage.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Verschil)]
pub struct AnswerDifference {
    /// De oudere.
    oud: AnswerSide,
    /// De nieuwere.
    nieuw: AnswerSide,
    /// Bedragen, percentages, getallen, data en namen die zijn gewijzigd.
    feiten: Vec<AnswerFact>,
    /// Welk deel van de woorden gelijk is, van 0 tot 1.
    gelijkenis: f32,
    /// De stukken, in de volgorde van de nieuwere tekst.
    #[schema(value_type = Vec<PieceSchema>)]
    stukken: Vec<Piece>,
}

/// Een stuk van een verschil: gelijk, weg, nieuw, gewijzigd of verplaatst.
#[derive(ToSchema)]
#[schema(as = Verschilstuk)]
#[expect(dead_code, reason = "only its schema is used: the piece itself is of the difference")]
struct PieceSchema {
    soort: String,
    /// De tekst; bij gewijzigd staan er twee.
    tekst: Option<String>,
    oud: Option<String>,
    nieuw: Option<String>,
    /// Wat er gewijzigd is: woorden, bedrag, percentage, getal, datum of naam.
    aard: Option<String>,
}

/// Een van twee passages.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Verschilzijde)]
struct AnswerSide {
    document: AnswerDocument,
    passage: AnswerPassage,
}

/// Een feit dat is gewijzigd.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Feit)]
pub struct AnswerFact {
    oud: String,
    nieuw: String,
    /// Wat het is: bedrag, percentage, getal, datum of naam.
    #[schema(value_type = String)]
    aard: Kind,
}

/// Een blok van twee documenten naast elkaar.
#[derive(Debug, Serialize)]
pub struct AnswerBlock {
    kop: String,
    soort: &'static str,
    oud: String,
    nieuw: String,
    feiten: Vec<AnswerFact>,
    verschil: Option<Difference>,
}

impl AnswerDifference {
    /// The difference between two passages, the older first.
    pub fn new(before: StoredPassage, after: StoredPassage, verschil: Difference) -> Self {
        let side = |stored: StoredPassage| AnswerSide {
            document: document(stored.document, stored.passage.language.clone()),
            passage: passage(stored.passage),
        };
        let (feiten, Difference { pieces: stukken, similarity: gelijkenis }) = (facts(&verschil), verschil);
        AnswerDifference { oud: side(before), nieuw: side(after), feiten, gelijkenis, stukken }
    }
}

/// A compared block.
pub fn block(compared: Compared) -> AnswerBlock {
    let soort = fate_code(&compared.fate);
    let verschil = match compared.fate {
        Fate::Changed(difference) => Some(difference),
        Fate::Same | Fate::New | Fate::Gone => None,
    };
    let feiten = verschil.as_ref().map(facts).unwrap_or_default();
    AnswerBlock { kop: compared.heading, soort, oud: compared.before, nieuw: compared.after, feiten, verschil }
}

/// The code of what became of a block.
pub fn fate_code(fate: &Fate) -> &'static str {
    match fate {
        Fate::Same => "gelijk",
        Fate::Changed(_) => "gewijzigd",
        Fate::New => "nieuw",
        Fate::Gone => "weg",
    }
}

fn facts(difference: &Difference) -> Vec<AnswerFact> {
    let facts = difference.facts().into_iter();
    facts.map(|(before, after, aard)| AnswerFact { oud: before.to_owned(), nieuw: after.to_owned(), aard }).collect()
}

/// The newer text with what changed between marks: `[-gone-]`, `{+new+}`, `{>moved<}`.
pub fn marked(difference: &Difference) -> String {
    let mut text = String::new();
    for piece in &difference.pieces {
        match piece {
            Piece::Same { text: same } => text.push_str(same),
            Piece::Gone { text: gone } => around(&mut text, gone, "[-", "-]"),
            Piece::New { text: new } => around(&mut text, new, "{+", "+}"),
            Piece::Moved { text: moved } => around(&mut text, moved, "{>", "<}"),
            Piece::Changed { before, after, .. } => {
                around(&mut text, before, "[-", "-]");
                around(&mut text, after, "{+", "+}");
            }
        }
    }
    text
}

/// Adds `inner` between marks, the white space at its ends outside of them.
fn around(text: &mut String, inner: &str, open: &str, close: &str) {
    let start = inner.len() - inner.trim_start().len();
    let end = inner.trim_end().len().max(start);
    text.push_str(&inner[..start]);
    if start < end {
        text.extend([open, &inner[start..end], close]);
    }
    text.push_str(&inner[end..]);
}

/// The newer text as HTML: `<del>`, `<ins>`, and for what moved `<ins class="verplaatst">`; changes of facts have the kind
/// of fact as their class. Line ends are kept: to be shown with `white-space: pre-line`.
pub fn html(difference: &Difference) -> String {
    let mut html = String::from("<div class=\"verschil\" lang=\"nl\">");
    for piece in &difference.pieces {
        // Writing to a string never fails.
        let _ = match piece {
            Piece::Same { text } => write!(html, "{}", escaped(text)),
            Piece::Gone { text } => write!(html, "<del>{}</del>", escaped(text)),
            Piece::New { text } => write!(html, "<ins>{}</ins>", escaped(text)),
            Piece::Moved { text } => write!(html, "<ins class=\"verplaatst\">{}</ins>", escaped(text)),
            Piece::Changed { before, after, kind } => {
                let class = kind_code(*kind);
                let (before, after) = (escaped(before), escaped(after));
                write!(html, "<del class=\"{class}\">{before}</del><ins class=\"{class}\">{after}</ins>")
            }
        };
    }
    html.push_str("</div>");
    html
}

/// The code of a kind of fact.
pub fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Words => "woorden",
        Kind::Amount => "bedrag",
        Kind::Percentage => "percentage",
        Kind::Number => "getal",
        Kind::Date => "datum",
        Kind::Name => "naam",
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineage::difference::difference;

    #[test]
    fn marks_and_markup() {
        let found = difference("De lasten <2020> zijn € 1,2 mln.", "De lasten <2021> zijn € 1,4 mln & meer.");
        assert_eq!(marked(&found), "De lasten <[-2020-]{+2021+}> zijn [-€ 1,2 mln-]{+€ 1,4 mln+} {+& meer+}.");
        let shown = html(&found);
        assert!(shown.contains("&lt;<del class=\"datum\">2020</del><ins class=\"datum\">2021</ins>&gt;"), "{shown}");
        assert!(shown.contains("<ins class=\"bedrag\">€ 1,4 mln</ins>"), "{shown}");
        let mut text = String::new();
        around(&mut text, "  a ", "<", ">");
        around(&mut text, "  ", "<", ">");
        assert_eq!(text, "  <a>   ");
    }
}
