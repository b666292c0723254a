//! Which pairs of bytes need a look, where one byte shows what the other may be: marks of punctuation and white space
//! beside what they should not stand beside.

use alloc::vec::Vec;

use super::{Needs, code};

/// Tells pairs of bytes that need a look, by four shuffles for each of two tables: no bit is in all four of what a
/// table has for the halves of both bytes.
///
/// A few other pairs may seem to need one: then the block is looked at, to no effect.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pub(crate) tables: [PairTable; 2],
}

/// See [`Pairs`].
#[derive(Debug, Default)]
pub(crate) struct PairTable {
    pub(crate) first_low: [u8; 16],
    pub(crate) first_high: [u8; 16],
    pub(crate) second_low: [u8; 16],
    pub(crate) second_high: [u8; 16],
}

impl Pairs {
    /// The bits of the second table for pairs where a URL, mention or address may begin. Those are of no concern if it
    /// ends before anything that is not ASCII.
    pub(crate) const SPANS: u8 = 0xE0;
    /// Of all bits of both tables, the first of these.
    const FIRST_SPAN: usize = 13;
    /// And how many there are.
    const BITS: usize = 16;

    /// For ASCII on a line that is not Arabic, with two characters of ASCII behind it: a pair that is not among these
    /// stays as it is.
    pub(super) fn of_ascii(ascii: &[u8; 128], needs: &Needs, collapse: bool) -> Pairs {
        let mut bytes = [Bytes::default(); code::COUNT];
        for (byte, class) in ascii.iter().enumerate() {
            bytes[usize::from(class & super::CODE)].add(byte);
        }
        let space = usize::from(code::SPACE);
        let named = products(&bytes, |first, second| {
            let repeats = collapse && (first, second) == (space, space);
            repeats || needs.lacks_at_ease(first, second)
        });
        let mut pairs = Pairs::default();
        pairs.add(0, joined(named, Pairs::FIRST_SPAN));
        let spans = products(&bytes, Needs::may_begin_span);
        pairs.add(Pairs::FIRST_SPAN, joined(spans, Pairs::BITS - Pairs::FIRST_SPAN));
        pairs
    }

    /// Gives each product a bit, from the first of these on.
    fn add(&mut self, first_bit: usize, products: Vec<Product>) {
        for (place, Product { first, second }) in (first_bit..).zip(products) {
            let table = &mut self.tables[place / 8];
            let mark = |row: &mut [u8; 16], halves: u16| {
                for (half, bits) in row.iter_mut().enumerate() {
                    *bits |= ((halves >> half & 1) as u8) << (place % 8);
                }
            };
            mark(&mut table.first_low, first.low);
            mark(&mut table.first_high, first.high);
            mark(&mut table.second_low, second.low);
            mark(&mut table.second_high, second.high);
        }
    }
}

/// All pairs of bytes whose codes are in a relation, in few products. `bytes` has those of each code.
fn products(
    bytes: &[Bytes; code::COUNT],
    are_related: impl Fn(usize, usize) -> bool,
) -> Vec<Product> {
    // What is related to the same before it is taken together.
    let mut groups: Vec<(Bytes, Bytes)> = Vec::new();
    for second in (0..code::COUNT).filter(|&code| !bytes[code].is_empty()) {
        let mut firsts = Bytes::default();
        for first in (0..code::COUNT).filter(|&first| are_related(first, second)) {
            firsts.join(&bytes[first]);
        }
        match groups.iter_mut().find(|(others, _)| *others == firsts) {
            _ if firsts.is_empty() => {}
            Some((_, seconds)) => seconds.join(&bytes[second]),
            None => groups.push((firsts, bytes[second])),
        }
    }
    let mut products = Vec::new();
    for (firsts, seconds) in groups {
        for first in firsts.products() {
            products.extend(seconds.products().map(|second| Product { first, second }));
        }
    }
    products
}

/// So few products that hold all of these: those that cost least together are joined, with what lies around them.
fn joined(mut products: Vec<Product>, most: usize) -> Vec<Product> {
    while products.len() > most {
        let mut best = (u64::MAX, 0, 1);
        for i in 0..products.len() {
            for j in i + 1..products.len() {
                let (one, other) = (&products[i], &products[j]);
                let apart = one.weight() + other.weight();
                best = best.min((one.join(other).weight().saturating_sub(apart), i, j));
            }
        }
        let other = products.swap_remove(best.2);
        products[best.1] = products[best.1].join(&other);
    }
    products
}

/// A set of bytes: a bit a low half, a word a high half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Bytes([u16; 16]);

impl Bytes {
    fn add(&mut self, byte: usize) {
        self.0[byte / 16] |= 1 << (byte % 16);
    }

    fn is_empty(&self) -> bool {
        *self == Bytes::default()
    }

    fn join(&mut self, other: &Bytes) {
        self.0.iter_mut().zip(other.0).for_each(|(row, other)| *row |= other);
    }

    /// The set as few sets of all bytes with one of some high halves and one of some low halves.
    fn products(&self) -> impl Iterator<Item = Halves> {
        let rows = self.0;
        (0..16).filter_map(move |high| {
            let low = rows[high];
            let is_first = low != 0 && !rows[..high].contains(&low);
            let same = (high..16).filter(|&other| rows[other] == low);
            is_first.then(|| Halves { high: same.fold(0, |high, other| high | 1 << other), low })
        })
    }
}

/// All bytes with one of these high halves and one of these low halves, a bit a half.
#[derive(Clone, Copy, Debug)]
struct Halves {
    high: u16,
    low: u16,
}

impl Halves {
    fn join(self, other: Halves) -> Halves {
        Halves { high: self.high | other.high, low: self.low | other.low }
    }

    /// How often text has such bytes, roughly.
    fn weight(self) -> u64 {
        let halves = |set: u16| (0..16_u8).filter(move |half| set >> half & 1 != 0);
        let bytes =
            halves(self.high).flat_map(|high| halves(self.low).map(move |low| high << 4 | low));
        bytes.map(frequency).sum()
    }
}

/// How often text has a byte, roughly.
fn frequency(byte: u8) -> u64 {
    match byte {
        b' ' => 100,
        b'a'..=b'z' => 20,
        b'0'..=b'9' | b'.' | b',' | b'"' | b'=' | b'/' | b'<' | b'>' | b'-' => 6,
        b'A'..=b'Z' | b'\n' | b'\'' | b'(' | b')' | b':' => 4,
        b'!'..=b'~' => 2,
        _ => 0,
    }
}

/// Pairs of bytes.
#[derive(Clone, Copy, Debug)]
struct Product {
    first: Halves,
    second: Halves,
}

impl Product {
    fn join(&self, other: &Product) -> Product {
        Product { first: self.first.join(other.first), second: self.second.join(other.second) }
    }

    fn weight(&self) -> u64 {
        self.first.weight() * self.second.weight()
    }
}
