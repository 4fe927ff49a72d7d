//! The `tawsim` command: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    tawsim::cli::main()
}
