//! Looking left, at the end of the output.

use super::REACH;
use crate::rules::{
    kinds::is_arabic_letter,
    marks::is_mark,
    quick::{decode, previous},
};

/// The last character that is no mark, within reach.
pub(crate) fn base(tail: &str) -> Option<char> {
    tail.chars().rev().take(REACH + 1).find(|&c| !is_mark(c))
}

/// Whether the output ends with an Arabic word: with a letter, marks and tatweel aside.
pub(crate) fn ends_word(tail: &str) -> bool {
    let mut bases = tail.chars().rev().take(REACH + 1).filter(|&c| !is_mark(c));
    bases.find(|&c| c != '\u{640}').is_some_and(is_arabic_letter)
}

/// The last character that is no mark, however many marks follow it.
pub(crate) fn far_base(tail: &str) -> Option<char> {
    tail.chars().rev().find(|&c| !is_mark(c))
}

/// Whether the output ends inside a word, so that tatweel that follows may be inner: with a letter, marks
/// and tatweel that carries one of `carried` aside, however many.
pub(crate) fn in_word(tail: &str, carried: impl Fn(char) -> bool) -> bool {
    let mut carries = false;
    for c in tail.chars().rev() {
        match c {
            '\u{640}' if carries => carries = false,
            _ if is_mark(c) => carries |= carried(c),
            _ => return is_arabic_letter(c),
        }
    }
    false
}

/// How many times the output ends with this letter, marks aside, up to `most`.
pub(crate) fn repeats(tail: &str, letter: char, most: usize) -> usize {
    let bases = tail.chars().rev().filter(|&c| !is_mark(c));
    bases.take(most).take_while(|&c| c == letter).count()
}

/// Whether there are two letters in a row, marks aside, read from the end of the output. Tatweel counts as a letter here.
pub(crate) fn ends_long_word(tail: impl Iterator<Item = char>) -> bool {
    let mut bases = tail.take(REACH).filter(|&c| !is_mark(c));
    let mut in_word = || bases.next().is_some_and(|c| is_arabic_letter(c) || c == '\u{640}');
    in_word() && in_word()
}

/// The same of text as its bytes, which are those of a `str`.
pub(crate) fn ends_long_word_in(tail: &[u8]) -> bool {
    let mut at = tail.len();
    ends_long_word(core::iter::from_fn(|| {
        let end = at;
        at = previous(tail, end);
        (end > 0).then(|| decode(tail, at).0)
    }))
}
