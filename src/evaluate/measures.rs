//! How good a ranking is, by the judgements: the measures that are usual in research, as the program trec_eval (NIST,
//! version 9) computes them, so that the figures can be set beside published ones.
//!
//! Searching and the judgements come from the caller. `tests/check_measures.py` checks the figures against trec_eval's
//! own code.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::judged::{JudgedSet, Judgements};

/// Grades from this on are relevant, as trec_eval has it.
const RELEVANT: i64 = 1;

/// How good the ranking for one query is, or the mean over queries. Each lies between 0 (bad) and 1 (perfect).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Normalised discounted cumulative gain over the first 10 (Järvelin and Kekäläinen 2002), as trec_eval's
    /// `ndcg_cut_10`: the sum of grade / log2(rank + 1), divided by that of the best possible ranking of all judged
    /// documents. The gain is the grade itself; some publications take 2^grade - 1, which differs for grades above 1.
    pub ndcg10: f64,
    /// 1 / the rank of the first relevant document, 0 when it is not among the first 10: trec_eval's `recip_rank` on
    /// rankings cut at 10.
    pub mrr10: f64,
    /// The share of the relevant documents that is among the first 100: trec_eval's `recall_100`.
    pub recall100: f64,
    /// Whether the first document is relevant: trec_eval's `success_1`.
    pub success1: f64,
    /// Whether one of the first three documents is relevant: trec_eval's `success_3`.
    pub success3: f64,
}

impl Measures {
    /// Measures the ranking for one query: document ids, the best first.
    ///
    /// A ranking should hold an id once. One that comes again takes its place and earns nothing (trec_eval refuses
    /// such a ranking). All is 0 when no document is relevant.
    pub fn of(ranked: &[impl AsRef<str>], judgements: &Judgements) -> Measures {
        let mut ideal: Vec<i64> = judgements.values().copied().filter(|grade| *grade >= RELEVANT).collect();
        if ideal.is_empty() {
            return Measures::default();
        }
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let grades = grades(ranked, judgements);
        let first = grades.iter().position(|grade| *grade >= RELEVANT);
        let within = |places: usize| if first.is_some_and(|place| place < places) { 1.0 } else { 0.0 };
        let found = grades.iter().filter(|grade| **grade >= RELEVANT).count();
        Measures {
            ndcg10: gain(&grades) / gain(&ideal),
            mrr10: first.filter(|place| *place < 10).map_or(0.0, |place| 1.0 / (place + 1) as f64),
            recall100: found as f64 / ideal.len() as f64,
            success1: within(1),
            success3: within(3),
        }
    }

    /// The mean over all queries of `set`, of query id to ranking (document ids, the best first). A query without a
    /// ranking counts as 0, as with trec_eval's option `-c`; rankings for other queries do not count.
    pub fn over<Id: AsRef<str>>(set: &JudgedSet, rankings: &FxHashMap<String, Vec<Id>>) -> Measures {
        Measures::mean(set.queries.iter().map(|query| {
            let (ranked, judgements) = (rankings.get(&query.id), set.relevant.get(&query.id));
            ranked.zip(judgements).map_or_else(Measures::default, |(ranked, judged)| Measures::of(ranked, judged))
        }))
    }

    /// The mean of the measures of each query; the caller sees to it that queries without results are among them, as
    /// `Measures::default()`. All is 0 when there are none.
    pub fn mean(of_each: impl IntoIterator<Item = Measures>) -> Measures {
        let (mut sum, mut number) = (Measures::default(), 0_usize);
        for one in of_each {
            number += 1;
            sum = sum.merged(one, |a, b| a + b);
        }
        let number = number.max(1) as f64;
        sum.merged(Measures::default(), |sum, _| sum / number)
    }

    /// `merge` on each measure of both.
    fn merged(self, other: Measures, merge: impl Fn(f64, f64) -> f64) -> Measures {
        Measures {
            ndcg10: merge(self.ndcg10, other.ndcg10),
            mrr10: merge(self.mrr10, other.mrr10),
            recall100: merge(self.recall100, other.recall100),
            success1: merge(self.success1, other.success1),
            success3: merge(self.success3, other.success3),
        }
    }
}

/// The grades of the first 100 documents; 0 for those that were not judged, and for an id that comes again.
fn grades(ranked: &[impl AsRef<str>], judgements: &Judgements) -> Vec<i64> {
    let mut seen = FxHashSet::default();
    let grade = |id: &str| judgements.get(id).copied().unwrap_or(0);
    let first = ranked.iter().take(100).map(AsRef::as_ref);
    first.map(|id| if seen.insert(id) { grade(id) } else { 0 }).collect()
}

