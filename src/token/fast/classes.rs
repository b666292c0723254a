//! Classes that need no look at a character's neighbours, in tables.

use crate::{
    rules::{kinds::LOW, tables::ARABIC_LETTERS},
    token::{
        planes::{class, fill},
        property::WordBreak,
        tables::WORD_BREAK,
    },
};

/// The classes of characters outside ASCII and U+0600–06FF that need no look at their neighbours; of others
/// [`class::UNKNOWN`].
static CLASSES: [u8; LOW] = {
    let mut classes = [class::OTHER; LOW];
    let mut row = 0;
    while row < WORD_BREAK.len() {
        let (first, last, value) = WORD_BREAK[row];
        let class = match value {
            WordBreak::ALetter => class::LATIN,
            WordBreak::Numeric => class::DIGIT,
            _ => class::UNKNOWN,
        };
        fill(&mut classes, 0, (first, last), class);
        row += 1;
    }
    row = 0;
    while row < ARABIC_LETTERS.len() {
        fill(&mut classes, 0, ARABIC_LETTERS[row], class::ARABIC);
        row += 1;
    }
    fill(&mut classes, 0, ('\u{600}', '\u{6FF}'), class::UNKNOWN);
    // Figure space and zero width space, which are no marks.
    fill(&mut classes, 0, ('\u{2007}', '\u{2007}'), class::UNKNOWN);
    fill(&mut classes, 0, ('\u{200B}', '\u{200B}'), class::UNKNOWN);
    fill(&mut classes, 0, ('\u{2026}', '\u{2026}'), class::STOP); // ellipsis
    classes
};

/// The class of characters that there are whole texts of, and that need no look at their neighbours: most of those in
/// the table, and presentation forms of single letters, ideographs, emoji but for letters of flags and colours of skin.
#[inline(always)]
pub(super) fn common_class(c: char) -> Option<u8> {
    match c {
        '\0'..'\u{3100}' => Some(CLASSES[c as usize]).filter(|&class| class != class::UNKNOWN),
        '\u{FE80}'..='\u{FEFC}' => Some(class::ARABIC),
        '\u{4E00}'..='\u{9FFF}' => Some(class::OTHER),
        '\u{1F300}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1F64F}' => Some(class::OTHER),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::word::is_arabic;

    #[test]
    fn common_characters_are_what_their_properties_say() {
        let mut count = 0;
        for c in '\u{80}'..=char::MAX {
            let Some(class) = common_class(c) else { continue };
            let fits = match WordBreak::of(c) {
                WordBreak::ALetter if is_arabic(c) => class == class::ARABIC,
                WordBreak::ALetter => class == class::LATIN,
                WordBreak::Numeric => class == class::DIGIT,
                WordBreak::Other => class == class::OTHER,
                _ => false,
            };
            assert!(fits || (c, class) == ('\u{2026}', class::STOP), "{c:?}");
            assert!(!('\u{600}'..='\u{6FF}').contains(&c) && !matches!(c, '\u{2007}' | '\u{200B}'));
            count += 1;
        }
        assert!(count > 30_000);
    }
}
