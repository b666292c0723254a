//! The progress bar: bytes, rate and time left, on a terminal.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::input::sources::Source;

/// A bar for these sources, which is shown only where it disturbs nothing: on a terminal, unless
/// the output goes there as well or all is over at once.
pub fn bar(sources: &[Source], quiet: bool, writes_to_stdout: bool) -> ProgressBar {
    let clash = writes_to_stdout && io::stdout().is_terminal();
    if quiet || clash || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    // Standard input has no size.
    let total: Option<u64> = sources.iter().map(|source| source.size).sum();
    let template = match total {
        Some(_) => "{bar:30} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta} left",
        None => "{spinner} {bytes} {binary_bytes_per_sec} {elapsed}",
    };
    let style = ProgressStyle::with_template(template);
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr_with_hz(10));
    match style {
        Ok(style) => bar.with_style(style),
        // The texts above are sound: a test looks.
        Err(_) => bar,
    }
}
