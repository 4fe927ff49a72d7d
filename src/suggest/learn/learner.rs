//! The suggester that learns from verdicts while the program runs.
//!
//! The result of learning is a sum over articles, so the order of verdicts does not matter: the same verdicts give the
//! same suggestions. After each verdict, and after each undo, the whole article is learned again.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::gold::{Annotation, Article, Body, Suggestion, Verdict};
use crate::text::Text;

use crate::suggest::builtin::{Builtin, Found, link_speakers, suggest_by_chunk};
use crate::suggest::candidate::Wanted;
use crate::suggest::label_map::LabelMap;
use crate::suggest::quote::{ExplainedSentence, Judgement, PatternPriors, QuotePattern};
use crate::suggest::suggester::Suggester;
use crate::suggest::tagger::{Adaptation, Tagger};
use crate::words::token::Tokens;
use crate::words::word::Words;

use super::memory::Memory;
use super::training_set::{TrainingJob, TrainingSet};
use super::user_names::UserNames;

/// The built-in suggester with the user's own names and with what verdicts taught.
///
/// ```
/// use tawsim::gold::{Annotation, Article, Attributes, Body, Extra, GoldItem, Label, Verdict};
/// use tawsim::suggest::{Builtin, Learner, Suggester, UserNames};
/// use tawsim::text::Text;
///
/// let text = Text::new("قرب بئر الشمس، ثم إلى بئر الشمس");
/// let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
/// let body = Body::Entity { span: article.text.span_around(7, 24).unwrap(), label: Label::new("LOC") };
/// let (verdict, parts, attributes) = (Verdict::Added, Vec::new(), Attributes::default());
/// let item = GoldItem { id: "e1".into(), body, parts, attributes, verdict, suggestion: None, at: None, extra: Extra::new() };
/// let annotation = Annotation { gold: vec![item].into(), ..Annotation::default() };
/// let mut learner = Learner::new(Some(Builtin::new()), UserNames::default());
/// assert!(learner.learn(&article, &annotation));
/// let found = learner.suggest(&article);
/// assert!(found.iter().filter(|one| one.source.contains("memory")).count() == 2);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Learner {
    builtin: Option<Builtin>,
    /// The tagger without corrections. Corrections are learned for it.
    tagger: Option<Arc<Tagger>>,
    training_set: TrainingSet,
    names: UserNames,
    labels: LabelMap,
    memory: Memory,
    priors: PatternPriors,
    /// For each article, the patterns of its decided quotes, and whether they were right.
    quotes: HashMap<String, Vec<(QuotePattern, Judgement)>>,
}

impl Learner {
    /// A learner that has learned nothing. Without the built-in suggester it knows only names and verdicts.
    #[must_use]
    pub fn new(builtin: Option<Builtin>, names: UserNames) -> Self {
        let tagger = builtin.as_ref().and_then(|builtin| builtin.tagger().cloned());
        Self { builtin, tagger, names, ..Self::default() }
    }

    /// The same learner, which gives the suggestions of the built-in suggester the annotator's labels.
    #[must_use]
    pub fn with_labels(self, labels: LabelMap) -> Self {
        Self { labels, ..self }
    }

    /// True if the built-in suggester has a careful reader.
    #[must_use]
    pub fn is_careful(&self) -> bool {
        self.builtin.as_ref().is_some_and(Builtin::is_careful)
    }

    /// Learns the verdicts of an article, in place of its earlier ones. Returns true if suggestions change at once. What the
    /// tagger learns has an effect after [`Learner::training_job`].
    pub fn learn(&mut self, article: &Article, annotation: &Annotation) -> bool {
        if self.tagger.is_some() {
            self.training_set.learn(article, &self.labels.undo(annotation));
        }
        let entities = self.memory.learn(&article.id, &article.text, annotation);
        let decided = decided_quotes(&article.text, annotation);
        let known = self.quotes.get(&article.id).map_or(&[][..], Vec::as_slice);
        if known == decided.as_slice() {
            return entities;
        }
        for (pattern, judgement) in self.quotes.remove(&article.id).unwrap_or_default() {
            self.priors.forget_pattern(&pattern, judgement);
        }
        for (pattern, judgement) in &decided {
            self.priors.learn_pattern(pattern, *judgement);
        }
        self.quotes.insert(article.id.clone(), decided);
        self.builtin = self.builtin.take().map(|builtin| builtin.with_priors(self.priors.clone()));
        true
    }

    /// Explains how the rules read the quotes of an article; see [`Builtin::explain`]. Nothing without the built-in suggester.
    #[must_use]
    pub fn explain(&self, article: &Article) -> Vec<ExplainedSentence> {
        self.builtin.as_ref().map(|builtin| builtin.explain(article)).unwrap_or_default()
    }

