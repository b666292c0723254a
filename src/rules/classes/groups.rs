//! Sets of pairs of characters by their codes, in as few products of two sets as there are bits.

use alloc::vec::Vec;

use super::code;

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
