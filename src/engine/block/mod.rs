//! The block kernel: sixty-four bytes at a time, rewritten in registers.
//!
//! For each block:
//!
//! 0. Where it is ASCII that [needs no look](mod@ascii), or a few shuffles show that it is [quiet](calm), that is, holds
//!    nothing to look at, copy it, and as many more like it as there are.
//! 1. [Look up](super::lookup) the class of each character, in the lane where it starts.
//! 2. Where neighbours matter, look up what each character needs of them and what it offers, and find
//!    by shifts of one lane [what lacks what it needs](mod@lanes): that is trouble, which the kernel cannot
//!    take. From sets of characters as `u64`s, one bit a byte of text, [judge](mod@judge) whether
//!    the line is Arabic at all.
//! 3. Change the bytes of letters and digits in place, without a branch.
//! 4. Pack the bytes that stay and write them.
//!
//! Of characters outside the tables most stay as they are, as do guillemets beside words, and [what nobody
//! sees](mod@elsewhere) goes; so does [tatweel between letters](mod@tatweel), and a percent sign stays behind its number.
//! Those are looked at one by one, and the kernel goes on.
//!
//! Two loops do all this with less, as long as blocks are plain, and leave the others to the steps above: that of
//! [letters] where nothing else counts, and, where a vector is as wide as a block, that of blocks whose
//! characters stand well [together] by a look at pairs of them. With such vectors both take most presentation forms, and
//! where a character is trouble beyond doubt both stop in front of it, so that nothing is judged twice.
//!
//! The kernel goes on by a fixed number of bytes. Only trouble ends a block early, in front of it; most of that is
//! [repaired](repair) on the spot, and what is done about the rest is the business of [`stretch`](super::stretch). So that
//! one block does not wait for another, no more than a branch may depend on what was found in the one before.
//!
//! A character may straddle two blocks: whether it goes, and what changes of its trail byte, is carried over; or, where
//! neighbours matter, the next block sees it again.

mod ascii;
mod calm;
mod elsewhere;
pub(super) mod judge;
mod lanes;
mod letters;
pub(super) mod repair;
mod tatweel;
mod together;

use super::{
    track::Track,
    vector::{self, BLOCK, Vector},
};
use crate::rules::{classes::Classes, quick::Quick};
use calm::Calm;
use elsewhere::Elsewhere;
use judge::Left;
use lanes::{Before, Block};
use letters::Place;

/// Where the kernel is, and what it needs of what it has passed.
pub(super) struct Run<'t> {
    /// Where the next character starts.
    pub(super) read: usize,
    /// Where the output starts, and where its next byte is written.
    pub(super) start: *mut u8,
    pub(super) write: *mut u8,
    /// Where a bit is set for each byte of the text that stays, the first byte's in the lowest of the first word; null
    /// unless that is [asked for](Mode::TRACKS).
    pub(super) kept: *mut u64,
    /// What takes note of what is put in. Without it nothing is, if `kept` is not null.
    pub(super) track: Option<&'t mut Track>,
    /// What stands before `read`.
    pub(super) left: Left,
    /// In front of this nothing is known; and whether a `<` was open on the line there.
    pub(super) from: usize,
    pub(super) in_angle: bool,
    /// So many bytes more than the text's may be written.
    pub(super) room: usize,
    /// Where it went on behind the last trouble, and how often in a row no more than [`DENSE`] bytes behind the one before.
    pub(super) resumed: usize,
    pub(super) dense: usize,
}

/// Where the next trouble is no further than this, it is not worth it to go on by blocks: to start one costs as much as
/// to look at some characters.
pub(super) const DENSE: usize = 16;

/// When that has happened so often in a row, the kernel takes no more trouble itself.
pub(super) const TOO_DENSE: usize = 4;

/// Why the kernel stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// At the end of the text.
    End,
    /// In the character at [`Run::read`], which the kernel cannot take; or at the end of the text, where a
    /// space stands in front of that.
    Trouble,
    /// In front of a block that may hold a longer run of one letter than stays: so many bytes.
    Repeats(usize),
}

