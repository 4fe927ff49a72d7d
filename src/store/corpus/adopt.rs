//! Adopting the annotation of an input article: its items become suggestions to review.

use std::collections::HashMap;

use crate::gold::{Annotation, Article, Body, RemarkTarget, Suggestion, UniqueIds, stable_id};

/// Puts the annotation of an input article up for review. Gold items and pending suggestions become suggestions of the
/// article; unknown keys go to its metadata; rejected suggestions stay rejected and do not come back.
///
/// A gold item gets the stable id of its content, not its own id (`e3`): when the file is made anew, that number may mean
/// another item, and a verdict must not pass to it. Speaker links are changed with it.
pub(crate) fn adopt_gold(mut article: Article, mut annotation: Annotation) -> Article {
    annotation.forget_keys_pressed();
    let source = annotation.annotator.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "gold".to_owned());
    let mut used_ids: UniqueIds = article.suggestions.iter().map(|suggestion| suggestion.id.clone()).collect();
    let remarks = annotation.remarks;
    let pending = annotation.pending.into_iter().map(|mut one| {
        // Notes and flags stay with the suggestion.
        remarks.of(&RemarkTarget::Suggestion(one.id.clone())).put(&mut one.extra);
        Suggestion { id: used_ids.claim(one.id.clone()), ..one }
    });
    let pending: Vec<Suggestion> = pending.collect();
    let mut new_ids = HashMap::new();
    let mut from_gold = Vec::new();
    for mut item in annotation.gold {
        remarks.of(&item.remark_target()).put(&mut item.extra);
        let id = used_ids.claim(stable_id(&article.text, &item.body));
        new_ids.insert(item.id, id.clone());
        from_gold.push(Suggestion { id, source: source.clone(), score: None, body: item.body, extra: item.extra });
    }
    for suggestion in &mut from_gold {
        if let Body::Quote(frame) = &mut suggestion.body
            && let Some(entity) = frame.speaker.as_mut().and_then(|speaker| speaker.entity.as_mut())
            && let Some(id) = new_ids.get(entity)
        {
            entity.clone_from(id);
        }
    }
    article.suggestions.extend(from_gold);
    article.suggestions.extend(pending);
    for (key, value) in annotation.extra {
        article.meta.entry(key).or_insert(value);
    }
    article
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::gold::json;

    #[test]
    fn gold_items_of_an_input_file_become_pending() {
        let line = r#"{"id":"a","text":"قال سامي: «نعم» في باريس","annotator":"sara","url":"http://x","meta":{"n":1},
            "entities":[{"id":"e1","start":4,"end":8,"label":"PER","verdict":"added","note":"sure"},
                        {"id":"s-9","start":19,"end":24,"label":"LOC","source":"m@1","score":0.5}],
            "quotes":[{"id":"q1","kind":"direct","content":[{"start":11,"end":14}],"verdict":"added",
                       "speaker":{"start":4,"end":8,"entity":"e1"}}],
            "pending":[{"layer":"entity","id":"s-9","start":4,"end":8,"label":"ORG","source":"m@2","score":0.1}],
            "rejected":[{"layer":"entity","id":"r","start":0,"end":3,"label":"PER","source":"m@2"}]}"#;
        let (article, annotation) = json::read(&line.replace('\n', " ")).unwrap();
        let article = adopt_gold(article, annotation);
        let found: Vec<(&str, Option<f64>, &str)> =
            article.suggestions.iter().map(|s| (s.source.as_str(), s.score, s.body.label())).collect();
        let expected =
            [("m@1", Some(0.5), "LOC"), ("sara", None, "PER"), ("sara", None, "direct"), ("m@2", Some(0.1), "ORG")];
        assert_eq!(found, expected);
        let ids: HashSet<&str> = article.suggestions.iter().map(|suggestion| suggestion.id.as_str()).collect();
        assert_eq!(ids.len(), 4);
        let [_, person, quote, _] = article.suggestions.as_slice() else { panic!() };
        assert_eq!(person.id, stable_id(&article.text, &person.body));
        assert_eq!(person.extra["note"], "sure");
        let speaker = quote.body.frame().unwrap().speaker.clone().unwrap();
        assert_eq!(speaker.entity.as_ref(), Some(&person.id));
        assert_eq!((&article.meta["n"], &article.meta["url"]), (&1.into(), &"http://x".into()));
    }
}
