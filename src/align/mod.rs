//! Which part of the source each part of the output comes from, and the way back.

mod bits;
mod edits;
mod error;
mod explain;
mod map;
mod unit;

use alloc::{borrow::Cow, string::String, sync::Arc};
use core::{fmt, ops::Range};

pub use self::{
    edits::{Edit, Edits},
    error::RangeError,
    explain::{Change, Explanation},
    unit::{AlignedUnits, Unit},
};

use self::{error::check, map::Map};
use crate::{
    engine::{Aligning, tier::Kernel},
    rules::Compiled,
};

/// A normalised text that knows its source: every range of one can be found in the other.
///
/// Made by [`Normalizer::normalize_aligned`](crate::Normalizer::normalize_aligned).
///
/// # What belongs together
///
/// - A character that stays, or becomes another, belongs to what it becomes.
/// - All that a ligature is spelled out as belongs to the one character: U+FDFA is three bytes of the source and
///   thirty-three of the output, and a range inside those has all of its three for source.
/// - A character that goes belongs to what stands before it: a mark or tatweel to its letter, so that
///   the source range of a word ends behind its last mark. One that goes at the start of the text belongs to what
///   follows.
/// - White space that goes between a letter and a mark of punctuation belongs to the mark: the source range of the word
///   ends in front of it.
/// - What a rule puts in belongs to nothing: its source range is empty.
/// - Where a letter and a mark become one letter, the mark counts as gone into the letter. Where marks change places,
///   the first of them belongs to the one that now comes first.
///
/// Ranges are in bytes. For ranges in characters or UTF-16 code units see [`in_units`](Aligned::in_units).
///
/// # Cost
///
/// Of each text one bit a byte, and an index of a quarter of that or less; nothing when the text was already
/// normal. A range is found in logarithmic time, and usually by some look-ups.
///
/// # Example
///
/// Find a word in the normalised text, and mark it in the source with its vowels:
///
/// ```
/// let naqi = naqi::Normalizer::search();
/// // qaf fatha lam fatha meem dammatan, space, jeem: "a pen", and a letter
/// let source = "\u{642}\u{64E}\u{644}\u{64E}\u{645}\u{64C} \u{62C}";
/// let aligned = naqi.normalize_aligned(source);
/// let found = aligned.text().find("\u{644}\u{645}").expect("lam meem, without marks");
/// let range = aligned.source_range(found..found + 4)?;
/// assert_eq!(&source[range], "\u{644}\u{64E}\u{645}\u{64C}"); // with the marks on both
/// # Ok::<(), naqi::RangeError>(())
/// ```
#[derive(Clone)]
pub struct Aligned<'t> {
    source: &'t str,
    text: Cow<'t, str>,
    /// Where the bytes went; `None` if the text is the source.
    map: Option<Map>,
    compiled: Arc<Compiled>,
}

impl<'t> Aligned<'t> {
    pub(crate) fn new(
        compiled: Arc<Compiled>,
        kernel: Kernel,
        source: &'t str,
        sink: Aligning<'t>,
    ) -> Self {
        let (text, track) = sink.finish();
        let map = track.map(|track| {
            let (kept, from_source) = track.finish(source.len(), text.len());
            Map::new(kernel, source, kept, from_source, text.len())
        });
        Aligned { source, text, map, compiled }
    }

