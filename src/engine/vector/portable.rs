//! No instruction set at all: loops over arrays, which compilers turn into what vectors they may use,
//! and plain tables in place of shuffles. Slow, and right wherever Rust runs.

use super::{Common, Loaded, Mended, Roles, Told, Vector, WellSet, lanes_of_forms, spell};
use crate::rules::{
    classes::{ArabicTable, Classes, Closer, GONE, Ids, NARROW, code},
    quick::{Quick, place},
};

/// Sixty-four bytes.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Portable([u8; 64]);

impl Portable {
    /// Lane by lane.
    #[inline(always)]
    fn map(self, f: impl Fn(u8) -> u8) -> Self {
        Portable(self.0.map(f))
    }

    /// Lane by lane.
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(u8, u8) -> u8) -> Self {
        Portable(core::array::from_fn(|i| f(self.0[i], other.0[i])))
    }
}

impl Vector for Portable {
    const BYTES: usize = 64;
    type Block = [Self; 1];

    #[inline(always)]
    fn block(vector: Self) -> Self::Block {
        [vector]
    }
    #[inline(always)]
    unsafe fn splat(byte: u8) -> Self {
        Portable([byte; 64])
    }
    #[inline(always)]
    unsafe fn table(bytes: &[u8; 16]) -> Self {
        Portable(core::array::from_fn(|i| bytes[i % 16]))
    }
    #[inline(always)]
    unsafe fn load(from: *const u8) -> Self {
        // SAFETY: the caller's: sixty-four bytes are there, and an array of bytes may lie anywhere.
        Portable(unsafe { *from.cast() })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut u8) {
        // SAFETY: the caller's: there is room for sixty-four bytes.
        unsafe { *to.cast() = self.0 }
    }
    #[inline(always)]
    unsafe fn and(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }
    #[inline(always)]
    unsafe fn or(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }
    #[inline(always)]
    unsafe fn xor(self, other: Self) -> Self {
        self.zip(other, |a, b| a ^ b)
    }
    #[inline(always)]
    unsafe fn equal(self, other: Self) -> Self {
        self.zip(other, |a, b| if a == b { 0xFF } else { 0 })
    }
    #[inline(always)]
    unsafe fn select(self, yes: Self, no: Self) -> Self {
        Portable(core::array::from_fn(|i| (self.0[i] & yes.0[i]) | (!self.0[i] & no.0[i])))
    }
    #[inline(always)]
    unsafe fn double(self) -> Self {
        self.map(|a| a << 1)
    }
    #[inline(always)]
    unsafe fn high_half(self) -> Self {
        self.map(|a| a >> 4)
    }
    #[inline(always)]
    unsafe fn top_two(self) -> Self {
        self.map(|a| a >> 6)
    }
    #[inline(always)]
    unsafe fn shuffle(self, indexes: Self) -> Self {
        let get = |i: usize| {
            let index = usize::from(indexes.0[i]);
            if index < 128 { self.0[i / 16 * 16 + index % 16] } else { 0 }
        };
        Portable(core::array::from_fn(get))
    }
    #[inline(always)]
    unsafe fn shift_in(self, below: Self) -> Self {
        Portable(core::array::from_fn(|i| if i == 0 { below.0[63] } else { self.0[i - 1] }))
    }
    #[inline(always)]
    unsafe fn shift_out(self, above: Self) -> Self {
        Portable(core::array::from_fn(|i| if i == 63 { above.0[0] } else { self.0[i + 1] }))
    }
    #[inline(always)]
    unsafe fn and_not(self, other: Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }
    #[inline(always)]
    unsafe fn bits(self) -> u64 {
        let mut bits = 0;
        for (i, eight) in self.0.as_chunks::<8>().0.iter().enumerate() {
            let high = u64::from_le_bytes(*eight) >> 7 & 0x0101_0101_0101_0101;
            // Gathers bit 8k at bit 56 + k.
            bits |= (high.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i);
        }
        bits
    }
    #[inline(always)]
    unsafe fn compress_store(self, keep: u64, to: *mut u8) {
        if keep == u64::MAX {
            // SAFETY: the caller's: there is room for sixty-four bytes.
            unsafe { self.store(to) };
            return;
        }
        let mut count = 0;
        for (i, &byte) in self.0.iter().enumerate() {
            // SAFETY: the caller's: there is room for sixty-four bytes, and the count is at most `i`.
            unsafe { *to.add(count) = byte };
            count += (keep >> i & 1) as usize;
        }
    }

    #[inline(always)]
    unsafe fn lookup_32(table: &[u8; 32], codes: Self, _upper: Self) -> Self {
        codes.map(|code| table[usize::from(code % 32)])
    }

    #[inline(always)]
    unsafe fn classify(
        classes: &Classes,
        [text]: &[Self; 1],
        [next]: &[Self; 1],
    ) -> ([Self; 1], [Self; 1]) {
        let lead = text.map(|byte| if byte & 0xFC == 0xD8 { 0xFF } else { 0 });
        let class = text.zip(*next, |byte, trail| match byte {
            0..=0x7F => classes.ascii[usize::from(byte)],
            0x80..=0xBF => classes.continuation,
            0xD8..=0xDB => classes.arabic.as_flattened()[place(byte, trail)],
            _ => code::ELSEWHERE,
        });
        ([class], [lead])
    }

