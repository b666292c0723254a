//! A letter and one of the marks that may compose with it, with nothing else on it: what text in NFD is
//! full of.
//!
//! A shortcut through [`scalar::cluster`](crate::engine::scalar).

use alloc::vec::Vec;

use super::{Look, Stretch};
use crate::rules::{
    clusters::Cluster,
    quick::{MARK, REWIND, entry_at, place, previous},
};

/// Bytes of a letter and a mark.
const PAIR: usize = 4;

impl Stretch<'_, '_, '_> {
    /// The cluster that the mark at `read` makes with the letter right before it, if no other mark follows.
    pub(super) fn cluster(&self) -> Option<Cluster> {
        let at = self.read.checked_sub(2).filter(|&at| at >= self.start)?;
        self.cluster_at(at)
    }

    /// The cluster of the letter at `at` and the mark behind it, if no other mark follows.
    #[inline(always)]
    fn cluster_at(&self, at: usize) -> Option<Cluster> {
        let &[lead @ 0xD8..=0xDB, trail, mark @ ..] =
            self.bytes.get(at..)?.first_chunk::<PAIR>()?
        else {
            return None;
        };
        let cluster = self.quick.clusters.at(place(lead, trail), mark)?;
        // What goes would bring another mark to this base.
        let next = at + PAIR;
        if next < self.bytes.len() {
            let entry = entry_at(self.quick, self.bytes, next)?;
            if entry.len == 0 || entry.flags & (MARK | REWIND) != 0 {
                return None;
            }
        }
        Some(*cluster)
    }

    /// Writes the cluster in the place of its base, and goes on behind its mark, and behind all clusters that follow.
    pub(super) fn pass_cluster<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
        cluster: &Cluster,
    ) -> Look {
        let mark_at = self.read;
        let base_at = previous(self.bytes, mark_at);
        if !WRITES {
            let bytes = self.bytes;
            if cluster.bytes[..usize::from(cluster.len)] != bytes[base_at..mark_at + 2] {
                return Look::Changed;
            }
            return self.pass_bytes::<WRITES>(output, 2, &bytes[mark_at..mark_at + 2]);
        }
        let base = entry_at(self.quick, self.bytes, base_at);
        let written = base.map_or(0, |entry| usize::from(entry.len));
        output.truncate(output.len() - written);
        self.read = base_at;
        self.go_back(output.len());
        self.write_clusters(output, *cluster);
        self.letter = [0; 2];
        self.left = self.left.passed(false);
        Look::Passed
    }

    /// Writes the cluster at `read`, and those that follow.
    fn write_clusters(&mut self, output: &mut Vec<u8>, mut cluster: Cluster) {
        // None becomes longer; of each, as many bytes are written as the longest has.
        output.reserve(self.bytes.len() - self.read + PAIR);
        let mut end = output.len();
        let start = output.as_mut_ptr();
        loop {
            // SAFETY: so much room is left, since no more has been written than was read.
            unsafe { start.add(end).cast::<[u8; PAIR]>().write_unaligned(cluster.bytes) };
            let (base_len, len) = (usize::from(cluster.base_len), usize::from(cluster.len));
            if let Some(track) = &mut self.track {
                track.note(self.read, 2, end, base_len);
                track.note(self.read + 2, 2, end + base_len, len - base_len);
            }
            end += len;
            self.read += PAIR;
            match self.cluster_at(self.read) {
                Some(next) => cluster = next,
                None => break,
            }
        }
        // SAFETY: all up to there has been written: whole characters.
        unsafe { output.set_len(end) };
    }
}
