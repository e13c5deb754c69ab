//! Tables drawn with rules: rows of text that upright rules part in columns. Which lines make one row of cells is left to
//! `tables`.

use super::glyphs::Rule;
use super::lines::Row;
use super::tables::Strip;

/// The end of the ruled table that begins at the row `start`, and a strip for each rule between two columns; `None`
/// where none begins.
pub(super) fn grid(rows: &[Row], start: usize, rules: &[Rule]) -> Option<(usize, Vec<Strip>)> {
    let upright: Vec<&Rule> = rules.iter().filter(|rule| rule.y1 - rule.y0 > 2.0 * (rule.x1 - rule.x0)).collect();
    if upright.is_empty() {
        return None;
    }
    let mut places: Vec<f32> = parting(rows.get(start)?, &upright);
    if places.is_empty() {
        return None;
    }
    let mut end = start + 1;
    let mut several = 1;
    while let Some(row) = rows.get(end) {
        let own = parting(row, &upright);
        let around = own.is_empty() && beside(row, &upright, &places);
        if own.is_empty() && !around {
            break;
        }
        if !own.is_empty() {
            several += 1;
        }
        places.extend(own);
        end += 1;
    }
    // Rows after the last that is parted may lie in one column; a row over the whole width ends the table.
    let span = rows.get(start..end)?;
    let places = merged(places);
    let x0 = span.iter().map(Row::x0).fold(f32::MAX, f32::min);
    let inner: Vec<Strip> = places.into_iter().filter(|x| *x > x0).map(|x| (x - 0.1, x + 0.1)).collect();
    (several >= 2 && end >= start + 2 && !inner.is_empty()).then_some((end, inner))
}

/// Where upright rules pass between two words of a row.
fn parting(row: &Row, upright: &[&Rule]) -> Vec<f32> {
    let mut found = Vec::new();
    let mut reach: Option<f32> = None;
    for word in &row.words {
        if let Some(from) = reach.filter(|from| *from <= word.x0 + 1.0) {
            let passing =
                upright.iter().filter(|rule| passes(rule, row) && rule.x0 >= from - 2.0 && rule.x1 <= word.x0 + 2.0);
            found.extend(passing.map(|rule| (rule.x0 + rule.x1) / 2.0));
        }
        reach = Some(reach.map_or(word.x1, |from| from.max(word.x1)));
    }
    merged(found)
}

/// Whether a row lies in one column: rules of the table pass beside it but not through it.
fn beside(row: &Row, upright: &[&Rule], places: &[f32]) -> bool {
    let (x0, x1) = (row.x0(), row.x1());
    upright.iter().any(|rule| {
        let x = (rule.x0 + rule.x1) / 2.0;
        passes(rule, row) && (x <= x0 + 2.0 || x >= x1 - 2.0) && places.iter().any(|place| (place - x).abs() < 3.0)
    })
}

fn passes(rule: &Rule, row: &Row) -> bool {
    let middle = row.base - 0.3 * row.size;
    rule.y0 <= middle && rule.y1 >= middle
}

/// Places in order, those that are one but for the width of a rule once.
fn merged(mut places: Vec<f32>) -> Vec<f32> {
    places.sort_by(f32::total_cmp);
    places.dedup_by(|next, last| (*next - *last).abs() < 4.0);
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::fonts::Style;
    use crate::extract::pdf::lines::Word;

    #[test]
    fn upright_rules_part_columns() {
        let word = |x0: f32, base: f32| Word {
            text: "cel".to_owned(),
            x0,
            x1: x0 + 15.0,
            base,
            size: 10.0,
            style: Style::default(),
            spaced: true,
        };
        let rows = [100.0, 112.0, 124.0, 160.0].map(|base| Row::new(vec![word(50.0, base), word(70.0, base)]));
        let rules = [Rule { x0: 67.0, y0: 90.0, x1: 67.5, y1: 130.0 }];
        let (end, strips) = grid(&rows, 0, &rules).unwrap_or_default();
        assert_eq!((end, strips.len()), (3, 1));
        assert_eq!(grid(&rows, 3, &rules), None);
    }
}
