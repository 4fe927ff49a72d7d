//! Opening a list of words about the focused item.

use crate::workbench::effect::Effect;
use crate::workbench::model::Model;
use crate::workbench::search::picker::Picker;
use crate::workbench::search::prompt::Purpose;
use crate::workbench::search::word_list::{NewWords, WordChoice};

use super::commit::{FocusAfter, commit};

/// Opens a list about the focused item.
pub(super) fn open_list(model: &mut Model, purpose: Purpose, entries: Vec<WordChoice>, new: NewWords) -> Vec<Effect> {
    if model.settings.read_only.is_some() {
        // The message of a refused change.
        return commit(model, FocusAfter::Stay, |_| None);
    }
    let on = model.document().and_then(|document| document.focus.clone());
    model.open_prompt(purpose, Some(Picker::of_words(entries, new)));
    if let Some(prompt) = &mut model.search.prompt {
        prompt.on = on;
    }
    Vec::new()
}
