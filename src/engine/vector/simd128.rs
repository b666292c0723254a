//! WebAssembly's simd128: sixteen bytes. Whether a module uses it is settled when it is compiled.

use core::arch::wasm32::*;

use super::{Vector, pack};

/// Sixteen bytes. Needs simd128.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Simd128(v128);

impl Vector for Simd128 {
    const BYTES: usize = 16;
    type Block = [Self; 4];

    #[inline(always)]
    fn block(vector: Self) -> Self::Block {
        [vector; 4]
    }
    #[inline(always)]
    unsafe fn splat(byte: u8) -> Self {
        Simd128(u8x16_splat(byte))
    }
    #[inline(always)]
    unsafe fn table(bytes: &[u8; 16]) -> Self {
        // SAFETY: sixteen bytes are there.
        unsafe { Self::load(bytes.as_ptr()) }
    }
    #[inline(always)]
    unsafe fn load(from: *const u8) -> Self {
        // SAFETY: the caller's: sixteen bytes are there.
        Simd128(unsafe { v128_load(from.cast()) })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut u8) {
        // SAFETY: the caller's: there is room for sixteen bytes.
        unsafe { v128_store(to.cast(), self.0) }
    }
    #[inline(always)]
    unsafe fn and(self, other: Self) -> Self {
        Simd128(v128_and(self.0, other.0))
    }
    #[inline(always)]
    unsafe fn or(self, other: Self) -> Self {
        Simd128(v128_or(self.0, other.0))
    }
    #[inline(always)]
    unsafe fn xor(self, other: Self) -> Self {
        Simd128(v128_xor(self.0, other.0))
    }
    #[inline(always)]
    unsafe fn equal(self, other: Self) -> Self {
        Simd128(u8x16_eq(self.0, other.0))
    }
    #[inline(always)]
    unsafe fn select(self, yes: Self, no: Self) -> Self {
        Simd128(v128_bitselect(yes.0, no.0, self.0))
    }
    #[inline(always)]
    unsafe fn double(self) -> Self {
        Simd128(u8x16_add(self.0, self.0))
    }
    #[inline(always)]
    unsafe fn high_half(self) -> Self {
        Simd128(u8x16_shr(self.0, 4))
    }
    #[inline(always)]
    unsafe fn top_two(self) -> Self {
        Simd128(u8x16_shr(self.0, 6))
    }
    #[inline(always)]
    unsafe fn shuffle(self, indexes: Self) -> Self {
        Simd128(u8x16_swizzle(self.0, indexes.0))
    }
    #[inline(always)]
    unsafe fn shift_in(self, below: Self) -> Self {
        Simd128(u8x16_shuffle::<15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30>(
            below.0, self.0,
        ))
    }
    #[inline(always)]
    unsafe fn shift_out(self, above: Self) -> Self {
        Simd128(u8x16_shuffle::<1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16>(
            self.0, above.0,
        ))
    }
    #[inline(always)]
    unsafe fn and_not(self, other: Self) -> Self {
        Simd128(v128_andnot(self.0, other.0))
    }
    #[inline(always)]
    unsafe fn bits(self) -> u64 {
        u64::from(u8x16_bitmask(self.0))
    }
    #[inline(always)]
    unsafe fn compress_store(self, keep: u64, to: *mut u8) {
        let (low, high, kept) = pack::places(keep);
        // SAFETY: the caller's: there is room for sixteen bytes: the upper half goes at most eight bytes on. The tables have
        // eight bytes at each place.
        unsafe {
            let low = v128_load64_zero(pack::LOW[low].as_ptr().cast());
            let high = v128_load64_zero(pack::HIGH[high].as_ptr().cast());
            v128_store64_lane::<0>(u8x16_swizzle(self.0, low), to.cast());
            v128_store64_lane::<0>(u8x16_swizzle(self.0, high), to.add(kept).cast());
        }
    }
}
