//! PowerPoint 97-2003 files ("ppt"): the text of each slide in order. Notes, masters and pictures are left out.

mod records;

use std::collections::HashMap;

use super::codepage;
use super::compound::Compound;
use super::compound::number::{u16, u32};
use super::doc::summary;
use super::flow::tidy;
use super::package::Budget;
use crate::document::{Block, BlockKind, Content, Coverage, Reason};
use records::{Record, Records, kind};

/// The level of the headings that titles of slides are.
const TITLE_LEVEL: u8 = 2;
/// The mark of a file that needs a password.
const ENCRYPTED: u32 = 0xf3d1_c4df;

/// A text of a slide.
#[derive(Clone, Debug)]
struct Text {
    is_title: bool,
    text: String,
}

/// A slide as the outline of the document lists it.
#[derive(Debug, Default)]
struct Slide {
    /// The number by which its place is found.
    number: u32,
    outline: Vec<Text>,
}

/// Reads a presentation.
///
/// # Errors
/// [`Reason::UnknownFormat`] where it is none, [`Reason::Encrypted`], [`Reason::Damaged`], [`Reason::Expands`], and
/// [`Reason::Empty`] or [`Reason::NeedsOcr`] where it has no text.
pub fn read(bytes: &[u8]) -> Result<Content, Reason> {
    let budget = Budget::of(bytes.len());
    let mut file = Compound::open(bytes, &budget)?;
    let stream = file.stream("/PowerPoint Document")?.ok_or(Reason::UnknownFormat)?;
    let user = file.stream("/Current User")?.unwrap_or_default();
    if u32(&user, 12) == Some(ENCRYPTED) || file.has("/EncryptedSummary") {
        return Err(Reason::Encrypted);
    }
    let slides = slides(&stream);
    let places = places(&stream);
    // Slides that overlap could multiply the text.
    let mut left = stream.len();
    let mut blocks = Vec::new();
    for (place, slide) in slides.iter().enumerate() {
        let page = u32::try_from(place + 1).ok();
        let record = places.get(&slide.number).and_then(|&at| Records::new(stream.get(at..)?).next());
        let body = record.filter(|record| record.kind == kind::SLIDE).map_or(&[][..], |record| record.body);
        left = left.checked_sub(body.len()).ok_or(Reason::Damaged)?;
        blocks.extend(texts(slide, body).iter().flat_map(|text| paragraphs(text, page)));
    }
    if blocks.is_empty() {
        return Err(if file.has("/Pictures") { Reason::NeedsOcr } else { Reason::Empty });
    }
    let coverage = Coverage { pages: u32::try_from(slides.len()).ok(), ..Coverage::default() };
    Ok(Content { blocks, declared: summary::declared(&mut file), coverage })
}

/// The slides of the latest outline in the file.
fn slides(stream: &[u8]) -> Vec<Slide> {
    let document = Records::new(stream).filter(|record| record.kind == kind::DOCUMENT).last();
    let body = document.map_or(&[][..], |record| record.body);
    let list = Records::new(body).find(|record| record.kind == kind::SLIDES && record.instance == 0);
    let mut slides: Vec<Slide> = Vec::new();
    for record in Records::new(list.map_or(&[][..], |record| record.body)) {
        match (record.kind, slides.last_mut()) {
            (kind::SLIDE_PLACE, _) => {
                slides.push(Slide { number: u32(record.body, 0).unwrap_or(0), outline: Vec::new() });
            }
            (kind::TEXT_HEAD, Some(slide)) => {
                slide.outline.push(Text { is_title: is_title_head(&record), text: String::new() });
            }
            (_, Some(slide)) => {
                let last = slide.outline.last_mut();
                last.into_iter().for_each(|last| last.text.push_str(&text_of(&record).unwrap_or_default()));
            }
            _ => {}
        }
    }
    slides
}

/// Where the parts of the file lie, by number; later versions take the place of earlier ones.
fn places(stream: &[u8]) -> HashMap<u32, usize> {
    let mut places = HashMap::new();
    for record in Records::new(stream).filter(|record| record.kind == kind::PLACES) {
        let mut at = 0;
        while let Some(head) = u32(record.body, at) {
            at += 4;
            for number in (head & 0xf_ffff)..(head & 0xf_ffff) + (head >> 20) {
                let Some(place) = u32(record.body, at) else { break };
                places.insert(number, place as usize);
                at += 4;
            }
        }
    }
    places
}

