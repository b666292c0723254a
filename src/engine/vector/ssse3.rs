//! SSSE3: sixteen bytes, and the first x86 instruction that looks up sixteen at once.

use core::arch::x86_64::*;

use super::{Vector, pack};

/// Sixteen bytes. Needs SSSE3 and POPCNT.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Ssse3(__m128i);

impl Ssse3 {
    /// The sixteen bytes of a register.
    #[inline(always)]
    pub(super) fn new(register: __m128i) -> Self {
        Ssse3(register)
    }
}

impl Vector for Ssse3 {
    const BYTES: usize = 16;
    type Block = [Self; 4];

    #[inline(always)]
    fn block(vector: Self) -> Self::Block {
        [vector; 4]
    }
    #[inline(always)]
    unsafe fn splat(byte: u8) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_set1_epi8(byte as i8) })
    }
    #[inline(always)]
    unsafe fn table(bytes: &[u8; 16]) -> Self {
        // SAFETY: sixteen bytes are there.
        unsafe { Self::load(bytes.as_ptr()) }
    }
    #[inline(always)]
    unsafe fn load(from: *const u8) -> Self {
        // SAFETY: the caller's: sixteen bytes are there.
        Ssse3(unsafe { _mm_loadu_si128(from.cast()) })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut u8) {
        // SAFETY: the caller's: there is room for sixteen bytes.
        unsafe { _mm_storeu_si128(to.cast(), self.0) }
    }
    #[inline(always)]
    unsafe fn and(self, other: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_and_si128(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn or(self, other: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_or_si128(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn xor(self, other: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_xor_si128(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn equal(self, other: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_cmpeq_epi8(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn select(self, yes: Self, no: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_or_si128(_mm_and_si128(self.0, yes.0), _mm_andnot_si128(self.0, no.0)) })
    }
    #[inline(always)]
    unsafe fn double(self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_add_epi8(self.0, self.0) })
    }
    #[inline(always)]
    unsafe fn high_half(self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_and_si128(_mm_srli_epi16::<4>(self.0), _mm_set1_epi8(15)) })
    }
    #[inline(always)]
    unsafe fn top_two(self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_and_si128(_mm_srli_epi16::<6>(self.0), _mm_set1_epi8(3)) })
    }
    #[inline(always)]
    unsafe fn shuffle(self, indexes: Self) -> Self {
        // SAFETY: the caller's: SSSE3 is there.
        Ssse3(unsafe { _mm_shuffle_epi8(self.0, indexes.0) })
    }
    #[inline(always)]
    unsafe fn shuffle_low(self, indexes: Self) -> Self {
        // The instruction itself looks only at the low half of lanes below 128.
        // SAFETY: the caller's.
        unsafe { self.shuffle(indexes) }
    }
    #[inline(always)]
    unsafe fn shift_in(self, below: Self) -> Self {
        // SAFETY: the caller's: SSSE3 is there.
        Ssse3(unsafe { _mm_alignr_epi8::<15>(self.0, below.0) })
    }
    #[inline(always)]
    unsafe fn shift_out(self, above: Self) -> Self {
        // SAFETY: the caller's: SSSE3 is there.
        Ssse3(unsafe { _mm_alignr_epi8::<1>(above.0, self.0) })
    }
    #[inline(always)]
    unsafe fn and_not(self, other: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Ssse3(unsafe { _mm_andnot_si128(other.0, self.0) })
    }
    #[inline(always)]
    unsafe fn bits(self) -> u64 {
        // SAFETY: SSE2 is part of x86-64.
        u64::from(unsafe { _mm_movemask_epi8(self.0) } as u32)
    }
    #[inline(always)]
    unsafe fn compress_store(self, keep: u64, to: *mut u8) {
        let (low, high, kept) = pack::places(keep);
        // SAFETY: the caller's: SSSE3 is there, and room for sixteen bytes: the upper half goes at most eight bytes on.
        // The tables have eight bytes at each place.
        unsafe {
            let low = _mm_loadl_epi64(pack::LOW[low].as_ptr().cast());
            let high = _mm_loadl_epi64(pack::HIGH[high].as_ptr().cast());
            _mm_storel_epi64(to.cast(), _mm_shuffle_epi8(self.0, low));
            _mm_storel_epi64(to.add(kept).cast(), _mm_shuffle_epi8(self.0, high));
        }
    }
}
