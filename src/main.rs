//! The `tawsim` command. All code is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    tawsim::cli::main()
}
