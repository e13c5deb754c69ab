//! Properties tested: what is shown, headings, lists, notes, tables, slides, and files that are not whole.

use super::{odp, odt};
use crate::document::Reason;
use crate::extract::office::packed;
use crate::extract::package::Budget;
use crate::extract::shown;

const STYLES: &str = "<document-styles><styles>\
    <style name='Weg' family='text'><text-properties display='none'/></style>\
    <style name='Title' family='paragraph'/><style name='Verborgen' family='drawing-page'>\
    <drawing-page-properties visibility='hidden'/></style></styles>\
    <master-styles><header><p>Gemeente Voorbeeld</p></header></master-styles></document-styles>";

fn document(body: &str) -> Vec<u8> {
    let content = format!(
        "<document-content><automatic-styles><list-style name='L'><list-level-style-number level='1' num-format='1' \
         num-suffix='.'/></list-style></automatic-styles><body>{body}</body></document-content>"
    );
    packed(&[("content.xml", &content), ("styles.xml", STYLES)])
}

fn check(body: &str, expected: &[&str]) {
    let bytes = document(body);
    let content = odt(&bytes, &Budget::of(bytes.len()), false).unwrap();
    assert_eq!(shown(&content.blocks), expected, "{body}");
}

#[test]
fn text_that_is_shown() {
    check(
        "<p>een<tab/>twee<s c='3'/>drie<line-break/>vier<span style-name='Weg'>x</span></p>",
        &["p een twee drie/vier"],
    );
    check("<p>a<annotation><creator>x</creator><p>x</p></annotation>b</p>", &["p ab"]);
    check("<section display='none'><p>x</p></section><section><p>a</p></section>", &["p a"]);
    check(
        "<p>a<hidden-text is-hidden='true'>x</hidden-text></p><p><hidden-paragraph is-hidden='true'/>x</p>",
        &["p a"],
    );
    let changes = "<tracked-changes><changed-region id='c1'><deletion><p>x</p></deletion></changed-region>\
        <changed-region id='c2'><insertion/></changed-region></tracked-changes>";
    let text = "<p>half <change-start change-id='c1'/>x</p><p>x<change-end change-id='c1'/>heel</p>\
        <p><change-start change-id='c2'/>nieuw<change-end change-id='c2'/></p>";
    check(&format!("{changes}{text}"), &["p half heel", "p nieuw"]);
    check(
        "<p>a<frame><title>x</title><desc>x</desc><text-box><p>kader</p></text-box></frame></p>",
        &["p a", "p kader"],
    );
}

#[test]
fn headings_lists_notes_and_tables() {
    check(
        "<h outline-level='2'>Doel</h><p style-name='Title'>Nota</p><h outline-level='9'>x</h>",
        &["2 Doel", "1 Nota", "6 x"],
    );
    let list = "<list style-name='L'><list-item><p>x</p><p>y</p></list-item>\
        <list-item start-value='5'><p>z</p></list-item></list>";
    check(list, &["i 1. x", "p y", "i 5. z"]);
    check("<list style-name='L'><list-item><p><number>Artikel 4</number>x</p></list-item></list>", &["p Artikel 4 x"]);
    let note = "<note><note-citation>1</note-citation><note-body><p>Zie bijlage.</p><p>Ook.</p></note-body></note>";
    check(&format!("<p>woord{note}, verder</p>"), &["p woord 1, verder", "p 1 Zie bijlage.", "p Ook."]);
    let cell = |text: &str| format!("<table-cell><p>{text}</p></table-cell>");
    let rows = format!(
        "<table><table-header-rows><table-row>{}{}</table-row></table-header-rows><table-row>\
         <covered-table-cell><p>x</p>\
         </covered-table-cell>{}</table-row></table>",
        cell("Wijk"),
        cell("Aantal"),
        cell("3")
    );
    check(&rows, &["h Wijk | Aantal", "t | 3"]);
}

#[test]
fn slides() {
    let frame = |class: &str, y: u8, text: &str| {
        format!(
            "<frame class='{class}' x='1cm' y='{y}cm' width='5cm' height='1cm'>\
             <text-box><p>{text}</p></text-box></frame>"
        )
    };
    let first = [frame("", 9, "onder"), frame("", 5, "boven"), frame("title", 1, "Woonvisie"), frame("footer", 9, "x")]
        .concat();
    let notes = format!("<notes>{}{}</notes>", frame("notes", 1, "toelichting"), frame("page-number", 1, "x"));
    let body = format!(
        "<page>{first}{notes}</page><page style-name='Verborgen'>{}</page><page><g>{}</g></page>",
        frame("", 1, "x"),
        frame("outline", 1, "slot")
    );
    let bytes = document(&body);
    let content = odp(&bytes, &Budget::of(bytes.len()), false).unwrap();
    assert_eq!(shown(&content.blocks), ["1 Woonvisie", "p boven", "p onder", "p toelichting", "p slot"]);
    assert_eq!((content.coverage.pages, content.blocks.last().and_then(|block| block.page)), (Some(3), Some(3)));
}

#[test]
fn files_that_are_not_whole() {
    let read = |bytes: &[u8], furniture| odt(bytes, &Budget::of(bytes.len()), furniture);
    let flat = b"<office:document ><meta><title>Nota</title></meta><body><p>een</p><p>twee";
    let content = read(flat, false).unwrap();
    assert_eq!(
        (shown(&content.blocks).concat(), content.declared.title.as_deref()),
        ("p eenp twee".to_owned(), Some("Nota"))
    );
    assert_eq!(content.coverage.missing.first().map(|missing| missing.reason), Some(Reason::Damaged));
    assert_eq!(shown(&read(&document("<p>a</p>"), true).unwrap().blocks), ["p a", "p Gemeente Voorbeeld"]);
    let manifest = ("META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>");
    for (bytes, reason) in [
        (document("<p/>"), Reason::Empty),
        (document("<p><frame><image/></frame></p>"), Reason::NeedsOcr),
        (packed(&[manifest, ("content.xml", "x")]), Reason::Encrypted),
        (packed(&[("ander.xml", "<x/>")]), Reason::Damaged),
        (b"iets anders".to_vec(), Reason::Damaged),
    ] {
        assert_eq!(read(&bytes, false), Err(reason));
    }
}
