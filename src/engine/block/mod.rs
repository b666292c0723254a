//! The block kernel: sixty-four bytes at a time, rewritten in registers.
//!
//! For each block:
//!
//! 1. [Look up](super::lookup) the class of each character, in the lane where it starts.
//! 2. Lay the bits of the classes out as `u64`s, one bit a byte of text ([`Planes`]), and
//!    [judge](judge) from these planes, by shifts and additions, which characters go, and which the kernel
//!    cannot take: trouble. What the block before says is carried in a few bits.
//! 3. Change the bytes of letters and digits in place, without a branch.
//! 4. Pack the bytes that stay and write them.
//!
//! The kernel goes on by a fixed 64 bytes. Only trouble ends a block early, in front of it; what is
//! done about it is the business of [`stretch`](super::stretch).
//!
//! A character may straddle two blocks: its class is shifted from the lane of its lead byte into the
//! lane of its trail byte, and the last vector of each block is carried over.

pub(super) mod judge;

use super::vector::{self, BLOCK, Vector};
use crate::rules::{
    classes::{self, Classes, Needs, Quiet, Row, code},
    quick::Quick,
};
use judge::{Left, Planes};

/// Where the kernel is, and what it needs of what it has passed.
pub(super) struct Run {
    /// Where the next character starts.
    pub(super) read: usize,
    /// Where the output starts, and where its next byte is written.
    pub(super) start: *mut u8,
    pub(super) write: *mut u8,
    /// What stands before `read`.
    pub(super) left: Left,
}

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
    /// Bytes in front of those that a block decides on.
    const BEHIND: usize = if Self::NEIGHBOURS { 2 } else { 0 };
    /// Bytes that a block decides on.
    const STEP: usize = if Self::NEIGHBOURS { BLOCK - 4 } else { BLOCK };
}

/// Rewrites by the classes alone.
pub(super) struct Plain;
/// Rewrites, and judges neighbours.
pub(super) struct Neighbours;
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
/// [`Mode::WRITES`], all bytes from `run.start` to `run.write` have been written, and as many can be written
/// from there as the text has from `run.read` on, and [`BLOCK`] more.
#[inline(always)]
pub(super) unsafe fn run<V: Vector, M: Mode>(
    quick: &Quick,
    classes: &Classes,
    text: &str,
    run: &mut Run,
) -> Stop {
    let text = text.as_bytes();
    let Run { mut read, start, mut write, mut left } = *run;
    // SAFETY: the caller's.
    let mut before = unsafe { Before::<V>::nothing() };
    let mut copy = [b'\n'; SEEN];
    let mut calm = Calm::default();
    let stop = loop {
        let rest = text.len() - read;
        if rest == 0 {
            break if M::NEIGHBOURS && left.is_space() { Stop::Trouble } else { Stop::End };
        }
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
        if let Some(quiet) = &classes.quiet
            && valid == M::STEP
            && rest >= BLOCK
            && calm.may_be::<M>(text[read], &left)
        {
            // SAFETY: the caller's; `SEEN` bytes are at `at`, and a block at `read`; there is room for as many
            // more as the text has left.
            unsafe {
                if let Some(is_ascii) = is_quiet::<V, M>(quiet, at) {
                    if M::WRITES {
                        copy_block::<V>(text[read..].as_ptr(), write);
                        write = write.add(M::STEP);
                    }
                    calm = Calm::QUIET;
                    read += M::STEP;
                    left.pass_quiet(is_ascii, text[read - 1] == b' ');
                    continue;
                }
            }
            // SAFETY: the caller's. No character straddles the start, or one that stays.
            before = unsafe { Before::nothing() };
            calm.fail();
        }
        calm.pass();
        // SAFETY: the caller's; `SEEN` bytes are at `at`.
        let block = unsafe { Block::<V>::new::<M>(classes, at, &before) };
        // SAFETY: the caller's.
        let verdict = unsafe { block.judge::<M>(classes, &mut left) };
        // A line feed behind the end only tells whether what stands before it may.
        let (from, to) = (M::BEHIND, M::BEHIND + valid);
        let mut trouble = verdict.trouble & lanes(from, to + usize::from(valid < M::STEP));
        let elsewhere = verdict.elsewhere & lanes(from, to);
        if elsewhere != 0 {
            trouble |= named_elsewhere(quick, text, read, elsewhere, trouble, from);
        }
        let end = (trouble.trailing_zeros() as usize).min(to);
        if M::WRITES {
            let keep = !verdict.gone & lanes(from, end);
            // SAFETY: the caller's: at most as many bytes have been written as were read, and so
            // many more fit as the text has left, and a block.
            let written = unsafe { block.write(keep, write) };
            if let Some(longest) = classes.longest_run {
                // SAFETY: `write` lies behind `start`, and all between the two has been written.
                let bytes = unsafe {
                    let length = written.offset_from_unsigned(start);
                    let from = length.saturating_sub(BLOCK + judge::FEWEST_BEFORE);
                    core::slice::from_raw_parts(start.add(from), length - from)
                };
                if judge::may_repeat(bytes, longest) {
                    left = Left::unknown(true);
                    break Stop::Repeats((end - from).max(1));
                }
            }
            write = written;
        } else if let Some(longest) = classes.longest_run {
            let first = read.saturating_sub(judge::FEWEST_BEFORE);
            if judge::may_repeat(&text[first..read + end - from], longest) {
                left = Left::unknown(true);
                break Stop::Repeats((end - from).max(1));
            }
        }
        read += end - from;
        if trouble != 0 {
            // Nothing is left of the block but this.
            left = Left::unknown(verdict.on_arabic_line >> end & 1 != 0);
            break Stop::Trouble;
        }
        before = block.carry;
    };
    *run = Run { read, start, write, left };
    stop
}

