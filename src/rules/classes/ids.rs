//! Characters by what becomes of them and what they need, for vectors that look up tables of sixty-four and more.

use alloc::vec::Vec;

use super::{
    ArabicTable, CODE, EASE, GONE, NARROW, Needs, TROUBLE, code,
    groups::{Group, codes_where, groups},
};
use crate::rules::quick::Quick;

/// Codes that only numbers have, beside those of [`code`]: a digit of ASCII, a guillemet that closes, and the second
/// byte of one that opens.
pub(super) const ASCII_DIGIT: u8 = code::COUNT as u8 - 3;
const CLOSING: u8 = code::COUNT as u8 - 2;
const OPENING: u8 = code::COUNT as u8 - 1;
const _: () = assert!(code::PERCENT < ASCII_DIGIT, "they are taken");

/// Numbers for all that the characters of ASCII and U+0600–06FF may be to the kernel, in the low six bits: one for
/// each [code] and delta. With them a block whose neighbours stand well takes a third of the work.
#[derive(Debug)]
pub(crate) struct Ids {
    /// What is looked up of all text.
    pub(crate) held: Held,
    pub(crate) closer: Closer,
    /// By number, what a character has to do with a space that goes, and the line with it: see [`role`].
    pub(crate) roles: [u8; 64],
    /// Whether guillemets stay beside letters and digits.
    pub(crate) guillemets: bool,
    /// What [forms](crate::rules::spelled) become, and the number of a letter that stays.
    pub(crate) forms: [u8; 128],
    pub(crate) letter: u8,
}

/// Bits of [`Ids::roles`]. A space goes between an Arabic letter, marks on it aside, and a mark of punctuation in front of
/// an edge; and behind another space. And what a line has to do with marks.
pub(crate) mod role {
    /// A mark before which a space goes.
    pub(crate) const PULLS: u8 = 1;
    pub(crate) const SPACE: u8 = 2;
    /// A space or line end.
    pub(crate) const EDGE: u8 = 4;
    /// An Arabic letter.
    pub(crate) const LETTER: u8 = 8;
    /// A mark that stays, or what goes.
    pub(crate) const ON_LETTER: u8 = 16;
    /// A mark that lacks nothing on lines without Arabic, whatever stands beside it.
    pub(crate) const AT_EASE: u8 = 64;
    /// A space of which only the first of a run stays.
    pub(crate) const RUNS: u8 = 32;
}

/// The same for a code.
fn role_of(code: u8) -> u8 {
    match code {
        _ if code::ends_something(code) => role::PULLS,
        code::SPACE => role::SPACE | role::EDGE,
        code::LINE_END => role::EDGE,
        code::ARABIC => role::LETTER,
        code::MARK | code::GONE => role::ON_LETTER,
        _ => 0,
    }
}

/// Tables that a wide vector keeps in registers: none may lie across two lines of the cache.
#[derive(Debug)]
#[repr(C, align(64))]
pub(crate) struct Held {
    /// The numbers of U+0600–06FF, in two halves, and of ASCII. With [`NARROW`] the lead byte goes, with [`GONE`] as well the
    /// other. Zero is for all other bytes; and for U+0000, so that its place in the table can be that of all other bytes.
    pub(crate) arabic: [[u8; 128]; 2],
    pub(crate) ascii: [u8; 128],
    /// By number, what to change: see [`Classes`](super::Classes).
    pub(crate) deltas: [u8; 64],
    /// Two characters may lack something if a bit is in the first table for the first and in the second for the second.
    /// Others may seem to: [`closer`](Ids::closer) tells. Of [one bit](Held::QUOTE) it depends on the pair before.
    pub(crate) firsts: [u8; 64],
    pub(crate) seconds: [u8; 64],
    /// For a first that is not seen from its start, so that it may be any character outside the tables: in the lanes where
    /// such a one may end.
    pub(crate) unseen: [u8; 64],
    /// The lanes from which to move up by one, and by two. In memory, so that no compiler makes two instructions of one.
    pub(crate) up: [[u8; 64]; 2],
}

