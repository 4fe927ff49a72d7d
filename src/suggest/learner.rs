//! The machine of this program that learns from verdicts while it is used.
//!
//! What it knows of verdicts is a sum over articles, so their order leaves no trace: the same verdicts give the same
//! suggestions. An article is taught anew as a whole whenever something in it was decided or taken back.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::gold::{Annotation, Article, Body, Suggestion, Verdict};
use crate::text::Text;

use super::lessons::{Course, Lessons};
use super::memory::Memory;
use super::tagger::{Adaptation, Tagger};
use super::{Builtin, Judgement, PatternPriors, QuotePattern, Suggester, UserNames, by_chunk, linked};
use crate::words::token::Tokens;
use crate::words::word::Words;

/// The built-in machine, the user's own names, and what verdicts have taught.
///
/// ```
/// use tawsim::gold::{Annotation, Article, Body, Extra, Label, GoldItem, Verdict};
/// use tawsim::suggest::{Builtin, Learner, Suggester, UserNames};
/// use tawsim::text::Text;
///
/// let text = Text::new("قرب بئر الشمس، ثم إلى بئر الشمس");
/// let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
/// let body = Body::Entity { span: article.text.span_around(7, 24).unwrap(), label: Label::new("LOC") };
/// let mark = GoldItem { id: "e1".into(), body, verdict: Verdict::Added, suggestion: None, at: None, extra: Extra::new() };
/// let annotation = Annotation { gold: vec![mark].into(), ..Annotation::default() };
/// let mut learner = Learner::new(Some(Builtin::new()), UserNames::default());
/// assert!(learner.learn(&article, &annotation));
/// let found = learner.suggest(&article);
/// assert!(found.iter().filter(|one| one.source.starts_with("memory")).count() == 2);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Learner {
    builtin: Option<Builtin>,
    /// The tagger as it came, which corrections are learned for.
    tagger: Option<Arc<Tagger>>,
    lessons: Lessons,
    names: UserNames,
    memory: Memory,
    priors: PatternPriors,
    /// For each article, the patterns of its decided quotes, and whether they were right.
    quotes: HashMap<String, Vec<(QuotePattern, Judgement)>>,
}

impl Learner {
    /// One that has learnt nothing yet; without the built-in machine it knows only names and verdicts.
    #[must_use]
    pub fn new(builtin: Option<Builtin>, names: UserNames) -> Self {
        let tagger = builtin.as_ref().and_then(|builtin| builtin.tagger().cloned());
        Self { builtin, tagger, names, ..Self::default() }
    }

    /// Takes in what stands in an article now, in place of what stood there before. Did that change what is suggested at
    /// once? What it teaches the tagger shows after [`Learner::course`].
    pub fn learn(&mut self, article: &Article, annotation: &Annotation) -> bool {
        if self.tagger.is_some() {
            self.lessons.learn(article, annotation);
        }
        let entities = self.memory.learn(&article.id, &article.text, annotation);
        let lesson = quotes(&article.text, annotation);
        let known = self.quotes.get(&article.id).map_or(&[][..], Vec::as_slice);
        if known == lesson.as_slice() {
            return entities;
        }
        for (pattern, judgement) in self.quotes.remove(&article.id).unwrap_or_default() {
            self.priors.forget_pattern(&pattern, judgement);
        }
        for (pattern, judgement) in &lesson {
            self.priors.learn_pattern(pattern, *judgement);
        }
        self.quotes.insert(article.id.clone(), lesson);
        self.builtin = self.builtin.take().map(|builtin| builtin.with_priors(self.priors.clone()));
        true
    }

    /// What it proposes for a chunk of a text ([`Text::chunks`]), in reading order: of a long article not more need be
    /// known than what is near the screen.
    #[must_use]
    pub fn suggest_in(&self, text: &Text, chunk: Range<usize>) -> Vec<Suggestion> {
        self.find(&Words::new(&Tokens::of(text, chunk)))
    }

    fn find(&self, words: &Words<'_>) -> Vec<Suggestion> {
        let found = self.builtin.as_ref().map(|builtin| builtin.find(words)).unwrap_or_default();
        linked(words, self.memory.apply(words, self.names.apply(words, found)))
    }

    /// A training for the tagger, if the verdicts teach it something else than at the last call. It may run on another
    /// thread; what comes out belongs into [`Learner::adapt`].
    pub fn course(&mut self) -> Option<Course> {
        self.tagger.as_ref().and_then(|tagger| self.lessons.course(tagger))
    }

