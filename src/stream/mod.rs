//! Texts that come in pieces.

mod bytes;
mod context;
mod cut;
pub(crate) mod kept;
#[cfg(feature = "std")]
mod reader;
mod spare;
#[cfg(feature = "std")]
mod writer;

use alloc::string::String;
use core::{fmt, mem};

use crate::{
    Normalizer,
    engine::{Write, part, scalar::Place},
    rules::Compiled,
};

pub use bytes::ByteStream;
#[cfg(feature = "std")]
pub use reader::Reader;
use sizes::{LONG, PART, PATIENCE, SPENT};
#[cfg(feature = "std")]
pub use writer::Writer;

/// How much is done at once.
#[cfg(not(test))]
mod sizes {
    /// The most bytes that are put into the buffer at once, and the longest beginning of a piece
    /// that goes through it when the rest need not.
    pub(super) const PART: usize = 2 << 10;

    /// The shortest piece of which the most is worked on where it is.
    pub(super) const LONG: usize = 4 * PART;

    /// How many undecided bytes are worth a look by the specification at what is decided.
    pub(super) const PATIENCE: usize = 256;

    /// The most bytes of source or output that are kept once they are of no use but to be looked back at.
    pub(super) const SPENT: usize = 8 << 10;
}

/// Small, so that short texts meet all cases.
#[cfg(test)]
mod sizes {
    pub(super) const PART: usize = 24;
    pub(super) const LONG: usize = 2 * PART;
    pub(super) const PATIENCE: usize = 1;
    pub(super) const SPENT: usize = 2 * super::context::NEAR;
}

/// Normalises a text that comes in pieces, and gives the same output as for the whole text, however it
/// is cut: inside words, between a letter and its marks, in the middle of an address.
///
/// Made by [`Normalizer::stream`]. Each [`push`](Stream::push) appends to the output all that is
/// decided: most often up to the last word of the piece, of which the next piece may bring the
/// rest. [`finish`](Stream::finish) ends the text.
///
/// Pieces of some ten kilobytes and more are nearly as fast as a whole text; one of a few words costs some
/// hundred nanoseconds more than its text does. Text without a space or a line feed for some kilobytes goes
/// through the rules character by character, some ten megabytes a second.
///
/// For bytes that may not be UTF-8 there is [`ByteStream`](crate::ByteStream).
///
/// # Memory
///
/// Bounded, whatever the text: usually a few kilobytes, at most [`Stream::LIMIT`] bytes of text of
/// which it is not decided what becomes, a few kilobytes of what was decided, and what the undecided becomes,
/// which may be eleven times as long. Endless runs of characters that go, of white space that is
/// collapsed, of one letter that is shortened, of marks, of digits, and endless addresses come out like
/// that too, exactly as in the whole text.
///
/// Only where a rule has to know what stands behind a run, and the run can be neither forgotten nor put out,
/// there is a limit: for tatweel inside a word, under [`Tatweel::Inner`](crate::Tatweel::Inner), which stays
/// or goes by the letter behind it; for marks, under [`DaggerAlef::ToAlef`](crate::DaggerAlef::ToAlef),
/// on a letter that [`Elongation`](crate::Elongation) deletes, or that go and have white space
/// between them. When [`Stream::LIMIT`] bytes of such a run are held, it is taken as if the text
/// ended there: so tatweel longer than that stays. This is the only case in which the output may
/// differ from that of the whole text, and in which it may depend on the cuts.
///
/// ```
/// use naqi::Normalizer;
///
/// let mut stream = Normalizer::tidy().stream();
/// let mut output = String::new();
/// // beh, space / Latin comma, beh: the space goes, since a comma follows.
/// stream.push("\u{628} ", &mut output);
/// assert_eq!(output, "\u{628}");
/// stream.push(",\u{628}", &mut output);
/// stream.finish(&mut output);
/// assert_eq!(output, "\u{628}\u{60C} \u{628}"); // beh, Arabic comma, space, beh
/// ```
#[derive(Clone)]
pub struct Stream {
    normalizer: Normalizer,
    /// The last of the source: what rules may look back at, then from the place on what is undecided.
    source: String,
    place: Place,
    /// The end of the output, as far as rules look back at it.
    tail: String,
    /// A line end that stands first in what is undecided has been put out.
    line_end_sent: bool,
    /// How many undecided bytes are worth another look at what is decided.
    patience: usize,
}

impl Normalizer {
    /// Begins a text that comes in pieces.
    pub fn stream(&self) -> Stream {
        Stream {
            normalizer: self.clone(),
            source: String::new(),
            place: Place::default(),
            tail: String::new(),
            line_end_sent: false,
            patience: PATIENCE,
        }
    }
}

impl Stream {
    /// The most bytes of undecided text that are kept: 64 KiB.
    pub const LIMIT: usize = 64 << 10;

    /// Takes the next piece of the text and appends to the output what is decided by now.
    ///
    /// A line feed or carriage return at the end of a piece is put out at once, except
    /// in single-line mode: who pushes line by line gets line by line.
    pub fn push(&mut self, piece: &str, output: &mut String) {
        let mut rest = piece;
        while !rest.is_empty() {
            let taken = match self.push_long(rest, output) {
                Some(taken) => taken,
                None => self.push_part(rest, output),
            };
            rest = &rest[taken..];
        }
        self.send_line_end(output);
    }

