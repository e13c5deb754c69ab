//! How cells look, for formats that number their styles: the number format of each style, and whether it stands out.

use std::borrow::Cow;
use std::collections::HashMap;

use super::format::Format;
use super::numbers;

/// A font as far as it tells what stands out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Font {
    /// Whether it is bold.
    pub bold: bool,
    /// Its size in points.
    pub size: f64,
}

/// Points by which letters are larger than those of the rest to stand out.
const LARGER: f64 = 3.0;

/// The styles of a file; readers fill the tables in any order.
#[derive(Debug, Default)]
pub struct Styles {
    /// Fonts by their number; the first is that of plain cells.
    pub fonts: Vec<Font>,
    /// For each style the numbers of its format and its font.
    pub cells: Vec<(u32, usize)>,
    /// Whether days are counted from 1904.
    pub from_1904: bool,
    formats: HashMap<u32, Format>,
}

impl Styles {
    /// Adds the format `number`, as the file writes it. The date of the system is told by its number, or by the code
    /// that it has on an American system; on a Dutch one the day comes first.
    pub fn add_format(&mut self, number: u32, code: &str) {
        let code = match (number, code) {
            (14, _) | (_, "mm-dd-yy") => SYSTEM_DATE,
            (22, _) | (_, "m/d/yy h:mm") => SYSTEM_MOMENT,
            _ => code,
        };
        self.formats.insert(number, Format::parse(code));
    }

    /// Adds the formats that every program knows by number, unless the file has them itself. Call it last.
    pub fn add_known(&mut self) {
        for (number, code) in KNOWN {
            self.formats.entry(number).or_insert_with(|| Format::parse(code));
        }
    }

    fn format(&self, style: usize) -> Option<&Format> {
        let (number, _) = self.cells.get(style)?;
        self.formats.get(number).filter(|_| *number != 0)
    }

    /// Whether cells of `style` stand out.
    pub fn strong(&self, style: usize) -> bool {
        let font = self.cells.get(style).and_then(|(_, font)| self.fonts.get(*font)).copied().unwrap_or_default();
        let plain = self.fonts.first().copied().unwrap_or_default();
        (font.bold && !plain.bold) || font.size >= plain.size + LARGER
    }

    /// What a number shows in a cell of `style`.
    pub fn number(&self, style: usize, value: f64) -> String {
        match self.format(style) {
            Some(format) => format.number(value, self.from_1904),
            None => numbers::general(value),
        }
    }

    /// What a text shows in a cell of `style`.
    pub fn text<'t>(&self, style: usize, text: &'t str) -> Cow<'t, str> {
        self.format(style).map_or(Cow::Borrowed(text), |format| format.text(text))
    }
}

/// What a truth value shows.
pub fn truth(value: bool) -> &'static str {
    if value { "WAAR" } else { "ONWAAR" }
}

const SYSTEM_DATE: &str = "dd-mm-yyyy";
const SYSTEM_MOMENT: &str = "dd-mm-yyyy h:mm";

/// Formats that files name by number only, as a Dutch system has them.
const KNOWN: [(u32, &str); 41] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (5, "\"€\" #,##0;\"€\" -#,##0"),
    (6, "\"€\" #,##0;\"€\" -#,##0"),
    (7, "\"€\" #,##0.00;\"€\" -#,##0.00"),
    (8, "\"€\" #,##0.00;\"€\" -#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (11, "0.00E+00"),
    (12, "# ?/?"),
    (13, "# ??/??"),
    (14, SYSTEM_DATE),
    (15, "d-mmm-yy"),
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, SYSTEM_MOMENT),
    (27, "dd-mm-yyyy"),
    (28, "dd-mm-yyyy"),
    (29, "dd-mm-yyyy"),
    (30, "dd-mm-yyyy"),
    (31, "dd-mm-yyyy"),
    (36, "dd-mm-yyyy"),
    (37, "#,##0;-#,##0"),
    (38, "#,##0;-#,##0"),
    (39, "#,##0.00;-#,##0.00"),
    (40, "#,##0.00;-#,##0.00"),
    (41, "#,##0;-#,##0;\"-\""),
    (42, "\"€\" #,##0;\"€\" -#,##0;\"€\" \"-\""),
    (43, "#,##0.00;-#,##0.00;\"-\""),
    (44, "\"€\" #,##0.00;\"€\" -#,##0.00;\"€\" \"-\""),
    (45, "mm:ss"),
    (46, "[h]:mm:ss"),
    (47, "mm:ss.0"),
    (48, "##0.0E+0"),
    (49, "@"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_their_style() {
        let font = |bold, size| Font { bold, size };
        let mut styles =
            Styles { fonts: vec![font(false, 11.0), font(true, 11.0), font(false, 14.0)], ..Styles::default() };
        styles.cells = vec![(0, 0), (10, 1), (14, 2), (164, 0), (165, 0)];
        styles.add_format(164, "@\"!\"");
        styles.add_format(165, "mm-dd-yy");
        styles.add_format(14, "m/d/yyyy");
        styles.add_known();
        let check = |style, value, expected: &str| assert_eq!(styles.number(style, value), expected);
        check(0, 0.25, "0,25");
        check(1, 0.125, "12,50%");
        check(2, 44_296.0, "10-04-2021");
        check(4, 44_296.0, "10-04-2021");
        check(99, 1234.0, "1234");
        assert_eq!([0, 1, 2, 99].map(|style| styles.strong(style)), [false, true, true, false]);
        assert_eq!((styles.text(3, "ja"), styles.text(0, "ja")), ("ja!".into(), "ja".into()));
    }
}
