//! Step 6: the rules that look at the line. This file holds what they share and sends each
//! character to its rule: [`spacing`](super::spacing), [`number`](super::number),
//! [`span`](super::span).

use core::cell::Cell;

use super::{
    Placed, ahead::Ahead, cluster::Cluster, elongation::Elongation, expand::Expand, keep::Keep,
    left, spacing::is_isolated, span::Span, word::Word,
};
use crate::{
    engine::Sink,
    options::{Digits, Punctuation, Spacing, StrayMarks, WhiteSpace},
    rules::{
        Program,
        kinds::{Kind, System, is_mouth},
        passing::Passing,
    },
};

/// What the rules remember of the line so far. A line starts anew after every line end, unless
/// line ends are white space.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Line {
    /// Whether the last letter is Arabic; not so before the first letter.
    pub(in crate::engine) arabic: bool,
    /// Whether anything but white space has come.
    pub(in crate::engine) started: bool,
    /// Whether the number of quotation marks `"` is odd.
    pub(in crate::engine) odd_quotes: bool,
    /// Whether the last quotation mark opened.
    pub(in crate::engine) quote_opened: bool,
    /// Whether a `<` waits for its `>`.
    pub(in crate::engine) open_angle: bool,
    /// The span that the next character may belong to.
    pub(super) span: Option<Span>,
}

impl Line {
    /// Whether anything but white space has come.
    pub(crate) fn is_started(&self) -> bool {
        self.started
    }

    /// Whether a URL or mention may go on with the next character, which then needs thought.
    pub(in crate::engine) fn is_in_span(&self) -> bool {
        self.span.is_some()
    }

    /// Takes note of text that went by without thought: letters, forms that are spelled out, marks of punctuation that
    /// stand as they should, line feeds, carriage returns.
    pub(crate) fn observe(&mut self, program: &Program, text: &str) {
        let line = match memchr::memrchr2(b'\n', b'\r', text.as_bytes()) {
            Some(end) => {
                *self = Line::default();
                &text[end + 1..]
            }
            None => text,
        };
        self.started |= !line.is_empty();
        // A form may be no letter, as the rial sign is not, and yet be spelled out as some; or the other way round.
        let letter = |c: char| match program.expansion(c) {
            Some(spelled) => spelled.chars().rev().map(Kind::of).find(|kind| kind.is_letter()),
            None => Some(Kind::of(c)).filter(|kind| kind.is_letter()),
        };
        if let Some(kind) = line.chars().rev().find_map(letter) {
            self.arabic = kind == Kind::ArabicLetter;
        }
        let mut quotes = memchr::memchr_iter(b'"', line.as_bytes());
        if let Some(last) = quotes.next_back() {
            self.odd_quotes ^= quotes.count().is_multiple_of(2);
            self.quote_opened = line[..last].ends_with(' ');
        }
        if let Some(last) = memchr::memrchr2(b'<', b'>', line.as_bytes()) {
            self.open_angle = line.as_bytes()[last] == b'<';
        }
    }
}

/// A place between two units, and what is known there that the output does not tell.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) position: usize,
    pub(crate) line: Line,
    /// Whether tatweel here would be inside a word. The output tells as well, but for one thing: the
    /// joiner that composition puts behind every thirtieth mark ends no word.
    pub(crate) in_word: Option<bool>,
}

/// The specification at work at one place of the text.
pub(crate) struct Thought<'a, 't, S> {
    pub(super) program: &'a Program,
    pub(super) chars: Ahead<'a, 't>,
    pub(super) sink: &'a mut S,
    pub(super) line: Line,
    text: &'t str,
    /// The next mark lost the white space before it and yet is not part of a number.
    pub(super) detached: bool,
    /// The next bracket lost the white space before it.
    pub(super) pulled: bool,
}

