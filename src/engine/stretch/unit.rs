//! A base outside the Arabic blocks and what attaches to it, in NFC: Latin letters with marks of their own, Hebrew points,
//! Thai tone marks, Hangul jamo. Text in other scripts is full of them.
//!
//! A shortcut through [`scalar::cluster`](crate::engine::scalar).

use alloc::vec::Vec;

use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};

use super::{LOOK, Look, MARK, REWIND, Stretch, decode, entry_at, previous};
use crate::{
    engine::scalar::{self, Placed},
    rules::{
        kinds::Kind,
        marks::{attaches, ccc, is_arabic, is_mark, may_change},
    },
};

/// The most characters that are taken as a unit here, the base among them.
const MOST: usize = 8;

/// The most that they may become on the way. Few of them decompose at all.
const MOST_PARTS: usize = 2 * MOST;

/// So many characters without a unit are left to the kernel, which is faster.
const PLAIN: usize = 12;

/// A unit that a stretch has passed.
#[derive(Clone, Copy, Default)]
pub(super) struct Passed {
    start: usize,
    /// Where it ended in the source.
    end: usize,
    /// How many bytes were written for it.
    written: usize,
}

/// A base and what belongs to it.
struct Unit {
    chars: Few,
    /// Where it ends in the source.
    end: usize,
    /// What it becomes, or nothing if it stays.
    becomes: Few,
}

/// Up to so many characters.
struct Few {
    chars: [char; MOST_PARTS],
    count: usize,
    /// Whether there were more.
    overflows: bool,
}

impl Few {
    const NONE: Few = Few { chars: ['\0'; MOST_PARTS], count: 0, overflows: false };

    fn of(c: char) -> Few {
        let mut few = Few::NONE;
        few.push(c);
        few
    }

    #[inline]
    fn push(&mut self, c: char) {
        match self.chars.get_mut(self.count) {
            Some(place) => {
                *place = c;
                self.count += 1;
            }
            None => self.overflows = true,
        }
    }

    #[inline]
    fn as_slice(&self) -> &[char] {
        &self.chars[..self.count]
    }

    /// Adds a character decomposed, the marks in canonical order: by their classes, those of one class as they came.
    fn push_decomposed(&mut self, c: char) {
        let mut push = |part: char| {
            let class = ccc(part);
            let mut at = self.count;
            self.push(part);
            if class == 0 || self.overflows {
                return;
            }
            while at > 0 && ccc(self.chars[at - 1]) > class {
                self.chars.swap(at - 1, at);
                at -= 1;
            }
        };
        if c.is_ascii() { push(c) } else { decompose_canonical(c, push) }
    }

    /// Composes what has been decomposed (UAX #15, D117).
    fn compose(&mut self) {
        let (mut count, mut starter, mut last_class) = (0, None, 0);
        for at in 0..self.count {
            let part = self.chars[at];
            let class = ccc(part);
            if let Some(starter) = starter {
                // Nothing stands between, or only marks of lower classes.
                let is_free = count == starter + 1 || last_class < class;
                if is_free && let Some(whole) = compose(self.chars[starter], part) {
                    self.chars[starter] = whole;
                    continue;
                }
            }
            if class == 0 {
                starter = Some(count);
            }
            self.chars[count] = part;
            count += 1;
            last_class = class;
        }
        self.count = count;
    }

    /// Puts into `to` what these become under NFC.
    fn nfc(&self, to: &mut Few) {
        (to.count, to.overflows) = (0, false);
        self.as_slice().iter().for_each(|&c| to.push_decomposed(c));
        to.compose();
    }
}

/// Whether a base composes with what stands before it.
fn composes(before: &Few, base: char) -> bool {
    let mut first = None;
    decompose_canonical(base, |part| first = first.or(Some(part)));
    let mut composed = Few::NONE;
    before.nfc(&mut composed);
    let last = composed.as_slice().last().copied();
    last.zip(first).is_some_and(|(last, first)| compose(last, first).is_some())
}

