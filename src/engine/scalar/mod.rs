//! The specification: what normalising means, character by character.
//!
//! The text goes through a chain of small iterators, in the one order that makes the whole idempotent,
//! each in a file of its own:
//!
//! 1. [`expand`] spells presentation forms out;
//! 2. [`keep`] drops what goes wherever it stands (marks, tatweel, controls);
//! 3. [`word`] decides on dagger alef and on inner tatweel by the letters beside them;
//! 4. [`cluster`] takes a base and its marks as one unit, composes it, maps letters, orders marks;
//! 5. [`elongation`] cuts runs of one letter;
//! 6. [`context`] works on the line: digits, punctuation, spacing, white space.
//!
//! Why a second pass changes nothing: steps 1 to 4 put out only characters and clusters that
//! they themselves keep (the map is closed, clusters end composed and in order); later steps delete,
//! insert or map only digits, punctuation, white space and repeats, about which the earlier ones
//! do not care. Each decision looks to the left only at the *output* ([`left`]) and at the
//! [`Line`], which is a function of the output; and to the right at what comes out of
//! the step before. So on the output each decision meets what it left there.
//!
//! A step looks ahead by drawing early, or by cloning the chain so far and drawing from the clone. How far any
//! of them looks is bounded by [`REACH`].

mod ahead;
mod cluster;
mod context;
mod elongation;
mod expand;
mod keep;
pub(crate) mod left;
mod number;
mod spacing;
mod span;
mod word;

pub(crate) use cluster::place;
pub(crate) use context::{Line, Place, Thought};
pub(crate) use word::is_dagger_written;

/// A character on its way through the steps, and where in the source it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) c: char,
    /// Where the source's character begins that this one is, or was made of: in bytes from the start of the
    /// text. [`NOWHERE`] for one that was put in.
    pub(crate) at: usize,
}

/// The place of what was put in.
const NOWHERE: usize = usize::MAX;

impl Placed {
    /// Another character in the same place.
    fn with(self, c: char) -> Placed {
        Placed { c, ..self }
    }
}

/// Marks that were put in order stand in for one another: their places are in order too.
fn in_places_order(marks: &mut [Placed]) {
    // Most are.
    for i in 1..marks.len() {
        let mut j = i;
        while j > 0 && marks[j - 1].at > marks[j].at {
            (marks[j - 1].at, marks[j].at) = (marks[j].at, marks[j - 1].at);
            j -= 1;
        }
    }
}

/// The farthest that any rule looks to either side, in characters of its input that stay: white
/// space before a mark, marks on a base, digits of a number.
///
/// What lies farther is as if it were not there. Only characters that stay count: a run of tatweel
/// that goes, of marks that go, of white space that is collapsed, is one thing however long.
pub(crate) const REACH: usize = 32;
