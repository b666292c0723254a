//! `naqi check`.

use std::io::Write as _;

use anyhow::{Error, Result, anyhow};
use naqi::{Normalizer, Rule};

use crate::{
    args::Check,
    config,
    format::{Found, With},
    input::{
        cut::Cut,
        sources::{Source, sources},
    },
    names::names,
    output::{self, Failed},
    progress,
    run::{Done, LineCount, Part, Run},
};

/// How a check ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Normal,
    NotNormal,
    /// Something could not be checked.
    Faults,
}

/// A place that would change.
struct Place {
    /// Line feeds before it in the piece; before the record, of records.
    lines: u64,
    /// In characters, from 1.
    column: usize,
    field: Option<usize>,
    from: String,
    to: String,
    rule: Rule,
}

/// Looks for text that is not normal, and names the first places.
///
/// # Errors
///
/// A mistake in the options; what cannot be read; a failure to write.
pub fn check(args: &Check) -> Result<Verdict> {
    let naqi = config::normalizer(&args.rules)?;
    let (sources, _) = sources(&args.inputs.paths, &args.inputs.glob)?;
    let bar = progress::bar(&sources, args.inputs.quiet, true);
    let run = Run::new(&args.inputs, Cut::normalized(&naqi), bar)?;
    let mut shown = 0;
    let mut normal = true;
    output::to_stdout(|out| {
        let mut count = LineCount::default();
        let result = run.pieces(
            &sources,
            run.threads,
            |part, fault| {
                let mut places =
                    Places { naqi: &naqi, most: args.max.max(1), part, found: Vec::new() };
                part.texts(&mut With { found: |found: Found<'_>| places.look(&found), fault });
                places.found
            },
            |done| {
                for place in &done.result {
                    normal = false;
                    if shown < args.max {
                        let line = describe(&run, &sources, &done, place, &mut count);
                        writeln!(out, "{line}").map_err(Failed)?;
                        shown += 1;
                    }
                    if shown >= args.max && !run.keeps_going() {
                        return Err(Error::new(Enough));
                    }
                }
                Ok(())
            },
        );
        match result {
            Err(error) if error.is::<Enough>() => {}
            result => drop(result?),
        }
        if shown == args.max && shown > 0 {
            writeln!(out, "(there may be more: --max)").map_err(Failed)?;
        }
        Ok(())
    })?;
    if !normal && !run.keeps_going() {
        return Ok(Verdict::NotNormal);
    }
    Ok(match (run.finish()?, normal) {
        (false, _) => Verdict::Faults,
        (true, true) => Verdict::Normal,
        (true, false) => Verdict::NotNormal,
    })
}

/// The end of a check that has seen enough.
#[derive(Debug)]
struct Enough;

impl std::fmt::Display for Enough {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("text is not normal")
    }
}

impl std::error::Error for Enough {}

/// Looks for places in the texts of a piece.
struct Places<'a, 'p> {
    naqi: &'a Normalizer,
    most: usize,
    part: &'a Part<'p>,
    found: Vec<Place>,
}

impl Places<'_, '_> {
    fn look(&mut self, found: &Found<'_>) {
        let text: &str = &found.text;
        let room = self.most - self.found.len().min(self.most);
        if room == 0 || self.naqi.is_normalized(text) {
            return;
        }
        let aligned = self.naqi.normalize_aligned(text);
        for edit in aligned.edits().take(room) {
            let before = &text[..edit.source.start];
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            // Of plain text the lines before the place count, of records those before the record.
            let lines_to = match found.field {
                Some(_) => found.record,
                None => found.raw.start + line,
            };
            let start = if found.field.is_some() { 0 } else { line };
            let lines = memchr::memchr_iter(b'\n', &self.part.bytes()[..lines_to]).count();
            self.found.push(Place {
                lines: lines as u64,
                column: before[start..].chars().count() + 1,
                field: found.field,
                from: names(&text[edit.source.clone()]),
                to: names(&aligned.text()[edit.normalized.clone()]),
                rule: edit.rule,
            });
        }
    }
}

/// `FILE:LINE:COLUMN: what is there becomes what (rule)`.
fn describe(
    run: &Run,
    sources: &[Source],
    done: &Done<Vec<Place>>,
    place: &Place,
    count: &mut LineCount,
) -> Error {
    let source = &sources[done.source];
    let before =
        done.lines_before.unwrap_or_else(|| count.before(sources, done.source, done.start));
    let line = before + place.lines + 1;
    let field = place.field.map(|field| format!(" field `{}`:", run.format.field_name(field)));
    anyhow!(
        "{}:{line}:{}:{} {} becomes {} ({})",
        source.name(),
        place.column,
        field.unwrap_or_default(),
        place.from,
        place.to,
        place.rule
    )
}
