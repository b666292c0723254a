//! Vectors of bytes: the operations that the [block kernel](super::block) is made of, one file an
//! instruction set.
//!
//! The kernel is written once, over the trait [`Vector`]. An instance is a file of one-line functions; each
//! operation has a test that runs on every instance (`tests.rs`). To add an instruction
//! set, write such a file and name it in [`Tier`](crate::Tier).
//!
//! On x86-64 there are targets without SSE, for kernels: those have no vectors at all.
//!
//! The functions carry no `#[target_feature]` themselves: they are inlined into the one function of
//! each instance that does ([`Tier`](super::tier)), and only there do the instructions exist.

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) mod avx2;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) mod avx512;
mod common;
mod loaded;
#[cfg(all(target_arch = "aarch64", target_endian = "little", target_feature = "neon"))]
pub(super) mod neon;
#[cfg(any(
    all(target_arch = "x86_64", target_feature = "sse2"),
    all(target_arch = "aarch64", target_endian = "little", target_feature = "neon"),
    all(target_arch = "wasm32", target_feature = "simd128"),
))]
mod pack;
pub(super) mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) mod simd128;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) mod ssse3;

use super::lookup;
use crate::rules::{
    classes::{ArabicTable, Classes, Glance, Ids, role},
    quick::{PlainCommon, Quick},
};
use common::Common;
use loaded::Sorts;
pub(super) use loaded::{Loaded, LoadedLetters};

/// Bytes that the kernel works on at a time, whatever the width of a vector: as many as a `u64` has
/// bits.
pub(super) const BLOCK: usize = 64;

/// A vector of bytes.
///
/// # Safety of its functions
///
/// All need the instruction set of the instance. Those that take a pointer say what must be behind
/// it; no alignment is asked for.
pub(super) trait Vector: Copy {
    /// Bytes in a vector.
    const BYTES: usize;

    /// As many vectors as a block holds.
    type Block: Copy + AsRef<[Self]> + AsMut<[Self]>;

    /// A block of one vector again and again.
    fn block(vector: Self) -> Self::Block;

    /// One byte in all lanes.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn splat(byte: u8) -> Self;

    /// The sixteen bytes, in each sixteen lanes, for [`shuffle`](Vector::shuffle).
    ///
    /// # Safety
    /// See the trait.
    unsafe fn table(bytes: &[u8; 16]) -> Self;

    /// Reads [`BYTES`](Vector::BYTES) bytes.
    ///
    /// # Safety
    /// So many bytes can be read at `from`. See also the trait.
    unsafe fn load(from: *const u8) -> Self;

    /// Writes [`BYTES`](Vector::BYTES) bytes.
    ///
    /// # Safety
    /// So many bytes can be written at `to`. See also the trait.
    unsafe fn store(self, to: *mut u8);

    /// Bit by bit.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn and(self, other: Self) -> Self;

    /// Bit by bit.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn or(self, other: Self) -> Self;

    /// Bit by bit.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn xor(self, other: Self) -> Self;

    /// All bits of a lane where the lanes are equal, none elsewhere.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn equal(self, other: Self) -> Self;

    /// The lanes of `yes` where `self` has all bits of a lane set, those of `no` where it has none.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn select(self, yes: Self, no: Self) -> Self;

    /// Each lane plus itself, the highest bit lost.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn double(self) -> Self;

    /// Each lane's high four bits, as a number from 0 to 15.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn high_half(self) -> Self;

    /// Each lane's high two bits, as a number from 0 to 3.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn top_two(self) -> Self;

    /// The bytes of the table `self` at the lanes' indexes, which are below 16, or at least 128 for
    /// zero. Between those the result is of no use.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn shuffle(self, indexes: Self) -> Self;

