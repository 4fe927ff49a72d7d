//! The flags that choose the suggesters.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::app::{Ensemble, SuggesterName, SuggesterOptions};

#[derive(Args)]
pub(super) struct SuggesterArgs {
    /// The suggester: careful, which reads some thousand words a second; fast, which is a hundred times faster and less
    /// often right; both; none; a MODEL file of `tawsim train`, which replaces the built-in model; or 'cmd: PROGRAM ARGS', a
    /// program that reads article lines and writes lines with entities and quotes. May be repeated [default: careful]
    #[arg(long = "suggester", value_name = "WHO", value_parser = str::parse::<SuggesterName>)]
    suggesters: Vec<SuggesterName>,
    /// The time limit of a program for one article, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    suggester_timeout: Duration,
    /// A list of your own names, one a line. Without LABEL, the file name is the label (PER.txt, or a folder of such files)
    #[arg(long = "gazetteer", value_name = "[LABEL=]FILE")]
    gazetteers: Vec<PathBuf>,
    /// Your own reporting words, for finding quotes: TOML like `assets/quotes/lexicon.toml`
    #[arg(long, value_name = "FILE")]
    lexicon: Option<PathBuf>,
    /// Leave out suggestions of the built-in suggester with a lower score, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value = "0", value_parser = score)]
    pub(super) threshold: f64,
}

impl SuggesterArgs {
    /// The files that the suggesters read.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let models = self.suggesters.iter().filter_map(|name| match name {
            SuggesterName::Model(path) => Some(path.clone()),
            _ => None,
        });
        models.chain(self.gazetteers.iter().cloned()).chain(self.lexicon.clone()).collect()
    }

    /// Makes the suggesters that were asked for.
    ///
    /// # Errors
    /// If a file of names, words or a model cannot be read.
    pub(super) fn ensemble(&self) -> anyhow::Result<Ensemble> {
        Ensemble::new(&SuggesterOptions {
            names: self.suggesters.clone(),
            timeout: self.suggester_timeout,
            gazetteers: self.gazetteers.clone(),
            lexicon: self.lexicon.clone(),
            threshold: self.threshold,
        })
    }
}

/// The longest time limit: a day, in seconds.
const MAX_SECONDS: f64 = 86_400.0;

/// Parses a time limit in seconds, greater than 0 and at most a day.
fn seconds(words: &str) -> Result<Duration, String> {
    let seconds = words.parse().ok().filter(|seconds| *seconds > 0.0 && *seconds <= MAX_SECONDS);
    let limit = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let limit = limit.filter(|limit| !limit.is_zero());
    limit.ok_or_else(|| format!("use a number of seconds greater than 0 and at most {MAX_SECONDS}"))
}

/// Parses a score from 0 to 1.
fn score(words: &str) -> Result<f64, String> {
    let score = words.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "use a number from 0 to 1".to_owned())
}
