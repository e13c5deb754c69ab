//! From whom to whom a message went, about what and when.

use super::super::doc::summary;
use super::super::flow::tidy;
use super::block;
use crate::analysis::MONTHS;
use crate::document::{BlockKind, Content, Declared};

/// A minute on the clock of who sent a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// The year.
    pub year: u64,
    /// The month, from 1.
    pub month: u64,
    /// The day, from 1.
    pub day: u64,
    /// The hour, 0 to 23.
    pub hour: u64,
    /// The minute.
    pub minute: u64,
}

impl Moment {
    /// The moment in the Netherlands of a time as Windows counts it (in UTC).
    pub fn of_windows(time: u64) -> Option<Moment> {
        let seconds = summary::seconds(time).filter(|&seconds| seconds > 0)?;
        let seconds = seconds + if is_summer(seconds) { 7_200 } else { 3_600 };
        let (year, month, day) = summary::civil(seconds / 86_400);
        let minutes = seconds % 86_400 / 60;
        (year < 2200).then_some(Moment { year, month, day, hour: minutes / 60, minute: minutes % 60 })
    }

    fn month_name(&self) -> &'static str {
        self.month.checked_sub(1).and_then(|place| MONTHS.get(place as usize)).copied().unwrap_or("?")
    }

    /// As a date in a header line.
    pub fn on_the_wire(&self) -> String {
        let month: String = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            .get((self.month as usize).saturating_sub(1))
            .map_or_else(String::new, |&name| name.to_owned());
        format!("{} {month} {} {:02}:{:02}:00 +0000", self.day, self.year, self.hour, self.minute)
    }
}

/// Whether it is summer time in Europe, `seconds` after the start of 1970: from the last Sunday of March to that of
/// October, both at one o'clock UTC.
fn is_summer(seconds: u64) -> bool {
    let days = seconds.saturating_sub(3_600) / 86_400;
    let (_, month, day) = summary::civil(days);
    // 1 January 1970 was a Thursday; Sunday is 0.
    let weekday = (days + 4) % 7;
    let past_last_sunday = day + 7 - weekday > 31;
    match month {
        4..=9 => true,
        3 => past_last_sunday,
        10 => !past_last_sunday,
        _ => false,
    }
}

/// The head of a message.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// What it is about.
    pub subject: String,
    /// Who sent it.
    pub from: String,
    /// To whom.
    pub to: String,
    /// Who gets a copy.
    pub copy: String,
    /// When.
    pub date: Option<Moment>,
}

impl Head {
    /// The blocks of the head, and what it declares.
    pub fn content(&self) -> Content {
        let date = self.date.map(|date| {
            format!("{} {} {} {:02}:{:02}", date.day, date.month_name(), date.year, date.hour, date.minute)
        });
        let lines = [("Van", &self.from), ("Aan", &self.to), ("Cc", &self.copy), ("Datum", &date.unwrap_or_default())];
        let lines: Vec<String> = lines
            .into_iter()
            .map(|(name, value)| (name, tidy(value).replace('\n', " ")))
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let subject = tidy(&self.subject).replace('\n', " ");
        let blocks = [block(BlockKind::Heading(1), &subject), block(BlockKind::Paragraph, &lines.join("\n"))];
        let written = |text: &str| Some(tidy(text)).filter(|text| !text.is_empty());
        let declared = Declared {
            title: written(&subject),
            author: written(&self.from),
            dates: self.date.iter().map(|date| format!("{}-{:02}-{:02}", date.year, date.month, date.day)).collect(),
            ..Declared::default()
        };
        Content { blocks: blocks.into_iter().flatten().collect(), declared, ..Content::default() }
    }
}

/// A person as header lines write one: name, address, or both.
pub fn person(name: &str, address: &str) -> String {
    match (name.trim(), address.trim()) {
        ("", address) => address.to_owned(),
        (name, "") => name.to_owned(),
        (name, address) if name.eq_ignore_ascii_case(address) => address.to_owned(),
        (name, address) => format!("{name} <{address}>"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::shown;
    use super::*;

    #[test]
    fn moments() {
        let check = |seconds: u64, expected: [u64; 5]| {
            let moment = Moment::of_windows((seconds + 11_644_473_600) * 10_000_000).unwrap();
            assert_eq!([moment.year, moment.month, moment.day, moment.hour, moment.minute], expected);
        };
        check(1_618_055_760, [2021, 4, 10, 13, 56]);
        // Summer time began on 28 March 2021 at 01:00 UTC and ended on 31 October.
        check(1_616_893_140, [2021, 3, 28, 1, 59]);
        check(1_616_893_200, [2021, 3, 28, 3, 0]);
        check(1_635_641_940, [2021, 10, 31, 2, 59]);
        check(1_635_642_000, [2021, 10, 31, 2, 0]);
        assert_eq!(Moment::of_windows(0), None);
    }

    #[test]
    fn heads() {
        let date = Some(Moment { year: 2021, month: 4, day: 10, hour: 9, minute: 5 });
        let head = Head { subject: "Nota\n grond".into(), from: person("Bo", "b@x.nl"), date, ..Head::default() };
        let content = head.content();
        assert_eq!(shown(&content.blocks), ["1 Nota grond", "p Van: Bo <b@x.nl>/Datum: 10 april 2021 09:05"]);
        assert_eq!(content.declared.dates, ["2021-04-10"]);
    }
}
