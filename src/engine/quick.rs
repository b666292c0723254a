//! The stretches that need no thought: copied, mapped and thinned out from tables.
//!
//! Two loops take turns. [`Stretch::leap`] looks at pairs of bytes, any two that follow each other, and
//! leaps over all that stays as it is. [`Stretch::walk`] goes character by character and
//! writes what the tables say. Both stop at a character with a flag; [`Stretch::look`] then
//! looks at its neighbours and lets it pass if they settle it, or ends the stretch.

mod settle;

use super::sink::Sink;
use crate::rules::quick::{
    ARABIC, COUNTED, Entry, Hot, MARK, NOTHING, ORDERED, PLACES, Quick, REWIND, SPACE, STOP,
};

/// Bytes gathered before they go to the sink: more than a base with [`MARKS`] marks. Few in tests, so
/// that what happens where they are full happens often.
pub(super) const GATHER: usize = if cfg!(test) { 96 } else { 512 };

/// Bytes that the walk reads before another leap is tried.
const WALK: usize = 256;

/// Bytes that the walk may see at a time: four characters and what decides on a space.
const WINDOW: usize = 16;

/// Marks after one base that are copied without thought; UAX #15 asks for care after thirty.
const MARKS: usize = 29;

/// Whether a quick stretch may begin with the text's first character: one that stays or is mapped, and
/// is neither white space nor a mark on something before.
#[inline]
pub(crate) fn may_start(quick: &Quick, text: &str) -> bool {
    let bytes = text.as_bytes();
    match entry_at(quick, bytes, 0) {
        Some(entry) => entry.flags & (STOP | REWIND | SPACE | MARK) == 0 && entry.len > 0,
        None if bytes.is_empty() => false,
        None => quick.is_plain_elsewhere(decode(bytes, 0).0),
    }
}

/// Runs over a quick stretch from `start` and returns its end, which is `start` where none begins
/// there. The end is never between a base and its marks where those are one unit.
///
/// `gathered` holds what has not gone to the sink yet; what it held before does not matter.
pub(crate) fn run<S: Sink>(
    quick: &Quick,
    text: &str,
    start: usize,
    sink: &mut S,
    gathered: &mut [u8; GATHER],
) -> usize {
    if !may_start(quick, &text[start..]) {
        return start;
    }
    let mut stretch = Stretch::new(quick, text.as_bytes(), start, last_letter(quick, sink));
    if sink.is_source_to(start) {
        // As long as nothing changes, there is nothing to write.
        stretch.only_same = true;
        stretch.run(gathered);
        sink.skip(stretch.read);
        return stretch.read;
    }
    loop {
        let more = stretch.run(gathered);
        let written = &gathered[..stretch.written];
        debug_assert!(core::str::from_utf8(written).is_ok());
        // SAFETY: `run` fills the array with whole characters: copies from `text`, a `str`, from
        // one boundary of characters to another, and the bytes of table entries, which
        // `char::encode_utf8` wrote. Where it goes back, it goes back by whole characters.
        let written = unsafe { core::str::from_utf8_unchecked(written) };
        sink.push_str(written);
        if !more {
            return stretch.read;
        }
        (stretch.written, stretch.looked) = (0, NOT_LOOKED);
    }
}

/// The letter that ends the output, where repeated letters count.
fn last_letter<S: Sink>(quick: &Quick, sink: &S) -> [u8; 2] {
    let mut bytes = [0; 2];
    if quick.counts {
        let base = super::scalar::left::far_base(sink.tail()).filter(|c| c.len_utf8() == 2);
        if let Some(base) = base {
            base.encode_utf8(&mut bytes);
        }
    }
    bytes
}

/// The table entry of the character at `at`, if it has one: ASCII and U+0600–06FF.
#[inline(always)]
fn entry_at<'q>(quick: &'q Quick, bytes: &[u8], at: usize) -> Option<&'q Entry> {
    match *bytes.get(at)? {
        byte @ 0..=0x7F => Some(&quick.entries[usize::from(byte)]),
        lead @ 0xD8..=0xDB => {
            let trail = usize::from(bytes.get(at + 1)? & 0x3F);
            Some(&quick.entries[ARABIC + (usize::from(lead & 3) << 6 | trail)])
        }
        _ => None,
    }
}

