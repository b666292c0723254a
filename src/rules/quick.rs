//! Which characters the engine may copy, map or drop without looking at their neighbours.
//!
//! Everything here is a shortcut: the engine gives the same output when every character is taken
//! to need thought (the unit tests of `engine` hold it to that).

use alloc::{boxed::Box, vec, vec::Vec};

use super::{
    Program,
    clusters::Clusters,
    kinds::{self, Kind, System},
    letters::Action,
    marks,
    spelled::Spelled,
    tables::{ARABIC_LETTERS, NFC_CARE},
    word_chars::WordChars,
};
use crate::options::{Digits, Punctuation, Spacing, StrayMarks, WhiteSpace};

/// How the engine may treat a character, for ASCII and U+0600–06FF.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The bytes to write.
    pub(crate) bytes: [u8; 2],
    /// How many of them: zero for a deletion.
    pub(crate) len: u8,
    /// What else to know.
    pub(crate) flags: u8,
    /// Canonical combining class of a mark whose order or number matters, else zero.
    pub(crate) ccc: u8,
    /// What the character is to the context rules.
    pub(crate) kind: Kind,
}

/// Needs thought, unless its neighbours settle it: a stretch ends in front of it.
pub(crate) const STOP: u8 = 1;
/// Needs thought together with the base before it: a stretch ends in front of that.
pub(crate) const REWIND: u8 = 2;
/// A space, which needs no thought only before what is neither white space nor needs any.
pub(crate) const SPACE: u8 = 4;
/// An Arabic letter under a rule that counts repeated letters.
pub(crate) const COUNTED: u8 = 8;
/// A combining mark: it belongs to the base before.
pub(crate) const MARK: u8 = 16;
/// A mark whose order or number matters.
pub(crate) const ORDERED: u8 = 32;

/// Flags of characters that cannot be taken by their entry alone.
pub(crate) const LOOK: u8 = STOP | REWIND | SPACE | COUNTED | ORDERED;

/// Where U+0600–06FF begin among the entries.
pub(crate) const ARABIC: usize = 128;

impl Entry {
    /// Whether it is a letter that stays, or is written as another one, and needs none of its neighbours.
    pub(crate) fn is_plain_letter(&self) -> bool {
        self.kind == Kind::ArabicLetter && self.len == 2 && self.flags & (LOOK | MARK) == 0
    }
}

/// The classes of all characters.
#[derive(Debug)]
pub(crate) struct Quick {
    /// U+0000–007F, then U+0600–06FF.
    pub(crate) entries: [Entry; ARABIC + 256],
    /// All other characters: those that need thought.
    pub(crate) elsewhere: CharSet,
    /// Those among them that go wherever they stand.
    pub(crate) deleted: CharSet,
    /// Those among them that only NFC has to look at, outside the Arabic blocks.
    pub(crate) units: CharSet,
    /// Which first two bytes of all other characters need no look at the set.
    pub(crate) plain_pairs: PlainPairs,
    /// The same of those that text has most.
    pub(crate) plain_common: PlainCommon,
    /// Whether emoji, which begin with F0 9F, need no look either.
    pub(crate) emoji_stay: bool,
    /// The exceptions among them: forms that are spelled out as letters that stay.
    pub(crate) spelled: Box<Spelled>,
    /// What letters and marks that compose become.
    pub(crate) clusters: Clusters,
    /// U+0600–06FF again, for words.
    pub(crate) word_chars: WordChars,
    /// Whether thought needs the base before.
    pub(crate) rewind: bool,
    /// Whether a rule counts repeated letters.
    pub(crate) counts: bool,
    /// Whether white space is decided with what stands beside it.
    pub(crate) spaces: bool,
    /// Whether white space around marks is tidied, and whether runs of spaces become one.
    pub(crate) tidies: bool,
    pub(crate) collapses: bool,
    /// Whether marks of punctuation can be settled by their neighbours.
    pub(crate) settles: bool,
    /// Whether digits are written in ASCII.
    pub(crate) ascii_digits: bool,
    /// Whether a stray `>` becomes a full stop.
    pub(crate) repairs: bool,
    /// How punctuation is mapped.
    pub(crate) punctuation: Punctuation,
}

