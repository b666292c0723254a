//! Closing gaps in sixteen bytes by table, where the instruction set has no compress.
//!
//! Each half of eight is packed by one of 256 patterns, then the upper half is moved down to the end of
//! the lower (the way of simdutf's base64 decoder). A single table for sixteen bytes would take a
//! megabyte, and fall out of the cache.

/// For each set of lanes to keep: their numbers, in order; then 128, which shuffles in zero.
pub(super) static HALF: [[u8; 8]; 256] = {
    let mut table = [[0x80; 8]; 256];
    let mut keep = 0;
    while keep < 256 {
        let (mut lane, mut count) = (0, 0);
        while lane < 8 {
            if keep >> lane & 1 == 1 {
                table[keep][count] = lane as u8;
                count += 1;
            }
            lane += 1;
        }
        keep += 1;
    }
    table
};

/// For each number of lanes kept of the lower half: so many of it, then the upper half.
pub(super) static JOIN: [[u8; 16]; 9] = {
    let mut table = [[0x80; 16]; 9];
    let mut kept = 0;
    while kept < 9 {
        let mut lane = 0;
        while lane < kept + 8 {
            table[kept][lane] = if lane < kept { lane } else { lane - kept + 8 } as u8;
            lane += 1;
        }
        kept += 1;
    }
    table
};

/// The two halves of sixteen lanes to keep, each as its place in [`HALF`]; and the place in [`JOIN`].
#[inline(always)]
pub(super) fn places(keep: u64) -> (usize, usize, usize) {
    let (low, high) = (keep as usize & 0xFF, keep as usize >> 8 & 0xFF);
    (low, high, (low as u8).count_ones() as usize)
}
