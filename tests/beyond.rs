//! Beyond one process: `tests/spark/run.sh` with GNU parallel and Spark, where they are installed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_macros,
    reason = "a test fails by panicking, and says what it leaves out"
)]

use std::env;
use std::path::Path;
use std::process::Command;

#[test]
fn gnu_parallel_and_spark_give_the_output_of_one_process() {
    // CI names a Python that has pyspark; without it nothing is downloaded and nothing is tried.
    let Ok(python) = env::var("TAWSIM_PYSPARK") else {
        eprintln!("left out: set TAWSIM_PYSPARK to a Python that has pyspark (and install a Java and GNU parallel)");
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spark/run.sh");
    let run = Command::new("bash").arg(&script).args([env!("CARGO_BIN_EXE_tawsim"), &python]).status().unwrap();
    assert!(run.success(), "the script prints above what failed");
}
