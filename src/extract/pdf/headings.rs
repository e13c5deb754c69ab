//! The levels of headings: by the rank of their size and weight in the document, by the depth of their numbers, and by
//! names such as "Hoofdstuk" and "Artikel". Which lines are headings is found before.

use std::collections::BTreeMap;

use super::fonts::Style;
use super::marks;
use super::tables::Line;

/// How a heading is set and how it begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rank {
    /// Size in quarters of a point, a little more for bold and capitals.
    weight: i32,
    size: f32,
    style: Style,
    depth: Option<u8>,
    named: Option<u8>,
}

impl Rank {
    /// The rank of a line that is a heading.
    pub(super) fn of(line: &Line) -> Rank {
        let bold = line.style.has(Style::BOLD);
        let capitals = !line.text.chars().any(char::is_lowercase);
        let weight = (line.size * 4.0).round() as i32 * 4 + if bold { 2 } else { 0 } + i32::from(capitals);
        let depth = marks::depth(&line.text);
        Rank { weight, size: line.size, style: line.style, depth, named: marks::named(&line.text) }
    }

    /// Whether the next heading line is set alike and begins nothing of its own.
    pub(super) fn goes_on(&self, next: &Rank) -> bool {
        let alike = (self.size - next.size).abs() < 0.06 * self.size
            && self.style.has(Style::BOLD) == next.style.has(Style::BOLD);
        alike && next.depth.is_none() && next.named.is_none()
    }
}

/// The headings of a document, in order.
#[derive(Debug, Default)]
pub(super) struct Headings(Vec<Rank>);

/// In documents of so many headings one that is set as no other makes no level.
const MANY: usize = 12;
/// What names of articles count as.
const ARTICLE: u8 = 3;
/// Levels of headings go no deeper.
const DEEPEST: u8 = 6;

impl Headings {
    /// Adds one.
    pub(super) fn push(&mut self, rank: Rank) {
        self.0.push(rank);
    }

    /// The last one.
    pub(super) fn last(&self) -> Option<&Rank> {
        self.0.last()
    }

    /// The level of each, 1 to 6.
    pub(super) fn levels(&self) -> Vec<u8> {
        let by_weight = self.by_weight();
        let level = |rank: &Rank| by_weight.get(&rank.weight).copied().unwrap_or(1);
        let most = |of: &dyn Fn(&Rank) -> bool| usual(self.0.iter().filter(|rank| of(rank)).map(level));
        let numbered = most(&|rank| rank.depth == Some(1));
        let second = most(&|rank| rank.depth == Some(2));
        let top = numbered.or_else(|| second.map(|level| level.saturating_sub(1).max(1)));
        let mut named = Vec::new();
        for kind in 1..=3 {
            let least = named.last().map_or(1, |level| level + 1);
            if let Some(own) = most(&|rank| rank.named == Some(kind)) {
                named.push(own.max(least));
            } else {
                named.push(least.saturating_sub(1));
            }
        }
        let found = self.0.iter().map(|rank| match (rank.named, rank.depth, top) {
            (Some(kind), ..) => named.get(usize::from(kind) - 1).copied().unwrap_or(1),
            (None, Some(depth), Some(top)) => top + depth - 1,
            _ => level(rank),
        });
        let mut found: Vec<u8> = found.map(|level| level.clamp(1, DEEPEST)).collect();
        self.lower_in_articles(&mut found);
        self.lower_questions(&mut found);
        found
    }

