//! Input that is gold already: its items become suggestions.

use std::collections::{HashMap, HashSet};

use crate::gold::{Annotation, Article, Body, RemarkTarget, Suggestion, stable_id};

/// What an input article already says is up for review: marks with verdicts and what was pending become suggestions
/// of the article, and keys that this program does not know go with its metadata. What was rejected stays rejected.
///
/// A mark becomes a suggestion under the stable id of what it says, not under its own (`e3`): such a number may mean
/// something else when the file is made anew, and a verdict must not pass to it. Speakers follow.
pub(crate) fn adopt_gold(mut article: Article, annotation: Annotation) -> Article {
    let source = annotation.annotator.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "gold".to_owned());
    let mut taken: HashSet<String> = article.suggestions.iter().map(|suggestion| suggestion.id.clone()).collect();
    let mut free = |mut id: String| {
        while !taken.insert(id.clone()) {
            id.push('\'');
        }
        id
    };
    let remarks = annotation.remarks;
    let pending = annotation.pending.into_iter().map(|mut one| {
        // What was said about it goes along with what is proposed.
        remarks.of(&RemarkTarget::Suggestion(one.id.clone())).put(&mut one.extra);
        Suggestion { id: free(one.id.clone()), ..one }
    });
    let pending: Vec<Suggestion> = pending.collect();
    let mut renamed = HashMap::new();
    let mut marks = Vec::new();
    for mut mark in annotation.gold {
        remarks.of(&mark.remark_target()).put(&mut mark.extra);
        let id = free(stable_id(&article.text, &mark.body));
        renamed.insert(mark.id, id.clone());
        marks.push(Suggestion { id, source: source.clone(), score: None, body: mark.body, extra: mark.extra });
    }
    for mark in &mut marks {
        if let Body::Quote(frame) = &mut mark.body
            && let Some(entity) = frame.speaker.as_mut().and_then(|speaker| speaker.entity.as_mut())
            && let Some(id) = renamed.get(entity)
        {
            entity.clone_from(id);
        }
    }
    article.suggestions.extend(marks);
    article.suggestions.extend(pending);
    for (key, value) in annotation.extra {
        article.meta.entry(key).or_insert(value);
    }
    article
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::json;

    #[test]
    fn marks_of_a_gold_file_are_up_for_review() {
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
