//! What `export` tells once at its end, with counts: what is written in another form, what the format has no place for,
//! and suggestions without a verdict that a model would learn from as nothing.

use crate::formats::{Annotated, Asides, Format, Loss};
use crate::store;

use super::messages::print_message;

/// The notices of one export.
pub(super) struct ExportNotices {
    format: &'static Format,
    negatives: bool,
    /// Reasons with the number of parts, and the first of them.
    kept: Vec<(String, usize, String)>,
    asides: Asides,
}

impl ExportNotices {
    pub(super) fn new(format: &'static Format, negatives: bool) -> Self {
        Self { format, negatives, kept: Vec::new(), asides: Asides::default() }
    }

    /// Counts what the format leaves out of an article.
    pub(super) fn count_asides(&mut self, annotated: &Annotated) {
        self.asides.add(Asides::dropped_by(self.format, self.negatives, annotated));
    }

    /// Counts a part that is written in another form.
    pub(super) fn count_kept(&mut self, loss: &Loss) {
        match self.kept.iter_mut().find(|(why, ..)| *why == loss.why) {
            Some((_, count, _)) => *count += 1,
            None => self.kept.push((loss.why.clone(), 1, loss.place_and_name())),
        }
    }

    /// Prints the notices. `allow_unfinished` leaves out the warning about pending suggestions.
    pub(super) fn print(&self, allow_unfinished: bool) {
        for (why, count, first) in &self.kept {
            let parts = counted(*count, "span");
            print_message(&store::escape_controls(&format!("tawsim: {parts}: {why} (first: {first})")));
        }
        let Asides { rejected, notes, flags, pending, unfinished, left, states, keys, metadata } = self.asides;
        let mut dropped: Vec<String> = [
            (rejected, "rejected suggestion"),
            (left, "pending suggestion"),
            (notes, "note"),
            (flags, "flag"),
            (keys, "unknown key"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| counted(count, name))
        .collect();
        if metadata > 0 {
            dropped.push(format!("the metadata of {}", counted(metadata, "article")));
        }
        if !dropped.is_empty() {
            let remedy = if self.format.negatives && !self.negatives && rejected > 0 {
                "; --negatives writes rejected suggestions, and --to jsonl has everything"
            } else {
                "; --to jsonl has everything"
            };
            print_message(&format!("tawsim: {} has no place for {}{remedy}", self.format, dropped.join(", ")));
        }
        if states > 0 {
            print_message(&format!(
                "tawsim: {} has no place for the status of {} that {} not done; an import gives \"done\"",
                self.format,
                counted(states, "article"),
                if states == 1 { "is" } else { "are" },
            ));
        }
        if pending > 0 && !allow_unfinished {
            print_message(&format!(
                "tawsim: warning: {} of {} left out, so a model learns that there is nothing; decide on them, export \
                 with --done only, or accept this with --allow-unfinished",
                counted(pending, "pending suggestion"),
                match unfinished {
                    1 => "1 unfinished article is".to_owned(),
                    _ => format!("{unfinished} unfinished articles are"),
                },
            ));
        }
    }
}

/// `1 note`, `2 notes`.
pub(super) fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}
