//! The whole pages; each renders itself with `askama::Template::render`.

use askama::Template;

use super::document::{ChangedFact, DifferencePiece, Gap, OutlineEntry, PassageView, Side, Within};
use super::views::{Chip, Coverage, Facet, Facts, FileLink, Frame, Link, Results, SearchForm, Searched};

/// The search page before anything was asked, and where a query was refused.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomePage {
    /// What is around it.
    pub frame: Frame,
    /// The form.
    pub form: SearchForm,
    /// What can be searched.
    pub searched: Searched,
}

/// The results of a search.
#[derive(Template)]
#[template(path = "results.html")]
pub struct ResultsPage {
    /// What is around it.
    pub frame: Frame,
    /// The form.
    pub form: SearchForm,
    /// What results can be narrowed by.
    pub facets: Vec<Facet>,
    /// The first day, "2020-01-31", or empty.
    pub from: String,
    /// The last day, "2020-12-31", or empty.
    pub to: String,
    /// What they are narrowed by.
    pub chips: Vec<Chip>,
    /// The same search without filters.
    pub clear_url: String,
    /// What was found.
    pub results: Results,
}

/// A document, opened at a passage or from its beginning.
#[derive(Template)]
#[template(path = "document.html")]
pub struct DocumentPage {
    /// What is around it.
    pub frame: Frame,
    /// The form.
    pub form: SearchForm,
    /// The title of the document.
    pub title: String,
    /// The language of the document: "nl".
    pub language: String,
    /// What is known of it.
    pub facts: Facts,
    /// Who made it.
    pub author: Option<String>,
    /// Its place within its collection.
    pub path: String,
    /// Where its date and period come from.
    pub dated: Option<String>,
    /// The version of the document before it.
    pub previous_version: Option<Link>,
    /// The version after it.
    pub next_version: Option<Link>,
    /// The original file.
    pub file: Option<FileLink>,
    /// Whether text was read from scans, which may hold misread words.
    pub scanned: bool,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// Its headings.
    pub outline: Vec<OutlineEntry>,
    /// How often the query is in it; absent where nothing was asked.
    pub within: Option<Within>,
    /// Some passages, in order.
    pub passages: Vec<PassageView>,
    /// How many passages the document has.
    pub total: u64,
    /// The passages before these.
    pub before: Option<String>,
    /// The passages after these.
    pub after: Option<String>,
}

/// What changed between two versions of a passage.
#[derive(Template)]
#[template(path = "difference.html")]
pub struct DifferencePage {
    /// What is around it.
    pub frame: Frame,
    /// The form.
    pub form: SearchForm,
    /// The older one.
    pub older: Side,
    /// The newer one.
    pub newer: Side,
    /// The language of the text: "nl".
    pub language: String,
    /// How many of the words are the same: "92%".
    pub likeness: String,
    /// Amounts, dates, names and other facts that changed.
    pub facts: Vec<ChangedFact>,
    /// The newer text with what changed in it.
    pub pieces: Vec<DifferencePiece>,
}

/// What is searched, what is not, and how to search.
#[derive(Template)]
#[template(path = "about.html")]
pub struct AboutPage {
    /// What is around it.
    pub frame: Frame,
    /// The form.
    pub form: SearchForm,
    /// What is searched.
    pub searched: Searched,
    /// What could not be read.
    pub coverage: Coverage,
    /// The version of the program: "0.1.0".
    pub version: String,
}

/// A small page for a frame in another site. Its links open in the whole window.
#[derive(Template)]
#[template(path = "embed.html")]
pub struct EmbedPage {
    /// What is around it.
    pub frame: Frame,
    /// The form; it stays in the frame.
    pub form: SearchForm,
    /// What was found; absent before anything was asked.
    pub results: Option<Results>,
    /// The same search on the whole page.
    pub whole_url: String,
}

/// What went wrong, and a way on.
#[derive(Template)]
#[template(path = "problem.html")]
pub struct ProblemPage {
    /// What is around it.
    pub frame: Frame,
    /// The form.
    pub form: SearchForm,
    /// The HTTP status.
    pub status: u16,
    /// What happened: "Deze pagina is er niet".
    pub title: String,
    /// To what, and what to do next.
    pub detail: String,
    /// After how many seconds to try again.
    pub retry_seconds: Option<u64>,
}

impl ResultsPage {
    /// What was found, for the title: "18 passages voor glasvezel".
    fn summary(&self) -> String {
        let lang = self.frame.lang;
        let found = match (self.results.total, self.results.hits.is_empty()) {
            (0, true) => lang.pick("Niets gevonden", "Nothing found").to_string(),
            (0, false) => lang.pick("Minder goede resultaten", "Lesser results").to_string(),
            (total, _) => lang.counted(total, "passage", "passages"),
        };
        if self.form.query.is_empty() {
            found
        } else {
            format!("{found} {} {}", lang.pick("voor", "for"), self.form.query)
        }
    }
}

impl DocumentPage {
    /// The number of the first passage shown, from 1.
    fn first(&self) -> u64 {
        self.passages.first().map_or(0, |passage| passage.ordinal)
    }

    /// The number of the last passage shown.
    fn last(&self) -> u64 {
        self.passages.last().map_or(0, |passage| passage.ordinal)
    }
}
