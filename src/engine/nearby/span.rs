//! URLs and mentions in ASCII, which stay as they are: `scheme://…` from its colon on, `@name`.
//!
//! Shortcuts through [`scalar::span`](crate::engine::scalar): one with any other character inside is left
//! to thought.

use super::Nearby;
use crate::rules::{kinds::Kind, marks, quick::decode};

impl Nearby<'_, '_> {
    /// The bytes of the URL or mention that begins with a mark of this kind, if one does that stays.
    pub(in crate::engine) fn span(&self, kind: Kind) -> Option<usize> {
        match kind {
            _ if !self.quick.settles => None,
            Kind::Colon => self.url(),
            Kind::At => self.handle(),
            _ => None,
        }
    }

    /// The bytes from a colon to the end of the URL that it belongs to; `None` if it belongs to none, or
    /// if thought has to find the end.
    fn url(&self) -> Option<usize> {
        let text = &self.bytes[self.read..];
        let scheme = self.read > self.start && self.bytes[self.read - 1].is_ascii_alphanumeric();
        if !(scheme && text.starts_with(b"://") && text.get(3)?.is_ascii_alphanumeric()) {
            return None;
        }
        let mut len = 1;
        while let Some(&byte) = text.get(len) {
            if !byte.is_ascii() && !self.ends_url(self.read + len) {
                return None;
            }
            if !byte.is_ascii() || never_in_url(byte) {
                break;
            }
            if ends_clause(byte) {
                match text.get(len + 1) {
                    Some(next) if !next.is_ascii() => return None,
                    Some(&next) if !(never_in_url(next) || ends_clause(next)) => {}
                    _ => break,
                }
            }
            len += 1;
        }
        // White space behind a bracket that opens is not decided by its neighbours alone.
        (!matches!(text[len - 1], b'(' | b'[' | b'{')).then_some(len)
    }

    /// Whether there is a character of more than one byte that no URL holds, and that is known to stay.
    fn ends_url(&self, at: usize) -> bool {
        self.kind_at(at).is_some_and(|kind| {
            matches!(
                kind,
                Kind::White
                    | Kind::LineEnd
                    | Kind::UrduStop
                    | Kind::Ellipsis
                    | Kind::Comma
                    | Kind::Semicolon
                    | Kind::Question
                    | Kind::Open
                    | Kind::Close
            )
        })
    }

    /// The bytes from an `@` to the end of the name behind it, if there is one; `None` if thought has to
    /// find the end.
    fn handle(&self) -> Option<usize> {
        let text = &self.bytes[self.read..];
        let mut len = 1;
        while let Some(&byte) = text.get(len) {
            let may_join = matches!(byte, b'.' | b'-') && len > 1;
            let next = text.get(len + 1).filter(|_| may_join);
            if next.is_some_and(|next| !next.is_ascii()) {
                // That may go, and what follows it is next then.
                return None;
            }
            let joins = next.is_some_and(u8::is_ascii_alphanumeric);
            if byte.is_ascii_alphanumeric() || byte == b'_' || joins {
                len += 1;
                continue;
            }
            if byte.is_ascii() {
                break;
            }
            // Letters, digits and marks go on with the name; so does what is spelled out as letters, as the rial sign is.
            let goes_on = |kind: Kind| kind.is_letter() || kind.is_digit();
            let c = decode(text, len).0;
            let ends = !goes_on(Kind::of(c)) && !marks::is_mark(c);
            let becomes = self.kind_at(self.read + len);
            return (ends && becomes.is_some_and(|kind| !goes_on(kind))).then_some(len);
        }
        Some(len)
    }
}

/// White space, quotation marks and angle brackets, which no URL holds.
fn never_in_url(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ' | b'"' | b'<' | b'>')
}

/// Marks that stand inside a URL only where the URL goes on behind them.
fn ends_clause(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'?' | b'!' | b':' | b'.' | b')' | b']' | b'}' | b'\'')
}
