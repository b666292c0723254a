//! Where a text may be cut: what stands left of the place comes out the same whatever follows, as it would
//! at the text's end, and what stands right of it may start anew.
//!
//! There are two sorts of such places:
//!
//! * In front of a line feed or carriage return. Every rule takes them for the end of the text, and none
//!   looks past them from the left.
//! * In front of a space that follows something visible, but no bracket that opens. To rules that look at the next
//!   character the end of the text is white space, with two exceptions: white space at the end is deleted,
//!   and a bracket may ask what stands behind the white space that follows it. No rule looks past the space
//!   for what is neither.
//!
//! From the right, a space and a line end break off all that looks back at the source: words for dagger
//! alef and tatweel, clusters, runs of a letter.

use crate::{
    options::WhiteSpace,
    rules::{Compiled, kinds::Kind, marks, quick::entry_at},
};

/// Bytes at the end that are searched.
const WINDOW: usize = 4 << 10;

/// Marks and characters that go, between a letter and the space behind it.
const MOST_MARKS: usize = 16;

/// Whether line ends are white space like any other.
pub(super) fn is_single_line(compiled: &Compiled) -> bool {
    compiled.program.config.white_space == WhiteSpace::SingleLine
}

/// The last place to cut the text at, in its last few kilobytes and not before `from`.
pub(super) fn last(compiled: &Compiled, text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let from = from.max(text.len().saturating_sub(WINDOW));
    let window = bytes.get(from..)?;
    let places = memchr::memrchr3_iter(b' ', b'\n', b'\r', window).map(|at| from + at);
    let ends_line = |at: usize| bytes[at] != b' ' && !is_single_line(compiled);
    places.into_iter().find(|&at| ends_line(at) || is_behind_text(compiled, &text[..at]))
}

/// Whether a text surely ends with something visible that is no bracket that opens, marks and what
/// goes aside.
fn is_behind_text(compiled: &Compiled, text: &str) -> bool {
    let Compiled { program, quick, .. } = compiled;
    for (at, c) in text.char_indices().rev().take(MOST_MARKS) {
        let (goes, visible) = match entry_at(quick, text.as_bytes(), at) {
            Some(entry) => (entry.len == 0, is_visible(entry.kind)),
            None if quick.deleted.contains(c) => (true, false),
            // No rule names it, or it is spelled out in letters.
            None if quick.is_plain_elsewhere(c) => (false, true),
            // What it is spelled out as may go.
            None if program.expansion(c).is_some() => (false, false),
            // Of those that a rule names, some are white space to it, or go.
            None => (false, is_visible(Kind::of(c)) && Kind::of(c) != Kind::Other),
        };
        if !(goes || marks::is_mark(c) || c == '\u{640}') {
            return visible;
        }
    }
    false
}

/// Neither white space nor an opening bracket.
fn is_visible(kind: Kind) -> bool {
    !matches!(kind, Kind::White | Kind::LineEnd | Kind::Open)
}
