//! Characters by what becomes of them and what they need, for vectors that look up tables of sixty-four and more.

use alloc::vec::Vec;

use super::{
    ArabicTable, CODE, GONE, NARROW, Needs, TROUBLE, code,
    together::{groups, is_bad, quotes},
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
        // Nothing starts with these codes.
        let none = [code::ELSEWHERE, code::CONTINUATION].map(usize::from);
        let seconds = (0..code::COUNT).filter(|code| !none.contains(code));
        // Here no comma is in a number.
        let groups = groups(seconds, Ids::GROUPS, |first, second| {
            is_bad(needs, collapse, first, second) || needs.lacks_right(first, second)
        });
        let [opens, closes] = quotes(needs);
        let groups = (0..).map(|bit| 1 << bit).zip(groups);
        for (bit, group) in groups.chain([(Ids::OPENS, opens), (Ids::CLOSES, closes)]) {
            let bit_in = |codes: u32, code: u8| if codes >> code & 1 != 0 { bit } else { 0 };
            for (id, &(code, _)) in kinds.iter().enumerate() {
                ids.firsts[id] |= bit_in(group.firsts, code);
                ids.seconds[id] |= bit_in(group.seconds, code);
            }
        }
        for (of_id, (_, delta)) in ids.deltas.iter_mut().zip(&kinds) {
            *of_id = *delta;
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
