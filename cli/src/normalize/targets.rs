//! Where the output goes.

use std::{
    collections::HashMap,
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{args::Normalize, input::sources::Source};

/// Where the output goes.
pub enum Targets {
    Stdout,
    /// All to one file.
    File(PathBuf),
    /// Each source to its own.
    Each(Vec<PathBuf>),
}

/// The targets that the options ask for.
///
/// # Errors
///
/// Two sources with one target; a target that is a source; standard input that should be rewritten.
pub fn targets(args: &Normalize, sources: &[Source], folders: bool) -> Result<Targets> {
    if args.in_place {
        return in_place(sources);
    }
    let Some(output) = &args.output else { return Ok(Targets::Stdout) };
    if output.as_os_str().is_empty() {
        bail!("--output needs a name");
    }
    let is_folder = output.is_dir() || folders || ends_with_slash(output);
    if !is_folder {
        return Ok(Targets::File(output.clone()));
    }
    let real: Vec<_> = sources.iter().map(|source| source.path.as_deref().and_then(real)).collect();
    let mut taken: HashMap<PathBuf, &Source> = HashMap::new();
    let mut paths = Vec::new();
    for source in sources {
        let name = source.name();
        if source.path.is_none() {
            bail!("standard input has no name for a file in the folder {}", output.display());
        }
        if source.below.components().any(|part| !matches!(part, Component::Normal(_))) {
            bail!("{name}: this has no name for a file in the folder {}", output.display());
        }
        let path = output.join(&source.below);
        if let Some(other) = taken.insert(path.clone(), source) {
            bail!("{name} and {} would both become {}", other.name(), path.display());
        }
        if real.contains(&self::real(&path)) && path.exists() {
            bail!("{} is read, so it cannot be written; --in-place does that", path.display());
        }
        paths.push(path);
    }
    Ok(Targets::Each(paths))
}

fn in_place(sources: &[Source]) -> Result<Targets> {
    let mut seen = HashMap::new();
    let mut paths = Vec::new();
    for source in sources {
        let Some(path) = &source.path else {
            bail!("standard input cannot be rewritten in place");
        };
        if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
            bail!("{}: not a file, so it cannot be rewritten in place", path.display());
        }
        // Two threads must not rewrite one file.
        if let Some(real) = real(path)
            && let Some(other) = seen.insert(real, source)
        {
            bail!("{} and {} are one file", other.name(), source.name());
        }
        paths.push(path.clone());
    }
    Ok(Targets::Each(paths))
}

/// The path without links, of a file that is there.
fn real(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

fn ends_with_slash(path: &Path) -> bool {
    path.as_os_str()
        .as_encoded_bytes()
        .last()
        .is_some_and(|&byte| std::path::is_separator(byte.into()))
}
