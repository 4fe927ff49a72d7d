//! The journal of an article: a file of lines that makes every verdict safe at once, and that holds the history.
//!
//! # Format
//!
//! Each article has one journal, `GOLD/.journal/ARTICLE-ID.jsonl`: UTF-8, one JSON object a line, each line ended by a line
//! feed. Each object begins with a checksum of its line (`line.rs`). There are three kinds of lines:
//!
//! - `begin`, always the first line: the schema, the article's id, the SHA-256 of its text, and the SHA-256 of the gold
//!   file at that time (`null` if there was none);
//! - `change`: a commit, an undo or a redo, with the whole edit before and after, numbered from 1 (`record.rs`);
//! - `gold`: the gold file `was` is replaced by the gold file `is`, which contains the changes up to `seq`.
//!
//! # The life of a line
//!
//! 1. A command changes the annotation. The change waits in memory for the writer's thread.
//! 2. [`append`] writes its line after the last line and syncs the file. *Saved* means exactly this: the line is in the
//!    journal, synced. The status line says "saved" only now.
//! 3. When the annotator pauses, the gold file follows (`store/gold/save.rs`). A `gold` line goes first, synced: it names
//!    the new and the old content. Then the gold file is replaced. Then a second `gold` line names the new content twice:
//!    the journal is at rest.
//! 4. At the next start, [`resume`] reads the gold file and the journal. The changes behind the `gold` line of the
//!    content that is on disk are the ones that the gold file lacks. They are replayed, and the gold file is written.
//! 5. When the article is done, [`rewrite`] replaces the journal with the shortest one that has the same history.
//!
//! A line is never changed. The file only grows, or is replaced as a whole by one that gives the same result. A file that
//! cannot be used is kept under another name and never removed.
//!
//! # What happens at each fault
//!
//! | fault | what happens |
//! |---|---|
//! | the disk refuses a call | the change stays in memory and is written later, in order; a beginning of a line that the attempt left is written over |
//! | the process ends before the line is synced | the change was not called saved; the line is there as a whole, or it is torn |
//! | torn: the last line has no line feed | it is cut off, and a message says so |
//! | damage: a line does not have its checksum, or changes are missing | the gold file and the whole lines after its `gold` line are used; the file is kept as `ID.jsonl.damaged-N`, and a sound journal takes its place; the history begins after the damage or ends before it |
//! | stale: the gold file on disk is none of the two that the newest `gold` line names, or the text is another one | the gold file counts alone; the journal is kept as `ID.jsonl.stale-N` |
//! | another program wrote in the journal while it is open | noticed before the next line, by the length and the last 128 bytes; all of it is kept as `ID.jsonl.stale-N`; foreign bytes after the own ones are then cut off, otherwise a new journal is begun |
//! | the journal disappears while it is open | the gold file is written first, and a new journal begun on it; earlier changes can no longer be undone after a restart |
//! | a later version wrote the journal | the article is not opened; nothing is touched |
//! | the process has no lock | the journal is replayed in memory; nothing is touched |
//!
//! May use: `lang`, `text`, `gold`, `edit`, `store/problem`, `store/disk`, `store/gold`.
//!
//! Must never know: threads, the clock, where articles come from.

mod append;
mod claim;
pub(crate) mod end;
pub(crate) mod gold_line;
mod line;
mod record;
mod replay;
pub(crate) mod resume;
pub(crate) mod rewrite;
pub(crate) mod state;
pub(crate) mod unread;
