//! Tagged spans, whose inside the line's rules leave alone: URLs, mentions, the domain of an e-mail
//! address.
//!
//! A hashtag needs no care: no rule touches `#` or `_`. Nor does the local part of
//! an e-mail address, but for its digits (see [`number`](super::number)).

use super::{Placed, context::Thought};
use crate::{
    engine::Sink,
    rules::{kinds::Kind, marks::is_mark},
};

impl<S: Sink> Thought<'_, '_, S> {
    /// Whether the colon just drawn belongs to `scheme://`.
    pub(super) fn url_starts(&mut self) -> bool {
        self.left().is_some_and(|c| c.is_ascii_alphanumeric())
            && self.chars.look(0) == Some('/')
            && self.chars.look(1) == Some('/')
            && self.chars.look(2).is_some_and(is_host)
    }

    /// Whether the full stop just drawn belongs to `www.` at the start of a word.
    pub(super) fn www_starts(&mut self) -> bool {
        let mut tail = self.sink.tail().chars().rev();
        let www = tail.by_ref().take(3).all(|c| c.eq_ignore_ascii_case(&'w'));
        www && self.line.started
            && self.sink.tail().len() >= 3
            && !tail.next().is_some_and(is_host)
            && self.peek().is_some_and(is_host)
    }

    /// Whether the `@` just drawn begins a mention or the domain of an address.
    pub(super) fn handle_starts(&mut self) -> bool {
        self.has_digits() && self.peek().is_some_and(is_handle)
    }

    /// Puts out the first mark of a span: the colon or full stop of a URL, the `@` of a name. The rest
    /// [goes on](Thought::goes_on) from there.
    pub(super) fn span(&mut self, span: Span, first: Placed) {
        self.put(first);
        self.line.span = Some(span);
    }

    /// Puts out the next character if it belongs to the span.
    pub(super) fn goes_on(&mut self, span: Span) -> bool {
        let Some(c) = self.peek() else { return false };
        let ends = match span {
            Span::Url => ends_url(c, || self.chars.look(1)),
            Span::Handle => ends_handle(c, || self.chars.look(1)),
        };
        if ends {
            return false;
        }
        if let Some(next) = self.chars.next() {
            self.put_in_span(next);
        }
        true
    }

    /// Puts out a character as it is, and takes note of it.
    fn put_in_span(&mut self, next: Placed) {
        let kind = Kind::of(next.c);
        if kind.is_letter() {
            self.line.arabic = kind == Kind::ArabicLetter;
        }
        self.put(next);
    }
}

/// A stretch of the line that the rules leave as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Span {
    /// To white space, a mark that URLs do not hold, or a mark of punctuation that ends a clause.
    Url,
    /// A mention or domain: letters, digits, `_`, and between them `.` and `-`.
    Handle,
}

/// What the name of a host begins with.
fn is_host(c: char) -> bool {
    Kind::of(c).is_letter() || Kind::of(c).is_digit()
}

/// What the name after an `@` holds.
fn is_handle(c: char) -> bool {
    c == '_' || is_host(c)
}

/// Whether a name ends in front of this character.
fn ends_handle(c: char, next: impl FnOnce() -> Option<char>) -> bool {
    let joins = || matches!(c, '.' | '-') && next().is_some_and(|c| c.is_ascii_alphanumeric());
    !(is_handle(c) || is_mark(c) || joins())
}

/// Whether a URL ends in front of this character.
fn ends_url(c: char, next: impl FnOnce() -> Option<char>) -> bool {
    never_in_url(c)
        || (ends_clause(c)
            && next().is_none_or(|next| {
                // An Arabic word after a comma or the like: only its space is missing.
                let word = c != '.' && Kind::of(next) == Kind::ArabicLetter;
                word || never_in_url(next) || ends_clause(next)
            }))
}

/// White space, quotation marks, and all but ASCII punctuation.
fn never_in_url(c: char) -> bool {
    match Kind::of(c) {
        Kind::White | Kind::LineEnd | Kind::Quote | Kind::Less | Kind::Greater => true,
        Kind::UrduStop | Kind::Ellipsis => true,
        Kind::Comma | Kind::Semicolon | Kind::Question | Kind::Open | Kind::Close => !c.is_ascii(),
        _ => false,
    }
}

/// Marks that stand inside a URL only where the URL goes on behind them.
fn ends_clause(c: char) -> bool {
    matches!(c, ',' | ';' | '?' | '!' | ':' | '.' | ')' | ']' | '}' | '\'')
}