/// Whether what characters become is to the rules of the line as they were: letters, or nothing that these look at.
fn keeps_kinds(before: &[char], after: &[char]) -> bool {
    let is_quiet = |&c: &char| matches!(Kind::of(c), Kind::OtherLetter | Kind::Other);
    let ends = |chars: &[char]| {
        let mut bases = chars.iter().filter(|&&c| !is_mark(c)).map(|&c| Kind::of(c));
        let first = bases.next();
        (first, bases.next_back().or(first))
    };
    after.iter().all(is_quiet) && ends(before) == ends(after)
}

impl Stretch<'_, '_, '_> {
    /// Passes the unit to which the character at `read` belongs, and the units and plain characters behind it. `None`
    /// where that unit needs thought.
    pub(super) fn pass_units<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> Option<Look> {
        let mut next_base = self.base_of(self.base_before(), self.read);
        // Up to where the source has been written, and up to where it has been decided.
        let (mut copied, mut end) = (self.read, self.read);
        let mut unit = Unit { chars: Few::NONE, end, becomes: Few::NONE };
        while let Some(base) = next_base
            && self.unit_at(base, &mut unit)
        {
            let mut written = unit.end - base;
            if unit.becomes.count > 0 {
                if !WRITES {
                    // Behind its base, which may be gone back to.
                    let (first, len) = decode(self.bytes, base);
                    self.go_to(if self.quick.units.contains(first) { base } else { base + len });
                    return Some(Look::Changed);
                }
                if base < copied {
                    output.truncate(output.len() - (copied - base));
                    self.read = base;
                    self.go_back(output.len());
                } else {
                    self.copy(output, copied, base);
                }
                written = self.write_unit(output, base, &unit);
                copied = unit.end;
            }
            end = unit.end;
            self.unit = Passed { start: base, end, written };
            next_base = self.next_base(end);
        }
        if end == self.read {
            return None;
        }
        if WRITES {
            self.copy(output, copied, end);
        }
        self.go_to(end);
        Some(Look::Passed)
    }

    /// Finds the unit that begins with this base, if it is short and its end is known.
    fn unit_at(&self, base: usize, unit: &mut Unit) -> bool {
        let (first, len) = decode(self.bytes, base);
        let Unit { chars, end, becomes } = unit;
        (chars.count, becomes.count) = (0, 0);
        chars.push(first);
        let mut stays = !(self.quick.units.contains(first) && may_change(first));
        let mut class = 0;
        *end = base + len;
        while *end < self.bytes.len() && !self.bytes[*end].is_ascii() {
            let (c, len) = decode(self.bytes, *end);
            if !(self.quick.units.contains(c) && attaches(c)) {
                break;
            }
            let class_before = class;
            class = ccc(c);
            if class == 0 && !composes(chars, c) {
                break;
            }
            stays = stays && class_before <= class && !may_change(c);
            if chars.count == MOST {
                return false;
            }
            chars.push(c);
            *end += len;
        }
        if !self.ends_unit(*end) {
            return false;
        }
        if stays {
            return true;
        }
        // A mark that is newer than naqi is a base to us, and is not to be sorted.
        if !first.is_ascii() && canonical_combining_class(first) != 0 {
            return false;
        }
        chars.nfc(becomes);
        if becomes.overflows {
            return false;
        }
        if becomes.as_slice() == chars.as_slice() {
            becomes.count = 0;
            return true;
        }
        keeps_kinds(chars.as_slice(), becomes.as_slice())
    }

    /// Whether a base or nothing follows, and no mark behind what goes.
    fn ends_unit(&self, at: usize) -> bool {
        if at == self.bytes.len() {
            return true;
        }
        if let Some(entry) = entry_at(self.quick, self.bytes, at) {
            return entry.len > 0 && entry.flags & (MARK | REWIND) == 0;
        }
        let c = decode(self.bytes, at).0;
        let is_noted = || {
            !matches!(Kind::of(c), Kind::ArabicLetter | Kind::OtherLetter | Kind::Other)
                && !self.quick.deleted.contains(c)
        };
        !self.quick.elsewhere.contains(c)
            || (self.quick.units.contains(c) && !is_mark(c))
            || is_noted()
    }

    /// Where the base stands right before `read`, if it is in this stretch and has no marks yet.
    fn base_before(&self) -> Option<usize> {
        let at = previous(self.bytes, self.read);
        (self.read > self.start && at >= self.start && self.is_plain_base(at)).then_some(at)
    }

    /// Where the unit begins to which the character at `at` belongs, which may be `before`.
    fn base_of(&self, before: Option<usize>, at: usize) -> Option<usize> {
        let c = decode(self.bytes, at).0;
        if !attaches(c) {
            return Some(at);
        }
        let is_joined = before.is_some_and(|before| {
            is_mark(c) || composes(&Few::of(decode(self.bytes, before).0), c)
        });
        if is_joined {
            return before;
        }
        // What stands before is known not to compose with it.
        let is_alone = before.is_some()
            || at == self.start
            || at == self.unit.end
            || self.bytes[at - 1].is_ascii();
        (is_alone && !is_mark(c)).then_some(at)
    }

    /// The base of the next unit, if it is near.
    fn next_base(&self, from: usize) -> Option<usize> {
        let (mut before, mut at) = (None, from);
        for _ in 0..PLAIN {
            if at == self.bytes.len() {
                return None;
            }
            let mut len = 1;
            if !self.bytes[at].is_ascii() {
                let c;
                (c, len) = decode(self.bytes, at);
                if self.quick.units.contains(c) {
                    return self.base_of(before, at);
                }
            }
            if self.is_plain_base(at) {
                before = Some(at);
            } else if self.is_space_between(at) && (at == from || before.is_some()) {
                before = None;
            } else {
                return None;
            }
            at += len;
        }
        None
    }

    /// Whether this is a space that stays behind text: one in front of text.
    fn is_space_between(&self, at: usize) -> bool {
        self.bytes[at] == b' ' && at + 1 < self.bytes.len() && self.is_plain_base(at + 1)
    }

    /// Whether a character stays whatever stands beside it, and may be a base of units.
    #[inline]
    fn is_plain_base(&self, at: usize) -> bool {
        let byte = self.bytes[at];
        match entry_at(self.quick, self.bytes, at) {
            Some(entry) if byte.is_ascii() => {
                let is_quiet = byte.is_ascii_alphabetic() || !self.compiled.program.context;
                is_quiet && entry.flags & (LOOK | MARK) == 0 && entry.bytes == [byte, 0]
            }
            Some(_) => false,
            None => {
                let c = decode(self.bytes, at).0;
                !self.quick.elsewhere.contains(c) && !is_arabic(c)
            }
        }
    }

    /// Writes what a unit becomes, and returns how many bytes that are.
    fn write_unit(&mut self, output: &mut Vec<u8>, base: usize, unit: &Unit) -> usize {
        let (start, Unit { chars, becomes, .. }) = (output.len(), unit);
        let mut bytes = [0; 4];
        for &c in becomes.as_slice() {
            output.extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
        }
        if let Some(track) = &mut self.track {
            let mut at = base;
            let mut unit = Vec::with_capacity(MOST);
            for &c in chars.as_slice() {
                unit.push(Placed { c, at });
                at += c.len_utf8();
            }
            let placed = scalar::place(&unit, becomes.as_slice());
            let mut placed = placed.iter().peekable();
            let mut written = start;
            for &Placed { c, at } in &unit {
                let mut len = 0;
                while let Some(next) = placed.next_if(|next| next.at == at) {
                    len += next.c.len_utf8();
                }
                track.note(at, c.len_utf8(), written, len);
                written += len;
            }
        }
        output.len() - start
    }

    /// Writes what stays of the source.
    fn copy(&mut self, output: &mut Vec<u8>, from: usize, to: usize) {
        if from < to {
            if let Some(track) = &mut self.track {
                track.note(from, to - from, output.len(), to - from);
            }
            output.extend_from_slice(&self.bytes[from..to]);
        }
    }

    /// Goes on from there, behind units and plain characters.
    fn go_to(&mut self, at: usize) {
        self.read = at;
        self.letter = [0; 2];
        self.left = self.left.passed(false);
    }

    /// Goes back in front of the unit that ends at `read`, if one does.
    pub(super) fn back_to_unit<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> bool {
        let Passed { start, end, written } = self.unit;
        let ends_here = self.read == end && start < end;
        if ends_here {
            self.read = start;
            if WRITES {
                output.truncate(output.len() - written);
            }
        }
        ends_here
    }
}
