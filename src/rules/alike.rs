//! Which characters a configuration treats alike, so that one of them can stand for all. For tests.
//!
//! The signature of a character is all that any rule reads of it: the steps of the specification,
//! in their order, and the tables of the engine, which see bytes. It is computed from the compiled
//! configuration. That nothing is forgotten is a test of its own: exchanging characters of one
//! signature, in any text, exchanges them in the output and does nothing else
//! (`characters_of_one_class_are_treated_alike` in `engine::exhaustion`).

use std::{collections::HashMap, iter, vec::Vec};

use unicode_normalization::{UnicodeNormalization as _, char::decompose_canonical};

use super::{
    Compiled, Program, dagger,
    kinds::{self, Kind},
    letters::Action,
    marks,
    quick::ARABIC,
    ranges::contains,
    tables::{EMOJI_JOINED, NFC_ATTACHES, NFC_CARE},
};
use crate::options::WhiteSpace;

/// All that is read of a character.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Signature {
    /// By the specification.
    pub(crate) role: Role,
    /// By the engine: length in UTF-8 and what the tables say.
    bytes: Bytes,
}

/// What the specification reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Role {
    pub(crate) fate: Fate,
    /// What it is to the line, if a rule looks at lines; and whether it is ASCII then.
    pub(crate) kind: Option<(Kind, bool)>,
    /// A letter of the Arabic script, where a rule asks.
    pub(crate) letter: bool,
    /// Combining class, where a rule reads marks; outside the Arabic blocks only its order among
    /// theirs.
    pub(crate) mark: Option<u8>,
    /// Itself, where a rule names it.
    pub(crate) name: Option<char>,
    /// What dagger alef takes it for.
    pub(crate) skeleton: Option<char>,
    /// Joined by zero width joiner, where that goes elsewhere.
    pub(crate) emoji: bool,
    /// Where NFC is promised: in the Arabic blocks, or else what NFC does with it.
    pub(crate) arabic_block: bool,
    pub(crate) care: Option<Care>,
}

/// What becomes of a character on its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fate {
    Stays,
    Goes,
    Becomes(char),
    /// A presentation form, by what its spelling begins and ends with and how long it is, to three.
    /// It does what the characters of its spelling do, which have classes of their own: the first
    /// step spells it out, and no other sees it. So not every form is a class.
    Spelled(Part, Part, usize),
}

/// A character of a spelling, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Goes,
    Changes,
    Mark,
    Letter,
    Other,
}

/// What NFC does with a character outside the Arabic blocks, as far as we tell those apart: they
/// are the business of `unicode-normalization`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Care {
    attaches: bool,
    /// Characters of its canonical decomposition, to three, and whether the first is in an Arabic
    /// block.
    parts: usize,
    arabic: bool,
    stays: bool,
}

/// What the engine reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Bytes {
    len: usize,
    /// Length, flags and combining class of its entry.
    entry: Option<(u8, u8, u8)>,
    /// Its class when the kernel writes and when it looks, and whether the lead byte changes.
    class: (u8, u8, u8),
    /// Which sets outside the tables hold it.
    sets: [bool; 3],
    /// What walks over the line take it for: its class there, and whether it has a row of its own, passes, is a base,
    /// is no mark.
    walk: (Option<u8>, [bool; 4]),
}

impl Signature {
    pub(crate) fn of(compiled: &Compiled, c: char) -> Signature {
        let program = &compiled.program;
        let role = Role {
            fate: fate(program, c),
            kind: program.context.then(|| (Kind::of(c), c.is_ascii())),
            letter: (looks_for_words(program) || program.context) && kinds::is_arabic_letter(c),
            mark: reads_marks(program).then(|| order(c)).filter(|&class| class != 0),
            name: is_named(program, c).then_some(if c == 'W' { 'w' } else { c }),
            skeleton: program.dagger_to_alef().then(|| dagger::told_apart(c)).flatten(),
            emoji: program.deletes_zwj() && contains(EMOJI_JOINED, c),
            arabic_block: program.nfc && marks::is_arabic(c),
            care: if program.nfc { care(c) } else { None },
        };
        // What is spelled out is no character to the rules.
        let role = match role.fate {
            Fate::Spelled(..) => Role { letter: false, mark: None, care: None, ..role },
            // Nor is what goes at once.
            Fate::Goes => Role { kind: None, letter: false, mark: None, name: None, ..role },
            _ => role,
        };
        Signature { role, bytes: bytes(compiled, c) }
    }

    /// Whether the class stands for a form, which the others stand for as well.
    pub(crate) fn is_spelled(&self) -> bool {
        matches!(self.role.fate, Fate::Spelled(..))
    }

    /// Whether NFC outside the Arabic blocks says what becomes of it.
    pub(crate) fn is_for_nfc(&self) -> bool {
        self.role.care.is_some()
    }
}

/// Whether a rule looks for letters beside something.
fn looks_for_words(program: &Program) -> bool {
    program.inner_tatweel() || program.dagger_to_alef() || program.longest_run().is_some()
}

fn reads_marks(program: &Program) -> bool {
    program.clusters || looks_for_words(program) || program.context
}

