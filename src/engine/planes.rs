//! The class planes of a block of text, by the instructions that the processor has.
//!
//! [`token::planes`](crate::token::planes) has the classes and, for every processor, the
//! specification of what is done here. It is also what the scalar tier does.

// Where there are no vectors the tables are all that is used.
#![cfg_attr(
    not(any(
        all(target_arch = "x86_64", target_feature = "sse2"),
        all(target_arch = "aarch64", target_endian = "little", target_feature = "neon"),
        all(target_arch = "wasm32", target_feature = "simd128"),
    )),
    allow(dead_code, reason = "it belongs to the vectors")
)]

use core::marker::PhantomData;

use super::{
    cuts::Flags,
    tier::Tier,
    vector::{self, Vector},
};
use crate::token::{
    easy::{self, Easy, flag},
    planes::{ARABIC, ASCII, Block, Planes, planes},
};

/// A way to find planes.
pub(crate) trait Find: Copy {
    /// The planes of a block, which is a part of valid UTF-8.
    ///
    /// To be inlined, so that it is compiled for the instructions of its caller.
    fn planes(self, block: &Block) -> Planes;

    /// Whether [`easy`](Find::easy) is worth asking.
    const FINDS_EASY: bool;

    /// The sets of characters of a block and one byte more, and the flags of each at its first byte. The block is
    /// a part of valid UTF-8.
    ///
    /// To be inlined as well.
    fn easy(self, block: &Block, flags: &mut Flags) -> Easy;
}

/// What is done with planes; compiled once for each tier.
pub(crate) trait Work {
    type Output;

    /// To be inlined, as all that it calls with `find`, so that it is compiled for the instructions
    /// of its caller. Closures are not: they are functions of their own, without those instructions.
    fn run<F: Find>(self, find: F) -> Self::Output;
}

/// By tables, character by character.
#[derive(Clone, Copy)]
struct Tables;

impl Find for Tables {
    #[inline(always)]
    fn planes(self, block: &Block) -> Planes {
        planes(block)
    }

    const FINDS_EASY: bool = false;

    #[inline(always)]
    fn easy(self, _: &Block, _: &mut Flags) -> Easy {
        Easy::HARD
    }
}

/// By vectors. A value says that their instructions are there.
#[derive(Clone, Copy)]
struct Vectors<V>(PhantomData<V>);

impl<V> Vectors<V> {
    /// # Safety
    ///
    /// The instruction set of `V` is there.
    #[inline(always)]
    unsafe fn new() -> Self {
        Vectors(PhantomData)
    }
}

impl<V: Vector> Find for Vectors<V> {
    #[inline(always)]
    fn planes(self, block: &Block) -> Planes {
        // SAFETY: the instruction set is there, since the value is.
        unsafe { vector_planes::<V>(block) }
    }

    const FINDS_EASY: bool = true;

    #[inline(always)]
    fn easy(self, block: &Block, flags: &mut Flags) -> Easy {
        // SAFETY: the instruction set is there, since the value is.
        unsafe { vector_easy::<V>(block, flags) }
    }
}

/// A tier that this processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Available(Tier);

impl Available {
    /// The tier, if the processor has it.
    pub(crate) fn new(tier: Tier) -> Option<Available> {
        tier.is_available().then_some(Available(tier))
    }

    /// The tier that the environment variable `NAQI_TIER` names, or else the best one. It is looked
    /// up once; a name that is no tier of this processor counts as none, since here is nobody to tell.
    #[inline]
    pub(crate) fn from_environment() -> Available {
        #[cfg(feature = "std")]
        {
            static TIER: std::sync::OnceLock<Available> = std::sync::OnceLock::new();
            *TIER.get_or_init(|| {
                let named = Tier::from_environment().ok().and_then(Available::new);
                named.unwrap_or_else(|| Available(Tier::best()))
            })
        }
        #[cfg(not(feature = "std"))]
        Available(Tier::best())
    }

