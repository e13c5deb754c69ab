//! Differences as a reader would tell them, in one line: [-gone-], [+new+], [old→new] for words, {old→new Kind} for facts
//! and <moved>.

use super::*;

fn shown(difference: &Difference) -> String {
    let show = |piece: &Piece| match piece {
        Piece::Same { text } => text.clone(),
        Piece::Gone { text } => format!("[-{text}-]"),
        Piece::New { text } => format!("[+{text}+]"),
        Piece::Changed { before, after, kind: Kind::Words } => format!("[{before}→{after}]"),
        Piece::Changed { before, after, kind } => format!("{{{before}→{after} {kind:?}}}"),
        Piece::Moved { text } => format!("<{text}>"),
    };
    difference.pieces.iter().map(show).collect()
}

fn check(cases: &[(&str, &str, &str)]) {
    for (before, after, expected) in cases {
        let found = difference(before, after);
        assert_eq!(shown(&found), *expected, "{:#?}", found.pieces);
    }
}

#[test]
fn facts_are_changes_of_their_own() {
    check(&[
        ("De aanleg kost € 1,2 mln.", "De aanleg kost € 1,4 mln.", "De aanleg kost {€ 1,2 mln→€ 1,4 mln Amount}."),
        (
            "Zij betaalt € 1.234.567,- aan rente.",
            "Zij betaalt € 1.334.567,- aan rente.",
            "Zij betaalt {€ 1.234.567,-→€ 1.334.567,- Amount} aan rente.",
        ),
        ("Een uur kost vijf euro.", "Een uur kost 7,50 euro.", "Een uur kost {vijf euro→7,50 euro Amount}."),
        (
            "Er resteert € -300 of -€ 5.",
            "Er resteert € -450 of -€ 6.",
            "Er resteert {€ -300→€ -450 Amount} of {-€ 5→-€ 6 Amount}.",
        ),
        (
            "Het krediet is € 2 mln.",
            "Het krediet is 2,5 miljoen euro.",
            "Het krediet is {€ 2 mln→2,5 miljoen euro Amount}.",
        ),
        (
            "De raming is 1,4 miljoen.",
            "De raming is € 1,5 miljoen.",
            "De raming is {1,4 miljoen→€ 1,5 miljoen Amount}.",
        ),
        ("De rente is 12%.", "De rente is 14%.", "De rente is {12%→14% Percentage}."),
        ("Een groei van 12,5 procent.", "Een groei van 13 %.", "Een groei van {12,5 procent→13 % Percentage}."),
        ("Er zijn 2.250 lichtmasten.", "Er zijn 2.310 lichtmasten.", "Er zijn {2.250→2.310 Number} lichtmasten."),
        ("Bezwaar kan binnen zes weken.", "Bezwaar kan binnen 8 weken.", "Bezwaar kan binnen {zes→8 Number} weken."),
        (
            "Zie artikel 2.1 en hoofdstuk II.",
            "Zie artikel 2.3 en hoofdstuk III.",
            "Zie {artikel 2.1→artikel 2.3 Number} en {hoofdstuk II→hoofdstuk III Number}.",
        ),
        ("Er komen 2000 bomen bij.", "Er komen 2.500 bomen bij.", "Er komen {2000→2.500 Number} bomen bij."),
        ("Open vanaf 9.30 uur.", "Open vanaf 9.00 uur.", "Open vanaf {9.30→9.00 Number} uur."),
    ]);
}

#[test]
fn dates_are_one_token() {
    check(&[
        (
            "Vastgesteld op 1 januari 2021.",
            "Vastgesteld op 15 maart 2022.",
            "Vastgesteld op {1 januari 2021→15 maart 2022 Date}.",
        ),
        (
            "Uiterlijk 01-02-2021 betalen.",
            "Uiterlijk 15-03-2021 betalen.",
            "Uiterlijk {01-02-2021→15-03-2021 Date} betalen.",
        ),
        ("Versie 2021-01-01.", "Versie 2021-06-30.", "Versie {2021-01-01→2021-06-30 Date}."),
        (
            "De nota verscheen in 2020.",
            "De nota verscheen in september 2021.",
            "De nota verscheen in {2020→september 2021 Date}.",
        ),
        (
            "Plan 2015/2021 en raming 2020-2021.",
            "Plan 2016/2022 en raming 2021 - 2022.",
            "Plan {2015/2021→2016/2022 Date} en raming {2020-2021→2021 - 2022 Date}.",
        ),
        ("De markt is in mei.", "De markt is in juni.", "De markt is in {mei→juni Date}."),
        (
            "Besluit d.d. 3 mrt. 2020 bekend.",
            "Besluit d.d. 4 mrt. 2020 bekend.",
            "Besluit d.d. {3 mrt. 2020→4 mrt. 2020 Date} bekend.",
        ),
        ("Het project is in Q1 klaar.", "Het project is in Q3 klaar.", "Het project is in {Q1→Q3 Date} klaar."),
    ]);
}

