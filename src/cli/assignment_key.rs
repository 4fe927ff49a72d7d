//! Reads the key of an assignment, and counts what suggestions did to its annotators.

use std::path::Path;

use crate::assignment::Key;
use crate::gold::{Annotation, Article};
use crate::measure::Anchoring;
use crate::store::{self, Problem};

use super::messages::print_message;

/// The counts of the gold whose assignment is known.
pub(super) struct KeyedGold {
    key: Key,
    pub(super) anchoring: Anchoring,
    /// Gold of articles or annotators that are not in the key.
    unknown: usize,
}

impl KeyedGold {
    /// Reads the key.
    ///
    /// # Errors
    /// If it cannot be read, or is no key.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let lines =
            store::open_regular(path).map_err(|error| Problem::new(path, None, format!("cannot be read: {error}")))?;
        let key = Key::read(lines).map_err(|error| Problem::new(path, error.line(), error.to_string()))?;
        Ok(Self { key, anchoring: Anchoring::default(), unknown: 0 })
    }

    /// Counts the gold of an article. Gives the problem if the key does not fit it.
    pub(super) fn add(&mut self, article: &Article, annotation: &Annotation) -> Result<(), String> {
        let annotator = annotation.annotator.as_deref().unwrap_or_default();
        match self.key.reading(article, annotator).map_err(|error| format!("{}: --key: {error}", article.id))? {
            Some(reading) => self.anchoring.add(article, annotation, &reading),
            None => self.unknown += 1,
        }
        Ok(())
    }

    /// Says what was left out.
    pub(super) fn report(&self) {
        if self.unknown > 0 {
            let names = self.key.annotators().join(", ");
            print_message(&format!(
                "tawsim: --key: {} annotations are left out, because the key does not give these articles to these \
                 annotators; its annotators are {names} (the name is that of annotate --annotator)",
                self.unknown
            ));
        }
        if self.anchoring.open() > 0 {
            let open = self.anchoring.open();
            print_message(&format!("tawsim: --key: {open} articles are left out, because they are not done"));
        }
    }
}
