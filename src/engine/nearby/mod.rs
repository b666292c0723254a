//! What stands beside a place of a text, as far as a [stretch](super::stretch) or the [kernel](super::block) has come: all that
//! most marks of punctuation and white space need.
//!
//! One subject a file: marks that [stand well](settle), white space to [mend], URLs and mentions that [stay](span).

mod mend;
mod settle;
mod span;

pub(super) use mend::Mended;

use crate::rules::{
    kinds::Kind,
    marks,
    quick::{Entry, MARK, Quick, REWIND, decode, entry_at, previous},
};

/// A place of a text, and what of the text may be looked at.
#[derive(Clone, Copy)]
pub(super) struct Nearby<'c, 't> {
    pub(super) quick: &'c Quick,
    pub(super) bytes: &'t [u8],
    /// In front of this nothing is known.
    pub(super) start: usize,
    /// Where the next character starts.
    pub(super) read: usize,
    /// Whether a `<` was open on the line before `start`.
    pub(super) in_angle: bool,
}

impl Nearby<'_, '_> {
    /// Whether the character at `at` goes wherever it stands.
    pub(in crate::engine) fn goes_at(&self, at: usize) -> bool {
        at < self.bytes.len() && self.goes(at, entry_at(self.quick, self.bytes, at))
    }

    /// The same for a character with its entry.
    #[inline]
    pub(in crate::engine) fn goes(&self, at: usize, entry: Option<&Entry>) -> bool {
        match entry {
            Some(entry) => entry.len == 0,
            None => self.quick.deleted.contains(decode(self.bytes, at).0),
        }
    }

    /// The kind of the character at `at`; a line end at the text's end; `None` if it may
    /// not stay, or belongs to what stands before it.
    pub(in crate::engine) fn kind_at(&self, at: usize) -> Option<Kind> {
        if at >= self.bytes.len() {
            return Some(Kind::LineEnd);
        }
        match entry_at(self.quick, self.bytes, at) {
            Some(entry) => {
                (entry.len > 0 && entry.flags & (MARK | REWIND) == 0).then_some(entry.kind)
            }
            None => {
                let c = decode(self.bytes, at).0;
                if self.quick.spelled.get(c).is_some() {
                    return Some(Kind::ArabicLetter);
                }
                if marks::is_mark(c) {
                    return None;
                }
                let kind = Kind::of(c);
                // What is noted for what stands beside it stays itself.
                let encloses = || {
                    matches!(kind, Kind::Open | Kind::Close)
                        && self.quick.encloser_stays(c)
                        && !self.quick.units.contains(c)
                };
                (!self.quick.elsewhere.contains(c) || encloses()).then_some(kind)
            }
        }
    }

    /// The kind of what stands before `read`, if it is in this stretch: of a letter through its
    /// marks, but no digit or bracket through marks.
    #[inline]
    pub(in crate::engine) fn kind_left(&self, read: usize) -> Option<Kind> {
        // Most often a letter, or a closing mark.
        if read >= self.start + 2 {
            let at = if self.bytes[read - 1] < 0x80 { read - 1 } else { read - 2 };
            if let Some(entry) = entry_at(self.quick, self.bytes, at)
                && entry.len > 0
                && entry.flags & MARK == 0
            {
                return Some(entry.kind);
            }
        }
        if read >= self.start + 3 && self.bytes[read - 3] == 0xEF {
            let form = decode(self.bytes, read - 3).0;
            if self.quick.spelled.get(form).is_some() {
                return Some(Kind::ArabicLetter);
            }
        }
        self.kind_far_left(read)
    }

    /// The same, whatever stands before `read`.
    #[cold]
    fn kind_far_left(&self, read: usize) -> Option<Kind> {
        let seen =
            |kind: Kind, marked| if marked && !kind.is_letter() { Kind::Other } else { kind };
        let mut marked = false;
        let mut at = read;
        while at > self.start {
            at = previous(self.bytes, at);
            match entry_at(self.quick, self.bytes, at) {
                entry if self.goes(at, entry) => {}
                Some(entry) if entry.flags & MARK != 0 => marked = true,
                Some(entry) => return Some(seen(entry.kind, marked)),
                None => {
                    let c = decode(self.bytes, at).0;
                    if self.quick.units.contains(c) && marks::is_mark(c) {
                        marked = true;
                        continue;
                    }
                    let is_spelled = self.quick.spelled.get(c).is_some();
                    let kind = if is_spelled { Kind::ArabicLetter } else { Kind::of(c) };
                    return Some(seen(kind, marked));
                }
            }
        }
        None
    }

    /// Whether the last letter of the line before `read` is Arabic; not so before its first. `None` if it is too far away, or
    /// in front of the stretch.
    pub(in crate::engine) fn on_arabic_line(&self, read: usize) -> Option<bool> {
        /// How many characters to look back.
        const FAR: usize = 64;
        let mut at = read;
        for _ in 0..FAR {
            if at <= self.start {
                return None;
            }
            at = previous(self.bytes, at);
            let entry = entry_at(self.quick, self.bytes, at);
            if self.goes(at, entry) {
                continue;
            }
            let kind = match entry {
                Some(entry) if entry.flags & MARK != 0 => continue,
                Some(entry) => entry.kind,
                None if marks::is_mark(decode(self.bytes, at).0) => continue,
                None => self.kind_at(at)?,
            };
            match kind {
                Kind::LineEnd => return Some(false),
                _ if kind.is_letter() => return Some(kind == Kind::ArabicLetter),
                _ => {}
            }
        }
        None
    }
}