    #[inline(always)]
    unsafe fn arabic(
        table: &ArabicTable,
        [text]: &[Self; 1],
        [next]: &[Self; 1],
        [leads]: &[Self; 1],
    ) -> [Self; 1] {
        let bytes = table.bytes.as_flattened();
        let found = text.zip(*next, |byte, trail| bytes[place(byte, trail)]);
        [found.zip(*leads, |found, lead| found & lead)]
    }

    const WIDE: bool = true;

    #[inline(always)]
    unsafe fn lanes(bits: u64) -> Self {
        Portable(core::array::from_fn(|i| if bits >> i & 1 != 0 { 0xFF } else { 0 }))
    }

    #[inline(always)]
    unsafe fn form_letters(table: &[u8; 128], text: Self, next: Self) -> Self {
        text.zip(next, |byte, next| match byte {
            0xBA | 0xBB => table[usize::from(byte & 1) << 6 | usize::from(next & 0x3F)],
            _ => 0,
        })
    }

    #[inline(always)]
    unsafe fn well_together(
        (quick, ids, loaded): (&Quick, &Ids, &Loaded<Self>),
        at: *const u8,
        told: u64,
    ) -> Told<Self> {
        // SAFETY: the caller's: sixty-six bytes are there.
        let bytes: &[u8; 66] = unsafe { &*at.cast() };
        if bytes[..Self::BYTES].contains(&0) {
            return Told::Nothing;
        }
        let decided = loaded.decided;
        let [text, next, third] =
            [0, 1, 2].map(|by| Portable(core::array::from_fn(|i| bytes[i + by])));
        // SAFETY: there is nothing to ask for.
        let (letters, [forms, seconds, thirds], mut rewritten) = unsafe {
            let letters = Self::form_letters(&ids.forms, text, next);
            let are_letters = !letters.equal(Self::splat(0)).bits();
            let lanes = lanes_of_forms(text.equal(Self::splat(0xEF)).bits(), are_letters);
            (letters, lanes, text)
        };
        // SAFETY: as above.
        rewritten = unsafe { spell(rewritten, letters, [forms, seconds, thirds]) };
        // SAFETY: as above.
        let common = unsafe { Common::of::<Self>(quick, [&[text], &[next], &[third]]) };
        let staying = common.staying(ids, told);
        let (mut gone, mut seconds_lack, mut firsts_lack, mut leads) = (forms, 0, 0, 0);
        let mut roles = Roles::default();
        // What is said of the lane before that counts for this one: a quotation mark that can only open, a comma
        // behind a digit.
        let mut said = 0;
        // What stands before; whether it started in the lane before; and what changes of the next lane.
        let (mut before, mut is_trail, mut of_trail) = (0, false, 0);
        for (lane, rewritten) in rewritten.0.iter_mut().enumerate() {
            let byte = bytes[lane];
            let id = match byte {
                0..=0x7F => ids.held.ascii[usize::from(byte)],
                0xD8..=0xDB => ids.held.arabic.as_flattened()[place(byte, bytes[lane + 1])],
                _ if (forms | thirds) >> lane & 1 != 0 => ids.letter,
                _ if ids.guillemets && common.closes >> lane & 1 != 0 => Ids::CLOSING,
                _ if ids.guillemets && common.opens << 1 >> lane & 1 != 0 => Ids::OPENING,
                0xC0.. => Ids::ELSEWHERE,
                _ => 0,
            };
            let number = usize::from(id & 0x3F);
            let is_elsewhere = byte >= 0xC0 && !(0xD8..=0xDB).contains(&byte);
            let goes_on = is_elsewhere && (forms | staying) >> lane & 1 == 0;
            if goes_on && decided >> lane & 1 != 0 {
                return Told::Nothing;
            }
            let Closer { firsts, seconds } = &ids.closer;
            let [of_second, of_first, others] =
                [0, 1, 2].map(|table| firsts[table][before] & seconds[table][number]);
            let quote = said & Closer::OPENS != 0 && others & Closer::CLOSES != 0;
            let comma = others & Closer::BEFORE_DIGIT != 0 && said & Closer::BEHIND_DIGIT == 0;
            said = others;
            if told >> lane & 1 != 0 {
                let is_first = of_first != 0 || quote || comma;
                seconds_lack |= u64::from(of_second != 0) << lane;
                firsts_lack |= u64::from(is_first) << lane >> 1;
            }
            roles.add(ids.roles[number], lane);
            leads |= u64::from((0xD8..=0xDB).contains(&byte)) << lane;
            let delta = ids.held.deltas[number];
            *rewritten ^= delta >> 6 ^ of_trail;
            of_trail = delta & 0x3F | id & NARROW;
            let goes = if id & GONE != 0 { 0b11 } else { u64::from(id & NARROW != 0) };
            gone |= goes << lane;
            // Two bytes offer behind the second what they offer.
            if !is_trail {
                before = number;
            }
            is_trail = (0xD8..=0xDB).contains(&byte);
        }
        let trouble = (seconds_lack | firsts_lack) & decided;
        let mut set = WellSet { text: rewritten, keep: !gone & decided, forms };
        if trouble == 0 {
            return Told::Well(set);
        }
        if !roles.is_certain(leads, trouble) {
            return Told::Nothing;
        }
        let mended = match forms {
            0 => roles.mend(leads, decided, told, firsts_lack),
            _ => Mended::default(),
        };
        set.keep &= !mended.gone;
        match (seconds_lack & !mended.well | firsts_lack) & decided {
            0 => Told::Well(set),
            trouble => Told::Trouble(set, trouble),
        }
    }
}