impl Held {
    /// With this bit a pair may lack something only if the one before has it as well: the first pair is that of a
    /// quotation mark that can only open for what stands before it, the second that of one that can only close for what
    /// stands behind it.
    pub(crate) const QUOTE: u8 = 0x80;

    /// Up to where a character may reach that starts before the block, at the most.
    const UNSEEN_TO: usize = 3;
}

impl Ids {
    /// The number of a character outside the tables that stays.
    pub(crate) const ELSEWHERE: u8 = 1;
    /// The number of a guillemet that closes, U+00BB, and that of the second byte of one that opens, U+00AB.
    pub(crate) const CLOSING: u8 = 2;
    pub(crate) const OPENING: u8 = 3;

    /// From classes and deltas, for rewriting or else for looking for the first change; `None` where there are more of them
    /// than numbers.
    pub(super) fn new(
        arabic: &[[u8; 128]; 2],
        deltas: &ArabicTable,
        ascii: &[u8; 128],
        (needs, quick): (&Needs, &Quick),
        collapse: bool,
        forms: [u8; 128],
        writes: bool,
    ) -> Option<Ids> {
        // In the order of their numbers.
        let mut kinds = Vec::from(
            [code::CONTINUATION, code::ELSEWHERE, CLOSING, OPENING].map(|code| (code, 0)),
        );
        let mut id_of = |class: u8, delta: u8| {
            let delta = if class & (TROUBLE | GONE) == 0 { delta } else { 0 };
            let kind = (class & CODE, delta);
            let found = kinds.iter().position(|&other| other == kind);
            let id = found.unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            });
            // Of both the lead byte goes.
            id as u8 | if class & GONE != 0 { GONE | NARROW } else { class & NARROW }
        };
        let mut ids = Ids {
            held: Held {
                arabic: *arabic,
                ascii: *ascii,
                deltas: [0; 64],
                firsts: [0; 64],
                seconds: [0; 64],
                unseen: [0; 64],
                up: core::array::from_fn(|by| {
                    core::array::from_fn(|lane| lane.saturating_sub(by + 1) as u8)
                }),
            },
            closer: Closer { firsts: [[0; 64]; 3], seconds: [[0; 64]; 3] },
            roles: [0; 64],
            guillemets: ['\u{AB}', '\u{BB}'].into_iter().all(|c| quick.encloser_stays(c)),
            forms,
            letter: 0,
        };
        for (id, delta) in
            ids.held.arabic.as_flattened_mut().iter_mut().zip(deltas.bytes.as_flattened())
        {
            *id = id_of(*id, *delta);
        }
        for id in &mut ids.held.ascii {
            // Seldom any goes, and then it is only a control character.
            let goes = *id & GONE != 0;
            *id = match *id {
                _ if goes => id_of(code::TROUBLED_ASCII, 0),
                code::DIGIT => id_of(ASCII_DIGIT, 0),
                class => id_of(class, 0),
            };
        }
        // It shares its number with all that is no ASCII.
        ids.held.ascii[0] = 0;
        if kinds.len() > 64 {
            return None;
        }
        ids.look_at_pairs(&Pairs { needs, collapse }, &kinds);
        for (of_id, (_, delta)) in ids.held.deltas.iter_mut().zip(&kinds) {
            *of_id = *delta;
        }
        for (role, &(code, _)) in ids.roles.iter_mut().zip(&kinds) {
            if writes && quick.tidies && quick.settles {
                *role = role_of(code);
            }
            if collapse && code == code::SPACE {
                *role |= role::RUNS;
            }
            if needs.enough[plain_code(usize::from(code))] & EASE != 0 {
                *role |= role::AT_EASE;
            }
        }
        // No character starts where these are.
        for inside in [0, Ids::OPENING].map(usize::from) {
            ids.held.seconds[inside] = 0;
            ids.closer.seconds.iter_mut().for_each(|seconds| seconds[inside] = 0);
        }
        // A form is a letter, and its last byte stands for one as well, behind a byte that stands for nothing.
        match kinds.iter().position(|&kind| kind == (code::ARABIC, 0)) {
            Some(letter) if ids.closer.are_well(0, letter) => ids.letter = letter as u8,
            _ => ids.forms = [0; 128],
        }
        Some(ids)
    }

    /// Fills in the tables of pairs, for the code of each number.
    fn look_at_pairs(&mut self, pairs: &Pairs<'_>, kinds: &[(u8, u8)]) {
        // Nothing starts with the code of what is inside a character.
        let inside = [code::CONTINUATION, OPENING].map(usize::from);
        let seconds = || (0..code::COUNT).filter(|code| !inside.contains(code));
        let widen = |codes: u32| codes_where(|code| codes >> plain_code(code) & 1 != 0);
        let specials = pairs.specials().map(|(bit, Group { firsts, seconds })| {
            let group = Group { firsts: widen(firsts), seconds: widen(seconds) };
            (bit.trailing_zeros() as usize, group)
        });
        let is_second_bad = |first, second| pairs.is_second_bad(first, second);
        let is_first_bad = |first, second| pairs.is_first_bad(first, second);
        let numbered = |groups: Vec<Group>| (0..).zip(groups).collect::<Vec<_>>();
        let [opens, closes, _, before_digit] = specials.map(|(_, group)| group);
        let quote = Held::QUOTE.trailing_zeros() as usize;
        // Some pairs are rare enough to be looked at closer, so that there are fewer groups.
        let may_be_first_bad = |first, second| {
            is_first_bad(first, second)
                || before_digit.has(first, second)
                || are_marks_in_a_row(first, second)
        };
        // What is bad before whatever stands behind it may as well be bad behind whatever stands before it, where that is not
        // another block's. Guillemets are looked at in any case.
        let never_well = codes_where(|code| {
            let is_bad = |second| is_second_bad(code, second) || may_be_first_bad(code, second);
            !inside.contains(&code) && seconds().all(is_bad)
        });
        let mut held = numbered(groups(seconds(), quote, |first, second| {
            let is_guillemet = first == usize::from(OPENING) || second == usize::from(CLOSING);
            !is_guillemet
                && (never_well >> second & 1 != 0
                    || is_second_bad(first, second)
                    || never_well >> first & 1 == 0 && may_be_first_bad(first, second))
        }));
        held.extend([(quote, opens), (quote, closes)]);
        let of_seconds = numbered(groups(seconds(), 8, is_second_bad));
        let of_firsts = numbered(groups(seconds(), 8, is_first_bad));
        let Held { firsts, seconds, unseen, .. } = &mut self.held;
        add(held, kinds, (firsts, seconds));
        // A byte inside a character of the tables has this number too, behind which a quotation mark may do anything.
        unseen[..Held::UNSEEN_TO].fill(firsts[0] & Held::QUOTE);
        firsts[0] &= !Held::QUOTE;
        let tables = self.closer.firsts.iter_mut().zip(&mut self.closer.seconds);
        for (table, groups) in tables.zip([of_seconds, of_firsts, specials.into()]) {
            add(groups, kinds, table);
        }
    }
}

