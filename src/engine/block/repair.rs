//! Marks of punctuation, URLs, mentions and indentation of which the tables cannot tell: a space before a comma goes, a missing
//! one behind it is put in. What becomes of them is the business of [`nearby`](crate::engine::nearby).
//!
//! A [stretch](crate::engine::stretch) would do the same, and as well start the kernel anew, but takes longer for that than
//! the kernel for twenty blocks; and untidy text asks for it in every other line.

use super::{DENSE, Mode, Run, TOO_DENSE, judge::Left, letters::Place, note_all};
use crate::{
    engine::nearby::{Mended, Nearby},
    rules::{
        classes::{Classes, GONE, NARROW},
        quick::{COUNTED, Entry, ORDERED, Quick, REWIND, SPACE, STOP, decode, entry_at, previous},
    },
};

/// Takes the mark in which a run has stopped, or a span that begins with it. Returns whether the kernel may go on behind
/// that.
///
/// # Safety
/// See [`run`](super::run).
pub(in crate::engine) unsafe fn pass<M: Mode>(
    quick: &Quick,
    classes: &Classes,
    text: &str,
    run: &mut Run,
) -> bool {
    if !quick.settles || quick.counts {
        return false;
    }
    // SAFETY: the caller's.
    unsafe { take::<M>(quick, classes, text.as_bytes(), run) }.is_some()
}

/// The same where marks are settled. `None` if the kernel has to stop, and nothing has changed then.
///
/// # Safety
/// As above.
unsafe fn take<M: Mode>(
    quick: &Quick,
    classes: &Classes,
    text: &[u8],
    run: &mut Run,
) -> Option<()> {
    let mut here = Place { read: run.read, write: run.write };
    // Of a mark of two bytes the second may lack something. The first has been written then, unless it goes.
    let mut lead = 0;
    if text.get(here.read)? & 0xC0 == 0x80 {
        let start = previous(text, here.read);
        lead = here.read - start;
        here.read = start;
    }
    let at = here.read;
    let entry = entry_at(quick, text, at);
    let goes = entry.is_some_and(|entry| entry.len == 0 && entry.flags & (STOP | REWIND) == 0);
    let is_taken = |entry: &Entry| goes || is_punctuation(entry) || entry.flags & SPACE != 0;
    if !entry.is_none_or(is_taken) || at < run.from {
        return None;
    }
    let is_dense = at.saturating_sub(run.resumed) < DENSE;
    let dense = if is_dense { run.dense + 1 } else { 0 };
    if dense >= TOO_DENSE {
        return None;
    }
    if lead > 0 && M::WRITES {
        let is_written = classes.at(text, at) & (NARROW | GONE) == 0;
        // SAFETY: so much has been written.
        here.write = unsafe { here.write.sub(if is_written { lead } else { 0 }) };
    }
    let nearby = Nearby { quick, bytes: text, start: run.from, read: at, in_angle: run.in_angle };
    if goes {
        let len = nearby.gone_in_space().filter(|_| M::WRITES && lead == 0)?;
        (run.read, run.left) = (at + len, Left::unknown(true));
        (run.dense, run.resumed) = (dense, run.read);
        return Some(());
    }
    let (c, len) = decode(text, at);
    let span = match entry {
        None if quick.encloser_stays(c) && nearby.settles_elsewhere(c, len) => Some(len),
        None => return None,
        Some(entry) if !is_punctuation(entry) => Some(nearby.indent()?),
        Some(entry) => nearby.span(entry.kind),
    };
    let left = if let Some(len) = span {
        // SAFETY: the caller's: there is room for what is left of the text, whose next bytes these are.
        unsafe {
            if M::WRITES {
                here.write.copy_from_nonoverlapping(text[at..at + len].as_ptr(), len);
                here.write = here.write.add(len);
            }
            if M::TRACKS {
                forget(run.kept, at, at + lead);
                note_all(run.kept, at, len);
            }
        }
        here.read += len;
        // No letter comes before indentation on its line.
        let is_latin = |byte: &u8| *byte == b' ' || byte.is_ascii_alphabetic();
        Left::behind(true, !text[at..here.read].iter().any(is_latin))
    } else {
        let output = if M::WRITES {
            // SAFETY: the caller's: all between the two has been written.
            unsafe {
                let len = here.write.offset_from_unsigned(run.start);
                core::slice::from_raw_parts(run.start, len)
            }
        } else {
            &text[..at]
        };
        let mended = nearby.mended(output)?;
        // SAFETY: the caller's.
        unsafe { put::<M>(text, len, &mended, run, &mut here, lead)? };
        let stays = |at: usize| entry_at(quick, text, at).is_some_and(|entry| entry.len > 0);
        let is_known = len == 2
            || at > run.from && text[at - 1].is_ascii() && stays(at - 1)
            || at >= run.from + 2 && !text[at - 1].is_ascii() && stays(at - 2);
        if mended.spaced || mended.len > len {
            Left::unknown(true)
        } else {
            Left::behind(is_known, true)
        }
    };
    (run.read, run.write, run.left) = (here.read, here.write, left);
    (run.dense, run.resumed) = (dense, here.read);
    Some(())
}

/// Whether the rules for the line look at the character, and no others do.
fn is_punctuation(entry: &Entry) -> bool {
    entry.flags & (STOP | REWIND | ORDERED | COUNTED) == STOP && entry.len > 0
}

/// Writes a mark of so many bytes, unless there is no room for it, or it cannot be noted, or it is a change and nothing is
/// written.
///
/// # Safety
/// See [`pass`]. Of the mark `lead` bytes were noted.
#[inline]
unsafe fn put<M: Mode>(
    text: &[u8],
    len: usize,
    mended: &Mended,
    run: &mut Run,
    place: &mut Place,
    lead: usize,
) -> Option<()> {
    let &Mended { len: taken, pulled, bytes, written: count, spaced } = mended;
    let at = place.read;
    place.read += taken;
    if !M::WRITES {
        let stays = pulled == 0 && !spaced && text[at..place.read] == bytes[..count];
        return stays.then_some(());
    }
    let is_longer = spaced || count > len;
    if M::TRACKS && is_longer && run.track.is_none() {
        return None;
    }
    let freed = taken + usize::from(pulled > 0);
    let grown = (count + usize::from(spaced)).saturating_sub(freed);
    run.room = run.room.checked_sub(grown)?;
    // SAFETY: the caller's: a space has been written where one goes; and no more bytes are written than are taken, or
    // there is room for.
    unsafe {
        let mut write = place.write.sub(usize::from(pulled > 0));
        debug_assert!(pulled == 0 || write.read() == b' ', "a space goes");
        let output = write.offset_from_unsigned(run.start);
        for &byte in &bytes[..count] {
            write.write(byte);
            write = write.add(1);
        }
        if spaced {
            write.write(b' ');
            write = write.add(1);
        }
        place.write = write;
        if M::TRACKS {
            // What becomes shorter keeps its last bytes, and what becomes longer all, the last as its last.
            forget(run.kept, at - pulled, at + lead);
            let stay = count.min(len);
            note_all(run.kept, at + len - stay, stay);
            if is_longer && let Some(track) = &mut run.track {
                track.insert(output + stay - 1, count - stay);
                track.insert(output + count, usize::from(spaced));
            }
        }
    }
    Some(())
}

/// Clears the bits of the bytes from one up to another.
///
/// # Safety
/// At `kept` there are words with a bit for each.
unsafe fn forget(kept: *mut u64, from: usize, to: usize) {
    for at in from..to {
        // SAFETY: the caller's.
        unsafe { *kept.add(at / 64) &= !(1 << (at % 64)) };
    }
}
