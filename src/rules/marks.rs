//! Combining marks: which class each belongs to, and its canonical combining class.

use super::{
    pages::{Set, Values, kept, kept_bits},
    tables::{MARK_CCC, MARKS, NFC_ATTACHES, NFC_CHANGES},
};
use crate::options::Marks;

/// The class by which the marks rule names a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkClass {
    Harakat,
    Tanwin,
    Shadda,
    Sukun,
    Madda,
    Hamza,
    DaggerAlef,
    Quranic,
    Extended,
}

impl MarkClass {
    /// The class as a member of the option's set.
    pub(crate) fn bit(self) -> Marks {
        match self {
            MarkClass::Harakat => Marks::HARAKAT,
            MarkClass::Tanwin => Marks::TANWIN,
            MarkClass::Shadda => Marks::SHADDA,
            MarkClass::Sukun => Marks::SUKUN,
            MarkClass::Madda => Marks::MADDA,
            MarkClass::Hamza => Marks::HAMZA_MARKS,
            MarkClass::DaggerAlef => Marks::DAGGER_ALEF,
            MarkClass::Quranic => Marks::QURANIC,
            MarkClass::Extended => Marks::EXTENDED,
        }
    }
}

/// Every mark that a set of classes holds, as ranges.
pub(crate) fn members(set: Marks) -> impl Iterator<Item = (char, char)> {
    MARKS
        .iter()
        .filter(move |(_, _, class)| set.contains(class.bit()))
        .map(|&(first, last, _)| (first, last))
}

/// The classes of all marks.
static CCC: Values<u8, { kept(MARK_CCC) }> = Values::new(MARK_CCC, 0);

/// What NFC may take together with the character before.
static ATTACHES: Set<{ kept_bits(NFC_ATTACHES) }> = Set::new(NFC_ATTACHES);

/// What may not stay under NFC.
static CHANGES: Set<{ kept_bits(NFC_CHANGES) }> = Set::new(NFC_CHANGES);

/// Whether NFC may take a character together with the one before it: every mark outside the Arabic blocks, and others that
/// may compose.
#[inline]
pub(crate) fn attaches(c: char) -> bool {
    ATTACHES.contains(c)
}

/// Whether a character is in the Arabic blocks that hold marks. There the eight pairs are all that can
/// decompose or compose.
#[inline]
pub(crate) fn is_arabic(c: char) -> bool {
    matches!(
        c,
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{870}'..='\u{8FF}'
            | '\u{10EC0}'..='\u{10EFF}'
    )
}

/// Whether a character may not stay under NFC, even where marks are in canonical order.
#[inline]
pub(crate) fn may_change(c: char) -> bool {
    CHANGES.contains(c)
}

/// The canonical combining class (UAX #44) of the first character of the canonical decomposition: zero for a base, else
/// the order among marks. That of naqi's own version of Unicode.
#[inline]
pub(crate) fn ccc(c: char) -> u8 {
    CCC.get(c)
}

/// Whether a character is a combining mark: it belongs to the base before it.
#[inline]
pub(crate) fn is_mark(c: char) -> bool {
    ccc(c) != 0
}

/// The eight canonical pairs of the Arabic blocks (UnicodeData.txt): base, mark, composite.
const PAIRS: [(char, char, char); 8] = [
    ('\u{627}', '\u{653}', '\u{622}'), // alef, maddah: alef with madda
    ('\u{627}', '\u{654}', '\u{623}'), // alef, hamza above
    ('\u{627}', '\u{655}', '\u{625}'), // alef, hamza below
    ('\u{648}', '\u{654}', '\u{624}'), // waw, hamza above
    ('\u{64A}', '\u{654}', '\u{626}'), // yeh, hamza above
    ('\u{6C1}', '\u{654}', '\u{6C2}'), // heh goal, hamza above
    ('\u{6D2}', '\u{654}', '\u{6D3}'), // yeh barree, hamza above
    ('\u{6D5}', '\u{654}', '\u{6C0}'), // ae, hamza above: heh with yeh above
];

/// The composite of a base and a mark, if they are one of [`PAIRS`].
pub(crate) fn compose(base: char, mark: char) -> Option<char> {
    PAIRS.iter().find(|pair| pair.0 == base && pair.1 == mark).map(|pair| pair.2)
}

/// Whether a character is part of one of [`PAIRS`].
#[cfg(test)]
pub(crate) fn is_in_pair(c: char) -> bool {
    PAIRS.iter().any(|pair| c == pair.0 || c == pair.1 || c == pair.2)
}

/// The base and mark of a composite of [`PAIRS`].
pub(crate) fn decompose(composite: char) -> Option<(char, char)> {
    PAIRS.iter().find(|pair| pair.2 == composite).map(|pair| (pair.0, pair.1))
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

    use super::ccc;
    use crate::rules::{ranges::contains, tables::NFC_CARE};

    /// The class is that of the decomposition's first character.
    #[test]
    fn classes_are_of_what_a_character_becomes() {
        let class_of_first = |c| {
            let mut first = None;
            decompose_canonical(c, |part| first = first.or(Some(part)));
            canonical_combining_class(first.unwrap_or(c))
        };
        let mut others = 0;
        for c in '\0'..=char::MAX {
            // What is in no table may be newer than naqi.
            if ccc(c) != 0 || contains(NFC_CARE, c) {
                assert_eq!(ccc(c), class_of_first(c), "{c:?}");
            }
            others += usize::from(ccc(c) != 0 && canonical_combining_class(c) == 0);
        }
        assert_eq!(others, 3);
    }
}
