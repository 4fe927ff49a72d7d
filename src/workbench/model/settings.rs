//! The user's settings.

use crate::gold::LabelSet;
use crate::lang::Lang;
use crate::page::PageOptions;
use crate::workbench::keymap::Keymap;

/// What does not change while the workbench runs, or only by the user's wish.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The labels that may be given.
    pub labels: LabelSet,
    /// The name of the person who decides.
    pub annotator: Option<String>,
    /// How the page is laid out.
    pub page: PageOptions,
    /// True if the workbench receives the mouse, false if the terminal keeps it.
    pub mouse: bool,
    /// True if a row of label tags stands under each line.
    pub tags: bool,
    /// Why nothing may be decided, when someone else has the gold folder: a message in the language of `lang`.
    pub read_only: Option<String>,
    /// The keys of all commands.
    pub keymap: Keymap,
    /// The language of the interface.
    pub lang: Lang,
    /// Suggestions of the built-in suggester with a lower score are not shown.
    pub threshold: f64,
}
