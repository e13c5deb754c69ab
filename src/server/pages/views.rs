//! The parts that pages are made of, as plain data: texts as the reader sees them and addresses that are ready to use.
//!
//! Texts of documents go in as they are: the templates escape them. What belongs to the document view only is in
//! `document`.

use crate::wording::Language;

/// What every page has around its content.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The language of the interface.
    pub lang: Language,
    /// The configured name: "Zoeken in Brinkhaven".
    pub name: String,
    /// Where the search page is, in this language: "/" or "/?lang=en".
    pub home_url: String,
    /// Where the page about searching is, in this language.
    pub about_url: String,
    /// This very page in the other language.
    pub other_language_url: String,
    /// Whether `/huisstijl.css` is served.
    pub themed: bool,
    /// Who to ask; not shown where absent.
    pub contact: Option<Contact>,
}

/// Who readers can ask.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// A person or department.
    pub name: String,
    /// An e-mail address.
    pub email: Option<String>,
    /// The address of a page.
    pub url: Option<String>,
}

/// A text that leads somewhere.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// The text.
    pub text: String,
    /// The address.
    pub url: String,
}

/// A value that a form sends along unseen.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    /// The parameter.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The search form. Filters that stand on the page belong to the same form, so they need no hidden values.
#[derive(Clone, Debug, Default)]
pub struct SearchForm {
    /// Where the form goes: "/" or "/inbedden".
    pub action: String,
    /// What was asked, as typed.
    pub query: String,
    /// What else is sent: `lang` where it is English, `sorteer` where it is not relevance, `aantal` where it was given,
    /// and the chosen filters on pages that do not show these as checkboxes.
    pub hidden: Vec<Hidden>,
    /// Why the query was refused.
    pub problem: Option<QueryProblem>,
}

/// A query that was refused, and where it goes wrong.
#[derive(Clone, Debug, Default)]
pub struct QueryProblem {
    /// What is wrong, where, and what to type instead.
    pub message: String,
    /// The query up to where it goes wrong.
    pub before: String,
    /// The query from there on; empty where it goes wrong at the end, or nowhere in particular.
    pub from: String,
}

/// A piece of text, marked or not.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is a found word.
    pub hit: bool,
}

/// What is known of a document; what is not known is not shown.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The kind: "raadsvoorstel".
    pub kind: Option<String>,
    /// The municipality: "Brinkhaven".
    pub municipality: Option<String>,
    /// The date in words, or the year: "14 maart 2022".
    pub date: Option<String>,
    /// The date for programs: "2022-03-14" or "2022".
    pub date_iso: String,
    /// The name of the collection.
    pub collection: Option<String>,
}

/// The original file, which may be fetched.
#[derive(Clone, Debug, Default)]
pub struct FileLink {
    /// Its address, with `#page=4` where that is known.
    pub url: String,
    /// Its form as readers name it: "PDF", "Word".
    pub format: String,
    /// Where it opens: "blz. 4"; absent where it opens at the beginning.
    pub place: Option<String>,
}

/// A found passage.
#[derive(Clone, Debug, Default)]
pub struct Hit {
    /// Its number in the list, from 1; goes on over pages.
    pub number: u64,
    /// The title of the document.
    pub title: String,
    /// The document view, opened at the passage.
    pub url: String,
    /// The language of title, headings and text: "nl".
    pub language: String,
    /// The headings above, the outermost first.
    pub headings: Vec<String>,
    /// What is known of the document.
    pub facts: Facts,
    /// Where in the document: "blz. 4" or "dia 3".
    pub place: Option<String>,
    /// The sentence around the found words.
    pub fragment: Vec<Piece>,
    /// Whether it has less than half of what was asked.
    pub partial: bool,
    /// Why it was found; empty where it was not asked.
    pub reasons: Vec<Reason>,
    /// What all words together do: "100% van de vraag, nabijheid +40%".
    pub reasons_together: Option<String>,
    /// Other passages of the same document that fit.
    pub more: Option<More>,
    /// Other documents that say nearly the same.
    pub versions: Vec<Version>,
    /// The original file at the passage.
    pub file: Option<FileLink>,
    /// The document view, opened at the citation of this passage.
    pub cite_url: String,
}

/// How one word of the query was found.
#[derive(Clone, Debug, Default)]
pub struct Reason {
    /// The word as asked.
    pub word: String,
    /// How it was found: "vorm wachttijden".
    pub how: String,
    /// Where: "in de tekst".
    pub place: String,
    /// How much it counted, as text: "5,40".
    pub weight: String,
}

/// Other passages of the same document.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// How many.
    pub count: u64,
    /// The document view with all its hits.
    pub url: String,
}

