//! The program as users run it, on the project's own corpus.
//!
//! - `search --in` keeps its index in the cache folder, updates nothing when nothing changed, and finds what changed;
//! - exit codes: 0 hits, 1 none, 2 error;
//! - pages neither repeat nor skip a result; `--limit` is kept;
//! - `--sort date` gives matches only, newest first, undated last;
//! - `--group` shows a document once, or each passage by itself;
//! - a filter keeps exactly the passages that have the value; excluded, exactly the others;
//! - reasons add up to the score;
//! - `diff` and `compare` tell what changed, in lines of 80 columns, as JSON and HTML;
//! - CSV has a row per passage; JSON and CSV exclude each other; `--lang en` speaks English.

use serde_json::Value;
use support::{answer, corpus, corpus_index, fresh_folder, hits, run, run_with_cache, search, shown, text};

mod support;

/// Queries with many hits, of several kinds.
const BROAD: [&str; 6] =
    ["glasvezel", "subsidie sport", "wat kost een parkeervergunning", "college", "jeugdhulp OR afval", "be*"];

/// All passages of the corpus.
fn all_passages() -> Vec<Value> {
    hits(&answer(&["verzameling:corpus", "--group", "none", "--limit", "10000"])).clone()
}

fn ids(hits: &[Value]) -> Vec<String> {
    hits.iter().map(|hit| text(hit, "/passage/id").to_string()).collect()
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

#[test]
fn a_folder_is_searched_with_an_index_in_the_cache() {
    let (folder, cache) = (fresh_folder("folder"), fresh_folder("cache"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("een.txt"), "De raad stelt de kwijtschelding vast.\n").unwrap();
    std::fs::write(folder.join("twee.md"), "# Afval\n\nDe milieustraat is op zaterdag open.\n").unwrap();
    let found = |query: &str| {
        let ran = run_with_cache(&cache, &["search", "--in", &shown(&folder), "--json", "--group", "none", query]);
        assert!(ran.err.is_empty(), "{}", ran.err);
        hits(&ran.json()).iter().map(|hit| text(hit, "/document/pad").to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("milieustraat"), ["twee.md"]);
    let before = index_files(&cache);
    assert_eq!(found("milieustraat"), ["twee.md"]);
    assert_eq!(index_files(&cache), before, "nothing changed in the folder");

    std::fs::write(folder.join("twee.md"), "# Afval\n\nDe milieustraat krijgt een weegbrug voor puin.\n").unwrap();
    std::fs::write(folder.join("drie.txt"), "De weegbrug kost een ton.\n").unwrap();
    std::fs::remove_file(folder.join("een.txt")).unwrap();
    assert_eq!(sorted(found("weegbrug")), ["drie.txt", "twee.md"]);
    assert!(found("zaterdag").is_empty() && found("kwijtschelding").is_empty(), "what is gone is not found");

    let index = std::fs::read_dir(cache.join("raadpleeg")).unwrap().next().unwrap().unwrap().path();
    let report = run(["index", &shown(&folder), "--index", &shown(&index)]);
    assert!(report.out.starts_with("0 new, 0 changed, 2 unchanged, 0 removed;"), "{}", report.out);
}

/// Names and sizes of the files of the index in `cache` that hold passages.
fn index_files(cache: &std::path::Path) -> Vec<(String, u64)> {
    let files = walkdir::WalkDir::new(cache).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file()).map(|entry| {
        (entry.file_name().to_string_lossy().into_owned(), entry.metadata().map_or(0, |metadata| metadata.len()))
    });
    // The commit record has the time of the last look at the folder.
    files.filter(|(name, _)| !name.ends_with(".json") && !name.starts_with('.')).collect()
}

#[test]
fn exit_codes_say_how_it_went() {
    let (index, nowhere) = (shown(corpus_index()), shown(&fresh_folder("nowhere")));
    for (args, code) in [
        (vec!["search", "--index", &index, "glasvezel"], 0),
        (vec!["search", "--index", &index, "xqzwkvxq"], 1),
        (vec!["search", "--index", &index, "glasvezel", "--page", "9999"], 1),
        (vec!["search", "--index", &index, "glasvezel", "gemeente:Nergenshuizen"], 1),
        (vec!["search", "--index", &nowhere, "glasvezel"], 2),
        (vec!["search", "--in", &nowhere, "glasvezel"], 2),
        (vec!["search", "glasvezel"], 2),
        (vec!["search", "--index", &index], 2),
        (vec!["search", "--index", &index, "--in", &nowhere, "glasvezel"], 2),
        (vec!["search", "--index", &index, "glasvezel", "--json", "--csv"], 2),
        (vec!["search", "--index", &index, "glasvezel", "--limit", "0"], 2),
        (vec!["search", "--index", &index, "glasvezel", "--page", "0"], 2),
        (vec!["search", "--index", &index, "glasvezel", "--sort", "size"], 2),
        (vec!["search", "--index", &index, "jaar:vorig"], 2),
        (vec!["search", "--index", &index, "--", "-glasvezel"], 2),
        (vec!["status", "--index", &index], 0),
        (vec!["status", "--index", &nowhere], 2),
        (vec!["check", "--index", &index], 0),
        (vec!["search", "--help"], 0),
        (vec!["--version"], 0),
        (vec!["zoek"], 2),
    ] {
        let ran = run(&args);
        assert_eq!(ran.code(), code, "{args:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.err.is_empty(), code < 2, "{args:?}: an error is told on standard error: {}", ran.err);
        assert!(code < 2 || ran.out.is_empty(), "{args:?}: {}", ran.out);
    }
}

#[test]
fn pages_neither_repeat_nor_skip() {
    for query in BROAD {
        for order in [["--group", "none"], ["--group", "document"], ["--sort", "date"]] {
            let page = |limit: &str, number: usize| {
                let number = number.to_string();
                let shown = answer(&[&order[..], &["--limit", limit, "--page", &number, query]].concat());
                ids(hits(&shown))
            };
            let whole = page("50", 1);
            let small: Vec<Vec<String>> = (1..=10).map(|number| page("5", number)).collect();
            assert!(small.iter().all(|page| page.len() <= 5), "{query} {order:?}");
            assert_eq!(small.concat(), whole, "{query} {order:?}");
            let mut once = whole.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), whole.len(), "{query} {order:?} repeats a passage");
        }
    }
}

/// The day under which a hit is found: its date, or the first day of its year.
fn day(hit: &Value) -> Option<String> {
    let date = hit["document"]["datum"].as_str().map(str::to_owned);
    date.or_else(|| Some(format!("{}-01-01", hit["document"]["jaar"].as_i64()?)))
}

#[test]
fn dates_go_down_and_only_matches_are_shown() {
    for query in BROAD {
        let page = answer(&["--sort", "date", "--group", "none", "--limit", "10000", query]);
        let dates: Vec<Option<String>> = hits(&page).iter().map(day).collect();
        assert!(dates.windows(2).all(|pair| pair[0] >= pair[1]), "{query}: {dates:?}");
        assert_eq!(page["totaal"].as_u64().unwrap(), dates.len() as u64, "{query}: all that match, and nothing else");
    }
}

#[test]
fn a_document_is_shown_once_or_each_passage_by_itself() {
    for query in BROAD {
        let documents = answer(&["--group", "document", "--versions", "all", "--limit", "10000", query]);
        let passages = answer(&["--group", "none", "--limit", "10000", query]);
        let document = |hit: &Value| text(hit, "/document/id").to_string();
        let mut grouped: Vec<String> = hits(&documents).iter().map(document).collect();
        let mut of_passages: Vec<String> = hits(&passages).iter().map(document).collect();
        for list in [&mut grouped, &mut of_passages] {
            list.sort();
        }
        of_passages.dedup();
        assert_eq!(grouped, of_passages, "{query}: each document once");
        assert_eq!(documents["totaal"], passages["totaal"], "{query}");
        assert!(hits(&passages).iter().all(|hit| hit["meer"] == Value::Array(Vec::new())), "{query}");
        let more = hits(&documents).iter().flat_map(|hit| hit["meer"].as_array().unwrap());
        let shown: Vec<String> = more.map(|more| text(more, "/passage/id").to_string()).collect();
        let known = ids(hits(&passages));
        assert!(shown.iter().all(|id| known.contains(id)), "{query}: other passages are found alone too");
    }
}

#[test]
fn filters_keep_exactly_what_has_the_value() {
    let all = all_passages();
    let date = |hit: &Value| day(hit).unwrap_or_default();
    let is = |pointer: &'static str, value: &'static str| {
        Box::new(move |hit: &Value| text(hit, pointer) == value) as Box<dyn Fn(&Value) -> bool>
    };
    let dated = |from: &'static str, to: &'static str| {
        Box::new(move |hit: &Value| (from..=to).contains(&date(hit).as_str())) as Box<dyn Fn(&Value) -> bool>
    };
    for (filter, keeps) in [
        ("gemeente:Elzenmeer", is("/document/gemeente", "Elzenmeer")),
        ("gemeente:elzenmeer", is("/document/gemeente", "Elzenmeer")),
        ("municipality:Brinkhaven", is("/document/gemeente", "Brinkhaven")),
        ("soort:verordening", is("/document/soort", "verordening")),
        ("soort:Raadsvoorstel", is("/document/soort", "raadsvoorstel")),
        ("taal:nl", is("/document/taal", "nl")),
        ("verzameling:corpus", is("/document/verzameling", "corpus")),
        ("jaar:2021", dated("2021-01-01", "2021-12-31")),
        ("jaar:2020..2021", dated("2020-01-01", "2021-12-31")),
        ("datum:2022-03", dated("2022-03-01", "2022-03-31")),
        ("datum:2021-07-01..", dated("2021-07-01", "9999-12-31")),
        ("datum:..30-6-2021", dated("0001-01-01", "2021-06-30")),
    ] {
        let (kept, left): (Vec<Value>, Vec<Value>) = all.iter().cloned().partition(|hit| keeps(hit));
        assert!(!kept.is_empty(), "{filter}: the corpus has some");
        let found = |query: &str| {
            let page = answer(&["--group", "none", "--limit", "10000", "verzameling:corpus", "--", query]);
            sorted(ids(hits(&page)))
        };
        if !filter.starts_with("verzameling") {
            assert_eq!(found(filter), sorted(ids(&kept)), "{filter}");
            assert_eq!(found(&format!("-{filter}")), sorted(ids(&left)), "-{filter}");
        }
        let ranked = answer(&["--group", "none", "--limit", "10000", "gemeente", filter]);
        assert!(hits(&ranked).iter().all(&keeps), "{filter} with a word");
    }
}

#[test]
fn reasons_add_up_to_the_score() {
    for query in BROAD.into_iter().chain([
        "\"gemeenschappelijke regeling\"",
        "titel:glasvezel",
        "glas vezel",
        "hondebelasting~1",
    ]) {
        let page = answer(&["--explain", "--group", "none", "--limit", "50", query]);
        assert!(!hits(&page).is_empty(), "{query}");
        for hit in hits(&page) {
            let score = hit["score"].as_f64().unwrap();
            let reasons = hit["uitleg"].as_array().unwrap();
            let sum: f64 = reasons.iter().map(|reason| reason["bijdrage"].as_f64().unwrap()).sum();
            assert!((sum - score).abs() <= score * 0.01, "{query}: {sum} of {score}");
        }
        let plain = answer(&["--group", "none", query]);
        assert!(hits(&plain).iter().all(|hit| hit["uitleg"] == Value::Array(Vec::new())), "{query}: not asked for");
    }
}

#[test]
fn text_tells_where_why_and_in_which_language() {
    for (args, expected) in [
        (vec!["glasvezel"], vec!["passages gevonden", "corpus/waldervoort/", "*"]),
        (vec!["glasvezel", "--lang", "en"], vec!["passages found", "municipality of Waldervoort"]),
        (
            vec!["glasvezel", "--explain"],
            vec!["glasvezel: deel van glasvezel|", " in de tekst (", "samen: 100% van de vraag"],
        ),
        (vec!["glasvezel", "--explain", "--lang", "en"], vec!["glasvezel: part of glasvezel|", " in the text ("]),
        (vec!["xqzwkvxq"], vec!["Niets gevonden."]),
        (vec!["xqzwkvxq", "--lang", "en"], vec!["Nothing found."]),
        (vec!["glasvezel", "--page", "9999"], vec!["Deze bladzijde is leeg"]),
    ] {
        let ran = search(&args);
        for words in expected {
            assert!(ran.out.contains(words), "{args:?} should print {words:?}: {}", ran.out);
        }
    }
}

#[test]
fn csv_has_a_row_per_passage() {
    for query in BROAD {
        let rows = csv_rows(&search(&["--csv", "--limit", "50", query]).out);
        let page = answer(&["--group", "none", "--limit", "50", query]);
        assert_eq!(rows.len(), hits(&page).len() + 1, "{query}");
        assert_eq!(rows[0][..3], ["score", "titel", "koppen"]);
        for (row, hit) in rows[1..].iter().zip(hits(&page)) {
            assert_eq!(row.len(), rows[0].len(), "{query}: {row:?}");
            assert_eq!(row[4], text(hit, "/document/pad"), "{query}");
            assert_eq!(
                support::flat(row[10].trim_start_matches('\'')),
                support::flat(text(hit, "/passage/tekst")),
                "{query}"
            );
        }
    }
}

/// Rows and cells of CSV as RFC 4180 has it.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(!quoted && cell.is_empty() && row.is_empty(), "the last row ends");
    rows
}

