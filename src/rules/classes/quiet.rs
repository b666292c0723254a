//! Which pairs of bytes need a look at all: most blocks of most texts hold none.

use alloc::vec::Vec;

/// Tells pairs of bytes that need a look, by three shuffles for each of two tables: no bit is in all three of what
/// a table has for the first byte's low half, the second's high half and the second's low half.
///
/// A pair needs a look if its second byte starts a character outside the tables, or is ASCII that does not stay; or
/// if it is such a character of U+0600–06FF. Where neighbours matter, what stays only beside some of them is told by
/// [`Pairs`](super::Pairs). A few others may seem to need a look: then the block is looked at, to no effect.
#[derive(Debug, Default)]
pub(crate) struct Quiet {
    tables: [QuietTable; 2],
    /// Bits that are taken.
    count: u32,
}

/// See [`Quiet`].
#[derive(Debug, Default)]
pub(crate) struct QuietTable {
    pub(crate) first_low: [u8; 16],
    pub(crate) second_high: [u8; 16],
    pub(crate) second_low: [u8; 16],
}

impl Quiet {
    /// All bits of both tables. What finds none free shares those of the second.
    const BITS: u32 = 16;

    /// The tables; often the first is enough.
    #[inline(always)]
    pub(crate) fn tables(&self) -> &[QuietTable] {
        if self.count <= 8 { &self.tables[..1] } else { &self.tables }
    }

    /// Sorts the characters: whether one of ASCII, or one of U+0600–06FF by its place there, is not to be named.
    pub(super) fn new(
        takes_ascii: impl Fn(usize) -> bool,
        takes_arabic: impl Fn(usize) -> bool,
    ) -> Quiet {
        let mut quiet = Quiet::default();
        // What starts a character of three bytes or more, or one of two before U+0400.
        let all = 0..16;
        quiet.name(all.clone(), [0xC, 0xE, 0xF], all.clone());
        // Other characters of two bytes, but not those of U+0600–06FF.
        quiet.name(all.clone(), [0xD], all.clone().filter(|low| !(8..12).contains(low)));
        let mut rows: Vec<(u16, Vec<usize>)> = Vec::new();
        for high in 0..8 {
            let named = (0..16).filter(|&low| !takes_ascii(high * 16 + low));
            let named = named.fold(0_u16, |bits, low| bits | 1 << low);
            match rows.iter_mut().find(|row| row.0 == named) {
                _ if named == 0 => {}
                Some(row) => row.1.push(high),
                None => rows.push((named, Vec::from([high]))),
            }
        }
        for (named, high) in rows {
            quiet.name(all.clone(), high, all.clone().filter(|low| named >> low & 1 != 0));
        }
        let named: Vec<u16> = (0..16)
            .map(|row| {
                let named = (0..16).filter(|&column| !takes_arabic(row * 16 + column));
                named.fold(0, |bits, column| bits | 1 << column)
            })
            .collect();
        let count = named.iter().filter(|&&bits| bits != 0).count() as u32;
        let fits = quiet.count + count <= Quiet::BITS;
        for (i, rows) in named.chunks(4).enumerate() {
            // If there are not enough bits for all, those of U+0680–06FF suffer: Arabic has the rest.
            let together = !fits && i >= 2;
            let bits = |low: &usize| rows.iter().any(|bits| bits >> low & 1 != 0);
            if together {
                let high = (8..12).filter(|high| rows[high - 8] != 0);
                quiet.name([8 + i], high, all.clone().filter(bits));
                continue;
            }
            for (high, bits) in (8..).zip(rows).filter(|(_, bits)| **bits != 0) {
                quiet.name([8 + i], [high], all.clone().filter(|low| bits >> low & 1 != 0));
            }
        }
        quiet
    }

    /// Gives all pairs of these halves a bit.
    fn name(
        &mut self,
        first_low: impl IntoIterator<Item = usize>,
        second_high: impl IntoIterator<Item = usize>,
        second_low: impl IntoIterator<Item = usize>,
    ) {
        let place = if self.count < Quiet::BITS { self.count } else { 8 + self.count % 8 };
        self.count += 1;
        let table = &mut self.tables[(place / 8) as usize];
        let bit = 1 << (place % 8);
        first_low.into_iter().for_each(|half| table.first_low[half] |= bit);
        second_high.into_iter().for_each(|half| table.second_high[half] |= bit);
        second_low.into_iter().for_each(|half| table.second_low[half] |= bit);
    }
}
