//! Prints what the app hands over for an endpoint, for the Python beside it, which runs the texts: an endpoint as Databricks
//! answers it on standard input, one a line; the texts of every format as JSON on standard output, one a line.

use std::io::{BufRead, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let texts = line.map_err(|error| error.to_string()).and_then(|line| gatewright::handoff_texts(&line));
        let written = match texts {
            Ok(texts) => writeln!(out, "{texts}"),
            Err(problem) => {
                eprintln!("{problem}");
                return ExitCode::FAILURE;
            }
        };
        if written.and_then(|()| out.flush()).is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
