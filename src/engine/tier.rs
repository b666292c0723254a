//! Which instruction set the engine works with.

use alloc::vec::Vec;
use core::fmt;

use super::{
    block::{
        self, Neighbours, NeighboursTracked, Plain, PlainTracked, Run, ScanNeighbours, ScanPlain,
        Stop, repair,
    },
    stretch::forms::{self, Spelt},
    track::{self, Track},
    vector::{Vector, portable::Portable},
};
use crate::{
    error::Error,
    rules::{classes::Classes, quick::Quick},
};

/// An instruction set that the engine works with.
///
/// The best one that the processor has is chosen when a [`Normalizer`](crate::Normalizer) is built. To pin
/// one, for tests and measurements, use [`Builder::tier`](crate::Builder::tier), or with the
/// standard library the environment variable `NAQI_TIER`. The output is the same on
/// every tier.
///
/// With the feature `std`, what an x86-64 processor has is found out at run time. Without it, and elsewhere,
/// only what the compiler was told counts (`-C target-feature=+avx2`).
///
/// ```
/// use naqi::{Normalizer, Tier};
///
/// let naqi = Normalizer::builder().tier(Tier::Scalar).build()?;
/// assert_eq!(naqi.tier(), Tier::Scalar);
/// println!("the best here is {}", Tier::best());
/// # Ok::<(), naqi::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tier {
    /// No vectors at all. Runs everywhere.
    Scalar,
    /// x86-64 with SSSE3: 16 bytes at a time.
    Ssse3,
    /// x86-64 with AVX2, BMI1, BMI2, LZCNT and POPCNT: 32 bytes at a time.
    Avx2,
    /// x86-64 with AVX-512 F, BW, VL, VBMI and VBMI2, and all that `avx2` needs: 64 bytes at
    /// a time.
    Avx512,
    /// AArch64 with NEON: 16 bytes at a time.
    Neon,
    /// WebAssembly with simd128: 16 bytes at a time.
    Simd128,
}

impl Tier {
    /// Every tier, on whatever processor; the better ones of a processor come later.
    pub const ALL: &'static [Tier] =
        &[Tier::Scalar, Tier::Ssse3, Tier::Avx2, Tier::Avx512, Tier::Neon, Tier::Simd128];

    /// The tier's name: `scalar`, `ssse3`, `avx2`, `avx512`, `neon`, `simd128`.
    pub const fn name(self) -> &'static str {
        match self {
            Tier::Scalar => "scalar",
            Tier::Ssse3 => "ssse3",
            Tier::Avx2 => "avx2",
            Tier::Avx512 => "avx512",
            Tier::Neon => "neon",
            Tier::Simd128 => "simd128",
        }
    }

    /// Whether this processor, and this build, has the tier.
    pub fn is_available(self) -> bool {
        Kernel::new(self).is_some()
    }

    /// The best tier of this processor and build.
    pub fn best() -> Tier {
        let best = Tier::ALL.iter().rev().copied().find(|tier| tier.is_available());
        best.unwrap_or(Tier::Scalar)
    }

    /// The tier that the environment variable `NAQI_TIER` names, or else the best one.
    pub(crate) fn from_environment() -> Result<Tier, Error> {
        #[cfg(feature = "std")]
        if let Some(name) = std::env::var_os("NAQI_TIER").filter(|name| !name.is_empty()) {
            return name.to_string_lossy().parse();
        }
        Ok(Tier::best())
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl core::str::FromStr for Tier {
    type Err = Error;

    /// The tier of this name, available or not.
    fn from_str(name: &str) -> Result<Tier, Error> {
        let found = Tier::ALL.iter().copied().find(|tier| tier.name() == name);
        found.ok_or_else(|| Error::UnknownTier { name: name.into() })
    }
}

/// The kernel of a tier that is there: a value says so, and calls it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kernel {
    tier: Tier,
    functions: Functions,
}

/// The kernel, compiled for one instruction set: one function a [mode](block::Mode).
#[derive(Clone, Copy, Debug)]
struct Functions {
    plain: Function,
    neighbours: Function,
    plain_tracked: Function,
    neighbours_tracked: Function,
    scan_plain: Function,
    scan_neighbours: Function,
    index: Index,
    spell: Spell,
    wide: bool,
}

