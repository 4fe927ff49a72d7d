//! Problems with an item that was just made, shown at once.

use crate::edit::{Edit, ItemRef};
use crate::gold::{Annotation, Finding, GoldItem, LabelSet, lint};
use crate::lang::{self, Lang, Rendered, say};
use crate::text::{self, Text};
use crate::workbench::document::Document;
use crate::workbench::model::Model;

/// A message about the first problem with the focused gold item that a person should know at once.
pub(super) fn problem_of_focused(model: &Model) -> Option<String> {
    let document = model.document()?;
    let Some(ItemRef::GoldItem(id)) = &document.focus else { return None };
    let finding = first_finding(&document.article.text, &document.annotation, &model.settings.labels, id);
    finding.map(|finding| message(model.lang(), document, &finding))
}

/// True if the gold item that gets the focus after an edit has a problem that a person should know at once.
pub(super) fn leaves_problem(text: &Text, annotation: &Annotation, labels: &LabelSet, edit: &Edit) -> bool {
    let Some(ItemRef::GoldItem(id)) = edit.touched() else { return false };
    let mut after = annotation.clone();
    edit.apply(&mut after);
    first_finding(text, &after, labels, &id).is_some()
}

fn first_finding(text: &Text, annotation: &Annotation, labels: &LabelSet, id: &str) -> Option<Finding> {
    // A quote that was just added has no speaker yet.
    let at_once = |finding: &Finding| finding.what != "no speaker";
    lint::lint_item(text, annotation, labels, id).into_iter().find(at_once)
}

/// A finding in the user's language. A finding that has no wording here reads as in `tawsim check`.
fn message(lang: Lang, document: &Document, finding: &Finding) -> String {
    let known = || {
        let item = document.annotation.gold_item(&finding.id)?;
        let words = beginning(document, item)?;
        Some(match (finding.what, &finding.other) {
            ("unknown label", _) => say::fault_label(lang, item.body.label()),
            ("line end", _) => say::fault_line_end(lang, &words),
            ("unbalanced marks", _) => say::fault_unbalanced(lang, &words),
            ("stray edge", _) => say::fault_stray_edge(lang, &words),
            ("dangling link", _) => {
                let linked = item.body.frame()?.speaker.as_ref()?.entity.as_deref()?;
                say::fault_link(lang, linked)
            }
            ("crossing", None) => {
                let speaker = item.body.frame()?.speaker.as_ref()?.span;
                say::fault_speaker_and_cue(lang, document.article.text.slice(speaker))
            }
            ("crossing", Some(other)) => {
                let crossed = beginning(document, document.annotation.gold_item(other)?)?;
                say::fault_crossing(lang, &words, other, &crossed)
            }
            ("doubled", Some(other)) => say::fault_doubled(lang, &words, item.body.label(), other),
            ("no speaker", _) => say::fault_no_speaker(lang, &words),
            _ => return None,
        })
    };
    known().unwrap_or_else(|| {
        let words = |words: &str| Rendered(lang::isolated(lang, words));
        say::fault(lang, words(finding.what), words(&finding.why))
    })
}

/// The first words of a gold item.
fn beginning(document: &Document, item: &GoldItem) -> Option<String> {
    let words = document.article.text.slice(item.body.span()?);
    Some(text::beginning(words, 30))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;
    use crate::lang::{END_ISOLATE, ISOLATE};
    use std::collections::BTreeSet;
    use std::sync::Arc;

    /// Every problem with a gold item has an Arabic message: it contains Latin letters only for foreign words.
    #[test]
    fn every_finding_has_an_arabic_message() {
        let line = r#"{"id":"a","text":"قال سامي، «علي\nفي باريس.","entities":[
            {"id":"e1","start":4,"end":9,"label":"PER","verdict":"added"},
            {"id":"e2","start":4,"end":8,"label":"PER","verdict":"added"},
            {"id":"e3","start":6,"end":17,"label":"PER","verdict":"added"},
            {"id":"e4","start":18,"end":23,"label":"CITY","verdict":"added"},
            {"id":"e5","start":18,"end":23,"label":"CITY","verdict":"added"}],
            "quotes":[{"id":"q1","kind":"direct","content":[{"start":9,"end":15}],"verdict":"added"},
            {"id":"q2","kind":"direct","content":[{"start":15,"end":23}],"cue":{"start":0,"end":6},
             "speaker":{"start":4,"end":8,"entity":"e9","implied":false},"verdict":"added"}]}"#;
        let (article, annotation) = json::read(line).unwrap();
        let findings = lint(&article.text, &annotation, &LabelSet::default());
        let document = Document::new(Arc::new(article), Some(annotation));
        let mut kinds = BTreeSet::new();
        for finding in findings {
            kinds.insert((finding.what, finding.other.is_some()));
            let told = message(Lang::Ar, &document, &finding);
            let mut foreign = false;
            let mut own = told.chars().filter(|c| {
                foreign = (foreign || *c == ISOLATE) && *c != END_ISOLATE;
                !foreign
            });
            assert!(!own.any(|c| c.is_ascii_alphabetic()), "{told}");
        }
        let expected = [
            ("crossing", false),
            ("crossing", true),
            ("dangling link", false),
            ("doubled", true),
            ("line end", false),
            ("no speaker", false),
            ("stray edge", false),
            ("unbalanced marks", false),
            ("unknown label", false),
        ];
        assert_eq!(kinds, BTreeSet::from(expected), "what is found by a new rule needs its words above");
    }
}
