//! The passes over the text.
//!
//! [`scalar`] is the specification: it works on characters, each with its neighbours in view, and may
//! start at the base of any cluster, since all that it knows of the left it reads from the output.
//! [`quick`] runs over the stretches in between whose characters need no neighbours, byte by byte
//! from a table. The output does not depend on where one hands over to the other.

pub(crate) mod planes;
mod quick;
pub(crate) mod scalar;
mod sink;

pub(crate) use sink::{Lazy, Same, Sink, Write};

use crate::rules::Compiled;
#[cfg(test)]
use crate::rules::Program;
use scalar::{Line, Thought};

/// Normalises the text into the sink.
pub(crate) fn run<S: Sink>(compiled: &Compiled, text: &str, sink: &mut S) {
    let Compiled { program, quick } = compiled;
    let mut position = 0;
    let mut line = Line::default();
    let mut gathered = [0; quick::GATHER];
    while position < text.len() && !sink.is_done() {
        let start = position;
        position = quick::run(quick, text, position, sink, &mut gathered);
        if program.context {
            line.observe(&text[start..position]);
        }
        if position < text.len() && !sink.is_done() {
            let mut thought = Thought::new(program, text, position, line, sink);
            thought.run_while(|next| !quick::may_start(quick, next));
            (position, line) = thought.finish();
        }
    }
}

/// Normalises the text into the sink by the specification alone.
#[cfg(test)]
pub(crate) fn run_by_specification<S: Sink>(program: &Program, text: &str, sink: &mut S) {
    let mut thought = Thought::new(program, text, 0, Line::default(), sink);
    thought.run_while(|_| true);
}

#[cfg(test)]
mod tests;
