//! White space that stands on the wrong side of a mark, where the nearest neighbours show it: too much
//! before a comma behind an Arabic letter, none behind it, too much inside brackets.
//!
//! Shortcuts through [`scalar::spacing`](crate::engine::scalar) for what untidy text is full of. Behind an Arabic
//! letter the line is Arabic, which is all that those rules ask of it.

use super::{
    Nearby,
    settle::{ends_clause, is_word},
};
use crate::{
    engine::scalar::left,
    rules::{
        kinds::Kind,
        quick::{Entry, LOOK, MARK, REWIND, STOP, decode, entry_at},
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
                entry.flags & (STOP | REWIND) == STOP && ends_clause(entry.kind)
            })
    }

    /// The mark at `read` as it should stand, with the white space that it should have beside it, or `None` if the line has to
    /// decide. `output` is that of this text.
    pub(in crate::engine) fn mended(&self, output: &[u8]) -> Option<Mended> {
        let settle = || {
            let (bytes, written) = self.settle()?;
            let len = decode(self.bytes, self.read).1;
            Some(Mended { len, pulled: 0, bytes, written, spaced: false })
        };
        // No mark both stands well and has to be mended, and behind a space it seldom stands well.
        if self.read > 0 && self.bytes[self.read - 1] == b' ' {
            self.mend(output).or_else(settle)
        } else {
            settle().or_else(|| self.mend(output))
        }
    }

    /// The same of one that does not stand well.
    fn mend(&self, output: &[u8]) -> Option<Mended> {
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
        if !ends_clause(entry.kind) || (spaces > 1 && !self.quick.collapses) {
            return None;
        }
        // Two digits may be of one number.
        let may_end = left.is_digit() || matches!(left, Kind::Close | Kind::Quote);
        let is_arabic = left == Kind::ArabicLetter
            || may_end
                && !(left.is_digit() && right.is_digit())
                && self.on_arabic_line(before) == Some(true);
        if !is_arabic {
            return None;
        }
        let spaced = match entry.kind {
            _ if edge => false,
            Kind::Comma => is_word(right),
            // Others follow a space unless what stands behind them shows that they end something.
            Kind::Semicolon | Kind::Question | Kind::Exclamation if !pulled => is_word(right),
            Kind::Colon => right == Kind::ArabicLetter && !left.is_digit(),
            Kind::Semicolon | Kind::Question | Kind::Exclamation | Kind::Close => {
                right == Kind::ArabicLetter
            }
            Kind::UrduStop => is_word(right),
            Kind::Stop if right == Kind::ArabicLetter => {
                // Before a space that goes.
                let word = &output[..output.len() - usize::from(pulled)];
                (may_end || left::ends_long_word_in(word)) && !self.is_initial(self.read + len)?
            }
            _ => false,
        };
        let mends = match entry.kind {
            _ if edge || spaced => true,
            Kind::Comma => !matches!(right, Kind::Open | Kind::Quote),
            Kind::Question | Kind::Exclamation => right.ends_clause(),
            Kind::Colon => right.ends_clause() || right == Kind::ArabicLetter,
            Kind::Stop => right == Kind::ArabicLetter || right.ends_clause() && right != Kind::Stop,
            Kind::UrduStop | Kind::Close => true,
            _ => false,
        };
        if !mends || (entry.kind == Kind::Close && !pulled) {
            return None;
        }
        let (bytes, written) = match entry.kind {
            Kind::Comma | Kind::Semicolon | Kind::Question => {
                self.mapped(entry, Kind::ArabicLetter)?
            }
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

    /// How many spaces stand at `read`, if they begin a line, and a letter, a digit or a sign that no rule looks at follows: all
    /// of them stay.
    pub(in crate::engine) fn indent(&self) -> Option<usize> {
        let begins = self.read > self.start && self.bytes[self.read - 1] == b'\n';
        let spaces = self.bytes[self.read..].iter().take_while(|&&byte| byte == b' ').count();
        let stays = begins && self.quick.settles && self.is_plain(self.read + spaces);
        stays.then_some(spaces)
    }

    /// How many bytes go from `read` on, if a space stands before it and all that follows goes, or is space of the same run,
    /// up to a letter, a digit or a sign that no rule looks at: a pause mark between two words of the Quran.
    pub(in crate::engine) fn gone_in_space(&self) -> Option<usize> {
        let is_behind_space = self.read > self.start + 1 && self.bytes[self.read - 1] == b' ';
        if !is_behind_space || !self.quick.collapses || !self.quick.settles {
            return None;
        }
        let mut end = self.read;
        while self.bytes.get(end) == Some(&b' ') || self.goes_at(end) {
            end += decode(self.bytes, end).1;
        }
        self.is_plain(end).then_some(end - self.read)
    }

    /// Whether there is a letter, a digit or a sign that no rule looks at.
    fn is_plain(&self, at: usize) -> bool {
        let is_plain = |entry: &Entry| entry.flags & (LOOK | MARK) == 0 && entry.len > 0;
        entry_at(self.quick, self.bytes, at).is_some_and(is_plain)
    }

    /// How many spaces stand before `read` in this stretch.
    fn spaces_before(&self) -> usize {
        let before = &self.bytes[self.start..self.read];
        before.iter().rev().take_while(|&&byte| byte == b' ').count()
    }
}
