//! Letters and marks that change or go whatever stands beside them, where no other rule is on: one lookup says all of a
//! character.
//!
//! This is the loop of the [kernel](super) again with less to do in it, and without any call, for which all registers would
//! have to be put aside. It ends in front of a block with anything that is not plain, which the kernel then sees.

use super::{
    Mode, SEEN, elsewhere, first_of, lanes,
    lanes::{Before, lanes_of},
    tatweel,
};
use crate::{
    engine::vector::{self, BLOCK, LoadedLetters, SeenLetters, SetLetters, Vector},
    rules::{
        classes::{Classes, HAMZA, KEEPS_HAMZA, Letters},
        quick::Quick,
    },
};

/// Where the next character starts, and where its first byte is written.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) read: usize,
    pub(super) write: *mut u8,
}

/// A loop's own place. The last bits that were noted are at hand, so that one block does not wait until those of another are
/// in memory.
pub(super) struct Walk {
    pub(super) place: Place,
    kept: *mut u64,
    /// The word of `place.read`.
    bits: u64,
}

impl Walk {
    /// # Safety
    /// See [`run`](super::run).
    #[inline(always)]
    pub(super) unsafe fn new<M: Mode>(place: Place, kept: *mut u64) -> Walk {
        let mut walk = Walk { place, kept, bits: 0 };
        if M::TRACKS {
            // SAFETY: the caller's.
            walk.bits = unsafe { *kept.add(place.read / BLOCK) };
        }
        walk
    }

    /// Writes these lanes of a block, takes note, and goes on by so many bytes, no more than a block.
    ///
    /// # Safety
    /// See [`run`](super::run): a block can be written.
    #[inline(always)]
    pub(super) unsafe fn put<V: Vector, M: Mode>(
        &mut self,
        block: &V::Block,
        keep: u64,
        step: usize,
    ) {
        let read = self.place.read;
        // SAFETY: the caller's.
        unsafe {
            if M::WRITES {
                self.place.write = vector::compress_block::<V>(block, keep, self.place.write);
            }
            if M::TRACKS {
                let (keep, shift) = (keep >> M::BEHIND, read % BLOCK);
                let bits = self.bits | keep << shift;
                self.kept.add(read / BLOCK).write(bits);
                let next = keep >> 1 >> (BLOCK - 1 - shift);
                self.bits = if shift + step < BLOCK { bits } else { next };
            }
        }
        self.place.read += step;
    }

    /// Where it ended.
    ///
    /// # Safety
    /// See [`run`](super::run).
    #[inline(always)]
    pub(super) unsafe fn end<M: Mode>(self) -> Place {
        if M::TRACKS {
            // SAFETY: the caller's.
            unsafe { self.kept.add(self.place.read / BLOCK).write(self.bits) };
        }
        self.place
    }
}

/// Rewrites blocks up to one that holds trouble, or a character outside the table that a rule names, or nothing but
/// ASCII. What straddles is put down in `before`. Returns whether the trouble stands next: of tatweel, and of characters
/// outside the table, the kernel may yet see that they simply go.
///
/// # Safety
/// See [`run`](super::run).
#[inline(always)]
pub(super) unsafe fn pass<V: Vector, M: Mode>(
    (quick, classes, letters): (&Quick, &Classes, &Letters),
    text: &[u8],
    most: usize,
    kept: *mut u64,
    place: &mut Place,
    before: &mut Before<V>,
) -> bool {
    let mut stopped = None;
    // SAFETY: the caller's: a block and two more bytes are left, and a block can be written.
    unsafe {
        let mut here = Walk::new::<M>(*place, kept);
        let loaded = LoadedLetters::new(letters);
        if V::WIDE {
            before.join();
        }
        let end = here
            .place
            .read
            .saturating_add(most.saturating_mul(BLOCK))
            .min(text.len().saturating_sub(SEEN));
        // The next block, if it has been read.
        let mut ahead = None;
        while here.place.read < end {
            let from = text.as_ptr().add(here.place.read);
            let (mut now, next, is_ascii) = match ahead.take() {
                Some(ahead) => ahead,
                None => read_ahead::<V>(from),
            };
            if is_ascii {
                break;
            }
            let SeenLetters { leads, mut values, starts, mut odd } =
                V::letters(&loaded, &letters.values, &now, &next);
            if starts == 0 {
                break;
            }
            if V::WIDE && odd == 0 {
                if M::WRITES {
                    // Read before this one is written: the processor need not find out first that it was not meant to
                    // be read from there, which it otherwise does where much goes.
                    let is_last = here.place.read + BLOCK >= end;
                    ahead = Some(read_ahead::<V>(if is_last { from } else { from.add(BLOCK) }));
                }
                // Here the mask of what stays need not leave its register.
                let block = (now, values, 0);
                let (now, keep) = rewrite::<V, M>((classes, &loaded), block, before);
                here.put::<V, M>(&now, keep, BLOCK);
                continue;
            }
            let (mut forms, mut step) = (0, BLOCK);
            if odd != 0 {
                let third = vector::load_block::<V>(from.add(2));
                odd &= vector::bits::<V>(&now)
                    & !vector::bits::<V>(&V::plain_common(
                        &quick.plain_common,
                        &now,
                        &next,
                        &third,
                    ));
                if odd != 0 && V::WIDE && M::WRITES {
                    let (text, next) = (now.as_ref()[0], next.as_ref()[0]);
                    let found = V::form_letters(&letters.forms, text, next);
                    let leads = text.equal(V::splat(0xEF)).bits();
                    let lanes_found =
                        vector::lanes_of_forms(leads, !found.equal(V::splat(0)).bits());
                    now.as_mut()[0] = vector::spell(text, found, lanes_found);
                    // What may lie across the end is the next block's.
                    step = BLOCK - 2 + (leads >> (BLOCK - 2) | 0b100).trailing_zeros() as usize;
                    forms = lanes_found[0];
                    odd &= !forms & lanes(0, step);
                }
                if odd != 0 && V::WIDE {
                    let stays = hamza_that_stays::<V>(letters, &now, &next, &leads);
                    values.as_mut()[0] = values.as_ref()[0].and_not(V::lanes(stays));
                    odd &= !stays;
                }
                if odd != 0 {
                    let named = elsewhere::first_named(quick, text, here.place.read, (odd, 0), 0);
                    if named != 0 {
                        // Others lack the registers to keep all this.
                        if V::WIDE
                            && named & lanes_of::<V>(&values, letters.trouble) != 0
                            && !tatweel::is_at(
                                text,
                                here.place.read + named.trailing_zeros() as usize,
                            )
                        {
                            stopped = Some(((now, values, forms), named));
                        }
                        break;
                    }
                }
            }
            let (now, keep) = rewrite::<V, M>((classes, &loaded), (now, values, forms), before);
            if step < BLOCK {
                *before = Before::nothing();
            }
            here.put::<V, M>(&now, keep & lanes(0, step), step);
        }
        // Not in the loop, so that there is no call in it.
        if let Some((block, named)) = stopped {
            let end = first_of(named, BLOCK);
            let (now, keep) = rewrite::<V, M>((classes, &loaded), block, before);
            here.put::<V, M>(&now, keep & lanes(0, end), end);
        }
        if V::WIDE {
            before.part();
        }
        *place = here.end::<M>();
    }
    stopped.is_some()
}