/// What is on beside the tables: one function of the kernel for each.
pub(super) trait Mode {
    /// Neighbours are judged. Else only the flags of the classes count.
    ///
    /// A judging block sees two bytes on either side of those that it decides on, so that it finds all
    /// neighbours in itself: it takes four bytes less, and yet is faster than one that
    /// has every set of neighbours handed over.
    const NEIGHBOURS: bool;
    /// The output is written. Else the kernel looks for the first change, which its classes call trouble.
    const WRITES: bool;
    /// Note is taken of which bytes stay.
    const TRACKS: bool = false;
    /// Bytes in front of those that a block decides on.
    const BEHIND: usize = if Self::NEIGHBOURS { 2 } else { 0 };
    /// Bytes that a block decides on.
    const STEP: usize = if Self::NEIGHBOURS { BLOCK - 4 } else { BLOCK };
}

/// Rewrites by the classes alone.
pub(super) struct Plain;
/// Rewrites, and judges neighbours.
pub(super) struct Neighbours;
/// [`Plain`], and takes note.
pub(super) struct PlainTracked;
/// [`Neighbours`], and takes note.
pub(super) struct NeighboursTracked;
/// Looks for the first change by the classes alone.
pub(super) struct ScanPlain;
/// Looks for the first change, and judges neighbours.
pub(super) struct ScanNeighbours;

impl Mode for Plain {
    const NEIGHBOURS: bool = false;
    const WRITES: bool = true;
}
impl Mode for Neighbours {
    const NEIGHBOURS: bool = true;
    const WRITES: bool = true;
}
impl Mode for PlainTracked {
    const NEIGHBOURS: bool = false;
    const WRITES: bool = true;
    const TRACKS: bool = true;
}
impl Mode for NeighboursTracked {
    const NEIGHBOURS: bool = true;
    const WRITES: bool = true;
    const TRACKS: bool = true;
}
impl Mode for ScanPlain {
    const NEIGHBOURS: bool = false;
    const WRITES: bool = false;
}
impl Mode for ScanNeighbours {
    const NEIGHBOURS: bool = true;
    const WRITES: bool = false;
}

/// Bytes that a block may read: itself, and one more.
const SEEN: usize = BLOCK + 1;

