//! The filters of a query as restrictions on documents: values as the index spells them, alternatives together.

use jiff::civil::Date;

use crate::ingest::metadata::canonical;
use crate::query::plan::{Keyword, Restriction};
use crate::query::{Filter, FilterOn};

/// Filters on one property are alternatives; those on different ones must all hold.
pub(super) fn restrictions(filters: &[Filter]) -> Vec<Restriction> {
    let mut all: Vec<Restriction> = Vec::new();
    for filter in filters {
        match &filter.on {
            FilterOn::Municipality(value) => {
                // "Den Haag" is kept under its official name.
                let name = canonical(value).unwrap_or(value).to_string();
                add_value(&mut all, Keyword::Municipality, name, filter.excluded);
            }
            FilterOn::Kind(value) => add_value(&mut all, Keyword::Kind, value.to_lowercase(), filter.excluded),
            FilterOn::Language(value) => add_value(&mut all, Keyword::Language, value.to_lowercase(), filter.excluded),
            FilterOn::Collection(value) => add_value(&mut all, Keyword::Collection, value.clone(), filter.excluded),
            FilterOn::Dates { from, to } => add_range(&mut all, (*from, *to), filter.excluded),
        }
    }
    all
}

fn add_value(all: &mut Vec<Restriction>, keyword: Keyword, value: String, out: bool) {
    let known = all.iter_mut().find_map(|restriction| match restriction {
        Restriction::Values { field, values, excluded } if *field == keyword && *excluded == out => Some(values),
        _ => None,
    });
    match known {
        Some(values) => values.push(value),
        None => all.push(Restriction::Values { field: keyword, values: vec![value], excluded: out }),
    }
}

fn add_range(all: &mut Vec<Restriction>, range: (Option<Date>, Option<Date>), out: bool) {
    let known = all.iter_mut().find_map(|restriction| match restriction {
        Restriction::Dates { ranges, excluded } if *excluded == out => Some(ranges),
        _ => None,
    });
    match known {
        Some(ranges) => ranges.push(range),
        None => all.push(Restriction::Dates { ranges: vec![range], excluded: out }),
    }
}
