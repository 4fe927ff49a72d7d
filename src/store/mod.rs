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

mod along;
mod corpus;
mod disk;
mod examine;
mod folder;
mod glance;
mod head;
mod journal;
mod keys;
mod library;
mod lock;
mod name;
mod natural;
mod opener;
mod output;
mod place;
mod problem;
mod raw;
mod replace;
mod source;
mod stream;
mod unpack;
mod user;
mod walk;
mod writer;

pub use corpus::{Corpus, Gold, each_article, each_gold, each_gold_line, each_line, open};
pub use examine::{Look, Mender, each_look};
pub use folder::GoldFolder;
pub use journal::Left;
pub use keys::read_keymap;
pub use library::{Library, News, Opened};
pub use lock::{Holder, Lock, LockError};
pub use name::file_stem;
pub use opener::{Found, Opener};
pub use output::{Output, Written};
pub use problem::{Problem, escaped, shown};
pub use raw::{Raw, bytes_of, each_raw, each_raw_line};
pub use replace::write_file;
pub use stream::unpacked;
pub use user::UserFolder;
pub use writer::{Moving, Report, Writer};

#[cfg(test)]
mod faults;
#[cfg(test)]
mod simulated;
