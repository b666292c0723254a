//! Looking up the properties of text segmentation (UAX #29).

use super::tables::{
    CONJUNCT_BREAK, EMOJI_PRESENTATION, EXTENDED_PICTOGRAPHIC, GRAPHEME_BREAK, PUNCTUATION,
    SENTENCE_BREAK, WORD_BREAK,
};
use crate::rules::{
    kinds::LOW,
    ranges::{Paged, contains, find},
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

/// Blocks of 256 code points.
const PAGES: usize = 0x1100;

/// A table of ranges with what makes it quick: the low characters one by one, and where in the table
/// each block of 256 code points begins.
struct Lookup<V: 'static> {
    other: V,
    low: [V; LOW],
    pages: [u16; PAGES + 1],
    rows: &'static [(char, char, V)],
}

impl<V: Copy> Lookup<V> {
    const fn new(rows: &'static [(char, char, V)], other: V) -> Self {
        let mut low = [other; LOW];
        let mut pages = [rows.len() as u16; PAGES + 1];
        let mut page = 0;
        let mut at = 0;
        while at < rows.len() {
            let (first, last, value) = rows[at];
            let mut code = first as usize;
            while code <= last as usize && code < LOW {
                low[code] = value;
                code += 1;
            }
            // The first row that reaches into a page.
            while page <= last as usize >> 8 {
                pages[page] = at as u16;
                page += 1;
            }
            at += 1;
        }
        Lookup { other, low, pages, rows }
    }

    #[inline]
    fn get(&self, c: char) -> V {
        match self.low.get(c as usize) {
            Some(value) => *value,
            None => self.get_high(c),
        }
    }

    fn get_high(&self, c: char) -> V {
        let page = c as usize >> 8;
        // The last row of a page may reach into the next.
        let last = (self.pages[page + 1] as usize + 1).min(self.rows.len());
        let rows = &self.rows[self.pages[page] as usize..last];
        find(rows, c, |&(first, last, _)| (first, last)).map_or(self.other, |&(_, _, value)| value)
    }
}

static WORD: Lookup<WordBreak> = Lookup::new(WORD_BREAK, WordBreak::Other);
static SENTENCE: Lookup<SentenceBreak> = Lookup::new(SENTENCE_BREAK, SentenceBreak::Other);
static GRAPHEME: Lookup<GraphemeBreak> = Lookup::new(GRAPHEME_BREAK, GraphemeBreak::Other);

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

/// U+1F000–1FFFF, where most emoji are.
const PICTURES: usize = 0x1F000;

/// Which of them are in a table, a bit each.
struct Pictures([u64; 64]);

impl Pictures {
    const fn new(rows: &[(char, char)]) -> Pictures {
        let mut bits = [0; 64];
        let mut row = 0;
        while row < rows.len() {
            let mut code = rows[row].0 as usize;
            while code <= rows[row].1 as usize {
                if code >= PICTURES && code < PICTURES + 64 * 64 {
                    bits[(code - PICTURES) / 64] |= 1 << (code % 64);
                }
                code += 1;
            }
            row += 1;
        }
        Pictures(bits)
    }

    /// For a character that is no less than the first.
    fn contains(&self, c: char) -> bool {
        let at = c as usize - PICTURES;
        self.0.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 != 0)
    }
}

static PICTOGRAPHIC: Pictures = Pictures::new(EXTENDED_PICTOGRAPHIC);
static EMOJI: Pictures = Pictures::new(EMOJI_PRESENTATION);

/// Extended_Pictographic: characters of which emoji sequences are made.
pub(crate) fn is_pictographic(c: char) -> bool {
    // Two signs of Latin-1, then nothing for long.
    match c {
        '\u{A9}' | '\u{AE}' => true,
        '\u{203C}'..='\u{3299}' => contains(EXTENDED_PICTOGRAPHIC, c),
        '\u{1F000}'.. => PICTOGRAPHIC.contains(c),
        _ => false,
    }
}

/// Emoji_Presentation: emoji also without a variation selector.
pub(crate) fn is_emoji_by_default(c: char) -> bool {
    match c {
        '\u{231A}'..='\u{2B55}' => contains(EMOJI_PRESENTATION, c),
        '\u{1F000}'.. => EMOJI.contains(c),
        _ => false,
    }
}

/// General_Category P*.
pub(crate) fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        // The other ASCII marks are symbols: S*.
        let symbol = matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~');
        return c.is_ascii_punctuation() && !symbol;
    }
    PAGED_PUNCTUATION.contains(c)
}

static PAGED_PUNCTUATION: Paged = Paged::new(PUNCTUATION);

#[cfg(test)]
mod tests {
    use super::*;

    /// The direct tables and the index agree with a plain search, on every character.
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
