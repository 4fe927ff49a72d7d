//! The user's own lists of names (`--gazetteer LABEL=FILE`).

use crate::gold::{Body, Label, Suggestion};
use crate::words::word::Words;

use super::name_map::{NameHit, NameMap, name_key};
use crate::suggest::merge::lay_over;
use crate::suggest::source::source;

/// The user's own names, each with a label.
#[derive(Debug, Clone, Default)]
pub struct UserNames {
    names: NameMap<Label>,
}

/// The score of a name of the user's list. It is an estimate.
const SCORE: f64 = 0.9;
/// The score of a single word that is frequent in the language.
const COMMON_SCORE: f64 = 0.6;

impl UserNames {
    /// Adds the names of a list, one a line. Empty lines and lines that begin with `#` are skipped. A name that already has
    /// a label gets the new one. Returns the number of names read.
    ///
    /// ```
    /// use tawsim::gold::Label;
    /// use tawsim::suggest::UserNames;
    /// let mut names = UserNames::default();
    /// assert_eq!(names.add(&Label::new("ORG"), "# ours\nشركة السنابل\n\nمؤسسة الواحة\n"), 2);
    /// ```
    pub fn add(&mut self, label: &Label, list: &str) -> usize {
        let names = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys = names.map(name_key).filter(|key| !key.is_empty());
        keys.map(|key| self.names.insert(key, label.clone())).count()
    }

    /// True if there are no names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Lays the names found in the words over other suggestions.
    pub(super) fn apply(&self, words: &Words<'_>, suggestions: Vec<Suggestion>) -> Vec<Suggestion> {
        if self.is_empty() {
            return suggestions;
        }
        let text = words.tokens().text();
        let suggest = |hit: NameHit<'_, Label>| {
            let body = Body::Entity { span: hit.span, label: hit.value.clone() };
            Suggestion::new(text, source("names"), if hit.common { COMMON_SCORE } else { SCORE }, body)
        };
        let found = self.names.find(words).into_iter().map(suggest).collect();
        lay_over(suggestions, found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Article, Extra};
    use crate::suggest::{Builtin, Suggester};
    use crate::text::Text;
    use crate::words::token::Tokens;

    fn names(lists: &[(&str, &str)]) -> UserNames {
        let mut names = UserNames::default();
        for (label, list) in lists {
            names.add(&Label::new(label), list);
        }
        names
    }

    fn found(names: &UserNames, text: &str, own: bool) -> Vec<String> {
        let article = Article { id: "a".into(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() };
        let own = if own { Builtin::new().suggest(&article) } else { Vec::new() };
        let show = |suggestion: &Suggestion| {
            let span = suggestion.body.span().unwrap();
            format!("{} {}", article.text.slice(span), suggestion.body.label())
        };
        names.apply(&Words::new(&Tokens::new(&article.text)), own).iter().map(show).collect()
    }

    #[test]
    fn names_are_found_folded_behind_proclitics_and_across_hyphens() {
        let names = names(&[("ORG", "الجمعية الأهلية\nالجمعية\nOpen Maps"), ("LOC", "تل الزهور\nبئر علي")]);
        for (text, expected) in [
            ("قالت الجمعيّة الاهلية أمس", &["الجمعيّة الاهلية ORG"][..]),
            ("وللجمعية الأهلية فرع", &["لجمعية الأهلية ORG"]),
            ("في الجمعية وبئر-علي", &["الجمعية ORG", "بئر-علي LOC"]),
            ("بتل الزهور مع open maps", &["تل الزهور LOC", "open maps ORG"]),
            ("تل\nالزهور", &[]),
            ("", &[]),
        ] {
            assert_eq!(found(&names, text, false), expected, "{text}");
        }
    }

    #[test]
    fn a_list_wins_over_shorter_and_other_readings_and_yields_to_longer_names() {
        let names = names(&[("FAC", "القاهرة"), ("ORG", "رابطة مصر الحرة")]);
        assert_eq!(found(&names, "زار القاهرة", true), ["القاهرة FAC"]);
        assert_eq!(found(&names, "أسس رابطة مصر الحرة", true), ["رابطة مصر الحرة ORG"]);
        assert_eq!(found(&names, "درس في جامعة القاهرة", true), ["جامعة القاهرة ORG"]);
    }

    #[test]
    fn equal_suggestions_become_one_with_both_sources() {
        let text = Text::new("زار القاهرة");
        let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
        let both = names(&[("LOC", "القاهرة")])
            .apply(&Words::new(&Tokens::new(&article.text)), Builtin::new().suggest(&article));
        let sources: Vec<&str> = both.iter().map(|one| one.source.as_str()).collect();
        assert_eq!(both.len(), 1);
        assert!(sources[0].starts_with("gazetteer") && sources[0].contains("+names@"), "{sources:?}");
    }
}