    /// Does the work with planes found in the way of the tier.
    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) -> W::Output {
        match self.0 {
            // SAFETY: this value is made only where the processor has the tier.
            #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
            Tier::Ssse3 => unsafe { x86::ssse3(work) },
            // SAFETY: as above.
            #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
            Tier::Avx2 => unsafe { x86::avx2(work) },
            // SAFETY: as above.
            #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
            Tier::Avx512 => unsafe { x86::avx512(work) },
            #[cfg(all(target_arch = "aarch64", target_endian = "little", target_feature = "neon"))]
            // SAFETY: the build has NEON.
            Tier::Neon => work.run(unsafe { Vectors::<vector::neon::Neon>::new() }),
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            // SAFETY: the build has simd128.
            Tier::Simd128 => work.run(unsafe { Vectors::<vector::simd128::Simd128>::new() }),
            _ => work.run(Tables),
        }
    }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod x86 {
    use super::{
        Vectors, Work,
        vector::{avx2::Avx2, avx512::Avx512, ssse3::Ssse3},
    };

    macro_rules! compiled {
        ($name:ident, $vector:ty, $features:literal) => {
            /// # Safety
            ///
            /// The features are there.
            #[target_feature(enable = $features)]
            pub(super) unsafe fn $name<W: Work>(work: W) -> W::Output {
                // SAFETY: the features are those that the vector needs.
                work.run(unsafe { Vectors::<$vector>::new() })
            }
        };
    }

    compiled!(ssse3, Ssse3, "ssse3");
    compiled!(avx2, Avx2, "avx2,bmi1,bmi2,lzcnt,popcnt");
    compiled!(
        avx512,
        Avx512,
        "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi1,bmi2,lzcnt,popcnt"
    );
}

/// For each of sixteen columns the rows, of eight, in which a bit of the class is set. A set of
/// characters in eight rows is two shuffles: the rows by the low half of a byte, and the one row by
/// its high half.
type Columns = [u8; 16];

/// The row of each high half of a byte. One outside ASCII has none.
static ASCII_ROWS: Columns = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];

/// The columns of ASCII, for each bit of the class.
static ASCII_COLUMNS: [Columns; 4] = {
    let mut columns = [[0; 16]; 4];
    let mut at = 0;
    while at < 128 {
        let mut bit = 0;
        while bit < 4 {
            columns[bit][at % 16] |= (ASCII[at] >> bit & 1) << (at / 16);
            bit += 1;
        }
        at += 1;
    }
    columns
};

/// Sixteen rows of U+0600–06FF, many of them alike: the first eight that differ are the first set,
/// the others the second.
struct Rows {
    /// The rows by their number, in each set.
    rows: [Columns; 2],
    /// In each set, the columns for each bit of the class.
    columns: [[Columns; 4]; 2],
}

/// Rows of Arabic and Persian come first. U+06D0 and U+06E0 are the second set, where there are some letters of
/// other languages and signs of the Quran.
static ARABIC_ROWS: Rows = {
    const ORDER: [usize; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 13, 14];
    let mut arabic = Rows { rows: [[0; 16]; 2], columns: [[[0; 16]; 4]; 2] };
    // The first row of each number.
    let mut firsts = [0; 16];
    let mut count = 0;
    let mut i = 0;
    while i < 16 {
        let row = ORDER[i];
        let mut number = 0;
        while number < count && !is_same_row(row, firsts[number]) {
            number += 1;
        }
        if number == count {
            firsts[number] = row;
            count += 1;
        }
        let (set, bit_of_row) = (number / 8, 1 << (number % 8));
        arabic.rows[set][row] = bit_of_row;
        let mut column = 0;
        while column < 16 {
            let mut bit = 0;
            while bit < 4 {
                if ARABIC[16 * row + column] >> bit & 1 != 0 {
                    arabic.columns[set][bit][column] |= bit_of_row;
                }
                bit += 1;
            }
            column += 1;
        }
        i += 1;
    }
    arabic
};

/// Whether two rows of U+0600–06FF have the same classes.
const fn is_same_row(a: usize, b: usize) -> bool {
    let mut column = 0;
    while column < 16 {
        if ARABIC[16 * a + column] != ARABIC[16 * b + column] {
            return false;
        }
        column += 1;
    }
    true
}

