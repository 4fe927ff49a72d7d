//! Articles read from disk, gold written to it, and hostile input.

mod conflicts;
mod corpus;
mod gold;
mod hostile_input;
mod library;
mod merged_details;
mod merging;
