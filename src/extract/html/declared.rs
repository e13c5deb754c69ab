//! What a page says about itself in its head and its title: read as written, judged by `ingest::metadata`.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::document::Declared;

/// Names of date metadata, the most telling first: when it was published, then when it was made, then changed.
const DATES: [&str; 24] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dcterms.issued",
    "dcterms:issued",
    "dc.date.issued",
    "dcterms.available",
    "overheid.publicatiedatum",
    "publicatiedatum",
    "pubdate",
    "publishdate",
    "dcterms.date",
    "dc.date",
    "dc:date",
    "date",
    "dcterms.created",
    "dcterms:created",
    "dc:created",
    "dcterms.modified",
    "dcterms:modified",
    "dc.date.modified",
    "article:modified_time",
    "og:updated_time",
    "last-modified",
];

/// Title and dates of the page under `root`, whose text is in `main`.
pub(super) fn declared(root: NodeRef<'_, Node>, main: NodeRef<'_, Node>) -> Declared {
    let title = heading_text(main).or_else(|| page_title(root).map(|title| without_site(&title).to_owned()));
    Declared { title, dates: dates(root, main), ..Declared::default() }
}

fn elements<'a>(node: NodeRef<'a, Node>) -> impl Iterator<Item = (NodeRef<'a, Node>, &'a Element)> {
    node.descendants().filter_map(|node| Some((node, node.value().as_element()?)))
}

fn heading_text(main: NodeRef<'_, Node>) -> Option<String> {
    elements(main).filter(|(_, element)| element.name() == "h1").find_map(|(node, _)| text_of(node))
}

fn page_title(root: NodeRef<'_, Node>) -> Option<String> {
    elements(root).filter(|(_, element)| element.name() == "title").find_map(|(node, _)| text_of(node))
}

fn text_of(node: NodeRef<'_, Node>) -> Option<String> {
    let texts = node.descendants().filter_map(|node| node.value().as_text());
    let text: String = texts.map(|text| &**text).collect();
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{AD}', "");
    (!text.is_empty()).then_some(text)
}

/// The title without the name of the site after it: "Brug open | Gemeente Zuiddorp" is "Brug open".
fn without_site(title: &str) -> &str {
    if let Some((page, _)) = title.split_once(" | ").filter(|(page, _)| !page.trim().is_empty()) {
        return page.trim();
    }
    let last = [" - ", " – ", " — ", " :: ", " » "].iter().filter_map(|sign| title.rsplit_once(sign));
    match last.min_by_key(|(_, site)| site.len()) {
        // "Begroting 2021 - 2024" has no site after it.
        Some((page, site)) if !page.trim().is_empty() && !site.contains(|c: char| c.is_ascii_digit()) => page.trim(),
        _ => title,
    }
}

fn dates(root: NodeRef<'_, Node>, main: NodeRef<'_, Node>) -> Vec<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (_, element) in elements(root) {
        let Some(value) = element.attr("content").map(str::trim).filter(|value| !value.is_empty()) else { continue };
        let names =
            ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|attribute| element.attr(attribute));
        let rank = names
            .flat_map(str::split_whitespace)
            .filter_map(|name| DATES.iter().position(|known| known.eq_ignore_ascii_case(name)))
            .min();
        found.extend(rank.map(|rank| (rank, value.to_owned())));
    }
    // The order in the page stays among equals.
    found.sort_by_key(|(rank, _)| *rank);
    let times = elements(main).filter(|(_, element)| element.name() == "time");
    let times = times.filter_map(|(_, element)| Some(element.attr("datetime")?.trim().to_owned()));
    let mut dates: Vec<String> = Vec::new();
    for date in found.into_iter().map(|(_, date)| date).chain(times).filter(|date| !date.is_empty()) {
        // A page that repeats itself says nothing more; twenty dates are enough to judge it by.
        if dates.len() < 20 && !dates.contains(&date) {
            dates.push(date);
        }
    }
    dates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_goes_from_the_title() {
        for (title, expected) in [
            ("Brug open | Gemeente Zuiddorp", "Brug open"),
            ("Brug open | Nieuws | Zuiddorp", "Brug open"),
            ("Brug open - Zuiddorp", "Brug open"),
            ("Begroting 2021 - 2024", "Begroting 2021 - 2024"),
            ("Begroting 2021 - 2024 – Zuiddorp", "Begroting 2021 - 2024"),
            ("Brug-open", "Brug-open"),
            (" | Zuiddorp", " | Zuiddorp"),
        ] {
            assert_eq!(without_site(title), expected);
        }
    }
}
