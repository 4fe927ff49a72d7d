//! What can be done, by name.

use crate::edit::{Move, Step};
use crate::workbench::FilterBy;

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
    /// Say that the speaker of the focused quote is only implied, or that it is not.
    ImplySpeaker,
    /// Add the selection just as it is, stray space and punctuation too; or not.
    Exact,
    /// Move the whole selection by a letter, as it is seen.
    LetterTo(Side),
    /// Move the whole selection by a letter in reading order.
    Letter(Way),
    /// Select the next word, or the one before, in reading order.
    Word(Way),
    /// Select the last word of the line, or the first.
    LineEnd(Way),
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
    /// Take all that is pending and mark the article done.
    AcceptRest,
    /// Refuse all that is pending and mark the article done.
    RejectRest,
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
    /// Show fewer, or more, of the suggestions that score low.
    Threshold(Bound),
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
    /// Save everything in another folder, and go on there.
    SaveAs,
    /// Leave.
    Quit,
}

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

/// Where to a bound is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// Up.
    Higher,
    /// Down.
    Lower,
}

/// What a note or a flag is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// What has the focus.
    Item,
    /// The article.
    Article,
}
