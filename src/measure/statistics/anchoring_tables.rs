//! The tables about suggestions and annotators.

use std::collections::{BTreeMap, BTreeSet};

use crate::assignment::{Condition, SeededErrorKind};

use super::anchoring::{Anchoring, ConditionCounts, ErrorCounts};
use super::table::{Row, Table, Value};
use super::verdicts::share;

/// The name of the row that sums the others.
const ALL: &str = "all";

/// The tables of [`Anchoring`]: seeded errors, the work by condition, and the effect of suggestions.
#[must_use]
pub fn anchoring_tables(anchoring: &Anchoring) -> Vec<Table> {
    vec![seeded_errors(anchoring), conditions(anchoring), effect(anchoring)]
}

fn seeded_errors(anchoring: &Anchoring) -> Table {
    let mut sums: BTreeMap<(&str, Option<SeededErrorKind>), ErrorCounts> = BTreeMap::new();
    for ((annotator, kind), counts) in &anchoring.errors {
        sums.entry((annotator, Some(*kind))).or_default().add(counts);
        // `None` sorts first, so each annotator begins with the sum.
        sums.entry((annotator, None)).or_default().add(counts);
    }
    let row = |((annotator, kind), counts): (&(&str, Option<SeededErrorKind>), &ErrorCounts)| {
        let each = [counts.all(), counts.accepted, counts.fixed, counts.rejected, counts.pending, counts.restored];
        let acceptance = Value::Share(share(counts.accepted, counts.decided()));
        Row {
            keys: vec![(*annotator).to_owned(), kind.map_or(ALL, SeededErrorKind::name).to_owned()],
            values: each.into_iter().map(Value::Count).chain([acceptance]).collect(),
        }
    };
    Table {
        name: "seeded_errors",
        title: "Seeded errors: how many stand in the gold (accepted), and how many were noticed",
        keys: &["annotator", "error"],
        values: &["errors", "accepted", "fixed", "rejected", "pending", "restored", "acceptance"],
        bar: Some(6),
        is_for_people: true,
        rows: sums.iter().map(row).collect(),
    }
}

fn conditions(anchoring: &Anchoring) -> Table {
    let row = |((annotator, condition), counts): (&(String, Condition), &ConditionCounts)| {
        let per_hundred = |sum: f64, words: usize| (words > 0).then(|| sum * 100.0 / words as f64);
        Row {
            keys: vec![annotator.clone(), condition.name().to_owned()],
            values: vec![
                Value::Count(counts.articles),
                Value::Count(counts.words),
                Value::Count(counts.items),
                Value::Mean(per_hundred(counts.items as f64, counts.words)),
                Value::Mean(per_hundred(counts.seconds as f64, counts.timed_words)),
                Value::Share(counts.f1()),
            ],
        }
    };
    Table {
        name: "conditions",
        title: "Gold with suggestions (shown), without (withheld) and with seeded errors; by 100 words",
        keys: &["annotator", "suggestions"],
        values: &["articles", "words", "items", "items_per_100", "seconds_per_100", "f1_with_suggestions"],
        bar: None,
        is_for_people: true,
        rows: anchoring.conditions.iter().map(row).collect(),
    }
}

fn effect(anchoring: &Anchoring) -> Table {
    let names: BTreeSet<&String> = anchoring.conditions.keys().map(|(annotator, _)| annotator).collect();
    let row = |annotator: &String| {
        let f1 = |condition| anchoring.conditions.get(&(annotator.clone(), condition)).and_then(ConditionCounts::f1);
        let (shown, withheld) = (f1(Condition::Shown)?, f1(Condition::Withheld)?);
        let values = [shown, withheld, shown - withheld].map(|number| Value::Share(Some(number))).to_vec();
        Some(Row { keys: vec![annotator.clone()], values })
    };
    Table {
        name: "anchoring",
        title: "F1 of the gold and the suggestions, where the annotator saw them and where not; the difference is the anchoring",
        keys: &["annotator"],
        values: &["shown", "withheld", "difference"],
        bar: Some(2),
        is_for_people: true,
        rows: names.into_iter().filter_map(row).collect(),
    }
}
