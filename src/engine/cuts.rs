//! Slices of a text whose ends are found a block at a time.
//!
//! A slice of a `str` is checked at both ends whenever it is made, which takes as long as finding it. Here
//! the ends come from bit masks of a block that has just been seen, so two operations a block are the same
//! check.
//!
//! The masks become lists of starts and ends as soon as they are there: a loop over one list has a branch that the
//! processor predicts, where one over the bits of many masks has the end of each mask to guess.

use super::planes::Find;
use crate::token::{
    easy::{self, Easy, Judged},
    kind::Sort,
    planes::{BEHIND, BLOCK, Block, Planes, STEP},
};

/// Blocks that are seen, at most, before the slices are taken.
const BLOCKS: usize = 24;

/// With so many slices there is no room for those of another block.
const MANY: usize = 128;

/// So many blocks, at most, are not asked whether they are easy.
const MOST_HARD: u8 = 8;

/// Slices are listed so many at a time.
const AT_ONCE: usize = 4;

/// Room for as many as there may be before a block, those of the block, and what is written behind them.
const ROOM: usize = MANY + BLOCK + AT_ONCE;

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
///
/// The functions are to be inlined, as they are a part of [`Work`](super::planes::Work), but for
/// [`sort`](Judge::sort).
pub(crate) trait Judge {
    /// Of a block whose byte number [`easy::BEHIND`] is at `at`, if it is easy.
    fn judge_easy(&mut self, at: usize, sets: Easy) -> Option<Judged>;

    /// Of a block whose byte number [`BEHIND`] is at `at`.
    fn judge(&mut self, at: usize, planes: Planes) -> Marks;

    /// What a slice is.
    fn sort(&self, start: usize, end: usize, odd: bool) -> Sort;

    /// What a slice is of which only the start is known, if that tells it.
    fn sort_by_start(&self, start: usize) -> Option<Sort>;
}

/// A slice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut<'t> {
    pub(crate) text: &'t str,
    pub(crate) start: usize,
    pub(crate) sort: Sort,
}

/// Slices of a text, those of some blocks at once.
#[derive(Clone, Debug)]
pub(crate) struct Cuts<'t> {
    text: &'t str,
    /// Where the first block decides; all starts and ends are counted from here.
    base: usize,
    /// The first `started`, and `ended`, are at boundaries of characters of the text. There are as many starts as
    /// ends, or one more.
    starts: [u32; ROOM],
    ends: [u32; ROOM],
    /// Of those that have ended, and of one that goes on.
    sorts: [Sort; ROOM],
    started: usize,
    ended: usize,
    /// How many have been taken.
    taken: usize,
    /// The slice that goes on is odd.
    odd: bool,
    /// Blocks that were not easy, of the last, and how many more are not asked.
    hard: u8,
    pause: u8,
    /// Where blocks have boundaries, for each and from where.
    blocks: [(usize, u64); BLOCKS],
    filled: usize,
}

