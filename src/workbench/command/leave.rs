//! Leaving the workbench when every verdict is on disk.

use crate::lang::{Rendered, Wording, say};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Leaving, Mode, Model, Saving};

use super::condition::ALWAYS;
use super::group::Group;
use super::modes::Modes;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer};
use super::sheets::go_back;

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::QUIT,
        title: Wording::new("quit", "خروج"),
        help: Wording::new("Quit; every verdict is saved already.", "اخرج؛ فكل قرار محفوظ من قبل."),
        keys: &["q"],
        group: Group::Workbench,
        footer: Footer::new("quit", "خروج").only_in(Modes::REVIEW),
        traits: CommandTraits::WITHOUT_ARTICLE.union(CommandTraits::WITHOUT_WINDOW),
        when: ALWAYS,
        run: |model, _| quit(model),
    },
    Command {
        name: CommandName::SUSPEND,
        title: Wording::new("suspend", "إيقاف مؤقت"),
        help: Wording::new(
            "Suspend the program; the shell command fg resumes it (Unix).",
            "أوقف البرنامج مؤقتا، وتابع بالأمر fg (في Unix).",
        ),
        keys: &["Ctrl-z"],
        group: Group::Workbench,
        traits: CommandTraits::WITHOUT_ARTICLE.union(CommandTraits::WITHOUT_WINDOW),
        when: ALWAYS,
        run: |_, _| vec![Effect::Suspend],
        ..Command::PLAIN
    },
];

/// Leaves what is open; while reviewing, the program. If the disk refused verdicts, the first request only says so.
fn quit(model: &mut Model) -> Vec<Effect> {
    let leaving = std::mem::take(&mut model.session.leaving);
    if model.mode != Mode::Review {
        return go_back(model);
    }
    match model.saving() {
        Saving::Failed if leaving != Leaving::Anyway => {
            let why = model.save_errors().join("; ");
            model.session.leaving = Leaving::Anyway;
            let quit = model.key(CommandName::QUIT);
            let write_to = model.key(CommandName::WRITE_TO);
            model.warn(say::saved_only_in_memory(model.lang(), &quit, &write_to, Rendered(why)));
            Vec::new()
        }
        // The program waits until the disk has stored them or reported a failure.
        Saving::Busy => {
            model.session.leaving = Leaving::WhenSaved;
            Vec::new()
        }
        _ => vec![Effect::Quit],
    }
}

/// Leaves if the user asked for it and everything is saved now.
pub(in crate::workbench) fn quit_when_saved(model: &mut Model) -> Vec<Effect> {
    if model.session.leaving != Leaving::WhenSaved || model.saving() == Saving::Busy {
        return Vec::new();
    }
    quit(model)
}
