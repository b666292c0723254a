//! Classes for characters that have none in the tables of planes, one by one.

use super::{classes::sure_class, judge::before};
use crate::{
    engine::cuts::low_bits,
    rules::{kinds::Kind, marks::is_mark, quick::decode},
    token::{
        easy::bits,
        planes::{BEHIND, Planes, STEP, class},
        property::{WordBreak, is_pictographic},
        word::{is_arabic, is_colon, is_full_stop},
    },
};

/// So many letters of flags in a row are not counted.
const FEW_FLAGS: usize = 16;

/// The classes of what may be joined with something behind it, and that of characters not known.
const JOINED: u16 = bits(&[class::ARABIC, class::MARK, class::LATIN, class::DIGIT, class::UNKNOWN]);

/// What becomes of characters that have no class in the tables, one by one.
pub(super) struct Repairs {
    pub(super) planes: Planes,
    /// All bytes of those that stay without a class.
    pub(super) unknown: u64,
    /// All bytes of those that have one now.
    pub(super) strange: u64,
    /// Line feeds behind a carriage return.
    pub(super) line_feed: u64,
    /// Low lines.
    pub(super) under: u64,
    /// First bytes of characters that join the one in front of them, whatever that is.
    pub(super) attached: u64,
    /// Bytes of tokens of which the first character does not tell the kind.
    pub(super) odd: u64,
    /// Bytes of characters that have their class from the block before.
    seen: u64,
}

impl Repairs {
    /// Gives a class to the characters that have none, where the rules are simple for them. `earlier` are the
    /// classes of the block before, `known` is where a token is known to begin.
    #[inline(never)]
    pub(super) fn make(
        text: &str,
        at: usize,
        planes: Planes,
        earlier: [u64; 4],
        known: u64,
    ) -> Repairs {
        let Planes { class: [b0, b1, b2, b3], arabic_lead, continuation } = planes;
        let without = !(b0 | b1 | b2 | b3 | arabic_lead);
        let unknown = without | (without >> 1 & arabic_lead);
        let mut repairs = Repairs {
            planes,
            unknown,
            strange: 0,
            line_feed: 0,
            under: 0,
            attached: 0,
            odd: 0,
            seen: 0,
        };
        let mut left = unknown & !continuation;
        if known == 0 {
            // The characters that begin in the first bytes, which are the last of the block before, and what is
            // left of one before those.
            let end = BEHIND + (!continuation >> BEHIND).trailing_zeros() as usize;
            let in_ascii = !(continuation | before(continuation));
            let seen = low_bits(end) & unknown & !in_ascii;
            let mut found = 0;
            for (plane, earlier) in repairs.planes.class.iter_mut().zip(earlier) {
                let bits = (earlier >> STEP) & seen;
                *plane |= bits;
                found |= bits;
            }
            // The first byte of an Arabic letter or mark has no class, as in the tables.
            found |= before(found) & seen & !continuation;
            repairs.unknown &= !found;
            repairs.strange |= found;
            repairs.seen = found;
            left &= !found;
        }
        let first = at.wrapping_sub(BEHIND);
        while left != 0 {
            let lane = left.trailing_zeros() as usize;
            left &= left - 1;
            let position = first.wrapping_add(lane);
            match text.as_bytes()[position] {
                b'_' => {
                    repairs.under |= 1 << lane;
                    repairs.unknown &= !(1 << lane);
                }
                b'\r' => {
                    let feed = text.as_bytes().get(position + 1) == Some(&b'\n');
                    repairs.line_feed |= u64::from(feed) << lane << 1;
                    repairs.set(class::LINE, lane, 1);
                }
                _ => repairs.repair(text, position, lane, known >> lane & 1 != 0),
            }
        }
        repairs
    }

