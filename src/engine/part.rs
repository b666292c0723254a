//! A part of a text, of which more may come: the engine as streams use it.

use alloc::string::String;
use core::cell::Cell;

use super::{
    run_on,
    scalar::{Line, Thought},
    sink::{Sink, Write},
    tier::Kernel,
};
use crate::rules::Compiled;

/// Normalises the text from a position on as if it ended where it does. The sink holds the output up to
/// there, or as much of its end as rules look at. Returns the line so far.
pub(crate) fn run_to_end<S: Sink>(
    compiled: &Compiled,
    kernel: Kernel,
    text: &str,
    position: usize,
    line: Line,
    sink: &mut S,
) -> Line {
    let (start, mut line) = run_on(compiled, kernel, text, position, line, sink);
    if compiled.program.context && start < text.len() {
        line.observe(&text[start..]);
    }
    line
}

/// Normalises the text from a position on, as far as it cannot matter how the text goes on: by the
/// specification, up to the last place in front of which no rule has looked at the end. Returns
/// where that is, and the line so far.
pub(crate) fn run_decided(
    compiled: &Compiled,
    text: &str,
    position: usize,
    line: Line,
    output: &mut String,
) -> (usize, Line) {
    let program = &compiled.program;
    let end_seen = Cell::new(false);
    let mut place = (position, line);
    let mut decided = output.len();
    let mut sink = Write::after(output, 0);
    let mut thought = Thought::watching(program, text, position, line, &mut sink, &end_seen);
    loop {
        let next = thought.step_to_place();
        if end_seen.get() {
            break;
        }
        if let Some(next) = next {
            place = next;
            decided = thought.output_len();
        }
    }
    output.truncate(decided);
    // What goes needs not be kept to be seen once more.
    end_seen.set(false);
    let mut sink = Write::after(output, 0);
    let mut thought = Thought::watching(program, text, place.0, place.1, &mut sink, &end_seen);
    while let Some(position) = thought.skip_letter().filter(|_| !end_seen.get()) {
        place.0 = position;
    }
    place
}