/// Whether to try if a block is [quiet](Quiet): in texts with marks on every other letter none is.
#[derive(Clone, Copy, Default)]
struct Calm {
    /// Blocks to go until the next try, and how many after it if it fails.
    wait: u32,
    next_wait: u32,
    /// The block before was quiet.
    was_quiet: bool,
}

impl Calm {
    /// Behind a quiet block.
    const QUIET: Calm = Calm { wait: 0, next_wait: 0, was_quiet: true };

    /// The most blocks between two tries without success.
    const PATIENCE: u32 = 16;

    /// Whether to try with a block that begins with this byte. What straddles its start, or starts there, was
    /// seen by a quiet block before it, or has to be in the tables; or all of it is seen again.
    #[inline(always)]
    fn may_be<M: Mode>(&self, first: u8, left: &Left) -> bool {
        if M::NEIGHBOURS {
            self.wait == 0 && left.is_known()
        } else {
            self.was_quiet || (self.wait == 0 && (first < 0x80 || first & 0xFC == 0xD8))
        }
    }

    /// After a try that failed.
    #[inline(always)]
    fn fail(&mut self) {
        self.wait = self.next_wait + 1;
        self.next_wait = (2 * self.next_wait + 1).min(Calm::PATIENCE);
    }

    /// After a block that was not quiet, or not tried.
    #[inline(always)]
    fn pass(&mut self) {
        self.wait = self.wait.saturating_sub(1);
        self.was_quiet = false;
    }
}

