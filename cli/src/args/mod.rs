//! What may stand on the command line, and the help that explains it.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{
    Args as ClapArgs, CommandFactory as _, Parser, Subcommand, ValueEnum, error::ErrorKind,
};
use naqi::Policy;

mod help;
mod inputs;

pub use inputs::{Inputs, Invalid};

use crate::output;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "naqi",
    version,
    about = "Normalises text in Arabic script",
    long_about = help::ABOUT,
    after_help = help::MAIN_NOTES,
    max_term_width = 100,
    arg_required_else_help = false,
    disable_version_flag = true,
    override_usage = "naqi <COMMAND>\n       naqi --version [--verbose]"
)]
pub struct Args {
    /// Print version
    // Not clap's own flag, which prints and ends before it has seen `--verbose`.
    #[arg(short = 'V', long)]
    pub version: bool,

    /// With --version: also print the version of Unicode, the instruction set in use (see NAQI_TIER
    /// below) and those that are available
    #[arg(long)]
    pub verbose: bool,

    /// Required, but with `--version`
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(
        about = "Normalise files, folders or standard input",
        long_about = help::NORMALIZE_ABOUT,
        after_help = help::NORMALIZE_NOTES
    )]
    Normalize(Normalize),

    #[command(
        about = "Split files or standard input into words and other tokens",
        long_about = help::TOKENIZE_ABOUT,
        after_help = help::TOKENIZE_NOTES
    )]
    Tokenize(Tokenize),

    /// Split files or standard input into sentences
    #[command(after_help = help::SENTENCES_NOTES)]
    Sentences(Sentences),

    #[command(
        about = "Show what normalising would change, by rule",
        long_about = help::EXPLAIN_ABOUT,
        after_help = help::EXPLAIN_NOTES
    )]
    Explain(Explain),

    #[command(
        about = "Say whether text is normal",
        long_about = help::CHECK_ABOUT,
        after_help = help::CHECK_NOTES
    )]
    Check(Check),

    #[command(
        about = "Count what is in text",
        long_about = help::STATS_ABOUT,
        after_help = help::STATS_NOTES
    )]
    Stats(Stats),

    /// List the presets, or print the rules of one as TOML
    #[command(after_help = help::PRESETS_NOTES)]
    Presets {
        /// Print this preset's rules as TOML, in the form that `normalize --config` reads
        name: Option<String>,
    },

    /// List every rule and the values it may be set to
    #[command(after_help = help::RULES_NOTES)]
    Rules,

    /// Print what a shell needs to complete the command's options
    #[command(after_help = help::COMPLETIONS_NOTES)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },

    /// Print the manual page of the command or of a subcommand
    #[command(after_help = help::MAN_NOTES)]
    Man {
        /// The subcommand
        #[arg(value_name = "COMMAND")]
        command: Option<String>,

        /// Write all the pages into this folder
        #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
        all: Option<PathBuf>,
    },
}

/// Which rules hold.
#[derive(Debug, ClapArgs)]
pub struct Rules {
    /// Start from the rules of this preset; `naqi presets` lists them
    #[arg(long, value_name = "NAME", help_heading = "Rules")]
    pub preset: Option<String>,

    /// Set one rule, over preset and file; may be repeated; `naqi rules` lists rules and values
    #[arg(long, value_name = "RULE=VALUE", value_parser = setting, help_heading = "Rules")]
    pub set: Vec<(String, String)>,

    /// Read rules from a TOML file with lines such as `digits = "ascii"`
    #[arg(long, value_name = "FILE.toml", help_heading = "Rules")]
    pub config: Option<PathBuf>,
}

/// The rules, the files and the output of `naqi normalize`.
#[derive(Debug, ClapArgs)]
pub struct Normalize {
    #[command(flatten)]
    pub rules: Rules,

    #[command(flatten)]
    pub inputs: Inputs,

    /// Write to this file; or to this folder, where it is one, ends with a slash, or a folder is read,
    /// under the names that the files have
    #[arg(long, short, value_name = "FILE|FOLDER", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// Write back into the files
    #[arg(long, short, conflicts_with = "output", requires = "paths", help_heading = "Output")]
    pub in_place: bool,
}

/// The way and the files of `naqi tokenize`.
#[derive(Debug, ClapArgs)]
pub struct Tokenize {
    /// How tokens are written
    #[arg(long, value_enum, default_value_t = Format::Lines)]
    pub format: Format,

    /// Write each token as this preset does; `naqi presets` lists them
    #[arg(long, value_name = "PRESET")]
    pub normalize: Option<String>,

    /// Give tokens of these kinds only, as a list with commas; all but space where not given
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub kinds: Vec<String>,

