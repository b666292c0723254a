//! What the block kernel needs to know of a character, in a byte: its class; and in another, what to
//! change of it.
//!
//! A class holds for ASCII and U+0600–06FF; all other characters have the class [`code::ELSEWHERE`].

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
/// The low five bits: one of [`code`].
pub(crate) const CODE: u8 = 0x1F;

/// What a character is to its neighbours.
pub(crate) mod code {
    /// A letter of the Arabic script.
    pub(crate) const ARABIC: u8 = 0;
    /// A Latin letter.
    pub(crate) const LATIN: u8 = 1;
    /// Anything else that stays and that no rule looks at.
    pub(crate) const OTHER: u8 = 2;
    /// A digit, as it came or of any system.
    pub(crate) const DIGIT: u8 = 3;
    /// A mark that stays.
    pub(crate) const MARK: u8 = 4;
    /// A space.
    pub(crate) const SPACE: u8 = 5;
    /// A line feed or carriage return.
    pub(crate) const LINE_END: u8 = 6;
    /// A bracket that opens.
    pub(crate) const OPEN: u8 = 7;
    /// A slash, which makes a URL of a colon before it.
    pub(crate) const SLASH: u8 = 8;
    /// The letter `w`, which may make a URL of a full stop behind it.
    pub(crate) const LETTER_W: u8 = 9;
    /// `,`
    pub(crate) const COMMA: u8 = 10;
    /// `;` and `?`
    pub(crate) const LATIN_CLAUSE: u8 = 11;
    /// U+060C.
    pub(crate) const ARABIC_COMMA: u8 = 12;
    /// U+061B, U+061F, and U+06D4, the Urdu full stop.
    pub(crate) const ARABIC_CLAUSE: u8 = 13;
    /// `.`
    pub(crate) const STOP: u8 = 14;
    /// `:`
    pub(crate) const COLON: u8 = 15;
    /// Outside the tables, or not to be told from them. A bit of its own where there are no other codes.
    pub(crate) const ELSEWHERE: u8 = 16;
    /// The second byte of such a character, or a later one.
    pub(crate) const CONTINUATION: u8 = 17;
    /// `!`
    pub(crate) const EXCLAMATION: u8 = 18;
    /// A bracket that closes.
    pub(crate) const CLOSE: u8 = 19;
    /// The quotation mark `"`.
    pub(crate) const QUOTE: u8 = 20;
    /// What goes.
    pub(crate) const GONE: u8 = 21;
    /// ASCII that is trouble.
    pub(crate) const TROUBLED_ASCII: u8 = 22;
    /// Anything else that is trouble.
    pub(crate) const TROUBLED: u8 = 23;
    /// How many there may be.
    pub(crate) const COUNT: usize = 32;
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
    /// The class of bytes that start no character: [`code::CONTINUATION`], where there are codes.
    pub(crate) continuation: u8,
    /// Which blocks need no further look; not where the order or number of marks or letters counts.
    pub(crate) quiet: Option<Quiet>,
    /// Whether anything depends on neighbours, and what characters need of theirs then.
    pub(crate) neighbours: bool,
    pub(crate) needs: Needs,
    /// Whether any delta is not zero, or any character narrow.
    pub(crate) changes: bool,
    /// Whether the order of marks matters.
    pub(crate) ordered: bool,
    /// Whether only the first of a run of spaces stays.
    pub(crate) collapse: bool,
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
        let continuation = sorter.code(code::CONTINUATION);
        let labels = Labels::new(&rows(&arabic), ascii.as_chunks::<16>().0, continuation);
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
            quiet: (!ordered && !quick.counts).then(|| Quiet::new(&arabic, &deltas, &ascii)),
            continuation,
            neighbours,
            needs: Needs::new(program, quick, ordered, scan),
            ordered,
            collapse: collapses(program, quick, scan),
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
            _ => code::ELSEWHERE,
        }
    }
}

