//! The traits of a token: what the features of choices know of it. `choice/token_traits.rs` works them out.

/// What is known of a token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokenTraits {
    /// The token's letters.
    pub(crate) word: u64,
    /// Its clusters, of 64 and of 256; 0 for none.
    pub(crate) clusters: [u64; 2],
    /// Its kind, with the mark itself.
    pub(crate) kind: u64,
    /// Facts of the rules, one bit each.
    pub(crate) facts: u64,
}
