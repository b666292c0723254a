//! AVX-512 with VBMI2: a whole block in a register, tables of 128 bytes, and a compress instruction.
//!
//! The loops where all is well do with few mask registers, though they would be the plain way to say which lanes are meant.
//! Zen 5 has some sixty of them for all that is in flight, which a loop that writes eight for each block uses up in as many
//! blocks, and a comparison or test takes the place of a lookup in one of two pipes; of four pipes that take arithmetic two
//! are idle then. So what a byte begins is looked up ([`Sorts`]), what is trouble is found by arithmetic, and what stays is one
//! mask. That made blocks of letters a sixth faster, and those of all that stands well a third.

use core::{
    arch::{asm, x86_64::*},
    hint,
};

use super::{
    Common, Loaded, LoadedLetters, Mended, Roles, SeenLetters, Sorts, Told, Vector, WellSet,
    lanes_of_forms, spell,
};
use crate::rules::{
    classes::{ArabicTable, Classes, Closer, GONE, Glance, Held, Ids, NARROW, code, role},
    quick::{PlainCommon, Quick},
};

/// Sixty-four bytes. Needs AVX-512 F, BW, VL, VBMI and VBMI2, and BMI1, BMI2, LZCNT and POPCNT.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Avx512(__m512i);

/// See [`Avx512::numbered`].
struct Numbered {
    text: __m512i,
    next: __m512i,
    id: __m512i,
    lead: __m512i,
    outside: __m512i,
}

/// See [`Avx512::look_up`].
struct Found {
    lead: __m512i,
    outside: __m512i,
    /// In other lanes anything.
    value: __m512i,
}

/// The mask in a general register. On Zen 5 an instruction that tests it where it is takes the place of a lookup.
#[inline(always)]
fn in_register(mut mask: __mmask64) -> u64 {
    // SAFETY: nothing is done.
    unsafe { asm!("/* {0} */", inout(reg) mask, options(pure, nomem, nostack, preserves_flags)) };
    mask
}

