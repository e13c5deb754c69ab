//! PDF: pages are interpreted one by one, their glyphs put in lines in the order of reading, and the lines of all pages
//! made blocks. Limits of time and memory of the whole are the caller's.

mod blocks;
mod columns;
mod declared;
mod fonts;
mod furniture;
mod glyphs;
mod grids;
mod headings;
mod hyphens;
mod letters;
mod lines;
mod marks;
mod measures;
mod pages;
mod tables;

use std::sync::Arc;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::document::{Content, Coverage, Reason};
use pages::{Page, Pages};

/// Reads a PDF. `begin` is called before each page with its number from 1, and with `None` before what is made of all
/// pages; it tells why one is to be left out.
///
/// # Errors
/// [`Reason::Encrypted`] where it needs a password, [`Reason::Damaged`] where it cannot be opened. Pages that give
/// nothing are listed as missing.
pub(in crate::extract) fn read(
    bytes: &[u8],
    begin: &mut dyn FnMut(Option<u32>) -> Result<(), Reason>,
) -> Result<Content, Reason> {
    let pdf = opened(bytes)?;
    let mut reader = Pages::new(&pdf);
    let pages = reader.count();
    let mut coverage = Coverage { pages: Some(pages), ..Coverage::default() };
    let mut found: Vec<Page> = Vec::new();
    for number in 1..=pages {
        match begin(Some(number)).and_then(|()| reader.page(number)) {
            Ok(page) => found.push(page),
            Err(reason) => coverage.miss_page(number, reason),
        }
    }
    begin(None)?;
    let blocks = blocks::blocks(furniture::without(found, pages));
    Ok(Content { blocks, declared: declared::declared(&pdf), coverage })
}

/// All text in the order of reading, before anything is left out or joined; pages are parted by form feeds.
///
/// # Errors
/// As [`read`].
pub(in crate::extract) fn raw(bytes: &[u8]) -> Result<String, Reason> {
    let pdf = opened(bytes)?;
    let mut reader = Pages::new(&pdf);
    let mut text = String::new();
    for number in 1..=reader.count() {
        if let Ok(page) = reader.page(number) {
            for line in page.lines.iter().chain(&page.stamps) {
                text.push_str(&line.text);
                text.push('\n');
            }
        }
        text.push('\u{c}');
    }
    Ok(text)
}

fn opened(bytes: &[u8]) -> Result<Pdf, Reason> {
    // The library wants to own what it reads.
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::InvalidEncryption) => Reason::Damaged,
        LoadPdfError::Decryption(_) => Reason::Encrypted,
        LoadPdfError::Invalid => Reason::Damaged,
    })?;
    if pdf.pages().is_empty() { Err(Reason::Damaged) } else { Ok(pdf) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Missing;
    use crate::extract::shown;

    /// A PDF of pages with these instructions and the fonts /F (plain) and /B (bold).
    fn pdf(pages: &[&str]) -> Vec<u8> {
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R/Lang(nl-NL)>>".to_owned(),
            String::new(),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>".to_owned(),
        ];
        let mut kids = String::new();
        for content in pages {
            let number = objects.len() + 1;
            kids.push_str(&format!("{number} 0 R "));
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>",
                number + 1
            ));
            objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
        }
        objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len());
        let mut file = "%PDF-1.4\n".to_owned();
        for (number, object) in objects.iter().enumerate() {
            file.push_str(&format!("{} 0 obj {object} endobj\n", number + 1));
        }
        file.push_str("trailer<</Root 1 0 R>>\n%%EOF");
        file.into_bytes()
    }

    /// An image over the whole page.
    const PICTURE: &str = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q";

    #[test]
    fn pages_become_blocks() {
        let page =
            "BT /B 16 Tf 60 760 Td (Nota wonen) Tj /F 10 Tf 0 -40 Td (De raad stelt de nota) Tj 0 -12 Td (vast.) Tj ET";
        let content = read(&pdf(&[page]), &mut |_| Ok(())).unwrap_or_default();
        assert_eq!(shown(&content.blocks), ["1 Nota wonen", "p De raad stelt de nota vast."]);
        assert_eq!(content.declared.language.as_deref(), Some("nl-NL"));
        assert_eq!((content.coverage.pages, content.coverage.missing), (Some(1), Vec::new()));
    }

    #[test]
    fn text_that_cannot_be_seen_is_read_but_not_what_is_cut_off() {
        let page = "BT 3 Tr /F 10 Tf 60 700 Td (laag onder de scan) Tj ET q 0 0 10 10 re W n BT /F 10 Tf 60 400 Td (weg) Tj ET Q";
        assert_eq!(raw(&pdf(&[page])).as_deref(), Ok("laag onder de scan\n\u{c}"));
    }

    #[test]
    fn pictures_and_skipped_pages_are_told_apart() {
        let text = "BT /F 10 Tf 60 700 Td (Tekst) Tj ET";
        let file = pdf(&[PICTURE, PICTURE, text, "", text]);
        let mut begin = |page| if page == Some(5) { Err(Reason::TimedOut) } else { Ok(()) };
        let content = read(&file, &mut begin).unwrap_or_default();
        let scans = Missing { pages: Some((1, 2)), reason: Reason::NeedsOcr };
        let slow = Missing { pages: Some((5, 5)), reason: Reason::TimedOut };
        assert_eq!((content.coverage.pages, content.coverage.missing), (Some(5), vec![scans, slow]));
        assert_eq!(shown(&content.blocks), ["p Tekst"]);
    }

    #[test]
    fn broken_files_are_errors() {
        let check = |bytes: &[u8]| assert_eq!(read(bytes, &mut |_| Ok(())), Err(Reason::Damaged));
        check(b"");
        check(b"%PDF-1.4\n%%EOF");
        check(b"geen pdf");
    }

    #[test]
    fn a_file_cut_off_anywhere_gives_an_answer() {
        let file = pdf(&["BT /F 10 Tf 60 700 Td (Tekst) Tj ET", PICTURE]);
        for length in (0..file.len()).step_by(7) {
            let _ = read(&file[..length], &mut |_| Ok(()));
        }
    }
}
