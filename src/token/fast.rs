//! Tokens, a block at a time.
//!
//! The classes of a block's bytes are bit planes, and the rules of [`word`](super::word) for
//! [`Policy::Arabic`](super::policy::Policy::Arabic) are shifts of them: whether there is a boundary
//! in front of a character shows in a few bytes on both sides. So blocks that overlap
//! are judged each by itself, and the processor works on several of them at once.
//!
//! Characters outside the tables get a class one by one ([`Repairs`]), and so do what may be parts of
//! [`tags`]. Where a character or its neighbourhood needs more than that, which is called hard here, a
//! batch of blocks ends, at a boundary that is certain, and the specification takes over until it is
//! past.

use super::{
    easy::{Easy, Judged},
    kind::{Sort, TokenKind},
    planes::{ASCII, BEHIND, Planes, STEP, class, fill, quick_kind},
    policy::Policy,
    property::{WordBreak, is_emoji_by_default, is_pictographic},
    tables::WORD_BREAK,
    tags::{self, Tags},
    word::is_arabic,
};
use crate::engine::{
    cuts::{Cut, Cuts, Flags, Judge, Marks, low_bits},
    planes::{Available, Find, Work},
};
use crate::rules::{kinds::LOW, marks::is_mark, tables::ARABIC_LETTERS};

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
pub(super) struct Batch<'t> {
    cuts: Cuts<'t>,
    /// Where the tokens of the batch end: all in front of it is in them, or not wanted.
    pub(super) end: usize,
    /// Up to here tokens are for the specification to find.
    pub(super) slow_until: usize,
    /// No e-mail address starts between the end of the batch and this position.
    no_mail_before: usize,
    /// Batches without a token that have followed one another.
    empty: u8,
    /// Batches that came to a hard character soon, of the last.
    short: u8,
}

impl<'t> Batch<'t> {
    pub(super) fn new(text: &'t str) -> Self {
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
    pub(super) fn text(&self) -> &'t str {
        self.cuts.text()
    }

    /// The next token.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Cut<'t>> {
        self.cuts.pop()
    }

    /// A fold over all tokens.
    #[inline]
    pub(super) fn drain<B>(&mut self, init: B, take: impl FnMut(B, Cut<'t>) -> B) -> B {
        self.cuts.drain(init, take)
    }

    /// Takes note that everything from `back` on has been given.
    pub(super) fn end_at(&mut self, back: usize) {
        self.cuts.end_at(back);
    }

    /// Finds the tokens from `base` on, where a token begins; `spaces` tells whether white space is
    /// wanted.
    #[inline]
    pub(super) fn fill(&mut self, tier: Available, base: usize, back: usize, spaces: bool) {
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
        let mut judgement = Judgement {
            text,
            base,
            spaces,
            hard: None,
            class: [0; 4],
            plain: 0,
            tag_end: 0,
            tags: Tags::default(),
        };
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
        let is_mail = text.get(at) == Some(&b'@') && tags::domain(text, at + 1).is_some();
        if !is_mail && from < at {
            self.no_mail_before = at;
        }
        is_mail
    }
}

/// What an e-mail address has in front of its `@`.
fn is_in_mail(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}

/// What names of ASCII are made of.
fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Judges block after block.
struct Judgement<'t> {
    text: &'t str,
    /// Where the batch begins.
    base: usize,
    /// All bits where white space is wanted, else none.
    spaces: u64,
    /// The first hard character.
    hard: Option<usize>,
    /// The classes of the last block; none if it was easy.
    class: [u64; 4],
    /// The token that goes on behind the last block, which was easy, is plain so far: 1 or 0.
    plain: u64,
    /// Where the last tag ends.
    tag_end: usize,
    tags: Tags,
}

