//! The workbench: what is open, what has the focus, and what a command does to it.
//!
//! For: the [`Model`], `update(&mut Model, Action) -> Vec<Effect>`, the one table of commands, keys and keymap, and the
//! division of the screen into panes.
//!
//! May use: `lang`, `text`, `page`, `gold`, `edit`, `suggest`. Must never know: crossterm, ratatui, disk, clock, threads.
//!
//! Invariants: `update` does no I/O and cannot fail; what must happen outside is an [`Effect`]; every change of an
//! annotation is an [`crate::edit::Edit`] and asks to be saved; the focus names something that exists, or nothing.

mod act;
mod action;
mod command;
mod deed;
mod document;
mod documents;
mod filter;
mod find;
mod key;
mod keymap;
mod matching;
mod model;
mod mouse;
mod panes;
mod pick;
mod prompt;
mod seek;
mod select;
mod update;

pub use act::{Candidate, Pick, Preview, Role};
pub use action::{Action, Effect, Opened, Whole};
pub use command::{Bound, COMMANDS, Command, CommandInfo, Group, Modes, Scope, Side, Way};
pub use document::{Document, Item, State};
pub use documents::Documents;
pub use filter::{Filter, FilterBy};
pub use find::Find;
pub use key::{Key, KeyCode};
pub use keymap::{Chord, Invocation, Keymap, KeymapError, Meaning};
pub use matching::{Among, matching, ranked, scores, ways};
pub use model::{Mode, Model, Notice, Saving, Settings};
pub use mouse::{Mouse, MouseKind};
pub use panes::{MIN_COLUMNS, MIN_ROWS, Panes, Rect};
pub use pick::{ArticleKind, Choice, Picker};
pub use prompt::{InputLine, PROMPT_KEYS, Prompt, Purpose};
pub use seek::Seek;
pub use select::Selection;
pub use update::{update, wanted};
