//! Bits with an index: how many are set before a place, and where the n-th of them is.

use alloc::vec::Vec;

use crate::engine::{tier::Kernel, track::INDEXED as STEP};

/// Bits in a word of them.
const WORD: usize = u64::BITS as usize;

/// A row so long has all bits between two entries of the index.
pub(super) const ROW: usize = 2 * STEP * WORD;

/// A row of bits, one a byte of a text.
#[derive(Clone, Debug)]
pub(super) struct Bits {
    words: Vec<u64>,
    /// How many are set before every eighth word, and at the end how many in all: an eighth of the bits' own
    /// size.
    before: Vec<usize>,
    /// If all of so many are set, there is nothing to hold.
    all: usize,
}

impl Bits {
    /// So many bits, all set.
    pub(super) fn all(len: usize) -> Bits {
        Bits { words: Vec::new(), before: Vec::new(), all: len }
    }

    /// Takes the bits as they are, the first in the lowest of the first word; none is set behind the text.
    pub(super) fn new(kernel: Kernel, words: Vec<u64>) -> Bits {
        let before = kernel.index(&words);
        Bits { words, before, all: 0 }
    }

    /// How many are set.
    pub(super) fn count(&self) -> usize {
        self.before.last().copied().unwrap_or(self.all)
    }

    /// Places of bits that are not set, one at least of each row of [`ROW`] or more such, in order.
    pub(super) fn empty(&self) -> impl Iterator<Item = usize> + '_ {
        let steps = self.before.windows(2).enumerate();
        steps.filter(|(_, pair)| pair[0] == pair[1]).map(|(step, _)| step * STEP * WORD)
    }

    /// How many are set before this place. In constant time.
    pub(super) fn rank(&self, at: usize) -> usize {
        if self.before.is_empty() {
            return at.min(self.all);
        }
        let word = (at / WORD).min(self.words.len());
        let first = word / STEP * STEP;
        let whole: usize =
            self.words[first..word].iter().map(|word| word.count_ones() as usize).sum();
        let below = match self.words.get(word) {
            Some(bits) => (bits & ((1 << (at % WORD)) - 1)).count_ones() as usize,
            None => 0,
        };
        self.before[word / STEP] + whole + below
    }

    /// Where the n-th of them is, counted from zero; `None` if there are not so many. In logarithmic time.
    pub(super) fn select(&self, n: usize) -> Option<usize> {
        if n >= self.count() {
            return None;
        }
        if self.before.is_empty() {
            return Some(n);
        }
        let block = self.before.partition_point(|&before| before <= n) - 1;
        let mut left = n - self.before[block];
        for (i, &bits) in self.words[block * STEP..].iter().enumerate() {
            let count = bits.count_ones() as usize;
            if left < count {
                return Some((block * STEP + i) * WORD + select_in_word(bits, left));
            }
            left -= count;
        }
        None
    }

    /// How many bits are set in a row from this place on, counted to a word's width.
    pub(super) fn run(&self, at: usize) -> usize {
        if self.before.is_empty() {
            return self.all.saturating_sub(at).min(WORD);
        }
        let (word, shift) = (at / WORD, at % WORD);
        let low = self.words.get(word).copied().unwrap_or(0) >> shift;
        let high = self.words.get(word + 1).copied().unwrap_or(0);
        let bits = if shift == 0 { low } else { low | high << (WORD - shift) };
        bits.trailing_ones() as usize
    }
}

/// The place of the n-th bit set in a word, which has so many.
fn select_in_word(mut bits: u64, mut n: usize) -> usize {
    let mut place = 0;
    let mut width = WORD / 2;
    while width > 0 {
        let low = bits & ((1 << width) - 1);
        let count = low.count_ones() as usize;
        if n < count {
            bits = low;
        } else {
            n -= count;
            bits >>= width;
            place += width;
        }
        width /= 2;
    }
    place
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Tier;

    #[test]
    fn all_bits_need_no_words() {
        let kernel = Kernel::new(Tier::Scalar).expect("it is everywhere");
        let (all, words) = (Bits::all(128), Bits::new(kernel, alloc::vec![u64::MAX; 2]));
        assert_eq!(all.count(), words.count());
        for at in 0..130 {
            assert_eq!(all.rank(at), words.rank(at));
            assert_eq!(all.select(at), words.select(at));
            assert_eq!(all.run(at), words.run(at));
        }
    }

    /// Of each row of 1,024 or more bits that are not set there is a place, and none of bits that are.
    #[test]
    fn long_empty_rows_are_found() {
        let kernel = Kernel::new(Tier::Scalar).expect("it is everywhere");
        for start in [0, 1, 7, 8, 9, 16] {
            for length in [16, 17, 24, 40] {
                let mut words = alloc::vec![u64::MAX; start + length + 8];
                words[start..start + length].fill(0);
                let found: Vec<usize> = Bits::new(kernel, words).empty().collect();
                let row = start * WORD..(start + length) * WORD;
                assert!(!found.is_empty() && found.is_sorted(), "{row:?}: {found:?}");
                assert!(found.iter().all(|at| row.contains(at)), "{row:?}: {found:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn rank_and_select_count(words in proptest::collection::vec(any::<u64>(), 0..40), sparse: bool) {
            let words: Vec<u64> =
                words.into_iter().map(|word| if sparse { word & word >> 7 & word << 9 } else { word }).collect();
            let places: Vec<usize> = (0..words.len() * WORD)
                .filter(|at| words[at / WORD] >> (at % WORD) & 1 != 0)
                .collect();
            let kernel = Kernel::new(Tier::best()).expect("it is available");
            let bits = Bits::new(kernel, words.clone());
            prop_assert_eq!(bits.count(), places.len());
            for at in 0..=words.len() * WORD + 70 {
                let before = places.partition_point(|&place| place < at);
                prop_assert_eq!(bits.rank(at), before);
                let run = places[before..].iter().enumerate().take_while(|&(i, &place)| place == at + i);
                prop_assert_eq!(bits.run(at), run.count().min(WORD));
            }
            for (n, &place) in places.iter().enumerate() {
                prop_assert_eq!(bits.select(n), Some(place));
            }
            prop_assert_eq!(bits.select(places.len()), None);
        }
    }
}
