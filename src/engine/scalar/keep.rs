//! Step 2: what goes wherever it stands, and zero width joiners.

use super::{Placed, expand::Expand};
use crate::{
    options::WhiteSpace,
    rules::{Program, kinds::Kind, letters::Action, ranges::contains, tables::EMOJI_JOINED},
};

/// The characters that stay.
#[derive(Clone)]
pub(crate) struct Keep<'p, 't> {
    inner: Expand<'p, 't>,
    /// The last character that stayed.
    before: Option<char>,
}

impl<'p, 't> Keep<'p, 't> {
    pub(crate) fn new(inner: Expand<'p, 't>, tail: &str) -> Self {
        Keep { inner, before: tail.chars().next_back() }
    }

    pub(crate) fn program(&self) -> &'p Program {
        self.inner.program()
    }

    pub(crate) fn is_before_no_mark(&self) -> bool {
        self.inner.is_before_no_mark()
    }

    pub(crate) fn is_before_base(&self) -> bool {
        self.inner.is_before_base()
    }

    /// See [`Expand::pass`].
    #[inline(always)]
    pub(crate) fn pass(&mut self) -> Option<(char, Placed)> {
        let (c, passed) = self.inner.pass()?;
        self.before = Some(c);
        Some((c, passed))
    }

    pub(crate) fn is_watched(&self) -> bool {
        self.inner.is_watched()
    }

    pub(crate) fn pass_white(&mut self) {
        self.inner.pass_white();
    }

    pub(crate) fn position(&self) -> Option<usize> {
        self.inner.position()
    }

    /// Whether a zero width joiner here joins two emoji.
    fn joins_emoji(&self) -> bool {
        let program = self.program();
        let stays =
            |c: &char| program.letters.action(*c) != Action::Delete && !may_go_later(program, *c);
        let after = self.inner.clone().map(|next| next.c).find(stays);
        let is_emoji = |c: Option<char>| c.is_some_and(|c| contains(EMOJI_JOINED, c));
        is_emoji(self.before) && is_emoji(after)
    }
}

/// Whether a later step deletes the character after an emoji: the output will not hold it.
fn may_go_later(program: &Program, c: char) -> bool {
    program.deletes_letter_mark(c) || (c == '\u{670}' && program.dagger_to_alef())
}

impl Iterator for Keep<'_, '_> {
    type Item = Placed;

    #[inline]
    fn next(&mut self) -> Option<Placed> {
        let program = self.program();
        loop {
            let next = self.inner.next()?;
            let stays = match next.c {
                '\u{200C}' if program.zwnj_to_space() => ' ',
                '\u{200D}' if program.deletes_zwj() && !self.joins_emoji() => continue,
                _ if program.letters.action(next.c) == Action::Delete => continue,
                // In single-line mode no rule sees a line end.
                _ if program.config.white_space == WhiteSpace::SingleLine
                    && Kind::of(next.c) == Kind::LineEnd =>
                {
                    ' '
                }
                c => c,
            };
            if !may_go_later(program, stays) {
                self.before = Some(stays);
            }
            return Some(next.with(stays));
        }
    }
}
