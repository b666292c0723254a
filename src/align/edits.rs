//! What was changed, one character after the other.

use core::{iter::FusedIterator, ops::Range};

use super::{Aligned, map::Map};
use crate::{
    builder::Rule,
    rules::{
        marks::is_mark,
        reasons::{Changed, Reasons},
    },
};

/// A change: a character of the source that went or became something else, or something that was put in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Edit {
    /// Where the character stands in the source, in bytes. Empty for what was put in.
    pub source: Range<usize>,
    /// Where what it became stands in the normalised text, in bytes. Empty for what went.
    pub normalized: Range<usize>,
    /// The rule that asked for it; where several have a part in it, the first in the order of work.
    ///
    /// It is told by the characters, since each rule has some of its own. Where two may touch the
    /// same, white space beside punctuation, it is the one that usually does.
    pub rule: Rule,
}

/// How far to look for the base of a mark.
const MARKS: usize = 64;

/// The changes of a text, in order. Made by [`Aligned::edits`].
///
/// Passes over what did not change at some bytes a step.
#[derive(Clone, Debug)]
pub struct Edits<'a, 't> {
    aligned: &'a Aligned<'t>,
    reasons: Reasons<'a>,
    /// Where the next character of the source starts, and what it became.
    source: usize,
    text: usize,
    /// In a stretch that went: where it [divides](Map::split), and what was put in is told of.
    split: Option<usize>,
}

impl<'a, 't> Edits<'a, 't> {
    pub(super) fn new(aligned: &'a Aligned<'t>) -> Self {
        let reasons = Reasons::new(&aligned.compiled.program);
        Edits { aligned, reasons, source: 0, text: 0, split: None }
    }

    /// Passes what is the same in both texts.
    fn skip_same(&mut self, map: &Map) {
        let (source, text) = (self.aligned.source.as_bytes(), self.aligned.text.as_bytes());
        let from = self.source;
        loop {
            let run = map.kept.run(self.source).min(map.from_source.run(self.text));
            let pairs = source[self.source..].iter().zip(&text[self.text..]);
            let same = pairs.take(run).take_while(|(a, b)| a == b).count();
            self.source += same;
            self.text += same;
            if same == 0 || same < run {
                break;
            }
        }
        // Not into a character of which the rest differs, or goes.
        while self.source > from && !self.is_between() {
            self.source -= 1;
            self.text -= 1;
        }
    }

    /// Whether both places are between two characters.
    fn is_between(&self) -> bool {
        self.aligned.source.is_char_boundary(self.source)
            && self.aligned.text.is_char_boundary(self.text)
    }

    /// The change of what now stands next in both texts, which is one.
    fn edit(&mut self, len: usize, written: usize) -> Edit {
        let source = self.source..self.source + len;
        let normalized = self.text..self.text + written;
        self.source = source.end;
        self.text = normalized.end;
        let (before_source, text) = (&self.aligned.source[..source.start], &*self.aligned.text);
        let rule = self.reasons.of(&Changed {
            from: self.aligned.source[source.clone()].chars().next(),
            to: &text[normalized.clone()],
            base: before_source.chars().rev().take(MARKS).find(|&c| !is_mark(c)),
            before: text[..normalized.start].chars().next_back(),
            behind: text[normalized.end..].chars().next(),
        });
        Edit { source, normalized, rule }
    }

    /// How long the character is that comes next in the output, if it was put in between two of the source.
    fn put_in(&self, map: &Map) -> Option<usize> {
        let len = self.aligned.text[self.text..].chars().next()?.len_utf8();
        // What one character becomes is put in between its own first and last byte.
        (map.from_source.rank(self.text) == map.from_source.rank(self.text + len)).then_some(len)
    }

    /// Where what was put in here stands in the source, by what goes from here on.
    fn split(&mut self, map: &Map) -> usize {
        let (source, text) = (self.aligned.source, self.text);
        *self.split.get_or_insert_with(|| map.source_of(source, text).start)
    }
}

impl Iterator for Edits<'_, '_> {
    type Item = Edit;

    fn next(&mut self) -> Option<Edit> {
        let map = self.aligned.map.as_ref()?;
        let source = self.aligned.source;
        loop {
            let from = self.source;
            self.skip_same(map);
            if self.source > from {
                self.split = None;
            }
            let len = source[self.source..].chars().next().map_or(0, char::len_utf8);
            if let Some(put_in) = self.put_in(map)
                && self.source >= self.split(map)
            {
                return Some(self.edit(0, put_in));
            }
            if len == 0 {
                return None;
            }
            if map.kept.rank(self.source) == map.kept.rank(self.source + len) {
                self.split(map);
                return Some(self.edit(len, 0));
            }
            self.split = None;
            let end = map.end_of(self.source + len);
            if source[self.source..self.source + len] == self.aligned.text[self.text..end] {
                (self.source, self.text) = (self.source + len, end);
                continue;
            }
            return Some(self.edit(len, end - self.text));
        }
    }
}

impl FusedIterator for Edits<'_, '_> {}
