//! Opening a source, and seeing by its first bytes how it is compressed.

use std::{
    fs::File,
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::MultiGzDecoder;

use super::sources::Source;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    None,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
}

impl Compression {
    /// By the first bytes. Text in UTF-8 begins with neither: the second byte would continue a
    /// character that the first does not begin.
    pub fn of(start: &[u8]) -> Compression {
        match start {
            [0x1F, 0x8B, ..] => Compression::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Compression::Zstd,
            _ => Compression::None,
        }
    }
}

/// An open source.
pub struct Open {
    pub compression: Compression,
    pub content: Content,
}

/// The bytes of the text.
pub enum Content {
    /// A file that can be read anywhere.
    File { file: Arc<File>, size: u64 },
    /// Anything else. The number is that of the bytes that came from below, before they were
    /// decompressed.
    Stream { reader: Box<dyn Read + Send>, consumed: Arc<AtomicU64> },
}

/// Opens a source.
///
/// # Errors
///
/// When it cannot be opened or its first bytes cannot be read.
pub fn open(source: &Source) -> io::Result<Open> {
    let Some(path) = &source.path else { return stream(io::stdin()) };
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // Some files of Linux that describe the system say that they are empty and are not.
    if !metadata.is_file() || metadata.len() == 0 {
        return stream(file);
    }
    let mut start = [0; 4];
    let length = read_at(&file, &mut start, 0)?;
    match Compression::of(&start[..length]) {
        Compression::None => {
            let content = Content::File { size: metadata.len(), file: Arc::new(file) };
            Ok(Open { compression: Compression::None, content })
        }
        _ => stream(file),
    }
}

/// What can be read only once.
fn stream(mut below: impl Read + Send + 'static) -> io::Result<Open> {
    let mut start = Vec::with_capacity(4);
    below.by_ref().take(4).read_to_end(&mut start)?;
    let compression = Compression::of(&start);
    let consumed = Arc::new(AtomicU64::new(0));
    let whole = io::Cursor::new(start).chain(below);
    let counted = Counted { inner: whole, count: Arc::clone(&consumed) };
    let reader: Box<dyn Read + Send> = match compression {
        Compression::None => Box::new(counted),
        Compression::Gzip => {
            Box::new(MultiGzDecoder::new(io::BufReader::with_capacity(1 << 16, counted)))
        }
        Compression::Zstd => Box::new(zstd::Decoder::new(counted)?),
    };
    Ok(Open { compression, content: Content::Stream { reader, consumed } })
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.count.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Reads at a place of a file, as much as there is up to the length of the buffer.
///
/// # Errors
///
/// When the file cannot be read.
pub fn read_at(file: &File, buffer: &mut [u8], place: u64) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match read_some(file, &mut buffer[filled..], place + filled as u64) {
            Ok(0) => break,
            Ok(length) => filled += length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(unix)]
fn read_some(file: &File, buffer: &mut [u8], place: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, place)
}

#[cfg(windows)]
fn read_some(file: &File, buffer: &mut [u8], place: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, place)
}
