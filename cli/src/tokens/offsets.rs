//! Positions in the unit that is asked for.

use crate::args::Unit;

/// Positions in bytes, counted anew in another unit. They are asked for in rising order, but for the
/// start of a token that is the start of the last again.
pub struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    /// A position in bytes, and the same in the unit.
    last: (usize, usize),
}

impl<'t> Offsets<'t> {
    /// Positions in a text that begins at this place, counted in the unit.
    pub fn new(text: &'t str, unit: Unit, base: usize) -> Offsets<'t> {
        Offsets { text, unit, last: (0, base) }
    }

    /// The same range in the unit.
    pub fn range(&mut self, start: usize, end: usize) -> (usize, usize) {
        let start = self.at(start);
        let kept = self.last;
        let end = self.at(end);
        self.last = kept;
        (start, end)
    }

    /// The same position in the unit.
    pub fn at(&mut self, position: usize) -> usize {
        let passed = &self.text[self.last.0..position];
        let length = match self.unit {
            Unit::Bytes => passed.len(),
            Unit::Chars => passed.chars().count(),
            Unit::Utf16 => passed.chars().map(char::len_utf16).sum(),
        };
        self.last = (position, self.last.1 + length);
        self.last.1
    }
}