impl Judge for Judgement<'_> {
    #[inline(always)]
    fn judge_easy(&mut self, at: usize, sets: Easy) -> Option<Judged> {
        if self.tag_end >= at && at > self.base {
            return None;
        }
        let judged = sets.judge(self.spaces, u64::from(at == self.base), self.plain)?;
        self.class = [0; 4];
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
            None => other_sort(&self.text[start..end], odd),
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
fn other_sort(token: &str, odd: bool) -> Sort {
    // Nearly all emoji are of four bytes. One that stands with anything else is odd.
    let is_long = token.as_bytes().first() == Some(&0xF0);
    if is_long && !odd && token.chars().next().is_some_and(is_emoji_by_default) {
        return Sort::of(TokenKind::Emoji);
    }
    Sort::of(TokenKind::of(token, Policy::Arabic))
}

/// The bytes of a block on which it decides.
const DECIDED: u64 = ((1 << STEP) - 1) << BEHIND;

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

    /// Finds the tags of a block; and what is left of one that has begun before.
    #[inline(never)]
    fn tags(&mut self, at: usize, mut found: Tagged) -> Tagged {
        let first = at.wrapping_sub(BEHIND);
        if self.tag_end + BEHIND >= at && self.tag_end > self.base {
            found.add(0, self.tag_end + BEHIND - at);
        }
        while found.candidates != 0 {
            let lane = found.candidates.trailing_zeros() as usize;
            if found.hard & low_bits(lane) & DECIDED != 0 {
                // Only the first that is hard matters.
                break;
            }
            found.candidates &= found.candidates - 1;
            match self.ask(first.wrapping_add(lane), lane, &found) {
                Answer::Nothing => {}
                Answer::Hard => found.hard |= 1 << lane,
                Answer::Date { start, end } => {
                    found.add(start.wrapping_sub(first) + 1, end.wrapping_sub(first));
                    self.tag_end = end;
                }
                Answer::Tag { start, end } => {
                    let start = start.wrapping_sub(first);
                    found.add(start + 1, end.wrapping_sub(first));
                    found.odd |= 1 << start;
                    found.hard &= !(1 << start);
                    self.tag_end = end;
                }
            }
        }
        found
    }

    /// Whether the character at a position, and in a lane, is a part of a tag.
    fn ask(&mut self, at: usize, lane: usize, found: &Tagged) -> Answer {
        let text = self.text.as_bytes();
        let left = at.checked_sub(1).map_or(b' ', |left| text[left]);
        match text[at] {
            b'#' if is_in_name(left) => Answer::Nothing,
            b'#' => {
                // A number is no name.
                let is_digit = |byte: &&u8| byte.is_ascii_digit();
                let number = text[at + 1..].iter().take_while(is_digit).count();
                match text.get(at + 1 + number) {
                    Some(next) if !next.is_ascii() || is_in_name(*next) => {
                        self.tag_from(at, lane, at, found)
                    }
                    _ => Answer::Nothing,
                }
            }
            b'@' if is_in_mail(left) && tags::domain(text, at + 1).is_some() => {
                let mail = text[..at].iter().rev().take_while(|byte| is_in_mail(**byte)).count();
                self.mail(at, lane, mail, found)
            }
            b'@' if is_in_name(left) => Answer::Nothing,
            b'@' => self.tag_from(at, lane, at, found),
            b':' => {
                // The beginning of a host.
                let host =
                    text.get(at + 3).is_some_and(|b| !b.is_ascii() || b.is_ascii_alphanumeric());
                if !(host && text[at + 1..].starts_with(b"//")) {
                    return Answer::Nothing;
                }
                let scheme =
                    text[..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                self.tag_from(at, lane, at - scheme, found)
            }
            b'.' => {
                let Some(start) = at.checked_sub(3) else { return Answer::Nothing };
                if !text[start..at].eq_ignore_ascii_case(b"www") {
                    return Answer::Nothing;
                }
                self.tag_from(at, lane, start, found)
            }
            b'-' => {
                // The first hyphen of a date stands behind a few digits.
                let number = (found.digit << (64 - lane)).leading_ones() as usize;
                if number > 8 || text[..at - number].ends_with(b"-") {
                    return Answer::Nothing;
                }
                if let Some(end) = plain_date(text, at - number, at)
                    && number <= lane - BEHIND
                    && found.starts() >> (lane - number) & 1 != 0
                {
                    return Answer::Date { start: at - number, end };
                }
                match self.tag_from(at, lane, at - number, found) {
                    // Of an address there may be more before it.
                    Answer::Tag { start, end } if text[start..end].contains(&b'@') => Answer::Hard,
                    answer => answer,
                }
            }
            _ => Answer::Nothing,
        }
    }

    /// The tag that starts at `start` and reaches beyond `at`, which is in the lane.
    fn tag_from(&mut self, at: usize, lane: usize, start: usize, found: &Tagged) -> Answer {
        let Some(start_lane) = lane.checked_sub(at - start).filter(|&lane| lane >= BEHIND) else {
            return Answer::Hard;
        };
        if found.starts() >> start_lane & 1 == 0 {
            return Answer::Nothing;
        }
        match self.tags.end(self.text, start) {
            // What joins anything in front of it begins the token behind the tag.
            Some(end) if end > at && !self.text[end..].starts_with(is_ignored) => {
                Answer::Tag { start, end }
            }
            Some(_) => Answer::Hard,
            None => Answer::Nothing,
        }
    }

    /// An e-mail address whose `@` is at a position: it begins with the first token that can begin one, of
    /// the `length` bytes before that.
    fn mail(&mut self, at: usize, lane: usize, length: usize, found: &Tagged) -> Answer {
        let Some(from) = lane.checked_sub(length).filter(|&lane| lane >= BEHIND) else {
            return Answer::Hard;
        };
        let mut starts = found.starts() & low_bits(lane) & !low_bits(from);
        while starts != 0 {
            let start = at - (lane - starts.trailing_zeros() as usize);
            if self.text.as_bytes()[start].is_ascii_alphanumeric() {
                match self.tag_from(at, lane, start, found) {
                    Answer::Nothing => {}
                    answer => return answer,
                }
            }
            starts &= starts - 1;
        }
        self.tag_from(at, lane, at, found)
    }
}

/// The end of a date of ASCII digits that starts at `start` and has its first hyphen at `hyphen`, if it is followed
/// by white space or a mark that joins nothing: then it is neither an address nor anything longer.
#[inline]
fn plain_date(text: &[u8], start: usize, hyphen: usize) -> Option<usize> {
    let digits = |from: usize, most: usize| {
        let count = text[from..].iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then_some(from + count)
    };
    let second = digits(hyphen + 1, 2).filter(|&at| text.get(at) == Some(&b'-'))?;
    let end = digits(second + 1, 4)?;
    let next = *text.get(end).filter(|byte| byte.is_ascii())?;
    let ends = matches!(ASCII[usize::from(next)], class::SPACE | class::LINE | class::OTHER);
    (ends && digits(start, 4) == Some(hyphen)).then_some(end)
}

/// The ends of marks that join what stands on both sides.
#[inline(always)]
fn glue_ends(glue: u64, arabic_lead: u64) -> u64 {
    // Of a mark of two bytes it is at both.
    after((glue & !arabic_lead) | after(glue & arabic_lead))
}

/// What the search for tags needs of a block, and what it finds.
struct Tagged {
    /// Characters that may be a part of a tag.
    candidates: u64,
    lead: u64,
    arabic_lead: u64,
    /// Characters joined to those before them, but for `glue`: marks that join both.
    joins: u64,
    glue: u64,
    digit: u64,
    /// What the specification has to look at.
    hard: u64,
    /// Where tokens are known to start.
    known: u64,
    /// The insides of tags.
    joined: u64,
    /// The starts of tags.
    odd: u64,
}

impl Tagged {
    /// Adds the inside of a tag.
    fn add(&mut self, from: usize, end: usize) {
        let inside = low_bits(end) & !low_bits(from);
        self.joined |= inside;
        self.candidates &= !inside;
        self.hard &= !inside;
        if end < 64 {
            self.known |= 1 << end;
        }
    }

    /// Where tokens start, as far as is known.
    fn starts(&self) -> u64 {
        let glue = self.glue & !self.known;
        let joins = self.joins | glue | glue_ends(glue, self.arabic_lead);
        ((self.lead & !joins) | self.known) & !self.joined
    }
}

/// What a character is.
enum Answer {
    /// No part of a tag.
    Nothing,
    /// Something for the specification.
    Hard,
    /// A part of this tag.
    Tag { start: usize, end: usize },
    /// A part of this date, which is a number by its first character.
    Date { start: usize, end: usize },
}

/// A plane as it looks to the next byte.
#[inline(always)]
fn after(plane: u64) -> u64 {
    plane << 1
}

/// A plane as it looks to the byte before.
#[inline(always)]
fn before(plane: u64) -> u64 {
    plane >> 1
}

/// Extend, Format or ZWJ.
fn is_ignored(c: char) -> bool {
    !c.is_ascii() && WordBreak::of(c).is_ignored()
}

/// What becomes of characters that have no class in the tables, one by one.
struct Repairs {
    planes: Planes,
    /// All bytes of those that stay without a class.
    unknown: u64,
    /// All bytes of those that have one now.
    strange: u64,
    /// Line feeds behind a carriage return.
    line_feed: u64,
    /// Low lines.
    under: u64,
    /// First bytes of characters that join the one in front of them, whatever that is.
    attached: u64,
    /// Bytes of tokens of which the first character does not tell the kind.
    odd: u64,
}

impl Repairs {
    /// Gives a class to the characters that have none, where the rules are simple for them. `earlier` are the
    /// classes of the block before, `known` is where a token is known to begin.
    #[inline(never)]
    fn make(text: &str, at: usize, planes: Planes, earlier: [u64; 4], known: u64) -> Repairs {
        let Planes { class: [b0, b1, b2, b3], arabic_lead, continuation } = planes;
        let without = !(b0 | b1 | b2 | b3 | arabic_lead);
        let unknown = without | (without >> 1 & arabic_lead);
        let mut repairs =
            Repairs { planes, unknown, strange: 0, line_feed: 0, under: 0, attached: 0, odd: 0 };
        let mut left = unknown & !continuation;
        if known == 0 {
            // The characters that begin in the first bytes, which are the last of the block before, and what is
            // left of one before those.
            let end = BEHIND + (!continuation >> BEHIND).trailing_zeros() as usize;
            let in_ascii = !(continuation | before(continuation));
            let seen = low_bits(end) & unknown & !in_ascii;
            let mut found = 0;
            for (plane, earlier) in repairs.planes.class.iter_mut().zip(earlier) {
                let bits = (earlier >> STEP) & seen;
                *plane |= bits;
                found |= bits;
            }
            // The first byte of an Arabic letter or mark has no class, as in the tables.
            found |= before(found) & seen & !continuation;
            repairs.unknown &= !found;
            repairs.strange |= found;
            left &= !found;
        }
        let first = at.wrapping_sub(BEHIND);
        while left != 0 {
            let lane = left.trailing_zeros() as usize;
            left &= left - 1;
            let position = first.wrapping_add(lane);
            match text.as_bytes()[position] {
                b'_' => {
                    repairs.under |= 1 << lane;
                    repairs.unknown &= !(1 << lane);
                }
                b'\r' => {
                    let feed = text.as_bytes().get(position + 1) == Some(&b'\n');
                    repairs.line_feed |= u64::from(feed) << lane << 1;
                    repairs.set(class::LINE, lane, 1);
                }
                _ => repairs.repair(text, position, lane, known >> lane & 1 != 0),
            }
        }
        repairs
    }

    /// Gives the class to all bytes of a character. To an Arabic letter or mark not at its first, as in the
    /// tables.
    fn set(&mut self, class: u8, lane: usize, length: usize) {
        let bits = low_bits(length) << lane;
        self.unknown &= !bits;
        self.strange |= bits;
        let bits = match class {
            class::ARABIC | class::MARK => bits & !(1 << lane),
            _ => bits,
        };
        for (bit, plane) in self.planes.class.iter_mut().enumerate() {
            *plane |= bits & 0_u64.wrapping_sub(u64::from(class >> bit & 1));
        }
    }

    /// The class of the character in front of a lane, if that is in the block and no token begins between them.
    fn class_before(&self, lane: usize, begins: bool) -> Option<u8> {
        let lane = lane.checked_sub(1).filter(|_| !begins)?;
        let planes = self.planes.class.iter().rev();
        Some(planes.fold(0, |class, plane| class << 1 | (plane >> lane & 1) as u8))
    }

    /// Gives a class to the character outside ASCII at a position, and in a lane, if the rules are simple for
    /// it; `begins` tells that a token does.
    fn repair(&mut self, text: &str, position: usize, lane: usize, begins: bool) {
        let mut chars = text[position..].chars();
        let Some(c) = chars.next() else { return };
        let length = c.len_utf8();
        if let Some(class) = common_class(c) {
            return self.set(class, lane, length);
        }
        let next = || chars.clone().next();
        use WordBreak::{
            ALetter, Extend, Format, HebrewLetter, MidLetter, MidNum, MidNumLet, Numeric, Other,
            Zwj,
        };
        let class = match (c, WordBreak::of(c)) {
            // Zero width space and figure space, which are no marks, and what makes a keycap of a digit.
            ('\u{200B}' | '\u{2007}' | '\u{20E3}', _) => return,
            (_, Other) => class::OTHER,
            (_, ALetter) if is_arabic(c) => class::ARABIC,
            (_, ALetter) => class::LATIN,
            // WB7a to WB7c
            (_, HebrewLetter)
                if !next().is_some_and(|c| matches!(c, '\'' | '"') || is_ignored(c)) =>
            {
                class::LATIN
            }
            (_, Numeric) => class::DIGIT,
            // Marks that join letters or digits on both sides, and here do not.
            (_, MidLetter | MidNum | MidNumLet) if !next().is_some_and(may_be_joined) => {
                class::OTHER
            }
            (_, Extend) if is_mark(c) => match self.class_before(lane, begins) {
                Some(class @ (class::LATIN | class::DIGIT)) => class,
                _ => class::MARK,
            },
            (_, Extend | Format) => return self.attach(lane, length, begins),
            // WB3c
            (_, Zwj) if !next().is_some_and(is_pictographic) => {
                return self.attach(lane, length, begins);
            }
            _ => return,
        };
        self.set(class, lane, length);
    }

    /// Makes a character a part of the one in front of it (WB4).
    fn attach(&mut self, lane: usize, length: usize, begins: bool) {
        let class = match self.class_before(lane, begins) {
            Some(class::ARABIC | class::MARK) => class::MARK,
            Some(class @ (class::LATIN | class::DIGIT)) => class,
            Some(class::OTHER) => {
                self.attached |= 1 << lane;
                self.odd |= 1 << lane;
                class::OTHER
            }
            _ => return,
        };
        self.set(class, lane, length);
    }
}

/// The classes of characters outside ASCII and U+0600–06FF that need no look at their neighbours; of others
/// [`class::UNKNOWN`].
static CLASSES: [u8; LOW] = {
    let mut classes = [class::OTHER; LOW];
    let mut row = 0;
    while row < WORD_BREAK.len() {
        let (first, last, value) = WORD_BREAK[row];
        let class = match value {
            WordBreak::ALetter => class::LATIN,
            WordBreak::Numeric => class::DIGIT,
            _ => class::UNKNOWN,
        };
        fill(&mut classes, 0, (first, last), class);
        row += 1;
    }
    row = 0;
    while row < ARABIC_LETTERS.len() {
        fill(&mut classes, 0, ARABIC_LETTERS[row], class::ARABIC);
        row += 1;
    }
    fill(&mut classes, 0, ('\u{600}', '\u{6FF}'), class::UNKNOWN);
    // Figure space and zero width space, which are no marks.
    fill(&mut classes, 0, ('\u{2007}', '\u{2007}'), class::UNKNOWN);
    fill(&mut classes, 0, ('\u{200B}', '\u{200B}'), class::UNKNOWN);
    fill(&mut classes, 0, ('\u{2026}', '\u{2026}'), class::STOP); // ellipsis
    classes
};

/// The class of characters that there are whole texts of, and that need no look at their neighbours: most of those in
/// the table, and presentation forms of single letters, ideographs, emoji but for letters of flags and colours of skin.
#[inline(always)]
fn common_class(c: char) -> Option<u8> {
    match c {
        '\0'..'\u{3100}' => Some(CLASSES[c as usize]).filter(|&class| class != class::UNKNOWN),
        '\u{FE80}'..='\u{FEFC}' => Some(class::ARABIC),
        '\u{4E00}'..='\u{9FFF}' => Some(class::OTHER),
        '\u{1F300}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1F64F}' => Some(class::OTHER),
        _ => None,
    }
}

/// Whether a mark may join the character behind it with the one in front of it.
fn may_be_joined(c: char) -> bool {
    let class = WordBreak::of(c);
    class.is_letter() || class.is_ignored() || class == WordBreak::Numeric
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_characters_are_what_their_properties_say() {
        let mut count = 0;
        for c in '\u{80}'..=char::MAX {
            let Some(class) = common_class(c) else { continue };
            let fits = match WordBreak::of(c) {
                WordBreak::ALetter if is_arabic(c) => class == class::ARABIC,
                WordBreak::ALetter => class == class::LATIN,
                WordBreak::Numeric => class == class::DIGIT,
                WordBreak::Other => class == class::OTHER,
                _ => false,
            };
            assert!(fits || (c, class) == ('\u{2026}', class::STOP), "{c:?}");
            assert!(!('\u{600}'..='\u{6FF}').contains(&c) && !matches!(c, '\u{2007}' | '\u{200B}'));
            count += 1;
        }
        assert!(count > 30_000);
    }
}
