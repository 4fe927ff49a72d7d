//! The page against references: the Unicode Character Database and GNU FriBidi.

mod fribidi;
mod ucd;
