//! Slices of a text whose ends are found a block at a time.
//!
//! A slice of a `str` is checked at both ends whenever it is made, which takes as long as finding it. Here the ends
//! come from bit masks of a block that has just been seen, so a few operations a block are the same
//! check.

use super::planes::Find;
use crate::token::planes::{BEHIND, BLOCK, Block, Planes, STEP};

/// How many slices there is room for.
pub(crate) const CAPACITY: usize = 104;

/// With so many slices there is room for another block.
pub(crate) const ENOUGH: usize = CAPACITY - BLOCK - 8;

/// Tells where slices begin and end.
pub(crate) trait Judge {
    /// Of a block whose byte number [`BEHIND`] is at `at`: where slices begin, and where they end.
    ///
    /// To be inlined, as it is a part of [`Work`](super::planes::Work).
    fn judge(&mut self, at: usize, planes: Planes) -> (u64, u64);
}

/// Slices of a text, some at once.
#[derive(Clone, Debug)]
pub(crate) struct Cuts<'t> {
    text: &'t str,
    /// Where the first block was.
    base: usize,
    /// Where slices begin and end, from `base` on. So many of each have been found; all of those are at the
    /// boundaries of characters of the text.
    starts: [u32; CAPACITY],
    ends: [u32; CAPACITY],
    started: usize,
    ended: usize,
    /// How many are wanted: at most as many as there are starts, ends, and room.
    len: usize,
}

impl<'t> Cuts<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let (starts, ends) = ([0; CAPACITY], [0; CAPACITY]);
        Cuts { text, base: 0, starts, ends, started: 0, ended: 0, len: 0 }
    }

    /// The text.
    #[inline]
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// Begins anew at a position.
    #[inline]
    pub(crate) fn restart(&mut self, base: usize) {
        self.base = base;
        (self.started, self.ended, self.len) = (0, 0, 0);
    }

    /// How many slices have begun.
    #[inline]
    pub(crate) fn started(&self) -> usize {
        self.started
    }

    /// Where a slice starts that has begun.
    #[inline]
    pub(crate) fn start(&self, index: usize) -> usize {
        self.base + self.starts[index] as usize
    }

    /// A slice and where it starts; nothing behind the last.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<(&'t str, usize)> {
        if index >= self.len {
            return None;
        }
        // SAFETY: there is room for `len` slices at least.
        let (start, end) =
            unsafe { (*self.starts.get_unchecked(index), *self.ends.get_unchecked(index)) };
        if start > end {
            return None;
        }
        let (start, end) = (self.base + start as usize, self.base + end as usize);
        // SAFETY: there are `len` starts and ends at least, both at boundaries of characters in the
        // text; and the end is not before the start.
        Some((unsafe { self.text.get_unchecked(start..end) }, start))
    }

    /// Drops the slices that end behind a position.
    #[inline]
    pub(crate) fn end_at(&mut self, position: usize) {
        while self.len > 0 && self.base + self.ends[self.len - 1] as usize > position {
            self.len -= 1;
        }
    }

    /// Adds those of a block whose first [`BEHIND`] bytes lie before `at`, and which decides on the next
    /// [`STEP`]. `at` is in the text, and not before the base. Nothing is added where there is no room.
    #[inline(always)]
    pub(crate) fn add<F: Find, J: Judge>(&mut self, find: F, at: usize, judge: &mut J) {
        let text = self.text.as_bytes();
        let whole = at.checked_sub(BEHIND + 1).and_then(|first| text[first..].first_chunk());
        let padding;
        let block = match whole {
            Some(block) => block,
            None => {
                padding = padded(text, at);
                &padding
            }
        };
        let planes = find.planes(block);
        let left = text.len() - at;
        // Between characters: in front of any byte that does not continue one, and at the end.
        let boundaries = !planes.continuation & (low_bits(left.min(STEP - 1) + 1) << BEHIND);
        let (starts, ends) = judge.judge(at, planes);
        let Ok(offset) = u32::try_from(at - self.base) else { return };
        if self.started > ENOUGH || self.ended > ENOUGH || offset > u32::MAX - BLOCK as u32 {
            return;
        }
        append(&mut self.starts, &mut self.started, starts & boundaries, offset);
        append(&mut self.ends, &mut self.ended, ends & boundaries, offset);
        self.len = self.started.min(self.ended);
    }
}

/// Appends the places of the bits. Eight at a time and without asking how many there are: their number
/// cannot be foreseen. There is room for as many as a block has, and eight.
#[inline(always)]
fn append(list: &mut [u32; CAPACITY], count: &mut usize, mut bits: u64, offset: u32) {
    let first = offset.wrapping_sub(BEHIND as u32);
    let mut at = *count;
    *count += bits.count_ones() as usize;
    while let Some(eight) = list.get_mut(at..at + 8) {
        for place in eight {
            *place = first.wrapping_add(bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
        at += 8;
        if at >= *count {
            break;
        }
    }
}

/// A block at the beginning or end of the text. What is not there counts as a control character.
#[cold]
fn padded(text: &[u8], at: usize) -> Block {
    let mut block = [0; 1 + BLOCK];
    let behind = at.min(BEHIND + 1);
    let seen = &text[at - behind..text.len().min(at + BLOCK - BEHIND)];
    block[BEHIND + 1 - behind..][..seen.len()].copy_from_slice(seen);
    block
}

/// The lowest so many bits.
#[inline(always)]
fn low_bits(count: usize) -> u64 {
    if count >= BLOCK { !0 } else { (1 << count) - 1 }
}
