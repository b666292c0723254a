//! Step 5: runs of one letter, cut to the longest that is allowed.

use super::{Placed, cluster::Cluster, left};
use crate::rules::{Program, kinds::is_arabic_letter, marks::is_mark};

/// The characters without what is too long.
#[derive(Clone)]
pub(crate) struct Elongation<'p, 't> {
    inner: Cluster<'p, 't>,
    /// The letter of the run, and how many of it have passed.
    run: (char, usize),
    /// The last letter went, so its marks go too.
    dropping: bool,
}

impl<'p, 't> Elongation<'p, 't> {
    pub(crate) fn new(inner: Cluster<'p, 't>, tail: &str) -> Self {
        let run = inner.program().longest_run().and_then(|longest| {
            let letter = left::far_base(tail)?;
            Some((letter, left::repeats(tail, letter, longest)))
        });
        let run = run.unwrap_or_default();
        Elongation { inner, run, dropping: false }
    }

    pub(crate) fn program(&self) -> &'p Program {
        self.inner.program()
    }

    /// The next character, undecided.
    #[inline]
    pub(crate) fn peek(&self) -> Option<char> {
        // ASCII passes through every step, and to copy them all takes time.
        self.inner.peek_ascii().unwrap_or_else(|| self.ahead().next())
    }

    /// The next characters, undecided.
    pub(crate) fn ahead(&self) -> impl Iterator<Item = char> + Clone + use<'p, 't> {
        self.clone().map(|next| next.c)
    }

    /// Where the source goes on, or `None` in the middle of a unit.
    pub(crate) fn position(&self) -> Option<usize> {
        if self.dropping { None } else { self.inner.position() }
    }
}

impl Iterator for Elongation<'_, '_> {
    type Item = Placed;

    #[inline]
    fn next(&mut self) -> Option<Placed> {
        let Some(longest) = self.program().longest_run() else {
            return self.inner.next();
        };
        loop {
            let next = self.inner.next()?;
            let c = next.c;
            if !is_mark(c) {
                self.run = if c == self.run.0 { (c, self.run.1 + 1) } else { (c, 1) };
                self.dropping = is_arabic_letter(c) && self.run.1 > longest;
            }
            if !self.dropping {
                return Some(next);
            }
        }
    }
}
