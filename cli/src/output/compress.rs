//! Writing what was compressed in the way in which it was.

use std::io::{self, BufWriter, Write};

use flate2::write::GzEncoder;

use crate::input::open::Compression;

/// How much is gathered before it is written.
pub const BUFFER: usize = 256 << 10;

/// A writer that compresses or does not.
pub enum Compress<W: Write> {
    None(BufWriter<W>),
    Gzip(GzEncoder<W>),
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> Compress<W> {
    /// With the level that the tools `gzip` and `zstd` have by default.
    ///
    /// # Errors
    ///
    /// When there is no memory for it.
    pub fn new(compression: Compression, inner: W) -> io::Result<Compress<W>> {
        Ok(match compression {
            Compression::None => Compress::None(BufWriter::with_capacity(BUFFER, inner)),
            Compression::Gzip => {
                Compress::Gzip(GzEncoder::new(inner, flate2::Compression::default()))
            }
            Compression::Zstd => {
                let mut encoder = zstd::Encoder::new(inner, zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                Compress::Zstd(encoder)
            }
        })
    }

    /// Writes what is left, and gives the writer back.
    ///
    /// # Errors
    ///
    /// When that cannot be written.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Compress::None(writer) => writer.into_inner().map_err(io::IntoInnerError::into_error),
            Compress::Gzip(encoder) => encoder.finish(),
            Compress::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for Compress<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Compress::None(writer) => writer.write(bytes),
            Compress::Gzip(encoder) => encoder.write(bytes),
            Compress::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Compress::None(writer) => writer.flush(),
            Compress::Gzip(encoder) => encoder.flush(),
            Compress::Zstd(encoder) => encoder.flush(),
        }
    }
}
