//! The one table of commands. The keymap, the footer, the help page and the README's table are made from it.

use crate::edit::{Move, Step};

use super::{FilterBy, Mode, Model, State};

/// A side of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Where Arabic ends.
    Left,
    /// Where Arabic begins.
    Right,
}

/// What a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Take the focused suggestion.
    Accept,
    /// Refuse it.
    Reject,
    /// Give the focused entity the label of a digit, or the quote a kind; in a selection: add an entity.
    Label,
    /// Take a verdict back.
    Reopen,
    /// Remove the focused mark.
    Remove,
    /// Move an edge of the focused span, or of the selection. Sides are visual.
    MoveEdge(Side, Move, Step),
    /// Begin to select.
    Select,
    /// Add a quote whose content is the selection.
    AddQuote,
    /// Make the selection the speaker of the quote that had the focus.
    SetSpeaker,
    /// Make the selection its cue.
    SetCue,
    /// To the next pending suggestion.
    NextPending,
    /// To the one before.
    PreviousPending,
    /// To the next item, decided ones too.
    NextItem,
    /// To the one before.
    PreviousItem,
    /// To what lies left on the screen.
    GoLeft,
    /// To what lies right.
    GoRight,
    /// To the first item.
    FirstItem,
    /// To the last.
    LastItem,
    /// A screen forward.
    PageDown,
    /// A screen back.
    PageUp,
    /// To the next article.
    NextArticle,
    /// To the one before.
    PreviousArticle,
    /// Mark the article done, or take that back.
    Done,
    /// Set the article aside, or take that back.
    Skip,
    /// Choose an article.
    Articles,
    /// Look for words.
    Find,
    /// To the next place where they stand.
    FindNext,
    /// To the place before.
    FindPrevious,
    /// See only some of the items.
    Filter(FilterBy),
    /// Run a command by its name.
    Palette,
    /// Take back.
    Undo,
    /// Do again.
    Redo,
    /// Tags under the lines, or not.
    Tags,
    /// The help page.
    Help,
    /// What could not be opened.
    Problems,
    /// Back out of what is open.
    Back,
    /// Stop the program and give the terminal back to the shell, to be resumed.
    Suspend,
    /// Leave.
    Quit,
}

/// In which modes a command can ever be valid: two commands that have none in common may share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes {
    review: bool,
    select: bool,
    sheet: bool,
}

impl Modes {
    const REVIEW: Self = Self { review: true, select: false, sheet: false };
    const SELECT: Self = Self { review: false, select: true, sheet: false };
    const PAGE: Self = Self { review: true, select: true, sheet: false };
    const ALL: Self = Self { review: true, select: true, sheet: true };

    /// Is there a mode that is in both?
    #[must_use]
    pub const fn meet(self, other: Self) -> bool {
        self.review && other.review || self.select && other.select || self.sheet && other.sheet
    }

    /// Is the mode among them?
    #[must_use]
    pub const fn hold(self, mode: &Mode) -> bool {
        match mode {
            Mode::Review => self.review,
            Mode::Select(_) => self.select,
            Mode::Help { .. } | Mode::Problems { .. } => self.sheet,
        }
    }
}

impl Command {
    /// Its row of the table.
    #[must_use]
    pub fn info(self) -> Option<&'static CommandInfo> {
        COMMANDS.iter().find(|info| info.command == self)
    }

    /// In which modes it can be valid; a test holds the table's `valid` to it.
    #[must_use]
    pub const fn modes(self) -> Modes {
        match self {
            Self::AddQuote | Self::SetSpeaker | Self::SetCue => Modes::SELECT,
            Self::Label
            | Self::MoveEdge(..)
            | Self::NextItem
            | Self::PreviousItem
            | Self::GoLeft
            | Self::GoRight
            | Self::Tags
            | Self::Palette => Modes::PAGE,
            Self::PageDown | Self::PageUp | Self::Back | Self::Quit | Self::Suspend => Modes::ALL,
            _ => Modes::REVIEW,
        }
    }
}

/// A part of the help page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Deciding on suggestions.
    Review,
    /// Moving edges.
    Edges,
    /// Adding what no machine proposed.
    Add,
    /// Moving about.
    Move,
    /// Articles.
    Articles,
    /// Finding words, seeing less.
    Find,
    /// The rest.
    Workbench,
}

