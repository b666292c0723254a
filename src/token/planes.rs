//! The classes of 64 bytes at once, as bit planes.
//!
//! Only ASCII and U+0600–06FF have classes here, by their last byte; all else is left to the
//! specification. A class is a number of four bits, and a plane has one of these bits for each
//! byte, so that a whole block is classified by four planes and a set of classes is a few operations
//! on them.

use super::property::WordBreak;
use super::tables::{PUNCTUATION, WORD_BREAK};
use crate::rules::tables::{ARABIC_LETTERS, MARKS, OTHER_LETTERS};
use crate::token::kind::TokenKind;

/// Bytes in a block.
pub(crate) const BLOCK: usize = 64;

/// A block with the byte before it, which decides about the first only where that is no start of a
/// character.
pub(crate) type Block = [u8; 1 + BLOCK];

/// Bytes of a block that come before those on which it decides: so far a decision looks back. For most
/// a character of two bytes and a mark would do; whether a letter is an initial needs one character more.
pub(crate) const BEHIND: usize = 4;

/// Bytes on which a block decides. A decision looks at four bytes more: a mark, and two letters.
pub(crate) const STEP: usize = BLOCK - BEHIND - 4;

/// The planes of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Planes {
    /// Bits of the class, lowest first; at the last byte of a character.
    pub(crate) class: [u64; 4],
    /// Bytes of the form 10xxxxxx.
    pub(crate) continuation: u64,
    /// Lead bytes of U+0600–06FF.
    pub(crate) arabic_lead: u64,
}

/// What a character is to the rules, as far as blocks are concerned. The bits are chosen so that sets
/// which the rules need are few operations: bits 3 and 2 are 10 for what words are made of, 01 for
/// what ends everything, 11 for what may stand between digits or letters.
pub(crate) mod class {
    /// Not classified here.
    pub(crate) const UNKNOWN: u8 = 0b0000;
    /// `#` and `@`.
    pub(crate) const SIGN: u8 = 0b0001;
    /// `/`
    pub(crate) const SLASH: u8 = 0b0010;
    /// `-`, `+` and `%`, which stand in dates and addresses.
    pub(crate) const BAR: u8 = 0b0011;
    /// The space.
    pub(crate) const SPACE: u8 = 0b0100;
    /// Line ends but the carriage return; and the tab, which does not join either.
    pub(crate) const LINE: u8 = 0b0101;
    /// Whatever else stands alone.
    pub(crate) const OTHER: u8 = 0b0110;
    /// Marks that end a sentence, but the full stop.
    pub(crate) const STOP: u8 = 0b0111;
    /// Arabic letters.
    pub(crate) const ARABIC: u8 = 0b1000;
    /// Tatweel and Arabic marks.
    pub(crate) const MARK: u8 = 0b1001;
    /// Latin letters.
    pub(crate) const LATIN: u8 = 0b1010;
    /// Numeric of UAX #29.
    pub(crate) const DIGIT: u8 = 0b1011;
    /// `.`
    pub(crate) const FULL_STOP: u8 = 0b1100;
    /// MidNum of UAX #29: `,` `;` U+060C U+060D U+066C.
    pub(crate) const COMMA: u8 = 0b1101;
    /// `:`
    pub(crate) const COLON: u8 = 0b1110;
    /// `'`
    pub(crate) const APOSTROPHE: u8 = 0b1111;
}

/// The classes of ASCII.
pub(crate) static ASCII: [u8; 128] = {
    let mut classes = [class::OTHER; 128];
    let mut code = 0;
    while code < 128 {
        classes[code] = match code as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => class::LATIN,
            b'0'..=b'9' => class::DIGIT,
            b' ' => class::SPACE,
            b'\t' | b'\n' | 0xB | 0xC => class::LINE,
            // Looked at one by one: both may join what stands before them.
            b'\r' | b'_' => class::UNKNOWN,
            b'!' | b'?' => class::STOP,
            b'.' => class::FULL_STOP,
            b',' | b';' => class::COMMA,
            b':' => class::COLON,
            b'\'' => class::APOSTROPHE,
            b'/' => class::SLASH,
            b'-' | b'+' | b'%' => class::BAR,
            b'#' | b'@' => class::SIGN,
            _ => class::OTHER,
        };
        code += 1;
    }
    classes
};