/// Runs to the end of the text, or to the first trouble.
///
/// # Safety
///
/// The instruction set of `V` must be there. `run.read` is a boundary of characters of `text`. With
/// [`Mode::WRITES`], all bytes from `run.start` to `run.write` have been written, those for the text from `run.from` on
/// among them, and as many can be written from there as the text has from `run.read` on, and [`BLOCK`] and `run.room` more.
/// With [`Mode::TRACKS`], there are words at
/// `run.kept` with a bit for each byte of the text and [`BLOCK`] more bits; none is set from `run.read` on.
#[inline(always)]
pub(super) unsafe fn run<V: Vector, M: Mode>(
    quick: &Quick,
    classes: &Classes,
    text: &str,
    run: &mut Run,
) -> Stop {
    let text = text.as_bytes();
    let Run { mut read, start, mut write, kept, mut left, .. } = *run;
    // SAFETY: the caller's.
    let mut before = unsafe { Before::<V>::nothing() };
    let mut copy = [b'\n'; SEEN];
    let mut calm = Calm::START;
    let stop = loop {
        // Were all tables read before the loop, as compilers like it, to start the kernel would take longer than to look at
        // ten blocks. Where no neighbour counts there are few.
        let classes = if M::NEIGHBOURS { core::hint::black_box(classes) } else { classes };
        let rest = text.len() - read;
        if rest == 0 {
            break if M::NEIGHBOURS && left.is_space() { Stop::Trouble } else { Stop::End };
        }
        let first = text[read];
        // Of the whole text, since what stands before `read` is looked at as well.
        let from = text.as_ptr().wrapping_add(read);
        let mut passed = 0;
        let letters = if M::NEIGHBOURS { None } else { classes.letters.as_ref() };
        // Where rewriting takes no longer than a look whether that is needed.
        let has_loop = V::WIDE && (letters.is_some() || M::NEIGHBOURS && classes.ids.is_some());
        if rest >= BLOCK
            && (calm.may_be_ascii::<M>(first, &left) || letters.is_some() && first < 0x80)
            && if M::NEIGHBOURS { read > 0 } else { classes.ascii_stays }
        {
            // SAFETY: the caller's; all is read up to the end of the text, and where neighbours are judged one byte
            // before; there is room for as much.
            passed = unsafe {
                if M::NEIGHBOURS {
                    let pairs = (&classes.ascii_glance, &classes.ascii_pairs);
                    ascii::pass_pairs::<V, M>(pairs, from, rest, write)
                } else {
                    ascii::pass::<V, M>(from, rest, write)
                }
            };
            if passed > 0 {
                calm.pass_ascii();
                left.pass_ascii(text[read + passed - 1] == b' ');
            }
        }
        if let Some(quiet) = &classes.quiet
            && passed == 0
            && read >= M::BEHIND
            && !has_loop
            && calm.may_be::<M>(first, &left)
        {
            let tables = (quiet, &classes.pairs);
            // SAFETY: the caller's; all is read up to the end of the text, and in front of `read` what a block sees
            // there; there is room for as much as is left.
            passed =
                unsafe { calm::pass::<V, M>(tables, (from, rest), write, &mut calm, &mut left) };
        }
        if passed > 0 {
            if M::WRITES {
                // SAFETY: so much has been written.
                write = unsafe { write.add(passed) };
            }
            if M::TRACKS {
                // SAFETY: the caller's.
                unsafe { note_all(kept, read, passed) };
            }
            read += passed;
            // What straddles the start of what comes next, if anything, stays.
            // SAFETY: the caller's.
            before = unsafe { Before::nothing() };
            continue;
        }
        if let Some(letters) = letters {
            let tables = (quick, classes, letters);
            let most = if V::WIDE { usize::MAX } else { calm.blocks_to_go() };
            let mut place = Place { read, write };
            // SAFETY: the caller's.
            let stopped =
                unsafe { letters::pass::<V, M>(tables, text, most, kept, &mut place, &mut before) };
            let blocks = (place.read - read).div_ceil(BLOCK);
            Place { read, write } = place;
            if stopped {
                left = Left::unknown(true);
                break Stop::Trouble;
            }
            if blocks > 0 {
                calm.pass(blocks);
                continue;
            }
        }
        if M::NEIGHBOURS
            && V::WIDE
            && let Some(ids) = &classes.ids
            && read >= M::BEHIND
            && (left.is_known() || classes.is_letter(text, read))
        {
            let tables = (quick, ids);
            let mut place = Place { read, write };
            // SAFETY: the caller's.
            let stopped =
                unsafe { together::pass::<V, M>(tables, text, kept, &mut place, &mut left) };
            Place { read, write } = place;
            if stopped {
                // The line may be Arabic.
                left = Left::unknown(true);
                break Stop::Trouble;
            }
        }
        let rest = text.len() - read;
        let (at, valid) = match text.get(read.wrapping_sub(M::BEHIND)..) {
            Some(seen) if seen.len() >= SEEN => (seen.as_ptr(), M::STEP),
            _ => {
                // At either end the text is copied to where more can be read around it: line
                // feeds, as which the end of the text counts.
                let behind = read.min(M::BEHIND);
                let valid = rest.min(M::STEP);
                let seen = &text[read - behind..read + rest.min(SEEN - M::BEHIND)];
                copy[M::BEHIND - behind..][..seen.len()].copy_from_slice(seen);
                if let Some(end) = copy.get_mut(M::BEHIND - behind + seen.len()) {
                    *end = b'\n';
                }
                (copy.as_ptr(), valid)
            }
        };
        calm.pass(1);
        // SAFETY: the caller's; `SEEN` bytes are at `at`.
        let (block, verdict) = unsafe {
            let mut block = Block::<V>::new::<M>(classes, at, &before);
            let verdict = block.judge::<M>(classes, &mut left);
            (block, verdict)
        };
        // A line feed behind the end only tells whether what stands before it may.
        let (from, to) = (M::BEHIND, M::BEHIND + valid);
        let mut trouble = verdict.trouble & lanes(from, to + usize::from(valid < M::STEP));
        let mut gone = verdict.gone;
        // What is no trouble after all.
        while trouble & lanes(from, to) != 0 {
            let lane = trouble & trouble.wrapping_neg();
            let at = read + lane.trailing_zeros() as usize - from;
            if M::NEIGHBOURS {
                if !is_percentage(quick, text, at) {
                    break;
                }
                trouble ^= lane;
                continue;
            }
            let len = if M::WRITES { tatweel::goes(quick, text, at) } else { None };
            let Some(len) = len.filter(|len| at + len <= read + to - from) else { break };
            let run = (lane << len).wrapping_sub(lane);
            trouble &= !run;
            gone |= run;
        }
        let elsewhere = verdict.elsewhere & lanes(from, to);
        let named = if elsewhere == 0 {
            0
        } else {
            elsewhere::first_named(quick, text, read, (elsewhere, trouble), from)
        };
        if named != 0 {
            // None before it.
            let lanes = elsewhere & named.wrapping_neg();
            let found = Elsewhere::of::<M>(quick, text, read, (lanes, trouble), (from, to));
            trouble |= found.trouble;
            gone |= found.gone;
        }
        let end = if trouble == 0 { to } else { first_of(trouble, to) };
        let mut written = write;
        let keep = !gone & lanes(from, end);
        if M::WRITES {
            // SAFETY: the caller's: at most as many bytes have been written as were read, and so
            // many more fit as the text has left, and a block.
            written = unsafe { vector::compress_block::<V>(&block.text, keep, write) };
        }
        if let Some(longest) = classes.longest_run {
            let bytes = if M::WRITES {
                // SAFETY: `written` lies behind `start`, and all between the two has been written.
                unsafe {
                    let length = written.offset_from_unsigned(start);
                    let from = length.saturating_sub(BLOCK + judge::FEWEST_BEFORE);
                    core::slice::from_raw_parts(start.add(from), length - from)
                }
            } else {
                &text[read.saturating_sub(judge::FEWEST_BEFORE)..read + end - from]
            };
            if judge::may_repeat(bytes, longest) {
                left = Left::unknown(true);
                break Stop::Repeats((end - from).max(1));
            }
        }
        if M::TRACKS {
            // SAFETY: the caller's.
            unsafe { note(kept, read, keep >> from) };
        }
        write = written;
        read += end - from;
        if trouble != 0 {
            // Nothing is left of the block but this.
            left = Left::unknown(verdict.on_arabic_line >> end & 1 != 0);
            break Stop::Trouble;
        }
        before = block.carry;
    };
    (run.read, run.write, run.left) = (read, write, left);
    stop
}

