//! Styles of ODS as far as a reader of text needs them: which cells stand out and which sheets are hidden.

use std::collections::HashMap;

use crate::document::Reason;
use crate::extract::markup::{self, Piece, Tag};

/// Parents of parents beyond this are not followed.
const MOST_PARENTS: usize = 8;
/// Points by which letters are larger than those of the rest to stand out.
const LARGER: f64 = 3.0;
/// The size of letters where a file gives none, in points.
const USUAL: f64 = 10.0;

/// The styles of a file.
#[derive(Debug, Default)]
pub struct Looks {
    styles: HashMap<String, Look>,
    /// The style that is open; `None` outside styles of cells and sheets.
    open: Option<(String, Look)>,
}

#[derive(Debug, Default)]
struct Look {
    parent: Option<String>,
    bold: Option<bool>,
    size: Option<f64>,
    hidden: bool,
}

impl Looks {
    /// Reads the styles of a part.
    ///
    /// # Errors
    /// What [`markup::read`] gives.
    pub fn read(&mut self, xml: &[u8]) -> Result<(), Reason> {
        markup::read(xml, |piece| {
            self.take(&piece);
            Ok(())
        })
    }

    /// Takes a piece of a part that may belong to a style.
    pub fn take(&mut self, piece: &Piece) {
        match piece {
            Piece::Start(tag) if matches!(tag.name.as_str(), "style" | "default-style") => {
                let family = tag.get("family").filter(|family| matches!(*family, "table-cell" | "table"));
                let parent = tag.get("parent-style-name").map(str::to_owned);
                let name = tag.get("name").unwrap_or_default().to_owned();
                self.open = family.map(|_| (name, Look { parent, ..Look::default() }));
            }
            Piece::Start(tag) => self.open.as_mut().into_iter().for_each(|(_, look)| look.property(tag)),
            Piece::End(name) if matches!(name.as_str(), "style" | "default-style") => {
                self.styles.extend(self.open.take())
            }
            _ => {}
        }
    }

    /// Whether the sheets of style `name` are hidden.
    pub fn hidden(&self, name: &str) -> bool {
        self.styles.get(name).is_some_and(|look| look.hidden)
    }

    /// Whether the cells of style `name` stand out.
    pub fn strong(&self, name: &str) -> bool {
        if name.is_empty() {
            return false;
        }
        let of = |name: &str| self.styles.get(name);
        let (mut bold, mut size) = (None, None);
        let own = std::iter::successors(of(name), |look| look.parent.as_deref().and_then(of));
        for look in own.take(MOST_PARENTS) {
            bold = bold.or(look.bold);
            size = size.or(look.size);
        }
        let usual = of("").and_then(|look| look.size).unwrap_or(USUAL);
        bold == Some(true) || size.is_some_and(|size| size >= usual + LARGER)
    }
}

impl Look {
    fn property(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "text-properties" => {
                self.bold =
                    tag.get("font-weight").map(|weight| !matches!(weight, "normal" | "100" | "200" | "300" | "400"));
                self.size = tag.get("font-size").and_then(|size| size.strip_suffix("pt")?.parse().ok());
            }
            "table-properties" => self.hidden = tag.get("display") == Some("false"),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_out_and_what_is_hidden() {
        let xml = "<s><default-style family='table-cell'><text-properties font-size='11pt'/></default-style>\
            <style name='kop' family='table-cell'><text-properties font-weight='bold'/></style>\
            <style name='onder' family='table-cell' parent-style-name='kop'/>\
            <style name='groot' family='table-cell'><text-properties font-size='14pt'/></style>\
            <style name='lus' family='table-cell' parent-style-name='lus'/>\
            <style name='alinea' family='paragraph'><text-properties font-weight='bold'/></style>\
            <style name='weg' family='table'><table-properties display='false'/></style></s>";
        let mut looks = Looks::default();
        assert_eq!(looks.read(xml.as_bytes()), Ok(()));
        let check = |name, expected| assert_eq!(looks.strong(name), expected, "{name}");
        ["kop", "onder", "groot"].into_iter().for_each(|name| check(name, true));
        ["lus", "alinea", "", "geen"].into_iter().for_each(|name| check(name, false));
        assert_eq!((looks.hidden("weg"), looks.hidden("kop")), (true, false));
    }
}
