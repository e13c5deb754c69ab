//! ODS: the tables of content.xml with the text that is shown in their cells. Styles have a file of their own.

mod looks;
mod table;

use super::areas::Area;
use super::declared::declared;
use super::{Book, Sheet};
use crate::document::{Content, Reason};
use crate::extract::markup::{self, Piece, Tag};
use crate::extract::package::{Budget, Package};

/// Reads a spreadsheet of the OpenDocument format.
///
/// # Errors
/// [`Reason::Encrypted`], [`Reason::Damaged`], [`Reason::Expands`], [`Reason::Empty`] where no visible sheet has text
/// ([`Reason::NeedsOcr`] where it has pictures).
pub fn ods(bytes: &[u8], budget: &Budget) -> Result<Content, Reason> {
    let mut package = Package::open(bytes, budget)?;
    if package.part("META-INF/manifest.xml")?.is_some_and(|xml| is_protected(&xml)) {
        return Err(Reason::Encrypted);
    }
    let pictures = package.names().iter().any(|name| name.starts_with("Pictures/"));
    let mut book = Book { pictures, ..Book::default() };
    book.declared = package.part("meta.xml")?.map(|xml| declared(&xml)).unwrap_or_default();
    let mut looks = looks::Looks::default();
    if let Some(xml) = package.part("styles.xml")? {
        let _ = looks.read(&xml);
    }
    let xml = package.part("content.xml")?.ok_or(Reason::Damaged)?;
    let mut walk = table::Walk::new(looks, budget);
    let mut filters = Vec::new();
    let read = markup::read(&xml, |piece| {
        if let Piece::Start(tag) = &piece {
            filters.extend(filter(tag));
        }
        walk.take(piece)
    });
    if let Err(reason) = read {
        book.lack(reason);
    }
    for (name, mut grid) in walk.sheets() {
        let own = filters.iter().filter(|(sheet, _)| *sheet == name);
        own.for_each(|(_, row)| grid.heads.add(*row, *row));
        book.add(&Sheet { name, rows: grid.rows() });
    }
    book.finish()
}

/// Whether the list of parts says that they are enciphered.
fn is_protected(manifest: &[u8]) -> bool {
    let mut found = false;
    let _ = markup::read(manifest, |piece| {
        found |= matches!(&piece, Piece::Start(tag) if tag.name == "encryption-data");
        Ok(())
    });
    found
}

/// The sheet and the row of heads of a range with buttons to filter it.
fn filter(tag: &Tag) -> Option<(String, u32)> {
    let buttons = tag.name == "database-range" && tag.get("display-filter-buttons") == Some("true");
    let range = tag.get("target-range-address").filter(|_| buttons && tag.get("contains-header") != Some("false"))?;
    let (from, _) = range.rsplit_once(':').unwrap_or((range, ""));
    let (sheet, cell) = from.rsplit_once('.')?;
    let sheet = sheet.trim_start_matches('$');
    let sheet = sheet.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(sheet);
    Some((sheet.replace("''", "'"), Area::parse(cell)?.top))
}

#[cfg(test)]
mod tests {
    use super::super::xlsx::tests::packed;
    use super::*;
    use crate::extract::shown;

    fn read(parts: &[(&str, &str)]) -> Result<Content, Reason> {
        ods(&packed(parts), &Budget::of(1000))
    }

    #[test]
    fn sheets_of_a_file() {
        let content = "<document-content><automatic-styles><style:style style:name='weg' style:family='table'>\
            <style:table-properties table:display='false'/></style:style></automatic-styles><body><spreadsheet>\
            <table table:name='Bomen'><table-row><table-cell><p>Soort</p></table-cell><table-cell><p>Aantal</p>\
            </table-cell></table-row><table-row><table-cell><p>Eik</p></table-cell><table-cell><p>een</p></table-cell>\
            </table-row></table><table table:name='Geheim' table:style-name='weg'><table-row><table-cell><p>x</p>\
            </table-cell></table-row></table><table table:name='Bron'><table-row><table-cell><p>Telling</p></table-cell>\
            </table-row></table><database-ranges><database-range table:display-filter-buttons='true' \
            table:target-range-address='Bomen.A1:Bomen.B2'/></database-ranges></spreadsheet></body></document-content>";
        let found = read(&[("content.xml", content), ("meta.xml", "<m><dc:title>Groen</dc:title></m>")]);
        let found = found.expect("a spreadsheet");
        let expected = ["2 Bomen", "h Soort | Aantal", "t Eik | een", "2 Bron", "p Telling"];
        assert_eq!(shown(&found.blocks), expected);
        assert_eq!((found.coverage.pages, found.declared.title.as_deref()), (Some(2), Some("Groen")));
    }

    #[test]
    fn what_cannot_be_read() {
        let check = |parts: &[(&str, &str)], reason| assert_eq!(read(parts), Err(reason));
        check(
            &[("META-INF/manifest.xml", "<m><f><encryption-data/></f></m>"), ("content.xml", "?")],
            Reason::Encrypted,
        );
        check(&[("meta.xml", "<m/>")], Reason::Damaged);
        check(&[("content.xml", "<a><b>")], Reason::Damaged);
        check(&[("content.xml", "<a/>")], Reason::Empty);
        check(&[("content.xml", "<a/>"), ("Pictures/1.png", "")], Reason::NeedsOcr);
        assert_eq!(ods(b"niets", &Budget::of(5)), Err(Reason::Damaged));
    }
}
