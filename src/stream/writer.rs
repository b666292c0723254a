//! Normalised text to anything that takes bytes.

use alloc::vec::Vec;
use core::fmt;
use std::io::{self, ErrorKind, Write};

use super::ByteStream;
use crate::{
    Normalizer,
    invalid::{Invalid, InvalidText},
};

/// The most bytes that are taken at once.
const PIECE: usize = 64 << 10;

/// So many bytes are worth a call of the writer inside.
const ENOUGH: usize = 32 << 10;

impl Normalizer {
    /// Writes normalised text to a writer, from UTF-8 that is written here. Writes some ten kilobytes
    /// at a time, so no other buffer is needed.
    ///
    /// Call [`finish`](Writer::finish) at the end.
    ///
    /// ```
    /// use std::io::Write as _;
    /// use naqi::{Invalid, Normalizer};
    ///
    /// let mut writer = Normalizer::light().writer(Vec::new(), Invalid::Error);
    /// writer.write_all("\u{643}\u{640}".as_bytes())?; // kaf, tatweel
    /// writer.write_all("\u{62A}\u{628}".as_bytes())?; // teh, beh: the tatweel is inner
    /// assert_eq!(writer.finish()?, "\u{643}\u{62A}\u{628}".as_bytes());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn writer<W: Write>(&self, inner: W, invalid: Invalid) -> Writer<W> {
        Writer {
            inner: Some(inner),
            stream: self.byte_stream(invalid),
            output: Vec::new(),
            written: 0,
            ended: false,
            failed: None,
            panicked: false,
        }
    }
}

/// A writer of normalised text. Made by [`Normalizer::writer`].
///
/// Memory is bounded, whatever the text: see [`Stream`](crate::Stream).
///
/// [`flush`](Write::flush) writes all that is decided. What is undecided stays back, since what follows may
/// still change it: usually the last word, a letter that may yet get marks, white space. Only
/// [`finish`](Writer::finish) ends the text and writes that as well. A writer that is dropped tries to finish,
/// and ignores the error if that fails.
///
/// # Errors
///
/// Those of the writer inside are passed on, and nothing is lost by them: what could not be written stays
/// here for the next call, and a write that gives an error has taken nothing. For
/// [`Invalid::Error`], bytes that are not UTF-8 are an error of [`ErrorKind::InvalidData`] that
/// holds an [`InvalidText`]: all in front of them has been taken, and each further write gives the
/// same error.
pub struct Writer<W: Write> {
    /// There until [`Writer::finish`] gives it back.
    inner: Option<W>,
    stream: ByteStream,
    output: Vec<u8>,
    /// How much of the output has been written.
    written: usize,
    /// The text has ended.
    ended: bool,
    failed: Option<InvalidText>,
    /// The writer inside panicked: then nothing more is written when this one is dropped.
    panicked: bool,
}

impl<W: Write> Writer<W> {
    /// Ends the text, writes the rest, and gives the writer inside back. Does not flush that.
    ///
    /// # Errors
    ///
    /// Those of the writer inside, which is dropped then; to try again, use
    /// [`try_finish`](Writer::try_finish). For [`Invalid::Error`], bytes that are not UTF-8, after all
    /// in front of them has been written.
    pub fn finish(mut self) -> io::Result<W> {
        self.try_finish()?;
        self.inner.take().ok_or_else(has_ended)
    }

    /// Ends the text and writes the rest. May be called again after an error, and goes on where that
    /// happened; what is written after it is refused.
    ///
    /// # Errors
    ///
    /// As [`finish`](Writer::finish).
    pub fn try_finish(&mut self) -> io::Result<()> {
        if !self.ended {
            self.ended = true;
            self.failed = self.stream.finish(&mut self.output).err();
        }
        self.drain()?;
        self.failed.map_or(Ok(()), |failed| Err(invalid_data(failed)))
    }

    /// The writer inside.
    pub fn get_ref(&self) -> &W {
        match &self.inner {
            Some(inner) => inner,
            None => unreachable!("only `finish` takes it, and with it all of this"),
        }
    }

    /// The writer inside. What is written to it comes before what waits here.
    pub fn get_mut(&mut self) -> &mut W {
        match &mut self.inner {
            Some(inner) => inner,
            None => unreachable!("only `finish` takes it, and with it all of this"),
        }
    }

    /// Writes what is decided.
    fn drain(&mut self) -> io::Result<()> {
        while self.written < self.output.len() {
            let Some(inner) = &mut self.inner else { return Err(has_ended()) };
            let rest = &self.output[self.written..];
            self.panicked = true;
            let result = inner.write(rest);
            self.panicked = false;
            match result {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => self.written += count.min(rest.len()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.output.clear();
        self.written = 0;
        Ok(())
    }
}

impl<W: Write> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.ended {
            return Err(has_ended());
        }
        if self.output.len() >= ENOUGH {
            self.drain()?;
        }
        let piece = &bytes[..bytes.len().min(PIECE)];
        let before = self.stream.taken();
        match self.stream.push(piece, &mut self.output) {
            Ok(()) => Ok(piece.len()),
            Err(failed) => match self.stream.taken().saturating_sub(before) {
                0 => Err(invalid_data(failed)),
                taken => Ok(taken as usize),
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.drain()?;
        self.inner.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl<W: Write> Drop for Writer<W> {
    fn drop(&mut self) {
        if self.inner.is_some() && !self.panicked {
            // There is no one to tell; `finish` tells.
            let _ = self.try_finish();
        }
    }
}

fn invalid_data(failed: InvalidText) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, failed)
}

fn has_ended() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "the text has ended")
}

/// Shows the writer inside and the state of the text.
impl<W: Write + fmt::Debug> fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("inner", &self.inner)
            .field("stream", &self.stream)
            .field("waiting", &(self.output.len() - self.written))
            .finish()
    }
}
