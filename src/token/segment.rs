//! A piece of text and where it stands.

use core::{fmt, ops::Range};

/// A sentence or a grapheme cluster: a slice of the source and where it stands there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Segment<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Segment<'t> {
    #[inline]
    pub(super) fn new(source: &'t str, start: usize, end: usize) -> Segment<'t> {
        Segment { text: &source[start..end], start }
    }

    /// The segment as it stands in the source.
    #[inline]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where it begins in the source, in bytes.
    #[inline]
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where it ends in the source, in bytes.
    #[inline]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Where it stands in the source, in bytes: `&source[segment.range()]` is its text.
    #[inline]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end()
    }
}

impl fmt::Debug for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Segment { text, .. } = self;
        f.debug_struct("Segment").field("text", text).field("range", &self.range()).finish()
    }
}

/// The text of the segment.
impl fmt::Display for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text)
    }
}

impl AsRef<str> for Segment<'_> {
    fn as_ref(&self) -> &str {
        self.text
    }
}