    /// The bytes of the table `self` at the lanes' low halves. Lanes of 128 and more are of no use.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn shuffle_low(self, indexes: Self) -> Self {
        // SAFETY: the caller's.
        unsafe { self.shuffle(indexes.and(Self::splat(0x0F))) }
    }

    /// Each lane moved up by one; the first becomes the last lane of `below`.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn shift_in(self, below: Self) -> Self;

    /// Each lane moved down by one; the last becomes the first lane of `above`.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn shift_out(self, above: Self) -> Self;

    /// The bits that `other` has not.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn and_not(self, other: Self) -> Self;

    /// The bytes of a table of 32 at the lanes' codes, which are below 32. `upper` has all bits of the lanes
    /// whose codes are 16 or more.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn lookup_32(table: &[u8; 32], codes: Self, upper: Self) -> Self {
        // SAFETY: the caller's.
        unsafe {
            let (halves, _) = table.as_chunks::<16>();
            let low = codes.and(Self::splat(0x0F));
            upper.select(Self::table(&halves[1]).shuffle(low), Self::table(&halves[0]).shuffle(low))
        }
    }

    /// All bits of the lanes whose bit is set, if the vector is [wide](Vector::WIDE).
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn lanes(bits: u64) -> Self {
        // SAFETY: the caller's.
        unsafe { Self::splat(bits as u8) }
    }

    /// The highest bit of each lane, the first lane in bit 0.
    ///
    /// # Safety
    /// See the trait.
    unsafe fn bits(self) -> u64;

    /// Writes the lanes whose bit is set, without gaps, and after them anything, up to
    /// [`BYTES`](Vector::BYTES) bytes in all.
    ///
    /// # Safety
    /// So many bytes can be written at `to`. See also the trait.
    unsafe fn compress_store(self, keep: u64, to: *mut u8);

    /// The class of each character ([`Classes`]), in the lane where it starts, and zero in all others; and
    /// all bits set in the lanes of lead bytes of U+0600–06FF. `next` is the text one byte on.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn classify(
        classes: &Classes,
        text: &Self::Block,
        next: &Self::Block,
    ) -> (Self::Block, Self::Block) {
        // SAFETY: the caller's.
        unsafe { lookup::classify::<Self>(classes, text, next) }
    }

    /// What the table has for each character of U+0600–06FF, in the lane of its lead byte, and zero in all others. `next`
    /// is the text one byte on.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn arabic(
        table: &ArabicTable,
        text: &Self::Block,
        next: &Self::Block,
        leads: &Self::Block,
    ) -> Self::Block {
        // SAFETY: the caller's.
        unsafe { lookup::arabic::<Self>(table, text, next, leads) }
    }

    /// Whether a block is one vector, and tables of sixty-four bytes and more are looked up at once: then there are the two
    /// operations below, which are not asked for elsewhere.
    const WIDE: bool = false;

    /// For each lane and the next one what the table has for a presentation form that ends with these two bytes, or zero.
    /// Only U+FE80–FEFF end so, among characters of three bytes that begin with EF.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn form_letters(_table: &[u8; 128], text: Self, _next: Self) -> Self {
        text
    }

    /// What the table has for each letter of a block, and where there is anything but ASCII and letters that are no trouble.
    /// `next` is the text one byte on.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn letters(
        loaded: &LoadedLetters<Self>,
        table: &ArabicTable,
        text: &Self::Block,
        next: &Self::Block,
    ) -> SeenLetters<Self> {
        // SAFETY: the caller's.
        unsafe {
            let (high_six, leads_of) = (Self::splat(0xFC), Self::splat(0xD8));
            let high_two = Self::splat(0xC0);
            let (mut leads, mut starts) = (*text, *text);
            for (lead, start) in leads.as_mut().iter_mut().zip(starts.as_mut()) {
                *lead = lead.and(high_six).equal(leads_of);
                *start = start.and(high_two).equal(high_two);
            }
            let values = Self::arabic(table, text, next, &leads);
            let mut troubled = values;
            for troubled in troubled.as_mut() {
                *troubled = troubled.equal(loaded.trouble);
            }
            let starts = bits::<Self>(&starts);
            let odd = starts & !bits::<Self>(&leads) | bits::<Self>(&troubled);
            SeenLetters { leads, values, starts, odd }
        }
    }

    /// A block of [letters](Vector::letters) rewritten, if the vector is [wide](Vector::WIDE). `below` is what the block
    /// before carried over.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn rewrite_letters(
        loaded: &LoadedLetters<Self>,
        text: Self,
        value: Self,
        below: Self,
    ) -> SetLetters<Self> {
        // SAFETY: the caller's.
        unsafe {
            let low_six = Self::splat(0x3F);
            let goes = value.equal(loaded.gone);
            // Six bits of the delta, and two that say that the character goes: of a byte that goes no bit matters.
            let carry = low_six.select(value, goes);
            let of_trail = carry.shift_in(below);
            let text = text.xor(value.top_two()).xor(of_trail);
            SetLetters { text, keep: !goes.or(of_trail).bits(), carry }
        }
    }

    /// What [`well_together`](Vector::well_together) says of a block in which all is well, if that shows at a glance, with
    /// all told but what is said of the first lane. What it becomes is only of use if it is to be written.
    ///
    /// # Safety
    /// [`BLOCK`] bytes and one more can be read at `at`. See also the trait.
    #[inline(always)]
    unsafe fn well_at_a_glance<const WRITES: bool>(
        _loaded: &Loaded<Self>,
        _at: *const u8,
    ) -> Option<WellSet<Self>> {
        None
    }

    /// A block, with the characters that lack something, for all that pairs of characters tell of which the second starts
    /// in the lanes `told`: all of those that are [decided](Loaded), but perhaps for the first, if a letter starts there,
    /// and more. What stands well once [spaces go](Roles::mend) lacks nothing, and they are gone. [`Told::Nothing`] if such
    /// a one is better judged, as no Arabic letter is near, or if there is U+0000, or a character outside the tables among
    /// the lanes that are decided, but for [forms](Vector::form_letters) that become a letter, those of [`PlainCommon`],
    /// emoji that stay, and guillemets whose neighbours are told. What it says of the first lane, and of all lanes of a
    /// character that starts before the block, is of no use.
    ///
    /// # Safety
    /// [`BLOCK`] bytes and two more can be read at `at`. See also the trait.
    #[inline(always)]
    unsafe fn well_together(
        (_quick, _ids, _loaded): (&Quick, &Ids, &Loaded<Self>),
        _at: *const u8,
        _told: u64,
    ) -> Told<Self> {
        Told::Nothing
    }

    /// What [`glance`](Vector::glance) looks up, to be kept in registers.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn glance_rows(glance: &Glance) -> [Self; 4] {
        // SAFETY: the caller's.
        unsafe { lookup::rows_of(&glance.table) }
    }

    /// Of two lanes of ASCII, no bit if they are a pair that needs no look.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn glance(rows: [Self; 4], first: Self, second: Self) -> Self {
        // SAFETY: the caller's.
        unsafe { lookup::pairs_in(rows, [first, first.high_half(), second, second.high_half()]) }
    }

    /// All bits of the lanes where characters of [`PlainCommon`] start. `next` is the text one byte on, `third` two.
    ///
    /// # Safety
    /// See the trait.
    #[inline(always)]
    unsafe fn plain_common(
        plain: &PlainCommon,
        text: &Self::Block,
        next: &Self::Block,
        third: &Self::Block,
    ) -> Self::Block {
        // SAFETY: the caller's.
        unsafe { lookup::plain_common::<Self>(plain, text, next, third) }
    }
}

