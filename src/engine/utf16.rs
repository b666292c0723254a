//! UTF-16 to UTF-8 and back, for text that is mostly of one or two bytes a character.

use alloc::{string::String, vec::Vec};

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

/// Appends the text.
pub(crate) fn encode(text: &str, output: &mut Vec<u16>) {
    // No character becomes more units than it has bytes.
    output.reserve(text.len() + SOME);
    let start = output.as_mut_ptr();
    // SAFETY: so much has been written.
    let mut write = unsafe { start.add(output.len()) };
    let bytes = text.as_bytes();
    let mut read = 0;
    while read < bytes.len() {
        // SAFETY: each step reads whole characters of the text, and writes at most as many units as there is room
        // for: one for each byte that is read, and those of one ASCII block.
        unsafe {
            if let Some(some) = bytes[read..].first_chunk::<SOME>() {
                if some.is_ascii() {
                    write.cast::<[u16; SOME]>().write_unaligned(some.map(u16::from));
                    write = write.add(SOME);
                    read += SOME;
                    continue;
                }
                // Four characters of one or two bytes lie in eight.
                let mut at = 0;
                let mut all_short = true;
                let mut units = [0; SOME / 2];
                for unit in &mut units {
                    let (lead, trail) = (some[at], some[(at + 1) % SOME]);
                    all_short &= lead < 0xE0;
                    let is_wide = lead >= 0x80;
                    let wide = u16::from(lead & 0x1F) << 6 | u16::from(trail & 0x3F);
                    *unit = if is_wide { wide } else { u16::from(lead) };
                    at += 1 + usize::from(is_wide);
                }
                if all_short {
                    write.cast::<[u16; SOME / 2]>().write_unaligned(units);
                    write = write.add(SOME / 2);
                    read += at;
                    continue;
                }
            }
        }
        let Some(c) = text.get(read..).and_then(|rest| rest.chars().next()) else { break };
        let mut units = [0; 2];
        let count = c.encode_utf16(&mut units).len();
        // SAFETY: as above; a character of two units has four bytes.
        unsafe {
            write.cast::<[u16; 2]>().write_unaligned(units);
            write = write.add(count);
        }
        read += c.len_utf8();
    }
    // SAFETY: all up to `write` has been written.
    unsafe { output.set_len(write.offset_from_unsigned(start)) };
}

#[cfg(test)]
mod tests {
    use std::{iter::repeat_n, string::String, vec::Vec};

    use super::{decode, encode};

    /// Each character, in each place among others, with what is there already left alone.
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
                        let expected: Vec<u16> = text.encode_utf16().collect();
                        let mut units = std::vec![1, 2];
                        encode(&text, &mut units);
                        assert_eq!(units[2..], expected, "{text:?}");
                        let mut back = String::from("\u{628}");
                        assert_eq!(decode(&units[2..], &mut back), expected.len());
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
