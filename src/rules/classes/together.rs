//! Which characters may stand side by side, by their codes, where neighbours matter.

use alloc::vec::Vec;

use super::{Needs, Row, code};

/// Tells pairs of characters of which one lacks what it needs of the other: a bit is in both of what a table has for the
/// first and for the second.
///
/// A few other pairs may seem to: then all neighbours are judged, to no effect.
#[derive(Debug)]
pub(crate) struct Together {
    /// By the code of the first of two.
    pub(crate) firsts: [Row; 2],
    /// By the code of the second.
    pub(crate) seconds: [Row; 2],
}

impl Together {
    /// The five highest bits of the second table, from the highest on. Three characters need a look of which the first
    /// two have the first bit, and the last two the second: a quotation mark that can only open behind one and only
    /// close before the other.
    pub(crate) const OPENS: u8 = 0x80;
    pub(crate) const CLOSES: u8 = 0x40;
    /// A comma behind a digit, and before one: with both it stands in a number, else it needs a look.
    pub(crate) const BEHIND_DIGIT: u8 = 0x20;
    pub(crate) const BEFORE_DIGIT: u8 = 0x10;
    /// A character outside the tables, which needs a look of its own, behind any other.
    const ELSEWHERE_BIT: usize = 11;
    /// All other bits of the second table.
    pub(crate) const ALONE: u8 = 0x07;

    /// `collapse` if only the first of a run of spaces stays.
    pub(super) fn new(needs: &Needs, collapse: bool) -> Together {
        let mut together =
            Together { firsts: [[0; code::COUNT]; 2], seconds: [[0; code::COUNT]; 2] };
        let is_bad = |first, second| is_bad(needs, collapse, first, second);
        let groups = groups(0..code::COUNT, Together::ELSEWHERE_BIT, is_bad);
        groups.into_iter().enumerate().for_each(|(bit, group)| together.add(bit, group));
        specials(needs).for_each(|(bit, group)| together.add(bit + 8, group));
        let elsewhere = Group { firsts: u32::MAX, seconds: 1 << code::ELSEWHERE };
        together.add(Together::ELSEWHERE_BIT, elsewhere);
        together
    }

    fn add(&mut self, bit: usize, group: Group) {
        let (table, bit) = (bit / 8, bit % 8);
        for code in 0..code::COUNT {
            self.firsts[table][code] |= ((group.firsts >> code & 1) as u8) << bit;
            self.seconds[table][code] |= ((group.seconds >> code & 1) as u8) << bit;
        }
    }
}

/// Characters of which each of the first may lack something beside each of the second: a bit a code.
#[derive(Clone, Copy)]
pub(super) struct Group {
    pub(super) firsts: u32,
    pub(super) seconds: u32,
}

impl Group {
    pub(super) fn has(self, first: usize, second: usize) -> bool {
        self.firsts >> first & self.seconds >> second & 1 != 0
    }

    fn join(self, other: Group) -> Group {
        Group { firsts: self.firsts | other.firsts, seconds: self.seconds | other.seconds }
    }

    /// How often text has such pairs, roughly.
    fn weight(self) -> u32 {
        let weight = |codes: u32| {
            let (mut left, mut sum) = (codes, 0);
            while left != 0 {
                sum += match left.trailing_zeros() as u8 {
                    code::ARABIC => 100,
                    code::SPACE => 50,
                    code::LATIN | code::GONE | code::MARK => 20,
                    code::DIGIT
                    | code::STOP
                    | code::COMMA
                    | code::ARABIC_COMMA
                    | code::LINE_END => 5,
                    _ => 1,
                };
                left &= left - 1;
            }
            sum
        };
        weight(self.firsts) * weight(self.seconds)
    }
}

/// The codes of which this holds, a bit each.
pub(super) fn codes_where(holds: impl Fn(usize) -> bool) -> u32 {
    (0..code::COUNT).filter(|&code| holds(code)).fold(0, |set, code| set | 1 << code)
}

/// All bad pairs with one of these for its second, in no more groups than `most`: those that cost least together are
/// joined.
pub(super) fn groups(
    seconds: impl Iterator<Item = usize>,
    most: usize,
    is_bad: impl Fn(usize, usize) -> bool,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for second in seconds {
        let firsts = codes_where(|first| is_bad(first, second));
        match groups.iter_mut().find(|group| group.firsts == firsts) {
            _ if firsts == 0 => {}
            Some(group) => group.seconds |= 1 << second,
            None => groups.push(Group { firsts, seconds: 1 << second }),
        }
    }
    while groups.len() > most {
        let pairs = (0..groups.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        let cost = |&(i, j): &(usize, usize)| {
            let (one, other) = (groups[i], groups[j]);
            one.join(other).weight().saturating_sub(one.weight() + other.weight())
        };
        let Some((i, j)) = pairs.min_by_key(cost) else { break };
        groups[j] = groups[j].join(groups[i]);
        groups.remove(i);
    }
    groups
}

/// What the four highest bits of the second table are for, by the number of the bit.
pub(super) fn specials(needs: &Needs) -> impl Iterator<Item = (usize, Group)> {
    let [opens, closes] = quotes(needs);
    let [comma, digit] = [code::COMMA, code::DIGIT];
    let [behind, before] = if needs.lacks_right(comma.into(), digit.into()) {
        let (comma, digit) = (1 << comma, 1 << digit);
        [Group { firsts: digit, seconds: comma }, Group { firsts: comma, seconds: digit }]
    } else {
        [Group { firsts: 0, seconds: 0 }; 2]
    };
    let bits = [Together::OPENS, Together::CLOSES, Together::BEHIND_DIGIT, Together::BEFORE_DIGIT];
    bits.map(|bit| bit.trailing_zeros() as usize).into_iter().zip([opens, closes, behind, before])
}

/// A quotation mark behind what it can only open behind, and one before what it can only close before.
fn quotes(needs: &Needs) -> [Group; 2] {
    let quote = usize::from(code::QUOTE);
    let opening = codes_where(|first| needs.may_only_open_behind(first, quote));
    let closing = codes_where(|second| needs.may_only_close_before(quote, second));
    let quote = 1 << quote;
    [Group { firsts: opening, seconds: quote }, Group { firsts: quote, seconds: closing }]
}

/// Whether one of two characters with these codes lacks what it needs of the other, or has to be looked at anyway; but
/// for a comma before a digit.
fn is_bad(needs: &Needs, collapse: bool, first: usize, second: usize) -> bool {
    is_second_bad(needs, collapse, first, second) || is_first_bad(needs, first, second)
}

/// The same of the second.
pub(super) fn is_second_bad(needs: &Needs, collapse: bool, first: usize, second: usize) -> bool {
    let space = usize::from(code::SPACE);
    !needs.has_place(second)
        || collapse && first == space && second == space
        || needs.lacks_left(first, second)
}

/// The same of the first.
pub(super) fn is_first_bad(needs: &Needs, first: usize, second: usize) -> bool {
    let [comma, digit] = [code::COMMA, code::DIGIT].map(usize::from);
    needs.lacks_right(first, second) && !(first == comma && second == digit)
}
