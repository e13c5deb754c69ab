//! What the words around a year make of it: the year of a budget, the version of a by-law, a goal, or nothing. Whether
//! it is a year at all is for `text`, and which place counts is for the module above.

use super::text::{Span, Text};
use super::words::{Role, month, ordinal};
use super::{PartOfYear, Period, PeriodSource};

/// How far before its year a genre may stand, in words.
const REACH: usize = 16;

/// How much a year says, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Said in so many words: "schooljaar 2020/2021", "2e kwartaal 2021".
    Told,
    /// The year of a budget, a report or the like.
    Annual,
    /// The version of a plan or a by-law.
    Version,
    /// Two years, and nothing that says of what.
    Range,
    /// A year at the edge of a title or a name.
    Bare,
}

/// A year or a range that may be the period, and the words that say so.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) strength: Strength,
    pub(super) first: i16,
    pub(super) last: i16,
    pub(super) part: Option<PartOfYear>,
    /// The first and the last word.
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Claim {
    pub(super) fn period(&self, text: &Text<'_>, source: PeriodSource) -> Period {
        let found = text.between(self.from, self.to).to_owned();
        Period { first: self.first, last: self.last, part: self.part, source, found }
    }
}

impl Span {
    fn is_single(self) -> bool {
        self.first == self.last
    }

    /// A round year far ahead is a goal: "Mobiliteitsplan 2040".
    fn is_goal(self) -> bool {
        self.is_single() && self.first >= 2030 && self.first % 5 == 0
    }

    fn claim(self, strength: Strength, from: usize, to: usize) -> Claim {
        let (from, to) = (from.min(self.from), to.max(self.to));
        Claim { strength, first: self.first, last: self.last, part: None, from, to }
    }
}

