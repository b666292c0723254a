//! White space, and what punctuation does to it.

use super::{
    Placed, REACH,
    context::{Thought, is_digit, is_space_or_end},
    left,
};
use crate::{
    engine::Sink,
    options::WhiteSpace,
    rules::{
        kinds::{Kind, is_arabic_letter, is_mouth},
        marks::is_mark,
    },
};

/// What becomes of a run of white space inside a line.
enum Gap {
    /// It goes.
    Nothing,
    /// One space.
    One,
    /// It stays.
    AsIs,
}

/// What a quotation mark `"` does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    /// Inches or seconds after a digit.
    Unit,
}

impl<S: Sink> Thought<'_, '_, S> {
    /// A run of white space, the first of which has just been drawn.
    pub(super) fn white_space(&mut self, first: Placed) {
        // In the middle of a run that is too long to look across: it stays.
        let in_long_run =
            self.sink.tail().chars().next_back().is_some_and(|c| Kind::of(c) == Kind::White);
        // A run that becomes one space or nothing needs no memory.
        let collapses = !self.keeps_white_space()
            && (self.line.started || self.program.config.white_space == WhiteSpace::SingleLine);
        let mut run = [first; REACH];
        let mut count = 1;
        let mut too_long = false;
        loop {
            if collapses {
                self.chars.pass_white();
            }
            if !self.chars.peek().is_some_and(|c| Kind::of(c) == Kind::White) {
                break;
            }
            if !collapses && count == REACH {
                too_long = true;
                break;
            }
            let Some(next) = self.chars.next() else { break };
            if !collapses {
                run[count] = next;
                count += 1;
            }
        }
        let gap = if too_long || in_long_run { Gap::AsIs } else { self.gap() };
        match gap {
            Gap::Nothing => {}
            Gap::One => self.sink.push_from(first.at, ' '),
            Gap::AsIs if collapses => self.sink.push_from(first.at, ' '),
            Gap::AsIs => run[..count].iter().for_each(|next| self.sink.push_from(next.at, next.c)),
        }
    }

    /// Decides on a run of white space that has been drawn.
    fn gap(&mut self) -> Gap {
        let right = self.chars.peek();
        let collapse = !self.keeps_white_space();
        let at_end = right.is_none_or(|c| Kind::of(c) == Kind::LineEnd);
        if !self.line.started {
            let single = self.program.config.white_space == WhiteSpace::SingleLine;
            return if single || (collapse && at_end) { Gap::Nothing } else { Gap::AsIs };
        }
        let Some(right) = right.filter(|_| !at_end) else {
            return if collapse { Gap::Nothing } else { Gap::AsIs };
        };
        if self.is_tidy() {
            if self.closes(right) || self.is_opened(right) {
                return Gap::Nothing;
            }
            if self.line.arabic && self.left().is_some_and(|c| Kind::of(c).ends_clause()) {
                return Gap::One;
            }
        }
        if collapse { Gap::One } else { Gap::AsIs }
    }

    /// Whether white space before this mark, which is next, goes.
    fn closes(&mut self, right: char) -> bool {
        let kind = Kind::of(right);
        if !(kind.ends_clause() || matches!(kind, Kind::Close | Kind::Quote)) {
            return false;
        }
        let arabic = self.line.arabic;
        let next = self.chars.look(1);
        let left = self.left();
        match kind {
            Kind::Comma => {
                let before_arabic = next.is_some_and(is_arabic_letter);
                let closes = arabic || before_arabic;
                // A stray space inside a number: thousands have three digits. Otherwise
                // two numbers in a list, which must not grow together.
                self.detached =
                    closes && is_digit(left) && is_digit(next) && self.count_digits(1) != 3;
                closes
            }
            Kind::Semicolon | Kind::Colon => {
                arabic && !next.is_some_and(is_mouth) && ends_clause(next)
            }
            Kind::Question | Kind::Exclamation => arabic && ends_clause(next),
            Kind::UrduStop => arabic,
            Kind::Stop => arabic && ends_clause(next) && next != Some('.'),
            Kind::Close => {
                let closes = arabic && left.is_none_or(|c| Kind::of(c) != Kind::Open);
                self.pulled = closes;
                closes
            }
            Kind::Quote => {
                let empty = left.is_some_and(|c| matches!(Kind::of(c), Kind::Quote | Kind::Open));
                arabic && !empty && self.role(Some(' '), next) == Role::Closes
            }
            _ => false,
        }
    }

