//! Ranges in characters and in UTF-16 code units.

use alloc::vec::Vec;
use core::{fmt, ops::Range};

use super::{Aligned, RangeError, error::check_order, map::char_end};

/// What places in a text are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Bytes of UTF-8, as Rust, Go and C count.
    #[default]
    Bytes,
    /// Unicode code points, as Python counts.
    Chars,
    /// Code units of UTF-16, as JavaScript, Java, C# and Windows count: two for a character beyond U+FFFF.
    Utf16,
}

impl Unit {
    /// How many of the unit a character takes.
    fn of(self, c: char) -> usize {
        match self {
            Unit::Bytes => c.len_utf8(),
            Unit::Chars => 1,
            Unit::Utf16 => c.len_utf16(),
        }
    }

    /// How many of the unit the characters have that start in these bytes.
    fn count(self, bytes: &[u8]) -> usize {
        // A sum of bytes, which compilers turn into vectors.
        let of = |byte: u8| {
            let starts = u8::from(byte as i8 >= -0x40);
            starts + u8::from(self == Unit::Utf16 && byte >= 0xF0)
        };
        match self {
            Unit::Bytes => bytes.len(),
            _ => bytes
                .chunks(64)
                .map(|some| usize::from(some.iter().map(|&byte| of(byte)).sum::<u8>()))
                .sum(),
        }
    }
}

/// The unit's name in lower case: `bytes`, `chars`, `utf16`.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Unit::Bytes => "bytes",
            Unit::Chars => "chars",
            Unit::Utf16 => "utf16",
        })
    }
}

/// An [`Aligned`] text whose ranges are counted in one [`Unit`]. Made by [`Aligned::in_units`].
#[derive(Clone, Debug)]
pub struct AlignedUnits<'a, 't> {
    aligned: &'a Aligned<'t>,
    unit: Unit,
    source: Ruler<'a>,
    text: Ruler<'a>,
}

impl<'a, 't> AlignedUnits<'a, 't> {
    pub(super) fn new(aligned: &'a Aligned<'t>, unit: Unit) -> Self {
        let source = Ruler::new(aligned.source(), unit);
        let text = Ruler::new(aligned.text(), unit);
        AlignedUnits { aligned, unit, source, text }
    }

    /// The unit.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The part of the source that a part of the normalised text comes from. See
    /// [`Aligned::source_range`].
    ///
    /// # Errors
    ///
    /// As there; in UTF-16 also for a range that splits a surrogate pair.
    pub fn source_range(&self, range: Range<usize>) -> Result<Range<usize>, RangeError> {
        Ok(self.source.places(self.aligned.source_range(self.text.bytes(range)?)?))
    }

    /// The part of the normalised text that a part of the source has become. See
    /// [`Aligned::normalized_range`].
    ///
    /// # Errors
    ///
    /// As there; in UTF-16 also for a range that splits a surrogate pair.
    pub fn normalized_range(&self, range: Range<usize>) -> Result<Range<usize>, RangeError> {
        Ok(self.text.places(self.aligned.normalized_range(self.source.bytes(range)?)?))
    }

    /// A range of the source, from bytes into this unit.
    ///
    /// # Errors
    ///
    /// [`RangeError`] for a range that is none of the source's.
    pub fn source_from_bytes(&self, range: Range<usize>) -> Result<Range<usize>, RangeError> {
        super::check(self.source.text, &range)?;
        Ok(self.source.places(range))
    }

    /// A range of the normalised text, from bytes into this unit.
    ///
    /// # Errors
    ///
    /// [`RangeError`] for a range that is none of the text's.
    pub fn normalized_from_bytes(&self, range: Range<usize>) -> Result<Range<usize>, RangeError> {
        super::check(self.text.text, &range)?;
        Ok(self.text.places(range))
    }
}

/// A text with the places of some of its characters in one unit.
#[derive(Clone, Debug)]
struct Ruler<'a> {
    text: &'a str,
    unit: Unit,
    /// What each [`STEP`] bytes begin with: how many of the unit the characters have that start before; and at the end how
    /// many there are in all. Empty for bytes.
    before: Vec<usize>,
}

/// Bytes between two entries.
const STEP: usize = 512;

impl<'a> Ruler<'a> {
    fn new(text: &'a str, unit: Unit) -> Self {
        let mut before = Vec::new();
        if unit != Unit::Bytes {
            let mut count = 0;
            before.reserve(text.len() / STEP + 2);
            for some in text.as_bytes().chunks(STEP) {
                before.push(count);
                count += unit.count(some);
            }
            before.push(count);
        }
        Ruler { text, unit, before }
    }

    /// A range in the unit as one in bytes.
    fn bytes(&self, range: Range<usize>) -> Result<Range<usize>, RangeError> {
        let Some(&len) = self.before.last() else { return Ok(range) };
        check_order(&range, len)?;
        Ok(self.byte(range.start)?..self.byte(range.end)?)
    }

    /// Where the character starts that is at this place, which is not behind the end.
    fn byte(&self, place: usize) -> Result<usize, RangeError> {
        let step = self.before.partition_point(|&before| before <= place).saturating_sub(1);
        let mut left = place - self.before[step];
        let from = match step.checked_mul(STEP).and_then(|at| at.checked_sub(1)) {
            Some(before) => char_end(self.text, before),
            None => 0,
        };
        for (at, c) in self.text[from..].char_indices() {
            if left == 0 {
                return Ok(from + at);
            }
            left = left.checked_sub(self.unit.of(c)).ok_or(RangeError::InsideChar { at: place })?;
        }
        Ok(self.text.len())
    }

    /// A range in bytes as one in the unit.
    fn places(&self, range: Range<usize>) -> Range<usize> {
        self.place(range.start)..self.place(range.end)
    }

    /// The place of a byte where a character starts, or of the end.
    fn place(&self, byte: usize) -> usize {
        match self.before.get(byte / STEP) {
            Some(before) => {
                before + self.unit.count(&self.text.as_bytes()[byte / STEP * STEP..byte])
            }
            None => byte,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;

    use super::*;

    #[test]
    fn every_place_is_found_again() {
        // Characters of one, four, three and two bytes: a, grinning face, euro sign, beh.
        let text: String = "a\u{1F600}\u{20AC}\u{628}".repeat(300);
        for unit in [Unit::Bytes, Unit::Chars, Unit::Utf16] {
            let ruler = Ruler::new(&text, unit);
            let mut place = 0;
            for (at, c) in text.char_indices() {
                assert_eq!(ruler.place(at), place, "{unit}, {at}");
                assert_eq!(ruler.bytes(place..place), Ok(at..at), "{unit}, {place}");
                place += unit.of(c);
            }
            assert_eq!(ruler.place(text.len()), place);
            assert_eq!(ruler.bytes(0..place), Ok(0..text.len()));
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_no_place() {
        let ruler = Ruler::new("\u{1F600}a", Unit::Utf16);
        assert_eq!(ruler.bytes(0..1), Err(RangeError::InsideChar { at: 1 }));
        assert_eq!(ruler.bytes(2..3), Ok(4..5));
        assert_eq!(ruler.bytes(2..4), Err(RangeError::PastEnd { end: 4, len: 3 }));
    }
}
