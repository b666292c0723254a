//! What may stand on the command line, and the help that explains it.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{Args as ClapArgs, CommandFactory as _, Parser, Subcommand, error::ErrorKind};

use crate::output;

const ABOUT: &str = "\
Normalises text in Arabic script: Arabic, Persian, Urdu, Kurdish, Uyghur and others.

The same words reach a computer in many spellings: with or without vowel marks, with letters that \
look alike, with Latin or Arabic commas and digits, with invisible characters. naqi rewrites them \
in one way, chosen by a preset and by single rules. Running it on its own output changes nothing.";

const MAIN_NOTES: &str = "\
Examples:
  naqi normalize notes.txt                  repair punctuation and spaces, keep every letter
  naqi normalize --preset search < in.txt   one spelling for words that should be found together
  naqi presets                              what each preset does
  naqi rules                                what each rule may be set to
  naqi --version --verbose                  version, Unicode version, instruction set in use

Environment:
  NAQI_TIER  the instruction set to work with, for tests and measurements: scalar, ssse3, avx2,
             avx512, neon or simd128; the best that the processor has if not set. The output is
             the same with each.

Exit status:
  0  done; also when the reader of the output stops early, as head does
  2  an error; standard error has one line that says which, and no text was written unless the
     writing itself failed";

const NORMALIZE_ABOUT: &str = "\
Normalise files or standard input and write the result to standard output.

Every input is read as a whole and checked before anything is written, so an error never leaves \
half an output; it also means that all the files are held in memory. Several files are normalised \
one after another, each as a text of its own, and written one after another with nothing between \
them. All text is UTF-8.";

const NORMALIZE_NOTES: &str = "\
Which rules hold: first those of --preset (tidy where neither --preset nor --config is given), over
them those of --config, over them each --set in order. With --config and no --preset, every rule
that the file does not name is off.

Examples:
  naqi normalize notes.txt > clean.txt
  naqi normalize --preset light --set digits=ascii < in.txt
  naqi normalize --set marks=harakat,tanwin --set tatweel=inner a.txt b.txt
  naqi presets search > my.toml; naqi normalize --config my.toml in.txt

Exit status: 0 done, 2 an error (one line on standard error; nothing is written if an option, a file
or its UTF-8 is at fault). In `invalid UTF-8 at byte N (line M)`, bytes count from 0, lines from 1.";

const PRESETS_NOTES: &str = "\
Examples:
  naqi presets                     one line a preset
  naqi presets tidy                the rules of the preset tidy, as TOML
  naqi presets tidy > my.toml      a file to change, then to use: naqi normalize --config my.toml";

const RULES_NOTES: &str = "\
A rule at `keep` or `none` is off. `marks` and `controls` say what to delete, as a list with commas.

Examples:
  naqi rules
  naqi normalize --set digits=ascii --set marks=harakat,tanwin notes.txt";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "naqi",
    version,
    about = "Normalises text in Arabic script",
    long_about = ABOUT,
    after_help = MAIN_NOTES,
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
        about = "Normalise files or standard input",
        long_about = NORMALIZE_ABOUT,
        after_help = NORMALIZE_NOTES
    )]
    Normalize(Normalize),

    /// List the presets, or print the rules of one as TOML
    #[command(after_help = PRESETS_NOTES)]
    Presets {
        /// Print this preset's rules as TOML, in the form that `normalize --config` reads
        name: Option<String>,
    },

    /// List every rule and the values it may be set to
    #[command(after_help = RULES_NOTES)]
    Rules,
}

/// The rules and the files of `naqi normalize`.
#[derive(Debug, ClapArgs)]
pub struct Normalize {
    /// Start from the rules of this preset; `naqi presets` lists them
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,

    /// Set one rule, over preset and file; may be repeated; `naqi rules` lists rules and values
    #[arg(long, value_name = "RULE=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,

    /// Read rules from a TOML file with lines such as `digits = "ascii"`
    #[arg(long, value_name = "FILE.toml")]
    pub config: Option<PathBuf>,

    /// Files to normalise; none, or `-`, is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
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
    let line = text.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
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
