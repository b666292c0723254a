//! What need not be kept of a text that is undecided for long.
//!
//! Each of these leaves the output as it is, however long the run.

use alloc::string::String;

use crate::{
    engine::scalar::Place,
    options::WhiteSpace,
    rules::{Program, kinds::Kind, letters::Action},
};

/// Characters of a run that are kept, more than any rule counts.
const KEPT: usize = 96;

/// Drops from `source`, behind the place, characters that go wherever they stand, and of long runs of
/// white space that is collapsed and of marks that go from letters all that is too much to matter.
pub(super) fn drop(program: &Program, source: &mut String, place: Place) {
    let undecided = source.split_off(place.position);
    let mut spare =
        Spare { program, started: place.line.is_started(), run: Run::Other, kept: 0, seen: 0 };
    let mut chars = undecided.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if spare.keeps(c, next) {
            source.push(c);
        }
    }
}

/// What runs of characters are told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    White,
    LetterMarks,
    Other,
}

struct Spare<'p> {
    program: &'p Program,
    /// Whether anything but white space has come on the line.
    started: bool,
    run: Run,
    /// How many of the run have been kept.
    kept: usize,
    /// Which marks there have been in the run, one bit each.
    seen: u8,
}

impl Spare<'_> {
    /// Whether the next character is kept.
    fn keeps(&mut self, c: char, next: Option<char>) -> bool {
        let program = self.program;
        if program.expansion(c).is_none() && program.letters.action(c) == Action::Delete {
            return false;
        }
        // A joiner joins only what stands right beside it.
        if c == '\u{200D}' && program.deletes_zwj() && next == Some(c) {
            return false;
        }
        let white_space = program.config.white_space;
        let single_line = white_space == WhiteSpace::SingleLine;
        let run = match Kind::of(c) {
            Kind::White => Run::White,
            Kind::LineEnd if single_line => Run::White,
            Kind::LineEnd => {
                self.started = false;
                Run::Other
            }
            _ if program.deletes_letter_mark(c) => Run::LetterMarks,
            _ => Run::Other,
        };
        if run != self.run {
            (self.run, self.kept, self.seen) = (run, 0, 0);
        }
        let keeps = match run {
            Run::White => {
                let collapses = white_space != WhiteSpace::Keep && (self.started || single_line);
                !collapses || self.kept < KEPT
            }
            Run::LetterMarks => {
                let bit = 1 << (c as u32 & 7);
                let is_new = self.seen & bit == 0;
                self.seen |= bit;
                is_new || self.kept < KEPT
            }
            Run::Other => {
                self.started |= Kind::of(c) != Kind::LineEnd;
                true
            }
        };
        self.kept += usize::from(keeps);
        keeps
    }
}
