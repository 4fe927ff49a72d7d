//! Disk: articles are read from it, gold is kept on it. The only room that writes files.
//!
//! For: article sources ([`open`]), the folder of gold files ([`GoldFolder`]) with its [`Lock`], and the thread that
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

pub use check::examine::{Look, each_look};
pub use check::mend::Mender;
pub use corpus::library::{Library, News, Opened};
pub use corpus::opener::{Found, Opener};
pub use corpus::raw::{Raw, bytes_of, each_raw, each_raw_line};
pub use corpus::read::{Corpus, Gold, each_article, each_gold, each_gold_line, each_line, open};
pub use corpus::stream::unpacked;
pub use disk::output::{Output, Written};
pub use disk::replace::write_file;
pub use gold::folder::GoldFolder;
pub use gold::journal::resume::Left;
pub use gold::lock::{Holder, Lock, LockError};
pub use gold::name::file_stem;
pub use gold::save_as::Moving;
pub use gold::writer::{Report, Writer};
pub use problem::{Problem, escaped, shown};
pub use settings::keymap::read_keymap;
pub use settings::user::UserFolder;

#[cfg(test)]
mod faults;
