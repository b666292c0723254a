//! What presentation forms are spelled out as, and what else may stand between them.

use alloc::{boxed::Box, vec::Vec};

use super::{
    Program,
    kinds::Kind,
    quick::{ARABIC, CharSet, Entry, LOOK, MARK, SPACE, STOP},
};
use crate::options::Punctuation;

/// Presentation forms and the letters that they are spelled out as, mapped and in UTF-8; and what stands between
/// them, as far as its own table entry tells what it becomes, and a space.
///
/// A character is told by its last two bytes: its place is the last one, counted from where the row of the one
/// before begins. That of ASCII begins at zero, whatever stands before.
#[derive(Debug)]
pub(crate) struct Spelled {
    /// Where the row of each byte before the last begins. Behind each beginning there are as many places as a byte has
    /// values. Zero also where there is no row: continuation bytes have nothing in that of ASCII.
    pub(crate) rows: [u16; 256],
    /// How many bytes are written for each place: none where there is no character, or one that asks for more than
    /// this.
    pub(crate) lens: [u8; Spelled::PLACES],
    /// The bytes.
    pub(crate) letters: [[u8; Spelled::LONGEST]; Spelled::PLACES],
    /// Phrases that take more bytes, sorted.
    phrases: Vec<(char, Vec<u8>)>,
    /// Where the next row's own places begin.
    end: usize,
}

/// Stands for the byte before an ASCII character between a form and white space, where most marks of punctuation stay or
/// are mapped whatever else is on the line; and before what opens in front of a form: a bracket, a quotation mark behind
/// a space, a line feed behind another form or a full stop.
pub(crate) const BETWEEN_ASCII: u8 = 1;
/// Stands between a form and white space for the lead byte of U+0600–063F, where U+060C and others are. It begins no
/// character.
pub(crate) const BETWEEN_ARABIC: u8 = 0xC0;
/// That lead byte.
pub(crate) const ARABIC_LEAD: u8 = 0xD8;

impl Spelled {
    /// The most bytes that a form is spelled out as in the table; a few phrases take more.
    pub(crate) const LONGEST: usize = 8;

    /// How many values a continuation byte has.
    const ROW: usize = 64;

    /// Places for ASCII and continuation bytes, then ASCII and U+0600–063F again, U+0080–00BF, U+0600–06FF, and forms
    /// from U+FB40 to U+FDFF and from U+FE40 to U+FEFF; and behind them what no byte of a character leads to.
    pub(crate) const PLACES: usize = 256 + (2 + 1 + 1 + 4 + 11 + 3 + 1) * Spelled::ROW;

    /// Collects the forms whose every letter stays wherever it stands.
    pub(super) fn compile(
        program: &Program,
        entries: &[Entry; ARABIC + 256],
        elsewhere: &CharSet,
        settles: bool,
    ) -> Box<Spelled> {
        let mut spelled = Box::new(Spelled {
            rows: [0; 256],
            lens: [0; Spelled::PLACES],
            letters: [[0; Spelled::LONGEST]; Spelled::PLACES],
            phrases: Vec::new(),
            end: 256 + 2 * Spelled::ROW,
        });
        if program.longest_run().is_some() {
            return spelled;
        }
        let is_plain =
            |entry: &Entry, but: u8| entry.len > 0 && entry.flags & (LOOK | MARK) & !but == 0;
        let plain = |c: char| {
            let entry = (c as usize).checked_sub(0x600).and_then(|i| entries.get(ARABIC + i));
            entry.filter(|entry| is_plain(entry, 0) && entry.kind == Kind::ArabicLetter)
        };
        for &(form, letters) in program.expand {
            // A space between two letters stays.
            let space = |c: char| entries.get(c as usize).filter(|_| c == ' ');
            let is_edged =
                letters.starts_with(' ') || letters.ends_with(' ') || letters.contains("  ");
            let letters = letters.chars().map(|c| plain(c).or_else(|| space(c)));
            let Some(letters) = letters.collect::<Option<Vec<&Entry>>>() else { continue };
            let is_word = letters.iter().all(|entry| entry.kind == Kind::ArabicLetter);
            if is_word && letters.len() * 2 <= Spelled::LONGEST {
                spelled.add(form, &letters);
            } else if !is_edged {
                let bytes = letters.iter().flat_map(|entry| &entry.bytes[..usize::from(entry.len)]);
                spelled.phrases.push((form, bytes.copied().collect()));
            }
        }
        let arabic = (0x600..=0x6FF).filter_map(char::from_u32);
        for (entry, c) in entries.iter().zip(('\0'..='\u{7F}').chain(arabic)) {
            let is_plain = is_plain(entry, if c == ' ' { SPACE } else { 0 });
            let mut bytes = [0; 4];
            let (before, last) = match *c.encode_utf8(&mut bytes).as_bytes() {
                [before, last] => (before, last),
                [last, ..] => (0, last),
                [] => continue,
            };
            let between = match before {
                0 => BETWEEN_ASCII,
                ARABIC_LEAD => BETWEEN_ARABIC,
                _ => before,
            };
            let itself = (entry.bytes, usize::from(entry.len));
            if is_plain {
                spelled.put(before, last, itself);
            }
            let settled = if is_plain { Some(itself) } else { beside_form(program, entry) };
            if settles
                && between != before
                && let Some(written) = settled
            {
                spelled.put(between, last, written);
            }
        }
        for c in ('\u{80}'..='\u{BF}').filter(|&c| !elsewhere.contains(c)) {
            let mut bytes = [0; 2];
            c.encode_utf8(&mut bytes);
            spelled.put(bytes[0], bytes[1], (bytes, 2));
        }
        spelled
    }

