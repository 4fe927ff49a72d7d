//! All statistics as tables.

use std::collections::BTreeMap;

use super::articles::{LabelKey, STATUSES, Statistics};
use super::table::{Row, Table, Value};
use super::verdicts::{SuggestionCounts, share};
use super::work::Work;

/// All statistics as tables, in the order in which people read them.
#[must_use]
pub fn tables(statistics: &Statistics) -> Vec<Table> {
    vec![
        statuses(statistics),
        lengths(statistics),
        spans(statistics),
        suggestions(statistics),
        scores(statistics),
        label_scores(statistics),
        annotators(statistics),
        days(statistics),
        annotator_days(statistics),
        article_times(statistics),
        article_keys(statistics),
        forms(statistics),
        findings(statistics),
    ]
}

fn statuses(statistics: &Statistics) -> Table {
    let all = statistics.articles();
    let row = |(status, count): (crate::gold::Status, usize)| Row {
        keys: vec![status.name().to_owned()],
        values: vec![Value::Count(count), Value::Share(share(count, all))],
    };
    Table {
        name: "articles",
        title: "Articles by status",
        keys: &["status"],
        values: &["articles", "share"],
        bar: Some(0),
        is_for_people: true,
        rows: STATUSES.into_iter().zip(statistics.statuses).map(row).collect(),
    }
}

fn lengths(statistics: &Statistics) -> Table {
    let units = [("code points", &statistics.code_points), ("words", &statistics.words)];
    Table {
        name: "lengths",
        title: "Text length of the articles",
        keys: &["unit"],
        values: DISTRIBUTION,
        bar: None,
        is_for_people: true,
        rows: units.into_iter().map(|(unit, lengths)| distribution(unit, lengths)).collect(),
    }
}

fn article_times(statistics: &Statistics) -> Table {
    let has_times = !statistics.seconds.is_empty();
    Table {
        name: "article_seconds",
        title: "Seconds for an article, from its first verdict to its last one; pauses over 300 s do not count",
        keys: &["unit"],
        values: DISTRIBUTION,
        bar: None,
        is_for_people: true,
        rows: has_times.then(|| distribution("seconds", &statistics.seconds)).into_iter().collect(),
    }
}

fn article_keys(statistics: &Statistics) -> Table {
    let has_keys = !statistics.keys.is_empty();
    Table {
        name: "article_keys",
        title: "Keys for an article, up to its last change",
        keys: &["unit"],
        values: DISTRIBUTION,
        bar: None,
        is_for_people: true,
        rows: has_keys.then(|| distribution("keys", &statistics.keys)).into_iter().collect(),
    }
}

const DISTRIBUTION: &[&str] = &["articles", "total", "mean", "median", "least", "most"];

fn distribution(unit: &str, numbers: &[u32]) -> Row {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let total: u64 = sorted.iter().map(|number| u64::from(*number)).sum();
    let at = |index: usize| sorted.get(index).map(|number| f64::from(*number));
    let middle = (at(sorted.len().saturating_sub(1) / 2), at(sorted.len() / 2));
    let median = if let (Some(low), Some(high)) = middle { Some(f64::midpoint(low, high)) } else { None };
    let mean = (!sorted.is_empty()).then(|| total as f64 / sorted.len() as f64);
    let total = Value::Count(usize::try_from(total).unwrap_or(usize::MAX));
    let ends = [at(0), at(sorted.len().saturating_sub(1))].map(Value::Mean);
    let [least, most] = ends;
    let values = vec![Value::Count(sorted.len()), total, Value::Mean(mean), Value::Mean(median), least, most];
    Row { keys: vec![unit.to_owned()], values }
}

