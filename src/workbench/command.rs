//! The one table of commands. The keymap, the footer, the help page and the README's table are made from it.

use crate::edit::{Move, Step};
use crate::gold::{Layer, Verdict};

use super::{FilterBy, Mode, Model, Saving, State};

/// A side of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Where Arabic ends.
    Left,
    /// Where Arabic begins.
    Right,
}

/// A way through the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// As one reads on.
    Forward,
    /// Against it.
    Back,
}

/// What a note or a flag is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// What has the focus.
    Item,
    /// The article.
    Article,
}

/// What a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Take the focused suggestion.
    Accept,
    /// Refuse it.
    Reject,
    /// Take all pending ones with the same words and label.
    AcceptSame,
    /// Refuse all of those.
    RejectSame,
    /// Take all pending ones that score at least as high as the focused one.
    AcceptAbove,
    /// Refuse all pending ones that score no higher than the focused one.
    RejectBelow,
    /// The last deciding command again.
    Repeat,
    /// A digit of a count.
    Count,
    /// Propose the same words elsewhere.
    Propagate,
    /// Give the focused entity the label of a digit, or the quote a kind; in a selection: add an entity.
    Label,
    /// Take a verdict back.
    Reopen,
    /// Remove the focused mark.
    Remove,
    /// Move an edge of the focused span, or of the selection. Sides are visual.
    MoveEdge(Side, Move, Step),
    /// Let the edge keys move another part of the focused quote.
    NextPart,
    /// Begin to select.
    Select,
    /// Select the sentence.
    SelectSentence,
    /// Select what stands in quotation marks.
    SelectQuotation,
    /// Add a quote whose content is the selection.
    AddQuote,
    /// Add the selection to the content of the quote that had the focus.
    AddPart,
    /// Choose the speaker of the focused quote, or make the selection its speaker.
    SetSpeaker,
    /// Choose its cue, or make the selection its cue.
    SetCue,
    /// Choose the entity that the speaker of the focused quote is.
    LinkSpeaker,
    /// Add the selection just as it is, stray space and punctuation too; or not.
    Exact,
    /// Move the whole selection by a letter, as it is seen.
    LetterTo(Side),
    /// Move the whole selection by a letter in reading order.
    Letter(Way),
    /// Select the next word, or the one before, in reading order.
    Word(Way),
    /// Write a note on the focused item, or on the article.
    Note(Scope),
    /// Flag the focused item, or the article, for discussion; or take the flag away.
    Flag(Scope),
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
    /// The mouse for the workbench, or for the terminal.
    Mouse,
    /// The guidelines of the label set.
    Guidelines,
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
pub struct Modes(u8);