impl<'a, 't, S: Sink> Thought<'a, 't, S> {
    /// Starts at a place of the source that no unit straddles; the sink holds the output up to there. Sets the
    /// flag, if there is one, when a rule looks at the end of the text. With `passing`, characters may pass the steps
    /// for letters.
    pub(crate) fn new(
        program: &'a Program,
        passing: Option<&'a Passing>,
        text: &'t str,
        place: Place,
        sink: &'a mut S,
        end_seen: Option<&'a Cell<bool>>,
    ) -> Self {
        let Place { position, line, in_word } = place;
        let tail = sink.tail();
        let mut source = Expand::new(program, text, position);
        source.watch_end(end_seen);
        source.set_passing(passing);
        let mut word = Word::new(Keep::new(source, tail), &text[..position], tail);
        if let Some(in_word) = in_word {
            word.set_in_word(in_word);
        }
        let chars = Elongation::new(Cluster::new(word), tail);
        let chars = Ahead::new(chars, end_seen.is_some());
        Thought { program, chars, sink, line, text, detached: false, pulled: false }
    }

    /// Works on characters up to the end, or to the first place between two units whose following text
    /// does not satisfy the condition. At least one unit.
    pub(crate) fn run_while(&mut self, mut condition: impl FnMut(&str) -> bool) {
        while self.step() && !self.sink.is_done() {
            let position = self.chars.position();
            // A mark that lost its white space has to know.
            let is_held = self.detached || self.pulled || self.line.is_in_span();
            let mut goes_on = |at| is_held || condition(&self.text[at..]);
            if position.is_some_and(|at| !goes_on(at)) {
                break;
            }
        }
    }

    /// Works on one unit. Returns the place behind it, if one may go on from there.
    pub(crate) fn step_to_place(&mut self) -> Option<Place> {
        self.step();
        let position = self.chars.position()?;
        let is_settled = !(self.detached || self.pulled);
        (is_settled && self.chars.knows_run(self.sink.tail())).then(|| Place {
            position,
            line: self.line,
            in_word: self.in_word(),
        })
    }

    /// Goes behind the next letter if that is one too many of a run. Returns where one may start anew.
    pub(crate) fn skip_letter(&mut self) -> Option<usize> {
        self.chars.skip_letter()
    }

    /// Whether tatweel here would be inside a word, where that matters.
    pub(crate) fn in_word(&self) -> Option<bool> {
        self.chars.in_word()
    }

    /// The length of the output so far.
    pub(crate) fn output_len(&self) -> usize {
        self.sink.tail().len()
    }

    /// Where the source goes on, and the line so far.
    pub(crate) fn finish(self) -> (usize, Line) {
        (self.chars.position().unwrap_or(self.text.len()), self.line)
    }

    /// Works on one character, or a run or span of them. `false` at the end.
    fn step(&mut self) -> bool {
        #[cfg(test)]
        crate::engine::effort_tests::note_thought();
        if let Some(span) = self.line.span {
            if self.goes_on(span) {
                return true;
            }
            self.line.span = None;
        }
        let Some(next) = self.chars.next() else { return false };
        if !self.program.context {
            self.sink.push_from(next.at, next.c);
            return true;
        }
        let kind = match Kind::of(next.c) {
            Kind::Greater if self.is_stray_stop() => {
                self.mark(next.with('.'), Kind::Stop);
                return true;
            }
            kind => kind,
        };
        match kind {
            Kind::White => self.white_space(next),
            Kind::LineEnd => {
                self.sink.push_from(next.at, next.c);
                self.line = Line::default();
            }
            Kind::Digit(system) => self.digit(next, system),
            Kind::Colon if self.url_starts() => self.span(Span::Url, next),
            Kind::Stop if self.www_starts() => self.span(Span::Url, next),
            Kind::At if self.handle_starts() => self.span(Span::Handle, next),
            Kind::ArabicLetter | Kind::OtherLetter => {
                self.line.arabic = kind == Kind::ArabicLetter;
                self.put(next);
            }
            Kind::Less | Kind::Greater => {
                self.line.open_angle = kind == Kind::Less;
                self.put(next);
            }
            Kind::At | Kind::Other => self.put(next),
            // All the rest is punctuation.
            _ => self.mark(next, kind),
        }
        true
    }

