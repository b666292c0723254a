//! Marks of punctuation that stand as tidying leaves them, told by their neighbours: a comma between an
//! Arabic letter and a space, a quotation mark between a space and a letter.
//!
//! Each case here is one in which the rules of [`scalar`](crate::engine::scalar) change nothing, or only
//! map the mark, whatever else is on the line. Well-set text then needs no thought at all.

use super::Nearby;
use crate::{
    options::Punctuation,
    rules::{
        kinds::{Kind, System},
        quick::{COUNTED, Entry, MARK, ORDERED, REWIND, SPACE, STOP, decode, entry_at, previous},
    },
};

/// The bytes to write for a mark, and how many.
type Written = ([u8; 2], usize);

impl Nearby<'_, '_> {
    /// What to write for the character at `read`, or `None` if it is no mark, or if the line has to
    /// decide.
    pub(in crate::engine) fn settle(&self) -> Option<Written> {
        let read = self.read;
        if !self.quick.settles {
            return None;
        }
        let entry = entry_at(self.quick, self.bytes, read)?;
        if entry.flags & (STOP | REWIND | ORDERED | COUNTED) != STOP {
            return None;
        }
        let len = if self.bytes[read] < 0x80 { 1 } else { 2 };
        let left = self.kind_left(read)?;
        let right = self.kind_at(read + len)?;
        let edge = right == Kind::White || right == Kind::LineEnd;
        let in_number = left.is_digit() && right.is_digit();
        let itself = Some((entry.bytes, usize::from(entry.len)));
        match entry.kind {
            Kind::Comma | Kind::Stop | Kind::Colon if in_number => itself,
            Kind::Comma | Kind::Question if !self.quick.tidies => self.mapped_anywhere(entry),
            Kind::Exclamation | Kind::UrduStop | Kind::Open | Kind::Close | Kind::Quote
                if !self.quick.tidies =>
            {
                itself
            }
            Kind::Stop if !(self.quick.tidies || is_word(right) && self.is_behind_w(read)) => {
                itself
            }
            Kind::Colon if !(self.quick.tidies || self.bytes.get(read + 1) == Some(&b'/')) => {
                itself
            }
            Kind::Decimal if in_number && self.quick.ascii_digits => Some(written('.')),
            Kind::Thousands if in_number && self.quick.ascii_digits => Some(written(',')),
            // No rule touches one elsewhere.
            Kind::Decimal | Kind::Thousands => itself,
            // Not in front of a mouth: those are eyes.
            Kind::Comma | Kind::Semicolon if edge || right.ends_clause() => {
                self.mapped(entry, left)
            }
            Kind::Question if edge || ends_clause(right) => self.mapped(entry, left),
            Kind::UrduStop if edge && ends_text(left) => itself,
            // Also in runs: what follows the last of them decides.
            Kind::Exclamation
                if (edge || ends_clause(right) || right == Kind::Quote) && left != Kind::White =>
            {
                itself
            }
            // The first of several, which leave a space before them alone.
            Kind::Stop if left == Kind::White && right == Kind::Stop => itself,
            Kind::Stop
                if left != Kind::White
                    && (right != Kind::ArabicLetter || ends_no_sentence(left)) =>
            {
                // Not that of `www.` in front of the name of a host.
                itself.filter(|_| !(is_word(right) && self.is_behind_w(read)))
            }
            Kind::Colon if left != Kind::White && right != Kind::ArabicLetter => {
                itself.filter(|_| self.bytes.get(read + 1) != Some(&b'/'))
            }
            Kind::Percent => {
                self.percent(entry, left, right).filter(|written| edge || written.1 == len)
            }
            Kind::Open if right != Kind::White => itself,
            Kind::Close if left != Kind::White => itself,
            // One behind a digit may be a unit.
            Kind::Quote if left.is_digit() => None,
            Kind::Quote if edge || ends_clause(right) => {
                let closes = !matches!(left, Kind::White | Kind::LineEnd | Kind::Open);
                itself.filter(|_| closes)
            }
            Kind::Quote => itself,
            Kind::LineEnd if self.is_plain_line_end(read, left, right) => itself,
            Kind::Less => itself,
            Kind::Greater if edge && self.is_stray_stop(read) => Some(written('.')),
            // Only behind an Arabic word it may be a full stop.
            Kind::Greater if self.bytes[read - 1].is_ascii() => itself,
            _ => None,
        }
    }

    /// Whether the letter `w` stands before `read`, but for what goes.
    fn is_behind_w(&self, read: usize) -> bool {
        let mut at = read;
        while at > self.start {
            at = previous(self.bytes, at);
            if !self.goes_at(at) {
                return self.bytes[at].eq_ignore_ascii_case(&b'w');
            }
        }
        false
    }

    /// Whether a `>` in front of white space is a full stop: right behind an Arabic letter, with no `<` open.
    fn is_stray_stop(&self, read: usize) -> bool {
        /// How far to look for the last angle bracket of the line.
        const FAR: usize = 256;
        if !self.quick.repairs || read < self.start + 2 {
            return false;
        }
        let before = entry_at(self.quick, self.bytes, read - 2);
        if before.is_none_or(|entry| {
            entry.kind != Kind::ArabicLetter || entry.len == 0 || entry.flags & (MARK | REWIND) != 0
        }) {
            return false;
        }
        let from = self.start.max(read.saturating_sub(FAR));
        match memchr::memrchr3(b'<', b'>', b'\n', &self.bytes[from..read]) {
            Some(at) => self.bytes[from + at] != b'<',
            None => from == self.start && !self.in_angle,
        }
    }

