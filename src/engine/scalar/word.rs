//! Step 3: dagger alef and tatweel, by the letters beside them.

use alloc::vec::Vec;

use super::{Placed, REACH, expand::Expand, in_places_order, keep::Keep, left};
use crate::rules::{
    Program, dagger,
    kinds::is_arabic_letter,
    letters::Action,
    marks::{self, ccc, is_mark},
};

/// Tatweel.
const TATWEEL: char = '\u{640}';
/// Dagger alef.
const DAGGER: char = '\u{670}';
/// Maddah above.
const MADDAH: char = '\u{653}';
/// Alef.
const ALEF: char = '\u{627}';

/// The characters with dagger alefs written out and inner tatweel gone.
#[derive(Clone)]
pub(crate) struct Word<'p, 't> {
    daggers: Daggers<'p, 't>,
    /// Whether tatweel here follows a letter of its word.
    in_word: bool,
    /// In a run of tatweel that is inner: all of it goes but what carries a mark.
    inner_run: bool,
}

impl<'p, 't> Word<'p, 't> {
    /// Starts behind `source`; `tail` is the output of it.
    pub(crate) fn new(inner: Keep<'p, 't>, source: &str, tail: &str) -> Self {
        let program = inner.program();
        let in_word = program.inner_tatweel() && left::in_word(tail, |c| carries(program, c));
        let letters = if program.dagger_to_alef() {
            letters_before(program, source)
        } else {
            Letters::default()
        };
        let daggers = Daggers { inner, letters, finished: Vec::new() };
        Word { daggers, in_word, inner_run: false }
    }

    pub(crate) fn is_watched(&self) -> bool {
        self.daggers.inner.is_watched()
    }

    pub(crate) fn program(&self) -> &'p Program {
        self.daggers.inner.program()
    }

    pub(crate) fn pass_white(&mut self) {
        if self.daggers.finished.is_empty() {
            self.daggers.inner.pass_white();
        }
    }

    /// Where the source goes on, or `None` in the middle of a unit.
    pub(crate) fn position(&self) -> Option<usize> {
        if self.daggers.finished.is_empty() { self.daggers.inner.position() } else { None }
    }

    /// See [`Keep::is_before_base`].
    pub(crate) fn is_before_base(&self) -> bool {
        self.daggers.finished.is_empty() && self.daggers.inner.is_before_base()
    }

    /// The next character as it is mapped later, if this and the other steps for letters do no more to it.
    #[inline(always)]
    pub(crate) fn pass(&mut self) -> Option<Placed> {
        if !self.daggers.finished.is_empty() {
            return None;
        }
        let (c, passed) = self.daggers.inner.pass()?;
        let program = self.program();
        if program.dagger_to_alef() {
            self.daggers.letters.take(c);
        }
        if program.inner_tatweel() {
            self.inner_run = false;
            self.in_word = is_arabic_letter(c);
        }
        Some(passed)
    }

    /// Whether tatweel here would be inside a word, where that matters.
    pub(crate) fn in_word(&self) -> Option<bool> {
        self.program().inner_tatweel().then_some(self.in_word)
    }

    /// Starts with what another one knew here.
    pub(crate) fn set_in_word(&mut self, in_word: bool) {
        self.in_word = in_word;
    }

    /// Whether the tatweel just drawn goes. `self` is behind it.
    fn tatweel_goes(&mut self) -> bool {
        if self.carried_next() {
            return false;
        }
        // The first of the run decides for all of it: one that stays ends the word.
        if !self.inner_run && self.in_word {
            let program = self.program();
            let mut marks = 0;
            let after = self.daggers.clone().map(|next| next.c).find(|&c| {
                marks += usize::from(is_mark(c) && program.keeps_mark(c));
                marks > REACH || !(c == TATWEEL || is_mark(c))
            });
            self.inner_run = after.is_some_and(is_arabic_letter);
        }
        self.inner_run
    }

    /// Whether the marks that follow hold one that a tatweel carries.
    fn carried_next(&self) -> bool {
        if self.daggers.finished.is_empty() && self.daggers.inner.is_before_no_mark() {
            return false;
        }
        let program = self.program();
        let marks = self.daggers.clone().map(|next| next.c).take_while(|&c| is_mark(c));
        marks.filter(|&c| program.keeps_mark(c)).take(REACH).any(|c| carries(program, c))
    }
}

