//! Properties tested: the order of slides and shapes, what is hidden or returns, marks, notes, and what lacks.

use super::pptx;
use crate::document::{Missing, Reason};
use crate::extract::office::packed;
use crate::extract::package::Budget;
use crate::extract::shown;

const LAYOUT: &str = "<l><sp><ph idx='1'/><lstStyle><lvl1pPr><buChar/></lvl1pPr></lstStyle><txBody><p><r>\
    <t>x</t></r></p>\
    </txBody></sp></l>";
const NOTES: &str = "<notes><sp><ph type='sldImg'/></sp><sp><ph type='body'/><txBody><p><r>\
    <t>toelichting</t></r></p></txBody>\
    </sp><sp><ph type='sldNum'/><txBody><p><r><t>1</t></r></p></txBody></sp></notes>";

fn relations(targets: &[(&str, &str)]) -> String {
    let all = targets
        .iter()
        .enumerate()
        .map(|(at, (kind, target))| format!("<Relationship Id='r{at}' Type='x/{kind}' Target='{target}'/>"));
    format!("<Relationships>{}</Relationships>", all.collect::<String>())
}

/// A presentation in which the slides come in the order 2, 1, 3; the third lacks.
fn check(first: &str, second: &str, expected: &[&str], missing: &[(u32, Reason)]) {
    let slide = |shapes: &str| format!("<sld><cSld><spTree>{shapes}</spTree></cSld></sld>");
    let slides = [("slide", "slides/1.xml"), ("slide", "slides/2.xml"), ("slide", "slides/3.xml")];
    let main = "<presentation><sldIdLst><sldId id='9' r:id='r1'/><sldId id='8' r:id='r0'/><sldId id='7' r:id='r2'/>\
        <sldId id='6' r:id='r1'/></sldIdLst></presentation>";
    let bytes = packed(&[
        ("ppt/presentation.xml", main),
        ("ppt/_rels/presentation.xml.rels", &relations(&slides)),
        ("ppt/slides/1.xml", &slide(first)),
        ("ppt/slides/_rels/1.xml.rels", &relations(&[("slideLayout", "../l.xml"), ("notesSlide", "../n.xml")])),
        ("ppt/slides/2.xml", &slide(second)),
        ("ppt/l.xml", LAYOUT),
        ("ppt/n.xml", NOTES),
    ]);
    let content = pptx(&bytes, &Budget::of(bytes.len()), false).unwrap();
    let paged = content.blocks.iter().zip(shown(&content.blocks));
    let paged: Vec<String> = paged.map(|(block, text)| format!("{} {text}", block.page.unwrap_or(0))).collect();
    assert_eq!(paged, expected);
    let expected = missing.iter().map(|(page, reason)| Missing { pages: Some((*page, *page)), reason: *reason });
    assert_eq!(content.coverage.missing, expected.collect::<Vec<_>>());
    assert_eq!(content.coverage.pages, Some(3));
}

fn shape(place: &str, paragraphs: &str) -> String {
    format!("<sp><nvPr>{place}</nvPr><txBody>{paragraphs}</txBody></sp>")
}

fn p(properties: &str, text: &str) -> String {
    format!("<p>{properties}<r><t>{text}</t></r></p>")
}

#[test]
fn slides() {
    let title = |text: &str| shape("<ph type='title'/>", &p("", text));
    let body = shape("<ph idx='1'/>", &(p("", "punt") + &p("<pPr><buNone/></pPr>", "tekst")));
    let numbers = shape("", &p("<pPr lvl='0'><buAutoNum type='alphaLcParenR'/></pPr>", "stap").repeat(2));
    let footer = shape("<ph type='ftr'/>", &p("", "voettekst"));
    let hidden = "<sp><cNvPr hidden='1'/><txBody><p><r><t>x</t></r></p></txBody></sp>";
    let table = "<graphicFrame><tbl><tblPr firstRow='1'/><tr><tc><txBody><p><r><t>Jaar</t></r></p></txBody></tc>\
        <tc><txBody><p>\
        <r><t>Euro</t></r></p></txBody></tc></tr><tr><tc gridSpan='2'><txBody><p><r><t>2024</t></r></p></txBody></tc>\
        <tc hMerge='1'><txBody><p><r><t>x</t></r></p></txBody></tc></tr></tbl></graphicFrame>";
    check(
        &[&body, &title("Doelen"), &footer, hidden].concat(),
        &[&title("Woonvisie"), &numbers, table].concat(),
        &[
            "1 1 Woonvisie",
            "1 i a) stap",
            "1 i b) stap",
            "1 h Jaar | Euro",
            "1 t 2024",
            "2 2 Doelen",
            "2 i - punt",
            "2 p tekst",
            "2 p toelichting",
        ],
        &[(3, Reason::Damaged)],
    );
}

#[test]
fn groups_pictures_and_sizes() {
    let at = |y: u8| format!("<spPr><xfrm><off x='0' y='{y}'/><ext cx='9' cy='2'/></xfrm></spPr>");
    let sized = |size: u16, text: &str| format!("<p><r><rPr sz='{size}'/><t>{text}</t></r></p>");
    let inner = [(8, "onder"), (4, "boven")].map(|(y, text)| format!("<sp>{}{}</sp>", at(y), p("", text))).concat();
    check(
        "<pic><blip/></pic>",
        &(shape("", &sized(1200, "klein")) + &shape("", &sized(4000, "Groot")) + &format!("<grpSp>{inner}</grpSp>")),
        &["1 1 Groot", "1 p klein", "1 p boven", "1 p onder", "2 p toelichting"],
        &[(2, Reason::NeedsOcr), (3, Reason::Damaged)],
    );
}