/// The planes of a block.
///
/// # Safety
///
/// The instruction set of `V` is there.
#[inline(always)]
unsafe fn vector_planes<V: Vector>(block: &Block) -> Planes {
    // SAFETY: the caller's; vector `i` ends at byte `(i + 1) * V::BYTES`, at most 64, and the block has one more.
    unsafe {
        let mut planes = Planes::default();
        let mut column = V::block(V::splat(0));
        let (mut ascii, mut arabic, mut second) = (column, column, column);
        let (mut leads, mut continuations, mut outside) = (column, column, V::splat(0));
        let vectors = column.as_ref().len();
        let mut i = 0;
        while i < vectors {
            let before = V::load(block.as_ptr().add(i * V::BYTES));
            let bytes = V::load(block.as_ptr().add(i * V::BYTES + 1));
            let high = bytes.high_half();
            column.as_mut()[i] = bytes.and(V::splat(0x0F));
            ascii.as_mut()[i] = V::table(&ASCII_ROWS).shuffle(high);
            // The low two bits of the lead byte and the next two of the trail byte.
            let three = V::splat(3);
            let row = before.and(three).double().double().or(high.and(three));
            let in_arabic = lead::<V>(before);
            let first = V::table(&ARABIC_ROWS.rows[0]).shuffle(row).and(in_arabic);
            arabic.as_mut()[i] = first;
            second.as_mut()[i] = V::table(&ARABIC_ROWS.rows[1]).shuffle(row).and(in_arabic);
            outside = outside.or(second.as_ref()[i]);
            leads.as_mut()[i] = lead::<V>(bytes);
            continuations.as_mut()[i] = bytes.and(V::splat(0xC0)).equal(V::splat(0x80));
            i += 1;
        }
        let has_second = outside.equal(V::splat(0)).bits() != V::splat(0xFF).bits();
        let mut bit = 0;
        while bit < 4 {
            let of_ascii = V::table(&ASCII_COLUMNS[bit]);
            let of_arabic = V::table(&ARABIC_ROWS.columns[0][bit]);
            let mut miss = V::block(V::splat(0));
            i = 0;
            while i < vectors {
                let column = column.as_ref()[i];
                let in_ascii = of_ascii.shuffle(column).and(ascii.as_ref()[i]);
                let mut hit = in_ascii.or(of_arabic.shuffle(column).and(arabic.as_ref()[i]));
                if has_second {
                    let of_second = V::table(&ARABIC_ROWS.columns[1][bit]);
                    hit = hit.or(of_second.shuffle(column).and(second.as_ref()[i]));
                }
                miss.as_mut()[i] = hit.equal(V::splat(0));
                i += 1;
            }
            planes.class[bit] = !vector::bits::<V>(&miss);
            bit += 1;
        }
        planes.continuation = vector::bits::<V>(&continuations);
        planes.arabic_lead = vector::bits::<V>(&leads);
        planes
    }
}

