//! The built-in suggester: rules, gazetteers, the tagger and the quote rules.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use crate::gold::{Article, Frame, Label, Suggestion};
use crate::text::Text;
use crate::words::lexicon::ReportingLexicon;
use crate::words::token::Tokens;
use crate::words::word::Words;

use super::candidate::{ChosenEntity, Wanted};
use super::combine::{join_rules_and_tagger, to_alternatives, to_suggestions};
use super::encoder::{CarefulReader, Reading};
use super::entity::RULES;
use super::links;
use super::quote::{ChoiceModel, ExplainedSentence, PatternPriors, QuoteChoices, QuoteFinder, SpeakerChoices};
use super::suggester::Suggester;
use super::tagger::{self, Guess, Tagger};

static TAGGER: LazyLock<Option<Arc<Tagger>>> =
    LazyLock::new(|| Tagger::from_bytes(Cow::Borrowed(tagger::BUILTIN_MODEL), RULES).ok().map(Arc::new));

/// The tagger with the model that comes with the program. A test checks that the model is valid.
#[must_use]
pub fn builtin_tagger() -> Option<Arc<Tagger>> {
    TAGGER.clone()
}

static CAREFUL_READER: LazyLock<Option<Arc<CarefulReader>>> =
    LazyLock::new(|| CarefulReader::built_in().ok().map(Arc::new));

/// The built-in suggester: rules, gazetteers, a tagger and quote rules. The entities that it suggests do not overlap.
///
/// ```
/// use tawsim::gold::{Article, Extra};
/// use tawsim::suggest::{Builtin, Suggester};
/// use tawsim::text::Text;
///
/// let text = Text::new("زار أوباما القاهرة في يونيو/حزيران 2009.");
/// let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
/// let found = Builtin::new().suggest(&article);
/// let labels: Vec<&str> = found.iter().map(|suggestion| suggestion.body.label()).collect();
/// assert!(labels.contains(&"LOC") && labels.contains(&"DATE"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Builtin {
    quotes: QuoteFinder,
    tagger: Option<Arc<Tagger>>,
    careful: Careful,
    layers: Layers,
}

/// The careful reader of a suggester.
#[derive(Debug, Clone, Default)]
enum Careful {
    #[default]
    None,
    /// The one of this program. Its weights are read at its first use, so that the first frame does not wait for them.
    BuiltIn,
    Own(Arc<CarefulReader>),
}

/// The layers that are suggested.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Layers {
    #[default]
    EntitiesAndQuotes,
    EntitiesOnly,
}

impl Builtin {
    /// All that is built in. This is cheap: tables are read at their first use, and the model is used where its bytes are.
    #[must_use]
    pub fn new() -> Self {
        Self { tagger: builtin_tagger(), ..Self::default() }
    }

    /// The same suggester with a careful reader: much slower, and more often right.
    #[must_use]
    pub fn with_careful_reader(mut self, reader: Arc<CarefulReader>) -> Self {
        self.careful = Careful::Own(reader);
        self
    }

    /// The same suggester with the careful reader of this program. Its weights are read at its first use. A program that was
    /// built without the feature `careful` has none.
    #[must_use]
    pub fn with_builtin_careful_reader(mut self) -> Self {
        self.careful = if cfg!(feature = "careful") { Careful::BuiltIn } else { Careful::None };
        self
    }

    /// True if there is a careful reader.
    pub(super) const fn is_careful(&self) -> bool {
        !matches!(self.careful, Careful::None)
    }

    /// The careful reader, if there is one.
    pub(super) fn careful_reader(&self) -> Option<Arc<CarefulReader>> {
        match &self.careful {
            Careful::None => None,
            Careful::BuiltIn => CAREFUL_READER.clone(),
            Careful::Own(reader) => Some(Arc::clone(reader)),
        }
    }

    /// Rules and gazetteers without a tagger.
    #[must_use]
    pub fn rules() -> Self {
        Self::default()
    }

    /// The same suggester with another tagger.
    #[must_use]
    pub fn with_tagger(mut self, tagger: Arc<Tagger>) -> Self {
        self.tagger = Some(tagger);
        self
    }

