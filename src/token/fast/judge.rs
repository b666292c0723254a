//! What a block decides: the rules as shifts of bit planes.

use super::{repairs::Repairs, tags::Tagged};
use crate::{
    engine::cuts::{Judge, Marks},
    rules::quick::decode,
    token::{
        easy::{self, Easy, Judged},
        kind::{Sort, TokenKind},
        planes::{BEHIND, Planes, STEP, quick_kind},
        policy::Policy,
        tags::Tags,
    },
};

/// The bytes of a block on which it decides.
pub(super) const DECIDED: u64 = ((1 << STEP) - 1) << BEHIND;

/// A block behind an easy one begins so many bytes further on than behind another.
const AHEAD: usize = easy::STEP + easy::BEHIND - (STEP + BEHIND);

/// Judges block after block.
pub(super) struct Judgement<'t> {
    pub(super) text: &'t str,
    /// Where the batch begins.
    pub(super) base: usize,
    /// All bits where white space is wanted, else none.
    spaces: u64,
    /// The first hard character.
    pub(super) hard: Option<usize>,
    /// The classes of the last block, as far as no table has them if it was easy.
    class: [u64; 4],
    /// The token that goes on behind the last block, which was easy, is plain so far: 1 or 0.
    plain: u64,
    /// Where the last tag ends.
    pub(super) tag_end: usize,
    pub(super) tags: Tags,
}

impl<'t> Judgement<'t> {
    /// Of no block yet, for a batch from `base` on.
    #[inline(always)]
    pub(super) fn new(text: &'t str, base: usize, spaces: u64) -> Self {
        Judgement {
            text,
            base,
            spaces,
            hard: None,
            class: [0; 4],
            plain: 0,
            tag_end: 0,
            tags: Tags::default(),
        }
    }
}

impl Judge for Judgement<'_> {
    #[inline(always)]
    fn judge_easy(&mut self, at: usize, sets: Easy) -> Option<Judged> {
        if self.tag_end >= at && at > self.base {
            return None;
        }
        let judged = sets.judge(self.spaces, u64::from(at == self.base), self.plain)?;
        // Of what the tables of planes do not have, only joiners matter to the next block: they are as marks.
        let marks = (sets.zwnj << 1 | sets.zwnj << 2) >> AHEAD;
        self.class = [marks, 0, 0, marks];
        self.plain = judged.plain;
        Some(judged)
    }

    #[inline(always)]
    fn judge(&mut self, at: usize, planes: Planes) -> Marks {
        let found = self.boundaries(at, planes);
        // An end is wanted with the character before it.
        let wanted = self.spaces | !found.spaces;
        let hard = found.hard & DECIDED;
        self.plain = 0;
        if hard != 0 {
            self.hard = Some(at + hard.trailing_zeros() as usize - BEHIND);
        }
        Marks {
            starts: found.starts & wanted,
            ends: found.starts & (wanted << 1) & !(u64::from(at == self.base) << BEHIND),
            odd: found.mixed & DECIDED,
            coloured: !found.letters,
            all: found.starts,
        }
    }

    #[inline]
    fn sort(&self, start: usize, end: usize, odd: bool) -> Sort {
        match self.sort_by_start(start).filter(|_| !odd) {
            Some(sort) => sort,
            None => other_sort(self.text, start, end, odd),
        }
    }

    #[inline]
    fn sort_by_start(&self, start: usize) -> Option<Sort> {
        Some(Sort::of(quick_kind(self.text.as_bytes(), start)?))
    }
}

/// What a token is of which the table does not tell it.
#[cold]
#[inline(never)]
fn other_sort(text: &str, start: usize, end: usize, odd: bool) -> Sort {
    if !odd && start < end {
        let (first, length) = decode(text.as_bytes(), start);
        if let Some(kind) = TokenKind::of_first(first, end - start == length) {
            return Sort::of(kind);
        }
    }
    Sort::of(TokenKind::of(&text[start..end], Policy::Arabic))
}

/// What a block tells about tokens.
struct Boundaries {
    /// Boundaries, at the first byte of what follows.
    starts: u64,
    /// White space, all of its bytes.
    spaces: u64,
    /// What the specification has to look at.
    hard: u64,
    /// Bytes of tokens of which the first character does not tell the kind.
    mixed: u64,
    /// Arabic letters of U+0600–06FF.
    letters: u64,
}

