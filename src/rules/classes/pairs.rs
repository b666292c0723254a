//! Which pairs of bytes need a look, where one byte shows what the other may be: marks of punctuation and white space
//! beside what they should not stand beside.

use alloc::vec::Vec;

use super::{Needs, code};

/// Tells pairs of bytes that need a look, by four shuffles for each of two tables: no bit is in all four of what a
/// table has for the halves of both bytes.
///
/// A few other pairs may seem to need one: then the block is looked at, to no effect.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    pub(crate) tables: [PairTable; 2],
}

/// See [`Pairs`].
#[derive(Clone, Debug, Default)]
pub(crate) struct PairTable {
    pub(crate) first_low: [u8; 16],
    pub(crate) first_high: [u8; 16],
    pub(crate) second_low: [u8; 16],
    pub(crate) second_high: [u8; 16],
}

/// A table for ASCII alone, and the same in two lookups: by the first byte, and by the second.
#[derive(Clone, Debug)]
pub(crate) struct Glance {
    pub(crate) table: PairTable,
    #[cfg_attr(not(all(target_arch = "x86_64", target_feature = "sse2")), allow(dead_code))]
    pub(crate) first: [u8; 128],
    #[cfg_attr(not(all(target_arch = "x86_64", target_feature = "sse2")), allow(dead_code))]
    pub(crate) second: [u8; 128],
}

impl Default for Glance {
    /// No pair needs a look.
    fn default() -> Glance {
        Glance::new(PairTable::default())
    }
}

impl Glance {
    fn new(table: PairTable) -> Glance {
        let of_byte = |low: &[u8; 16], high: &[u8; 16]| {
            core::array::from_fn(|byte| low[byte % 16] & high[byte / 16])
        };
        let first = of_byte(&table.first_low, &table.first_high);
        let second = of_byte(&table.second_low, &table.second_high);
        Glance { table, first, second }
    }
}

impl Pairs {
    /// The bits of the second table for pairs where a URL, mention or address may begin. Those are of no concern if it
    /// ends before anything that is not ASCII.
    pub(crate) const SPANS: u8 = 0xE0;
    /// Of all bits of both tables, the first of these.
    const FIRST_SPAN: usize = 13;
    /// And how many there are.
    const BITS: usize = 16;

    /// The bits of the second table for three bytes that only together need a look: what the first two have, and what
    /// the last two have.
    pub(crate) const FRONT: u8 = 0x80;
    pub(crate) const BACK: u8 = 0x40;
    const BACK_BIT: usize = 14;
    const FRONT_BIT: usize = 15;

    /// For ASCII on a line that is not Arabic, with two characters of ASCII behind it: a pair that is not among these
    /// stays as it is. And a table of those that are no beginning of a URL, mention or address.
    pub(super) fn of_ascii(ascii: &[u8; 128], needs: &Needs, collapse: bool) -> (Pairs, Glance) {
        let mut bytes = ByCode::default();
        for (byte, class) in ascii.iter().enumerate() {
            bytes[usize::from(class & super::CODE)].add(byte);
        }
        let named = products(&bytes, &bytes, |first, second| {
            repeats(collapse, first, second) || needs.lacks_at_ease(first, second)
        });
        let spans = products(&bytes, &bytes, Needs::may_begin_span);
        let (mut pairs, mut all) = (Pairs::default(), Pairs::default());
        all.add(0, joined(named.clone(), 8));
        pairs.add(0, joined(named, Pairs::FIRST_SPAN));
        pairs.add(Pairs::FIRST_SPAN, joined(spans, Pairs::BITS - Pairs::FIRST_SPAN));
        let [all, _] = all.tables;
        (pairs, Glance::new(all))
    }

    /// For any line, of bytes that are in no character that a [`Quiet`](super::Quiet) names: the first of a pair ends
    /// one, the second starts one.
    pub(super) fn of_any(
        ascii: &[u8; 128],
        arabic: &[[u8; 128]; 2],
        needs: &Needs,
        collapse: bool,
        is_quiet: impl Fn(usize) -> bool,
    ) -> Pairs {
        let mut lasts = ByCode::default();
        let stays = |&(_, &class): &(usize, &u8)| needs.takes(class);
        for (byte, class) in ascii.iter().enumerate().filter(stays) {
            lasts[usize::from(*class)].add(byte);
        }
        let mut starts = lasts;
        // The bytes of marks of punctuation of two bytes, which pairs of three bytes tell.
        let mut marks = (ByCode::default(), Bytes::default());
        for (place, class) in arabic.as_flattened().iter().enumerate() {
            let (lead, trail) = (0xD8 + place / 64, 0x80 + place % 64);
            let code = usize::from(class & super::CODE);
            if !is_quiet(place) {
                continue;
            }
            lasts[code].add(trail);
            if needs.needs_left[code] == 0 {
                starts[code].add(lead);
            } else {
                marks.0[code].add(lead);
                marks.1.add(trail);
            }
        }
        let mut named = products(&lasts, &starts, |first, second| {
            repeats(collapse, first, second) || needs.lacks_left(first, second)
        });
        let right = products(&starts, &lasts, |second, first| needs.lacks_right(first, second));
        named.extend(right.into_iter().map(|pairs| Product::new(pairs.second, pairs.first)));
        let mut pairs = Pairs::default();
        pairs.add(0, joined(named, Pairs::BACK_BIT));
        let (opening, closing) = (
            |first: usize, second: usize| needs.may_only_open_behind(first, second),
            |first: usize, second: usize| needs.may_only_close_before(first, second),
        );
        let mut front = products(&lasts, &starts, opening);
        front.extend(products(&lasts, &marks.0, |first, second| needs.lacks_left(first, second)));
        let mut back = products(&lasts, &starts, closing);
        let leads = marks.0.iter().flat_map(Bytes::products);
        for first in leads {
            back.extend(marks.1.products().map(|second| Product::new(first, second)));
        }
        pairs.add(Pairs::BACK_BIT, joined(back, 1));
        pairs.add(Pairs::FRONT_BIT, joined(front, 1));
        pairs
    }

