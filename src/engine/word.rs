//! A single word: a text so short that filling a block with it would cost more than reading it.
//!
//! Search engines normalise one token at a time. A word of letters that stay or are mapped one by one, and
//! of marks that go, is a few table entries.

use alloc::vec::Vec;

use crate::rules::quick::{LOOK, MARK, Quick, entry_at};

/// The longest text that counts as a word here, in bytes.
pub(super) const LONGEST: usize = 32;

/// Appends the word to the output. `false`, and nothing is appended, if it is too long or any character of it needs
/// more than its own table entry.
#[inline]
pub(super) fn write(quick: &Quick, text: &str, output: &mut Vec<u8>) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > LONGEST {
        return false;
    }
    // Two bytes for each character, of which the second may be one too many.
    output.reserve(LONGEST + 1);
    let start = output.len();
    let to = output.as_mut_ptr();
    let mut end = start;
    let mut read = 0;
    while read < bytes.len() {
        let Some(entry) = entry_at(quick, bytes, read) else { return false };
        // A mark at the start belongs to what stands before the text.
        let alone = end == start && (entry.len == 0 || entry.flags & MARK != 0);
        if entry.flags & LOOK != 0 || alone {
            return false;
        }
        // SAFETY: of each character at most as many bytes have been written as were read, so
        // that two more fit into what was reserved.
        unsafe { to.add(end).cast::<[u8; 2]>().write_unaligned(entry.bytes) };
        end += usize::from(entry.len);
        read += if bytes[read] < 0x80 { 1 } else { 2 };
    }
    // SAFETY: all up to there has been written, whole characters.
    unsafe { output.set_len(end) };
    true
}
