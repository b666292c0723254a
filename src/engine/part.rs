//! A part of a text, of which more may come: the engine as streams use it.

use alloc::string::String;
use core::cell::Cell;

use super::{
    run_on,
    scalar::{Line, Place, Thought},
    sink::{Sink, Write},
    tier::Kernel,
};
use crate::rules::Compiled;

/// Normalises the text from a place on as if it ended where it does. The sink holds the output up to
/// there, or as much of its end as rules look at. Returns the line at the end.
pub(crate) fn run_to_end<S: Sink>(
    compiled: &Compiled,
    kernel: Kernel,
    text: &str,
    place: Place,
    sink: &mut S,
) -> Line {
    let (start, mut line) = run_on(compiled, kernel, text, place, sink);
    if compiled.program.context && start < text.len() {
        line.observe(&compiled.program, &text[start..]);
    }
    line
}

/// Normalises the text from a place on, as far as it cannot matter how the text goes on: by the
/// specification, up to the last place in front of which no rule has looked at the end. Returns
/// that place.
pub(crate) fn run_decided(
    compiled: &Compiled,
    text: &str,
    mut place: Place,
    output: &mut String,
) -> Place {
    let program = &compiled.program;
    let end_seen = Cell::new(false);
    let mut decided = output.len();
    let mut sink = Write::after(output, 0);
    let mut thought = Thought::new(program, None, text, place, &mut sink, Some(&end_seen));
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
    // Letters that go need not be kept to be seen once more.
    end_seen.set(false);
    let mut sink = Write::after(output, 0);
    let mut thought = Thought::new(program, None, text, place, &mut sink, Some(&end_seen));
    while let Some(position) = thought.skip_letter().filter(|_| !end_seen.get()) {
        place = Place { position, in_word: thought.in_word(), ..place };
    }
    place
}
