//! Data that stands beside the project, in the folder that RAADPLEEG_DATA names; without it these tests are skipped.
//!
//! - real municipal pages, indexed together with by-laws and laws, are found by what a reader would type, and the
//!   passage is the one that says it;
//! - no fragment or passage of them holds words of menus or stamps;
//! - the ranking of judged sets is as good as it was (nDCG@10).

#![expect(clippy::print_stdout, reason = "what was skipped or measured is told")]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::evaluate::set_index::{index_set, search_set};
use raadpleeg::evaluate::{JudgedSet, Measures};
use raadpleeg::search::Searcher;
use serde_json::Value;
use support::{assert_fragment, assert_no_furniture, flat, fresh_folder, hits, run, shown, text};

mod support;

/// The folder `inside` of the data; `None`, after saying so, where it is not there.
fn data(inside: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("RAADPLEEG_DATA").filter(|value| !value.is_empty()) else {
        println!("skipped: RAADPLEEG_DATA does not name the folder with the data beside the project");
        return None;
    };
    let path = Path::new(&folder).join(inside);
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// An index of the real pages and the by-laws and laws, made once.
fn index() -> Option<&'static Path> {
    static INDEX: OnceLock<Option<PathBuf>> = OnceLock::new();
    let made = INDEX.get_or_init(|| {
        let (pages, laws) = (data("seeds")?, data("text")?);
        let path = fresh_folder("pages-and-laws");
        let ran = run(["index", &shown(&pages), &shown(&laws), "--index", &shown(&path)]);
        assert_eq!(ran.code(), 0, "{}{}", ran.out, ran.err);
        Some(path)
    });
    made.as_deref()
}

fn search(query: &str) -> Option<Vec<Value>> {
    let ran = run(["search", "--index", &shown(index()?), "--json", "--", query]);
    assert_eq!(ran.code(), 0, "{query}: {}", ran.err);
    Some(hits(&ran.json()).clone())
}

#[test]
fn real_pages_are_found_by_what_they_say() {
    // The query, the beginnings of the names of the pages that will do, among how many hits, and a word of the passage.
    for (query, pages, among, word) in [
        ("Participatiewet samenwerking Rijk van Nijmegen", vec!["000_"], 1, "participatiewet"),
        ("arbeidsbemiddeling", vec!["000_"], 1, "arbeidsbemiddeling"),
        ("glasvezel", vec!["000_", "001_"], 1, "glasvezel"),
        ("glasvezelverbinding", vec!["000_", "001_"], 1, "glasvezelverbinding"),
        ("intentieverklaring ICT tien gemeenten", vec!["002_"], 1, "intentieverklaring"),
        ("haalbaarheidsonderzoek", vec!["002_"], 1, "haalbaarheidsonderzoek"),
        // Misspelt in the page ("Uitvoeringsdientst").
        ("Regionale Uitvoeringsdienst", vec!["002_"], 3, "regionale uitvoerings"),
        ("2!Connect knelpunten", vec!["003_"], 1, "knelpunten"),
        ("portfoliomanagement", vec!["003_"], 1, "portfoliomanagement"),
        ("3G governance", vec!["003_"], 1, "governance"),
        ("vier K's kwetsbaarheid", vec!["004_"], 1, "kwetsbaarheid"),
        ("directeur iRvN", vec!["004_"], 1, "directeur"),
        ("duizenden aanvallen", vec!["004_"], 1, "aanvallen"),
    ] {
        let Some(found) = search(query) else { return };
        let first: Vec<&Value> = found.iter().take(among).collect();
        let right = first.iter().any(|hit| {
            let path = text(hit, "/document/pad");
            let says = flat(text(hit, "/passage/tekst")).to_lowercase().contains(word);
            says && pages.iter().any(|page| path.starts_with(page))
        });
        let paths: Vec<&str> = first.iter().map(|hit| text(hit, "/document/pad")).collect();
        assert!(right, "{query}: {pages:?} with {word:?} should be among the first {among}: {paths:?}");
        found.iter().for_each(assert_fragment);
    }
}

#[test]
fn real_pages_are_shown_without_their_menus() {
    for query in ["verzameling:seeds", "taal:nl ict", "Rijk van Nijmegen", "gemeenten", "najaarsnota export"] {
        let Some(found) = search(query) else { return };
        found.iter().for_each(assert_no_furniture);
    }
}

#[test]
fn judged_sets_are_ranked_as_well_as_before() {
    for (name, least) in [("rijksoverheid-vac", 0.652), ("dekamer-titel", 0.590), ("dekamer-thema", 0.378)] {
        check_ranking(name, least);
    }
}

/// The large one, apart, so that it runs beside the others.
#[test]
fn law_articles_are_ranked_as_well_as_before() {
    check_ranking("wetten-artikelen", 0.410);
}

/// Fails where nDCG@10 of the judged set, to three decimals, is lower than `least`.
fn check_ranking(name: &str, least: f64) {
    let Some(dir) = data(&format!("collections/{name}")) else { return };
    let (set, path) = (JudgedSet::read(&dir).unwrap(), fresh_folder(name));
    let index = EmbeddedIndex::open_or_create(&path).unwrap();
    index_set(&dir, &index, 2).unwrap();
    let searcher = Searcher::new(Box::new(index.reader().unwrap()));
    let ranking = |text: &str| search_set(&searcher, text, 100).unwrap().into_iter().map(|(id, _)| id).collect();
    let rankings = set.queries.iter().map(|query| (query.id.clone(), ranking(&query.text))).collect();
    let measures = Measures::over::<String>(&set, &rankings);
    std::fs::remove_dir_all(&path).unwrap();
    println!("{name}: nDCG@10 {:.4}, Recall@100 {:.4}", measures.ndcg10, measures.recall100);
    assert!(measures.ndcg10 >= least - 0.0005, "{name}: nDCG@10 is {:.4}, was {least}", measures.ndcg10);
}
