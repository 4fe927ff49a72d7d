//! The hash of a gold file's content.

use sha2::{Digest, Sha256};

/// The SHA-256 of a gold file's bytes.
pub(crate) type ContentHash = [u8; 32];

/// In hexadecimal.
pub(crate) fn hex(hash: &ContentHash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn hash(bytes: &[u8]) -> ContentHash {
    Sha256::digest(bytes).into()
}