/// The corpus has files of every kind that the program reads, and all of them are read.
#[test]
fn the_whole_corpus_is_read() {
    let status = run(["status", "--index", &shown(corpus_index()), "--json"]).json();
    let records = run(["status", "--index", &shown(corpus_index()), "--files", "--json"]).json();
    let records: Vec<&str> =
        records["bestanden"].as_array().unwrap().iter().map(|file| file["pad"].as_str().unwrap()).collect();
    let files = walkdir::WalkDir::new(corpus()).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file()).count();
    // What a mail brings along is a document too.
    let attached = records.iter().filter(|path| path.contains(".eml/")).count();
    assert!(attached > 0);
    assert_eq!(records.len(), files + attached);
    assert_eq!(status["bestanden"].as_u64().unwrap(), records.len() as u64);
    assert_eq!(status["documenten"].as_u64().unwrap(), records.len() as u64);
    assert_eq!(status["passages"].as_u64().unwrap(), all_passages().len() as u64);
    assert_eq!(status["onvolledig"], Value::Array(Vec::new()));
}

/// What changed in a passage, and in a document; 0 where nothing did, 1 where something did, 2 where it is not there.
#[test]
fn differences_are_told() {
    let by_year = |year: u32| format!("lindewaard/{year}_begroting_paragraaf_weerstandsvermogen.md");
    let index = shown(corpus_index());
    let ran = |args: &[&str]| run([args, &["--index", &index]].concat());
    let compared = ran(&["compare", &by_year(2021), &by_year(2022)]).expect(1);
    assert!(compared.out.contains("[-2021-]{+2022+}") && compared.out.contains("gewijzigd"), "{}", compared.out);
    assert!(compared.out.lines().all(|line| line.chars().count() <= 80), "{}", compared.out);
    let same = ran(&["compare", &by_year(2021), &by_year(2021), "--json"]).expect(0).json();
    assert!(same["blokken"].as_array().unwrap().iter().all(|block| block["soort"] == "gelijk"), "{same}");
    let blocks = ran(&["compare", &by_year(2021), &by_year(2022), "--json"]).expect(1).json();
    let kinds: Vec<&str> =
        blocks["blokken"].as_array().unwrap().iter().filter_map(|block| block["soort"].as_str()).collect();
    assert!(["gelijk", "gewijzigd", "nieuw", "weg"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    let hits = answer(&["--versions", "2022", "Lindewaard", "risico", "coronajaren"]);
    let id = text(&hits["treffers"][0], "/passage/id").to_string();
    let told = ran(&["diff", &id]).expect(1);
    assert!(told.out.contains("datum: 2021 -> 2022"), "{}", told.out);
    let json = ran(&["diff", &id, "--json"]).expect(1).json();
    assert_eq!(json["nieuw"]["passage"]["id"], id.as_str());
    let older = text(&json, "/oud/passage/id").to_string();
    assert!(ran(&["diff", &id, &older, "--html"]).expect(1).out.contains("<ins class=\"datum\">2022</ins>"));
    ran(&["diff", &id, &id]).expect(0);
    for wrong in [&["diff", "x"][..], &["diff", &id, "x"], &["compare", "x.txt", &by_year(2021)]] {
        let ran = ran(wrong).expect(2);
        assert!(ran.err.starts_with("raadpleeg: there is no ") && ran.err.lines().count() == 1, "{ran:?}");
    }
}
