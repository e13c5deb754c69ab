//! Properties: what each form in a title, a name, a folder or a line says; what is no period; which source comes
//! first; labels; that nothing panics, that what was found stands in the source, and that time is linear.

use super::PartOfYear::{Half, Month, Quarter};
use super::PeriodSource::{FileName, Folder, Heading, Text, Title};
use super::*;

/// The label of what is found, or "-".
fn label(title: &str, path: &str, lines: &[&str]) -> String {
    period(title, path, lines).map_or_else(|| "-".to_owned(), |found| found.label())
}

/// Label, source and words of what is found.
fn found(title: &str, path: &str, lines: &[&str]) -> Option<(String, PeriodSource, String)> {
    period(title, path, lines).map(|found| (found.label(), found.source, found.found))
}

#[test]
fn titles() {
    for (title, expected) in [
        ("Begroting 2021", "2021"),
        ("BEGROTING 2021 EN MEERJARENRAMING", "2021"),
        ("Concept programmabegroting 2022", "2022"),
        ("Programmabegroting 2022-2025", "2022-2025"),
        ("Programmabegroting 2022 - 2025, gemeente Heidestroom", "2022-2025"),
        ("Begroting 2022 en meerjarenraming 2023-2025", "2022-2025"),
        ("Begroting 2022, meerjarenbegroting 2022 t/m 2025", "2022-2025"),
        ("Meerjarenbegroting 2022–2025", "2022-2025"),
        ("Begroting voor het jaar 2021", "2021"),
        ("Begrotingswijziging 3 Heidestroom 2020", "2020"),
        ("Jaarstukken 2019", "2019"),
        ("Jaarstukken 2019 en begroting 2021", "2019"),
        ("Jaarrekening 2019 en 2020", "2019-2020"),
        ("Jaarverslag over 2020", "2020"),
        ("Jaarverslag commissie bezwaarschriften gemeente Heidestroom 2020", "2020"),
        ("Burgerjaarverslag burgemeester 2018", "2018"),
        ("Najaarsnota 2020: Programma 5 Zorg", "2020"),
        ("Eerste bestuursrapportage 2021", "2021"),
        ("Bestuursrapportage 1 2021", "2021"),
        ("Bestuursrapportage 2021-2", "2021"),
        ("Bestuursrapportage II-2021", "2021"),
        ("Burap 2-2021", "2021"),
        ("Burap ’21", "2021"),
        ("2e kwartaal 2021", "2e kwartaal 2021"),
        ("Rapportage tweede kwartaal 2021 sociaal domein", "2e kwartaal 2021"),
        ("Kwartaalrapportage 3 2020", "3e kwartaal 2020"),
        ("Kwartaalrapportage gemeente Heidestroom, 4e kwartaal van 2020", "4e kwartaal 2020"),
        ("Kwartaalrapportage 2021-3 zorg", "3e kwartaal 2021"),
        ("Cijfers 2e kw. 2021", "2e kwartaal 2021"),
        ("Beleidsplan Participatiewet 2015-2018", "2015-2018"),
        ("Begrotingsjaar 2030", "2030"),
        ("Q3 2020", "3e kwartaal 2020"),
        ("Cijfers leerplicht 2020 Q3", "3e kwartaal 2020"),
        ("Voortgang Q1 en Q2 2021", "2021"),
        ("Marap 1e halfjaar 2021", "1e halfjaar 2021"),
        ("Rapportage tweede helft 2020", "2e halfjaar 2020"),
        ("Rapportage over het eerste half jaar 2020", "1e halfjaar 2020"),
        ("Halfjaarrapportage 2020", "2020"),
        ("Verslag H1 2021", "1e halfjaar 2021"),
        ("Begroting 2021 H1 Inleiding", "2021"),
        ("Maandrapportage maart 2021", "maart 2021"),
        ("Voortgangsrapportage januari - juni 2021", "1e halfjaar 2021"),
        ("Rapportage april t/m juni 2021", "2e kwartaal 2021"),
        ("Schooljaar 2020/2021", "schooljaar 2020/2021"),
        ("Jaarverslag leerplicht schooljaar 2020-2021", "schooljaar 2020/2021"),
        ("Leerlingenvervoer in het schooljaar 2020/21", "schooljaar 2020/2021"),
        ("Schooljaar 2011-12", "schooljaar 2011/2012"),
        ("Programma schouwburg seizoen '21-'22", "2021-2022"),
        ("Beleidsplan schuldhulp 2018-2022", "2018-2022"),
        ("Beleidsplan schuldhulp 2018 tot en met 2022", "2018-2022"),
        ("Beleidsplan jeugd 2018-22", "2018-2022"),
        ("Zorg in de jaren 2019, 2020 en 2021", "2019-2021"),
        ("Begroting 2019/2020/2021", "2019-2021"),
        ("beleidsplan openbare verlichting 2020 2030", "2020-2030"),
        ("Coalitieakkoord 2018-2022, voortgangsrapportage 2020", "2020"),
        ("Nota grondbeleid Heidestroom 2019", "2019"),
        ("Jaarplan toezicht en handhaving 2022", "2022"),
        ("Legesverordening 2022", "2022"),
        ("Verordening op de heffing en invordering van leges Heidestroom 2022", "2022"),
        ("Vaststelling verordening afvalstoffenheffing 2022", "2022"),
        ("Algemene plaatselijke verordening Heidestroom 2020", "2020"),
        ("Verordening maatschappelijke ondersteuning Heidestroom 2020", "2020"),
        ("Verordening Wmo Heidestroom 2020", "2020"),
        ("Nadere regels Wmo 2015 gemeente Heidestroom 2021", "2021"),
        ("Mandaatbesluit Heidestroom 2021", "2021"),
        ("Tarieventabel 2021 behorende bij de verordening", "2021"),
        ("Woonvisie 2020-2025", "2020-2025"),
        ("Omgevingsvisie 2040: jaarverslag 2021", "2021"),
        ("Monitor omgevingsvisie 2022", "2022"),
        ("Uitvoeringsprogramma energieneutraal 2021", "2021"),
        ("Raadsvoorstel 2021-107 begroting 2022", "2022"),
        ("RIB 2021-067: jaarstukken 2020", "2020"),
        ("Begroting 2021 (versie november 2020)", "2021"),
        ("Begroting 2021, vastgesteld op 5 november 2020", "2021"),
        ("Dorpsfeest 2022", "2022"),
        ("Dorpsfeest 2022: wegen dicht", "2022"),
        ("Lasten | Jaarstukken 2019 Heidestroom", "2019"),
    ] {
        assert_eq!(label(title, "", &[]), expected, "{title}");
    }
}

