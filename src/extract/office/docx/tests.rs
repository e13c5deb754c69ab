//! Properties tested: what is shown, the order of notes, boxes and tables, and files that are not whole.

use super::docx;
use crate::document::Reason;
use crate::extract::office::packed;
use crate::extract::package::Budget;
use crate::extract::shown;

const STYLES: &str = "<styles><style type='paragraph' styleId='Kop1'><name val='heading 1'/></style>\
    <style type='paragraph' styleId='Weg'><name val='x'/><rPr><vanish/></rPr></style>\
    <style type='character' styleId='WegTeken'><basedOn val='Weg'/></style></styles>";
const NUMBERING: &str = "<numbering><abstractNum abstractNumId='0'><lvl ilvl='0'><numFmt val='decimal'/>\
    <lvlText val='%1.'/></lvl><lvl ilvl='1'><numFmt val='decimal'/><lvlText val='Artikel %1.%2'/></lvl></abstractNum>\
    <num numId='1'><abstractNumId val='0'/></num></numbering>";
const NOTES: &str = "<footnotes><footnote id='0' type='separator'><p><r><t>streep</t></r></p></footnote>\
    <footnote id='2'><p><r><footnoteRef/><t>Zie bijlage.</t></r></p></footnote></footnotes>";

fn relations() -> String {
    let relation = |kind: &str| format!("<Relationship Id='{kind}' Type='x/{kind}' Target='{kind}.xml'/>");
    format!("<Relationships>{}</Relationships>", ["styles", "numbering", "footnotes", "header"].map(relation).concat())
}

/// A document with this body.
fn document(body: &str) -> Vec<u8> {
    let main = format!("<document><body>{body}</body></document>");
    packed(&[
        ("word/document.xml", &main),
        ("word/_rels/document.xml.rels", &relations()),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", NOTES),
        ("word/header.xml", "<hdr><p><r><t>Gemeente Voorbeeld</t></r></p></hdr>"),
    ])
}

fn check(body: &str, expected: &[&str]) {
    let bytes = document(body);
    let content = docx(&bytes, &Budget::of(bytes.len()), false).unwrap();
    assert_eq!(shown(&content.blocks), expected, "{body}");
}

/// A paragraph with these properties and runs.
fn p(properties: &str, runs: &str) -> String {
    format!("<p><pPr>{properties}</pPr>{runs}</p>")
}

#[test]
fn text_that_is_shown() {
    check(
        "<p><r><t>een</t><tab/><t>twee</t><br/><t>drie</t><noBreakHyphen/><t>vier</t></r></p>",
        &["p een twee/drie-vier"],
    );
    check("<p><ins><r><t>nieuw</t></r></ins><del><r><delText>oud</delText><t>oud</t></r></del></p>", &["p nieuw"]);
    check("<p><moveFrom><r><t>van</t></r></moveFrom><moveTo><r><t>naar</t></r></moveTo></p>", &["p naar"]);
    let runs = "<r><t>a</t></r><r><rPr><vanish/></rPr><t>x</t></r><r><rPr><rStyle val='WegTeken'/></rPr><t>y</t></r>\
        <r><rPr><vanish val='0'/></rPr><t>b</t></r>";
    check(&p("", runs), &["p ab"]);
    check(&(p("<pStyle val='Weg'/>", "<r><t>x</t></r>") + "<p><r><t>a</t></r></p>"), &["p a"]);
    let field = "<r><fldChar fldCharType='begin'/></r><r><instrText>PAGE</instrText><t>x</t></r>\
        <r><fldChar fldCharType='separate'/></r><r><t>7</t></r><r><fldChar fldCharType='end'/></r>";
    check(&p("", field), &["p 7"]);
    check("<p><sdt><sdtPr><t>x</t></sdtPr><sdtContent><r><t>keuze</t></r></sdtContent></sdt></p>", &["p keuze"]);
    let halves = p("<rPr><del/></rPr>", "<r><t>half </t></r>") + "<p><r><t>heel</t></r></p>";
    check(&halves, &["p half heel"]);
}