#[test]
fn facts_stand_apart_from_the_words_around_them() {
    check(&[
        (
            "De kosten zijn € 5 in 2020 en 12% van het totaal.",
            "Een bedrag van € 6 voor 2021 ofwel 13% der begroting.",
            "[De kosten zijn→Een bedrag van] {€ 5→€ 6 Amount} [in→voor] {2020→2021 Date} [en→ofwel] {12%→13% Percentage} [van het totaal→der begroting].",
        ),
        ("Van € 5 naar € 6.", "Van € 7 naar € 8.", "Van {€ 5→€ 7 Amount} naar {€ 6→€ 8 Amount}."),
        (
            "Er staan ongeveer 12 huizen.",
            "Er staan enkele woningen.",
            "Er staan[- ongeveer 12 huizen-][+ enkele woningen+].",
        ),
        ("Er is geen geld.", "Er is € 5.000 geld.", "Er is [-geen -][+€ 5.000+] geld."),
        (
            "De jaarstukken 2020 zijn klaar.",
            "De jaarstukken 2021 en 2022 zijn klaar.",
            "De jaarstukken {2020→2021 Date} [+en 2022+] zijn klaar.",
        ),
        (
            "Het tekort loopt op tot € 1,2 mln in 2022 (was € 0,8 mln).",
            "Het tekort daalt tot € 0,5 mln in 2023 (was € 1,2 mln).",
            "Het tekort [loopt op→daalt] tot {€ 1,2 mln→€ 0,5 mln Amount} in {2022→2023 Date} (was {€ 0,8 mln→€ 1,2 mln Amount}).",
        ),
    ]);
}

#[test]
fn names_are_compared_as_names() {
    check(&[
        (
            "De gemeente Beuningen besluit.",
            "De gemeente Druten besluit.",
            "De gemeente {Beuningen→Druten Name} besluit.",
        ),
        (
            "Inwoners van Berg en Dal betalen.",
            "Inwoners van Mook en Middelaar betalen.",
            "Inwoners van {Berg en Dal→Mook en Middelaar Name} betalen.",
        ),
        (
            "Loketten in Beuningen, Druten en Wijchen.",
            "Loketten in Beuningen, Heumen en Wijchen.",
            "Loketten in Beuningen, {Druten→Heumen Name} en Wijchen.",
        ),
        (
            "Volgens dhr. Jansen te Ewijk.",
            "Volgens dhr. Pietersen te Winssen.",
            "Volgens dhr. {Jansen→Pietersen Name} te {Ewijk→Winssen Name}.",
        ),
        (
            "In Druten is het stil. Druten slaapt.",
            "In Druten is het stil. Beuningen slaapt.",
            "In Druten is het stil. [Druten→Beuningen] slaapt.",
        ),
        (
            "Beleid van Afferden. Druten telt mee, want Druten ligt ver.",
            "Beleid van Afferden. Afferden telt mee, want Druten ligt ver.",
            "Beleid van Afferden. {Druten→Afferden Name} telt mee, want Druten ligt ver.",
        ),
        ("De Raad besluit.", "De raad besluit.", "De [Raad→raad] besluit."),
        ("BESLUIT VAN DE RAAD", "Besluit van de raad", "[BESLUIT VAN DE RAAD→Besluit van de raad]"),
    ]);
}

