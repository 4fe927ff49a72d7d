//! Disk: articles are read from it, gold is kept on it. The only room that writes files.
//!
//! For: article sources ([`read_corpus`]), the folder of gold files ([`GoldFolder`]) with its [`Lock`], and the thread that
//! saves ([`Writer`]), first in each article's journal, so that drawing never waits for the disk.
//!
//! May use: [`crate::text`], [`crate::gold`] and the room of edits. Must never know: the terminal, the workbench,
//! the view, and what a verdict means.
//!
//! Invariants:
//! - reading touches nothing on disk, and nothing that is read can make it panic: what is wrong is a [`Problem`];
//! - a text is exact: neither a byte order mark, nor a line end, nor a control character of it is changed;
//! - a change is on disk as soon as its line in the journal is, and a line that was written whole is never lost;
//! - a file is replaced whole or not at all, and no file that another program wrote since it was read is replaced;
//! - no article id, whatever is in it, names a file outside the gold folder.

mod check;
mod corpus;
mod disk;
mod gold;
mod locate;
mod problem;
mod settings;

pub use check::examine::{ExaminedObject, each_examined};
pub use check::fix::Fixer;
pub use corpus::library::{Library, LibraryReport, ReadArticle};
pub use corpus::opener::{OpenedArticle, Opener};
pub use corpus::raw::{RawArticle, each_raw_article, each_raw_line, total_bytes};
pub use corpus::read::{Corpus, GoldResult, each_article, each_gold, each_gold_line, each_line, read_corpus};
pub use corpus::stream::unpack_stream;
pub use disk::output::{OutputFile, WrittenIds};
pub use disk::replace::write_file;
pub use gold::folder::GoldFolder;
pub use gold::journal::resume::ResumedArticle;
pub use gold::lock::{Lock, LockError, LockHolder};
pub use gold::name::file_stem;
pub use gold::save_as::ArticleToMove;
pub use gold::writer::{SaveReport, Writer};
pub use problem::{Problem, escape_controls, printable};
pub use settings::keymap::read_keymap;
pub use settings::user::UserFolder;

#[cfg(test)]
mod faults;
