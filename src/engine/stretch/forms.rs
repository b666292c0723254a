//! Presentation forms, spelled out one after another: what text taken from PDF files is full of.
//!
//! Each becomes another number of bytes, so that the kernel cannot take them. Here they are taken one by one, but
//! nothing waits for what was read: where the next ones start is known of a whole block beforehand, and of a branch
//! at a space, a comma or a digit there is no need, since all of these are taken by the
//! [same table](Spelled).

use alloc::vec::Vec;

use crate::{
    engine::{
        track::Track,
        vector::{BLOCK, Vector},
    },
    rules::{
        quick::Quick,
        spelled::{ARABIC_LEAD, BETWEEN_ARABIC, BETWEEN_ASCII, Spelled},
    },
};

/// So many characters of at most three bytes lie in a block, and the start of the next one, wherever the block's first
/// one ends.
const AT_ONCE: usize = 21;

/// The lead byte of all forms.
const FORM: u8 = 0xEF;

/// So many in a row, which spares as many branches.
const UNROLLED: usize = 7;

/// Bytes that so many characters may become.
const ROOM: usize = AT_ONCE * Spelled::LONGEST;

/// Where spelling out ended.
pub(in crate::engine) struct Spelt {
    /// In front of this.
    pub(in crate::engine) read: usize,
    /// So many bytes from there on may hold more forms.
    pub(in crate::engine) ahead: usize,
}

/// The characters of a block, one bit a byte.
struct Block {
    /// Where one starts.
    starts: u64,
    /// What may be a presentation form.
    forms: u64,
    /// Spaces.
    spaces: u64,
    /// Other characters of three bytes and more.
    others: u64,
    /// For each byte the one before it, or zero for ASCII: what stands before that is no part of it. Or what stands
    /// for them [beside a form](BETWEEN_ASCII).
    before: [u8; BLOCK],
}

/// Bytes in front of a block, and behind it, that are read as well.
const AROUND: (usize, usize) = (4, 1);

impl Block {
    /// # Safety
    /// [`BLOCK`] bytes can be read at `at`, and those [around](AROUND) it. See also [`Vector`].
    #[inline(always)]
    unsafe fn new<V: Vector>(settles: bool, at: *const u8) -> Block {
        let mut block = Block { starts: 0, forms: 0, spaces: 0, others: 0, before: [0; BLOCK] };
        for from in (0..BLOCK).step_by(V::BYTES) {
            // SAFETY: the caller's.
            unsafe {
                let at = at.add(from);
                let text = V::load(at);
                let is = |text: V, byte| text.equal(V::splat(byte));
                let form = is(text, FORM);
                let goes_on = text.and(V::splat(0xC0)).equal(V::splat(0x80));
                let long = V::splat(0xE0);
                let other = text.and(long).equal(long).and_not(form);
                block.starts |= goes_on.bits() << from;
                block.forms |= form.bits() << from;
                block.spaces |= is(text, b' ').bits() << from;
                block.others |= other.bits() << from;
                let not_ascii = is(text.and(V::splat(0x80)), 0x80);
                let one_before = V::load(at.sub(1));
                let mut before = one_before.and(not_ascii);
                if settles {
                    let (next, three_before) = (V::load(at.add(1)), V::load(at.sub(3)));
                    let edge = is(next, b' ').or(is(next, b'\n'));
                    let (bracket, quote) = (is(text, b'('), is(text, b'"'));
                    let line_end = is(text, b'\n');
                    let behind_form = is(three_before, FORM).and_not(not_ascii);
                    let closes = behind_form.and(edge).and_not(bracket.or(line_end));
                    let opens = bracket
                        .or(quote.and(is(one_before, b' ')))
                        .or(line_end.and(behind_form.or(is(one_before, b'.'))));
                    let ascii = closes.or(opens.and(is(next, FORM)));
                    let ascii = ascii.and(V::splat(BETWEEN_ASCII));
                    let arabic = is(V::load(at.sub(4)), FORM).and(is(one_before, ARABIC_LEAD));
                    let arabic = arabic.and(edge).and(V::splat(ARABIC_LEAD ^ BETWEEN_ARABIC));
                    before = before.xor(ascii.or(arabic));
                }
                before.store(block.before.as_mut_ptr().add(from));
            }
        }
        block.starts = !block.starts;
        block
    }
}

/// Spells out the forms from `read` on, and takes what stands between them, up to a character that asks for
/// more than that, or to where there are no more; or until so many bytes have been taken.
///
/// # Safety
/// `read` is a boundary of characters, and either the form there has [letters](Spelled::get) or something stands in front
/// of it. See also [`Vector`].
#[inline(always)]
pub(in crate::engine) unsafe fn run<V: Vector>(
    quick: &Quick,
    text: &str,
    (read, most): (usize, usize),
    output: &mut Vec<u8>,
    track: Option<&mut Track>,
) -> Spelt {
    // SAFETY: the caller's.
    unsafe {
        match track {
            Some(_) => run_on::<V, true>(quick, text, (read, most), output, track),
            None => run_on::<V, false>(quick, text, (read, most), output, None),
        }
    }
}