    /// Where a word ends
    #[arg(long, value_enum, default_value_t = Boundaries::Arabic)]
    pub policy: Boundaries,

    /// What start and end count, from 0
    #[arg(long, value_enum, default_value_t = Unit::Bytes, value_name = "UNIT")]
    pub offsets: Unit,

    #[command(flatten)]
    pub inputs: Inputs,
}

/// The way and the files of `naqi sentences`.
#[derive(Debug, ClapArgs)]
pub struct Sentences {
    /// How sentences are written
    #[arg(long, value_enum, default_value_t = SentenceFormat::Lines)]
    pub format: SentenceFormat,

    /// A word whose full stop does not end a sentence; may be repeated
    #[arg(long = "abbreviation", value_name = "WORD")]
    pub abbreviations: Vec<String>,

    /// Where a sentence ends
    #[arg(long, value_enum, default_value_t = Boundaries::Arabic)]
    pub policy: Boundaries,

    /// What start and end count, from 0
    #[arg(long, value_enum, default_value_t = Unit::Bytes, value_name = "UNIT")]
    pub offsets: Unit,

    #[command(flatten)]
    pub inputs: Inputs,
}

/// The rules, the files and the form of `naqi explain`.
#[derive(Debug, ClapArgs)]
pub struct Explain {
    #[command(flatten)]
    pub rules: Rules,

    /// How many examples of each kind of change to show
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub examples: usize,

    /// How many kinds of changes of each rule to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,

    /// Whether changes are shown in colour; without it they stand in brackets
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,

    #[command(flatten)]
    pub inputs: Inputs,
}

/// When to write in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless the environment has NO_COLOR
    Auto,
    Always,
    Never,
}

/// The rules and the files of `naqi check`.
#[derive(Debug, ClapArgs)]
pub struct Check {
    #[command(flatten)]
    pub rules: Rules,

    /// How many places to name
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub max: usize,

    #[command(flatten)]
    pub inputs: Inputs,
}

/// The files and the form of `naqi stats`.
#[derive(Debug, ClapArgs)]
pub struct Stats {
    /// Write one JSON object
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub inputs: Inputs,
}

/// How tokens are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One token a line
    Lines,
    /// One JSON object a line
    Jsonl,
    /// CoNLL-U
    Conllu,
}

/// How sentences are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SentenceFormat {
    /// One sentence a line
    Lines,
    /// One JSON object a line
    Jsonl,
}

/// A policy by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Boundaries {
    /// UAX #29 with differences for text in Arabic script
    Arabic,
    /// UAX #29
    Uax29,
}

impl Boundaries {
    /// The policy.
    pub fn policy(self) -> Policy {
        match self {
            Boundaries::Arabic => Policy::Arabic,
            Boundaries::Uax29 => Policy::Uax29,
        }
    }
}

/// What positions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// Bytes of UTF-8
    Bytes,
    /// Unicode code points
    Chars,
    /// UTF-16 code units
    Utf16,
}

/// Splits `RULE=VALUE`. Which rules and values there are is for the library to say.
fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((rule, value)) => Ok((rule.to_owned(), value.to_owned())),
        None => Err("give it as RULE=VALUE, for example digits=ascii".to_owned()),
    }
}

/// Reads the command line.
///
/// # Errors
///
/// A mistake in it, and also a request for help: [`explain`] tells them apart.
pub fn parse() -> Result<Args, clap::Error> {
    let args = Args::try_parse()?;
    let (kind, message) = match args {
        Args { version: true, .. } => return Ok(args),
        Args { verbose: true, .. } => {
            (ErrorKind::ArgumentConflict, "'--verbose' is only for '--version'")
        }
        Args { command: Some(_), .. } => return Ok(args),
        Args { command: None, .. } => {
            (ErrorKind::MissingSubcommand, "'naqi' requires a subcommand but one was not provided")
        }
    };
    Err(Args::command().error(kind, message))
}

/// Prints help, or turns a mistake into an error of one line: the hints and the usage
/// that clap puts below its first line are in the help.
///
/// # Errors
///
/// The mistake, or a failure to print.
pub fn explain(stop: &clap::Error) -> Result<()> {
    let text = stop.render().to_string();
    if !stop.use_stderr() {
        return output::print(&text);
    }
    // What is missing stands below the first line, one a line.
    let lines: Vec<&str> =
        text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let line = lines.join(" ");
    let line = line.strip_prefix("error: ").unwrap_or(&line);
    Err(anyhow!("{line} (see 'naqi --help')"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    /// clap checks the definitions above only when it meets them.
    #[test]
    fn definitions_are_sound() {
        super::Args::command().debug_assert();
    }
}
