//! Ranges that are none.

use core::{error, fmt, ops::Range};

/// Why a range has no counterpart: it is no range of the text that was asked about. Its text is one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RangeError {
    /// The range ends before it starts.
    Reversed {
        /// Where it starts.
        start: usize,
        /// Where it ends.
        end: usize,
    },
    /// The range ends behind the text's end.
    PastEnd {
        /// Where it ends.
        end: usize,
        /// The text's length, in the same unit.
        len: usize,
    },
    /// The range starts or ends inside a character.
    InsideChar {
        /// Where it does so.
        at: usize,
    },
}

impl fmt::Display for RangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RangeError::Reversed { start, end } => {
                write!(f, "the range {start}..{end} ends before it starts")
            }
            RangeError::PastEnd { end, len } => {
                write!(f, "the range ends at {end}, but the text at {len}")
            }
            RangeError::InsideChar { at } => write!(f, "{at} is inside a character"),
        }
    }
}

impl error::Error for RangeError {}

/// Whether a range in bytes is one of this text.
pub(super) fn check(text: &str, range: &Range<usize>) -> Result<(), RangeError> {
    check_order(range, text.len())?;
    match [range.start, range.end].into_iter().find(|&at| !text.is_char_boundary(at)) {
        Some(at) => Err(RangeError::InsideChar { at }),
        None => Ok(()),
    }
}

/// Whether a range starts before it ends, and ends in a text of this length.
pub(super) fn check_order(range: &Range<usize>, len: usize) -> Result<(), RangeError> {
    let &Range { start, end } = range;
    if start > end {
        Err(RangeError::Reversed { start, end })
    } else if end > len {
        Err(RangeError::PastEnd { end, len })
    } else {
        Ok(())
    }
}
