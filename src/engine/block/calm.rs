//! Blocks that hold nothing to look at, which are copied.

use super::{Left, Mode, SEEN};
use crate::{
    engine::{
        lookup,
        vector::{self, BLOCK, Vector},
    },
    rules::classes::{Pairs, Quiet},
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
    fn fail(&mut self) {
        self.was_quiet = false;
        self.wait = self.next_wait + 1;
        self.next_wait = (2 * self.next_wait + 1).min(Calm::PATIENCE);
    }

    /// How many blocks to go until the next try, or one where none is due.
    #[inline(always)]
    pub(super) fn blocks_to_go(&self) -> usize {
        self.wait.max(1) as usize
    }

    /// After blocks that were not quiet, or not tried.
    #[inline(always)]
    pub(super) fn pass(&mut self, blocks: usize) {
        self.wait = self.wait.saturating_sub(u32::try_from(blocks).unwrap_or(u32::MAX));
        self.was_quiet = false;
        self.begun_with_ascii = 0;
    }
}

/// Passes quiet blocks, and copies them. Returns how many bytes; what stands at their end is put down in `left`.
///
/// # Safety
/// `length` bytes can be read at `from`, and [`Mode::BEHIND`] before it. With [`Mode::WRITES`] so many bytes can be
/// written at `to`. See also [`Vector`].
#[inline(always)]
pub(super) unsafe fn pass<V: Vector, M: Mode>(
    (quiet, pairs): (&Quiet, &Pairs),
    (from, length): (*const u8, usize),
    to: *mut u8,
    calm: &mut Calm,
    left: &mut Left,
) -> usize {
    let (mut bytes, mut is_arabic, mut begun_with_ascii) = (0, None, calm.begun_with_ascii);
    let mut fails = false;
    while length - bytes >= BLOCK.max(SEEN - M::BEHIND) {
        // SAFETY: the caller's: a block can be read, `SEEN` bytes from where a block begins to look, and a block written.
        unsafe {
            let from = from.add(bytes);
            let first = *from;
            if M::NEIGHBOURS {
                if first == b'"' {
                    break;
                }
            } else {
                if first >= 0x80 {
                    begun_with_ascii = 0;
                } else if begun_with_ascii >= Calm::ASCII_BLOCKS && bytes > 0 {
                    break;
                }
                begun_with_ascii += u32::from(first < 0x80);
            }
            let Some(is_ascii) = is_quiet::<V, M>(quiet, pairs, from.sub(M::BEHIND)) else {
                fails = true;
                break;
            };
            if M::WRITES {
                vector::store_block::<V>(&vector::load_block::<V>(from), to.add(bytes));
            }
            if M::NEIGHBOURS {
                if !is_ascii {
                    is_arabic = Some(true);
                } else if has_letter(core::slice::from_raw_parts(from, M::STEP)) {
                    // If a line ends in it, nobody knows where.
                    is_arabic = Some(false);
                }
            }
        }
        bytes += M::STEP;
    }
    if bytes > 0 {
        *calm = Calm { wait: 0, next_wait: 0, was_quiet: true, begun_with_ascii };
        // SAFETY: the last byte that was passed.
        left.pass_quiet(unsafe { *from.add(bytes - 1) }, is_arabic);
    }
    if fails {
        calm.fail();
    }
    bytes
}

/// Whether ASCII has a letter.
#[cold]
fn has_letter(ascii: &[u8]) -> bool {
    ascii.iter().any(u8::is_ascii_alphabetic)
}

/// Whether a block holds nothing to look at, and if so whether it is all ASCII.
///
/// # Safety
/// [`SEEN`](super::SEEN) bytes can be read at `at`. See also [`Vector`].
#[inline(always)]
unsafe fn is_quiet<V: Vector, M: Mode>(
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
                named = named.or(lookup::pairs_in(lookup::rows_of(one), halves));
                *found = lookup::pairs_in(lookup::rows_of(other), halves);
                triples = triples.or(*found);
                all = all.or(first);
            }
        }
        let (front, back) = (V::splat(Pairs::FRONT), V::splat(Pairs::BACK));
        named = named.or(triples.and_not(front.or(back)));
        if !is_zero(named) {
            return None;
        }
        if M::NEIGHBOURS {
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

/// Whether no bit is set.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn is_zero<V: Vector>(vector: V) -> bool {
    // SAFETY: the caller's.
    unsafe { vector.equal(V::splat(0)).bits() == u64::MAX >> (BLOCK - V::BYTES) }
}
