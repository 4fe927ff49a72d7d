//! The unit of offsets that the user names with `--unit`.

use clap::ValueEnum;

use crate::text::Unit;

/// The unit in which the offsets of a file count, for formats whose tools differ.
///
/// ```
/// use tawsim::formats::OffsetUnit;
/// use tawsim::text::Unit;
/// assert_eq!(Unit::from(OffsetUnit::Utf16), Unit::Utf16);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OffsetUnit {
    /// Unicode code points, as Python counts
    Codepoint,
    /// UTF-16 units, as Java and JavaScript count
    Utf16,
    /// Grapheme clusters: what a reader sees as one letter
    Grapheme,
    /// Bytes of UTF-8
    Byte,
}

impl From<OffsetUnit> for Unit {
    fn from(unit: OffsetUnit) -> Self {
        match unit {
            OffsetUnit::Codepoint => Self::CodePoints,
            OffsetUnit::Utf16 => Self::Utf16,
            OffsetUnit::Grapheme => Self::Graphemes,
            OffsetUnit::Byte => Self::Bytes,
        }
    }
}
