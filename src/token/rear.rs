//! Segments from the end of a text, where the rules run from the front.

/// Bytes in which segments are found at once.
const WINDOW: usize = 256;

/// Enough for halving any text down to [`WINDOW`].
const DEPTH: usize = usize::BITS as usize;

/// Gives the segments of a stretch of text from its end, by a function that finds the end of a
/// segment from its start.
///
/// It goes through the stretch once, keeping the starts of a few segments at the halves that remain,
/// and then again from the last of them. A stretch of `n` bytes costs the work of `log n` passes
/// at most, and no memory.
#[derive(Clone, Debug)]
pub(super) struct Rear {
    /// Starts of segments, rising. The first is the start of the stretch.
    starts: [usize; DEPTH],
    depth: usize,
    /// The starts of segments from the last of `starts` on, a bit a byte, not yet given.
    window: [u64; WINDOW / 64],
}

impl Rear {
    /// A stretch that begins with a segment at `start`.
    pub(super) fn new(start: usize) -> Rear {
        let mut starts = [0; DEPTH];
        starts[0] = start;
        Rear { starts, depth: 1, window: [0; WINDOW / 64] }
    }

    /// The start of the last segment before `end`, which is the start of the segment given before, or
    /// at first the end of the stretch. Nothing when the stretch is used up.
    ///
    /// `segments` begins anew: it gives a function from the start of a segment to its end, which is
    /// called with rising starts.
    pub(super) fn pop<S: FnMut(usize) -> usize>(
        &mut self,
        end: usize,
        segments: impl Fn() -> S,
    ) -> Option<usize> {
        loop {
            let base = *self.starts[..self.depth].last()?;
            if let Some(start) = self.pop_window(base) {
                return Some(start);
            }
            if base >= end {
                // Nothing is left behind this start.
                self.depth -= 1;
            } else if end - base <= WINDOW {
                self.fill_window(base, end, segments());
            } else if let Some(start) = self.descend(base, end, segments()) {
                return Some(start);
            }
        }
    }

    /// The last start in the window, which begins at `base`.
    fn pop_window(&mut self, base: usize) -> Option<usize> {
        for (index, bits) in self.window.iter_mut().enumerate().rev() {
            if let Some(top) = bits.checked_ilog2() {
                *bits ^= 1 << top;
                return Some(base + 64 * index + top as usize);
            }
        }
        None
    }

    fn fill_window(&mut self, base: usize, end: usize, mut next: impl FnMut(usize) -> usize) {
        let mut start = base;
        while start < end {
            let offset = start - base;
            self.window[offset / 64] |= 1 << (offset % 64);
            start = next(start);
        }
    }

    /// Finds the first start behind the middle, to go on from there. Where there is none, the last
    /// segment is a long one: its start, once everything from there on has been given.
    fn descend(
        &mut self,
        base: usize,
        end: usize,
        mut next: impl FnMut(usize) -> usize,
    ) -> Option<usize> {
        let middle = base + (end - base) / 2;
        let mut last = base;
        loop {
            let start = next(last);
            if start >= end {
                break;
            }
            last = start;
            if last >= middle {
                break;
            }
        }
        if last == base {
            self.depth -= 1;
            return Some(base);
        }
        self.starts[self.depth] = last;
        self.depth += 1;
        None
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::Rear;

    /// Segments whose lengths repeat, over a stretch of some length.
    fn check(lengths: &[usize], total: usize) {
        let next = |start: usize| {
            let period: usize = lengths.iter().sum();
            let mut end = start - start % period;
            for length in lengths {
                end += length;
                if end > start {
                    break;
                }
            }
            end.min(total)
        };
        let mut forward = Vec::new();
        let mut start = 0;
        while start < total {
            forward.push(start);
            start = next(start);
        }
        let mut rear = Rear::new(0);
        let mut end = total;
        let mut backward = Vec::new();
        while let Some(start) = rear.pop(end, || next) {
            assert!(start < end);
            backward.push(start);
            end = start;
        }
        backward.reverse();
        assert_eq!(backward, forward, "{lengths:?} {total}");
    }

    #[test]
    fn the_rear_gives_what_the_front_gives() {
        for total in (0..300).chain([511, 512, 513, 1000, 4096, 100_000]) {
            check(&[1], total);
            check(&[1, 2, 3], total);
            check(&[255, 1], total);
            check(&[256], total);
            check(&[257, 1, 1, 1], total);
            check(&[1000, 1], total);
            check(&[1, 70_000], total);
        }
    }
}