    /// The text before.
    pub fn source(&self) -> &'t str {
        self.source
    }

    /// The normalised text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The normalised text, borrowed from the source if it is the same.
    pub fn into_text(self) -> Cow<'t, str> {
        self.text
    }

    /// Whether normalising changed nothing.
    pub fn is_unchanged(&self) -> bool {
        self.map.is_none()
    }

    /// The part of the source that a part of the normalised text comes from, both in bytes.
    ///
    /// The range of the whole text is the whole source. A range that begins or ends inside what one character was
    /// spelled out as has all of that character.
    ///
    /// # Errors
    ///
    /// [`RangeError`] for a range that is reversed, reaches past the text, or splits a character.
    ///
    /// ```
    /// let naqi = naqi::Normalizer::tidy();
    /// // beh, space, Latin comma, beh: becomes beh, Arabic comma, space, beh
    /// let aligned = naqi.normalize_aligned("\u{628} ,\u{628}");
    /// assert_eq!(aligned.text(), "\u{628}\u{60C} \u{628}");
    /// assert_eq!(aligned.source_range(0..2)?, 0..2); // the word
    /// assert_eq!(aligned.source_range(2..4)?, 2..4); // the comma and the space before it
    /// assert_eq!(aligned.source_range(4..5)?, 4..4); // the space that was put in
    /// assert!(aligned.source_range(1..2).is_err()); // half a letter
    /// # Ok::<(), naqi::RangeError>(())
    /// ```
    pub fn source_range(&self, range: Range<usize>) -> Result<Range<usize>, RangeError> {
        check(self.text(), &range)?;
        let Some(map) = &self.map else { return Ok(range) };
        if range == (0..self.text.len()) {
            return Ok(0..self.source.len());
        }
        let start = map.source_of(self.source, range.start).start;
        let end = map.source_of(self.source, range.end).end;
        Ok(start..end)
    }

    /// The part of the normalised text that a part of the source has become, both in bytes.
    ///
    /// What was put in at either end does not belong to it. The range of what went is empty, and lies where it
    /// would have been.
    ///
    /// # Errors
    ///
    /// [`RangeError`] for a range that is reversed, reaches past the source, or splits a character.
    ///
    /// ```
    /// let naqi = naqi::Normalizer::light();
    /// // beh, fatha, lam
    /// let aligned = naqi.normalize_aligned("\u{628}\u{64E}\u{644}");
    /// assert_eq!(aligned.normalized_range(0..4)?, 0..2);
    /// assert_eq!(aligned.normalized_range(2..4)?, 2..2); // the fatha went
    /// # Ok::<(), naqi::RangeError>(())
    /// ```
    pub fn normalized_range(&self, range: Range<usize>) -> Result<Range<usize>, RangeError> {
        check(self.source, &range)?;
        let Some(map) = &self.map else { return Ok(range) };
        if range == (0..self.source.len()) {
            return Ok(0..self.text.len());
        }
        let end = map.end_of(range.end);
        let start = map.start_of(range.start, &self.text);
        // Of what went between two that stayed, nothing is left but what was put in there.
        Ok(start.min(end)..end)
    }

    /// The same ranges in another unit. Takes one pass over both texts, and then finds each range in
    /// logarithmic time.
    ///
    /// ```
    /// use naqi::Unit;
    ///
    /// let naqi = naqi::Normalizer::light();
    /// // grinning face, space, beh, fatha
    /// let aligned = naqi.normalize_aligned("\u{1F600} \u{628}\u{64E}");
    /// assert_eq!(aligned.source_range(5..7)?, 5..9);
    /// assert_eq!(aligned.in_units(Unit::Chars).source_range(2..3)?, 2..4);
    /// assert_eq!(aligned.in_units(Unit::Utf16).source_range(3..4)?, 3..5);
    /// # Ok::<(), naqi::RangeError>(())
    /// ```
    pub fn in_units(&self, unit: Unit) -> AlignedUnits<'_, 't> {
        AlignedUnits::new(self, unit)
    }

    /// Everything that was changed, in order: each character that went or became another or several, each that was
    /// put in, and the rule that asked for it.
    ///
    /// ```
    /// use naqi::Rule;
    ///
    /// let naqi = naqi::Normalizer::search();
    /// // alef with hamza above, fatha
    /// let aligned = naqi.normalize_aligned("\u{623}\u{64E}");
    /// let edits: Vec<_> = aligned.edits().collect();
    /// assert_eq!((edits[0].source.clone(), edits[0].rule), (0..2, Rule::Alef));
    /// assert_eq!((edits[1].source.clone(), edits[1].rule), (2..4, Rule::Marks));
    /// assert!(edits[1].normalized.is_empty());
    /// ```
    pub fn edits(&self) -> Edits<'_, 't> {
        Edits::new(self)
    }

    /// What was changed, by rule and by what became of what, with counts.
    pub fn explain(&self) -> Explanation<'_, 't> {
        Explanation::new(self)
    }
}

/// Shows both texts.
impl fmt::Debug for Aligned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aligned").field("source", &self.source).field("text", &self.text).finish()
    }
}

impl AsRef<str> for Aligned<'_> {
    fn as_ref(&self) -> &str {
        self.text()
    }
}

impl From<Aligned<'_>> for String {
    fn from(aligned: Aligned<'_>) -> String {
        aligned.text.into_owned()
    }
}
