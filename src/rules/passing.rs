//! Which characters the steps for letters do no more to than to map them, and what those are to the line.
//!
//! A shortcut through the specification's [first five steps](crate::engine::scalar), for text that needs it because of
//! the last one: punctuation and white space. The unit tests of `engine` compare it with the steps.

use alloc::vec::Vec;

use super::{
    Program,
    kinds::{self, Kind, System, is_arabic_letter, is_mouth},
    letters::Action,
    marks::is_mark,
    quick::{CharSet, Quick, decode},
    ranges::contains,
    tables::NFC_CARE,
};
use crate::options::{Digits, Punctuation, WhiteSpace};

/// The characters by what the steps have to know of them.
#[derive(Debug)]
pub(crate) struct Passing {
    /// Those of some [blocks](BLOCKS), then one of each sort of others.
    steps: Vec<Step>,
    /// Of characters outside ASCII and U+0600–06FF those that do not pass, or are no base.
    care: CharSet,
}

/// What the steps make of one character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// What the steps for letters write, if that is not the character itself for certain.
    pub(crate) written: Option<char>,
    /// What is written on a line that is not Arabic, and on one that is, by the rules for digits and punctuation:
    /// nothing for the character itself.
    pub(crate) on_line: [Written; 2],
    /// Whether that is the character itself, on the same lines.
    pub(crate) stays: [bool; 2],
    /// Beside which classes to its right that is all, whatever stands to its left: on the same lines, and first where
    /// no digit stands there.
    pub(crate) free: [[u32; 2]; 2],
    /// How many bytes it has in the source.
    pub(crate) len: u8,
    pub(crate) class: Class,
    /// No step looks at its neighbours, if what follows is a base.
    pub(crate) passes: bool,
    /// It stays and belongs to nothing before it.
    pub(crate) is_base: bool,
    /// The same, or it is tatweel that may go.
    pub(crate) is_no_mark: bool,
}

/// A character of one or two bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    pub(crate) bytes: [u8; 2],
    pub(crate) len: u8,
}

impl Written {
    fn new(c: char) -> Written {
        let mut bytes = [0; 4];
        match c.encode_utf8(&mut bytes).len() {
            len @ 1..=2 => Written { bytes: [bytes[0], bytes[1]], len: len as u8 },
            // Of no longer one anything comes.
            _ => NO_BYTES,
        }
    }
}

/// What a character is to its neighbours on the line: its [`Kind`], but that some characters are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    /// A letter of the Arabic script.
    Arabic,
    /// Any other letter, but for the next.
    Letter,
    /// The letter `w`, which may make a URL of a full stop behind it.
    W,
    AsciiDigit,
    OtherDigit,
    White,
    LineEnd,
    Comma,
    Semicolon,
    Question,
    Exclamation,
    Colon,
    Stop,
    UrduStop,
    Percent,
    /// The Arabic separators between digits.
    Decimal,
    Thousands,
    /// Brackets that open or close, in ASCII, which may be the mouth of a smiley; and others.
    OpenMouth,
    Open,
    CloseMouth,
    Close,
    Quote,
    Less,
    Greater,
    At,
    /// Any other mouth of a smiley.
    Mouth,
    Slash,
    /// Anything else.
    Other,
    /// The start of a line, or the end of the text.
    Nothing,
}

impl Class {
    /// All, in their order.
    const ALL: &[Class] = &[
        Class::Arabic,
        Class::Letter,
        Class::W,
        Class::AsciiDigit,
        Class::OtherDigit,
        Class::White,
        Class::LineEnd,
        Class::Comma,
        Class::Semicolon,
        Class::Question,
        Class::Exclamation,
        Class::Colon,
        Class::Stop,
        Class::UrduStop,
        Class::Percent,
        Class::Decimal,
        Class::Thousands,
        Class::OpenMouth,
        Class::Open,
        Class::CloseMouth,
        Class::Close,
        Class::Quote,
        Class::Less,
        Class::Greater,
        Class::At,
        Class::Mouth,
        Class::Slash,
        Class::Other,
        Class::Nothing,
    ];

