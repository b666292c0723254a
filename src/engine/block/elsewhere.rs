//! Characters outside the tables, one by one: most stay as they are, and zero width non-joiners and other signs that
//! nobody sees go.

use super::Mode;
use crate::rules::{
    classes::{Classes, code},
    quick::{Quick, decode},
};

/// What becomes of some characters of a block.
pub(super) struct Elsewhere {
    /// The lane of the first that is trouble, and none behind it.
    pub(super) trouble: u64,
    /// All lanes of those in front of it that go.
    pub(super) gone: u64,
}

impl Elsewhere {
    /// Looks at the characters that start at these lanes, below the lowest trouble. The byte at `read` is in the lane
    /// `from`, and the block decides on those below the lane `to`.
    #[inline(never)]
    pub(super) fn of<M: Mode>(
        (quick, classes): (&Quick, &Classes),
        text: &[u8],
        read: usize,
        (lanes, trouble): (u64, u64),
        (from, to): (usize, usize),
    ) -> Elsewhere {
        let mut left = lanes & (trouble & trouble.wrapping_neg()).wrapping_sub(1);
        let mut found = Elsewhere { trouble: 0, gone: 0 };
        while left != 0 {
            let lane = left & left.wrapping_neg();
            let at = read + lane.trailing_zeros() as usize - from;
            if quick.is_named_elsewhere(text, at) {
                let len = if M::WRITES { goes::<M>(quick, classes, text, at) } else { None };
                let Some(len) = len.filter(|len| at + len <= read + to - from) else {
                    found.trouble = lane;
                    break;
                };
                found.gone |= (lane << len).wrapping_sub(lane);
            }
            left ^= lane;
        }
        found
    }
}

/// How many bytes go with the character at `at`, if it goes and nothing else depends on it: where neighbours matter,
/// between two letters that need none.
fn goes<M: Mode>(quick: &Quick, classes: &Classes, text: &[u8], at: usize) -> Option<usize> {
    let is_letter = |at: usize| {
        matches!(text.get(at), Some(0xD8..=0xDB)) && classes.at(text, at) == code::ARABIC
    };
    if text[at].is_ascii() {
        return None;
    }
    let (c, len) = decode(text, at);
    let goes = quick.deleted.contains(c)
        && (!M::NEIGHBOURS
            || (!quick.counts && at >= 2 && is_letter(at - 2) && is_letter(at + len)));
    goes.then_some(len)
}
