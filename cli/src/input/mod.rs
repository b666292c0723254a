//! Reading: which files there are, what is in them, and how it is cut into pieces.

pub mod cut;
pub mod open;
pub mod pieces;
pub mod sources;

use std::{fs, path::Path};

use anyhow::{Context as _, Result, anyhow};

/// The text of a small file, such as one of rules.
///
/// # Errors
///
/// When it cannot be read or is not UTF-8.
pub fn file(path: &Path) -> Result<String> {
    let name = path.display();
    let bytes = fs::read(path).with_context(|| format!("{name}: cannot read"))?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let line = line(error.as_bytes(), offset);
        anyhow!("{name}: invalid UTF-8 at byte {offset} (line {line})")
    })
}

/// The number of the line that a byte is on, counted from 1.
pub fn line(text: &[u8], offset: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &text[..offset]).count()
}