    /// Says what a form becomes.
    fn add(&mut self, form: char, letters: &[&Entry]) {
        let mut bytes = [0; 4];
        if let [0xEF, before, last] = *form.encode_utf8(&mut bytes).as_bytes() {
            for letter in letters {
                self.put(before, last, (letter.bytes, usize::from(letter.len)));
            }
        }
    }

    /// Adds to what the character with these last bytes becomes.
    fn put(&mut self, before: u8, last: u8, (bytes, len): ([u8; 2], usize)) {
        let row = &mut self.rows[usize::from(before)];
        if before == BETWEEN_ASCII {
            *row = 256;
        } else if before != 0 && *row == 0 {
            if self.end == Spelled::PLACES - Spelled::ROW {
                return;
            }
            // A continuation byte is no less than 0x80.
            *row = (self.end - 0x80) as u16;
            self.end += Spelled::ROW;
        }
        let place = usize::from(*row) + usize::from(last);
        let from = usize::from(self.lens[place]);
        self.letters[place][from..from + len].copy_from_slice(&bytes[..len]);
        self.lens[place] += len as u8;
    }

    /// What the forms of U+FE80–FEFF are spelled out as that become one letter of U+0600–06FF: the low two bits of its
    /// first byte, and the low six of its second. Zero for all others: no form becomes U+0600.
    pub(super) fn single_letters(&self) -> [u8; 128] {
        let mut letters = [0; 128];
        for (letter, form) in letters.iter_mut().zip('\u{FE80}'..='\u{FEFF}') {
            if let Some(&[lead @ 0xD8..=0xDB, trail]) = self.get(form) {
                *letter = lead << 6 | trail & 0x3F;
            }
        }
        letters
    }

    /// The letters of a form.
    #[inline]
    pub(crate) fn get(&self, form: char) -> Option<&[u8]> {
        if !matches!(form, '\u{F000}'..='\u{FFFF}') {
            return None;
        }
        let code = form as usize;
        let row = self.rows[0x80 | code >> 6 & 0x3F];
        let place = usize::from(row) + (0x80 | code & 0x3F);
        match *self.lens.get(place)? {
            0 => {
                let found = self.phrases.binary_search_by_key(&form, |phrase| phrase.0).ok()?;
                Some(&self.phrases[found].1)
            }
            len => self.letters.get(place)?.get(..usize::from(len)),
        }
    }
}

/// What a mark of punctuation becomes [beside a form](BETWEEN_ASCII).
fn beside_form(program: &Program, mark: &Entry) -> Option<([u8; 2], usize)> {
    if mark.len == 0 || mark.flags & (LOOK | MARK) != STOP {
        return None;
    }
    let itself = (mark.bytes, usize::from(mark.len));
    match mark.kind {
        Kind::Comma | Kind::Semicolon | Kind::Question => {
            let (latin, arabic) = mark.kind.latin_and_arabic()?;
            let becomes = match program.config.punctuation {
                Punctuation::Latin => latin,
                Punctuation::Arabic if mark.len == 1 => arabic,
                _ => return Some(itself),
            };
            let mut bytes = [0; 2];
            let len = becomes.encode_utf8(&mut bytes).len();
            Some((bytes, len))
        }
        Kind::Exclamation
        | Kind::UrduStop
        | Kind::Stop
        | Kind::Colon
        | Kind::Close
        | Kind::Quote => Some(itself),
        Kind::Open | Kind::LineEnd if matches!(mark.bytes, [b'(' | b'\n', _]) => Some(itself),
        _ => None,
    }
}
