//! Writing: to standard output, to standard error, to files.

pub mod atomic;
pub mod compress;

use std::{
    fmt::{self, Display},
    io::{self, BufWriter, ErrorKind, StdoutLock, Write as _},
};

use anyhow::Result;

use self::compress::BUFFER;

/// A failure to write, where other things can fail as well.
#[derive(Debug)]
pub struct Failed(pub io::Error);

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failed {}

/// Writes to standard output through `write`, to the last byte.
///
/// A reader that stops early (`naqi … | head`) has had all it wants: that is no error.
///
/// # Errors
///
/// Any other failure to write, which `write` gives as [`Failed`], and what else it gives.
pub fn to_stdout(write: impl FnOnce(&mut BufWriter<StdoutLock<'_>>) -> Result<()>) -> Result<()> {
    // Standard output has a buffer of its own, which goes line by line.
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    // Flushed here: what is left to the end of the process is lost without an error.
    let result = write(&mut out).and_then(|()| Ok(out.flush().map_err(Failed)?));
    // What is in the buffer has failed, or comes from a run that has.
    let (mut inner, rest) = out.into_parts();
    if result.is_err() && !matches!(&result, Err(error) if error.is::<Failed>()) {
        // What was written before the fault is the reader's.
        let _ = inner.write_all(&rest.unwrap_or_default());
        let _ = inner.flush();
    }
    let result = result.and_then(|()| Ok(inner.flush().map_err(Failed)?));
    match result.map_err(|error| error.downcast::<Failed>()) {
        Ok(()) => Ok(()),
        Err(Ok(Failed(error))) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(Ok(Failed(error))) => {
            Err(anyhow::Error::new(error).context("cannot write to standard output"))
        }
        Err(Err(error)) => Err(error),
    }
}

/// Writes a text to standard output.
///
/// # Errors
///
/// As [`to_stdout`].
pub fn print(text: impl AsRef<[u8]>) -> Result<()> {
    to_stdout(|out| Ok(out.write_all(text.as_ref()).map_err(Failed)?))
}

/// Writes an error and its causes to standard error, as one line.
pub fn report(error: &(impl Display + ?Sized)) {
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
