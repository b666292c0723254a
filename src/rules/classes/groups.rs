//! Sets of pairs of characters by their codes, in as few products of two sets as there are bits.

use alloc::vec::Vec;

use super::{code, ids::ASCII_DIGIT};

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

    /// How often text has pairs of these that are not bad, roughly. Of each first there are the seconds that are bad.
    fn cost(self, bad: &[u32; code::COUNT]) -> u32 {
        bits_of(self.firsts)
            .map(|first| {
                let well = bits_of(self.seconds & !bad[first]);
                frequency(first) * well.map(frequency).sum::<u32>()
            })
            .sum()
    }
}

/// How often text has characters with this code, roughly.
fn frequency(code: usize) -> u32 {
    match code as u8 {
        code::ARABIC => 100,
        code::SPACE => 50,
        code::LATIN | code::MARK => 20,
        code::LINE_END => 15,
        code::GONE | code::ELSEWHERE => 10,
        code::ARABIC_CLAUSE => 8,
        code::DIGIT | ASCII_DIGIT | code::STOP | code::COMMA | code::ARABIC_COMMA => 5,
        code::QUOTE => 4,
        code::COLON | code::OPEN | code::CLOSE => 3,
        code::LETTER_W => 2,
        _ => 1,
    }
}

/// The numbers of the bits that are set.
fn bits_of(mut set: u32) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(bit)
    })
}

/// The codes of which this holds, a bit each.
pub(super) fn codes_where(holds: impl Fn(usize) -> bool) -> u32 {
    (0..code::COUNT).filter(|&code| holds(code)).fold(0, |set, code| set | 1 << code)
}

/// All bad pairs with one of these for its second, in no more groups than `most`: those that cost least together are
/// joined, and other pairs are in them then.
pub(super) fn groups(
    seconds: impl Iterator<Item = usize>,
    most: usize,
    is_bad: impl Fn(usize, usize) -> bool,
) -> Vec<Group> {
    let mut bad = [0_u32; code::COUNT];
    for second in seconds {
        for (first, bad) in bad.iter_mut().enumerate() {
            *bad |= u32::from(is_bad(first, second)) << second;
        }
    }
    let mut groups = exact_groups(&bad);
    loop {
        shrink(&mut groups, &bad);
        if groups.len() <= most {
            return groups;
        }
        let pairs = (0..groups.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        let cost = |&(i, j): &(usize, usize)| {
            let (one, other) = (groups[i], groups[j]);
            one.join(other).cost(&bad).saturating_sub(one.cost(&bad) + other.cost(&bad))
        };
        let Some((i, j)) = pairs.min_by_key(cost) else { return groups };
        groups[j] = groups[j].join(groups[i]);
        groups.remove(i);
    }
}

/// Makes each group as small as the bad pairs are that no other has, so that it costs least to join it with another.
fn shrink(groups: &mut Vec<Group>, bad: &[u32; code::COUNT]) {
    for i in (0..groups.len()).rev() {
        let mut left = *bad;
        let others = groups.iter().enumerate().filter(|&(j, _)| j != i);
        for (_, other) in others {
            bits_of(other.firsts).for_each(|first| left[first] &= !other.seconds);
        }
        let group = &mut groups[i];
        let own = |first: usize| left[first] & group.seconds;
        let firsts = bits_of(group.firsts).filter(|&first| own(first) != 0);
        let (firsts, seconds) = firsts
            .fold((0, 0), |(firsts, seconds), first| (firsts | 1 << first, seconds | own(first)));
        *group = Group { firsts, seconds };
        if firsts == 0 {
            groups.remove(i);
        }
    }
}

/// Groups of bad pairs alone, few and large: by turns the one with the most pairs that no other has. Of each first there are
/// the seconds that are bad.
fn exact_groups(bad: &[u32; code::COUNT]) -> Vec<Group> {
    let firsts_of = |second: usize| codes_where(|first| bad[first] >> second & 1 != 0);
    let mut columns: Vec<u32> = (0..code::COUNT).map(firsts_of).filter(|&set| set != 0).collect();
    columns.sort_unstable();
    columns.dedup();
    // What the firsts of two seconds have in common may be worth a group as well.
    let common = columns.iter().flat_map(|one| columns.iter().map(move |other| one & other));
    let mut sets: Vec<u32> = common.filter(|&set| set != 0).collect();
    sets.sort_unstable();
    sets.dedup();
    let candidates: Vec<Group> = sets
        .into_iter()
        .map(|firsts| Group {
            firsts,
            seconds: bits_of(firsts).fold(u32::MAX, |seconds, first| seconds & bad[first]),
        })
        .collect();
    let mut left = *bad;
    let mut groups = Vec::new();
    loop {
        let worth = |group: &&Group| -> u32 {
            bits_of(group.firsts).map(|first| (left[first] & group.seconds).count_ones()).sum()
        };
        match candidates.iter().max_by_key(worth) {
            Some(&group) if worth(&&group) > 0 => {
                bits_of(group.firsts).for_each(|first| left[first] &= !group.seconds);
                groups.push(group);
            }
            _ => return groups,
        }
    }
}
