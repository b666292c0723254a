//! Tables of 256 bytes as sums of products, for shuffles of sixteen.

use alloc::vec::Vec;

/// A table by row and column, as a sum of products: see `engine/lookup.rs`.
#[derive(Debug)]
pub(crate) struct Terms(Vec<Term>);

/// One product: what it has in each row, and in each column. The table's bits are each the sum over
/// the terms, modulo two, of the product of the same bit of both.
#[derive(Clone, Debug, Default)]
pub(crate) struct Term {
    pub(crate) rows: [u8; 16],
    pub(crate) columns: [u8; 16],
}

/// A table of U+0600–06FF, in two halves; and again as terms, by row of sixteen and column.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct ArabicTable {
    pub(crate) bytes: [[u8; 128]; 2],
    pub(crate) terms: Terms,
}

impl ArabicTable {
    pub(super) fn new(bytes: [[u8; 128]; 2]) -> ArabicTable {
        ArabicTable { bytes, terms: Terms::new(bytes.as_flattened().as_chunks::<16>().0) }
    }

    /// Without terms: for vectors as wide as a block, which look characters up in the table itself.
    pub(super) fn without_terms(bytes: [[u8; 128]; 2]) -> ArabicTable {
        ArabicTable { bytes, terms: Terms(Vec::new()) }
    }
}

impl Terms {
    /// Finds the fewest terms, for each of the eight bits by Gaussian elimination.
    pub(super) fn new(table: &[[u8; 16]]) -> Terms {
        let mut terms = Vec::new();
        for bit in 0..8 {
            // Rows of which no one is a sum of others, each as the bits of its columns.
            let mut basis: Vec<u16> = Vec::new();
            for (place, row) in table.iter().enumerate() {
                let of_column =
                    |(column, class): (usize, &u8)| u16::from(class >> bit & 1) << column;
                let mut rest: u16 = row.iter().enumerate().map(of_column).sum();
                for (i, member) in basis.iter().enumerate() {
                    // The highest bit of a member is in no member after it.
                    if rest & 1 << member.ilog2() != 0 {
                        rest ^= member;
                        Terms::at(&mut terms, i).rows[place] |= 1 << bit;
                    }
                }
                if rest != 0 {
                    let term = Terms::at(&mut terms, basis.len());
                    term.rows[place] |= 1 << bit;
                    for (column, value) in term.columns.iter_mut().enumerate() {
                        *value |= ((rest >> column & 1) as u8) << bit;
                    }
                    basis.push(rest);
                }
            }
        }
        Terms(terms)
    }

    /// How many terms each of the eight bits takes.
    pub(super) fn of_bits(table: &[[u8; 16]]) -> [usize; 8] {
        let Terms(terms) = Terms::new(table);
        let has = |term: &Term, bit| term.columns.iter().any(|column| column >> bit & 1 != 0);
        core::array::from_fn(|bit| terms.iter().filter(|term| has(term, bit)).count())
    }

    fn at(terms: &mut Vec<Term>, place: usize) -> &mut Term {
        if terms.len() <= place {
            terms.resize(place + 1, Term::default());
        }
        &mut terms[place]
    }

    /// The terms.
    #[inline(always)]
    pub(crate) fn as_slice(&self) -> &[Term] {
        &self.0
    }
}
