//! Looking a character up directly: by its block of 256 code points, and there by its place.
//!
//! Blocks that are all the same are kept once, so that the tables stay small.

/// How many code points are in a block.
const BLOCK: usize = 256;

/// How many blocks there are.
const BLOCKS: usize = 0x11_0000 / BLOCK;

/// Of a range, the part in the block that begins with a code point: its first and last place.
const fn part(first: usize, last: usize, start: usize) -> (usize, usize) {
    let from = first.saturating_sub(start);
    let to = if last - start < BLOCK { last - start } else { BLOCK - 1 };
    (from, to)
}

/// A value for each character; made of `KEPT` blocks, as [`kept`] counts them.
pub(crate) struct Values<V, const KEPT: usize> {
    /// Which of them each block is.
    blocks: [u8; BLOCKS],
    kept: [[V; BLOCK]; KEPT],
}

impl<V: Copy, const KEPT: usize> Values<V, KEPT> {
    /// Those of a sorted table of ranges, and another one for what is in no range.
    pub(crate) const fn new(rows: &[(char, char, V)], other: V) -> Self {
        let mut values = Values { blocks: [0; BLOCKS], kept: [[other; BLOCK]; KEPT] };
        // The first block is the other value throughout.
        let mut kept = 0;
        let mut row = 0;
        while row < rows.len() {
            let (first, last, value) = (rows[row].0 as usize, rows[row].1 as usize, rows[row].2);
            // Blocks that the range fills, which share one.
            let mut full = 0;
            let mut block = first / BLOCK;
            while block <= last / BLOCK {
                let (mut at, end) = part(first, last, block * BLOCK);
                let is_full = at == 0 && end == BLOCK - 1;
                if is_full && full > 0 {
                    values.blocks[block] = full;
                } else {
                    if values.blocks[block] == 0 {
                        kept += 1;
                        values.blocks[block] = kept;
                    }
                    let number = values.blocks[block];
                    while at <= end {
                        values.kept[number as usize][at] = value;
                        at += 1;
                    }
                    if is_full {
                        full = number;
                    }
                }
                block += 1;
            }
            row += 1;
        }
        assert!(kept as usize + 1 == KEPT);
        values
    }

    /// The same but for some ranges, of which all lie in blocks that no other shares.
    pub(crate) const fn with(mut self, ranges: &[(char, char)], value: V) -> Self {
        let mut row = 0;
        while row < ranges.len() {
            let mut code = ranges[row].0 as usize;
            while code <= ranges[row].1 as usize {
                let number = self.blocks[code / BLOCK];
                assert!(number > 0);
                self.kept[number as usize][code % BLOCK] = value;
                code += 1;
            }
            row += 1;
        }
        self
    }

    /// The value of a character.
    #[inline]
    pub(crate) fn get(&self, c: char) -> V {
        let code = c as usize;
        self.kept[usize::from(self.blocks[code / BLOCK])][code % BLOCK]
    }
}

/// How many blocks [`Values`] has to keep of a sorted table of ranges.
pub(crate) const fn kept<V: Copy>(rows: &[(char, char, V)]) -> usize {
    let mut count = 1;
    // The last block that has been counted, and one more.
    let mut seen = 0;
    let mut row = 0;
    while row < rows.len() {
        let (first, last) = (rows[row].0 as usize, rows[row].1 as usize);
        let mut has_full = false;
        let mut block = first / BLOCK;
        while block <= last / BLOCK {
            let is_full = matches!(part(first, last, block * BLOCK), (0, end) if end == BLOCK - 1);
            if block >= seen && !(is_full && has_full) {
                count += 1;
            }
            has_full |= is_full;
            seen = block + 1;
            block += 1;
        }
        row += 1;
    }
    count
}

/// A set of characters; made of `KEPT` blocks, as [`kept_bits`] counts them.
pub(crate) struct Set<const KEPT: usize> {
    /// Which of them each block is.
    blocks: [u8; BLOCKS],
    kept: [[u64; BLOCK / 64]; KEPT],
}

impl<const KEPT: usize> Set<KEPT> {
    /// Those of a sorted table of ranges.
    pub(crate) const fn new(rows: &[(char, char)]) -> Self {
        let mut set = Set { blocks: [0; BLOCKS], kept: [[0; BLOCK / 64]; KEPT] };
        // The first block is empty, and the second full.
        set.kept[1] = [!0; BLOCK / 64];
        let mut kept = 1;
        let mut row = 0;
        while row < rows.len() {
            let (first, last) = (rows[row].0 as usize, rows[row].1 as usize);
            let mut block = first / BLOCK;
            while block <= last / BLOCK {
                let (mut at, end) = part(first, last, block * BLOCK);
                if at == 0 && end == BLOCK - 1 {
                    set.blocks[block] = 1;
                } else {
                    if set.blocks[block] == 0 {
                        kept += 1;
                        set.blocks[block] = kept;
                    }
                    while at <= end {
                        set.kept[set.blocks[block] as usize][at / 64] |= 1 << (at % 64);
                        at += 1;
                    }
                }
                block += 1;
            }
            row += 1;
        }
        assert!(kept as usize + 1 == KEPT);
        set
    }

    /// Whether a character is in it.
    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        let code = c as usize;
        let bits = &self.kept[usize::from(self.blocks[code / BLOCK])];
        bits[code % BLOCK / 64] >> (code % 64) & 1 != 0
    }
}

/// How many blocks a [`Set`] has to keep of a sorted table of ranges.
pub(crate) const fn kept_bits(rows: &[(char, char)]) -> usize {
    let mut count = 2;
    let mut seen = 0;
    let mut row = 0;
    while row < rows.len() {
        let (first, last) = (rows[row].0 as usize, rows[row].1 as usize);
        let mut block = first / BLOCK;
        while block <= last / BLOCK {
            let is_full = matches!(part(first, last, block * BLOCK), (0, end) if end == BLOCK - 1);
            if block >= seen && !is_full {
                count += 1;
            }
            seen = block + 1;
            block += 1;
        }
        row += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three full blocks, a part of one on both sides, and two ranges in one block.
    const ROWS: &[(char, char)] =
        &[('\u{1FE}', '\u{510}'), ('\u{FE00}', '\u{FE0F}'), ('\u{FE20}', '\u{FEFF}')];

    #[test]
    fn a_set_is_what_its_ranges_say() {
        // Beside empty and full: U+01xx, U+05xx, U+FExx.
        static SET: Set<{ kept_bits(ROWS) }> = Set::new(ROWS);
        assert_eq!(SET.kept.len(), 5);
        for c in '\0'..=char::MAX {
            let expected = ROWS.iter().any(|&(first, last)| (first..=last).contains(&c));
            assert_eq!(SET.contains(c), expected, "{c:?}");
        }
    }

    #[test]
    fn values_are_what_their_ranges_say() {
        const VALUES: &[(char, char, u8)] =
            &[(ROWS[0].0, ROWS[0].1, 1), (ROWS[1].0, ROWS[1].1, 2), (ROWS[2].0, ROWS[2].1, 3)];
        // Beside that of no range: U+01xx, U+02xx and those like it, U+05xx, U+FExx.
        static TABLE: Values<u8, { kept(VALUES) }> = Values::new(VALUES, 0);
        assert_eq!(TABLE.kept.len(), 5);
        for c in '\0'..=char::MAX {
            let expected = VALUES.iter().find(|row| (row.0..=row.1).contains(&c));
            assert_eq!(TABLE.get(c), expected.map_or(0, |row| row.2), "{c:?}");
        }
    }
}
