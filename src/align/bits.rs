//! Bits with an index: how many are set before a place, and where the n-th of them is.

use alloc::vec::Vec;

/// Bits in a word of them.
const WORD: usize = u64::BITS as usize;

/// Words between two entries of the index.
const STEP: usize = 8;

/// A row of bits, one a byte of a text.
#[derive(Clone, Debug)]
pub(super) struct Bits {
    words: Vec<u64>,
    /// How many are set before every eighth word, and at the end how many in all: an eighth of the bits' own
    /// size.
    before: Vec<usize>,
}

impl Bits {
    /// Takes the bits as they are, the first in the lowest of the first word; none is set behind the text.
    pub(super) fn new(words: Vec<u64>) -> Bits {
        let mut count = 0;
        let mut before = Vec::with_capacity(words.len() / STEP + 2);
        for some in words.chunks(STEP) {
            before.push(count);
            count += some.iter().map(|word| word.count_ones() as usize).sum::<usize>();
        }
        before.push(count);
        Bits { words, before }
    }

    /// How many are set.
    pub(super) fn count(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }

    /// The words that hold them.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// How many are set before this place. In constant time.
    pub(super) fn rank(&self, at: usize) -> usize {
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

    proptest! {
        #[test]
        fn rank_and_select_count(words in proptest::collection::vec(any::<u64>(), 0..40), sparse: bool) {
            let words: Vec<u64> =
                words.into_iter().map(|word| if sparse { word & word >> 7 & word << 9 } else { word }).collect();
            let places: Vec<usize> = (0..words.len() * WORD)
                .filter(|at| words[at / WORD] >> (at % WORD) & 1 != 0)
                .collect();
            let bits = Bits::new(words.clone());
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
