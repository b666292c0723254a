//! What the block kernel needs to know of a character, in a byte: its class; and in another, what to
//! change of it.
//!
//! A class holds for ASCII and U+0600–06FF; all other characters have the class [`code::ELSEWHERE`].

mod groups;
mod ids;
mod labels;
mod letters;
mod needs;
mod pairs;
mod quiet;
mod terms;

use super::{
    Program,
    kinds::Kind,
    quick::{ARABIC, COUNTED, Entry, MARK, ORDERED, Quick, REWIND, SPACE, STOP, place},
};
use crate::options::{Punctuation, WhiteSpace};
pub(crate) use ids::{Closer, Held, Ids, role};
use labels::Labels;
pub(crate) use letters::{HAMZA, KEEPS_HAMZA, Letters};
pub(crate) use needs::{EASE, Needs, Row};
pub(crate) use pairs::{Glance, PairTable, Pairs};
pub(crate) use quiet::Quiet;
pub(crate) use terms::{ArabicTable, Term, Terms};

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
    /// `>`
    pub(crate) const GREATER: u8 = 24;
    /// `@`, which is trouble.
    pub(crate) const AT: u8 = 25;
    /// `%`, which is trouble beside anything but ASCII.
    pub(crate) const PERCENT: u8 = 26;
    /// How many there may be.
    pub(crate) const COUNT: usize = 32;

    /// Whether it is a mark that ends a clause, or a bracket that closes.
    pub(super) fn ends_something(code: u8) -> bool {
        matches!(
            code,
            COMMA
                | LATIN_CLAUSE
                | ARABIC_COMMA
                | ARABIC_CLAUSE
                | STOP
                | COLON
                | EXCLAMATION
                | CLOSE
        )
    }
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
    pub(crate) deltas: ArabicTable,
    /// Both in one, where one is enough.
    pub(crate) letters: Option<Letters>,
    /// ASCII.
    pub(crate) ascii: [u8; 128],
    /// The classes again: the labels of the rows of U+0600–06FF; those of each high half of
    /// any other byte; and the terms, by label and column.
    pub(crate) arabic_labels: [u8; 16],
    pub(crate) high_half_labels: [u8; 16],
    pub(crate) class_terms: Terms,
    /// The class of bytes that start no character: [`code::CONTINUATION`], where there are codes.
    pub(crate) continuation: u8,
    /// Which blocks need no further look; not where the order or number of marks or letters counts.
    pub(crate) quiet: Option<Quiet>,
    /// And which pairs beside them, where neighbours matter.
    pub(crate) pairs: Pairs,
    /// Whether all ASCII stays as it is, wherever it stands.
    pub(crate) ascii_stays: bool,
    /// Which ASCII needs a look also where nothing is Arabic.
    pub(crate) ascii_pairs: Pairs,
    /// The same at a glance: all of these and more.
    pub(crate) ascii_glance: Glance,
    /// Whether anything depends on neighbours, and what characters need of theirs then.
    pub(crate) neighbours: bool,
    pub(crate) needs: Needs,
    /// Which of them stand well side by side, if there are numbers enough; not where the order or number of marks or letters
    /// counts.
    pub(crate) ids: Option<Ids>,
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
    /// The classes for rewriting; or, with those, for looking for the first change, which is trouble then.
    pub(super) fn compile(program: &Program, quick: &Quick, writing: Option<&Classes>) -> Classes {
        let scan = writing.is_some();
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
        let continuation = sorter.code(code::CONTINUATION);
        let labels = Labels::new(
            arabic.as_flattened().as_chunks::<16>().0,
            ascii.as_chunks::<16>().0,
            continuation,
        );
        let collapse = collapses(program, quick, scan);
        let needs = Needs::new(program, quick, ordered, scan);
        let takes = |class| if neighbours { needs.takes(class) } else { class == 0 };
        let takes_ascii = |place: usize| takes(ascii[place]);
        let takes_arabic = |place: usize| {
            let (class, delta) = (arabic.as_flattened()[place], deltas.as_flattened()[place]);
            // Behind its second byte a digit looks like a letter.
            takes(class) && delta == 0 && !(neighbours && class == code::DIGIT)
        };
        let (pairs, (ascii_pairs, ascii_glance)) = match writing {
            // What changes is not taken either way, and of all else the same is asked.
            Some(writing) => {
                let ascii = (writing.ascii_pairs.clone(), writing.ascii_glance.clone());
                (writing.pairs.clone(), ascii)
            }
            None if neighbours => (
                Pairs::of_any(&ascii, &arabic, &needs, collapse, takes_arabic),
                Pairs::of_ascii(&ascii, &needs, collapse),
            ),
            None => Default::default(),
        };
        let ascii_stays = ascii.iter().all(|&class| class == 0);
        let letters_alone = ascii_stays && !neighbours;
        let deltas = ArabicTable::new(deltas);
        let forms = if scan { [0; 128] } else { quick.spelled.single_letters() };
        // Neither the order nor the number of anything counts, but what stands beside what.
        let unordered = !ordered && !quick.counts;
        let ids = (neighbours && unordered)
            .then(|| Ids::new(&arabic, &deltas, &ascii, (&needs, quick), collapse, forms, !scan))
            .flatten();
        let narrow = arabic.as_flattened().iter().any(|class| class & NARROW != 0);
        Classes {
            changes: narrow || deltas.bytes.as_flattened().iter().any(|&delta| delta != 0),
            arabic_labels: labels.arabic,
            high_half_labels: labels.high_half,
            class_terms: Terms::new(&labels.rows),
            letters: letters_alone
                .then(|| Letters::new(&arabic, &deltas.bytes, forms, quick))
                .flatten(),
            arabic,
            deltas,
            ids,
            ascii,
            quiet: unordered.then(|| Quiet::new(takes_ascii, takes_arabic)),
            pairs,
            ascii_pairs,
            ascii_glance,
            continuation,
            neighbours,
            ascii_stays,
            needs,
            ordered,
            collapse,
            longest_run: program.longest_run(),
        }
    }

    /// Whether there is a letter, or a form of one, which needs nothing of what stands before it. The bytes are those of
    /// a `str`.
    #[inline(always)]
    pub(crate) fn is_letter(&self, bytes: &[u8], at: usize) -> bool {
        matches!(self.at(bytes, at), code::ARABIC | code::LATIN)
            || matches!(bytes[at..], [0xEF, 0xBA | 0xBB, ..])
    }

    /// The class of the character at `at`. The bytes are those of a `str`.
    #[inline]
    pub(crate) fn at(&self, bytes: &[u8], at: usize) -> u8 {
        match bytes[at] {
            byte @ 0..=0x7F => self.ascii[usize::from(byte)],
            lead @ 0xD8..=0xDB => {
                let trail = bytes.get(at + 1).copied().unwrap_or_default();
                self.arabic.as_flattened()[place(lead, trail)]
            }
            _ => code::ELSEWHERE,
        }
    }
}

