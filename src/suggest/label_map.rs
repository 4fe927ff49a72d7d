//! The annotator's labels in the place of those of the suggesters.

use std::collections::HashMap;

use crate::gold::{Annotation, Body, GoldItem, Label, Suggestion, stable_id};
use crate::text::Text;

/// The labels of the built-in suggester.
pub const BUILTIN_LABELS: [&str; 5] = ["PER", "LOC", "ORG", "MISC", "DATE"];

/// Which label takes the place of which label of a suggester.
///
/// ```
/// use tawsim::suggest::LabelMap;
/// let map: LabelMap = [("PER".to_owned(), "شخص".to_owned())].into_iter().collect();
/// assert_eq!(map.get("PER").unwrap().as_str(), "شخص");
/// assert!(map.get("LOC").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelMap(HashMap<String, Label>);

impl FromIterator<(String, String)> for LabelMap {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Self {
        Self(pairs.into_iter().map(|(from, to)| (from, Label::new(&to))).collect())
    }
}

impl LabelMap {
    /// The part of the map that is about labels of the built-in suggester.
    #[must_use]
    pub fn of_builtin(&self) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(from, _)| BUILTIN_LABELS.contains(&from.as_str()))
                .map(|(from, to)| (from.clone(), to.clone()))
                .collect(),
        )
    }

    /// The label in the place of a label of the suggester.
    #[must_use]
    pub fn get(&self, label: &str) -> Option<&Label> {
        self.0.get(label)
    }

    /// Gives suggestions the annotator's labels. Their ids change with the labels.
    pub(crate) fn apply(&self, text: &Text, mut suggestions: Vec<Suggestion>) -> Vec<Suggestion> {
        if self.0.is_empty() {
            return suggestions;
        }
        for suggestion in &mut suggestions {
            if let Body::Entity { label, .. } = &mut suggestion.body
                && let Some(own) = self.get(label.as_str())
            {
                *label = own.clone();
                suggestion.id = stable_id(text, &suggestion.body);
            }
        }
        suggestions
    }

    /// An annotation with the labels that the built-in suggester knows, for it to learn from. Where two of its labels have
    /// one place, the first by name stands for both.
    pub(super) fn undo(&self, annotation: &Annotation) -> Annotation {
        if self.0.is_empty() {
            return annotation.clone();
        }
        let known = |own: &Label| self.0.iter().filter(|(_, to)| *to == own).map(|(from, _)| from).min();
        let with_known = |item: &GoldItem| {
            let mut item = item.clone();
            if let Body::Entity { label, .. } = &mut item.body
                && let Some(from) = known(label)
            {
                *label = Label::new(from);
            }
            item
        };
        Annotation { gold: annotation.gold.iter().map(with_known).collect(), ..annotation.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Article, Extra};
    use crate::suggest::{Builtin, Learner, Suggester, UserNames};

    #[test]
    fn suggestions_have_the_annotators_labels() {
        let text = Text::new("وصل الوزير سمير الدغيلي إلى دمشق قادما من عمان، وقال إن العمل بدأ.");
        let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
        let plain = Learner::new(Some(Builtin::new()), UserNames::default());
        let map: LabelMap = [("PER".to_owned(), "شخص".to_owned())].into_iter().collect();
        let mapped = plain.clone().with_labels(map.clone());
        let labels = |learner: &Learner| -> Vec<String> {
            learner.suggest(&article).iter().map(|one| one.body.label().to_owned()).collect()
        };
        assert!(labels(&plain).contains(&"PER".to_owned()) && labels(&plain).contains(&"LOC".to_owned()));
        let expected: Vec<String> = labels(&plain).iter().map(|label| label.replace("PER", "شخص")).collect();
        assert_eq!(labels(&mapped), expected);
        for one in mapped.suggest(&article) {
            assert_eq!(one.id, stable_id(&article.text, &one.body));
        }
    }
}
