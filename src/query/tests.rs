//! What lines mean, what is refused, and what holds for any line at all.

use proptest::prelude::*;

use super::*;

/// Punctuation around words goes and inside them stays; parentheses and hyphens in words, amounts, addresses.
#[test]
fn words_are_kept_as_typed() {
    reads(&[
        ("Arnhem Nijmegen", "Arnhem Nijmegen"),
        ("  Arnhem\t\u{1}Nijmegen\n", "Arnhem Nijmegen"),
        ("2!Connect b&w ICT-samenwerking 213a", "2!Connect b&w ICT-samenwerking 213a"),
        ("https://x.nl/a?b=c 13:56 onderwerp:x 1.234,56", "https://x.nl/a?b=c 13:56 onderwerp:x 1.234,56"),
        ("Wat, waar; en (hoe)? [Ja!] {zo} \\a/ ‘harde’ 'ICT'", "Wat waar en hoe Ja zo a harde ICT"),
        ("land- en tuinbouw, foto's m.n.", "land en tuinbouw foto's m.n"),
        ("Arnhem - Nijmegen – Tiel", "Arnhem Nijmegen Tiel"),
        ("artikel 8(a) wet(geving)s (artikel 9(b))", "artikel 8(a) wet(geving)s [artikel 9(b)]"),
        ("wet(geving van) x", "wet geving van x"),
        ("5\" scherm 7\" scherm", "5 scherm 7 scherm"),
        ("\"een zin die niet eindigt", "een zin die niet eindigt"),
        ("€ 500,- of 8,5%", "€ 500 of 8,5%"),
        ("\u{FEFF}één cafe\u{301}", "één cafe\u{301}"),
        ("a+b x--y z-", "a+b x--y z"),
    ]);
}

/// Quotes of all forms, text between them, quotations near and misspelt.
#[test]
fn quotations_are_required() {
    reads(&[
        ("\"sociaal  domein\" x", "+«sociaal domein» x"),
        ("“a b” „c d” «e f» »g h« „i j“", "+«a b» +«c d» +«e f» +«g h» +«i j»"),
        ("‘a b’", "a b"),
        ("\"a, (b) -c OR d:e\"", "+«a, (b) -c OR d:e»"),
        ("\"\" \" - \" x", "x"),
        ("-\"a b\" x -\"\" y", "-«a b» x y"),
        ("\"a b\"~5 \"a b\"~99999999999 \"a b\"~0 \"a b\"~ x", "+«a b»~5 +«a b»~50 +«a b» +«a b» x"),
        ("\"belasting\" \"belasting\"~2 \"ab\"~2", "+«belasting» belasting~2 +«ab»"),
        ("\"a b\"\"c d\"e", "+«a b» +«c d» e"),
    ]);
}

/// Beginnings and misspellings, and the stars and tildes that are punctuation.
#[test]
fn stars_and_tildes_count_at_the_end_of_words() {
    reads(&[
        ("woord* wo*, (wo*) w* * *woord wo*rd", "woord… wo… wo… w woord wo*rd"),
        ("woord~ woord~1 woord~2. woord~9 woord~0", "woord~1 woord~1 woord~2 woord~2 woord~1"),
        ("ab~ 2019~ ~ ~x 10~20", "ab 2019 x 10~20"),
        ("-woord* +woord~", "-woord… +woord~1"),
    ]);
}

