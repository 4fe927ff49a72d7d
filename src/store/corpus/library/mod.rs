//! The library: all articles of some paths, found on a thread and read from disk one by one, so that a corpus of any size
//! can be opened.
//!
//! The index holds for each article its file, its line, the byte offset of this line (16 bytes together) and its heading
//! (id and title). A compressed file cannot be read from the middle. While it is indexed, it is unpacked into a temporary
//! file without a name, which the system removes when the process ends; its lines are read from there.
//!
//! May use: `lang`, `gold`, `store/problem`, `store/locate`, `store/input`, `store/corpus`, `std::fs`, `std::time`, `std::env`,
//! `tempfile`.
//!
//! Must never know: gold folders, threads.

mod index;
mod indexing;
mod read;
mod unpacked;

pub use index::{Library, LibraryReport};
pub use read::ReadArticle;
