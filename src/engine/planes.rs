//! The class planes of a block of text, by the instructions that the processor has.
//!
//! [`token::planes`](crate::token::planes) has the classes and, for every processor, the
//! specification of what is done here.

use crate::token::planes::{Block, Planes, planes};

/// What is done with the planes of a block; compiled once for each set of instructions.
pub(crate) trait Work {
    type Output;

    /// To be inlined, so that it is compiled for the instructions of its caller.
    fn run(self, planes: impl Fn(&Block) -> Planes) -> Self::Output;
}

/// A way to the planes that this processor can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Way(Instructions);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Instructions {
    Portable,
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    Ssse3,
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    Avx2,
}

impl Way {
    /// The portable way.
    #[cfg(test)]
    pub(crate) const PORTABLE: Way = Way(Instructions::Portable);

    /// The fastest way that this processor can go.
    #[inline]
    pub(crate) fn best() -> Way {
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        {
            if has!("avx2", "bmi1", "bmi2", "lzcnt") {
                return Way(Instructions::Avx2);
            }
            if has!("ssse3") {
                return Way(Instructions::Ssse3);
            }
        }
        Way(Instructions::Portable)
    }

    /// Every way that this processor can go.
    #[cfg(test)]
    pub(crate) fn all() -> std::vec::Vec<Way> {
        let mut ways = std::vec![Way::PORTABLE];
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        {
            if has!("ssse3") {
                ways.push(Way(Instructions::Ssse3));
            }
            if has!("avx2", "bmi1", "bmi2", "lzcnt") {
                ways.push(Way(Instructions::Avx2));
            }
        }
        ways
    }

