//! What can be wrong with a piece, and what is said of it.

use std::fmt;

use anyhow::{Error, anyhow};

use crate::input::sources::Source;

/// A fault in a piece.
pub(super) enum Wrong {
    /// The source cannot be read.
    Read(std::io::Error),
    /// The first record of a table is not as it should be.
    Header(String),
    /// A byte that is not UTF-8, and the line feeds before it in the piece.
    Utf8 { at: usize, lines: u64 },
    /// A record, likewise.
    Record { message: String, lines: u64 },
}

/// A fault that shows only when parts are joined: bytes that are not UTF-8.
#[derive(Debug)]
pub struct BadText {
    /// Where they are in the source.
    pub at: u64,
    /// How many lines end before, if that was counted.
    pub lines: Option<u64>,
}

impl fmt::Display for BadText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid UTF-8 at byte {}", self.at)
    }
}

impl std::error::Error for BadText {}

/// What is wrong in a piece that begins at this byte, after so many lines.
pub(super) fn message(source: &Source, start: u64, lines: u64, wrong: &Wrong) -> Error {
    let name = source.name();
    match wrong {
        Wrong::Read(error) => anyhow!("{name}: cannot read: {error}"),
        Wrong::Header(message) => anyhow!("{name}: {message}"),
        Wrong::Utf8 { at, lines: more } => {
            let (byte, line) = (start + *at as u64, lines + more + 1);
            anyhow!("{name}: invalid UTF-8 at byte {byte} (line {line})")
        }
        Wrong::Record { message, lines: more } => {
            anyhow!("{name}: line {}: {message}", lines + more + 1)
        }
    }
}
