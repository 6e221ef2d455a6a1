//! The command line of armistice.

use std::process::ExitCode;

fn main() -> ExitCode {
    armistice::cli::main()
}
