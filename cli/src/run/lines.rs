//! How many lines end before a place, where nobody has counted on the way.

use crate::input::{
    open::{Content, Open, open, read_at},
    sources::Source,
};

/// Counts lines of sources that are files, and goes on where it has stopped.
#[derive(Default)]
pub struct LineCount {
    source: usize,
    place: u64,
    lines: u64,
}

impl LineCount {
    /// How many lines end before a place in a source. What cannot be read has none.
    pub fn before(&mut self, sources: &[Source], source: usize, place: u64) -> u64 {
        if source != self.source || place < self.place {
            *self = LineCount { source, place: 0, lines: 0 };
        }
        let Ok(Open { content: Content::File { file, .. }, .. }) = open(&sources[source]) else {
            return 0;
        };
        let mut buffer = vec![0; 1 << 18];
        while self.place < place {
            let wanted = (place - self.place).min(buffer.len() as u64) as usize;
            match read_at(&file, &mut buffer[..wanted], self.place) {
                Ok(length @ 1..) => {
                    self.lines += memchr::memchr_iter(b'\n', &buffer[..length]).count() as u64;
                    self.place += length as u64;
                }
                _ => break,
            }
        }
        self.lines
    }
}
