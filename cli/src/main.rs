//! The command `naqi`: normalises Arabic-script text. A thin shell over the library of that name.

mod args;
mod config;
mod input;
mod lists;
mod output;
mod tokens;

use std::{io::Write as _, process::ExitCode};

use anyhow::Result;

use crate::args::{Args, Command, Normalize};

/// Whatever went wrong; the help of the command states it.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let outcome = match args::parse() {
        Ok(args) => run(args),
        Err(stop) => args::explain(&stop),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::report(&error);
            ExitCode::from(FAILED)
        }
    }
}

fn run(args: Args) -> Result<()> {
    match args.command {
        _ if args.version => output::print(&lists::version(args.verbose)?),
        Some(Command::Normalize(args)) => normalize(&args),
        Some(Command::Tokenize(args)) => tokens::tokenize(&args),
        Some(Command::Sentences(args)) => tokens::sentences(&args),
        Some(Command::Presets { name: None }) => output::print(&lists::presets()),
        Some(Command::Presets { name: Some(name) }) => output::print(&lists::preset(&name)?),
        Some(Command::Rules) => output::print(&lists::rules()),
        // `args::parse` has refused it.
        None => Ok(()),
    }
}

/// Everything that can be refused is refused before the first byte is written: first the rules, so
/// that a mistyped option does not wait for standard input, then every text.
fn normalize(args: &Normalize) -> Result<()> {
    let naqi = config::normalizer(args)?;
    let texts = input::texts(&args.files)?;
    output::to_stdout(|out| {
        for text in texts {
            out.write_all(naqi.normalize(&text).as_bytes())?;
        }
        Ok(())
    })
}
