//! Slices of a text whose ends are found a block at a time.
//!
//! A slice of a `str` is checked at both ends whenever it is made, which takes as long as finding it. Here
//! the ends come from bit masks of a block that has just been seen, so two operations a block are the same
//! check.

use core::num::NonZero;

use super::planes::Find;
use crate::token::planes::{BEHIND, BLOCK, Block, Planes, STEP};

/// Blocks that are seen before the slices are taken, so that the processor works on several at once.
pub(crate) const BLOCKS: usize = 8;

/// What a block tells about slices, a bit a byte. The first [`BEHIND`] bytes lie before it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    /// Where slices begin.
    pub(crate) starts: u64,
    /// Where they end.
    pub(crate) ends: u64,
    /// Bytes that make a slice odd.
    pub(crate) odd: u64,
    /// Bytes that do not make a slice plain.
    pub(crate) coloured: u64,
    /// Boundaries, those of slices that are not wanted too.
    pub(crate) all: u64,
}

/// Tells where slices begin and end.
pub(crate) trait Judge {
    /// Of a block whose byte number [`BEHIND`] is at `at`.
    ///
    /// To be inlined, as it is a part of [`Work`](super::planes::Work).
    fn judge(&mut self, at: usize, planes: Planes) -> Marks;
}

/// A slice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut<'t> {
    pub(crate) text: &'t str,
    pub(crate) start: usize,
    pub(crate) odd: bool,
    /// It is in one block, and plain from end to end.
    pub(crate) plain: bool,
}

/// Slices of a text, those of some blocks at once.
#[derive(Clone, Debug)]
pub(crate) struct Cuts<'t> {
    text: &'t str,
    /// Blocks and where they begin. All bits of `starts` and `ends` are at boundaries of characters of
    /// the text, and above bit 3 and below bit 63.
    blocks: [(usize, Marks); BLOCKS],
    /// How many there are.
    filled: usize,
    now: Now,
    /// The number of the block after that.
    next: usize,
}

/// Where the taking of slices is.
#[derive(Clone, Copy, Debug, Default)]
struct Now {
    /// What is left of a block, and where its bit 0 is; for the first block of a text that may lie before it.
    marks: Marks,
    zero: usize,
    /// Where the next slice begins, if it has begun; a boundary of characters.
    start: usize,
    /// It has, in the block.
    open: bool,
    /// What is left of an earlier block makes it odd.
    odd: bool,
}

/// A bit above all that marks have.
const NONE: u32 = 63;

impl Now {
    /// The next slice that ends in the block; `ODD` where the block has anything odd.
    #[inline(always)]
    fn cut<'t, const ODD: bool>(&mut self, text: &'t str) -> Option<Cut<'t>> {
        let ends = NonZero::new(self.marks.ends)?;
        let (start, end) = (self.start, self.zero.wrapping_add(ends.trailing_zeros() as usize));
        let mut odd = false;
        if ODD {
            let below_end = low_bits(ends.trailing_zeros() as usize);
            odd = self.odd || self.marks.odd & below_end != 0;
            self.marks.odd &= !below_end;
            self.odd = false;
        }
        self.marks.ends &= self.marks.ends - 1;
        self.begin();
        if start > end {
            return None;
        }
        let plain = match start.wrapping_sub(self.zero) {
            lane @ 0..64 => (self.marks.coloured >> lane) & low_bits(end - start) == 0,
            _ => false,
        };
        // SAFETY: both are at boundaries of characters of the text; and the end is not before the start.
        let text = unsafe { text.get_unchecked(start..end) };
        Some(Cut { text, start, odd, plain })
    }

    /// Begins the next slice. Behind the last of a block there is none; then the start is behind all
    /// ends.
    #[inline(always)]
    fn begin(&mut self) {
        let starts = &mut self.marks.starts;
        self.start = self.zero.wrapping_add((*starts | 1 << NONE).trailing_zeros() as usize);
        *starts &= starts.wrapping_sub(1);
    }

    /// Goes to a block.
    #[inline(always)]
    fn enter(&mut self, marks: Marks, at: usize) {
        // What is left of the block before belongs to the slice that goes on.
        self.odd |= self.marks.odd != 0;
        let open = self.open && self.start != self.zero.wrapping_add(NONE as usize);
        (self.marks, self.zero) = (marks, at.wrapping_sub(BEHIND));
        if !open {
            self.begin();
        }
        self.open = true;
    }
}

