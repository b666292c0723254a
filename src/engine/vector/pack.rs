//! Closing gaps in sixteen bytes by table, where the instruction set has no compress.
//!
//! Each half of eight is packed by one of 256 patterns, and the upper half is written behind the end of the lower. A single
//! table for sixteen bytes would take a megabyte, and fall out of the cache.

/// For each set of the first eight lanes to keep: their numbers, in order; then 128, which shuffles in zero.
pub(super) static LOW: [[u8; 8]; 256] = patterns(0);

/// The same for the other eight.
pub(super) static HIGH: [[u8; 8]; 256] = patterns(8);

/// The numbers of eight lanes to keep, counted from the first.
const fn patterns(first: u8) -> [[u8; 8]; 256] {
    let mut table = [[0x80; 8]; 256];
    let mut keep = 0;
    while keep < 256 {
        let (mut lane, mut count) = (0, 0);
        while lane < 8 {
            if keep >> lane & 1 == 1 {
                table[keep][count] = first + lane as u8;
                count += 1;
            }
            lane += 1;
        }
        keep += 1;
    }
    table
}

/// The two halves of sixteen lanes to keep, each as its place in [`LOW`] or [`HIGH`]; and how many are kept of the lower.
#[inline(always)]
pub(super) fn places(keep: u64) -> (usize, usize, usize) {
    let (low, high) = (keep as usize & 0xFF, keep as usize >> 8 & 0xFF);
    (low, high, (low as u8).count_ones() as usize)
}
