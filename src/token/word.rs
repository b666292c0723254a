//! Where a word ends: the rules of UAX #29, section 4.1, and what Arabic text needs beside them.
//!
//! This is the specification of both policies. It goes character by character from the start of a
//! token; since no rule of either policy looks left beyond that start (but for one character, in
//! front of a tag), a token depends on nothing but the text and where it starts.

use super::{
    policy::Policy,
    property::{WordBreak, is_pictographic},
};
use crate::rules::{kinds::is_arabic_letter, marks::is_mark};

/// Where the word that starts at `start` ends, tags apart. `start` is before the end of the text.
pub(super) fn end(text: &str, start: usize, policy: Policy) -> usize {
    let mut scan = Scan::new(text, start, policy);
    while let Some(c) = scan.peek() {
        if !scan.joins(c) {
            break;
        }
        scan.position += c.len_utf8();
    }
    scan.position
}

/// A character with what rule WB4 lets it carry.
#[derive(Clone, Copy)]
struct Unit {
    class: WordBreak,
    arabic: bool,
}

impl Unit {
    fn of(c: char, policy_is_arabic: bool) -> Unit {
        let class = match c {
            // White space to us; ExtendNumLet in UAX #29, for the sake of Mongolian.
            '\u{202F}' if policy_is_arabic => WordBreak::Other,
            _ => WordBreak::of(c),
        };
        Unit { class, arabic: class.is_letter() && is_arabic(c) }
    }

    /// An Arabic mark that nothing carries counts as a letter.
    const MARK: Unit = Unit { class: WordBreak::ALetter, arabic: true };

    /// Whether an Arabic mark may stand on it.
    fn carries_marks(self) -> bool {
        use WordBreak::{ALetter, ExtendNumLet, HebrewLetter, Katakana, Numeric};
        matches!(self.class, ALetter | HebrewLetter | Numeric | Katakana | ExtendNumLet)
    }
}

/// The letters of an abbreviation such as U+0642 `.` U+0645 so far.
#[derive(Clone, Copy)]
struct Initials {
    /// Letters since the token began or since the last full stop in it.
    letters: usize,
    /// The first of them is written together with the word behind it, and may stand in front of
    /// an initial.
    clitic: bool,
}

