//! The folder of gold files, with its journals and its lock, and the thread that saves.

pub(crate) mod copy_rest;
pub(crate) mod file_state;
pub(crate) mod folder;
pub(crate) mod hash;
pub(crate) mod journal;
pub(crate) mod lock;
pub(crate) mod mismatch;
pub(crate) mod name;
pub(crate) mod peek;
pub(crate) mod save;
pub(crate) mod save_as;
pub(crate) mod writer;
