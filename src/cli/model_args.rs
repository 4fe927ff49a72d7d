//! The flags of language models: `--suggester 'openai: MODEL @ URL'`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;

use crate::app::{ExamplePassage, ModelOptions, Price, Prompt, examples_of};
use crate::gold::{LabelSet, Status};
use crate::store::{self, InputKind, printable, read_text_input};

/// The heading of the flags in the help.
const HEADING: &str = "Language models (--suggester 'openai: MODEL @ URL')";

#[derive(Args, Default)]
pub(super) struct ModelArgs {
    /// Your own prompt: a file like `assets/prompts/suggest.txt`, with {{text}} where the article belongs
    #[arg(long, help_heading = HEADING, value_name = "FILE")]
    prompt: Option<PathBuf>,
    /// Show the model passages of this gold folder as examples [default: annotate takes those of --gold]
    #[arg(long, help_heading = HEADING, value_name = "DIR")]
    examples: Option<PathBuf>,
    /// Send at most this many requests
    #[arg(long, help_heading = HEADING, value_name = "N")]
    max_requests: Option<u64>,
    /// Send at most this many requests in a minute
    #[arg(long, help_heading = HEADING, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_rate: Option<u32>,
    /// Stop before the run costs more than this, by --price
    #[arg(long, help_heading = HEADING, value_name = "AMOUNT", requires = "price", value_parser = amount)]
    max_cost: Option<f64>,
    /// What a million tokens of the prompt and of the answer cost, for --max-cost and the report at the end
    #[arg(long, help_heading = HEADING, value_name = "IN,OUT", value_parser = str::parse::<Price>)]
    price: Option<Price>,
    /// Ask again, also where an answer to the same question is in the cache
    #[arg(long, help_heading = HEADING)]
    no_cache: bool,
}

/// The number of passages that the prompt shows.
const EXAMPLES: usize = 3;
/// The number of gold files that are searched for them.
const SEARCHED: usize = 500;

impl ModelArgs {
    /// The files that are read.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.prompt.iter().cloned()
    }

    /// The message about flags that have no effect without a language model.
    pub(super) fn useless_flags(&self) -> Option<String> {
        let given = [
            ("--prompt", self.prompt.is_some()),
            ("--examples", self.examples.is_some()),
            ("--max-requests", self.max_requests.is_some()),
            ("--max-rate", self.max_rate.is_some()),
            ("--max-cost", self.max_cost.is_some()),
            ("--price", self.price.is_some()),
            ("--no-cache", self.no_cache),
        ];
        let given: Vec<&str> = given.into_iter().filter_map(|(flag, given)| given.then_some(flag)).collect();
        (!given.is_empty()).then(|| {
            format!(
                "without a language model (--suggester 'openai: MODEL @ URL') this has no effect: {}",
                given.join(" ")
            )
        })
    }

    /// Reads the prompt and the examples. `gold` is the folder of the examples if no other is given.
    ///
    /// # Errors
    /// If the prompt cannot be read or used, or the folder of examples is none.
    pub(super) fn options(
        &self,
        timeout: Duration,
        labels: LabelSet,
        gold: Option<&Path>,
    ) -> anyhow::Result<ModelOptions> {
        if let Some(folder) = self.examples.as_deref().filter(|folder| !folder.is_dir()) {
            anyhow::bail!(
                "{}: is not a folder; --examples names a folder with gold files",
                printable(folder.as_os_str())
            );
        }
        let gold = self.examples.as_deref().or(gold).filter(|folder| folder.is_dir());
        Ok(ModelOptions {
            timeout,
            prompt: self.prompt.as_deref().map_or_else(|| Ok(Prompt::default()), read_prompt)?,
            examples: gold.map(|folder| best_examples(folder, &labels)).unwrap_or_default(),
            labels,
            max_requests: self.max_requests,
            max_rate: self.max_rate,
            max_cost: self.max_cost,
            price: self.price,
            no_cache: self.no_cache,
        })
    }
}

fn read_prompt(path: &Path) -> anyhow::Result<Prompt> {
    let shown = printable(path.as_os_str()).to_string();
    let template = read_text_input(path, InputKind::Settings)
        .with_context(|| format!("{shown}: cannot be read; --prompt takes a UTF-8 text"))?;
    template.parse().map_err(|what: String| anyhow::anyhow!("{shown}: {what}"))
}

/// The passages with most different labels in the articles of a gold folder that are done. Gold that cannot be read, and labels
/// that are not in the set, give no example.
fn best_examples(folder: &Path, labels: &LabelSet) -> Vec<ExamplePassage> {
    let mut best: Vec<(usize, ExamplePassage)> = Vec::new();
    let mut left = SEARCHED;
    let _ = store::each_gold(&[folder.to_owned()], &mut |_| (), &mut |_, found| {
        left = left.checked_sub(1).ok_or(std::io::ErrorKind::Other)?;
        let Ok((article, annotation)) = found else { return Ok(()) };
        let known =
            annotation.gold.iter().all(|item| item.body.frame().is_some() || labels.get(item.body.label()).is_some());
        if annotation.status == Status::Done && known {
            best.extend(examples_of(&article, &annotation).into_iter().take(EXAMPLES));
            best.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
            best.truncate(EXAMPLES);
        }
        Ok(())
    });
    best.into_iter().map(|(_, passage)| passage).collect()
}

fn amount(words: &str) -> Result<f64, String> {
    let amount = words.parse().ok().filter(|amount: &f64| amount.is_finite() && *amount > 0.0);
    amount.ok_or_else(|| "use a number greater than 0".to_owned())
}
