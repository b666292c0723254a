//! A line of punctuation and white space, which no [`stretch`](super::stretch) can take: character by character, but
//! without the steps for letters, which do no more than map what stands here (see [`Passing`]).
//!
//! A shortcut through [`scalar::context`](super::scalar): it knows as much of the line as that does, and of what follows
//! two characters. Where they do not tell what the rules would do, it ends.
//!
//! Most marks are judged by a look into a table, [`Step::free`]: which neighbours to its right leave a mark alone, so
//! that it is only mapped. What has been passed and stays is copied at once.

mod spacing;

use alloc::vec::Vec;

use super::{
    scalar::{Line, Place, left},
    sink::{Output, Sink},
    track::Track,
};
use crate::{
    options::Punctuation,
    rules::{
        Compiled,
        passing::{
            CLAUSE, CLOSE, Class, DIGITS, LETTERS, MOUTH, OPEN, Passing, SPACE, Step, WORD, set,
        },
        quick::Quick,
    },
};

/// What becomes of a mark.
enum Mark {
    /// It is written as the rules for punctuation and digits have it.
    Mapped,
    /// The same, with a space behind it.
    Spaced,
    /// It stays.
    Itself,
    /// It is the separator of a number in ASCII, or a stray `>` that becomes a full stop.
    Becomes(u8, Class),
}

/// How far a walk has come.
enum Walked {
    On,
    /// To where thought has to decide.
    End,
    /// To the first change, when nothing is written.
    Changed,
}

/// Walks on from a place, as far as it is known what to do, and through no more characters in a row that stay than
/// so many. Returns whether it got anywhere.
pub(super) fn run<S: Sink>(
    compiled: &Compiled,
    text: &str,
    place: &mut Place,
    patience: usize,
    sink: &mut S,
) -> bool {
    let start = place.position;
    let last = sink.tail().chars().next_back().map(Class::of);
    let left = last.filter(|_| place.line.is_started()).unwrap_or(Class::Nothing);
    let in_indent = !place.line.is_started() && last == Some(Class::White);
    let mut walk = Walk {
        quick: &compiled.quick,
        passing: &compiled.passing,
        text,
        read: start,
        line: place.line,
        left,
        in_indent,
        patience,
        origin: 0,
        copied: start,
        track: None,
    };
    let mut changed = true;
    if sink.is_source_to(start) {
        changed = walk.run::<false>(&mut Vec::new());
        if walk.read > start {
            sink.skip(walk.read);
        }
    }
    if changed && let Some(Output { text: output, origin, track }) = sink.output() {
        (walk.origin, walk.track) = (origin, track);
        walk.copied = walk.read;
        // SAFETY: `run` and `flush` add whole characters.
        let output = unsafe { output.as_mut_vec() };
        walk.run::<true>(output);
        walk.flush(output);
    }
    if walk.read > start {
        *place = Place { position: walk.read, line: walk.line, in_word: None };
    }
    walk.read > start
}

/// A walk under way.
struct Walk<'c, 't, 's> {
    quick: &'c Quick,
    passing: &'c Passing,
    text: &'t str,
    /// Where the next character starts.
    read: usize,
    line: Line,
    /// What was written last on the line.
    left: Class,
    /// Behind white space that stands at the start of the line and stays.
    in_indent: bool,
    /// In front of which letter it ends: behind so many characters that a stretch would pass faster.
    patience: usize,
    /// Where the output of this text begins.
    origin: usize,
    /// Up to where the source has been written: what has been passed from there on stays.
    copied: usize,
    /// What takes note of the output.
    track: Option<&'s mut Track>,
}

impl<'c> Walk<'c, '_, '_> {
    /// Runs up to what thought has to decide on; or, without writing, to the first change. Returns whether that is
    /// there.
    fn run<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> bool {
        // Characters since the last change to the line.
        let mut easy = 0;
        let mut step = self.step(self.read);
        while step.passes {
            #[cfg(test)]
            crate::engine::effort_tests::note_walked();
            let right = self.step(self.read + usize::from(step.len));
            if !right.is_base {
                break;
            }
            let class = step.class;
            if class.is_in(LETTERS) {
                if easy >= self.patience {
                    break;
                }
                self.line.arabic = class == Class::Arabic;
            }
            let left = self.left;
            let on_line = usize::from(self.line.arabic);
            let free = step.free[usize::from(left.is_in(DIGITS))][on_line];
            if right.class.is_in(free) {
                if !self.put::<WRITES>(output, step) {
                    return true;
                }
                if !class.is_in(LETTERS) {
                    self.note(class, left, right.class);
                }
                easy += 1;
                step = right;
                continue;
            }
            let from = self.read;
            let walked = match class {
                Class::White => self.white_space::<WRITES>(output, step),
                _ => self.mark::<WRITES>(output, step, right.class, false),
            };
            // A space between words that stays, or a mark that stands well, is none of what walks are for; but stretches
            // make nothing of percent signs.
            let is_easy = self.copied <= from && class != Class::Percent;
            easy = if is_easy { easy + 1 } else { 0 };
            match walked {
                Walked::On => step = self.step(self.read),
                Walked::End => break,
                Walked::Changed => return true,
            }
        }
        false
    }