/// The character that starts at `at`, and its length. The bytes are those of a `str`.
#[inline]
fn decode(bytes: &[u8], at: usize) -> (char, usize) {
    let byte = |i: usize| u32::from(bytes.get(at + i).copied().unwrap_or(0) & 0x3F);
    let lead = u32::from(bytes[at]);
    let (code, len) = match lead {
        0..=0x7F => (lead, 1),
        0x80..=0xDF => ((lead & 0x1F) << 6 | byte(1), 2),
        0xE0..=0xEF => ((lead & 0xF) << 12 | byte(1) << 6 | byte(2), 3),
        _ => ((lead & 7) << 18 | byte(1) << 12 | byte(2) << 6 | byte(3), 4),
    };
    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), len)
}

/// Where the character before `at` starts. The bytes are those of a `str`, and `at` is a boundary.
#[inline]
fn previous(bytes: &[u8], at: usize) -> usize {
    let mut start = at.saturating_sub(1);
    while start > 0 && bytes[start] & 0xC0 == 0x80 {
        start -= 1;
    }
    start
}

/// What comes of a look at a character.
enum Look {
    /// Go on behind it.
    Passed,
    /// End the stretch in front of it.
    End,
    /// End the stretch in front of the base before it.
    EndAtBase,
}

/// No character of this round has been looked at.
const NOT_LOOKED: (usize, usize) = (usize::MAX, 0);

/// The state of one quick stretch.
struct Stretch<'q, 't> {
    quick: &'q Quick,
    bytes: &'t [u8],
    /// Where the stretch began.
    start: usize,
    /// Where the next character starts.
    read: usize,
    /// Bytes written so far in this round.
    written: usize,
    /// End the stretch at the first change, and write nothing.
    only_same: bool,
    /// The bytes of the letter before, marks aside, where repeated letters count.
    letter: [u8; 2],
    /// The same in front of the last base.
    letter_before: [u8; 2],
    /// `read` and `written` in front of the last character that was looked at: what was written for
    /// it may differ from its entry.
    looked: (usize, usize),
    /// Where the last mark of an unbroken sequence of marks ended, and how many there were.
    marks: (usize, usize),
}

impl<'q, 't> Stretch<'q, 't> {
    fn new(quick: &'q Quick, bytes: &'t [u8], start: usize, letter: [u8; 2]) -> Self {
        Stretch {
            quick,
            bytes,
            start,
            read: start,
            written: 0,
            only_same: false,
            letter,
            letter_before: letter,
            looked: NOT_LOOKED,
            marks: (0, 0),
        }
    }

    /// Runs on and writes. Returns whether the array is full and the stretch goes on.
    fn run(&mut self, gathered: &mut [u8; GATHER]) -> bool {
        let mut changing = false;
        while self.read < self.bytes.len() {
            if self.written + 16 > GATHER {
                // The next round starts with a base, so that the stretch can go back to it.
                if self.quick.rewind {
                    self.back_to_base();
                }
                self.back_to_space();
                return true;
            }
            if !changing && !self.quick.counts {
                self.leap(gathered);
                // Most leaps end at a mark that its neighbours settle.
                if self.take_settled(gathered) {
                    continue;
                }
            }
            if !self.only_same {
                let from = self.read;
                changing = self.walk(gathered);
                if self.read - from >= WALK {
                    continue;
                }
            }
            if self.read == self.bytes.len() || self.written + 16 > GATHER {
                continue;
            }
            // Over what stopped them, or what is left near the end.
            match self.look(gathered) {
                // Where one stands outside the tables, more do.
                Look::Passed if self.bytes.get(self.read).is_some_and(|&byte| byte >= 0xE0) => {
                    changing = !self.only_same;
                }
                Look::Passed => {}
                Look::End => {
                    self.back_to_space();
                    return false;
                }
                Look::EndAtBase => {
                    self.back_to_base();
                    return false;
                }
            }
        }
        false
    }

