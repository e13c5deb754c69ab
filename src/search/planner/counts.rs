//! How rare words are, and what each thus says.

use super::Planner;
use crate::error::Result;
use crate::query::plan::{Condition, MatchKind, Pattern, PlanTerm, QueryPlan, TermId, Variant};

impl Planner<'_> {
    /// Whether the index may hold a pattern: any of its terms, one for every slot.
    pub(super) fn occurs(&self, pattern: &Pattern) -> bool {
        let any = |ids: &Vec<TermId>| ids.iter().any(|id| self.plan.terms[*id].frequency > 0);
        match pattern {
            Pattern::Any(ids) => any(ids),
            Pattern::Near { slots, .. } => slots.iter().all(any),
        }
    }

    /// Fills in how many passages hold each term, and about how many each clue.
    pub(super) fn count(&mut self) -> Result<()> {
        let frequencies = self.reader.frequencies(&self.plan.terms)?;
        for (term, frequency) in self.plan.terms.iter_mut().zip(frequencies) {
            term.frequency = frequency;
        }
        let passages = self.reader.info().passages;
        let terms = &self.plan.terms;
        for clue in &mut self.plan.clues {
            for variant in &mut clue.variants {
                variant.frequency = occurrences(&variant.pattern, terms);
            }
            let own = clue.variants.iter().map(own_frequency).sum::<u64>();
            let stand_ins = clue.variants.iter().filter(|variant| variant.kind.stands_in());
            let stand_ins = || stand_ins.map(|variant| variant.frequency).max().unwrap_or(0);
            clue.frequency = if own > 0 { own } else { stand_ins() }.min(passages);
        }
        Ok(())
    }

    /// Gives the loose conditions their share of the information of the query; words that the index does not know
    /// have none, so that a slip of the pen does not hide everything.
    pub(super) fn weigh(&mut self, loose: Vec<Condition>) {
        let passages = self.reader.info().passages;
        let light = std::mem::take(&mut self.light);
        let mut weighed: Vec<(Condition, f32)> = loose
            .into_iter()
            .map(|condition| {
                let light = matches!(&condition, Condition::Clue(clue) if light.contains(clue));
                let weight = if light { 0.0 } else { information(&self.plan, &condition, passages) };
                (condition, weight)
            })
            .collect();
        if weighed.iter().all(|(_, weight)| *weight == 0.0) {
            weighed.iter_mut().for_each(|(_, weight)| *weight = 1.0);
        }
        weighed.retain(|(_, weight)| *weight > 0.0);
        self.plan.soft = weighed;
    }
}

/// In about how many passages a pattern stands: ways that combine words are about as frequent as the rarest.
fn occurrences(pattern: &Pattern, terms: &[PlanTerm]) -> u64 {
    let sum = |slot: &Vec<TermId>| slot.iter().map(|id| terms[*id].frequency).sum();
    match pattern {
        Pattern::Any(ids) => sum(ids),
        Pattern::Near { slots, .. } => slots.iter().map(sum).min().unwrap_or(0),
    }
}

/// What a way of holding a clue adds to the number of passages that hold the word itself.
fn own_frequency(variant: &Variant) -> u64 {
    // The exact word is among its forms.
    let among_forms = variant.kind == MatchKind::Exact && variant.weight < 1.0;
    if among_forms || variant.kind.stands_in() { 0 } else { variant.frequency }
}

/// The information of a condition: that of its clue, the most of alternatives, the sum of what is asked together.
fn information(plan: &QueryPlan, condition: &Condition, passages: u64) -> f32 {
    let of = |condition| information(plan, condition, passages);
    match condition {
        Condition::Clue(clue) => {
            let clue = &plan.clues[*clue];
            let found =
                clue.variants.iter().any(|variant| variant.pattern.terms().any(|id| plan.terms[id].frequency > 0));
            if found { clue.weight * idf(clue.frequency, passages) } else { 0.0 }
        }
        Condition::Any(conditions) => conditions.iter().map(of).fold(0.0, f32::max),
        Condition::All(conditions) => conditions.iter().map(of).sum(),
        Condition::Not(_) => 0.0,
        Condition::Half(conditions) => conditions.iter().map(|(condition, _)| of(condition)).sum(),
    }
}

/// Inverse document frequency as BM25 has it; never negative.
pub(in crate::search) fn idf(frequency: u64, passages: u64) -> f32 {
    let (frequency, passages) = (frequency.max(1) as f64, passages as f64);
    (1.0 + (passages - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln() as f32
}