    /// Takes note of a mark or line end that has been written between these.
    #[inline(always)]
    fn note(&mut self, class: Class, left: Class, right: Class) {
        match class {
            Class::Quote => self.quote(left, right),
            Class::Less | Class::Greater => self.line.open_angle = class == Class::Less,
            Class::LineEnd => {
                (self.line, self.left, self.in_indent) = (Line::default(), Class::Nothing, false);
            }
            _ => {}
        }
    }

    /// What the steps for letters make of the character at `at`.
    #[inline(always)]
    fn step(&self, at: usize) -> &'c Step {
        self.passing.at(self.text.as_bytes(), at)
    }

    /// Goes behind the next character, which is written as the rules for punctuation and digits have it. Without
    /// writing, `false` if that changes it.
    #[inline(always)]
    fn put<const WRITES: bool>(&mut self, output: &mut Vec<u8>, step: &Step) -> bool {
        let on_line = usize::from(self.line.arabic);
        if step.stays[on_line] {
            self.pass(step);
            return true;
        }
        if !WRITES {
            return false;
        }
        let written = step.on_line[on_line];
        self.flush(output);
        if let Some(track) = &mut self.track {
            track.note(self.read, usize::from(step.len), output.len(), usize::from(written.len));
        }
        match written.len {
            1 => output.push(written.bytes[0]),
            _ => output.extend_from_slice(&written.bytes),
        }
        self.pass(step);
        self.copied = self.read;
        true
    }

    /// The same, which stays.
    #[inline(always)]
    fn pass(&mut self, step: &Step) {
        self.line.started = true;
        self.left = step.class;
        self.read += usize::from(step.len);
    }

    /// The same, which is written as these bytes.
    fn put_bytes<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
        step: &Step,
        bytes: &[u8],
    ) -> bool {
        let len = usize::from(step.len);
        if *bytes != self.text.as_bytes()[self.read..self.read + len] {
            if !WRITES {
                return false;
            }
            self.flush(output);
            if let Some(track) = &mut self.track {
                track.note(self.read, len, output.len(), bytes.len());
            }
            output.extend_from_slice(bytes);
            self.copied = self.read + len;
        }
        self.pass(step);
        true
    }

    /// Writes what has been passed and stays.
    fn flush(&mut self, output: &mut Vec<u8>) {
        let passed = &self.text.as_bytes()[self.copied..self.read];
        if let Some(track) = self.track.as_mut().filter(|_| !passed.is_empty()) {
            track.note(self.copied, passed.len(), output.len(), passed.len());
        }
        match *passed {
            [] => {}
            // Most often.
            [byte] => output.push(byte),
            [first, second] => output.extend_from_slice(&[first, second]),
            _ => output.extend_from_slice(passed),
        }
        self.copied = self.read;
    }

    /// A mark of punctuation, what is to its right, and whether white space before it has gone.
    fn mark<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
        step: &Step,
        right: Class,
        pulled: bool,
    ) -> Walked {
        let Some(mark) = self.judge::<WRITES>(output, step.class, right, pulled) else {
            return Walked::End;
        };
        let is_spaced = matches!(mark, Mark::Spaced);
        if !WRITES && is_spaced {
            return Walked::Changed;
        }
        let left = self.left;
        let mut class = step.class;
        let passed = match mark {
            Mark::Mapped | Mark::Spaced => self.put::<WRITES>(output, step),
            Mark::Itself => {
                self.put_bytes::<WRITES>(output, step, step.itself(self.text, self.read))
            }
            Mark::Becomes(byte, other) => {
                class = other;
                self.put_bytes::<WRITES>(output, step, &[byte])
            }
        };
        if !passed {
            return Walked::Changed;
        }
        self.left = class;
        self.note(class, left, right);
        if is_spaced {
            self.flush(output);
            if let Some(track) = &mut self.track {
                track.insert(output.len(), 1);
            }
            output.push(b' ');
            self.left = Class::White;
        }
        Walked::On
    }

    /// What becomes of a mark.
    fn judge<const WRITES: bool>(
        &mut self,
        output: &mut Vec<u8>,
        class: Class,
        right: Class,
        pulled: bool,
    ) -> Option<Mark> {
        let Walk { left, quick, .. } = *self;
        let arabic = self.line.arabic;
        let between_digits = left.is_in(DIGITS) && right.is_in(DIGITS);
        // Whether tidying may put a space behind it.
        let tidies = quick.tidies && !left.is_in(SPACE) && !right.is_in(SPACE);
        let is_missing = match class {
            Class::Comma | Class::Stop | Class::Colon if between_digits => {
                return Some(Mark::Itself);
            }
            Class::Decimal if between_digits && quick.ascii_digits => {
                return Some(Mark::Becomes(b'.', class));
            }
            Class::Thousands if between_digits && quick.ascii_digits => {
                return Some(Mark::Becomes(b',', class));
            }
            Class::Comma | Class::Semicolon if arabic && tidies && right == Class::Quote => {
                return None;
            }
            Class::Comma if arabic => right.is_in(WORD | OPEN),
            Class::Comma => right == Class::Arabic,
            // The eyes of a smiley.
            Class::Semicolon if right.is_in(MOUTH) => return Some(Mark::Itself),
            Class::Semicolon | Class::Question | Class::Exclamation | Class::UrduStop => {
                arabic && right.is_in(WORD)
            }
            // It may begin a URL.
            Class::Colon if right == Class::Slash => return None,
            Class::Colon => arabic && !left.is_in(DIGITS) && right == Class::Arabic,
            Class::Stop
                if left == Class::W
                    && right.is_in(WORD)
                    && ends_with_www(self.tail::<WRITES>(output)) =>
            {
                return None;
            }
            Class::Stop if arabic && tidies && right == Class::Arabic => {
                self.ends_sentence::<WRITES>(output)?
            }
            Class::Close | Class::CloseMouth => pulled && right == Class::Arabic,
            // The space may stand on the wrong side of it. A mark or tatweel may belong to a word.
            Class::Open | Class::OpenMouth
                if quick.tidies
                    && right == Class::White
                    && matches!(left, Class::Arabic | Class::Other) =>
            {
                return None;
            }
            Class::Greater if quick.repairs && right.is_in(SPACE) && !self.line.open_angle => {
                match left {
                    Class::Arabic => return Some(Mark::Becomes(b'.', Class::Stop)),
                    // A mark or tatweel may belong to a word.
                    Class::Other => return None,
                    _ => false,
                }
            }
            // It may begin a mention.
            Class::At if quick.ascii_digits && right.is_in(WORD | set(&[Class::Other])) => {
                return None;
            }
            Class::Percent if quick.punctuation == Punctuation::Arabic => {
                return self.percent(right);
            }
            _ => false,
        };
        Some(if is_missing && tidies { Mark::Spaced } else { Mark::Mapped })
    }

    /// Whether the full stop at `read` ends a sentence, with an Arabic letter behind it.
    fn ends_sentence<const WRITES: bool>(&mut self, output: &mut Vec<u8>) -> Option<bool> {
        let at = self.read + 1;
        let letter = self.step(at);
        let next = self.step(at + usize::from(letter.len));
        // A mark may be on the letter; and the same letter again may go.
        if !next.is_base || next.class == Class::Other || next.written == letter.written {
            return None;
        }
        let is_word = self.left.is_in(DIGITS | CLOSE | set(&[Class::Quote])) || {
            left::ends_long_word_in(self.tail::<WRITES>(output))
        };
        Some(is_word && next.class != Class::Stop)
    }

    /// A percent sign, which follows its number before it follows the line.
    fn percent(&self, right: Class) -> Option<Mark> {
        let number = if self.left.is_in(DIGITS) { self.left } else { right };
        match number {
            Class::AsciiDigit => Some(Mark::Itself),
            Class::OtherDigit if self.quick.ascii_digits => Some(Mark::Itself),
            Class::OtherDigit if !self.line.arabic => None,
            _ => Some(Mark::Mapped),
        }
    }

    /// Takes note of a quotation mark.
    fn quote(&mut self, left: Class, right: Class) {
        let odd = self.line.odd_quotes;
        let edge_left = left.is_in(SPACE | OPEN);
        let edge_right = right.is_in(SPACE | CLOSE | CLAUSE);
        let is_unit = left.is_in(DIGITS) && !odd;
        let opens = match (edge_left, edge_right) {
            _ if left.is_in(DIGITS) => false,
            (true, false) => true,
            (false, true) => false,
            _ => !odd,
        };
        self.line.odd_quotes ^= !is_unit;
        self.line.quote_opened = opens;
    }

    /// The output of this text so far.
    fn tail<'o, const WRITES: bool>(&'o mut self, output: &'o mut Vec<u8>) -> &'o [u8] {
        if !WRITES {
            return &self.text.as_bytes()[..self.read];
        }
        self.flush(output);
        &output[self.origin..]
    }
}

/// Whether a full stop behind this may begin a URL.
fn ends_with_www(tail: &[u8]) -> bool {
    tail.last_chunk().is_some_and(|www: &[u8; 3]| www.eq_ignore_ascii_case(b"www"))
}