/// See [`Vector::letters`].
pub(super) struct SeenLetters<V: Vector> {
    /// All bits of the lanes of lead bytes of U+0600–06FF.
    pub(super) leads: V::Block,
    /// What the table has for each character, in the lane of its lead byte, and zero in all others.
    pub(super) values: V::Block,
    /// The lanes where characters start that are not ASCII; or all, if that is not told.
    pub(super) starts: u64,
    /// The lanes where characters start that are trouble or outside the table; and of vectors that are wide perhaps some of
    /// ASCII, if only those of control characters.
    pub(super) odd: u64,
}

/// See [`Vector::rewrite_letters`].
pub(super) struct SetLetters<V> {
    /// The text, rewritten: what goes is still there.
    pub(super) text: V,
    /// The lanes that stay.
    pub(super) keep: u64,
    /// In the last lane what changes of the byte behind the block, and the highest bit if that goes.
    pub(super) carry: V,
}

/// See [`Vector::well_together`].
#[derive(Clone, Copy)]
pub(super) struct WellSet<V> {
    /// The text, rewritten: what goes is still there.
    pub(super) text: V,
    /// The lanes that stay, of those that are decided.
    pub(super) keep: u64,
    /// The lanes where forms start.
    pub(super) forms: u64,
}

/// The same: what there is to say of a block.
pub(super) enum Told<V> {
    /// All stands well side by side.
    Well(WellSet<V>),
    /// All but what is in these lanes, which are decided: those of the last bytes of characters that lack something behind
    /// them, and of the first of those that do before them.
    Trouble(WellSet<V>, u64),
    Nothing,
}

