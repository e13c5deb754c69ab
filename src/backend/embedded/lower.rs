//! A [`QueryPlan`] as queries of tantivy: the only place where one becomes the other.

use std::ops::Bound;

use jiff::civil::Date;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, ExistsQuery, Occur, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::half::HalfQuery;
use super::pattern::PatternQuery;
use super::schema::Fields;
use crate::analysis::{Layer, Region};
use crate::query::plan::{Clue, Condition, Pattern, QueryPlan, Reach, Restriction, TermId, Variant};

/// A term of the index for a term of a plan.
pub(super) fn index_term(fields: &Fields, layer: Layer, text: &str) -> Term {
    let mut tagged = String::with_capacity(text.len() + 1);
    tagged.push(layer.tag());
    tagged.push_str(text);
    Term::from_field_text(fields.terms, &tagged)
}

/// Days since 1970-01-01.
pub(super) fn day(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    i64::from(date.since(epoch).map_or(0, |span| span.get_days()))
}

/// Lowers one plan.
pub(super) struct Lowering<'p> {
    fields: Fields,
    plan: &'p QueryPlan,
}

impl<'p> Lowering<'p> {
    pub(super) fn new(fields: Fields, plan: &'p QueryPlan) -> Self {
        Lowering { fields, plan }
    }

    pub(super) fn term(&self, id: TermId) -> Term {
        let term = &self.plan.terms[id];
        index_term(&self.fields, term.layer, &term.text)
    }

    /// Passages to be ranked: all conditions, and some probe; scored by the probes alone.
    pub(super) fn ranked(&self, probes: &[(TermId, f32)]) -> Box<dyn Query> {
        let mut clauses = self.conditions();
        let conditions = clauses.len();
        for (term, boost) in probes {
            let query = TermQuery::new(self.term(*term), IndexRecordOption::WithFreqs);
            clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(query), *boost))));
        }
        match (conditions, probes.is_empty()) {
            (0, true) => Box::new(EmptyQuery),
            _ => Box::new(BooleanQuery::new(clauses)),
        }
    }

    /// Passages that match: all conditions, and half of what is asked loosely.
    pub(super) fn matching(&self) -> Box<dyn Query> {
        let mut clauses = self.conditions();
        if !self.plan.soft.is_empty() {
            clauses.push((Occur::Must, self.half(&self.plan.soft)));
        }
        if clauses.is_empty() { Box::new(EmptyQuery) } else { Box::new(BooleanQuery::new(clauses)) }
    }

    fn conditions(&self) -> Vec<(Occur, Box<dyn Query>)> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        // Scores of conditions would drown those of the probes.
        let unscored = |query: Box<dyn Query>| Box::new(BoostQuery::new(query, 0.0)) as Box<dyn Query>;
        clauses.extend(self.plan.must.iter().map(|condition| (Occur::Must, unscored(self.condition(condition)))));
        clauses.extend(self.plan.must_not.iter().map(|condition| (Occur::MustNot, self.condition(condition))));
        for restriction in &self.plan.restrictions {
            let (query, excluded) = self.restriction(restriction);
            clauses.push((if excluded { Occur::MustNot } else { Occur::Must }, unscored(query)));
        }
        let restricts = clauses.iter().any(|(occur, _)| *occur == Occur::Must);
        if !clauses.is_empty() && !restricts && self.plan.soft.is_empty() {
            clauses.push((Occur::Must, unscored(self.every_passage())));
        }
        clauses
    }

    /// Records of files have no number of words; every passage has.
    fn every_passage(&self) -> Box<dyn Query> {
        Box::new(ExistsQuery::new("words".to_owned(), false))
    }

    fn condition(&self, condition: &Condition) -> Box<dyn Query> {
        match condition {
            Condition::Clue(clue) => self.clue(&self.plan.clues[*clue]),
            Condition::Any(conditions) => {
                Box::new(BooleanQuery::union(conditions.iter().map(|condition| self.condition(condition)).collect()))
            }
            Condition::All(conditions) => Box::new(BooleanQuery::intersection(
                conditions.iter().map(|condition| self.condition(condition)).collect(),
            )),
            Condition::Not(condition) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery) as Box<dyn Query>),
                (Occur::MustNot, self.condition(condition)),
            ])),
            Condition::Half(conditions) => self.half(conditions),
        }
    }

    fn half(&self, conditions: &[(Condition, f32)]) -> Box<dyn Query> {
        match conditions {
            [(only, _)] => self.condition(only),
            _ => {
                let conditions =
                    conditions.iter().map(|(condition, weight)| (self.condition(condition), *weight)).collect();
                Box::new(HalfQuery { conditions })
            }
        }
    }

    fn clue(&self, clue: &Clue) -> Box<dyn Query> {
        let mut ways: Vec<Box<dyn Query>> =
            clue.variants.iter().flat_map(|variant| self.variant(variant, clue.field)).collect();
        match ways.len() {
            0 => Box::new(EmptyQuery),
            1 => ways.remove(0),
            _ => Box::new(BooleanQuery::union(ways)),
        }
    }

    fn variant(&self, variant: &Variant, field: Option<Region>) -> Vec<Box<dyn Query>> {
        let terms = |ids: &[TermId]| ids.iter().map(|id| self.term(*id)).collect::<Vec<Term>>();
        let pattern = |slots: Vec<Vec<Term>>, reach| {
            Box::new(PatternQuery { field: self.fields.terms, slots, reach, region: field }) as Box<dyn Query>
        };
        match &variant.pattern {
            Pattern::Any(ids) if field.is_some() => vec![pattern(vec![terms(ids)], Reach::Adjacent)],
            Pattern::Any(ids) => {
                let query = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>;
                terms(ids).into_iter().map(query).collect()
            }
            Pattern::Near { slots, reach } => vec![pattern(slots.iter().map(|slot| terms(slot)).collect(), *reach)],
        }
    }

    fn restriction(&self, restriction: &Restriction) -> (Box<dyn Query>, bool) {
        match restriction {
            Restriction::Document(id) => {
                let term = Term::from_field_text(self.fields.document, id);
                (Box::new(TermQuery::new(term, IndexRecordOption::Basic)), false)
            }
            Restriction::Values { field, values, excluded } => {
                let field = self.fields.keyword(*field);
                (Box::new(BooleanQuery::union(values.iter().map(|value| keyword(field, value)).collect())), *excluded)
            }
            Restriction::Dates { ranges, excluded } => {
                let bound = |date: Option<Date>| match date {
                    Some(date) => Bound::Included(Term::from_field_i64(self.fields.day, day(date))),
                    None => Bound::Unbounded,
                };
                let range = |(from, to): &(Option<Date>, Option<Date>)| match (bound(*from), bound(*to)) {
                    // Without bounds: any date at all.
                    (Bound::Unbounded, Bound::Unbounded) => {
                        let first = Bound::Included(Term::from_field_i64(self.fields.day, i64::MIN / 2));
                        Box::new(RangeQuery::new(first, Bound::Unbounded)) as Box<dyn Query>
                    }
                    (from, to) => Box::new(RangeQuery::new(from, to)),
                };
                (Box::new(BooleanQuery::union(ranges.iter().map(range).collect())), *excluded)
            }
        }
    }
}

fn keyword(field: Field, value: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, &value.to_lowercase()), IndexRecordOption::Basic))
}
