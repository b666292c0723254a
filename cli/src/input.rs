//! Reading whole texts and checking that they are UTF-8.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow};

/// The name that stands for standard input among the files.
const STDIN: &str = "-";

/// The texts of these files, in order; of standard input where none is named.
///
/// # Errors
///
/// The first file that cannot be read or is not UTF-8.
pub fn texts(files: &[PathBuf]) -> Result<Vec<String>> {
    if files.is_empty() {
        return Ok(vec![stdin()?]);
    }
    files.iter().map(|path| if path.as_os_str() == STDIN { stdin() } else { file(path) }).collect()
}

/// The text of a file.
///
/// # Errors
///
/// When it cannot be read or is not UTF-8.
pub fn file(path: &Path) -> Result<String> {
    text(&path.display().to_string(), fs::read(path))
}

/// The text of standard input.
fn stdin() -> Result<String> {
    let mut bytes = Vec::new();
    let result = io::stdin().lock().read_to_end(&mut bytes);
    text("standard input", result.map(|_| bytes))
}

/// What was read, as text.
fn text(name: &str, bytes: io::Result<Vec<u8>>) -> Result<String> {
    let bytes = bytes.with_context(|| format!("{name}: cannot read"))?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let line = line(error.as_bytes(), offset);
        anyhow!("{name}: invalid UTF-8 at byte {offset} (line {line})")
    })
}

/// The number of the line that a byte is on, counted from 1.
pub fn line(text: &[u8], offset: usize) -> usize {
    1 + text.iter().take(offset).filter(|byte| **byte == b'\n').count()
}
