//! What the block kernel needs to know of a character, in a byte: its class; and in another, what to
//! change of it.
//!
//! A class holds for ASCII and U+0600–06FF; all other characters have the class [`ELSEWHERE`].

use alloc::{vec, vec::Vec};

use super::{
    Program,
    kinds::Kind,
    quick::{ARABIC, COUNTED, Entry, MARK, ORDERED, Quick, REWIND, SPACE, STOP},
};
use crate::options::{Punctuation, WhiteSpace};

/// Of two bytes one is left: the second, changed.
pub(crate) const NARROW: u8 = 0x80;
/// The character goes.
pub(crate) const GONE: u8 = 0x40;
/// The kernel cannot take the character: its neighbours further away decide, or it becomes something
/// that the tables cannot hold.
pub(crate) const TROUBLE: u8 = 0x20;
/// The low four bits: one of [`code`].
pub(crate) const CODE: u8 = 0x0F;
/// Outside the tables.
pub(crate) const ELSEWHERE: u8 = IS_ELSEWHERE | code::OTHER;
/// The bit of [`ELSEWHERE`] that no other class has.
pub(crate) const IS_ELSEWHERE: u8 = 0x10;

/// What a character is to its neighbours. The numbers are chosen so that the sets that the kernel
/// asks for are cheap to make of the four bits.
pub(crate) mod code {
    /// A letter: Arabic in two bytes, Latin in one.
    pub(crate) const LETTER: u8 = 0;
    /// Anything that no rule looks at.
    pub(crate) const OTHER: u8 = 1;
    /// A digit, as it came or of any system.
    pub(crate) const DIGIT: u8 = 2;
    /// A mark that stays.
    pub(crate) const MARK: u8 = 3;
    /// A space.
    pub(crate) const SPACE: u8 = 4;
    /// A line feed or carriage return.
    pub(crate) const LINE_END: u8 = 5;
    /// A bracket that opens.
    pub(crate) const OPEN: u8 = 6;
    /// A slash, which makes a URL of a colon before it.
    pub(crate) const SLASH: u8 = 7;
    /// Comma.
    pub(crate) const COMMA: u8 = 8;
    /// Semicolon, question mark, Urdu full stop.
    pub(crate) const CLAUSE: u8 = 9;
    /// Full stop.
    pub(crate) const STOP: u8 = 10;
    /// Colon.
    pub(crate) const COLON: u8 = 11;
    /// Exclamation mark.
    pub(crate) const EXCLAMATION: u8 = 12;
    /// A bracket that closes.
    pub(crate) const CLOSE: u8 = 13;
    /// The quotation mark `"`.
    pub(crate) const QUOTE: u8 = 14;
    /// The letter `w`, which may make a URL of a full stop behind it.
    pub(crate) const LETTER_W: u8 = 15;
}

/// The classes of a configuration, as tables and as [`Terms`] of shuffles.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct Classes {
    /// U+0600–06FF, in two halves.
    pub(crate) arabic: [[u8; 128]; 2],
    /// What to change of U+0600–06FF: the low six bits are exclusive-or'd to the trail byte, the upper two to the
    /// low two of the lead byte. Of a [`NARROW`] character the lead byte goes, and bit 7 of the
    /// trail byte.
    pub(crate) deltas: [[u8; 128]; 2],
    /// ASCII.
    pub(crate) ascii: [u8; 128],
    /// The classes again: the labels of the rows of U+0600–06FF; those of each high half of
    /// any other byte; and the terms, by label and column.
    pub(crate) arabic_labels: [u8; 16],
    pub(crate) high_half_labels: [u8; 16],
    pub(crate) class_terms: Terms,
    /// The deltas again, by row of U+0600–06FF and column.
    pub(crate) delta_terms: Terms,
    /// Whether anything depends on neighbours, but for tatweel.
    pub(crate) neighbours: bool,
    /// Whether any delta is not zero, or any character narrow.
    pub(crate) changes: bool,
    /// Whether the order of marks matters.
    pub(crate) ordered: bool,
    /// Whether spaces are looked at.
    pub(crate) spaces: bool,
    /// Whether only the first of a run of spaces stays. Else such runs are trouble.
    pub(crate) collapse: bool,
    /// Whether Latin commas and the like stay beside Arabic text.
    pub(crate) latin_stays: bool,
    /// The longest run of a letter that stays, if there is a limit.
    pub(crate) longest_run: Option<usize>,
}

