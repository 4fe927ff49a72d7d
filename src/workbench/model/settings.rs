//! The user's settings.

use crate::gold::LabelSet;
use crate::lang::Lang;
use crate::page::PageOptions;
use crate::workbench::keymap::Keymap;
use crate::workbench::order::ArticleOrder;

/// Settings: they change only when the user asks for it.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The labels that may be given.
    pub labels: LabelSet,
    /// The name of the person who decides.
    pub annotator: Option<String>,
    /// The layout of the page.
    pub page: PageOptions,
    /// True if the workbench receives the mouse, false if the terminal keeps it.
    pub mouse: bool,
    /// True if a row of label tags is under each line.
    pub tags: bool,
    /// A message that says why nothing may be decided, when someone else has the gold folder.
    pub read_only: Option<String>,
    /// The keys of all commands.
    pub keymap: Keymap,
    /// The language of the interface.
    pub lang: Lang,
    /// Suggestions of the built-in suggester with a score below this are not shown.
    pub threshold: f64,
    /// The order in which articles come.
    pub order: ArticleOrder,
}
