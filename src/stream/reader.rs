//! Normalised text from anything that gives bytes.

use alloc::{boxed::Box, vec::Vec};
use core::fmt;
use std::io::{self, BufRead, ErrorKind, Read};

use super::ByteStream;
use crate::{
    Normalizer,
    invalid::{Invalid, InvalidText},
};

/// How many bytes are read at once.
const PIECE: usize = 64 << 10;

impl Normalizer {
    /// Reads normalised text from a reader of UTF-8. Reads 64 KiB at a time, so no other buffer
    /// is needed.
    ///
    /// ```
    /// use std::io::Read as _;
    /// use naqi::{Invalid, Normalizer};
    ///
    /// let file = "\u{643}\u{640}\u{640}\u{62A}\u{628}".as_bytes(); // kaf, two tatweels, teh, beh
    /// let mut text = String::new();
    /// Normalizer::light().reader(file, Invalid::Error).read_to_string(&mut text)?;
    /// assert_eq!(text, "\u{643}\u{62A}\u{628}");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn reader<R: Read>(&self, inner: R, invalid: Invalid) -> Reader<R> {
        Reader {
            inner,
            stream: self.byte_stream(invalid),
            input: alloc::vec![0; PIECE].into(),
            output: Vec::new(),
            given: 0,
            ended: false,
            failed: None,
        }
    }
}

/// A reader of normalised text. Made by [`Normalizer::reader`].
///
/// Memory is bounded, whatever the text: see [`Stream`](crate::Stream).
///
/// # Errors
///
/// Those of the reader inside are passed on, and nothing is lost by them: one may read on. Only
/// [`ErrorKind::Interrupted`] is dealt with here. For [`Invalid::Error`], bytes that are not UTF-8 are
/// an error of [`ErrorKind::InvalidData`] that holds an [`InvalidText`]; it comes after all
/// of the text in front of them, and again for each further read.
pub struct Reader<R> {
    inner: R,
    stream: ByteStream,
    input: Box<[u8]>,
    output: Vec<u8>,
    /// How much of the output has been given.
    given: usize,
    /// There is no more to read.
    ended: bool,
    failed: Option<InvalidText>,
}

impl<R> Reader<R> {
    /// The reader inside.
    pub fn get_ref(&self) -> &R {
        &self.inner
    }

    /// The reader inside. What is read from it does not come here.
    pub fn get_mut(&mut self) -> &mut R {
        &mut self.inner
    }

    /// Gives the reader inside back. What was read from it and has not been given is lost.
    pub fn into_inner(self) -> R {
        self.inner
    }
}

impl<R: Read> BufRead for Reader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.given == self.output.len() && !self.ended {
            let count = match self.inner.read(&mut self.input) {
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.output.clear();
            self.given = 0;
            let piece = &self.input[..count];
            if count == 0 || self.stream.push(piece, &mut self.output).is_err() {
                self.ended = true;
                self.failed = self.stream.finish(&mut self.output).err();
            }
        }
        match self.failed {
            Some(failed) if self.given == self.output.len() => {
                Err(io::Error::new(ErrorKind::InvalidData, failed))
            }
            _ => Ok(&self.output[self.given..]),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.given = (self.given + amount).min(self.output.len());
    }
}

impl<R: Read> Read for Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// Shows the reader inside and the state of the text.
impl<R: fmt::Debug> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("inner", &self.inner)
            .field("stream", &self.stream)
            .field("waiting", &(self.output.len() - self.given))
            .finish()
    }
}
