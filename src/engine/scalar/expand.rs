//! Step 1: presentation forms, spelled out one by one.

use core::{cell::Cell, str::Chars};

use super::Placed;
use crate::rules::{Program, kinds::Kind, passing::Passing, quick::decode};

/// The source's characters, with forms expanded.
#[derive(Clone)]
pub(crate) struct Expand<'p, 't> {
    program: &'p Program,
    text: &'t str,
    position: usize,
    spelled: Chars<'static>,
    /// Where the character stood that is spelled out.
    spelled_at: usize,
    /// Set when anything asks what comes behind the last character.
    end_seen: Option<&'p Cell<bool>>,
    /// Which characters need not go through the steps.
    passing: Option<&'p Passing>,
}

impl<'p, 't> Expand<'p, 't> {
    pub(crate) fn new(program: &'p Program, text: &'t str, position: usize) -> Self {
        Expand {
            program,
            text,
            position,
            spelled: "".chars(),
            spelled_at: position,
            end_seen: None,
            passing: None,
        }
    }

    /// Sets the flag, if there is one, when anything asks what comes behind the last character: then the output may be
    /// another one when the text goes on.
    pub(crate) fn watch_end(&mut self, end_seen: Option<&'p Cell<bool>>) {
        self.end_seen = end_seen;
    }

    /// From now on, characters that pass need not go through the steps. Not where it is watched where the end is looked at.
    pub(crate) fn set_passing(&mut self, passing: Option<&'p Passing>) {
        self.passing = passing.filter(|_| !self.is_watched());
    }

    /// The next character as it came, and as it is mapped in the end, if the steps for letters do no more to it.
    #[inline(always)]
    pub(crate) fn pass(&mut self) -> Option<(char, Placed)> {
        let passing = self.passing.filter(|_| self.spelled.as_str().is_empty())?;
        let (bytes, at) = (self.text.as_bytes(), self.position);
        let step = passing.at(bytes, at);
        let end = at + usize::from(step.len);
        if !(step.passes && passing.at(bytes, end).is_base) {
            return None;
        }
        self.position = end;
        let c = decode(bytes, at).0;
        Some((c, Placed { c: step.written.unwrap_or(c), at }))
    }

    /// Whether what comes next is known to be no mark and to stay, if it is not tatweel, or is the end.
    #[inline]
    pub(crate) fn is_before_no_mark(&self) -> bool {
        self.spelled.as_str().is_empty()
            && match self.passing {
                Some(passing) => passing.at(self.text.as_bytes(), self.position).is_no_mark,
                None => self.byte(self.position).is_none_or(|byte| byte.is_ascii()),
            }
    }

    /// Whether what comes next is known to stay and to belong to nothing before it, or is the end.
    #[inline]
    pub(crate) fn is_before_base(&self) -> bool {
        self.spelled.as_str().is_empty()
            && match self.passing {
                Some(passing) => passing.at(self.text.as_bytes(), self.position).is_base,
                None => self.byte(self.position).is_none_or(|byte| byte.is_ascii()),
            }
    }

    /// The source's byte at this place.
    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        let byte = self.text.as_bytes().get(at).copied();
        if byte.is_none()
            && let Some(end_seen) = self.end_seen
        {
            end_seen.set(true);
        }
        byte
    }

    /// Whether it is watched where the end is looked at.
    pub(crate) fn is_watched(&self) -> bool {
        self.end_seen.is_some()
    }

    pub(crate) fn program(&self) -> &'p Program {
        self.program
    }

    /// Goes to the last of the white space that follows, if there is more than one character of it.
    pub(crate) fn pass_white(&mut self) {
        let rest = &self.text[self.position..];
        let is_white = |c: char| Kind::of(c) == Kind::White;
        if self.spelled.as_str().is_empty()
            && let Some((end, _)) =
                rest.char_indices().find(|&(_, c)| !is_white(c)).or(Some((rest.len(), ' ')))
            && let Some((last, _)) = rest[..end].char_indices().next_back()
        {
            self.position += last;
        }
    }

    /// Where the source goes on, or `None` in the middle of an expansion.
    pub(crate) fn position(&self) -> Option<usize> {
        self.spelled.as_str().is_empty().then_some(self.position)
    }
}

impl Iterator for Expand<'_, '_> {
    type Item = Placed;

    #[inline]
    fn next(&mut self) -> Option<Placed> {
        if let Some(c) = self.spelled.next() {
            return Some(Placed { c, at: self.spelled_at });
        }
        let at = self.position;
        self.byte(self.position)?;
        let c = self.text[self.position..].chars().next()?;
        self.position += c.len_utf8();
        match self.program.expansion(c) {
            Some(spelled) => {
                self.spelled = spelled.chars();
                self.spelled_at = at;
                self.spelled.next().map(|c| Placed { c, at })
            }
            None => Some(Placed { c, at }),
        }
    }
}