fn fate(program: &Program, c: char) -> Fate {
    if let Some(spelled) = program.expansion(c) {
        let part = |c: Option<char>| match c {
            Some(c) if program.letters.action(c) == Action::Delete => Part::Goes,
            Some(c) if program.letters.action(c) != Action::Keep => Part::Changes,
            Some(c) if marks::is_mark(c) => Part::Mark,
            Some(c) if kinds::is_arabic_letter(c) => Part::Letter,
            _ => Part::Other,
        };
        let length = spelled.chars().count().min(3);
        return Fate::Spelled(part(spelled.chars().next()), part(spelled.chars().last()), length);
    }
    match program.letters.action(c) {
        Action::Keep => Fate::Stays,
        Action::Delete => Fate::Goes,
        Action::Become(other) => Fate::Becomes(other),
    }
}

/// The combining class; outside the Arabic blocks, where it lies among the classes that are there.
fn order(c: char) -> u8 {
    match marks::ccc(c) {
        class if marks::is_arabic(c) => class,
        class @ 1..=26 => class.min(1),
        class @ 36..=219 => class.min(36),
        class @ 221..=229 => class.min(221),
        class @ 231..=255 => class.min(231),
        class => class,
    }
}

/// Whether a rule names the character itself.
fn is_named(program: &Program, c: char) -> bool {
    let pairs =
        program.clusters && (marks::is_in_pair(c) || program.compose(c, '\u{654}').is_some());
    // Tatweel, and what it carries.
    let carried = matches!(c, '\u{653}'..='\u{655}' | '\u{670}') && looks_for_words(program);
    let tatweel = c == '\u{640}' && (looks_for_words(program) || program.context);
    let joiners =
        (c == '\u{200D}' && program.deletes_zwj()) || (c == '\u{200C}' && program.zwnj_to_space());
    // A run of it may go on in what becomes it.
    let counted = program.longest_run().is_some() && program.letters.is_target(c);
    // Marks and symbols of ASCII, and the letter of `www`. In a single line no rule sees line ends.
    let ascii = program.context && (c.is_ascii_punctuation() || matches!(c, 'w' | 'W' | ' '));
    let line_end = program.config.white_space == WhiteSpace::SingleLine
        && Kind::of(c) == Kind::LineEnd
        && c.is_ascii();
    pairs || carried || tatweel || joiners || counted || ascii || line_end
}

fn care(c: char) -> Option<Care> {
    if marks::is_arabic(c) || !contains(NFC_CARE, c) {
        return None;
    }
    let mut parts = Vec::new();
    decompose_canonical(c, |part| parts.push(part));
    Some(Care {
        attaches: contains(NFC_ATTACHES, c),
        parts: parts.len().min(3),
        arabic: marks::is_arabic(parts[0]),
        stays: iter::once(c).nfc().eq(iter::once(c)),
    })
}

fn bytes(compiled: &Compiled, c: char) -> Bytes {
    let Compiled { program, quick, passing, classes, scan_classes, .. } = compiled;
    let place = match c {
        '\0'..='\u{7F}' => Some(c as usize),
        '\u{600}'..='\u{6FF}' => Some(ARABIC + c as usize - 0x600),
        _ => None,
    };
    let entry = place.map(|place| &quick.entries[place]);
    let mut buffer = [0; 4];
    let utf8 = c.encode_utf8(&mut buffer).as_bytes();
    let delta = match c {
        '\u{600}'..='\u{6FF}' => classes.deltas.bytes.as_flattened()[c as usize - 0x600] >> 6,
        _ => 0,
    };
    let step = passing.at(utf8, 0);
    Bytes {
        len: utf8.len(),
        entry: entry.map(|entry| (entry.len, entry.flags, entry.ccc)),
        class: (classes.at(utf8, 0), scan_classes.at(utf8, 0), delta),
        sets: [
            !c.is_ascii() && quick.elsewhere.contains(c),
            !c.is_ascii() && quick.deleted.contains(c),
            quick.spelled.get(c).is_some(),
        ],
        walk: (
            program.context.then_some(step.class as u8),
            [step.written.is_some(), step.passes, step.is_base, step.is_no_mark],
        ),
    }
}

/// A class of characters that are treated alike.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    pub(crate) signature: Signature,
    /// Its members, in the order of Unicode.
    pub(crate) members: Vec<char>,
}

impl Class {
    /// One of them, of U+0600–06FF if there is any.
    pub(crate) fn representative(&self) -> char {
        let arabic = self.members.iter().find(|c| ('\u{600}'..='\u{6FF}').contains(*c));
        *arabic.unwrap_or(&self.members[0])
    }
}

/// All 1,112,064 characters, sorted into classes.
pub(crate) fn classes(compiled: &Compiled) -> Vec<Class> {
    let mut places = HashMap::new();
    let mut classes: Vec<Class> = Vec::new();
    let mut last = usize::MAX;
    for c in '\0'..=char::MAX {
        let signature = Signature::of(compiled, c);
        // Mostly neighbours are alike.
        if classes.get(last).is_some_and(|class| class.signature == signature) {
            classes[last].members.push(c);
            continue;
        }
        let place = *places.entry(signature.clone()).or_insert_with(|| {
            classes.push(Class { signature, members: Vec::new() });
            classes.len() - 1
        });
        classes[place].members.push(c);
        last = place;
    }
    classes
}
