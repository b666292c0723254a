//! Characters by what becomes of them and what they need, for vectors that look up tables of sixty-four and more.

use alloc::vec::Vec;

use super::{
    ArabicTable, CODE, GONE, NARROW, Needs, TROUBLE, code,
    together::{bad_behind, is_bad},
};

/// Numbers for all that the characters of ASCII and U+0600–06FF may be to the kernel, in the low six bits: one for
/// each [code] and delta. With them a block whose neighbours stand well takes a third of the work.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct Ids {
    /// Of U+0600–06FF, in two halves, and of ASCII; with [`GONE`] and [`NARROW`]. Zero is for all other bytes.
    pub(crate) arabic: [[u8; 128]; 2],
    pub(crate) ascii: [u8; 128],
    /// By number, what to change: see [`Classes`](super::Classes).
    pub(crate) deltas: [u8; 64],
    /// Two characters may lack something if a bit below the two highest is in the first table for the first and in the
    /// second for the second. Others may seem to.
    pub(crate) firsts: [u8; 64],
    pub(crate) seconds: [u8; 64],
    /// The lanes from which to move up by one, and by two. In memory, so that no compiler makes two instructions of one.
    #[cfg_attr(not(all(target_arch = "x86_64", target_feature = "sse2")), allow(dead_code))]
    pub(crate) up: [[u8; 64]; 2],
    /// Whether any character is [`NARROW`].
    #[cfg_attr(not(all(target_arch = "x86_64", target_feature = "sse2")), allow(dead_code))]
    pub(crate) narrow: bool,
    /// What [forms](crate::rules::spelled) become, and the number of a letter that stays.
    pub(crate) forms: [u8; 128],
    pub(crate) letter: u8,
}

impl Ids {
    /// The two highest bits of these: see [`Together`](super::Together). A quotation mark has the first with what it can
    /// only open behind, and the second with what it can only close before.
    pub(crate) const OPENS: u8 = 0x80;
    pub(crate) const CLOSES: u8 = 0x40;
    /// How many bits are left.
    const GROUPS: usize = 6;

    /// From classes and deltas; `None` where there are more of them than numbers.
    pub(super) fn new(
        arabic: &[[u8; 128]; 2],
        deltas: &ArabicTable,
        ascii: &[u8; 128],
        needs: &Needs,
        collapse: bool,
        forms: [u8; 128],
    ) -> Option<Ids> {
        let mut kinds = Vec::from([(code::CONTINUATION, 0)]);
        let mut id_of = |class: u8, delta: u8| {
            let delta = if class & (TROUBLE | GONE) == 0 { delta } else { 0 };
            let kind = (class & CODE, delta);
            let found = kinds.iter().position(|&other| other == kind);
            let id = found.unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            });
            id as u8 | class & (GONE | NARROW)
        };
        let mut ids = Ids {
            arabic: *arabic,
            ascii: *ascii,
            deltas: [0; 64],
            firsts: [0; 64],
            seconds: [0; 64],
            up: core::array::from_fn(|by| {
                core::array::from_fn(|lane| lane.saturating_sub(by + 1) as u8)
            }),
            forms,
            letter: 0,
            narrow: arabic.as_flattened().iter().any(|class| class & NARROW != 0),
        };
        for (id, delta) in ids.arabic.as_flattened_mut().iter_mut().zip(deltas.bytes.as_flattened())
        {
            *id = id_of(*id, *delta);
        }
        for id in &mut ids.ascii {
            // Seldom any goes, and then it is only a control character.
            let goes = *id & GONE != 0;
            *id = id_of(if goes { code::TROUBLED_ASCII } else { *id }, 0);
        }
        if kinds.len() > 64 {
            return None;
        }
        for (bit, Group { firsts, seconds }) in groups(needs, collapse).into_iter().enumerate() {
            for (id, &(code, delta)) in kinds.iter().enumerate() {
                ids.deltas[id] = delta;
                ids.firsts[id] |= ((firsts >> code & 1) as u8) << bit;
                ids.seconds[id] |= ((seconds >> code & 1) as u8) << bit;
            }
        }
        let quote = usize::from(code::QUOTE);
        for (id, &(code, _)) in kinds.iter().enumerate() {
            let code = usize::from(code);
            let bit = |is_set, bit| if is_set { bit } else { 0 };
            ids.firsts[id] |= bit(needs.may_only_open_behind(code, quote), Ids::OPENS);
            ids.firsts[id] |= bit(code == quote, Ids::CLOSES);
            ids.seconds[id] |= bit(code == quote, Ids::OPENS);
            ids.seconds[id] |= bit(needs.may_only_close_before(quote, code), Ids::CLOSES);
        }
        // No character starts where the first of these is.
        ids.seconds[0] = 0;
        // A form is a letter, and its last byte stands for one as well, behind a byte that stands for nothing.
        match kinds.iter().position(|&kind| kind == (code::ARABIC, 0)) {
            Some(letter) if ids.firsts[0] & ids.seconds[letter] == 0 => ids.letter = letter as u8,
            _ => ids.forms = [0; 128],
        }
        Some(ids)
    }
}

/// Characters of which each of the first may lack something beside each of the second: a bit a code.
#[derive(Clone, Copy)]
struct Group {
    firsts: u32,
    seconds: u32,
}

impl Group {
    fn join(self, other: Group) -> Group {
        Group { firsts: self.firsts | other.firsts, seconds: self.seconds | other.seconds }
    }

    /// How often text has such pairs, roughly.
    fn weight(self) -> u32 {
        let weight = |codes: u32| {
            let of_code = |code: u8| match code {
                _ if codes >> code & 1 == 0 => 0,
                code::ARABIC => 100,
                code::SPACE => 50,
                code::LATIN | code::GONE | code::MARK => 20,
                code::DIGIT | code::STOP | code::COMMA | code::ARABIC_COMMA | code::LINE_END => 5,
                _ => 1,
            };
            (0..code::COUNT as u8).map(of_code).sum::<u32>()
        };
        weight(self.firsts) * weight(self.seconds)
    }
}

/// All pairs that lack something, in no more groups than [`Ids::GROUPS`]: those that cost least together are joined.
fn groups(needs: &Needs, collapse: bool) -> Vec<Group> {
    // Here no comma is in a number.
    let bad_behind = bad_behind(|first, second| {
        is_bad(needs, collapse, first, second) || needs.lacks_right(first, second)
    });
    let mut groups: Vec<Group> = Vec::new();
    let none = [code::ELSEWHERE, code::CONTINUATION].map(usize::from);
    for second in (0..code::COUNT).filter(|second| !none.contains(second)) {
        let firsts = bad_behind[second];
        match groups.iter_mut().find(|group| group.firsts == firsts) {
            _ if firsts == 0 => {}
            Some(group) => group.seconds |= 1 << second,
            None => groups.push(Group { firsts, seconds: 1 << second }),
        }
    }
    while groups.len() > Ids::GROUPS {
        let pairs = (0..groups.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        let cost = |&(i, j): &(usize, usize)| {
            let (one, other) = (groups[i], groups[j]);
            one.join(other).weight().saturating_sub(one.weight() + other.weight())
        };
        let Some((i, j)) = pairs.min_by_key(cost) else { break };
        let joined = groups[j].join(groups[i]);
        groups[j] = joined;
        groups.remove(i);
    }
    groups
}
