//! The flags that choose the suggesters.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::app::{Ensemble, ModelName, ModelOptions, SuggesterName, SuggesterOptions};
use crate::gold::LabelSet;
use crate::suggest::BUILTIN_LABELS;

use super::messages::print_message;
use super::model_args::ModelArgs;

#[derive(Args)]
pub(super) struct SuggesterArgs {
    /// The suggester: careful, which reads some thousand words a second; fast, which is a hundred times faster and less
    /// often right; both; none; a MODEL file of `tawsim train`, which replaces the built-in model; 'cmd: PROGRAM ARGS', a
    /// program that reads article lines and writes lines with entities and quotes; or 'openai: MODEL @ URL', a language model
    /// behind an OpenAI-compatible server. May be repeated [default: careful]
    #[arg(long = "suggester", value_name = "WHO", value_parser = str::parse::<SuggesterName>)]
    suggesters: Vec<SuggesterName>,
    /// The time limit of a program for one article, and of one request to a language model, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    suggester_timeout: Duration,
    /// A list of your own names, one a line. Without LABEL, the file name is the label (PER.txt, or a folder of such files)
    #[arg(long = "gazetteer", value_name = "[LABEL=]FILE")]
    gazetteers: Vec<PathBuf>,
    /// The label in your set that the suggestions get in the place of one of the suggesters': --map PER=شخص. May be repeated
    #[arg(long = "map", value_name = "LABEL=YOURS", value_parser = label_pair)]
    pub(super) map: Vec<(String, String)>,
    /// Your own reporting words, for finding quotes: TOML like `assets/quotes/*.toml`
    #[arg(long, value_name = "FILE")]
    lexicon: Option<PathBuf>,
    /// Leave out suggestions of the built-in suggester with a lower score, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value = "0", value_parser = score)]
    pub(super) threshold: f64,
    #[command(flatten)]
    models: ModelArgs,
}

/// What a verb knows and the suggesters need.
pub(super) struct SuggesterSetting<'a> {
    /// How many copies of a program that reads one line at a time may run at a time.
    pub(super) copies: usize,
    /// The labels that language models may give.
    pub(super) labels: LabelSet,
    /// The folder of the gold so far, for examples in the prompt.
    pub(super) gold: Option<&'a Path>,
}

impl SuggesterArgs {
    /// No suggester.
    pub(super) fn none() -> Self {
        Self {
            suggesters: vec![SuggesterName::None],
            suggester_timeout: Duration::from_secs(60),
            gazetteers: Vec::new(),
            map: Vec::new(),
            lexicon: None,
            threshold: 0.0,
            models: ModelArgs::default(),
        }
    }