    /// The mark as the punctuation rule writes it, where what stands before it shows that it is none of several marks.
    pub(super) fn mapped(&self, entry: &Entry, left: Kind) -> Option<Written> {
        let (_, arabic) = entry.kind.latin_and_arabic()?;
        match self.quick.punctuation {
            _ if !(ends_text(left) || ends_clause(left)) => None,
            // The last letter on the line decides, and mostly it is this.
            Punctuation::Arabic if entry.len == 1 && left == Kind::ArabicLetter => {
                Some(written(arabic))
            }
            Punctuation::Arabic if left == Kind::OtherLetter => {
                Some((entry.bytes, usize::from(entry.len)))
            }
            _ => self.mapped_anywhere(entry),
        }
    }

    /// The same, whatever stands before it.
    fn mapped_anywhere(&self, entry: &Entry) -> Option<Written> {
        // One of two bytes is Arabic already.
        self.mapped_if(entry, || {
            if entry.len == 1 { self.on_arabic_line(self.read) } else { Some(false) }
        })
    }

    /// The same, where a mark becomes Arabic under this condition.
    fn mapped_if(&self, entry: &Entry, arabic: impl FnOnce() -> Option<bool>) -> Option<Written> {
        let (latin_mark, arabic_mark) = entry.kind.latin_and_arabic()?;
        match self.quick.punctuation {
            Punctuation::Latin => Some(written(latin_mark)),
            Punctuation::Arabic if arabic()? => Some(written(arabic_mark)),
            _ => Some((entry.bytes, usize::from(entry.len))),
        }
    }

    /// Whether a character outside the tables, of two or three bytes, stays: guillemets and the like
    /// beside a word.
    pub(in crate::engine) fn settles_elsewhere(&self, c: char, len: usize) -> bool {
        if !self.quick.settles {
            return false;
        }
        let is_text = |kind: Kind| kind != Kind::White;
        match Kind::of(c) {
            Kind::Open => self.kind_at(self.read + len).is_some_and(is_text),
            Kind::Close => self.kind_left(self.read).is_some_and(is_text),
            // Only isolating looks at it.
            Kind::Ellipsis => true,
            _ => false,
        }
    }

    /// A percent sign, which follows the digit beside it, or else the line.
    fn percent(&self, entry: &Entry, left: Kind, right: Kind) -> Option<Written> {
        self.mapped_if(entry, || match [left, right].into_iter().find(|kind| kind.is_digit()) {
            Some(Kind::Digit(System::Ascii)) => Some(false),
            Some(_) => Some(!self.quick.ascii_digits),
            None => self.on_arabic_line(self.read),
        })
    }

    /// A line feed or carriage return behind text and before text or another one, no white space
    /// beside it.
    fn is_plain_line_end(&self, read: usize, left: Kind, right: Kind) -> bool {
        let plain = left != Kind::White && right != Kind::White;
        plain && matches!(self.bytes[read], b'\n' | b'\r')
    }

    /// Whether the character at `at` does not decide on white space before it.
    #[inline]
    pub(in crate::engine) fn is_free(&self, at: usize) -> bool {
        let Some(entry) = entry_at(self.quick, self.bytes, at) else {
            return at < self.bytes.len() && self.is_free_elsewhere(at);
        };
        if entry.len == 0 || entry.flags & SPACE != 0 {
            return false;
        }
        if entry.flags & STOP == 0 {
            return entry.flags & REWIND == 0;
        }
        let is_mark = entry.kind.ends_clause()
            || matches!(entry.kind, Kind::Open | Kind::Close | Kind::Quote);
        if self.quick.settles && !self.quick.tidies && is_mark {
            return true;
        }
        // Brackets and quotation marks that open keep one space before them, as does what begins a mention.
        self.quick.settles
            && (entry.kind == Kind::At
                || matches!(entry.kind, Kind::Open | Kind::Quote)
                    && self.kind_at(at + 1).is_some_and(is_word))
    }

    /// The same for a character outside the tables.
    fn is_free_elsewhere(&self, at: usize) -> bool {
        let (c, len) = decode(self.bytes, at);
        if self.quick.is_plain_elsewhere(c) {
            return true;
        }
        self.quick.settles
            && Kind::of(c) == Kind::Open
            && self.kind_at(at + len).is_some_and(is_word)
    }
}

/// A mark of one or two bytes.
fn written(mark: char) -> Written {
    let mut bytes = [0; 2];
    let count = mark.encode_utf8(&mut bytes).len();
    (bytes, count)
}

/// Letters and digits.
pub(super) fn is_word(kind: Kind) -> bool {
    kind.is_letter() || kind.is_digit()
}

/// What a mark that ends a clause may stand behind.
fn ends_text(kind: Kind) -> bool {
    is_word(kind) || matches!(kind, Kind::Close | Kind::Quote)
}

/// What no sentence ends with in front of a full stop.
fn ends_no_sentence(kind: Kind) -> bool {
    kind == Kind::OtherLetter || kind.ends_clause()
}

/// Marks that end something, as white space beside a quotation mark does.
pub(super) fn ends_clause(kind: Kind) -> bool {
    kind.ends_clause() || kind == Kind::Close
}
