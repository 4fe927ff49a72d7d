//! The tutorial: a lesson inside the workbench, on an article made for it. Each step is over when the learner has done it.
//!
//! The steps are in `steps.rs`; the article with its suggestions is `assets/tutorial/article.json`.
//!
//! May use: `lang`, `gold`, `workbench/command`, `workbench/document`, `workbench/model`, `workbench/search`.
//!
//! Must never know: the disk, how the lesson is drawn.

mod steps;

use crate::gold::Body;
use crate::lang::{END_ISOLATE, ISOLATE, Lang, isolated};

use super::command::COMMANDS;
use super::document::{Document, ItemState};
use super::model::Model;

pub use self::steps::{STEPS, Step};

/// The article of the tutorial: a `.json` with suggestions.
pub const ARTICLE: &str = include_str!("../../../assets/tutorial/article.json");

/// Goes on to the next step if the present one is done, and from there to the first one that is not.
pub(super) fn advance(model: &mut Model) {
    while let Some(step) = model.lesson.and_then(|at| STEPS.get(at)).filter(|step| (step.is_done)(model)) {
        debug_assert!(!step.title.is_empty(), "every step has a title");
        model.lesson = model.lesson.map(|at| at + 1);
    }
}

impl Model {
    /// Begins the tutorial on the article on the screen.
    pub fn begin_tutorial(&mut self) {
        self.lesson = Some(0);
        self.lay_out_and_scroll();
    }

    /// The lesson in the tutorial: the number of the step, from 1, and of all steps; its title and its text, with the keys that
    /// the learner has. `None` outside of the tutorial.
    #[must_use]
    pub fn lesson(&self) -> Option<(usize, usize, String, String)> {
        let at = self.lesson?.min(STEPS.len() - 1);
        let step = STEPS.get(at)?;
        let lang = self.lang();
        Some((at + 1, STEPS.len(), step.title.get(lang).to_owned(), self.with_keys(step.text.get(lang), lang)))
    }

    /// Puts the keys of commands in the place of their names: `{accept}`.
    ///
    /// What is between ⟦ and ⟧ is foreign to the language.
    fn with_keys(&self, text: &str, lang: Lang) -> String {
        let text = text.replace('⟦', &ISOLATE.to_string()).replace('⟧', &END_ISOLATE.to_string());
        let mut pieces = text.split('{');
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
            let command = COMMANDS.iter().find(|command| command.name.as_str() == name);
            debug_assert!(command.is_some(), "{name} is no command");
            let key = command.map_or_else(|| name.to_owned(), |command| self.key(command.name));
            filled.push_str(&isolated(lang, &key));
            filled.push_str(rest);
        }
        filled
    }
}

/// True if a gold entity has these words and this label.
fn is_entity(model: &Model, words: &str, wanted: &str) -> bool {
    has_entity(model, words, |state, label| matches!(state, ItemState::Decided(_)) && label == wanted)
}

/// True if a suggestion with these words was rejected.
fn is_rejected(model: &Model, words: &str) -> bool {
    has_entity(model, words, |state, _| state == ItemState::Rejected)
}

/// True if a suggestion with these words is pending.
fn is_pending(model: &Model, words: &str) -> bool {
    has_entity(model, words, |state, _| state == ItemState::Pending)
}

fn has_entity(model: &Model, words: &str, wanted: impl Fn(ItemState, &str) -> bool) -> bool {
    let Some(document) = model.document() else { return false };
    document.items().iter().any(|item| match document.body(&item.at) {
        Some((Body::Entity { span, label }, _)) => {
            document.article.text.slice(*span) == words && wanted(item.state, label.as_str())
        }
        _ => false,
    })
}

/// True if a gold quote has these words in its speaker.
fn has_speaker(model: &Model, words: &str) -> bool {
    let speaker = |document: &Document| {
        let mut frames = document.annotation.gold.iter().filter_map(|item| item.body.frame());
        frames
            .any(|frame| frame.speaker.as_ref().is_some_and(|it| document.article.text.slice(it.span).contains(words)))
    };
    model.document().is_some_and(speaker)
}
