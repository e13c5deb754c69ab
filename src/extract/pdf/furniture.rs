//! Running headers, footers and page numbers: lines near the edges of pages that recur with at most their numbers
//! changed, and what the file marks as such. They are left out of the blocks.

use std::collections::{HashMap, HashSet};

use super::fonts::Style;
use super::pages::Page;
use super::tables::Line;

/// The part of the height at each edge where running lines stand.
const ZONE: f32 = 0.14;
/// Where lines count as running ones if they stand at the same height of most pages: the sender's details of letters.
const WIDE_ZONE: f32 = 0.3;
/// Lines that differ less in height stand at the same height of their pages, in points.
const LEVEL: f32 = 10.0;
/// How many lines of each edge are looked at.
const DEPTH: usize = 40;

/// Where a text stands: its page, its base line, and the numbers in it.
struct Place {
    page: u32,
    base: f32,
    /// Whether it stands near an edge of the page.
    edge: bool,
    /// Whether it stands in a side column.
    aside: bool,
    /// Whether it is more than a word.
    long: bool,
    numbers: Vec<u32>,
}

/// The pages without their running lines; `count` is the number of pages of the document.
pub(super) fn without(mut pages: Vec<Page>, count: u32) -> Vec<Page> {
    for page in &mut pages {
        page.lines.retain(|line| !line.style.has(Style::ASIDE));
    }
    let mut exact: HashMap<String, Vec<Place>> = HashMap::new();
    let mut masked: HashMap<String, Vec<Place>> = HashMap::new();
    for page in &pages {
        for line in edges(page, WIDE_ZONE).into_iter().filter_map(|number| page.lines.get(number)) {
            let edge = line.base < ZONE * page.height || line.base > (1.0 - ZONE) * page.height;
            let place = || Place {
                page: page.number,
                base: line.base,
                edge,
                aside: line.aside,
                long: line.text.chars().count() >= 12,
                numbers: numbers(&line.text),
            };
            exact.entry(key(line, false)).or_default().push(place());
            if edge {
                masked.entry(key(line, true)).or_default().push(place());
            }
        }
    }
    let running = |places: &Vec<Place>| recurs(places, count);
    let mut keys: HashSet<String> =
        exact.into_iter().filter(|(_, places)| running(places)).map(|(key, _)| key).collect();
    let counted = masked.into_iter().filter(|(key, places)| follows_pages(key, places, count));
    keys.extend(counted.map(|(key, _)| key));
    for page in &mut pages {
        strip(page, &keys, count);
    }
    pages
}

fn strip(page: &mut Page, keys: &HashSet<String>, count: u32) {
    let near = |line: &Line| line.base < ZONE * page.height || line.base > (1.0 - ZONE) * page.height;
    let out: HashSet<usize> = edges(page, WIDE_ZONE)
        .into_iter()
        .filter(|number| {
            page.lines.get(*number).is_some_and(|line| {
                let known = keys.contains(&key(line, false)) || (near(line) && keys.contains(&key(line, true)));
                // On the first page what stands within the page is the sender's own statement.
                (known && (page.number > 1 || (near(line) && count > 2)))
                    || (near(line) && page_of(&line.text, page.number, count))
            })
        })
        .collect();
    let mut number = 0;
    page.lines.retain(|_| {
        number += 1;
        !out.contains(&(number - 1))
    });
}

/// The lines near the upper and the lower edge of a page.
fn edges(page: &Page, zone: f32) -> Vec<usize> {
    let zone = zone * page.height;
    let mut order: Vec<(usize, f32)> =
        page.lines.iter().enumerate().map(|(number, line)| (number, line.base)).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let upper = order.iter().take(DEPTH).filter(|(_, base)| *base < zone);
    let lower = order.iter().rev().take(DEPTH).filter(|(_, base)| *base > page.height - zone);
    upper.chain(lower).map(|(number, _)| *number).collect()
}

/// The text of a line to compare: without spaces and case, and with "#" for each number if `masked`.
fn key(line: &Line, masked: bool) -> String {
    let mut key = String::new();
    for letter in line.text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase) {
        match letter {
            digit if masked && digit.is_ascii_digit() => {
                if !key.ends_with('#') {
                    key.push('#');
                }
            }
            other => key.push(other),
        }
    }
    if masked && !key.contains('#') { format!("={key}") } else { key }
}

fn numbers(text: &str) -> Vec<u32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// Whether the same text stands at the same height of enough pages.
fn recurs(places: &[Place], count: u32) -> bool {
    let level = level(places);
    let pages: HashSet<u32> = places.iter().map(|place| place.page).collect();
    if count == 2 {
        return level == 2
            && pages.len() == 2
            && places.len() == 2
            && places.iter().all(|place| place.edge && place.long);
    }
    if count < 2 {
        return false;
    }
    let least = 3.min((count as usize).saturating_sub(1));
    let edge = places.iter().all(|place| place.edge);
    // On the first page of a letter they stand elsewhere.
    let nearly_all = 5 * level.min(pages.len()) >= 3 * (count as usize - 1);
    // A letter may be a small part of its file.
    let beside = level >= 3 && places.iter().filter(|place| place.aside).count() >= 3;
    let most = edge || (pages.len() >= 3 && (nearly_all || beside));
    pages.len() >= least && 2 * level >= places.len() && most
}

