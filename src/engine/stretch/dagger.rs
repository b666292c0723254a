//! Dagger alef on a letter with nothing else on it that stays: written as alef, or gone.
//!
//! A shortcut through [`scalar::word`](crate::engine::scalar), which says which of the two.

use super::Stretch;
use crate::{
    engine::scalar::is_dagger_written,
    rules::quick::{ARABIC, Entry, LOOK, MARK, REWIND, STOP, entry_at, previous},
};

/// Dagger alef, U+0670, and alef, U+0627.
const DAGGER: [u8; 2] = [0xD9, 0xB0];
const ALEF: usize = ARABIC + 0x27;

impl Stretch<'_, '_, '_> {
    /// What the dagger alef at `read` becomes, if there is one on a plain letter, alone, and a base behind it: its bytes, and
    /// how many of them.
    pub(super) fn dagger(&self) -> Option<([u8; 2], usize)> {
        let program = &self.compiled.program;
        let is_dagger = self.bytes[self.read..].starts_with(&DAGGER);
        if !is_dagger || !program.dagger_to_alef() || self.quick.counts {
            return None;
        }
        let goes = |entry: &Entry| entry.len == 0 && entry.flags & (STOP | REWIND) == 0;
        let mut at = self.read;
        let base = loop {
            if at <= self.start {
                return None;
            }
            at = previous(self.bytes, at);
            let entry = entry_at(self.quick, self.bytes, at)?;
            if !goes(entry) {
                break entry;
            }
        };
        if !base.is_plain_letter() {
            return None;
        }
        let behind = self.read + DAGGER.len();
        let mut next = behind;
        while next < self.bytes.len() {
            let entry = entry_at(self.quick, self.bytes, next)?;
            if !goes(entry) {
                if entry.flags & (MARK | REWIND) != 0 {
                    return None;
                }
                break;
            }
            next += if self.bytes[next].is_ascii() { 1 } else { 2 };
        }
        let alef = &self.quick.entries[ALEF];
        if alef.flags & LOOK != 0 {
            return None;
        }
        let is_written = is_dagger_written(program, self.text, self.read, behind);
        Some((alef.bytes, if is_written { usize::from(alef.len) } else { 0 }))
    }
}
