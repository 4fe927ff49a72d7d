//! The machine of this program that learns from verdicts while it is used.
//!
//! What it knows of verdicts is a sum over articles, so their order leaves no trace: the same verdicts give the same
//! suggestions. An article is taught anew as a whole whenever something in it was decided or taken back.

use std::collections::HashMap;

use crate::gold::{Annotation, Article, Body, Suggestion, Verdict};
use crate::text::Text;

use super::{Builtin, Habits, Memory, QuotePattern, Suggester, UserNames};

/// The built-in machine, the user's own names, and what verdicts have taught.
///
/// ```
/// use tawsim::gold::{Annotation, Article, Body, Extra, Label, Mark, Verdict};
/// use tawsim::suggest::{Builtin, Learner, Suggester, UserNames};
/// use tawsim::text::Text;
///
/// let text = Text::new("قرب بئر الشمس، ثم إلى بئر الشمس");
/// let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
/// let body = Body::Entity { span: article.text.span_around(7, 24).unwrap(), label: Label::new("LOC") };
/// let mark = Mark { id: "e1".into(), body, verdict: Verdict::Added, suggestion: None, at: None, extra: Extra::new() };
/// let annotation = Annotation { marks: vec![mark].into(), ..Annotation::default() };
/// let mut learner = Learner::new(Some(Builtin::new()), UserNames::default());
/// assert!(learner.learn(&article, &annotation));
/// let found = learner.suggest(&article);
/// assert!(found.iter().filter(|one| one.source.starts_with("memory")).count() == 2);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Learner {
    builtin: Option<Builtin>,
    names: UserNames,
    memory: Memory,
    habits: Habits,
    /// For each article, the patterns of its decided quotes, and whether they were right.
    quotes: HashMap<String, Vec<(QuotePattern, bool)>>,
}

impl Learner {
    /// One that has learnt nothing yet; without the built-in machine it knows only names and verdicts.
    #[must_use]
    pub fn new(builtin: Option<Builtin>, names: UserNames) -> Self {
        Self { builtin, names, ..Self::default() }
    }

    /// Takes in what stands in an article now, in place of what stood there before. Did that change anything?
    pub fn learn(&mut self, article: &Article, annotation: &Annotation) -> bool {
        let entities = self.memory.learn(&article.id, &article.text, annotation);
        let lesson = quotes(&article.text, annotation);
        let known = self.quotes.get(&article.id).map_or(&[][..], Vec::as_slice);
        if known == lesson.as_slice() {
            return entities;
        }
        for (pattern, right) in self.quotes.remove(&article.id).unwrap_or_default() {
            self.habits.forget_pattern(&pattern, right);
        }
        for (pattern, right) in &lesson {
            self.habits.learn_pattern(pattern, *right);
        }
        self.quotes.insert(article.id.clone(), lesson);
        self.builtin = self.builtin.take().map(|builtin| builtin.with_habits(self.habits.clone()));
        true
    }
}

impl Suggester for Learner {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        let found = self.builtin.as_ref().map(|builtin| builtin.suggest(article)).unwrap_or_default();
        self.memory.apply(&article.text, self.names.apply(&article.text, found))
    }
}

/// What the decided quotes of an article teach. One whose content was moved was found in the right way.
fn quotes(text: &Text, annotation: &Annotation) -> Vec<(QuotePattern, bool)> {
    let mut lesson = Vec::new();
    for mark in &annotation.marks {
        let proposed = mark.suggestion.as_ref().map_or(&mark.body, |suggestion| &suggestion.body);
        let body = if mark.verdict == Verdict::Added { &mark.body } else { proposed };
        if let Body::Quote(frame) = body {
            lesson.push((QuotePattern::of(text, frame), true));
        }
    }
    for rejected in &annotation.rejected {
        if let Body::Quote(frame) = &rejected.suggestion.body {
            lesson.push((QuotePattern::of(text, frame), false));
        }
    }
    lesson
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Extra, Mark, Rejected};

    fn article(id: &str, words: &str) -> Article {
        Article { id: id.into(), text: Text::new(words), meta: Extra::new(), suggestions: Vec::new() }
    }

    fn quotes_of(learner: &Learner, article: &Article) -> Vec<Suggestion> {
        learner.suggest(article).into_iter().filter(|one| one.body.frame().is_some()).collect()
    }

    /// The first quote that is proposed, refused or taken.
    fn decided(learner: &Learner, article: &Article, taken: bool) -> Annotation {
        let suggestion = quotes_of(learner, article).remove(0);
        let mut annotation = Annotation::default();
        if taken {
            let body = suggestion.body.clone();
            let (verdict, suggestion) = (Verdict::Accepted, Some(suggestion));
            annotation.marks =
                vec![Mark { id: "q1".into(), body, verdict, suggestion, at: None, extra: Extra::new() }].into();
        } else {
            annotation.rejected = vec![Rejected { suggestion, at: None }].into();
        }
        annotation
    }

    #[test]
    fn verdicts_on_quotes_raise_and_lower_their_like_and_can_be_taken_back() {
        let texts = ["ويرى الخبراء أن الأمر انتهى.", "ويرى السكان أن الصيف طويل.", "ويرى الطلاب أن الدرس صعب."];
        let articles: Vec<Article> = texts.iter().map(|text| article(text, text)).collect();
        let fresh = Learner::new(Some(Builtin::new()), UserNames::default());
        let score = |learner: &Learner| quotes_of(learner, &articles[2])[0].score.unwrap();
        let [mut refused, mut taken] = [fresh.clone(), fresh.clone()];
        for article in &articles[..2] {
            assert!(refused.learn(article, &decided(&fresh, article, false)));
            assert!(taken.learn(article, &decided(&fresh, article, true)));
        }
        assert!(score(&refused) < score(&fresh) && score(&fresh) < score(&taken));

        let mut other_order = fresh.clone();
        for article in articles[..2].iter().rev() {
            other_order.learn(article, &decided(&fresh, article, false));
        }
        assert_eq!(other_order.suggest(&articles[2]), refused.suggest(&articles[2]));
        for article in &articles[..2] {
            assert!(refused.learn(article, &Annotation::default()));
        }
        assert_eq!(refused.suggest(&articles[2]), fresh.suggest(&articles[2]));
    }
}