impl Text<'_> {
    /// The claim that says most, of those at least as strong as `most`; the first of equals.
    pub(super) fn best(&self, most: Strength) -> Option<Claim> {
        let claims = self.claims();
        let alone = claims.len() == 1;
        let told = claims.into_iter().filter(|claim| claim.strength <= most);
        told.filter(|claim| alone || claim.strength != Strength::Bare).min_by_key(|claim| claim.strength)
    }

    /// Everything that may be the period, in order.
    pub(super) fn claims(&self) -> Vec<Claim> {
        let mut claims: Vec<Claim> = Vec::new();
        let (mut genre, mut horizon, mut at) = (None, None, 0);
        while at < self.len() {
            match self.role(at) {
                Role::Horizon => horizon = Some(at),
                role if role.is_genre() => genre = Some(at),
                _ => {}
            }
            let Some((span, free)) = self.span(at) else {
                at += 1;
                continue;
            };
            at = span.to + 1;
            let Some(claim) = self.claim(span, genre, horizon).filter(|_| free) else { continue };
            match claims.last_mut() {
                // "Begroting 2022 en meerjarenraming 2023-2025" has plan years to 2025.
                Some(budget) if self.continues(budget, &claim) => (budget.last, budget.to) = (claim.last, claim.to),
                _ => claims.push(claim),
            }
        }
        claims
    }

    fn continues(&self, budget: &Claim, plan: &Claim) -> bool {
        let single = budget.first == budget.last && budget.part.is_none() && budget.strength == Strength::Annual;
        let follows = plan.last > plan.first && (0..=1).contains(&(plan.first - budget.last));
        single && follows && self.lower(plan.from).starts_with("meerjaren")
    }

    /// What the words around a year make of it. `genre` and `horizon` are the last of those before it.
    fn claim(&self, span: Span, genre: Option<usize>, horizon: Option<usize>) -> Option<Claim> {
        let from = span.from;
        let near = |at: &usize| from - at <= REACH;
        let (genre, horizon) = (genre.filter(near), horizon.filter(near));
        if span.is_single() && self.is_act(from, span.first) {
            return None;
        }
        let edge = from.wrapping_sub(1);
        if month(self.lower(edge)).is_some() {
            return self.monthly(span, genre?);
        }
        if let Some((part, start, end)) = self.part_near(span) {
            return Some(Claim { part: Some(part), ..span.claim(Strength::Told, start, end) });
        }
        let goal = span.is_single() && (horizon.is_some() || (self.lower(edge) == "jaar" && span.is_goal()));
        if self.role(edge) == Role::Term && !goal {
            return Some(span.claim(Strength::Told, edge, from));
        }
        if let Some(short) = [edge, span.to + 1].into_iter().find(|at| self.role(*at) == Role::Short) {
            return Some(span.claim(Strength::Annual, short, short));
        }
        if let Some(at) = genre {
            return self.of_genre(span, at, horizon.is_some_and(|horizon| horizon > at));
        }
        let after = (span.to + 1..=span.to + 4).find(|at| self.role(*at).is_genre() || self.role(*at) == Role::Horizon);
        match after {
            Some(at) if self.role(at).is_genre() && self.no_year(span.to + 1..at) => {
                self.of_genre(span, at, horizon.is_some())
            }
            _ if !span.is_single() => Some(span.claim(Strength::Range, from, span.to)),
            _ => self.is_bare(span).then(|| span.claim(Strength::Bare, from, from)),
        }
    }

    /// A year with the genre that it goes with; `goal` where the words of a vision stand between.
    fn of_genre(&self, span: Span, genre: usize, goal: bool) -> Option<Claim> {
        let strength = if self.role(genre) == Role::Annual { Strength::Annual } else { Strength::Version };
        let doubtful = goal || strength == Strength::Version;
        let refused = span.is_single() && ((goal && strength == Strength::Version) || (doubtful && span.is_goal()));
        (!refused).then(|| span.claim(strength, genre, genre))
    }

    /// A month with a year says when a plan was made, and what a report is about.
    fn monthly(&self, span: Span, genre: usize) -> Option<Claim> {
        let name = self.lower(genre);
        let report = ["rapportage", "rapportages", "nieuwsbrief", "bericht", "cijfers"];
        let report = name.starts_with("maand") || report.iter().any(|end| name.ends_with(end));
        if !report || name.starts_with("jaar") || !span.is_single() {
            return None;
        }
        let last = month(self.lower(span.from - 1))?;
        let first = (genre + 1..span.from - 1).rev().take(4).find_map(|at| month(self.lower(at)));
        let part = match (first, last) {
            (None, month) => Some(PartOfYear::Month(month)),
            (Some(1), 6) => Some(PartOfYear::Half(1)),
            (Some(7), 12) => Some(PartOfYear::Half(2)),
            (Some(first), last) if first + 2 == last && last % 3 == 0 => Some(PartOfYear::Quarter(last / 3)),
            _ => None,
        };
        Some(Claim { part, ..span.claim(Strength::Annual, genre, genre) })
    }

    /// A year alone counts at the edge of a text or of a part of it, and not as a goal.
    fn is_bare(&self, span: Span) -> bool {
        let at = span.from;
        let after = self.gap(at + 1);
        let edge = at == 0 || after.is_none_or(|gap| gap.contains(|c: char| !c.is_whitespace() && c != '-'));
        let act = (at.saturating_sub(5)..at).any(|at| self.lower(at) == "wet");
        let act = act || self.lower(at.wrapping_sub(1)).ends_with("wet") || self.lower(at.wrapping_sub(1)) == "wmo";
        let goal = span.first >= 2025 && span.first % 5 == 0;
        edge && !act && !goal && (0..self.len()).all(|at| self.role(at) != Role::Horizon)
    }

    /// The part of the year that stands next to it: "2e kwartaal 2021", "2020-Q3", "kwartaalrapportage 3 2021". Two
    /// that differ are a longer time.
    fn part_near(&self, span: Span) -> Option<(PartOfYear, usize, usize)> {
        if !span.is_single() {
            return None;
        }
        let mut found: Option<(PartOfYear, usize, usize)> = None;
        let before = (0..span.from).rev().take(6).take_while(|at| self.year(*at).is_none());
        let after = (span.to + 1..=span.to + 3).take_while(|at| self.year(*at).is_none());
        for at in before.chain(after) {
            let Some((part, from, to)) = self.part(at) else { continue };
            let other = to > span.to && self.no_year(to + 1..to + 2);
            match found {
                Some((known, ..)) if known != part => return None,
                None if to < span.from || other => found = Some((part, from, to)),
                _ => {}
            }
        }
        found
    }

    /// The part of a year that the word at `at` names, with its first and last word.
    fn part(&self, at: usize) -> Option<(PartOfYear, usize, usize)> {
        let word = self.lower(at);
        let half = word == "half" && self.lower(at + 1).starts_with("jaar");
        let to = at + usize::from(half);
        let (most, ordinals) = match word {
            // Elsewhere "H1" is a chapter.
            "h" if self.is_touching(at + 1) && self.year(at + 2).is_some() => (2, false),
            "helft" | "semester" => (2, true),
            "q" | "kw" => (4, true),
            _ if word.starts_with("kwartaal") => (4, true),
            _ if half || word.starts_with("halfjaar") => (2, true),
            _ => return None,
        };
        let before = || self.ordinal_before(at).filter(|_| ordinals);
        // "Kwartaalrapportage 2021-3" has the year between.
        let number = to + 1 + usize::from(self.year(to + 1).is_some() && self.joint(to + 2) == Some('-'));
        let after = || Some((u8::try_from(self.value(number)?).ok()?, at, number));
        let (number, from, to) = before().map(|(number, from)| (number, from, to)).or_else(after)?;
        let made = if most == 4 { PartOfYear::Quarter(number) } else { PartOfYear::Half(number) };
        (1..=most).contains(&number).then_some((made, from, to))
    }

    /// "tweede" or "2e" before a word, and where it starts.
    fn ordinal_before(&self, at: usize) -> Option<(u8, usize)> {
        let edge = at.checked_sub(1)?;
        let figure = || {
            let number = self.value(edge.checked_sub(1)?).filter(|_| self.is_ending(edge))?;
            Some((u8::try_from(number).ok()?, edge - 1))
        };
        ordinal(self.lower(edge)).map(|number| (number, edge)).or_else(figure)
    }
}
