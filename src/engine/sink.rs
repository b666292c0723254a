//! Where the output goes: a string, a comparison with the source, or one that turns into the other at
//! the first change.

use alloc::{borrow::Cow, string::String};

use super::{vector::BLOCK, word};
use crate::rules::quick::Quick;

/// Takes the output, in order.
pub(crate) trait Sink {
    /// The output of this text so far. Rules that look to the left look here, so that a second
    /// pass over the output sees just what the first one saw.
    fn tail(&self) -> &str;

    /// Takes a character.
    fn push(&mut self, c: char);

    /// Takes some characters.
    fn push_str(&mut self, text: &str);

    /// Whether the output so far is just the first `position` bytes of the source, and the next
    /// bytes of the source need not be written, only skipped by [`skip`](Sink::skip).
    fn is_source_to(&self, position: usize) -> bool;

    /// Takes the source unchanged up to `position`. Only after
    /// [`is_source_to`](Sink::is_source_to) was true.
    fn skip(&mut self, position: usize);

    /// The string that the output is written to, and where this text's output begins in it; `None` if it is
    /// only compared. From then on nothing is [skipped](Sink::skip).
    fn output(&mut self) -> Option<(&mut String, usize)>;

    /// Whether [`output`](Sink::output) gives a string.
    fn can_write(&self) -> bool;

    /// Takes a whole text at once, if it is a simple [word]. Only at the start.
    fn push_word(&mut self, quick: &Quick, text: &str) -> bool {
        let mut room = [0; word::ROOM];
        let Some(word) = word_in(quick, text, &mut room) else { return false };
        self.push_str(word);
        true
    }

    /// Whether the rest of the output is of no interest.
    fn is_done(&self) -> bool {
        false
    }
}

/// Appends to a string.
pub(crate) struct Write<'o> {
    output: &'o mut String,
    start: usize,
}

impl<'o> Write<'o> {
    pub(crate) fn new(output: &'o mut String) -> Self {
        let start = output.len();
        Write { output, start }
    }

    /// Appends to a string that holds output of this text already, from `start` on.
    pub(crate) fn after(output: &'o mut String, start: usize) -> Self {
        Write { output, start }
    }
}

impl Sink for Write<'_> {
    fn tail(&self) -> &str {
        &self.output[self.start..]
    }
    #[inline]
    fn push(&mut self, c: char) {
        self.output.push(c);
    }
    #[inline]
    fn push_str(&mut self, text: &str) {
        self.output.push_str(text);
    }
    #[inline]
    fn is_source_to(&self, _position: usize) -> bool {
        false
    }
    fn skip(&mut self, _position: usize) {
        debug_assert!(false, "a string takes text");
    }
    #[inline]
    fn output(&mut self) -> Option<(&mut String, usize)> {
        Some((self.output, self.start))
    }
    #[inline]
    fn can_write(&self) -> bool {
        true
    }
    #[inline]
    fn push_word(&mut self, quick: &Quick, text: &str) -> bool {
        self.output.reserve(word::ROOM);
        let length = self.output.len();
        // SAFETY: there is as much room as was reserved; whole characters have been written up to the
        // new length.
        unsafe {
            let output = self.output.as_mut_vec();
            let Some(written) = word::write(quick, text, output.as_mut_ptr().add(length)) else {
                return false;
            };
            output.set_len(length + written);
        }
        true
    }
}

/// Compares with the source and keeps nothing.
pub(crate) struct Same<'t> {
    source: &'t str,
    matched: usize,
    differs: bool,
}

impl<'t> Same<'t> {
    pub(crate) fn new(source: &'t str) -> Self {
        Same { source, matched: 0, differs: false }
    }

    /// Whether the output was the source.
    pub(crate) fn finish(self) -> bool {
        !self.differs && self.matched == self.source.len()
    }
}

impl Sink for Same<'_> {
    fn tail(&self) -> &str {
        &self.source[..self.matched]
    }
    fn push(&mut self, c: char) {
        self.push_str(c.encode_utf8(&mut [0; 4]));
    }
    fn push_str(&mut self, text: &str) {
        if !self.differs && self.source[self.matched..].starts_with(text) {
            self.matched += text.len();
        } else {
            self.differs = true;
        }
    }
    fn is_source_to(&self, position: usize) -> bool {
        !self.differs && self.matched == position
    }
    fn skip(&mut self, position: usize) {
        self.matched = position;
    }
    fn output(&mut self) -> Option<(&mut String, usize)> {
        None
    }
    fn can_write(&self) -> bool {
        false
    }
    fn is_done(&self) -> bool {
        self.differs
    }
}

/// Compares with the source as long as nothing differs, then appends to a string of its own.
pub(crate) struct Lazy<'t> {
    same: Same<'t>,
    output: Option<String>,
}

impl<'t> Lazy<'t> {
    pub(crate) fn new(source: &'t str) -> Self {
        Lazy { same: Same::new(source), output: None }
    }

    /// The source where nothing differed, else the output.
    pub(crate) fn finish(self) -> Cow<'t, str> {
        let source = self.same.source;
        match self.output {
            None if self.same.matched == source.len() => Cow::Borrowed(source),
            // The end went. Owned, since many take a borrowed text for an unchanged one.
            None => Cow::Owned(source[..self.same.matched].into()),
            // A deletion and an insertion may cancel out.
            Some(output) if output == source => Cow::Borrowed(source),
            Some(output) => Cow::Owned(output),
        }
    }
}

impl Sink for Lazy<'_> {
    fn tail(&self) -> &str {
        self.output.as_deref().unwrap_or_else(|| self.same.tail())
    }
    #[inline]
    fn push(&mut self, c: char) {
        match &mut self.output {
            Some(output) => output.push(c),
            None => self.push_str(c.encode_utf8(&mut [0; 4])),
        }
    }
    #[inline]
    fn push_str(&mut self, text: &str) {
        if let Some(output) = &mut self.output {
            output.push_str(text);
            return;
        }
        self.same.push_str(text);
        if self.same.differs
            && let Some((output, _)) = self.output()
        {
            output.push_str(text);
        }
    }
    #[inline]
    fn is_source_to(&self, position: usize) -> bool {
        self.output.is_none() && self.same.is_source_to(position)
    }
    fn skip(&mut self, position: usize) {
        self.same.skip(position);
    }
    fn output(&mut self) -> Option<(&mut String, usize)> {
        let same = &self.same;
        let output = self.output.get_or_insert_with(|| {
            let mut output = String::with_capacity(same.source.len() + BLOCK);
            output.push_str(same.tail());
            output
        });
        Some((output, 0))
    }
    fn can_write(&self) -> bool {
        true
    }
}

/// The [word] that a text becomes.
fn word_in<'r>(quick: &Quick, text: &str, room: &'r mut [u8; word::ROOM]) -> Option<&'r str> {
    // SAFETY: so many bytes can be written there.
    let length = unsafe { word::write(quick, text, room.as_mut_ptr()) }?;
    // SAFETY: whole characters have been written up to there.
    Some(unsafe { core::str::from_utf8_unchecked(&room[..length]) })
}
