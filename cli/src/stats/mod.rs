//! `naqi stats`.

mod classes;
mod count;
mod show;

use anyhow::Result;

pub use self::count::is_mark;

use self::{classes::Classes, count::Count};
use crate::{
    args::Stats,
    format::{Found, With},
    input::{cut::Cut, sources::sources},
    output, progress,
    run::Run,
};

/// Counts what is in the sources and writes the figures. `true` if nothing was at fault.
///
/// # Errors
///
/// A mistake in the options; what cannot be read; a failure to write.
pub fn stats(args: &Stats) -> Result<bool> {
    let (sources, _) = sources(&args.inputs.paths, &args.inputs.glob)?;
    let bar = progress::bar(&sources, args.inputs.quiet, false);
    let classes = Classes::new()?;
    let cut = Cut::normalized(classes.context());
    let run = Run::new(&args.inputs, cut, bar)?;
    let mut total = Count::default();
    run.pieces(
        &sources,
        run.threads,
        |part, fault| {
            let mut count = Count::default();
            part.texts(&mut With {
                found: |found: Found<'_>| count.add(&found.text, classes.context()),
                fault,
            });
            count
        },
        |done| {
            total.files += u64::from(done.first);
            total.merge(&done.result);
            Ok(())
        },
    )?;
    let sections = classes.sections(&total);
    output::print(&if args.json { show::json(&sections)? } else { show::table(&sections) })?;
    run.finish()
}
