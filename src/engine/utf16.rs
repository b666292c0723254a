//! UTF-16 to UTF-8, for text that is mostly of one or two bytes a character.

use alloc::string::String;

/// Units that are looked at together.
const SOME: usize = 8;

/// The most bytes that a unit becomes.
const LONGEST: usize = 3;

/// Appends the text up to its end or to the first surrogate without its other half. Returns how many
/// units that was.
pub(crate) fn decode(units: &[u16], output: &mut String) -> usize {
    // Two units become four bytes. Some more, since what is written together may be longer than
    // what stays of it.
    output.reserve(LONGEST * units.len() + 2 * SOME);
    // SAFETY: whole characters are written below.
    let bytes = unsafe { output.as_mut_vec() };
    let start = bytes.as_mut_ptr();
    // SAFETY: so much has been written.
    let mut write = unsafe { start.add(bytes.len()) };
    let mut rest = units;
    while let Some(&unit) = rest.first() {
        if let Some((some, behind)) = rest.split_first_chunk::<SOME>() {
            let all = some.iter().fold(0, |all, &unit| all | unit);
            if all < 0x800 {
                // SAFETY: each unit before has become three bytes at most, so there is room for three for
                // each of those that are left, which are as many as this needs and more.
                write = unsafe { decode_some(some, all < 0x80, write) };
                rest = behind;
                continue;
            }
        }
        let is_pair = (0xD800..0xE000).contains(&unit);
        let taken = if is_pair { rest.get(..2).unwrap_or(rest) } else { &rest[..1] };
        let Some(Ok(c)) = char::decode_utf16(taken.iter().copied()).next() else { break };
        let mut encoded = [0; 4];
        let len = c.encode_utf8(&mut encoded).len();
        // SAFETY: as above, and there is more room than for what is left.
        unsafe {
            write.cast::<[u8; 4]>().write_unaligned(encoded);
            write = write.add(len);
        }
        rest = &rest[c.len_utf16()..];
    }
    // SAFETY: all up to `write` has been written: whole characters.
    unsafe { bytes.set_len(write.offset_from_unsigned(start)) };
    units.len() - rest.len()
}

/// Writes units below 0x800 as one or two bytes each. Returns where the next byte is written.
///
/// # Safety
///
/// Two bytes for each unit, and one more, can be written at `write`.
#[inline(always)]
unsafe fn decode_some(units: &[u16; SOME], is_ascii: bool, mut write: *mut u8) -> *mut u8 {
    // SAFETY: the caller's.
    unsafe {
        if is_ascii {
            write.cast::<[u8; SOME]>().write_unaligned(units.map(|unit| unit as u8));
            return write.add(SOME);
        }
        for &unit in units {
            let is_wide = unit >= 0x80;
            let lead = 0xC0 | (unit >> 6) as u8;
            let trail = 0x80 | (unit & 0x3F) as u8;
            let bytes = [if is_wide { lead } else { unit as u8 }, trail];
            write.cast::<[u8; 2]>().write_unaligned(bytes);
            write = write.add(1 + usize::from(is_wide));
        }
        write
    }
}

#[cfg(test)]
mod tests {
    use std::{iter::repeat_n, string::String, vec::Vec};

    use super::decode;

    /// Each character, in each place among others.
    #[test]
    fn every_character_comes_through() {
        let neighbours = ["", "a", "\u{628}", "abcdefgh", "\u{628}a\u{62A} \u{1F469}", "\u{FEFB}"];
        for c in ['\0', 'a', '\u{7F}', '\u{80}', '\u{628}', '\u{7FF}', '\u{800}', '\u{FFFF}']
            .into_iter()
            .chain(['\u{D7FF}', '\u{E000}', '\u{10000}', '\u{1F469}', '\u{10FFFF}'])
        {
            for before in neighbours {
                for after in neighbours {
                    for count in 1..12 {
                        let text: String =
                            before.chars().chain(repeat_n(c, count)).chain(after.chars()).collect();
                        let units: Vec<u16> = text.encode_utf16().collect();
                        // What is there already is left alone.
                        let mut back = String::from("\u{628}");
                        assert_eq!(decode(&units, &mut back), units.len());
                        assert_eq!(back[2..], text);
                    }
                }
            }
        }
    }

    #[test]
    fn decoding_stops_at_half_a_pair() {
        for half in [0xD800, 0xDBFF, 0xDC00, 0xDFFF] {
            for before in 0..20 {
                for after in [&[][..], &[0x628], &[0xD800], &[0x61; 9]] {
                    let units: Vec<u16> = repeat_n(0x628, before)
                        .chain([half])
                        .chain(after.iter().copied())
                        .collect();
                    let mut text = String::new();
                    assert_eq!(decode(&units, &mut text), before);
                    assert_eq!(text.chars().count(), before);
                }
            }
        }
    }
}