    /// Takes a mark that its neighbours settle, if one stands here.
    #[inline]
    fn take_settled(&mut self, gathered: &mut [u8; GATHER]) -> bool {
        let Some((bytes, count)) = self.settle(self.read) else { return false };
        let len = if self.bytes[self.read] < 0x80 { 1 } else { 2 };
        if !self.only_same {
            self.looked = (self.read, self.written);
            gathered[self.written..][..2].copy_from_slice(&bytes);
            self.written += count;
        } else if bytes[..count] != self.bytes[self.read..self.read + len] {
            return false;
        }
        (self.letter_before, self.letter) = (self.letter, [0; 2]);
        self.read += len;
        true
    }

    /// Leaps over what stays as it is, to a boundary of characters in front of the first pair of
    /// bytes that needs a look, or near the end of what fits.
    fn leap(&mut self, gathered: &mut [u8; GATHER]) {
        let Quick { first, second, .. } = self.quick;
        let room = if self.only_same { usize::MAX } else { GATHER - 16 - self.written };
        let most = self.bytes.len().min(self.read.saturating_add(room));
        let mut end = self.read;
        // Eight pairs at a time, without a branch between them.
        while let Some(window) = self.bytes.get(end..end + 9).filter(|_| end + 8 <= most) {
            let looks: [u8; 8] = core::array::from_fn(|i| {
                first[usize::from(window[i])] & second[usize::from(window[i + 1])]
            });
            let looks = u64::from_le_bytes(looks);
            if looks != 0 {
                end += looks.trailing_zeros() as usize / 8;
                break;
            }
            end += 8;
        }
        // The character there may have begun before; a space is decided with what follows it.
        while end > self.read && self.bytes.get(end).is_some_and(|byte| byte & 0xC0 == 0x80) {
            end -= 1;
        }
        if self.quick.spaces && end > self.read && self.bytes[end - 1] == b' ' {
            end -= 1;
        }
        if !self.only_same {
            let len = end - self.read;
            gathered[self.written..self.written + len].copy_from_slice(&self.bytes[self.read..end]);
            self.written += len;
        }
        self.read = end;
    }

    /// Writes what the tables say: up to a character that needs a look, or so many bytes; or
    /// behind a settled mark, if nothing has changed, since a leap is faster then.
    /// Returns whether anything changed.
    ///
    /// Each round takes up to four Arabic characters and the one after them. How many of the four
    /// there are is a matter of arithmetic, not of branches: words have no usual length that
    /// a processor could learn.
    #[inline]
    fn walk(&mut self, gathered: &mut [u8; GATHER]) -> bool {
        let (mut read, mut written) = (self.read, self.written);
        let end = self.bytes.len().min(read + WALK);
        let mut seen = 0;
        while read < end {
            let Some(window) = self.bytes[read..].first_chunk::<WINDOW>() else { break };
            let Some(out) = gathered[written..].first_chunk_mut::<16>() else { break };
            let (four, count) = self.four(window);
            let flags = four.iter().fold(0, |flags, hot| flags | hot.flags());
            if flags & Hot::STOP != 0 {
                // Those before the one that stops, and that one if its neighbours settle it.
                for hot in four.iter().take_while(|hot| hot.flags() & Hot::STOP == 0) {
                    gathered[written..][..2].copy_from_slice(&hot.bytes());
                    (read, written) = (read + 2, written + hot.len());
                    seen |= hot.flags();
                }
                let Some((bytes, len)) = self.settle(read) else { break };
                self.looked = (read, written);
                gathered[written..][..2].copy_from_slice(&bytes);
                (read, written) = (read + 2, written + len);
                if seen & Hot::CHANGE == 0 {
                    break;
                }
                continue;
            }
            let mut len = 0;
            for hot in four {
                // Lengths are 0, 1 or 2: the fourth character starts at 6 or before.
                out[len % 8..][..2].copy_from_slice(&hot.bytes());
                len += hot.len();
            }
            let at = 2 * count;
            (read, written) = (read + at, written + len);
            seen |= flags;
            let (lead, next) = (window[at % WINDOW], window[(at + 1) % WINDOW]);
            let hot = self.hot(lead, next);
            let waits = hot.flags() & Hot::SPACE != 0 && {
                let after = self.hot(next, window[(at + 2) % WINDOW]);
                after.flags() & (Hot::STOP | Hot::SPACE) != 0 || after.len() == 0
            };
            if waits {
                break;
            }
            if hot.flags() & Hot::STOP != 0 {
                let Some((bytes, len)) = self.settle(read) else { break };
                self.looked = (read, written);
                gathered[written..][..2].copy_from_slice(&bytes);
                read += 1 + usize::from(lead >= 0x80);
                written += len;
                if seen & Hot::CHANGE == 0 {
                    break;
                }
                continue;
            }
            out[len % 8 + len / 8 * 8..][..2].copy_from_slice(&hot.bytes());
            written += hot.len();
            read += 1 + usize::from(lead >= 0x80);
            seen |= hot.flags();
        }
        (self.read, self.written) = (read, written);
        seen & Hot::CHANGE != 0
    }

