//! E-books (.epub): the chapters in the order in which they are read, and what the book says about itself. The XHTML of
//! a chapter is left to the reader of HTML.

use std::collections::{HashMap, HashSet};

use super::properties;
use super::relations::{optional, resolved};
use crate::document::{Declared, Missing, Reason};
use crate::extract::markup::{self, Piece};
use crate::extract::package::{Budget, Package};

/// What an e-book holds.
#[derive(Debug, Default, PartialEq)]
pub struct Book {
    /// Names and XHTML of its chapters, in order. Tables of contents that only link to chapters are left out.
    pub chapters: Vec<(String, Vec<u8>)>,
    /// What it says about itself.
    pub declared: Declared,
    /// Chapters that could not be read.
    pub missing: Vec<Missing>,
}

/// Opens an e-book.
///
/// # Errors
/// [`Reason::Encrypted`] where its chapters are, [`Reason::Damaged`] where it has no list of them,
/// [`Reason::Expands`], and [`Reason::Empty`] where it has no chapters.
pub fn epub(bytes: &[u8], budget: &Budget) -> Result<Book, Reason> {
    let mut package = Package::open(bytes, budget)?;
    let container = optional(&mut package, "META-INF/container.xml")?.unwrap_or_default();
    let main = root(&container).or_else(|| package.names().into_iter().find(|name| name.ends_with(".opf")));
    let main = main.ok_or(Reason::Damaged)?;
    let xml = package.part(&main)?.ok_or(Reason::Damaged)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let encrypted = encrypted(&optional(&mut package, "META-INF/encryption.xml")?.unwrap_or_default());
    let mut book = Book { declared: properties::declared(&xml), ..Book::default() };
    let mut seen = HashSet::new();
    for address in spine(&xml) {
        let name = resolved(folder, &decoded(&address));
        if !seen.insert(name.clone()) {
            continue;
        }
        let part = if encrypted.contains(&name) { Err(Reason::Encrypted) } else { package.part(&name) };
        match part {
            Ok(Some(chapter)) => book.chapters.push((name, chapter)),
            Err(Reason::Expands) => return Err(Reason::Expands),
            Ok(None) => book.missing.push(Missing { pages: None, reason: Reason::Damaged }),
            Err(reason) => book.missing.push(Missing { pages: None, reason }),
        }
    }
    if book.chapters.is_empty() {
        return Err(book.missing.first().map_or(Reason::Empty, |missing| missing.reason));
    }
    Ok(book)
}

/// The part that the container names as the book.
fn root(container: &[u8]) -> Option<String> {
    let mut found = None;
    let _broken = markup::read(container, |piece| {
        if let Piece::Start(tag) = piece
            && tag.name == "rootfile"
            && found.is_none()
        {
            found = tag.get("full-path").map(|path| resolved("", path));
        }
        Ok::<(), Reason>(())
    });
    found
}

/// The addresses of the chapters in order, as the book writes them.
fn spine(xml: &[u8]) -> Vec<String> {
    let mut parts = HashMap::new();
    let mut order = Vec::new();
    let _broken = markup::read(xml, |piece| {
        if let Piece::Start(tag) = piece {
            let kind = tag.get("media-type").unwrap_or("application/xhtml+xml");
            let contents = tag.get("properties").is_some_and(|all| all.split_whitespace().any(|one| one == "nav"));
            match (tag.name.as_str(), tag.get("id"), tag.get("href"), tag.get("idref")) {
                ("item", Some(id), Some(href), _) if kind.contains("html") && !contents => {
                    parts.insert(id.to_owned(), href.to_owned());
                }
                ("itemref", _, _, Some(id)) => order.push(id.to_owned()),
                _ => {}
            }
        }
        Ok::<(), Reason>(())
    });
    order.iter().filter_map(|id| parts.remove(id)).collect()
}

/// The parts that are encrypted.
fn encrypted(xml: &[u8]) -> HashSet<String> {
    let mut found = HashSet::new();
    let _broken = markup::read(xml, |piece| {
        if let Piece::Start(tag) = piece
            && tag.name == "CipherReference"
        {
            found.extend(tag.get("URI").map(|address| resolved("", &decoded(address))));
        }
        Ok::<(), Reason>(())
    });
    found
}

/// An address without its place within the page and with its "%20" resolved.
fn decoded(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, others @ ..] = rest {
        let hex = others.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = others.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    //! Properties tested: order, names, what is left out, what lacks and what is encrypted.

    use super::*;
    use crate::extract::office::packed;

    const OPF: &str = "<package><metadata><dc:title xmlns:dc='d'>Woonvisie</dc:title></metadata><manifest>\
        <item id='a' href='een%20twee.xhtml#x' media-type='application/xhtml+xml'/>\
        <item id='b' href='../drie.xhtml' media-type='application/xhtml+xml'/>\
        <item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
        <item id='s' href='stijl.css' media-type='text/css'/>\
        <item id='m' href='weg.xhtml' media-type='application/xhtml+xml'/></manifest>\
        <spine><itemref idref='n'/><itemref idref='b'/><itemref idref='a'/><itemref idref='b'/><itemref idref='m'/>\
        <itemref idref='s'/></spine></package>";

    #[test]
    fn chapters() {
        let container = "<container><rootfile full-path='boek/inhoud.opf'/></container>";
        let cipher = "<e><CipherReference URI='drie.xhtml'/></e>";
        let parts = [
            ("META-INF/container.xml", container),
            ("boek/inhoud.opf", OPF),
            ("boek/een twee.xhtml", "<p>een</p>"),
            ("drie.xhtml", "<p>drie</p>"),
        ];
        let bytes = packed(&parts);
        let book = epub(&bytes, &Budget::of(bytes.len())).unwrap();
        let names: Vec<&str> = book.chapters.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["drie.xhtml", "boek/een twee.xhtml"]);
        assert_eq!(book.missing, [Missing { pages: None, reason: Reason::Damaged }]);
        assert_eq!(book.declared.title.as_deref(), Some("Woonvisie"));
        let bytes = packed(&[&parts[..], &[("META-INF/encryption.xml", cipher)]].concat());
        let book = epub(&bytes, &Budget::of(bytes.len())).unwrap();
        assert_eq!((book.chapters.len(), book.missing.len()), (1, 2));
        assert_eq!(epub(b"geen boek", &Budget::of(9)), Err(Reason::Damaged));
    }
}