impl Classes {
    /// The classes for rewriting; or, with `scan`, for looking for the first change, which is trouble then.
    pub(super) fn compile(program: &Program, quick: &Quick, scan: bool) -> Classes {
        // Those that are trouble anyway need no judgement.
        let is_ordered = |entry: &Entry| entry.flags & (ORDERED | REWIND | STOP) == ORDERED;
        let ordered = quick.entries.iter().any(is_ordered);
        let neighbours = program.context || ordered || quick.counts;
        let sorter = Sorter { program, quick, scan, neighbours };
        let mut arabic = [[0; 128]; 2];
        let mut deltas = arabic;
        for (i, c) in ('\u{600}'..='\u{6FF}').enumerate() {
            (arabic[i / 128][i % 128], deltas[i / 128][i % 128]) = sorter.sort(c);
        }
        let mut ascii = [0; 128];
        for (class, c) in ascii.iter_mut().zip('\0'..='\u{7F}') {
            *class = sorter.sort(c).0;
        }
        let rows = |table: &[[u8; 128]; 2]| -> Vec<[u8; 16]> {
            table.as_flattened().as_chunks::<16>().0.to_vec()
        };
        let labels = Labels::new(&rows(&arabic), ascii.as_chunks::<16>().0);
        let narrow = arabic.as_flattened().iter().any(|class| class & NARROW != 0);
        Classes {
            changes: narrow || deltas.as_flattened().iter().any(|&delta| delta != 0),
            arabic_labels: labels.arabic,
            high_half_labels: labels.high_half,
            class_terms: Terms::new(&labels.rows),
            delta_terms: Terms::new(&rows(&deltas)),
            arabic,
            deltas,
            ascii,
            neighbours,
            ordered,
            spaces: quick.spaces,
            collapse: program.config.white_space == WhiteSpace::Collapse && !scan,
            latin_stays: program.config.punctuation != Punctuation::Arabic,
            longest_run: program.longest_run(),
        }
    }

    /// The class of the character at `at`. The bytes are those of a `str`.
    #[inline]
    pub(crate) fn at(&self, bytes: &[u8], at: usize) -> u8 {
        match bytes[at] {
            byte @ 0..=0x7F => self.ascii[usize::from(byte)],
            lead @ 0xD8..=0xDB => {
                let trail = bytes.get(at + 1).copied().unwrap_or_default();
                let place = usize::from((lead & 1) << 6 | trail & 0x3F);
                self.arabic[usize::from(lead >> 1 & 1)][place]
            }
            _ => ELSEWHERE,
        }
    }
}

/// Sorts characters into classes.
struct Sorter<'a> {
    program: &'a Program,
    quick: &'a Quick,
    scan: bool,
    neighbours: bool,
}

impl Sorter<'_> {
    /// The class of a character of ASCII or U+0600–06FF, and its delta.
    fn sort(&self, c: char) -> (u8, u8) {
        const LOOKED_AT: (u8, u8) = (TROUBLE | code::OTHER, 0);
        let place = if c.is_ascii() { c as usize } else { c as usize - 0x600 + ARABIC };
        let entry = &self.quick.entries[place];
        if entry.flags & REWIND != 0 || (entry.flags & STOP != 0 && !self.may_settle(entry)) {
            return LOOKED_AT;
        }
        // What nobody asks for is left out: the terms are fewer then.
        let mut code = code_of(c, entry);
        if !self.neighbours {
            code &= !CODE;
        }
        let mut written = entry.bytes;
        let mut len = usize::from(entry.len);
        if let Some(latin) = self.latin(c, entry) {
            (written, len) = ([latin, 0], 1);
        }
        let mut itself = [0; 2];
        let own_len = c.encode_utf8(&mut itself).len();
        let changes = written[..len] != itself[..own_len];
        match (own_len, len) {
            _ if !changes => (code, 0),
            _ if self.scan => LOOKED_AT,
            (_, 0) => (GONE, 0),
            // Both differ from 10xxxxxx to 00xxxxxx in bit 7 alone, if bit 5 is set: always so for
            // what letters, digits and marks are written as.
            (2, 1) if (0x20..0x40).contains(&written[0]) => {
                (NARROW | code, (itself[1] ^ written[0]) & 0x3F)
            }
            (2, 2) if (0xD8..0xDC).contains(&written[0]) => {
                let lead = (itself[0] ^ written[0]) & 3;
                (code, lead << 6 | (itself[1] ^ written[1]) & 0x3F)
            }
            _ => LOOKED_AT,
        }
    }

    /// Whether the nearest neighbours of a mark may show that it stands well.
    fn may_settle(&self, entry: &Entry) -> bool {
        self.quick.settles && entry.flags & (ORDERED | COUNTED | MARK) == 0
    }

    /// The Latin mark that an Arabic one becomes.
    fn latin(&self, c: char, entry: &Entry) -> Option<u8> {
        if c.is_ascii() || self.program.config.punctuation != Punctuation::Latin {
            return None;
        }
        match entry.kind {
            Kind::Comma => Some(b','),
            Kind::Semicolon => Some(b';'),
            Kind::Question => Some(b'?'),
            _ => None,
        }
    }
}

