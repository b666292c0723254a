//! The way of every command on files: sources are opened, cut, worked on in pieces by several threads, and
//! the results come in order.

use std::{
    borrow::Cow,
    fmt,
    ops::ControlFlow,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Error, Result, anyhow};
use indicatif::ProgressBar;

use crate::{
    args::{Inputs, Invalid},
    format::{Columns, Fault, Format, Found, Take, table},
    input::{
        cut::Cut,
        open::{Content, Open, open, read_at},
        pieces::{self, Bounds, Piece, Pieces},
        sources::Source,
    },
    ordered::ordered,
    output,
};

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

/// A piece at work.
pub struct Part<'a> {
    /// The bytes as they came.
    bytes: &'a [u8],
    /// The same as text, if it is or has been made so: for records with something else for each byte that
    /// is not UTF-8.
    text: Option<Cow<'a, str>>,
    /// Whether invalid bytes have been replaced for good.
    pub replaced: bool,
    /// Whether something else stands for some bytes.
    masked: bool,
    format: &'a Format,
    columns: Option<&'a Columns>,
    /// Where the text begins in the source, in bytes.
    pub start: u64,
    /// Whether the source begins with it.
    pub first: bool,
    /// Whether it is a part of a text only; then it may begin and end inside a character.
    pub bounds: Bounds,
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

impl Part<'_> {
    /// The bytes in which texts have their places.
    pub fn bytes(&self) -> &[u8] {
        match &self.text {
            Some(text) if self.replaced => text.as_bytes(),
            _ => self.bytes,
        }
    }

    /// All of it, where all of it is text.
    pub fn whole(&self) -> Option<&str> {
        match (self.format, &self.text) {
            (Format::Plain, Some(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether it is plain text with bytes in it that are none, and stay.
    pub fn is_broken(&self) -> bool {
        self.text.is_none()
    }

    /// Finds the texts, and the faults of records.
    pub fn texts(&self, take: &mut impl Take) {
        let Some(text) = &self.text else {
            // Plain text around bytes that stay.
            let mut start = 0;
            for chunk in self.bytes.utf8_chunks() {
                let text = chunk.valid();
                if !text.is_empty() {
                    let raw = start..start + text.len();
                    let written = crate::format::Written::Plain;
                    take.found(Found { text: text.into(), raw, written, record: 0, field: None });
                }
                start += text.len() + chunk.invalid().len();
            }
            return;
        };
        if self.masked {
            self.format.texts(text, self.columns, &mut Unmasked { part: self, text, take });
        } else {
            self.format.texts(text, self.columns, take);
        }
    }
}

/// Lets only those texts pass that hold no byte for which something else stands.
struct Unmasked<'a, T> {
    part: &'a Part<'a>,
    text: &'a str,
    take: &'a mut T,
}

impl<T: Take> Take for Unmasked<'_, T> {
    fn found(&mut self, found: Found<'_>) {
        let raw = found.raw.clone();
        if self.part.bytes[raw.clone()] == self.text.as_bytes()[raw] {
            self.take.found(found);
        }
    }

    fn fault(&mut self, fault: Fault) {
        self.take.fault(fault);
    }
}

/// A fault in a piece.
enum Wrong {
    /// The source cannot be read.
    Read(std::io::Error),
    /// The first record of a table is not as it should be.
    Header(String),
    /// A byte that is not UTF-8, and the line feeds before it in the piece.
    Utf8 { at: usize, lines: u64 },
    /// A record, likewise.
    Record { message: String, lines: u64 },
}

/// A piece to work on, or why there is none.
struct Job {
    source: usize,
    piece: Result<Piece, Wrong>,
    columns: Option<Arc<Columns>>,
}

/// A piece that has been worked on.
struct Worked<R> {
    job: Job,
    result: Option<R>,
    wrong: Vec<Wrong>,
}

/// A fault that shows only when parts are joined: bytes that are not UTF-8.
#[derive(Debug)]
pub struct BadText {
    /// Where they are in the source.
    pub at: u64,
    /// How many lines end before, if that was counted.
    pub lines: Option<u64>,
}

impl fmt::Display for BadText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid UTF-8 at byte {}", self.at)
    }
}

