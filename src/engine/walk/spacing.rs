//! White space on a walk: a shortcut through [`scalar::spacing`](crate::engine::scalar).

use alloc::vec::Vec;

use super::{Walk, Walked};
use crate::{
    engine::scalar::REACH,
    rules::{
        passing::{CLAUSE, CLOSE, Class, DIGITS, MOUTH, OPEN, SPACE, Step, set},
        quick::previous,
    },
};

/// What follows a mark that ends something.
const ENDS: u32 = SPACE | CLOSE | CLAUSE | set(&[Class::Arabic, Class::Quote]);

/// What becomes of a run of white space.
enum Gap {
    Nothing,
    One,
    AsIs,
}

impl Walk<'_, '_, '_> {
    /// A run of white space, which begins with this.
    pub(super) fn white_space<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
        first: &Step,
    ) -> Walked {
        if !self.line.started {
            return self.indent::<WRITES>(output, first);
        }
        // Behind other white space a run stays, whatever follows it.
        if self.left == Class::White {
            return Walked::End;
        }
        let mut end = self.read + usize::from(first.len);
        let mut right = self.step(end);
        let is_run = right.class == Class::White;
        while self.quick.collapses && right.class == Class::White && right.is_base {
            end += usize::from(right.len);
            right = self.step(end);
        }
        if !right.is_base || right.class == Class::White {
            return Walked::End;
        }
        let next = self.step(end + usize::from(right.len));
        let Some((gap, pulled)) = self.gap::<WRITES>(output, right, next) else {
            return Walked::End;
        };
        let is_space = self.text.as_bytes()[self.read] == b' ';
        match gap {
            Gap::Nothing if !WRITES => return Walked::Changed,
            Gap::Nothing => {
                self.flush(output);
                (self.read, self.copied) = (end, end);
                if pulled {
                    return self.mark::<WRITES>(output, right, next.class, true);
                }
                return Walked::On;
            }
            Gap::One if is_run || !is_space => {
                if !WRITES {
                    return Walked::Changed;
                }
                self.flush(output);
                if let Some(track) = &mut self.track {
                    track.note(self.read, usize::from(first.len), output.len(), 1);
                }
                output.push(b' ');
                self.copied = end;
            }
            Gap::One | Gap::AsIs => {}
        }
        (self.read, self.left) = (end, Class::White);
        Walked::On
    }

    /// What becomes of white space before a character and the next one, and whether a mark loses it that has to know.
    fn gap<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
        right: &Step,
        next: &Step,
    ) -> Option<(Gap, bool)> {
        let kept = if self.quick.collapses { Gap::One } else { Gap::AsIs };
        let arabic = self.line.arabic;
        let left = self.left;
        if right.class.is_in(SPACE) {
            let gap = if self.quick.collapses { Gap::Nothing } else { Gap::AsIs };
            return Some((gap, false));
        }
        if !self.quick.tidies {
            return Some((kept, false));
        }
        let looks_on = right.class.is_in(CLAUSE | CLOSE | set(&[Class::Quote]));
        if looks_on && !(next.is_base && right.passes) {
            return None;
        }
        let next = next.class;
        let closes = match right.class {
            Class::Comma => {
                let closes = arabic || next == Class::Arabic;
                // Two numbers, or one.
                if closes && left.is_in(DIGITS) && next.is_in(DIGITS) {
                    return None;
                }
                closes
            }
            Class::Semicolon | Class::Colon => arabic && !next.is_in(MOUTH) && next.is_in(ENDS),
            Class::Question | Class::Exclamation => arabic && next.is_in(ENDS),
            Class::UrduStop => arabic,
            Class::Stop => arabic && next.is_in(ENDS) && next != Class::Stop,
            Class::Close | Class::CloseMouth => arabic && !left.is_in(OPEN),
            Class::Quote => {
                let is_empty = left.is_in(OPEN | set(&[Class::Quote]));
                let edge = next.is_in(SPACE | CLOSE | CLAUSE);
                arabic && !is_empty && edge && self.line.odd_quotes
            }
            _ => false,
        };
        let inside = match right.class {
            Class::Arabic => true,
            Class::Letter | Class::W | Class::Close | Class::CloseMouth | Class::Quote => false,
            _ => arabic,
        };
        if closes || (inside && self.is_opened::<WRITES>(output)) {
            return Some((Gap::Nothing, closes && right.class.is_in(CLOSE)));
        }
        if !self.quick.collapses
            && arabic
            && left.is_in(CLAUSE | set(&[Class::Decimal, Class::Thousands]))
        {
            return None;
        }
        Some((kept, false))
    }

    /// Whether a bracket or quotation mark that opens was written last.
    fn is_opened<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> bool {
        if self.left == Class::Quote {
            return self.line.quote_opened;
        }
        if !self.left.is_in(OPEN) {
            return false;
        }
        // The mouth of a smiley is no bracket.
        let tail = self.tail::<WRITES>(output);
        let bracket = previous(tail, tail.len());
        let eyes = &tail[previous(tail, bracket)..bracket];
        !matches!(eyes, b":" | b";" | b"=" | b"-" | b"\xD8\x9B")
    }

    /// White space at the start of a line.
    fn indent<const WRITES: bool>(&mut self, output: &mut Vec<u8>, first: &Step) -> Walked {
        let mut end = self.read + usize::from(first.len);
        if !self.in_indent {
            let mut right = self.step(end);
            let mut count = 1;
            while right.class == Class::White && right.is_base && count <= REACH {
                end += usize::from(right.len);
                right = self.step(end);
                count += 1;
            }
            if count <= REACH {
                if !right.is_base {
                    return Walked::End;
                }
                if self.quick.collapses && right.class.is_in(SPACE) {
                    if !WRITES {
                        return Walked::Changed;
                    }
                    self.flush(output);
                    (self.read, self.copied) = (end, end);
                    return Walked::On;
                }
            }
        }
        // All of the run stays, up to what may belong to a mark behind it.
        let mut end = self.read + usize::from(first.len);
        loop {
            let right = self.step(end);
            let behind = end + usize::from(right.len);
            if !(right.class == Class::White && right.passes && self.step(behind).is_base) {
                break;
            }
            end = behind;
        }
        (self.read, self.in_indent) = (end, true);
        Walked::On
    }
}
