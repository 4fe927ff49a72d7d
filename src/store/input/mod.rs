//! Opening what is read: the only place that opens an input file.
//!
//! An input is a regular file, or a pipe that the shell made for the command line (`<(…)`, `/dev/stdin`). A named pipe, a
//! device or a socket would block or never end; it is refused, whoever names it. Each kind of file has a largest size, and
//! the lines of a stream have a longest length, so that no input takes all memory. The file to which standard output goes is
//! refused as well.
//!
//! May use: `std::fs`, `rustix`.
//!
//! Must never know: articles, gold, what is done with the bytes.

mod amount;
mod archive;
mod identity;
mod limits;
mod lines;
mod open;

pub use amount::{CountedFile, bytes_read, bytes_to_read};
pub use archive::Archive;
pub(crate) use identity::{FileIdentity, is_standard_output};
pub use limits::{InputKind, InputLimits};
pub(crate) use limits::{megabytes, most_unpacked};
pub(crate) use lines::{LineError, LineReader};
pub(crate) use open::read_bounded;
pub use open::{open_input, read_input, read_text_input};
