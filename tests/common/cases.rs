//! The cases of `tests/data/*.toml`, which are by subject.
//!
//! A case has
//!
//! * `id`, unique, by which a failure is reported;
//! * `field`, for a case that answers a bug report of another project: its number in our list;
//! * `preset`, or `set` with the names of rules and values, or both: the rules in `set` are
//!   laid over the preset;
//! * `input` and `output`, or `stays` for a text that does not change;
//! * `spans`, pairs of a part of the output and the part of the input that it comes from, where
//!   alignment is what the case is about; of a part that the output has more than once, the first;
//! * `why`: the reason for the output, so that whoever changes it knows what is lost.

#![allow(dead_code, reason = "each test uses its part")]

// The crate's own tests include this file, and have no prelude of `std`.
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    string::String,
    vec::Vec,
};

use naqi::{Builder, Preset};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// A text, the rules for it, and what becomes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub id: String,
    #[serde(default, rename = "field")]
    _field: Option<String>,
    pub preset: Option<String>,
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    input: Option<String>,
    output: Option<String>,
    stays: Option<String>,
    #[serde(default)]
    pub spans: Vec<(String, String)>,
    pub why: String,
}

impl Case {
    /// The text and what becomes of it.
    pub fn texts(&self) -> (&str, &str) {
        match (&self.input, &self.output, &self.stays) {
            (Some(input), Some(output), None) => (input, output),
            (None, None, Some(text)) => (text, text),
            _ => panic!("{}: give `input` and `output`, or `stays`", self.id),
        }
    }

    /// The rules.
    pub fn builder(&self) -> Builder {
        let start = self.preset.as_deref().map_or_else(Builder::default, |name| {
            Preset::from_name(name).unwrap_or_else(|error| panic!("{}: {error}", self.id)).builder()
        });
        self.set.iter().fold(start, |builder, (rule, value)| {
            builder.set(rule, value).unwrap_or_else(|error| panic!("{}: {error}", self.id))
        })
    }
}

/// All cases of all files, file by file.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let entries = fs::read_dir(&folder).expect("tests/data is there");
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("a folder entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    assert!(!files.is_empty(), "no case files in {}", folder.display());
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a case file is UTF-8");
        let file: File =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        file.case
    };
    files.iter().flat_map(read).collect()
}
