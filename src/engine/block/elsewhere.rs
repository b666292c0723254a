//! Characters outside the tables, one by one: most stay as they are, so do guillemets beside words, and zero width
//! non-joiners and other signs that nobody sees go.

use super::Mode;
use crate::rules::{
    kinds::Kind,
    quick::{Entry, MARK, Quick, decode, entry_at},
};

/// The first lane, below the lowest trouble, with a character that a rule names. The byte at `read` is in the lane
/// `from`. Mostly there is none.
#[inline(always)]
pub(super) fn first_named(
    quick: &Quick,
    text: &[u8],
    read: usize,
    (lanes, trouble): (u64, u64),
    from: usize,
) -> u64 {
    let mut left = lanes & (trouble & trouble.wrapping_neg()).wrapping_sub(1);
    while left != 0 {
        let lane = left & left.wrapping_neg();
        if quick.is_named_elsewhere(text, read + lane.trailing_zeros() as usize - from) {
            return lane;
        }
        left ^= lane;
    }
    0
}

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
        quick: &Quick,
        text: &[u8],
        read: usize,
        (lanes, trouble): (u64, u64),
        (from, to): (usize, usize),
    ) -> Elsewhere {
        let mut left = lanes;
        let mut found = Elsewhere { trouble: 0, gone: 0 };
        loop {
            let lane = first_named(quick, text, read, (left, trouble), from);
            if lane == 0 {
                return found;
            }
            let at = read + lane.trailing_zeros() as usize - from;
            // None before it.
            left &= !(lane | (lane - 1));
            if M::NEIGHBOURS && encloses(quick, text, at) {
                continue;
            }
            let len = if M::WRITES { goes::<M>(quick, text, at) } else { None };
            let Some(len) = len.filter(|len| at + len <= read + to - from) else {
                return Elsewhere { trouble: lane, ..found };
            };
            found.gone |= (lane << len).wrapping_sub(lane);
        }
    }
}

/// How many bytes go with the character at `at`, if it goes and nothing else depends on it: where neighbours matter,
/// between two letters that need none.
fn goes<M: Mode>(quick: &Quick, text: &[u8], at: usize) -> Option<usize> {
    if text[at].is_ascii() {
        return None;
    }
    let (c, len) = decode(text, at);
    let goes = quick.deleted.contains(c)
        && (!M::NEIGHBOURS
            || (!quick.counts
                && at >= 2
                && is_letter(quick, text, at - 2)
                && is_letter(quick, text, at + len)));
    goes.then_some(len)
}

/// Whether there is a bracket or quotation mark that opens in front of text, or closes behind it: no rule touches
/// that. What stands beside it has been judged as if nothing were known of it.
fn encloses(quick: &Quick, text: &[u8], at: usize) -> bool {
    let (c, len) = decode(text, at);
    let is_text = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let is_written = match Kind::of(c) {
        Kind::Open => is_text(at + len) || is_letter(quick, text, at + len),
        Kind::Close => at > 0 && is_text(at - 1) || ends_letter(quick, text, at),
        _ => false,
    };
    is_written && quick.encloser_stays(c)
}

/// Whether such a letter, or one with a mark that stays, ends at `end`.
fn ends_letter(quick: &Quick, text: &[u8], end: usize) -> bool {
    let Some(last) = end.checked_sub(2) else { return false };
    let is_mark =
        entry_at(quick, text, last).is_some_and(|entry| entry.flags & MARK != 0 && entry.len == 2);
    is_letter(quick, text, last) || is_mark && last >= 2 && is_letter(quick, text, last - 2)
}

/// Whether there is a letter of U+0600–06FF that stays, or is written as another one, and needs none of its neighbours.
pub(super) fn is_letter(quick: &Quick, text: &[u8], at: usize) -> bool {
    entry_at(quick, text, at).is_some_and(Entry::is_plain_letter)
}