/// Whether a block holds nothing to look at, and if so whether it is all ASCII. In front of a space that may be a run
/// of them, where neighbours are judged.
///
/// # Safety
/// [`SEEN`] bytes can be read at `at`. See also [`Vector`].
#[inline(always)]
unsafe fn is_quiet<V: Vector, M: Mode>(quiet: &Quiet, at: *const u8) -> Option<bool> {
    // SAFETY: the caller's.
    unsafe {
        let low_half = V::splat(0x0F);
        let space = V::splat(b' ');
        let mut named = V::splat(0);
        let mut all = named;
        for i in 0..BLOCK / V::BYTES {
            let first = V::load(at.add(i * V::BYTES));
            let second = V::load(at.add(i * V::BYTES + 1));
            let (first_low, second_low) = (first.and(low_half), second.and(low_half));
            let second_high = second.high_half();
            for table in quiet.tables() {
                let of_first = V::table(&table.first_low).shuffle(first_low);
                let of_second = V::table(&table.second_high)
                    .shuffle(second_high)
                    .and(V::table(&table.second_low).shuffle(second_low));
                named = named.or(of_first.and(of_second));
            }
            if M::NEIGHBOURS {
                named = named.or(first.equal(space).and(second.equal(space)));
                all = all.or(first);
            }
        }
        let is_quiet = named.equal(V::splat(0)).bits() == u64::MAX >> (BLOCK - V::BYTES);
        is_quiet.then_some(all.bits() == 0)
    }
}

/// Copies a block.
///
/// # Safety
/// [`BLOCK`] bytes can be read at `from` and written at `to`. See also [`Vector`].
#[inline(always)]
unsafe fn copy_block<V: Vector>(from: *const u8, to: *mut u8) {
    // SAFETY: the caller's.
    unsafe {
        for i in 0..BLOCK / V::BYTES {
            V::load(from.add(i * V::BYTES)).store(to.add(i * V::BYTES));
        }
    }
}

/// The lanes from one up to another.
#[inline(always)]
fn lanes(from: usize, to: usize) -> u64 {
    let below = if to < BLOCK { (1 << to) - 1 } else { u64::MAX };
    below & u64::MAX << from
}

/// The first lane, below the lowest trouble, with a character outside the tables that a rule names. The
/// byte at `read` is in the lane `from`.
#[inline(always)]
fn named_elsewhere(
    quick: &Quick,
    text: &[u8],
    read: usize,
    elsewhere: u64,
    trouble: u64,
    from: usize,
) -> u64 {
    let mut left = elsewhere & (trouble & trouble.wrapping_neg()).wrapping_sub(1);
    while left != 0 {
        let lane = left & left.wrapping_neg();
        if quick.is_named_elsewhere(text, read + lane.trailing_zeros() as usize - from) {
            return lane;
        }
        left ^= lane;
    }
    0
}

/// What the last vector of a block says about the first lane of the next.
#[derive(Clone, Copy)]
struct Before<V> {
    classes: V,
    changes: V,
}

impl<V: Vector> Before<V> {
    /// No character straddles.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn nothing() -> Self {
        // SAFETY: the caller's.
        unsafe { Before { classes: V::splat(0), changes: V::splat(0) } }
    }
}

// The functions below are no closures: those would not be inlined for certain, and then lack the
// instruction set.

/// The next lower bit of each lane: moves all bits up by one and collects the highest.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn next_bits<V: Vector>(block: &mut V::Block) -> u64 {
    // SAFETY: the caller's.
    unsafe {
        for vector in block.as_mut() {
            *vector = vector.double();
        }
        vector::bits::<V>(block)
    }
}

/// The lanes whose class is this code.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn lanes_of<V: Vector>(classes: &V::Block, code: u8) -> u64 {
    // SAFETY: the caller's.
    unsafe {
        let mut lanes = *classes;
        let code = V::splat(code);
        for class in lanes.as_mut() {
            *class = class.equal(code);
        }
        vector::bits::<V>(&lanes)
    }
}

/// The codes of a block, for lookups.
struct Codes<V: Vector> {
    codes: V::Block,
    /// All bits of the lanes whose codes are 16 or more.
    upper: V::Block,
}

