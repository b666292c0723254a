//! Ill-formed sequences that are kept: a character stands in for each while the rules are at work.
//!
//! The stand-in is one that no rule changes, moves or takes for anything but a symbol. So those in
//! the output are those of the input, in the same order. Where the text itself holds that character, it stands
//! in for itself.

use alloc::{collections::VecDeque, string::String, vec::Vec};

/// What stands in: U+10FFFF, which is assigned to nothing and never will be.
pub(crate) const STAND_IN: char = '\u{10FFFF}';

/// Its first byte in UTF-8, which only characters of the last private-use plane begin with.
const LEAD: u8 = 0xF4;

/// Units of bytes or of UTF-16.
pub(crate) trait Unit: Copy + Default {
    /// Whether characters may come to be when the first sequence is followed by the second.
    fn may_join(first: &[Self], second: &[Self]) -> bool;

    /// Appends text in this encoding.
    fn push_text(output: &mut Vec<Self>, text: &str);

    /// The stand-in itself.
    fn stand_in() -> Sequence<Self>;
}

impl Unit for u8 {
    fn may_join(first: &[u8], second: &[u8]) -> bool {
        first[0] >= 0xC2 && second[0] & 0xC0 == 0x80
    }

    fn push_text(output: &mut Vec<u8>, text: &str) {
        output.extend_from_slice(text.as_bytes());
    }

    fn stand_in() -> Sequence<u8> {
        Sequence::new(STAND_IN.encode_utf8(&mut [0; 4]).as_bytes())
    }
}

/// A sequence that is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sequence<U> {
    units: [U; 4],
    len: u8,
    /// What keeps it apart from the sequence before when nothing else between them stays.
    separator: Option<char>,
}

impl<U: Unit> Sequence<U> {
    /// A sequence of up to four units.
    pub(crate) fn new(sequence: &[U]) -> Self {
        let mut units = [U::default(); 4];
        units[..sequence.len()].copy_from_slice(sequence);
        Sequence { units, len: sequence.len() as u8, separator: None }
    }

    fn units(&self) -> &[U] {
        &self.units[..usize::from(self.len)]
    }
}

/// The sequences on their way through the rules, in order.
#[derive(Clone, Debug)]
pub(crate) struct Kept<U> {
    /// Those that have not come out yet.
    under_way: VecDeque<Sequence<U>>,
    /// The last one that went in, if it was ill-formed, and the first character since.
    last: Option<(Sequence<U>, Option<char>)>,
    /// Nothing has come out since the last of them did.
    is_behind_one: bool,
}

impl<U> Default for Kept<U> {
    fn default() -> Self {
        Kept { under_way: VecDeque::new(), last: None, is_behind_one: false }
    }
}

impl<U: Unit> Kept<U> {
    /// Takes note of text that goes in.
    pub(crate) fn pass(&mut self, text: &str) {
        if let Some((_, first)) = &mut self.last {
            *first = first.or(text.chars().next());
        }
        let count = count(text);
        if count > 0 {
            self.under_way.extend(core::iter::repeat_n(U::stand_in(), count));
            self.last = None;
        }
    }

    /// Takes a sequence, for which the stand-in goes in.
    pub(crate) fn keep(&mut self, sequence: &[U]) {
        let mut sequence = Sequence::new(sequence);
        if let Some((last, first)) = &self.last
            && U::may_join(last.units(), sequence.units())
        {
            sequence.separator = *first;
        }
        self.last = Some((sequence, None));
        self.under_way.push_back(sequence);
    }

    /// Appends what has come out to the output, each sequence in its place.
    pub(crate) fn put_back(&mut self, text: &str, output: &mut Vec<U>) {
        let mut rest = text;
        while !rest.is_empty() {
            let at = if self.under_way.is_empty() { None } else { find(rest) };
            let (before, behind) = rest.split_at(at.unwrap_or(rest.len()));
            if !before.is_empty() {
                U::push_text(output, before);
                self.is_behind_one = false;
            }
            rest = behind;
            if let Some(c) = rest.chars().next() {
                if let Some(sequence) = self.under_way.pop_front() {
                    if self.is_behind_one
                        && let Some(separator) = sequence.separator
                    {
                        U::push_text(output, separator.encode_utf8(&mut [0; 4]));
                    }
                    output.extend_from_slice(sequence.units());
                }
                self.is_behind_one = true;
                rest = &rest[c.len_utf8()..];
            }
        }
    }
}

/// Where the first stand-in is.
fn find(text: &str) -> Option<usize> {
    memchr::memchr_iter(LEAD, text.as_bytes()).find(|&at| text[at..].starts_with(STAND_IN))
}

/// How many stand-ins a text holds.
fn count(text: &str) -> usize {
    let places = memchr::memchr_iter(LEAD, text.as_bytes());
    places.filter(|&at| text[at..].starts_with(STAND_IN)).count()
}

/// The text with a stand-in for each ill-formed sequence.
pub(crate) fn with_stand_ins<'s, U: Unit + 's>(
    chunks: impl Iterator<Item = (&'s str, &'s [U])>,
) -> (String, Kept<U>) {
    let mut text = String::new();
    let mut kept = Kept::default();
    for (valid, sequence) in chunks {
        kept.pass(valid);
        text.push_str(valid);
        if !sequence.is_empty() {
            kept.keep(sequence);
            text.push(STAND_IN);
        }
    }
    (text, kept)
}