    /// Gives each product a bit, from the first of these on.
    fn add(&mut self, first_bit: usize, products: Vec<Product>) {
        for (place, Product { first, second, .. }) in (first_bit..).zip(products) {
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

/// The bytes of each code.
type ByCode = [Bytes; code::COUNT];

/// Whether this is a run of spaces of which only one stays.
fn repeats(collapse: bool, first: usize, second: usize) -> bool {
    collapse && [first, second] == [usize::from(code::SPACE); 2]
}

/// All pairs of bytes whose codes are in a relation, in few products.
fn products(
    lasts: &ByCode,
    starts: &ByCode,
    are_related: impl Fn(usize, usize) -> bool,
) -> Vec<Product> {
    // What is related to the same before it is taken together.
    let mut groups: Vec<(Bytes, Bytes)> = Vec::new();
    for second in (0..code::COUNT).filter(|&code| !starts[code].is_empty()) {
        let mut firsts = Bytes::default();
        for first in (0..code::COUNT).filter(|&first| are_related(first, second)) {
            firsts.join(&lasts[first]);
        }
        match groups.iter_mut().find(|(others, _)| *others == firsts) {
            _ if firsts.is_empty() => {}
            Some((_, seconds)) => seconds.join(&starts[second]),
            None => groups.push((firsts, starts[second])),
        }
    }
    let mut products = Vec::new();
    for (firsts, seconds) in groups {
        for first in firsts.products() {
            products.extend(seconds.products().map(|second| Product::new(first, second)));
        }
    }
    products
}

/// So few products that hold all of these: those that cost least together are joined, with what lies around them.
fn joined(mut products: Vec<Product>, most: usize) -> Vec<Product> {
    // What it costs to join two is what the pairs weigh that come with it.
    let cost = |one: &Product, other: &Product| {
        one.join(other).weight.saturating_sub(one.weight + other.weight)
    };
    // For each product the cheapest of those after it.
    let cheapest = |products: &[Product], i: usize| {
        let others = (i + 1..products.len()).map(|j| (cost(&products[i], &products[j]), j));
        others.min().unwrap_or((u32::MAX, 0))
    };
    let mut best: Vec<_> = (0..products.len()).map(|i| cheapest(&products, i)).collect();
    while products.len() > most {
        let Some((i, &(_, j))) = best.iter().enumerate().min_by_key(|(_, best)| **best) else {
            break;
        };
        products[i] = products[i].join(&products[j]);
        products.remove(j);
        best.remove(j);
        for k in 0..products.len() {
            let is_stale = k == i || best[k].1 == i || best[k].1 == j;
            if is_stale {
                best[k] = cheapest(&products, k);
                continue;
            }
            if best[k].1 > j && best[k].0 != u32::MAX {
                best[k].1 -= 1;
            }
            if k < i {
                best[k] = best[k].min((cost(&products[k], &products[i]), i));
            }
        }
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
    fn weight(self) -> u32 {
        let mut weight = 0;
        let mut high = self.high;
        while high != 0 {
            let row = &FREQUENCIES[high.trailing_zeros() as usize];
            let mut low = self.low;
            while low != 0 {
                weight += u32::from(row[low.trailing_zeros() as usize]);
                low &= low - 1;
            }
            high &= high - 1;
        }
        weight
    }
}

/// [`frequency`] by high and low half.
static FREQUENCIES: [[u8; 16]; 16] = {
    let mut rows = [[0; 16]; 16];
    let mut byte = 0;
    while byte < 256 {
        rows[byte / 16][byte % 16] = frequency(byte as u8);
        byte += 1;
    }
    rows
};

/// How often text has a byte, roughly.
const fn frequency(byte: u8) -> u8 {
    match byte {
        // A space; the leads of U+0600–06FF.
        b' ' | 0xD8..=0xDB => 100,
        b',' | b';' | b'?' | b'!' => 40,
        b'a'..=b'z' | b'.' | b':' | 0x80..=0xBF => 20,
        b'0'..=b'9' | b'"' | b'=' | b'/' | b'<' | b'>' | b'-' => 6,
        b'A'..=b'Z' | b'\n' | b'\'' | b'(' | b')' => 4,
        b'#'..=b'~' => 2,
        _ => 0,
    }
}

/// Pairs of bytes: all of one set before all of another.
#[derive(Clone, Copy, Debug)]
struct Product {
    first: Halves,
    second: Halves,
    /// How often text has such pairs, roughly.
    weight: u32,
}

impl Product {
    fn new(first: Halves, second: Halves) -> Product {
        Product { first, second, weight: first.weight() * second.weight() }
    }

    fn join(&self, other: &Product) -> Product {
        Product::new(self.first.join(other.first), self.second.join(other.second))
    }
}