/// Whether a tatweel stays to carry this mark: dagger alef, maddah or hamza, when they stay
/// themselves.
fn carries(program: &Program, mark: char) -> bool {
    matches!(mark, '\u{653}'..='\u{655}' | DAGGER) && program.keeps_mark(mark)
}

impl Iterator for Word<'_, '_> {
    type Item = Placed;

    #[inline]
    fn next(&mut self) -> Option<Placed> {
        if !self.program().inner_tatweel() {
            return self.daggers.next();
        }
        loop {
            let next = self.daggers.next()?;
            if next.c == TATWEEL {
                if self.tatweel_goes() {
                    continue;
                }
                // One that carries a mark stays in its word; any other ends it.
                self.in_word = self.in_word && self.carried_next();
            } else if !is_mark(next.c) {
                self.inner_run = false;
                self.in_word = is_arabic_letter(next.c);
            }
            return Some(next);
        }
    }
}

/// The characters with dagger alefs written out.
///
/// This step alone looks left at the source, where alef maksura is not yet a yeh. It may: what it
/// decides on is not in the output.
#[derive(Clone)]
struct Daggers<'p, 't> {
    inner: Keep<'p, 't>,
    /// The word so far.
    letters: Letters<{ dagger::LEFT }>,
    /// What comes of the marks of the last base, reversed.
    finished: Vec<Placed>,
}

/// The letters of the word that the source ends with, as [`Daggers`] would hold them.
fn letters_before(program: &Program, source: &str) -> Letters<{ dagger::LEFT }> {
    let spelled = |c: char| {
        let expansion = program.expansion(c).unwrap_or_default();
        let itself = expansion.is_empty().then_some(c);
        itself.into_iter().chain(expansion.chars().rev())
    };
    let goes = |c: char| match c {
        '\u{200D}' => program.deletes_zwj(),
        _ => program.letters.action(c) == Action::Delete,
    };
    let mut found = ['\0'; dagger::LEFT];
    let mut count = 0;
    let (mut gap, mut last_gap) = (0, 0);
    for c in source.chars().rev().flat_map(spelled).filter(|&c| !goes(c)) {
        if is_arabic_letter(c) {
            if count == 0 {
                last_gap = gap;
            }
            found[count] = c;
            count += 1;
            gap = 0;
        } else {
            gap += 1;
        }
        if count == found.len() || gap > REACH || !belongs_to_word(c) {
            break;
        }
    }
    let mut letters = Letters::default();
    found[..count].iter().rev().for_each(|&c| letters.push(c));
    letters.gap = last_gap;
    letters
}

/// Whether the dagger alef at `at` is written as alef, by the letters before it and from `behind` on: what [`Daggers`]
/// decide where nothing but letters that stay stands on either side.
pub(crate) fn is_dagger_written(program: &Program, text: &str, at: usize, behind: usize) -> bool {
    let inner = Keep::new(Expand::new(program, text, behind), "");
    let letters = letters_before(program, &text[..at]);
    let daggers = Daggers { inner, letters, finished: Vec::new() };
    dagger::is_written(daggers.letters.as_slice(), daggers.letters_ahead().as_slice())
}

/// Letters, marks and tatweel, of which words are made here.
fn belongs_to_word(c: char) -> bool {
    c == TATWEEL || is_mark(c) || is_arabic_letter(c)
}

impl Daggers<'_, '_> {
    /// The next letters of the word.
    fn letters_ahead(&self) -> Letters<{ dagger::RIGHT }> {
        let ahead = self.inner.clone().map(|next| next.c).take(REACH);
        let mut letters = Letters::default();
        let word = ahead.take_while(|&c| belongs_to_word(c));
        word.filter(|&c| is_arabic_letter(c)).take(dagger::RIGHT).for_each(|c| letters.push(c));
        letters
    }

