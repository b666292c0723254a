//! What comes out of the steps for letters, with some of what is to come in view.
//!
//! The rules of the line look ahead all the time, mostly at the next character or two. So those are
//! drawn once and kept; only a look that goes farther draws from a clone of the steps.

use super::{Placed, elongation::Elongation};

/// So many characters are kept.
const NEAR: usize = 6;

/// The characters of a line, to be taken or only looked at.
#[derive(Clone)]
pub(crate) struct Ahead<'p, 't> {
    chars: Elongation<'p, 't>,
    /// Those that have been drawn and not taken: `count` from `first` on, and around.
    near: [Drawn; NEAR],
    first: usize,
    count: usize,
    /// Whether it matters what has been looked at: then nothing is drawn before its time.
    watched: bool,
}

/// A character that has been drawn, and where the source went on before.
#[derive(Clone, Copy)]
struct Drawn {
    next: Placed,
    position: Option<usize>,
}

impl<'p, 't> Ahead<'p, 't> {
    pub(crate) fn new(chars: Elongation<'p, 't>, watched: bool) -> Self {
        const NOTHING: Drawn = Drawn { next: Placed { c: '\0', at: 0 }, position: None };
        Ahead { chars, near: [NOTHING; NEAR], first: 0, count: 0, watched }
    }

    /// The next character, which stays the next.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<char> {
        self.look(0)
    }

    /// The character behind the next `n`, which stay where they are.
    pub(crate) fn look(&mut self, n: usize) -> Option<char> {
        if n >= NEAR || self.watched {
            return self.ahead().nth(n);
        }
        while self.count <= n {
            let position = self.chars.position();
            let next = self.chars.next()?;
            self.near[(self.first + self.count) % NEAR] = Drawn { next, position };
            self.count += 1;
        }
        Some(self.near[(self.first + n) % NEAR].next.c)
    }

    /// The next characters, which stay where they are. For looks that go far.
    pub(crate) fn ahead(&self) -> impl Iterator<Item = char> + Clone + use<'p, 't> {
        let (near, first, chars) = (self.near, self.first, self.chars.clone());
        let drawn = (0..self.count).map(move |n| near[(first + n) % NEAR].next);
        drawn.chain(chars).map(|next| next.c)
    }

    /// In a run of white space of which no more matters than that there is some: goes to the last of it at once. What may
    /// follow is a mark on that.
    pub(crate) fn pass_white(&mut self) {
        if self.count == 0 && !self.watched {
            self.chars.pass_white();
        }
    }

    /// Where the source goes on, or `None` in the middle of a unit.
    #[inline]
    pub(crate) fn position(&self) -> Option<usize> {
        match self.count {
            0 => self.chars.position(),
            _ => self.near[self.first].position,
        }
    }

    /// See [`Elongation::knows_run`]. Only where nothing is drawn before its time.
    pub(crate) fn knows_run(&self, tail: &str) -> bool {
        debug_assert!(self.watched);
        self.chars.knows_run(tail)
    }

    /// Whether tatweel here would be inside a word, where that matters. Only where nothing is drawn before its
    /// time.
    pub(crate) fn in_word(&self) -> Option<bool> {
        debug_assert!(self.watched);
        self.chars.in_word()
    }

    /// See [`Elongation::skip_letter`]. Only where nothing is drawn before its time.
    pub(crate) fn skip_letter(&mut self) -> Option<usize> {
        debug_assert!(self.watched);
        self.chars.skip_letter()
    }
}

impl Iterator for Ahead<'_, '_> {
    type Item = Placed;

    #[inline]
    fn next(&mut self) -> Option<Placed> {
        if self.count == 0 {
            return self.chars.next();
        }
        let next = self.near[self.first].next;
        self.first = (self.first + 1) % NEAR;
        self.count -= 1;
        Some(next)
    }
}