    /// Puts out something that is not white space.
    pub(super) fn put(&mut self, next: Placed) {
        self.line.started = true;
        self.detached = false;
        self.pulled = false;
        self.sink.push_from(next.at, next.c);
    }

    /// A mark of punctuation: mapped, and with its spacing.
    fn mark(&mut self, mark: Placed, kind: Kind) {
        let left = self.left();
        let right = self.peek();
        let in_number = !self.detached
            && is_digit(left)
            && is_digit(right)
            && matches!(
                kind,
                Kind::Comma | Kind::Stop | Kind::Colon | Kind::Decimal | Kind::Thousands
            );
        if in_number {
            let separator = self.separator(mark.c, kind);
            self.put(mark.with(separator));
            return;
        }
        let mapped = self.mapped(mark.c, kind, left, right);
        self.space_before(kind, left, right);
        let pulled = self.pulled;
        if kind == Kind::Quote {
            self.quote(left, right);
        }
        self.put(mark.with(mapped));
        self.space_after(kind, left, right, pulled);
    }

    /// The mark as the punctuation rule writes it.
    fn mapped(&mut self, c: char, kind: Kind, left: Option<char>, right: Option<char>) -> char {
        let Some((latin_mark, arabic_mark)) = kind.latin_and_arabic() else { return c };
        if kind == Kind::Semicolon && !self.isolates() && right.is_some_and(is_mouth) {
            return c;
        }
        let arabic = match self.program.config.punctuation {
            Punctuation::Keep => return c,
            Punctuation::Latin => false,
            Punctuation::Arabic => {
                // A percent sign follows its number.
                let number = (kind == Kind::Percent)
                    .then(|| self.system_left(left).or_else(|| self.system_right(c)))
                    .flatten();
                match number {
                    Some(System::Ascii) => return c,
                    Some(_) => true,
                    None if self.line.arabic => true,
                    None => return c,
                }
            }
        };
        if arabic { arabic_mark } else { latin_mark }
    }

    /// Whether the `>` just drawn is a full stop: glued to an Arabic word, before white space or the
    /// end, with no `<` open.
    fn is_stray_stop(&mut self) -> bool {
        let right = self.peek();
        let ends = is_space_or_end(right)
            || (self.isolates() && right.is_some_and(|c| is_isolated(Kind::of(c))));
        ends && self.program.config.stray_marks == StrayMarks::Repair
            && !self.line.open_angle
            && left::ends_word(self.sink.tail())
    }

    /// The last character of the output on this line.
    pub(super) fn left(&self) -> Option<char> {
        if self.line.started { self.sink.tail().chars().next_back() } else { None }
    }

    /// The next character, undecided.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.chars.peek()
    }

    /// Whether the digits rule is on.
    pub(super) fn has_digits(&self) -> bool {
        self.program.config.digits != Digits::Keep
    }

    /// Whether spacing is tidied.
    pub(super) fn is_tidy(&self) -> bool {
        self.program.config.spacing == Spacing::Tidy
    }

    /// Whether marks are set apart.
    pub(super) fn isolates(&self) -> bool {
        self.program.config.spacing == Spacing::Isolate
    }

    /// Whether white space is left as it is.
    pub(super) fn keeps_white_space(&self) -> bool {
        self.program.config.white_space == WhiteSpace::Keep
    }
}

/// Whether there is a digit.
pub(super) fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| Kind::of(c).is_digit())
}

/// Whether there is white space, or nothing.
pub(super) fn is_space_or_end(c: Option<char>) -> bool {
    c.is_none_or(|c| Kind::of(c).is_space())
}