    /// Beside which classes to its right a character of this one is only mapped, whatever stands to its left, a digit
    /// or not, on a line that is Arabic or not. What is left out may be so as well.
    const fn free(self, digit: bool, arabic: bool) -> u32 {
        let digits = if digit { DIGITS } else { 0 };
        let named = match self {
            Class::Comma if arabic => WORD | OPEN | set(&[Class::Quote]),
            Class::Comma => digits | set(&[Class::Arabic]),
            Class::Semicolon if arabic => MOUTH | WORD | set(&[Class::Quote]),
            Class::Semicolon => MOUTH,
            Class::Question | Class::Exclamation | Class::UrduStop if arabic => WORD,
            Class::Colon => set(&[Class::Arabic, Class::Slash]),
            Class::Stop if digit => set(&[Class::Arabic]),
            Class::Stop => WORD,
            Class::Percent if digit => u32::MAX,
            Class::Percent => DIGITS,
            Class::Decimal | Class::Thousands => digits,
            Class::OpenMouth | Class::Open => set(&[Class::White]),
            Class::CloseMouth | Class::Close => set(&[Class::Arabic]),
            Class::Greater => SPACE,
            Class::At => WORD | set(&[Class::Other]),
            Class::White => u32::MAX,
            _ => 0,
        };
        !named
    }

    /// The same for all four.
    const fn all_free(self) -> [[u32; 2]; 2] {
        [
            [self.free(false, false), self.free(false, true)],
            [self.free(true, false), self.free(true, true)],
        ]
    }

    /// Of a character.
    pub(crate) fn of(c: char) -> Class {
        match Kind::of(c) {
            Kind::ArabicLetter => Class::Arabic,
            Kind::OtherLetter if matches!(c, 'w' | 'W') => Class::W,
            Kind::OtherLetter => Class::Letter,
            Kind::Digit(System::Ascii) => Class::AsciiDigit,
            Kind::Digit(_) => Class::OtherDigit,
            Kind::White => Class::White,
            Kind::LineEnd => Class::LineEnd,
            Kind::Comma => Class::Comma,
            Kind::Semicolon => Class::Semicolon,
            Kind::Question => Class::Question,
            Kind::Exclamation => Class::Exclamation,
            Kind::Colon => Class::Colon,
            Kind::Stop => Class::Stop,
            Kind::UrduStop => Class::UrduStop,
            Kind::Percent => Class::Percent,
            Kind::Decimal => Class::Decimal,
            Kind::Thousands => Class::Thousands,
            Kind::Open if is_mouth(c) => Class::OpenMouth,
            Kind::Open => Class::Open,
            Kind::Close if is_mouth(c) => Class::CloseMouth,
            Kind::Close => Class::Close,
            Kind::Quote => Class::Quote,
            Kind::Less => Class::Less,
            Kind::Greater => Class::Greater,
            Kind::At => Class::At,
            Kind::Other if c == '/' => Class::Slash,
            Kind::Other if is_mouth(c) => Class::Mouth,
            Kind::Other | Kind::Ellipsis => Class::Other,
        }
    }

    /// Whether it is one of a set.
    #[inline(always)]
    pub(crate) fn is_in(self, set: u32) -> bool {
        set >> self as u8 & 1 != 0
    }
}

pub(crate) const LETTERS: u32 = set(&[Class::Arabic, Class::Letter, Class::W]);
pub(crate) const DIGITS: u32 = set(&[Class::AsciiDigit, Class::OtherDigit]);
pub(crate) const WORD: u32 = LETTERS | DIGITS;
pub(crate) const SPACE: u32 = set(&[Class::White, Class::LineEnd, Class::Nothing]);
pub(crate) const OPEN: u32 = set(&[Class::Open, Class::OpenMouth]);
pub(crate) const CLOSE: u32 = set(&[Class::Close, Class::CloseMouth]);
/// The mouth of a smiley.
pub(crate) const MOUTH: u32 =
    set(&[Class::OpenMouth, Class::CloseMouth, Class::Mouth, Class::Slash]);