impl Modes {
    const REVIEW: Self = Self(1);
    const SELECT: Self = Self(2);
    const PICK: Self = Self(4);
    const PREVIEW: Self = Self(8);
    const FINISH: Self = Self(16);
    const SHEET: Self = Self(32);
    const ALL: Self = Self(63);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Is there a mode that is in both?
    #[must_use]
    pub const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Is the mode among them?
    #[must_use]
    pub const fn hold(self, mode: &Mode) -> bool {
        self.meet(match mode {
            Mode::Review => Self::REVIEW,
            Mode::Select(_) => Self::SELECT,
            Mode::Pick(_) => Self::PICK,
            Mode::Preview(_) => Self::PREVIEW,
            Mode::Finish => Self::FINISH,
            Mode::Help { .. } | Mode::Guidelines { .. } | Mode::Problems { .. } => Self::SHEET,
        })
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
            Self::AddQuote
            | Self::AddPart
            | Self::SelectSentence
            | Self::SelectQuotation
            | Self::Exact
            | Self::LetterTo(_)
            | Self::Letter(_)
            | Self::Word(_) => Modes::SELECT,
            Self::MoveEdge(..)
            | Self::SetSpeaker
            | Self::SetCue
            | Self::NextItem
            | Self::PreviousItem
            | Self::GoLeft
            | Self::GoRight
            | Self::Tags
            | Self::Mouse
            | Self::Palette => Modes::REVIEW.and(Modes::SELECT),
            Self::Label => Modes::REVIEW.and(Modes::SELECT).and(Modes::PICK),
            Self::Select | Self::Reopen => Modes::REVIEW.and(Modes::PICK),
            Self::Accept => Modes::REVIEW.and(Modes::FINISH).and(Modes::PREVIEW),
            Self::Reject | Self::Done => Modes::REVIEW.and(Modes::FINISH),
            Self::PageDown | Self::PageUp | Self::Back | Self::Help | Self::Guidelines | Self::Quit | Self::Suspend => {
                Modes::ALL
            }
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
    /// Notes and flags.
    Notes,
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
    pub const ALL: [Self; 8] =
        [Self::Review, Self::Edges, Self::Add, Self::Notes, Self::Move, Self::Find, Self::Articles, Self::Workbench];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Review => "Review",
            Self::Edges => "Edges of the focused span or the selection",
            Self::Add => "Add",
            Self::Notes => "Notes and flags",
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
use Step::{Grapheme, Proclitic, Word};

/// Every command, in the order of the help page; the footer shows the valid ones in this order.
pub static COMMANDS: &[CommandInfo] = &[
    row(
        C::Accept,
        "accept",
        &["a", "Enter"],
        G::Review,
        "accept",
        "Take the suggestion as it is and go to the next pending one. On a mark: go on.",
        can_accept,
    ),
    row(
        C::Reject,
        "reject",
        &["x"],
        G::Review,
        "reject",
        "Refuse the suggestion and go on; it is kept as a negative example. Works on accepted ones too.",
        can_reject,
    ),
    row(
        C::AcceptSame,
        "accept-same",
        &["A"],
        G::Review,
        "",
        "Take every pending suggestion of this article with the same words and label, as one step of undo.",
        on_pending,
    ),
    row(
        C::RejectSame,
        "reject-same",
        &["X"],
        G::Review,
        "",
        "Refuse every pending suggestion with the same words and label.",
        on_pending,
    ),
    row(
        C::AcceptAbove,
        "accept-above",
        &["+"],
        G::Review,
        "",
        "Take every pending suggestion that scores at least as high as this one; after a count (090+), at least that many hundredths.",
        on_score,
    ),
    row(
        C::RejectBelow,
        "reject-below",
        &["-"],
        G::Review,
        "",
        "Refuse every pending suggestion that scores no higher than this one; after a count, no higher than that.",
        on_score,
    ),
    row(
        C::Repeat,
        "repeat",
        &["."],
        G::Review,
        "",
        "The last verdict, label, edge move or verdict on many again, on what has the focus now.",
        on_item,
    ),
    row(
        C::Label,
        "label",
        &["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        G::Review,
        "label",
        "Give the entity this label (a suggestion is taken with it); a quote: 1 direct, 2 indirect, 3 mixed. In a selection: add an entity with this label.",
        takes_a_digit,
    ),
    row(
        C::Propagate,
        "propagate",
        &["P"],
        G::Review,
        "",
        "Show where the same words stand elsewhere, in this and in the other open articles, and propose them: Enter puts them up for review, Esc does not.",
        on_entity,
    ),
    row(
        C::Reopen,
        "reopen",
        &["Backspace"],
        G::Review,
        "reopen",
        "Take the verdict back: the suggestion is pending again.",
        can_reopen,
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
        C::MoveEdge(Right, Inward, Proclitic),
        "right-edge-in-proclitic",
        &["i"],
        G::Edges,
        "",
        "Right edge inward by a proclitic: leaves out و ف ب ل ك س, and the first ل of لل.",
        on_span,
    ),
    row(
        C::MoveEdge(Right, Outward, Proclitic),
        "right-edge-out-proclitic",
        &["o"],
        G::Edges,
        "proclitic",
        "Right edge outward by a proclitic: takes one in.",
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
        &["L", "Alt-l"],
        G::Edges,
        "by letter",
        "Right edge outward by a letter.",
        on_span,
    ),
    row(
        C::NextPart,
        "next-part",
        &["w"],
        G::Edges,
        "part",
        "On a quote: the edge keys move its speaker, then its cue, then its content again.",
        on_quote,
    ),
    row(
        C::Select,
        "select",
        &["v"],
        G::Add,
        "select",
        "Begin a selection: behind the focused entity; on a quote at its speaker, else its cue, else before its content. The arrows move it by words and lines, the edge keys change it.",
        in_review_or_pick,
    ),
    row(
        C::SelectSentence,
        "select-sentence",
        &["S"],
        G::Add,
        "sentence",
        "In a selection: the whole sentence.",
        in_selection,
    ),
    row(
        C::SelectQuotation,
        "select-quotation",
        &["\""],
        G::Add,
        "marks",
        "In a selection: what stands in the quotation marks around it, or in the next ones.",
        in_selection,
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
        C::AddPart,
        "add-part",
        &["C", "Alt-c"],
        G::Add,
        "add part",
        "In a selection: add these words to the content of the quote that had the focus.",
        in_selection_from_quote,
    ),
    row(
        C::SetSpeaker,
        "set-speaker",
        &["s"],
        G::Add,
        "speaker",
        "Choose the speaker of the focused quote by number (Backspace clears it). In a selection: make that its speaker.",
        on_quote_or_selection_from_it,
    ),
    row(
        C::SetCue,
        "set-cue",
        &["e"],
        G::Add,
        "cue",
        "Choose the cue of the focused quote by number (Backspace clears it). In a selection: make that its cue.",
        on_quote_or_selection_from_it,
    ),
    row(
        C::LinkSpeaker,
        "link-speaker",
        &["E"],
        G::Add,
        "",
        "Choose by number the entity that the speaker of the focused quote is (Backspace takes the link away). An entity inside the speaker is linked by itself.",
        on_quote_with_speaker,
    ),
    row(
        C::Exact,
        "exact",
        &["x"],
        G::Add,
        "exact",
        "In a selection: add it just as it is; without this, stray space and punctuation at its edges stay outside. Once more: trim again.",
        in_selection,
    ),
    row(
        C::Word(Way::Forward),
        "next-word",
        &["Tab"],
        G::Add,
        "",
        "In a selection: select the next word in reading order.",
        in_selection,
    ),
    row(
        C::Word(Way::Back),
        "previous-word",
        &["Shift-Tab"],
        G::Add,
        "",
        "In a selection: select the word before in reading order.",
        in_selection,
    ),
    row(
        C::LetterTo(Left),
        "letter-left",
        &["Shift-Left"],
        G::Add,
        "",
        "In a selection: move all of it one letter to the left.",
        in_selection,
    ),
    row(
        C::LetterTo(Right),
        "letter-right",
        &["Shift-Right"],
        G::Add,
        "",
        "In a selection: move all of it one letter to the right.",
        in_selection,
    ),
    row(
        C::Letter(Way::Forward),
        "next-letter",
        &["."],
        G::Add,
        "",
        "In a selection: move all of it one letter on in reading order.",
        in_selection,
    ),
    row(
        C::Letter(Way::Back),
        "previous-letter",
        &[","],
        G::Add,
        "",
        "In a selection: move all of it one letter back in reading order.",
        in_selection,
    ),
    row(
        C::Flag(Scope::Item),
        "flag",
        &["Y"],
        G::Notes,
        "",
        "Flag the item for discussion, whatever its verdict; once more: take the flag away.",
        on_item,
    ),
    row(
        C::Note(Scope::Item),
        "note",
        &["N"],
        G::Notes,
        "",
        "Write a note on the item, or change it; an empty one removes it.",
        on_item,
    ),
    row(
        C::Flag(Scope::Article),
        "flag-article",
        &["; y"],
        G::Notes,
        "",
        "Flag the article for discussion; once more: take the flag away.",
        in_review,
    ),
    row(
        C::Note(Scope::Article),
        "note-article",
        &["; n"],
        G::Notes,
        "",
        "Write a note on the article, or change it.",
        in_review,
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
    row(
        C::PageDown,
        "page-down",
        &["PageDown", "Space"],
        G::Move,
        "",
        "Scroll a screen forward; the focus stays where it is.",
        always,
    ),
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
        in_review_or_finishing,
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
        "Go to another article: type a part of its title or id, or its number; Tab shows only those of one status, or the flagged ones.",
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
        C::Filter(FilterBy::Flagged),
        "filter-flagged",
        &["\\ y"],
        G::Find,
        "",
        "List and go through what is flagged for discussion only; once more: all again.",
        in_review,
    ),
    row(
        C::Filter(FilterBy::Noted),
        "filter-noted",
        &["\\ n"],
        G::Find,
        "",
        "List and go through what has a note only; once more: all again.",
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
        C::Count,
        "count",
        &["0"],
        G::Workbench,
        "",
        "Begins a count: 03Tab goes to the third pending suggestion from here.",
        in_review,
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
        C::Mouse,
        "mouse",
        &["m"],
        G::Workbench,
        "",
        "Let the mouse point at spans, select words by dragging, and scroll; or leave it to the terminal for copying.",
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
    row(
        C::Guidelines,
        "guidelines",
        &["I"],
        G::Workbench,
        "guidelines",
        "What each label is for, with examples; the label of the focus first. A selection or a choice stays open below.",
        guides,
    ),
    row(C::Help, "help", &["?", "F1"], G::Workbench, "help", "This page.", helps),
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

/// On a pending suggestion, whose score is meant; or after a count, which is one.
fn on_score(model: &Model) -> bool {
    on_pending(model) || in_review(model) && model.count.is_some()
}

fn on_pending(model: &Model) -> bool {
    state(model) == Some(State::Pending)
}

/// On the focused item, or where the rest of an article or a preview is decided at once.
fn can_accept(model: &Model) -> bool {
    on_item(model) || matches!(model.mode, Mode::Finish | Mode::Preview(_))
}

fn can_reject(model: &Model) -> bool {
    on_live(model) || model.mode == Mode::Finish
}

/// A verdict can be taken back, or a part of a quote be cleared.
fn can_reopen(model: &Model) -> bool {
    on_decided(model) || matches!(model.mode, Mode::Pick(_))
}

fn takes_a_digit(model: &Model) -> bool {
    on_item_or_selection(model) || matches!(model.mode, Mode::Pick(_))
}

fn in_review_or_pick(model: &Model) -> bool {
    matches!(model.mode, Mode::Review | Mode::Pick(_))
}

fn in_review_or_finishing(model: &Model) -> bool {
    matches!(model.mode, Mode::Review | Mode::Finish)
}

fn focused_layer(model: &Model) -> Option<Layer> {
    let document = model.document().filter(|_| in_review(model))?;
    document.body(document.focus.as_ref()?).map(|(body, _)| body.layer())
}

fn on_entity(model: &Model) -> bool {
    focused_layer(model) == Some(Layer::Entity)
}

fn on_quote(model: &Model) -> bool {
    focused_layer(model) == Some(Layer::Quote)
}

fn on_quote_with_speaker(model: &Model) -> bool {
    let focused = || {
        let document = model.document().filter(|_| in_review(model))?;
        document.body(document.focus.as_ref()?)?.0.frame()?.speaker.as_ref()
    };
    focused().is_some()
}

fn on_quote_or_selection_from_it(model: &Model) -> bool {
    on_quote(model) || in_selection_from_quote(model)
}

fn on_mark(model: &Model) -> bool {
    matches!(state(model), Some(State::Decided(_)))
}

fn guides(model: &Model) -> bool {
    !matches!(model.mode, Mode::Guidelines { .. })
}

fn helps(model: &Model) -> bool {
    !matches!(model.mode, Mode::Help { .. })
}

/// On something that a machine proposed and a person decided.
fn on_decided(model: &Model) -> bool {
    matches!(state(model), Some(State::Decided(Verdict::Accepted | Verdict::Fixed) | State::Rejected))
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
    in_review(model) && (!model.problems.is_empty() || model.saving() == Saving::Failed)
}

fn can_go_back(model: &Model) -> bool {
    !in_review(model) || model.notice.is_some() || model.count.is_some() || model.seek.find.is_some()
}