impl Avx512 {
    /// The numbers of sixty-four lanes of two vectors, from this one on.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn lanes_from(first: u8) -> __m512i {
        let lanes: [u8; 64] = core::array::from_fn(|i| first + i as u8);
        // SAFETY: the caller's: AVX-512 is there. There are sixty-four bytes.
        unsafe { _mm512_loadu_si512(lanes.as_ptr().cast()) }
    }

    /// The bytes of a table of 128 at the low seven bits of each index.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn lookup(table: &[u8; 128], indexes: __m512i) -> __m512i {
        // SAFETY: the caller's: AVX-512 is there. The table has 128 bytes.
        unsafe {
            let low = _mm512_loadu_si512(table.as_ptr().cast());
            let high = _mm512_loadu_si512(table.as_ptr().add(64).cast());
            _mm512_permutex2var_epi8(low, indexes, high)
        }
    }

    /// Where a table of 128 has the character that each lane and the next one end: six bits of the second byte, and
    /// the lowest of the first. A lookup does not mind the highest bit.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn places(text: __m512i, next: __m512i) -> __m512i {
        // SAFETY: the caller's: AVX-512 is there. 0xCA is "where a then b else c".
        unsafe {
            let first = _mm512_slli_epi16::<6>(text);
            _mm512_ternarylogic_epi64::<0xCA>(_mm512_set1_epi8(0x3F), next, first)
        }
    }

    /// The lanes of ASCII, those where other characters start, and of these those of lead bytes of U+0600–06FF.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn sorts(text: __m512i) -> [__mmask64; 3] {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            let high_bits = _mm512_and_si512(text, _mm512_set1_epi8(0xFC_u8 as i8));
            let leads = _mm512_cmpeq_epi8_mask(high_bits, _mm512_set1_epi8(0xD8_u8 as i8));
            let starts = _mm512_cmpge_epu8_mask(text, _mm512_set1_epi8(0xC0_u8 as i8));
            [!_mm512_movepi8_mask(text), starts, leads]
        }
    }

    /// A table of 64.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn table_of_64(table: &[u8; 64]) -> __m512i {
        // SAFETY: the caller's: AVX-512 is there. The table has sixty-four bytes.
        unsafe { _mm512_loadu_si512(table.as_ptr().cast()) }
    }

    /// The lanes with any of these bits.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn with_any(lanes: __m512i, bits: u8) -> __mmask64 {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe { _mm512_test_epi8_mask(lanes, _mm512_set1_epi8(bits as i8)) }
    }

    /// The byte in these lanes, what there was in all others.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn fill(others: __m512i, lanes: __mmask64, byte: u8) -> __m512i {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe { _mm512_mask_mov_epi8(others, lanes, _mm512_set1_epi8(byte as i8)) }
    }

    /// Of the text and the text one byte on: all bits of the lanes of lead bytes of U+0600–06FF, and of those where other
    /// characters start, or may start ([`Sorts::outside`]); and what the table has for characters of U+0600–06FF, in the
    /// lanes of their lead bytes.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn look_up(
        table: &[[Self; 2]; 2],
        sorts: &Sorts<Self>,
        text: __m512i,
        next: __m512i,
    ) -> Found {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            // A lookup of sixty-four looks at no more than six bits.
            let high_bits = _mm512_srli_epi16::<2>(text);
            let lead = _mm512_permutexvar_epi8(high_bits, sorts.leads.0);
            let outside = _mm512_permutexvar_epi8(high_bits, sorts.outside.0);
            let places = Self::places(text, next);
            // The second lowest bit of the lead byte, which says which half of the table.
            let upper = _mm512_movepi8_mask(places);
            let low = _mm512_permutex2var_epi8(table[0][0].0, places, table[0][1].0);
            let high = _mm512_permutex2var_epi8(table[1][0].0, places, table[1][1].0);
            let value = _mm512_mask_mov_epi8(low, upper, high);
            Found { lead, outside, value }
        }
    }

    /// The text at `at`, and the number of each character in the lane where it starts, but for characters outside the
    /// tables.
    ///
    /// # Safety
    /// [`BLOCK`](super::BLOCK) bytes and one more can be read at `at`. See also [`Vector`].
    #[inline(always)]
    unsafe fn numbered(loaded: &Loaded<Self>, at: *const u8) -> Numbered {
        // SAFETY: the caller's: AVX-512 is there, and sixty-five bytes. 0xF8 is "a, or b and c".
        unsafe {
            let (text, next) =
                (_mm512_loadu_si512(at.cast()), _mm512_loadu_si512(at.add(1).cast()));
            let Found { lead, outside, value } =
                Self::look_up(&loaded.arabic, &loaded.sorts, text, next);
            // All that is not ASCII has the number of U+0000 in its table.
            let ascii = _mm512_max_epi8(text, _mm512_setzero_si512());
            let ascii = _mm512_permutex2var_epi8(loaded.ascii[0].0, ascii, loaded.ascii[1].0);
            let id = _mm512_ternarylogic_epi64::<0xF8>(ascii, value, lead);
            Numbered { text, next, id, lead, outside }
        }
    }

    /// By [number](Ids), the bits that a table has for each character and another for what stands before it: in the
    /// lane before, or in these lanes two lanes before.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn pairs(
        ids: __m512i,
        behind_two: __mmask64,
        [one_up, two_up]: [__m512i; 2],
        [firsts, seconds]: [__m512i; 2],
    ) -> __m512i {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            let first = _mm512_permutexvar_epi8(ids, firsts);
            let one_before = _mm512_permutexvar_epi8(one_up, first);
            let first = _mm512_mask_permutexvar_epi8(one_before, behind_two, two_up, first);
            let second = _mm512_permutexvar_epi8(ids, seconds);
            _mm512_and_si512(first, second)
        }
    }

    /// The same by one of these tables.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn pairs_of(
        ids: __m512i,
        leads: __mmask64,
        up: [__m512i; 2],
        closer: &Closer,
        table: usize,
    ) -> __m512i {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            let tables = [
                Self::table_of_64(&closer.firsts[table]),
                Self::table_of_64(&closer.seconds[table]),
            ];
            Self::pairs(ids, leads << 2, up, tables)
        }
    }

    /// By [number](Ids): the bits by which two characters may lack something, for all that [`Held`] tells of them and of what
    /// is not seen.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn odd_pairs(
        id: __m512i,
        lead: __m512i,
        unseen: __m512i,
        loaded: &Loaded<Self>,
    ) -> __m512i {
        let [one_up, two_up] = loaded.up.map(|lanes| lanes.0);
        // SAFETY: the caller's: AVX-512 is there. 0xF4 is "a, or b and not c", 0xA8 "a or b, and c", 0xE0 "a, and b or
        // c".
        unsafe {
            let first = _mm512_permutexvar_epi8(id, loaded.firsts.0);
            let of_one = _mm512_ternarylogic_epi64::<0xF4>(unseen, first, lead);
            let one_before = _mm512_permutexvar_epi8(one_up, of_one);
            let two_before = _mm512_permutexvar_epi8(two_up, _mm512_and_si512(first, lead));
            let second = _mm512_permutexvar_epi8(id, loaded.seconds.0);
            let pairs = _mm512_ternarylogic_epi64::<0xA8>(one_before, two_before, second);
            let before = _mm512_permutexvar_epi8(one_up, pairs);
            let plain = _mm512_set1_epi8(!Held::QUOTE as i8);
            _mm512_ternarylogic_epi64::<0xE0>(pairs, before, plain)
        }
    }

    /// The text with what characters of these numbers become, and the lanes that stay; of forms that start in these lanes the
    /// first bytes do not.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn rewrite(text: Self, id: __m512i, loaded: &Loaded<Self>, forms: u64) -> WellSet<Self> {
        // SAFETY: the caller's: AVX-512 is there. 0xCA is "where a then b else c", 0x96 the odd of three, 0x02 "c and neither
        // of the others".
        unsafe {
            let delta = _mm512_permutexvar_epi8(id, loaded.deltas.0);
            // Six bits of the delta, and two that say what goes: the higher one makes ASCII of what is narrow.
            let of_trail = _mm512_ternarylogic_epi64::<0xCA>(_mm512_set1_epi8(0x3F), delta, id);
            let of_trail = _mm512_permutexvar_epi8(loaded.up[0].0, of_trail);
            let of_lead = _mm512_and_si512(_mm512_srli_epi16::<6>(delta), _mm512_set1_epi8(3));
            let text = Avx512(_mm512_ternarylogic_epi64::<0x96>(text.0, of_lead, of_trail));
            const { assert!(GONE << 1 == NARROW, "the one becomes the other") };
            let goes = _mm512_add_epi8(of_trail, of_trail);
            let keep = _mm512_ternarylogic_epi64::<0x02>(id, goes, loaded.decided_lanes.0);
            WellSet { text, keep: _mm512_movepi8_mask(keep) & !forms, forms }
        }
    }

    /// The lanes of each [`role`].
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn roles(ids: &Ids, id: __m512i) -> Roles {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            let roles = _mm512_permutexvar_epi8(id, Self::table_of_64(&ids.roles));
            Roles {
                pulls: Self::with_any(roles, role::PULLS),
                spaces: Self::with_any(roles, role::SPACE),
                edges: Self::with_any(roles, role::EDGE),
                letters: Self::with_any(roles, role::LETTER),
                on_letters: Self::with_any(roles, role::ON_LETTER),
                runs: Self::with_any(roles, role::RUNS),
                at_ease: Self::with_any(roles, role::AT_EASE),
            }
        }
    }

    /// The bytes of a table of U+0600–06FF, in the lanes of lead bytes; zero in all others.
    ///
    /// # Safety
    /// See [`Vector`].
    #[inline(always)]
    unsafe fn lookup_arabic(
        table: &[[u8; 128]; 2],
        text: __m512i,
        next: __m512i,
        leads: __mmask64,
    ) -> __m512i {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            // The second lowest bit of the lead byte says which half of the table.
            let indexes = Self::places(text, next);
            let upper = _mm512_test_epi8_mask(text, _mm512_set1_epi8(2));
            let low = _mm512_maskz_mov_epi8(leads, Self::lookup(&table[0], indexes));
            let high = _mm512_maskz_mov_epi8(leads, Self::lookup(&table[1], indexes));
            _mm512_mask_mov_epi8(low, upper, high)
        }
    }
}