impl<V: Vector> Codes<V> {
    /// From classes.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn new(classes: &V::Block) -> Self {
        // SAFETY: the caller's.
        unsafe {
            let (mask, bit) = (V::splat(classes::CODE), V::splat(0x10));
            let (mut codes, mut upper) = (*classes, *classes);
            for (code, upper) in codes.as_mut().iter_mut().zip(upper.as_mut()) {
                *code = code.and(mask);
                *upper = code.and(bit).equal(bit);
            }
            Codes { codes, upper }
        }
    }

    /// What the row has for each code.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn row(&self, row: &Row) -> V::Block {
        let mut found = self.codes;
        let places = self.codes.as_ref().iter().zip(self.upper.as_ref());
        for (found, (&code, &upper)) in found.as_mut().iter_mut().zip(places) {
            // SAFETY: the caller's.
            *found = unsafe { V::lookup_32(row, code, upper) };
        }
        found
    }
}

/// A block as it is worked on.
struct Block<V: Vector> {
    /// The text, rewritten: what goes is still there.
    text: V::Block,
    /// The lanes of ASCII in the text as it came, if neighbours are judged.
    ascii: u64,
    /// The lanes of lead bytes of U+0600–06FF.
    leads: V::Block,
    /// The class of each character in the lane where it starts, and what of it concerns neighbours in
    /// the lane of its trail byte as well.
    classes: V::Block,
    /// What to hand to the next block.
    carry: Before<V>,
}

impl<V: Vector> Block<V> {
    /// Reads, classifies and rewrites.
    ///
    /// # Safety
    /// [`SEEN`] bytes can be read at `at`. See also [`Vector`].
    #[inline(always)]
    unsafe fn new<M: Mode>(tables: &Classes, at: *const u8, before: &Before<V>) -> Self {
        // SAFETY: the caller's: each vector ends at or before the block's end, or one byte on.
        unsafe {
            let mut text = V::block(V::splat(0));
            let mut next = text;
            for (i, (text, next)) in text.as_mut().iter_mut().zip(next.as_mut()).enumerate() {
                *text = V::load(at.add(i * V::BYTES));
                *next = V::load(at.add(i * V::BYTES + 1));
            }
            let ascii = if M::NEIGHBOURS { !vector::bits::<V>(&text) } else { 0 };
            let (mut classes, leads) = V::classify(tables, &text, &next);
            // A block that sees what stands in front of it needs nothing handed over.
            let mut carry = if M::BEHIND == 0 { *before } else { Before::nothing() };
            if M::WRITES && tables.changes {
                let deltas = V::deltas(tables, &text, &next, &leads);
                let (of_trail, narrow) = (V::splat(0x3F), V::splat(classes::NARROW));
                let lanes = text.as_mut().iter_mut().zip(deltas.as_ref()).zip(classes.as_ref());
                for ((text, delta), class) in lanes {
                    let trail = delta.and(of_trail).or(class.and(narrow));
                    *text = text.xor(delta.top_two()).xor(trail.shift_in(carry.changes));
                    carry.changes = trail;
                }
            }
            // Trail bytes have the class of a continuation so far.
            let shared = V::splat(classes::GONE | classes::CODE);
            let continuation = V::splat(tables.continuation);
            for (class, lead) in classes.as_mut().iter_mut().zip(leads.as_ref()) {
                let of_lead = class.and(shared).xor(continuation).and(*lead);
                *class = class.xor(of_lead.shift_in(carry.classes));
                carry.classes = of_lead;
            }
            Block { text, ascii, leads, classes, carry }
        }
    }

