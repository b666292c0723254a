//! Step 4: a base and its marks as one unit, composed, mapped, in order.

use alloc::vec::Vec;
use core::mem;

use unicode_normalization::{
    IsNormalized, UnicodeNormalization,
    char::{canonical_combining_class, compose as compose_pair, decompose_canonical},
    is_nfc_quick,
};

use super::{NOWHERE, Placed, in_places_order, word::Word};
use crate::rules::{
    Program,
    kinds::Kind,
    marks::{self, ccc, decompose, is_arabic, is_mark},
};

/// The most marks that one base may have in NFC (UAX #15, Stream-Safe Text Format, D4).
const MOST_MARKS: usize = 30;

/// The most characters that are looked at as one unit before a base that may compose with what stands before it. Two or
/// three such bases make one character; more is a row of signs that shift from one composite to the next.
const MOST_CHARS: usize = 2 * MOST_MARKS;

/// Combining grapheme joiner, which the Stream-Safe Text Format puts after the thirtieth mark.
const JOINER: char = '\u{34F}';

/// The characters of finished clusters.
#[derive(Clone)]
pub(crate) struct Cluster<'p, 't> {
    inner: Word<'p, 't>,
    /// The next character of the inner step if it has been drawn, and where the source went on before.
    drawn: Option<(Option<Placed>, Option<usize>)>,
    /// Whether it matters what has been looked at: then nothing is drawn before its time.
    watched: bool,
    /// The finished cluster, reversed.
    finished: Vec<Placed>,
    /// Room for the one under way.
    unit: Vec<Placed>,
}

impl<'p, 't> Cluster<'p, 't> {
    pub(crate) fn new(inner: Word<'p, 't>) -> Self {
        let watched = inner.is_watched();
        Cluster { inner, drawn: None, watched, finished: Vec::new(), unit: Vec::new() }
    }

    pub(crate) fn program(&self) -> &'p Program {
        self.inner.program()
    }

    /// Where the source goes on, or `None` in the middle of a cluster.
    pub(crate) fn position(&self) -> Option<usize> {
        if !self.finished.is_empty() {
            return None;
        }
        self.drawn.map_or_else(|| self.inner.position(), |(_, position)| position)
    }

    /// See [`Ahead::pass_white`](super::ahead::Ahead::pass_white).
    pub(crate) fn pass_white(&mut self) {
        let drawn = self.drawn.and_then(|(next, _)| next);
        let in_run =
            self.finished.is_empty() && drawn.is_none_or(|next| Kind::of(next.c) == Kind::White);
        if in_run {
            self.inner.pass_white();
        }
    }

    /// The next character of the inner step.
    #[inline]
    fn draw(&mut self) -> Option<Placed> {
        match self.drawn.take() {
            Some((next, _)) => next,
            None => self.inner.next(),
        }
    }

    /// The same, which stays the next.
    #[inline]
    fn look(&mut self) -> Option<Placed> {
        if self.watched {
            return self.inner.clone().next();
        }
        let inner = &mut self.inner;
        self.drawn
            .get_or_insert_with(|| {
                let position = Word::position(inner);
                (inner.next(), position)
            })
            .0
    }

    /// See [`Word::in_word`].
    pub(crate) fn in_word(&self) -> Option<bool> {
        self.inner.in_word()
    }

    /// Finishes a unit, behind whose last mark more follow or not.
    fn finish(&mut self, unit: &[Placed], more: bool) {
        let mut chars = unit.iter().map(|next| next.c).collect();
        finish(self.program(), &mut chars);
        self.finished.extend(place(unit, &chars));
        if more {
            self.finished.push(Placed { c: JOINER, at: NOWHERE });
        }
        self.finished.reverse();
    }

    /// Finishes a base outside the Arabic blocks that has a canonical decomposition and no mark on it, and is mapped by
    /// no rule. Returns whether it is one of at most two characters.
    fn finish_alone(&mut self, base: Placed) -> bool {
        let mut parts = [None; 2];
        let mut count = 0;
        decompose_canonical(base.c, |part| {
            if let Some(place) = parts.get_mut(count) {
                *place = Some(part);
            }
            count += 1;
        });
        if is_arabic(base.c) || canonical_combining_class(base.c) != 0 {
            return false;
        }
        match parts {
            [Some(first), None] if !is_arabic(first) => self.finished.push(base.with(first)),
            [Some(first), Some(second)] if count == 2 && !is_arabic(first) => {
                match compose_pair(first, second) {
                    Some(whole) => self.finished.push(base.with(whole)),
                    None => self.finished.extend([base.with(second), base.with(first)]),
                }
            }
            _ => return false,
        }
        true
    }

    /// Draws what belongs to the base: at most [`MOST_MARKS`] marks, those of the base's own
    /// decomposition counted, and other bases that compose with it. Returns whether more follow.
    fn gather(&mut self, cluster: &mut Vec<Placed>) -> bool {
        let program = self.program();
        let mut kept = count_marks(cluster[0].c);
        loop {
            let Some(next) = self.look().filter(|next| attaches(program, next.c)) else {
                return false;
            };
            let c = next.c;
            if is_mark(c) {
                // A mark that goes anyway counts once, since only its first can compose.
                if program.deletes_letter_mark(c) && cluster.iter().any(|before| before.c == c) {
                    self.draw();
                    continue;
                }
                let count = count_marks(c);
                if kept + count > MOST_MARKS {
                    return true;
                }
                kept += count;
            } else if !composes(program, cluster, c) {
                return false;
            } else if cluster.len() >= MOST_CHARS {
                return true;
            }
            cluster.push(next);
            self.draw();
        }
    }
}

