//! A file of reporting vocabulary: its shape, its faults, and the lexicon that is made of it.

use std::collections::HashSet;

use serde::Deserialize;

use super::lexicon::{Class, Form, Lexicon, Verb};
use super::morphology::{Inflected, Principal, Shape};
use crate::text::Fold;

/// A file of reporting vocabulary as it is written; `assets/quotes/lexicon.toml` explains the keys.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Asset {
    verb: Vec<VerbLine>,
    relay: Vec<VerbLine>,
    not_verbs: Vec<String>,
    without: Vec<String>,
    attributive: Vec<String>,
    sources: Vec<String>,
    media: Vec<String>,
    relative: Vec<String>,
    things: Vec<String>,
    measures: Vec<String>,
    verbal_nouns: Vec<String>,
    feelings: Vec<String>,
    honorifics: Vec<String>,
    feminine: Vec<String>,
    occasions: Vec<String>,
    opinions: Vec<String>,
    ranks: Vec<String>,
    governing: Vec<String>,
    circumstances: Vec<String>,
    adverbs: Vec<String>,
    offices: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbLine {
    past: toml::Spanned<String>,
    form: u8,
    present: Option<String>,
    participle: Option<String>,
    noun: Option<String>,
    #[serde(default)]
    prepositions: Vec<String>,
    #[serde(default)]
    verbal: bool,
    #[serde(default)]
    indefinite: bool,
    #[serde(default)]
    object: bool,
    #[serde(default)]
    doubtful: bool,
    #[serde(default)]
    masdar: bool,
    #[serde(default)]
    impersonal: bool,
    #[serde(default)]
    hedge: bool,
}

impl Asset {
    /// Its lists, each with what its words are.
    fn lists(&self) -> [(Class, &[String]); 16] {
        [
            (Class::Source, &self.sources),
            (Class::Medium, &self.media),
            (Class::Relative, &self.relative),
            (Class::Thing, &self.things),
            (Class::Measure, &self.measures),
            (Class::VerbalNoun, &self.verbal_nouns),
            (Class::Feeling, &self.feelings),
            (Class::Honorific, &self.honorifics),
            (Class::Feminine, &self.feminine),
            (Class::Occasion, &self.occasions),
            (Class::Opinion, &self.opinions),
            (Class::Rank, &self.ranks),
            (Class::Governing, &self.governing),
            (Class::Circumstance, &self.circumstances),
            (Class::Adverb, &self.adverbs),
            (Class::Office, &self.offices),
        ]
    }
}

/// Why a file of reporting vocabulary cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct LexiconError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Lexicon {
    /// The lexicon of several files, the first one's words before the others'.
    pub(super) fn read(sources: &[&str]) -> Result<Self, LexiconError> {
        let mut lexicon = Self::default();
        let mut assets = Vec::new();
        for source in sources {
            let asset: Asset = toml::from_str(source).map_err(|error| LexiconError {
                line: line_of(source, error.span().map_or(0, |span| span.start)),
                message: error.message().to_owned(),
            })?;
            assets.push((*source, asset));
        }
        let folded = |words: &[String]| words.iter().map(|word| word.fold()).collect::<Vec<_>>();
        let without: HashSet<String> = assets.iter().flat_map(|(_, asset)| folded(&asset.without)).collect();
        let not: HashSet<String> = assets.iter().flat_map(|(_, asset)| folded(&asset.not_verbs)).collect();
        for (source, asset) in &assets {
            for (line, relay) in
                asset.verb.iter().map(|line| (line, false)).chain(asset.relay.iter().map(|line| (line, true)))
            {
                if !without.contains(&line.past.get_ref().fold()) {
                    lexicon.add(source, line, relay, &not)?;
                }
            }
            for row in &asset.attributive {
                let row: Vec<String> = row.split(' ').map(Fold::fold).collect();
                if let Some(first) = row.first() {
                    lexicon.attributive.entry(first.clone().into_boxed_str()).or_default().push(row);
                }
            }
            for (class, words) in asset.lists() {
                for word in words {
                    lexicon.classify(&word.fold(), class);
                }
            }
        }
        // The longest row first.
        for rows in lexicon.attributive.values_mut() {
            rows.sort_by_key(|row| std::cmp::Reverse(row.len()));
        }
        Ok(lexicon)
    }

    fn add(&mut self, source: &str, line: &VerbLine, relay: bool, not: &HashSet<String>) -> Result<(), LexiconError> {
        let past = line.past.get_ref().fold();
        let fault = |message: &str| LexiconError {
            line: line_of(source, line.past.span().start),
            message: format!("{}: {message}", line.past.get_ref()),
        };
        let present = line.present.as_ref().map(|word| word.fold());
        let given = present.as_ref().map(|word| word.strip_prefix('ي').map(str::to_owned));
        if given == Some(None) {
            return Err(fault("its present must be the third person with ي, as يقول"));
        }
        let mut parts = Principal::regular(&past, line.form).ok_or_else(|| {
            fault("its letters do not fit this form; give the verb in the past, and a form from 1 to 10")
        })?;
        parts.present = given.flatten().unwrap_or(parts.present);
        parts.participle = line.participle.as_ref().map_or(parts.participle, |word| word.fold());
        parts.noun = line.noun.as_ref().map_or(parts.noun, |word| word.fold());
        let verb = self.verbs.len();
        for Inflected { word, gender, number, shape } in parts.forms() {
            // ناقل is a carrier, and two letters are no verb of saying.
            if relay && shape == Shape::Participle || not.contains(&word) {
                continue;
            }
            let doubtful = line.doubtful;
            let form = Form { verb, gender, number, shape, relay, doubtful, pronoun: false };
            match self.forms.get_mut(word.as_str()) {
                // What one verb says for sure is not made doubtful by another.
                Some(known) if known.doubtful && !doubtful => *known = form,
                Some(_) => {}
                None => {
                    self.forms.insert(word.into_boxed_str(), form);
                }
            }
        }
        for pronoun in ["ه", "ها", "هم", "هما", "هن"] {
            if !line.doubtful {
                let noun = parts.noun.strip_suffix('ه').map_or_else(|| parts.noun.clone(), |bare| format!("{bare}ت"));
                self.said.insert(format!("{noun}{pronoun}").into_boxed_str());
            }
        }
        self.verbs.push(Verb {
            lemma: past,
            prepositions: line.prepositions.iter().map(|word| word.fold()).collect(),
            verbal: line.verbal,
            indefinite: line.indefinite,
            object: line.object,
            masdar: line.masdar,
            impersonal: line.impersonal,
            hedge: line.hedge,
        });
        Ok(())
    }
}

fn line_of(source: &str, byte: usize) -> usize {
    1 + source.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}