/// The classes of U+0600–06FF.
pub(crate) static ARABIC: [u8; 256] = {
    let mut classes = [class::OTHER; 256];
    let mut row = 0;
    while row < WORD_BREAK.len() {
        let (first, last, value) = WORD_BREAK[row];
        let class = match value {
            WordBreak::Numeric => class::DIGIT,
            WordBreak::MidNum => class::COMMA,
            // Letters and marks follow below. What is left joins in ways of its own.
            _ => class::UNKNOWN,
        };
        fill(&mut classes, first, last, class);
        row += 1;
    }
    row = 0;
    while row < ARABIC_LETTERS.len() {
        fill(&mut classes, ARABIC_LETTERS[row].0, ARABIC_LETTERS[row].1, class::ARABIC);
        row += 1;
    }
    row = 0;
    while row < MARKS.len() {
        fill(&mut classes, MARKS[row].0, MARKS[row].1, class::MARK);
        row += 1;
    }
    classes[0x40] = class::MARK; // tatweel
    classes[0x1F] = class::STOP; // Arabic question mark
    classes[0xD4] = class::STOP; // Urdu full stop
    classes
};

/// Sets the class of those characters of a range that are in U+0600–06FF.
const fn fill(classes: &mut [u8; 256], first: char, last: char, class: u8) {
    let mut code = if (first as usize) < 0x600 { 0x600 } else { first as usize };
    while code <= last as usize && code <= 0x6FF {
        classes[code - 0x600] = class;
        code += 1;
    }
}

/// Kinds by the first character of a token: its first byte and the low six bits of the next. Right for tokens
/// that are found by planes; nothing where more has to be known, as for characters of which the third byte
/// decides.
static KINDS: [[Option<TokenKind>; 64]; 256] = {
    let mut kinds = [[None; 64]; 256];
    set_all(&mut kinds, OTHER_LETTERS, TokenKind::Word);
    set_all(&mut kinds, ARABIC_LETTERS, TokenKind::Arabic);
    let mut at = 0;
    while at < 128 + 256 {
        let class = if at < 128 { ASCII[at] } else { ARABIC[at - 128] };
        let kind = match class {
            class::ARABIC => Some(TokenKind::Arabic),
            class::LATIN => Some(TokenKind::Word),
            // The decimal separator U+066B needs a digit beside it.
            class::DIGIT if at != 128 + 0x6B => Some(TokenKind::Number),
            class::SPACE | class::LINE => Some(TokenKind::Space),
            class::DIGIT | class::MARK | class::UNKNOWN => None,
            _ if at < 0x20 || at == 0x7F => Some(TokenKind::Space),
            _ => Some(TokenKind::Symbol),
        };
        set(&mut kinds, if at < 128 { at } else { at - 128 + 0x600 }, kind);
        at += 1;
    }
    // No-break space, the only white space of Latin-1 that is found.
    set(&mut kinds, 0xA0, Some(TokenKind::Space));
    // Dashes, quotation marks and the ellipsis, the only ones that begin so.
    kinds[0xE2][0] = Some(TokenKind::Punctuation);
    let mut row = 0;
    while row < PUNCTUATION.len() {
        let (first, last) = PUNCTUATION[row];
        let mut code = first as usize;
        while code <= last as usize && code <= 0x6FF {
            let known = code >= 0x80 && code < 0x100;
            if known || (kind_of(&kinds, code).is_some() && (code < 0x80 || code >= 0x600)) {
                set(&mut kinds, code, Some(TokenKind::Punctuation));
            }
            code += 1;
        }
        row += 1;
    }
    kinds
};

/// Sets the kind of letters: of each of those of two bytes, and of those of three where all that begin with
/// the same two are letters.
const fn set_all(
    kinds: &mut [[Option<TokenKind>; 64]; 256],
    letters: &[(char, char)],
    kind: TokenKind,
) {
    let mut row = 0;
    while row < letters.len() {
        let (first, last) = (letters[row].0 as usize, letters[row].1 as usize);
        let mut code = first;
        while code <= last && code < 0x10000 {
            match code {
                0x80..0x800 => set(kinds, code, Some(kind)),
                0x800.. if code % 64 == 0 && code + 63 <= last => {
                    kinds[0xE0 | code >> 12][code >> 6 & 0x3F] = Some(kind);
                    code += 63;
                }
                _ => {}
            }
            code += 1;
        }
        row += 1;
    }
}