    /// Gives the class to all bytes of a character. To an Arabic letter or mark not at its first, as in the
    /// tables.
    fn set(&mut self, class: u8, lane: usize, length: usize) {
        let bits = low_bits(length) << lane;
        self.unknown &= !bits;
        self.strange |= bits;
        let bits = match class {
            class::ARABIC | class::MARK => bits & !(1 << lane),
            _ => bits,
        };
        for (bit, plane) in self.planes.class.iter_mut().enumerate() {
            *plane |= bits & 0_u64.wrapping_sub(u64::from(class >> bit & 1));
        }
    }

    /// The class of the character in front of a lane, if that is in the block and no token begins between them.
    fn class_before(&self, lane: usize, begins: bool) -> Option<u8> {
        let lane = lane.checked_sub(1).filter(|_| !begins)?;
        let planes = self.planes.class.iter().rev();
        Some(planes.fold(0, |class, plane| class << 1 | (plane >> lane & 1) as u8))
    }

    /// Gives a class to the character outside ASCII at a position, and in a lane, if the rules are simple for
    /// it; `begins` tells that a token does.
    fn repair(&mut self, text: &str, position: usize, lane: usize, begins: bool) {
        let bytes = text.as_bytes();
        let (c, length) = decode(bytes, position);
        if let Some(class) = sure_class(c) {
            return self.set(class, lane, length);
        }
        let behind = position + length;
        let next = || (behind < bytes.len()).then(|| decode(bytes, behind).0);
        use WordBreak::{
            Extend, ExtendNumLet, Format, HebrewLetter, Katakana, MidLetter, MidNum, MidNumLet,
            Newline, Other, RegionalIndicator, WSegSpace, Zwj,
        };
        let class = match WordBreak::of(c) {
            // Figure space and zero width space, which stand among marks of punctuation.
            Other => self.odd(class::OTHER, lane),
            // WB7a to WB7c
            HebrewLetter if !next().is_some_and(|c| matches!(c, '\'' | '"') || is_ignored(c)) => {
                class::LATIN
            }
            Newline => self.odd(class::LINE, lane),
            WSegSpace => self.odd(class::SPACE, lane),
            kind @ (MidLetter | MidNum | MidNumLet) => {
                match self.between(c, kind, next, lane, begins) {
                    Some(class) => class,
                    None => return,
                }
            }
            Extend if is_mark(c) => match self.class_before(lane, begins) {
                Some(class @ (class::LATIN | class::DIGIT)) => class,
                _ => class::MARK,
            },
            Extend | Format => {
                self.odd |= u64::from(tells_kind(c)) << lane;
                return self.attach(lane, length, begins);
            }
            // WB3c
            Zwj if !next().is_some_and(is_pictographic) => {
                return self.attach(lane, length, begins);
            }
            // White space to us.
            ExtendNumLet if c == '\u{202F}' => self.odd(class::OTHER, lane),
            // WB13
            Katakana if !next().is_some_and(may_join_names) => {
                match last(text, position).filter(|_| !begins).map(WordBreak::of) {
                    Some(Katakana) => self.attached |= 1 << lane,
                    Some(ExtendNumLet | Extend | Format | Zwj) => return,
                    _ => {}
                }
                class::OTHER
            }
            RegionalIndicator => match self.is_second_of_flag(text, position, lane) {
                Some(is_second) => {
                    self.attached |= u64::from(is_second) << lane;
                    class::OTHER
                }
                None => return,
            },
            _ => return,
        };
        self.set(class, lane, length);
    }

    /// The class, of a character whose first bytes do not tell the kind.
    fn odd(&mut self, class: u8, lane: usize) -> u8 {
        self.odd |= 1 << lane;
        class
    }

