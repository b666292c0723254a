//! NEON on AArch64: sixteen bytes. There is no instruction that collects the highest bits; adding
//! up weighted lanes does.

use core::arch::aarch64::*;

use super::{Vector, pack};

/// Sixteen bytes. Needs NEON, which nearly every AArch64 processor has.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Neon(uint8x16_t);

/// A bit of its own for each lane of eight.
const WEIGHTS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];

impl Vector for Neon {
    const BYTES: usize = 16;
    type Block = [Self; 4];

    #[inline(always)]
    fn block(vector: Self) -> Self::Block {
        [vector; 4]
    }
    #[inline(always)]
    unsafe fn splat(byte: u8) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vdupq_n_u8(byte) })
    }
    #[inline(always)]
    unsafe fn table(bytes: &[u8; 16]) -> Self {
        // SAFETY: the caller's: NEON is there. Sixteen bytes are there.
        unsafe { Self::load(bytes.as_ptr()) }
    }
    #[inline(always)]
    unsafe fn load(from: *const u8) -> Self {
        // SAFETY: the caller's: NEON is there, and sixteen bytes.
        Neon(unsafe { vld1q_u8(from) })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut u8) {
        // SAFETY: the caller's: NEON is there, and room for sixteen bytes.
        unsafe { vst1q_u8(to, self.0) }
    }
    #[inline(always)]
    unsafe fn and(self, other: Self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vandq_u8(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn or(self, other: Self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vorrq_u8(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn xor(self, other: Self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { veorq_u8(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn equal(self, other: Self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vceqq_u8(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn select(self, yes: Self, no: Self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vbslq_u8(self.0, yes.0, no.0) })
    }
    #[inline(always)]
    unsafe fn double(self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vaddq_u8(self.0, self.0) })
    }
    #[inline(always)]
    unsafe fn high_half(self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vshrq_n_u8::<4>(self.0) })
    }
    #[inline(always)]
    unsafe fn top_two(self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vshrq_n_u8::<6>(self.0) })
    }
    #[inline(always)]
    unsafe fn shuffle(self, indexes: Self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vqtbl1q_u8(self.0, indexes.0) })
    }
    #[inline(always)]
    unsafe fn shift_in(self, below: Self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vextq_u8::<15>(below.0, self.0) })
    }
    #[inline(always)]
    unsafe fn shift_out(self, above: Self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vextq_u8::<1>(self.0, above.0) })
    }
    #[inline(always)]
    unsafe fn and_not(self, other: Self) -> Self {
        // SAFETY: the caller's: NEON is there.
        Neon(unsafe { vbicq_u8(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn bits(self) -> u64 {
        // SAFETY: the caller's: NEON is there. The weights are sixteen bytes.
        unsafe {
            let set = vcltzq_s8(vreinterpretq_s8_u8(self.0));
            let weighted = vandq_u8(set, vld1q_u8(WEIGHTS.as_ptr()));
            let low = vaddv_u8(vget_low_u8(weighted));
            let high = vaddv_u8(vget_high_u8(weighted));
            u64::from(low) | u64::from(high) << 8
        }
    }
    #[inline(always)]
    unsafe fn compress_store(self, keep: u64, to: *mut u8) {
        let (low, high, kept) = pack::places(keep);
        // SAFETY: the caller's: NEON is there, and room for sixteen bytes: the upper half goes at most eight bytes on.
        // The tables have eight bytes at each place.
        unsafe {
            vst1_u8(to, vqtbl1_u8(self.0, vld1_u8(pack::LOW[low].as_ptr())));
            vst1_u8(to.add(kept), vqtbl1_u8(self.0, vld1_u8(pack::HIGH[high].as_ptr())));
        }
    }
}
