//! A letter and one of the marks that may compose with it, with nothing else on it: what text in NFD is
//! full of.
//!
//! A shortcut through [`scalar::cluster`](crate::engine::scalar).

use alloc::vec::Vec;

use super::{Look, Stretch};
use crate::rules::{
    kinds::Kind,
    marks,
    quick::{LOOK, MARK, REWIND, decode, entry_at, previous},
};

/// What a base and the mark at `read` become.
pub(super) struct Cluster {
    /// Bytes that the base was written as.
    base_len: usize,
    /// What it becomes, and the mark if it stays.
    base: char,
    mark: Option<char>,
}

impl Stretch<'_, '_, '_> {
    /// The cluster that the mark at `read` makes with the letter right before it, if no other mark follows.
    pub(super) fn cluster(&self) -> Option<Cluster> {
        let program = &self.compiled.program;
        let mark = decode(self.bytes, self.read).0;
        let may_compose = program.clusters && matches!(mark, '\u{653}'..='\u{655}');
        if !may_compose || self.quick.counts || self.read == self.start {
            return None;
        }
        let at = previous(self.bytes, self.read);
        let entry = entry_at(self.quick, self.bytes, at)?;
        let mut base = decode(self.bytes, at).0;
        let is_letter = entry.kind == Kind::ArabicLetter && entry.flags & (LOOK | MARK) == 0;
        if !is_letter || entry.len == 0 || marks::decompose(base).is_some() {
            return None;
        }
        // What goes would bring another mark to this base.
        let next = self.read + 2;
        if next < self.bytes.len() {
            let entry = entry_at(self.quick, self.bytes, next)?;
            if entry.len == 0 || entry.flags & (MARK | REWIND) != 0 {
                return None;
            }
        }
        let mut composed = false;
        // As the specification does it: compose, map, until the base stays.
        loop {
            let before = base;
            let found = if composed { None } else { program.compose(base, mark) };
            composed |= found.is_some();
            base = program.letters.become_what(found.unwrap_or(base));
            if base == before && found.is_none() {
                break;
            }
        }
        let stays = !composed && !program.deletes_letter_mark(mark);
        let base_len = usize::from(entry.len);
        Some(Cluster { base_len, base, mark: stays.then_some(mark) })
    }

    /// Writes the cluster in the place of its base, and goes on behind its mark.
    pub(super) fn pass_cluster<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
        cluster: &Cluster,
    ) -> Look {
        if !WRITES {
            let base = decode(self.bytes, previous(self.bytes, self.read)).0;
            if cluster.base != base || cluster.mark.is_none() {
                return Look::Changed;
            }
            return self.pass_bytes::<WRITES>(output, 2, &self.bytes[self.read..self.read + 2]);
        }
        output.truncate(output.len() - cluster.base_len);
        let mark_at = self.read;
        self.read = previous(self.bytes, mark_at);
        self.go_back(output.len());
        let mut bytes = [0; 4];
        let base = cluster.base.encode_utf8(&mut bytes);
        self.pass_bytes::<WRITES>(output, mark_at - self.read, base.as_bytes());
        let mark = cluster.mark.map_or("", |mark| mark.encode_utf8(&mut bytes));
        self.pass_bytes::<WRITES>(output, 2, mark.as_bytes())
    }
}
