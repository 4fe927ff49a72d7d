//! Article sources: paths to files, files to articles, and the index of all of them.

pub(crate) mod adopt;
pub(crate) mod fault;
pub(crate) mod kind;
pub(crate) mod library;
pub(crate) mod natural;
pub(crate) mod opener;
pub(crate) mod peek;
pub(crate) mod raw;
pub(crate) mod read;
pub(crate) mod source;
pub(crate) mod stream;
pub(crate) mod unpack;
pub(crate) mod walk;