/// Adds bits of groups, for the code of each number.
fn add(
    groups: Vec<(usize, Group)>,
    kinds: &[(u8, u8)],
    (firsts, seconds): (&mut [u8; 64], &mut [u8; 64]),
) {
    for (bit, group) in groups {
        for (id, &(code, _)) in kinds.iter().enumerate() {
            firsts[id] |= u8::from(group.firsts >> code & 1 != 0) << bit;
            seconds[id] |= u8::from(group.seconds >> code & 1 != 0) << bit;
        }
    }
}

/// More tables as [`Held::firsts`] and [`Held::seconds`], which tell more. With the first of them it is the second character
/// that lacks something, with the second the first. With the third it is the first as well, by what three characters are.
#[derive(Debug)]
#[repr(C, align(64))]
pub(crate) struct Closer {
    pub(crate) firsts: [[u8; 64]; 3],
    pub(crate) seconds: [[u8; 64]; 3],
}

impl Closer {
    /// Three characters need a look of which the first two have the first of these bits of the third table, and the last
    /// two the second: a quotation mark that can only open behind one and only close before the other.
    pub(crate) const OPENS: u8 = 0x80;
    pub(crate) const CLOSES: u8 = 0x40;
    /// A comma behind a digit, and before one: with both it stands in a number, else it needs a look.
    pub(crate) const BEHIND_DIGIT: u8 = 0x20;
    pub(crate) const BEFORE_DIGIT: u8 = 0x10;

