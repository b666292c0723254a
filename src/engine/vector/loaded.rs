//! The tables of [`Held`] and [`Letters`] in registers.

use super::{BLOCK, Vector};
use crate::rules::classes::{Held, Letters};

/// As [`Held`], for vectors that are as wide as a block: of instruction sets, AVX-512's alone.
#[derive(Clone, Copy)]
#[cfg_attr(not(all(target_arch = "x86_64", target_feature = "sse2")), allow(dead_code))]
pub(in crate::engine) struct Loaded<V> {
    pub(super) arabic: [[V; 2]; 2],
    pub(super) ascii: [V; 2],
    pub(super) deltas: V,
    pub(super) firsts: V,
    pub(super) seconds: V,
    pub(super) unseen: V,
    pub(super) up: [V; 2],
    pub(super) sorts: Sorts<V>,
    /// The lanes that a block decides on, as bits and as lanes.
    pub(super) decided: u64,
    pub(super) decided_lanes: V,
}

/// As [`Letters`].
#[derive(Clone, Copy)]
#[cfg_attr(not(all(target_arch = "x86_64", target_feature = "sse2")), allow(dead_code))]
pub(in crate::engine) struct LoadedLetters<V> {
    pub(super) values: [[V; 2]; 2],
    pub(in crate::engine) gone: V,
    pub(super) trouble: V,
    pub(super) sorts: Sorts<V>,
}

impl<V: Vector> LoadedLetters<V> {
    /// Loads all of them.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    pub(in crate::engine) unsafe fn new(letters: &Letters) -> LoadedLetters<V> {
        // SAFETY: the caller's.
        unsafe {
            let [low, high] = &letters.values.bytes;
            LoadedLetters {
                values: [halves(low), halves(high)],
                gone: V::splat(letters.gone),
                trouble: V::splat(letters.trouble),
                sorts: Sorts::new(),
            }
        }
    }
}

/// What a byte begins, by its high six bits.
#[derive(Clone, Copy)]
#[cfg_attr(not(all(target_arch = "x86_64", target_feature = "sse2")), allow(dead_code))]
pub(super) struct Sorts<V> {
    /// All bits if it is the lead byte of U+0600–06FF.
    pub(super) leads: V,
    /// The same if a character outside the tables starts with it. And of U+0000, whose number is that of no character.
    pub(super) outside: V,
}

impl<V: Vector> Sorts<V> {
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn new() -> Sorts<V> {
        let [leads, outside] = &BY_HIGH_BITS;
        // SAFETY: the caller's; there are sixty-four bytes at each.
        unsafe { Sorts { leads: V::load(leads.0.as_ptr()), outside: V::load(outside.0.as_ptr()) } }
    }
}

/// A table that does not lie across two lines of the cache.
#[repr(C, align(64))]
struct Aligned([u8; 64]);

/// See [`Sorts`].
static BY_HIGH_BITS: [Aligned; 2] = {
    let mut tables = [Aligned([0; 64]), Aligned([0; 64])];
    let (lead, first) = (0xD8 >> 2, 0xC0 >> 2);
    let mut high = first;
    while high < 64 {
        tables[(high != lead) as usize].0[high] = 0xFF;
        high += 1;
    }
    tables[1].0[0] = 0xFF;
    tables
};

impl<V: Vector> Loaded<V> {
    /// Loads all of them, for blocks that decide on these lanes.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    pub(in crate::engine) unsafe fn new(held: &Held, decided: u64) -> Loaded<V> {
        const { assert!(V::BYTES <= BLOCK, "tables have sixty-four bytes") };
        let Held { arabic: [low, high], ascii, deltas, firsts, seconds, unseen, up } = held;
        let [one, two] = up;
        // SAFETY: the caller's; there are sixty-four bytes at each, and twice as many of characters.
        unsafe {
            Loaded {
                arabic: [halves(low), halves(high)],
                ascii: halves(ascii),
                deltas: V::load(deltas.as_ptr()),
                firsts: V::load(firsts.as_ptr()),
                seconds: V::load(seconds.as_ptr()),
                unseen: V::load(unseen.as_ptr()),
                up: [V::load(one.as_ptr()), V::load(two.as_ptr())],
                sorts: Sorts::new(),
                decided,
                decided_lanes: V::lanes(decided),
            }
        }
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn halves<V: Vector>(table: &[u8; 128]) -> [V; 2] {
    // SAFETY: the caller's; there are two times sixty-four bytes.
    unsafe { [V::load(table.as_ptr()), V::load(table.as_ptr().add(64))] }
}