    /// The tagger, if there is one.
    #[must_use]
    pub fn tagger(&self) -> Option<&Arc<Tagger>> {
        self.tagger.as_ref()
    }

    /// The same suggester with another reporting lexicon.
    #[must_use]
    pub fn with_lexicon(mut self, lexicon: ReportingLexicon) -> Self {
        self.quotes.lexicon = Arc::new(lexicon);
        self
    }

    /// The same suggester for entities only. `benches/quotes.rs` measures the cost of quotes with it.
    ///
    /// ```
    /// use tawsim::gold::{Article, Extra, Layer};
    /// use tawsim::suggest::{Builtin, Suggester};
    /// let text = tawsim::text::Text::new("وقال أوباما في القاهرة: «نعم نستطيع ذلك».");
    /// let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
    /// let found = Builtin::new().without_quotes().suggest(&article);
    /// assert!(!found.is_empty() && found.iter().all(|suggestion| suggestion.body.layer() == Layer::Entity));
    /// ```
    #[must_use]
    pub fn without_quotes(mut self) -> Self {
        self.layers = Layers::EntitiesOnly;
        self
    }

    /// The same suggester with what verdicts on quotes taught. It changes the scores of quotes, and which quotation marks
    /// count as speech.
    #[must_use]
    pub fn with_priors(mut self, priors: PatternPriors) -> Self {
        self.quotes.priors = Arc::new(priors);
        self
    }

    /// The same suggester with another model of choices between quotes.
    #[must_use]
    pub fn with_choices(mut self, model: Arc<ChoiceModel>) -> Self {
        self.quotes.choices = model;
        self
    }

    /// The choices between quotes of an article, answered by its frames.
    pub(super) fn quote_choices(&self, text: &Text, frames: &[Frame]) -> QuoteChoices {
        let mut choices = QuoteChoices::default();
        self.for_each_chunk(text, |words, entities| {
            choices.extend(self.quotes.examples(words, entities, frames), 1.0);
        });
        choices
    }

    /// The choices of the speakers of an article, answered by its frames.
    pub(super) fn speaker_choices(&self, text: &Text, frames: &[Frame]) -> SpeakerChoices {
        let mut choices = SpeakerChoices::default();
        self.for_each_chunk(text, |words, entities| {
            choices.extend(self.quotes.speaker_examples(words, entities, frames), 1.0);
        });
        choices
    }

    /// Looks at each part of a text with the entities that are found in it.
    fn for_each_chunk(&self, text: &Text, mut look: impl FnMut(&Words<'_>, &[ChosenEntity])) {
        for chunk in text.chunks() {
            let tokens = Tokens::in_range(text, chunk);
            let words = Words::new(&tokens);
            look(&words, &self.choose_entities(&words, None, Wanted::Best).entities);
        }
    }

    /// Reads the next words of a text carefully, some 150. Returns true if more is left.
    pub(super) fn read_on(&self, tokens: &Tokens<'_>) -> bool {
        self.careful_reader().is_some_and(|careful| careful.read_on(tokens))
    }

    /// Suggests without the careful reader, which takes a hundredth of the time.
    pub(super) fn suggest_fast(&self, words: &Words<'_>) -> Vec<Suggestion> {
        self.suggest_with(words, None, Wanted::Best).best
    }

    /// Suggests for the words, in reading order. Speakers are not linked yet.
    pub(super) fn suggest_unlinked(&self, words: &Words<'_>, wanted: Wanted) -> Found {
        let careful = self.careful_reader();
        let reading = careful.as_ref().map(|careful| careful.read(words.tokens()));
        self.suggest_with(words, careful.as_deref().zip(reading.as_deref()), wanted)
    }

    /// Suggests for the words that were read carefully so far. Also returns the byte where they end.
    pub(super) fn suggest_read_part(&self, words: &Words<'_>, wanted: Wanted) -> (Found, usize) {
        let tokens = words.tokens();
        let Some(careful) = self.careful_reader() else {
            return (self.suggest_with(words, None, wanted), tokens.part().end);
        };
        let reading = careful.read_so_far(tokens);
        let end = tokens.start(reading.end.min(tokens.len()));
        let mut found = self.suggest_with(words, Some((&careful, &reading)), wanted);
        for list in [&mut found.best, &mut found.others] {
            list.retain(|suggestion| suggestion.body.ends_before(end));
        }
        (found, end)
    }

    fn suggest_with(&self, words: &Words<'_>, reading: Option<(&CarefulReader, &Reading)>, wanted: Wanted) -> Found {
        let ChosenEntities { entities, labels, others } = self.choose_entities(words, reading, wanted);
        let mut best = to_suggestions(words, &entities, labels);
        let mut others = to_alternatives(words, &others, labels);
        if self.layers == Layers::EntitiesAndQuotes {
            let quotes = self.quotes.find(words, &entities, reading.map(|(_, reading)| reading), wanted);
            best.extend(quotes.best);
            others.extend(quotes.others);
        }
        best.sort_by_key(|suggestion| suggestion.body.reading_key());
        Found { best, others }
    }
}

/// The suggestions for some words, and what else the words of these may be.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// In reading order; the entities do not overlap.
    pub(super) best: Vec<Suggestion>,
    /// Other edges and labels of the entities, other ends of the quotes.
    pub(super) others: Vec<Suggestion>,
}

