//! Text documents of OOXML (.docx, .docm, .dotx): which parts there are, and their story in reading order. The text of
//! a part is left to `story`.

mod notes;
mod numbering;
mod story;
mod styles;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::notes::AllNotes;
use self::numbering::Numbering;
use self::story::{Shared, Told, tell};
use self::styles::Styles;
use super::languages::Languages;
use super::relations::{Relations, optional};
use super::{drawing, outline};
use crate::document::{BlockKind, Content, Coverage, Declared, Missing, Reason};
use crate::extract::package::{Budget, Package};

/// Reads a text document. With `furniture` the running headers and footers follow as paragraphs.
///
/// # Errors
/// [`Reason::Encrypted`], [`Reason::Damaged`], [`Reason::Expands`], [`Reason::TooDeep`]; [`Reason::NeedsOcr`] where it
/// has pictures only, and [`Reason::Empty`] where it has nothing.
pub fn docx(bytes: &[u8], budget: &Budget, furniture: bool) -> Result<Content, Reason> {
    super::refuse_encrypted(bytes)?;
    let mut package = Package::open(bytes, budget)?;
    let main =
        Relations::of(&mut package, "")?.first("officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let xml = package.part(&main)?.ok_or(Reason::Damaged)?;
    let relations = Relations::of(&mut package, &main)?;
    let mut shared = shared(&mut package, &relations)?;
    let mut coverage = Coverage::default();
    read_notes(&mut package, &relations, &mut shared, &mut coverage)?;
    shared.graphics = drawing::of_part(&mut package, &relations)?;
    let Told { mut items, pictures, broken, .. } = tell(&xml, &mut shared);
    super::note_missing(&mut coverage, broken);
    items = super::told(items).collect();
    if items.is_empty() {
        return Err(broken.unwrap_or(if pictures { Reason::NeedsOcr } else { Reason::Empty }));
    }
    outline::name_headings(&mut items);
    outline::name_items(&mut items);
    if furniture {
        for part in [relations.of_kind("header"), relations.of_kind("footer")].concat() {
            let xml = optional(&mut package, &part)?.unwrap_or_default();
            items.extend(tell(&xml, &mut shared).items.into_iter().map(|mut item| {
                item.kind = BlockKind::Paragraph;
                item
            }));
        }
    }
    let declared = declared(&mut package, &shared.languages)?;
    Ok(Content { blocks: items.into_iter().map(|item| item.into_block(None)).collect(), declared, coverage })
}

fn shared(package: &mut Package<'_>, relations: &Relations) -> Result<Shared, Reason> {
    let mut part = |kind| match relations.first(kind) {
        Some(part) => optional(package, &part).map(Option::unwrap_or_default),
        None => Ok(Vec::new()),
    };
    let styles = Styles::read(&part("styles")?);
    let numbering = Numbering::read(&part("numbering")?);
    let mut notes = AllNotes::default();
    notes.set(&part("settings")?);
    Ok(Shared { styles, numbering, notes, graphics: HashMap::new(), languages: Languages::default() })
}

fn read_notes(
    package: &mut Package<'_>,
    relations: &Relations,
    shared: &mut Shared,
    coverage: &mut Coverage,
) -> Result<(), Reason> {
    for kind in ["footnotes", "endnotes"] {
        let Some(part) = relations.first(kind) else { continue };
        let Some(xml) = optional(package, &part)? else {
            coverage.missing.push(Missing { pages: None, reason: Reason::Damaged });
            continue;
        };
        let Told { notes, broken, .. } = tell(&xml, shared);
        super::note_missing(coverage, broken);
        if kind == "footnotes" { shared.notes.foot.keep(notes) } else { shared.notes.end.keep(notes) }
    }
    Ok(())
}

fn declared(package: &mut Package<'_>, languages: &Languages) -> Result<Declared, Reason> {
    let mut declared = super::core_properties(package)?;
    declared.language = declared.language.or_else(|| languages.most_used());
    Ok(declared)
}