/// What the character is to its neighbours, of those that the kernel takes.
fn code_of(c: char, entry: &Entry) -> u8 {
    if entry.flags & STOP != 0 {
        return match entry.kind {
            Kind::Comma => code::COMMA,
            Kind::Semicolon | Kind::Question | Kind::UrduStop => code::CLAUSE,
            Kind::Stop => code::STOP,
            Kind::Colon => code::COLON,
            Kind::Exclamation => code::EXCLAMATION,
            Kind::Open => code::OPEN,
            Kind::Close => code::CLOSE,
            Kind::Quote => code::QUOTE,
            Kind::LineEnd if matches!(c, '\n' | '\r') => code::LINE_END,
            // The line takes note of it.
            Kind::Less => code::OTHER,
            _ => return TROUBLE | code::OTHER,
        };
    }
    match entry.kind {
        _ if entry.flags & MARK != 0 => code::MARK,
        Kind::ArabicLetter if !c.is_ascii() => code::LETTER,
        Kind::OtherLetter if matches!(c, 'w' | 'W') => code::LETTER_W,
        Kind::OtherLetter if c.is_ascii() => code::LETTER,
        Kind::Digit(_) => code::DIGIT,
        Kind::White if entry.flags & SPACE != 0 || c == ' ' => code::SPACE,
        Kind::Other if c == '/' => code::SLASH,
        _ => code::OTHER,
    }
}

/// Rows of sixteen classes, each different one once.
struct Labels {
    rows: Vec<[u8; 16]>,
    arabic: [u8; 16],
    high_half: [u8; 16],
}

impl Labels {
    /// Has no row: all its classes are zero.
    const NONE: u8 = 0x80;

    /// Rows of Arabic and of ASCII from the most frequent to the rarest. Where more than fifteen differ, the
    /// last ones share the row [`ELSEWHERE`], which costs time and changes nothing. The first row of
    /// ASCII may not: the end of the text counts as a line feed.
    const ARABIC_FIRST: [usize; 16] = [4, 3, 2, 5, 6, 0, 1, 7, 12, 10, 15, 11, 13, 14, 8, 9];
    const ASCII_FIRST: [usize; 8] = [0, 2, 6, 7, 3, 4, 5, 1];

    fn new(arabic: &[[u8; 16]], ascii: &[[u8; 16]]) -> Labels {
        let mut rows = vec![[ELSEWHERE; 16]];
        let mut label = |row: &[u8; 16]| {
            if *row == [0; 16] {
                return Labels::NONE;
            }
            let found = rows.iter().position(|other| other == row);
            let place = found.unwrap_or_else(|| {
                if rows.len() == 16 {
                    return 0;
                }
                rows.push(*row);
                rows.len() - 1
            });
            place as u8
        };
        let mut high_half = [0; 16];
        high_half[8..12].fill(Labels::NONE);
        let mut arabic_labels = [0; 16];
        // Rows of letters come first in both: the rest of each by turns.
        for i in 0..16 {
            let row = Labels::ARABIC_FIRST[i];
            arabic_labels[row] = label(&arabic[row]);
            if let Some(&row) = Labels::ASCII_FIRST.get(i) {
                high_half[row] = label(&ascii[row]);
            }
        }
        Labels { rows, arabic: arabic_labels, high_half }
    }
}

/// A table by row and column, as a sum of products: see `engine/lookup.rs`.
#[derive(Debug)]
pub(crate) struct Terms(Vec<Term>);

/// One product: what it has in each row, and in each column. The table's bits are each the sum over
/// the terms, modulo two, of the product of the same bit of both.
#[derive(Clone, Debug, Default)]
struct Term {
    rows: [u8; 16],
    columns: [u8; 16],
}

impl Terms {
    /// Finds the fewest terms, for each of the eight bits by Gaussian elimination.
    fn new(table: &[[u8; 16]]) -> Terms {
        let mut terms = Vec::new();
        for bit in 0..8 {
            // Rows of which no one is a sum of others, each as the bits of its columns.
            let mut basis: Vec<u16> = Vec::new();
            for (place, row) in table.iter().enumerate() {
                let of_column =
                    |(column, class): (usize, &u8)| u16::from(class >> bit & 1) << column;
                let mut rest: u16 = row.iter().enumerate().map(of_column).sum();
                for (i, member) in basis.iter().enumerate() {
                    // The highest bit of a member is in no member after it.
                    if rest & 1 << member.ilog2() != 0 {
                        rest ^= member;
                        Terms::at(&mut terms, i).rows[place] |= 1 << bit;
                    }
                }
                if rest != 0 {
                    let term = Terms::at(&mut terms, basis.len());
                    term.rows[place] |= 1 << bit;
                    for (column, value) in term.columns.iter_mut().enumerate() {
                        *value |= ((rest >> column & 1) as u8) << bit;
                    }
                    basis.push(rest);
                }
            }
        }
        Terms(terms)
    }

    fn at(terms: &mut Vec<Term>, place: usize) -> &mut Term {
        if terms.len() <= place {
            terms.resize(place + 1, Term::default());
        }
        &mut terms[place]
    }

    /// Each term's rows and columns.
    #[inline(always)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8; 16], &[u8; 16])> {
        self.0.iter().map(|term| (&term.rows, &term.columns))
    }
}