    /// Does the work with planes found in this way.
    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) -> W::Output {
        match self.0 {
            Instructions::Portable => work.run(planes),
            // SAFETY: this value is made only where the processor has SSSE3.
            #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
            Instructions::Ssse3 => unsafe { x86::run_ssse3(work) },
            // SAFETY: this value is made only where the processor has AVX2, BMI1, BMI2 and LZCNT.
            #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
            Instructions::Avx2 => unsafe { x86::run_avx2(work) },
        }
    }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod x86 {
    use core::arch::x86_64::*;

    use super::Work;
    use crate::token::planes::{ARABIC, ASCII, Block, Planes};

    /// For each of 16 columns the rows, of eight, in which a bit of the class is set. A set of 128
    /// characters is two shuffles: the rows by the low half of a byte, and the one row by its high
    /// half.
    type Rows = [u8; 16];

    /// The rows of each bit of the class: ASCII, U+0600–067F, U+0680–06FF.
    static ROWS: [[Rows; 3]; 4] = {
        let mut rows = [[[0; 16]; 3]; 4];
        let mut bit = 0;
        while bit < 4 {
            let mut at = 0;
            while at < 128 {
                let (row, column) = (at / 16, at % 16);
                rows[bit][0][column] |= (ASCII[at] >> bit & 1) << row;
                rows[bit][1][column] |= (ARABIC[at] >> bit & 1) << row;
                rows[bit][2][column] |= (ARABIC[128 + at] >> bit & 1) << row;
                at += 1;
            }
            bit += 1;
        }
        rows
    };

    /// The row of the high half of a byte; a byte outside ASCII has none.
    static ROW: Rows = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];

    macro_rules! planes {
        (
            $(#[$features:meta])+ fn $name:ident, $width:literal, $vector:ident, $mask:ident,
            load $load:ident, table($bytes:ident) $table:expr, splat $splat:ident,
            and $and:ident, or $or:ident, andnot $andnot:ident, shuffle $shuffle:ident,
            equal $equal:ident, greater $greater:ident, left $left:ident, right $right:ident,
            movemask $movemask:ident, zero $zero:ident
        ) => {
            $(#[$features])+
            #[inline]
            fn $name(block: &Block) -> Planes {
                #[allow(clippy::cast_sign_loss, reason = "a mask of bits")]
                let mask = |vector: $vector| u64::from($movemask(vector) as $mask);
                let table = |$bytes: &Rows| -> $vector { $table };
                let low_half = $splat(0x0F);
                let mut planes = Planes::default();
                let mut at = 0;
                while at < 64 {
                    // SAFETY: `at + $width` is at most 64, and the block has 65 bytes.
                    let (before, bytes) = unsafe {
                        let pointer = block.as_ptr().add(at);
                        ($load(pointer.cast()), $load(pointer.add(1).cast()))
                    };
                    let is_lead = |bytes| $equal($and(bytes, $splat(0xFC_u8 as i8)), $splat(0xD8_u8 as i8));
                    // 10xxxxxx are the signed numbers below -64.
                    let continuation = $greater($splat(-64), bytes);
                    let low = $and(bytes, low_half);
                    let high = $and($right::<4>(bytes), low_half);
                    let row = table(&ROW);
                    let ascii = $shuffle(row, high);
                    // Of D8 to DB, bit 0 is bit 2 of the row, and bit 1 chooses the table.
                    let half = $left::<2>($and(before, $splat(1)));
                    let arabic = $shuffle(row, $or($and(high, $splat(3)), half));
                    let arabic = $and(arabic, $and(is_lead(before), continuation));
                    let second = $equal($and(before, $splat(2)), $splat(2));
                    let arabic_first = $andnot(second, arabic);
                    let arabic_second = $and(second, arabic);
                    // Arabic has nothing beyond U+067F; Persian and Urdu have.
                    let none = $movemask($equal(arabic_second, $zero())) as $mask;
                    let has_second = none != $mask::MAX;
                    for (plane, [in_ascii, in_first, in_second]) in planes.class.iter_mut().zip(&ROWS)
                    {
                        let mut hit = $or(
                            $and($shuffle(table(in_ascii), low), ascii),
                            $and($shuffle(table(in_first), low), arabic_first),
                        );
                        if has_second {
                            let columns = $shuffle(table(in_second), low);
                            hit = $or(hit, $and(columns, arabic_second));
                        }
                        *plane |= u64::from(!($movemask($equal(hit, $zero())) as $mask)) << at;
                    }
                    planes.continuation |= mask(continuation) << at;
                    planes.arabic_lead |= mask(is_lead(bytes)) << at;
                    at += $width;
                }
                planes
            }
        };
    }

    planes! {
        #[target_feature(enable = "ssse3")]
        fn planes_ssse3, 16, __m128i, u16,
        load _mm_loadu_si128,
        // SAFETY: the table has 16 bytes.
        table(bytes) unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) },
        splat _mm_set1_epi8,
        and _mm_and_si128, or _mm_or_si128, andnot _mm_andnot_si128, shuffle _mm_shuffle_epi8,
        equal _mm_cmpeq_epi8, greater _mm_cmpgt_epi8, left _mm_slli_epi16, right _mm_srli_epi16,
        movemask _mm_movemask_epi8, zero _mm_setzero_si128
    }

    planes! {
        #[target_feature(enable = "avx2")]
        fn planes_avx2, 32, __m256i, u32,
        load _mm256_loadu_si256,
        // SAFETY: the table has 16 bytes.
        table(bytes) unsafe { _mm256_broadcastsi128_si256(_mm_loadu_si128(bytes.as_ptr().cast())) },
        splat _mm256_set1_epi8,
        and _mm256_and_si256, or _mm256_or_si256, andnot _mm256_andnot_si256,
        shuffle _mm256_shuffle_epi8,
        equal _mm256_cmpeq_epi8, greater _mm256_cmpgt_epi8, left _mm256_slli_epi16,
        right _mm256_srli_epi16,
        movemask _mm256_movemask_epi8, zero _mm256_setzero_si256
    }

    /// Does the work with SSSE3.
    #[target_feature(enable = "ssse3")]
    pub(super) fn run_ssse3<W: Work>(work: W) -> W::Output {
        work.run(|block| planes_ssse3(block))
    }

    /// Does the work with AVX2, and the instructions for bits that come with it.
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
    pub(super) fn run_avx2<W: Work>(work: W) -> W::Output {
        work.run(|block| planes_avx2(block))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Same<'a>(&'a Block);

    impl Work for Same<'_> {
        type Output = Planes;

        fn run(self, planes: impl Fn(&Block) -> Planes) -> Planes {
            planes(self.0)
        }
    }

    fn check(block: &Block) {
        for way in Way::all() {
            assert_eq!(way.run(Same(block)), planes(block), "{way:?} {block:x?}");
        }
    }

    /// Every pair of bytes, at places on both sides of every vector's edge.
    #[test]
    fn all_ways_are_the_portable_one() {
        for before in 0..=255 {
            for byte in 0..=255 {
                let mut block = [b' '; 65];
                for at in [0, 1, 14, 15, 16, 17, 30, 31, 32, 47, 48, 62, 63] {
                    (block[at], block[at + 1]) = (before, byte);
                }
                check(&block);
            }
        }
        let mut random = 0x2545_F491_4F6C_DD1D_u64;
        for _ in 0..10_000 {
            let block = core::array::from_fn(|_| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                // Lead bytes of Arabic more often than others.
                if random & 1 == 0 { 0xD8 + (random >> 8 & 3) as u8 } else { (random >> 16) as u8 }
            });
            check(&block);
        }
    }
}
