//! One change, with what stands around it.

use std::ops::Range;

/// How many characters are shown on either side.
const AROUND: usize = 14;

/// A change and its surroundings, before and after.
pub struct Example {
    /// Line feeds before it in the piece, or before its record; later those before it in the source.
    pub lines: u64,
    /// In characters, from 1.
    pub column: usize,
    /// The number of its field.
    pub field: Option<usize>,
    pub before: Excerpt,
    pub after: Excerpt,
}

/// A part of a line.
pub struct Excerpt {
    pub left: String,
    /// What changes.
    pub middle: String,
    pub right: String,
}

impl Excerpt {
    /// What stands around a range, on its line.
    pub fn new(text: &str, range: Range<usize>) -> Excerpt {
        let is_end = |c: char| matches!(c, '\n' | '\r');
        let left = text[..range.start].char_indices().rev();
        let left = left.take_while(|&(_, c)| !is_end(c)).take(AROUND).last();
        let left = left.map_or(range.start, |(at, _)| at);
        let right = text[range.end..].char_indices();
        let right = right.take_while(|&(_, c)| !is_end(c)).take(AROUND).last();
        let right = right.map_or(range.end, |(at, c)| range.end + at + c.len_utf8());
        Excerpt {
            left: text[left..range.start].to_owned(),
            middle: text[range.clone()].to_owned(),
            right: text[range.end..right].to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_stay_on_the_line() {
        let excerpt = Excerpt::new("abc\nde,fg\nh", 6..7);
        assert_eq!((&*excerpt.left, &*excerpt.middle, &*excerpt.right), ("de", ",", "fg"));
        let long = "x".repeat(100);
        let excerpt = Excerpt::new(&long, 50..50);
        assert_eq!((excerpt.left.len(), excerpt.right.len()), (AROUND, AROUND));
        let excerpt = Excerpt::new("\n", 0..1);
        assert_eq!((&*excerpt.left, &*excerpt.middle, &*excerpt.right), ("", "\n", ""));
    }
}
