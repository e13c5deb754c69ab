//! The whole way of a query: plan, find, rank, group, mark, explain. No I/O of its own: a [`Reader`] finds, and what
//! is done with the page is left to the caller.

mod complete;
mod fragment;
mod page;
mod planner;
mod rank;
mod restrict;
mod results;
mod versions;
mod weights;

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use rustc_hash::FxHashSet;

pub use complete::Completion;
pub use fragment::FragmentPiece;
pub use page::{Factors, Group, Hit, Reason, SearchPage, Version};
pub use versions::Versions;
pub use weights::{WINDOW, Weights};

use crate::analysis::{Analyzer, REGIONS};
use crate::backend::{Address, Candidate, Candidates, Counting, Matches, Reader, StoredPassage, field_texts};
use crate::error::Result;
use crate::query::plan::{KEYWORDS, Keyword, QueryPlan, Restriction};
use crate::query::{Filter, Query};
use crate::synonyms::Synonyms;
use planner::{Planned, Planner};
use rank::{Evidence, Ranked, Ranker};
use restrict::restrictions;
use results::{Found, Results};
use versions::Kin;

/// What is asked of [`Searcher::search`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchRequest {
    /// Groups (or passages) to show.
    pub limit: usize,
    /// Groups (or passages) to skip.
    pub offset: usize,
    /// The order.
    pub sort: Sort,
    /// Whether passages of one document are shown together.
    pub group: Grouping,
    /// What becomes of passages that say nearly the same; where every passage is a result, so is each of these.
    pub versions: Versions,
    /// Whether facets are counted.
    pub facets: bool,
    /// Whether matching passages are counted.
    pub count: bool,
    /// Whether each result tells why it was found.
    pub explain: bool,
    /// Whether other words for the same are looked for too.
    pub synonyms: bool,
    /// How many of the other matching passages of a document are loaded, beside being counted.
    pub more: usize,
    /// Whether fragments are whole passages.
    pub whole: bool,
    /// Filters beside those of the query, in groups: within a group those on one property are alternatives, as in a
    /// query; all groups must hold.
    pub filters: Vec<Vec<Filter>>,
    /// The only document to search, by its id.
    pub within: Option<String>,
    /// When the search stops with what it has.
    pub until: Option<Instant>,
}

impl Default for SearchRequest {
    fn default() -> Self {
        let (sort, group) = (Sort::Relevance, Grouping::Document);
        SearchRequest {
            limit: 10,
            offset: 0,
            sort,
            group,
            versions: Versions::default(),
            facets: true,
            count: true,
            explain: true,
            synonyms: true,
            more: usize::MAX,
            whole: false,
            filters: Vec::new(),
            within: None,
            until: None,
        }
    }
}

impl SearchRequest {
    /// Whether its time is over.
    fn is_over(&self) -> bool {
        self.until.is_some_and(|until| Instant::now() >= until)
    }

    /// Whether passages that say nearly the same are one result.
    fn groups_versions(&self) -> bool {
        self.group == Grouping::Document && self.versions != Versions::All
    }

    /// How many candidates are ranked at once: twice a page, so that the same on every page.
    fn window(&self) -> usize {
        self.limit.saturating_mul(2).clamp(WINDOW, WIDEST_WINDOW)
    }
}

/// The order of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    Relevance,
    /// Newest first; matches only.
    Date,
}

/// How passages are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// One result per document, its best passage.
    Document,
    /// Every passage is a result.
    None,
}

/// Most candidates that are ranked at once.
const WIDEST_WINDOW: usize = 1_000;

/// Most passages that one page reaches back for.
const DEEPEST: usize = 20_000;

/// How much more is fetched each time that the windows so far did not fill the page.
const GROWTH: usize = 4;

/// Searches one commit of an index.
pub struct Searcher {
    analyzer: Arc<Analyzer>,
    reader: Box<dyn Reader>,
    synonyms: Arc<Synonyms>,
    weights: Weights,
}

impl Searcher {
    /// Searches what `reader` reads, with the words that its index knows and the project's synonyms.
    pub fn new(reader: Box<dyn Reader>) -> Self {
        let analyzer = Arc::new(Analyzer::with_words(&reader.info().lexicon));
        let synonyms = Arc::new(Synonyms::new(Arc::clone(&analyzer)));
        Searcher { analyzer, reader, synonyms, weights: Weights::default() }
    }