/// A block, the text one byte on, and whether it [may be](may_be_ascii) ASCII, where that is not seen otherwise.
///
/// # Safety
/// A block and one byte more can be read. See also [`Vector`].
#[inline(always)]
unsafe fn read_ahead<V: Vector>(from: *const u8) -> (V::Block, V::Block, bool) {
    // SAFETY: the caller's.
    unsafe {
        let (now, next) = (vector::load_block::<V>(from), vector::load_block::<V>(from.add(1)));
        (now, next, V::WIDE && may_be_ascii(from))
    }
}

/// Whether bytes at the start, in the middle and at the end of a block are ASCII: so that most likely all of it is, which
/// others pass faster. To look at all bytes would be as much as a lookup.
///
/// # Safety
/// A block can be read.
#[inline(always)]
unsafe fn may_be_ascii(from: *const u8) -> bool {
    const BYTES: usize = size_of::<u64>();
    const PLACES: [usize; 3] = [0, BLOCK / 2, BLOCK - BYTES];
    // SAFETY: the caller's.
    let [one, two, three] = PLACES.map(|at| unsafe { from.add(at).cast::<u64>().read_unaligned() });
    (one | two | three) & 0x8080_8080_8080_8080 == 0
}

/// The lanes of hamza above that stays as it is, as on heh in Persian: on a letter that does not compose with it. What
/// follows may yet make for a look at all that belongs to the letter. At the start of a block the letter is not seen.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn hamza_that_stays<V: Vector>(
    letters: &Letters,
    now: &V::Block,
    next: &V::Block,
    leads: &V::Block,
) -> u64 {
    // SAFETY: the caller's.
    unsafe {
        let found = V::arabic(&letters.hamza, now, next, leads);
        let keeps = lanes_of::<V>(&found, KEEPS_HAMZA);
        let hamza = lanes_of::<V>(&found, HAMZA);
        hamza & keeps << 2
    }
}

/// A block rewritten, from what the table has for it and the lanes where forms start; and the lanes that stay.
///
/// # Safety
/// See [`Vector`]. Where vectors are wide, what is [before](Before::join) it is joined.
#[inline(always)]
unsafe fn rewrite<V: Vector, M: Mode>(
    (classes, loaded): (&Classes, &LoadedLetters<V>),
    (mut now, values, forms): (V::Block, V::Block, u64),
    before: &mut Before<V>,
) -> (V::Block, u64) {
    if !M::WRITES {
        return (now, u64::MAX);
    }
    // SAFETY: the caller's.
    unsafe {
        if V::WIDE {
            let (now, value) = (now.as_ref()[0], values.as_ref()[0]);
            let SetLetters { text, keep, carry } =
                V::rewrite_letters(loaded, now, value, before.changes);
            before.changes = carry;
            return (V::block(text), keep & !forms);
        }
        let mut goes = values;
        for goes in goes.as_mut() {
            *goes = goes.equal(loaded.gone);
        }
        if classes.changes {
            let low_six = V::splat(0x3F);
            for (byte, value) in now.as_mut().iter_mut().zip(values.as_ref()) {
                let of_trail = value.and(low_six);
                *byte = byte.xor(value.top_two()).xor(of_trail.shift_in(before.changes));
                before.changes = of_trail;
            }
        }
        let goes = vector::bits::<V>(&goes);
        let gone = goes | goes << 1 | before.gone;
        before.gone = goes >> (BLOCK - 1);
        (now, !gone)
    }
}
