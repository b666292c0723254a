//! What is read, and how: the options that the commands on files share.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

/// The files, what is text in them, and how they are worked on.
#[derive(Debug, ClapArgs)]
pub struct Inputs {
    /// Files and folders, which are searched with all folders in them; none, or `-`, is standard
    /// input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// In folders, take only files whose name matches, such as '*.txt'; with a `/` in it, whose path
    /// in the folder matches; may be repeated
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub glob: Vec<String>,

    /// Every line is a JSON value, in which the strings of --field are the text
    #[arg(long, requires = "field", conflicts_with_all = ["csv", "tsv"], help_heading = "Input")]
    pub jsonl: bool,

    /// Comma-separated values; the columns of --field, by their names in the first record, are the text
    #[arg(long, requires = "field", conflicts_with = "tsv", help_heading = "Input")]
    pub csv: bool,

    /// As --csv, with tabs for commas
    #[arg(long, requires = "field", help_heading = "Input")]
    pub tsv: bool,

    /// A field of --jsonl, with dots for fields in fields (`a.b`; `a\.b` is one name), or a column;
    /// may be repeated
    #[arg(long, visible_alias = "column", value_name = "NAME", help_heading = "Input")]
    pub field: Vec<String>,

    /// What to do where the bytes are not UTF-8
    #[arg(long, value_enum, default_value_t = Invalid::Error, value_name = "HOW",
          help_heading = "Input")]
    pub invalid: Invalid,

    /// Go on after a file or record that is at fault, and name each at the end; the exit status is 2
    /// all the same
    #[arg(long)]
    pub keep_going: bool,

    /// How many threads work; as many as there are processors if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,

    /// Show no progress bar
    #[arg(long, short)]
    pub quiet: bool,
}

/// What to do with bytes that are not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Invalid {
    /// Stop, and name file, line and byte
    Error,
    /// Write U+FFFD for each sequence
    Replace,
    /// Leave the bytes as they are
    Keep,
}

impl Invalid {
    /// The same as the library has it.
    pub fn of_library(self) -> naqi::Invalid {
        match self {
            Invalid::Error => naqi::Invalid::Error,
            Invalid::Replace => naqi::Invalid::Replace,
            Invalid::Keep => naqi::Invalid::Keep,
        }
    }
}
