//! Maintenance commands of the `naqi` workspace: `cargo run -p xtask -- help`.

mod breaks;
mod emit;
mod mutants;
mod tables;
mod ucd;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

use crate::breaks::Breaks;
use crate::tables::Tables;
use crate::ucd::Ucd;

/// The generated files, relative to the workspace root.
const TABLES_FILE: &str = "src/rules/tables.rs";
const BREAKS_FILE: &str = "src/token/tables.rs";

/// Maintenance commands of the naqi workspace.
#[derive(Parser)]
#[command(name = "xtask")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate src/rules/tables.rs and src/token/tables.rs from the Unicode Character Database.
    Tables {
        /// Write nothing; fail when a file in the workspace differs.
        #[arg(long)]
        check: bool,
        /// Folder that holds UnicodeData.txt, Scripts.txt and the other files.
        ucd_folder: PathBuf,
    },
    /// Break rules and kernels one place at a time, and see whether a test fails.
    Mutants(mutants::Options),
}

fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Tables { check, ucd_folder } => run_tables(&ucd_folder, check),
        Command::Mutants(options) => mutants::run(workspace_root(), &options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_tables(ucd_folder: &Path, check: bool) -> Result<()> {
    let ucd = Ucd::read(ucd_folder)?;
    let tables = Tables::derive(&ucd);
    let breaks = Breaks::read(ucd_folder, &ucd)?;
    for (file, wanted) in
        [(TABLES_FILE, emit::rust_source(&tables)), (BREAKS_FILE, breaks.rust_source())]
    {
        let path = workspace_root().join(file);
        if check {
            let found = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            if let Some(difference) = first_difference(&found, &wanted) {
                bail!(
                    "{file}:{difference}; `cargo run -p xtask -- tables {}` writes the file anew",
                    ucd_folder.display()
                );
            }
        } else {
            fs::write(&path, wanted).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    if !check {
        for (name, entries) in tables.sizes().into_iter().chain(breaks.sizes()) {
            println!("{name}: {entries} entries");
        }
    }
    Ok(())
}

/// The folder above this package.
fn workspace_root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// Names the first line on which the two texts differ, or nothing when all
/// lines agree. Line ends do not count: a checkout may have turned them to CRLF.
fn first_difference(found: &str, wanted: &str) -> Option<String> {
    let mut found_lines = found.lines();
    let mut wanted_lines = wanted.lines();
    let mut number = 0;
    loop {
        number += 1;
        let (found, wanted) = (found_lines.next(), wanted_lines.next());
        if found.is_none() && wanted.is_none() {
            return None;
        }
        if found != wanted {
            let show = |line: Option<&str>| match line {
                Some(line) => format!("`{}`", line.trim()),
                None => "the end of the file".to_owned(),
            };
            return Some(format!(
                "{number}: out of date: found {}, expected {}",
                show(found),
                show(wanted)
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\r\nb\r\n", "a\nb\n"), None);
    }

    #[test]
    fn the_first_difference_names_its_line() {
        let difference = first_difference("a\nb\nc\n", "a\nx\ny\n").unwrap();
        assert!(difference.starts_with("2: "), "{difference}");
        let shorter = first_difference("a\n", "a\nb\n").unwrap();
        assert!(shorter.starts_with("2: "), "{shorter}");
        assert!(shorter.contains("end of the file"), "{shorter}");
    }

    #[test]
    fn arguments_are_well_formed() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}