#[test]
fn changes_of_words_read_as_phrases() {
    check(&[
        (
            "De oude school in de wijk wordt vervangen door woningen.",
            "Het nieuwe zwembad in het centrum wordt vervangen door kantoren.",
            "[De oude school in de wijk→Het nieuwe zwembad in het centrum] wordt vervangen door [woningen→kantoren].",
        ),
        (
            "Het plan wordt ieder jaar door ons besproken.",
            "Het plan wordt door ons besproken.",
            "Het plan wordt [-ieder jaar -]door ons besproken.",
        ),
        (
            "Het plan wordt besproken.",
            "Het plan wordt ieder jaar besproken en bijgesteld.",
            "Het plan wordt [+ieder jaar+] besproken [+en bijgesteld+].",
        ),
        ("Het college kan niet afwijken.", "Het college kan afwijken.", "Het college kan [-niet -]afwijken."),
        (
            "De globale Productie/dienstencatalogus vervalt.",
            "De globale productgids vervalt.",
            "De globale [Productie/dienstencatalogus→productgids] vervalt.",
        ),
        ("Taken in het sociaal-domein.", "Taken in het zorg-domein.", "Taken in het [sociaal-domein→zorg-domein]."),
        (
            "De raad, gelezen het voorstel, besluit.",
            "De raad gelezen het voorstel besluit.",
            "De raad[-,-] gelezen het voorstel[-,-] besluit.",
        ),
        (
            "De raad stelt vast. De griffier tekent.",
            "De raad stelt vast, en de griffier tekent.",
            "De raad stelt vast[. De→, en de] griffier tekent.",
        ),
        ("De (oude) brug.", "De brug.", "De [-(oude) -]brug."),
        (
            "Ten slotte volgt de rondvraag.",
            "Tenslotte volgt de rondvraag.",
            "[Ten slotte→Tenslotte] volgt de rondvraag.",
        ),
        ("Alles weg.", "", "[-Alles weg.-]"),
        ("", "Alles nieuw.\n", "[+Alles nieuw.\n+]"),
        (
            "De nota is in 2019 opgesteld door een extern bureau en in de commissie besproken met alle fracties.",
            "Voor het zwembad wordt een reserve van € 250.000 ingesteld waaruit vanaf volgend jaar onderhoud betaald wordt.",
            "[-De nota is in 2019 opgesteld door een extern bureau en in de commissie besproken met alle fracties-][+Voor het zwembad wordt een reserve van € 250.000 ingesteld waaruit vanaf volgend jaar onderhoud betaald wordt+].",
        ),
    ]);
}

#[test]
fn white_space_quotes_and_hyphens_are_the_same() {
    for (before, after) in [
        ("Het college zegt: \"ja\" – en de foto's.", "Het college  zegt:\n“ja” - en de foto’s."),
        ("De ge\u{ad}meen\u{ad}\nte.", "De gemeente."),
        ("Het sociaal-\ndomein en gemeen-\ntelijk beleid.", "Het sociaal-domein en gemeentelijk beleid."),
        ("€1,2 mln", "€ 1,2\u{a0}mln"),
        ("2020–2021", "2020 - 2021"),
        ("", " \n"),
    ] {
        let found = difference(before, after);
        assert!(found.is_equal(), "{:?}", found.pieces);
        assert_eq!((shown(&found).as_str(), found.similarity), (after, 1.0));
    }
}

#[test]
fn sentences_that_stand_elsewhere_are_moved() {
    check(&[
        (
            "De raad stelt de begroting vast. Het college voert het beleid van de raad uit.",
            "Het college voert het beleid van de raad uit. De raad stelt de begroting vast.",
            "Het college voert het beleid van de raad uit. <De raad stelt de begroting vast.>",
        ),
        (
            "De wijkraad vergadert in het oude raadhuis aan de markt. Gasten zijn van harte welkom op de tribune.",
            "Gasten zijn welkom op de tribune. De wijkraad vergadert in het oude raadhuis aan de markt.",
            "<Gasten zijn >[-van harte -]<welkom op de tribune.> De wijkraad vergadert in het oude raadhuis aan de markt.",
        ),
        (
            "De bijdrage is € 100 voor ieder jaar. Het college voert het beleid van de raad zorgvuldig uit.",
            "Het college voert het beleid van de raad zorgvuldig uit. De bijdrage is € 200 voor ieder jaar.",
            "[-De bijdrage is € 100 voor ieder jaar. -]Het college voert het beleid van de raad zorgvuldig uit. [+De bijdrage is € 200 voor ieder jaar.+]",
        ),
        (
            "Dat is kort. De griffier maakt het verslag op.",
            "De griffier maakt het verslag op. Dat is kort.",
            "[-Dat is kort. -]De griffier maakt het verslag op. [+Dat is kort.+]",
        ),
    ]);
}

#[test]
fn sentences_come_and_go_whole() {
    check(&[
        (
            "De gemeente verhoogt de leges. De gemeente verlaagt de rente.",
            "De gemeente verhoogt de leges. De gemeente bouwt een brug. De gemeente verlaagt de rente.",
            "De gemeente verhoogt de leges. [+De gemeente bouwt een brug.+] De gemeente verlaagt de rente.",
        ),
        (
            "1. Inleiding\n2. Beleid\n3. Kosten",
            "1. Inleiding\n2. Proces\n3. Beleid\n4. Kosten",
            "1. Inleiding\n[+2. Proces\n+]{2→3 Number}. Beleid\n{3→4 Number}. Kosten",
        ),
        (
            "Artikel 2 Aanvraag\n\nDe aanvraag is schriftelijk.\n\nArtikel 3 Slot",
            "Artikel 2 Doel\n\nWij helpen dorpshuizen.\n\nArtikel 3 Aanvraag\n\nDe aanvraag is digitaal.\n\nArtikel 4 Slot",
            "[+Artikel 2 Doel\n\nWij helpen dorpshuizen.\n\n+]{Artikel 2→Artikel 3 Number} Aanvraag\n\nDe aanvraag is [schriftelijk→digitaal].\n\n{Artikel 3→Artikel 4 Number} Slot",
        ),
    ]);
}