    /// Suggests for one chunk of a text ([`Text::chunks`]), in reading order. For a long article only the chunks near the
    /// screen are needed.
    #[must_use]
    pub fn suggest_in(&self, text: &Text, chunk: Range<usize>) -> ReadPart {
        let tokens = Tokens::in_range(text, chunk.clone());
        let words = Words::new(&tokens);
        let builtin = self.builtin.as_ref();
        let found = builtin.map(|builtin| builtin.suggest_unlinked(&words, Wanted::BestAndOthers)).unwrap_or_default();
        self.finish_part(&words, found, chunk)
    }

    /// Reads the next words of a chunk carefully, some 150. Returns true if more is left. [`Learner::suggest_in`] reads what
    /// is left.
    #[must_use]
    pub fn read_on(&self, text: &Text, chunk: Range<usize>) -> bool {
        self.builtin.as_ref().is_some_and(|builtin| builtin.read_on(&Tokens::in_range(text, chunk)))
    }

    /// Suggests for what was read of a chunk so far. These suggestions stay when more of the chunk is read.
    #[must_use]
    pub fn suggest_read_part(&self, text: &Text, chunk: Range<usize>) -> ReadPart {
        let tokens = Tokens::in_range(text, chunk.clone());
        let words = Words::new(&tokens);
        let found = self.builtin.as_ref().map(|builtin| builtin.suggest_read_part(&words, Wanted::BestAndOthers));
        let (found, end) = found.unwrap_or_else(|| (Found::default(), chunk.end));
        self.finish_part(&words, found, chunk.start..end)
    }

    fn finish_part(&self, words: &Words<'_>, found: Found, read: Range<usize>) -> ReadPart {
        let mut suggestions = self.finish(words, found.best);
        // Names of the user and decided names behind this part come when it is read.
        suggestions.retain(|one| one.body.ends_before(read.end));
        let alternatives = self.labels.apply(words.tokens().text(), found.others);
        ReadPart { suggestions, alternatives, read }
    }

    /// Suggests for one chunk of a text without the careful reader: fast, and less often right. For estimates of many articles.
    #[must_use]
    pub fn suggest_fast_in(&self, text: &Text, chunk: Range<usize>) -> Vec<Suggestion> {
        let tokens = Tokens::in_range(text, chunk);
        let words = Words::new(&tokens);
        let found = self.builtin.as_ref().map(|builtin| builtin.suggest_fast(&words)).unwrap_or_default();
        self.finish(&words, found)
    }

    fn suggest_for(&self, words: &Words<'_>) -> Vec<Suggestion> {
        let found =
            self.builtin.as_ref().map(|builtin| builtin.suggest_unlinked(words, Wanted::Best)).unwrap_or_default();
        self.finish(words, found.best)
    }

    /// Applies the user's names and the memory, and links the speakers.
    fn finish(&self, words: &Words<'_>, found: Vec<Suggestion>) -> Vec<Suggestion> {
        let found = self.labels.apply(words.tokens().text(), found);
        link_speakers(words, self.memory.apply(words, self.names.apply(words, found)))
    }

    /// A training job for the tagger, if verdicts have changed since the last call. It can run on another thread; pass its
    /// result to [`Learner::set_adaptation`].
    pub fn training_job(&mut self) -> Option<TrainingJob> {
        let builtin = self.builtin.as_ref()?;
        self.training_set.training_job(self.tagger.as_ref()?, || builtin.careful_reader())
    }

    /// Uses these corrections of the tagger from now on; with `None`, the model without corrections.
    pub fn set_adaptation(&mut self, adaptation: Option<Adaptation>) {
        let Some(tagger) = &self.tagger else { return };
        let tagger = Arc::new(tagger.with_adaptation(adaptation.map(Arc::new)));
        self.builtin = self.builtin.take().map(|builtin| builtin.with_tagger(tagger));
    }
}

/// The suggestions for a part of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadPart {
    /// In reading order.
    pub suggestions: Vec<Suggestion>,
    /// What else the words of these may be: other edges and labels of entities, other ends of quotes.
    pub alternatives: Vec<Suggestion>,
    /// The part, in bytes.
    pub read: Range<usize>,
}

impl Suggester for Learner {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        suggest_by_chunk(&article.text, |words| self.suggest_for(words))
    }
}