    /// Whether the output ends with a bracket or quotation mark that opens, so that white space after
    /// it goes.
    fn is_opened(&self, right: char) -> bool {
        let mut tail = self.sink.tail().chars().rev();
        let opens = match tail.next().map(Kind::of) {
            Some(Kind::Quote) => self.line.quote_opened,
            // The mouth of a smiley is no bracket.
            Some(Kind::Open) => !matches!(tail.next(), Some(':' | ';' | '=' | '-' | '\u{61B}')),
            _ => false,
        };
        // `( )` is empty; `{ name }` in an Arabic line is code, whose other side stays as well.
        let inside = match Kind::of(right) {
            Kind::ArabicLetter => true,
            Kind::OtherLetter | Kind::Close | Kind::Quote => false,
            _ => self.line.arabic,
        };
        opens && inside
    }

    /// White space that a mark brings before itself.
    pub(super) fn space_before(&mut self, kind: Kind, left: Option<char>, right: Option<char>) {
        let Some(left) = left.filter(|&c| !Kind::of(c).is_space()) else { return };
        if self.isolates() {
            let same = Kind::of(left) == kind && is_run(kind);
            if is_isolated(kind) && !same && !is_inside_name(kind, Some(left), right) {
                self.sink.push(' ');
            }
        } else if self.is_tidy() && kind == Kind::Open {
            // `word( word`: the space stands on the wrong side.
            let base = left::base(self.sink.tail());
            let inverted = base.is_some_and(is_arabic_letter)
                && right.is_some_and(|c| Kind::of(c) == Kind::White);
            if inverted && self.past_white_space().is_some_and(is_arabic_letter) {
                self.sink.push(' ');
            }
        }
    }

    /// White space that a mark brings after itself. `left` and `right` are what stands beside it, `pulled`
    /// says whether it lost white space before it.
    pub(super) fn space_after(
        &mut self,
        kind: Kind,
        left: Option<char>,
        right: Option<char>,
        pulled: bool,
    ) {
        let Some(right) = right.filter(|&c| !Kind::of(c).is_space()) else { return };
        let wanted = if self.isolates() {
            let same = Kind::of(right) == kind && is_run(kind);
            is_isolated(kind) && !same && !is_inside_name(kind, left, Some(right))
        } else {
            self.is_tidy() && self.is_missing(kind, left, right, pulled)
        };
        if wanted {
            self.sink.push(' ');
        }
    }

    /// Whether tidying puts a space between a mark and what follows it at once.
    fn is_missing(&mut self, kind: Kind, left: Option<char>, right: char, pulled: bool) -> bool {
        let arabic = self.line.arabic;
        let after = Kind::of(right);
        let word = after.is_letter() || after.is_digit();
        // After white space that stayed, a mark is glued to what follows: it would lose that
        // white space once it stood free.
        if left.is_none_or(|c| Kind::of(c).is_space()) {
            return false;
        }
        match kind {
            Kind::Comma if arabic => word || after == Kind::Open || self.quote_opens(right),
            Kind::Comma => after == Kind::ArabicLetter,
            Kind::Semicolon => arabic && (word || self.quote_opens(right)),
            Kind::Question | Kind::Exclamation | Kind::UrduStop => arabic && word,
            Kind::Colon => arabic && !is_digit(left) && after == Kind::ArabicLetter,
            Kind::Stop => arabic && after == Kind::ArabicLetter && self.ends_sentence(left),
            // `word )word`: the space stood on the wrong side.
            Kind::Close => pulled && after == Kind::ArabicLetter,
            _ => false,
        }
    }

