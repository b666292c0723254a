//! The bits of [`track`](crate::engine), and what they say of places.

use alloc::vec::Vec;
use core::ops::Range;

use super::bits::{Bits, ROW};
use crate::{
    engine::tier::Kernel,
    rules::{kinds::Kind, quick::previous},
};

/// Where the bytes of a source went, and those of its output came from.
#[derive(Clone, Debug)]
pub(super) struct Map {
    /// The bytes of the source that stay, or gave their place to what their character became.
    pub(super) kept: Bits,
    /// The bytes of the output that were not put in: the n-th of them is the n-th that was kept.
    pub(super) from_source: Bits,
    /// Long stretches of the source that went, in order: where each begins, and where what belongs to the left of it
    /// [ends](split). Of shorter ones that is looked up when it is asked for.
    far: Vec<(usize, usize)>,
}

impl Map {
    /// From the bits of the source, and those of the output if not all of `len` are set.
    pub(super) fn new(
        kernel: Kernel,
        source: &str,
        kept: Vec<u64>,
        from_source: Option<Vec<u64>>,
        len: usize,
    ) -> Map {
        let bits = |words| Bits::new(kernel, words);
        let from_source = from_source.map_or(Bits::all(len), bits);
        let mut map = Map { kept: bits(kept), from_source, far: Vec::new() };
        map.far = map.find_far(source);
        map
    }

    /// The long stretches that went.
    fn find_far(&self, source: &str) -> Vec<(usize, usize)> {
        let mut far = Vec::new();
        let mut passed = 0;
        for at in self.kept.empty().filter(|&at| at < source.len()) {
            // One stretch has many of them.
            if at < passed {
                continue;
            }
            let n = self.kept.rank(at);
            let (start, end) = (self.end_of_kept(source, n), self.start_of_kept(source, n));
            passed = end.unwrap_or(source.len());
            if let (Some(start), Some(end)) = (start, end) {
                far.push((start, split(source, start, end)));
            }
        }
        far
    }

    /// Where the character ends that the last of the first `n` kept bytes belongs to.
    fn end_of_kept(&self, source: &str, n: usize) -> Option<usize> {
        let last = self.kept.select(n.checked_sub(1)?)?;
        Some(char_end(source, last))
    }

    /// Where the character starts that the kept byte behind the first `n` belongs to.
    fn start_of_kept(&self, source: &str, n: usize) -> Option<usize> {
        Some(char_start(source, self.kept.select(n)?))
    }

    /// The place in the source of a place in the output between two characters; or, if it lies inside what one character of
    /// the source became, that character with what belongs to it.
    pub(super) fn source_of(&self, source: &str, output: usize) -> Range<usize> {
        let n = self.from_source.rank(output);
        let Some(left_end) = self.end_of_kept(source, n) else { return 0..0 };
        let Some(right) = self.start_of_kept(source, n) else {
            return source.len()..source.len();
        };
        if right < left_end {
            let behind = self.start_of_kept(source, self.kept.rank(left_end));
            return right
                ..behind.map_or(source.len(), |behind| self.split(source, left_end, behind));
        }
        let at = self.split(source, left_end, right);
        at..at
    }

    /// Where a range of the output starts whose source starts here, which is between two characters.
    pub(super) fn start_of(&self, source: usize, text: &str) -> usize {
        match self.kept.rank(source) {
            0 => 0,
            // The one byte of an ASCII character is the last byte of what it becomes.
            n => self.from_source.select(n).map_or(text.len(), |byte| char_start(text, byte)),
        }
    }

    /// Where a range of the output ends whose source ends here, which is between two characters.
    pub(super) fn end_of(&self, source: usize) -> usize {
        let last = self.kept.rank(source).checked_sub(1);
        last.and_then(|last| self.from_source.select(last)).map_or(0, |last| last + 1)
    }

    /// [`split`], by what is known of long stretches.
    fn split(&self, source: &str, start: usize, end: usize) -> usize {
        if end - start >= ROW
            && let Ok(found) = self.far.binary_search_by_key(&start, |far| far.0)
        {
            return self.far[found].1;
        }
        split(source, start, end)
    }
}

/// Where in a stretch that went, between two characters that stayed, what belongs to the left of it ends: in front of
/// the first white space behind a letter or the like, which belongs to a mark of punctuation behind it. Otherwise all
/// does.
fn split(source: &str, start: usize, end: usize) -> usize {
    let left = source[..start].chars().next_back();
    if left.is_some_and(stands_apart) {
        return end;
    }
    let mut gone = source[start..end].char_indices();
    gone.find(|&(_, c)| stands_apart(c)).map_or(end, |(at, _)| start + at)
}

/// Where the character starts that this byte belongs to.
fn char_start(text: &str, byte: usize) -> usize {
    previous(text.as_bytes(), byte + 1)
}

/// Where the character ends that this byte belongs to.
pub(super) fn char_end(text: &str, byte: usize) -> usize {
    (byte + 1..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// White space and punctuation, which are no part of a word.
fn stands_apart(c: char) -> bool {
    !matches!(
        Kind::of(c),
        Kind::ArabicLetter | Kind::OtherLetter | Kind::Digit(_) | Kind::At | Kind::Other
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_belong_to_the_letter_and_spaces_to_the_comma() {
        // beh, fatha, two spaces, comma
        let text = "\u{628}\u{64E}  ,";
        assert_eq!(split(text, 2, 6), 4);
        // bracket, space, beh
        assert_eq!(split("( \u{628}", 1, 2), 2);
        // beh, beh
        assert_eq!(split("\u{628}\u{628}", 2, 2), 2);
    }
}
