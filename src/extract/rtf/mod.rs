//! RTF files, and what mail programs wrap in RTF. Pictures, objects, comments and running headers are left out.

mod header;
mod reader;
mod token;
mod words;

use super::flow::tidy;
use crate::document::{Content, Reason};
use reader::Reader;

/// How far into a file the mark of wrapped HTML may stand.
const HEAD: usize = 1_000;

/// Reads an RTF file.
///
/// # Errors
/// [`Reason::UnknownFormat`] where it is no RTF, [`Reason::Empty`] or [`Reason::NeedsOcr`] where it has no text,
/// [`Reason::Damaged`] or [`Reason::TooDeep`] where it breaks off before any text.
pub fn read(bytes: &[u8]) -> Result<Content, Reason> {
    let mut content = Reader::new(false).content(start(bytes).ok_or(Reason::UnknownFormat)?)?;
    for value in [&mut content.declared.title, &mut content.declared.author] {
        *value = value.as_deref().map(tidy).filter(|text| !text.is_empty());
    }
    Ok(content)
}

/// The HTML that a mail program wrapped in RTF; `None` where the RTF was not made of HTML.
pub fn html(bytes: &[u8]) -> Option<String> {
    let bytes = start(bytes)?;
    let head = bytes.get(..bytes.len().min(HEAD))?;
    head.windows(9).any(|window| window == b"\\fromhtml").then(|| Reader::new(true).html(bytes))
}

/// The bytes from where the RTF begins; white space and a byte order mark may stand before it.
fn start(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bytes.starts_with(b"{\\rtf").then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::shown;
    use super::*;

    fn check(body: &str, expected: &[&str]) {
        let content = read(format!("{{\\rtf1\\ansi\\ansicpg1252 {body}}}").as_bytes()).unwrap();
        assert_eq!(shown(&content.blocks), expected, "{body}");
    }

    #[test]
    fn characters() {
        check(r"caf\'e9 \u8364? \u8364\'80x\par", &["p café € €x"]);
        check(r"{\uc0\u233}\uc2\u233ab!\par", &["p éé!"]);
        check(r"\u-10179?\u-8704? a\~b\_c\-d\{\par", &["p 😀 a b-cd{"]);
        check(r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1\'c4\'e0\f0\'e9\par", &["p Даé"]);
        check(r"\ldblquote a\rdblquote\line b\endash\par", &["p “a”/b–"]);
    }

    #[test]
    fn left_out() {
        check(r"a{\v weg}{\deleted weg}{\*\onbekend weg}{\header weg}{\pict 00ff}b\par", &["p ab"]);
        check(r"a{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\par", &["p alink"]);
        check("a{\\pict\\bin3 }}}}b\\par", &["p ab"]);
        check(r"{\upr{weg}{\*\ud{w\u233 el}}}\par", &["p wél"]);
        check(r"{\object{\*\objdata 00}{\result uitkomst}}\par", &["p uitkomst"]);
        check(r"{\header{\shp{\*\shpinst{\shptxt weg\par}}}{\footnote weg}}a\par", &["p a"]);
    }

    #[test]
    fn paragraphs() {
        let styles = r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\sbasedon1 Eigen;}{\s3\outlinelevel2 Kopje;}}";
        check(
            &format!(r"{styles}\pard\s1 A\par\pard\s2 B\par\pard\s3 C\par\pard D\par"),
            &["1 A", "1 B", "3 C", "p D"],
        );
        check(r"\pard{\listtext 1.\tab}een\par{\pntext\'b7\tab}twee\par", &["i 1. een", "i - twee"]);
        check(
            r"Tekst{\super\chftn}{\footnote{\chftn}Zie\par daar} eind\par Na\par",
            &["p Tekst1 eind", "p 1 Zie/daar", "p Na"],
        );
        check(r"{\shp{\*\shpinst{\sp weg}{\shptxt Kader\par}}{\shprslt weg}}Tekst\par", &["p Tekst", "p Kader"]);
    }

    #[test]
    fn tables() {
        let row = |mark, a, b| format!(r"\trowd{mark}\pard\intbl {a}\cell {b}\cell\row");
        check(&[row(r"\trhdr", "1a", "b"), row("", "c", "d")].concat(), &["h 1a | b", "t c | d"]);
        check(&format!(r"{}\pard na\par", row("", r"x\par y", "")), &["p x", "p y", "p na"]);
    }

    #[test]
    fn properties() {
        let info = r"{\info{\title{\upr{weg}{\*\ud Nota}}}{\author A. Bee}{\author C. Dee}{\creatim\yr2020\mo4\dy3}}\lang1043 tekst\par";
        let content = read(format!(r"{{\rtf1 {info}}}").as_bytes()).unwrap();
        let declared = content.declared;
        assert_eq!((declared.title.as_deref(), declared.author.as_deref()), (Some("Nota"), Some("A. Bee")));
        assert_eq!((declared.dates, declared.language.as_deref()), (vec!["2020-04-03".to_owned()], Some("nl-NL")));
    }

    #[test]
    fn broken() {
        let check = |bytes: &[u8], reason| assert_eq!(read(bytes).err(), Some(reason));
        check(b"tekst", Reason::UnknownFormat);
        check(b"{\\rtf1 }", Reason::Empty);
        check(b"{\\rtf1 {\\pict 00}}", Reason::NeedsOcr);
        check([b"{\\rtf1".to_vec(), vec![b'{'; 100_000]].concat().as_slice(), Reason::TooDeep);
        let cut = read(b"{\\rtf1 tekst").unwrap();
        assert_eq!((shown(&cut.blocks), cut.coverage.missing.len()), (vec!["p tekst".to_owned()], 1));
    }

    #[test]
    fn wrapped_html() {
        let text = r"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf \par\htmlrtf0 caf\'e9{\*\htmltag84 &amp;}{\*\htmltag72 </p>}}";
        assert_eq!(html(text.as_bytes()).as_deref(), Some("<p>café&amp;</p>"));
        assert_eq!(html(b"{\\rtf1 x}"), None);
    }
}
