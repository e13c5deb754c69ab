//! XLSX and XLSM: the book (which sheets, in what order, which are visible) and its relations. Cells, styles and shared
//! strings have files of their own.

mod cells;
mod looks;
mod strings;

use super::areas::Area;
use super::declared::declared;
use super::grid::Grid;
use super::styles::Styles;
use super::{Book, Sheet};
use crate::document::{Content, Reason};
use crate::extract::markup::{self, Piece};
use crate::extract::package::{Budget, Package};

/// How files of the older office formats begin; a protected XLSX is packed in one.
const COMPOUND: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// Reads a workbook.
///
/// # Errors
/// [`Reason::Encrypted`], [`Reason::Damaged`], [`Reason::Expands`], [`Reason::Empty`] where no visible sheet has text
/// ([`Reason::NeedsOcr`] where it has pictures).
pub fn xlsx(bytes: &[u8], budget: &Budget) -> Result<Content, Reason> {
    if bytes.starts_with(&COMPOUND) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = bytes.windows(name.len()).any(|window| window == name);
        return Err(if protected { Reason::Encrypted } else { Reason::Damaged });
    }
    let mut parts = Parts::open(bytes, budget)?;
    let root = parts.relations("")?;
    let path = target(&root, "/officeDocument").unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let outline = outline(&parts.get(&path)?.ok_or(Reason::Damaged)?)?;
    let relations = parts.relations(&path)?;
    let mut book = Book { pictures: parts.names.iter().any(|name| name.contains("/media/")), ..Book::default() };
    let properties = target(&root, "/core-properties").unwrap_or_else(|| "docProps/core.xml".to_owned());
    book.declared = parts.get(&properties)?.map(|xml| declared(&xml)).unwrap_or_default();
    let context = Context::read(&mut parts, &relations, outline.from_1904, &mut book)?;
    for (name, id) in &outline.sheets {
        let worksheet = relations.iter().find(|relation| relation.id == *id && relation.kind.ends_with("/worksheet"));
        let Some(worksheet) = worksheet else { continue };
        let mut grid = Grid::new(budget);
        if let Err(reason) = context.fill(&mut parts, &worksheet.path, &mut grid) {
            book.lack(reason);
        }
        book.add(&Sheet { name: name.clone(), rows: grid.rows() });
    }
    book.finish()
}

/// What all sheets share.
struct Context {
    strings: Vec<String>,
    styles: Styles,
}

impl Context {
    fn read(parts: &mut Parts<'_>, links: &[Relation], from_1904: bool, book: &mut Book) -> Result<Self, Reason> {
        let mut context = Context { strings: Vec::new(), styles: Styles::default() };
        if let Some(xml) = parts.get(&target(links, "/styles").unwrap_or_default())?
            && let Err(reason) = looks::read(&xml, &mut context.styles)
        {
            book.lack(reason);
        }
        if let Some(xml) = parts.get(&target(links, "/sharedStrings").unwrap_or_default())?
            && let Err(reason) = strings::read(&xml, &mut context.strings)
        {
            book.lack(reason);
        }
        context.styles.from_1904 = from_1904;
        context.styles.add_known();
        Ok(context)
    }

    /// Reads the sheet at `path`, and the heads of the tables on it.
    fn fill(&self, parts: &mut Parts<'_>, path: &str, grid: &mut Grid<'_>) -> Result<(), Reason> {
        let xml = parts.get(path)?.ok_or(Reason::Damaged)?;
        let read = cells::read(&xml, &self.strings, &self.styles, grid);
        for relation in parts.relations(path)?.iter().filter(|relation| relation.kind.ends_with("/table")) {
            if let Some(xml) = parts.get(&relation.path)? {
                table(&xml, grid);
            }
        }
        read
    }
}

/// Notes where the table that a part describes has its heads, and whether a filter on it is on.
fn table(xml: &[u8], grid: &mut Grid<'_>) {
    let mut area = None;
    let _ = markup::read(xml, |piece| {
        let Piece::Start(tag) = piece else { return Ok(()) };
        match (tag.name.as_str(), area) {
            ("table", None) => {
                area = tag.get("ref").and_then(Area::parse);
                let heads = area.filter(|_| tag.get("headerRowCount") != Some("0"));
                heads.into_iter().for_each(|area| grid.heads.add(area.top, area.top));
            }
            ("filterColumn", Some(area)) => grid.filtered.add(area.top.saturating_add(1), area.bottom),
            _ => {}
        }
        Ok(())
    });
}

/// What the workbook says.
#[derive(Default)]
struct Outline {
    /// Names and relations of the visible sheets, in order.
    sheets: Vec<(String, String)>,
    from_1904: bool,
}

/// # Errors
/// What [`markup::read`] gives, where no sheet was found before the break.
fn outline(xml: &[u8]) -> Result<Outline, Reason> {
    let mut outline = Outline::default();
    let read = markup::read(xml, |piece| {
        let Piece::Start(tag) = piece else { return Ok(()) };
        let says = |name: &str| tag.get(name).unwrap_or_default();
        match tag.name.as_str() {
            "workbookPr" => outline.from_1904 = is_true(says("date1904")),
            "sheet" if !matches!(says("state"), "hidden" | "veryHidden") => {
                outline.sheets.push((says("name").to_owned(), says("id").to_owned()));
            }
            _ => {}
        }
        Ok(())
    });
    if outline.sheets.is_empty() {
        read?;
    }
    Ok(outline)
}

/// Whether an attribute says yes.
fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// A link from one part to another.
#[derive(Debug)]
struct Relation {
    id: String,
    kind: String,
    path: String,
}

