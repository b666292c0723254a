//! Which files there are to read.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use walkdir::{DirEntry, WalkDir};

/// The name that stands for standard input among the files.
const STDIN: &str = "-";

/// One text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it is; standard input if nowhere.
    pub path: Option<PathBuf>,
    /// The path below the folder in which it was found, or the file's name: what it is called in a
    /// folder of output.
    pub below: PathBuf,
    /// How many bytes there are, if that is known.
    pub size: Option<u64>,
}

impl Source {
    fn stdin() -> Source {
        Source { path: None, below: PathBuf::from(STDIN), size: None }
    }

    fn file(path: &Path, below: &Path) -> Source {
        // What cannot be looked at is told when it is opened.
        let size = fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
        Source { path: Some(path.to_owned()), below: below.to_owned(), size }
    }

    /// What it is called in messages.
    pub fn name(&self) -> String {
        match &self.path {
            Some(path) => path.display().to_string(),
            None => "standard input".to_owned(),
        }
    }
}

/// The files that are meant by these paths, in order, those of a folder by name; and whether a folder
/// is among them.
///
/// # Errors
///
/// A pattern that is none; a folder that cannot be read or that has no file that matches.
pub fn sources(paths: &[PathBuf], globs: &[String]) -> Result<(Vec<Source>, bool)> {
    let globs = patterns(globs)?;
    if paths.is_empty() {
        return Ok((vec![Source::stdin()], false));
    }
    let mut sources = Vec::new();
    let mut folders = false;
    for path in paths {
        if path.as_os_str() == STDIN {
            sources.push(Source::stdin());
        } else if path.is_dir() {
            folders = true;
            let before = sources.len();
            in_folder(path, globs.as_ref(), &mut sources)?;
            if sources.len() == before {
                bail!("{}: no file to read in this folder", path.display());
            }
        } else {
            let name = path.file_name().map_or(path.as_path(), Path::new);
            sources.push(Source::file(path, name));
        }
    }
    Ok((sources, folders))
}

/// Finds the files of a folder and of all folders in it. Links and hidden files are left out.
fn in_folder(folder: &Path, globs: Option<&GlobSet>, sources: &mut Vec<Source>) -> Result<()> {
    let is_hidden = |entry: &DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry.with_context(|| format!("{}: cannot read", folder.display()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if globs.is_none_or(|globs| globs.is_match(below)) {
            sources.push(Source::file(entry.path(), below));
        }
    }
    Ok(())
}

/// The patterns as one. One without a slash is for the name alone, in whatever folder.
fn patterns(globs: &[String]) -> Result<Option<GlobSet>> {
    if globs.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let whole = if glob.contains('/') { glob.clone() } else { format!("**/{glob}") };
        let pattern = GlobBuilder::new(&whole).literal_separator(true).build();
        set.add(pattern.with_context(|| format!("`{glob}` is no pattern"))?);
    }
    Ok(Some(set.build().context("the patterns are too many")?))
}
