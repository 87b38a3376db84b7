//! The `gazette` binary: maps the result of the command line to an exit code and does nothing else.
use std::process::ExitCode;

fn main() -> ExitCode {
    gazette::cli::main()
}
