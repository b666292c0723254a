//! Tokens that have been found and not given, and how far to look for more.

use super::{judge::Judgement, tags::is_in_mail};
use crate::{
    engine::{
        cuts::{Cut, Cuts, Flags},
        planes::{Available, Find, Work},
    },
    token::tags::domain,
};

/// A boundary is certain so far in front of a hard character: a mark of two bytes may join it with a
/// digit before that.
const CERTAIN: usize = 3;

/// After so many batches without a token the pause before the next one does not grow any more.
const MOST_EMPTY: u8 = 8;

/// A batch that comes to a hard character within so many bytes takes longer than the specification.
const SOON: usize = 64;

/// So many of them may be by chance.
const FEW_SHORT: u8 = 2;

/// After so many of them the pause does not grow any more.
const MOST_SHORT: u8 = 7;

/// Tokens that have been found and not given, and where to go on.
#[derive(Clone, Debug)]
pub(in crate::token) struct Batch<'t> {
    cuts: Cuts<'t>,
    /// Where the tokens of the batch end: all in front of it is in them, or not wanted.
    pub(in crate::token) end: usize,
    /// Up to here tokens are for the specification to find.
    pub(in crate::token) slow_until: usize,
    /// No e-mail address starts between the end of the batch and this position.
    no_mail_before: usize,
    /// Batches without a token that have followed one another.
    empty: u8,
    /// Batches that came to a hard character soon, of the last.
    short: u8,
}

impl<'t> Batch<'t> {
    pub(in crate::token) fn new(text: &'t str) -> Self {
        Batch {
            cuts: Cuts::new(text),
            end: 0,
            slow_until: 0,
            no_mail_before: 0,
            empty: 0,
            short: 0,
        }
    }

    /// The source.
    #[inline]
    pub(in crate::token) fn text(&self) -> &'t str {
        self.cuts.text()
    }

    /// The next token.
    #[inline]
    pub(in crate::token) fn pop(&mut self) -> Option<Cut<'t>> {
        self.cuts.pop()
    }

    /// A fold over all tokens.
    #[inline]
    pub(in crate::token) fn drain<B>(&mut self, init: B, take: impl FnMut(B, Cut<'t>) -> B) -> B {
        self.cuts.drain(init, take)
    }

    /// Takes note that everything from `back` on has been given.
    pub(in crate::token) fn end_at(&mut self, back: usize) {
        self.cuts.end_at(back);
    }

    /// Finds the tokens from `base` on, where a token begins; `spaces` tells whether white space is
    /// wanted.
    #[inline]
    pub(in crate::token) fn fill(
        &mut self,
        tier: Available,
        base: usize,
        back: usize,
        spaces: bool,
    ) {
        tier.run(Fill { batch: self, base, spaces });
        self.end_at(back);
    }
}

/// The work of filling a batch. In place: a copy would be read sooner than it has been written.
struct Fill<'b, 't> {
    batch: &'b mut Batch<'t>,
    base: usize,
    spaces: bool,
}

impl Work for Fill<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run<F: Find>(self, find: F) {
        let Fill { batch, base, spaces } = self;
        batch.cuts.clear(base);
        let text = batch.cuts.text();
        let mut flags = Flags::new();
        let spaces = if spaces { !0 } else { 0 };
        let mut judgement = Judgement::new(text, base, spaces);
        let mut at = base;
        loop {
            at = batch.cuts.add(find, at, &mut judgement, &mut flags);
            if judgement.hard.is_some() || at > text.len() {
                break;
            }
            if batch.cuts.is_full() {
                if batch.cuts.last_boundary(at).is_some_and(|last| last > base) {
                    break;
                }
                if !batch.cuts.reaches(at) {
                    break;
                }
                // One long token goes on.
                batch.cuts.keep_first();
            }
        }
        let hard = judgement.hard;
        batch.finish(base, hard, at);
    }
}

impl Batch<'_> {
    /// Ends the batch, of which the blocks have decided up to `at`.
    fn finish(&mut self, base: usize, hard: Option<usize>, at: usize) {
        let text = self.text().as_bytes();
        let unsure = match hard {
            Some(hard) => hard,
            None if at > text.len() => {
                self.end = text.len();
                self.slow_until = 0;
                self.empty = 0;
                return;
            }
            None => at,
        };
        let certain = unsure.saturating_sub(CERTAIN);
        self.end = self.cuts.last_boundary(certain).unwrap_or(base);
        // Where white space is not wanted, easy blocks part one space from another. But what stands behind the last of
        // them, and has not been judged, may attach to it: then all of them are one token, which may be wanted.
        while self.end > base && text[self.end - 1] == b' ' && text.get(self.end) == Some(&b' ') {
            let before = text[base..self.end].iter().rev();
            let spaces = before.take_while(|byte| **byte == b' ').count();
            // In front of the first of them may be another white character, which other blocks join to it.
            self.end = self.cuts.last_boundary(self.end - spaces).unwrap_or(base);
        }
        // What reaches to the end of what has been seen may be the beginning of an e-mail address.
        if unsure > self.no_mail_before {
            let mail =
                text[base..unsure].iter().rev().take_while(|byte| is_in_mail(**byte)).count();
            let from = unsure - mail;
            if mail > 0
                && from < self.end
                && self.may_be_mail(from, unsure)
                && let Some(start) = self.cuts.first_start_from(from)
            {
                self.end = self.end.min(start);
            }
        }
        self.cuts.end_at(self.end);
        // Where batches find nothing, it is not worth looking each time.
        self.empty = if self.end == base { (self.empty + 1).min(MOST_EMPTY) } else { 0 };
        let is_short = hard.is_some_and(|hard| hard - base < SOON);
        self.short = if is_short { (self.short + 1).min(MOST_SHORT) } else { self.short / 2 };
        let pause = (1_usize << self.empty) - 1;
        self.slow_until = hard.map_or(0, |hard| hard + 1).max(base + pause);
        if is_short && self.short > FEW_SHORT {
            self.slow_until += SOON << (self.short - FEW_SHORT) >> 1;
        }
        if hard.is_none() && self.end > base {
            self.slow_until = 0;
        }
    }

    /// Whether an e-mail address may start at or behind `from`, of what has been seen up to `unsure`.
    fn may_be_mail(&mut self, from: usize, unsure: usize) -> bool {
        let text = self.text().as_bytes();
        let rest = text[unsure..].iter().take_while(|byte| is_in_mail(**byte)).count();
        let at = unsure + rest;
        let is_mail = text.get(at) == Some(&b'@') && domain(text, at + 1).is_some();
        if !is_mail && from < at {
            self.no_mail_before = at;
        }
        is_mail
    }
}