/// Marks that end a clause or sentence.
pub(crate) const CLAUSE: u32 = set(&[
    Class::Comma,
    Class::Semicolon,
    Class::Question,
    Class::Exclamation,
    Class::Colon,
    Class::Stop,
    Class::UrduStop,
]);

/// The set of some classes.
pub(crate) const fn set(classes: &[Class]) -> u32 {
    let (mut bits, mut at) = (0, 0);
    while at < classes.len() {
        bits |= 1 << classes[at] as u8;
        at += 1;
    }
    bits
}

impl Passing {
    pub(super) fn compile(program: &Program, quick: &Quick) -> Passing {
        let units = has_units(program);
        let mut care = quick.elsewhere.clone();
        // All marks are among these.
        if units && !(program.has_units() || program.longest_run().is_some()) {
            NFC_CARE.iter().for_each(|&(first, last)| care.insert_all(first, last));
        }
        if program.context {
            let single = program.config.white_space == WhiteSpace::SingleLine;
            // To the line alone these are something.
            for c in kinds::notable_elsewhere() {
                let is_changed = program.letters.action(c) != Action::Keep
                    || program.expansion(c).is_some()
                    || (units && contains(NFC_CARE, c))
                    || (single && Kind::of(c) == Kind::LineEnd);
                if !is_changed {
                    care.remove(c);
                }
            }
        }
        let mut steps = Vec::with_capacity(FAR + 2 * 32 * FAR_LENS);
        for (first, last) in BLOCKS {
            steps.extend((first..=last).map(|c| Step::new(program, &care, c)));
        }
        debug_assert_eq!(steps.len(), FAR);
        for passes in [false, true] {
            for &class in Class::ALL {
                let far = |len| Step::far(class, len as u8, passes);
                steps.extend((0..FAR_LENS).map(far));
            }
        }
        Passing { steps, care }
    }

    /// The step of the character at `at`. The bytes are those of a `str`.
    #[inline(always)]
    pub(crate) fn at(&self, bytes: &[u8], at: usize) -> &Step {
        let trail = |at| usize::from(bytes.get(at).copied().unwrap_or_default() & 0x3F);
        let row = match bytes.get(at) {
            Some(&byte @ 0..=0x7F) => usize::from(byte),
            Some(&lead @ 0xD8..=0xDB) => ARABIC + (usize::from(lead & 3) << 6 | trail(at + 1)),
            Some(&lead @ 0xC2..=0xC3) => LATIN + (usize::from(lead & 1) << 6 | trail(at + 1)),
            Some(&0xE2) if trail(at + 1) < 2 => GENERAL + (trail(at + 1) << 6 | trail(at + 2)),
            Some(_) => self.far(bytes, at),
            None => END,
        };
        // All rows exist; there is nothing to be done about one that does not.
        self.steps.get(row).unwrap_or(&Step::END)
    }

    /// The row of a character without one of its own.
    #[inline(never)]
    fn far(&self, bytes: &[u8], at: usize) -> usize {
        let (c, len) = decode(bytes, at);
        far_row(Class::of(c), len, !self.care.contains(c))
    }
}

/// Blocks of characters with rows of their own: ASCII, U+0600–06FF, Latin-1 Supplement, General Punctuation.
const BLOCKS: [(char, char); 4] =
    [('\0', '\u{7F}'), ('\u{600}', '\u{6FF}'), ('\u{80}', '\u{FF}'), ('\u{2000}', '\u{207F}')];
/// Where the rows of each block begin, and where those for all other characters do.
const ARABIC: usize = 128;
const LATIN: usize = ARABIC + 256;
const GENERAL: usize = LATIN + 128;
const FAR: usize = GENERAL + 128;

/// Lengths of characters, in rows for those that have none of their own.
const FAR_LENS: usize = 5;

