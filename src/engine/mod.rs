//! The passes over the text.
//!
//! [`scalar`] is the specification: it works on characters, each with its neighbours in view, and may
//! start at the base of any cluster, since all that it knows of the left it reads from the output.
//! [`stretch`] runs over all in between whose characters need no neighbours, or only the nearest: by
//! the [block kernel](block), sixty-four bytes at a time, which is written once over the
//! trait of [`vector`] and compiled for each [`tier`]. [`walk`] is for lines of punctuation and white space, of which a
//! stretch makes nothing and the specification more than it need. The output does not depend on where one hands over to
//! the other.

/// Whether the processor, or without `std` the build, has all of the features.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
macro_rules! has {
    ($($feature:tt),+) => {{
        #[cfg(feature = "std")]
        let has = $(std::arch::is_x86_feature_detected!($feature))&&+;
        #[cfg(not(feature = "std"))]
        let has = $(cfg!(target_feature = $feature))&&+;
        has
    }};
}

mod block;
pub(crate) mod cuts;
mod lookup;
mod nearby;
pub(crate) mod part;
pub(crate) mod planes;
pub(crate) mod scalar;
mod sink;
mod stretch;
pub(crate) mod tier;
pub(crate) mod track;
pub(crate) mod utf16;
pub(crate) mod utf8;
mod vector;
mod walk;
mod word;

pub(crate) use sink::{Aligning, Lazy, Same, Sink, Write};

use crate::rules::Compiled;
#[cfg(test)]
use crate::rules::Program;
use scalar::{Line, Place, Thought};
use stretch::Patience;
use tier::Kernel;

/// Normalises the text into the sink.
pub(crate) fn run<S: Sink>(compiled: &Compiled, kernel: Kernel, text: &str, sink: &mut S) {
    let quick = &compiled.quick;
    if text.is_empty() || (text.len() <= word::LONGEST && sink.push_word(quick, text)) {
        return;
    }
    run_on(compiled, kernel, text, Place::default(), sink);
}

/// Normalises the text from a place on; the sink holds the output up to there. Returns where the last
/// stretch began, of which the line has not been told, and the line.
fn run_on<S: Sink>(
    compiled: &Compiled,
    kernel: Kernel,
    text: &str,
    mut place: Place,
    sink: &mut S,
) -> (usize, Line) {
    let Compiled { program, quick, passing, .. } = compiled;
    let may_walk = program.context && quick.settles;
    let mut start = place.position;
    let mut position = start;
    let mut patience = Patience::default();
    // Whether to try a stretch before a walk, and how many units were thought about since the last one.
    let mut stretches = true;
    let mut waited = 0;
    while position < text.len() && !sink.is_done() {
        start = position;
        if stretches && !place.line.is_in_span() {
            waited = 0;
            position =
                stretch::run(compiled, kernel, text, position, &place.line, &mut patience, sink);
        }
        if position == text.len() || sink.is_done() {
            break;
        }
        if program.context {
            place.line.observe(program, &text[start..position]);
        }
        if position > place.position {
            place = Place { position, in_word: None, ..place };
        }
        let most = patience.characters();
        if may_walk && !place.line.is_in_span() && walk::run(compiled, text, &mut place, most, sink)
        {
            position = place.position;
            start = position;
            stretches = stretch::may_start(quick, &text[position..]);
            if stretches || position == text.len() || sink.is_done() {
                continue;
            }
        }
        // Up to where a walk or a stretch may begin: a stretch the later, the less those before were worth it.
        let mut thought = Thought::new(program, Some(passing), text, place, sink, None);
        thought.run_while(|next| {
            waited += 1;
            if may_walk && passing.at(next.as_bytes(), 0).passes {
                return false;
            }
            waited <= most || !stretch::may_start(quick, next)
        });
        let line;
        (position, line) = thought.finish();
        place = Place { position, line, in_word: None };
        stretches = waited > most;
        start = position;
    }
    (start, place.line)
}

/// Normalises the text into the sink by the specification alone.
#[cfg(test)]
pub(crate) fn run_by_specification<S: Sink>(program: &Program, text: &str, sink: &mut S) {
    let mut thought = Thought::new(program, None, text, Place::default(), sink, None);
    thought.run_while(|_| true);
}

#[cfg(test)]
mod case_tests;
#[cfg(test)]
mod effort_tests;
#[cfg(test)]
mod exhaustion;
// Miri sees by itself what is read and written out of bounds.
#[cfg(all(test, unix, not(miri)))]
mod guard_tests;
#[cfg(test)]
mod near_miss_tests;
#[cfg(test)]
mod quiet_tests;
#[cfg(test)]
mod tests;
