//! Which bytes of the source are in the output: what alignment is made of.
//!
//! One bit a byte of the source says that it stayed, or gave its place to a byte of what its character
//! became; one bit a byte of the output says that it was put in. So the n-th byte that stayed is the n-th that
//! was not put in.
//!
//! A character that becomes shorter keeps its last bytes. One that becomes longer, or several, keeps all of
//! its own, the last of them as the last byte of what it became: so what was put in between lies
//! inside the character, while a space that a rule puts in lies between two characters.

use alloc::vec::Vec;

use super::vector::BLOCK;

/// Bits in a word of them.
const WORD: usize = u64::BITS as usize;

/// The bits of a text under way.
#[derive(Debug)]
pub(crate) struct Track {
    /// Of the source: those that stay. With room for what the kernel writes behind the end.
    kept: Vec<u64>,
    /// Of the output: those that were put in. Behind the end of the vector there are none.
    inserted: Vec<u64>,
    /// The last character noted, which may have become more than was noted so far.
    last: Option<Note>,
    /// Where what was noted of the source ends.
    end: usize,
}

/// A character of the source, and where what it became begins in the output.
#[derive(Clone, Copy, Debug)]
struct Note {
    at: usize,
    output: usize,
}

impl Track {
    /// For a source of so many bytes, of which none has been looked at.
    pub(crate) fn new(source: usize) -> Track {
        Track { kept: alloc::vec![0; source / WORD + 2], inserted: Vec::new(), last: None, end: 0 }
    }

    /// The source up to `end` stays, and nothing else has been noted.
    pub(crate) fn begin(&mut self, end: usize) {
        set(&mut self.kept, 0, end);
        self.end = end;
    }

    /// The character of `len` bytes at `at` becomes, or goes on to become, `written` bytes, the first of them at
    /// `output`. So may some characters that stay as they are, or go.
    pub(crate) fn note(&mut self, at: usize, len: usize, output: usize, written: usize) {
        let mut note = Note { at, output };
        if let Some(last) = self.last.filter(|last| last.at == at) {
            clear(&mut self.inserted, last.output, output);
            note = last;
        }
        self.last = Some(note);
        self.end = at + len;
        let written = output + written - note.output;
        let kept = written.min(len);
        set(&mut self.kept, at + len - kept, at + len);
        if written > len {
            let end = note.output + written - 1;
            self.has_room_for(end);
            set(&mut self.inserted, note.output + len - 1, end);
        }
    }

    /// So many bytes are put in at `output`: between two characters, or inside one that goes on to become more.
    pub(crate) fn insert(&mut self, output: usize, len: usize) {
        self.has_room_for(output + len);
        set(&mut self.inserted, output, output + len);
    }

    /// Forgets what was noted of the source from `read` on, and of the output from `output` on.
    pub(crate) fn back_to(&mut self, read: usize, output: usize) {
        clear(&mut self.kept, read, self.end);
        self.end = read;
        let end = self.inserted.len() * WORD;
        clear(&mut self.inserted, output.min(end), end);
        self.last = None;
    }

    /// The bytes of the source from `from` to `to` go after all.
    pub(crate) fn drop(&mut self, from: usize, to: usize) {
        clear(&mut self.kept, from, to);
    }

    /// The words of the source's bits, for the kernel: those of all its bytes, and [`BLOCK`] more bits. It says
    /// afterwards [how far](Track::noted_to) it came.
    pub(super) fn kept_mut(&mut self) -> &mut [u64] {
        const { assert!(BLOCK <= WORD) };
        self.last = None;
        &mut self.kept
    }

    /// Of the source from `at` on, up to `end`, those bytes stay whose bits are set; no more than a block.
    pub(super) fn keep(&mut self, at: usize, bits: u64, end: usize) {
        let shift = at % WORD;
        if let Some([word, next]) = self.kept.get_mut(at / WORD..).and_then(<[_]>::first_chunk_mut)
        {
            *word |= bits << shift;
            *next |= bits >> 1 >> (WORD - 1 - shift);
        }
        self.last = None;
        self.end = end;
    }

    /// The source was noted up to there.
    pub(super) fn noted_to(&mut self, end: usize) {
        self.end = end;
    }

    /// The bits for a source and an output of so many bytes: of the source those that stay, of the output those
    /// that were not put in; or no bits for the output, if nothing was.
    pub(crate) fn finish(self, source: usize, output: usize) -> (Vec<u64>, Option<Vec<u64>>) {
        let Track { mut kept, mut inserted, .. } = self;
        kept.truncate(source.div_ceil(WORD));
        if inserted.iter().all(|&word| word == 0) {
            return (kept, None);
        }
        inserted.resize(output.div_ceil(WORD), 0);
        inserted.iter_mut().for_each(|word| *word = !*word);
        let end = inserted.len() * WORD;
        clear(&mut inserted, output, end);
        (kept, Some(inserted))
    }

