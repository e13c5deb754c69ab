//! What templates say: texts in the language of the reader, counted things, and the ways to type a query.

use std::borrow::Borrow;

use super::document::{Change, Moment};
use super::views::Frame;

/// A way of asking.
pub(super) struct Way {
    /// What is typed.
    pub typed: &'static str,
    /// What that finds.
    pub finds: &'static str,
}

/// Every way of asking: what is typed, what that finds in Dutch, and in English.
const WAYS: [(&str, &str, &str); 14] = [
    ("\"snel buitengebied\"", "precies deze woorden, in deze volgorde", "exactly these words, in this order"),
    ("\"wachttijd\"", "precies dit woord, geen andere vorm ervan", "exactly this word, no other form of it"),
    ("+terras vergunning", "passages waar terras zeker in staat", "passages that certainly have terras"),
    ("terras EN vergunning", "passages met allebei de woorden", "passages with both words"),
    ("ozb OF woz", "passages met het ene of het andere woord", "passages with either word"),
    ("glasvezel -steenhoek", "passages zonder steenhoek", "passages without steenhoek"),
    (
        "terras (kosten OF tarief)",
        "terras, en een van de woorden tussen haakjes",
        "terras, and one of the words between",
    ),
    ("parkeer*", "alle woorden die zo beginnen", "all words that begin so"),
    ("scheidingscoch~1", "woorden die één letter verschillen", "words that differ by one letter"),
    (
        "\"aanleg glasvezel\"~5",
        "beide woorden, met hoogstens vijf woorden ertussen",
        "both words, with at most five words between them",
    ),
    ("titel:glasvezel", "documenten met dit woord in de titel", "documents with this word in the title"),
    ("kop:planning", "passages met dit woord in een kop erboven", "passages with this word in a heading above"),
    ("gemeente:\"Mook en Middelaar\"", "documenten van deze gemeente", "documents of this municipality"),
    ("jaar:2019..2021", "documenten uit deze jaren", "documents of these years"),
];

// Numbers come as values or by reference, whichever the templates hand over.
impl Frame {
    /// The Dutch or the English text.
    pub(super) fn say(&self, dutch: &'static str, english: &'static str) -> &'static str {
        self.lang.pick(dutch, english)
    }

    /// A whole number with its thousands apart.
    pub(super) fn whole(&self, number: impl Borrow<u64>) -> String {
        self.lang.whole(*number.borrow())
    }

    /// "12 documenten".
    pub(super) fn documents(&self, number: impl Borrow<u64>) -> String {
        self.lang.counted(*number.borrow(), "document", self.say("documenten", "documents"))
    }

    /// "18 passages".
    pub(super) fn passages(&self, number: impl Borrow<u64>) -> String {
        self.lang.counted(*number.borrow(), "passage", "passages")
    }

    /// "5 treffers".
    pub(super) fn hits(&self, number: impl Borrow<u64>) -> String {
        self.lang.counted(*number.borrow(), self.say("treffer", "hit"), self.say("treffers", "hits"))
    }

    /// "30 seconden".
    pub(super) fn seconds(&self, number: impl Borrow<u64>) -> String {
        self.lang.counted(*number.borrow(), self.say("seconde", "second"), self.say("seconden", "seconds"))
    }

    /// "2 andere versies".
    pub(super) fn versions(&self, number: usize) -> String {
        let one = self.say("andere versie", "other version");
        self.lang.counted(number as u64, one, self.say("andere versies", "other versions"))
    }

    /// What became of a passage since the version before.
    pub(super) fn change(&self, moment: &Moment) -> &'static str {
        let (dutch, english) = match moment.change {
            Change::First => ("oudste versie", "oldest version"),
            Change::Same => ("niets", "nothing"),
            Change::Words => ("woorden", "words"),
            Change::Figures => ("bedragen, jaren of andere cijfers", "amounts, years or other figures"),
            Change::Gone => ("staat er niet meer in", "no longer in it"),
        };
        self.say(dutch, english)
    }

    /// "nog 3 passages in dit document".
    pub(super) fn more(&self, number: impl Borrow<u64>) -> String {
        let one = self.say("passage in dit document", "more passage in this document");
        let many = self.say("passages in dit document", "more passages in this document");
        format!("{}{}", self.say("nog ", ""), self.lang.counted(*number.borrow(), one, many))
    }

    /// "12 bestanden konden niet of niet helemaal worden gelezen".
    pub(super) fn unread(&self, number: impl Borrow<u64>) -> String {
        let one = self.say("bestand kon", "file could");
        let counted = self.lang.counted(*number.borrow(), one, self.say("bestanden konden", "files could"));
        format!("{counted} {}", self.say("niet of niet helemaal worden gelezen", "not, or not wholly, be read"))
    }

    /// The ways of asking.
    pub(super) fn ways(&self) -> impl Iterator<Item = Way> {
        WAYS.iter().map(|(typed, dutch, english)| Way { typed, finds: self.say(dutch, english) })
    }
}