impl<'t> Cuts<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let blocks = [(0, Marks::default()); BLOCKS];
        Cuts { text, blocks, filled: 0, now: Now::default(), next: 0 }
    }

    /// The text.
    #[inline]
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// Drops all slices.
    #[inline]
    pub(crate) fn clear(&mut self) {
        (self.filled, self.next) = (0, 0);
        self.now = Now::default();
    }

    /// Whether there is no room for another block.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.filled == BLOCKS
    }

    /// Drops all blocks but the first, which is known to hold the only boundary of all.
    #[cold]
    pub(crate) fn keep_first(&mut self) {
        let is_odd = self.blocks[1..self.filled].iter().any(|(_, marks)| marks.odd != 0);
        self.blocks[0].1.odd |= u64::from(is_odd) << (BEHIND + STEP - 1);
        self.filled = 1;
    }

    /// Drops those that end behind a position.
    pub(crate) fn end_at(&mut self, position: usize) {
        let cut = |(at, marks): (usize, &mut Marks)| {
            marks.ends &= low_bits((position + BEHIND + 1).saturating_sub(at));
        };
        for (at, marks) in &mut self.blocks[..self.filled] {
            cut((*at, marks));
        }
        cut((self.now.zero.wrapping_add(BEHIND), &mut self.now.marks));
    }

    /// The last boundary at or before a position, if there is one.
    pub(crate) fn last_boundary(&self, position: usize) -> Option<usize> {
        self.blocks[..self.filled].iter().rev().find_map(|&(at, marks)| {
            let all = marks.all & low_bits((position + BEHIND + 1).saturating_sub(at));
            Some(at + all.checked_ilog2()? as usize - BEHIND)
        })
    }

    /// The first start at or behind a position.
    pub(crate) fn first_start_from(&self, position: usize) -> Option<usize> {
        self.blocks[..self.filled].iter().find_map(|&(at, marks)| {
            let starts = marks.starts & !low_bits((position + BEHIND).saturating_sub(at));
            (starts != 0).then(|| at + starts.trailing_zeros() as usize - BEHIND)
        })
    }

    /// The next slice.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<Cut<'t>> {
        loop {
            if let Some(cut) = self.now.cut::<true>(self.text) {
                return Some(cut);
            }
            let &(at, marks) = self.blocks[..self.filled].get(self.next)?;
            self.now.enter(marks, at);
            self.next += 1;
        }
    }

    /// A fold over all slices. What is in use stays in registers.
    #[inline]
    pub(crate) fn drain<B>(&mut self, init: B, mut take: impl FnMut(B, Cut<'t>) -> B) -> B {
        let (text, mut now, mut sum) = (self.text, self.now, init);
        let mut blocks = self.blocks[..self.filled].iter().skip(self.next);
        loop {
            if now.marks.odd != 0 || now.odd {
                while let Some(cut) = now.cut::<true>(text) {
                    sum = take(sum, cut);
                }
            } else {
                while let Some(cut) = now.cut::<false>(text) {
                    sum = take(sum, cut);
                }
            }
            let Some(&(at, marks)) = blocks.next() else { break };
            now.enter(marks, at);
        }
        self.clear();
        sum
    }

    /// Adds those of a block whose first [`BEHIND`] bytes lie before `at`, and which decides on the next
    /// [`STEP`]. `at` is in the text. Nothing is added where there is no room.
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
        let decided = if left >= STEP { low_bits(STEP) } else { low_bits(left + 1) };
        let boundaries = !planes.continuation & (decided << BEHIND);
        let mut marks = judge.judge(at, planes);
        marks.starts &= boundaries;
        marks.ends &= boundaries;
        marks.all &= boundaries;
        if let Some(block) = self.blocks.get_mut(self.filled) {
            *block = (at, marks);
            self.filled += 1;
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
pub(crate) fn low_bits(count: usize) -> u64 {
    if count >= BLOCK { !0 } else { (1 << count) - 1 }
}