impl Group {
    /// All of them, in the order of the help page.
    pub const ALL: [Self; 7] =
        [Self::Review, Self::Edges, Self::Add, Self::Move, Self::Find, Self::Articles, Self::Workbench];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Review => "Review",
            Self::Edges => "Edges of the focused span or the selection",
            Self::Add => "Add",
            Self::Move => "Move about",
            Self::Find => "Find, and see less",
            Self::Articles => "Articles",
            Self::Workbench => "Workbench",
        }
    }
}

/// A row of the table.
pub struct CommandInfo {
    /// What it does.
    pub command: Command,
    /// Its name, for keymaps.
    pub name: &'static str,
    /// A word or two for the footer.
    pub short: &'static str,
    /// A sentence for the help page.
    pub about: &'static str,
    /// Its default keys; several keys of [`Command::Label`] are the digits in order.
    pub keys: &'static [&'static str],
    /// Where the help page has it.
    pub group: Group,
    /// Does it make sense now?
    pub valid: fn(&Model) -> bool,
}

const fn row(
    command: Command,
    name: &'static str,
    keys: &'static [&'static str],
    group: Group,
    short: &'static str,
    about: &'static str,
    valid: fn(&Model) -> bool,
) -> CommandInfo {
    CommandInfo { command, name, short, about, keys, group, valid }
}

use Command as C;
use Group as G;
use Move::{Inward, Outward};
use Side::{Left, Right};
use Step::{Grapheme, Word};

