//! The words by which a year is judged. What follows from a word is decided in the module above.

/// What a word does to a year near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Made each year or each part of a year: the year is what it is about.
    Annual,
    /// A by-law or other rule: the year is its version.
    Rule,
    /// A plan or note: the year is its version, unless it is a goal far off.
    Plan,
    /// A short form of one of those; says something only right next to the year.
    Short,
    /// A vision: a single year is its goal and no period.
    Horizon,
    /// Numbered by year: the year right after it is half a number.
    Case,
    /// "schooljaar", "periode": what follows is a period whatever the document is.
    Term,
    /// Nothing.
    None,
}

impl Role {
    /// Whether the word names a kind of document that has a year.
    pub(super) fn is_genre(self) -> bool {
        matches!(self, Role::Annual | Role::Rule | Role::Plan)
    }
}

const CASES: &[&str] = &[
    "rib",
    "raadsinformatiebrief",
    "raadsbrief",
    "collegebrief",
    "informatiebrief",
    "wethoudersbrief",
    "brief",
    "raadsvoorstel",
    "collegevoorstel",
    "voorstel",
    "zaak",
    "zaaknummer",
    "kenmerk",
    "nummer",
    "nr",
    "no",
    "motie",
    "amendement",
    "besluit",
    "raadsbesluit",
    "collegebesluit",
    "besluitnummer",
    "raadsvragen",
    "vragen",
    "memo",
    "raadsmemo",
    "dossier",
    "agendapunt",
    "registratienummer",
    "documentnummer",
    "gemeenteblad",
    "staatsblad",
    "staatscourant",
    "stb",
    "stcrt",
];
const SHORT: &[&str] = &[
    "jr", "jrk", "jv", "js", "pb", "pbg", "mjb", "mjp", "mpg", "mip", "vjn", "njn", "ppn", "begr", "grp", "vgrp",
    "ivp", "hup",
];
/// Ends of words; Dutch puts the genre last.
const ANNUAL: &[&str] = &[
    "begroting",
    "raming",
    "jaarstukken",
    "jaarstuk",
    "rekening",
    "verslag",
    "jaarbericht",
    "jaaroverzicht",
    "jaarboek",
    "jaarplan",
    "jaarprogramma",
    "jaarschijf",
    "cijfers",
    "voorjaarsnota",
    "najaarsnota",
    "zomernota",
    "kadernota",
    "kaderbrief",
    "perspectiefnota",
    "programmanota",
    "voorjaarsbrief",
    "najaarsbrief",
    "rapportage",
    "rapport",
    "burap",
    "berap",
    "marap",
    "turap",
    "slotwijziging",
    "decemberwijziging",
    "meerjarenperspectief",
    "prognose",
    "uitvoeringsprogramma",
    "uitvoeringsagenda",
    "uitvoeringsplan",
    "werkplan",
    "werkprogramma",
    "activiteitenplan",
    "controleplan",
    "controleprotocol",
    "normenkader",
    "boardletter",
    "managementletter",
    "circulaire",
    "monitor",
    "enquete",
    "enquête",
    "onderzoek",
    "evaluatie",
    "tarief",
    "tarieven",
    "tarieventabel",
    "tarieventabellen",
    "legestabel",
    "tarievenlijst",
    "leges",
    "belasting",
    "heffing",
    "subsidie",
    "subsidieplafond",
    "kalender",
    "rooster",
    "vergaderschema",
    "verkiezing",
    "nieuwsbrief",
    "maandbericht",
];
/// Beginnings of words that belong to such a document: "begrotingswijziging", "kwartaalbericht".
const ANNUAL_STARTS: &[&str] = &["begroting", "jaarrekening", "jaarverslag", "jaarstukken", "kwartaal", "halfjaar"];
const RULES: &[&str] = &[
    "verordening",
    "apv",
    "regeling",
    "regel",
    "besluit",
    "reglement",
    "statuut",
    "richtlijn",
    "protocol",
    "gedragscode",
    "mandaatregister",
    "voorwaarden",
];
const PLANS: &[&str] = &["nota", "notitie", "plan", "plannen", "beleid", "kader", "programma", "aanpak", "akkoord"];
const HORIZONS: &[&str] = &[
    "visie",
    "visiedocument",
    "agenda",
    "strategie",
    "perspectief",
    "ambitie",
    "koers",
    "horizon",
    "doorkijk",
    "toekomst",
    "toekomstbeeld",
    "routekaart",
    "roadmap",
    "neutraal",
    "neutrale",
    "aardgasvrij",
    "aardgasvrije",
    "gasloos",
    "scenario",
];
/// Words that end like one of these and are none.
const ELSE: &[&str] =
    &["televisie", "revisie", "supervisie", "divisie", "provisie", "berekening", "voorjaar", "najaar"];
const TERMS: &[&str] = &["jaar", "jaren", "periode", "seizoen", "looptijd"];

