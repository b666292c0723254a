//! A source, piece by piece.

use std::{
    fs::File,
    io::{self, Read},
    sync::{Arc, atomic::Ordering},
};

use super::{
    cut::Cut,
    open::{Content, Open, read_at},
};

/// How long a piece is, in bytes: small enough that it and what becomes of it stay in the processor's
/// second cache.
const LENGTH: usize = 256 << 10;

/// How much of the end of a piece is looked at first for a place to cut.
const WINDOW: usize = 16 << 10;

/// The length of a piece, which tests make small to see every place where one may end.
pub fn length() -> usize {
    let chosen = std::env::var("NAQI_TEST_PIECE").ok().and_then(|number| number.parse().ok());
    chosen.filter(|&length| length > 0).unwrap_or(LENGTH)
}

/// A piece of a source.
pub struct Piece {
    /// Where it begins in the source, in bytes of text.
    pub start: u64,
    /// How many lines end before it, if that was counted.
    pub lines: Option<u64>,
    /// How many bytes of the source it takes, compressed if that is.
    pub consumed: u64,
    /// Whether the source ends with it.
    pub last: bool,
    bytes: Bytes,
}

/// What is in a piece.
enum Bytes {
    Read(Vec<u8>),
    /// To be read by whoever works on it.
    At {
        file: Arc<File>,
        length: usize,
    },
}

impl Piece {
    /// The bytes, read if they are not yet, by way of this buffer.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or has become shorter.
    pub fn bytes<'a>(&'a self, buffer: &'a mut Vec<u8>) -> io::Result<&'a [u8]> {
        match &self.bytes {
            Bytes::Read(bytes) => Ok(bytes),
            Bytes::At { file, length } => {
                buffer.resize(*length, 0);
                if read_at(file, buffer, self.start)? < *length {
                    return Err(io::Error::other("it became shorter while it was read"));
                }
                Ok(buffer)
            }
        }
    }

    /// The buffer, for the next piece.
    pub fn into_buffer(self) -> Option<Vec<u8>> {
        match self.bytes {
            Bytes::Read(bytes) => Some(bytes),
            Bytes::At { .. } => None,
        }
    }
}

/// The pieces of one source, in order.
pub struct Pieces {
    content: Content,
    length: usize,
    position: u64,
    ended: bool,
    /// What was read behind the last cut.
    rest: Vec<u8>,
    lines: u64,
    consumed: u64,
}

impl Pieces {
    pub fn new(open: Open, length: usize) -> Pieces {
        Pieces {
            content: open.content,
            length,
            position: 0,
            ended: false,
            rest: Vec::new(),
            lines: 0,
            consumed: 0,
        }
    }

    /// The next piece, in this buffer if it is read at once. A source has at least one.
    ///
    /// # Errors
    ///
    /// When the source cannot be read.
    pub fn next(
        &mut self,
        cut: &Cut,
        buffer: impl FnOnce() -> Vec<u8>,
    ) -> io::Result<Option<Piece>> {
        if self.ended {
            return Ok(None);
        }
        match &mut self.content {
            // The ends of records are found by reading all that is before them.
            Content::File { file, size } if !matches!(cut, Cut::Records(_)) => {
                let end = end_in_file(file, self.position, *size, self.length, cut)?;
                let length = usize::try_from(end - self.position).map_err(io::Error::other)?;
                let bytes = Bytes::At { file: Arc::clone(file), length };
                let last = end == *size;
                let piece = Piece {
                    start: self.position,
                    lines: None,
                    consumed: length as u64,
                    last,
                    bytes,
                };
                self.position = end;
                self.ended = last;
                Ok(Some(piece))
            }
            Content::File { file, size } => {
                let start = self.position + self.rest.len() as u64;
                let mut reader = At { file, place: start, size: *size };
                let rest = std::mem::take(&mut self.rest);
                let (bytes, rest) = read_piece(&mut reader, rest, self.length, cut, buffer())?;
                let consumed = bytes.len() as u64;
                Ok(Some(self.read(bytes, rest, consumed)))
            }
            Content::Stream { reader, consumed } => {
                let rest = std::mem::take(&mut self.rest);
                let (bytes, rest) = read_piece(reader, rest, self.length, cut, buffer())?;
                let now = consumed.load(Ordering::Relaxed);
                let taken = now - self.consumed;
                self.consumed = now;
                Ok(Some(self.read(bytes, rest, taken)))
            }
        }
    }

    /// A piece that has been read, and what was read behind it.
    fn read(&mut self, bytes: Vec<u8>, rest: Option<Vec<u8>>, consumed: u64) -> Piece {
        let (start, lines) = (self.position, Some(self.lines));
        self.position += bytes.len() as u64;
        self.lines += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        self.ended = rest.is_none();
        self.rest = rest.unwrap_or_default();
        Piece { start, lines, consumed, last: self.ended, bytes: Bytes::Read(bytes) }
    }
}

/// Where the piece of a file ends that starts at a place.
fn end_in_file(file: &File, start: u64, size: u64, length: usize, cut: &Cut) -> io::Result<u64> {
    let mut far = start + length as u64;
    if far >= size || matches!(cut, Cut::Never) {
        return Ok(size);
    }
    // The last place before the end that is wished for, near it if there is one.
    for window in [WINDOW.min(length), length] {
        let from = far - window as u64;
        let mut bytes = vec![0; window];
        let read = read_at(file, &mut bytes, from)?;
        if let Some(at) = cut.last(&bytes[..read]) {
            return Ok(from + at as u64);
        }
    }
    // A line that is longer than a piece: up to its end.
    loop {
        // A line feed, or the first half of a letter, may be the last byte seen so far.
        let overlap = (far - start).min(2);
        let mut bytes = vec![0; length.max(WINDOW)];
        let read = read_at(file, &mut bytes, far - overlap)?;
        if let Some(at) = cut.first(&bytes[..read]) {
            return Ok(far - overlap + at as u64);
        }
        far = far - overlap + read as u64;
        if far >= size {
            return Ok(size);
        }
    }
}

/// Reads a piece that goes on with `rest`, and gives what is behind it, unless it is the end.
fn read_piece(
    reader: &mut impl Read,
    rest: Vec<u8>,
    length: usize,
    cut: &Cut,
    mut bytes: Vec<u8>,
) -> io::Result<(Vec<u8>, Option<Vec<u8>>)> {
    bytes.clear();
    bytes.extend_from_slice(&rest);
    let mut wanted = length;
    loop {
        // One more than is wished for tells whether there is more.
        let missing = (wanted + 1).saturating_sub(bytes.len());
        reader.by_ref().take(missing as u64).read_to_end(&mut bytes)?;
        if bytes.len() <= wanted {
            return Ok((bytes, None));
        }
        if let Some(at) = cut.last(&bytes) {
            let mut rest = rest;
            rest.clear();
            rest.extend_from_slice(&bytes[at..]);
            bytes.truncate(at);
            return Ok((bytes, Some(rest)));
        }
        wanted = bytes.len() * 2;
    }
}

/// A file that is read from a place on.
struct At<'a> {
    file: &'a File,
    place: u64,
    size: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.size - self.place).unwrap_or(usize::MAX);
        let length = left.min(buffer.len());
        let length = read_at(self.file, &mut buffer[..length], self.place)?;
        self.place += length as u64;
        Ok(length)
    }
}
