//! Looking up the properties of text segmentation (UAX #29).

use super::tables::{
    CONJUNCT_BREAK, EMOJI_PRESENTATION, EXTENDED_PICTOGRAPHIC, GRAPHEME_BREAK, PUNCTUATION,
    SENTENCE_BREAK, WORD_BREAK,
};
use crate::rules::{
    pages::{Set, Values, kept, kept_bits},
    ranges::find,
};

/// Word_Break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordBreak {
    Other,
    Cr,
    Lf,
    Newline,
    Extend,
    Zwj,
    Format,
    RegionalIndicator,
    Katakana,
    HebrewLetter,
    ALetter,
    SingleQuote,
    DoubleQuote,
    MidNumLet,
    MidLetter,
    MidNum,
    Numeric,
    ExtendNumLet,
    WSegSpace,
}

/// Sentence_Break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SentenceBreak {
    Other,
    Cr,
    Lf,
    Sep,
    Extend,
    Format,
    Sp,
    Lower,
    Upper,
    OLetter,
    Numeric,
    ATerm,
    STerm,
    Close,
    SContinue,
}

/// Grapheme_Cluster_Break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GraphemeBreak {
    Other,
    Cr,
    Lf,
    Control,
    Extend,
    Zwj,
    RegionalIndicator,
    Prepend,
    SpacingMark,
    L,
    V,
    T,
    Lv,
    Lvt,
}

/// Indic_Conjunct_Break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConjunctBreak {
    None,
    Linker,
    Consonant,
    Extend,
}

static WORD: Values<WordBreak, { kept(WORD_BREAK) }> = Values::new(WORD_BREAK, WordBreak::Other);
static SENTENCE: Values<SentenceBreak, { kept(SENTENCE_BREAK) }> =
    Values::new(SENTENCE_BREAK, SentenceBreak::Other);
static GRAPHEME: Values<GraphemeBreak, { kept(GRAPHEME_BREAK) }> =
    Values::new(GRAPHEME_BREAK, GraphemeBreak::Other);
static PICTOGRAPHIC: Set<{ kept_bits(EXTENDED_PICTOGRAPHIC) }> = Set::new(EXTENDED_PICTOGRAPHIC);
static EMOJI: Set<{ kept_bits(EMOJI_PRESENTATION) }> = Set::new(EMOJI_PRESENTATION);
static MARKS_OF_PUNCTUATION: Set<{ kept_bits(PUNCTUATION) }> = Set::new(PUNCTUATION);

impl WordBreak {
    /// The value of a character.
    #[inline]
    pub(crate) fn of(c: char) -> WordBreak {
        WORD.get(c)
    }

    /// CR, LF or Newline.
    pub(crate) fn is_newline(self) -> bool {
        matches!(self, WordBreak::Cr | WordBreak::Lf | WordBreak::Newline)
    }

    /// Extend, Format or ZWJ, which rule WB4 looks through.
    pub(crate) fn is_ignored(self) -> bool {
        matches!(self, WordBreak::Extend | WordBreak::Format | WordBreak::Zwj)
    }

    /// AHLetter of the rules.
    pub(crate) fn is_letter(self) -> bool {
        matches!(self, WordBreak::ALetter | WordBreak::HebrewLetter)
    }
}

impl SentenceBreak {
    /// The value of a character.
    #[inline]
    pub(crate) fn of(c: char) -> SentenceBreak {
        SENTENCE.get(c)
    }

    /// ParaSep of the rules.
    pub(crate) fn is_separator(self) -> bool {
        matches!(self, SentenceBreak::Cr | SentenceBreak::Lf | SentenceBreak::Sep)
    }

    /// SATerm of the rules.
    pub(crate) fn is_terminal(self) -> bool {
        matches!(self, SentenceBreak::ATerm | SentenceBreak::STerm)
    }
}

impl GraphemeBreak {
    /// The value of a character.
    #[inline]
    pub(crate) fn of(c: char) -> GraphemeBreak {
        match c {
            // Hangul syllables: 28 to a leading consonant and vowel, the first without a trailing
            // consonant.
            '\u{AC00}'..='\u{D7A3}' if (c as u32 - 0xAC00).is_multiple_of(28) => GraphemeBreak::Lv,
            '\u{AC00}'..='\u{D7A3}' => GraphemeBreak::Lvt,
            _ => GRAPHEME.get(c),
        }
    }
}

impl ConjunctBreak {
    /// The value of a character.
    pub(crate) fn of(c: char) -> ConjunctBreak {
        // The first is a combining mark.
        if c < '\u{300}' {
            return ConjunctBreak::None;
        }
        find(CONJUNCT_BREAK, c, |&(first, last, _)| (first, last))
            .map_or(ConjunctBreak::None, |&(_, _, value)| value)
    }
}

/// Extended_Pictographic: characters of which emoji sequences are made.
#[inline]
pub(crate) fn is_pictographic(c: char) -> bool {
    PICTOGRAPHIC.contains(c)
}

/// Emoji_Presentation: emoji also without a variation selector.
#[inline]
pub(crate) fn is_emoji_by_default(c: char) -> bool {
    EMOJI.contains(c)
}

/// General_Category P*.
#[inline]
pub(crate) fn is_punctuation(c: char) -> bool {
    MARKS_OF_PUNCTUATION.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ranges::contains;

    /// The direct tables agree with a plain search, on every character.
    #[test]
    fn lookups_equal_a_search() {
        fn search<V: Copy>(rows: &[(char, char, V)], c: char, other: V) -> V {
            find(rows, c, |&(first, last, _)| (first, last)).map_or(other, |row| row.2)
        }
        for c in '\0'..=char::MAX {
            assert_eq!(WordBreak::of(c), search(WORD_BREAK, c, WordBreak::Other), "{c:?}");
            let sentence = search(SENTENCE_BREAK, c, SentenceBreak::Other);
            assert_eq!(SentenceBreak::of(c), sentence, "{c:?}");
            assert_eq!(is_pictographic(c), contains(EXTENDED_PICTOGRAPHIC, c), "{c:?}");
            assert_eq!(is_emoji_by_default(c), contains(EMOJI_PRESENTATION, c), "{c:?}");
            assert_eq!(is_punctuation(c), contains(PUNCTUATION, c), "{c:?}");
            if !('\u{AC00}'..='\u{D7A3}').contains(&c) {
                let grapheme = search(GRAPHEME_BREAK, c, GraphemeBreak::Other);
                assert_eq!(GraphemeBreak::of(c), grapheme, "{c:?}");
            }
        }
    }

    /// U+AC00 is LV, U+AC01 to U+AC1B are LVT, and so on (GraphemeBreakProperty.txt).
    #[test]
    fn hangul_syllables() {
        assert_eq!(GraphemeBreak::of('\u{AC00}'), GraphemeBreak::Lv);
        assert_eq!(GraphemeBreak::of('\u{AC01}'), GraphemeBreak::Lvt);
        assert_eq!(GraphemeBreak::of('\u{AC1B}'), GraphemeBreak::Lvt);
        assert_eq!(GraphemeBreak::of('\u{AC1C}'), GraphemeBreak::Lv);
        assert_eq!(GraphemeBreak::of('\u{D7A3}'), GraphemeBreak::Lvt);
        assert_eq!(GraphemeBreak::of('\u{D7A4}'), GraphemeBreak::Other);
    }
}