/// The texts of a slide: those it draws, in their order, before them those of its outline that it does not draw.
fn texts(slide: &Slide, body: &[u8]) -> Vec<Text> {
    let mut drawn: Vec<Text> = Vec::new();
    let mut used = vec![false; slide.outline.len()];
    let mut is_title = false;
    for record in Records::deep(body) {
        match record.kind {
            kind::TEXT_HEAD => is_title = is_title_head(&record),
            kind::OUTLINE_PLACE => {
                let place = u32(record.body, 0).unwrap_or(u32::MAX) as usize;
                if let (Some(text), Some(used @ false)) = (slide.outline.get(place), used.get_mut(place)) {
                    *used = true;
                    drawn.push(text.clone());
                }
            }
            _ => drawn.extend(text_of(&record).map(|text| Text { is_title, text })),
        }
    }
    let unused = slide.outline.iter().zip(used).filter(|(_, used)| !used).map(|(text, _)| text.clone());
    let mut texts: Vec<Text> = unused.chain(drawn).collect();
    // Whatever is drawn first, the title says what the slide is about.
    texts.sort_by_key(|text| !text.is_title);
    texts
}

fn is_title_head(record: &Record) -> bool {
    matches!(u32(record.body, 0), Some(0 | 6))
}

fn text_of(record: &Record) -> Option<String> {
    match record.kind {
        kind::WIDE_TEXT => {
            let units = record.body.chunks_exact(2).filter_map(|pair| u16(pair, 0));
            Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        // Only the first 256 characters of Unicode fit.
        kind::BYTE_TEXT => Some(codepage::decode(record.body, 1252)),
        _ => None,
    }
}

/// The blocks of a text, in which carriage returns end paragraphs.
fn paragraphs(text: &Text, page: Option<u32>) -> Vec<Block> {
    if text.is_title {
        let title = tidy(&text.text.replace(['\r', '\u{b}'], " "));
        let block = Block { kind: BlockKind::Heading(TITLE_LEVEL), text: title, page };
        return Some(block).filter(|block| !block.text.is_empty()).into_iter().collect();
    }
    let lines = text.text.split('\r').map(|line| tidy(&line.replace('\u{b}', "\n")));
    // A star alone stands for a number or a date.
    let lines = lines.filter(|line| !line.is_empty() && line != "*");
    lines.map(|text| Block { kind: BlockKind::Paragraph, text, page }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::compound::built;
    use super::super::shown;
    use super::*;

    /// A record that holds bytes, or, of version 15, others.
    fn record(version: u8, kind: u16, body: &[u8]) -> Vec<u8> {
        [&[version, 0][..], &kind.to_le_bytes(), &(body.len() as u32).to_le_bytes(), body].concat()
    }

    /// A presentation of one slide: a title in the outline, and what the slide draws.
    fn file(title: &str, drawn: &[u8], user: &[u8]) -> Vec<u8> {
        let wide: Vec<u8> = title.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let head = record(0, kind::TEXT_HEAD, &[0; 4]);
        let outline = [record(0, kind::SLIDE_PLACE, &[5, 0, 0, 0]), head, record(0, kind::WIDE_TEXT, &wide)].concat();
        let document = record(0xf, kind::DOCUMENT, &record(0xf, kind::SLIDES, &outline));
        let mut places = (5u32 | 1 << 20).to_le_bytes().to_vec();
        places.extend((document.len() as u32).to_le_bytes());
        let (slide, places) = (record(0xf, kind::SLIDE, drawn), record(0, kind::PLACES, &places));
        let stream = [document, slide, places];
        built(&[("/PowerPoint Document", &stream.concat()), ("/Current User", user)])
    }

    #[test]
    fn slides_in_order() {
        let text = record(0xf, 0xf00d, &record(0, kind::BYTE_TEXT, b"een\x0btwee\r*\rcaf\xe9"));
        let check = |drawn: &[u8], expected: &[&str]| {
            let content = read(&file("Titel \u{e9}", drawn, &[])).unwrap();
            assert_eq!(shown(&content.blocks), expected);
            assert!(content.blocks.iter().all(|block| block.page == Some(1)));
        };
        check(&text, &["2 Titel é", "p een/twee", "p café"]);
        check(&[text, record(0, kind::OUTLINE_PLACE, &[0; 4])].concat(), &["2 Titel é", "p een/twee", "p café"]);
    }

    #[test]
    fn broken() {
        let check = |bytes: &[u8], reason| assert_eq!(read(bytes).err(), Some(reason));
        let encrypted = [&[0; 12][..], &ENCRYPTED.to_le_bytes()].concat();
        check(&file("x", &[], &encrypted), Reason::Encrypted);
        check(&file("", &[], &[]), Reason::Empty);
        check(&built(&[("/x", b"")]), Reason::UnknownFormat);
    }
}
