//! What a letter of U+0600–06FF and one mark that may compose with it become, with nothing else on the letter.

use alloc::vec::Vec;

use super::{
    Program,
    kinds::Kind,
    marks,
    quick::{ARABIC, Entry, LOOK, MARK},
};

/// What a letter and a mark become, as UTF-8.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cluster {
    pub(crate) bytes: [u8; 4],
    /// How many of the bytes are the base's, and how many there are with those of the mark, if that stays; none if the
    /// two need thought.
    pub(crate) base_len: u8,
    pub(crate) len: u8,
}

/// The clusters of each letter with each of the [marks](Clusters::MARKS).
#[derive(Debug)]
pub(crate) struct Clusters(Vec<[Cluster; 4]>);

impl Clusters {
    /// The marks that compose: maddah above, hamza above, hamza below.
    const MARKS: [char; 3] = ['\u{653}', '\u{654}', '\u{655}'];

    /// Finds out what the specification makes of each pair.
    pub(super) fn compile(program: &Program, entries: &[Entry], counts: bool) -> Clusters {
        if !program.clusters || counts {
            return Clusters(Vec::new());
        }
        let row = |(base, entry): (char, &Entry)| {
            let mut row = [Cluster::default(); 4];
            let is_letter = entry.kind == Kind::ArabicLetter && entry.flags & (LOOK | MARK) == 0;
            if is_letter && entry.len > 0 && marks::decompose(base).is_none() {
                for (cluster, mark) in row.iter_mut().zip(Clusters::MARKS) {
                    *cluster = of(program, base, mark);
                }
            }
            row
        };
        Clusters(('\u{600}'..='\u{6FF}').zip(&entries[ARABIC..]).map(row).collect())
    }

    /// The cluster of the letter with this place among the entries of U+0600–06FF, and the mark of these bytes.
    #[inline(always)]
    pub(crate) fn at(&self, base: usize, mark: [u8; 2]) -> Option<&Cluster> {
        let mark = usize::from(u16::from_be_bytes(mark)).wrapping_sub(0xD993); // U+0653
        self.0.get(base)?.get(mark).filter(|cluster| cluster.len > 0)
    }
}

/// What a base and a mark become, as the specification does it: compose, map, until the base stays.
fn of(program: &Program, mut base: char, mark: char) -> Cluster {
    let mut composed = false;
    loop {
        let before = base;
        let found = if composed { None } else { program.compose(base, mark) };
        composed |= found.is_some();
        base = program.letters.become_what(found.unwrap_or(base));
        if base == before && found.is_none() {
            break;
        }
    }
    let mut cluster = Cluster::default();
    if base.len_utf8() > 2 {
        return cluster;
    }
    let base_len = base.encode_utf8(&mut cluster.bytes).len();
    let stays = !composed && !program.deletes_letter_mark(mark);
    let mark_len = if stays { mark.encode_utf8(&mut cluster.bytes[base_len..]).len() } else { 0 };
    Cluster { base_len: base_len as u8, len: (base_len + mark_len) as u8, ..cluster }
}
