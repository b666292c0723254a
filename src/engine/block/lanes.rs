//! One block in vectors: read, classified, rewritten, laid out in bits, packed.

use super::{
    Mode,
    judge::{self, Left, Planes},
};
use crate::{
    engine::vector::{self, BLOCK, Vector},
    rules::classes::{self, Classes, Needs, Row, code},
};

/// What a block says about the first lane of the next, where that does not see it again.
#[derive(Clone, Copy)]
pub(super) struct Before<V> {
    /// In its last lane, what changes of the first byte.
    pub(super) changes: V,
    /// One bit: whether the first byte goes.
    pub(super) gone: u64,
}

impl<V: Vector> Before<V> {
    /// No character straddles.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    pub(super) unsafe fn nothing() -> Self {
        // SAFETY: the caller's.
        unsafe { Before { changes: V::splat(0), gone: 0 } }
    }

    /// Puts what goes beside what changes, in the highest bit of the last lane.
    ///
    /// # Safety
    /// See [`Vector`]. Vectors are wide.
    #[inline(always)]
    pub(super) unsafe fn join(&mut self) {
        // SAFETY: the caller's.
        self.changes = unsafe { self.changes.or(V::lanes(self.gone << (BLOCK - 1))) };
        self.gone = 0;
    }

    /// Takes the two apart, if they are not yet.
    ///
    /// # Safety
    /// See [`Vector`]. Vectors are wide.
    #[inline(always)]
    pub(super) unsafe fn part(&mut self) {
        // SAFETY: the caller's.
        unsafe {
            self.gone |= self.changes.bits() >> (BLOCK - 1);
            // Of a byte that goes any bits may be set.
            self.changes = self.changes.and_not(V::lanes(self.gone << (BLOCK - 1)));
        }
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
pub(super) unsafe fn lanes_of<V: Vector>(classes: &V::Block, code: u8) -> u64 {
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
pub(super) struct Block<V: Vector> {
    /// The text, rewritten: what goes is still there.
    pub(super) text: V::Block,
    /// The lanes of ASCII in the text as it came, if neighbours are judged.
    ascii: u64,
    /// The lanes of lead bytes of U+0600–06FF.
    leads: V::Block,
    /// The class of each character in the lane where it starts; and if neighbours are judged, what of it concerns
    /// them in the lane of its trail byte as well.
    classes: V::Block,
    /// What to hand to the next block; before it is judged, what the one before said of this.
    pub(super) carry: Before<V>,
}

impl<V: Vector> Block<V> {
    /// Reads, classifies and rewrites.
    ///
    /// # Safety
    /// [`SEEN`](super::SEEN) bytes can be read at `at`. See also [`Vector`].
    #[inline(always)]
    pub(super) unsafe fn new<M: Mode>(tables: &Classes, at: *const u8, before: &Before<V>) -> Self {
        // SAFETY: the caller's: each vector ends at or before the block's end, or one byte on.
        unsafe {
            let mut text = vector::load_block::<V>(at);
            let next = vector::load_block::<V>(at.add(1));
            let ascii = if M::NEIGHBOURS { !vector::bits::<V>(&text) } else { 0 };
            let (mut classes, leads) = V::classify(tables, &text, &next);
            // A block that sees what stands in front of it needs nothing handed over.
            let mut carry = if M::BEHIND == 0 { *before } else { Before::nothing() };
            if M::WRITES && tables.changes {
                let deltas = V::arabic(&tables.deltas, &text, &next, &leads);
                let (of_trail, narrow) = (V::splat(0x3F), V::splat(classes::NARROW));
                let lanes = text.as_mut().iter_mut().zip(deltas.as_ref()).zip(classes.as_ref());
                for ((text, delta), class) in lanes {
                    let trail = delta.and(of_trail).or(class.and(narrow));
                    *text = text.xor(delta.top_two()).xor(trail.shift_in(carry.changes));
                    carry.changes = trail;
                }
            }
            if M::NEIGHBOURS {
                // Trail bytes have the class of a continuation so far.
                let shared = V::splat(classes::GONE | classes::CODE);
                let continuation = V::splat(tables.continuation);
                let mut below = V::splat(0);
                for (class, lead) in classes.as_mut().iter_mut().zip(leads.as_ref()) {
                    let of_lead = class.and(shared).xor(continuation).and(*lead);
                    *class = class.xor(of_lead.shift_in(below));
                    below = of_lead;
                }
            }
            Block { text, ascii, leads, classes, carry }
        }
    }

    /// Which lanes go, and which are trouble; and where characters outside the tables start.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    pub(super) unsafe fn judge<M: Mode>(&mut self, tables: &Classes, left: &mut Left) -> Verdict {
        // SAFETY: the caller's.
        unsafe {
            let narrow = if tables.changes { vector::bits::<V>(&self.classes) } else { 0 };
            let mut flags = self.classes;
            let gone = next_bits::<V>(&mut flags);
            let trouble = next_bits::<V>(&mut flags);
            if !M::NEIGHBOURS {
                // There being elsewhere is a flag of its own.
                let elsewhere = next_bits::<V>(&mut flags);
                let leads = gone & vector::bits::<V>(&self.leads);
                let gone = gone | narrow | leads << 1 | self.carry.gone;
                self.carry.gone = leads >> (BLOCK - 1);
                return Verdict { gone, trouble, elsewhere, on_arabic_line: 0 };
            }
            let planes = self.planes(&tables.needs, left.known_lanes());
            let judged;
            (judged, *left) = judge::neighbours(tables.collapse, &planes, left);
            Verdict {
                gone: gone | narrow | judged.gone,
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
}

/// What becomes of a block.
pub(super) struct Verdict {
    pub(super) gone: u64,
    pub(super) trouble: u64,
    pub(super) elsewhere: u64,
    /// Where the last letter of the line may be Arabic, if neighbours are judged.
    pub(super) on_arabic_line: u64,
}
