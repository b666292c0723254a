//! Blocks in which every boundary shows in the characters on both sides of it, and every kind in a token's
//! first character.
//!
//! Most text is such: Arabic letters and marks, Latin letters, digits, spaces and line feeds, and
//! punctuation that joins nothing. [`Easy::judge`] tells whether a block is, from a few sets of characters; if
//! not, [`Easy::look_again`] knows some more of them, and then the rules of [`fast`](super::fast) decide. To know less
//! of the characters takes less time.

use super::{
    kind::{Sort, TokenKind},
    planes::Block,
};

/// Bytes of a block that come before those on which it decides. For the character in front of a boundary two
/// are enough: one of three bytes or more shows by these being the end of it.
pub(crate) const BEHIND: usize = 2;

/// Bytes on which a block decides. A decision looks at a mark of two bytes, and whether anything joins it.
pub(crate) const STEP: usize = 60;

/// The bytes on which a block decides.
const DECIDED: u64 = ((1 << STEP) - 1) << BEHIND;

/// What a character is, as a set of bits. Each bit is for some rows of sixteen characters and some columns, and
/// every character in those rows and columns has it.
pub(crate) mod flag {
    /// An Arabic letter or mark.
    pub(crate) const SCRIPT: u8 = 0x80;
    /// A digit of any of the three systems.
    pub(crate) const DIGIT: u8 = 0x40;
    /// Punctuation that may join what stands on both sides, or the same again: either of two bits.
    pub(crate) const JOINER: u8 = 0x30;
    /// Letters of ASCII have one of these bits.
    pub(crate) const LATIN: u8 = 0x0C;
    /// Punctuation that joins nothing has this bit or another; guillemets have only this.
    pub(crate) const ALONE: u8 = 0x01;
    /// Letters have one of these bits, if they are of ASCII or [`SCRIPT`].
    pub(crate) const LETTER: u8 = 0x0E;
}

/// The flags that each of sixteen rows, or columns, lets through.
pub(crate) type Half = [u8; 16];

/// A set of bits by their numbers, such as some rows or some columns.
pub(super) const fn bits(numbers: &[u8]) -> u16 {
    let mut bits = 0;
    let mut i = 0;
    while i < numbers.len() {
        bits |= 1 << numbers[i];
        i += 1;
    }
    bits
}

/// All columns from one to another.
const fn from_to(first: u8, last: u8) -> u16 {
    (((1 << (last - first + 1)) - 1) << first) as u16
}

/// Rows and columns for each flag, the highest first.
type Flags = [(u16, u16); 8];

/// ASCII. What is left out is not easy.
const IN_ASCII: Flags = [
    (0, 0),
    (bits(&[3]), from_to(0, 9)),
    // ! % ' , - . /
    (bits(&[2]), bits(&[1, 5, 7]) | from_to(0xC, 0xF)),
    // : ; ?
    (bits(&[3]), bits(&[0xA, 0xB, 0xF])),
    (bits(&[4, 6]), from_to(1, 0xF)),
    (bits(&[5, 7]), from_to(0, 0xA)),
    // Square brackets and braces.
    (bits(&[5, 7]), bits(&[0xB, 0xD])),
    // " & ( ) *
    (bits(&[2]), bits(&[2, 6, 8, 9, 0xA])),
];

/// U+0600–06FF likewise: the letters of Arabic, Persian and Urdu, most marks, digits, and the marks of punctuation.
const IN_ARABIC: Flags = [
    (from_to(2, 5) | from_to(7, 0xC), 0xFFFF),
    (bits(&[6, 0xF]), from_to(0, 9)),
    (bits(&[0]), bits(&[0xC])),
    (bits(&[1]), bits(&[0xB, 0xF])),
    (bits(&[2, 3]) | from_to(8, 0xC), 0xFFFF),
    (bits(&[4, 7]), from_to(1, 0xA)),
    (bits(&[7]), from_to(0xB, 0xF)),
    (0, 0),
];

/// What rows and columns let through.
const fn halves(flags: &Flags, row_mask: usize) -> (Half, Half) {
    let (mut rows, mut columns) = ([0; 16], [0; 16]);
    let mut i = 0;
    while i < 8 {
        let mut number = 0;
        while number < 16 {
            rows[number ^ row_mask] |= ((flags[i].0 >> number & 1) as u8) << (7 - i);
            columns[number] |= ((flags[i].1 >> number & 1) as u8) << (7 - i);
            number += 1;
        }
        i += 1;
    }
    (rows, columns)
}

/// Rows by the high half of a byte, and columns by the low half.
pub(crate) static ASCII_HALVES: (Half, Half) = halves(&IN_ASCII, 0);