#[test]
fn no_periods() {
    for title in [
        "",
        "Begroting",
        "8 november 2018",
        "Vergadering van dinsdag 8 november 2018",
        "Verslag 8e november 2018",
        "Deze pagina is gebouwd op 10/04/2021 13:56:50",
        "Verslag 2021-11-04",
        "Verslag 20211104",
        "Verslag d.d. 04.11.2021",
        "Beleidsplan verkeer, november 2019",
        "Raadsvoorstel 2021-107",
        "Raadsvoorstel 2021",
        "Raadsvoorstel 2022.018",
        "RIB 2021-067",
        "RIB 2021-22",
        "RIB 2021-2045",
        "RIB 2021/22 over de begroting",
        "RIB 2021 12",
        "Motie 2021/045 begroting",
        "Gemeenteblad 2021, nr. 40127",
        "Zaak Z2021-00124",
        "D-2021-000123",
        "Wmo 2015",
        "Beleidsregels Wmo 2015",
        "Verordening Participatiewet 2015",
        "Huisvestingswet 2014",
        "Beleidsregels Wet maatschappelijke ondersteuning 2015",
        "Wet inburgering 2021",
        "Jeugdwet",
        "Omgevingsvisie 2040",
        "Omgevingsvisie Heidestroom 2040",
        "Woonvisie 2020",
        "2040 omgevingsvisie",
        "Heidestroom energieneutraal 2050",
        "Nota Heidestroom energieneutraal in 2050",
        "Mobiliteitsplan 2040",
        "Samen op weg naar 2030",
        "Begroting € 2021",
        "Nota 2000 woningen erbij",
        "Subsidie van 2000 euro",
        "Bel 0481-2021 of 024-3292021",
        "Postbus 2021",
        "2021 AB Heidestroom",
        "Begroting 1979",
        "Begroting 2061",
        "Begroting 20211",
        "Verordening (EU) 2016/679",
        "Magazine voorjaar 2022",
        "Artikel 2021",
        "ISO 2015",
        "Kavel 2001",
        "Bouwnummers 2001 - 2010",
        "Gelet op 31 december 2018",
        "Begroting 2.021.000",
        "Begroting 2021-107",
        "Voorstel 1.2021",
    ] {
        assert_eq!(label(title, "", &[]), "-", "{title}");
    }
}