/// See [`run`]; with `TRACKS` there is a track.
///
/// # Safety
/// As there.
#[inline(always)]
unsafe fn run_on<V: Vector, const TRACKS: bool>(
    quick: &Quick,
    text: &str,
    (mut read, most): (usize, usize),
    output: &mut Vec<u8>,
    mut track: Option<&mut Track>,
) -> Spelt {
    let text = text.as_bytes();
    let from = read;
    let mut ahead = 0;
    let mut after_space = false;
    let mut copy;
    while read - from < most {
        let rest = &text[read..];
        let (behind, ahead_of) = AROUND;
        let at = if read >= behind && rest.len() >= BLOCK + ahead_of {
            rest.as_ptr()
        } else {
            // No character begins with this, so that it ends the last one, and is taken for no other.
            copy = [0xFF; BLOCK + AROUND.0 + AROUND.1];
            let rest = &rest[..rest.len().min(BLOCK + ahead_of)];
            copy[behind..behind + rest.len()].copy_from_slice(rest);
            copy[behind..].as_ptr()
        };
        // SAFETY: the caller's; a block lies there, and what is around it.
        let block = unsafe { Block::new::<V>(quick.settles, at) };
        if block.forms == 0 {
            break;
        }
        let mut stops = block.others;
        if quick.spaces {
            // What becomes of more than one is decided elsewhere.
            stops |= block.spaces & (block.spaces << 1 | u64::from(after_space));
        }
        if output.capacity() - output.len() < ROOM {
            output.reserve(rest.len() + ROOM);
        }
        // SAFETY: the caller's; a block lies there; so much room there is.
        let (taken, goes_on) = unsafe {
            let (spelled, track) = (&*quick.spelled, track.as_deref_mut());
            if stops == 0 {
                take::<TRACKS, false>(spelled, at, &block, 0, read, output, track)
            } else {
                take::<TRACKS, true>(spelled, at, &block, stops, read, output, track)
            }
        };
        read += taken;
        if taken > 0 {
            after_space = block.spaces >> (taken - 1) & 1 != 0;
        }
        if !goes_on {
            let left = block.forms.checked_shr(taken as u32).unwrap_or(0);
            ahead = if left == 0 { 0 } else { BLOCK };
            break;
        }
    }
    let last = if read > from { text[read - 1] } else { 0 };
    let waits = match last {
        b' ' => quick.spaces,
        b'(' | b'"' | b'\n' => quick.settles && text.get(read) == Some(&FORM),
        _ => false,
    };
    if waits {
        // What follows decides on it.
        read -= 1;
        output.pop();
        if let Some(track) = track {
            track.back_to(read, output.len());
        }
    }
    Spelt { read, ahead }
}

/// Takes some characters of a block, up to the first that is one of the `stops`, or has no letters. Returns how many
/// bytes they have, and whether one may go on behind them.
///
/// # Safety
/// At `at` there is the block, which starts with a character; without `STOPS` all of its characters have at most three
/// bytes. The output has [`ROOM`].
#[inline(always)]
unsafe fn take<const TRACKS: bool, const STOPS: bool>(
    spelled: &Spelled,
    at: *const u8,
    block: &Block,
    stops: u64,
    read: usize,
    output: &mut Vec<u8>,
    mut track: Option<&mut Track>,
) -> (usize, bool) {
    let Spelled { rows, letters, lens, .. } = spelled;
    let mut ends = block.starts & (block.starts - 1);
    if STOPS {
        // The last one ends where the first stop is.
        ends &= stops ^ (stops - 1);
    }
    let start = output.as_mut_ptr();
    let mut end = output.len();
    let (mut taken, mut kept) = (0, 0);
    let mut goes_on = true;
    let in_a_row = if TRACKS { 1 } else { UNROLLED };
    'all: for _ in 0..AT_ONCE / in_a_row {
        for _ in 0..in_a_row {
            if STOPS && ends == 0 {
                goes_on = false;
                break 'all;
            }
            let last = ends.trailing_zeros() as usize - 1;
            // SAFETY: the caller's: an end is behind the first character, and without stops there is one more for each.
            let byte = unsafe { *at.add(last) };
            let place =
                usize::from(rows[usize::from(block.before[last % BLOCK])]) + usize::from(byte);
            // SAFETY: so many places lie behind each row's beginning.
            let len = usize::from(unsafe { *lens.get_unchecked(place) });
            if len == 0 {
                goes_on = false;
                break 'all;
            }
            // SAFETY: as above; and the caller's: no more characters are taken than there is room for.
            unsafe {
                let letters = *letters.get_unchecked(place);
                start.add(end).cast::<[u8; Spelled::LONGEST]>().write_unaligned(letters);
            }
            if TRACKS {
                let stays = len.min(last + 1 - taken);
                kept |= ((1 << stays) - 1) << (last + 1 - stays);
                if len > stays
                    && let Some(track) = &mut track
                {
                    track.insert(end + stays - 1, len - stays);
                }
            }
            end += len;
            taken = last + 1;
            ends &= ends - 1;
        }
    }
    // SAFETY: all up to there has been written.
    unsafe { output.set_len(end) };
    if TRACKS && let Some(track) = track {
        track.keep(read, kept, read + taken);
    }
    (taken, goes_on)
}