/// Tells pairs of bytes that need a look, by three shuffles for each of two tables: no bit is in all three of what
/// a table has for the first byte's low half, the second's high half and the second's low half.
///
/// A pair needs a look if its second byte starts a character outside the tables, or is ASCII that does not stay
/// wherever it stands; or if it is such a character of U+0600–06FF. A few others may seem to: then the block
/// is looked at, to no effect.
#[derive(Debug, Default)]
pub(crate) struct Quiet {
    tables: [QuietTable; 2],
    /// Bits that are taken.
    count: u32,
}

/// See [`Quiet`].
#[derive(Debug, Default)]
pub(crate) struct QuietTable {
    pub(crate) first_low: [u8; 16],
    pub(crate) second_high: [u8; 16],
    pub(crate) second_low: [u8; 16],
}

impl Quiet {
    /// All bits of both tables. What finds none free shares those of the second.
    const BITS: u32 = 16;

    /// The tables; often the first is enough.
    #[inline(always)]
    pub(crate) fn tables(&self) -> &[QuietTable] {
        if self.count <= 8 { &self.tables[..1] } else { &self.tables }
    }

    /// Sorts the characters by their classes.
    fn new(arabic: &[[u8; 128]; 2], deltas: &[[u8; 128]; 2], ascii: &[u8; 128]) -> Quiet {
        let mut quiet = Quiet::default();
        // What starts a character of three bytes or more, or one of two before U+0400.
        let all = 0..16;
        quiet.name(all.clone(), [0xC, 0xE, 0xF], all.clone());
        // Other characters of two bytes, but not those of U+0600–06FF.
        quiet.name(all.clone(), [0xD], all.clone().filter(|low| !(8..12).contains(low)));
        let mut rows: Vec<(u16, Vec<usize>)> = Vec::new();
        for (high, row) in ascii.as_chunks::<16>().0.iter().enumerate() {
            let named = (0..16).filter(|&low| !stays(row[low]));
            let named = named.fold(0_u16, |bits, low| bits | 1 << low);
            match rows.iter_mut().find(|row| row.0 == named) {
                _ if named == 0 => {}
                Some(row) => row.1.push(high),
                None => rows.push((named, Vec::from([high]))),
            }
        }
        for (named, high) in rows {
            quiet.name(all.clone(), high, all.clone().filter(|low| named >> low & 1 != 0));
        }
        let (arabic, deltas) = (arabic.as_flattened(), deltas.as_flattened());
        for row in 0..16 {
            let is_named = |column: &usize| {
                let place = row * 16 + column;
                !stays(arabic[place]) || deltas[place] != 0
            };
            if all.clone().any(|column| is_named(&column)) {
                let lead = 8 + row / 4;
                quiet.name(lead..lead + 1, [8 + row % 4], all.clone().filter(is_named));
            }
        }
        quiet
    }

    /// Gives all pairs of these halves a bit.
    fn name(
        &mut self,
        first_low: impl IntoIterator<Item = usize>,
        second_high: impl IntoIterator<Item = usize>,
        second_low: impl IntoIterator<Item = usize>,
    ) {
        let place = if self.count < Quiet::BITS { self.count } else { 8 + self.count % 8 };
        self.count += 1;
        let table = &mut self.tables[(place / 8) as usize];
        let bit = 1 << (place % 8);
        first_low.into_iter().for_each(|half| table.first_low[half] |= bit);
        second_high.into_iter().for_each(|half| table.second_high[half] |= bit);
        second_low.into_iter().for_each(|half| table.second_low[half] |= bit);
    }
}

/// Whether a character of this class stays wherever it stands, if it is no space beside another one.
fn stays(class: u8) -> bool {
    matches!(
        class,
        code::ARABIC
            | code::LATIN
            | code::OTHER
            | code::DIGIT
            | code::MARK
            | code::SPACE
            | code::SLASH
            | code::LETTER_W
    )
}

/// Whether only the first of a run of spaces stays. When only the first change is wanted, such a run is one.
fn collapses(program: &Program, quick: &Quick, scan: bool) -> bool {
    quick.spaces && program.config.white_space == WhiteSpace::Collapse && !scan
}