/// The lanes where characters start that have something to do with spaces that go: each [`role`].
#[derive(Clone, Copy, Default)]
pub(super) struct Roles {
    pub(super) pulls: u64,
    pub(super) spaces: u64,
    pub(super) edges: u64,
    pub(super) letters: u64,
    pub(super) on_letters: u64,
    pub(super) runs: u64,
    pub(super) at_ease: u64,
}

/// What goes of a block so that it is well set, and what stands well then that did not for what is before it.
#[derive(Clone, Copy, Default)]
pub(super) struct Mended {
    pub(super) gone: u64,
    pub(super) well: u64,
}

impl Roles {
    /// Adds the roles of the character that starts in a lane.
    #[inline(always)]
    pub(super) fn add(&mut self, roles: u8, lane: usize) {
        let planes = [
            (role::PULLS, &mut self.pulls),
            (role::SPACE, &mut self.spaces),
            (role::EDGE, &mut self.edges),
            (role::LETTER, &mut self.letters),
            (role::ON_LETTER, &mut self.on_letters),
            (role::RUNS, &mut self.runs),
            (role::AT_EASE, &mut self.at_ease),
        ];
        for (role, plane) in planes {
            *plane |= u64::from(roles & role != 0) << lane;
        }
    }

    /// Whether the first of these lanes is trouble beyond doubt: there is an Arabic letter so near to it that the line is
    /// Arabic, or nearly always; or it does not matter whether the line is.
    #[inline(always)]
    pub(super) fn is_certain(&self, leads: u64, trouble: u64) -> bool {
        debug_assert!(trouble != 0, "there is a first");
        const NEAR: u64 = 0b11111;
        let first = trouble.trailing_zeros();
        self.at_ease >> first & 1 == 0 || leads >> first.saturating_sub(3) & NEAR != 0
    }

