//! Readers of spreadsheets: XLSX, XLS, ODS and separated values. What a person sees on the visible sheets becomes
//! blocks, with numbers and dates in Dutch style; formulas, comments and hidden parts are left out.

mod areas;
mod csv;
mod dates;
mod declared;
mod format;
mod grid;
mod heads;
mod numbers;
mod ods;
mod rows;
mod styles;
pub(super) mod tidy;
mod xls;
mod xlsx;

pub use csv::csv;
pub use ods::ods;
pub use xls::xls;
pub use xlsx::xlsx;

use crate::document::{Block, BlockKind, Content, Coverage, Declared, Missing, Reason};

/// A visible sheet that has text.
struct Sheet {
    name: String,
    rows: Vec<grid::Row>,
}

/// What a reader collects of a file.
#[derive(Default)]
struct Book {
    declared: Declared,
    /// Blocks of the sheets so far.
    sheets: Vec<(String, Vec<Block>)>,
    /// How many sheets are visible, empty ones too.
    visible: u32,
    /// Why some of it was not read.
    missing: Option<Reason>,
    /// Whether it holds pictures.
    pictures: bool,
}

impl Book {
    /// Adds a visible sheet.
    fn add(&mut self, sheet: &Sheet) {
        let mut blocks = Vec::new();
        rows::push_blocks(&sheet.rows, false, &mut blocks);
        self.visible += 1;
        if !blocks.is_empty() {
            self.sheets.push((tidy::tidy(&sheet.name), blocks));
        }
    }

    /// Notes why something was not read; the first reason stays.
    fn lack(&mut self, reason: Reason) {
        self.missing.get_or_insert(reason);
    }

    /// The content, with the name of each sheet as a heading.
    ///
    /// # Errors
    /// The reason why nothing was read, [`Reason::NeedsOcr`] where there are only pictures, or [`Reason::Empty`].
    fn finish(self) -> Result<Content, Reason> {
        if self.sheets.is_empty() {
            return Err(self.missing.unwrap_or(if self.pictures { Reason::NeedsOcr } else { Reason::Empty }));
        }
        let only = self.sheets.len() == 1;
        let mut all = Vec::new();
        for (name, blocks) in self.sheets {
            if !(name.is_empty() || only && is_default(&name)) {
                all.push(Block { kind: BlockKind::Heading(2), text: name, page: None });
            }
            all.extend(blocks);
        }
        let missing = self.missing.map(|reason| Missing { pages: None, reason }).into_iter().collect();
        let coverage = Coverage { pages: Some(self.visible), missing, ..Coverage::default() };
        Ok(Content { blocks: all, declared: self.declared, coverage })
    }
}

/// Whether a sheet has the name that programs give by themselves.
fn is_default(name: &str) -> bool {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end().to_lowercase();
    matches!(word.as_str(), "blad" | "sheet" | "werkblad" | "worksheet" | "tabelle" | "feuil" | "table")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_programs_give() {
        ["Blad1", "Sheet1", "sheet", "Blad 12"].into_iter().for_each(|name| assert!(is_default(name), "{name}"));
        ["Begroting", "Blad wijk", "2021"].into_iter().for_each(|name| assert!(!is_default(name), "{name}"));
    }
}