/// Sets the kind of a character of one or two bytes.
const fn set(kinds: &mut [[Option<TokenKind>; 64]; 256], code: usize, kind: Option<TokenKind>) {
    if code < 0x80 {
        kinds[code] = [kind; 64];
    } else {
        kinds[0xC0 | code >> 6][code & 0x3F] = kind;
    }
}

/// The kind of a character of one or two bytes.
const fn kind_of(kinds: &[[Option<TokenKind>; 64]; 256], code: usize) -> Option<TokenKind> {
    if code < 0x80 { kinds[code][0] } else { kinds[0xC0 | code >> 6][code & 0x3F] }
}

/// The kind of a token that planes have found, by its first character; without branches. Nothing at the end
/// of the text.
#[inline(always)]
pub(super) fn quick_kind(text: &[u8], start: usize) -> Option<TokenKind> {
    let second = *text.get(start.wrapping_add(1))?;
    let first = text[start];
    KINDS[usize::from(first)][usize::from(second & 0x3F)]
}

/// The planes of a block: the specification of every faster way to them.
pub(crate) fn planes(block: &Block) -> Planes {
    let mut planes = Planes::default();
    for at in 0..BLOCK {
        let (before, byte) = (block[at], block[at + 1]);
        let class = match byte {
            0..0x80 => ASCII[usize::from(byte)],
            0x80..0xC0 if matches!(before, 0xD8..=0xDB) => {
                ARABIC[usize::from(before & 3) << 6 | usize::from(byte & 0x3F)]
            }
            _ => class::UNKNOWN,
        };
        for (bit, plane) in planes.class.iter_mut().enumerate() {
            *plane |= u64::from(class >> bit & 1) << at;
        }
        planes.continuation |= u64::from(matches!(byte, 0x80..0xC0)) << at;
        planes.arabic_lead |= u64::from(matches!(byte, 0xD8..=0xDB)) << at;
    }
    planes
}

#[cfg(test)]
mod tests {
    use std::{format, string::String};

    use super::*;
    use crate::token::policy::Policy;

    /// What the table of kinds says of a character is the kind of a token made of it.
    #[test]
    fn kinds_are_those_of_the_specification() {
        let found = ['\u{A0}', '\u{AB}', '\u{BB}', '\u{2013}', '\u{201D}', '\u{2026}'];
        let mut count = 0;
        for c in ('\0'..='\x7F').chain('\u{600}'..='\u{6FF}').chain(found) {
            let token = String::from(c);
            if let Some(kind) = quick_kind(format!("{c} ").as_bytes(), 0) {
                assert_eq!(kind, TokenKind::of(&token, Policy::Arabic), "{c:?}");
                count += 1;
            }
        }
        assert!(count > 250, "{count}");
        // Hebrew alef, and a mark on it.
        assert_eq!(quick_kind("\u{5D0}".as_bytes(), 0), Some(TokenKind::Word));
        assert_eq!(quick_kind("\u{591}".as_bytes(), 0), None);
        assert_eq!(quick_kind(b"", 0), None);
    }

    #[test]
    fn classes_stand_at_the_last_byte() {
        let mut block = [b' '; 1 + BLOCK];
        block[1..7].copy_from_slice("\u{628}1\u{64E}_".as_bytes()); // beh, 1, fatha, low line
        let planes = planes(&block);
        let class = |at: usize| {
            planes.class.iter().rev().fold(0, |class, plane| class << 1 | (plane >> at & 1) as u8)
        };
        let expected = [
            class::UNKNOWN,
            class::ARABIC,
            class::DIGIT,
            class::UNKNOWN,
            class::MARK,
            class::UNKNOWN,
            class::SPACE,
        ];
        for (at, expected) in expected.into_iter().enumerate() {
            assert_eq!(class(at), expected, "{at}");
        }
        assert_eq!(planes.continuation, 0b01_0010);
        assert_eq!(planes.arabic_lead, 0b00_1001);
    }
}