    /// Puts headings without number or name below the article they stand in, if they are set no heavier than it. Set
    /// alike they must come before another article or chapter: after the last one, they end it.
    fn lower_in_articles(&self, levels: &mut [u8]) {
        let mut goes_on = vec![false; self.0.len()];
        let lightest = self.lightest_article();
        let mut named_next = false;
        for (rank, goes_on) in self.0.iter().zip(&mut goes_on).rev() {
            *goes_on = named_next;
            named_next = rank.named.is_some() || (named_next && rank.weight <= lightest);
        }
        let mut article: Option<(i32, u8)> = None;
        for ((rank, level), goes_on) in self.0.iter().zip(levels).zip(goes_on) {
            match (rank.named, rank.depth, article) {
                (Some(ARTICLE), ..) => article = Some((rank.weight, *level)),
                (None, None, Some((weight, own))) if rank.weight < weight || (rank.weight == weight && goes_on) => {
                    *level = (*level).max(own + 1).min(DEEPEST);
                }
                _ => article = None,
            }
        }
    }

    fn lightest_article(&self) -> i32 {
        let articles = self.0.iter().filter(|rank| rank.named == Some(ARTICLE));
        articles.map(|rank| rank.weight).min().unwrap_or(i32::MIN)
    }

    /// Puts questions and answers below the heading before the first of them, the title of a letter.
    fn lower_questions(&self, levels: &mut [u8]) {
        let asks = |rank: &Rank| rank.named == Some(marks::QUESTION);
        let Some(first) = self.0.iter().position(asks) else { return };
        let above = first.checked_sub(1).and_then(|place| levels.get(place)).copied().unwrap_or(1);
        let asked = self.0.iter().zip(levels).filter(|(rank, _)| asks(rank));
        asked.for_each(|(_, level)| *level = (above + 1).min(DEEPEST));
    }

    /// Levels by weight, the heaviest first; sizes that differ little are one level.
    fn by_weight(&self) -> BTreeMap<i32, u8> {
        let mut levels = BTreeMap::new();
        let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
        let ranks = self.0.iter().filter(|rank| rank.named != Some(marks::QUESTION));
        ranks.for_each(|rank| *counts.entry(rank.weight).or_default() += 1);
        let (mut level, mut former, mut lone) = (0u8, i32::MAX, 0);
        for (weight, count) in counts.into_iter().rev() {
            // Headings that are set as no other, but for the heaviest, share a level with the next.
            let same = level > 0 && (former - weight < 2 || (lone > 0 && level > 1 && self.0.len() > MANY));
            if !same {
                level = (level + 1).min(DEEPEST);
            }
            lone = usize::from(count == 1);
            former = weight;
            levels.insert(weight, level);
        }
        levels
    }
}

/// The level met most often.
fn usual(levels: impl Iterator<Item = u8>) -> Option<u8> {
    let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
    levels.for_each(|level| *counts.entry(level).or_default() += 1);
    counts.into_iter().max_by_key(|(level, count)| (*count, std::cmp::Reverse(*level))).map(|(level, _)| level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_size_number_and_name() {
        let check = |headings: &[(f32, &str)], expected: &[u8]| {
            let mut found = Headings::default();
            for (size, text) in headings {
                found.push(Rank::of(&Line { text: (*text).to_owned(), size: *size, ..Line::default() }));
            }
            assert_eq!(found.levels(), expected);
        };
        check(&[(20.0, "Nota"), (14.0, "1 Wonen"), (12.0, "1.1 Bouw"), (12.0, "Slot")], &[1, 2, 3, 3]);
        check(&[(12.0, "Hoofdstuk 1"), (12.0, "Artikel 1"), (12.0, "Artikel 2")], &[1, 2, 2]);
        check(&[(12.0, "1 Wonen"), (12.0, "1.1 Bouw")], &[1, 2]);
        let article = [(14.0, "Hoofdstuk 1"), (12.0, "Artikel 1"), (12.0, "Scholen"), (12.0, "Artikel 2")];
        check(&article, &[1, 2, 3, 2]);
        check(&[(14.0, "Hoofdstuk 1"), (12.0, "Artikel 1"), (12.0, "Slot")], &[1, 2, 2]);
        check(&[(14.0, "Brief"), (10.0, "Vraag 1"), (12.0, "Geld"), (10.0, "Antwoord 1")], &[1, 2, 2, 2]);
    }
}
