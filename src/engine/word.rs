//! A single word: a text so short that filling a block with it would cost more than reading it.
//!
//! Search engines normalise one token at a time. A word of letters that stay or are mapped one by one, and
//! of marks that go, is a few table entries.

use crate::rules::quick::{LOOK, MARK, Quick, entry_at};

/// The longest text that counts as a word here, in bytes.
pub(super) const LONGEST: usize = 32;

/// Bytes that a word may be written to: each character is written as two bytes, of which the last may be one
/// too many.
pub(super) const ROOM: usize = LONGEST + 1;

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
    let (mut read, mut written) = (0, 0);
    while read < bytes.len() {
        let entry = entry_at(quick, bytes, read)?;
        // A mark at the start belongs to what stands before the text.
        let alone = written == 0 && (entry.len == 0 || entry.flags & MARK != 0);
        if entry.flags & LOOK != 0 || alone {
            return None;
        }
        // SAFETY: the caller's: of each character at most as many bytes have been written as were
        // read, which is no more than the longest word has, and one more.
        unsafe { to.add(written).cast::<[u8; 2]>().write_unaligned(entry.bytes) };
        written += usize::from(entry.len);
        read += if bytes[read] < 0x80 { 1 } else { 2 };
    }
    Some(written)
}
