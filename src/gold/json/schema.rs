//! The name of the format, its unit of offsets, and the hash of a text.

use sha2::{Digest, Sha256};

/// The schema that this program reads and writes.
pub const SCHEMA: &str = "tawsim/1";

pub(super) const UNIT: &str = "codepoint";

/// The SHA-256 hash of the UTF-8 bytes of a text, in hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
