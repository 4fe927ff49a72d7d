//! The workbench: which articles are open, what has the focus, and what a command does to it.
//!
//! For: the [`Model`], `update(&mut Model, Action) -> Vec<Effect>`, the one table of commands, keys and keymap, and the
//! division of the screen into panes.
//!
//! May use: `lang`, `text`, `page`, `gold`, `edit`, `suggest`, `nucleo_matcher`.
//!
//! Must never know: crossterm, ratatui, the disk, the clock, threads.
//!
//! Invariants: [`update`] does no I/O and cannot fail, and nothing else changes the model; what must happen outside is an
//! [`Effect`], and what happened there comes back as an [`Action`]; every change of an annotation is an
//! [`crate::edit::Edit`] and asks to be saved; the focus names an item that exists, or nothing.

mod action;
mod command;
mod direction;
mod document;
mod effect;
mod jump;
mod key;
mod keyboard;
mod keymap;
mod model;
mod mouse;
mod order;
mod panes;
mod pointer;
mod press;
mod remark_scope;
mod requests;
mod role;
mod search;
mod selection;
pub mod tutorial;
mod update;
mod words_beside;

pub use action::Action;
pub use command::{
    COMMANDS, Command, CommandName, CommandTraits, Condition, Footer, FooterKeys, Group, KeymapError, Modes,
};
pub use direction::{ReadingDirection, Side};
pub use document::{
    BegunArticle, ConflictVersion, Document, Documents, FoundVersions, Item, ItemState, LoadedArticle, list_top,
};
pub use effect::{Effect, Reload};
pub use jump::{Jump, JumpFor, JumpTarget};
pub use key::{Key, KeyCode};
pub use keyboard::{Keyboard, Layout};
pub use keymap::{Chord, Invocation, Keymap, Meaning};
pub use model::{
    Adjudication, DifferenceOrder, Mode, Model, Names, Notice, ReadingRow, ReadingStack, Saving, Settings,
    reader_letters,
};
pub use mouse::{Mouse, MouseKind};
pub use order::ArticleOrder;
pub use panes::{MIN_COLUMNS, MIN_ROWS, Panes, Rect};
pub use remark_scope::RemarkScope;
pub use role::{Role, RoleCandidate, RoleChoice};
pub use search::Search;
pub use search::filter::{Filter, FilterBy};
pub use search::find::Find;
pub use search::input_line::InputLine;
pub use search::matching::{MatchScope, matching, ranked, readings, scores};
pub use search::picker::{ArticleKind, Choice, Picker};
pub use search::prompt::{PROMPT_KEYS, Prompt, Purpose};
pub use search::propagation::{Preview, PreviewThen};
pub use search::word_list::WordChoice;
pub use selection::Selection;
pub use update::update;
