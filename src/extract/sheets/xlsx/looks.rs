//! styles.xml: number formats, fonts and the styles of cells.

use super::super::styles::{Font, Styles};
use super::is_true;
use crate::document::Reason;
use crate::extract::markup::{self, Piece, Tag};

/// Fills `styles`; what came before a break in the XML stays.
///
/// # Errors
/// What [`markup::read`] gives.
pub fn read(xml: &[u8], styles: &mut Styles) -> Result<(), Reason> {
    // Differences for conditions (dxfs) have fonts and formats too; only the three lists count.
    let mut list = String::new();
    markup::read(xml, |piece| {
        match piece {
            Piece::Start(tag) if list.is_empty() => {
                if matches!(tag.name.as_str(), "numFmts" | "fonts" | "cellXfs") {
                    list = tag.name;
                }
            }
            Piece::Start(tag) => entry(&tag, &list, styles),
            Piece::End(name) if name == list => list.clear(),
            _ => {}
        }
        Ok(())
    })
}

fn entry(tag: &Tag, list: &str, styles: &mut Styles) {
    let number = |name: &str| tag.get(name).and_then(|value| value.parse::<u32>().ok());
    match (list, tag.name.as_str()) {
        ("numFmts", "numFmt") => {
            let code = number("numFmtId").zip(tag.get("formatCode"));
            code.into_iter().for_each(|(number, code)| styles.add_format(number, code));
        }
        ("fonts", "font") => styles.fonts.push(Font::default()),
        ("fonts", name) => {
            let value = tag.get("val");
            styles.fonts.last_mut().into_iter().for_each(|font| match name {
                "b" => font.bold = value.is_none_or(is_true),
                "sz" => font.size = value.and_then(|size| size.parse().ok()).unwrap_or_default(),
                _ => {}
            });
        }
        ("cellXfs", "xf") => {
            let font = number("fontId").and_then(|font| usize::try_from(font).ok());
            styles.cells.push((number("numFmtId").unwrap_or(0), font.unwrap_or(0)));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_of_cells() {
        let xml = "<styleSheet><numFmts count='1'><numFmt numFmtId='164' formatCode='0.0&quot; km&quot;'/></numFmts>\
            <fonts><font><sz val='11'/></font><font><b/><sz val='11'/></font><font><b val='0'/></font></fonts>\
            <cellStyleXfs><xf numFmtId='9' fontId='0'/></cellStyleXfs>\
            <cellXfs><xf numFmtId='0' fontId='0'/><xf numFmtId='164' fontId='1'><alignment/></xf><xf fontId='2'/></cellXfs>\
            <dxfs><dxf><font><b/></font></dxf></dxfs></styleSheet>";
        let mut styles = Styles::default();
        assert_eq!(read(xml.as_bytes(), &mut styles), Ok(()));
        assert_eq!((styles.fonts.len(), styles.number(1, 2.0).as_str()), (3, "2,0 km"));
        assert_eq!([0, 1, 2].map(|style| styles.strong(style)), [false, true, false]);
    }
}
