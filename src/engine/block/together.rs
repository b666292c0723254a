//! Blocks in which all neighbours stand well side by side, by a look at pairs of them: nothing is left to judge.
//!
//! As in [`letters`](super::letters) this is the loop of the kernel with less to do, and without a call. It ends with a
//! block in which some pair needs a look, or a character outside the tables does: the kernel goes on with that.

use super::{
    Mode, SEEN, first_of,
    judge::Left,
    lanes,
    letters::{Place, Walk},
};
use crate::{
    engine::vector::{Loaded, Told, Vector},
    rules::{classes::Ids, quick::Quick},
};

/// Rewrites blocks up to one that has to be judged, or up to the last ones of the text. What stands there is put down in
/// `left`, of which all must be known, unless a letter stands first; but not where there is trouble. Returns whether there is trouble next: a character that
/// lacks something before it, or the last byte of one that does behind it.
///
/// # Safety
/// See [`run`](super::run). There are [`Mode::BEHIND`] bytes in front of `place.read`.
#[inline(always)]
pub(super) unsafe fn pass<V: Vector, M: Mode>(
    (quick, ids): (&Quick, &Ids),
    text: &[u8],
    kept: *mut u64,
    place: &mut Place,
    left: &mut Left,
) -> bool {
    let start = place.read;
    let decided = lanes(M::BEHIND, M::BEHIND + M::STEP);
    // Also the one behind, of which the last may need something; not the first, if it is of a letter, which needs
    // nothing of what is not known.
    let whole = lanes(M::BEHIND, M::BEHIND + M::STEP + 1);
    let mut told = lanes(M::BEHIND + usize::from(!left.is_known()), M::BEHIND + M::STEP + 1);
    let mut stopped = None;
    // SAFETY: the caller's: more than `SEEN` bytes of text are left: so many can be read, and a block written.
    unsafe {
        let mut here = Walk::new::<M>(*place, kept);
        let loaded = Loaded::new(&ids.held, decided);
        while text.len() - here.place.read > SEEN {
            let at = text.as_ptr().add(here.place.read - M::BEHIND);
            let at_a_glance = if M::WRITES {
                V::well_at_a_glance::<true>(&loaded, at)
            } else {
                V::well_at_a_glance::<false>(&loaded, at)
            };
            if let Some(set) = at_a_glance {
                here.put::<V, M>(&V::block(set.text), set.keep, M::STEP);
                told = whole;
                continue;
            }
            let set = match V::well_together((quick, ids, &loaded), at, told) {
                Told::Well(set) => set,
                Told::Trouble(set, trouble) => {
                    stopped = Some((set, trouble));
                    break;
                }
                Told::Nothing => break,
            };
            // A form at the end, which lies across, is the next block's.
            let mut step = M::STEP;
            if set.forms != 0 {
                let across = set.forms >> (M::BEHIND + M::STEP - 2) & 0b11;
                step = M::STEP - 2 + (across | 0b100).trailing_zeros() as usize;
            }
            let keep = set.keep & lanes(M::BEHIND, M::BEHIND + step);
            here.put::<V, M>(&V::block(set.text), keep, step);
            told = whole;
        }
        // Not in the loop, so that there is no call in it.
        if let Some((set, trouble)) = &stopped {
            let end = first_of(*trouble, M::BEHIND + M::STEP);
            let keep = set.keep & lanes(M::BEHIND, end);
            here.put::<V, M>(&V::block(set.text), keep, end - M::BEHIND);
        }
        *place = here.end::<M>();
    }
    let read = place.read;
    if read > start && stopped.is_none() {
        left.pass_well_set(&text[start.max(read.saturating_sub(M::STEP))..read]);
    }
    stopped.is_some()
}