#[test]
fn file_names_and_folders() {
    for (path, expected, source) in [
        ("2021_begroting_paragraaf_x.txt", "2021", FileName),
        ("begroting-2021.pdf", "2021", FileName),
        ("begroting%202021.pdf", "2021", FileName),
        ("begroting%202022%20-%202025.pdf", "2022-2025", FileName),
        ("Begroting2021.pdf", "2021", FileName),
        ("ProgrammaBegroting2022Definitief.pdf", "2022", FileName),
        ("2022begroting.docx", "2022", FileName),
        ("JR2019.pdf", "2019", FileName),
        ("heidestroom_jv-2019.pdf", "2019", FileName),
        ("begroting_2021_2024.pdf", "2021-2024", FileName),
        ("begroting_2021_03_veiligheid.pdf", "2021", FileName),
        ("jaarstukken-2021-01-inleiding.pdf", "2021", FileName),
        ("bestuursrapportage-1-2021.pdf", "2021", FileName),
        ("kwartaalrapportage-2-2021.pdf", "2e kwartaal 2021", FileName),
        ("2021-2e-kwartaal-zorg.xlsx", "2e kwartaal 2021", FileName),
        ("zorg_2021Q3.xlsx", "3e kwartaal 2021", FileName),
        ("Q3-2020.xlsx", "3e kwartaal 2020", FileName),
        ("iv3_2021kw3.xml", "3e kwartaal 2021", FileName),
        ("iv3-2021-q1.csv", "1e kwartaal 2021", FileName),
        ("2021_1e_burap.pdf", "2021", FileName),
        ("jaarverslag-leerplicht-2020-2021.pdf", "2020-2021", FileName),
        ("grp-2022-2026-riool.pptx", "2022-2026", FileName),
        ("raadsvoorstel-2021-112-verordening-leges-2022.md", "2022", FileName),
        ("apv-heidestroom-2021-hoofdstuk-2.txt", "2021", FileName),
        ("begroting_2020_2021-03-04.pdf", "2020", FileName),
        ("20211104_begroting_2022.pdf", "2022", FileName),
        ("2021_verbonden_partijen.txt", "2021", FileName),
        ("gesprek-sluiswachter-2021.txt", "2021", FileName),
        ("stukken\\begroting 2022\\lasten.pdf", "2022", Folder),
        ("begroting 2022/lasten.pdf", "2022", Folder),
        ("begroting 2022/2021/lasten.pdf", "2022", Folder),
        ("archief/2021/lasten.pdf", "2021", Folder),
        ("2018-2022/lasten.pdf", "2018-2022", Folder),
        ("schooljaar 2020-2021/vervoer.pdf", "schooljaar 2020/2021", Folder),
    ] {
        let got = period("", path, &[]).map(|found| (found.label(), found.source));
        assert_eq!(got, Some((expected.to_owned(), source)), "{path}");
    }
    for path in [
        "besluitenlijst-2022-05-17.txt",
        "2021-09-07_besluitenlijst.txt",
        "rib-2021-067-datalek.eml",
        "rib_2021_067_datalek.eml",
        "raadsvoorstel-2021-107-fietsen.md",
        "omgevingsvisie-heidestroom-2040.pdf",
        "uploads/2021/03/lasten.pdf",
        "vergaderingen/2021/lasten.pdf",
        "2021/2021-11-04 raad/lasten.pdf",
        "nieuws/2021/brug.html",
        "000_708204672d2021f7.txt",
        "IMG_2021.jpg",
        "scan2021.pdf",
        "lasten.2021",
        "/",
        "",
    ] {
        let expected = if path == "lasten.2021" { "2021" } else { "-" };
        assert_eq!(label("", path, &[]), expected, "{path}");
    }
}

#[test]
fn lines_at_the_start() {
    for (lines, expected) in [
        (&["Heidestroom", "Programmabegroting 2019", "Paragraaf A"][..], Some(("2019", Heading))),
        (&["schooljaar 2021-2022"], Some(("schooljaar 2021/2022", Heading))),
        (&["Behandeling in de raad: 8 november 2018", "# Begroting 2019 - 2022"], Some(("2019-2022", Heading))),
        (&["Looptijd: 2018-2022"], Some(("2018-2022", Heading))),
        (&["Boekjaar: 2021"], Some(("2021", Heading))),
        (&["Voor u ligt de programmabegroting 2022 van de gemeente."], Some(("2022", Text))),
        (&["Met dit jaarverslag 2020 leggen wij verantwoording af."], Some(("2020", Text))),
        (&["In het schooljaar 2020-2021 zijn minder leerlingen vervoerd."], Some(("schooljaar 2020/2021", Text))),
        (&["De raad stelde de begroting 2021 vast."], None),
        (&["gelet op artikel 3 van de Subsidieverordening Heidestroom 2019"], None),
        (&["Rekening 2019 | Begroting 2020 | Begroting 2021"], None),
        (&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "Beheerplan wegen 2022-2031"], None),
        (&["2. Z22-050118 Beheerplan wegen 2022-2031"], None),
        (&["2. Beheerplan wegen 2022-2031"], Some(("2022-2031", Heading))),
        (&["[bron: Bedrijfsplan 2015, vastgesteld door alle raden]"], None),
        (&["Stand per 31 december 2018"], None),
        (&["Mei 2022"], None),
        (&["2022"], None),
    ] {
        let got = period("", "", lines).map(|found| (found.label(), found.source));
        assert_eq!(got, expected.map(|(label, source)| (label.to_owned(), source)), "{lines:?}");
    }
}