impl Quick {
    /// Sorts the characters by what the program's rules need to know of them.
    pub(crate) fn compile(program: &Program) -> Quick {
        let counts = program.longest_run().is_some();
        let (elsewhere, units) = elsewhere(program);
        let mut deleted = CharSet::default();
        for (first, last) in program.letters.changed_elsewhere() {
            let gone = (first..=last).filter(|&c| program.letters.action(c) == Action::Delete);
            gone.for_each(|c| deleted.insert(c));
        }
        let arabic = (0x600..=0x6FF).filter_map(char::from_u32);
        let mut entries = [entry(program, '\0'); ARABIC + 256];
        for (slot, c) in entries.iter_mut().zip(('\0'..='\u{7F}').chain(arabic)) {
            *slot = entry(program, c);
        }
        let digits = program.config.digits;
        let settles = program.config.spacing != Spacing::Isolate
            && program.config.white_space != WhiteSpace::SingleLine
            && matches!(digits, Digits::Keep | Digits::Ascii);
        let spelled = Spelled::compile(program, &entries, &elsewhere, settles);
        let plain_pairs = PlainPairs::new(&elsewhere);
        Quick {
            emoji_stay: plain_pairs.contains(0xF0, 0x9F),
            spaces: entries[usize::from(b' ')].flags & SPACE != 0,
            clusters: Clusters::compile(program, &entries, counts),
            word_chars: WordChars::new(&entries),
            entries,
            spelled,
            plain_pairs,
            plain_common: PlainCommon::new(&elsewhere),
            elsewhere,
            deleted,
            units,
            rewind: program.has_units(),
            counts,
            tidies: program.config.spacing == Spacing::Tidy,
            collapses: program.config.white_space == WhiteSpace::Collapse,
            settles,
            ascii_digits: digits == Digits::Ascii,
            repairs: program.config.stray_marks == StrayMarks::Repair,
            punctuation: program.config.punctuation,
        }
    }
}

impl Quick {
    /// Whether a bracket or quotation mark outside the tables stays that opens in front of text, or closes behind it.
    #[inline]
    pub(crate) fn encloser_stays(&self, c: char) -> bool {
        self.settles && !self.counts && !self.deleted.contains(c) && self.spelled.get(c).is_none()
    }

    /// Whether a character outside the tables stays, or is spelled out, whatever stands beside it.
    #[inline]
    pub(crate) fn is_plain_elsewhere(&self, c: char) -> bool {
        !self.elsewhere.contains(c) || self.spelled.get(c).is_some()
    }

    /// Whether the character at `at`, which has no class of its own, may not simply stay. The bytes
    /// are those of a `str`.
    #[inline]
    pub(crate) fn is_named_elsewhere(&self, bytes: &[u8], at: usize) -> bool {
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        match bytes[at] {
            0..=0x7F | 0xD8..=0xDB => true,
            first if self.plain_pairs.contains(first, second) => false,
            _ => self.elsewhere.contains(decode(bytes, at).0),
        }
    }
}

/// The table entry of the character at `at`, if it has one: ASCII and U+0600–06FF.
#[inline(always)]
pub(crate) fn entry_at<'q>(quick: &'q Quick, bytes: &[u8], at: usize) -> Option<&'q Entry> {
    match *bytes.get(at)? {
        byte @ 0..=0x7F => Some(&quick.entries[usize::from(byte)]),
        lead @ 0xD8..=0xDB => Some(&quick.entries[ARABIC + place(lead, *bytes.get(at + 1)?)]),
        _ => None,
    }
}

/// The place of a character of U+0600–06FF among them, from its two bytes.
#[inline(always)]
pub(crate) fn place(lead: u8, trail: u8) -> usize {
    usize::from(lead & 3) << 6 | usize::from(trail & 0x3F)
}

/// The character that starts at `at`, and its length. The bytes are those of a `str`.
#[inline]
pub(crate) fn decode(bytes: &[u8], at: usize) -> (char, usize) {
    let byte = |i: usize| u32::from(bytes.get(at + i).copied().unwrap_or(0) & 0x3F);
    let lead = u32::from(bytes[at]);
    let (code, len) = match lead {
        0..=0x7F => (lead, 1),
        0x80..=0xDF => ((lead & 0x1F) << 6 | byte(1), 2),
        0xE0..=0xEF => ((lead & 0xF) << 12 | byte(1) << 6 | byte(2), 3),
        _ => ((lead & 7) << 18 | byte(1) << 12 | byte(2) << 6 | byte(3), 4),
    };
    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), len)
}

/// Where the character starts that the byte before `at` belongs to. The bytes are those of a `str`.
#[inline]
pub(crate) fn previous(bytes: &[u8], at: usize) -> usize {
    let mut start = at.saturating_sub(1);
    while start > 0 && bytes[start] & 0xC0 == 0x80 {
        start -= 1;
    }
    start
}