impl Judgement<'_> {
    /// The boundaries of a block whose byte number [`BEHIND`] is at `at`; right for those on which it
    /// decides.
    #[inline(always)]
    fn boundaries(&mut self, at: usize, mut planes: Planes) -> Boundaries {
        let text = self.text;
        // A token is known to begin here.
        let mut known = u64::from(at == self.base) << BEHIND;
        let arabic_lead = planes.arabic_lead;
        let lead = !planes.continuation;
        let [b0, b1, b2, b3] = planes.class;
        let without = !(b0 | b1 | b2 | b3 | arabic_lead);
        let (mut unknown, mut line_feed, mut under, mut strange) = (0, 0, 0, 0);
        let (mut attached, mut mixed) = (0, 0);
        if without != 0 {
            let repaired = Repairs::make(text, at, planes, self.class, known);
            planes = repaired.planes;
            (unknown, line_feed, under) = (repaired.unknown, repaired.line_feed, repaired.under);
            (attached, strange) = (repaired.attached, repaired.strange);
            mixed = repaired.odd;
        }
        self.class = planes.class;
        // The class of a character of two bytes is at its last; a set of them has both.
        let [b0, b1, b2, b3] = planes.class;
        let both = |set: u64| set | (set >> 1 & arabic_lead);
        let word = b3 & !b2;
        // Arabic letters and marks, of which none has one byte.
        let script = word & !b1;
        let letter = script & !b0;
        let (script, letter) = (script | script >> 1, letter | letter >> 1);
        let alphanumeric = word & b1;
        let closing = !b3 & b2; // what ends everything
        let space = closing & !b1 & !b0;
        let line = closing & !b1 & b0;
        let stop = both(closing & b1 & b0);
        let middle = b3 & b2;
        let full_stop = middle & !b1 & !b0;
        let apostrophe = middle & b1 & b0;
        let low = !b3 & !b2;
        let sign = low & !b1 & b0;

        let stops = stop | full_stop;
        let mut joins = (script & after(script))
            | (stops & after(stops))
            | (space & after(space))
            | line_feed
            | attached;
        // WB6 and WB7 for the apostrophe.
        let mut glue = apostrophe & after(script) & before(script);

        let mut hard = unknown & lead;
        let mut tagged = 0;

        // A full stop between Arabic letters, which may be initials.
        let between = full_stop & after(script) & before(script);
        if between != 0 {
            // One letter, and something behind it that is neither a letter nor may join one. With another
            // letter there the full stop parts words, whatever stands before it.
            let apart = both(closing) | full_stop;
            // Of two bytes.
            let letter = letter & !strange;
            let single_before = between & after(letter) & apart << 3;
            let single_after = between & before(letter) & apart >> 3;
            let initials = single_before & single_after;
            let parts = between & before(letter) & letter >> 3;
            glue |= initials;
            hard |= between & !(initials | parts);
        }

        // Most blocks of Arabic have neither digits nor Latin letters.
        if (alphanumeric | under | sign) != 0 || self.tag_end + BEHIND >= at {
            let alphanumeric = both(alphanumeric);
            let digit = both(alphanumeric & b0);
            let latin = alphanumeric & !digit;
            let mark = script & !letter;
            let middle = both(middle);
            let word = script | alphanumeric;
            let colon = middle & b1 & !b0;
            let slash = low & b1 & !b0;
            let bar = low & b1 & b0;
            let name = word | under;

            joins |= alphanumeric & after(alphanumeric);
            // WB13a and WB13b.
            joins |= (under & after(name)) | (name & after(under));
            // WB6 and WB7.
            let middle_of_word = apostrophe | colon | full_stop;
            glue |= middle_of_word & after(latin) & before(latin);
            // WB11 and WB12, with `:` and `/`; the comma may have two bytes.
            let separator = middle | slash;
            let last = before(lead);
            let joined_right = separator & last & before(digit);
            let joined_left = separator & lead & after(digit);
            glue |= joined_left & (joined_right | (before(joined_right) & arabic_lead));

            mixed |= (latin & after(digit)) | (digit & after(latin)) | under;
            hard |= lead & mark & after(alphanumeric | under);

            // Letters without a class, as ideographs have none, are in names as well.
            let named = name | unknown | strange;
            let candidates = DECIDED
                & ((sign & before(named))
                    | (colon & before(slash) & after(alphanumeric))
                    | (full_stop & after(latin) & before(named))
                    | (bar & after(digit) & before(digit)));
            if candidates != 0 || self.tag_end + BEHIND >= at {
                let found = Tagged {
                    candidates,
                    lead,
                    arabic_lead,
                    joins,
                    glue,
                    digit,
                    hard,
                    known,
                    joined: 0,
                    odd: 0,
                };
                let found = self.tags(at, found);
                (hard, known, tagged) = (found.hard, found.known, found.joined);
                mixed |= found.odd;
            }
        }

        glue &= !known;
        joins |= glue | glue_ends(glue, arabic_lead);
        Boundaries {
            starts: ((lead & !joins) | known) & !tagged,
            spaces: (space | line) & !tagged,
            hard,
            mixed,
            letters: letter & !strange,
        }
    }
}

/// The ends of marks that join what stands on both sides.
#[inline(always)]
pub(super) fn glue_ends(glue: u64, arabic_lead: u64) -> u64 {
    // Of a mark of two bytes it is at both.
    after((glue & !arabic_lead) | after(glue & arabic_lead))
}

/// A plane as it looks to the next byte.
#[inline(always)]
pub(super) fn after(plane: u64) -> u64 {
    plane << 1
}

/// A plane as it looks to the byte before.
#[inline(always)]
pub(super) fn before(plane: u64) -> u64 {
    plane >> 1
}
