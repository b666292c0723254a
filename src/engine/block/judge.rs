//! What the neighbours of a character say, for sixty-four bytes at once.
//!
//! Each set of characters is a `u64`, a bit a byte of text; both bytes of a character of two are in it. Then
//! "stands behind a digit" is the set of digits moved up by one, and "stands before" is it moved
//! down, with a bit from the block before or after moved in. What is judged well here is what
//! [`settle`](crate::engine::stretch) says well of one mark; anything else is trouble, and decided there.

use crate::{engine::vector::BLOCK, rules::classes::Classes};

/// The classes of a block, one bit a byte; a code is one of [`code`](crate::rules::classes::code).
pub(super) struct Planes {
    /// ASCII.
    pub(super) ascii: u64,
    /// Lead bytes of U+0600–06FF.
    pub(super) leads: u64,
    /// Characters that go.
    pub(super) gone: u64,
    /// The four bits of the code, the lowest first.
    pub(super) code: [u64; 4],
}

/// What is known of what stands before the bytes that a block decides on.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Left {
    /// The lanes whose classes count: all but those before, or some of them.
    known: u64,
    /// In the lane of the last byte before: whether what stands behind this byte stands behind an Arabic letter, marks
    /// and what goes aside.
    arabic: u64,
    /// A space stands last: one bit.
    space: u64,
}

impl Left {
    /// Nothing is known.
    pub(in crate::engine) const UNKNOWN: Left = Left { known: !0b11, arabic: 0, space: 0 };

    /// Behind a character that has been passed, of one byte or more. Nothing else is known.
    pub(in crate::engine) fn passed(is_ascii: bool) -> Left {
        Left { known: if is_ascii { !1 } else { !0 }, ..Left::UNKNOWN }
    }

    /// Whether a space stands there.
    #[inline(always)]
    pub(super) fn is_space(&self) -> bool {
        self.space != 0
    }
}

/// Which lanes go beside those whose class says so, and which are trouble.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) gone: u64,
    pub(super) trouble: u64,
}

/// The sets of a block.
struct Sets {
    arabic: u64,
    latin: u64,
    digit: u64,
    mark: u64,
    space: u64,
    line_end: u64,
    open: u64,
    /// Comma, semicolon, question mark, Urdu full stop.
    comma_or_clause: u64,
    comma: u64,
    stop: u64,
    colon: u64,
    exclamation: u64,
    close: u64,
    quote: u64,
    /// Space and line end.
    edge: u64,
    /// Marks that end a clause, and brackets that close.
    clause: u64,
    /// Bytes that start or continue a character of U+0600–06FF.
    trails: u64,
}

impl Sets {
    #[inline(always)]
    fn new(planes: &Planes, known: u64) -> Sets {
        let [c0, c1, c2, c3] = planes.code.map(|plane| plane & known);
        let trails = planes.leads << 1;
        let letter = !(c0 | c1 | c2 | c3 | planes.gone) & known;
        // Codes 2 and 3; 4 to 7; 8 to 11; 12 to 15.
        let low = c1 & !(c2 | c3);
        let second = c2 & !c3;
        let third = c3 & !c2;
        let last = c3 & c2;
        Sets {
            arabic: letter & (planes.leads | trails),
            latin: letter & planes.ascii,
            digit: low & !c0,
            mark: low & c0,
            space: second & !c1 & !c0,
            line_end: second & !c1 & c0,
            open: second & c1,
            comma_or_clause: third & !c1,
            comma: third & !c1 & !c0,
            stop: third & c1 & !c0,
            colon: third & c1 & c0,
            exclamation: last & !c1 & !c0,
            close: last & !c1 & c0,
            quote: last & c1,
            edge: second & !c1,
            clause: c3 & !(c2 & c1),
            trails,
        }
    }
}

