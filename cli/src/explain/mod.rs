//! `naqi explain`.

mod example;
mod show;
mod tally;

use std::io::{self, IsTerminal as _};

use anyhow::Result;

use self::{
    show::Look,
    tally::{Local, Tally},
};
use crate::{
    args::{Colour, Explain},
    config,
    format::{Found, With},
    input::{cut::Cut, sources::sources},
    output, progress,
    run::{LineCount, Run},
};

/// Says what normalising would change. `true` if nothing was at fault.
///
/// # Errors
///
/// A mistake in the options; what cannot be read; a failure to write.
pub fn explain(args: &Explain) -> Result<bool> {
    let naqi = config::normalizer(&args.rules)?;
    let (sources, _) = sources(&args.inputs.paths, &args.inputs.glob)?;
    let bar = progress::bar(&sources, args.inputs.quiet, false);
    let run = Run::new(&args.inputs, Cut::normalized(&naqi), bar)?;
    let mut tally = Tally::new(args.examples);
    let mut count = LineCount::default();
    run.pieces(
        &sources,
        run.threads,
        |part, fault| {
            let mut local = Local::new(args.examples);
            part.texts(&mut With {
                found: |found: Found<'_>| local.look(&naqi, &found, part.bytes()),
                fault,
            });
            local
        },
        |done| {
            let name = |field: usize| run.format.field_name(field).to_owned();
            let lines = || match done.lines_before {
                Some(lines) => lines,
                None => count.before(&sources, done.source, done.start),
            };
            tally.add(done.result, &sources[done.source], name, lines);
            Ok(())
        },
    )?;
    let colour = match args.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            io::stdout().is_terminal() && !refused
        }
    };
    output::print(show::text(&tally, args.top, Look { colour }))?;
    run.finish()
}