/// Another document that says nearly the same.
#[derive(Clone, Debug, Default)]
pub struct Version {
    /// Its title.
    pub title: String,
    /// The document view, opened at the passage.
    pub url: String,
    /// The language of the title: "nl".
    pub language: String,
    /// Its date in words, or its year.
    pub date: Option<String>,
    /// Whose it is, where that is another municipality.
    pub municipality: Option<String>,
    /// How much the texts are alike: "92%".
    pub likeness: String,
    /// Whether amounts, years or other figures differ.
    pub figures_differ: bool,
}

/// What results can be narrowed by.
#[derive(Clone, Debug, Default)]
pub struct Facet {
    /// The parameter: "gemeente".
    pub name: String,
    /// What readers call it: "Gemeente".
    pub label: String,
    /// The values that are shown at once; chosen ones always are, with a count of 0 where nothing has them, because the
    /// form would lose them otherwise.
    pub values: Vec<FacetValue>,
    /// The values behind "meer".
    pub more: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Clone, Debug, Default)]
pub struct FacetValue {
    /// The value of the parameter: "nl".
    pub value: String,
    /// What readers call it: "Nederlands".
    pub label: String,
    /// In how many passages it is.
    pub count: u64,
    /// Whether results are narrowed by it.
    pub chosen: bool,
}

/// A chosen filter, and the way to be rid of it.
#[derive(Clone, Debug, Default)]
pub struct Chip {
    /// "Gemeente: Brinkhaven", "Vanaf 1 januari 2020".
    pub label: String,
    /// The same search without it.
    pub remove_url: String,
}

/// An order of results.
#[derive(Clone, Debug, Default)]
pub struct Sort {
    /// "Beste eerst", "Nieuwste eerst".
    pub label: String,
    /// The same search in this order.
    pub url: String,
    /// Whether it is the order of now.
    pub current: bool,
}

/// The way through the pages of a list; empty where there is one page.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Some pages around this one, in order; numbers may be left out between them.
    pub pages: Vec<PageLink>,
}

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub struct PageLink {
    /// Its number, from 1.
    pub number: u64,
    /// Its address.
    pub url: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether pages before it are left out.
    pub gap_before: bool,
}

/// What a search gave.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many passages have at least half of what was asked; 0 with hits where only lesser ones were found.
    pub total: u64,
    /// The passages of this page of the list.
    pub hits: Vec<Hit>,
    /// What may have been meant; it was searched for as well.
    pub suggestion: Option<Link>,
    /// Whether everything was searched; false where time ran out.
    pub complete: bool,
    /// The orders to choose from.
    pub sorts: Vec<Sort>,
    /// The same search with versions apart, or together again; absent where there are none.
    pub versions: Option<Link>,
    /// The way through the pages.
    pub pager: Pager,
    /// The results as files: CSV, NDJSON.
    pub exports: Vec<Link>,
    /// The Atom feed of this search.
    pub feed_url: Option<String>,
    /// What helps where nothing was found; shown where `hits` is empty.
    pub nothing: Nothing,
}

/// What helps a reader who found nothing.
#[derive(Clone, Debug, Default)]
pub struct Nothing {
    /// What was searched.
    pub searched: Searched,
    /// The same search without one of its filters, or without all: "zonder Gemeente: Brinkhaven".
    pub without: Vec<Link>,
}

/// What is searched.
#[derive(Clone, Debug, Default)]
pub struct Searched {
    /// Documents that the reader may see.
    pub documents: u64,
    /// Passages of them.
    pub passages: u64,
    /// When the index was last brought up to date, in words.
    pub updated: Option<String>,
    /// The collections that the reader may see.
    pub collections: Vec<Collection>,
    /// How many files could not, or not wholly, be read.
    pub unread: u64,
}

/// A collection of documents.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Its name.
    pub name: String,
    /// How many documents it has that the reader may see.
    pub documents: u64,
    /// A search in this collection only.
    pub url: String,
}

/// Files that could not, or not wholly, be read.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The files by reason, the largest group first.
    pub groups: Vec<UnreadGroup>,
}

/// Files with the same reason.
#[derive(Clone, Debug, Default)]
pub struct UnreadGroup {
    /// The reason: "het is een scan zonder tekst: OCR is nodig".
    pub reason: String,
    /// How many files there are.
    pub count: u64,
    /// Some of them, at most a hundred or so.
    pub files: Vec<UnreadFile>,
}

/// A file that could not, or not wholly, be read.
#[derive(Clone, Debug, Default)]
pub struct UnreadFile {
    /// Its place within its collection.
    pub path: String,
    /// The collection.
    pub collection: String,
    /// Which part: "blz. 1-2"; absent where it is the whole file.
    pub part: Option<String>,
}

impl Pager {
    /// The number of the page of now, from 1.
    pub fn number(&self) -> u64 {
        self.pages.iter().find(|page| page.current).map_or(1, |page| page.number)
    }
}

impl UnreadGroup {
    /// How many files of the group are not listed.
    pub fn left_out(&self) -> u64 {
        self.count.saturating_sub(self.files.len() as u64)
    }
}
