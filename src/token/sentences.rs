//! Sentences: the iterator over a text, and its settings.

use core::{fmt, iter::FusedIterator};

use super::{policy::Policy, segment::Segment, sentence, stops::Stops};

/// The sentences of a text by [`Policy::Arabic`], each with the white space behind it.
///
/// [`SentenceSplitter`] has the other policy and takes abbreviations.
///
/// Lazy, and without allocation. Time is linear in the length of the text.
///
/// ```
/// // "ayn?" space "hna."
/// let text = "\u{623}\u{64A}\u{646}\u{61F} \u{647}\u{646}\u{627}.";
/// let sentences: Vec<&str> = naqi::sentences(text).map(|sentence| sentence.text()).collect();
/// assert_eq!(sentences, ["\u{623}\u{64A}\u{646}\u{61F} ", "\u{647}\u{646}\u{627}."]);
/// ```
pub fn sentences(text: &str) -> Sentences<'_, 'static> {
    SentenceSplitter::new().sentences(text)
}

/// Splits texts into sentences.
///
/// [`Policy::Uax29`] is exactly the default sentence boundaries of UAX #29. [`Policy::Arabic`]
/// differs from them:
///
/// * A stop inside a token of [`Policy::Arabic`] ends nothing: addresses, numbers, dates.
/// * U+2026, the ellipsis, ends a sentence as a row of full stops does, unless a word is glued to
///   it.
/// * A full stop behind a single Arabic letter, initials or an abbreviation ends none; behind a
///   letter that follows a number, which is a unit or an era, it does. Nor does it behind
///   the number that begins a sentence, as lists are numbered.
/// * A stop just behind an opening bracket ends none.
/// * A sentence takes in all white space behind it, blank lines too, and closing brackets and
///   quotation marks also behind a space.
/// * After an Arabic word, whether a capital or small letter follows does not matter.
///
/// With either policy a line end ends a sentence, also without a stop, and a comma or semicolon
/// never does.
///
/// ```
/// use naqi::SentenceSplitter;
///
/// let text = "See Sect. 3. Then go on.";
/// let split = SentenceSplitter::new().abbreviations(&["Sect"]);
/// let sentences: Vec<_> = split.sentences(text).map(|sentence| sentence.text()).collect();
/// assert_eq!(sentences, ["See Sect. 3. ", "Then go on."]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SentenceSplitter<'a> {
    policy: Policy,
    abbreviations: &'a [&'a str],
}

impl<'a> SentenceSplitter<'a> {
    /// [`Policy::Arabic`], with no abbreviations but its own.
    pub const fn new() -> SentenceSplitter<'a> {
        SentenceSplitter { policy: Policy::Arabic, abbreviations: &[] }
    }

    /// Sets the policy.
    #[must_use]
    pub const fn policy(self, policy: Policy) -> SentenceSplitter<'a> {
        SentenceSplitter { policy, ..self }
    }

    /// Adds words whose full stop does not end a sentence, with the stop or without. A word is
    /// one token of [`Policy::Arabic`]; marks and tatweel do not count, and a clitic of one letter
    /// may stand in front. [`Policy::Uax29`] has no abbreviations.
    ///
    /// Looking a word up takes time in proportion to the length of the list, but only for words in front
    /// of a full stop.
    #[must_use]
    pub const fn abbreviations(self, abbreviations: &'a [&'a str]) -> SentenceSplitter<'a> {
        SentenceSplitter { abbreviations, ..self }
    }

    /// The sentences of a text.
    pub fn sentences<'t>(self, text: &'t str) -> Sentences<'t, 'a> {
        let stops = match self.policy {
            Policy::Arabic => Some(Stops::new(text, self.abbreviations)),
            Policy::Uax29 => None,
        };
        Sentences { text, position: 0, stops }
    }
}

/// The sentences of a text, from the front. Made by [`sentences`] and [`SentenceSplitter::sentences`].
///
/// Together they are the whole text.
#[derive(Clone)]
pub struct Sentences<'t, 'a> {
    text: &'t str,
    position: usize,
    /// Nothing for UAX #29.
    stops: Option<Stops<'t, 'a>>,
}

impl<'t> Sentences<'t, '_> {
    /// The part of the source that no sentence has come from yet.
    pub fn rest(&self) -> &'t str {
        &self.text[self.position..]
    }
}

impl<'t> Iterator for Sentences<'t, '_> {
    type Item = Segment<'t>;

    fn next(&mut self) -> Option<Segment<'t>> {
        let start = self.position;
        if start >= self.text.len() {
            return None;
        }
        self.position = match &mut self.stops {
            Some(stops) => stops.next(start),
            None => sentence::end(self.text, start),
        };
        Some(Segment::new(self.text, start, self.position))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let bytes = self.text.len() - self.position;
        (usize::from(bytes > 0), Some(bytes))
    }
}

impl FusedIterator for Sentences<'_, '_> {}

impl fmt::Debug for Sentences<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policy = if self.stops.is_some() { Policy::Arabic } else { Policy::Uax29 };
        f.debug_struct("Sentences").field("rest", &self.rest()).field("policy", &policy).finish()
    }
}
