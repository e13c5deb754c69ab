//! What readers of documents read, in Dutch and English: reasons, ways of matching, fields, numbers and dates.

use jiff::civil::Date;

use crate::analysis::{MONTHS, Region};
use crate::document::{Document, Reason};
use crate::ingest::Warning;
use crate::lineage::difference::Kind;
use crate::query::plan::MatchKind;
use crate::search::Factors;
use crate::synonyms::SynonymKind;

/// The language of what readers see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    #[default]
    Dutch,
    /// English.
    English,
}

impl Language {
    /// The Dutch or the English text.
    pub fn pick<'t>(self, dutch: &'t str, english: &'t str) -> &'t str {
        match self {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    /// Why a file was not, or not wholly, read.
    pub fn reason(self, reason: Reason) -> &'static str {
        let (dutch, english) = match reason {
            Reason::Empty => ("er staat geen tekst in", "it holds no text"),
            Reason::Binary => ("het is geen tekstbestand", "it is not a text file"),
            Reason::Undecodable => ("niet alle tekens zijn leesbaar", "some characters could not be decoded"),
            Reason::TooLarge => ("het is groter dan de limiet", "it is larger than the limit"),
            Reason::Unreadable => ("het mag of kan niet worden geopend", "it may or can not be opened"),
            Reason::UnknownFormat => ("dit soort bestand kan niet worden gelezen", "no reader for this kind of file"),
            Reason::NeedsOcr => {
                ("het is een scan zonder tekst: OCR is nodig", "it is a scan without text: it needs OCR")
            }
            Reason::Encrypted => ("het is met een wachtwoord beveiligd", "it is protected by a password"),
            Reason::Damaged => ("het is beschadigd", "it is damaged"),
            Reason::TimedOut => ("het lezen duurde te lang", "reading it took too long"),
            Reason::TooMuchMemory => ("het lezen kost te veel geheugen", "reading it takes too much memory"),
            Reason::Expands => ("het wordt uitgepakt te groot", "it unpacks to too much"),
            Reason::TooDeep => ("er zit te veel in elkaar verpakt", "too much is packed inside each other"),
            Reason::NoWorker => {
                ("het leesproces kon niet worden gestart", "the process that reads files did not start")
            }
            Reason::OutsideFolder => {
                ("het ligt buiten de map of is geen bestand", "it is outside the folder or no file")
            }
        };
        self.pick(dutch, english)
    }

    /// What the user should know about a run.
    pub fn warning(self, warning: &Warning) -> String {
        match (warning, self) {
            (Warning::Vanished(name), Language::Dutch) => format!(
                "alle bestanden van {name} zijn in een keer weg; wat de index ervan weet is bewaard. Is de map leeg of \
                 niet aangesloten? Zijn ze echt weg, gebruik dan --confirm-removal"
            ),
            (Warning::Vanished(name), Language::English) => format!(
                "all files of {name} are gone at once; what the index knows of them was kept. Is the folder empty, or \
                 not mounted? If they are really gone, use --confirm-removal"
            ),
            (Warning::NoOcr(program), Language::Dutch) => format!(
                "scans kunnen niet worden gelezen, {program} ontbreekt: installeer tesseract-ocr, tesseract-ocr-nld en \
                 poppler-utils"
            ),
            (Warning::NoOcr(program), Language::English) => format!(
                "scans cannot be read, {program} is missing: install tesseract-ocr, tesseract-ocr-nld and poppler-utils"
            ),
        }
    }

    /// How a word matched, with the word that was found.
    pub fn matched(self, kind: MatchKind, found: &str) -> String {
        let (dutch, english) = match kind {
            MatchKind::Exact => ("het woord zelf", "the word itself"),
            MatchKind::Form => ("vorm", "form"),
            MatchKind::Part => ("deel van", "part of"),
            MatchKind::Split => ("delen bij elkaar:", "parts near each other:"),
            MatchKind::Joined => ("aan elkaar geschreven", "written as one:"),
            MatchKind::Phrase => ("precies zo:", "exactly so:"),
            MatchKind::Prefix => ("begint zo:", "begins so:"),
            MatchKind::Spelling => ("bijna zo gespeld:", "spelled nearly so:"),
            MatchKind::Synonym(SynonymKind::Concept) => ("synoniem", "synonym"),
            MatchKind::Synonym(SynonymKind::Abbreviation) => ("afkorting of voluit:", "abbreviated or in full:"),
            MatchKind::Synonym(SynonymKind::Successor) => ("opgevolgd door", "succeeded by"),
            MatchKind::Synonym(SynonymKind::Merger) => ("opgegaan in", "merged into"),
        };
        let how = self.pick(dutch, english);
        if kind == MatchKind::Exact { how.to_string() } else { format!("{how} {found}") }
    }

    /// Where a word was found.
    pub fn place(self, region: Region) -> &'static str {
        let (dutch, english) = match region {
            Region::Title => ("in de titel", "in the title"),
            Region::FileName => ("in de bestandsnaam", "in the file name"),
            Region::Headings => ("in de kop", "in the heading"),
            Region::Body => ("in de tekst", "in the text"),
        };
        self.pick(dutch, english)
    }