    fn has_room_for(&mut self, end: usize) {
        if self.inserted.len() * WORD < end {
            self.inserted.resize(end.div_ceil(WORD), 0);
        }
    }
}

/// Words between two entries of an [index].
pub(crate) const INDEXED: usize = 8;

/// How many bits are set before every eighth word, and at the end how many in all.
#[inline(always)]
pub(super) fn index(words: &[u64]) -> Vec<usize> {
    let mut before = Vec::with_capacity(words.len() / INDEXED + 2);
    let mut count = 0;
    let (chunks, rest) = words.as_chunks::<INDEXED>();
    for chunk in chunks {
        before.push(count);
        let mut here = 0;
        for word in chunk {
            here += word.count_ones();
        }
        count += here as usize;
    }
    if !rest.is_empty() {
        before.push(count);
        for word in rest {
            count += word.count_ones() as usize;
        }
    }
    before.push(count);
    before
}

/// Sets the bits from one up to another.
fn set(words: &mut [u64], from: usize, to: usize) {
    for_words(words, from, to, |word, bits| *word |= bits);
}

/// Clears the bits from one up to another.
fn clear(words: &mut [u64], from: usize, to: usize) {
    for_words(words, from, to, |word, bits| *word &= !bits);
}

/// Does something with each word that has some of the bits.
#[inline]
fn for_words(words: &mut [u64], from: usize, to: usize, act: impl Fn(&mut u64, u64)) {
    let (mut at, last) = (from / WORD, to / WORD);
    let mut bits = u64::MAX << (from % WORD);
    while at < last {
        let Some(word) = words.get_mut(at) else { return };
        act(word, bits);
        bits = u64::MAX;
        at += 1;
    }
    // All of the last word lies below if its first bit is the end.
    let below = (1 << (to % WORD)) - 1;
    if from < to
        && below != 0
        && let Some(word) = words.get_mut(last)
    {
        act(word, bits & below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bits of a track for so many bytes, the first one first.
    fn bits(track: Track, source: usize, output: usize) -> (u64, u64) {
        let (kept, from_source) = track.finish(source, output);
        let from_source = from_source.map_or((1 << output) - 1, |words| words[0]);
        (kept.first().copied().unwrap_or(0), from_source)
    }

    #[test]
    fn what_becomes_shorter_keeps_its_last_bytes() {
        let mut track = Track::new(4);
        track.note(0, 2, 0, 1);
        track.note(2, 2, 1, 0);
        assert_eq!(bits(track, 4, 1), (0b0010, 0b1));
    }

    #[test]
    fn what_becomes_longer_ends_with_its_last_byte() {
        // Three bytes become two and two and two.
        let mut track = Track::new(3);
        for output in [0, 2, 4] {
            track.note(0, 3, output, 2);
        }
        assert_eq!(bits(track, 3, 6), (0b111, 0b10_0011));
        // One becomes two.
        let mut track = Track::new(1);
        track.note(0, 1, 0, 2);
        assert_eq!(bits(track, 1, 2), (0b1, 0b10));
    }

    #[test]
    fn what_is_put_in_has_no_byte_of_the_source() {
        let mut track = Track::new(2);
        track.note(0, 1, 0, 1);
        track.insert(1, 1);
        track.note(1, 1, 2, 1);
        assert_eq!(bits(track, 2, 3), (0b11, 0b101));
    }

    #[test]
    fn what_is_put_in_inside_a_character_is_its_own() {
        // Three bytes become two, and two more behind two others.
        let mut track = Track::new(3);
        track.note(0, 3, 0, 2);
        track.insert(2, 2);
        track.note(0, 3, 4, 2);
        assert_eq!(bits(track, 3, 6), (0b111, 0b10_0011));
    }

    #[test]
    fn what_was_taken_back_is_forgotten() {
        let mut track = Track::new(130);
        track.note(0, 130, 0, 130);
        track.insert(130, 3);
        track.back_to(65, 131);
        let (kept, from_source) = track.finish(130, 140);
        assert_eq!(kept, [u64::MAX, 1, 0]);
        assert_eq!(from_source.as_deref(), Some(&[u64::MAX, u64::MAX, 0b1111_1111_1011][..]));
    }

    #[test]
    fn ranges_reach_across_words() {
        for from in [0, 1, 63, 64, 65, 127, 128] {
            for to in [0, 1, 63, 64, 65, 127, 128, 129, 192] {
                let mut words = [0; 3];
                set(&mut words, from, to);
                for bit in 0..192 {
                    let is_set = words[bit / 64] >> (bit % 64) & 1 != 0;
                    assert_eq!(is_set, (from..to).contains(&bit), "{from}..{to}, {bit}");
                }
                clear(&mut words, from, to);
                assert_eq!(words, [0; 3]);
            }
        }
    }
}