impl Vector for Avx512 {
    const BYTES: usize = 64;
    type Block = [Self; 1];

    #[inline(always)]
    fn block(vector: Self) -> Self::Block {
        [vector]
    }
    #[inline(always)]
    unsafe fn splat(byte: u8) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_set1_epi8(byte as i8) })
    }
    #[inline(always)]
    unsafe fn table(bytes: &[u8; 16]) -> Self {
        // SAFETY: the caller's: AVX-512 is there. Sixteen bytes are there.
        Avx512(unsafe { _mm512_broadcast_i32x4(_mm_loadu_si128(bytes.as_ptr().cast())) })
    }
    #[inline(always)]
    unsafe fn load(from: *const u8) -> Self {
        // SAFETY: the caller's: AVX-512 is there, and sixty-four bytes.
        Avx512(unsafe { _mm512_loadu_si512(from.cast()) })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut u8) {
        // SAFETY: the caller's: AVX-512 is there, and room for sixty-four bytes.
        unsafe { _mm512_storeu_si512(to.cast(), self.0) }
    }
    #[inline(always)]
    unsafe fn and(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_and_si512(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn or(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_or_si512(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn xor(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_xor_si512(self.0, other.0) })
    }
    #[inline(always)]
    unsafe fn equal(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe { Self::lanes(_mm512_cmpeq_epi8_mask(self.0, other.0)) }
    }
    #[inline(always)]
    unsafe fn select(self, yes: Self, no: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there. 0xCA is "where a then b else c".
        Avx512(unsafe { _mm512_ternarylogic_epi64::<0xCA>(self.0, yes.0, no.0) })
    }
    #[inline(always)]
    unsafe fn double(self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_add_epi8(self.0, self.0) })
    }
    #[inline(always)]
    unsafe fn high_half(self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_and_si512(_mm512_srli_epi16::<4>(self.0), _mm512_set1_epi8(15)) })
    }
    #[inline(always)]
    unsafe fn top_two(self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_and_si512(_mm512_srli_epi16::<6>(self.0), _mm512_set1_epi8(3)) })
    }
    #[inline(always)]
    unsafe fn shuffle(self, indexes: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_shuffle_epi8(self.0, indexes.0) })
    }
    #[inline(always)]
    unsafe fn shuffle_low(self, indexes: Self) -> Self {
        // The instruction itself looks only at the low half of lanes below 128.
        // SAFETY: the caller's.
        unsafe { self.shuffle(indexes) }
    }
    #[inline(always)]
    unsafe fn shift_in(self, below: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_permutex2var_epi8(below.0, Self::lanes_from(63), self.0) })
    }
    #[inline(always)]
    unsafe fn shift_out(self, above: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_permutex2var_epi8(self.0, Self::lanes_from(1), above.0) })
    }
    #[inline(always)]
    unsafe fn and_not(self, other: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_andnot_si512(other.0, self.0) })
    }
    #[inline(always)]
    unsafe fn lanes(bits: u64) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        Avx512(unsafe { _mm512_movm_epi8(bits) })
    }
    #[inline(always)]
    unsafe fn bits(self) -> u64 {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe { _mm512_movepi8_mask(self.0) }
    }
    #[inline(always)]
    unsafe fn compress_store(self, keep: u64, to: *mut u8) {
        // SAFETY: the caller's: AVX-512 is there, and room for sixty-four bytes. Compressed in the register:
        // the form that stores is microcoded on Zen 4.
        unsafe { _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi8(keep, self.0)) }
    }

    #[inline(always)]
    unsafe fn lookup_32(table: &[u8; 32], codes: Self, _upper: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there. The table has thirty-two bytes.
        Avx512(unsafe {
            let table = _mm512_broadcast_i64x4(_mm256_loadu_si256(table.as_ptr().cast()));
            _mm512_permutexvar_epi8(codes.0, table)
        })
    }

    #[inline(always)]
    unsafe fn classify(
        classes: &Classes,
        [text]: &[Self; 1],
        [next]: &[Self; 1],
    ) -> ([Self; 1], [Self; 1]) {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            let [ascii, starts, leads] = Self::sorts(text.0);
            let arabic = Self::lookup_arabic(&classes.arabic, text.0, next.0, leads);
            let latin = Self::lookup(&classes.ascii, text.0);
            let class = _mm512_mask_mov_epi8(arabic, ascii, latin);
            let elsewhere = _mm512_set1_epi8(code::ELSEWHERE as i8);
            let class = _mm512_mask_mov_epi8(class, starts & !leads, elsewhere);
            let continuation = _mm512_set1_epi8(classes.continuation as i8);
            let class = _mm512_mask_mov_epi8(class, !(starts | ascii), continuation);
            ([Avx512(class)], [Self::lanes(leads)])
        }
    }

    #[inline(always)]
    unsafe fn arabic(
        table: &ArabicTable,
        [text]: &[Self; 1],
        [next]: &[Self; 1],
        [leads]: &[Self; 1],
    ) -> [Self; 1] {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe { [Avx512(Self::lookup_arabic(&table.bytes, text.0, next.0, leads.bits()))] }
    }

    #[inline(always)]
    unsafe fn glance_rows(glance: &Glance) -> [Self; 4] {
        let Glance { first, second, .. } = glance;
        // SAFETY: the caller's: AVX-512 is there. There are two times sixty-four bytes.
        unsafe {
            [
                Self::load(first.as_ptr()),
                Self::load(first.as_ptr().add(64)),
                Self::load(second.as_ptr()),
                Self::load(second.as_ptr().add(64)),
            ]
        }
    }

    #[inline(always)]
    unsafe fn glance(rows: [Self; 4], first: Self, second: Self) -> Self {
        let [low, high, second_low, second_high] = rows.map(|row| row.0);
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            let of_first = _mm512_permutex2var_epi8(low, first.0, high);
            let of_second = _mm512_permutex2var_epi8(second_low, second.0, second_high);
            Avx512(_mm512_and_si512(of_first, of_second))
        }
    }

    #[inline(always)]
    unsafe fn plain_common(
        plain: &PlainCommon,
        [text]: &[Self; 1],
        [next]: &[Self; 1],
        [third]: &[Self; 1],
    ) -> [Self; 1] {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            let is_first = _mm512_cmpeq_epi8_mask(text.0, _mm512_set1_epi8(0xC2_u8 as i8));
            let is_second = _mm512_cmpeq_epi8_mask(text.0, _mm512_set1_epi8(0xE2_u8 as i8))
                & _mm512_cmpeq_epi8_mask(next.0, _mm512_set1_epi8(0x80_u8 as i8));
            let last = _mm512_and_si512(third.0, _mm512_set1_epi8(0x3F));
            // The second half of the table, as a continuation byte has bit 7 and not 6.
            let upper = _mm512_set1_epi8(0x40);
            let last = _mm512_mask_mov_epi8(last, is_first, _mm512_or_si512(next.0, upper));
            let found = _mm512_movepi8_mask(Self::lookup(&plain.bytes, last));
            [Self::lanes(found & (is_first | is_second))]
        }
    }

    const WIDE: bool = true;

    #[inline(always)]
    unsafe fn form_letters(table: &[u8; 128], text: Self, next: Self) -> Self {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            let high_bits = _mm512_and_si512(text.0, _mm512_set1_epi8(0xFE_u8 as i8));
            let may_be = _mm512_cmpeq_epi8_mask(high_bits, _mm512_set1_epi8(0xBA_u8 as i8));
            Avx512(_mm512_maskz_mov_epi8(may_be, Self::lookup(table, Self::places(text.0, next.0))))
        }
    }

    #[inline(always)]
    unsafe fn letters(
        loaded: &LoadedLetters<Self>,
        _table: &ArabicTable,
        [text]: &[Self; 1],
        [next]: &[Self; 1],
    ) -> SeenLetters<Self> {
        // SAFETY: the caller's: AVX-512 is there.
        unsafe {
            let Found { lead, outside, value } =
                Self::look_up(&loaded.values, &loaded.sorts, text.0, next.0);
            let value = _mm512_and_si512(value, lead);
            // Not zero where they are the same.
            let differs = _mm512_xor_si512(value, loaded.trouble.0);
            let troubled = _mm512_subs_epu8(_mm512_set1_epi8(1), differs);
            let odd = in_register(Self::with_any(_mm512_or_si512(troubled, outside), 0xFF));
            SeenLetters { leads: [Avx512(lead)], values: [Avx512(value)], starts: u64::MAX, odd }
        }
    }

    #[inline(always)]
    unsafe fn well_at_a_glance<const WRITES: bool>(
        loaded: &Loaded<Self>,
        at: *const u8,
    ) -> Option<WellSet<Self>> {
        // SAFETY: the caller's: AVX-512 is there, and sixty-five bytes.
        unsafe {
            let Numbered { text, id, lead, outside, .. } = Self::numbered(loaded, at);
            // A jump of its own, which waits for less, is worth it where more is to be done.
            if WRITES && _mm512_movepi8_mask(outside) & !(1 << 63) != 0 {
                return None;
            }
            let mut odd = Self::odd_pairs(id, lead, loaded.unseen.0, loaded);
            if !WRITES {
                odd = _mm512_or_si512(odd, outside);
            }
            // Of the first lane nothing is said, and what starts in the last is the next block's.
            let odd = Self::with_any(odd, 0xFF) << 1 >> 2;
            (odd == 0).then_some(Self::rewrite(Avx512(text), id, loaded, 0))
        }
    }

    #[inline(always)]
    unsafe fn well_together(
        (quick, ids, loaded): (&Quick, &Ids, &Loaded<Self>),
        at: *const u8,
        told: u64,
    ) -> Told<Self> {
        // SAFETY: the caller's: AVX-512 is there, and sixty-six bytes.
        unsafe {
            let Numbered { text, next, mut id, lead, outside } = Self::numbered(loaded, at);
            let [not_ascii, leads, outside] =
                [text, lead, outside].map(|lanes| _mm512_movepi8_mask(lanes));
            let elsewhere = outside & not_ascii;
            if outside != elsewhere && _mm512_testn_epi8_mask(text, text) != 0 {
                return Told::Nothing;
            }
            let decided = loaded.decided;
            let mut source = Avx512(text);
            let mut forms = 0;
            let mut guillemets = 0;
            if elsewhere != 0 {
                // Rare enough that no register shall hold these tables all the time.
                let ids = hint::black_box(ids);
                let letters = Self::form_letters(&ids.forms, source, Avx512(next));
                let ef = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8(0xEF_u8 as i8));
                let lanes = lanes_of_forms(ef, _mm512_test_epi8_mask(letters.0, letters.0));
                forms = lanes[0];
                if elsewhere & !forms != 0 {
                    let third = [Avx512(_mm512_loadu_si512(at.add(2).cast()))];
                    let common = Common::of::<Self>(quick, [&[source], &[Avx512(next)], &third]);
                    if elsewhere & decided & !(forms | common.staying(ids, told)) != 0 {
                        return Told::Nothing;
                    }
                    id = Self::fill(id, elsewhere, Ids::ELSEWHERE);
                    if ids.guillemets {
                        id = Self::fill(id, common.closes, Ids::CLOSING);
                        id = Self::fill(id, common.opens << 1, Ids::OPENING);
                        guillemets = common.closes | common.opens;
                    }
                }
                id = Self::fill(id, forms | lanes[2], ids.letter);
                source = spell(source, letters, lanes);
                // The last bytes of such characters are as good as not seen.
                // 0x04 is "b, and neither of the others".
                let trail = _mm512_permutexvar_epi8(loaded.up[0].0, lead);
                let inside =
                    _mm512_ternarylogic_epi64::<0x04>(_mm512_add_epi8(text, text), text, trail);
                let unseen = _mm512_and_si512(inside, _mm512_set1_epi8(Held::QUOTE as i8));
                let odd = Self::odd_pairs(id, lead, unseen, loaded);
                if Self::with_any(odd, 0xFF) & told | guillemets == 0 {
                    return Told::Well(Self::rewrite(source, id, loaded, forms));
                }
            }
            let up = loaded.up.map(|lanes| lanes.0);
            let closer = &hint::black_box(ids).closer;
            let seconds_lack = Self::pairs_of(id, leads, up, closer, 0);
            let firsts_lack = Self::pairs_of(id, leads, up, closer, 1);
            let others = Self::pairs_of(id, leads, up, closer, 2);
            let opens = Self::with_any(others, Closer::OPENS);
            let closes = Self::with_any(others, Closer::CLOSES);
            let behind_digit = Self::with_any(others, Closer::BEHIND_DIGIT);
            let before_digit = Self::with_any(others, Closer::BEFORE_DIGIT);
            let quotes = opens << 1 & closes;
            let commas = before_digit & !(behind_digit << 1);
            let firsts = (Self::with_any(firsts_lack, 0xFF) | quotes | commas) & told;
            let seconds = Self::with_any(seconds_lack, 0xFF) & told;
            let trouble = (seconds | firsts >> 1) & decided;
            let mut set = Self::rewrite(source, id, loaded, forms);
            if trouble == 0 {
                return Told::Well(set);
            }
            let roles = Self::roles(ids, id);
            if !roles.is_certain(leads, trouble) {
                return Told::Nothing;
            }
            // A form at the end of the block would make this one shorter.
            let mended = if forms == 0 {
                roles.mend(leads, decided, told, firsts >> 1)
            } else {
                Mended::default()
            };
            set.keep &= !mended.gone;
            let trouble = (seconds & !mended.well | firsts >> 1) & decided;
            if trouble == 0 { Told::Well(set) } else { Told::Trouble(set, trouble) }
        }
    }
}