#[test]
fn tables_are_compared_row_by_row() {
    check(&[
        ("Wegen | € 100 | € 120", "Wegen | € 100 | € 130", "Wegen | € 100 | {€ 120→€ 130 Amount}"),
        (
            "Naam | 2020\nWegen | € 5\nGroen | € 6\nTotaal | € 11",
            "Naam | 2021\nWegen | € 7\nWater | € 8\nTotaal | € 15",
            "Naam | {2020→2021 Date}\nWegen | {€ 5→€ 7 Amount}\n[-Groen | € 6\n-][+Water | € 8+]\nTotaal | {€ 11→€ 15 Amount}",
        ),
        (
            "Zorg\nLasten | € 10\nBaten | € 5\nWonen\nLasten | € 20\nBaten | € 8",
            "Zorg\nLasten | € 11\nBaten | € 5\nMilieu\nLasten | € 1\nBaten | € 2\nWonen\nLasten | € 21\nBaten | € 9",
            "Zorg\nLasten | {€ 10→€ 11 Amount}\nBaten | € 5\n[+Milieu\nLasten | € 1\nBaten | € 2+]\nWonen\nLasten | {€ 20→€ 21 Amount}\nBaten | {€ 8→€ 9 Amount}",
        ),
        ("Groen | 6 | 8 uur", "Openbaar groen | 6 | 8 uur", "[Groen→Openbaar groen] | 6 | 8 uur"),
        (
            "Wegen | € 5\nTotaal | € 5",
            "Wegen | oud | € 5\nTotaal | nieuw | € 5",
            "Wegen | [+oud |+] € 5\nTotaal | [+nieuw |+] € 5",
        ),
        (
            "Wegen | 5 | 7\nGroen | 6 | 8\nWater | 9 | 3",
            "Water | 9 | 3\nWegen | 5 | 7\nGroen | 6 | 8",
            "<Water | 9 | 3>\nWegen | 5 | 7\nGroen | 6 | 8",
        ),
    ]);
}

#[test]
fn changed_facts_are_listed() {
    let found = difference("In Druten kost het € 5 in 2020, oud.", "In Ewijk kost het € 6 in 2021, nieuw, 5%.");
    assert_eq!(
        found.facts(),
        [("Druten", "Ewijk", Kind::Name), ("€ 5", "€ 6", Kind::Amount), ("2020", "2021", Kind::Date)]
    );
    assert!(!found.is_equal());
}

#[test]
fn similarity_is_the_part_of_the_words_that_is_kept() {
    for (before, after, expected) in [
        ("een twee drie vier", "een twee drie vijf", 0.75),
        ("een twee", "een twee drie en vier, of", 0.5),
        ("a", "b", 0.0),
        ("", "", 1.0),
        (
            "De raad stelt alles vast. Het dorp viert feest vandaag ook.",
            "Het dorp viert feest vandaag ook. De raad stelt alles vast.",
            1.0,
        ),
    ] {
        let found = difference(before, after).similarity;
        assert!((found - expected).abs() < 1e-6, "{before} {after} {found}");
    }
}

#[test]
fn pieces_are_named_in_dutch() -> Result<(), serde_json::Error> {
    let found = serde_json::to_value(difference("Nu € 5 en ook meer, dus.", "Nu € 6 en meer, dus ja."))?;
    let expected = serde_json::json!({
        "stukken": [
            { "soort": "gelijk", "tekst": "Nu " },
            { "soort": "gewijzigd", "oud": "€ 5", "nieuw": "€ 6", "aard": "bedrag" },
            { "soort": "gelijk", "tekst": " en " },
            { "soort": "weg", "tekst": "ook " },
            { "soort": "gelijk", "tekst": "meer, dus " },
            { "soort": "nieuw", "tekst": "ja" },
            { "soort": "gelijk", "tekst": "." },
        ],
        "gelijkenis": found["gelijkenis"],
    });
    assert_eq!(found, expected);
    Ok(())
}
