//! Whether bytes are UTF-8, quickly for text that is mostly of one or two bytes a character.
//!
//! The standard library goes from character to character, and a processor cannot guess how long
//! each is where words of two-byte letters stand between spaces. Here a block of bytes is looked at at once: in
//! text of one and two bytes a character, each byte is right or wrong by itself and the one before it. That
//! is plain code, which compilers turn into vectors. What is wrong, and all else, is left to the
//! standard library.

use core::str;

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// Bytes that the standard library looks at where a block would not do, so that text of longer characters
/// does not start a block in vain at each of them.
const OTHERS: usize = 256;

/// What is not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IllFormed {
    /// How many bytes in front of it are UTF-8.
    pub(crate) valid_up_to: usize,
    /// How many bytes it is; `None` if more could make a character of it. See
    /// [`Utf8Error::error_len`](str::Utf8Error::error_len).
    pub(crate) len: Option<usize>,
}

/// The bytes as text, or the text in front of what is none.
pub(crate) fn from_utf8(bytes: &[u8]) -> Result<&str, (&str, IllFormed)> {
    let mut valid = 0;
    loop {
        valid += short_prefix(&bytes[valid..]);
        let rest = &bytes[valid..];
        if rest.is_empty() {
            break;
        }
        let some = &rest[..rest.len().min(OTHERS)];
        match str::from_utf8(some) {
            Ok(_) => valid += some.len(),
            // Cut in the middle of a character.
            Err(error) if error.error_len().is_none() && some.len() < rest.len() => {
                valid += error.valid_up_to();
            }
            Err(error) => {
                let valid_up_to = valid + error.valid_up_to();
                // SAFETY: all parts of it are whole characters.
                let text = unsafe { str::from_utf8_unchecked(&bytes[..valid_up_to]) };
                return Err((text, IllFormed { valid_up_to, len: error.error_len() }));
            }
        }
    }
    // SAFETY: all parts of it are whole characters.
    Ok(unsafe { str::from_utf8_unchecked(bytes) })
}

/// The length of a beginning of the bytes that is whole characters of one or two bytes. Not always the longest.
fn short_prefix(bytes: &[u8]) -> usize {
    let mut len = 0;
    let mut before = 0;
    while let Some(block) = bytes[len..].first_chunk::<BLOCK>() {
        if !is_short(block, before) {
            break;
        }
        before = block[BLOCK - 1];
        len += BLOCK;
    }
    // The second byte of the last character may lie behind the last block.
    len - usize::from(begins_two(before))
}

/// Whether a block is of characters of one or two bytes, but for what lies outside it.
#[inline]
fn is_short(block: &[u8; BLOCK], before: u8) -> bool {
    let mut wrong = u8::from(continues(block[0]) != begins_two(before));
    for (&byte, &before) in block[1..].iter().zip(block) {
        wrong |= u8::from(continues(byte) != begins_two(before));
    }
    for &byte in block {
        // Longer characters, and two bytes for ASCII.
        wrong |= u8::from(byte >= 0xE0) | u8::from(byte & 0xFE == 0xC0);
    }
    wrong == 0
}

/// Whether a byte begins a character of two.
#[inline]
fn begins_two(byte: u8) -> bool {
    byte & 0xE0 == 0xC0
}

/// Whether a byte goes on with a character.
#[inline]
fn continues(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use std::{string::String, vec::Vec};

    use super::from_utf8;

    /// The same as the standard library says.
    fn check(bytes: &[u8]) {
        match (from_utf8(bytes), std::str::from_utf8(bytes)) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err((text, found)), Err(expected)) => {
                assert_eq!(found.valid_up_to, expected.valid_up_to(), "{bytes:X?}");
                assert_eq!(found.len, expected.error_len(), "{bytes:X?}");
                assert_eq!(text.len(), expected.valid_up_to());
            }
            (found, expected) => panic!("{found:?}, {expected:?}\n{bytes:X?}"),
        }
    }

    /// Every pair of bytes, and some longer ones, in each place around the ends of blocks.
    #[test]
    fn every_pair_in_every_place() {
        let fillers: [&[u8]; 4] = [b"a", "\u{628}".as_bytes(), "\u{FEFB}".as_bytes(), b"a\xD8\xA8"];
        for filler in fillers {
            for place in (0..6).chain(60..68).chain(124..130) {
                let before: Vec<u8> = filler.iter().copied().cycle().take(place).collect();
                for after in [0, 1, 70, 300] {
                    let after: Vec<u8> = filler.iter().copied().cycle().take(after).collect();
                    // All that can matter of a byte is in these.
                    let bytes: Vec<u8> =
                        (0x7E..=0x82).chain([0x8F, 0x90, 0x9F, 0xA0]).chain(0xBE..=0xFF).collect();
                    for &first in &bytes {
                        for &second in &bytes {
                            let pair = [first, second];
                            check(&[&before[..], &pair[..], &after[..]].concat());
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_character_in_every_place() {
        for c in ['a', '\u{80}', '\u{628}', '\u{7FF}', '\u{800}', '\u{FFFF}', '\u{10FFFF}'] {
            for count in 0..260 {
                for cut in 0..c.len_utf8() {
                    let text: String = std::iter::repeat_n(c, count).collect();
                    check(&text.as_bytes()[cut.min(text.len())..]);
                    check(&text.as_bytes()[..text.len().saturating_sub(cut)]);
                }
            }
        }
    }
}
