//! Draws the pieces of the sources.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::{Run, faults::Wrong, part::mask};
use crate::{
    format::{Columns, Format, table},
    input::{
        open::open,
        pieces::{Piece, Pieces},
        sources::Source,
    },
};

/// A piece to work on, or why there is none.
pub(super) struct Job {
    pub(super) source: usize,
    pub(super) piece: Result<Piece, Wrong>,
    pub(super) columns: Option<Arc<Columns>>,
}

/// Draws the pieces of the sources, one after another.
pub(super) struct Feed<'a> {
    run: &'a Run,
    sources: &'a [Source],
    failed: &'a AtomicUsize,
    /// The source that is being read.
    current: usize,
    pieces: Option<Pieces>,
    columns: Option<Arc<Columns>>,
}

impl<'a> Feed<'a> {
    pub(super) fn new(run: &'a Run, sources: &'a [Source], failed: &'a AtomicUsize) -> Feed<'a> {
        Feed { run, sources, failed, current: 0, pieces: None, columns: None }
    }

    pub(super) fn next(&mut self) -> Option<Job> {
        loop {
            let source = self.sources.get(self.current)?;
            if self.failed.load(Ordering::Relaxed) == self.current {
                self.end_source();
                continue;
            }
            let pieces = match &mut self.pieces {
                Some(pieces) => pieces,
                None => match open(source) {
                    Ok(open) => {
                        self.pieces.insert(Pieces::new(open, self.run.length, self.run.parts))
                    }
                    Err(error) => return Some(self.fail(Wrong::Read(error))),
                },
            };
            match pieces.next(&self.run.cut, || self.run.buffers.get()) {
                Ok(Some(piece)) => return Some(self.job(piece)),
                Ok(None) => self.end_source(),
                Err(error) => return Some(self.fail(Wrong::Read(error))),
            }
        }
    }

    /// The job for a piece of the source that is being read.
    fn job(&mut self, piece: Piece) -> Job {
        let source = self.current;
        if let Format::Table(separator, fields) = &self.run.format
            && piece.start == 0
        {
            let mut buffer = Vec::new();
            let header = match piece.bytes(&mut buffer) {
                Ok(bytes) => table::header(&mask(bytes), *separator, fields),
                Err(error) => return self.fail(Wrong::Read(error)),
            };
            let columns = match header {
                Ok(columns) => columns,
                Err(message) => return self.fail(Wrong::Header(message)),
            };
            self.columns = Some(Arc::new(Columns { start: 0, ..columns.clone() }));
            return Job { source, piece: Ok(piece), columns: Some(Arc::new(columns)) };
        }
        Job { source, piece: Ok(piece), columns: self.columns.clone() }
    }

    fn fail(&mut self, wrong: Wrong) -> Job {
        let source = self.current;
        self.end_source();
        Job { source, piece: Err(wrong), columns: None }
    }

    fn end_source(&mut self) {
        self.current += 1;
        self.pieces = None;
        self.columns = None;
    }
}