    /// Whether a full stop between two Arabic letters ends a sentence: not after a word of one
    /// letter, nor before one with a stop of its own, which are abbreviations. The stop has been
    /// put out.
    fn ends_sentence(&self, left: Option<char>) -> bool {
        let tail = self.sink.tail();
        let tail = tail.strip_suffix('.').unwrap_or(tail);
        let long_word = match left.map(Kind::of) {
            Some(Kind::Digit(_) | Kind::Close | Kind::Quote) => true,
            _ => left::ends_long_word(tail.chars().rev()),
        };
        let mut ahead = self.chars.ahead().take(REACH).filter(|&c| !is_mark(c));
        let abbreviation = ahead.next().is_some() && ahead.next() == Some('.');
        long_word && !abbreviation
    }

    /// Whether this is a quotation mark that opens, with a mark of punctuation before it.
    fn quote_opens(&mut self, right: char) -> bool {
        if Kind::of(right) != Kind::Quote {
            return false;
        }
        let next = self.chars.look(1);
        self.role(Some(','), next) == Role::Opens
    }

    /// Takes note of a quotation mark.
    pub(super) fn quote(&mut self, left: Option<char>, right: Option<char>) {
        let role = self.role(left, right);
        self.line.odd_quotes ^= role != Role::Unit;
        self.line.quote_opened = role == Role::Opens;
    }

    /// What a quotation mark does, by the white space beside it and the marks before it on the line.
    fn role(&self, left: Option<char>, right: Option<char>) -> Role {
        let odd = self.line.odd_quotes;
        if is_digit(left) {
            return if odd { Role::Closes } else { Role::Unit };
        }
        // A bracket that opens and a mark that closes are edges as white space is: white space
        // beside them goes.
        let edge_left = is_space_or_end(left) || left.is_some_and(|c| Kind::of(c) == Kind::Open);
        let edge_right = is_space_or_end(right)
            || right.map(Kind::of).is_some_and(|kind| kind == Kind::Close || kind.ends_clause());
        match (edge_left, edge_right) {
            (true, false) => Role::Opens,
            (false, true) => Role::Closes,
            _ if odd => Role::Closes,
            _ => Role::Opens,
        }
    }

    /// The first character after the white space that follows.
    fn past_white_space(&self) -> Option<char> {
        self.chars.ahead().take(REACH + 1).find(|&c| Kind::of(c) != Kind::White)
    }
}

/// Whether what follows a mark shows that the mark ends something: white space, the end, an Arabic
/// letter, a closing bracket or quotation mark, or another such mark.
fn ends_clause(next: Option<char>) -> bool {
    next.map(Kind::of).is_none_or(|kind| {
        matches!(kind, Kind::White | Kind::LineEnd | Kind::ArabicLetter | Kind::Close | Kind::Quote)
            || kind.ends_clause()
    })
}

/// Marks that isolating sets apart.
pub(super) fn is_isolated(kind: Kind) -> bool {
    kind.ends_clause() || matches!(kind, Kind::Ellipsis | Kind::Open | Kind::Close | Kind::Quote)
}

/// Marks of which a run is one token: dots, exclamation marks. Brackets are tokens one by one.
fn is_run(kind: Kind) -> bool {
    !matches!(kind, Kind::Open | Kind::Close | Kind::Quote)
}

/// Whether a mark stands inside a Latin name such as `file.txt` or `key:value`.
fn is_inside_name(kind: Kind, left: Option<char>, right: Option<char>) -> bool {
    let is_name = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    matches!(kind, Kind::Stop | Kind::Colon) && is_name(left) && is_name(right)
}