    /// Whether neither of two characters with these numbers lacks anything.
    fn are_well(&self, first: usize, second: usize) -> bool {
        let mut tables = self.firsts.iter().zip(&self.seconds);
        tables.all(|(firsts, seconds)| firsts[first] & seconds[second] == 0)
    }
}

/// What codes say of two characters side by side.
struct Pairs<'a> {
    needs: &'a Needs,
    collapse: bool,
}

impl Pairs<'_> {
    /// Whether the second lacks something, or is a guillemet that closes behind anything but a letter or digit.
    fn is_second_bad(&self, first: usize, second: usize) -> bool {
        // Where nothing settles, a percent sign has another code.
        if first == usize::from(ASCII_DIGIT) && second == usize::from(code::PERCENT) {
            return false;
        }
        let [first_as, second_as] = [first, second].map(plain_code);
        let space = usize::from(code::SPACE);
        !self.needs.has_place(second_as)
            || self.collapse && [first_as, second_as] == [space; 2]
            || self.needs.lacks_left(first_as, second_as)
            || second == usize::from(CLOSING) && !is_text(first)
    }

    /// Whether the first lacks something, but for a comma before a digit; or is a guillemet that opens before anything but a
    /// letter or digit.
    fn is_first_bad(&self, first: usize, second: usize) -> bool {
        let pair = [first, second].map(plain_code);
        self.needs.lacks_right(pair[0], pair[1])
            && pair != [code::COMMA, code::DIGIT].map(usize::from)
            || first == usize::from(OPENING) && !is_text(second)
    }

    /// What the bits of [`Closer`]'s third table are for.
    fn specials(&self) -> [(u8, Group); 4] {
        let [comma, digit, quote] = [code::COMMA, code::DIGIT, code::QUOTE].map(usize::from);
        let needs = self.needs;
        let opening = codes_where(|first| needs.may_only_open_behind(first, quote));
        let closing = codes_where(|second| needs.may_only_close_before(quote, second));
        // Where a comma never has to be looked at, none is.
        let digits = u32::from(needs.lacks_right(comma, digit)) << digit;
        [
            (Closer::OPENS, Group { firsts: opening, seconds: 1 << quote }),
            (Closer::CLOSES, Group { firsts: 1 << quote, seconds: closing }),
            (Closer::BEHIND_DIGIT, Group { firsts: digits, seconds: 1 << comma }),
            (Closer::BEFORE_DIGIT, Group { firsts: 1 << comma, seconds: digits }),
        ]
    }
}

/// The code without numbers.
fn plain_code(code: usize) -> usize {
    match code as u8 {
        ASCII_DIGIT => code::DIGIT.into(),
        CLOSING => code::ELSEWHERE.into(),
        OPENING => code::CONTINUATION.into(),
        _ => code,
    }
}

/// Whether the first is a mark that stands before white space or another mark, and the second a mark.
fn are_marks_in_a_row(first: usize, second: usize) -> bool {
    let is_first = matches!(
        first as u8,
        code::COMMA
            | code::LATIN_CLAUSE
            | code::ARABIC_COMMA
            | code::ARABIC_CLAUSE
            | code::EXCLAMATION
    );
    is_first && code::ends_something(second as u8)
}

fn is_text(code: usize) -> bool {
    matches!(plain_code(code) as u8, code::ARABIC | code::LATIN | code::LETTER_W | code::DIGIT)
}