/// Signs directly before things, operators in both languages, binding, and operators that are words.
#[test]
fn signs_and_operators_bind() {
    reads(&[
        ("a -b +c", "a -b +c"),
        ("a -(b c) +(d e) (-f)", "a -[b c] +[d e] -f"),
        ("a - b + c -- d --e", "a b c d e"),
        ("a b OR c d", "a {b c} d"),
        ("a OF b | c", "{a b c}"),
        ("a OR (b c) OR (d OR e)", "{a [b c] d e}"),
        ("(a OR b) c", "{a b} c"),
        ("\"a b\" OR \"c d\"", "+{«a b» «c d»}"),
        ("\"a b\" OR c", "{«a b» c}"),
        ("+a OR b", "+{a b}"),
        ("a AND b c EN d", "+a +b +c +d"),
        ("a AND b OR c d", "+a +{b c} d"),
        ("a NOT b NIET NOT c", "a -b -c"),
        ("a AND NOT b", "+a -b"),
        ("a NOT(b c) OR(d e) f", "a [d e] -[b c] f"),
        ("a OR -b OR c", "{a c} -b"),
        ("-(a OR b) c", "-{a b} c"),
        ("x -(-(a) -b)", "x -a -b"),
        ("a or b of c en d not e", "a or b of c en d not e"),
        ("OR a OF", "OR a OF"),
        ("dat mag NIET, ja OF NIET", "dat mag NIET ja OF NIET"),
        ("a OR OR b AND OR c", "+{a b} +c"),
        ("| a || b |", "a b"),
        ("WET OF VERORDENING NIET", "WET OF VERORDENING NIET"),
        ("WET | VERORDENING", "{WET VERORDENING}"),
        ("WET OF verordening", "{WET verordening}"),
        ("2019 OR 2020", "{2019 2020}"),
        ("'OR' b -OR", "OR b -OR"),
    ]);
}

/// Groups, unbalanced parentheses, titles and headings.
#[test]
fn groups_and_fields_hold_what_follows() {
    reads(&[
        ("(a b -c) d", "[a b -c] d"),
        ("(a (b c", "[a [b c]]"),
        ("a) b) (c", "a b c"),
        ("() a (()) -() b", "a b"),
        ("titel:woord Kop:\"a b\" heading:wo* title:(a -b)", "titel<woord> +kop<«a b»> kop<wo…> titel<[a -b]>"),
        ("titel:(a OR b) -titel:c titel: d", "titel<{a b}> -titel<c> titel<d>"),
        ("titel:(-a) titel:(kop:b) +titel:c x", "-titel<a> titel<kop<b>> +titel<c> x"),
        ("titel:\"a b\" OR titel:c", "{titel<«a b»> titel<c>}"),
        ("titel: -a titel: b:", "titel -a titel<b>"),
        ("Titel:", "Titel"),
        ("titel:kop:x 'titel:y", "titel<kop:x> titel:y"),
    ]);
}

/// Names in both languages and any case, values, lists, places, dates.
#[test]
fn filters_are_lifted_to_the_top() {
    reads(&[
        ("gemeente:Druten x", "x ; gemeente=Druten"),
        ("Gemeente: Druten, x", "x ; gemeente=Druten"),
        ("municipality:\"Mook en  Middelaar\"", "; gemeente=Mook en Middelaar"),
        ("gemeente:'s-Hertogenbosch gemeente:'Druten'", "; gemeente='s-Hertogenbosch gemeente=Druten"),
        ("gemeente:Druten,\"Mook en Middelaar\",,Tiel.", "; gemeente=Druten gemeente=Mook en Middelaar gemeente=Tiel"),
        ("-soort:nota,kaart NOT taal:en +collection:x", "; -soort=nota -soort=kaart -taal=en verzameling=x"),
        ("(a gemeente:x) OR b OR kind:y", "{a b} ; gemeente=x soort=y"),
        ("a AND taal:nl -(b taal:en)", "+a -b ; taal=nl -taal=en"),
        ("gemeente:\"Druten x", "x ; gemeente=Druten"),
        ("'gemeente:' x", "gemeente x"),
        ("-gemeente:x", "; -gemeente=x"),
        ("soort:a:b,OR", "; soort=a:b soort=OR"),
        (
            "jaar:2019 jaar:2019..2021 year:2019-2021",
            "; 2019-01-01..2019-12-31 2019-01-01..2021-12-31 2019-01-01..2021-12-31",
        ),
        ("jaar:2019.. jaar:..2021 jaar:2021..2019.", "; 2019-01-01.. ..2021-12-31 2019-01-01..2021-12-31"),
        ("datum:2021-04-10 datum:10-4-2021, x", "x ; 2021-04-10..2021-04-10 2021-04-10..2021-04-10"),
        ("datum:10-4-2021..31-12-2021 date:2024-02", "; 2021-04-10..2021-12-31 2024-02-01..2024-02-29"),
        ("jaar:2019,2021", "; 2019-01-01..2019-12-31 2021-01-01..2021-12-31"),
    ]);
}

