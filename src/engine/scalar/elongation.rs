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
        let run = run_before(inner.program(), tail);
        Elongation { inner, run, dropping: false }
    }

    pub(crate) fn program(&self) -> &'p Program {
        self.inner.program()
    }

    /// See [`Ahead::pass_white`](super::ahead::Ahead::pass_white).
    pub(crate) fn pass_white(&mut self) {
        self.inner.pass_white();
    }

    /// Where the source goes on, or `None` in the middle of a unit.
    pub(crate) fn position(&self) -> Option<usize> {
        if self.dropping { None } else { self.inner.position() }
    }
}

/// The letter that the output ends with, and how many times, as far as it matters.
fn run_before(program: &Program, tail: &str) -> (char, usize) {
    let run = program.longest_run().and_then(|longest| {
        let letter = left::far_base(tail)?;
        Some((letter, left::repeats(tail, letter, longest)))
    });
    run.unwrap_or_default()
}

impl Elongation<'_, '_> {
    /// Whether one that starts here, behind this output, would know what this one knows of the run.
    pub(crate) fn knows_run(&self, tail: &str) -> bool {
        self.program().longest_run().is_none_or(|longest| {
            let (letter, count) = run_before(self.program(), tail);
            !is_arabic_letter(self.run.0)
                || (letter, count) == (self.run.0, self.run.1.min(longest))
        })
    }

    /// See [`Word::in_word`](super::word::Word::in_word).
    pub(crate) fn in_word(&self) -> Option<bool> {
        self.inner.in_word()
    }

    /// Goes behind the next letter if that letter goes, its marks with it. Returns where the source goes on
    /// then, at a base.
    pub(crate) fn skip_letter(&mut self) -> Option<usize> {
        let longest = self.program().longest_run()?;
        let letter = self.inner.next().map(|next| next.c).filter(|&c| c == self.run.0)?;
        if self.run.1 < longest || !is_arabic_letter(letter) {
            return None;
        }
        while self.inner.clone().next().is_some_and(|next| is_mark(next.c)) {
            self.inner.next();
        }
        self.inner.position()
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
