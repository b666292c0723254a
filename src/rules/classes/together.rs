//! Which characters may stand side by side, by their codes, where neighbours matter.

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
    const OPENS_BIT: usize = 15;
    const CLOSES_BIT: usize = 14;
    /// A comma behind a digit, and before one: with both it stands in a number, else it needs a look.
    const BEHIND_DIGIT_BIT: usize = 13;
    const BEFORE_DIGIT_BIT: usize = 12;
    /// A character outside the tables, which needs a look of its own, behind any other.
    const ELSEWHERE_BIT: usize = 11;
    /// All other bits of the second table.
    pub(crate) const ALONE: u8 = 0x07;

    /// `collapse` if only the first of a run of spaces stays.
    pub(super) fn new(needs: &Needs, collapse: bool) -> Together {
        let mut together =
            Together { firsts: [[0; code::COUNT]; 2], seconds: [[0; code::COUNT]; 2] };
        let [quote, comma, digit, elsewhere] =
            [code::QUOTE, code::COMMA, code::DIGIT, code::ELSEWHERE].map(usize::from);
        let all = || 0..code::COUNT;
        // What is bad behind the same ones shares a bit; what finds none free shares the last one.
        let bad_behind = bad_behind(|first, second| is_bad(needs, collapse, first, second));
        let mut bits = 0;
        for second in all() {
            let firsts = bad_behind[second];
            if firsts == 0 || bad_behind[..second].contains(&firsts) {
                continue;
            }
            let seconds = all().filter(|&other| bad_behind[other] == firsts);
            let of_firsts = all().filter(|first| firsts >> first & 1 != 0);
            together.add(bits.min(Together::ELSEWHERE_BIT - 1), of_firsts, seconds);
            bits += 1;
        }
        let opening = all().filter(|&first| needs.may_only_open_behind(first, quote));
        together.add(Together::OPENS_BIT, opening, [quote]);
        let closing = all().filter(|&second| needs.may_only_close_before(quote, second));
        together.add(Together::CLOSES_BIT, [quote], closing);
        if needs.lacks_right(comma, digit) {
            together.add(Together::BEHIND_DIGIT_BIT, [digit], [comma]);
            together.add(Together::BEFORE_DIGIT_BIT, [comma], [digit]);
        }
        together.add(Together::ELSEWHERE_BIT, all(), [elsewhere]);
        together
    }

    fn add(
        &mut self,
        bit: usize,
        firsts: impl IntoIterator<Item = usize>,
        seconds: impl IntoIterator<Item = usize>,
    ) {
        let (table, bit) = (bit / 8, 1 << (bit % 8));
        firsts.into_iter().for_each(|code| self.firsts[table][code] |= bit);
        seconds.into_iter().for_each(|code| self.seconds[table][code] |= bit);
    }
}

/// Whether one of two characters with these codes lacks what it needs of the other, or has to be looked at anyway; but
/// for a comma before a digit.
pub(super) fn is_bad(needs: &Needs, collapse: bool, first: usize, second: usize) -> bool {
    let [space, comma, digit] = [code::SPACE, code::COMMA, code::DIGIT].map(usize::from);
    !needs.has_place(second)
        || collapse && first == space && second == space
        || needs.lacks_left(first, second)
        || needs.lacks_right(first, second) && !(first == comma && second == digit)
}

/// For each code what is in this relation before it, a bit a code.
pub(super) fn bad_behind(is_bad: impl Fn(usize, usize) -> bool) -> [u32; code::COUNT] {
    core::array::from_fn(|second| {
        let bad = (0..code::COUNT).filter(|&first| is_bad(first, second));
        bad.fold(0, |set, first| set | 1 << first)
    })
}