    /// The entry of the character that two bytes begin with; one that stops where there is none.
    #[inline(always)]
    fn hot(&self, lead: u8, next: u8) -> Hot {
        self.quick.hot[self.quick.leads[usize::from(lead)].place(next)]
    }

    /// The entries of the characters of U+0600–06FF that the window begins with, up to four, and how
    /// many those are; for the rest, entries that write nothing.
    #[inline(always)]
    fn four(&self, window: &[u8; WINDOW]) -> ([Hot; 4], usize) {
        let word = u64::from_le_bytes(window.first_chunk().copied().unwrap_or_default());
        // Zero in each lane of two bytes that begins with a lead byte D8 to DB; what follows that is
        // a trail byte.
        let others = word & 0x00FC_00FC_00FC_00FC ^ 0x00D8_00D8_00D8_00D8;
        let lowest = others & others.wrapping_neg();
        // All bits from the lowest on; so the lanes from the first that is something else.
        let nothing = lowest.wrapping_neg() & (NOTHING as u64 * 0x0001_0001_0001_0001);
        // The last two bits of the lead byte and the last six of the other.
        let places = (word & 0x0003_0003_0003_0003) << 6 | word >> 8 & 0x003F_003F_003F_003F;
        let places = places | nothing;
        let hot = |shift: u32| self.quick.hot[usize::from((places >> shift) as u16) % PLACES];
        ([0, 16, 32, 48].map(hot), others.trailing_zeros() as usize / 16)
    }

    /// Looks at one character that the tables alone do not decide.
    #[inline(never)]
    fn look(&mut self, gathered: &mut [u8; GATHER]) -> Look {
        let Some(&entry) = entry_at(self.quick, self.bytes, self.read) else {
            return self.look_elsewhere(gathered);
        };
        let len = if self.bytes[self.read] < 0x80 { 1 } else { 2 };
        if entry.flags & REWIND != 0 {
            return Look::EndAtBase;
        }
        if entry.len == 0 && self.is_after_space() {
            return Look::End;
        }
        if entry.flags & STOP != 0 {
            return if self.take_settled(gathered) { Look::Passed } else { Look::End };
        }
        if entry.flags & SPACE != 0 && !self.is_free(self.read + 1) {
            return Look::End;
        }
        if entry.flags & ORDERED != 0 && !self.is_ordered(entry) {
            return Look::EndAtBase;
        }
        if self.quick.counts && entry.len > 0 && entry.flags & MARK == 0 {
            let counted = entry.flags & COUNTED != 0;
            if counted && self.letter == entry.bytes {
                return Look::End;
            }
            self.letter_before = self.letter;
            self.letter = if counted { entry.bytes } else { [0; 2] };
        }
        let (bytes, count) = (entry.bytes, usize::from(entry.len));
        if self.only_same {
            if bytes[..count] != self.bytes[self.read..self.read + len] {
                // What follows a mark that goes may yet belong to the base before it.
                let unit = self.quick.rewind && count == 0;
                return if unit { Look::EndAtBase } else { Look::End };
            }
        } else {
            self.looked = (self.read, self.written);
            gathered[self.written..self.written + 2].copy_from_slice(&bytes);
            self.written += count;
        }
        if entry.flags & ORDERED != 0 {
            self.marks.0 = self.read + len;
        }
        self.read += len;
        Look::Passed
    }

