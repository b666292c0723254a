//! A single word: a text so short that filling a block with it would cost more than reading it.
//!
//! Search engines normalise one token at a time. A word of letters that stay or are mapped one by one, of
//! marks that go, and of presentation forms is a few table entries.

use crate::rules::{
    quick::{LOOK, MARK, Quick, decode, entry_at},
    word_chars,
};

/// The longest text that counts as a word here, in bytes.
pub(super) const LONGEST: usize = 32;

/// Bytes that a word may be written to: most characters are written as two bytes, of which the last may be one
/// too many; and where no character is left of a group, two bytes behind them.
pub(super) const ROOM: usize = LONGEST + 2;

/// Writes the word and returns how many bytes it has become: whole characters. `None` if it is too long or any character
/// of it needs more than its own table entry; what has been written is of no use then.
///
/// # Safety
/// [`ROOM`] bytes can be written at `to`.
#[inline]
pub(super) unsafe fn write(quick: &Quick, text: &str, to: *mut u8) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.len() > LONGEST {
        return None;
    }
    // SAFETY: the caller's.
    unsafe { write_arabic(quick, bytes, to).unwrap_or_else(|| write_any(quick, bytes, to)) }
}

/// Four characters of U+0600–06FF: these bits of their bytes, the first byte lowest, are those.
const ARABIC: (u64, u64) = (0xC0FC_C0FC_C0FC_C0FC, 0x80D8_80D8_80D8_80D8);

/// As [`write`], for characters of U+0600–06FF alone, four at a time: `None` if there are any others. Nothing waits for a
/// character but the place that the next one is written to.
///
/// # Safety
/// As there; the word is no longer than [`LONGEST`].
#[inline(always)]
unsafe fn write_arabic(quick: &Quick, bytes: &[u8], to: *mut u8) -> Option<Option<usize>> {
    let eight = |at: usize| bytes.get(at..)?.first_chunk().map(|eight| u64::from_le_bytes(*eight));
    let (mut written, mut flags) = (0, 0);
    let first = quick.word_chars.at(word_chars::places(number(bytes.get(..2)?)));
    let mut write_four = |four: u64| {
        let mut places = word_chars::places(four);
        for _ in 0..4 {
            let c = quick.word_chars.at(places);
            // SAFETY: the caller's: of each character at most as many bytes have been written as it has, and two
            // more are written.
            unsafe { to.add(written).cast::<[u8; 2]>().write_unaligned(c.bytes) };
            written += usize::from(c.len);
            flags |= c.flags;
            places >>= 16;
        }
    };
    let mut at = 0;
    while bytes.len() - at > 8 {
        let four = eight(at)?;
        if four & ARABIC.0 != ARABIC.1 {
            return None;
        }
        write_four(four);
        at += 8;
    }
    // The last ones, and zeros above them.
    let past = 8 * (8 - (bytes.len() - at)) as u32;
    let rest = match bytes.last_chunk() {
        Some(eight) => u64::from_le_bytes(*eight) >> past,
        None => number(bytes),
    };
    if rest & ARABIC.0 != ARABIC.1 >> past {
        return None;
    }
    write_four(rest);
    // A mark at the start belongs to what stands before the text.
    let alone = first.len == 0 || first.flags & MARK != 0;
    Some((flags & LOOK == 0 && !alone).then_some(written))
}

/// A few bytes as a number, the first one lowest: at most eight.
#[inline(always)]
fn number(bytes: &[u8]) -> u64 {
    let len = bytes.len();
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << (8 * (len - 4));
    }
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// As [`write`], one character after another.
///
/// # Safety
/// As there; the word is no longer than [`LONGEST`].
unsafe fn write_any(quick: &Quick, bytes: &[u8], to: *mut u8) -> Option<usize> {
    let (mut read, mut written) = (0, 0);
    while read < bytes.len() {
        // What is spelled out may become longer.
        if written > LONGEST {
            return None;
        }
        let Some(entry) = entry_at(quick, bytes, read) else {
            let (c, len) = decode(bytes, read);
            let shown = shown_elsewhere(quick, bytes, read, c, len)?;
            // One that goes at the start leaves a mark behind it without what stands before the text.
            if written + shown.len() > LONGEST || (written == 0 && shown.is_empty()) {
                return None;
            }
            // SAFETY: the caller's: no more than the longest word has been written with these.
            unsafe { to.add(written).copy_from_nonoverlapping(shown.as_ptr(), shown.len()) };
            written += shown.len();
            read += len;
            continue;
        };
        // A mark at the start belongs to what stands before the text.
        let alone = written == 0 && (entry.len == 0 || entry.flags & MARK != 0);
        if entry.flags & LOOK != 0 || alone {
            return None;
        }
        // SAFETY: the caller's: no more than the longest word has been written so far, and there is room for two
        // bytes more.
        unsafe { to.add(written).cast::<[u8; 2]>().write_unaligned(entry.bytes) };
        written += usize::from(entry.len);
        read += if bytes[read] < 0x80 { 1 } else { 2 };
    }
    Some(written)
}

/// What becomes of a character outside the tables, at `at` and so many bytes long, whatever stands beside it: it
/// stays, goes, or is spelled out. `None` if its neighbours decide.
#[inline]
fn shown_elsewhere<'q>(
    quick: &'q Quick,
    bytes: &'q [u8],
    at: usize,
    c: char,
    len: usize,
) -> Option<&'q [u8]> {
    if !quick.is_named_elsewhere(bytes, at) {
        return Some(&bytes[at..at + len]);
    }
    if quick.deleted.contains(c) {
        return Some(&[]);
    }
    quick.spelled.get(c)
}

#[cfg(test)]
mod tests {
    use std::{format, string::String};

    use crate::{
        Preset,
        engine::{Write, run_by_specification},
    };

    /// With every character that UTF-8 writes in few bytes, and all presentation forms: alone, beside letters, and
    /// where a mark stands on it.
    #[test]
    fn words_are_what_the_specification_says() {
        for preset in Preset::ALL {
            let normalizer = preset.normalizer();
            for c in ('\u{80}'..'\u{3100}').chain('\u{FB00}'..='\u{FFFF}') {
                let texts = [
                    format!("{c}"),
                    format!("\u{628}{c}"),
                    format!("{c}\u{64E}\u{628}"),
                    format!("a{c}{c}\u{654}\u{628}"),
                ];
                for text in texts {
                    let (mut given, mut expected) = (String::new(), String::new());
                    normalizer.normalize_into(&text, &mut given);
                    let program = &normalizer.compiled().program;
                    run_by_specification(program, &text, &mut Write::new(&mut expected));
                    assert_eq!(given, expected, "{preset} {text:?}");
                }
            }
        }
    }
}
