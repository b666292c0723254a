//! White space that stands on the wrong side of a mark, where the nearest neighbours show it: too much
//! before a comma behind an Arabic letter, none behind it, too much inside brackets.
//!
//! Shortcuts through [`scalar::spacing`](crate::engine::scalar) for what untidy text is full of. Behind an Arabic
//! letter the line is Arabic, which is all that those rules ask of it.

use super::{Nearby, settle::is_word};
use crate::{
    engine::scalar::left,
    rules::{
        kinds::Kind,
        quick::{REWIND, STOP, decode, entry_at, previous},
    },
};

/// What a mark becomes.
pub(in crate::engine) struct Mended {
    /// How many bytes of the source it takes: the mark, and spaces behind it.
    pub(in crate::engine) len: usize,
    /// How many spaces before it go.
    pub(in crate::engine) pulled: usize,
    /// What the mark is written as, and how many bytes of it.
    pub(in crate::engine) bytes: [u8; 2],
    pub(in crate::engine) written: usize,
    /// A space is put in behind it.
    pub(in crate::engine) spaced: bool,
}

impl Nearby<'_, '_> {
    /// Whether a mark at `at` may take away a space before it. If it does not, the stretch
    /// ends in front of the space after all.
    pub(in crate::engine) fn may_mend(&self, at: usize) -> bool {
        let entry = entry_at(self.quick, self.bytes, at);
        self.quick.tidies
            && entry.is_some_and(|entry| {
                entry.flags & (STOP | REWIND) == STOP
                    && (entry.kind.ends_clause() || entry.kind == Kind::Close)
            })
    }

    /// The mark at `read`, with the white space that it should have beside it.
    ///
    /// `output` is that of this text.
    pub(in crate::engine) fn mend(&self, output: &[u8]) -> Option<Mended> {
        if !self.quick.tidies {
            return None;
        }
        let entry = entry_at(self.quick, self.bytes, self.read)?;
        let len = if self.bytes[self.read] < 0x80 { 1 } else { 2 };
        if entry.kind == Kind::Open {
            return self.opening();
        }
        let spaces = self.spaces_before();
        let pulled = spaces > 0;
        let before = self.read - spaces;
        let left = self.kind_left(before)?;
        let right = self.kind_at(self.read + len)?;
        let edge = matches!(right, Kind::White | Kind::LineEnd);
        if entry.kind == Kind::LineEnd {
            let noted = matches!(entry.bytes[0], b'\n' | b'\r');
            let trails = noted && pulled && self.quick.collapses && left != Kind::LineEnd;
            return trails.then_some(Mended {
                len,
                pulled: spaces,
                bytes: [entry.bytes[0], 0],
                written: 1,
                spaced: false,
            });
        }
        if left != Kind::ArabicLetter || (spaces > 1 && !self.quick.collapses) {
            return None;
        }
        let spaced = match entry.kind {
            _ if edge => false,
            Kind::Comma => is_word(right),
            // Others follow a space unless what stands behind them shows that they end something.
            Kind::Semicolon | Kind::Question | Kind::Exclamation if !pulled => is_word(right),
            Kind::Semicolon | Kind::Question | Kind::Exclamation | Kind::Colon | Kind::Close => {
                right == Kind::ArabicLetter
            }
            Kind::UrduStop => is_word(right),
            Kind::Stop if right == Kind::ArabicLetter => {
                ends_long_word(output, pulled) && !self.is_initial(self.read + len)?
            }
            _ => return None,
        };
        let mends = match entry.kind {
            Kind::Comma
            | Kind::Semicolon
            | Kind::Question
            | Kind::Exclamation
            | Kind::Colon
            | Kind::UrduStop
            | Kind::Close => edge || spaced,
            Kind::Stop => edge || right == Kind::ArabicLetter,
            _ => false,
        };
        if !mends || (entry.kind == Kind::Close && !pulled) {
            return None;
        }
        let (bytes, written) = match entry.kind {
            Kind::Comma | Kind::Semicolon | Kind::Question => self.mapped(entry, left)?,
            _ => (entry.bytes, usize::from(entry.len)),
        };
        Some(Mended { len, pulled: spaces, bytes, written, spaced })
    }

    /// Whether the Arabic letter at `at` has a full stop right behind it; `None` where something may belong to it.
    fn is_initial(&self, at: usize) -> Option<bool> {
        let (letter, len) = decode(self.bytes, at);
        let spelled = self.quick.spelled.get(letter).map_or(1, |letters| letters.len() / 2);
        if spelled > 1 || at + len == self.bytes.len() {
            return Some(false);
        }
        // The same letter again may go.
        let next = self.kind_at(at + len).filter(|_| !self.quick.counts)?;
        Some(next == Kind::Stop)
    }

    /// A bracket that opens behind a space, with spaces behind it and then an Arabic letter.
    fn opening(&self) -> Option<Mended> {
        let behind = &self.bytes[self.read + 1..];
        let spaces = behind.iter().take_while(|&&byte| byte == b' ').count();
        let opens = spaces > 0
            && (spaces == 1 || self.quick.collapses)
            && self.kind_left(self.read) == Some(Kind::White)
            && self.kind_at(self.read + 1 + spaces) == Some(Kind::ArabicLetter);
        let bytes = [self.bytes[self.read], 0];
        opens.then_some(Mended { len: 1 + spaces, pulled: 0, bytes, written: 1, spaced: false })
    }

    /// How many spaces stand before `read` in this stretch.
    fn spaces_before(&self) -> usize {
        let before = &self.bytes[self.start..self.read];
        before.iter().rev().take_while(|&&byte| byte == b' ').count()
    }
}

/// Whether what was written ends with a word of two letters or more, before a space that goes.
fn ends_long_word(output: &[u8], pulled: bool) -> bool {
    let mut at = output.len() - usize::from(pulled);
    left::ends_long_word(core::iter::from_fn(|| {
        let end = at;
        at = previous(output, end);
        (end > 0).then(|| decode(output, at).0)
    }))
}
