//! Which characters the engine may copy, map or drop without looking at their neighbours.
//!
//! Everything here is a shortcut: the engine gives the same output when every character is taken
//! to need thought (the unit tests of `engine` hold it to that).

use alloc::{vec, vec::Vec};

use super::{
    Program,
    kinds::{self, Kind, System},
    letters::Action,
    marks,
    tables::{ARABIC_LETTERS, NFC_CARE},
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

/// Needs thought: leave the quick loop in front of it, unless its neighbours settle it.
pub(crate) const STOP: u8 = 1;
/// Needs thought together with the base before it: leave in front of that.
pub(crate) const REWIND: u8 = 2;
/// A space, quick only before what is neither white space nor needs thought.
pub(crate) const SPACE: u8 = 4;
/// The character changes or goes.
pub(crate) const CHANGE: u8 = 8;
/// An Arabic letter under a rule that counts repeated letters.
pub(crate) const COUNTED: u8 = 16;
/// A combining mark: it belongs to the base before.
pub(crate) const MARK: u8 = 32;
/// A mark whose order or number matters.
pub(crate) const ORDERED: u8 = 64;

/// Flags of characters that the loop cannot take by their entry alone.
pub(crate) const LOOK: u8 = STOP | REWIND | SPACE | COUNTED | ORDERED;

/// Where U+0600–06FF begin among the entries.
pub(crate) const ARABIC: usize = 128;

/// The classes of all characters.
#[derive(Debug)]
pub(crate) struct Quick {
    /// U+0000–007F, then U+0600–06FF.
    pub(crate) entries: [Entry; ARABIC + 256],
    /// What the inner loop needs of the entries: U+0600–06FF come first.
    pub(crate) hot: [Hot; PLACES],
    /// Where each first byte has its entries.
    pub(crate) leads: [Lead; 256],
    /// For two bytes that follow each other: whether a character that starts with them may
    /// not stay, or not without a look. `first[a] & second[b]` is not zero then.
    pub(crate) first: [u8; 256],
    pub(crate) second: [u8; 256],
    /// All other characters: those that need thought.
    pub(crate) elsewhere: CharSet,
    /// Those among them that go wherever they stand.
    pub(crate) deleted: CharSet,
    /// The exceptions among them: forms that are spelled out as letters that stay.
    pub(crate) spelled: Spelled,
    /// Whether thought needs the base before.
    pub(crate) rewind: bool,
    /// Whether a rule counts repeated letters.
    pub(crate) counts: bool,
    /// Whether white space is decided with what stands beside it.
    pub(crate) spaces: bool,
    /// Whether marks of punctuation can be settled by their neighbours.
    pub(crate) settles: bool,
    /// Whether digits are written in ASCII.
    pub(crate) ascii_digits: bool,
    /// How punctuation is mapped.
    pub(crate) punctuation: Punctuation,
}

impl Quick {
    /// Sorts the characters by what the program's rules need to know of them.
    pub(crate) fn compile(program: &Program) -> Quick {
        let counts = program.longest_run().is_some();
        let elsewhere = elsewhere(program);
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
        let (first, second) = pairs(&entries, &elsewhere);
        let (hot, leads) = hot(&entries);
        let digits = program.config.digits;
        Quick {
            hot,
            leads,
            spaces: entries[usize::from(b' ')].flags & SPACE != 0,
            entries,
            first,
            second,
            spelled: Spelled::compile(program, &entries, counts),
            elsewhere,
            deleted,
            rewind: program.has_units(),
            counts,
            settles: program.config.spacing != Spacing::Isolate
                && program.config.white_space != WhiteSpace::SingleLine
                && matches!(digits, Digits::Keep | Digits::Ascii),
            ascii_digits: digits == Digits::Ascii,
            punctuation: program.config.punctuation,
        }
    }
}

impl Quick {
    /// Whether a character outside the tables stays, or is spelled out, whatever stands beside it.
    #[inline]
    pub(crate) fn is_plain_elsewhere(&self, c: char) -> bool {
        !self.elsewhere.contains(c) || self.spelled.get(c).is_some()
    }
}

/// The characters outside ASCII and U+0600–06FF that need thought.
fn elsewhere(program: &Program) -> CharSet {
    let mut set = CharSet::default();
    let mut add = |first: char, last: char| (first..=last).for_each(|c| set.insert(c));
    for (first, last) in program.letters.changed_elsewhere() {
        add(first, last);
    }
    for &(form, _) in program.expand {
        add(form, form);
    }
    let counts = program.longest_run().is_some();
    if program.has_units() || counts {
        NFC_CARE.iter().for_each(|&(first, last)| add(first, last));
    }
    if program.deletes_zwj() {
        add('\u{200D}', '\u{200D}');
    }
    if program.zwnj_to_space() {
        add('\u{200C}', '\u{200C}');
    }
    if program.context {
        kinds::notable_elsewhere().for_each(|c| add(c, c));
    }
    if counts {
        let outside = ARABIC_LETTERS.iter().filter(|range| range.0 > '\u{6FF}');
        outside.for_each(|&(first, last)| add(first, last));
    }
    set
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
    if becomes != Some(c) {
        flags |= CHANGE;
    }
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

/// An entry in one register, for the inner loop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hot(u32);

impl Hot {
    /// The character needs a look.
    pub(crate) const STOP: u32 = 1 << 16;
    /// The character changes.
    pub(crate) const CHANGE: u32 = 1 << 17;
    /// A space that waits for what follows.
    pub(crate) const SPACE: u32 = 1 << 18;

    fn new(entry: &Entry) -> Hot {
        let flag = |flags: u8, hot: u32| if entry.flags & flags != 0 { hot } else { 0 };
        let flags = flag(LOOK & !SPACE, Hot::STOP) | flag(CHANGE, Hot::CHANGE);
        let bytes = u32::from(u16::from_le_bytes(entry.bytes));
        Hot(bytes | flags | flag(SPACE, Hot::SPACE) | u32::from(entry.len) << 24)
    }

    /// The bytes to write; only the first [`len`](Hot::len) count.
    #[inline(always)]
    pub(crate) fn bytes(self) -> [u8; 2] {
        (self.0 as u16).to_le_bytes()
    }

    /// How many bytes to write.
    #[inline(always)]
    pub(crate) fn len(self) -> usize {
        (self.0 >> 24) as usize
    }

    /// The flags, among other bits.
    #[inline(always)]
    pub(crate) fn flags(self) -> u32 {
        self.0
    }
}

/// Where a first byte sends the inner loop: the place of its entries, and which bits of the next
/// byte count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lead(u32);

impl Lead {
    /// The place of the entry.
    #[inline(always)]
    pub(crate) fn place(self, next: u8) -> usize {
        ((self.0 >> 8) + (self.0 & 0xFF & u32::from(next))) as usize % PLACES
    }
}

/// Places of hot entries: U+0600–06FF; as many that write nothing, for what is not there; ASCII;
/// and the last, which stops the loop. A power of two, so that no place need be checked.
pub(crate) const PLACES: usize = 1024;
/// What to add to a place for the entry that writes nothing.
pub(crate) const NOTHING: usize = 256;

fn hot(entries: &[Entry; ARABIC + 256]) -> ([Hot; PLACES], [Lead; 256]) {
    const ASCII: usize = 2 * NOTHING;
    let mut hot = [Hot(Hot::STOP); PLACES];
    hot[NOTHING..ASCII].fill(Hot(0));
    let (ascii, arabic) = entries.split_at(ARABIC);
    hot.iter_mut().zip(arabic).for_each(|(hot, entry)| *hot = Hot::new(entry));
    hot[ASCII..].iter_mut().zip(ascii).for_each(|(hot, entry)| *hot = Hot::new(entry));
    let mut leads = [Lead((PLACES as u32 - 1) << 8); 256];
    for (byte, lead) in (0..0x80).zip(&mut leads) {
        *lead = Lead((ASCII as u32 + byte) << 8);
    }
    for (i, lead) in (0..4).zip(&mut leads[0xD8..]) {
        *lead = Lead((i * 64) << 8 | 0x3F);
    }
    (hot, leads)
}

/// Pairs of bytes that need a look, as two tables of bits. Bits 0 to 3 belong to the
/// lead bytes of U+0600–06FF, bit 4 to first bytes that decide alone, bit 7 to spaces.
fn pairs(entries: &[Entry], elsewhere: &CharSet) -> ([u8; 256], [u8; 256]) {
    let (mut first, mut second) = ([0; 256], [0x10; 256]);
    for (byte, entry) in (0..0x80).zip(entries) {
        if entry.flags & SPACE != 0 {
            first[byte] = 0x80;
        } else if entry.flags != 0 {
            first[byte] = 0x10;
        }
        if entry.flags != 0 {
            second[byte] |= 0x80;
        }
    }
    for lead in 0..4 {
        first[0xD8 + lead] = 1 << lead;
        for trail in 0..64 {
            if entries[ARABIC + lead * 64 + trail].flags & !MARK != 0 {
                second[0x80 + trail] |= 1 << lead;
            }
        }
    }
    for lead in (0xC2..=0xF4).filter(|lead| !(0xD8..0xDC).contains(lead)) {
        if elsewhere.has_lead(lead) {
            first[lead] = 0x10;
        }
    }
    (first, second)
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

/// Presentation forms and the letters that they are spelled out as, mapped and in UTF-8.
#[derive(Debug)]
pub(crate) struct Spelled {
    /// For each character from [`Spelled::FIRST`] on, where its letters begin and end among
    /// the bytes.
    ranges: Vec<(u16, u16)>,
    bytes: Vec<u8>,
}

impl Spelled {
    const FIRST: u32 = 0xFB50;

    /// The most bytes that a form is spelled out as here; what takes more, a few phrases, needs thought.
    pub(crate) const LONGEST: usize = 8;

    /// Collects the forms whose every letter stays wherever it stands.
    fn compile(program: &Program, entries: &[Entry; ARABIC + 256], counts: bool) -> Spelled {
        let mut spelled = Spelled { ranges: Vec::new(), bytes: Vec::new() };
        if counts {
            return spelled;
        }
        let plain = |c: char| {
            let entry = (c as usize).checked_sub(0x600).and_then(|i| entries.get(ARABIC + i));
            entry.filter(|entry| {
                entry.len > 0
                    && entry.flags & (LOOK | MARK) == 0
                    && entry.kind == Kind::ArabicLetter
            })
        };
        for &(form, letters) in program.expand {
            let letters: Option<Vec<&Entry>> = letters.chars().map(plain).collect();
            let Some(letters) = letters.filter(|letters| letters.len() * 2 <= Spelled::LONGEST)
            else {
                continue;
            };
            let start = spelled.bytes.len() as u16;
            for letter in letters {
                spelled.bytes.extend_from_slice(&letter.bytes[..usize::from(letter.len)]);
            }
            let place = (form as u32 - Spelled::FIRST) as usize;
            spelled.ranges.resize(place + 1, (0, 0));
            spelled.ranges[place] = (start, spelled.bytes.len() as u16);
        }
        spelled
    }

    /// The letters of a form.
    #[inline]
    pub(crate) fn get(&self, form: char) -> Option<&[u8]> {
        let place = (form as u32).checked_sub(Spelled::FIRST)?;
        let &(start, end) = self.ranges.get(place as usize)?;
        self.bytes.get(usize::from(start)..usize::from(end)).filter(|letters| !letters.is_empty())
    }
}

/// A set of characters outside ASCII, asked by a few loads: one bit a character in pages of 64, a page
/// index a pair of leading bytes.
#[derive(Debug)]
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

    /// Whether the set holds a character whose first byte in UTF-8 this is.
    fn has_lead(&self, lead: usize) -> bool {
        let (low, high) = match lead {
            0xC2..=0xDF => ((lead & 0x1F) << 6, 1 << 6),
            0xE0..=0xEF => ((lead & 0xF) << 12, 1 << 12),
            _ => ((lead & 7) << 18, 1 << 18),
        };
        let blocks = self.index.get(low / 64..).unwrap_or_default();
        blocks.iter().take(high / 64).any(|&page| page != 0)
    }

    /// Whether the set holds the character.
    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        let page = self.index.get(c as usize / 64).copied().unwrap_or(0);
        self.pages[usize::from(page)] >> (c as usize % 64) & 1 != 0
    }
}