/// The characters outside ASCII and U+0600–06FF that need thought, and those that need it for NFC alone.
fn elsewhere(program: &Program) -> (CharSet, CharSet) {
    let mut set = CharSet::default();
    let mut add = |first: char, last: char| (first..=last).for_each(|c| set.insert(c));
    for (first, last) in program.letters.changed_elsewhere() {
        add(first, last);
    }
    for &(form, _) in program.expand {
        add(form, form);
    }
    if program.deletes_zwj() {
        add('\u{200D}', '\u{200D}');
    }
    if program.zwnj_to_space() {
        add('\u{200C}', '\u{200C}');
    }
    if program.context {
        // Only isolating looks at an ellipsis.
        let isolates = program.config.spacing == Spacing::Isolate;
        let is_noted = |c: &char| isolates || Kind::of(*c) != Kind::Ellipsis;
        kinds::notable_elsewhere().filter(is_noted).for_each(|c| add(c, c));
    }
    let counts = program.longest_run().is_some();
    if counts {
        let outside = ARABIC_LETTERS.iter().filter(|range| range.0 > '\u{6FF}');
        outside.for_each(|&(first, last)| add(first, last));
    }
    let mut units = CharSet::default();
    if program.has_units() || counts {
        for &(first, last) in NFC_CARE {
            for c in first..=last {
                if program.nfc && !set.contains(c) && !marks::is_arabic(c) {
                    units.insert(c);
                }
                set.insert(c);
            }
        }
    }
    (set, units)
}

/// The entry of one character of one or two bytes.
fn entry(program: &Program, c: char) -> Entry {
    let action = program.letters.action(c);
    let becomes = match action {
        Action::Delete => None,
        Action::Keep => Some(quick_digit(program, c)),
        Action::Become(other) => Some(other),
    };
    let mut bytes = [0; 2];
    let len = becomes.map_or(0, |c| c.encode_utf8(&mut bytes).len() as u8);
    let rewind = if program.has_units() { REWIND } else { STOP };
    let mut flags = 0;
    match c {
        '\u{640}' if program.inner_tatweel() => flags |= rewind,
        '\u{653}'..='\u{655}' if program.has_units() => flags |= REWIND,
        '\u{670}' if program.dagger_to_alef() => flags |= rewind,
        _ => {}
    }
    let shown = becomes.unwrap_or(c);
    if kinds::is_arabic_letter(shown) && program.longest_run().is_some() {
        flags |= COUNTED;
    }
    // A mark that becomes a letter, as one peer has it, is news to the line.
    if program.context && kinds::is_arabic_letter(shown) && !kinds::is_arabic_letter(c) {
        flags |= STOP;
    }
    // Out of NFC the order of marks does not matter, but their number still does.
    let ccc = match marks::ccc(c) {
        _ if action == Action::Delete => 0,
        class if program.nfc => class,
        class if program.has_units() => class.min(1),
        _ => 0,
    };
    if ccc != 0 {
        flags |= ORDERED;
    }
    if marks::is_mark(shown) {
        flags |= MARK;
    }
    if program.context {
        flags |= context_flags(program, c);
    }
    Entry { bytes, len, flags, ccc, kind: Kind::of(shown) }
}

/// Digits change on their own only towards ASCII: towards the others, the word around them decides.
fn quick_digit(program: &Program, c: char) -> char {
    match (program.config.digits, Kind::of(c)) {
        (Digits::Ascii, Kind::Digit(_)) => System::Ascii.write(c),
        _ => c,
    }
}

/// Which context rule has to look at the character.
fn context_flags(program: &Program, c: char) -> u8 {
    let config = &program.config;
    let digits = config.digits != Digits::Keep;
    let punctuation = config.punctuation != Punctuation::Keep;
    let spacing = config.spacing != Spacing::Keep;
    let stray = config.stray_marks != StrayMarks::Keep;
    let white = config.white_space != WhiteSpace::Keep;
    let stop = match Kind::of(c) {
        Kind::White if c == ' ' && (white || spacing) => return SPACE,
        Kind::White => white || spacing,
        Kind::LineEnd => true,
        Kind::Comma | Kind::Colon | Kind::Stop => digits || punctuation || spacing || stray,
        Kind::Semicolon | Kind::Question => punctuation || spacing,
        Kind::Exclamation | Kind::UrduStop | Kind::Ellipsis => spacing,
        Kind::Open | Kind::Close | Kind::Quote => spacing,
        Kind::Percent => punctuation,
        Kind::Decimal | Kind::Thousands | Kind::At => digits,
        Kind::Less | Kind::Greater => stray,
        Kind::Digit(_) => !matches!(config.digits, Digits::Keep | Digits::Ascii),
        Kind::ArabicLetter | Kind::OtherLetter | Kind::Other => false,
    };
    if stop { STOP } else { 0 }
}