impl<'t> Cuts<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Cuts {
            text,
            base: 0,
            starts: [0; ROOM],
            ends: [0; ROOM],
            sorts: [Sort::PLAIN; ROOM],
            started: 0,
            ended: 0,
            taken: 0,
            odd: false,
            hard: 0,
            pause: 0,
            blocks: [(0, 0); BLOCKS],
            filled: 0,
        }
    }

    /// The text.
    #[inline]
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// Drops all slices. The next block decides from `base` on.
    #[inline]
    pub(crate) fn clear(&mut self, base: usize) {
        (self.started, self.ended, self.taken, self.filled) = (0, 0, 0, 0);
        self.odd = false;
        self.base = base;
    }

    /// Whether there is no room for another block.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.filled >= BLOCKS || self.started.max(self.ended) > MANY
    }

    /// Drops all blocks but the first, which is known to hold the only boundary of all.
    #[cold]
    pub(crate) fn keep_first(&mut self) {
        self.filled = 1;
    }

    /// Whether positions up to there can be told.
    #[inline]
    pub(crate) fn reaches(&self, position: usize) -> bool {
        position - self.base <= u32::MAX as usize - BLOCK
    }

    /// Drops those that end behind a position.
    #[inline]
    pub(crate) fn end_at(&mut self, position: usize) {
        while self.ended > 0 && self.base + self.ends[self.ended - 1] as usize > position {
            self.ended -= 1;
        }
    }

    /// The last boundary at or before a position, if there is one.
    pub(crate) fn last_boundary(&self, position: usize) -> Option<usize> {
        self.blocks[..self.filled].iter().rev().find_map(|&(zero, all)| {
            // The first block of a text may begin before it, and the position may be before the block.
            let upto = (position + BLOCK + 1).saturating_sub(zero.wrapping_add(BLOCK));
            let all = all & low_bits(upto);
            Some(zero.wrapping_add(all.checked_ilog2()? as usize))
        })
    }

    /// The first start at or behind a position.
    pub(crate) fn first_start_from(&self, position: usize) -> Option<usize> {
        let starts = self.starts[..self.started].iter().map(|&start| self.base + start as usize);
        starts.rev().take_while(|&start| start >= position).last()
    }

    /// The next slice.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<Cut<'t>> {
        loop {
            let at = self.taken;
            if at >= self.ended.min(ROOM) {
                return None;
            }
            self.taken = at + 1;
            // SAFETY: the first `ended` are at boundaries of characters.
            let cut = unsafe {
                cut(self.text, self.base, self.starts[at], self.ends[at], self.sorts[at])
            };
            if cut.is_some() {
                return cut;
            }
        }
    }

    /// A fold over all slices. What is in use stays in registers.
    #[inline]
    pub(crate) fn drain<B>(&mut self, init: B, mut take: impl FnMut(B, Cut<'t>) -> B) -> B {
        let (text, base, mut sum) = (self.text, self.base, init);
        let wanted = self.taken..self.ended.min(ROOM);
        let (starts, ends) = (&self.starts[wanted.clone()], &self.ends[wanted.clone()]);
        for ((&start, &end), &sort) in starts.iter().zip(ends).zip(&self.sorts[wanted]) {
            // SAFETY: the first `ended` are at boundaries of characters.
            if let Some(cut) = unsafe { cut(text, base, start, end, sort) } {
                sum = take(sum, cut);
            }
        }
        (self.started, self.ended, self.taken) = (0, 0, 0);
        sum
    }

    /// Adds those of a block that decides from `at` on, and tells where the next does. `at` is in the text, and not
    /// behind the block before. Nothing is added where there is no room.
    #[inline(always)]
    pub(crate) fn add<F: Find, J: Judge>(
        &mut self,
        find: F,
        at: usize,
        judge: &mut J,
        flags: &mut Flags,
    ) -> usize {
        let text = self.text.as_bytes();
        if self.is_full() {
            return at + STEP;
        }
        if self.pause > 0 {
            self.pause -= 1;
        } else if F::FINDS_EASY
            && !self.odd
            && let Some(first) = at.checked_sub(easy::BEHIND)
            && let Some(block) = text[first..].first_chunk()
        {
            let sets = find.easy(block, flags);
            let mut judged = judge.judge_easy(at, sets);
            if judged.is_none() && sets.unclassified() != 0 {
                judged = judge.judge_easy(at, sets.look_again(block, &mut flags.0));
            }
            if let Some(mut judged) = judged {
                judged.starts &= !sets.continuation;
                judged.ends &= !sets.continuation;
                self.list_easy(first, judged, flags);
                self.hard = 0;
                return at + easy::STEP;
            }
            // The second in turn, and those behind it, tell of other text.
            self.pause = self.hard;
            self.hard = (self.hard + 1).min(MOST_HARD);
        }
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
        self.list(at.wrapping_sub(BEHIND), marks, judge);
        at + STEP
    }

    /// Lists the slices of an easy block, which begins at `zero`.
    #[inline(always)]
    fn list_easy(&mut self, zero: usize, judged: Judged, flags: &Flags) {
        let Judged { starts, ends, all, coloured, .. } = judged;
        let (first, count) = (self.ended, ends.count_ones() as usize);
        self.note(zero, all);
        let from = zero.wrapping_sub(self.base) as u32;

        // SAFETY: a block has no more than `BLOCK` starts and ends, and there are at most `MANY` before it. Where no
        // bit is left, the lane is that behind the last byte, which has flags as well.
        unsafe {
            let (mut left, mut at) = (starts, self.started);
            self.started += starts.count_ones() as usize;
            while at < self.started {
                for i in 0..AT_ONCE {
                    let lane = left.trailing_zeros();
                    let flags = *flags.0.get_unchecked(lane as usize);
                    *self.starts.get_unchecked_mut(at + i) = from.wrapping_add(lane);
                    *self.sorts.get_unchecked_mut(at + i) = easy::SORTS[usize::from(flags)];
                    left &= left.wrapping_sub(1);
                }
                at += AT_ONCE;
            }
            (left, at) = (ends, self.ended);
            self.ended += count;
            while at < self.ended {
                for i in 0..AT_ONCE {
                    *self.ends.get_unchecked_mut(at + i) = from.wrapping_add(left.trailing_zeros());
                    left &= left.wrapping_sub(1);
                }
                at += AT_ONCE;
            }
        }
        let mut left = coloured;
        while left != 0 {
            let before = ends & (left & left.wrapping_neg()).wrapping_sub(1);
            let sort = &mut self.sorts[first + before.count_ones() as usize];
            if sort.is_plain() {
                *sort = Sort::of(sort.kind());
            }
            left &= left - 1;
        }
    }

    /// Lists the slices of any block, which begins at `zero`.
    #[inline(always)]
    fn list<J: Judge>(&mut self, zero: usize, marks: Marks, judge: &J) {
        let Marks { mut starts, mut ends, odd, coloured, all } = marks;
        self.note(zero, all);
        let from = zero.wrapping_sub(self.base) as u32;
        // Where a slice begins in the block; or 0, if before the bytes on which that decides.
        let lane_of = |start: u32| match start.wrapping_sub(from) as usize {
            lane @ BEHIND..BLOCK => lane,
            _ => 0,
        };
        let mut at = self.started;
        while starts != 0 {
            // SAFETY: a block has no more than `BLOCK` starts, and there are at most `MANY` before it.
            let start = unsafe { self.starts.get_unchecked_mut(at) };
            *start = from.wrapping_add(starts.trailing_zeros());
            starts &= starts - 1;
            at += 1;
        }
        self.started = at;
        at = self.ended;
        let mut is_odd_before = self.odd;
        while ends != 0 {
            let lane = ends.trailing_zeros() as usize;
            // SAFETY: as above.
            let (start, end, sort) = unsafe {
                (
                    *self.starts.get_unchecked(at),
                    self.ends.get_unchecked_mut(at),
                    self.sorts.get_unchecked_mut(at),
                )
            };
            let first = lane_of(start);
            let inside = low_bits(lane) & !low_bits(first);
            let is_odd = odd & inside != 0 || (is_odd_before && first == 0);
            *end = from.wrapping_add(lane as u32);
            *sort = if first > 0 && coloured & inside == 0 {
                Sort::PLAIN
            } else {
                judge.sort(self.base + start as usize, zero.wrapping_add(lane), is_odd)
            };
            is_odd_before = false;
            ends &= ends - 1;
            at += 1;
        }
        (self.ended, self.odd) = (at, is_odd_before);
        if self.started > at {
            let start = self.starts[at];
            self.odd |= odd & !low_bits(lane_of(start)) != 0;
            match judge.sort_by_start(self.base + start as usize) {
                Some(sort) => self.sorts[at] = sort,
                None => self.odd = true,
            }
        }
    }

    /// Takes note of the boundaries of a block.
    #[inline(always)]
    fn note(&mut self, zero: usize, all: u64) {
        if let Some(block) = self.blocks.get_mut(self.filled) {
            *block = (zero, all);
            self.filled += 1;
        }
    }
}

/// The flags of an easy block's characters, and one behind them that there is none of.
///
/// Aligned, so that what is written as a vector is read as bytes without a detour through the cache.
#[repr(align(64))]
pub(crate) struct Flags(pub(super) [u8; BLOCK + 1]);

impl Flags {
    pub(crate) fn new() -> Flags {
        Flags([0; BLOCK + 1])
    }
}

/// The slice of a text between two places, counted from `base`; nothing if they are not in order.
///
/// # Safety
///
/// Both are at boundaries of characters.
#[inline(always)]
unsafe fn cut(text: &str, base: usize, start: u32, end: u32, sort: Sort) -> Option<Cut<'_>> {
    if start > end {
        return None;
    }
    let start = base + start as usize;
    let end = base + end as usize;
    // SAFETY: both are at boundaries of characters of the text; and the end is not before the start.
    let text = unsafe { text.get_unchecked(start..end) };
    Some(Cut { text, start, sort })
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