/// What characters need of their neighbours, and what they offer to theirs, each as bits, by
/// [`code`].
///
/// All that a character needs of the one before it must be offered, and all it needs of the one behind it. Or
/// else there are bits that both sides of it offer and that are [enough](Needs::enough).
#[derive(Debug)]
pub(crate) struct Needs {
    /// What a character offers to the one behind it: [`left`].
    pub(crate) offers_left: Row,
    /// What it offers to the one before it: [`right`].
    pub(crate) offers_right: Row,
    /// What it needs of the one before it: [`left`].
    pub(crate) needs_left: Row,
    /// What it needs of the one behind it: [`right`].
    pub(crate) needs_right: Row,
    /// Bits of both that are enough, and [`EASE`].
    pub(crate) enough: Row,
    /// What it is to the line: [`line`].
    pub(crate) line: Row,
}

/// A byte for each code.
pub(crate) type Row = [u8; code::COUNT];

/// What stands before a character. Of the bits that are in [`right`] as well, both sides together may be enough.
mod left {
    /// Anything but white space in a line.
    pub(super) const NO_SPACE: u8 = 0x80;
    /// The same, nor the letter `w`.
    pub(super) const NO_SPACE_NOR_W: u8 = 2;
    /// No line end.
    pub(super) const NO_LINE_END: u8 = 4;
    /// Neither a mark nor what goes.
    pub(super) const NO_MARK: u8 = 8;
    /// A digit.
    pub(super) const DIGIT: u8 = 0x10;
    /// What a quotation mark may open behind: no digit, of which it may be the unit.
    pub(super) const OPENS: u8 = 0x20;
    /// What it may close behind: the same, but for white space and brackets that open.
    pub(super) const CLOSES: u8 = 0x40;
    /// Anything but the letter `w`.
    pub(super) const NO_W: u8 = 1;
}

/// What stands behind a character.
mod right {
    /// Nothing offers this.
    pub(super) const IMPOSSIBLE: u8 = 0x80;
    /// White space or a line end.
    pub(super) const EDGE: u8 = 2;
    /// No Arabic letter, for all that is known.
    pub(super) const NO_ARABIC: u8 = 4;
    /// The same, nor a slash.
    pub(super) const NO_ARABIC_NOR_SLASH: u8 = 8;
    /// A digit.
    pub(super) const DIGIT: u8 = 0x10;
    /// Text: a quotation mark or bracket opens.
    pub(super) const OPENS: u8 = 0x20;
    /// An edge, or a mark that ends a clause or closes.
    pub(super) const CLOSES: u8 = 0x40;
    /// A Latin letter or a digit.
    pub(super) const WORD: u8 = 1;
}

/// The character needs nothing beside ASCII on a line without Arabic.
pub(crate) const EASE: u8 = 0x80;

/// What a character is to the line.
pub(crate) mod line {
    /// It may be an Arabic letter.
    pub(crate) const MAYBE_ARABIC: u8 = 0x80;
    /// It decides whether the line is Arabic.
    pub(crate) const DECIDES: u8 = 0x40;
}