impl std::error::Error for BadText {}

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

    /// The piece as text; nothing where it cannot be worked on.
    fn part<'a>(
        &'a self,
        bytes: &'a [u8],
        piece: &Piece,
        job: &'a Job,
        wrong: &mut Vec<Wrong>,
    ) -> Option<Part<'a>> {
        let mut part = Part {
            bytes,
            text: None,
            replaced: false,
            masked: false,
            format: &self.format,
            columns: job.columns.as_deref(),
            start: piece.start,
            first: piece.start == 0,
            bounds: piece.bounds,
        };
        if piece.bounds != Bounds::WHOLE {
            return Some(part);
        }
        if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            part.text = Some(Cow::Borrowed(text));
            return Some(part);
        }
        match (self.invalid, self.format.has_records()) {
            (Invalid::Replace, _) => {
                part.text = Some(String::from_utf8_lossy(bytes));
                part.replaced = true;
                return Some(part);
            }
            (Invalid::Keep, false) => return Some(part),
            (Invalid::Keep, true) | (Invalid::Error, _) => {}
        }
        if self.invalid == Invalid::Error {
            let (mut at, mut lines) = (0, 0);
            for chunk in bytes.utf8_chunks() {
                at += chunk.valid().len();
                lines += memchr::memchr_iter(b'\n', chunk.valid().as_bytes()).count() as u64;
                if !chunk.invalid().is_empty() {
                    wrong.push(Wrong::Utf8 { at, lines });
                    if !self.format.has_records() {
                        return None;
                    }
                }
                at += chunk.invalid().len();
            }
        }
        let masked = mask(bytes);
        part.text = Some(masked.into());
        part.masked = true;
        Some(part)
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

/// Draws the pieces of the sources, one after another.
struct Feed<'a> {
    run: &'a Run,
    sources: &'a [Source],
    failed: &'a AtomicUsize,
    /// The source that is being read.
    current: usize,
    pieces: Option<Pieces>,
    columns: Option<Arc<Columns>>,
}

impl<'a> Feed<'a> {
    fn new(run: &'a Run, sources: &'a [Source], failed: &'a AtomicUsize) -> Feed<'a> {
        Feed { run, sources, failed, current: 0, pieces: None, columns: None }
    }

    fn next(&mut self) -> Option<Job> {
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

/// The bytes as text of the same length, with delete for each byte that is none: it may stand in a string of
/// JSON and means nothing in a table.
fn mask(bytes: &[u8]) -> String {
    let mut masked = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        masked.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|_| masked.push('\u{7F}'));
    }
    masked
}

/// What is wrong in a piece that begins at this byte, after so many lines.
fn message(source: &Source, start: u64, lines: u64, wrong: &Wrong) -> Error {
    let name = source.name();
    match wrong {
        Wrong::Read(error) => anyhow!("{name}: cannot read: {error}"),
        Wrong::Header(message) => anyhow!("{name}: {message}"),
        Wrong::Utf8 { at, lines: more } => {
            let (byte, line) = (start + *at as u64, lines + more + 1);
            anyhow!("{name}: invalid UTF-8 at byte {byte} (line {line})")
        }
        Wrong::Record { message, lines: more } => {
            anyhow!("{name}: line {}: {message}", lines + more + 1)
        }
    }
}

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

/// Buffers that have been used before: new memory costs more than what is done with it.
#[derive(Default)]
struct Buffers(Mutex<Vec<Vec<u8>>>);

impl Buffers {
    /// The most bytes that a buffer may have to be kept: one that was needed for a long line would stay
    /// for ever.
    const LARGEST: usize = 4 << 20;

    /// A buffer; what it holds means nothing.
    fn get(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn put(&self, buffer: Vec<u8>) {
        if (1..=Buffers::LARGEST).contains(&buffer.capacity()) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        }
    }

    fn extend(&self, buffer: Option<Vec<u8>>) {
        buffer.into_iter().for_each(|buffer| self.put(buffer));
    }
}
