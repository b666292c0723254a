//! What is no text: bytes that are not UTF-8, surrogates without their other half.

use core::{fmt, ops::Range};

/// What to do about what is not well-formed: bytes that are not UTF-8, units that are not UTF-16.
///
/// What counts as one ill-formed sequence is what the Unicode Standard recommends (section 3.9, "U+FFFD
/// Substitution of Maximal Subparts"), and what [`String::from_utf8_lossy`](alloc::string::String::from_utf8_lossy)
/// does: as many bytes as could have begun a character, else one. A surrogate in UTF-8, as WTF-8 and
/// CESU-8 have them, is three such bytes. In UTF-16 it is a surrogate without its other half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Invalid {
    /// Stop there with an [`InvalidText`]. The default.
    #[default]
    Error,
    /// Put U+FFFD REPLACEMENT CHARACTER for each sequence, and normalise that.
    Replace,
    /// Pass each sequence through as it is. To the rules it is one symbol, neither letter nor digit nor
    /// white space nor punctuation, which no rule changes or moves: as U+FFFD is.
    ///
    /// Normalising again changes nothing, here as well. That needs one exception: where all that stands
    /// between two ill-formed sequences goes, so that they would come to make a character
    /// together, the first character between them stays.
    Keep,
}

impl Invalid {
    /// Every policy.
    pub const ALL: &'static [Invalid] = &[Invalid::Error, Invalid::Replace, Invalid::Keep];

    /// The policy's name: `error`, `replace`, `keep`.
    pub const fn name(self) -> &'static str {
        match self {
            Invalid::Error => "error",
            Invalid::Replace => "replace",
            Invalid::Keep => "keep",
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How text is written in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Encoding {
    Utf8,
    Utf16,
}

/// The first place that is not well-formed, where [`Invalid::Error`] was asked for. Its text is one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InvalidText {
    encoding: Encoding,
    offset: u64,
    count: u8,
}

impl InvalidText {
    /// Bytes that are not UTF-8.
    pub(crate) fn utf8(offset: u64, count: usize) -> Self {
        InvalidText { encoding: Encoding::Utf8, offset, count: count as u8 }
    }

    /// A surrogate without its other half.
    pub(crate) fn utf16(offset: u64) -> Self {
        InvalidText { encoding: Encoding::Utf16, offset, count: 1 }
    }

    /// Where it begins, from the start of the text: in bytes, or in units of UTF-16.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// How many bytes it is: one to three. Or how many units of UTF-16: one.
    pub fn count(&self) -> usize {
        usize::from(self.count)
    }

    /// From where to where.
    pub fn range(&self) -> Range<u64> {
        self.offset..self.offset + u64::from(self.count)
    }
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = self.offset;
        match (self.encoding, self.count) {
            (Encoding::Utf8, 1) => write!(f, "invalid UTF-8: 1 byte at offset {offset}"),
            (Encoding::Utf8, count) => write!(f, "invalid UTF-8: {count} bytes at offset {offset}"),
            (Encoding::Utf16, _) => {
                write!(f, "invalid UTF-16: a surrogate without its other half at offset {offset}")
            }
        }
    }
}

impl core::error::Error for InvalidText {}
