//! The progress bar: bytes, rate and time left, on a terminal.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::input::sources::Source;

/// What is shown where the size is known, and where it is not.
const SIZED: &str = "{bar:30} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta} left";
const ENDLESS: &str = "{spinner} {bytes} {binary_bytes_per_sec} {elapsed}";

/// A bar for these sources, which is shown only where it disturbs nothing: on a terminal, unless
/// the output goes there as well or all is over at once.
pub fn bar(sources: &[Source], quiet: bool, writes_to_stdout: bool) -> ProgressBar {
    let clash = writes_to_stdout && io::stdout().is_terminal();
    if quiet || clash || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    // Standard input has no size.
    let total: Option<u64> = sources.iter().map(|source| source.size).sum();
    let template = if total.is_some() { SIZED } else { ENDLESS };
    let style = ProgressStyle::with_template(template);
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr_with_hz(10));
    match style {
        Ok(style) => bar.with_style(style),
        // The texts above are sound: a test looks.
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_sound() {
        for template in [SIZED, ENDLESS] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