    /// What all words of a query together do for a result: "100% van de vraag, nabijheid +40%, recent +3%".
    pub fn together(self, factors: &Factors) -> String {
        let percent = |share: f32| format!("{}%", (share * 100.0).round());
        format!(
            "{} {}, {} +{}, {} +{}",
            percent(factors.coverage),
            self.pick("van de vraag", "of the query"),
            self.pick("nabijheid", "nearness"),
            percent(factors.nearness),
            self.pick("recent", "recent"),
            percent(factors.recency),
        )
    }

    /// A date in words: "10 april 2021".
    pub fn date(self, date: Date) -> String {
        match self {
            Language::Dutch => {
                let month = MONTHS[usize::from(date.month().unsigned_abs().clamp(1, 12)) - 1];
                format!("{} {month} {}", date.day(), date.year())
            }
            Language::English => date.strftime("%-d %B %Y").to_string(),
        }
    }

    /// When a document is of: its date in words, or its year; and the period that it is about, where that is another.
    pub fn when(self, document: &Document) -> Option<String> {
        let date = document.date.map(|date| self.date(date));
        let period = document.period.as_ref().map(|period| period.label.clone());
        let same = document.period.as_ref().zip(document.date);
        let same = same.is_some_and(|(period, date)| period.first == date.year() && period.last == date.year());
        match (date, period) {
            (Some(date), Some(period)) if !same => Some(format!("{} {period}, {date}", self.pick("over", "about"))),
            (Some(date), _) => Some(date),
            (None, Some(period)) => Some(period),
            (None, None) => document.year.map(|year| year.to_string()),
        }
    }

    /// Where the date and the period of a document come from: "Datum uit de bestandsnaam. Gaat over 2021: 'begroting 2021'
    /// in de titel."
    pub fn dated(self, document: &Document) -> Option<String> {
        let date = document.date_source.as_deref().map(|source| {
            let (dutch, english) = match source {
                "given" => ("uit de metadata", "from the metadata"),
                "declared" => ("uit het bestand", "from the file"),
                "file-name" => ("uit de bestandsnaam", "from the file name"),
                "stamp" => ("van het stempel van de website", "from the stamp of the website"),
                "made" => ("waarop het bestand is gemaakt", "on which the file was made"),
                _ => ("uit de tekst", "from the text"),
            };
            format!("{} {}.", self.pick("Datum", "Date"), self.pick(dutch, english))
        });
        let period = document.period.as_ref().map(|period| {
            let (dutch, english) = match period.source.as_str() {
                "title" => ("in de titel", "in the title"),
                "file-name" => ("in de bestandsnaam", "in the file name"),
                "folder" => ("in de naam van de map", "in the name of the folder"),
                "heading" => ("in een kop", "in a heading"),
                _ => ("in de tekst", "in the text"),
            };
            let about = self.pick("Gaat over", "About");
            format!("{about} {}: '{}' {}.", period.label, period.found, self.pick(dutch, english))
        });
        let told: Vec<String> = date.into_iter().chain(period).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }

    /// What kind of fact changed.
    pub fn fact(self, kind: Kind) -> &'static str {
        let (dutch, english) = match kind {
            Kind::Words => ("woorden", "words"),
            Kind::Amount => ("bedrag", "amount"),
            Kind::Percentage => ("percentage", "percentage"),
            Kind::Number => ("getal", "number"),
            Kind::Date => ("datum", "date"),
            Kind::Name => ("naam", "name"),
        };
        self.pick(dutch, english)
    }

    /// The pages or slides, from and to, of a passage in the file at `path`: "blz. 4", "dia 2-3".
    pub fn pages(self, path: &str, pages: Option<(u32, u32)>) -> Option<String> {
        let (from, to) = pages?;
        let page = if is_slides(path) { self.pick("dia", "slide") } else { self.pick("blz.", "p.") };
        Some(if from == to { format!("{page} {from}") } else { format!("{page} {from}-{to}") })
    }

    /// A number with its decimals: "0,42" or "0.42".
    pub fn decimal(self, number: f32, decimals: usize) -> String {
        let text = format!("{number:.decimals$}");
        if self == Language::Dutch { text.replace('.', ",") } else { text }
    }

    /// A whole number with its thousands apart: "12.345" or "12,345".
    pub fn whole(self, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(self.pick(".", ","));
            }
            text.push(digit);
        }
        text
    }

    /// "1 passage", "1.234 passages".
    pub fn counted(self, number: u64, one: &str, more: &str) -> String {
        format!("{} {}", self.whole(number), if number == 1 { one } else { more })
    }
}

/// Whether a character steers a terminal or the direction of what follows.
pub fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether the pages of a file are slides.
fn is_slides(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "pptx" | "pptm" | "ppsx" | "ppt" | "pps" | "odp")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers and dates as Dutch readers write them.
    #[test]
    fn numbers_and_dates_are_dutch() {
        let dutch = Language::Dutch;
        assert_eq!(dutch.whole(1_234_567), "1.234.567");
        assert_eq!(dutch.decimal(0.424, 2), "0,42");
        assert_eq!(dutch.date(jiff::civil::date(2021, 4, 10)), "10 april 2021");
        assert_eq!(dutch.counted(1, "passage", "passages"), "1 passage");
    }
}
