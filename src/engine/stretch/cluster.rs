//! A letter and one of the marks that may compose with it, with nothing else on it: what text in NFD is
//! full of.
//!
//! A shortcut through [`scalar::cluster`](crate::engine::scalar).

use alloc::vec::Vec;

use super::{Look, Stretch};
use crate::rules::{
    clusters::Cluster,
    quick::{MARK, REWIND, decode, entry_at, place, previous},
};

/// Bytes of a letter and a mark.
const PAIR: usize = 4;

/// Bytes of a presentation form.
const FORM: usize = 3;

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
        self.ends_cluster(at + PAIR).then_some(*cluster)
    }

    /// Whether neither a mark follows, nor what goes, which would bring one to this base, nor a character for which the
    /// stretch would go back to it.
    #[inline(always)]
    fn ends_cluster(&self, at: usize) -> bool {
        match entry_at(self.quick, self.bytes, at) {
            Some(entry) => entry.len > 0 && entry.flags & (MARK | REWIND) == 0,
            None => {
                at == self.bytes.len() || self.quick.is_plain_elsewhere(decode(self.bytes, at).0)
            }
        }
    }

    /// The cluster that the mark at `read` makes with the last letter of a form that was spelled out right before it;
    /// and how many bytes were written of that form, and how many of the last letter.
    fn cluster_on_form(&self) -> Option<(Cluster, usize, usize)> {
        let at = self.read.checked_sub(FORM).filter(|&at| at >= self.start)?;
        let form = match self.bytes[at] {
            0xEF => decode(self.bytes, at).0,
            _ => return None,
        };
        let written = self.quick.spelled.get(form)?.len();
        let last = self.compiled.program.expansion(form)?.chars().next_back()?;
        let mut letter = [0; 2];
        last.encode_utf8(letter.get_mut(..last.len_utf8())?);
        let &mark = self.bytes.get(self.read..)?.first_chunk()?;
        let entry = entry_at(self.quick, &letter, 0)?;
        let cluster = self.quick.clusters.at(place(letter[0], letter[1]), mark)?;
        let ends = self.ends_cluster(self.read + mark.len());
        ends.then_some((*cluster, written, usize::from(entry.len)))
    }

    /// Passes the mark at `read` on the last letter of a form that was spelled out, if no other mark follows.
    pub(super) fn pass_mark_on_form<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
    ) -> Option<Look> {
        // To spell out is to write.
        if !WRITES {
            return None;
        }
        let (cluster, written, letter) = self.cluster_on_form()?;
        let (base_len, len) = (usize::from(cluster.base_len), usize::from(cluster.len));
        let start = output.len() - written;
        output.truncate(output.len() - letter);
        output.extend_from_slice(&cluster.bytes[..base_len]);
        if let Some(track) = &mut self.track {
            let at = self.read - FORM;
            track.back_to(at, start);
            track.note(at, FORM, start, output.len() - start);
        }
        self.letter = [0; 2];
        Some(self.pass::<WRITES>(output, &cluster.bytes[base_len..len]))
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