    /// The analysis of its queries.
    pub fn analyzer(&self) -> &Arc<Analyzer> {
        &self.analyzer
    }

    /// The same with the synonyms in a file of one's own too, where there is one; see [`Synonyms::with_file`].
    ///
    /// # Errors
    /// When the file cannot be read or a line of it is not in the format.
    pub fn with_own_synonyms(self, file: Option<&std::path::Path>) -> Result<Self> {
        let Some(file) = file else { return Ok(self) };
        // Views that share the lists keep theirs.
        let lists = Arc::into_inner(self.synonyms).unwrap_or_else(|| Synonyms::new(Arc::clone(&self.analyzer)));
        Ok(Searcher { synonyms: Arc::new(lists.with_file(file)?), ..self })
    }

    /// The same for somebody with `labels`: searches, counts, completes and corrects with what they may see alone; see
    /// [`Reader::seen_by`]. Cheap to keep, some milliseconds to make.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn seen_by(&self, labels: &[String]) -> Result<Self> {
        let (analyzer, synonyms) = (Arc::clone(&self.analyzer), Arc::clone(&self.synonyms));
        Ok(Searcher { analyzer, reader: self.reader.seen_by(labels)?, synonyms, weights: self.weights.clone() })
    }

    /// The same with other weights, for experiments.
    pub fn with_weights(self, weights: Weights) -> Self {
        Searcher { weights, ..self }
    }

    /// What the index says about itself.
    pub fn reader(&self) -> &dyn Reader {
        &*self.reader
    }

    /// Answers `query`.
    ///
    /// The order within each window of candidates (twice a page, at least [`WINDOW`]) is exact; candidates further down
    /// follow in the back end's order of windows, so that pages never repeat or skip a passage.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, query: &Query, request: &SearchRequest) -> Result<SearchPage> {
        let Planned { mut plan, suggestion } = self.plan(query, request.synonyms)?;
        plan.restrictions.extend(request.filters.iter().flat_map(|group| restrictions(group)));
        plan.restrictions.extend(request.within.clone().map(Restriction::Document));
        let ranker = self.ranker(&plan);
        let (batches, found) = self.find(&plan, &ranker, request)?;
        let shown = found.iter().skip(request.offset).take(request.limit);
        let groups =
            shown.map(|found| self.group(&ranker, &batches, found, request)).collect::<Result<Vec<Group>>>()?;
        let matches = self.matches(&plan, request)?;
        let complete = !matches.cut_short && !request.is_over();
        let query = query.source.clone();
        Ok(SearchPage { query, suggestion, total: matches.total, groups, facets: matches.facets, complete })
    }

    /// The number of matching passages and their facets. The values of a field by which is filtered are counted as if it
    /// was not, so that others can be chosen beside.
    fn matches(&self, plan: &QueryPlan, request: &SearchRequest) -> Result<Matches> {
        if !request.count && !request.facets {
            return Ok(Matches::default());
        }
        let facets: &[Keyword] = if request.facets { &KEYWORDS } else { &[] };
        let mut matches = self.reader.matches(plan, &Counting { facets, until: request.until })?;
        for (keyword, values) in &mut matches.facets {
            let own = |restriction: &Restriction| restriction.is_on(*keyword);
            if plan.restrictions.iter().any(own) {
                let mut wider = plan.clone();
                wider.restrictions.retain(|restriction| !own(restriction));
                let counting = Counting { facets: &[*keyword], until: request.until };
                let others = self.reader.matches(&wider, &counting)?;
                matches.cut_short |= others.cut_short;
                *values = others.facets.into_iter().flat_map(|(_, values)| values).collect();
            }
        }
        Ok(matches)
    }

    /// The addresses of the best passages with their scores, best first: the core of [`Searcher::search`], for
    /// measuring.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn best(&self, query: &Query, limit: usize) -> Result<Vec<(Address, f32)>> {
        let plan = self.plan(query, true)?.plan;
        let ranker = self.ranker(&plan);
        let request = SearchRequest { limit, group: Grouping::None, ..SearchRequest::default() };
        let (batches, found) = self.find(&plan, &ranker, &request)?;
        let best = found.iter().take(limit);
        Ok(best.map(|found| (batches[found.batch].list[found.ranked.number].address, found.ranked.score)).collect())
    }

    fn plan(&self, query: &Query, synonyms: bool) -> Result<Planned> {
        let planner = Planner::new(&self.analyzer, &*self.reader, &self.weights);
        planner.plan(query, synonyms.then_some(&self.synonyms))
    }

    fn ranker<'p>(&'p self, plan: &'p QueryPlan) -> Ranker<'p> {
        let info = self.reader.info();
        Ranker::new(plan, &self.weights, info.passages, info.words)
    }

    /// Results up to the end of the page, batch by batch.
    fn find(
        &self,
        plan: &QueryPlan,
        ranker: &Ranker<'_>,
        request: &SearchRequest,
    ) -> Result<(Vec<Candidates>, Vec<Found>)> {
        let probes = ranker.probes();
        let window = request.window();
        let mut batches = Vec::new();
        let mut results = Results::new(request.group);
        let mut seen: FxHashSet<Address> = FxHashSet::default();
        let needed = request.offset.saturating_add(request.limit);
        let (mut start, mut size) = (0, window);
        while results.found.len() < needed && start < DEEPEST && !(start > 0 && request.is_over()) {
            let end = start + size;
            let by_date = request.sort == Sort::Date || probes.is_empty();
            let batch = match by_date {
                true => self.reader.newest(plan, start..end)?,
                false => self.reader.candidates(plan, &probes, end, &seen, request.until)?,
            };
            let (number, count) = (batches.len(), batch.list.len());
            // Ranked window by window, so that the order does not depend on how many are fetched at once.
            for first in (0..count).step_by(window) {
                if results.found.len() >= needed {
                    break;
                }
                let mut ranked = ranker.rank(&batch, first..count.min(first + window));
                if by_date {
                    ranked.sort_by_key(|ranked| ranked.number);
                } else {
                    // A probe may be one word of a phrase that is not there.
                    ranked.retain(|ranked| ranked.score > 0.0);
                }
                self.add_window(&mut results, ranked, (&batch, number), request)?;
            }
            seen.extend(batch.list.iter().map(|candidate| candidate.address));
            batches.push(batch);
            if seen.len() < end {
                break;
            }
            start = end;
            // Each fetch begins anew: where windows hold little, a few large ones are quicker than many.
            size = (size * GROWTH).min(DEEPEST - start);
        }
        Ok((batches, results.found))
    }

    /// Adds the ranked candidates of a window to the results. What is mostly boilerplate comes after the others.
    fn add_window(
        &self,
        results: &mut Results,
        ranked: Vec<Ranked>,
        (batch, number): (&Candidates, usize),
        request: &SearchRequest,
    ) -> Result<()> {
        let needed = request.offset.saturating_add(request.limit);
        results.window += 1;
        let mut later = Vec::new();
        for ranked in ranked {
            let Candidate { document, address, .. } = batch.list[ranked.number];
            // What is not shown need not be known.
            let asks = request.groups_versions() && results.looks_at(needed, &ranked) && !results.has(document);
            let kin = if asks { self.kin(address)? } else { Kin::default() };
            let one = Found::new(ranked, number, (document, address), kin);
            match one.kin.is_boilerplate() {
                true => later.push(one),
                false => results.add(one, |place, document| self.has_version_in(place, document))?,
            }
        }
        later.into_iter().try_for_each(|one| results.add(one, |place, document| self.has_version_in(place, document)))
    }

    fn group(
        &self,
        ranker: &Ranker<'_>,
        batches: &[Candidates],
        found: &Found,
        request: &SearchRequest,
    ) -> Result<Group> {
        let hit = self.hit(ranker, &batches[found.batch], &found.ranked, request)?;
        if request.groups_versions()
            && request.versions == Versions::Newest
            && let Some(newest) = self.newest(ranker, &hit, request)?
        {
            // What else was found is of the other document.
            return Ok(Group { hit: newest, others: 0, more: Vec::new() });
        }
        let others = || found.more.iter().filter(|(ranked, _)| ranked.matches);
        let mut more = Vec::new();
        // A long document has thousands: loading them takes longer than finding them.
        for (ranked, batch) in others().take(request.more) {
            let stored = self.load(&batches[*batch].list[ranked.number])?;
            more.push((stored.passage, ranked.score));
        }
        Ok(Group { hit, others: others().count(), more })
    }

    /// The newest version of a hit, where one is newer, meets the filters and holds words of the query.
    fn newest(&self, ranker: &Ranker<'_>, hit: &Hit, request: &SearchRequest) -> Result<Option<Hit>> {
        let newer = hit.versions.iter().filter(|version| version.document.day() > hit.document.day());
        for version in newer {
            let Some((address, _)) = self.passage(&version.passage.id)? else { continue };
            let mut plan = ranker.plan().clone();
            plan.restrictions.push(Restriction::Document(version.document.id.clone()));
            let ranker = self.ranker(&plan);
            let batch =
                self.reader.candidates(&plan, &ranker.probes(), WINDOW, &FxHashSet::default(), request.until)?;
            let ranked = ranker.rank(&batch, 0..batch.list.len());
            let found = ranked.iter().find(|ranked| batch.list[ranked.number].address == address);
            if let Some(ranked) = found {
                return self.hit(&ranker, &batch, ranked, request).map(Some);
            }
        }
        Ok(None)
    }

    fn hit(&self, ranker: &Ranker<'_>, batch: &Candidates, ranked: &Ranked, request: &SearchRequest) -> Result<Hit> {
        let explain = request.explain;
        let plan = ranker.plan();
        let candidate = &batch.list[ranked.number];
        let stored = self.load(candidate)?;
        let evidence = ranker.evidence(candidate, batch);
        let shown = evidence.iter().filter(|evidence| !plan.clues[evidence.clue].aside);
        let shown: Vec<Evidence> = shown.cloned().collect();
        let (_, start) = ranker.best_window(&shown);
        let places: Vec<rank::Place> = shown.iter().flat_map(|evidence| &evidence.places).copied().collect();
        let start = (!request.whole).then_some(start);
        let fragment = fragment::fragment(&self.analyzer, plan, &stored.passage.text, start, &places);
        let reasons = if explain { self.reasons(plan, &evidence, ranked.score, &stored) } else { Vec::new() };
        let factors = explain.then(|| ranker.factors_of(ranked, batch, &evidence));
        let (version_count, versions) = match request.groups_versions() {
            true => self.versions_of(candidate.address, &stored.passage.text)?,
            false => (0, Vec::new()),
        };
        let StoredPassage { document, passage } = stored;
        let Ranked { score, matches, .. } = *ranked;
        Ok(Hit { score, matches, document, passage, fragment, factors, versions, version_count, reasons })
    }

    fn reasons(&self, plan: &QueryPlan, evidence: &[Evidence], score: f32, stored: &StoredPassage) -> Vec<Reason> {
        let base: f32 = evidence.iter().map(|evidence| evidence.score).sum();
        let words = Words::new(&self.analyzer, stored);
        page::reasons(plan, evidence, score / base.max(f32::MIN_POSITIVE), |position, part| words.at(position, part))
    }

    fn load(&self, candidate: &Candidate) -> Result<StoredPassage> {
        // One address gives one passage.
        Ok(self.reader.load(&[candidate.address])?.remove(0))
    }
}

