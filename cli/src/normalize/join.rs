//! Parts of a text that is too long to be held, joined.

use anyhow::Result;
use naqi::{ByteStream, Normalizer};

use super::rewrite::Rewritten;
use crate::{
    input::pieces::Bounds,
    run::{BadText, Done},
};

/// Normalises the texts of a source that come in parts, one part after the other. Others pass.
pub struct Join<'n> {
    naqi: &'n Normalizer,
    invalid: naqi::Invalid,
    /// The text that comes in parts just now, and where it began in the source.
    text: Option<(ByteStream, u64)>,
    /// What has gone in and has not come out yet, as long as that was the same.
    waiting: Option<Vec<u8>>,
}

impl<'n> Join<'n> {
    pub fn new(naqi: &'n Normalizer, invalid: naqi::Invalid) -> Join<'n> {
        Join { naqi, invalid, text: None, waiting: Some(Vec::new()) }
    }

    /// The piece as it is to be written.
    ///
    /// # Errors
    ///
    /// [`BadText`] for bytes that are not UTF-8, where that is an error.
    pub fn take(&mut self, done: Done<Rewritten>) -> Result<Rewritten> {
        if done.bounds == Bounds::WHOLE {
            return Ok(done.result);
        }
        let source = done.result.bytes;
        let (mut stream, start) = match self.text.take().filter(|_| done.bounds.continues) {
            Some(text) => text,
            None => (self.naqi.byte_stream(self.invalid), done.start),
        };
        let mut bytes = Vec::with_capacity(source.len());
        let mut result = stream.push(&source, &mut bytes);
        if result.is_ok() && !done.bounds.continued {
            result = stream.finish(&mut bytes);
        }
        if let Err(invalid) = result {
            let at = start + invalid.offset();
            // It may have begun in the last part.
            let inside = usize::try_from(at.saturating_sub(done.start)).unwrap_or(usize::MAX);
            let before = memchr::memchr_iter(b'\n', &source[..inside.min(source.len())]).count();
            let lines = done.lines_before.map(|lines| lines + before as u64);
            return Err(BadText { at, lines }.into());
        }
        if done.bounds.continued {
            self.text = Some((stream, start));
        }
        Ok(Rewritten { changed: self.differs(&source, &bytes, done.bounds), bytes })
    }

    /// Whether what came out so far is not what went in.
    fn differs(&mut self, source: &[u8], bytes: &[u8], bounds: Bounds) -> bool {
        if let Some(waiting) = &mut self.waiting {
            waiting.extend_from_slice(source);
            if waiting.starts_with(bytes) {
                waiting.drain(..bytes.len());
            } else {
                self.waiting = None;
            }
        }
        let lost = !bounds.continued && self.waiting.as_ref().is_some_and(|left| !left.is_empty());
        if lost {
            self.waiting = None;
        }
        self.waiting.is_none()
    }
}