/// Every reason, its place, and its order among others.
#[test]
fn what_cannot_be_carried_out_is_refused() {
    let words = "woord ".repeat(64);
    for (source, at, why) in [
        ("", 0, Why::Empty),
        (" \n ?! () \"\" - | *", 0, Why::Empty),
        ("-x", 1, Why::OnlyExclusions),
        ("NOT x -(y z)", 0, Why::OnlyExclusions),
        ("x gemeente:", 2, Why::EmptyFilter("gemeente".into())),
        ("Jaar: -x", 0, Why::EmptyFilter("Jaar".into())),
        ("soort: OF x", 0, Why::EmptyFilter("soort".into())),
        ("(soort: taal:nl", 1, Why::EmptyFilter("soort".into())),
        ("gemeente:(Druten)", 0, Why::EmptyFilter("gemeente".into())),
        ("taal:\"\"", 0, Why::EmptyFilter("taal".into())),
        ("x datum:april 2021", 8, Why::BadDate("april".into())),
        ("datum:2021-02-29", 6, Why::BadDate("2021-02-29".into())),
        ("jaar:2019,19", 10, Why::BadDate("19".into())),
        ("jaar:2019..+2021", 5, Why::BadDate("2019..+2021".into())),
        (&format!("{words} een"), 385, Why::TooManyClauses),
        (&"(".repeat(21), 20, Why::TooDeep),
        (&"é".repeat(1_001), 1_000, Why::TooLong),
        (&"(\"NOT:~*-".repeat(120_000), 1_000, Why::TooLong),
    ] {
        let refusal = parse(source).expect_err(source);
        assert_eq!(refusal, Refusal { at, why }, "{source}");
        for (dutch, place) in [(true, "teken"), (false, "character")] {
            let message = refusal.message(dutch);
            assert!(message.starts_with(&format!("{place} {}: ", at + 1)) && !message.contains('\n'), "{message}");
        }
    }
    assert!(parse(&words).is_ok() && parse(&"é".repeat(1_000)).is_ok());
    let deepest = parse(&format!("{}a +b OR titel:c", "(d ".repeat(20))).expect("20 deep");
    assert_eq!(parse(&deepest.to_string()).expect("no deeper than typed").items, deepest.items);
    assert!(parse(&format!("{}a{}", "(".repeat(20), ")".repeat(900))).is_ok());
}

/// Lines of the most troublesome parts, as many as fit.
fn line() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zA-Zé0-9]{1,4}",
        4 => "[ \"()*~|:,.&'+-]",
        3 => Just(" ".to_owned()),
        1 => "[“”„«\u{301}\u{200B}\u{FEFF}\u{0}\u{A0}😀ĳß%…/@]",
        2 => proptest::sample::select(vec![
            " OR ", " OF ", " AND ", " EN ", " NOT ", " NIET ", "OR", "NIET(", " -", " +", " (", "\"a b\"", "~2", "~0",
        ]).prop_map(str::to_owned),
        1 => proptest::sample::select(vec![
            "titel:", " kop:", " titel:(", " gemeente:", "soort:", " Taal:", "jaar:2019", "datum:2021-04", "..", " -jaar:..2020",
        ]).prop_map(str::to_owned),
    ];
    prop_oneof![proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat()), "\\PC{0,60}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// No panic; words come from the line; the form keeps its promises; the canonical spelling means the same.
    #[test]
    fn any_line_is_read_or_refused(source in line()) {
        match parse(&source) {
            Ok(query) => {
                prop_assert!(!query.items.is_empty() || !query.filters.is_empty());
                query.items.iter().for_each(|item| check(&item.node, &source));
                let canonical = query.to_string();
                prop_assume!(canonical.chars().count() <= LONGEST);
                let again = parse(&canonical);
                prop_assert!(again.is_ok(), "{source:?} is {canonical:?}: {again:?}");
                let again = again.unwrap();
                prop_assert_eq!((&again.items, &again.filters), (&query.items, &query.filters), "{:?}", canonical);
                prop_assert_eq!(again.to_string(), canonical);
            }
            Err(refusal) => {
                prop_assert!(refusal.at <= source.chars().count());
                prop_assert!(!refusal.message(true).chars().any(char::is_control));
            }
        }
    }
}

