//! Whether bytes are UTF-8.
//!
//! The standard library goes from character to character, and a processor cannot guess how long
//! each is where words of two-byte letters stand between spaces. Here a block of bytes is looked at at once: each
//! byte is right or wrong by itself and the three before it. That is plain code, which compilers turn
//! into vectors. Where exactly something is wrong is left to the standard library.

use core::str;

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// The most bytes in front of one that its character may begin with.
const BEFORE: usize = 3;

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
    let valid = whole_prefix(bytes);
    let Err(error) = str::from_utf8(&bytes[valid..]) else {
        // SAFETY: both parts are whole characters.
        return Ok(unsafe { str::from_utf8_unchecked(bytes) });
    };
    let valid_up_to = valid + error.valid_up_to();
    // SAFETY: as above.
    let text = unsafe { str::from_utf8_unchecked(&bytes[..valid_up_to]) };
    Err((text, IllFormed { valid_up_to, len: error.error_len() }))
}

/// The length of a beginning of the bytes that is whole characters: up to the block with the first that is
/// none, or the last block.
fn whole_prefix(bytes: &[u8]) -> usize {
    let mut len = 0;
    let mut block = [0; BEFORE + BLOCK];
    while let Some(next) = bytes[len..].first_chunk::<BLOCK>() {
        block.copy_within(BLOCK.., 0);
        block[BEFORE..].copy_from_slice(next);
        if !is_well_formed(&block) {
            break;
        }
        len += BLOCK;
    }
    // The rest of the last character may lie behind the last block. All before it is well-formed, so
    // it begins with the last byte that goes on with none.
    let last = bytes[..len].iter().rposition(|&byte| byte & 0xC0 != 0x80).unwrap_or(0);
    match len - last {
        0 => 0,
        there if there < length(bytes[last]) => last,
        _ => len,
    }
}

/// The length of the character that begins with this byte.
fn length(byte: u8) -> usize {
    1 + usize::from(byte >= 0xC0) + usize::from(byte >= 0xE0) + usize::from(byte >= 0xF0)
}

/// Whether each byte of a block, but for the first [`BEFORE`], is right behind those before it (Unicode
/// Standard, table 3-7).
#[inline]
fn is_well_formed(block: &[u8; BEFORE + BLOCK]) -> bool {
    let mut wrong = false;
    for (((&byte, &first), &second), &third) in
        block[BEFORE..].iter().zip(&block[2..]).zip(&block[1..]).zip(block)
    {
        // The bytes before it that begin a character of two or more, of three or more, of four.
        let goes_on = (first >= 0xC0) | (second >= 0xE0) | (third >= 0xF0);
        wrong |= (byte & 0xC0 == 0x80) != goes_on;
        // Too long for what it says, or no character at all.
        wrong |= (byte & 0xFE == 0xC0) | (byte >= 0xF5);
        wrong |= (first == 0xE0) & (byte < 0xA0) | (first == 0xF0) & (byte < 0x90);
        // Surrogates, and what lies behind the last character.
        wrong |= (first == 0xED) & (byte >= 0xA0) | (first == 0xF4) & (byte >= 0x90);
    }
    !wrong
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

    /// Every beginning of a character with all that may follow it, as long as it says or longer: what is too long for what it
    /// says, surrogates, and what lies behind the last character.
    #[test]
    fn every_sequence_in_every_place() {
        let seconds: Vec<u8> = (0x7F..=0x81).chain(0x8E..=0x91).chain(0x9E..=0xA1).collect();
        for filler in ["a".as_bytes(), "\u{628}".as_bytes()] {
            for place in (0..6).chain(58..68) {
                let before: Vec<u8> = filler.iter().copied().cycle().take(place).collect();
                let after: Vec<u8> = filler.iter().copied().cycle().take(200).collect();
                for first in 0xC0..=0xFF {
                    for &second in seconds.iter().chain(&[0xBF, 0xC0]) {
                        for rest in [&[][..], &[0x80], &[0xBF], &[0x80, 0x80], &[0xBF, 0xBF]] {
                            check(&[&before[..], &[first, second], rest, &after].concat());
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