    /// Suggests with these corrections from now on; with none, as the model came.
    pub fn adapt(&mut self, adaptation: Option<Adaptation>) {
        let Some(tagger) = &self.tagger else { return };
        let tagger = Arc::new(tagger.adapted(adaptation.map(Arc::new)));
        self.builtin = self.builtin.take().map(|builtin| builtin.with_tagger(tagger));
    }
}

impl Suggester for Learner {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        by_chunk(&article.text, |words| self.find(words))
    }
}

/// What the decided quotes of an article teach. One whose content was moved was found in the right way.
fn quotes(text: &Text, annotation: &Annotation) -> Vec<(QuotePattern, Judgement)> {
    let mut lesson = Vec::new();
    for mark in &annotation.gold {
        let proposed = mark.suggestion.as_ref().map_or(&mark.body, |suggestion| &suggestion.body);
        let body = if mark.verdict == Verdict::Added { &mark.body } else { proposed };
        if let Body::Quote(frame) = body {
            lesson.push((QuotePattern::of(text, frame), Judgement::Right));
        }
    }
    for rejected in &annotation.rejected {
        if let Body::Quote(frame) = &rejected.suggestion.body {
            lesson.push((QuotePattern::of(text, frame), Judgement::Wrong));
        }
    }
    lesson
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Extra, GoldItem, Rejected};

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
            annotation.gold =
                vec![GoldItem { id: "q1".into(), body, verdict, suggestion, at: None, extra: Extra::new() }].into();
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

    /// An article whose lines follow a pattern, with these names taken as places.
    fn taught(id: &str, names: &[&str]) -> (Article, Annotation) {
        let line = |name: &&str| format!("نزل الركب في مضارب {name} ثم رحل .\n");
        let article = article(id, &names.iter().map(line).collect::<String>());
        let mark = |name: &&str| {
            let at = article.text.as_str().find(name).unwrap();
            let span = article.text.span_around(at, at + name.len()).unwrap();
            let body = Body::Entity { span, label: crate::gold::Label::new("LOC") };
            let verdict = Verdict::Added;
            GoldItem { id: (*name).to_owned(), body, verdict, suggestion: None, at: None, extra: Extra::new() }
        };
        let marks: Vec<GoldItem> = names.iter().map(mark).collect();
        let annotation = Annotation { gold: marks.into(), ..Annotation::default() };
        (article, annotation)
    }

    fn trained(learner: &mut Learner) {
        if let Some(course) = learner.course() {
            learner.adapt(course.run());
        }
    }

    #[test]
    fn verdicts_train_the_tagger_the_same_in_any_order_and_can_be_taken_back() {
        let lessons = [
            taught("a", &["زغلبان", "كمبرلا", "درنغوس", "شنقبيل", "طرنجيس"]),
            taught("b", &["بعلقوم", "سمرخان", "قلمنيد", "هزربوط", "نجفلوس"]),
        ];
        let unseen = article("c", "نزل الوفد في مضارب خنفشار ثم رحل .");
        let places = |learner: &Learner| -> Vec<(String, String)> {
            let shown = |one: Suggestion| {
                let words = unseen.text.slice(one.body.span().unwrap()).to_owned();
                (words, one.body.label().to_owned())
            };
            learner.suggest(&unseen).into_iter().map(shown).collect()
        };
        let fresh = Learner::new(Some(Builtin::new()), UserNames::default());
        assert_eq!(places(&fresh), []);

        let [mut one, mut other] = [fresh.clone(), fresh.clone()];
        for (article, annotation) in &lessons {
            one.learn(article, annotation);
        }
        trained(&mut one);
        assert_eq!(places(&one), [("خنفشار".to_owned(), "LOC".to_owned())]);
        for (article, annotation) in lessons.iter().rev() {
            other.learn(article, annotation);
            trained(&mut other);
        }
        assert_eq!(one.suggest(&unseen), other.suggest(&unseen));
        assert!(other.course().is_none(), "nothing new to train on");

        for (article, _) in &lessons {
            one.learn(article, &Annotation::default());
        }
        trained(&mut one);
        assert_eq!(one.suggest(&unseen), fresh.suggest(&unseen));
    }

    #[test]
    fn an_unfinished_article_teaches_in_groups_and_a_finished_one_all_that_it_lacks() {
        let (article, mut annotation) = taught("a", &["زغلبان", "كمبرلا", "درنغوس", "شنقبيل"]);
        let mut learner = Learner::new(Some(Builtin::new()), UserNames::default());
        learner.learn(&article, &annotation);
        assert!(learner.course().is_none());
        annotation.status = crate::gold::Status::Done;
        learner.learn(&article, &annotation);
        assert!(learner.course().is_some());
        annotation.status = crate::gold::Status::Skipped;
        learner.learn(&article, &annotation);
        assert!(learner.course().unwrap().run().is_none());
    }
}