/// The row of all characters without one of their own that are alike.
const fn far_row(class: Class, len: usize, passes: bool) -> usize {
    FAR + (passes as usize * Class::ALL.len() + class as usize) * FAR_LENS + len
}

/// What the end of the text is to the character before it.
const END: usize = far_row(Class::Nothing, 0, false);

/// Whether any step asks which mark belongs to which base.
fn has_units(program: &Program) -> bool {
    program.has_units() || program.inner_tatweel() || program.longest_run().is_some()
}

const NO_BYTES: Written = Written { bytes: [0; 2], len: 0 };

impl Step {
    /// Of the end of the text.
    const END: Step = Step::far(Class::Nothing, 0, false);

    /// Of characters without a row of their own.
    const fn far(class: Class, len: u8, passes: bool) -> Step {
        Step {
            written: None,
            on_line: [NO_BYTES; 2],
            stays: [true; 2],
            free: class.all_free(),
            len,
            class,
            passes,
            is_base: passes || len == 0,
            is_no_mark: passes || len == 0,
        }
    }

    /// The bytes of the character at `at`, whose step this is.
    pub(crate) fn itself<'a>(&'a self, text: &'a str, at: usize) -> &'a [u8] {
        &text.as_bytes()[at..at + usize::from(self.len)]
    }

    /// Of a character with a row.
    fn new(program: &Program, care: &CharSet, c: char) -> Step {
        let config = &program.config;
        let action = program.letters.action(c);
        let is_far = !(c.is_ascii() || ('\u{600}'..='\u{6FF}').contains(&c));
        // Tatweel that may go, and then brings what follows it to what stands before.
        let may_go = c == '\u{640}' && (program.inner_tatweel() || program.dagger_to_alef());
        let is_free = !is_mark(c) || !has_units(program);
        let stays = action != Action::Delete;
        let is_base = stays && !may_go && is_free && !(is_far && care.contains(c));
        let is_counted = program.longest_run().is_some() && is_arabic_letter(c);
        let is_white = config.white_space == WhiteSpace::SingleLine && Kind::of(c) == Kind::LineEnd;
        let written = program.letters.become_what(c);
        let class = Class::of(written);
        let on_line = [false, true].map(|arabic| match Kind::of(written) {
            Kind::Digit(_) if config.digits == Digits::Ascii => System::Ascii.write(written),
            kind => match (kind.latin_and_arabic(), config.punctuation) {
                (Some((latin, _)), Punctuation::Latin) => latin,
                (Some((_, mark)), Punctuation::Arabic) if arabic => mark,
                _ => written,
            },
        });
        Step {
            written: Some(written),
            on_line: on_line.map(Written::new),
            stays: on_line.map(|written| written == c),
            free: class.all_free(),
            len: c.len_utf8() as u8,
            class,
            // A mark that a rule for letters maps is not known here.
            passes: is_base && !(is_counted || is_white) && (written == c || class.is_in(WORD)),
            is_base,
            is_no_mark: is_base || (may_go && stays),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sets are what the specification asks its kinds for.
    #[test]
    fn sets_of_classes_are_what_kinds_say() {
        for c in '\0'..=char::MAX {
            let (class, kind) = (Class::of(c), Kind::of(c));
            assert_eq!(class.is_in(MOUTH), is_mouth(c), "{c:?}");
            assert_eq!(class.is_in(CLAUSE), kind.ends_clause(), "{c:?}");
            assert_eq!(class.is_in(LETTERS), kind.is_letter(), "{c:?}");
            assert_eq!(class == Class::Arabic, is_arabic_letter(c), "{c:?}");
            assert_eq!(class.is_in(DIGITS), kind.is_digit(), "{c:?}");
            assert_eq!(class.is_in(SPACE), kind.is_space(), "{c:?}");
            assert_eq!(class.is_in(OPEN), kind == Kind::Open, "{c:?}");
            assert_eq!(class.is_in(CLOSE), kind == Kind::Close, "{c:?}");
        }
    }
}