/// Rows by the low two bits of the lead byte, times four, and the high half of the next byte: one of these or
/// the other, not both. Columns by the low half of the next byte.
pub(crate) static ARABIC_HALVES: (Half, Half) = halves(&IN_ARABIC, 8);

/// White space by the low half of the byte: tab, line ends and the space. Elsewhere a byte with another low half.
pub(crate) static WHITE: Half = {
    let mut white = [0x80; 16];
    white[0] = b' ';
    let mut byte = b'\t';
    while byte <= b'\r' {
        white[byte as usize] = byte;
        byte += 1;
    }
    white
};

/// What a token is, by the flags of its first character, if it is in an easy block: white space has none.
pub(crate) static SORTS: [Sort; 256] = {
    let mut sorts = [Sort::of(TokenKind::Punctuation); 256];
    sorts[0] = Sort::of(TokenKind::Space);
    let mut flags = 1;
    while flags < 256 {
        if flags as u8 & flag::SCRIPT != 0 {
            sorts[flags] = Sort::PLAIN;
        } else if flags as u8 & flag::LATIN != 0 {
            sorts[flags] = Sort::of(TokenKind::Word);
        } else if flags as u8 & flag::DIGIT != 0 {
            sorts[flags] = Sort::of(TokenKind::Number);
        }
        flags += 1;
    }
    sorts
};

/// The characters of a block, each at its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Easy {
    /// Bytes of the form 10xxxxxx.
    pub(crate) continuation: u64,
    /// [`flag::SCRIPT`]
    pub(crate) script: u64,
    /// [`flag::LETTER`]; among others also what is neither script nor Latin.
    pub(crate) letter: u64,
    /// [`flag::DIGIT`]
    pub(crate) digit: u64,
    /// [`flag::DIGIT`] or [`flag::LATIN`]; among others also letters of the script.
    pub(crate) alphanumeric: u64,
    /// [`flag::JOINER`]
    pub(crate) joiner: u64,
    /// [`WHITE`]
    pub(crate) white: u64,
    /// No flag at all.
    pub(crate) none: u64,
    /// ZWNJ, as far as [`Easy::look_again`] has found it; of three bytes.
    pub(crate) zwnj: u64,
}

/// What an easy block tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judged {
    /// Where wanted tokens begin, and end.
    pub(crate) starts: u64,
    pub(crate) ends: u64,
    /// All boundaries.
    pub(crate) all: u64,
    /// Ends of tokens that are not [`Sort::PLAIN`] though their first character is a letter of the script.
    pub(crate) coloured: u64,
    /// The token that goes on behind the block is plain so far: 1 or 0.
    pub(crate) plain: u64,
}

impl Easy {
    /// Of a block that is not easy.
    pub(crate) const HARD: Easy = Easy {
        continuation: 0,
        script: 0,
        letter: 0,
        digit: 0,
        alphanumeric: 0,
        joiner: 0,
        white: 0,
        none: !0,
        zwnj: 0,
    };

    /// Characters without a class here.
    #[inline(always)]
    pub(crate) fn unclassified(&self) -> u64 {
        self.none & !(self.continuation | self.white)
    }

    /// Gives a class to some characters that have none in the tables, and are in most blocks of Urdu and Persian: letters
    /// and the full stop of U+06D0–06DF, ZWNJ, quotation marks and dashes. Flags are those of the block's bytes.
    #[cold]
    #[inline(never)]
    pub(crate) fn look_again(mut self, block: &Block, flags: &mut [u8]) -> Easy {
        let mut left = self.unclassified();
        let mut found = 0;
        while left != 0 {
            let lane = left.trailing_zeros() as usize;
            let bit = left & left.wrapping_neg();
            let flag = match block[lane..] {
                // Letters such as yeh barree.
                [0xDB, 0x90..=0x93 | 0x95, ..] => {
                    self.script |= bit;
                    self.letter |= bit;
                    flag::SCRIPT | flag::LETTER
                }
                [0xDB, 0x94, ..] => {
                    self.joiner |= bit;
                    flag::JOINER
                }
                // What it stands on must be in sight.
                [0xE2, 0x80, 0x8C, ..] if lane >= BEHIND => {
                    self.zwnj |= bit;
                    flag::SCRIPT
                }
                // En and em dash, quotation marks.
                [0xE2, 0x80, 0x93 | 0x94 | 0x9C..=0x9E, ..] => flag::ALONE,
                _ => return self,
            };
            flags[lane] = flag;
            found |= bit;
            left &= left - 1;
        }
        self.none &= !found;
        self
    }