    /// Characters outside the tables: copied unless the rules name them, or spelled out.
    fn look_elsewhere(&mut self, gathered: &mut [u8; GATHER]) -> Look {
        let (c, len) = decode(self.bytes, self.read);
        if self.quick.deleted.contains(c) && !self.only_same && !self.is_after_space() {
            self.read += len;
            return Look::Passed;
        }
        let itself = &self.bytes[self.read..self.read + len];
        let written = match self.quick.spelled.get(c) {
            Some(letters) if !self.only_same => letters,
            None if !self.quick.elsewhere.contains(c) || self.settles_elsewhere(c, len) => itself,
            _ if self.quick.rewind => return Look::EndAtBase,
            _ => return Look::End,
        };
        if !self.only_same {
            self.looked = (self.read, self.written);
            gathered[self.written..self.written + written.len()].copy_from_slice(written);
            self.written += written.len();
        }
        (self.letter_before, self.letter) = (self.letter, [0; 2]);
        self.read += len;
        Look::Passed
    }

    /// Whether the character at `at`, with its entry, goes wherever it stands.
    #[inline]
    fn goes(&self, at: usize, entry: Option<&Entry>) -> bool {
        match entry {
            Some(entry) => entry.len == 0,
            None => self.quick.deleted.contains(decode(self.bytes, at).0),
        }
    }

    /// Whether a mark stands in canonical order and is not one too many. Counts it.
    fn is_ordered(&mut self, entry: Entry) -> bool {
        let mut at = self.read;
        let before = loop {
            if at <= self.start {
                break None;
            }
            at = previous(self.bytes, at);
            match entry_at(self.quick, self.bytes, at) {
                entry if self.goes(at, entry) => {}
                other => break other,
            }
        };
        let before = before.filter(|before| before.flags & ORDERED != 0);
        let unbroken = self.marks.0 != 0 && before.is_some();
        self.marks.1 = if unbroken { self.marks.1 + 1 } else { 1 };
        before.is_none_or(|before| before.ccc <= entry.ccc) && self.marks.1 <= MARKS
    }

    /// Whether the character before is a space that waits for what follows.
    #[inline]
    fn is_after_space(&self) -> bool {
        self.quick.spaces && self.read > self.start && self.bytes[self.read - 1] == b' '
    }

    /// Goes back in front of a space that is decided with what follows it.
    fn back_to_space(&mut self) {
        if self.is_after_space() {
            self.read -= 1;
            self.written = self.written.saturating_sub(1);
        }
    }

    /// Goes back in front of the last base, or to the start.
    fn back_to_base(&mut self) {
        while self.read > self.start {
            let at = previous(self.bytes, self.read);
            let entry = entry_at(self.quick, self.bytes, at);
            if self.goes(at, entry) {
                self.read = at;
                continue;
            }
            self.written = match entry {
                _ if at == self.looked.0 => self.looked.1,
                Some(entry) => self.written.saturating_sub(usize::from(entry.len)),
                None => {
                    let spelled = self.quick.spelled.get(decode(self.bytes, at).0);
                    let len = spelled.map_or(self.read - at, <[u8]>::len);
                    self.written.saturating_sub(len)
                }
            };
            self.read = at;
            if entry.is_none_or(|entry| entry.flags & MARK == 0) {
                self.letter = self.letter_before;
                break;
            }
        }
    }
}
