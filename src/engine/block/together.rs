//! Blocks in which all neighbours stand well side by side, by a look at pairs of them: nothing is left to judge.
//!
//! As in [`letters`](super::letters) this is the loop of the kernel with less to do, and without a call. It ends with a
//! block in which some pair needs a look, or a character outside the tables does: the kernel goes on with that.

use super::{
    Mode, SEEN, first_of,
    judge::Left,
    lanes,
    lanes::{Before, Block, Verdict},
    letters::Place,
};
use crate::{
    engine::vector::{Loaded, Told, Vector},
    rules::{
        classes::{Classes, Together},
        quick::Quick,
    },
};

/// What pairs say of a block.
pub(super) enum Pairs {
    /// All is well; these lanes go.
    Well { gone: u64 },
    /// The same, but that in these lanes characters outside the tables start.
    Elsewhere { gone: u64, elsewhere: u64 },
    /// There are pairs to judge.
    Unclear,
}

/// Why the loop ended.
pub(super) enum Next<V: Vector> {
    /// The last blocks of the text are left, or there is nothing more to say.
    Any,
    /// In front of a block that has to be judged.
    Judge(Block<V>),
    /// In front of a block in which all stands well, but that there are characters outside the tables that do not simply
    /// stay.
    Odd(Block<V>, Verdict),
    /// In the character that stands next, or at its end: it lacks something, or what follows it does.
    Trouble,
}

/// Rewrites blocks up to one that is not [`Well`](Pairs::Well), or up to the last ones of the text. What stands there is put down in `left`, of which all must be known, unless a letter stands first.
///
/// # Safety
/// See [`run`](super::run). There are [`Mode::BEHIND`] bytes in front of `place.read`.
#[inline(always)]
pub(super) unsafe fn pass<V: Vector, M: Mode>(
    (quick, classes, together): (&Quick, &Classes, &Together),
    text: &[u8],
    kept: *mut u64,
    place: &mut Place,
    left: &mut Left,
) -> Next<V> {
    let start = place.read;
    let mut here = *place;
    let decided = lanes(M::BEHIND, M::BEHIND + M::STEP);
    // Also the one behind, of which the last may need something; not the first, if it is of a letter, which needs
    // nothing of what is not known.
    let whole = lanes(M::BEHIND, M::BEHIND + M::STEP + 1);
    let mut told = lanes(M::BEHIND + usize::from(!left.is_known()), M::BEHIND + M::STEP + 1);
    let mut next = Next::Any;
    let mut troubled = None;
    // SAFETY: the caller's: more than `SEEN` bytes of text are left: so many can be read, and a block written.
    unsafe {
        'passed: while text.len() - here.read > SEEN {
            // By numbers first, in a loop of its own: the tables of both do not fit into the registers.
            if V::WIDE
                && let Some(ids) = &classes.ids
            {
                let loaded = Loaded::new(&ids.held);
                while text.len() - here.read > SEEN {
                    let at = text.as_ptr().add(here.read - M::BEHIND);
                    let set = match V::well_together((quick, ids, &loaded), at, (decided, told)) {
                        Told::Well(set) => set,
                        Told::Trouble(set, lanes) => {
                            troubled = Some((set, lanes));
                            break 'passed;
                        }
                        Told::Nothing => break,
                    };
                    // A form at the end, which lies across, is the next block's.
                    let mut step = M::STEP;
                    if set.forms != 0 {
                        let across = set.forms >> (M::BEHIND + M::STEP - 2) & 0b11;
                        step = M::STEP - 2 + (across | 0b100).trailing_zeros() as usize;
                    }
                    let keep = !set.gone & lanes(M::BEHIND, M::BEHIND + step);
                    here.put::<V, M>(kept, &V::block(set.text), keep, step);
                    told = whole;
                }
                if text.len() - here.read <= SEEN {
                    break;
                }
            }
            let at = text.as_ptr().add(here.read - M::BEHIND);
            let block = Block::<V>::new::<M>(classes, at, &Before::nothing());
            let gone = match block.pairs(classes, together, (whole, told)) {
                Pairs::Well { gone } => gone,
                Pairs::Elsewhere { gone, elsewhere } => {
                    if elsewhere & decided & !block.staying_elsewhere(quick, at) != 0 {
                        next = Next::Odd(block, Verdict::well(gone, elsewhere));
                        break;
                    }
                    gone
                }
                Pairs::Unclear => {
                    next = Next::Judge(block);
                    break;
                }
            };
            here.put::<V, M>(kept, &block.text, !gone & decided, M::STEP);
            told = whole;
        }
        // Not in the loop, so that there is no call in it.
        if let Some((set, trouble)) = troubled {
            let end = first_of(trouble, M::BEHIND + M::STEP);
            let keep = !set.gone & lanes(M::BEHIND, end);
            here.put::<V, M>(kept, &V::block(set.text), keep, end - M::BEHIND);
            next = Next::Trouble;
        }
    }
    *place = here;
    let read = here.read;
    if read > start {
        left.pass_well_set(&text[start.max(read.saturating_sub(M::STEP))..read]);
    }
    next
}
