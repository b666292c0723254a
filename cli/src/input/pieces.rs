//! A source, piece by piece.

use std::{
    fs::File,
    io::{self, Read},
    mem,
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

/// How many times as long as a piece a text may be without a place to cut before it is taken as
/// one that comes in parts.
const PATIENCE: usize = 8;

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
    /// Whether it is a text of its own.
    pub bounds: Bounds,
    bytes: Bytes,
}

/// Whether a piece is a text of its own, or a part of one that is too long to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Goes on with the text of the piece before.
    pub continues: bool,
    /// The next piece goes on with its text.
    pub continued: bool,
}

impl Bounds {
    /// Of a text of its own.
    pub const WHOLE: Bounds = Bounds { continues: false, continued: false };
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
    way: Way,
    position: u64,
    ended: bool,
    /// What was read behind the last cut.
    rest: Vec<u8>,
    lines: u64,
    consumed: u64,
}

/// How pieces are cut off.
struct Way {
    length: usize,
    /// Whether a text without a place to cut may be given in parts.
    parts: bool,
    /// In such a text.
    in_parts: bool,
    /// The last bytes before, in such a text: a cut looks at them.
    before: Vec<u8>,
}

impl Pieces {
    pub fn new(open: Open, length: usize, parts: bool) -> Pieces {
        Pieces {
            content: open.content,
            way: Way { length, parts, in_parts: false, before: Vec::new() },
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
        // The ends of records are found by reading all that is before them.
        if let Content::File { file, size } = &self.content
            && !matches!(cut, Cut::Records(_))
        {
            let (file, size) = (Arc::clone(file), *size);
            return self.next_in_file(file, size, cut).map(Some);
        }
        let rest = mem::take(&mut self.rest);
        let start = self.position + rest.len() as u64;
        let (bytes, rest, bounds) = match &mut self.content {
            Content::File { file, size } => {
                let mut reader = At { file, place: start, size: *size };
                self.way.read(&mut reader, rest, cut, buffer())?
            }
            Content::Stream { reader, .. } => self.way.read(reader, rest, cut, buffer())?,
        };
        let consumed = match &self.content {
            Content::File { .. } => bytes.len() as u64,
            Content::Stream { consumed, .. } => {
                let now = consumed.load(Ordering::Relaxed);
                now - mem::replace(&mut self.consumed, now)
            }
        };
        let (start, lines) = (self.position, Some(self.lines));
        self.position += bytes.len() as u64;
        self.lines += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        self.ended = rest.is_none();
        self.rest = rest.unwrap_or_default();
        let bytes = Bytes::Read(bytes);
        Ok(Some(Piece { start, lines, consumed, last: self.ended, bounds, bytes }))
    }

    /// The next piece of a file that can be read anywhere.
    fn next_in_file(&mut self, file: Arc<File>, size: u64, cut: &Cut) -> io::Result<Piece> {
        let start = self.position;
        let far = size.min(start + self.way.length as u64);
        let continues = self.way.in_parts;
        let mut end = None;
        if continues {
            end = first_cut(&file, start, start.saturating_sub(2), far, cut)?;
        } else if far < size {
            end = last_cut(&file, start, far, cut)?;
            // A line that is longer than a piece: up to its end.
            let mut seen = far;
            let most = start + (self.way.length * PATIENCE) as u64;
            while end.is_none() && seen < size && !(self.way.parts && seen >= most) {
                let next = size.min(seen + self.way.length.max(WINDOW) as u64);
                // A line feed may have been the last byte, or half a letter.
                end = first_cut(&file, start + 1, seen.saturating_sub(2).max(start), next, cut)?;
                seen = next;
            }
            if end.is_none() && seen == size {
                end = Some(size);
            }
        }
        self.way.in_parts = end.is_none() && far < size;
        let end = end.unwrap_or(far);
        let length = usize::try_from(end - start).map_err(io::Error::other)?;
        self.position = end;
        self.ended = end == size;
        Ok(Piece {
            start,
            lines: None,
            consumed: length as u64,
            last: self.ended,
            bounds: Bounds { continues, continued: self.way.in_parts },
            bytes: Bytes::At { file, length },
        })
    }
}

impl Way {
    /// Reads a piece that goes on with `rest`, and gives what is behind it, unless it is the end.
    fn read(
        &mut self,
        reader: &mut impl Read,
        mut rest: Vec<u8>,
        cut: &Cut,
        mut bytes: Vec<u8>,
    ) -> io::Result<(Vec<u8>, Option<Vec<u8>>, Bounds)> {
        let continues = self.in_parts;
        let before = mem::take(&mut self.before);
        bytes.clear();
        if continues {
            bytes.extend_from_slice(&before);
        }
        bytes.append(&mut rest);
        let mut wanted = self.length + before.len();
        let end = loop {
            // One more than is wished for tells whether there is more.
            let missing = (wanted + 1).saturating_sub(bytes.len());
            reader.by_ref().take(missing as u64).read_to_end(&mut bytes)?;
            let at = if continues {
                // Perhaps where the piece begins.
                cut.first(&bytes).filter(|&at| at >= before.len())
            } else if bytes.len() <= wanted {
                None
            } else {
                cut.last(&bytes)
            };
            if at.is_some() {
                self.in_parts = false;
                break at;
            }
            if bytes.len() <= wanted {
                self.in_parts = false;
                break None;
            }
            if continues || (self.parts && wanted >= self.length * PATIENCE) {
                self.in_parts = true;
                break Some(bytes.len());
            }
            wanted = bytes.len() * 2;
        };
        // What is behind the cut, and then what was before the piece.
        let behind = end.map(|end| {
            rest.extend_from_slice(&bytes[end..]);
            bytes.truncate(end);
            rest
        });
        if self.in_parts {
            self.before = bytes[bytes.len().saturating_sub(2)..].to_vec();
        }
        bytes.drain(..before.len());
        let bounds = Bounds { continues, continued: self.in_parts };
        Ok((bytes, behind, bounds))
    }
}

/// The last place to cut between two places of a file, near the second if there is one there.
fn last_cut(file: &File, start: u64, end: u64, cut: &Cut) -> io::Result<Option<u64>> {
    for from in [end.saturating_sub(WINDOW as u64).max(start), start] {
        let bytes = read_range(file, from, end)?;
        if let Some(at) = cut.last(&bytes) {
            return Ok(Some(from + at as u64));
        }
    }
    Ok(None)
}

/// The first place to cut that is not before `least`, between two places of a file.
fn first_cut(file: &File, least: u64, from: u64, end: u64, cut: &Cut) -> io::Result<Option<u64>> {
    let bytes = read_range(file, from, end)?;
    let mut passed = 0;
    while let Some(at) = cut.first(&bytes[passed..]) {
        passed += at;
        if from + passed as u64 >= least {
            return Ok(Some(from + passed as u64));
        }
    }
    Ok(None)
}

fn read_range(file: &File, from: u64, end: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(end - from).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    let length = read_at(file, &mut bytes, from)?;
    bytes.truncate(length);
    Ok(bytes)
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