/// The first of the lanes, or the lane `to`. No more than a jump that is foreseen shall tie the next block to this
/// one: were this inlined, the address of the next block would be computed from what is found in this.
#[cold]
#[inline(never)]
fn first_of(lanes: u64, to: usize) -> usize {
    (lanes.trailing_zeros() as usize).min(to)
}

/// Whether there is a percent sign right behind an ASCII digit, with nothing to decide: it is written as that is.
#[inline(always)]
fn is_percentage(quick: &Quick, text: &[u8], at: usize) -> bool {
    text.get(at) == Some(&b'%') && quick.settles && at > 0 && text[at - 1].is_ascii_digit()
}

/// Sets the bits of the bytes that stay, the first of which is at `read`.
///
/// # Safety
/// At `kept` there are words with a bit for `read`, and for as many bytes behind it as a block has, none of them set.
#[inline(always)]
unsafe fn note(kept: *mut u64, read: usize, keep: u64) {
    let shift = read % BLOCK;
    // SAFETY: the caller's.
    unsafe {
        let word = kept.add(read / BLOCK);
        *word |= keep << shift;
        word.add(1).write(keep >> 1 >> (BLOCK - 1 - shift));
    }
}

/// Sets the bits of so many bytes, which all stay, the first of which is at `read`.
///
/// # Safety
/// See [`note`], for the last of these bytes as well.
#[inline(always)]
unsafe fn note_all(kept: *mut u64, read: usize, count: usize) {
    for at in (0..count).step_by(BLOCK) {
        // SAFETY: the caller's.
        unsafe { note(kept, read + at, lanes(0, count - at)) };
    }
}

/// The lanes from one up to another.
#[inline(always)]
fn lanes(from: usize, to: usize) -> u64 {
    let below = if to < BLOCK { (1 << to) - 1 } else { u64::MAX };
    below & u64::MAX << from
}
