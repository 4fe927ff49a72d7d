//! The journal: one file for each article, `GOLD/.journal/ARTICLE-ID.jsonl`, with a line for everything that was done.

pub(crate) mod append;
mod claim;
pub(crate) mod end;
mod gold_line;
mod line;
mod replay;
pub(crate) mod resume;
pub(crate) mod rewrite;
pub(crate) mod state;
