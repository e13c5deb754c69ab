//! What a search is asked with: the same names in the address of the page, of feeds and of the API, and in the body of
//! `_zoek`. What is not known, given twice or out of bounds is refused, by name.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;
use crate::query::{Filter, FilterOn, Query, parse};
use crate::search::{Grouping, SearchRequest, Sort, Versions};

/// Results that can be reached in one order: pages beyond are no use to a reader.
pub(super) const WINDOW: u32 = 1_000;
/// Results of a page, and of an export.
const MOST_ON_PAGE: u32 = 50;
/// Characters that those of a query may stand for: some single ones are whole sentences.
const MOST_DECOMPOSED: usize = 4_000;
/// Other passages of a document that come with its best.
const MORE: usize = 3;
/// Values of one filter.
const MOST_VALUES: usize = 20;
/// Years that there are.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9999;
/// Characters of a value.
const LONGEST_VALUE: usize = 200;

/// Waarmee wordt gezocht.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
#[schema(as = Zoekvraag)]
pub struct SearchParameters {
    /// De zoekvraag, in de zoektaal van raadpleeg: woorden, "precies zo", +moet, -niet, woord*, titel:, kop:. Zonder
    /// zoekvraag is een filter nodig.
    #[schema(max_length = 1000)]
    #[param(max_length = 1000)]
    pub vraag: String,
    /// Alleen van deze gemeenten.
    #[schema(value_type = Vec<FilterValue>, max_items = 20)]
    #[param(value_type = Vec<FilterValue>, max_items = 20)]
    pub gemeente: Vec<String>,
    /// Alleen deze soorten documenten, zoals raadsvoorstel.
    #[schema(value_type = Vec<FilterValue>, max_items = 20)]
    #[param(value_type = Vec<FilterValue>, max_items = 20)]
    pub soort: Vec<String>,
    /// Alleen in deze talen (ISO 639-1).
    #[schema(value_type = Vec<FilterValue>, max_items = 20)]
    #[param(value_type = Vec<FilterValue>, max_items = 20)]
    pub taal: Vec<String>,
    /// Alleen uit deze verzamelingen.
    #[schema(value_type = Vec<FilterValue>, max_items = 20)]
    #[param(value_type = Vec<FilterValue>, max_items = 20)]
    pub verzameling: Vec<String>,
    /// Alleen uit deze jaren.
    #[schema(value_type = Vec<Year>, max_items = 20)]
    #[param(value_type = Vec<Year>, max_items = 20)]
    pub jaar: Vec<i16>,
    /// Alleen vanaf deze dag.
    #[schema(format = Date)]
    #[param(format = Date)]
    pub van: Option<String>,
    /// Alleen tot en met deze dag.
    #[schema(format = Date)]
    #[param(format = Date)]
    pub tot: Option<String>,
    /// De volgorde.
    pub sorteer: Sorteer,
    /// De bladzijde, vanaf 1. Verder dan 1.000 resultaten gaat het niet.
    #[schema(minimum = 1, maximum = 1000, default = 1)]
    #[param(minimum = 1, maximum = 1000, default = 1)]
    #[serde(deserialize_with = "given")]
    pub pagina: Option<u32>,
    /// Resultaten per bladzijde; in een export tot 1.000.
    #[schema(minimum = 1, maximum = 1000, default = 10)]
    #[param(minimum = 1, maximum = 1000, default = 10)]
    #[serde(deserialize_with = "given")]
    pub aantal: Option<u32>,
    /// Of passages van een document bij elkaar staan.
    pub groepeer: Groepeer,
    /// Wat er gebeurt met passages die bijna hetzelfde zeggen.
    pub versies: Versies,
    /// Of bij elk resultaat staat waarom het is gevonden.
    pub uitleg: bool,
    /// De vorm van het antwoord.
    pub formaat: Formaat,
}

/// Een waarde om op te filteren.
#[derive(ToSchema)]
#[schema(as = Filterwaarde, max_length = 200)]
#[expect(dead_code, reason = "only its schema is used")]
struct FilterValue(String);

/// Een jaar.
#[derive(ToSchema)]
#[schema(as = Jaar, minimum = 1, maximum = 9999)]
#[expect(dead_code, reason = "only its schema is used")]
struct Year(i16);

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sorteer {
    /// De beste eerst.
    #[default]
    Relevantie,
    /// De nieuwste eerst.
    Datum,
}

/// How passages are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Groepeer {
    /// Een resultaat per document.
    #[default]
    Document,
    /// Elke passage is een resultaat.
    Geen,
}

/// What becomes of passages that say nearly the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Versies {
    /// Een resultaat: de beste, en van even goede de nieuwste.
    #[default]
    Gegroepeerd,
    /// Een resultaat: de nieuwste die voldoet.
    Nieuwste,
    /// Elk is een resultaat.
    Alle,
}

impl Versies {
    /// How it is asked for; `None` for what need not be said.
    pub(super) fn asked(self) -> Option<&'static str> {
        match self {
            Versies::Gegroepeerd => None,
            Versies::Nieuwste => Some("nieuwste"),
            Versies::Alle => Some("alle"),
        }
    }
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Formaat {
    /// JSON.
    #[default]
    Json,
    /// CSV, een passage per regel.
    Csv,
    /// JSON, een passage per regel.
    Ndjson,
}