/// The patterns of an article's decided quotes. A quote whose content was fixed counts with the suggested pattern, as right.
fn decided_quotes(text: &Text, annotation: &Annotation) -> Vec<(QuotePattern, Judgement)> {
    let mut patterns = Vec::new();
    for item in &annotation.gold {
        let proposed = item.suggestion.as_ref().map_or(&item.body, |suggestion| &suggestion.body);
        let body = if item.verdict == Verdict::Added { &item.body } else { proposed };
        if let Body::Quote(frame) = body {
            patterns.push((QuotePattern::of(text, frame), Judgement::Right));
        }
    }
    for rejected in &annotation.rejected {
        if let Body::Quote(frame) = &rejected.suggestion.body {
            patterns.push((QuotePattern::of(text, frame), Judgement::Wrong));
        }
    }
    patterns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gold::{Attributes, Extra, GoldItem, Rejected};

    fn article(id: &str, words: &str) -> Article {
        Article { id: id.into(), text: Text::new(words), meta: Extra::new(), suggestions: Vec::new() }
    }

    fn quotes_of(learner: &Learner, article: &Article) -> Vec<Suggestion> {
        learner.suggest(article).into_iter().filter(|one| one.body.frame().is_some()).collect()
    }

    /// The verdict on the first suggested quote.
    fn decided(learner: &Learner, article: &Article, taken: bool) -> Annotation {
        let suggestion = quotes_of(learner, article).remove(0);
        let mut annotation = Annotation::default();
        if taken {
            let body = suggestion.body.clone();
            let (verdict, suggestion) = (Verdict::Accepted, Some(suggestion));
            annotation.gold = vec![GoldItem {
                id: "q1".into(),
                body,
                verdict,
                suggestion,
                at: None,
                parts: Vec::new(),
                attributes: Attributes::default(),
                extra: Extra::new(),
            }]
            .into();
        } else {
            annotation.rejected = vec![Rejected { suggestion, at: None }].into();
        }
        annotation
    }

    #[test]
    fn verdicts_on_quotes_change_scores_of_similar_quotes_and_can_be_undone() {
        let texts = ["ويرى الخبراء أن الأمر انتهى.", "ويرى السكان أن الصيف طويل.", "ويرى الطلاب أن الدرس صعب."];
        let articles: Vec<Article> = texts.iter().map(|text| article(text, text)).collect();
        let fresh = Learner::new(Some(Builtin::new()), UserNames::default());
        let score = |learner: &Learner| quotes_of(learner, &articles[2])[0].score.unwrap();
        let [mut after_rejecting, mut after_accepting] = [fresh.clone(), fresh.clone()];
        for article in &articles[..2] {
            assert!(after_rejecting.learn(article, &decided(&fresh, article, false)));
            assert!(after_accepting.learn(article, &decided(&fresh, article, true)));
        }
        assert!(score(&after_rejecting) < score(&fresh) && score(&fresh) < score(&after_accepting));

        let mut other_order = fresh.clone();
        for article in articles[..2].iter().rev() {
            other_order.learn(article, &decided(&fresh, article, false));
        }
        assert_eq!(other_order.suggest(&articles[2]), after_rejecting.suggest(&articles[2]));
        for article in &articles[..2] {
            assert!(after_rejecting.learn(article, &Annotation::default()));
        }
        assert_eq!(after_rejecting.suggest(&articles[2]), fresh.suggest(&articles[2]));
    }

    /// An article whose lines follow a pattern, with these names added as places.
    fn taught(id: &str, names: &[&str]) -> (Article, Annotation) {
        let line = |name: &&str| format!("قطف الركب ثمار {name} ثم رحل .\n");
        let article = article(id, &names.iter().map(line).collect::<String>());
        let mark = |name: &&str| {
            let at = article.text.as_str().find(name).unwrap();
            let span = article.text.span_around(at, at + name.len()).unwrap();
            let body = Body::Entity { span, label: crate::gold::Label::new("LOC") };
            let verdict = Verdict::Added;
            GoldItem {
                id: (*name).to_owned(),
                body,
                verdict,
                suggestion: None,
                at: None,
                parts: Vec::new(),
                attributes: Attributes::default(),
                extra: Extra::new(),
            }
        };
        let marks: Vec<GoldItem> = names.iter().map(mark).collect();
        let annotation = Annotation { gold: marks.into(), ..Annotation::default() };
        (article, annotation)
    }

    fn trained(learner: &mut Learner) {
        if let Some(job) = learner.training_job() {
            learner.set_adaptation(job.run());
        }
    }

    #[test]
    fn verdicts_train_the_tagger_the_same_in_any_order_and_can_be_undone() {
        let lessons = [
            taught("a", &["زغلبان", "كمبرلا", "درنغوس", "شنقبيل", "طرنجيس"]),
            taught("b", &["بعلقوم", "سمرخان", "قلمنيد", "هزربوط", "نجفلوس"]),
        ];
        let unseen = article("c", "قطف الوفد ثمار خنفشار ثم رحل .");
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
        assert!(other.training_job().is_none(), "nothing new to train on");

        for (article, _) in &lessons {
            one.learn(article, &Annotation::default());
        }
        trained(&mut one);
        assert_eq!(one.suggest(&unseen), fresh.suggest(&unseen));
    }

    #[test]
    fn an_open_article_teaches_in_groups_and_a_done_article_completely() {
        let (article, mut annotation) = taught("a", &["زغلبان", "كمبرلا", "درنغوس", "شنقبيل"]);
        let mut learner = Learner::new(Some(Builtin::new()), UserNames::default());
        learner.learn(&article, &annotation);
        assert!(learner.training_job().is_none());
        annotation.status = crate::gold::Status::Done;
        learner.learn(&article, &annotation);
        assert!(learner.training_job().is_some());
        annotation.status = crate::gold::Status::Skipped;
        learner.learn(&article, &annotation);
        assert!(learner.training_job().unwrap().run().is_none());
    }
}
