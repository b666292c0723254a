//! The classes of characters outside ASCII and U+0600–06FF that need no look at their neighbours.

use crate::{
    rules::{
        pages::{Values, kept},
        tables::ARABIC_LETTERS,
    },
    token::{planes::class, property::WordBreak, tables::WORD_BREAK},
};

/// [`WORD_BREAK`] as classes; [`class::UNKNOWN`] where the neighbours decide.
const ROWS: [(char, char, u8); WORD_BREAK.len()] = {
    let mut rows = [('\0', '\0', class::UNKNOWN); WORD_BREAK.len()];
    let mut row = 0;
    while row < rows.len() {
        let (first, last, value) = WORD_BREAK[row];
        let class = match value {
            WordBreak::ALetter => class::LATIN,
            WordBreak::Numeric => class::DIGIT,
            _ => class::UNKNOWN,
        };
        rows[row] = (first, last, class);
        row += 1;
    }
    rows
};

static CLASSES: Values<u8, { kept(&ROWS) }> = Values::new(&ROWS, class::OTHER)
    .with(ARABIC_LETTERS, class::ARABIC)
    // Tatweel, small waw and small yeh.
    .with(&[('\u{640}', '\u{640}'), ('\u{6E5}', '\u{6E6}')], class::ARABIC)
    // Figure space and zero width space, which are no marks.
    .with(&[('\u{2007}', '\u{2007}'), ('\u{200B}', '\u{200B}')], class::UNKNOWN)
    .with(&[('\u{2026}', '\u{2026}')], class::STOP); // ellipsis

/// The class of a character outside ASCII, if it needs no look at its neighbours.
#[inline(always)]
pub(super) fn sure_class(c: char) -> Option<u8> {
    Some(CLASSES.get(c)).filter(|&class| class != class::UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::word::is_arabic;

    #[test]
    fn sure_classes_are_what_properties_say() {
        let mut count = 0;
        for c in '\u{80}'..=char::MAX {
            let Some(class) = sure_class(c) else { continue };
            let fits = match WordBreak::of(c) {
                WordBreak::ALetter if is_arabic(c) => class == class::ARABIC,
                WordBreak::ALetter => class == class::LATIN,
                WordBreak::Numeric => class == class::DIGIT,
                WordBreak::Other => class == class::OTHER,
                _ => false,
            };
            assert!(fits || (c, class) == ('\u{2026}', class::STOP), "{c:?}");
            assert!(!matches!(c, '\u{2007}' | '\u{200B}'));
            count += 1;
        }
        // All but a few thousand, most of them marks.
        assert!(count > 1_100_000, "{count}");
    }
}