struct Scan<'t> {
    text: &'t str,
    /// The end of what belongs to the token so far.
    position: usize,
    arabic: bool,
    /// The last character that WB4 does not look through, or the first of the token.
    left: Unit,
    /// The class of the very last character.
    last: WordBreak,
    /// The last character joins what stands on both of its sides.
    glued: bool,
    /// The token is made of full stops, exclamation and question marks.
    stops: bool,
    /// The token has both letters of a flag.
    paired: bool,
    initials: Initials,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, start: usize, policy: Policy) -> Self {
        let arabic = policy == Policy::Arabic;
        let first = text[start..].chars().next().unwrap_or(' ');
        let unit = Unit::of(first, arabic);
        Scan {
            text,
            position: start + first.len_utf8(),
            arabic,
            left: if arabic && is_mark(first) { Unit::MARK } else { unit },
            last: unit.class,
            glued: false,
            stops: arabic && is_stop(first),
            paired: false,
            initials: Initials {
                letters: usize::from(unit.class.is_letter()),
                // waw, feh, beh, lam, kaf
                clitic: matches!(first, '\u{648}' | '\u{641}' | '\u{628}' | '\u{644}' | '\u{643}'),
            },
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.position..].chars().next()
    }

    /// Whether the next character belongs to the token, of which takes note.
    fn joins(&mut self, c: char) -> bool {
        let right = Unit::of(c, self.arabic);
        let last = core::mem::replace(&mut self.last, right.class);
        if self.left.class.is_newline() || right.class.is_newline() {
            // WB3, WB3a, WB3b
            let joins = (self.left.class, right.class) == (WordBreak::Cr, WordBreak::Lf);
            self.left = Unit { class: WordBreak::Lf, arabic: false };
            return joins;
        }
        if last == WordBreak::Zwj && is_pictographic(c) {
            // WB3c
            self.left = right;
            return true;
        }
        if last == WordBreak::WSegSpace && right.class == WordBreak::WSegSpace {
            // WB3d
            return true;
        }
        if right.class.is_ignored() {
            if !(self.arabic && is_mark(c)) || (self.left.carries_marks() && !self.glued) {
                // WB4
                return true;
            }
            return self.joins_unit(c, Unit::MARK);
        }
        self.joins_unit(c, right)
    }

    /// The same by the rules from WB5 on.
    fn joins_unit(&mut self, c: char, right: Unit) -> bool {
        let joins = core::mem::take(&mut self.glued) || self.joins_left(c, right);
        if !joins {
            return false;
        }
        self.left = right;
        if right.class.is_letter() {
            self.initials.letters += 1;
        }
        true
    }

    fn joins_left(&mut self, c: char, right: Unit) -> bool {
        use WordBreak::{
            DoubleQuote, ExtendNumLet, HebrewLetter, Katakana, MidLetter, MidNum, MidNumLet,
            Numeric, RegionalIndicator, SingleQuote,
        };
        let left = self.left;
        match (left.class, right.class) {
            // WB5
            (a, b) if a.is_letter() && b.is_letter() => !self.arabic || left.arabic == right.arabic,
            // WB6, WB7, WB7a
            (a, MidLetter | MidNumLet | SingleQuote) if a.is_letter() => {
                self.glued = self.glues_letters(c);
                self.glued || (a, right.class) == (HebrewLetter, SingleQuote)
            }
            // WB7b, WB7c
            (HebrewLetter, DoubleQuote) => {
                self.glued = self.unit_after(c).is_some_and(|unit| unit.class == HebrewLetter);
                self.glued
            }
            // WB8
            (Numeric, Numeric) => true,
            // WB9, WB10
            (a, Numeric) if a.is_letter() => !(self.arabic && left.arabic),
            (Numeric, b) if b.is_letter() => !(self.arabic && right.arabic),
            // WB11, WB12
            (Numeric, MidNum | MidNumLet | SingleQuote) => self.glues_digits(c),
            (Numeric, _) if self.arabic && (c == '/' || is_colon(c)) => self.glues_digits(c),
            // WB13
            (Katakana, Katakana) => true,
            // WB13a
            (a, ExtendNumLet) => a.is_letter() || matches!(a, Numeric | Katakana | ExtendNumLet),
            // WB13b
            (ExtendNumLet, b) => b.is_letter() || matches!(b, Numeric | Katakana),
            // WB15, WB16: the token begins with the first of the pair.
            (RegionalIndicator, RegionalIndicator) => !core::mem::replace(&mut self.paired, true),
            // Ellipses and the like.
            _ => self.stops && is_stop(c),
        }
    }

    /// The next character behind `c`, which comes next, that WB4 does not look through.
    fn unit_after(&self, c: char) -> Option<Unit> {
        self.units_after(c).next()
    }

    fn units_after(&self, c: char) -> impl Iterator<Item = Unit> {
        let arabic = self.arabic;
        // `c` carries no mark: the first is a unit of its own, the others stand on what is left of
        // them.
        let mut bare = true;
        self.text[self.position + c.len_utf8()..].chars().filter_map(move |c| {
            if arabic && bare && is_mark(c) {
                bare = false;
                return Some(Unit::MARK);
            }
            let unit = Unit::of(c, arabic);
            let ignored = unit.class.is_ignored();
            bare &= ignored;
            (!ignored).then_some(unit)
        })
    }

    fn glues_digits(&mut self, c: char) -> bool {
        self.glued = self.unit_after(c).is_some_and(|unit| unit.class == WordBreak::Numeric);
        self.glued
    }

    /// Whether a mark of punctuation stands in the middle of a word.
    fn glues_letters(&mut self, c: char) -> bool {
        let mut units = self.units_after(c);
        let Some(next) = units.next().filter(|unit| unit.class.is_letter()) else { return false };
        if !self.arabic {
            return true;
        }
        if next.arabic != self.left.arabic {
            return false;
        }
        if !next.arabic || !(is_colon(c) || is_full_stop(c)) {
            return true;
        }
        let Initials { letters, clitic } = self.initials;
        let single = letters == 1 || (letters == 2 && clitic);
        let glues =
            is_full_stop(c) && single && units.next().is_none_or(|unit| !unit.class.is_letter());
        drop(units);
        self.initials = Initials { letters: 0, clitic: false };
        glues
    }
}

/// Letters of the Arabic script, tatweel and the small letters U+06E5 and U+06E6 among them.
pub(super) fn is_arabic(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{6E5}' | '\u{6E6}') || is_arabic_letter(c)
}

/// The colon, and its forms for vertical and narrow setting.
pub(super) fn is_colon(c: char) -> bool {
    matches!(c, ':' | '\u{FE13}' | '\u{FE55}' | '\u{FF1A}')
}

/// The full stop, and its forms for narrow setting.
pub(super) fn is_full_stop(c: char) -> bool {
    matches!(c, '.' | '\u{2024}' | '\u{FE52}' | '\u{FF0E}')
}

/// Marks that end a sentence, and may do so several together: U+061F is the Arabic question mark,
/// U+06D4 the Urdu full stop, U+2026 the ellipsis.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\u{61F}' | '\u{6D4}' | '\u{2026}')
}