/// Whether a base and what stands on it stay as they are, but for marks that go: none has a decomposition, none composes
/// with what it may (UAX #15, D115), all are in order, and no rule maps the base. A mark without a base is one that composes
/// with nothing.
fn are_strangers(program: &Program, unit: &[Placed]) -> bool {
    let [Placed { c: base, .. }, ref others @ ..] = *unit else { return true };
    let class = canonical_combining_class;
    if class(base) != 0 && !is_mark(base)
        || program.letters.become_what(base) != base
        || !is_whole(base)
    {
        return false;
    }
    let mut starter = (class(base) == 0).then_some(base);
    let (mut before, mut is_behind_mark) = (base, false);
    for &Placed { c, .. } in others {
        // In a row of one mark all are as the first.
        if c == before && is_behind_mark {
            continue;
        }
        let composes = program.compose(base, c).is_some()
            || starter.is_some_and(|starter| compose_pair(starter, c).is_some());
        let in_order = class(before) <= class(c) && ccc(before) <= ccc(c);
        if !(is_mark(c) || program.nfc) || composes || !in_order || !is_whole(c) {
            return false;
        }
        if class(c) == 0 {
            starter = Some(c);
        }
        (before, is_behind_mark) = (c, class(c) != 0);
    }
    true
}

/// Whether a base composes with the unit before it: whether NFC of both together is not that of each for itself. Marks
/// that go stand between no two characters.
fn composes(program: &Program, unit: &[Placed], base: char) -> bool {
    if let [before] = *unit
        && is_whole(before.c)
        && is_whole(base)
    {
        return compose_pair(before.c, base).is_some();
    }
    let unit = unit.iter().map(|before| before.c).filter(|&c| !program.deletes_letter_mark(c));
    let apart = unit.clone().nfc().chain([base].into_iter().nfc());
    !unit.chain([base]).nfc().eq(apart)
}

/// Whether a character has no canonical decomposition.
fn is_whole(c: char) -> bool {
    let mut first = None;
    decompose_canonical(c, |part| first = first.or(Some(part)));
    first == Some(c)
}

/// How many marks a character is, or has in its canonical decomposition.
fn count_marks(c: char) -> usize {
    match c {
        _ if is_arabic(c) => usize::from(is_mark(c) || decompose(c).is_some()),
        _ => {
            let mut count = 0;
            decompose_canonical(c, |part| count += usize::from(is_mark(part)));
            count
        }
    }
}

/// Whether a character may belong to the base before it.
fn attaches(program: &Program, c: char) -> bool {
    is_mark(c) || (program.nfc && c >= '\u{700}' && marks::attaches(c))
}

impl Iterator for Cluster<'_, '_> {
    type Item = Placed;

    #[inline]
    fn next(&mut self) -> Option<Placed> {
        if let Some(next) = self.finished.pop() {
            return Some(next);
        }
        if self.drawn.is_none()
            && let Some(passed) = self.inner.pass()
        {
            return Some(passed);
        }
        let program = self.program();
        loop {
            let next = self.draw()?;
            let base = next.c;
            if !program.clusters {
                return Some(next.with(program.letters.become_what(base)));
            }
            let alone = (self.drawn.is_none() && self.inner.is_before_base())
                || !self.look().is_some_and(|next| attaches(program, next.c));
            if alone && (is_arabic(base) || base.is_ascii() || !program.nfc) {
                if program.deletes_letter_mark(base) {
                    continue;
                }
                return Some(next.with(program.letters.become_what(base)));
            }
            if alone && is_nfc_quick([base].into_iter()) == IsNormalized::Yes {
                return Some(next);
            }
            if alone && self.finish_alone(next) {
                return self.finished.pop();
            }
            let mut unit = mem::take(&mut self.unit);
            unit.push(next);
            let more = self.gather(&mut unit);
            if are_strangers(program, &unit) {
                let joiner = more.then_some(Placed { c: JOINER, at: NOWHERE });
                let stay = unit.iter().rev().filter(|next| !program.deletes_letter_mark(next.c));
                self.finished.extend(joiner.iter().chain(stay));
            } else {
                self.finish(&unit, more);
            }
            unit.clear();
            self.unit = unit;
            if let Some(next) = self.finished.pop() {
                return Some(next);
            }
        }
    }
}

