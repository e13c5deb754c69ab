//! What the head of an RTF file defines: fonts and their code pages, and styles and which of them are headings.

use std::collections::HashMap;

use super::super::flow::named_level;
use super::words;

/// Styles on styles on styles further than this are a circle.
const FURTHEST: usize = 12;

/// A font.
#[derive(Clone, Copy, Debug, Default)]
pub struct Font {
    /// Its code page; `None` for that of the document.
    pub page: Option<u32>,
    /// Whether its characters are pictures.
    pub symbols: bool,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    outline: Option<u8>,
    base: Option<i32>,
}

/// Fonts and styles, while and after they are read.
#[derive(Debug, Default)]
pub struct Header {
    fonts: HashMap<i32, Font>,
    font: i32,
    styles: HashMap<i32, Style>,
    /// The style that is being read; `None` for one that is not of paragraphs.
    style: Option<i32>,
}

impl Header {
    /// A control word in the table of fonts.
    pub fn font_word(&mut self, word: &str, number: Option<i32>) {
        match (word, number) {
            ("f", Some(font)) => self.font = font,
            ("fcharset", Some(charset)) => {
                let font = Font { page: words::page(charset), symbols: charset == 2 };
                self.fonts.insert(self.font, font);
            }
            ("cpg", Some(page)) => {
                self.fonts.entry(self.font).or_default().page = u32::try_from(page).ok();
            }
            _ => {}
        }
    }

    /// The font `number`.
    pub fn font(&self, number: i32) -> Font {
        self.fonts.get(&number).copied().unwrap_or_default()
    }

    /// A style begins; it is number 0 until a word says otherwise.
    pub fn style_begins(&mut self) {
        self.style = Some(0);
    }

    /// A control word in the style sheet.
    pub fn style_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "s" => self.style = number,
            "cs" | "ds" | "ts" | "tsrowd" => self.style = None,
            _ => {}
        }
        let Some(style) = self.style else { return };
        let style = self.styles.entry(style).or_default();
        match word {
            "outlinelevel" => style.outline = number.and_then(|level| u8::try_from(level).ok()),
            "sbasedon" => style.base = number,
            _ => {}
        }
    }

    /// Text in the style sheet: the name of the style.
    pub fn style_text(&mut self, text: &str) {
        if let Some(style) = self.style {
            self.styles.entry(style).or_default().name.push_str(text.trim_end_matches(';'));
        }
    }

    /// The level of headings of the style `number`.
    pub fn level(&self, number: i32) -> Option<u8> {
        let mut next = Some(number);
        for _ in 0..FURTHEST {
            let style = self.styles.get(&next?)?;
            let outline = style.outline.filter(|&level| level < 9).map(|level| (level + 1).min(6));
            let level = named_level(&style.name).or(outline);
            if level.is_some() {
                return level;
            }
            next = style.base;
        }
        None
    }
}