/// The words of a passage by their positions, over all its fields.
struct Words<'a> {
    analyzer: &'a Analyzer,
    fields: [(Range<u32>, String, Vec<Range<usize>>); 4],
}

impl<'a> Words<'a> {
    fn new(analyzer: &'a Analyzer, stored: &StoredPassage) -> Self {
        let StoredPassage { document, passage } = stored;
        let mut texts = field_texts(document, &passage.headings, &passage.text).into_iter();
        let fields = REGIONS.map(|(_, range)| {
            let text = texts.next().unwrap_or_default().into_owned();
            let spans = analyzer.word_spans(&text);
            (range, text, spans)
        });
        Words { analyzer, fields }
    }

    /// The word at a position, and with `|` around `part` of it.
    fn at(&self, position: u32, part: Option<&str>) -> Option<(String, Option<String>)> {
        let (range, text, spans) = self.fields.iter().find(|(range, ..)| range.contains(&position))?;
        let span = spans.get((position - range.start) as usize)?;
        let divided = part.map(|part| {
            let inner = self.analyzer.part_span(text, span.clone(), part);
            let pieces = [span.start..inner.start, inner.clone(), inner.end..span.end];
            let pieces: Vec<&str> =
                pieces.into_iter().map(|piece| &text[piece]).filter(|piece| !piece.is_empty()).collect();
            pieces.join("|")
        });
        Some((text[span.clone()].to_string(), divided))
    }
}