impl Needs {
    fn new(program: &Program, quick: &Quick, ordered: bool, scan: bool) -> Needs {
        let row = |f: &dyn Fn(u8) -> u8| core::array::from_fn(|code| f(code as u8));
        Needs {
            offers_left: row(&offers_left),
            offers_right: row(&offers_right),
            needs_left: row(&|code| match code {
                code::SPACE if !quick.spaces => 0,
                code::SPACE if collapses(program, quick, scan) => left::NO_LINE_END,
                code::SPACE => left::NO_LINE_END | left::NO_SPACE,
                // Space before it is decided with what follows it, and is of another kind at the start of a line.
                code::GONE if quick.spaces => left::NO_LINE_END | left::NO_SPACE,
                code::GONE => 0,
                code::MARK if ordered => left::NO_MARK,
                code::STOP => left::NO_SPACE_NOR_W,
                code::LINE_END
                | code::COMMA
                | code::LATIN_CLAUSE
                | code::ARABIC_COMMA
                | code::ARABIC_CLAUSE
                | code::COLON
                | code::EXCLAMATION
                | code::CLOSE => left::NO_SPACE,
                _ => 0,
            }),
            needs_right: row(&|code| match code {
                // On an Arabic line they become Arabic.
                code::COMMA | code::LATIN_CLAUSE
                    if program.config.punctuation == Punctuation::Arabic =>
                {
                    right::IMPOSSIBLE
                }
                code::COMMA | code::ARABIC_COMMA | code::EXCLAMATION => right::CLOSES,
                code::LATIN_CLAUSE | code::ARABIC_CLAUSE => right::EDGE,
                code::STOP => right::NO_ARABIC,
                code::COLON => right::NO_ARABIC_NOR_SLASH,
                code::OPEN => right::OPENS,
                code::QUOTE => right::IMPOSSIBLE,
                // Repeated letters are counted through marks.
                code::MARK if quick.counts => right::IMPOSSIBLE,
                _ => 0,
            }),
            enough: row(&|code| match code {
                // Between digits: a thousands separator.
                code::COMMA => EASE | left::DIGIT,
                code::LATIN_CLAUSE | code::EXCLAMATION | code::CLOSE => EASE,
                code::STOP | code::COLON => left::NO_W,
                code::QUOTE => left::OPENS | left::CLOSES,
                _ => 0,
            }),
            line: row(&|code| match code {
                code::ARABIC | code::ELSEWHERE | code::CONTINUATION => {
                    line::MAYBE_ARABIC | line::DECIDES
                }
                code::LATIN | code::LETTER_W | code::LINE_END => line::DECIDES,
                _ => 0,
            }),
        }
    }
}

fn offers_left(code: u8) -> u8 {
    use left::{CLOSES, DIGIT, NO_LINE_END, NO_MARK, NO_SPACE, NO_SPACE_NOR_W, NO_W, OPENS};
    const ANY: u8 = NO_SPACE | NO_SPACE_NOR_W | NO_LINE_END | NO_MARK | NO_W;
    match code {
        code::SPACE => OPENS | NO_LINE_END | NO_MARK | NO_W,
        code::LINE_END => (OPENS | ANY) & !NO_LINE_END,
        code::OPEN | code::CONTINUATION => OPENS | ANY,
        code::DIGIT => DIGIT | ANY,
        code::LETTER_W => (OPENS | CLOSES | ANY) & !(NO_SPACE_NOR_W | NO_W),
        code::MARK => (OPENS | CLOSES | ANY) & !NO_MARK,
        code::GONE | code::ELSEWHERE => ANY & !NO_MARK,
        code::TROUBLED_ASCII | code::TROUBLED => ANY,
        _ => OPENS | CLOSES | ANY,
    }
}

