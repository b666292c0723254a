//! A test for each operation of [`Vector`], against the same on arrays of bytes, on every instance that
//! the processor has.
//!
//! An instance that the processor lacks is skipped, and the test says so. A test fills each lane with each
//! byte, so that no lane has a wrong value to hide.

use std::{format, io::Write as _, string::String, vec, vec::Vec};

use super::{BLOCK, Loaded, LoadedLetters, Told, Vector, bits, load_block};
use crate::{
    Preset, Tier,
    engine::tier::Kernel,
    rules::{
        classes::{Classes, Closer, GONE, Ids, NARROW, PairTable, code::ELSEWHERE, role},
        quick::Quick,
    },
};

#[path = "../../../tests/common/pairs.rs"]
mod pairs;

/// As many bytes as the widest vector has, and as a block.
type Bytes = [u8; BLOCK];

/// Under an interpreter every so many cases are enough.
const STEP: usize = if cfg!(miri) { 37 } else { 1 };

/// Stamps the tests of an instance: each calls the function of its name with the instance, compiled
/// for its instruction set.
macro_rules! instance {
    ($name:ident, $tier:ident, $vector:ty $(, $features:literal)?) => {
        mod $name {
            use super::{Kernel, Tier, skipped};

            instance! {
                @tests $tier, $vector, ($($features)?),
                splat table load_and_store and or xor equal select double high_half top_two
                shuffle shuffle_low shift_in shift_out and_not lookup_32 bits_of_a_vector bits_of_a_block compress_store
                classify arabic plain_common glance letters well_together
            }
        }
    };
    (@tests $tier:ident, $vector:ty, $features:tt, $($test:ident)+) => {
        $(instance! { @test $tier, $vector, $features, $test })+
    };
    (@test $tier:ident, $vector:ty, ($($features:literal)?), $test:ident) => {
        #[test]
        fn $test() {
            /// # Safety
            /// The instruction set is there.
            $(#[target_feature(enable = $features)])?
            unsafe fn compiled() {
                // SAFETY: the caller's: the instruction set is there.
                unsafe { super::$test::<$vector>() }
            }
            if Kernel::new(Tier::$tier).is_none() {
                return skipped(Tier::$tier);
            }
            // SAFETY: there is a kernel, so the processor has the tier's instruction set.
            unsafe { compiled() }
        }
    };
}

instance!(portable, Scalar, crate::engine::vector::portable::Portable);
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
instance!(ssse3, Ssse3, crate::engine::vector::ssse3::Ssse3, "ssse3");
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
instance!(avx2, Avx2, crate::engine::vector::avx2::Avx2, "avx2,bmi1,bmi2,lzcnt,popcnt");
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
instance!(
    avx512,
    Avx512,
    crate::engine::vector::avx512::Avx512,
    "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi1,bmi2,lzcnt,popcnt"
);
#[cfg(all(target_arch = "aarch64", target_endian = "little", target_feature = "neon"))]
instance!(neon, Neon, crate::engine::vector::neon::Neon);
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
instance!(simd128, Simd128, crate::engine::vector::simd128::Simd128);

/// Says so past the test harness, which shows no output of a test that passes.
fn skipped(tier: Tier) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: vectors of {tier}: not on this processor");
}

/// The first bytes as a vector.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn vector<V: Vector>(bytes: &Bytes) -> V {
    // SAFETY: the caller's; a vector has at most so many bytes.
    unsafe { V::load(bytes.as_ptr()) }
}

/// The bytes as a block.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn block<V: Vector>(bytes: &[u8]) -> V::Block {
    assert!(bytes.len() >= BLOCK);
    // SAFETY: the caller's; a block has so many bytes.
    unsafe { load_block::<V>(bytes.as_ptr()) }
}

/// The bytes of a vector, then zeros.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn bytes<V: Vector>(vector: V) -> Bytes {
    let mut bytes = [0; BLOCK];
    // SAFETY: the caller's; a vector has at most so many bytes.
    unsafe { vector.store(bytes.as_mut_ptr()) };
    bytes
}

/// The bytes of a block.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn bytes_of_block<V: Vector>(block: &V::Block) -> Bytes {
    let mut bytes = [0; BLOCK];
    for (i, vector) in block.as_ref().iter().enumerate() {
        // SAFETY: the caller's; a block has so many bytes.
        unsafe { vector.store(bytes.as_mut_ptr().add(i * V::BYTES)) };
    }
    bytes
}

/// The bytes in a vector, then zeros, as [`bytes`] returns them.
fn lanes<V: Vector>(lane: impl Fn(usize) -> u8) -> Bytes {
    core::array::from_fn(|i| if i < V::BYTES { lane(i) } else { 0 })
}

