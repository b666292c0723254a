//! The way of every command on files: sources are opened, cut, worked on in pieces by several threads, and
//! the results come in order.

mod buffers;
mod faults;
mod feed;
mod lines;
mod part;

use std::{
    ops::ControlFlow,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Error, Result, anyhow};
use indicatif::ProgressBar;

use crate::{
    args::{Inputs, Invalid},
    format::{Fault, Format},
    input::{
        cut::Cut,
        pieces::{self, Bounds},
        sources::Source,
    },
    ordered::ordered,
    output,
};

use self::{
    buffers::Buffers,
    faults::{Wrong, message},
    feed::{Feed, Job},
};
pub use self::{faults::BadText, lines::LineCount, part::Part};

/// How many faults are kept to be named.
const MOST_FAULTS: usize = 10_000;

/// What holds for a whole run.
pub struct Run {
    pub format: Format,
    cut: Cut,
    pub invalid: Invalid,
    keep_going: bool,
    /// How many threads there are to work.
    pub threads: usize,
    length: usize,
    /// Whether a text that is too long to be held may come in parts.
    parts: bool,
    bar: ProgressBar,
    faults: Mutex<Faults>,
    /// Whether any text has been seen.
    any: AtomicBool,
    buffers: Buffers,
}

/// The faults so far.
#[derive(Default)]
struct Faults {
    count: usize,
    messages: Vec<String>,
}

/// What comes of a piece.
pub struct Done<R> {
    pub result: R,
    /// The source, by its place in the list.
    pub source: usize,
    /// Whether the source begins or ends with it.
    pub first: bool,
    pub last: bool,
    /// Whether it is a part of a text only.
    pub bounds: Bounds,
    /// How many lines end before it, if that was counted.
    pub lines_before: Option<u64>,
    /// Where it begins in the source, in bytes.
    pub start: u64,
}

/// A piece that has been worked on.
struct Worked<R> {
    job: Job,
    result: Option<R>,
    wrong: Vec<Wrong>,
}

/// Whether a source came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It could not be read to the end; that has been noted.
    Failed,
}

impl Run {
    /// As the options say.
    ///
    /// # Errors
    ///
    /// A field that cannot be meant.
    pub fn new(inputs: &Inputs, cut: Cut, bar: ProgressBar) -> Result<Run> {
        let format = Format::new(inputs)?;
        let cut = match &format {
            Format::Plain => cut,
            Format::Jsonl(_) => Cut::Lines,
            Format::Table(separator, _) => Cut::Records(*separator),
        };
        let threads = match inputs.threads {
            Some(threads) => usize::from(threads),
            None => thread::available_parallelism().map_or(1, usize::from),
        };
        Ok(Run {
            format,
            cut,
            invalid: inputs.invalid,
            keep_going: inputs.keep_going,
            threads,
            length: pieces::length(),
            parts: false,
            bar,
            faults: Mutex::new(Faults::default()),
            any: AtomicBool::new(false),
            buffers: Buffers::default(),
        })
    }

    /// The same run, which takes a text that is too long to be held in parts: `work` gets them as they are,
    /// and `take` has to join them. Only of plain text.
    pub fn in_parts(self) -> Run {
        let parts = !self.format.has_records();
        Run { parts, ..self }
    }

