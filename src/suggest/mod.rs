//! Suggestions: entities and quotes out of text.
//!
//! For: the machines that propose ([`Suggester`]), the built-in one ([`Builtin`]), and merging what several propose.
//! May use: [`crate::text`], [`crate::gold`], and assets compiled in. Must never know: terminal, disk, layout, edits,
//! the workbench.
//!
//! Invariants: suggesting is pure (the same article gives the same suggestions, ids included) and never fails; the
//! entities of [`Builtin`] do not overlap; time is linear in the length of the text, and what is found at a place depends
//! on its chunk of the text alone ([`crate::text::Text::chunks`]).

mod entity;
mod evidence;
mod learner;
mod lessons;
mod links;
mod memory;
mod names;
mod quote;
pub mod tagger;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::gold::{Article, Suggestion};
use crate::text::Text;
use crate::words::lexicon::ReportingLexicon;
use crate::words::token::Tokens;
use crate::words::word::Words;

pub use learner::Learner;
pub use lessons::Course;
pub use names::UserNames;
pub use quote::{
    Construction, Judgement, PatternPriors, QuotationStyle, QuotePattern, cues, is_participle, quotations,
};
use tagger::Tagger;

/// A machine that proposes entities and quotes.
pub trait Suggester: Send + Sync {
    /// What it proposes for an article, in reading order. Pure: the same article, the same suggestions.
    fn suggest(&self, article: &Article) -> Vec<Suggestion>;

    /// What went wrong since this was last asked, a line each. A machine that is part of this program never fails; one
    /// that runs elsewhere may.
    fn troubles(&self) -> Vec<String> {
        Vec::new()
    }
}

/// What is built in: rules, gazetteers and a tagger.
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
    quotes: quote::QuoteFinder,
    tagger: Option<Arc<Tagger>>,
    /// No quotes are wanted.
    entities_only: bool,
}

impl Builtin {
    /// Costs nothing; the tables are read at the first use, the model where its bytes lie.
    #[must_use]
    pub fn new() -> Self {
        Self { tagger: Tagger::builtin(), ..Self::default() }
    }

    /// Rules and gazetteers only.
    #[must_use]
    pub fn rules() -> Self {
        Self::default()
    }

    /// With another tagger.
    #[must_use]
    pub fn with_tagger(mut self, tagger: Arc<Tagger>) -> Self {
        self.tagger = Some(tagger);
        self
    }

    /// Its tagger, if it has one.
    #[must_use]
    pub fn tagger(&self) -> Option<&Arc<Tagger>> {
        self.tagger.as_ref()
    }

    /// With a reporting vocabulary of the user's own.
    #[must_use]
    pub fn with_lexicon(mut self, lexicon: ReportingLexicon) -> Self {
        self.quotes.lexicon = Arc::new(lexicon);
        self
    }

    /// Entities only: what quotes cost beside them is what `benches/quotes.rs` measures.
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
        self.entities_only = true;
        self
    }

    /// With what verdicts on quotes have taught: scores change after it, and so do the marks that are taken for speech.
    #[must_use]
    pub fn with_priors(mut self, priors: PatternPriors) -> Self {
        self.quotes.priors = Arc::new(priors);
        self
    }
}

impl Suggester for Builtin {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        by_chunk(&article.text, |words| linked(words, self.find(words)))
    }
}