/// The part to which the first relation of the kind that ends in `kind` leads.
fn target(relations: &[Relation], kind: &str) -> Option<String> {
    relations.iter().find(|relation| relation.kind.ends_with(kind)).map(|relation| relation.path.clone())
}

/// The parts of a package, found whatever the case of their names.
struct Parts<'b> {
    package: Package<'b>,
    names: Vec<String>,
}

impl<'b> Parts<'b> {
    fn open(bytes: &'b [u8], budget: &'b Budget) -> Result<Self, Reason> {
        let package = Package::open(bytes, budget)?;
        let names = package.names();
        Ok(Parts { package, names })
    }

    fn get(&mut self, path: &str) -> Result<Option<Vec<u8>>, Reason> {
        if path.is_empty() {
            return Ok(None);
        }
        if let Some(bytes) = self.package.part(path)? {
            return Ok(Some(bytes));
        }
        let same = |name: &&String| name.replace('\\', "/").eq_ignore_ascii_case(path);
        self.names.iter().find(same).cloned().map_or(Ok(None), |name| self.package.part(&name))
    }

    /// The relations of the part at `path`, or those of the package where it is empty.
    fn relations(&mut self, path: &str) -> Result<Vec<Relation>, Reason> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let place = resolved(folder, &format!("_rels/{file}.rels"));
        let Some(xml) = self.get(&place)? else { return Ok(Vec::new()) };
        let mut relations = Vec::new();
        let _ = markup::read(&xml, |piece| {
            if let Piece::Start(tag) = piece
                && tag.name == "Relationship"
            {
                let says = |name: &str| tag.get(name).unwrap_or_default().to_owned();
                relations.push(Relation {
                    id: says("Id"),
                    kind: says("Type"),
                    path: resolved(folder, &says("Target")),
                });
            }
            Ok(())
        });
        Ok(relations)
    }
}

/// The path that `target` means in a part of `folder`.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            _ => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use super::*;
    use crate::extract::shown;

    /// A ZIP file of `parts`, names and texts.
    pub fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
            zip.write_all(text.as_bytes()).expect("text of a part");
        }
        zip.finish().expect("a package").into_inner()
    }

    const BOOK: &str = "<workbook><workbookPr/><sheets><sheet name='Wijken' r:id='r2'/><sheet name='Geheim' \
        state='veryHidden' r:id='r1'/><sheet name='Straten' r:id='r1'/></sheets></workbook>";
    const LINKS: &str = "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/een.xml'/>\
        <Relationship Id='r2' Type='x/worksheet' Target='/xl/worksheets/twee.xml'/></Relationships>";
    const SHEET: &str = "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>Dijk</t></is></c></row>\
        <row r='2'><c r='A2' t='inlineStr'><is><t>Laan</t></is></c><c r='B2'><v>1.5</v></c></row></sheetData></worksheet>";

    fn read(parts: &[(&str, &str)]) -> Result<Content, Reason> {
        xlsx(&packed(parts), &Budget::of(1000))
    }

    #[test]
    fn sheets_in_the_order_of_the_book() {
        let rows = "<worksheet><sheetData><row><c><v>7</v></c><c t='b'><v>1</v></c></row></sheetData></worksheet>";
        let core = "<p><dc:title>Overzicht</dc:title></p>";
        let parts = [
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", LINKS),
            ("xl/worksheets/een.xml", SHEET),
            ("xl/worksheets/Twee.xml", rows),
            ("docProps/core.xml", core),
        ];
        let content = read(&parts).expect("a workbook");
        assert_eq!(shown(&content.blocks), ["2 Wijken", "t 7 | WAAR", "2 Straten", "p Dijk", "t Laan | 1,5"]);
        assert_eq!((content.coverage.pages, content.declared.title.as_deref()), (Some(2), Some("Overzicht")));
    }

    #[test]
    fn what_cannot_be_read() {
        let check = |bytes: &[u8], reason| assert_eq!(xlsx(bytes, &Budget::of(bytes.len())), Err(reason));
        let name = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        check(&[&COMPOUND[..], &name("EncryptedPackage")].concat(), Reason::Encrypted);
        check(&[&COMPOUND[..], &name("Workbook")].concat(), Reason::Damaged);
        check(b"PK", Reason::Damaged);
        check(&packed(&[("xl/workbook.xml", "<workbook/>")]), Reason::Empty);
        check(&packed(&[("xl/workbook.xml", "<workbook/>"), ("xl/media/a.png", "")]), Reason::NeedsOcr);
        check(&packed(&[("xl/workbook.xml", BOOK), ("xl/_rels/workbook.xml.rels", LINKS)]), Reason::Damaged);
    }

    #[test]
    fn a_broken_sheet_gives_what_came_before() {
        let half = SHEET.split("<row r='2'").next().unwrap_or_default();
        let parts = [("xl/workbook.xml", BOOK), ("xl/_rels/workbook.xml.rels", LINKS), ("xl/worksheets/een.xml", half)];
        let content = read(&parts).expect("what came before");
        assert_eq!(shown(&content.blocks), ["2 Straten", "p Dijk"]);
        assert_eq!(content.coverage.missing.first().map(|missing| missing.reason), Some(Reason::Damaged));
    }

    #[test]
    fn paths_of_parts() {
        let check = |folder, target, expected| assert_eq!(resolved(folder, target), expected);
        check("xl/worksheets", "../tables/t1.xml", "xl/tables/t1.xml");
        check("xl", "/xl/styles.xml", "xl/styles.xml");
        check("", "xl/workbook.xml", "xl/workbook.xml");
        check("xl", "../../../a.xml", "a.xml");
    }
}
