//! Leaving the workbench, with what was decided on disk.

use crate::lang::{Rendered, say};
use crate::workbench::{Command, Effect, Mode, Model, Saving};

use super::back;

/// Everything is saved already, unless the disk refused it: then the first `q` says so.
pub(super) fn quit(model: &mut Model, leaving: bool) -> Vec<Effect> {
    match model.mode {
        Mode::Review => {}
        _ => {
            back(model);
            return Vec::new();
        }
    }
    if model.saving() == Saving::Failed && !leaving {
        let why = model.save_errors().join("; ");
        model.leaving = true;
        let quit = model.key(Command::Quit);
        model.warn(say::saved_only_in_memory(model.lang(), &quit, Rendered(why)));
        return Vec::new();
    }
    if model.saving() == Saving::Busy {
        // Whether the disk takes them is known in a moment; till then nothing is given up.
        model.quitting = true;
        return Vec::new();
    }
    vec![Effect::Quit]
}

/// What was on its way when `q` was pressed has arrived, or was refused.
pub(in crate::workbench) fn quit_when_saved(model: &mut Model) -> Vec<Effect> {
    if !model.quitting || model.saving() == Saving::Busy {
        return Vec::new();
    }
    model.quitting = false;
    quit(model, false)
}
