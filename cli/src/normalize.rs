//! `naqi normalize`.

mod join;
mod rewrite;
mod targets;

use std::{
    fs::{self, File},
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
    slice,
};

use anyhow::{Context as _, Error, Result};
use naqi::Normalizer;

use self::{
    join::Join,
    rewrite::rewrite,
    targets::{Targets, targets},
};
use crate::{
    args::Normalize,
    config,
    input::{
        cut::Cut,
        open::{Compression, open},
        sources::{Source, sources},
    },
    ordered::ordered,
    output::{
        self,
        atomic::{self, Atomic},
        compress::Compress,
    },
    progress,
    run::{Outcome, Run},
};

/// A file of at most so many bytes is worked on by one thread; with more, its pieces are shared.
const SMALL: u64 = 4 << 20;

/// Normalises the sources. `true` if nothing was at fault.
///
/// # Errors
///
/// A mistake in the options; what cannot be read or written.
pub fn normalize(args: &Normalize) -> Result<bool> {
    // A mistyped option does not wait for standard input.
    let naqi = config::normalizer(&args.rules)?;
    let (sources, folders) = sources(&args.inputs.paths, &args.inputs.glob)?;
    let targets = targets(args, &sources, folders)?;
    let to_stdout = matches!(targets, Targets::Stdout);
    let bar = progress::bar(&sources, args.inputs.quiet, to_stdout);
    let run = Run::new(&args.inputs, Cut::normalized(&naqi), bar)?.in_parts();
    let result = match targets {
        Targets::Stdout => output::to_stdout(|out| all(&run, &naqi, &sources, out)),
        Targets::File(path) => to_file(&run, &naqi, &sources, &path),
        Targets::Each(paths) => each(&run, &naqi, &sources, &paths),
    };
    atomic::sync_folders();
    result?;
    run.finish()
}

/// Writes all sources, one after another.
fn all(run: &Run, naqi: &Normalizer, sources: &[Source], out: &mut impl Write) -> Result<()> {
    let mut join = Join::new(naqi, run.invalid.of_library());
    run.pieces(
        sources,
        run.threads,
        |part, fault| rewrite(run, naqi, part, fault),
        |done| {
            let rewritten = join.take(done)?;
            out.write_all(&rewritten.bytes).map_err(output::Failed)?;
            run.recycle(rewritten.bytes);
            Ok(())
        },
    )?;
    Ok(())
}

/// Writes all sources into one file, which appears when it is whole.
fn to_file(run: &Run, naqi: &Normalizer, sources: &[Source], path: &Path) -> Result<()> {
    let compression = match path.extension().and_then(|ending| ending.to_str()) {
        Some("gz") => Compression::Gzip,
        Some("zst") => Compression::Zstd,
        _ => Compression::None,
    };
    let cannot = || format!("{}: cannot write", path.display());
    // A device or pipe is written to as it is.
    let special = path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir());
    if special {
        let file = File::options().write(true).open(path).with_context(cannot)?;
        let mut out = Compress::new(compression, file).with_context(cannot)?;
        all(run, naqi, sources, &mut out).map_err(|error| named(error, path))?;
        out.finish().with_context(cannot)?;
        return Ok(());
    }
    let file = Atomic::new(path).with_context(cannot)?;
    let mut out = Compress::new(compression, file).with_context(cannot)?;
    all(run, naqi, sources, &mut out).map_err(|error| named(error, path))?;
    out.finish().and_then(Atomic::finish).with_context(cannot)
}

/// Says of a failure to write where that was.
fn named(error: Error, path: &Path) -> Error {
    match error.downcast::<output::Failed>() {
        Ok(failed) => Error::new(failed.0).context(format!("{}: cannot write", path.display())),
        Err(error) => error,
    }
}

/// Writes each source to its own path: the large ones in turn, each by all threads, then the small ones,
/// each by one.
fn each(run: &Run, naqi: &Normalizer, sources: &[Source], paths: &[PathBuf]) -> Result<()> {
    let both: Vec<_> = sources.iter().zip(paths).collect();
    let is_small = |source: &Source| source.size.is_some_and(|size| size <= SMALL);
    let (small, large): (Vec<_>, Vec<_>) =
        both.into_iter().partition(|(source, _)| is_small(source));
    for (source, path) in large {
        if let Err(error) = one(run, naqi, source, path, run.threads) {
            run.note(error)?;
        }
    }
    let mut small = small.into_iter();
    let mut result = Ok(());
    ordered(
        run.threads,
        || small.next(),
        |(source, path)| one(run, naqi, source, path, 1),
        |done| match done.or_else(|error| run.note(error)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                result = Err(error);
                ControlFlow::Break(())
            }
        },
    );
    result
}

/// Writes one source to a path. One that is written back and is normal is left alone.
fn one(run: &Run, naqi: &Normalizer, source: &Source, path: &Path, threads: usize) -> Result<()> {
    let cannot = || format!("{}: cannot write", path.display());
    let in_place = source.path.as_deref() == Some(path);
    let mut out: Option<Compress<Atomic>> = None;
    let mut changed = false;
    let begin = || -> Result<Compress<Atomic>> {
        // Opened once more, since what is known of the file is with the threads that read it.
        let compression = open(source).map_or(Compression::None, |open| open.compression);
        if let Some(folder) = path.parent().filter(|_| !in_place) {
            fs::create_dir_all(folder).with_context(cannot)?;
        }
        let file = Atomic::new(path).with_context(cannot)?;
        Compress::new(compression, file).with_context(cannot)
    };
    let mut join = Join::new(naqi, run.invalid.of_library());
    let outcome = run.pieces(
        slice::from_ref(source),
        threads,
        |part, fault| rewrite(run, naqi, part, fault),
        |done| {
            let whole = done.first && done.last;
            let rewritten = join.take(done)?;
            changed |= rewritten.changed;
            // Most small files are one piece, and a normal one needs no file at all.
            let nothing = in_place && whole && !changed;
            if !nothing {
                let out = match &mut out {
                    Some(out) => out,
                    None => out.insert(begin()?),
                };
                out.write_all(&rewritten.bytes).with_context(cannot)?;
            }
            run.recycle(rewritten.bytes);
            Ok(())
        },
    )?;
    match out {
        Some(out) if outcome == Outcome::Done && (changed || !in_place) => {
            out.finish().and_then(Atomic::finish).with_context(cannot)
        }
        // Dropped, and with it the temporary file.
        _ => Ok(()),
    }
}
