//! Grapheme clusters: UAX #29, section 3.1.1, extended.

use core::{fmt, iter::FusedIterator};

use super::{
    property::{ConjunctBreak, GraphemeBreak, is_pictographic},
    rear::Rear,
    segment::Segment,
};

/// The extended grapheme clusters of a text (UAX #29, Unicode 17.0): what readers take for one
/// character. A letter and its marks are one, and so is an emoji sequence.
///
/// Lazy, and without allocation.
///
/// ```
/// // kaf with fatha and shadda, teh
/// let text = "\u{643}\u{64E}\u{651}\u{62A}";
/// let clusters: Vec<_> = naqi::clusters(text).map(|cluster| cluster.range()).collect();
/// assert_eq!(clusters, [0..6, 6..8]);
/// ```
pub fn clusters(text: &str) -> Clusters<'_> {
    Clusters { text, front: 0, back: text.len(), rear: None }
}

/// The grapheme clusters of a text, from either end. Made by [`clusters`].
///
/// From the front, time is linear in the length of the text. From the back it is too for text that
/// has white space now and then; a stretch of `n` bytes without any costs `n log n`.
#[derive(Clone)]
pub struct Clusters<'t> {
    text: &'t str,
    /// What has not been given: `front..back`.
    front: usize,
    back: usize,
    /// The stretch from the last white space before `back` on.
    rear: Option<Rear>,
}

impl<'t> Clusters<'t> {
    /// The part of the source that no cluster has come from yet.
    pub fn rest(&self) -> &'t str {
        &self.text[self.front..self.back]
    }
}

impl<'t> Iterator for Clusters<'t> {
    type Item = Segment<'t>;

    #[inline]
    fn next(&mut self) -> Option<Segment<'t>> {
        let start = self.front;
        if start >= self.back {
            return None;
        }
        self.front = end(self.text, start);
        Some(Segment::new(self.text, start, self.front))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let bytes = self.back - self.front;
        (usize::from(bytes > 0), Some(bytes))
    }
}

impl DoubleEndedIterator for Clusters<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let Clusters { text, front, back, .. } = *self;
        if front >= back {
            return None;
        }
        let start = loop {
            let rear = self.rear.get_or_insert_with(|| Rear::new(stretch(text, front, back)));
            match rear.pop(back, || |start| end(text, start)) {
                Some(start) => break start.max(front),
                None => self.rear = None,
            }
        };
        self.back = start;
        Some(Segment::new(text, start, back))
    }
}

impl FusedIterator for Clusters<'_> {}

impl fmt::Debug for Clusters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clusters").field("rest", &self.rest()).finish()
    }
}

/// The start of a cluster at or after `front` and before `end`, close to `end` where possible: at
/// a space or behind a line feed.
fn stretch(text: &str, front: usize, end: usize) -> usize {
    let bytes = &text.as_bytes()[front..end];
    let places = memchr::memrchr2_iter(b' ', b'\n', bytes).map(|at| match bytes[at] {
        b'\n' => front + at + 1,
        _ => front + at,
    });
    let begins = |&start: &usize| {
        let before = text[front..start].chars().next_back();
        start < end && before.is_none_or(|c| GraphemeBreak::of(c) != GraphemeBreak::Prepend)
    };
    places.clone().find(begins).unwrap_or(front)
}

/// How far the characters so far are an emoji sequence (GB11).
#[derive(Clone, Copy, PartialEq)]
enum Emoji {
    None,
    Pictographic,
    Joined,
}

/// How far they are a conjunct of an Indic script (GB9c).
#[derive(Clone, Copy, PartialEq)]
enum Conjunct {
    None,
    Consonant,
    Linked,
}

/// Where the cluster that starts at `start` ends. No rule looks left beyond that start.
fn end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    // Two printing characters of ASCII: nothing joins them.
    if matches!(bytes[start], b' '..=b'~') && bytes.get(start + 1).is_some_and(u8::is_ascii) {
        return start + 1;
    }
    let mut chars = text[start..].chars();
    let Some(first) = chars.next() else { return start };
    let mut position = start + first.len_utf8();
    let mut left = GraphemeBreak::of(first);
    // Most characters carry nothing.
    let second = chars.clone().next().map(GraphemeBreak::of);
    if (left, second) == (GraphemeBreak::Other, Some(GraphemeBreak::Other)) {
        return position;
    }
    let mut emoji = Emoji::None.after(first, left);
    let mut conjunct = Conjunct::None.after(first);
    let mut flag = left == GraphemeBreak::RegionalIndicator;
    for c in chars {
        use GraphemeBreak::{
            Control, Cr, Extend, L, Lf, Lv, Lvt, Prepend, RegionalIndicator, SpacingMark, T, V, Zwj,
        };
        let right = GraphemeBreak::of(c);
        let joins = match (left, right) {
            (Cr, Lf) => true,                                                     // GB3
            (Control | Cr | Lf, _) | (_, Control | Cr | Lf) => false,             // GB4, GB5
            (L, L | V | Lv | Lvt) => true,                                        // GB6
            (Lv | V, V | T) | (Lvt | T, T) => true,                               // GB7, GB8
            (_, Extend | Zwj | SpacingMark) | (Prepend, _) => true,               // GB9, GB9a, GB9b
            (RegionalIndicator, RegionalIndicator) => core::mem::take(&mut flag), // GB12, GB13
            _ => {
                // GB9c, GB11
                (conjunct == Conjunct::Linked && ConjunctBreak::of(c) == ConjunctBreak::Consonant)
                    || (emoji == Emoji::Joined && is_pictographic(c))
            }
        };
        if !joins {
            break;
        }
        position += c.len_utf8();
        // The first of a pair may stand behind a prepended sign.
        flag |= (left, right) == (Prepend, RegionalIndicator);
        left = right;
        emoji = emoji.after(c, right);
        conjunct = conjunct.after(c);
    }
    position
}

impl Emoji {
    fn after(self, c: char, class: GraphemeBreak) -> Emoji {
        match (self, class) {
            (Emoji::Pictographic, GraphemeBreak::Extend) => Emoji::Pictographic,
            (Emoji::Pictographic, GraphemeBreak::Zwj) => Emoji::Joined,
            _ if class == GraphemeBreak::Other && is_pictographic(c) => Emoji::Pictographic,
            _ => Emoji::None,
        }
    }
}

impl Conjunct {
    fn after(self, c: char) -> Conjunct {
        // The first consonant of a script with conjuncts is Devanagari ka.
        if self == Conjunct::None && c < '\u{915}' {
            return Conjunct::None;
        }
        match (self, ConjunctBreak::of(c)) {
            (_, ConjunctBreak::Consonant) => Conjunct::Consonant,
            (Conjunct::None, _) | (_, ConjunctBreak::None) => Conjunct::None,
            (_, ConjunctBreak::Linker) => Conjunct::Linked,
            (state, ConjunctBreak::Extend) => state,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Conjunct, ConjunctBreak};

    /// What is taken for granted where no conjunct has begun.
    #[test]
    fn no_consonant_comes_before_devanagari() {
        for c in '\0'..'\u{915}' {
            assert_ne!(ConjunctBreak::of(c), ConjunctBreak::Consonant, "{c:?}");
        }
        assert!(Conjunct::None.after('\u{915}') == Conjunct::Consonant);
    }
}