    /// The class of a mark that joins letters or digits on both sides (WB6, WB7, WB11, WB12), if that shows in the
    /// characters beside it: where it joins them, it is as one of them.
    fn between(
        &self,
        c: char,
        kind: WordBreak,
        next: impl Fn() -> Option<char>,
        lane: usize,
        begins: bool,
    ) -> Option<u8> {
        // Most stand on one side of something that nothing joins.
        let left = self.class_before(lane, begins);
        if begins || left.is_some_and(|left| JOINED >> left & 1 == 0) {
            return Some(class::OTHER);
        }
        let Some(next) = next() else { return Some(class::OTHER) };
        let right = WordBreak::of(next);
        if !(right.is_letter() || right.is_ignored() || right == WordBreak::Numeric) {
            return Some(class::OTHER);
        }
        let left = left.filter(|&left| left != class::UNKNOWN && !right.is_ignored())?;
        let joins_letters = right.is_letter() && kind != WordBreak::MidNum;
        Some(match left {
            class::LATIN if joins_letters && !is_arabic(next) => class::LATIN,
            class::ARABIC | class::MARK if joins_letters && is_arabic(next) => {
                if is_colon(c) || is_full_stop(c) {
                    return None;
                }
                class::MARK
            }
            class::DIGIT if right == WordBreak::Numeric => match kind {
                WordBreak::MidLetter if !is_colon(c) => class::OTHER,
                _ => class::DIGIT,
            },
            _ => class::OTHER,
        })
    }

    /// Whether a letter of flags is the second of a pair (WB15, WB16), if that shows in few characters.
    fn is_second_of_flag(&self, text: &str, position: usize, lane: usize) -> Option<bool> {
        const LENGTH: usize = '\u{1F1E6}'.len_utf8();
        let is_letter = |c: &char| WordBreak::of(*c) == WordBreak::RegionalIndicator;
        let left = last(text, position);
        if left.is_none_or(|left| !is_letter(&left) && !is_ignored(left)) {
            return Some(false);
        }
        if let Some(lane) = lane.checked_sub(LENGTH)
            && left.is_some_and(|left| is_letter(&left))
            && (self.strange & !self.seen) >> lane & 1 != 0
        {
            return Some(self.attached >> lane & 1 == 0);
        }
        let before = || text[..position].chars().rev().take(FEW_FLAGS);
        let count = before().take_while(is_letter).count();
        let is_sure = before().nth(count).is_none_or(|c| !is_ignored(c));
        (is_sure && count < FEW_FLAGS).then_some(count % 2 == 1)
    }

    /// Makes a character a part of the one in front of it (WB4).
    fn attach(&mut self, lane: usize, length: usize, begins: bool) {
        let class = match self.class_before(lane, begins) {
            Some(class::ARABIC | class::MARK) => class::MARK,
            Some(class @ (class::LATIN | class::DIGIT)) => class,
            Some(class::OTHER) => {
                self.attached |= 1 << lane;
                self.odd |= 1 << lane;
                class::OTHER
            }
            _ => return,
        };
        self.set(class, lane, length);
    }
}

/// The character in front of a position.
fn last(text: &str, position: usize) -> Option<char> {
    text[..position].chars().next_back()
}

/// Whether a token may be of another kind with a character that attaches to it: the combining enclosing keycap U+20E3,
/// which makes an emoji of a digit, and letters, as the halfwidth katakana voiced sound mark U+FF9E is.
fn tells_kind(c: char) -> bool {
    c == '\u{20E3}' || Kind::of(c) != Kind::Other
}

/// Whether a character joins names (WB13a), or is looked through.
fn may_join_names(c: char) -> bool {
    let class = WordBreak::of(c);
    class == WordBreak::ExtendNumLet || class.is_ignored()
}

/// Whether a character outside ASCII may join the token in front of it: what is looked through, and marks
/// [between](Repairs::between) letters or digits.
pub(super) fn may_join(c: char) -> bool {
    use WordBreak::{MidLetter, MidNum, MidNumLet};
    let class = WordBreak::of(c);
    !c.is_ascii() && (class.is_ignored() || matches!(class, MidLetter | MidNum | MidNumLet))
}

/// Extend, Format or ZWJ.
fn is_ignored(c: char) -> bool {
    !c.is_ascii() && WordBreak::of(c).is_ignored()
}