/// Whether only the first of a run of spaces stays. When only the first change is wanted, such a run is one.
fn collapses(program: &Program, quick: &Quick, scan: bool) -> bool {
    quick.spaces && program.config.white_space == WhiteSpace::Collapse && !scan
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
        let entry = if c.is_ascii() { c as usize } else { c as usize - 0x600 + ARABIC };
        let entry = &self.quick.entries[entry];
        let troubled = match entry.kind {
            Kind::At if self.may_settle(entry) => code::AT,
            Kind::Percent if self.may_settle(entry) && c.is_ascii() => code::PERCENT,
            _ if c.is_ascii() => code::TROUBLED_ASCII,
            _ => code::TROUBLED,
        };
        let looked_at = (TROUBLE | self.code(troubled), 0);
        if entry.flags & REWIND != 0 || (entry.flags & STOP != 0 && !self.may_settle(entry)) {
            return looked_at;
        }
        // What nobody asks for is left out: the terms are fewer then.
        let punctuation = self.program.config.punctuation;
        let Some(code) = code_of(c, entry, punctuation) else { return looked_at };
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
        // A percent sign follows its number, which is no neighbour yet.
        let kind = Some(entry.kind).filter(|&kind| kind != Kind::Percent);
        kind?.latin_and_arabic().map(|(latin, _)| latin as u8)
    }
}

/// What the character is to its neighbours, if the kernel takes it.
fn code_of(c: char, entry: &Entry, punctuation: Punctuation) -> Option<u8> {
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
            Kind::Greater => code::GREATER,
            // Latin it is as it came.
            Kind::Percent if ascii && punctuation == Punctuation::Latin => code::OTHER,
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
