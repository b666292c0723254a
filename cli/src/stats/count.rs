//! Counting.

use std::collections::BTreeMap;

use naqi::{Normalizer, Rule};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// How many code points have a place of their own: those of two bytes of UTF-8, and ASCII.
const NEAR: usize = 0x800;

/// What has been counted.
pub struct Count {
    pub files: u64,
    /// Of the text.
    pub bytes: u64,
    pub lines: u64,
    /// How often each code point comes.
    near: Box<[u64; NEAR]>,
    far: BTreeMap<char, u64>,
    /// Marks that stand on nothing: at the start of a line or after white space.
    pub loose_marks: u64,
    /// `>` where a full stop was meant.
    pub stray_stops: u64,
    /// Latin marks of punctuation that the punctuation rule would write as Arabic ones, by mark.
    pub latin_in_arabic: BTreeMap<char, u64>,
}

impl Default for Count {
    fn default() -> Count {
        Count {
            files: 0,
            bytes: 0,
            lines: 0,
            near: Box::new([0; NEAR]),
            far: BTreeMap::new(),
            loose_marks: 0,
            stray_stops: 0,
            latin_in_arabic: BTreeMap::new(),
        }
    }
}

impl Count {
    /// Counts a text. `context` has the rules that find stray marks and Latin punctuation.
    pub fn add(&mut self, text: &str, context: &Normalizer) {
        self.bytes += text.len() as u64;
        let mut before = ' ';
        for c in text.chars() {
            match self.near.get_mut(c as usize) {
                Some(count) => *count += 1,
                None => *self.far.entry(c).or_default() += 1,
            }
            if c >= '\u{300}' && before.is_whitespace() && is_mark(c) {
                self.loose_marks += 1;
            }
            before = c;
        }
        self.lines += memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
        self.lines += u64::from(!text.is_empty() && !text.ends_with('\n'));
        for edit in context.normalize_aligned(text).edits() {
            let c = text[edit.source].chars().next();
            match (edit.rule, c) {
                (Rule::StrayMarks, _) => self.stray_stops += 1,
                (Rule::Punctuation, Some(c)) => *self.latin_in_arabic.entry(c).or_default() += 1,
                _ => {}
            }
        }
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: &Count) {
        self.files += other.files;
        self.bytes += other.bytes;
        self.lines += other.lines;
        self.near.iter_mut().zip(other.near.iter()).for_each(|(sum, count)| *sum += count);
        for (&c, count) in &other.far {
            *self.far.entry(c).or_default() += count;
        }
        self.loose_marks += other.loose_marks;
        self.stray_stops += other.stray_stops;
        for (&c, count) in &other.latin_in_arabic {
            *self.latin_in_arabic.entry(c).or_default() += count;
        }
    }

    /// Each code point that there is, and how often.
    pub fn chars(&self) -> impl Iterator<Item = (char, u64)> + '_ {
        let near = (0_u32..).zip(self.near.iter());
        let near = near.filter_map(|(code, &count)| Some((char::from_u32(code)?, count)));
        let far = self.far.iter().map(|(&c, &count)| (c, count));
        near.chain(far).filter(|&(_, count)| count > 0)
    }
}

/// Combining mark.
pub fn is_mark(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Mark
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::classes::Classes;

    #[test]
    fn pieces_add_up_to_the_whole() {
        let classes = Classes::new().unwrap();
        let lines = ["\u{628}\u{64E} ,\u{628}>\n", "\u{64E}x \u{FEFB}\u{1F600}\n", "a, b"];
        let mut whole = Count::default();
        whole.add(&lines.concat(), classes.context());
        let mut sum = Count::default();
        for line in lines {
            let mut count = Count::default();
            count.add(line, classes.context());
            sum.merge(&count);
        }
        for count in [&whole, &sum] {
            assert_eq!((count.lines, count.bytes), (3, lines.concat().len() as u64));
            // The fatha that begins the second line.
            assert_eq!(count.loose_marks, 1);
            assert_eq!(count.stray_stops, 1);
            // The comma between two Arabic letters, not that between Latin ones.
            assert_eq!(count.latin_in_arabic, BTreeMap::from([(',', 1)]));
        }
        assert!(whole.chars().eq(sum.chars()));
    }
}