/// A number that stands there is a number: null is none.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    u32::deserialize(deserializer).map(Some)
}

/// The names of an address with their values, for those who read them.
pub(super) struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// The pairs of a query string.
    pub(super) fn new(query: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        Pairs(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The same as a form sends them: fields that were left empty are none.
    pub(super) fn of_form(query: Option<&str>) -> Self {
        let Pairs(mut pairs) = Self::new(query);
        pairs.retain(|(_, value)| !value.trim().is_empty());
        Pairs(pairs)
    }

    /// Takes the only value of a name.
    ///
    /// # Errors
    /// When it is there more than once.
    pub(super) fn take(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let mut values = self.take_all(name).into_iter();
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(Problem::bad_request(format!("{name} staat er meer dan een keer; geef een waarde"))),
            (value, None) => Ok(value),
        }
    }

    /// Takes all values of a name.
    pub(super) fn take_all(&mut self, name: &str) -> Vec<String> {
        let (taken, kept) = std::mem::take(&mut self.0).into_iter().partition(|(key, _)| key == name);
        self.0 = kept;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }

    /// Takes the only value of a name as a number.
    ///
    /// # Errors
    /// When it is none, or there more than once.
    pub(super) fn take_number<N: std::str::FromStr>(&mut self, name: &str) -> Result<Option<N>, Problem> {
        self.take(name)?.map(|value| number(name, &value)).transpose()
    }

    /// Nothing is left.
    ///
    /// # Errors
    /// When there is a name that nobody took.
    pub(super) fn end(self) -> Result<(), Problem> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => Err(Problem::bad_request(format!("{} is geen bekende parameter", shortened(name)))),
        }
    }
}

fn number<N: std::str::FromStr>(name: &str, value: &str) -> Result<N, Problem> {
    // A sign or white space is no part of a number in an address.
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits { value.parse().ok() } else { None };
    number.ok_or_else(|| wrong(name, value, "een geheel getal"))
}

fn wrong(name: &str, value: &str, expected: &str) -> Problem {
    Problem::bad_request(format!("{name}={} kan niet: geef {expected}", shortened(value)))
}

/// What was typed, for a message.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

impl SearchParameters {
    /// The parameters of a search in a query string that has nothing else.
    ///
    /// # Errors
    /// When a value is not what it should be, or a name is not known.
    pub(super) fn of(query: Option<&str>) -> Result<Self, Problem> {
        let mut pairs = Pairs::new(query);
        let parameters = Self::take(&mut pairs)?;
        pairs.end()?;
        Ok(parameters)
    }

    /// Takes the parameters of a search out of those of an address.
    ///
    /// # Errors
    /// When a value is not what it should be.
    pub(super) fn take(pairs: &mut Pairs) -> Result<Self, Problem> {
        let years = pairs.take_all("jaar");
        let parameters = SearchParameters {
            vraag: pairs.take("vraag")?.unwrap_or_default(),
            gemeente: pairs.take_all("gemeente"),
            soort: pairs.take_all("soort"),
            taal: pairs.take_all("taal"),
            verzameling: pairs.take_all("verzameling"),
            jaar: years.iter().map(|year| number("jaar", year)).collect::<Result<_, _>>()?,
            van: pairs.take("van")?,
            tot: pairs.take("tot")?,
            sorteer: choice(pairs, "sorteer", &[("relevantie", Sorteer::Relevantie), ("datum", Sorteer::Datum)])?,
            pagina: pairs.take_number("pagina")?,
            aantal: pairs.take_number("aantal")?,
            groepeer: choice(pairs, "groepeer", &[("document", Groepeer::Document), ("geen", Groepeer::Geen)])?,
            versies: choice(
                pairs,
                "versies",
                &[("gegroepeerd", Versies::Gegroepeerd), ("nieuwste", Versies::Nieuwste), ("alle", Versies::Alle)],
            )?,
            uitleg: choice(pairs, "uitleg", &[("false", false), ("true", true)])?,
            formaat: choice(
                pairs,
                "formaat",
                &[("json", Formaat::Json), ("csv", Formaat::Csv), ("ndjson", Formaat::Ndjson)],
            )?,
        };
        parameters.checked()
    }

