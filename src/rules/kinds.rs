//! What a character is to the context rules: a letter, a mark of punctuation, white space.

use super::{
    pages::{Set, kept_bits},
    tables::{ARABIC_LETTERS, OTHER_LETTERS, WHITE_SPACE},
};

/// A system of decimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum System {
    /// 0–9.
    Ascii,
    /// U+0660–0669.
    ArabicIndic,
    /// U+06F0–06F9.
    Extended,
}

impl System {
    /// A digit of any of the systems, written in this one.
    pub(crate) fn write(self, digit: char) -> char {
        let value = match digit {
            '\u{660}'..='\u{669}' => digit as u32 - 0x660,
            '\u{6F0}'..='\u{6F9}' => digit as u32 - 0x6F0,
            _ => digit as u32 - '0' as u32,
        };
        let zero = match self {
            System::Ascii => '0' as u32,
            System::ArabicIndic => 0x660,
            System::Extended => 0x6F0,
        };
        char::from_u32(zero + value).unwrap_or(digit)
    }
}

/// The kind of a character. A Latin mark and its Arabic counterpart are of one kind, so that
/// mapping one to the other changes no decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// Letter of the Arabic script. Tatweel is none.
    ArabicLetter,
    /// Letter of any other script.
    OtherLetter,
    /// Digit of one of the three systems.
    Digit(System),
    /// White space inside a line.
    White,
    /// White space that ends a line.
    LineEnd,
    /// `,` and U+060C; between digits it may be a thousands separator.
    Comma,
    /// `;` and U+061B.
    Semicolon,
    /// `?` and U+061F.
    Question,
    /// `!`
    Exclamation,
    /// `:`
    Colon,
    /// `.`, which may be a decimal separator between digits.
    Stop,
    /// U+06D4, the Urdu full stop.
    UrduStop,
    /// U+2026.
    Ellipsis,
    /// `%` and U+066A.
    Percent,
    /// Arabic decimal separator U+066B.
    Decimal,
    /// Arabic thousands separator U+066C.
    Thousands,
    /// Opening bracket or quotation mark.
    Open,
    /// Closing bracket or quotation mark.
    Close,
    /// `"`, which opens and closes.
    Quote,
    /// `<`
    Less,
    /// `>`
    Greater,
    /// `@`
    At,
    /// Anything else: marks, symbols, controls.
    Other,
}

/// Characters below this one are looked up directly: what UTF-8 writes in one or two bytes, the scripts of India and
/// others that have many ranges, punctuation and kana. Behind it there are a few long ranges.
const LOW: usize = 0x3100;

static ARABIC: Set<{ kept_bits(ARABIC_LETTERS) }> = Set::new(ARABIC_LETTERS);
static OTHERS: Set<{ kept_bits(OTHER_LETTERS) }> = Set::new(OTHER_LETTERS);

impl Kind {
    /// The kind of a character.
    #[inline]
    pub(crate) fn of(c: char) -> Kind {
        match c as usize {
            code @ 0..LOW => KINDS[code],
            _ => Kind::elsewhere(c),
        }
    }

    /// The kind of a character that is not looked up directly.
    fn elsewhere(c: char) -> Kind {
        // White space is all looked up directly.
        match c {
            _ if OTHERS.contains(c) => Kind::OtherLetter,
            _ if ARABIC.contains(c) => Kind::ArabicLetter,
            _ => Kind::special(c).unwrap_or(Kind::Other),
        }
    }

    /// The kind of a character that is named here one by one.
    const fn special(c: char) -> Option<Kind> {
        Some(match c {
            'a'..='z' | 'A'..='Z' => Kind::OtherLetter,
            '0'..='9' => Kind::Digit(System::Ascii),
            '\u{660}'..='\u{669}' => Kind::Digit(System::ArabicIndic),
            '\u{6F0}'..='\u{6F9}' => Kind::Digit(System::Extended),
            ' ' => Kind::White,
            // Line feed, line tabulation, form feed, carriage return, next line, line separator,
            // paragraph separator (UAX #14, mandatory breaks).
            '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Kind::LineEnd,
            ',' | '\u{60C}' => Kind::Comma,
            ';' | '\u{61B}' => Kind::Semicolon,
            '?' | '\u{61F}' => Kind::Question,
            '!' => Kind::Exclamation,
            ':' => Kind::Colon,
            '.' => Kind::Stop,
            '\u{6D4}' => Kind::UrduStop,
            '\u{2026}' => Kind::Ellipsis,
            '%' | '\u{66A}' => Kind::Percent,
            '\u{66B}' => Kind::Decimal,
            '\u{66C}' => Kind::Thousands,
            // In Arabic text U+FD3F opens and U+FD3E closes, though the Unicode
            // category of the first is Ps by its glyph and of the second Pe.
            '(' | '[' | '{' | '\u{AB}' | '\u{2018}' | '\u{201C}' | '\u{FD3F}' => Kind::Open,
            ')' | ']' | '}' | '\u{BB}' | '\u{2019}' | '\u{201D}' | '\u{FD3E}' => Kind::Close,
            '"' => Kind::Quote,
            '<' => Kind::Less,
            '>' => Kind::Greater,
            '@' => Kind::At,
            '\t' => Kind::White,
            _ => return None,
        })
    }

