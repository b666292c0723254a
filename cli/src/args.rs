//! What may stand on the command line, and the help that explains it.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::{
    Args as ClapArgs, CommandFactory as _, Parser, Subcommand, ValueEnum, error::ErrorKind,
};
use naqi::Policy;

use crate::output;

const ABOUT: &str = "\
Normalises text in Arabic script: Arabic, Persian, Urdu, Kurdish, Uyghur and others.

The same words reach a computer in many spellings: with or without vowel marks, with letters that \
look alike, with Latin or Arabic commas and digits, with invisible characters. naqi rewrites them \
in one way, chosen by a preset and by single rules. Running it on its own output changes nothing. It \
also splits text into words and sentences.";

const MAIN_NOTES: &str = "\
Examples:
  naqi normalize notes.txt                  repair punctuation and spaces, keep every letter
  naqi normalize --preset search < in.txt   one spelling for words that should be found together
  naqi tokenize --normalize search in.txt   the words, spelled in that way, one a line
  naqi sentences notes.txt                  the sentences, one a line
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

const TOKENIZE_ABOUT: &str = "\
Split files or standard input into words and other tokens and write them to standard output.

Tokens are words, numbers, addresses, hashtags, emoji, marks of punctuation. With --normalize each is \
written as the preset writes it, while its place is that in the text as it came. Every input is \
read as a whole and checked before anything is written.";

const TOKENIZE_NOTES: &str = "\
Formats:
  lines   one token a line
  jsonl   one JSON object a line: text, start, end, kind; with --normalize also source, the token
          as it came
  conllu  CoNLL-U: sentences, ten columns a token; the second has the token as it came, the last its
          kind, Norm (the token as --normalize writes it), SpaceAfter=No and TokenRange

Kinds: arabic, word, mixed, number, url, email, hashtag, mention, emoji, punctuation, symbol, space;
`words` is the first three, `all` is all.

Examples:
  naqi tokenize notes.txt
  naqi tokenize --normalize search --kinds words,number < in.txt
  naqi tokenize --format jsonl --offsets chars in.txt

Exit status: 0 done, 2 an error (one line on standard error).";

const SENTENCES_NOTES: &str = "\
Formats:
  lines   one sentence a line, without the white space around it
  jsonl   one JSON object a line: text, start, end

Examples:
  naqi sentences notes.txt
  naqi sentences --abbreviation approx --abbreviation Sect < in.txt

Exit status: 0 done, 2 an error (one line on standard error).";

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

    #[command(
        about = "Split files or standard input into words and other tokens",
        long_about = TOKENIZE_ABOUT,
        after_help = TOKENIZE_NOTES
    )]
    Tokenize(Tokenize),

    /// Split files or standard input into sentences
    #[command(after_help = SENTENCES_NOTES)]
    Sentences(Sentences),

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

    /// Files to split; none, or `-`, is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
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

    /// Files to split; none, or `-`, is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
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