/// Every command, in the order of the help page; the footer shows the valid ones in this order.
pub static COMMANDS: &[CommandInfo] = &[
    row(
        C::Accept,
        "accept",
        &["a", "Enter"],
        G::Review,
        "accept",
        "Take the suggestion as it is and go to the next pending one. On a mark: go on.",
        on_item,
    ),
    row(
        C::Reject,
        "reject",
        &["x"],
        G::Review,
        "reject",
        "Refuse the suggestion and go on; it is kept as a negative example. Works on accepted ones too.",
        on_live,
    ),
    row(
        C::Label,
        "label",
        &["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        G::Review,
        "label",
        "Give the entity this label (a suggestion is taken with it); a quote: 1 direct, 2 indirect, 3 mixed. In a selection: add an entity with this label.",
        on_item_or_selection,
    ),
    row(
        C::Reopen,
        "reopen",
        &["Backspace"],
        G::Review,
        "reopen",
        "Take the verdict back: the suggestion is pending again.",
        on_decided,
    ),
    row(
        C::Remove,
        "remove",
        &["r", "Delete"],
        G::Review,
        "remove",
        "Remove the mark. If a machine proposed it, it counts as rejected.",
        on_mark,
    ),
    row(
        C::MoveEdge(Left, Outward, Word),
        "left-edge-out",
        &["h"],
        G::Edges,
        "",
        "Left edge outward by a word (in Arabic: the end takes in the next word).",
        on_span,
    ),
    row(C::MoveEdge(Left, Inward, Word), "left-edge-in", &["j"], G::Edges, "", "Left edge inward by a word.", on_span),
    row(
        C::MoveEdge(Right, Inward, Word),
        "right-edge-in",
        &["k"],
        G::Edges,
        "",
        "Right edge inward by a word.",
        on_span,
    ),
    row(
        C::MoveEdge(Right, Outward, Word),
        "right-edge-out",
        &["l"],
        G::Edges,
        "edges",
        "Right edge outward by a word (in Arabic: the start takes in the word before).",
        on_span,
    ),
    row(
        C::MoveEdge(Left, Outward, Grapheme),
        "left-edge-out-letter",
        &["H"],
        G::Edges,
        "",
        "Left edge outward by a letter with its marks.",
        on_span,
    ),
    row(
        C::MoveEdge(Left, Inward, Grapheme),
        "left-edge-in-letter",
        &["J"],
        G::Edges,
        "",
        "Left edge inward by a letter.",
        on_span,
    ),
    row(
        C::MoveEdge(Right, Inward, Grapheme),
        "right-edge-in-letter",
        &["K"],
        G::Edges,
        "",
        "Right edge inward by a letter: leaves out a proclitic.",
        on_span,
    ),
    row(
        C::MoveEdge(Right, Outward, Grapheme),
        "right-edge-out-letter",
        &["L"],
        G::Edges,
        "by letter",
        "Right edge outward by a letter.",
        on_span,
    ),
    row(
        C::Select,
        "select",
        &["v"],
        G::Add,
        "select",
        "Begin a selection at the focus. The arrows move it by words and lines, the edge keys above change it.",
        in_review,
    ),
    row(
        C::AddQuote,
        "add-quote",
        &["c"],
        G::Add,
        "add quote",
        "In a selection: add a quote with these words as its content.",
        in_selection,
    ),
    row(
        C::SetSpeaker,
        "set-speaker",
        &["s"],
        G::Add,
        "speaker",
        "In a selection: make it the speaker of the quote that had the focus.",
        in_selection_from_quote,
    ),
    row(
        C::SetCue,
        "set-cue",
        &["e"],
        G::Add,
        "cue",
        "In a selection: make it the cue of the quote that had the focus.",
        in_selection_from_quote,
    ),
    row(C::NextPending, "next-pending", &["Tab"], G::Move, "next", "To the next pending suggestion.", in_review),
    row(
        C::PreviousPending,
        "previous-pending",
        &["Shift-Tab"],
        G::Move,
        "",
        "To the pending suggestion before.",
        in_review,
    ),
    row(
        C::NextItem,
        "next-item",
        &["Down"],
        G::Move,
        "",
        "To the next item of the list, decided ones too; in a selection: a line down.",
        on_page,
    ),
    row(
        C::PreviousItem,
        "previous-item",
        &["Up"],
        G::Move,
        "",
        "To the item before; in a selection: a line up.",
        on_page,
    ),
    row(C::GoLeft, "left", &["Left"], G::Move, "", "To the item, or in a selection the word, that lies left.", on_page),
    row(
        C::GoRight,
        "right",
        &["Right"],
        G::Move,
        "",
        "To the item, or in a selection the word, that lies right.",
        on_page,
    ),
    row(C::FirstItem, "first-item", &["Home"], G::Move, "", "To the first item.", in_review),
    row(C::LastItem, "last-item", &["End"], G::Move, "", "To the last item.", in_review),
    row(C::PageDown, "page-down", &["PageDown", "Space"], G::Move, "", "Scroll a screen forward.", always),
    row(C::PageUp, "page-up", &["PageUp"], G::Move, "", "Scroll a screen back.", always),
    row(C::NextArticle, "next-article", &["n"], G::Articles, "article", "To the next article.", in_review),
    row(C::PreviousArticle, "previous-article", &["p"], G::Articles, "", "To the article before.", in_review),
    row(
        C::Done,
        "done",
        &["d"],
        G::Articles,
        "done",
        "Mark the article done and go to the next; on one that is done: take that back.",
        in_review,
    ),
    row(
        C::Skip,
        "skip",
        &["z"],
        G::Articles,
        "",
        "Set the article aside and go to the next; on a skipped one: take that back.",
        in_review,
    ),
    row(C::Undo, "undo", &["u"], G::Workbench, "undo", "Take the last change of this article back.", can_undo),
    row(C::Redo, "redo", &["Ctrl-r"], G::Workbench, "redo", "Do again what was taken back.", can_redo),
    row(
        C::Articles,
        "articles",
        &["g"],
        G::Articles,
        "go to",
        "Go to another article: type a part of its title or id.",
        in_review,
    ),
    row(
        C::Find,
        "find",
        &["/"],
        G::Find,
        "find",
        "Look for words, however they are written; a space before or behind them binds them to a word's edge. A selection then begins at what was found.",
        in_review,
    ),
    row(C::FindNext, "find-next", &["f"], G::Find, "next match", "To the next place where they stand.", has_find),
    row(C::FindPrevious, "find-previous", &["F", "Alt-f"], G::Find, "", "To the place before.", has_find),
    row(
        C::Filter(FilterBy::Entities),
        "filter-entities",
        &["\\ e"],
        G::Find,
        "filter",
        "List and go through entities only; once more: all again.",
        in_review,
    ),
    row(
        C::Filter(FilterBy::Quotes),
        "filter-quotes",
        &["\\ q"],
        G::Find,
        "",
        "List and go through quotes only; once more: all again.",
        in_review,
    ),
    row(
        C::Filter(FilterBy::Pending),
        "filter-pending",
        &["\\ p"],
        G::Find,
        "",
        "List and go through what is pending only; once more: all again.",
        in_review,
    ),
    row(
        C::Filter(FilterBy::NoRejected),
        "filter-rejected",
        &["\\ r"],
        G::Find,
        "",
        "Hide what is rejected from the list; once more: show it.",
        in_review,
    ),
    row(
        C::Filter(FilterBy::Label),
        "filter-label",
        &["\\ 1", "\\ 2", "\\ 3", "\\ 4", "\\ 5", "\\ 6", "\\ 7", "\\ 8", "\\ 9"],
        G::Find,
        "",
        "List and go through entities with this label only; once more: all again.",
        in_review,
    ),
    row(
        C::Filter(FilterBy::Nothing),
        "filter-nothing",
        &["\\ \\"],
        G::Find,
        "",
        "List and go through everything again.",
        in_review,
    ),
    row(
        C::Palette,
        "palette",
        &[":"],
        G::Workbench,
        "commands",
        "Run a command: type a part of its name or of what it does.",
        on_page,
    ),
    row(
        C::Tags,
        "tags",
        &["t"],
        G::Workbench,
        "",
        "Show the labels on the page, under the words, or hide them.",
        on_page,
    ),
    row(
        C::Problems,
        "problems",
        &["!"],
        G::Workbench,
        "problems",
        "Show what could not be opened or saved, and why.",
        has_problems,
    ),
    row(
        C::Back,
        "back",
        &["Esc"],
        G::Workbench,
        "back",
        "Back out of a selection, of what was found, of the help page or a message.",
        can_go_back,
    ),
    row(C::Help, "help", &["?", "F1"], G::Workbench, "help", "This page.", in_review),
    row(C::Quit, "quit", &["q"], G::Workbench, "quit", "Leave; every verdict is saved already.", always),
    row(C::Suspend, "suspend", &["Ctrl-z"], G::Workbench, "", "Stop, and go on with fg (Unix).", always),
];

fn always(_: &Model) -> bool {
    true
}

fn in_review(model: &Model) -> bool {
    model.mode == Mode::Review
}

fn on_page(model: &Model) -> bool {
    matches!(model.mode, Mode::Review | Mode::Select(_))
}

fn in_selection(model: &Model) -> bool {
    matches!(model.mode, Mode::Select(_))
}

fn in_selection_from_quote(model: &Model) -> bool {
    let Mode::Select(selection) = &model.mode else { return false };
    let body = || model.document()?.body(selection.from.as_ref()?);
    body().is_some_and(|(body, _)| body.frame().is_some())
}

fn state(model: &Model) -> Option<State> {
    in_review(model).then(|| model.document()?.focused().map(|item| item.state)).flatten()
}

fn on_item(model: &Model) -> bool {
    state(model).is_some()
}

fn on_live(model: &Model) -> bool {
    matches!(state(model), Some(State::Pending | State::Decided(_)))
}

fn on_mark(model: &Model) -> bool {
    matches!(state(model), Some(State::Decided(_)))
}

fn on_decided(model: &Model) -> bool {
    matches!(state(model), Some(State::Decided(_) | State::Rejected))
}

fn on_item_or_selection(model: &Model) -> bool {
    on_item(model) || in_selection(model)
}

fn on_span(model: &Model) -> bool {
    on_item_or_selection(model)
}

fn can_undo(model: &Model) -> bool {
    in_review(model) && model.document().is_some_and(|document| document.history.can_undo())
}

fn can_redo(model: &Model) -> bool {
    in_review(model) && model.document().is_some_and(|document| document.history.can_redo())
}

fn has_find(model: &Model) -> bool {
    in_review(model) && model.seek.find.is_some()
}

fn has_problems(model: &Model) -> bool {
    in_review(model) && (!model.problems.is_empty() || model.save_error.is_some())
}

fn can_go_back(model: &Model) -> bool {
    !in_review(model) || model.notice.is_some() || model.seek.find.is_some()
}
