//! The name of the format, its unit of offsets, and the hash of a text.

use sha2::{Digest, Sha256};

/// The schema of a file without relations, attributes and parts of entities.
pub const SCHEMA: &str = "tawsim/1";

/// The schema of a file with relations, attributes or parts of entities. A reader of [`SCHEMA`] would take an entity in
/// parts for one that includes the words between them, and would leave relations behind without their ends. So a file has
/// this number if, and only if, it needs it.
pub const RELATIONS_SCHEMA: &str = "tawsim/2";

/// True for a schema that is read as it is.
pub(super) fn is_present(schema: &str) -> bool {
    [SCHEMA, RELATIONS_SCHEMA].contains(&schema)
}

pub(super) const UNIT: &str = "codepoint";

/// The key of a line of `suggest` whose article lacks the answer of a suggester. Its value is `true`.
pub(super) const UNANSWERED: &str = "unanswered";

/// The SHA-256 hash of the UTF-8 bytes of a text, in hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