    /// The Latin and the Arabic mark of this kind, where the punctuation rule writes one as the other.
    pub(crate) fn latin_and_arabic(self) -> Option<(char, char)> {
        Some(match self {
            Kind::Comma => (',', '\u{60C}'),
            Kind::Semicolon => (';', '\u{61B}'),
            Kind::Question => ('?', '\u{61F}'),
            Kind::Percent => ('%', '\u{66A}'),
            _ => return None,
        })
    }

    /// Letter of any script.
    pub(crate) fn is_letter(self) -> bool {
        matches!(self, Kind::ArabicLetter | Kind::OtherLetter)
    }

    /// Digit of one of the three systems.
    pub(crate) fn is_digit(self) -> bool {
        matches!(self, Kind::Digit(_))
    }

    /// A mark that ends a clause or sentence: one space follows it, and none stands before it.
    pub(crate) fn ends_clause(self) -> bool {
        matches!(
            self,
            Kind::Comma
                | Kind::Semicolon
                | Kind::Question
                | Kind::Exclamation
                | Kind::Colon
                | Kind::Stop
                | Kind::UrduStop
        )
    }

    /// White space of either sort.
    pub(crate) fn is_space(self) -> bool {
        matches!(self, Kind::White | Kind::LineEnd)
    }
}

/// Whether a colon or semicolon before this is the eyes of a smiley.
pub(crate) fn is_mouth(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '-' | '\'' | '|' | '*' | '/' | '\\')
}

/// Whether a character is a letter of the Arabic script.
#[inline]
pub(crate) fn is_arabic_letter(c: char) -> bool {
    c >= '\u{600}' && Kind::of(c) == Kind::ArabicLetter
}

/// The kinds of characters one by one.
static KINDS: [Kind; LOW] = {
    let mut kinds = [Kind::Other; LOW];
    fill(&mut kinds, OTHER_LETTERS, Kind::OtherLetter);
    fill(&mut kinds, WHITE_SPACE, Kind::White);
    fill(&mut kinds, ARABIC_LETTERS, Kind::ArabicLetter);
    let mut code = 0;
    while code < LOW {
        if let Some(c) = char::from_u32(code as u32)
            && let Some(kind) = Kind::special(c)
        {
            kinds[code] = kind;
        }
        code += 1;
    }
    kinds
};

/// Sets the kind of those characters of the ranges that are looked up directly.
const fn fill(kinds: &mut [Kind; LOW], ranges: &[(char, char)], kind: Kind) {
    let mut row = 0;
    while row < ranges.len() {
        let mut code = ranges[row].0 as usize;
        while code <= ranges[row].1 as usize && code < LOW {
            kinds[code] = kind;
            code += 1;
        }
        row += 1;
    }
}

/// Every character outside U+0600–06FF whose kind is not a letter or [`Kind::Other`]: those that a
/// context rule may have to look at, beside U+0000–007F.
pub(crate) fn notable_elsewhere() -> impl Iterator<Item = char> {
    let spaces = WHITE_SPACE.iter().flat_map(|&(first, last)| first..=last);
    let marks = [
        '\u{AB}', '\u{BB}', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '\u{2026}', '\u{FD3E}',
        '\u{FD3F}',
    ];
    spaces.chain(marks).filter(|c| !c.is_ascii())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::ranges::contains;

    /// A mark that is added to the kinds must be looked at by the engine as well.
    #[test]
    fn all_notable_characters_are_listed() {
        let is_notable = |&c: &char| {
            let kind = Kind::of(c);
            !c.is_ascii()
                && !('\u{600}'..='\u{6FF}').contains(&c)
                && !kind.is_letter()
                && kind != Kind::Other
        };
        let found: BTreeSet<char> = ('\0'..=char::MAX).filter(is_notable).collect();
        assert_eq!(notable_elsewhere().collect::<BTreeSet<char>>(), found);
    }

    /// What is looked up directly is as in the tables.
    #[test]
    fn shortcuts_equal_a_search() {
        for c in '\0'..=char::MAX {
            let searched = match Kind::special(c) {
                Some(kind) => kind,
                None if contains(ARABIC_LETTERS, c) => Kind::ArabicLetter,
                None if contains(WHITE_SPACE, c) => Kind::White,
                None if contains(OTHER_LETTERS, c) => Kind::OtherLetter,
                None => Kind::Other,
            };
            assert_eq!(Kind::of(c), searched, "{c:?}");
        }
    }
}
