//! Places in a sheet: addresses such as "B2:D9", spans of hidden rows or columns, and merged areas. It knows no text.

/// A block of cells; rows and columns counted from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

impl Area {
    /// Reads "B2:D9", "$B$2:$D$9" or "B2".
    pub fn parse(address: &str) -> Option<Area> {
        let (from, to) = address.split_once(':').unwrap_or((address, address));
        let ((top, left), (bottom, right)) = (place(from)?, place(to)?);
        (top <= bottom && left <= right).then_some(Area { top, left, bottom, right })
    }
}

/// The row and the column, counted from 0, of an address such as "B2" or "$B$2".
pub fn place(address: &str) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0u32, 0u32);
    for c in address.trim().bytes().filter(|c| *c != b'$') {
        match c.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1)?;
            }
            digit @ b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(digit - b'0'))?,
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// Numbers of rows or of columns as spans; ask only after [`Spans::settle`].
#[derive(Debug, Default)]
pub struct Spans(Vec<(u32, u32)>);

impl Spans {
    /// Adds the numbers from `first` to `last`, both included.
    pub fn add(&mut self, first: u32, last: u32) {
        match self.0.last_mut() {
            Some((from, to)) if first >= *from && first <= to.saturating_add(1) => *to = last.max(*to),
            _ if first <= last => self.0.push((first, last)),
            _ => {}
        }
    }

    /// Brings the spans in order and joins those that overlap.
    pub fn settle(&mut self) {
        self.0.sort_unstable();
        let spans = std::mem::take(&mut self.0);
        spans.into_iter().for_each(|(first, last)| self.add(first, last));
    }

    /// Whether `number` is in one of them.
    pub fn contains(&self, number: u32) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= number);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| number <= *last)
    }

    /// How many numbers between `low` and `high`, both left out, are in them.
    pub fn between(&self, low: u32, high: u32) -> u32 {
        let start = self.0.partition_point(|(_, last)| *last <= low);
        let spans = self.0.iter().skip(start).take_while(|(first, _)| *first < high);
        spans.map(|(first, last)| (*last).saturating_add(1).min(high).saturating_sub((*first).max(low + 1))).sum()
    }
}

/// More merged areas than this over one row are not looked at.
const MOST_OPEN: usize = 256;

/// Tells which cells lie under a merged area; ask in the order of the rows.
#[derive(Debug)]
pub struct Merged {
    waiting: std::iter::Peekable<std::vec::IntoIter<Area>>,
    open: Vec<Area>,
}

impl Merged {
    /// Prepares the areas of a sheet.
    pub fn new(mut areas: Vec<Area>) -> Self {
        areas.sort_unstable_by_key(|area| area.top);
        Merged { waiting: areas.into_iter().peekable(), open: Vec::new() }
    }

    /// Whether the cell lies in a merged area but is not its first.
    pub fn covers(&mut self, row: u32, column: u32) -> bool {
        while let Some(area) = self.waiting.next_if(|area| area.top <= row) {
            if area.bottom >= row {
                self.open.retain(|area| area.bottom >= row);
                if self.open.len() < MOST_OPEN {
                    self.open.push(area);
                }
            }
        }
        let within = |area: &&Area| row <= area.bottom && (area.left..=area.right).contains(&column);
        self.open.iter().filter(within).any(|area| (area.top, area.left) != (row, column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let check = |address: &str, expected: Option<(u32, u32)>| assert_eq!(place(address), expected, "{address}");
        check("A1", Some((0, 0)));
        check("$AB$12", Some((11, 27)));
        check("XFD1048576", Some((1_048_575, 16_383)));
        ["", "A", "12", "A0", "1A", "ZZZZZZZZZZ1", "A99999999999", "B-2"]
            .into_iter()
            .for_each(|address| check(address, None));
        assert_eq!(Area::parse("B2:D9"), Some(Area { top: 1, left: 1, bottom: 8, right: 3 }));
        assert_eq!(Area::parse("D9:B2"), None);
    }

    #[test]
    fn spans_of_hidden_rows() {
        let mut spans = Spans::default();
        [(8, 9), (2, 4), (3, 5), (6, 6), (20, 10)].into_iter().for_each(|(first, last)| spans.add(first, last));
        spans.settle();
        let check = |number, expected| assert_eq!(spans.contains(number), expected, "{number}");
        [2, 5, 6, 9].into_iter().for_each(|number| check(number, true));
        [0, 1, 7, 10, 20].into_iter().for_each(|number| check(number, false));
        assert_eq!((spans.between(1, 7), spans.between(4, 9), spans.between(9, 30), spans.between(3, 4)), (5, 3, 0, 0));
    }

    #[test]
    fn cells_under_a_merged_area() {
        let area = |address| Area::parse(address).unwrap_or(Area { top: 0, left: 0, bottom: 0, right: 0 });
        let mut merged = Merged::new(vec![area("B3:B4"), area("A1:C1")]);
        let cells = [(0, 0), (0, 1), (0, 3), (2, 1), (3, 1), (3, 0), (4, 1)];
        let covered = cells.map(|(row, column)| merged.covers(row, column));
        assert_eq!(covered, [false, true, false, false, true, false, false]);
    }
}