fn check(node: &Node, source: &str) {
    match node {
        Node::Word(word) | Node::Prefix(word) | Node::Fuzzy { word, .. } => {
            assert!(source.contains(word.as_str()) && !word.contains(char::is_whitespace), "{word:?}");
            assert!(!matches!(node, Node::Prefix(_)) || word.chars().count() >= 2, "{word:?}");
        }
        Node::Phrase(text) => assert!(text.split(' ').all(|word| source.contains(word)), "{text:?}"),
        Node::Near { text, distance } => assert!(text.contains(' ') && (1..=50).contains(distance), "{text:?}"),
        Node::Field { node, .. } => check(node, source),
        Node::Any(nodes) => {
            assert!(nodes.len() > 1 && !nodes.iter().any(|node| matches!(node, Node::Any(_))));
            nodes.iter().for_each(|node| check(node, source));
        }
        Node::Group(items) => {
            assert!(items.len() > 1 && items.iter().any(|item| item.need != Need::MustNot));
            items.iter().for_each(|item| check(&item.node, source));
        }
    }
}

/// Each line is read as the shape beside it, and so is its canonical spelling. In a shape a sign is the need (none for
/// `Should`), `{}` alternatives, `[]` a group, `«»` a phrase, `…` a prefix, `<>` what a field holds; filters follow `;`.
fn reads(lines: &[(&str, &str)]) {
    for (source, expected) in lines {
        let query = parse(source).unwrap_or_else(|refusal| panic!("{source}: {refusal}"));
        assert_eq!(query.source, *source);
        assert_eq!(shape(&query), *expected, "{source}");
        let canonical = query.to_string();
        let again = parse(&canonical).unwrap_or_else(|refusal| panic!("{canonical}: {refusal}"));
        assert_eq!((&again.items, &again.filters), (&query.items, &query.filters), "{source} is {canonical}");
    }
}

fn shape(query: &Query) -> String {
    let mut parts = vec![items_shape(&query.items)];
    if !query.filters.is_empty() {
        parts.push(";".to_owned());
    }
    for Filter { excluded, on } in &query.filters {
        let day = |day: &Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let on = match on {
            FilterOn::Municipality(value) => format!("gemeente={value}"),
            FilterOn::Kind(value) => format!("soort={value}"),
            FilterOn::Language(value) => format!("taal={value}"),
            FilterOn::Collection(value) => format!("verzameling={value}"),
            FilterOn::Dates { from, to } => format!("{}..{}", day(from), day(to)),
        };
        parts.push(if *excluded { format!("-{on}") } else { on });
    }
    parts.join(" ").trim_start().to_owned()
}

fn items_shape(items: &[Item]) -> String {
    let shapes = items.iter().map(|item| {
        let sign = match item.need {
            Need::Should => "",
            Need::Must => "+",
            Need::MustNot => "-",
        };
        format!("{sign}{}", node_shape(&item.node))
    });
    shapes.collect::<Vec<_>>().join(" ")
}

fn node_shape(node: &Node) -> String {
    match node {
        Node::Word(word) => word.clone(),
        Node::Prefix(word) => format!("{word}…"),
        Node::Fuzzy { word, distance } => format!("{word}~{distance}"),
        Node::Phrase(text) => format!("«{text}»"),
        Node::Near { text, distance } => format!("«{text}»~{distance}"),
        Node::Field { field: Field::Title, node } => format!("titel<{}>", node_shape(node)),
        Node::Field { field: Field::Heading, node } => format!("kop<{}>", node_shape(node)),
        Node::Any(nodes) => format!("{{{}}}", nodes.iter().map(node_shape).collect::<Vec<_>>().join(" ")),
        Node::Group(items) => format!("[{}]", items_shape(items)),
    }
}