/// See [`block::run`].
type Function = unsafe fn(&Quick, &Classes, &str, &mut Run) -> Stop;

/// See [`repair::pass`].
type Repair = unsafe fn(&Quick, &Classes, &str, &mut Run) -> bool;

/// Where no neighbours are judged.
fn no_repair(_: &Quick, _: &Classes, _: &str, _: &mut Run) -> bool {
    false
}

/// See [`track::index`].
type Index = unsafe fn(&[u64]) -> Vec<usize>;

/// See [`forms::run`].
type Spell = unsafe fn(&Quick, &str, (usize, usize), &mut Vec<u8>, Option<&mut Track>) -> Spelt;

/// Compiles the kernel for an instruction set.
macro_rules! functions {
    ($vector:ty $(, $features:literal)?) => {{
        $(#[target_feature(enable = $features)])?
        unsafe fn plain(quick: &Quick, classes: &Classes, text: &str, run: &mut Run) -> Stop {
            // SAFETY: the caller's; the features are those that the vector needs.
            unsafe { block::run::<$vector, Plain>(quick, classes, text, run) }
        }
        $(#[target_feature(enable = $features)])?
        unsafe fn neighbours(quick: &Quick, classes: &Classes, text: &str, run: &mut Run) -> Stop {
            // SAFETY: as above.
            unsafe { block::run::<$vector, Neighbours>(quick, classes, text, run) }
        }
        $(#[target_feature(enable = $features)])?
        unsafe fn plain_tracked(
            quick: &Quick,
            classes: &Classes,
            text: &str,
            run: &mut Run,
        ) -> Stop {
            // SAFETY: as above.
            unsafe { block::run::<$vector, PlainTracked>(quick, classes, text, run) }
        }
        $(#[target_feature(enable = $features)])?
        unsafe fn neighbours_tracked(
            quick: &Quick,
            classes: &Classes,
            text: &str,
            run: &mut Run,
        ) -> Stop {
            // SAFETY: as above.
            unsafe { block::run::<$vector, NeighboursTracked>(quick, classes, text, run) }
        }
        $(#[target_feature(enable = $features)])?
        unsafe fn scan_plain(quick: &Quick, classes: &Classes, text: &str, run: &mut Run) -> Stop {
            // SAFETY: as above.
            unsafe { block::run::<$vector, ScanPlain>(quick, classes, text, run) }
        }
        $(#[target_feature(enable = $features)])?
        unsafe fn scan_neighbours(
            quick: &Quick,
            classes: &Classes,
            text: &str,
            run: &mut Run,
        ) -> Stop {
            // SAFETY: as above.
            unsafe { block::run::<$vector, ScanNeighbours>(quick, classes, text, run) }
        }
        $(#[target_feature(enable = $features)])?
        unsafe fn index(words: &[u64]) -> Vec<usize> {
            track::index(words)
        }
        $(#[target_feature(enable = $features)])?
        unsafe fn spell(
            quick: &Quick,
            text: &str,
            place: (usize, usize),
            output: &mut Vec<u8>,
            track: Option<&mut Track>,
        ) -> Spelt {
            // SAFETY: as above.
            unsafe { forms::run::<$vector>(quick, text, place, output, track) }
        }
        Functions {
            plain,
            neighbours,
            plain_tracked,
            neighbours_tracked,
            scan_plain,
            scan_neighbours,
            index,
            spell,
            wide: <$vector as Vector>::WIDE,
        }
    }};
}

impl Kernel {
    /// The kernel of a tier, if the processor has it.
    pub(crate) fn new(tier: Tier) -> Option<Kernel> {
        let functions = match tier {
            Tier::Scalar => Some(functions!(Portable)),
            Tier::Ssse3 => ssse3(),
            Tier::Avx2 => avx2(),
            Tier::Avx512 => avx512(),
            Tier::Neon => neon(),
            Tier::Simd128 => simd128(),
        };
        functions.map(|functions| Kernel { tier, functions })
    }

    /// The tier.
    pub(crate) fn tier(self) -> Tier {
        self.tier
    }

    /// How many bits are set before every [eighth](track::INDEXED) word, and at the end how many in all.
    pub(crate) fn index(self, words: &[u64]) -> Vec<usize> {
        // SAFETY: a kernel exists only where its instruction set does.
        unsafe { (self.functions.index)(words) }
    }

    /// Whether the kernel itself takes most presentation forms, where these classes allow it.
    pub(super) fn spells(self, classes: &Classes) -> bool {
        self.functions.wide && (classes.ids.is_some() || classes.letters.is_some())
    }

    /// Spells out the presentation form at the first of these, and what follows it, until so many bytes are taken.
    ///
    /// # Safety
    ///
    /// See [`forms::run`]; the instruction set is there, since the value is.
    pub(super) unsafe fn spell(
        self,
        quick: &Quick,
        text: &str,
        place: (usize, usize),
        output: &mut Vec<u8>,
        track: Option<&mut Track>,
    ) -> Spelt {
        // SAFETY: the caller's; a kernel exists only where its instruction set does.
        unsafe { (self.functions.spell)(quick, text, place, output, track) }
    }

    /// Runs the kernel in the mode that fits, past all that can be [repaired](repair) where it stops.
    ///
    /// # Safety
    ///
    /// See [`block::run`]; the instruction set is there, since the value is.
    #[inline]
    pub(super) unsafe fn run(
        self,
        writes: bool,
        quick: &Quick,
        classes: &Classes,
        text: &str,
        run: &mut Run,
    ) -> Stop {
        let tracks = !run.kept.is_null();
        let functions = &self.functions;
        let (function, repair): (Function, Repair) = match (writes, classes.neighbours) {
            (true, false) if tracks => (functions.plain_tracked, no_repair),
            (true, true) if tracks => {
                (functions.neighbours_tracked, repair::pass::<NeighboursTracked>)
            }
            (true, false) => (functions.plain, no_repair),
            (true, true) => (functions.neighbours, repair::pass::<Neighbours>),
            (false, false) => (functions.scan_plain, no_repair),
            (false, true) => (functions.scan_neighbours, repair::pass::<ScanNeighbours>),
        };
        // SAFETY: the caller's; a kernel exists only where its instruction set does.
        unsafe {
            loop {
                let stop = function(quick, classes, text, run);
                if stop != Stop::Trouble || !repair(quick, classes, text, run) {
                    return stop;
                }
            }
        }
    }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
fn ssse3() -> Option<Functions> {
    use super::vector::ssse3::Ssse3;
    if !has!("ssse3") {
        None
    } else if has!("popcnt") {
        Some(functions!(Ssse3, "ssse3,popcnt"))
    } else {
        Some(functions!(Ssse3, "ssse3"))
    }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
fn avx2() -> Option<Functions> {
    use super::vector::avx2::Avx2;
    has!("avx2", "bmi1", "bmi2", "lzcnt", "popcnt")
        .then_some(functions!(Avx2, "avx2,bmi1,bmi2,lzcnt,popcnt"))
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
fn avx512() -> Option<Functions> {
    use super::vector::avx512::Avx512;
    has!(
        "avx512f",
        "avx512bw",
        "avx512vl",
        "avx512vbmi",
        "avx512vbmi2",
        "avx2",
        "bmi1",
        "bmi2",
        "lzcnt",
        "popcnt"
    )
    .then_some(functions!(
        Avx512,
        "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi1,bmi2,lzcnt,popcnt"
    ))
}

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
use no_x86::{avx2, avx512, ssse3};

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
mod no_x86 {
    use super::Functions;

    pub(super) fn ssse3() -> Option<Functions> {
        None
    }
    pub(super) fn avx2() -> Option<Functions> {
        None
    }
    pub(super) fn avx512() -> Option<Functions> {
        None
    }
}

fn neon() -> Option<Functions> {
    #[cfg(all(target_arch = "aarch64", target_endian = "little", target_feature = "neon"))]
    return Some(functions!(super::vector::neon::Neon));
    #[cfg(not(all(target_arch = "aarch64", target_endian = "little", target_feature = "neon")))]
    None
}

fn simd128() -> Option<Functions> {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    return Some(functions!(super::vector::simd128::Simd128));
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    None
}
