//! The gold folder: gold files with their journals and their lock, and the thread that saves.
//!
//! Entry points: [`folder::GoldFolder`] (`load`, `save`, `lock`), [`journal`] (`append_entries`, `resume`) and
//! [`writer::Writer`], which calls them on its thread. [`reader`] reads gold for verbs that only read.
//!
//! May use: `lang`, `gold`, `edit`, `store/problem`, `store/locate`, `store/disk`, `store/input`, `std::fs`, `std::thread`,
//! `std::time`, `std::env`.
//!
//! Must never know: where articles come from, the terminal, the workbench, what a verdict means.
//!
//! Invariants:
//! - *saved* means that the change is in the journal, synced (see [`journal`]);
//! - a gold file is replaced as a whole, and never when another program wrote it since it was read: the annotation then
//!   goes to `ID.conflict-N.json` beside it (`save.rs`);
//! - every article id has a file of its own directly in the folder (`name.rs`);
//! - no link leads a write out of the folder.

pub(crate) mod conflicts;
pub(crate) mod copy_rest;
pub(crate) mod file_state;
pub(crate) mod folder;
mod hash;
pub(crate) mod journal;
pub(crate) mod lock;
pub(crate) mod lock_holder;
mod merge_base;
mod mismatch;
pub(crate) mod name;
pub(crate) mod peek;
pub(crate) mod reader;
pub(crate) mod replace;
pub(crate) mod report;
mod save;
pub(crate) mod save_as;
mod save_queue;
pub(crate) mod writer;
