//! The words in charts and diagrams: titles, names of series and categories, and the text of shapes. Numbers of charts
//! are left out, since without their axes they say nothing.

use std::collections::{HashMap, HashSet};

use super::clean::{Line, cleaned};
use super::relations::{Relations, optional};
use crate::document::Reason;
use crate::extract::markup::{self, Piece};
use crate::extract::package::Package;

/// The lines of each chart and diagram that a part points to, by the name that it uses for it. Each part is read once.
///
/// # Errors
/// [`Reason::Expands`] where the limits are passed.
pub(super) fn of_part(
    package: &mut Package<'_>,
    relations: &Relations,
) -> Result<HashMap<String, Vec<String>>, Reason> {
    let mut found = HashMap::new();
    let is_drawn = |kind: &str| matches!(kind, "chart" | "diagramData");
    let mut drawn: Vec<_> = relations.all().filter(|(_, relation)| is_drawn(&relation.kind)).collect();
    drawn.sort_by_key(|(id, relation)| (&relation.part, *id));
    drawn.dedup_by_key(|(_, relation)| &relation.part);
    for (id, relation) in drawn {
        let lines = lines(&optional(package, &relation.part)?.unwrap_or_default());
        if !lines.is_empty() {
            found.insert(id.to_owned(), lines);
        }
    }
    Ok(found)
}

/// The paragraphs of shapes, and the words of a chart with those of one list on one line.
fn lines(xml: &[u8]) -> Vec<String> {
    let mut words = Words::default();
    let _broken = markup::read(xml, |piece| {
        match piece {
            Piece::Start(tag) => words.start(&tag.name),
            Piece::Text(text) => match words.inside {
                Inside::Text => words.line.push(&text, false),
                Inside::Value => words.value.push_str(&text),
                Inside::Other => {}
            },
            Piece::End(name) => words.end(&name),
        }
        Ok::<(), Reason>(())
    });
    // Every series of a chart repeats the categories.
    let mut seen = HashSet::new();
    words.lines.retain(|line| line.contains(char::is_alphanumeric) && seen.insert(line.clone()));
    words.lines
}

/// The words of a part while it is read.
#[derive(Default)]
struct Words {
    lines: Vec<String>,
    line: Line,
    /// The values of the list that is open, and the one that is read.
    values: Vec<String>,
    value: String,
    inside: Inside,
    /// How many lists of text are open.
    lists: usize,
}

/// What the text belongs to.
#[derive(Default, PartialEq)]
enum Inside {
    Text,
    Value,
    #[default]
    Other,
}

impl Words {
    fn start(&mut self, name: &str) {
        match name {
            "t" => self.inside = Inside::Text,
            "v" if self.lists > 0 => self.inside = Inside::Value,
            "strCache" | "strLit" | "lvl" => self.lists += 1,
            "br" => self.line.space(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.inside = Inside::Other,
            "v" if self.inside == Inside::Value => {
                self.inside = Inside::Other;
                self.values.push(cleaned(&std::mem::take(&mut self.value)));
            }
            "p" => self.lines.push(std::mem::take(&mut self.line).into_text()),
            "strCache" | "strLit" | "lvl" => {
                self.lists = self.lists.saturating_sub(1);
                self.lines.push(std::mem::take(&mut self.values).join(", "));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_charts_and_diagrams() {
        let chart = "<c><title><p><r><t>Woningen </t></r><r><t>per wijk</t></r></p></title><ser><cat><strRef><f>A1</f>\
            <strCache><pt><v>Noord</v></pt><pt><v>Zuid</v></pt></strCache></strRef></cat><val><numCache><pt><v>12</v>\
            </pt></numCache></val></ser><ser><strCache><pt><v>Noord</v></pt><pt><v>Zuid</v></pt></strCache></ser></c>";
        assert_eq!(lines(chart.as_bytes()), ["Woningen per wijk", "Noord, Zuid"]);
        assert_eq!(lines(b"<d><pt><t><p><r><t>Stap 1</t></r></p></t></pt><pt><t><p/></t></pt></d>"), ["Stap 1"]);
    }
}