    /// The boundaries of a block, if it is easy. `spaces` has all bits where white space is wanted, else none;
    /// `known` is 1 where a token is known to begin at the first byte on which the block decides, else 0; and `plain`
    /// is 1 where the token that goes on there is plain so far, else 0.
    #[inline(always)]
    pub(crate) fn judge(self, spaces: u64, known: u64, plain: u64) -> Option<Judged> {
        let Easy { continuation, digit, joiner, white, zwnj, .. } = self;
        let letter = self.letter & self.script;
        let script = self.script | zwnj;
        let alphanumeric = self.alphanumeric & !script;
        // Of characters of two bytes, both.
        let both = |set: u64| set | (set << 1 & continuation);
        let whole_script = both(script) | zwnj << 2;
        // Where a token is known to begin, nothing joins.
        let known = known << BEHIND;
        let after_script = whole_script << 1 & !known;
        let after_alphanumeric = both(alphanumeric) << 1 & !known;
        let joined = alphanumeric & after_alphanumeric;

        // The end of a character of three bytes or more, at the beginning.
        let cut = continuation & continuation << 1 & 0b10;
        let unclassified = self.unclassified();
        let joins = both(joiner) << 1 & (joiner | script | alphanumeric);
        // Marks that carry over to what is behind them, or stand on no letter.
        let marks = script & !letter & !after_script & !0b11;
        let mixed = joined & (digit ^ both(digit) << 1);
        // Of more than one white character, which join is another question.
        let gaps = white & white << 1 & spaces;
        if cut | unclassified | joins | marks | mixed | gaps != 0 {
            return None;
        }

        let all = !(continuation | (script & after_script) | joined) & DECIDED;
        let wanted = spaces | !white;
        let starts = all & wanted;
        let ends = all & (wanted << 1) & !known;
        // A carry from its start goes through a word to its end, if that is all letters.
        let carried = ((starts & letter) | (plain << BEHIND)) + (both(letter) & DECIDED);
        let coloured = ends & after_script & !carried;
        Some(Judged { starts, ends, all, coloured, plain: carried >> (BEHIND + STEP) & 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::planes::{ARABIC, ASCII, class, quick_kind};

    fn flags(halves: &(Half, Half), row: usize, column: usize) -> u8 {
        halves.0[row] & halves.1[column]
    }

    /// Whether flags fit a class. A joiner is all that may join.
    fn fits(flags: u8, class: u8) -> bool {
        let script = flags & flag::SCRIPT != 0;
        let letter = flags & flag::LETTER != 0;
        match class {
            _ if flags == 0 => true,
            class::ARABIC => script && letter,
            class::MARK => script && !letter,
            class::LATIN => !script && flags & flag::LATIN != 0 && flags & flag::DIGIT == 0,
            class::DIGIT => flags == flag::DIGIT,
            class::OTHER => flags & (flag::SCRIPT | flag::DIGIT | flag::LATIN) == 0,
            class::UNKNOWN | class::SPACE | class::LINE | class::SIGN => false,
            _ => flags & flag::JOINER != 0 && flags & !(flag::JOINER | 0b11) == 0,
        }
    }

    #[test]
    fn flags_fit_the_classes_and_kinds() {
        let mut count = 0;
        for (code, &class) in ASCII.iter().enumerate() {
            let flags = flags(&ASCII_HALVES, code >> 4, code & 15);
            assert!(fits(flags, class), "{code:x} {flags:x}");
            count += usize::from(flags != 0);
            let kind = quick_kind(&[code as u8, b' '], 0);
            assert!(flags == 0 || kind == Some(SORTS[usize::from(flags)].kind()), "{code:x}");
        }
        // Letters and digits, and all marks of punctuation but `#`, `@`, `\`, `_` and symbols.
        assert_eq!(count, 62 + 19);
        count = 0;
        for (code, &class) in ARABIC.iter().enumerate() {
            let flags = flags(&ARABIC_HALVES, (code >> 4) ^ 8, code & 15);
            assert!(fits(flags, class), "{code:x} {flags:x}");
            count += usize::from(flags != 0);
            let kind = quick_kind(&[0xD8 | (code >> 6) as u8, 0x80 | code as u8 & 0x3F], 0);
            let is_mark = class == class::MARK;
            let kind_is_right = kind == Some(SORTS[usize::from(flags)].kind());
            assert!(flags == 0 || is_mark || kind_is_right, "{code:x}");
        }
        // Ten rows, two rows of digits, three marks of punctuation.
        assert_eq!(count, 160 + 20 + 3);
    }
}
