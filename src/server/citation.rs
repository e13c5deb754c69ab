//! How a passage is cited: what it is, where it stands, and a link that stays.

use jiff::civil::Date;

use crate::backend::StoredPassage;
use crate::wording::Language;

/// The link to a passage that stays as long as its text does.
pub(super) fn permanent_link(url: &str, passage_id: &str) -> String {
    format!("{url}/passage/{passage_id}")
}

/// A reference in one line: title, whose and of which kind, date, heading, page and link.
pub(super) fn reference(stored: &StoredPassage, link: &str, language: Language) -> String {
    let document = &stored.document;
    let mut facts = vec![document.title.clone()];
    facts.extend(document.kind.clone());
    let municipality = document.municipality.as_ref();
    facts.extend(municipality.map(|name| format!("{} {name}", language.pick("gemeente", "municipality of"))));
    facts.extend(document.date.map(|date| language.date(date)).or(document.year.map(|year| year.to_string())));
    facts.extend(stored.passage.headings.last().map(|heading| format!("\"{heading}\"")));
    facts.extend(language.pages(&document.path, stored.passage.pages));
    facts.retain(|fact| !fact.trim().is_empty());
    format!("{}. {link}", facts.join(", "))
}

/// The same as somebody who read it on a day writes it.
pub(super) fn consulted(reference: &str, day: Date, language: Language) -> String {
    format!("{reference} ({} {})", language.pick("geraadpleegd op", "consulted on"), language.date(day))
}