fn offers_right(code: u8) -> u8 {
    use right::{CLOSES, DIGIT, EDGE, NO_ARABIC, NO_ARABIC_NOR_SLASH, OPENS, WORD};
    const NONE_ARABIC: u8 = NO_ARABIC | NO_ARABIC_NOR_SLASH;
    match code {
        code::ARABIC | code::MARK => OPENS,
        code::LATIN | code::LETTER_W => WORD | OPENS | NONE_ARABIC,
        code::DIGIT => WORD | DIGIT | OPENS | NONE_ARABIC,
        code::OTHER | code::OPEN | code::QUOTE => OPENS | NONE_ARABIC,
        code::SLASH => OPENS | NO_ARABIC,
        code::SPACE | code::LINE_END => EDGE | CLOSES | NONE_ARABIC,
        code::COMMA
        | code::LATIN_CLAUSE
        | code::ARABIC_COMMA
        | code::ARABIC_CLAUSE
        | code::STOP
        | code::COLON
        | code::EXCLAMATION
        | code::CLOSE => CLOSES | NONE_ARABIC,
        code::TROUBLED_ASCII => NONE_ARABIC,
        _ => 0,
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
        let troubled = if c.is_ascii() { code::TROUBLED_ASCII } else { code::TROUBLED };
        let looked_at = (TROUBLE | self.code(troubled), 0);
        let place = if c.is_ascii() { c as usize } else { c as usize - 0x600 + ARABIC };
        let entry = &self.quick.entries[place];
        if entry.flags & REWIND != 0 || (entry.flags & STOP != 0 && !self.may_settle(entry)) {
            return looked_at;
        }
        // What nobody asks for is left out: the terms are fewer then.
        let Some(code) = code_of(c, entry) else { return looked_at };
        let code = self.code(code);
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
            _ if self.scan => looked_at,
            (_, 0) => (GONE | self.code(code::GONE), 0),
            // Both differ from 10xxxxxx to 00xxxxxx in bit 7 alone, if bit 5 is set: always so for
            // what letters, digits and marks are written as.
            (2, 1) if (0x20..0x40).contains(&written[0]) => {
                (NARROW | code, (itself[1] ^ written[0]) & 0x3F)
            }
            (2, 2) if (0xD8..0xDC).contains(&written[0]) => {
                let lead = (itself[0] ^ written[0]) & 3;
                (code, lead << 6 | (itself[1] ^ written[1]) & 0x3F)
            }
            _ => looked_at,
        }
    }

    /// The code, where anybody asks for it: without them the [`Terms`] are fewer.
    fn code(&self, code: u8) -> u8 {
        if self.neighbours { code } else { 0 }
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

/// What the character is to its neighbours, if the kernel takes it.
fn code_of(c: char, entry: &Entry) -> Option<u8> {
    let ascii = c.is_ascii();
    let code = if entry.flags & STOP != 0 {
        match entry.kind {
            Kind::Comma if ascii => code::COMMA,
            Kind::Comma => code::ARABIC_COMMA,
            Kind::Semicolon | Kind::Question if ascii => code::LATIN_CLAUSE,
            Kind::Semicolon | Kind::Question | Kind::UrduStop => code::ARABIC_CLAUSE,
            Kind::Stop => code::STOP,
            Kind::Colon => code::COLON,
            Kind::Exclamation => code::EXCLAMATION,
            Kind::Open => code::OPEN,
            Kind::Close => code::CLOSE,
            Kind::Quote => code::QUOTE,
            Kind::LineEnd if matches!(c, '\n' | '\r') => code::LINE_END,
            // The line takes note of it.
            Kind::Less => code::OTHER,
            _ => return None,
        }
    } else {
        match entry.kind {
            _ if entry.flags & MARK != 0 => code::MARK,
            Kind::ArabicLetter if !ascii => code::ARABIC,
            Kind::OtherLetter if matches!(c, 'w' | 'W') => code::LETTER_W,
            Kind::OtherLetter if ascii => code::LATIN,
            Kind::Digit(_) => code::DIGIT,
            Kind::White if entry.flags & SPACE != 0 || c == ' ' => code::SPACE,
            Kind::Other if c == '/' => code::SLASH,
            _ => code::OTHER,
        }
    };
    Some(code)
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
    /// last ones share the row of [`code::ELSEWHERE`], which costs time and changes nothing. The first row of
    /// ASCII may not: the end of the text counts as a line feed.
    const ARABIC_FIRST: [usize; 16] = [4, 3, 2, 5, 6, 0, 1, 7, 12, 10, 15, 11, 13, 14, 8, 9];
    const ASCII_FIRST: [usize; 8] = [0, 2, 6, 7, 3, 4, 5, 1];

    /// `continuation` is the class of bytes that start no character.
    fn new(arabic: &[[u8; 16]], ascii: &[[u8; 16]], continuation: u8) -> Labels {
        let mut rows = vec![[code::ELSEWHERE; 16]];
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
        high_half[8..12].fill(label(&[continuation; 16]));
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
