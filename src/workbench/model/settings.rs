//! The user's settings.

use crate::gold::LabelSet;
use crate::lang::Lang;
use crate::page::PageOptions;
use crate::workbench::keymap::Keymap;
use crate::workbench::order::ArticleOrder;

/// The order in which a review goes through the differences of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DifferenceOrder {
    /// In reading order.
    #[default]
    Place,
    /// By the names of their classes, and those of one class in reading order.
    Class,
}

/// Whether an adjudicator sees the names of the annotators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Names {
    /// Names and times are shown.
    #[default]
    Shown,
    /// Only letters are shown.
    Hidden,
}

/// The settings of an adjudication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Adjudication {
    /// The order of the differences.
    pub order: DifferenceOrder,
    /// Whether the names of the annotators are shown.
    pub names: Names,
}

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
    /// How differences between annotators are decided; `None` outside of an adjudication.
    pub adjudication: Option<Adjudication>,
    /// Suggestions of the built-in suggester with a score below this are not shown.
    pub threshold: f64,
    /// The order in which articles come.
    pub order: ArticleOrder,
    /// The number of programs and language models that are asked about each article.
    pub programs: usize,
}
