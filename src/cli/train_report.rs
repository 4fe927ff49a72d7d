//! What `tawsim train --json` prints.

use std::io::{self, Write as _};
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use crate::store::printable;
use crate::suggest::tagger::{CrossValidation, Example, Tally};

/// Facts about a training, in the order in which they are printed.
#[derive(Default)]
pub(super) struct TrainReport(Map<String, Json>);

impl TrainReport {
    /// The size of the gold that the tagger learns from.
    pub(super) fn add_size(&mut self, examples: &[Example]) {
        let words: usize = examples.iter().map(|example| example.text.words().len()).sum();
        let entities: usize = examples.iter().map(|example| example.spans.len()).sum();
        self.extend(json!({"articles": examples.len(), "words": words, "entities": entities}));
    }

    /// The size of the gold that the choices between quotes are learned from.
    pub(super) fn add_articles(&mut self, articles: usize, finished: usize) {
        self.extend(json!({"articles": articles, "finished": finished}));
    }

    /// The scores on the parts that were held back.
    pub(super) fn add_scores(&mut self, report: &CrossValidation) {
        let labels: Map<String, Json> =
            report.labels.iter().map(|(label, tally)| (label.clone(), scores(*tally))).collect();
        self.extend(json!({"held_back": {"all": scores(report.all()), "labels": labels}}));
    }

    /// Prints it as one object on standard output.
    ///
    /// # Errors
    /// When standard output refuses it.
    pub(super) fn print(mut self, path: &Path, bytes: usize) -> io::Result<()> {
        self.extend(json!({"model": printable(path.as_os_str()).to_string(), "bytes": bytes}));
        writeln!(io::stdout().lock(), "{:#}", Json::Object(self.0))
    }

    fn extend(&mut self, facts: Json) {
        if let Json::Object(facts) = facts {
            self.0.extend(facts);
        }
    }
}

fn scores(tally: Tally) -> Json {
    json!({
        "precision": tally.precision(),
        "recall": tally.recall(),
        "f1": tally.f1(),
        "right": tally.right,
        "wrong": tally.wrong,
        "missed": tally.missed,
    })
}