/// A set of characters outside ASCII, asked by a few loads: one bit a character in pages of 64, a page
/// index a pair of leading bytes.
#[derive(Clone, Debug)]
pub(crate) struct CharSet {
    /// The page of each 64 characters; page 0 is empty.
    index: Vec<u16>,
    pages: Vec<u64>,
}

impl Default for CharSet {
    fn default() -> Self {
        CharSet { index: Vec::new(), pages: vec![0] }
    }
}

impl CharSet {
    fn insert(&mut self, c: char) {
        let block = c as usize / 64;
        if block >= self.index.len() {
            self.index.resize(block + 1, 0);
        }
        if self.index[block] == 0 {
            self.index[block] = self.pages.len() as u16;
            self.pages.push(0);
        }
        self.pages[usize::from(self.index[block])] |= 1 << (c as usize % 64);
    }

    /// Adds all characters from one to another.
    pub(super) fn insert_all(&mut self, first: char, last: char) {
        (first..=last).for_each(|c| self.insert(c));
    }

    pub(super) fn remove(&mut self, c: char) {
        if self.contains(c) {
            let page = self.index[c as usize / 64];
            self.pages[usize::from(page)] &= !(1 << (c as usize % 64));
        }
    }

    /// Where the characters of each page that is not empty begin.
    fn blocks(&self) -> impl Iterator<Item = u32> + '_ {
        let used = |&(_, &page): &(u32, &u16)| page != 0;
        (0..).zip(&self.index).filter(used).map(|(block, _)| block * 64)
    }

    /// Whether the set holds the character.
    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        let page = self.index.get(c as usize / 64).copied().unwrap_or(0);
        self.pages[usize::from(page)] >> (c as usize % 64) & 1 != 0
    }
}

/// The pairs of bytes that begin no character of a [`CharSet`]: a bit a second byte, a word a first.
#[derive(Debug)]
pub(crate) struct PlainPairs([u64; 64]);

impl PlainPairs {
    fn new(named: &CharSet) -> PlainPairs {
        let mut pairs = [u64::MAX; 64];
        // Sixty-four characters from a multiple of sixty-four on differ in their last byte alone.
        for first in named.blocks() {
            let (lead, second) = match first {
                ..0x800 => {
                    pairs[(0xC0 | first >> 6) as usize & 0x3F] = 0;
                    continue;
                }
                0x800..0x1_0000 => (0xE0 | first >> 12, first >> 6),
                _ => (0xF0 | first >> 18, first >> 12),
            };
            pairs[lead as usize & 0x3F] &= !(1 << (second & 0x3F));
        }
        PlainPairs(pairs)
    }

    /// Whether no character of the set begins with these two bytes.
    #[inline(always)]
    pub(crate) fn contains(&self, first: u8, second: u8) -> bool {
        self.0[usize::from(first & 0x3F)] >> (second & 0x3F) & 1 != 0
    }
}

/// Which characters of U+0080–00BF and U+2000–203F are not in a [`CharSet`], for shuffles: guillemets, dashes, quotation
/// marks and ZWNJ, which many a text has in every other line.
///
/// The last bytes of both are `10rrcccc`: of the row r and the column c. A character is not in the set if a bit of its
/// half is in both tables: in [`FIRST`](PlainCommon::FIRST) for U+0080–00BF, in [`SECOND`](PlainCommon::SECOND) for
/// U+2000–203F.
#[derive(Debug)]
pub(crate) struct PlainCommon {
    /// By the high half of the last byte.
    pub(crate) rows: [u8; 16],
    /// By its low half.
    pub(crate) columns: [u8; 16],
    /// The same in one: all bits of the characters of U+2000–203F that are not in the set, then of U+0080–00BF.
    #[cfg_attr(not(all(target_arch = "x86_64", target_feature = "sse2")), allow(dead_code))]
    pub(crate) bytes: [u8; 128],
}

impl PlainCommon {
    pub(crate) const FIRST: u8 = 0xF0;
    pub(crate) const SECOND: u8 = 0x0F;

    fn new(named: &CharSet) -> PlainCommon {
        let is_plain = |c: u32| char::from_u32(c).is_some_and(|c| !named.contains(c));
        let mut bytes = [0; 128];
        for (bits, c) in bytes.iter_mut().zip((0x2000..0x2040).chain(0x80..0xC0)) {
            *bits = if is_plain(c) { 0xFF } else { 0 };
        }
        let (mut rows, mut columns) = ([0; 16], [0; 16]);
        for row in 0..4 {
            let (first, second) = (0x10 << row, 0x01 << row);
            rows[8 + row] = first | second;
            for (column, bits) in columns.iter_mut().enumerate() {
                let last = row * 16 + column;
                *bits |= bytes[64 + last] & first | bytes[last] & second;
            }
        }
        PlainCommon { rows, columns, bytes }
    }
}