    /// The same, if all values are within bounds.
    ///
    /// # Errors
    /// When one is not.
    pub(super) fn checked(self) -> Result<Self, Problem> {
        let most = if self.formaat == Formaat::Json { MOST_ON_PAGE } else { WINDOW };
        let (page, size) = (self.page(), self.size());
        if page == 0 || size == 0 || size > most || page.saturating_mul(size) > WINDOW {
            return Err(Problem::bad_request(format!(
                "pagina {page} met aantal {size} kan niet: geef een pagina vanaf 1 en een aantal van 1 tot {most}, samen \
                 hoogstens {WINDOW} resultaten"
            )));
        }
        let lists = [
            ("gemeente", &self.gemeente),
            ("soort", &self.soort),
            ("taal", &self.taal),
            ("verzameling", &self.verzameling),
        ];
        for (name, values) in lists {
            let long = values.iter().any(|value| value.chars().count() > LONGEST_VALUE);
            if values.len() > MOST_VALUES || long {
                let detail =
                    format!("{name}: geef hoogstens {MOST_VALUES} waarden van hoogstens {LONGEST_VALUE} tekens");
                return Err(Problem::bad_request(detail));
            }
        }
        if self.jaar.len() > MOST_VALUES || self.jaar.iter().any(|year| !YEARS.contains(year)) {
            return Err(Problem::bad_request(format!("jaar: geef hoogstens {MOST_VALUES} jaren van 1 tot 9999")));
        }
        self.dates()?;
        Ok(self)
    }

    /// The page, from 1.
    pub(super) fn page(&self) -> u32 {
        self.pagina.unwrap_or(1)
    }

    /// Results of a page.
    pub(super) fn size(&self) -> u32 {
        self.aantal.unwrap_or(if self.formaat == Formaat::Json { 10 } else { WINDOW })
    }

    /// Whether anything is asked.
    pub(super) fn asks(&self) -> bool {
        !self.vraag.trim().is_empty() || self.filters()
    }

    /// Whether anything is asked beside words.
    pub(super) fn filters(&self) -> bool {
        let lists = [&self.gemeente, &self.soort, &self.taal, &self.verzameling];
        lists.iter().any(|values| !values.is_empty())
            || !self.jaar.is_empty()
            || self.van.is_some()
            || self.tot.is_some()
    }

    /// What is asked, as the search takes it. A query that is refused keeps its place and reason in Dutch.
    ///
    /// # Errors
    /// When nothing is asked, or the query is refused.
    pub(super) fn query(&self) -> Result<Query, Problem> {
        if self.vraag.trim().is_empty() {
            return match self.filters() {
                true => Ok(Query { source: String::new(), items: Vec::new(), filters: Vec::new() }),
                false => Err(Problem::bad_request("vraag ontbreekt: geef een zoekvraag, of een filter zoals gemeente")),
            };
        }
        if self.vraag.nfkd().nth(MOST_DECOMPOSED).is_some() {
            let detail = "vraag: er staan tekens in die voor veel andere staan; typ gewone letters";
            return Err(Problem::bad_request(detail));
        }
        parse(&self.vraag).map_err(|refusal| Problem::bad_request(format!("vraag: {}", refusal.message(true))))
    }

    /// How it is to be answered.
    pub(super) fn request(&self) -> SearchRequest {
        let exporting = self.formaat != Formaat::Json;
        let flat = exporting || self.groepeer == Groepeer::Geen;
        SearchRequest {
            limit: self.size() as usize,
            offset: (self.page() as usize - 1) * self.size() as usize,
            sort: if self.sorteer == Sorteer::Datum { Sort::Date } else { Sort::Relevance },
            group: if flat { Grouping::None } else { Grouping::Document },
            versions: match self.versies {
                Versies::Gegroepeerd => Versions::Grouped,
                Versies::Nieuwste => Versions::Newest,
                Versies::Alle => Versions::All,
            },
            facets: !exporting,
            count: !exporting,
            explain: self.uitleg,
            more: MORE,
            filters: self.groups(),
            ..SearchRequest::default()
        }
    }

    /// The filters in groups that must all hold.
    fn groups(&self) -> Vec<Vec<Filter>> {
        let keep = |on: FilterOn| Filter { excluded: false, on };
        let group = |values: &[String], on: fn(String) -> FilterOn| -> Vec<Filter> {
            values.iter().map(|value| keep(on(value.clone()))).collect()
        };
        let mut groups = vec![
            group(&self.gemeente, FilterOn::Municipality),
            group(&self.soort, FilterOn::Kind),
            group(&self.taal, FilterOn::Language),
            group(&self.verzameling, FilterOn::Collection),
        ];
        groups.push(self.jaar.iter().filter_map(|year| FilterOn::year(*year)).map(keep).collect());
        if let Ok((from, to)) = self.dates()
            && (from.is_some() || to.is_some())
        {
            groups.push(vec![keep(FilterOn::Dates { from, to })]);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    fn dates(&self) -> Result<(Option<Date>, Option<Date>), Problem> {
        let date = |name: &str, value: &Option<String>| match value {
            None => Ok(None),
            Some(text) => match text.len() == 10 {
                true => text.parse().map(Some).map_err(|_| wrong(name, text, "een dag als 2021-04-10")),
                false => Err(wrong(name, text, "een dag als 2021-04-10")),
            },
        };
        Ok((date("van", &self.van)?, date("tot", &self.tot)?))
    }
}

fn choice<T: Copy + Default>(pairs: &mut Pairs, name: &str, choices: &[(&str, T)]) -> Result<T, Problem> {
    let Some(value) = pairs.take(name)? else { return Ok(T::default()) };
    let found = choices.iter().find(|(word, _)| *word == value).map(|(_, choice)| *choice);
    found.ok_or_else(|| {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        wrong(name, &value, &words.join(" of "))
    })
}