#[test]
fn the_best_source_first() {
    let lines = &["Kadernota 2024"];
    for (title, path, expected) in [
        ("Begroting 2021", "2020/jaarstukken-2019.pdf", ("2021", Title, "Begroting 2021")),
        ("Feest 2021", "2020/jaarstukken-2019.pdf", ("2019", FileName, "jaarstukken-2019")),
        ("Feest 2021", "2020/feest-2019.pdf", ("2021", Title, "2021")),
        ("Feest", "2020/feest-2019.pdf", ("2019", FileName, "2019")),
        ("Feest", "2020/feest.pdf", ("2020", Folder, "2020")),
        ("Feest", "feest.pdf", ("2024", Heading, "Kadernota 2024")),
        ("Verordening leges Heide 2022", "", ("2022", Title, "leges Heide 2022")),
        ("Feest", "2021_wijk_begroting.pdf", ("2021", FileName, "2021_wijk_begroting")),
    ] {
        let (label, source, words) = expected;
        assert_eq!(found(title, path, lines), Some((label.to_owned(), source, words.to_owned())), "{title}, {path}");
    }
}

#[test]
fn labels() {
    let of = |first, last, part, found: &str| Period { first, last, part, source: Title, found: found.to_owned() };
    for (period, expected) in [
        (of(2021, 2021, None, "begroting 2021"), "2021"),
        (of(2018, 2022, None, "2018-2022"), "2018-2022"),
        (of(2020, 2021, None, "Schooljaar 2020-21"), "schooljaar 2020/2021"),
        (of(2018, 2022, None, "schooljaren 2018-2022"), "2018-2022"),
        (of(2021, 2021, Some(Quarter(2)), ""), "2e kwartaal 2021"),
        (of(2021, 2021, Some(Half(1)), ""), "1e halfjaar 2021"),
        (of(2021, 2021, Some(Month(3)), ""), "maart 2021"),
    ] {
        assert_eq!(period.label(), expected);
    }
}

/// The same numbers each time.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % 1_000_003).unwrap() % most
    }

    /// Bytes, or pieces that meet the rules halfway.
    fn text(&mut self) -> String {
        const PIECES: &[&str] = &[
            "begroting",
            "2021",
            "2022",
            "20",
            "-",
            "/",
            "_",
            " ",
            ".",
            "'21",
            "t/m",
            "tot en met",
            "Q",
            "3",
            "e",
            "kwartaal",
            "half",
            "jaar",
            "mei",
            "RIB",
            "visie",
            "schooljaar ",
            "wet",
            "Wmo 2015",
            "İ",
            "ß",
            "é",
            "€",
            "%20",
            "\\",
            "\u{301}",
            "2040",
            "99",
            "31",
            "H",
            "halfjaar",
            "\n",
            "meerjarenraming",
            "eerste",
            "pb",
        ];
        let count = self.below(14);
        let bytes = self.below(3) == 0;
        if bytes {
            let bytes: Vec<u8> = (0..count * 4).map(|_| self.below(256) as u8).collect();
            return String::from_utf8_lossy(&bytes).into_owned();
        }
        (0..count).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

#[test]
fn random_text_never_panics() {
    let mut random = Random(0x5eed_1234_abcd);
    for _ in 0..10_000 {
        let (title, path, line) = (random.text(), random.text(), random.text());
        let Some(found) = period(&title, &path, &[&line]) else { continue };
        assert!(YEARS.contains(&found.first) && YEARS.contains(&found.last) && found.first <= found.last, "{found:?}");
        assert!(found.part.is_none() || found.first == found.last, "{found:?}");
        assert!(!found.label().is_empty() && !found.found.is_empty());
        assert!([&title, &path, &line].iter().any(|text| text.contains(&found.found)), "{found:?}");
    }
}

#[test]
fn long_input_is_cheap() {
    let long = "begroting 2021-2022 Q3 tot en met visie ".repeat(50_000);
    let start = std::time::Instant::now();
    period(&long, &long.replace(' ', "/"), &vec![long.as_str(); 1000]);
    assert!(start.elapsed().as_secs() < 5);
}
