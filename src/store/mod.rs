//! The store: articles are read from disk, and gold is kept on it. The only room that writes gold.
//!
//! - `disk`: the calls of the disk, whole files;
//! - `corpus`: articles, from paths ([`read_corpus`]) or by number ([`Library`], [`Opener`]);
//! - `gold`: the folder of gold files ([`GoldFolder`]), its journals and its [`Lock`], and the thread that saves
//!   ([`Writer`]);
//! - `check`: examining and fixing gold files;
//! - `input`: opening what is read, and how large it may be;
//! - `output`: the files that a verb writes ([`Outputs`]): checked first, renamed at the end;
//! - `settings`: the user's settings and keys;
//! - `problem`: a [`Problem`] with a file, as the user sees it.
//!
//! May use: `lang`, `text`, `gold`, `edit`, `std::fs`, `std::thread`, `std::time`, `std::env`, `rustix`, `tempfile`,
//! `etcetera`.
//!
//! Must never know: the terminal, the workbench, the view, what a verdict means.
//!
//! Invariants:
//! - reading changes nothing on disk, and no content of a file makes a reader panic: a fault is a [`Problem`];
//! - the text of an article is exact: no byte order mark, line end or control character in it is changed;
//! - a change is saved when its line in the journal is on disk, and a line that was written is never lost;
//! - a file is replaced as a whole or not at all, and a file that another program wrote since it was read stays;
//! - no article id, whatever characters it has, names a file outside the gold folder.
//!
//! Tests: `faults` refuses every call of a simulated disk in turn, and lets the power go at each.

mod check;
mod corpus;
mod disk;
mod gold;
mod input;
mod locate;
mod output;
mod problem;
mod settings;

pub use check::examine::{ExaminedObject, each_examined};
pub use check::fix::Fixer;
pub use corpus::library::{Library, LibraryReport, ReadArticle};
pub use corpus::opener::{FoundConflicts, OpenedArticle, Opener};
pub use corpus::raw::{RawArticle, Supply, each_raw_article, each_raw_line, total_bytes};
pub use corpus::read::{Corpus, GoldResult, each_gold, each_gold_line, read_corpus};
pub use corpus::stream::unpack_stream;
pub use gold::conflicts::{ConflictFile, MergedConflict};
pub use gold::copy_rest::LeftBehind;
pub use gold::file_state::CONFLICT_BASE;
pub use gold::folder::{Access, GoldFolder, has_journals};
pub use gold::journal::resume::ResumedArticle;
pub use gold::lock::{Lock, LockError};
pub use gold::lock_holder::LockHolder;
pub use gold::name::{file_stem, is_conflict_file};
pub use gold::replace::replace_gold_file;
pub use gold::report::SaveReport;
pub use gold::save_as::ArticleToMove;
pub use gold::writer::Writer;
pub(crate) use input::is_standard_output;
pub use input::{
    Archive, CountedFile, InputKind, InputLimits, bytes_read, bytes_to_read, open_input, read_input, read_text_input,
};
pub use output::article_files::ArticleFiles;
pub use output::check::open_regular;
pub use output::distinct_ids::DistinctIds;
pub use output::file::OutputFile;
pub use output::gold_lines::write_gold_lines;
pub use output::inputs::Inputs;
pub use output::outputs::{OutputKind, Outputs, make_folder};
pub use output::resumed::{ResumedFile, WrittenIds, WrittenLine};
pub use problem::{Problem, escape_controls, printable};
pub use settings::answer_cache::AnswerCache;
pub use settings::keymap::read_keymap;
pub use settings::labels::add_label;
pub use settings::user::UserFolder;

#[cfg(test)]
mod faults;