/// Neighbours differ, and by turns each byte is in each lane: `turn` is added to all.
fn turned(turn: usize) -> Bytes {
    core::array::from_fn(|i| (turn + i * 37) as u8)
}

/// Checks an operation on one vector with each byte in each lane.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn check_lanes<V: Vector>(operation: impl Fn(V) -> V, model: impl Fn(u8) -> u8) {
    for turn in 0..256 {
        let a = turned(turn);
        // SAFETY: the caller's.
        let found = unsafe { bytes(operation(vector::<V>(&a))) };
        assert_eq!(found, lanes::<V>(|i| model(a[i])), "{a:X?}");
    }
}

/// Checks an operation on two vectors with each pair of bytes in each lane.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn check_pairs<V: Vector>(operation: impl Fn(V, V) -> V, model: impl Fn(u8, u8) -> u8) {
    for pair in (0..1 << 16).step_by(STEP) {
        let (a, b) = (turned(pair & 0xFF), turned(pair >> 8).map(|byte| byte.wrapping_mul(3)));
        // SAFETY: the caller's.
        let found = unsafe { bytes(operation(vector::<V>(&a), vector::<V>(&b))) };
        assert_eq!(found, lanes::<V>(|i| model(a[i], b[i])), "{a:X?} {b:X?}");
    }
}