fn spans(statistics: &Statistics) -> Table {
    let in_layer = |layer| statistics.spans.iter().filter(move |(key, _)| key.0 == layer).map(|(_, it)| it.gold());
    let row = |(key, counts): (&LabelKey, &super::verdicts::VerdictCounts)| {
        let of_layer = share(counts.gold(), in_layer(key.0).sum());
        let each = [counts.gold(), counts.accepted, counts.fixed, counts.added, counts.rejected, counts.pending];
        let values = each.into_iter().map(Value::Count).chain([Value::Share(of_layer)]).collect();
        Row { keys: label_names(key), values }
    };
    Table {
        name: "spans",
        title: "Entities by label and quotes by kind",
        keys: &["layer", "label"],
        values: &["gold", "accepted", "fixed", "added", "rejected", "pending", "share"],
        bar: Some(0),
        is_for_people: true,
        rows: statistics.spans.iter().map(row).collect(),
    }
}

const SUGGESTION_VALUES: &[&str] = &[
    "decided",
    "accepted",
    "fixed",
    "rejected",
    "pending",
    "acceptance",
    "edges",
    "label",
    "kind",
    "content",
    "cue",
    "speaker",
];

fn suggestion_values(counts: &SuggestionCounts) -> Vec<Value> {
    let edits = counts.edits;
    let fates = [counts.decided(), counts.accepted, counts.fixed, counts.rejected, counts.pending];
    let edits = [edits.edges, edits.label, edits.kind, edits.content, edits.cue, edits.speaker];
    let acceptance = Value::Share(counts.acceptance());
    fates.into_iter().map(Value::Count).chain([acceptance]).chain(edits.into_iter().map(Value::Count)).collect()
}

/// The suggestions, summed under other keys.
fn summed<K: Ord>(
    statistics: &Statistics,
    key: impl Fn(&LabelKey, Option<u8>) -> K,
    names: impl Fn(&K) -> Vec<String>,
) -> Vec<Row> {
    let mut sums: BTreeMap<K, SuggestionCounts> = BTreeMap::new();
    for ((label, band), counts) in &statistics.suggestions {
        sums.entry(key(label, *band)).or_default().add(counts);
    }
    sums.iter().map(|(key, counts)| Row { keys: names(key), values: suggestion_values(counts) }).collect()
}

fn suggestions(statistics: &Statistics) -> Table {
    Table {
        name: "suggestions",
        title: "Suggestions by label: how many were accepted as they were, and what was edited in the fixed ones",
        keys: &["layer", "label"],
        values: SUGGESTION_VALUES,
        bar: Some(5),
        is_for_people: true,
        rows: summed(statistics, |label, _| label.clone(), label_names),
    }
}

fn scores(statistics: &Statistics) -> Table {
    Table {
        name: "scores",
        title: "Suggestions by score",
        keys: &["layer", "score"],
        values: SUGGESTION_VALUES,
        bar: Some(5),
        is_for_people: true,
        rows: summed(
            statistics,
            |label, band| (label.0, band),
            |(layer, band)| vec![layer.to_string(), band_name(*band)],
        ),
    }
}

fn label_scores(statistics: &Statistics) -> Table {
    let names = |(label, band): &(LabelKey, Option<u8>)| {
        let mut names = label_names(label);
        names.push(band_name(*band));
        names
    };
    Table {
        name: "label_scores",
        title: "Suggestions by label and score",
        keys: &["layer", "label", "score"],
        values: SUGGESTION_VALUES,
        bar: Some(5),
        is_for_people: false,
        rows: summed(statistics, |label, band| (label.clone(), band), names),
    }
}

fn label_names(key: &LabelKey) -> Vec<String> {
    vec![key.0.to_string(), key.1.clone()]
}

/// `0.7-0.8`; the end of the highest band belongs to it.
fn band_name(band: Option<u8>) -> String {
    let tenths = |band: u8| f64::from(band) / 10.0;
    band.map_or_else(|| "none".to_owned(), |band| format!("{:.1}-{:.1}", tenths(band), tenths(band + 1)))
}

const WORK_VALUES: &[&str] = &[
    "articles",
    "done",
    "verdicts",
    "accepted",
    "fixed",
    "added",
    "rejected",
    "seconds",
    "seconds_per_article",
    "seconds_per_verdict",
    "keys",
    "keys_per_article",
    "keys_per_verdict",
];