/// The entities of some words.
struct ChosenEntities<'a> {
    entities: Vec<ChosenEntity>,
    /// The labels of the tagger that chose them.
    labels: &'a [Label],
    /// What else the tagger thinks of their words, if that is wanted.
    others: Vec<Guess>,
}

impl Builtin {
    fn choose_entities(
        &self,
        words: &Words<'_>,
        reading: Option<(&CarefulReader, &Reading)>,
        wanted: Wanted,
    ) -> ChosenEntities<'_> {
        let rules = RULES.find(words);
        let Some(tagger) = &self.tagger else {
            return ChosenEntities { entities: rules, labels: &[], others: Vec::new() };
        };
        let other = reading.map(|(careful, reading)| careful.scores(reading));
        let guesses = tagger.guess(words, &rules, other, wanted);
        let entities = join_rules_and_tagger(words, &rules, &guesses.best, tagger.labels());
        ChosenEntities { entities, labels: tagger.labels(), others: guesses.others }
    }

    /// Explains how the rules read the quotes of an article, sentence by sentence. The careful reader is not asked.
    ///
    /// ```
    /// use tawsim::gold::{Article, Extra};
    /// use tawsim::suggest::{AttemptOutcome, Builtin};
    /// let text = tawsim::text::Text::new("وأعلنت الوزارة أن الطريق أغلق.");
    /// let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
    /// let sentences = Builtin::new().explain(&article);
    /// let attempt = &sentences[0].attempts[0];
    /// assert_eq!(attempt.construction, "verb_first");
    /// assert!(matches!(&attempt.answer, AttemptOutcome::Found(frame) if frame.content == ["الطريق أغلق"]));
    /// ```
    #[must_use]
    pub fn explain(&self, article: &Article) -> Vec<ExplainedSentence> {
        let explain = |chunk| {
            let tokens = Tokens::in_range(&article.text, chunk);
            let words = Words::new(&tokens);
            self.quotes.explain(&words, &self.choose_entities(&words, None, Wanted::Best).entities)
        };
        article.text.chunks().flat_map(explain).collect()
    }
}

impl Suggester for Builtin {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        suggest_by_chunk(&article.text, |words| link_speakers(words, self.suggest_unlinked(words, Wanted::Best).best))
    }
}

/// Suggests for each chunk of a text in turn. Memory is bounded for articles of any length, and the suggestions in a chunk
/// do not depend on other chunks. An article of a newspaper is one chunk.
pub(super) fn suggest_by_chunk(text: &Text, suggest: impl Fn(&Words<'_>) -> Vec<Suggestion>) -> Vec<Suggestion> {
    text.chunks().flat_map(|chunk| suggest(&Words::new(&Tokens::in_range(text, chunk)))).collect()
}

/// Links the speakers of suggested quotes with suggested entities. This is the last step, because names and verdicts can
/// replace entities.
pub(super) fn link_speakers(words: &Words<'_>, mut suggestions: Vec<Suggestion>) -> Vec<Suggestion> {
    links::link_speakers(words.tokens().text(), &mut suggestions);
    suggestions
}