/// Numbers without a pattern, the same in every run: xorshift (Marsaglia, 2003).
fn random() -> impl FnMut() -> u64 {
    let mut state = 88_172_645_463_325_252_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

/// A mask with as many bits as the vector has lanes.
fn mask<V: Vector>(bits: u64) -> u64 {
    bits & u64::MAX >> (64 - V::BYTES)
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn splat<V: Vector>() {
    for byte in 0..=0xFF {
        // SAFETY: the caller's.
        assert_eq!(unsafe { bytes(V::splat(byte)) }, lanes::<V>(|_| byte));
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn table<V: Vector>() {
    let sixteen = core::array::from_fn(|i| (i * 41 + 7) as u8);
    // SAFETY: the caller's.
    assert_eq!(unsafe { bytes(V::table(&sixteen)) }, lanes::<V>(|i| sixteen[i % 16]));
}

/// At every alignment; nothing around what is written changes.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn load_and_store<V: Vector>() {
    let from: [u8; 3 * BLOCK] = core::array::from_fn(|i| i as u8 + 1);
    for read in 0..BLOCK {
        for write in 0..BLOCK {
            let mut to = [0xA5; 3 * BLOCK];
            let mut expected = to;
            expected[write..write + V::BYTES].copy_from_slice(&from[read..read + V::BYTES]);
            // SAFETY: the caller's; both ends are inside the arrays.
            unsafe { V::load(from.as_ptr().add(read)).store(to.as_mut_ptr().add(write)) };
            assert_eq!(to, expected, "from {read} to {write}");
        }
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn and<V: Vector>() {
    // SAFETY: the caller's.
    unsafe { check_pairs::<V>(|a, b| a.and(b), |a, b| a & b) }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn or<V: Vector>() {
    // SAFETY: the caller's.
    unsafe { check_pairs::<V>(|a, b| a.or(b), |a, b| a | b) }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn xor<V: Vector>() {
    // SAFETY: the caller's.
    unsafe { check_pairs::<V>(|a, b| a.xor(b), |a, b| a ^ b) }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn equal<V: Vector>() {
    // SAFETY: the caller's.
    unsafe { check_pairs::<V>(|a, b| a.equal(b), |a, b| if a == b { 0xFF } else { 0 }) }
}

/// Each lane takes either side, with each pair of bytes.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn select<V: Vector>() {
    let mut random = random();
    for _ in 0..2 {
        let bits = random();
        let choice: Bytes = core::array::from_fn(|i| if bits >> i & 1 == 1 { 0xFF } else { 0 });
        for choice in [choice, choice.map(|byte| !byte)] {
            for pair in (0..1 << 16).step_by(STEP) {
                let (a, b) = (turned(pair & 0xFF), turned(pair >> 8).map(|byte| !byte));
                // SAFETY: the caller's.
                let found = unsafe {
                    let (yes, no) = (vector::<V>(&a), vector::<V>(&b));
                    bytes(vector::<V>(&choice).select(yes, no))
                };
                let expected = lanes::<V>(|i| if choice[i] == 0 { b[i] } else { a[i] });
                assert_eq!(found, expected, "{choice:X?} {a:X?} {b:X?}");
            }
        }
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn double<V: Vector>() {
    // SAFETY: the caller's.
    unsafe { check_lanes::<V>(|a| a.double(), |a| a.wrapping_add(a)) }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn high_half<V: Vector>() {
    // SAFETY: the caller's.
    unsafe { check_lanes::<V>(|a| a.high_half(), |a| a / 16) }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn top_two<V: Vector>() {
    // SAFETY: the caller's.
    unsafe { check_lanes::<V>(|a| a.top_two(), |a| a / 64) }
}

/// Each index that means something, in each lane.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn shuffle<V: Vector>() {
    let indexes: Vec<u8> = (0..16).chain(128..=255).collect();
    let sixteen: [u8; 16] = core::array::from_fn(|i| (i * 13 + 1) as u8);
    for turn in 0..indexes.len() {
        let index: Bytes = core::array::from_fn(|i| indexes[(turn + i * 5) % indexes.len()]);
        let expected = lanes::<V>(|i| match index[i] {
            index @ 0..16 => sixteen[usize::from(index)],
            _ => 0,
        });
        // SAFETY: the caller's.
        let found = unsafe { bytes(V::table(&sixteen).shuffle(vector::<V>(&index))) };
        assert_eq!(found, expected, "{index:X?}");
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn shuffle_low<V: Vector>() {
    let sixteen: [u8; 16] = core::array::from_fn(|i| (i * 13 + 1) as u8);
    for turn in 0..128 {
        let index: Bytes = core::array::from_fn(|i| ((turn + i * 5) % 128) as u8);
        let expected = lanes::<V>(|i| sixteen[usize::from(index[i] % 16)]);
        // SAFETY: the caller's.
        let found = unsafe { bytes(V::table(&sixteen).shuffle_low(vector::<V>(&index))) };
        assert_eq!(found, expected, "{index:X?}");
    }
}

/// Across all inner borders of a vector, and from the vector below.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn shift_in<V: Vector>() {
    for turn in 0..256 {
        let (a, below) = (turned(turn), turned(255 - turn));
        // SAFETY: the caller's.
        let found = unsafe { bytes(vector::<V>(&a).shift_in(vector::<V>(&below))) };
        let expected = lanes::<V>(|i| if i == 0 { below[V::BYTES - 1] } else { a[i - 1] });
        assert_eq!(found, expected, "{a:X?} above {below:X?}");
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn shift_out<V: Vector>() {
    for turn in 0..256 {
        let (a, above) = (turned(turn), turned(255 - turn));
        // SAFETY: the caller's.
        let found = unsafe { bytes(vector::<V>(&a).shift_out(vector::<V>(&above))) };
        let expected = lanes::<V>(|i| if i + 1 == V::BYTES { above[0] } else { a[i + 1] });
        assert_eq!(found, expected, "{a:X?} under {above:X?}");
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn and_not<V: Vector>() {
    for turn in 0..256 {
        let (a, b) = (turned(turn), turned(turn.wrapping_mul(3)));
        // SAFETY: the caller's.
        let found = unsafe { bytes(vector::<V>(&a).and_not(vector::<V>(&b))) };
        assert_eq!(found, lanes::<V>(|i| a[i] & !b[i]), "{a:X?} without {b:X?}");
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn lookup_32<V: Vector>() {
    let table: [u8; 32] = core::array::from_fn(|i| (i * 37 + 11) as u8);
    for turn in 0..256 {
        let codes = turned(turn).map(|byte| byte % 32);
        let upper = codes.map(|code| if code < 16 { 0 } else { 0xFF });
        // SAFETY: the caller's.
        let found =
            unsafe { bytes(V::lookup_32(&table, vector::<V>(&codes), vector::<V>(&upper))) };
        assert_eq!(found, lanes::<V>(|i| table[usize::from(codes[i])]), "{codes:?}");
    }
}

/// Only the highest bit of a lane counts.
fn with_bits(bits: u64, rest: u64) -> Bytes {
    core::array::from_fn(|i| {
        let low = rest.rotate_left(i as u32 * 7) as u8 & 0x7F;
        (bits >> i & 1) as u8 * 0x80 + low
    })
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn bits_of_a_vector<V: Vector>() {
    let mut random = random();
    let patterns = (0..64).map(|i| 1 << i).chain([0, u64::MAX]).collect::<Vec<u64>>();
    for i in 0..patterns.len() + 4096 {
        let (wanted, rest) = (patterns.get(i).copied().unwrap_or_else(&mut random), random());
        // SAFETY: the caller's.
        let found = unsafe { vector::<V>(&with_bits(wanted, rest)).bits() };
        assert_eq!(found, mask::<V>(wanted));
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn bits_of_a_block<V: Vector>() {
    let mut random = random();
    for _ in 0..4096 {
        let (wanted, rest) = (random(), random());
        // SAFETY: the caller's.
        assert_eq!(unsafe { bits::<V>(&block::<V>(&with_bits(wanted, rest))) }, wanted);
    }
}

/// Every set of sixteen lanes to keep, in each sixteen of a wider vector with the others at random: those
/// lanes come first, and nothing is written past the vector's length.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn compress_store<V: Vector>() {
    const FRESH: u8 = 0xA5;
    let mut random = random();
    // No byte twice, and none that tells a lane from what was there before.
    let from: Bytes = core::array::from_fn(|i| i as u8 + 1);
    let check = |keep: u64| {
        let mut to = [FRESH; 3 * BLOCK];
        // SAFETY: the caller's; there is room for two blocks more.
        unsafe { vector::<V>(&from).compress_store(keep, to.as_mut_ptr().add(BLOCK)) };
        let kept = (0..V::BYTES).filter(|&i| keep >> i & 1 == 1).map(|i| from[i]);
        let count = kept.clone().count();
        assert!(kept.eq(to[BLOCK..BLOCK + count].iter().copied()), "{keep:b}: {to:?}");
        let outside = to[..BLOCK].iter().chain(&to[BLOCK + V::BYTES..]);
        assert!(outside.copied().all(|byte| byte == FRESH), "{keep:b}: {to:?}");
    };
    for sixteen in (0..1 << 16).step_by(STEP) {
        for place in (0..V::BYTES).step_by(16) {
            let others = mask::<V>(random()) & !(0xFFFF << place);
            check(others | sixteen << place);
        }
        check(mask::<V>(random()));
    }
    check(0);
    check(mask::<V>(u64::MAX));
}

/// The classes of all presets, for writing and for scanning, and a text with all pairs of bytes that can stand
/// side by side.
fn presets_and_text() -> (Vec<crate::Normalizer>, String) {
    let pairs = pairs::pairs();
    let text = pairs[..if cfg!(miri) { 1000 } else { pairs.len() }].concat();
    (Preset::ALL.iter().map(|preset| preset.normalizer()).collect(), text)
}

/// Where the shuffles have too few rows, some rows count as [`ELSEWHERE`]: whether that of this character may.
fn may_be_elsewhere(classes: &Classes, byte: u8, next: u8) -> bool {
    match byte {
        0..0x80 => classes.high_half_labels[usize::from(byte >> 4)] == 0,
        _ => classes.arabic_labels[usize::from((byte & 3) << 2 | next >> 4 & 3)] == 0,
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn classify<V: Vector>() {
    let (presets, text) = presets_and_text();
    let text = text.as_bytes();
    for preset in &presets {
        let compiled = preset.compiled();
        for classes in [&compiled.classes, &compiled.scan_classes] {
            // By byte of text: what the lane is, whether it may be elsewhere instead, whether it leads.
            let mut expected = vec![0; text.len()];
            let mut leads = expected.clone();
            let mut shared = vec![false; text.len()];
            for (i, pair) in text.windows(2).enumerate() {
                (expected[i], leads[i]) = match pair[0] {
                    byte @ 0..0x80 => (classes.ascii[usize::from(byte)], 0),
                    0x80..0xC0 => (classes.continuation, 0),
                    0xD8..0xDC => (classes.arabic.as_flattened()[place(pair)], 0xFF),
                    _ => (ELSEWHERE, 0),
                };
                let in_tables = matches!(pair[0], 0..0x80 | 0xD8..0xDC);
                shared[i] = in_tables && may_be_elsewhere(classes, pair[0], pair[1]);
            }
            // Each pair in each lane.
            for at in 0..text.len() - BLOCK {
                // SAFETY: the caller's.
                let (found, found_leads) = unsafe {
                    let (now, next) = (block::<V>(&text[at..]), block::<V>(&text[at + 1..]));
                    let (found, leads) = V::classify(classes, &now, &next);
                    (bytes_of_block::<V>(&found), bytes_of_block::<V>(&leads))
                };
                assert_eq!(found_leads, leads[at..at + BLOCK], "{preset:?}");
                if found == expected[at..at + BLOCK] {
                    continue;
                }
                for (i, found) in found.into_iter().enumerate() {
                    let i = at + i;
                    let is_right = found == expected[i] || shared[i] && found == ELSEWHERE;
                    assert!(is_right, "{preset:?} {:X?} {found:X}", &text[i..i + 2]);
                }
            }
        }
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn arabic<V: Vector>() {
    let (presets, text) = presets_and_text();
    let text = text.as_bytes();
    for preset in &presets {
        let classes = &preset.compiled().classes;
        let table = &classes.deltas;
        let mut expected = vec![0; text.len()];
        for (expected, pair) in expected.iter_mut().zip(text.windows(2)) {
            if matches!(pair[0], 0xD8..0xDC) {
                *expected = table.bytes.as_flattened()[place(pair)];
            }
        }
        for at in 0..text.len() - BLOCK {
            // SAFETY: the caller's.
            let found = unsafe {
                let (now, next) = (block::<V>(&text[at..]), block::<V>(&text[at + 1..]));
                let (_, leads) = V::classify(classes, &now, &next);
                bytes_of_block::<V>(&V::arabic(table, &now, &next, &leads))
            };
            assert_eq!(found, expected[at..at + BLOCK], "{preset:?}");
        }
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn plain_common<V: Vector>() {
    let (presets, mut text) = presets_and_text();
    // All of both ranges, and what begins as they do.
    text.extend(('\u{80}'..='\u{FF}').chain('\u{1FC0}'..='\u{20BF}').flat_map(|c| [c, 'a']));
    for preset in &presets {
        let quick = &preset.compiled().quick;
        let mut expected = vec![0; text.len()];
        for (i, c) in text.char_indices() {
            let is_common = matches!(c, '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{203F}');
            if is_common && !quick.elsewhere.contains(c) {
                expected[i] = 0xFF;
            }
        }
        let text = text.as_bytes();
        for at in (0..text.len() - BLOCK - 1).step_by(STEP) {
            // SAFETY: the caller's.
            let found = unsafe {
                let [now, next, third] = [0, 1, 2].map(|i| block::<V>(&text[at + i..]));
                bytes_of_block::<V>(&V::plain_common(&quick.plain_common, &now, &next, &third))
            };
            assert_eq!(found, expected[at..at + BLOCK], "{preset:?}");
        }
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn glance<V: Vector>() {
    for preset in Preset::ALL {
        let normalizer = preset.normalizer();
        let glance = &normalizer.compiled().classes.ascii_glance;
        let PairTable { first_low, first_high, second_low, second_high } = &glance.table;
        // SAFETY: the caller's.
        let rows = unsafe { V::glance_rows(glance) };
        for first in 0..128_u8 {
            let of_first = first_low[usize::from(first % 16)] & first_high[usize::from(first / 16)];
            for from in (0..128_u8).step_by(V::BYTES) {
                let seconds: Bytes = core::array::from_fn(|lane| (from + lane as u8) % 128);
                // SAFETY: the caller's.
                let found =
                    unsafe { bytes(V::glance(rows, V::splat(first), vector::<V>(&seconds))) };
                for (&second, &found) in seconds.iter().zip(&found).take(V::BYTES) {
                    let (low, high) = (usize::from(second % 16), usize::from(second / 16));
                    let both = of_first & second_low[low] & second_high[high];
                    assert_eq!(found, both, "{preset}: {first:#x} {second:#x}");
                }
            }
        }
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn letters<V: Vector>() {
    let (presets, text) = presets_and_text();
    let text = text.as_bytes();
    for preset in &presets {
        let compiled = preset.compiled();
        for letters in [&compiled.classes, &compiled.scan_classes]
            .into_iter()
            .filter_map(|classes| classes.letters.as_ref())
        {
            // SAFETY: the caller's.
            let loaded = unsafe { LoadedLetters::<V>::new(letters) };
            let in_table = |byte: u8| matches!(byte, 0xD8..0xDC);
            let value = |at: usize| match text[at] {
                lead if in_table(lead) => {
                    letters.values.bytes.as_flattened()[place(&text[at..at + 2])]
                }
                _ => 0,
            };
            for at in (1..text.len() - BLOCK).step_by(STEP) {
                // SAFETY: the caller's.
                let seen = unsafe {
                    let (now, next) = (block::<V>(&text[at..]), block::<V>(&text[at + 1..]));
                    V::letters(&loaded, &letters.values, &now, &next)
                };
                let lanes = |is: &dyn Fn(usize) -> bool| {
                    (0..BLOCK).fold(0_u64, |bits, i| bits | u64::from(is(at + i)) << i)
                };
                let is_first = |at: usize| matches!(text[at], 0xC0..);
                let is_odd =
                    |at: usize| is_first(at) && !in_table(text[at]) || value(at) == letters.trouble;
                let mut odd = seen.odd;
                if V::WIDE {
                    // Of control characters it may be said.
                    odd &= !lanes(&|at| text[at] < 4);
                } else {
                    assert_eq!(seen.starts, lanes(&is_first), "{preset:?}");
                }
                assert_eq!(odd, lanes(&is_odd), "{preset:?}");
                // SAFETY: the caller's.
                let [leads, values] =
                    unsafe { [seen.leads, seen.values].map(|lanes| bytes_of_block::<V>(&lanes)) };
                for i in 0..BLOCK {
                    assert_eq!(leads[i], if in_table(text[at + i]) { 0xFF } else { 0 });
                    assert_eq!(values[i], value(at + i), "{preset:?}");
                }
                if !V::WIDE {
                    continue;
                }
                let goes = |at: usize| value(at) == letters.gone;
                let before = match value(at - 1) {
                    _ if goes(at - 1) => 0xFF,
                    value => value & 0x3F,
                };
                // SAFETY: the caller's.
                let set = unsafe {
                    let (text, value) = (V::load(text[at..].as_ptr()), seen.values.as_ref()[0]);
                    V::rewrite_letters(&loaded, text, value, V::splat(before))
                };
                let keep = !lanes(&|at| goes(at) || goes(at - 1));
                assert_eq!(set.keep, keep, "{preset:?}");
                // SAFETY: the caller's.
                let [found, carry] = unsafe { [set.text, set.carry].map(|it| bytes::<V>(it)) };
                for i in (0..BLOCK).filter(|i| keep >> i & 1 != 0) {
                    let of_lead = value(at + i) >> 6;
                    let of_trail = value(at + i - 1) & 0x3F;
                    assert_eq!(found[i], text[at + i] ^ of_lead ^ of_trail, "{preset:?}");
                }
                let last = at + BLOCK - 1;
                assert_eq!(carry[BLOCK - 1] >> 7 != 0, goes(last), "{preset:?}");
                if !goes(last) {
                    assert_eq!(carry[BLOCK - 1], value(last) & 0x3F, "{preset:?}");
                }
            }
        }
    }
}

/// The number of a character before what follows it, and before what stands in front of it.
fn ids_of(ids: &Ids, c: char) -> (u8, u8) {
    let id = match c {
        '\0'..='\u{7F}' => ids.held.ascii[c as usize],
        '\u{600}'..='\u{6FF}' => ids.held.arabic.as_flattened()[c as usize - 0x600],
        '\u{FE80}'..='\u{FEFF}' if ids.forms[c as usize - 0xFE80] != 0 => ids.letter,
        '\u{AB}' if ids.guillemets => return (Ids::OPENING, Ids::ELSEWHERE), // left-pointing guillemet
        '\u{BB}' if ids.guillemets => return (0, Ids::CLOSING), // right-pointing guillemet
        _ => return (0, Ids::ELSEWHERE),
    };
    (id, id)
}

/// Whether a character outside the tables may stay for what stands beside it.
fn may_stay(quick: &Quick, ids: &Ids, c: char) -> bool {
    match c {
        '\u{AB}' | '\u{BB}' if ids.guillemets => true, // guillemets
        '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{203F}' => !quick.elsewhere.contains(c),
        '\u{1F000}'..='\u{1FFFF}' => quick.emoji_stay,
        '\u{FE80}'..='\u{FEFF}' => ids.forms[c as usize - 0xFE80] != 0,
        _ => false,
    }
}

/// What has to do with spaces that go.
struct Roles {
    /// For each byte, where the letter is whose space goes before the mark that starts there.
    letter: Vec<Option<usize>>,
    /// For each byte, whether a space goes there that stands behind another.
    runs: Vec<bool>,
}

impl Roles {
    fn new(ids: &Ids, text: &str) -> Roles {
        let role = |c: char| ids.roles[usize::from(ids_of(ids, c).1 & 0x3F)];
        let has = |c: Option<char>, bit: u8| c.is_some_and(|c| role(c) & bit != 0);
        let mut roles = Roles { letter: vec![None; text.len()], runs: vec![false; text.len()] };
        for (at, c) in text.char_indices() {
            let mut before = text[..at].char_indices().rev().peekable();
            let space = before.peek().map(|&(_, c)| c);
            roles.runs[at] = role(c) & role::RUNS != 0 && has(space, role::RUNS);
            let edge = text[at..].chars().nth(1);
            if role(c) & role::PULLS != 0 && has(space, role::SPACE) && has(edge, role::EDGE) {
                before.next();
                let on_letter = |c: char| c.len_utf8() == 2 && role(c) & role::ON_LETTER != 0;
                for _ in 0..2 {
                    before.next_if(|&(_, c)| on_letter(c));
                }
                let is_letter = |c: char| c.len_utf8() == 2 && role(c) & role::LETTER != 0;
                let letter = before.next().filter(|&(_, c)| is_letter(c));
                roles.letter[at] = letter.map(|(at, _)| at);
            }
        }
        roles
    }

    /// The lanes of a block at `at`, in text with leads there, where a mark loses its space and that is decided on.
    fn pulled(&self, at: usize, leads: u64, (decided, told, lacking): (u64, u64, u64)) -> u64 {
        let is = |set: u64, lane: usize| set >> lane & 1 != 0;
        let is_known = is(told, decided.trailing_zeros() as usize);
        let is_pulled = |&lane: &usize| {
            let Some(letter) = self.letter[at + lane].and_then(|letter| letter.checked_sub(at))
            else {
                return false;
            };
            let len = 1 + usize::from(is(leads, lane));
            let mut on_letter = (letter..lane - 1).step_by(2);
            is(decided, lane)
                && is(decided, lane - 1)
                && (is_known || on_letter.all(|lane| is(decided, lane)))
                && lane + len < BLOCK
                && !(lane..lane + len).any(|lane| is(lacking, lane))
        };
        (0..BLOCK).filter(is_pulled).fold(0, |bits, lane| bits | 1 << lane)
    }
}

/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn well_together<V: Vector>() {
    if !V::WIDE {
        return;
    }
    let (presets, mut text) = presets_and_text();
    // Guillemets, which open and close, an en dash, an emoji, and their neighbours; numbers with commas.
    let beside =
        [" ", "\u{628}", "\u{64E}", "a", "w", "1", "\u{661}", ".", "\"", "(", "\n", "\u{60C}"];
    for outside in ["\u{AB}", "\u{BB}", "\u{2013}", "\u{1F600}", "\u{AB}\u{BB}", ",", "\"", "\"\""]
    {
        text.extend(beside.iter().flat_map(|a| beside.map(|b| format!("{a}{outside}{b}"))));
    }
    // Spaces that go before a mark at an edge, or only seem to; behind a letter with marks or without, and behind others.
    for mark in [",", ".", ":", ")", "!", "?", "\u{60C}", "\u{61F}", "\u{6D4}", "\""] {
        for front in [
            "\u{628}",
            "\u{628}\u{64E}",
            "\u{628}\u{651}\u{64E}",
            "a\u{64E}",
            "1",
            "\u{628}\u{651}\u{64E}\u{64F}",
        ] {
            text.extend(
                ["", " ", "\n", "\u{628}", "."].map(|behind| format!("{front} {mark}{behind}")),
            );
        }
    }
    text += &" ".repeat(BLOCK);
    let bytes = text.as_bytes();
    let number = |id: u8| usize::from(id & 0x3F);
    let mut glances = 0;
    for preset in &presets {
        let compiled = preset.compiled();
        for ids in
            [&compiled.classes, &compiled.scan_classes].into_iter().filter_map(|it| it.ids.as_ref())
        {
            // By byte of text: whether a character starts there that lacks something before it, or behind one that lacks
            // it; or one that is outside the tables and does not stay; what the byte becomes; and whether it goes.
            let [
                mut is_second,
                mut is_first,
                mut outside,
                mut opens,
                mut leads,
                mut gone,
                mut forms,
                mut at_ease,
            ] = [const { Vec::new() }; 8].map(|_: Vec<bool>| vec![false; bytes.len()]);
            let roles = Roles::new(ids, &text);
            let mut rewritten = bytes.to_vec();
            let (mut before, mut said) = (0, 0);
            for (at, c) in text.char_indices() {
                let (as_first, id) = ids_of(ids, c);
                let is_elsewhere = bytes[at] >= 0x80 && !matches!(c, '\u{600}'..='\u{6FF}');
                opens[at] = c == '\u{AB}'; // left-pointing guillemet
                outside[at] = is_elsewhere && !may_stay(&compiled.quick, ids, c);
                let both = |table: usize| {
                    ids.closer.firsts[table][before] & ids.closer.seconds[table][number(id)]
                };
                let others = both(2);
                let quote = said & Closer::OPENS != 0 && others & Closer::CLOSES != 0;
                let comma = said & Closer::BEHIND_DIGIT == 0 && others & Closer::BEFORE_DIGIT != 0;
                is_second[at] = both(0) != 0;
                is_first[at] = both(1) != 0 || quote || comma;
                leads[at] = matches!(c, '\u{600}'..='\u{6FF}');
                at_ease[at] = ids.roles[number(id)] & role::AT_EASE != 0;
                // Only of one byte there is a bit of the one before.
                said = if c.is_ascii() { others } else { 0 };
                before = number(as_first);
                forms[at] = bytes[at] == 0xEF && is_elsewhere && !outside[at];
                if bytes[at] < 0x80 || is_elsewhere && bytes[at] != 0xEF || outside[at] {
                    continue;
                }
                if bytes[at] == 0xEF {
                    let letter = ids.forms
                        [usize::from(bytes[at + 1] & 1) << 6 | usize::from(bytes[at + 2] & 0x3F)];
                    (rewritten[at + 1], rewritten[at + 2]) =
                        (0xD8 | letter >> 6, 0x80 | letter & 0x3F);
                    gone[at] = true;
                    continue;
                }
                let delta = ids.held.deltas[number(id)];
                rewritten[at] ^= delta >> 6;
                rewritten[at + 1] ^= delta & 0x3F | id & NARROW;
                gone[at] = id & (GONE | NARROW) != 0;
                gone[at + 1] = id & GONE != 0;
            }
            // With the two bytes behind each block.
            for (at, window) in bytes.windows(BLOCK + 2).enumerate() {
                // What starts before the block is not seen to its end, nor what stands before its first character,
                // nor a form that begins in the last lane.
                let mut starts = (0..BLOCK - 1).filter(|&lane| text.is_char_boundary(at + lane));
                let start = starts.next().unwrap_or(0).max(1);
                let told = starts.skip(1).fold(0_u64, |bits, lane| bits | 1 << lane);
                let lanes =
                    |set: &[bool]| (0..BLOCK).fold(0, |bits, i| bits | u64::from(set[at + i]) << i);
                // The last may be a guillemet that opens, with a neighbour that is not told.
                let decided = told & u64::MAX >> 3;
                let outside_lanes = lanes(&outside) & decided;
                let unseen = lanes(&opens) & !(told >> 2);
                // Of the first character it may be that nothing is told, if it is a letter.
                let first = told & told.wrapping_neg();
                let behind_first = if lanes(&leads) & first != 0 { told & !first } else { told };
                for (decided, told) in [
                    (decided, told),
                    (decided & !outside_lanes & !unseen, told),
                    (decided & !outside_lanes & !unseen, behind_first),
                    (told & !lanes(&outside) & !lanes(&opens), told),
                    (outside_lanes, 0),
                ] {
                    let (seconds, firsts) = (lanes(&is_second) & told, lanes(&is_first) & told);
                    let mut trouble = (seconds | firsts >> 1) & decided;
                    let is_near = trouble == 0 || {
                        let first = trouble.trailing_zeros();
                        let from = first.saturating_sub(3);
                        !at_ease[at + first as usize]
                            || (from..BLOCK as u32)
                                .take(5)
                                .any(|lane| lanes(&leads) >> lane & 1 != 0)
                    };
                    let has_zero = window[..BLOCK].contains(&0);
                    let is_told = lanes(&outside) & decided == 0 && is_near && !has_zero;
                    let mut mended = 0;
                    if trouble != 0 && lanes(&forms) << 1 == 0 {
                        let told = (decided, told, firsts >> 1);
                        let (pulled, runs) =
                            (roles.pulled(at, lanes(&leads), told), lanes(&roles.runs));
                        mended = pulled >> 1 | runs & told.1 & decided;
                        trouble = (seconds & !(pulled | runs) | firsts >> 1) & decided;
                    }
                    // SAFETY: the caller's; a window has a block and two bytes more.
                    let (found, at_a_glance) = unsafe {
                        let loaded = Loaded::new(&ids.held, decided);
                        let tables = (&compiled.quick, ids, &loaded);
                        (
                            V::well_together(tables, window.as_ptr(), told),
                            [
                                V::well_at_a_glance::<true>(&loaded, window.as_ptr()),
                                V::well_at_a_glance::<false>(&loaded, window.as_ptr()),
                            ],
                        )
                    };
                    let (found, of_found) = match found {
                        Told::Well(set) => (Some(set), Some(0)),
                        Told::Trouble(set, lanes) => (Some(set), Some(lanes)),
                        Told::Nothing => (None, None),
                    };
                    assert_eq!(
                        of_found,
                        is_told.then_some(trouble),
                        "{preset:?} {:?}",
                        text.get(at + start..at + BLOCK)
                    );
                    // At a glance only what is well is seen, though not all of it.
                    if at_a_glance.iter().any(Option::is_some) {
                        glances += 1;
                        assert_eq!(of_found, Some(0), "{preset:?} {:?}", &window[..BLOCK]);
                    }
                    for found in at_a_glance.into_iter().chain([found]).flatten() {
                        let keep = decided & !(lanes(&gone) | mended);
                        assert_eq!(found.keep, keep, "{preset:?}");
                        // SAFETY: the caller's.
                        let found = unsafe { bytes_of_block::<V>(&V::block(found.text)) };
                        for lane in (start..BLOCK - 1).filter(|lane| keep >> lane & 1 != 0) {
                            assert_eq!(found[lane], rewritten[at + lane], "{preset:?} {lane}");
                        }
                    }
                }
            }
        }
    }
    // The portable vector never has one.
    let is_portable = core::any::type_name::<V>().ends_with("Portable");
    assert_eq!(glances == 0, is_portable);
}

/// The place of a character in a table of U+0600–06FF.
fn place(pair: &[u8]) -> usize {
    usize::from(pair[0] & 3) << 6 | usize::from(pair[1] & 0x3F)
}