/// What is found in a text, one of its chunks after the other: in an article of any length memory is bounded, and what
/// stands in a chunk is the same whether the others were read or not. Articles of newspapers are one.
fn by_chunk(text: &Text, find: impl Fn(&Words<'_>) -> Vec<Suggestion>) -> Vec<Suggestion> {
    text.chunks().flat_map(|chunk| find(&Words::new(&Tokens::of(text, chunk)))).collect()
}

impl Builtin {
    /// What it proposes for the words, in reading order, without links.
    fn find(&self, words: &Words<'_>) -> Vec<Suggestion> {
        let rules = entity::find(words);
        let (entities, labels) = match &self.tagger {
            Some(tagger) => {
                let guesses = tagger.guess(words, &rules);
                (entity::join(words, &rules, &guesses, tagger.labels()), tagger.labels())
            }
            None => (rules, &[][..]),
        };
        let mut found = entity::suggestions(words, &entities, labels);
        if !self.entities_only {
            found.extend(self.quotes.find(words, &entities));
        }
        found.sort_by_key(|suggestion| suggestion.body.reading_key());
        found
    }
}

/// What was found in these words, with the links of its speakers: the last step, since lists and verdicts may put other
/// entities in the place of what was found first.
fn linked(words: &Words<'_>, mut found: Vec<Suggestion>) -> Vec<Suggestion> {
    links::link_speakers(words.tokens().text(), &mut found);
    found
}

/// The machines that are built in, as their suggestions name them.
const MACHINES: [&str; 8] = ["tagger", "gazetteer", "trigger", "article", "date-rule", "quote-rule", "names", "memory"];

/// The source of a suggestion: the machine and this program's version.
fn source(machine: &str) -> String {
    format!("{machine}@{}", env!("CARGO_PKG_VERSION"))
}

/// Does a suggestion's source (`gazetteer+trigger@0.1.0`, of any version) name machines of this program only?
///
/// ```
/// use tawsim::suggest::is_builtin;
/// assert!(is_builtin("gazetteer+trigger@0.1.0") && is_builtin("date-rule@0.1.0+quote-rule@0.1.0"));
/// assert!(!is_builtin("spacy@3.8") && !is_builtin("gazetteer@0.1.0+spacy@3.8"));
/// ```
#[must_use]
pub fn is_builtin(source: &str) -> bool {
    let known = |part: &str| MACHINES.contains(&part.split_once('@').map_or(part, |(name, _)| name));
    source.split('+').all(known)
}

/// Those that score at least so high, or have no score; links to the others are taken away.
#[must_use]
pub fn scoring(mut found: Vec<Suggestion>, least: f64) -> Vec<Suggestion> {
    found.retain(|one| one.score.is_none_or(|score| score >= least));
    let ids: HashSet<String> = found.iter().map(|one| one.id.clone()).collect();
    links::relink(&mut found, |id| Some(id).filter(|id| ids.contains(id)));
    found
}

/// Joins what several machines propose, in reading order. Suggestions that say the same become one, under the id of the
/// first, with the best score and all sources, joined with `+` in the order of the lists.
#[must_use]
pub fn merge(lists: Vec<Vec<Suggestion>>) -> Vec<Suggestion> {
    let mut merged: Vec<Suggestion> = Vec::new();
    // What became a part of another, and of which: who was linked to it is linked to that.
    let mut joined: HashMap<String, String> = HashMap::new();
    // The places of what stands at the same words.
    let mut places: HashMap<_, Vec<usize>> = HashMap::new();
    for suggestion in lists.into_iter().flatten() {
        let here = places.entry(suggestion.body.reading_key()).or_default();
        let same = |place: &&usize| {
            merged
                .get(**place)
                .is_some_and(|first: &Suggestion| first.id == suggestion.id || first.body.agrees_with(&suggestion.body))
        };
        let known = here.iter().find(same).copied();
        let Some(first) = known.and_then(|place| merged.get_mut(place)) else {
            here.push(merged.len());
            merged.push(suggestion);
            continue;
        };
        if first.id != suggestion.id {
            joined.insert(suggestion.id.clone(), first.id.clone());
        }
        for source in suggestion.source.split('+') {
            if first.source.split('+').all(|known| known != source) {
                first.source = format!("{}+{source}", first.source);
            }
        }
        if suggestion.score.unwrap_or(0.0) > first.score.unwrap_or(0.0) || first.score.is_none() {
            first.score = suggestion.score;
        }
        for (key, value) in suggestion.extra {
            first.extra.entry(key).or_insert(value);
        }
    }
    links::relink(&mut merged, |id| Some(joined.get(&id).cloned().unwrap_or(id)));
    merged.sort_by_key(|suggestion| suggestion.body.reading_key());
    merged
}