fn work_row(keys: Vec<String>, work: &Work) -> Row {
    let it = work.verdicts;
    let counts = [work.articles, work.done, it.verdicts(), it.accepted, it.fixed, it.added, it.rejected];
    let seconds = Value::Count(usize::try_from(work.seconds).unwrap_or_default());
    let pressed = Value::Count(usize::try_from(work.keys).unwrap_or(usize::MAX));
    let [seconds_each, keys_each] = [work.seconds_per_article(), work.keys_per_article()].map(Value::Mean);
    let [per_verdict, keys_per_verdict] = [work.seconds_per_verdict(), work.keys_per_verdict()].map(Value::Mean);
    let rest = [seconds, seconds_each, per_verdict, pressed, keys_each, keys_per_verdict];
    Row { keys, values: counts.into_iter().map(Value::Count).chain(rest).collect() }
}

fn annotators(statistics: &Statistics) -> Table {
    let row = |(name, days): (&Option<String>, &BTreeMap<String, Work>)| {
        let mut sum = Work::default();
        days.values().for_each(|work| sum.add(work));
        sum.articles = statistics.annotated.get(name).copied().unwrap_or_default();
        sum.timed_articles = statistics.timed.get(name).copied().unwrap_or_default();
        work_row(vec![annotator_name(name.as_deref())], &sum)
    };
    Table {
        name: "annotators",
        title: "Work by annotator",
        keys: &["annotator"],
        values: WORK_VALUES,
        bar: Some(2),
        is_for_people: true,
        rows: statistics.work.iter().map(row).collect(),
    }
}

fn days(statistics: &Statistics) -> Table {
    let mut sums: BTreeMap<&str, Work> = BTreeMap::new();
    for (day, work) in statistics.work.values().flatten() {
        sums.entry(day).or_default().add(work);
    }
    Table {
        name: "days",
        title: "Work by day (UTC)",
        keys: &["day"],
        values: WORK_VALUES,
        bar: Some(2),
        is_for_people: true,
        rows: sums.iter().map(|(day, work)| work_row(vec![day_name(day)], work)).collect(),
    }
}

fn annotator_days(statistics: &Statistics) -> Table {
    let rows = statistics.work.iter().flat_map(|(name, days)| {
        let row = |(day, work): (&String, &Work)| work_row(vec![annotator_name(name.as_deref()), day_name(day)], work);
        days.iter().map(row).collect::<Vec<_>>()
    });
    Table {
        name: "annotator_days",
        title: "Work by annotator and day (UTC)",
        keys: &["annotator", "day"],
        values: WORK_VALUES,
        bar: Some(2),
        is_for_people: false,
        rows: rows.collect(),
    }
}

fn annotator_name(name: Option<&str>) -> String {
    name.unwrap_or("unnamed").to_owned()
}

fn day_name(day: &str) -> String {
    if day.is_empty() { "unknown" } else { day }.to_owned()
}

fn forms(statistics: &Statistics) -> Table {
    let rows = statistics.forms.mixed_forms().into_iter().flat_map(|(words, labels)| {
        let row = move |(label, count): (String, usize)| Row {
            keys: vec![label, words.clone()],
            values: vec![Value::Count(count)],
        };
        labels.into_iter().map(row)
    });
    Table {
        name: "forms",
        title: "The same words with several labels",
        keys: &["label", "words"],
        values: &["entities"],
        bar: None,
        is_for_people: true,
        rows: rows.collect(),
    }
}

fn findings(statistics: &Statistics) -> Table {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, finding) in statistics.forms.findings() {
        *kinds.entry(finding.what).or_default() += 1;
    }
    let flagged = ("articles flagged for discussion", statistics.flagged_articles);
    let flagged = (flagged.1 > 0).then_some(flagged);
    let row = |(kind, count): (&str, usize)| Row { keys: vec![kind.to_owned()], values: vec![Value::Count(count)] };
    Table {
        name: "findings",
        title: "Entities that differ from the rest of the corpus (tawsim check lists them)",
        keys: &["kind"],
        values: &["count"],
        bar: None,
        is_for_people: true,
        rows: kinds.into_iter().chain(flagged).map(row).collect(),
    }
}