    /// Which lanes go, and which are trouble; and where characters outside the tables start.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn judge<M: Mode>(&self, tables: &Classes, left: &mut Left) -> Verdict {
        // SAFETY: the caller's.
        unsafe {
            let narrow = if tables.changes { vector::bits::<V>(&self.classes) } else { 0 };
            let mut flags = self.classes;
            let gone = next_bits::<V>(&mut flags);
            let trouble = next_bits::<V>(&mut flags);
            let gone = gone | narrow;
            if !M::NEIGHBOURS {
                // There being elsewhere is a flag of its own.
                let elsewhere = next_bits::<V>(&mut flags);
                return Verdict { gone, trouble, elsewhere, on_arabic_line: 0 };
            }
            let planes = self.planes(&tables.needs, left.known_lanes());
            let judged;
            (judged, *left) = judge::neighbours(tables.collapse, &planes, left);
            Verdict {
                gone: gone | judged.gone,
                trouble: trouble | judged.trouble,
                elsewhere: lanes_of::<V>(&self.classes, code::ELSEWHERE),
                on_arabic_line: judged.on_arabic_line,
            }
        }
    }

    /// What the neighbours of each character offer, and whether that is what it needs.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn planes(&self, needs: &Needs, known: &[u8; BLOCK]) -> Planes {
        // SAFETY: the caller's; a vector is no longer than a block.
        unsafe {
            let zero = V::splat(0);
            let codes = Codes::<V>::new(&self.classes);
            let mut offers_left = codes.row(&needs.offers_left);
            let first = &mut offers_left.as_mut()[0];
            *first = first.and(V::load(known.as_ptr()));
            let offers_right = codes.row(&needs.offers_right);
            let needs_left = codes.row(&needs.needs_left);
            let needs_right = codes.row(&needs.needs_right);
            let enough = codes.row(&needs.enough);
            let mut line = codes.row(&needs.line);
            let mut well = V::block(zero);
            let (mut leads_below, mut offers_below) = (zero, zero);
            for i in 0..BLOCK / V::BYTES {
                let leads = self.leads.as_ref()[i];
                // Of two bytes the first needs what stands before, the second what stands behind.
                let trails = leads.shift_in(leads_below);
                leads_below = leads;
                let offered = offers_left.as_ref()[i];
                let left = offered.shift_in(offers_below);
                offers_below = offered;
                let above =
                    if i + 1 < BLOCK / V::BYTES { offers_right.as_ref()[i + 1] } else { zero };
                let right = offers_right.as_ref()[i].shift_out(above);
                let lacks_left = needs_left.as_ref()[i].and_not(left.or(trails));
                let lacks_right = needs_right.as_ref()[i].and_not(right.or(leads));
                let has_enough = left.and(right).and(enough.as_ref()[i]);
                let lacks = lacks_left.or(lacks_right).and(has_enough.equal(zero));
                well.as_mut()[i] = lacks.equal(zero);
            }
            let maybe_arabic = vector::bits::<V>(&line);
            Planes {
                ascii: self.ascii,
                bad: !vector::bits::<V>(&well),
                ease: vector::bits::<V>(&enough),
                maybe_arabic,
                decides: next_bits::<V>(&mut line),
                space: lanes_of::<V>(&self.classes, code::SPACE),
            }
        }
    }

    /// Writes the lanes to keep, and returns where the next byte goes.
    ///
    /// # Safety
    /// [`BLOCK`] bytes can be written at `to`. See also [`Vector`].
    #[inline(always)]
    unsafe fn write(&self, keep: u64, mut to: *mut u8) -> *mut u8 {
        // SAFETY: the caller's: what is written in front of a vector is at most as long as what was read
        // in front of it, so that the last vector ends within the block's length.
        unsafe {
            if keep == u64::MAX {
                for (i, vector) in self.text.as_ref().iter().enumerate() {
                    vector.store(to.add(i * V::BYTES));
                }
                return to.add(BLOCK);
            }
            for (i, vector) in self.text.as_ref().iter().enumerate() {
                let keep = keep >> (i * V::BYTES) & (u64::MAX >> (BLOCK - V::BYTES));
                vector.compress_store(keep, to);
                to = to.add(keep.count_ones() as usize);
            }
            to
        }
    }
}

/// What becomes of a block.
struct Verdict {
    gone: u64,
    trouble: u64,
    elsewhere: u64,
    /// Where the last letter of the line may be Arabic, if neighbours are judged.
    on_arabic_line: u64,
}
