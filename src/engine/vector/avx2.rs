//! AVX2: thirty-two bytes, as two halves of sixteen that shuffles do not cross.

use core::arch::x86_64::*;

use super::{Vector, ssse3::Ssse3};

/// Thirty-two bytes. Needs AVX2, BMI1, BMI2, LZCNT and POPCNT.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Avx2(__m256i);

impl Vector for Avx2 {
    const BYTES: usize = 32;
    type Block = [Self; 2];

    #[inline(always)]
    fn block(vector: Self) -> Self::Block {
        [vector; 2]
    }
    #[inline(always)]
    unsafe fn splat(byte: u8) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_set1_epi8(byte as i8) })
    }
    #[inline(always)]
    unsafe fn table(bytes: &[u8; 16]) -> Self {
        // SAFETY: the caller's: AVX2 is there. Sixteen bytes are there.
        Avx2(unsafe { _mm256_broadcastsi128_si256(_mm_loadu_si128(bytes.as_ptr().cast())) })
    }
    #[inline(always)]
    unsafe fn load(from: *const u8) -> Self {
        // SAFETY: the caller's: AVX2 is there, and thirty-two bytes.
        Avx2(unsafe { _mm256_loadu_si256(from.cast()) })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut u8) {
        // SAFETY: the caller's: AVX2 is there, and room for thirty-two bytes.
        unsafe { _mm256_storeu_si256(to.cast(), self.0) }
    }
    #[inline(always)]
    unsafe fn and(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_and_si256(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn or(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_or_si256(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn xor(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_xor_si256(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn equal(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_cmpeq_epi8(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn select(self, yes: Self, no: Self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_blendv_epi8(no.0, yes.0, self.0) })
    }
    #[inline(always)]
    unsafe fn double(self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_add_epi8(self.0, self.0) })
    }
    #[inline(always)]
    unsafe fn high_half(self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_and_si256(_mm256_srli_epi16::<4>(self.0), _mm256_set1_epi8(15)) })
    }
    #[inline(always)]
    unsafe fn top_two(self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_and_si256(_mm256_srli_epi16::<6>(self.0), _mm256_set1_epi8(3)) })
    }
    #[inline(always)]
    unsafe fn shuffle(self, indexes: Self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_shuffle_epi8(self.0, indexes.0) })
    }
    #[inline(always)]
    unsafe fn shuffle_low(self, indexes: Self) -> Self {
        // The instruction itself looks only at the low half of lanes below 128.
        // SAFETY: the caller's.
        unsafe { self.shuffle(indexes) }
    }
    #[inline(always)]
    unsafe fn shift_in(self, below: Self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe {
            // The upper half of `below`, then the lower half of `self`: what lies under each half.
            let under = _mm256_permute2x128_si256::<0x21>(below.0, self.0);
            _mm256_alignr_epi8::<15>(self.0, under)
        })
    }
    #[inline(always)]
    unsafe fn shift_out(self, above: Self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe {
            // The upper half of `self`, then the lower half of `above`: what lies over each half.
            let over = _mm256_permute2x128_si256::<0x21>(self.0, above.0);
            _mm256_alignr_epi8::<1>(over, self.0)
        })
    }
    #[inline(always)]
    unsafe fn and_not(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX2 is there.
        Avx2(unsafe { _mm256_andnot_si256(other.0, self.0) })
    }
    #[inline(always)]
    unsafe fn bits(self) -> u64 {
        // SAFETY: the caller's: AVX2 is there.
        u64::from(unsafe { _mm256_movemask_epi8(self.0) } as u32)
    }
    #[inline(always)]
    unsafe fn compress_store(self, keep: u64, to: *mut u8) {
        // SAFETY: the caller's: AVX2 is there, and room for thirty-two bytes: the upper sixteen go at
        // most sixteen bytes on.
        unsafe {
            let low = Ssse3::new(_mm256_castsi256_si128(self.0));
            let high = Ssse3::new(_mm256_extracti128_si256::<1>(self.0));
            low.compress_store(keep & 0xFFFF, to);
            high.compress_store(keep >> 16, to.add((keep as u16).count_ones() as usize));
        }
    }
}