    /// Draws the marks that follow, if a dagger alef is among them or has just been drawn as `first`.
    fn marks_with_dagger(&mut self, first: Option<Placed>) -> Option<Vec<Placed>> {
        if first.is_none() && self.inner.is_before_no_mark() {
            return None;
        }
        let following = self.inner.clone().take(REACH).take_while(|next| is_mark(next.c));
        let marks: Vec<Placed> = first.into_iter().chain(following).collect();
        if !marks.iter().any(|mark| mark.c == DAGGER) {
            return None;
        }
        for _ in usize::from(first.is_some())..marks.len() {
            self.inner.next();
        }
        Some(marks)
    }

    /// Works on the marks of a base, a dagger alef among them: in canonical order, so that it does not
    /// matter how they came. What stands behind a dagger alef that is written belongs to the
    /// alef; but first a mark that composes with the base belongs to the base.
    fn finish(&mut self, base: Option<char>, mut marks: Vec<Placed>) {
        let program = self.inner.program();
        let right = self.letters_ahead();
        let written = dagger::is_written(self.letters.as_slice(), right.as_slice());
        let mut finished = Vec::new();
        if program.clusters {
            marks.sort_by_key(|mark| ccc(mark.c));
            let composes =
                |mark: &Placed| base.is_some_and(|base| marks::compose(base, mark.c).is_some());
            if let Some(at) = marks.iter().position(composes) {
                let is_blocked = at > 0 && ccc(marks[at - 1].c) == ccc(marks[at].c);
                if !is_blocked {
                    finished.push(marks.remove(at));
                }
            }
        }
        let mut on_alef = false;
        for mark in marks {
            match mark.c {
                DAGGER if written => finished.push(mark.with(ALEF)),
                DAGGER => {}
                // Maddah on a dagger alef says that it is long. It makes no alef with madda, unless
                // it stays.
                MADDAH if on_alef && program.deletes_letter_mark(MADDAH) => {}
                _ => finished.push(mark),
            }
            on_alef |= written && mark.c == DAGGER;
            self.letters.pass();
        }
        in_places_order(&mut finished);
        finished.reverse();
        self.finished = finished;
    }
}

impl Iterator for Daggers<'_, '_> {
    type Item = Placed;

    #[inline]
    fn next(&mut self) -> Option<Placed> {
        if !self.inner.program().dagger_to_alef() {
            return self.inner.next();
        }
        loop {
            if let Some(mark) = self.finished.pop() {
                return Some(mark);
            }
            let next = self.inner.next()?;
            let c = next.c;
            if is_mark(c) {
                // At the start of the text, or behind too many marks: there is no base.
                let Some(marks) = self.marks_with_dagger(Some(next)) else {
                    self.letters.pass();
                    return Some(next);
                };
                self.finish(None, marks);
                continue;
            }
            self.letters.take(c);
            if let Some(marks) = self.marks_with_dagger(None) {
                self.finish(Some(c), marks);
            }
            return Some(next);
        }
    }
}

/// The last few letters of a word, in order.
#[derive(Clone, Debug)]
struct Letters<const N: usize> {
    letters: [char; N],
    count: usize,
    /// Marks and tatweel since the last of them.
    gap: usize,
}

impl<const N: usize> Default for Letters<N> {
    fn default() -> Self {
        Letters { letters: ['\0'; N], count: 0, gap: 0 }
    }
}

impl<const N: usize> Letters<N> {
    /// Takes a base.
    fn take(&mut self, c: char) {
        if is_arabic_letter(c) {
            self.push(c);
        } else if c == TATWEEL {
            self.pass();
        } else {
            self.clear();
        }
    }

    /// Adds a letter at the right end; the leftmost falls out when there is no room.
    fn push(&mut self, letter: char) {
        self.letters.rotate_left(1);
        self.letters[N - 1] = letter;
        self.count = (self.count + 1).min(N);
        self.gap = 0;
    }

    /// Passes a mark or tatweel. After too many the letters are out of reach.
    fn pass(&mut self) {
        self.gap += 1;
        if self.gap > REACH {
            self.clear();
        }
    }

    /// Forgets the letters: the word has ended.
    fn clear(&mut self) {
        self.count = 0;
        self.gap = 0;
    }

    /// The letters, the nearest last.
    fn as_slice(&self) -> &[char] {
        &self.letters[N - self.count..]
    }
}