/// The characters that a cluster has become, each in the place where it stood before, or where one stood that decomposes
/// to it; others that are new in that of the base. Marks without a base are placed as behind one that stays, such as the
/// end of a line before them.
pub(crate) fn place(cluster: &[Placed], chars: &[char]) -> Vec<Placed> {
    let mut left: Vec<Placed> = cluster.to_vec();
    let mut placed: Vec<Placed> = Vec::with_capacity(chars.len());
    for &c in chars {
        let found = left.iter().position(|before| before.c == c);
        let at = match found {
            Some(found) => left.remove(found).at,
            None => {
                let base = cluster[0];
                let is_base = |before: &Placed| before.at == base.at && !is_mark(base.c);
                // Where the base is spoken for, it has composed of what follows.
                let alone = !left.iter().any(is_base);
                let from = left.iter().find(|before| {
                    let is_part = has_part(before.c, c) || (alone && has_part(c, before.c));
                    is_part && !is_base(before)
                });
                from.unwrap_or(&base).at
            }
        };
        placed.push(Placed { c, at });
    }
    in_places_order(&mut placed);
    placed
}

/// Whether a canonical decomposition has the other character in it, as that of grave tone mark has grave accent.
fn has_part(whole: char, part: char) -> bool {
    let mut found = false;
    decompose_canonical(whole, |c| found |= c == part);
    found
}

/// Composes, maps and orders one cluster.
fn finish(program: &Program, cluster: &mut Vec<char>) {
    let all_arabic = cluster.iter().all(|&c| is_arabic(c));
    if program.nfc && !all_arabic {
        // A mark that is newer than our tables is a base to us. It must not be sorted as a mark.
        let is_newer = canonical_combining_class(cluster[0]) != 0 && !is_mark(cluster[0]);
        if is_newer {
            let marks = cluster.drain(1..).filter(|&c| !program.deletes_letter_mark(c));
            let marks: Vec<char> = marks.nfc().collect();
            cluster.extend(marks);
            return;
        }
        // Canonical decomposition orders the marks and finds the true base.
        let decomposed: Vec<char> = cluster.iter().copied().nfd().collect();
        if !is_arabic(decomposed[0]) || decomposed[1..].iter().any(|&c| !is_mark(c)) {
            let stays = |c: &char| !program.deletes_letter_mark(*c);
            *cluster = decomposed.into_iter().filter(stays).nfc().collect();
            return;
        }
        *cluster = decomposed;
    }
    if let Some((base, mark)) = decompose(cluster[0]) {
        cluster[0] = base;
        cluster.insert(1, mark);
    }
    let bases = usize::from(!is_mark(cluster[0]));
    // Each mark with the place where it stood.
    let mut marks: Vec<(usize, char)> = cluster.drain(bases..).enumerate().collect();
    marks.sort_by_key(|&(_, mark)| ccc(mark));
    let plain = cluster.first().copied();
    if let Some(base) = cluster.first_mut() {
        compose(program, base, &mut marks);
    }
    marks.retain(|&(_, mark)| !program.deletes_letter_mark(mark));
    // Out of NFC the marks stay as they came. But if a mark that could have composed is left, since
    // another one did, it may have come as part of the base; then all stay in canonical order.
    // The next pass sees the base that this one puts out, so that one counts as well.
    let shown = cluster.first().map(|&base| decompose(base).map_or(base, |pair| pair.0));
    let may_compose = |mark: char| {
        [plain, shown].into_iter().flatten().any(|base| marks::compose(base, mark).is_some())
    };
    if !program.nfc && !marks.iter().any(|&(_, mark)| may_compose(mark)) {
        marks.sort_by_key(|&(place, _)| place);
    }
    cluster.extend(marks.into_iter().map(|(_, mark)| mark));
}

/// Composes the base with the first mark that it can, maps it, and so on until it stays.
///
/// The marks are in canonical order. One is blocked by a mark of its own class before it that stays
/// (UAX #15, D115); a mark that goes blocks none, since the next pass would not see it.
fn compose(program: &Program, base: &mut char, marks: &mut Vec<(usize, char)>) {
    loop {
        let before = *base;
        let mut blocked = 0;
        let found = marks.iter().position(|&(_, mark)| {
            let free = ccc(mark) > blocked;
            if !program.deletes_letter_mark(mark) {
                blocked = ccc(mark);
            }
            free && program.compose(before, mark).is_some()
        });
        if let Some(at) = found {
            let (_, mark) = marks.remove(at);
            *base = program.compose(before, mark).unwrap_or(before);
        }
        *base = program.letters.become_what(*base);
        if *base == before && found.is_none() {
            return;
        }
    }
}
