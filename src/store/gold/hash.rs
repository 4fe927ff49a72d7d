//! The hash of a gold file's content.

use sha2::{Digest, Sha256};

/// The SHA-256 of a gold file's bytes. Journals name gold files by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ContentHash([u8; 32]);

impl ContentHash {
    /// Hashes the bytes of a file.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash in 64 hexadecimal digits, as journals write it.
    pub(crate) fn to_hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
