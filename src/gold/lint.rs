//! Finds annotation that is valid but probably wrong.

use std::collections::HashMap;

use crate::text::{Span, Text};

use super::lint_places::{Marks, OpenItems};
use super::lint_relations::{lint_attributes, lint_relations};
use super::readable::beginning_of;
use super::{Annotation, Body, Finding, GoldItem, LabelSet};

/// The kind of finding that [`super::trim_edges()`] can repair.
pub(super) const STRAY_EDGE: &str = "stray edge";

/// Returns the findings of [`lint`] about one gold item.
#[must_use]
pub fn lint_item(text: &Text, annotation: &Annotation, labels: &LabelSet, id: &str) -> Vec<Finding> {
    let Some(span) = annotation.gold_item(id).and_then(|item| item.body.span()) else { return Vec::new() };
    let linked = annotation.gold_item(id).and_then(|item| item.body.frame()?.speaker.as_ref()?.entity.as_ref());
    // Only items that overlap this one, or that its speaker is linked to, can cause findings. This runs after every
    // edit, so the other items are not read.
    let apart = |item: &&GoldItem| item.body.span().is_none_or(|other| !other.overlaps(span));
    let linked = linked.and_then(|id| annotation.gold_item(id)).filter(apart);
    let marks = annotation.gold.overlapping(span.range()).chain(linked).cloned().collect();
    let part = Annotation { gold: marks, ..Annotation::default() };
    let about = |finding: &Finding| finding.id == id || finding.other.as_deref() == Some(id);
    let mut findings: Vec<Finding> = lint(text, &part, labels).into_iter().filter(about).collect();
    findings.extend(lint_relations(annotation, labels, annotation.relations.of(id)));
    findings
}

/// Checks all gold items of an annotation. Finds labels that are not in the set, white space or punctuation at an edge,
/// items of one layer that cross or repeat each other, quotes without a speaker, and more.
#[must_use]
pub fn lint(text: &Text, annotation: &Annotation, labels: &LabelSet) -> Vec<Finding> {
    let marks = Marks::within(text, annotation.gold.iter().filter_map(|item| item.body.span()).reduce(Span::hull));
    let mut findings = Vec::new();
    let mut open = OpenItems::default();
    let mut in_parts = HashMap::new();
    for item in &annotation.gold {
        let mut find = |what, why: String| findings.push(Finding { id: item.id.clone(), other: None, what, why });
        let Some(span) = item.body.span() else { continue };
        match &item.body {
            Body::Entity { span, label } => {
                if labels.get(label.as_str()).is_none() {
                    find("unknown label", format!("{label} is not in the label set"));
                }
                for piece in item.pieces() {
                    if marks.has_line_end(piece) {
                        find("line end", format!("{:?} goes over a line end", beginning_of(text.slice(piece))));
                    }
                    if marks.are_unbalanced(piece) {
                        find("unbalanced marks", format!("in {:?}", beginning_of(text.slice(piece))));
                    }
                }
                if let Some(why) = stray_edge(text.slice(*span)) {
                    find(STRAY_EDGE, why);
                }
                lint_attributes(item, labels, &mut find);
            }
            Body::Quote(frame) => {
                for part in frame.content.iter().filter(|part| marks.are_unbalanced(**part)) {
                    find("unbalanced marks", format!("in {:?}", beginning_of(text.slice(*part))));
                }
                for part in &frame.content {
                    let words = text.slice(*part);
                    if words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace) {
                        find(STRAY_EDGE, format!("white space at an edge of {:?}", beginning_of(words)));
                    }
                }
                let linked = frame.speaker.as_ref().and_then(|speaker| speaker.entity.as_ref());
                if let Some(entity) = linked.filter(|entity| annotation.gold_item(entity).is_none()) {
                    find("dangling link", format!("its speaker is linked to {entity}, which does not exist"));
                }
                if let Some(speaker) = &frame.speaker
                    && frame.cue.is_some_and(|cue| cue.overlaps(speaker.span))
                {
                    find(
                        "crossing",
                        format!("its speaker {:?} overlaps its cue", beginning_of(text.slice(speaker.span))),
                    );
                }
                if frame.speaker.is_none() {
                    find("no speaker", format!("of {:?}", beginning_of(text.slice(span))));
                }
            }
        }
        if item.parts.is_empty() {
            findings.extend(open.compare(text, item, span));
            continue;
        }
        // The words between the parts belong to other items: in "north and south Sudan", two names share a word.
        if let Some(other) = in_parts.insert((&item.parts, item.body.label()), &item.id) {
            let why = format!(
                "{:?} is labelled {} twice, also as {other}",
                beginning_of(text.slice(span)),
                item.body.label()
            );
            findings.push(Finding { id: item.id.clone(), other: Some(other.clone()), what: "doubled", why });
        }
    }
    findings.extend(lint_relations(annotation, labels, annotation.relations.iter()));
    findings
}