/// The sets of a block with the byte behind it, and the flags of each byte.
///
/// # Safety
///
/// The instruction set of `V` is there.
#[inline(always)]
unsafe fn vector_easy<V: Vector>(block: &Block, flags: &mut Flags) -> Easy {
    // SAFETY: the caller's; vector `i` ends at byte `(i + 1) * V::BYTES`, at most 64, and both the block and the
    // flags have one more.
    unsafe {
        let column = V::block(V::splat(0));
        let (mut continuation, mut script, mut letter, mut digit) =
            (column, column, column, column);
        let (mut alphanumeric, mut joiner, mut white, mut none) = (column, column, column, column);
        let zero = V::splat(0);
        let mut i = 0;
        while i < column.as_ref().len() {
            let bytes = V::load(block.as_ptr().add(i * V::BYTES));
            let next = V::load(block.as_ptr().add(i * V::BYTES + 1));
            let low = V::splat(0x0F);
            // One outside ASCII has a row without flags.
            let in_ascii = V::table(&easy::ASCII_HALVES.0).shuffle(bytes.high_half());
            let in_ascii = in_ascii.and(V::table(&easy::ASCII_HALVES.1).shuffle(bytes.and(low)));
            let row = bytes.and(V::splat(3)).double().double().xor(next.high_half());
            let in_arabic = V::table(&easy::ARABIC_HALVES.0).shuffle(row);
            let in_arabic = in_arabic.and(V::table(&easy::ARABIC_HALVES.1).shuffle(next.and(low)));
            // Guillemets, U+00AB and U+00BB.
            let is_guillemet = next.or(V::splat(0x10)).equal(V::splat(0xBB));
            let is_guillemet = is_guillemet.and(bytes.equal(V::splat(0xC2)));
            let all = in_ascii.or(in_arabic.and(lead::<V>(bytes)));
            let all = all.or(is_guillemet.and(V::splat(flag::ALONE)));
            all.store(flags.0.as_mut_ptr().add(i * V::BYTES));
            let has_none = |flags: u8| all.and(V::splat(flags)).equal(zero);
            script.as_mut()[i] = all;
            digit.as_mut()[i] = all.double();
            letter.as_mut()[i] = has_none(flag::LETTER);
            alphanumeric.as_mut()[i] = has_none(flag::DIGIT | flag::LATIN);
            joiner.as_mut()[i] = has_none(flag::JOINER);
            none.as_mut()[i] = all.equal(zero);
            white.as_mut()[i] = bytes.equal(V::table(&easy::WHITE).shuffle(bytes.and(low)));
            continuation.as_mut()[i] = bytes.and(V::splat(0xC0)).equal(V::splat(0x80));
            i += 1;
        }
        Easy {
            continuation: vector::bits::<V>(&continuation),
            script: vector::bits::<V>(&script),
            letter: !vector::bits::<V>(&letter),
            digit: vector::bits::<V>(&digit),
            alphanumeric: !vector::bits::<V>(&alphanumeric),
            joiner: !vector::bits::<V>(&joiner),
            white: vector::bits::<V>(&white),
            none: vector::bits::<V>(&none),
            zwnj: 0,
        }
    }
}

/// All bits of the lanes of lead bytes of U+0600–06FF.
///
/// # Safety
///
/// The instruction set of `V` is there.
#[inline(always)]
unsafe fn lead<V: Vector>(bytes: V) -> V {
    // SAFETY: the caller's.
    unsafe { bytes.and(V::splat(0xFC)).equal(V::splat(0xD8)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Same<'a>(&'a Block);

    impl Work for Same<'_> {
        type Output = Planes;

        #[inline(always)]
        fn run<F: Find>(self, find: F) -> Planes {
            find.planes(self.0)
        }
    }

    fn check(block: &Block) {
        for tier in Tier::ALL.iter().copied().filter_map(Available::new) {
            assert_eq!(tier.run(Same(block)), planes(block), "{tier:?} {block:x?}");
        }
    }

    /// Every pair of bytes of valid text, at places on both sides of every vector's edge.
    #[test]
    fn all_tiers_are_the_specification() {
        let is_arabic_lead = |byte: u8| (0xD8..=0xDB).contains(&byte);
        for before in 0..=255 {
            for byte in 0..=255 {
                if is_arabic_lead(before) && !(0x80..0xC0).contains(&byte) {
                    continue;
                }
                for at in [0, 1, 14, 15, 16, 17, 30, 31, 32, 47, 48, 62, 63] {
                    let mut block = [b' '; 65];
                    (block[at], block[at + 1]) = (before, byte);
                    if let Some(next) = block.get_mut(at + 2).filter(|_| is_arabic_lead(byte)) {
                        *next = 0x80;
                    }
                    check(&block);
                }
            }
        }
        let mut random = 0x2545_F491_4F6C_DD1D_u64;
        for _ in 0..10_000 {
            let mut before = 0;
            let block = core::array::from_fn(|_| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                // Lead bytes of Arabic more often than others.
                before = match random & 1 {
                    _ if is_arabic_lead(before) => 0x80 | (random >> 16) as u8 & 0x3F,
                    0 => 0xD8 + (random >> 8 & 3) as u8,
                    _ => (random >> 16) as u8,
                };
                before
            });
            check(&block);
        }
    }
}