    /// Which spaces go: one between an Arabic letter, with up to two marks on it, and a mark of punctuation in front of
    /// an edge; all of a run but the first.
    ///
    /// `leads` are the lanes where characters of two bytes start. What goes has to be decided in this block, and so has a
    /// mark that a space goes before, and must lack nothing behind it: its lanes are in `lacking` if it does. What
    /// stands in front of the lanes that are decided is known if the first of them is told.
    #[inline(always)]
    pub(super) fn mend(&self, leads: u64, decided: u64, told: u64, lacking: u64) -> Mended {
        let Roles { pulls, spaces, edges, letters, on_letters, runs, .. } = *self;
        let first = decided & decided.wrapping_neg();
        let known = if told & first != 0 { leads } else { leads & decided };
        let letters = letters & known;
        let on_letters = on_letters & known;
        let once = on_letters & letters << 2;
        let twice = on_letters & once << 2;
        let behind_letter = (spaces & decided & (letters | once | twice) << 2) << 1;
        let before_edge = leads & edges >> 2 | !leads & edges >> 1;
        let lacking = lacking | lacking >> 1 & leads;
        let pulled = pulls & behind_letter & before_edge & decided & !lacking;
        let run = runs & runs << 1;
        Mended { gone: pulled >> 1 | run & told & decided, well: pulled | run }
    }
}

/// The lanes of all three bytes of presentation forms, from the lanes of EF and those that have
/// [letters](Vector::form_letters).
#[inline(always)]
pub(super) fn lanes_of_forms(leads: u64, letters: u64) -> [u64; 3] {
    let seconds = leads << 1 & letters;
    [seconds >> 1, seconds, seconds << 1]
}

/// Writes the letters of presentation forms over the last two of their three bytes.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn spell<V: Vector>(text: V, letters: V, [_, seconds, thirds]: [u64; 3]) -> V {
    // SAFETY: the caller's.
    unsafe {
        let lead = letters.top_two().or(V::splat(0xD8));
        let trail = letters.and(V::splat(0x3F)).or(V::splat(0x80)).shift_in(V::splat(0));
        let text = V::lanes(seconds).select(lead, text);
        V::lanes(thirds).select(trail, text)
    }
}

/// [`Vector::bits`] of a whole block.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn bits<V: Vector>(block: &V::Block) -> u64 {
    let mut all = 0;
    for (i, vector) in block.as_ref().iter().enumerate() {
        // SAFETY: the caller's.
        all |= unsafe { vector.bits() } << (i * V::BYTES);
    }
    all
}

/// [`Vector::load`] of a whole block.
///
/// # Safety
/// [`BLOCK`] bytes can be read at `from`. See also [`Vector`].
#[inline(always)]
pub(super) unsafe fn load_block<V: Vector>(from: *const u8) -> V::Block {
    // SAFETY: the caller's.
    unsafe {
        let mut block = V::block(V::splat(0));
        for (i, vector) in block.as_mut().iter_mut().enumerate() {
            *vector = V::load(from.add(i * V::BYTES));
        }
        block
    }
}

/// [`Vector::store`] of a whole block.
///
/// # Safety
/// [`BLOCK`] bytes can be written at `to`. See also [`Vector`].
#[inline(always)]
pub(super) unsafe fn store_block<V: Vector>(block: &V::Block, to: *mut u8) {
    for (i, vector) in block.as_ref().iter().enumerate() {
        // SAFETY: the caller's.
        unsafe { vector.store(to.add(i * V::BYTES)) };
    }
}

/// [`Vector::compress_store`] of a whole block. Returns where the next byte goes.
///
/// # Safety
/// [`BLOCK`] bytes can be written at `to`. See also [`Vector`].
#[inline(always)]
pub(super) unsafe fn compress_block<V: Vector>(
    block: &V::Block,
    keep: u64,
    mut to: *mut u8,
) -> *mut u8 {
    // SAFETY: the caller's: what is written in front of a vector is at most as long as what stands in front of it in
    // the block, so that the last vector ends within the block's length.
    unsafe {
        if keep == u64::MAX && !V::WIDE {
            store_block::<V>(block, to);
            return to.add(BLOCK);
        }
        for (i, vector) in block.as_ref().iter().enumerate() {
            let keep = keep >> (i * V::BYTES) & (u64::MAX >> (BLOCK - V::BYTES));
            vector.compress_store(keep, to);
            to = to.add(keep.count_ones() as usize);
        }
        to
    }
}

#[cfg(test)]
mod tests;