    /// Works on all pieces of the sources with so many threads; `take` has the results in order. The
    /// outcome is that of the last source.
    ///
    /// # Errors
    ///
    /// The first fault, unless the run keeps going; what `take` says.
    pub fn pieces<R: Send>(
        &self,
        sources: &[Source],
        threads: usize,
        work: impl Fn(&Part<'_>, &mut dyn FnMut(Fault)) -> R + Sync,
        mut take: impl FnMut(Done<R>) -> Result<()>,
    ) -> Result<Outcome> {
        let failed = AtomicUsize::new(usize::MAX);
        let mut feed = Feed::new(self, sources, &failed);
        let mut outcome = Ok(Outcome::Done);
        ordered(
            threads,
            move || feed.next(),
            |job| self.work(job, &work),
            |worked| match self.taken(sources, worked, &failed, &mut take) {
                Ok(now) => {
                    outcome = Ok(now);
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    outcome = Err(error);
                    ControlFlow::Break(())
                }
            },
        );
        outcome
    }

    /// Works on one piece.
    fn work<R>(
        &self,
        job: Job,
        work: &impl Fn(&Part<'_>, &mut dyn FnMut(Fault)) -> R,
    ) -> Worked<R> {
        let mut wrong = Vec::new();
        let Ok(piece) = &job.piece else { return Worked { job, result: None, wrong } };
        let mut buffer = self.buffers.get();
        let bytes = match piece.bytes(&mut buffer) {
            Ok(bytes) => bytes,
            Err(error) => {
                wrong.push(Wrong::Read(error));
                return Worked { job, result: None, wrong };
            }
        };
        if !bytes.is_empty() && !self.any.load(Ordering::Relaxed) {
            self.any.store(true, Ordering::Relaxed);
        }
        let all = bytes;
        let result = self.part(all, piece, &job, &mut wrong).map(|part| {
            // They come in order.
            let (mut lines, mut seen) = (0, 0);
            work(&part, &mut |fault| {
                let at = fault.at.clamp(seen, all.len());
                lines += memchr::memchr_iter(b'\n', &all[seen..at]).count() as u64;
                seen = at;
                wrong.push(Wrong::Record { message: fault.message, lines });
            })
        });
        wrong.sort_by_key(|wrong| match wrong {
            Wrong::Read(_) | Wrong::Header(_) => 0,
            Wrong::Utf8 { lines, .. } | Wrong::Record { lines, .. } => *lines,
        });
        self.buffers.put(buffer);
        Worked { job, result, wrong }
    }

    /// Takes a piece that has been worked on.
    fn taken<R>(
        &self,
        sources: &[Source],
        worked: Worked<R>,
        failed: &AtomicUsize,
        take: &mut impl FnMut(Done<R>) -> Result<()>,
    ) -> Result<Outcome> {
        let Worked { job, result, wrong } = worked;
        if failed.load(Ordering::Relaxed) == job.source {
            return Ok(Outcome::Failed);
        }
        let source = &sources[job.source];
        let piece = match job.piece {
            Ok(piece) => piece,
            Err(wrong) => {
                failed.store(job.source, Ordering::Relaxed);
                self.note(message(source, 0, 0, &wrong))?;
                return Ok(Outcome::Failed);
            }
        };
        self.bar.inc(piece.consumed);
        if !wrong.is_empty() {
            let lines = piece
                .lines
                .unwrap_or_else(|| LineCount::default().before(sources, job.source, piece.start));
            for wrong in &wrong {
                self.note(message(source, piece.start, lines, wrong))?;
            }
        }
        let Some(result) = result else {
            failed.store(job.source, Ordering::Relaxed);
            return Ok(Outcome::Failed);
        };
        let taken = take(Done {
            result,
            source: job.source,
            first: piece.start == 0,
            last: piece.last,
            bounds: piece.bounds,
            lines_before: piece.lines,
            start: piece.start,
        });
        if let Err(error) = taken {
            // What it says of the text is a fault of the source.
            let BadText { at, lines } = error.downcast()?;
            let lines =
                lines.unwrap_or_else(|| LineCount::default().before(sources, job.source, at));
            failed.store(job.source, Ordering::Relaxed);
            self.note(message(source, at, lines, &Wrong::Utf8 { at: 0, lines: 0 }))?;
            return Ok(Outcome::Failed);
        }
        self.buffers.extend(piece.into_buffer());
        Ok(Outcome::Done)
    }

    /// Takes note of a fault.
    ///
    /// # Errors
    ///
    /// The fault, unless the run keeps going.
    pub fn note(&self, error: Error) -> Result<()> {
        if !self.keep_going {
            return Err(error);
        }
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.count += 1;
        if faults.messages.len() < MOST_FAULTS {
            faults.messages.push(format!("{error:#}"));
        }
        Ok(())
    }

    /// An empty buffer, one that has been used before if there is any.
    pub fn buffer(&self) -> Vec<u8> {
        let mut buffer = self.buffers.get();
        buffer.clear();
        buffer
    }

    /// Gives a buffer back.
    pub fn recycle(&self, buffer: Vec<u8>) {
        self.buffers.put(buffer);
    }

    /// Ends the run: names the faults. `true` if there were none.
    ///
    /// # Errors
    ///
    /// A field that no record had.
    pub fn finish(self) -> Result<bool> {
        self.bar.finish_and_clear();
        let faults = self.faults.into_inner().unwrap_or_else(PoisonError::into_inner);
        for message in &faults.messages {
            output::report(message);
        }
        if let Some(more) = faults.count.checked_sub(MOST_FAULTS).filter(|&more| more > 0) {
            output::report(&format!("and {more} more"));
        }
        if let Some(field) = self.format.missing_field()
            && self.any.into_inner()
            && faults.count == 0
        {
            return Err(anyhow!("no record has the field `{field}`"));
        }
        Ok(faults.count == 0)
    }

    /// Whether the run goes on after faults.
    pub fn keeps_going(&self) -> bool {
        self.keep_going
    }
}