    /// Ends the text and appends the rest of the output. What is pushed then begins a new text.
    pub fn finish(&mut self, output: &mut String) {
        self.decide_to(self.source.len(), output);
        self.source.clear();
        self.place = Place::default();
        self.tail.clear();
        self.line_end_sent = false;
        self.patience = PATIENCE;
    }

    /// How many bytes of the text are kept, since it is not decided what becomes of them: at most
    /// [`Stream::LIMIT`] and a few kilobytes.
    pub fn undecided(&self) -> usize {
        self.source.len() - self.place.position
    }

    /// The rules.
    pub fn normalizer(&self) -> &Normalizer {
        &self.normalizer
    }

    fn compiled(&self) -> &Compiled {
        self.normalizer.compiled()
    }

    /// Works on a long piece where it is, up to its last word or so. Returns how much of it has been
    /// taken; `None` if it is too short, or has no place to cut it.
    fn push_long(&mut self, piece: &str, output: &mut String) -> Option<usize> {
        if piece.len() < LONG {
            return None;
        }
        let first = cut::last(self.compiled(), floor(piece, PART), 1)?;
        // What came before, and enough of the piece to look back at.
        let start = output.len();
        self.source.push_str(&piece[..first]);
        self.decide_to_cut(self.source.len(), output);
        if output.len() - start < context::NEAR {
            return Some(first);
        }
        let Some(last) = cut::last(self.compiled(), piece, first + 1) else {
            return Some(first);
        };
        let (compiled, kernel) = (self.normalizer.compiled(), self.normalizer.kernel());
        let mut sink = Write::after(output, start);
        let text = &piece[..last];
        let place = Place { position: first, ..self.place };
        self.place.line = part::run_to_end(compiled, kernel, text, place, &mut sink);
        context::of_output(&compiled.program, &output[start..], &mut self.tail);
        Some(last)
    }

    /// Takes the beginning of a piece into the buffer. Returns how much.
    fn push_part(&mut self, piece: &str, output: &mut String) -> usize {
        let part = floor(piece, PART);
        let from = self.source.len().max(self.place.position + 1);
        self.source.push_str(part);
        if let Some(at) = cut::last(self.compiled(), &self.source, from) {
            self.decide_to_cut(at, output);
        } else if self.undecided() >= self.patience {
            self.decide_some(output);
        }
        part.len()
    }

    /// Normalises to a place where the source may be cut, behind which no rule looks back at it.
    fn decide_to_cut(&mut self, at: usize, output: &mut String) {
        self.decide_to(at, output);
        self.source.drain(..self.place.position);
        self.place.position = 0;
    }

    /// Normalises to this place in the source as if the text ended there.
    fn decide_to(&mut self, at: usize, output: &mut String) {
        let before = self.tail.len();
        let (compiled, kernel) = (self.normalizer.compiled(), self.normalizer.kernel());
        let mut sink = Write::after(&mut self.tail, 0);
        let text = &self.source[..at];
        let line = part::run_to_end(compiled, kernel, text, self.place, &mut sink);
        self.place = Place { position: at, line, in_word: None };
        self.patience = PATIENCE;
        self.send(before, output);
    }

    /// Normalises to wherever it is decided what becomes of the text.
    fn decide_some(&mut self, output: &mut String) {
        let before = self.tail.len();
        for is_spared in [false, true] {
            let compiled = self.normalizer.compiled();
            if is_spared {
                spare::drop(&compiled.program, &mut self.source, self.place);
            }
            let (text, tail) = (&self.source, &mut self.tail);
            let place = part::run_decided(compiled, text, self.place, tail);
            if place.position > self.place.position {
                self.place = place;
                self.patience = self.undecided() + PATIENCE;
                self.send(before, output);
                return;
            }
        }
        if self.undecided() >= Self::LIMIT {
            self.decide_to(self.source.len(), output);
        } else {
            self.patience = (2 * self.undecided()).clamp(PATIENCE, Self::LIMIT);
        }
    }

    /// Appends to the output what has come into the tail behind `before`.
    fn send(&mut self, before: usize, output: &mut String) {
        let mut new = &self.tail[before..];
        if self.line_end_sent && !new.is_empty() {
            debug_assert!(new.starts_with(['\n', '\r']));
            self.line_end_sent = false;
            new = &new[1..];
        }
        output.push_str(new);
        self.forget();
    }

    /// Puts out a line end that comes next, whatever follows it.
    fn send_line_end(&mut self, output: &mut String) {
        let next = self.source[self.place.position..].chars().next();
        if let Some(c @ ('\n' | '\r')) = next
            && !self.line_end_sent
            && !cut::is_single_line(self.compiled())
        {
            output.push(c);
            self.line_end_sent = true;
        }
    }

    /// Forgets what nothing will look back at.
    fn forget(&mut self) {
        let program = &self.normalizer.compiled().program;
        if self.place.position > SPENT {
            let seen = context::of_source(program, &self.source[..self.place.position]);
            self.source.replace_range(..self.place.position, &seen);
            self.place.position = seen.len();
        }
        if self.tail.len() > SPENT {
            let tail = mem::take(&mut self.tail);
            context::of_output(program, &tail, &mut self.tail);
        }
    }
}

/// The beginning of a text, of so many bytes or a few fewer, in whole characters; at least one.
fn floor(text: &str, len: usize) -> &str {
    let mut len = len.min(text.len());
    while !text.is_char_boundary(len) {
        len -= 1;
    }
    &text[..len]
}

/// Shows the rules and how much is undecided.
impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("normalizer", &self.normalizer)
            .field("undecided", &self.undecided())
            .finish()
    }
}

#[cfg(test)]
mod tests;