/// How many of the places are at about the same height; scans lie a little higher or lower.
fn level(places: &[Place]) -> usize {
    let mut bases: Vec<f32> = places.iter().map(|place| place.base).collect();
    bases.sort_by(f32::total_cmp);
    let reach = |(start, base): (usize, &f32)| bases.partition_point(|other| other - base < LEVEL) - start;
    bases.iter().enumerate().map(reach).max().unwrap_or_default()
}

/// Whether a number in a text goes with the number of the page, so that the text belongs to the page.
fn follows_pages(key: &str, places: &[Place], count: u32) -> bool {
    let named = ["bijlage#", "hoofdstuk#", "artikel#", "deel#"].contains(&key);
    if !key.contains('#') || count <= 2 || named {
        return false;
    }
    let mut offsets: HashMap<(usize, i64), usize> = HashMap::new();
    for place in places {
        for (at, number) in place.numbers.iter().enumerate().take(6) {
            *offsets.entry((at, i64::from(*number) - i64::from(place.page))).or_default() += 1;
        }
    }
    let most = offsets.into_values().max().unwrap_or_default();
    most >= 3 && 2 * most >= places.len()
}

/// Whether a line says nothing but which page it stands on: "3", "- 3 -", "Pagina 3 van 12", "3/12".
fn page_of(text: &str, page: u32, count: u32) -> bool {
    let lower = text.to_lowercase();
    let words: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    if !matches!(
        words.as_str(),
        "" | "pagina"
            | "paginavan"
            | "blad"
            | "bladvan"
            | "bladzijde"
            | "pag"
            | "van"
            | "p"
            | "page"
            | "pageof"
            | "blz"
    ) {
        return false;
    }
    let dashed = text.starts_with(['-', '–']) && text.ends_with(['-', '–']);
    match numbers(text)[..] {
        [number] => number == page || (text.len() < 16 && (!words.is_empty() || dashed)),
        [number, all] => all >= number && (all == count || number == page || !words.is_empty()) && text.len() < 30,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pages: &[&[(f32, &str)]], expected: &[&[&str]]) {
        let page = |(number, lines): (usize, &&[(f32, &str)])| Page {
            number: number as u32 + 1,
            height: 800.0,
            lines: lines
                .iter()
                .map(|(base, text)| Line { text: (*text).to_owned(), base: *base, ..Line::default() })
                .collect(),
            stamps: Vec::new(),
        };
        let pages: Vec<Page> = pages.iter().enumerate().map(page).collect();
        let count = pages.len() as u32;
        let found: Vec<Vec<String>> = without(pages, count)
            .into_iter()
            .map(|page| page.lines.into_iter().map(|line| line.text).collect())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_that_recur_at_the_edges_are_left_out() {
        check(
            &[
                &[(40.0, "Nota water"), (400.0, "Een"), (770.0, "Pagina 1 van 3")],
                &[(40.0, "Nota water"), (400.0, "Een"), (770.0, "Pagina 2 van 3")],
                &[(40.0, "Nota water"), (400.0, "Een"), (770.0, "Pagina 3 van 3")],
            ],
            &[&["Een"], &["Een"], &["Een"]],
        );
    }

    #[test]
    fn side_columns_of_later_pages_are_left_out_but_not_on_the_first() {
        check(
            &[
                &[(200.0, "Ons kenmerk"), (400.0, "Een")],
                &[(150.0, "Ons kenmerk"), (400.0, "Twee")],
                &[(153.0, "Ons kenmerk"), (400.0, "Drie")],
                &[(148.0, "Ons kenmerk"), (400.0, "Vier")],
            ],
            &[&["Ons kenmerk", "Een"], &["Twee"], &["Drie"], &["Vier"]],
        );
    }

    #[test]
    fn a_header_of_two_pages_stays_on_the_first() {
        let pages: &[&[(f32, &str)]] =
            &[&[(40.0, "Nota over het water"), (400.0, "Een")], &[(41.0, "Nota over het water")]];
        check(pages, &[&["Nota over het water", "Een"], &[]]);
    }

    #[test]
    fn headings_that_count_by_themselves_stay() {
        check(
            &[&[(60.0, "Bijlage 7")], &[(60.0, "Bijlage 2")], &[(60.0, "Bijlage 3")]],
            &[&["Bijlage 7"], &["Bijlage 2"], &["Bijlage 3"]],
        );
    }

    #[test]
    fn short_documents_lose_only_page_numbers() {
        check(&[&[(40.0, "Brief"), (770.0, "1")], &[(40.0, "Brief"), (770.0, "2/2")]], &[&["Brief"], &["Brief"]]);
    }
}