/// What stands behind `set` with nothing between but `between`: of all other lanes, and of those between.
///
/// An addition carries the bit behind a set through the run of ones that begins there.
#[inline(always)]
fn behind_through(set: u64, between: u64) -> (u64, u64) {
    let first = set << 1;
    let sum = (first & between).wrapping_add(between);
    ((first | sum) & !between, between & !sum)
}

/// Judges all neighbours of the bytes that the block decides on. At the edges of the block it may be wrong.
#[inline(always)]
pub(super) fn neighbours(classes: &Classes, planes: &Planes, left: &mut Left) -> Judged {
    let all = |condition: bool| if condition { u64::MAX } else { 0 };
    let sets = Sets::new(planes, left.known);
    let Planes { ascii, leads, gone, .. } = *planes;
    let word = sets.arabic | sets.latin | sets.digit;
    let close_or_quote = sets.close | sets.quote;

    let (behind_arabic, between) = behind_through(sets.arabic | left.arabic, sets.mark | gone);
    let behind_latin = sets.latin << 1;
    let behind_letter = behind_arabic | behind_latin;
    let behind_text = behind_arabic | (sets.latin | sets.digit | close_or_quote) << 1;
    let behind_word = behind_letter | sets.digit << 1;
    let behind_space = sets.space << 1;
    let before_edge = sets.edge >> 1;
    let before_edge_or_clause = (sets.edge | sets.clause) >> 1;

    // In a number: only marks of one byte, of which both neighbours are seen at once.
    let in_number = sets.digit << 1 & sets.digit >> 1;
    // Marks of two bytes are judged by what stands behind in their first, by what stands before in
    // their last. A Latin one beside Arabic text may have to become Arabic.
    let behind_theirs = behind_text & (leads | all(classes.latin_stays) | behind_latin);
    let bad_commas = sets.comma_or_clause
        & ((ascii | leads) & !behind_theirs | (ascii | sets.trails) & !before_edge)
        & !(sets.comma & in_number & ascii);
    let ends = (behind_text | sets.clause << 1) & before_edge_or_clause;
    let opens = behind_space & word >> 1;
    let mut trouble = bad_commas
        | sets.stop & !(in_number | ends)
        | sets.exclamation & !ends
        | sets.colon & !(in_number | behind_text & before_edge)
        | sets.open & !opens
        | sets.close & !behind_word
        | sets.quote & !(opens | behind_letter & before_edge_or_clause)
        | sets.line_end & behind_space;
    let mut goes = 0;
    if classes.spaces {
        let run = sets.space & behind_space;
        trouble |= sets.space & gone >> 1;
        // White space at the start of a line is of another kind.
        trouble |= (sets.space | gone) & sets.line_end << 1;
        if classes.collapse {
            goes |= run;
        } else {
            trouble |= run;
        }
    }
    if classes.longest_run.is_some() {
        // Repeated letters are counted through marks.
        trouble |= sets.mark & leads;
    }
    if classes.ordered {
        trouble |= sets.mark & leads & (sets.mark | gone) << 1;
    }

    // The last byte decided on is the last one before those of the next block.
    const LAST: u32 = BLOCK as u32 - 3;
    *left = Left {
        known: !0,
        arabic: (behind_arabic | between) >> LAST & 1,
        space: sets.space >> LAST & 1,
    };
    Judged { gone: goes, trouble }
}

/// Bytes in front of a block that [`may_repeat`] has to see.
pub(super) const FEWEST_BEFORE: usize = 4;

/// Whether a letter of two bytes may stand here more often than `longest` in a row: twice for one, three
/// times for more.
pub(super) fn may_repeat(bytes: &[u8], longest: usize) -> bool {
    let pairs = |i: usize| bytes[i] == bytes[i - 2] && bytes[i - 1] == bytes[i - 3];
    match longest {
        1 => (3..bytes.len()).any(pairs),
        _ => (5..bytes.len()).any(|i| pairs(i) && pairs(i - 2)),
    }
}
