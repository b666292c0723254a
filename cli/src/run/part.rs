//! A piece at work: its bytes as text, where they are text, and the texts in it.

use std::borrow::Cow;

use super::{Run, faults::Wrong, feed::Job};
use crate::{
    args::Invalid,
    format::{Columns, Fault, Format, Found, Take},
    input::pieces::{Bounds, Piece},
};

/// A piece at work.
pub struct Part<'a> {
    /// The bytes as they came.
    bytes: &'a [u8],
    /// The same as text, if it is or has been made so: for records with something else for each byte that
    /// is not UTF-8.
    text: Option<Cow<'a, str>>,
    /// Whether invalid bytes have been replaced for good.
    pub replaced: bool,
    /// Whether something else stands for some bytes.
    masked: bool,
    format: &'a Format,
    columns: Option<&'a Columns>,
    /// Where the text begins in the source, in bytes.
    pub start: u64,
    /// Whether the source begins with it.
    pub first: bool,
    /// Whether it is a part of a text only; then it may begin and end inside a character.
    pub bounds: Bounds,
}

impl Part<'_> {
    /// The bytes in which texts have their places.
    pub fn bytes(&self) -> &[u8] {
        match &self.text {
            Some(text) if self.replaced => text.as_bytes(),
            _ => self.bytes,
        }
    }

    /// All of it, where all of it is text.
    pub fn whole(&self) -> Option<&str> {
        match (self.format, &self.text) {
            (Format::Plain, Some(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether it is plain text with bytes in it that are none, and stay.
    pub fn is_broken(&self) -> bool {
        self.text.is_none()
    }

    /// Finds the texts, and the faults of records.
    pub fn texts(&self, take: &mut impl Take) {
        let Some(text) = &self.text else {
            // Plain text around bytes that stay.
            let mut start = 0;
            for chunk in self.bytes.utf8_chunks() {
                let text = chunk.valid();
                if !text.is_empty() {
                    let raw = start..start + text.len();
                    let written = crate::format::Written::Plain;
                    take.found(Found { text: text.into(), raw, written, record: 0, field: None });
                }
                start += text.len() + chunk.invalid().len();
            }
            return;
        };
        if self.masked {
            self.format.texts(text, self.columns, &mut Unmasked { part: self, text, take });
        } else {
            self.format.texts(text, self.columns, take);
        }
    }
}

/// Lets only those texts pass that hold no byte for which something else stands.
struct Unmasked<'a, T> {
    part: &'a Part<'a>,
    text: &'a str,
    take: &'a mut T,
}

impl<T: Take> Take for Unmasked<'_, T> {
    fn found(&mut self, found: Found<'_>) {
        let raw = found.raw.clone();
        if self.part.bytes[raw.clone()] == self.text.as_bytes()[raw] {
            self.take.found(found);
        }
    }

    fn fault(&mut self, fault: Fault) {
        self.take.fault(fault);
    }
}

impl Run {
    /// The piece as text; nothing where it cannot be worked on.
    pub(super) fn part<'a>(
        &'a self,
        bytes: &'a [u8],
        piece: &Piece,
        job: &'a Job,
        wrong: &mut Vec<Wrong>,
    ) -> Option<Part<'a>> {
        let mut part = Part {
            bytes,
            text: None,
            replaced: false,
            masked: false,
            format: &self.format,
            columns: job.columns.as_deref(),
            start: piece.start,
            first: piece.start == 0,
            bounds: piece.bounds,
        };
        if piece.bounds != Bounds::WHOLE {
            return Some(part);
        }
        if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            part.text = Some(Cow::Borrowed(text));
            return Some(part);
        }
        match (self.invalid, self.format.has_records()) {
            (Invalid::Replace, _) => {
                part.text = Some(String::from_utf8_lossy(bytes));
                part.replaced = true;
                return Some(part);
            }
            (Invalid::Keep, false) => return Some(part),
            (Invalid::Keep, true) | (Invalid::Error, _) => {}
        }
        if self.invalid == Invalid::Error {
            let (mut at, mut lines) = (0, 0);
            for chunk in bytes.utf8_chunks() {
                at += chunk.valid().len();
                lines += memchr::memchr_iter(b'\n', chunk.valid().as_bytes()).count() as u64;
                if !chunk.invalid().is_empty() {
                    wrong.push(Wrong::Utf8 { at, lines });
                    if !self.format.has_records() {
                        return None;
                    }
                }
                at += chunk.invalid().len();
            }
        }
        let masked = mask(bytes);
        part.text = Some(masked.into());
        part.masked = true;
        Some(part)
    }
}

/// The bytes as text of the same length, with delete for each byte that is none: it may stand in a string of
/// JSON and means nothing in a table.
pub(super) fn mask(bytes: &[u8]) -> String {
    let mut masked = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        masked.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|_| masked.push('\u{7F}'));
    }
    masked
}
