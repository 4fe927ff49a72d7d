//! All articles behind some paths, without holding them: their headings, and where they stand.
//!
//! An index is made behind the first article on the screen: for each article its file, its line and the byte where that
//! begins (sixteen bytes), and its heading. An article is read when it is asked for. What is compressed cannot be read
//! from the middle: as it is indexed it is unpacked into a nameless file beside other temporary ones, which the system
//! removes with the process, and from there a line is read as from any other file.

mod index;
mod indexing;
mod read;
mod unpacked;

pub use index::{Library, LibraryReport};
pub use read::ReadArticle;
