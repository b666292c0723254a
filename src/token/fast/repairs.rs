//! Classes for characters that have none in the tables of planes, one by one.

use super::{classes::common_class, judge::before};
use crate::{
    engine::cuts::low_bits,
    rules::marks::is_mark,
    token::{
        planes::{BEHIND, Planes, STEP, class},
        property::{WordBreak, is_pictographic},
        word::is_arabic,
    },
};

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
        let mut repairs =
            Repairs { planes, unknown, strange: 0, line_feed: 0, under: 0, attached: 0, odd: 0 };
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
        let mut chars = text[position..].chars();
        let Some(c) = chars.next() else { return };
        let length = c.len_utf8();
        if let Some(class) = common_class(c) {
            return self.set(class, lane, length);
        }
        let next = || chars.clone().next();
        use WordBreak::{
            ALetter, Extend, Format, HebrewLetter, MidLetter, MidNum, MidNumLet, Numeric, Other,
            Zwj,
        };
        let class = match (c, WordBreak::of(c)) {
            // Zero width space and figure space, which are no marks, and what makes a keycap of a digit.
            ('\u{200B}' | '\u{2007}' | '\u{20E3}', _) => return,
            (_, Other) => class::OTHER,
            (_, ALetter) if is_arabic(c) => class::ARABIC,
            (_, ALetter) => class::LATIN,
            // WB7a to WB7c
            (_, HebrewLetter)
                if !next().is_some_and(|c| matches!(c, '\'' | '"') || is_ignored(c)) =>
            {
                class::LATIN
            }
            (_, Numeric) => class::DIGIT,
            // Marks that join letters or digits on both sides, and here do not.
            (_, MidLetter | MidNum | MidNumLet) if !next().is_some_and(may_be_joined) => {
                class::OTHER
            }
            (_, Extend) if is_mark(c) => match self.class_before(lane, begins) {
                Some(class @ (class::LATIN | class::DIGIT)) => class,
                _ => class::MARK,
            },
            (_, Extend | Format) => return self.attach(lane, length, begins),
            // WB3c
            (_, Zwj) if !next().is_some_and(is_pictographic) => {
                return self.attach(lane, length, begins);
            }
            _ => return,
        };
        self.set(class, lane, length);
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

/// Whether a mark may join the character behind it with the one in front of it.
fn may_be_joined(c: char) -> bool {
    let class = WordBreak::of(c);
    class.is_letter() || class.is_ignored() || class == WordBreak::Numeric
}

/// Extend, Format or ZWJ.
pub(super) fn is_ignored(c: char) -> bool {
    !c.is_ascii() && WordBreak::of(c).is_ignored()
}