    /// The files that the suggesters read.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let models = self.suggesters.iter().filter_map(|name| match name {
            SuggesterName::Model(path) => Some(path.clone()),
            _ => None,
        });
        models.chain(self.gazetteers.iter().cloned()).chain(self.lexicon.clone()).chain(self.models.files()).collect()
    }

    /// The number of suggesters that are asked.
    pub(super) fn count(&self) -> usize {
        let of = |name: &SuggesterName| match name {
            SuggesterName::None => 0,
            SuggesterName::Both => 2,
            _ => 1,
        };
        if self.suggesters.is_empty() { 1 } else { self.suggesters.iter().map(of).sum() }
    }

    /// True if a program is among the suggesters: articles go to it at once, and not in batches.
    pub(super) fn asks_programs(&self) -> bool {
        self.suggesters.iter().any(|name| matches!(name, SuggesterName::Program(_)))
    }

    /// The language models among the suggesters.
    fn language_models(&self) -> impl Iterator<Item = &ModelName> {
        self.suggesters.iter().filter_map(|name| match name {
            SuggesterName::LanguageModel(model) => Some(model),
            _ => None,
        })
    }

    /// True if a language model is among the suggesters.
    pub(super) fn asks_language_models(&self) -> bool {
        self.language_models().next().is_some()
    }

    /// What leaves this machine, one line for each server elsewhere.
    fn sent_elsewhere(&self, options: &ModelOptions) -> Vec<String> {
        let sent = match options.sends_gold() {
            true => "the texts of the articles, the label guidelines and passages of your gold",
            false => "the texts of the articles and the label guidelines",
        };
        let line = |model: &ModelName| {
            format!("{sent} are sent to {} (model {}); nothing else is", model.host(), model.model())
        };
        self.language_models().filter(|model| !model.is_local()).map(line).collect()
    }

    /// True if the built-in suggester is among them.
    pub(super) fn asks_builtin(&self) -> bool {
        let is_other = |name: &SuggesterName| {
            matches!(name, SuggesterName::None | SuggesterName::Program(_) | SuggesterName::LanguageModel(_))
        };
        self.suggesters.is_empty() || !self.suggesters.iter().all(is_other)
    }

    /// Fails for a label that the built-in suggester does not give, if no other suggester may give it.
    fn check_map(&self) -> anyhow::Result<()> {
        let others = self.asks_programs() || self.asks_language_models();
        match self.map.iter().find(|(from, _)| !others && !BUILTIN_LABELS.contains(&from.as_str())) {
            Some((from, _)) => anyhow::bail!(
                "--map: {from:?} is no label of the built-in suggester; its labels are {}",
                BUILTIN_LABELS.join(" ")
            ),
            None => Ok(()),
        }
    }

    /// Makes the suggesters that were asked for, and says what will leave this machine.
    ///
    /// # Errors
    /// If a file of names, words, a prompt or a model cannot be read.
    pub(super) fn ensemble(&self, setting: SuggesterSetting<'_>) -> anyhow::Result<Ensemble> {
        Ok(self.prepare(setting)?.0)
    }

    /// As [`SuggesterArgs::ensemble`]. Also returns what was said.
    ///
    /// # Errors
    /// As [`SuggesterArgs::ensemble`].
    pub(super) fn prepare(&self, setting: SuggesterSetting<'_>) -> anyhow::Result<(Ensemble, Vec<String>)> {
        let SuggesterSetting { copies, labels, gold } = setting;
        self.check_map()?;
        let gold = gold.filter(|_| self.asks_language_models());
        let models = self.models.options(self.suggester_timeout, labels, gold)?;
        let mut said = self.sent_elsewhere(&models);
        if !self.asks_language_models() {
            said.extend(self.models.useless_flags());
        }
        for line in &said {
            print_message(&format!("tawsim: {line}"));
        }
        let ensemble = Ensemble::new(&SuggesterOptions {
            names: self.suggesters.clone(),
            timeout: self.suggester_timeout,
            copies,
            models,
            gazetteers: self.gazetteers.clone(),
            lexicon: self.lexicon.clone(),
            labels: self.map.iter().cloned().collect(),
            threshold: self.threshold,
        })?;
        Ok((ensemble, said))
    }
}

/// The longest time limit: a day, in seconds.
const MAX_SECONDS: f64 = 86_400.0;

/// Parses a time limit in seconds, greater than 0 and at most a day.
pub(super) fn seconds(words: &str) -> Result<Duration, String> {
    let seconds = words.parse().ok().filter(|seconds| *seconds > 0.0 && *seconds <= MAX_SECONDS);
    let limit = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let limit = limit.filter(|limit| !limit.is_zero());
    limit.ok_or_else(|| format!("use a number of seconds greater than 0 and at most {MAX_SECONDS}"))
}

/// Parses a label of the suggester and the one that takes its place.
fn label_pair(words: &str) -> Result<(String, String), String> {
    let is_label = |label: &str| !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || c.is_control());
    match words.split_once('=') {
        Some((from, to)) if !is_label(from) || !is_label(to) => {
            Err("write LABEL=YOURS, without white space".to_owned())
        }
        Some((from, to)) => Ok((from.to_owned(), to.to_owned())),
        None => Err("write LABEL=YOURS, as in PER=شخص".to_owned()),
    }
}

/// Parses a score from 0 to 1.
fn score(words: &str) -> Result<f64, String> {
    let score = words.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "use a number from 0 to 1".to_owned())
}