/// Discounted cumulative gain of the first 10 grades.
fn gain(grades: &[i64]) -> f64 {
    let places = grades.iter().take(10).zip(2_u32..);
    places.map(|(grade, next)| (*grade).max(0) as f64 / f64::from(next).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::super::judged::JudgedQuery;
    use super::*;
    use proptest::prelude::*;

    fn judged(grades: &[(&str, i64)]) -> Judgements {
        grades.iter().map(|(id, grade)| ((*id).to_owned(), *grade)).collect()
    }

    fn near(measures: Measures, expected: [f64; 5]) {
        let found = all(measures);
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?} should be {expected:?}");
    }

    fn all(m: Measures) -> [f64; 5] {
        [m.ndcg10, m.mrr10, m.recall100, m.success1, m.success3]
    }

    /// b (2) at 2, c (1) at 4: (2/log2 3 + 1/log2 5) / (3 + 2/log2 3 + 1/log2 4), with d (3) not found and e (-1) not
    /// counted.
    #[test]
    fn a_ranking_worked_out_by_hand() {
        let judgements = judged(&[("a", 0), ("b", 2), ("c", 1), ("d", 3), ("e", -1)]);
        let ndcg = (2.0 / 1.584_962_500_721_156 + 1.0 / 2.321_928_094_887_362)
            / (3.0 + 2.0 / 1.584_962_500_721_156 + 1.0 / 2.0);
        near(Measures::of(&["a", "b", "e", "c"], &judgements), [ndcg, 0.5, 2.0 / 3.0, 0.0, 1.0]);
    }

    #[test]
    fn each_measure_ends_where_it_should() {
        let filled =
            |before: usize| -> Vec<String> { (0..before).map(|i| format!("x{i}")).chain(["a".to_owned()]).collect() };
        let judgements = judged(&[("a", 1)]);
        near(Measures::of(&filled(0), &judgements), [1.0, 1.0, 1.0, 1.0, 1.0]);
        near(Measures::of(&filled(2), &judgements), [0.5, 1.0 / 3.0, 1.0, 0.0, 1.0]);
        near(Measures::of(&filled(9), &judgements), [1.0 / 11_f64.log2(), 0.1, 1.0, 0.0, 0.0]);
        near(Measures::of(&filled(10), &judgements), [0.0, 0.0, 1.0, 0.0, 0.0]);
        near(Measures::of(&filled(99), &judgements), [0.0, 0.0, 1.0, 0.0, 0.0]);
        near(Measures::of(&filled(100), &judgements), [0.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn nothing_found_and_nothing_relevant_are_zero() {
        near(Measures::of(&[] as &[&str], &judged(&[("a", 1)])), [0.0; 5]);
        near(Measures::of(&["a"], &judged(&[("a", 0), ("b", -1)])), [0.0; 5]);
        near(Measures::mean([]), [0.0; 5]);
    }

    #[test]
    fn an_id_that_comes_again_earns_nothing() {
        near(
            Measures::of(&["a", "a", "b"], &judged(&[("a", 1), ("b", 1)])),
            [1.5 / (1.0 + 1.0 / 3_f64.log2()), 1.0, 1.0, 1.0, 1.0],
        );
    }

    #[test]
    fn the_mean_counts_queries_without_a_ranking() {
        let mut set = JudgedSet::default();
        for id in ["q1", "q2"] {
            set.queries.push(JudgedQuery { id: id.to_owned(), text: String::new() });
            set.relevant.insert(id.to_owned(), judged(&[("a", 1)]));
        }
        let ranking = |id: &str| (id.to_owned(), vec!["a"]);
        near(Measures::over(&set, &FxHashMap::from_iter([ranking("q1"), ranking("other")])), [0.5; 5]);
        near(Measures::over(&set, &FxHashMap::from_iter([ranking("q1"), ranking("q2")])), [1.0; 5]);
    }

    /// Judgements on d0, d1, ..., and a ranking of some of them and of others in any order.
    fn cases() -> impl Strategy<Value = (Judgements, Vec<String>)> {
        let judgements = prop::collection::vec(-1_i64..4, 1..20);
        let ranked = prop::collection::vec(0_u32..40, 0..30);
        (judgements, ranked).prop_map(|(grades, ranked)| {
            let judgements = grades.into_iter().enumerate().map(|(i, grade)| (format!("d{i}"), grade)).collect();
            (judgements, ranked.into_iter().map(|i| format!("d{i}")).collect())
        })
    }

    proptest! {
        #[test]
        fn measures_lie_between_0_and_1((judgements, ranked) in cases()) {
            let found = all(Measures::of(&ranked, &judgements));
            prop_assert!(found.iter().all(|value| (0.0..=1.0 + 1e-12).contains(value)), "{found:?}");
        }

        #[test]
        fn the_best_ranking_is_perfect((judgements, _) in cases()) {
            let mut ranked: Vec<&String> = judgements.keys().collect();
            ranked.sort_by_key(|id| -judgements[*id]);
            let expected = if judgements.values().any(|grade| *grade >= 1) { 1.0 } else { 0.0 };
            let found = all(Measures::of(&ranked, &judgements));
            prop_assert!(found.iter().all(|value| (value - expected).abs() < 1e-12), "{found:?}");
        }

        /// What is not relevant may stand in any order, and be left out at the end.
        #[test]
        fn the_order_of_an_irrelevant_tail_means_nothing((judgements, ranked) in cases()) {
            let relevant = |id: &String| judgements.get(id).is_some_and(|grade| *grade >= 1);
            let tail = ranked.iter().rposition(relevant).map_or(0, |last| last + 1);
            let mut turned = ranked.clone();
            turned[tail..].reverse();
            let expected = Measures::of(&ranked, &judgements);
            prop_assert_eq!(Measures::of(&turned, &judgements), expected);
            prop_assert_eq!(Measures::of(&ranked[..tail], &judgements), expected);
        }
    }
}