/// The role of a word in lower case.
pub(super) fn role(word: &str) -> Role {
    let single = [Some(word), word.strip_suffix('s'), word.strip_suffix("en")];
    let ends = |names: &[&str]| single.iter().flatten().any(|word| names.iter().any(|name| word.ends_with(name)));
    let starts = |names: &[&str]| names.iter().any(|name| word.starts_with(name));
    match word {
        _ if ELSE.contains(&word) => Role::None,
        _ if CASES.contains(&word) => Role::Case,
        _ if SHORT.contains(&word) => Role::Short,
        _ if ends(ANNUAL) || starts(ANNUAL_STARTS) => Role::Annual,
        _ if ends(RULES) => Role::Rule,
        _ if ends(PLANS) => Role::Plan,
        _ if ends(HORIZONS) => Role::Horizon,
        _ if ends(TERMS) => Role::Term,
        _ => Role::None,
    }
}

/// Terms for a year that runs from one calendar year into the next.
pub(super) const SCHOOL: &[&str] = &["schooljaar", "cursusjaar", "studiejaar", "schooljaren"];
/// Right before a year: it is a goal, a number or the day of a version.
pub(super) const NO_PERIOD: &[&str] = &[
    "naar",
    "richting",
    "tot",
    "rond",
    "eind",
    "medio",
    "uiterlijk",
    "sinds",
    "versie",
    "vastgesteld",
    "gewijzigd",
    "gepubliceerd",
    "copyright",
    "postbus",
    "img",
    "scan",
    "dsc",
    "foto",
    "document",
    "nummers",
    "bouwnummer",
    "bouwnummers",
    "huisnummer",
    "huisnummers",
    "kavel",
    "kavels",
    "perceel",
    "pagina",
    "blz",
    "kamer",
    "artikel",
    "art",
    "tel",
    "telefoon",
    "iso",
    "nen",
    "eur",
    "euro",
    "voorjaar",
    "najaar",
    "zomer",
    "winter",
    "herfst",
];
/// Right after a number: it counts something.
pub(super) const UNITS: &[&str] = &[
    "euro",
    "eur",
    "woningen",
    "huizen",
    "inwoners",
    "bewoners",
    "mensen",
    "huishoudens",
    "leden",
    "banen",
    "bomen",
    "stuks",
    "plekken",
    "zonnepanelen",
    "m",
    "m2",
    "km",
    "kg",
    "ha",
    "kwh",
    "uur",
    "meter",
    "kilometer",
    "hectare",
    "vierkante",
    "nr",
    "nummer",
];
/// Between the first and the last year of a range.
pub(super) const CONNECTING: &[&str] = &["tot", "en", "met", "t", "m", "tm"];
/// Acts whose name ends in a year. Where `wet` is set the word "wet" stands shortly before.
pub(super) const ACTS: &[(&str, i16, bool)] = &[
    ("wmo", 2015, false),
    ("participatiewet", 2015, false),
    ("jeugdwet", 2014, false),
    ("jeugdwet", 2015, false),
    ("huisvestingswet", 2014, false),
    ("woningwet", 2015, false),
    ("bouwbesluit", 2012, false),
    ("aanbestedingswet", 2012, false),
    ("wegenverkeerswet", 1994, false),
    ("archiefwet", 1995, false),
    ("vreemdelingenwet", 2000, false),
    ("ondersteuning", 2015, true),
    ("inburgering", 2013, true),
    ("inburgering", 2021, true),
];
/// A line that starts so speaks of other documents.
pub(super) const REFERRING: &[&str] = &[
    "gelet",
    "gelezen",
    "gezien",
    "overwegende",
    "bijlage",
    "bijlagen",
    "intrekking",
    "bron",
    "zie",
    "lees",
    "vorige",
];
/// A sentence in which one of these comes before the genre speaks of the document itself.
pub(super) const THIS: &[&str] = &["dit", "deze", "ligt", "hierbij", "bijgaande", "voorliggende", "onderhavige"];
/// Folders in which the year is that of filing or of a meeting.
pub(super) const FILED: &[&str] =
    &["nieuws", "besluitenlijst", "besluitenlijsten", "notulen", "uploads", "vergadering", "vergaderingen", "agenda"];
const MONTHS: [(&str, &str); 12] = [
    ("januari", "jan"),
    ("februari", "feb"),
    ("maart", "mrt"),
    ("april", "apr"),
    ("mei", "mei"),
    ("juni", "jun"),
    ("juli", "jul"),
    ("augustus", "aug"),
    ("september", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
];
const ORDINALS: [&str; 4] = ["eerste", "tweede", "derde", "vierde"];

/// The number of a month in lower case.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = if word == "sept" { "sep" } else { word };
    position(MONTHS.iter().position(|(long, short)| word == *long || word == *short))
}

/// The name of a month by its number.
pub(super) fn month_name(month: u8) -> &'static str {
    let at = usize::from(month).wrapping_sub(1);
    MONTHS.get(at).map_or("", |(long, _)| long)
}

/// "tweede" is 2.
pub(super) fn ordinal(word: &str) -> Option<u8> {
    position(ORDINALS.iter().position(|name| word == *name))
}

fn position(at: Option<usize>) -> Option<u8> {
    u8::try_from(at? + 1).ok()
}
