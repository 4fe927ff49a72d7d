//! `tawsim licences`: which licences hold for the program and for the data inside it.

use std::io::{self, Write};

use super::outcome::Outcome;

/// The licences of the code, and every data file in the binary with its source, licence and attribution. CC BY-SA 4.0
/// (section 3a) asks that everyone who gets the data gets this too, so the binary carries it.
const NOTICE: &str = include_str!("../../NOTICE");

/// Prints the version and the notice.
pub(super) fn run() -> anyhow::Result<Outcome> {
    write!(io::stdout().lock(), "tawsim {}\n\n{NOTICE}", env!("CARGO_PKG_VERSION"))?;
    Ok(Outcome::Fine)
}
