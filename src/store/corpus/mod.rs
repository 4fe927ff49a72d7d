//! Article sources: from paths to files, and from files to articles.
//!
//! Entry points: [`read::read_corpus`] and its neighbours read everything; [`raw::each_raw_article`] hands over unparsed
//! articles for other threads; [`library::Library`] reads articles by number from a corpus of any size, and
//! [`opener::Opener`] opens them with their gold.
//!
//! May use: `lang`, `text`, `gold`, `store/problem`, `store/locate`, `store/input`, `store/gold`, `std::fs`, `std::thread`,
//! `std::time`.
//!
//! Must never know: the terminal, the workbench, how gold is saved.
//!
//! Invariants:
//! - reading changes nothing on disk (only [`opener::Opener`] repairs journals, with the lock);
//! - nothing in a file makes the reader panic: each fault is a problem with its file and line;
//! - the text of an article is exact: no byte order mark, line end or control character in it is changed.

mod adopt;
pub(crate) mod fault;
pub(crate) mod kind;
pub(crate) mod library;
mod natural;
pub(crate) mod opener;
mod peek;
pub(crate) mod raw;
pub(crate) mod read;
mod source;
pub(crate) mod stream;
mod survey;
pub(crate) mod unpack;
pub(crate) mod walk;