#[test]
fn headings_and_lists() {
    check(&p("<pStyle val='Kop1'/>", "<r><t>Doel</t></r>"), &["1 Doel"]);
    check(&p("<outlineLvl val='2'/>", "<r><t>Doel</t></r>"), &["3 Doel"]);
    let old = "<pPrChange><pPr><pStyle val='Kop1'/></pPr></pPrChange>";
    check(&p(old, "<r><t>Doel</t></r>"), &["p Doel"]);
    let item = |level: u8| p(&format!("<numPr><ilvl val='{level}'/><numId val='1'/></numPr>"), "<r><t>x</t></r>");
    check(&[0, 0, 1, 1, 0].map(item).concat(), &["i 1. x", "i 2. x", "p Artikel 2.1 x", "p Artikel 2.2 x", "i 3. x"]);
}

#[test]
fn notes_boxes_and_tables() {
    let note = "<r><t>woord</t></r><r><footnoteReference id='2'/></r><r><t>, verder</t></r>";
    check(&p("", note), &["p woord 1, verder", "p 1 Zie bijlage."]);
    let cell = |text: &str| format!("<tc><p><r><t>{text}</t></r></p></tc>");
    let table = |rows: &str| format!("<tbl>{rows}</tbl>");
    let noted = format!("<tr><tc>{}</tc>{}</tr>", p("", note), cell("b"));
    check(&table(&noted), &["t woord 1, verder | b", "p 1 Zie bijlage."]);
    let merged = "<tc><tcPr><vMerge/></tcPr><p><r><t>x</t></r></p></tc>";
    let rows = format!(
        "<tr><trPr><tblHeader/></trPr>{}{}</tr><tr>{merged}{}</tr><tr><trPr><hidden/></trPr>{}</tr>",
        cell("Wijk"),
        cell("Aantal"),
        cell("3"),
        cell("y")
    );
    check(&table(&rows), &["h Wijk | Aantal", "t | 3"]);
    let nested = format!("<tr><tc>{}</tc>{}</tr>", table(&format!("<tr>{}{}</tr>", cell("1"), cell("2"))), cell("a"));
    check(&table(&nested), &["t 1 | 2", "p a"]);
    let text_box = "<txbxContent><p><r><t>kader</t></r></p></txbxContent>";
    let both =
        format!("<AlternateContent><Choice>{text_box}</Choice><Fallback>{text_box}</Fallback></AlternateContent>");
    check(&format!("<p><r>{both}</r><r><t>naast</t></r></p>"), &["p naast", "p kader"]);
}

#[test]
fn files_that_are_not_whole() {
    let read = |bytes: &[u8], furniture| docx(bytes, &Budget::of(bytes.len()), furniture);
    let bytes = document("<p><r><t>begin</t></r></p><tbl><tr><tc><p><r><t>afgebroken");
    let content = read(&bytes, false).unwrap();
    assert_eq!(shown(&content.blocks), ["p begin", "p afgebroken"]);
    assert_eq!(content.coverage.missing.first().map(|missing| missing.reason), Some(Reason::Damaged));
    let bytes = document("<p><r><t>a</t></r></p>");
    assert_eq!(shown(&read(&bytes, true).unwrap().blocks), ["p a", "p Gemeente Voorbeeld"]);
    let deep = "<tbl><tr><tc>".repeat(400) + &"</tc></tr></tbl>".repeat(400);
    for (bytes, reason) in [
        (document("<p/>"), Reason::Empty),
        (document("<p><r><blip/></r></p>"), Reason::NeedsOcr),
        (document(&deep), Reason::TooDeep),
        (packed(&[("ander.xml", "<x/>")]), Reason::Damaged),
        (b"\xD0\xCF\x11\xE0 met wachtwoord".to_vec(), Reason::Encrypted),
        (b"geen zip".to_vec(), Reason::Damaged),
    ] {
        assert_eq!(read(&bytes, false), Err(reason));
    }
}
