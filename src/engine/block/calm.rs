//! Blocks that hold nothing to look at, which are copied.

use super::{Left, Mode};
use crate::{
    engine::vector::{self, BLOCK, Vector},
    rules::classes::{PairTable, Pairs, Quiet},
};

/// Whether to try if a block is [quiet](Quiet): in texts with marks on every other letter none is.
#[derive(Clone, Copy, Default)]
pub(super) struct Calm {
    /// Blocks to go until the next try, and how many after it if it fails.
    wait: u32,
    next_wait: u32,
    /// The block before was quiet.
    was_quiet: bool,
    /// Quiet blocks up to here that began with ASCII.
    begun_with_ascii: u32,
}

impl Calm {
    /// At the start.
    pub(super) const START: Calm =
        Calm { wait: 0, next_wait: 0, was_quiet: false, begun_with_ascii: Calm::ASCII_BLOCKS };

    /// After so many blocks that begin with ASCII all of the text may be.
    const ASCII_BLOCKS: u32 = 16;

    /// The most blocks between two tries without success.
    const PATIENCE: u32 = 16;

    /// Whether to try if all is ASCII from this byte on. Where neighbours are judged, lines without Arabic show it.
    #[inline(always)]
    pub(super) fn may_be_ascii<M: Mode>(&self, first: u8, left: &Left) -> bool {
        let expected = if M::NEIGHBOURS {
            left.may_pass_ascii()
        } else {
            self.begun_with_ascii >= Calm::ASCII_BLOCKS
        };
        expected && first < 0x80
    }

    /// After blocks of ASCII.
    #[inline(always)]
    pub(super) fn pass_ascii(&mut self) {
        *self = Calm::default();
    }

    /// After a quiet block that began with this byte.
    #[inline(always)]
    pub(super) fn pass_quiet<M: Mode>(&mut self, first: u8) {
        let is_ascii = !M::NEIGHBOURS && first < 0x80;
        let begun_with_ascii = if is_ascii { self.begun_with_ascii + 1 } else { 0 };
        *self = Calm { wait: 0, next_wait: 0, was_quiet: true, begun_with_ascii };
    }

    /// Whether to try with a block that begins with this byte. What straddles its start, or starts there, was
    /// seen by a quiet block before it, or has to be in the tables; or all of it is seen again.
    #[inline(always)]
    pub(super) fn may_be<M: Mode>(&self, first: u8, left: &Left) -> bool {
        if M::NEIGHBOURS {
            // Behind some letters a quotation mark does not stand as behind others.
            self.wait == 0 && left.is_known() && first != b'"'
        } else {
            self.was_quiet || (self.wait == 0 && (first < 0x80 || first & 0xFC == 0xD8))
        }
    }

    /// After a try that failed.
    #[inline(always)]
    pub(super) fn fail(&mut self) {
        self.wait = self.next_wait + 1;
        self.next_wait = (2 * self.next_wait + 1).min(Calm::PATIENCE);
    }

    /// After a block that was not quiet, or not tried.
    #[inline(always)]
    pub(super) fn pass(&mut self) {
        self.wait = self.wait.saturating_sub(1);
        self.was_quiet = false;
        self.begun_with_ascii = 0;
    }
}

/// Whether a block holds nothing to look at, and if so whether it is all ASCII.
///
/// # Safety
/// [`SEEN`](super::SEEN) bytes can be read at `at`. See also [`Vector`].
#[inline(always)]
pub(super) unsafe fn is_quiet<V: Vector, M: Mode>(
    quiet: &Quiet,
    pairs: &Pairs,
    at: *const u8,
) -> Option<bool> {
    // SAFETY: the caller's.
    unsafe {
        let (low_half, zero) = (V::splat(0x0F), V::splat(0));
        let (mut named, mut all, mut triples) = (zero, zero, zero);
        let mut found = V::block(zero);
        for (i, found) in found.as_mut().iter_mut().enumerate() {
            let first = V::load(at.add(i * V::BYTES));
            let second = V::load(at.add(i * V::BYTES + 1));
            let (first_low, second_low) = (first.and(low_half), second.and(low_half));
            let second_high = second.high_half();
            for table in quiet.tables() {
                let of_first = V::table(&table.first_low).shuffle(first_low);
                let of_second = V::table(&table.second_high)
                    .shuffle(second_high)
                    .and(V::table(&table.second_low).shuffle(second_low));
                named = named.or(of_first.and(of_second));
            }
            if M::NEIGHBOURS {
                let halves = [first_low, first.high_half(), second_low, second_high];
                let [one, other] = &pairs.tables;
                named = named.or(pairs_of(one, halves));
                *found = pairs_of(other, halves);
                triples = triples.or(*found);
                all = all.or(first);
            }
        }
        let (front, back) = (V::splat(Pairs::FRONT), V::splat(Pairs::BACK));
        named = named.or(triples.and_not(front.or(back)));
        if !is_zero(named) {
            return None;
        }
        if M::NEIGHBOURS && !is_zero(triples.and(back)) {
            let fronts = vector::bits::<V>(&found);
            for found in found.as_mut() {
                *found = found.double();
            }
            if fronts << 1 & vector::bits::<V>(&found) != 0 {
                return None;
            }
        }
        Some(all.bits() == 0)
    }
}

/// What a table has for pairs of bytes: for the low and the high half of the first, and of the second.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn pairs_of<V: Vector>(table: &PairTable, halves: [V; 4]) -> V {
    let [first_low, first_high, second_low, second_high] = halves;
    // SAFETY: the caller's.
    unsafe {
        let of_first = V::table(&table.first_low)
            .shuffle_low(first_low)
            .and(V::table(&table.first_high).shuffle(first_high));
        let of_second = V::table(&table.second_low)
            .shuffle_low(second_low)
            .and(V::table(&table.second_high).shuffle(second_high));
        of_first.and(of_second)
    }
}

/// Whether no bit is set.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn is_zero<V: Vector>(vector: V) -> bool {
    // SAFETY: the caller's.
    unsafe { vector.equal(V::splat(0)).bits() == u64::MAX >> (BLOCK - V::BYTES) }
}

/// Copies a block.
///
/// # Safety
/// [`BLOCK`] bytes can be read at `from` and written at `to`. See also [`Vector`].
#[inline(always)]
pub(super) unsafe fn copy_block<V: Vector>(from: *const u8, to: *mut u8) {
    // SAFETY: the caller's.
    unsafe {
        for i in 0..BLOCK / V::BYTES {
            V::load(from.add(i * V::BYTES)).store(to.add(i * V::BYTES));
        }
    }
}
