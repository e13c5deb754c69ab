//! Readers of office files: text documents and presentations of OOXML and ODF, and e-books.
//!
//! They share how text is gathered (`clean`), and how paragraphs, cells and notes find their place (`flow`, `table`).
//! Telling formats apart by their first bytes is left to the caller, and so is the XHTML
//! of an e-book.

mod clean;
mod docx;
mod drawing;
mod epub;
mod flow;
mod languages;
mod names;
mod odf;
mod outline;
mod pptx;
mod properties;
mod relations;
mod slide;
mod symbols;
mod table;

pub use docx::docx;
pub use epub::{Book, epub};
pub use odf::{odp, odt};
pub use pptx::pptx;

use crate::document::{BlockKind, Coverage, Declared, Missing, Reason};
use crate::extract::package::Package;
use flow::Item;
use relations::{Relations, optional};

/// How an OLE file begins; OOXML with a password is packed in one.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

fn refuse_encrypted(bytes: &[u8]) -> Result<(), Reason> {
    if bytes.starts_with(OLE) { Err(Reason::Encrypted) } else { Ok(()) }
}

/// The items that say something. A paragraph of stars or a dot alone does not.
fn told(items: Vec<Item>) -> impl Iterator<Item = Item> {
    items.into_iter().filter(|item| {
        matches!(item.kind, BlockKind::TableHead | BlockKind::TableRow) || item.text.contains(char::is_alphanumeric)
    })
}

/// Says that something was not read.
fn note_missing(coverage: &mut Coverage, reason: Option<Reason>) {
    coverage.missing.extend(reason.map(|reason| Missing { pages: None, reason }));
}

/// The properties of a package of OOXML.
fn core_properties(package: &mut Package<'_>) -> Result<Declared, Reason> {
    let part = Relations::of(package, "")?.first("core-properties").unwrap_or_else(|| "docProps/core.xml".to_owned());
    Ok(properties::declared(&optional(package, &part)?.unwrap_or_default()))
}

/// A package with these parts, for tests.
#[cfg(test)]
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