/// Returns a reason if the words begin or end with punctuation that is never a part of a name. Quotation marks and
/// brackets may be a part of it: منتجع "كانغابا".
fn stray_edge(words: &str) -> Option<String> {
    (is_stray_start(words) || is_stray_end(words)).then(|| format!("{:?} begins or ends with one", beginning_of(words)))
}

/// True for white space and for punctuation that ends or joins clauses. Quotation marks and brackets may belong to a
/// name.
fn is_stray(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '،' | ',' | '؛' | ';' | ':' | '؟' | '?' | '!' | '.' | '…')
}

pub(super) fn is_stray_start(words: &str) -> bool {
    words.starts_with(is_stray)
}

pub(super) fn is_stray_end(words: &str) -> bool {
    let Some(last) = words.chars().next_back() else { return false };
    // A full stop may belong to an abbreviation, so it is stray only after an Arabic letter.
    let stop = last == '.' && words.chars().rev().nth(1).is_some_and(|c| !('\u{600}'..='\u{6FF}').contains(&c));
    is_stray(last) && !stop
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;

    #[test]
    fn each_kind_of_finding_is_reported() {
        let line = r#"{"id":"a","text":"قال سامي، علي في باريس.","entities":[
            {"id":"e1","start":4,"end":9,"label":"PER","verdict":"added"},
            {"id":"e2","start":4,"end":8,"label":"PER","verdict":"added"},
            {"id":"e3","start":6,"end":13,"label":"PER","verdict":"added"},
            {"id":"e4","start":17,"end":22,"label":"CITY","verdict":"added"}],
            "quotes":[{"id":"q1","kind":"direct","content":[{"start":14,"end":17}],"verdict":"added"}]}"#;
        let (article, annotation) = json::read(line).unwrap();
        let found: Vec<(String, &str)> =
            lint(&article.text, &annotation, &LabelSet::default()).into_iter().map(|f| (f.id, f.what)).collect();
        let expected = [
            ("e1", "stray edge"),
            ("e3", "crossing"),
            ("e3", "crossing"),
            ("q1", "stray edge"),
            ("q1", "no speaker"),
            ("e4", "unknown label"),
        ];
        assert_eq!(found, expected.map(|(id, what)| (id.to_owned(), what)));
    }
    #[test]
    fn entities_over_a_line_end_are_found() {
        for end in ["\n", "\u{B}", "\u{C}", "\u{85}", "\u{2029}"] {
            let text = format!("سامي{end}علي");
            let line = format!(
                r#"{{"id":"a","text":{},"entities":[{{"id":"e1","start":0,"end":8,"label":"PER","verdict":"added"}}]}}"#,
                serde_json::Value::from(text)
            );
            let (article, annotation) = json::read(&line).unwrap();
            let found = lint(&article.text, &annotation, &LabelSet::default());
            assert_eq!(found.iter().map(|finding| finding.what).collect::<Vec<_>>(), ["line end"], "{end:?}");
        }
    }
}
