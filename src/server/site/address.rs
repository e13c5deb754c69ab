//! The addresses of pages: a search with one thing changed, a document opened at a passage.

use form_urlencoded::Serializer;

use crate::backend::StoredPassage;
use crate::document::{Document, Passage};
use crate::server::parameters::{Groepeer, SearchParameters, Sorteer};
use crate::wording::Language;

/// A search, as its address tells it.
#[derive(Clone, Debug, Default)]
pub(super) struct Search {
    pub parameters: SearchParameters,
    pub lang: Language,
}

impl Search {
    /// The same, changed and back on its first page.
    pub(super) fn with(&self, change: impl FnOnce(&mut SearchParameters)) -> Self {
        let mut changed = self.clone();
        changed.parameters.pagina = None;
        change(&mut changed.parameters);
        changed
    }

    /// What stands behind "?", without the language of the interface.
    pub(super) fn query_string(&self) -> String {
        let mut query = Serializer::new(String::new());
        let SearchParameters { vraag, van, tot, jaar, pagina, aantal, .. } = &self.parameters;
        if !vraag.is_empty() {
            query.append_pair("vraag", vraag);
        }
        for (name, value) in self.values() {
            query.append_pair(name, value);
        }
        query.extend_pairs(jaar.iter().map(|year| ("jaar", year.to_string())));
        let days = [("van", van), ("tot", tot)];
        query.extend_pairs(days.iter().filter_map(|(name, day)| Some((name, day.as_ref()?))));
        if self.parameters.sorteer == Sorteer::Datum {
            query.append_pair("sorteer", "datum");
        }
        if self.parameters.groepeer == Groepeer::Geen {
            query.append_pair("groepeer", "geen");
        }
        query.extend_pairs(self.parameters.versies.asked().map(|versies| ("versies", versies)));
        let numbers = [("aantal", *aantal), ("pagina", pagina.filter(|page| *page > 1))];
        query.extend_pairs(numbers.iter().filter_map(|(name, number)| Some((name, number.as_ref()?.to_string()))));
        query.finish()
    }

    /// The values of the keyword filters with their names.
    pub(super) fn values(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let SearchParameters { gemeente, soort, taal, verzameling, .. } = &self.parameters;
        let lists = [("gemeente", gemeente), ("soort", soort), ("taal", taal), ("verzameling", verzameling)];
        lists.into_iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)))
    }

    /// The address of a page with this search, in the language of the interface.
    pub(super) fn on(&self, path: &str) -> String {
        localised(path, &self.query_string(), self.lang)
    }

    /// The document view of a passage, opened there.
    pub(super) fn passage(&self, document: &Document, passage: &Passage) -> String {
        format!("{}#p-{}", self.document(&document.id, Some(&passage.id), None), passage.ordinal + 1)
    }

    /// What changed in a passage since an older one.
    pub(super) fn difference(&self, newer: &str, older: &str) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair("met", older);
        localised(&format!("/verschil/{newer}"), &query.finish(), self.lang)
    }

    /// The same, opened where it is cited.
    pub(super) fn citation(&self, stored: &StoredPassage) -> String {
        format!("{}#citeer", self.document(&stored.document.id, Some(&stored.passage.id), None))
    }

    /// The document view, with the words of the query marked: opened at a passage, on a page of its passages.
    pub(super) fn document(&self, id: &str, passage: Option<&str>, page: Option<usize>) -> String {
        let mut query = Serializer::new(String::new());
        if !self.parameters.vraag.is_empty() {
            query.append_pair("vraag", &self.parameters.vraag);
        }
        query.extend_pairs(passage.iter().map(|passage| ("passage", passage)));
        query.extend_pairs(page.iter().map(|page| ("pagina", page.to_string())));
        localised(&format!("/document/{id}"), &query.finish(), self.lang)
    }
}

/// A path with its query, and the language of the interface where it is not Dutch.
pub(super) fn localised(path: &str, query: &str, lang: Language) -> String {
    let language = if lang == Language::English { "lang=en" } else { "" };
    let parts: Vec<&str> = [query, language].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An address says what differs from the usual, and nothing gets out of its value.
    #[test]
    fn addresses_say_what_is_asked() {
        let mut search = Search::default();
        assert_eq!(search.on("/"), "/");
        search.parameters.vraag = "a&b=\"c\" #é".into();
        search.parameters.gemeente = vec!["Den Haag".into(), "Ede".into()];
        search.parameters.pagina = Some(3);
        search.lang = Language::English;
        assert_eq!(search.on("/"), "/?vraag=a%26b%3D%22c%22+%23%C3%A9&gemeente=Den+Haag&gemeente=Ede&pagina=3&lang=en");
        assert!(search.with(|parameters| parameters.gemeente.clear()).on("/").ends_with("%A9&lang=en"));
    }
}
