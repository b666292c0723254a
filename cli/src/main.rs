//! The command `naqi`: normalises Arabic-script text. A thin shell over the library of that name.

mod args;
mod check;
mod config;
mod explain;
mod format;
mod input;
mod lists;
mod names;
mod normalize;
mod ordered;
mod output;
mod progress;
mod run;
mod shells;
mod signals;
mod stats;
mod tokens;

use std::process::ExitCode;

use anyhow::Result;

use crate::{
    args::{Args, Command},
    check::Verdict,
};

/// Whatever went wrong; the help of the command states these.
const FAILED: u8 = 2;

/// `naqi check` found text that is not normal.
const NOT_NORMAL: u8 = 1;

fn main() -> ExitCode {
    let outcome = match args::parse() {
        Ok(args) => run(args),
        Err(stop) => args::explain(&stop).map(|()| ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|error| {
        output::report(&format!("{error:#}"));
        ExitCode::from(FAILED)
    })
}

fn run(args: Args) -> Result<ExitCode> {
    signals::handle();
    let good = match args.command {
        _ if args.version => return print(lists::version(args.verbose)?),
        Some(Command::Normalize(args)) => normalize::normalize(&args)?,
        Some(Command::Tokenize(args)) => tokens::tokenize(&args)?,
        Some(Command::Sentences(args)) => tokens::sentences(&args)?,
        Some(Command::Check(args)) => match check::check(&args)? {
            Verdict::Normal => true,
            Verdict::NotNormal => return Ok(ExitCode::from(NOT_NORMAL)),
            Verdict::Faults => false,
        },
        Some(Command::Explain(args)) => explain::explain(&args)?,
        Some(Command::Stats(args)) => stats::stats(&args)?,
        Some(Command::Presets { name: None }) => return print(lists::presets()),
        Some(Command::Presets { name: Some(name) }) => return print(lists::preset(&name)?),
        Some(Command::Rules) => return print(lists::rules()),
        Some(Command::Completions { shell }) => return print(shells::completions(shell)),
        Some(Command::Man { all: Some(folder), .. }) => shells::man_all(&folder).map(|()| true)?,
        Some(Command::Man { command, .. }) => return print(shells::man(command.as_deref())?),
        // `args::parse` has refused it.
        None => true,
    };
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

fn print(text: impl AsRef<[u8]>) -> Result<ExitCode> {
    output::print(text.as_ref())?;
    Ok(ExitCode::SUCCESS)
}
