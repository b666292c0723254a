//! The tables of [`Held`] in registers.

use super::{BLOCK, Vector};
use crate::rules::classes::Held;

/// As [`Held`], for vectors that are as wide as a block: of instruction sets, AVX-512's alone.
#[derive(Clone, Copy)]
#[cfg_attr(not(all(target_arch = "x86_64", target_feature = "sse2")), allow(dead_code))]
pub(in crate::engine) struct Loaded<V> {
    pub(super) arabic: [[V; 2]; 2],
    pub(super) ascii: [V; 2],
    pub(super) deltas: V,
    pub(super) firsts: V,
    pub(super) seconds: V,
    pub(super) up: [V; 2],
}

impl<V: Vector> Loaded<V> {
    /// Loads all of them.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    pub(in crate::engine) unsafe fn new(held: &Held) -> Loaded<V> {
        const { assert!(V::BYTES <= BLOCK, "tables have sixty-four bytes") };
        let Held { arabic: [low, high], ascii, deltas, firsts, seconds, up: [one, two] } = held;
        // SAFETY: the caller's; there are sixty-four bytes at each, and twice as many of characters.
        unsafe {
            Loaded {
                arabic: [halves(low), halves(high)],
                ascii: halves(ascii),
                deltas: V::load(deltas.as_ptr()),
                firsts: V::load(firsts.as_ptr()),
                seconds: V::load(seconds.as_ptr()),
                up: [V::load(one.as_ptr()), V::load(two.as_ptr())],
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
