//! Writing to standard output and standard error.

use std::io::{self, ErrorKind, StdoutLock, Write as _};

use anyhow::{Context as _, Error, Result};

/// Writes to standard output through `write`, to the last byte.
///
/// A reader that stops early (`naqi … | head`) has had all it wants: that is no error.
///
/// # Errors
///
/// Any other failure to write.
pub fn to_stdout(write: impl FnOnce(&mut StdoutLock<'_>) -> io::Result<()>) -> Result<()> {
    let mut out = io::stdout().lock();
    // Flushed here: what is left to the end of the process is lost without an error.
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to standard output"),
    }
}

/// Writes a text to standard output.
///
/// # Errors
///
/// As [`to_stdout`].
pub fn print(text: &str) -> Result<()> {
    to_stdout(|out| out.write_all(text.as_bytes()))
}

/// Writes an error and its causes to standard error, as one line.
pub fn report(error: &Error) {
    // File names and values are quoted in it, and they may hold a line end.
    let mut line = String::from("naqi: ");
    for char in format!("{error:#}").chars() {
        if char.is_control() { line.extend(char.escape_debug()) } else { line.push(char) }
    }
    line.push('\n');
    // Not `eprintln!`, which panics when standard error cannot be written to: then there is nobody
    // to tell, and the exit status still says that it failed.
    let _ = io::stderr().write_all(line.as_bytes());
}
