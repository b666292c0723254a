//! Where the output goes: a string, a comparison with the source, or one that turns into the other at
//! the first change, with or without note of what became of each byte.

use alloc::{borrow::Cow, string::String};

use super::{track::Track, vector::BLOCK, word};
use crate::rules::quick::Quick;

/// Takes the output, in order.
pub(crate) trait Sink {
    /// The output of this text so far. Rules that look to the left look here, so that a second
    /// pass over the output sees just what the first one saw.
    fn tail(&self) -> &str;

    /// Takes a character that has no place in the source.
    fn push(&mut self, c: char);

    /// Takes what the source's character at `at` becomes, or a part of that. Nowhere, that is at [`usize::MAX`],
    /// is none.
    fn push_from(&mut self, at: usize, c: char) {
        let _ = at;
        self.push(c);
    }

    /// Takes some characters.
    fn push_str(&mut self, text: &str);

    /// Whether the output so far is just the first `position` bytes of the source, and the next
    /// bytes of the source need not be written, only skipped by [`skip`](Sink::skip).
    fn is_source_to(&self, position: usize) -> bool;

    /// Takes the source unchanged up to `position`. Only after
    /// [`is_source_to`](Sink::is_source_to) was true.
    fn skip(&mut self, position: usize);

    /// Where the output is written to; `None` if it is only compared. From then on nothing is
    /// [skipped](Sink::skip).
    fn output(&mut self) -> Option<Output<'_>>;

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

/// A string that output is written to.
pub(crate) struct Output<'o> {
    pub(super) text: &'o mut String,
    /// Where this text's output begins in the string.
    pub(super) origin: usize,
    /// What takes note of it; with one, the origin is the string's start.
    pub(super) track: Option<&'o mut Track>,
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
    fn output(&mut self) -> Option<Output<'_>> {
        Some(Output { text: self.output, origin: self.start, track: None })
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

    /// The source so far, with room for the rest.
    fn matched_so_far(&self) -> String {
        let mut output = String::with_capacity(self.source.len() + BLOCK);
        output.push_str(&self.source[..self.matched]);
        output
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
    fn output(&mut self) -> Option<Output<'_>> {
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
            && let Some(output) = self.output()
        {
            output.text.push_str(text);
        }
    }
    #[inline]
    fn is_source_to(&self, position: usize) -> bool {
        self.output.is_none() && self.same.is_source_to(position)
    }
    fn skip(&mut self, position: usize) {
        self.same.skip(position);
    }
    fn output(&mut self) -> Option<Output<'_>> {
        let same = &self.same;
        let text = self.output.get_or_insert_with(|| same.matched_so_far());
        Some(Output { text, origin: 0, track: None })
    }
    fn can_write(&self) -> bool {
        true
    }
}

/// As [`Lazy`], and takes note of what becomes of each byte.
pub(crate) struct Aligning<'t> {
    lazy: Lazy<'t>,
    track: Track,
}

impl<'t> Aligning<'t> {
    pub(crate) fn new(source: &'t str) -> Self {
        Aligning { lazy: Lazy::new(source), track: Track::new(source.len()) }
    }

    /// What [`Lazy::finish`] gives, and what became of each byte if it is not the source.
    pub(crate) fn finish(self) -> (Cow<'t, str>, Option<Track>) {
        let Aligning { lazy, mut track } = self;
        let cut = lazy.output.is_none();
        let matched = lazy.same.matched;
        let text = lazy.finish();
        let changed = matches!(text, Cow::Owned(_));
        if changed && cut {
            track.begin(matched);
        }
        (text, changed.then_some(track))
    }

    /// Writes from now on, and returns where.
    fn written(&mut self) -> (&mut String, &mut Track) {
        if self.lazy.output.is_none() {
            self.track.begin(self.lazy.same.matched);
        }
        let Lazy { same, output } = &mut self.lazy;
        (output.get_or_insert_with(|| same.matched_so_far()), &mut self.track)
    }
}

impl Sink for Aligning<'_> {
    fn tail(&self) -> &str {
        self.lazy.tail()
    }
    fn push(&mut self, c: char) {
        let (text, track) = self.written();
        track.insert(text.len(), c.len_utf8());
        text.push(c);
    }
    fn push_from(&mut self, at: usize, c: char) {
        let source = self.lazy.same.source;
        let Some(from) = source.get(at..).and_then(|rest| rest.chars().next()) else {
            return self.push(c);
        };
        if from == c && self.lazy.is_source_to(at) {
            return self.lazy.skip(at + c.len_utf8());
        }
        let (text, track) = self.written();
        track.note(at, from.len_utf8(), text.len(), c.len_utf8());
        text.push(c);
    }
    fn push_str(&mut self, text: &str) {
        text.chars().for_each(|c| self.push(c));
    }
    fn is_source_to(&self, position: usize) -> bool {
        self.lazy.is_source_to(position)
    }
    fn skip(&mut self, position: usize) {
        self.lazy.skip(position);
    }
    fn output(&mut self) -> Option<Output<'_>> {
        let (text, track) = self.written();
        Some(Output { text, origin: 0, track: Some(track) })
    }
    fn can_write(&self) -> bool {
        true
    }
    fn push_word(&mut self, _quick: &Quick, _text: &str) -> bool {
        // The rules take their time over it, but say where each character comes from.
        false
    }
}

/// The [word] that a text becomes.
fn word_in<'r>(quick: &Quick, text: &str, room: &'r mut [u8; word::ROOM]) -> Option<&'r str> {
    // SAFETY: so many bytes can be written there.
    let length = unsafe { word::write(quick, text, room.as_mut_ptr()) }?;
    // SAFETY: whole characters have been written up to there.
    Some(unsafe { core::str::from_utf8_unchecked(&room[..length]) })
}
