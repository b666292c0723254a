//! What Unicode specifies is as it specifies it: the tables, normalisation (UAX #15), and words, sentences and clusters
//! (UAX #29).

use std::{
    env,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

mod normalization;
mod segmentation;
mod tables;

/// Where the UCD files are: `NAQI_UCD` has the last word, even when it is wrong.
fn ucd_folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if let Some(folder) = env::var_os("NAQI_UCD") {
        return Some(root.join(folder));
    }
    let folders = ["../shared/ucd/17.0.0", "tests/data/ucd"].map(|folder| root.join(folder));
    folders.into_iter().find(|folder| folder.is_dir())
}

/// Says so on standard error itself: the test harness hides what `eprintln!` prints in a test that passes.
fn report_skip(what: &str) {
    writeln!(io::stderr(), "\nSKIPPED: {what}").expect("standard error takes a line");
}
