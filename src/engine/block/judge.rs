//! What the neighbours of a character say, for sixty-four bytes at once.
//!
//! Each set of characters is a `u64`, a bit a byte of text; both bytes of a character of two are in it. Then
//! "stands behind a digit" is the set of digits moved up by one, and "stands before" is it moved
//! down, with a bit from the block before or after moved in. What is judged well here is what
//! [`settle`](crate::engine::stretch) says well of one mark; anything else is trouble, and decided there.

use crate::rules::classes::{self, Classes, code};

/// The classes of a block, one bit a byte.
pub(super) struct Planes {
    /// ASCII.
    pub(super) ascii: u64,
    /// Lead bytes of U+0600–06FF.
    pub(super) leads: u64,
    /// Characters that go.
    pub(super) gone: u64,
    /// The four bits of the [`code`], the lowest first.
    pub(super) code: [u64; 4],
}

/// What stands before the block's first byte: each is one bit.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Left {
    /// The first half of a character of two bytes.
    lead: u64,
    /// An Arabic letter, marks and what goes aside.
    arabic: u64,
    /// A Latin letter.
    latin: u64,
    digit: u64,
    mark: u64,
    space: u64,
    line_end: u64,
    /// A mark that ends a clause, or a bracket that closes.
    clause: u64,
    /// A closing bracket or a quotation mark.
    close_or_quote: u64,
}

impl Left {
    /// Behind a character of this class, of two bytes or one.
    pub(in crate::engine) fn behind(class: u8, is_ascii: bool) -> Left {
        let bit = |holds: bool| u64::from(holds);
        let code = class & classes::CODE;
        let known = class & (classes::TROUBLE | classes::IS_ELSEWHERE | classes::GONE) == 0;
        let is = |wanted: u8| bit(known && code == wanted);
        let letter = is(code::LETTER);
        Left {
            lead: 0,
            arabic: letter & bit(!is_ascii),
            latin: letter & bit(is_ascii),
            digit: is(code::DIGIT),
            mark: is(code::MARK),
            space: is(code::SPACE),
            line_end: is(code::LINE_END),
            clause: bit(known && (code::COMMA..=code::CLOSE).contains(&code)),
            close_or_quote: is(code::CLOSE) | is(code::QUOTE),
        }
    }
}

impl Left {
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
    fn new(planes: &Planes, left: &Left) -> Sets {
        let [c0, c1, c2, c3] = planes.code;
        let trails = planes.leads << 1 | left.lead;
        let letter = !(c0 | c1 | c2 | c3 | planes.gone);
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

/// The set moved up by one byte: what stands behind it.
#[inline(always)]
fn behind(set: u64, left: u64) -> u64 {
    set << 1 | left
}

/// The set moved down by one byte: what stands before it.
#[inline(always)]
fn before(set: u64, next: bool) -> u64 {
    set >> 1 | u64::from(next) << 63
}

/// What stands behind `set` with nothing between but `between`; and whether the next block begins so.
///
/// An addition carries the bit behind a set through the run of ones that begins there.
#[inline(always)]
fn behind_through(set: u64, between: u64, left: u64) -> (u64, u64) {
    let first = behind(set, left);
    let (sum, overflow) = (first & between).overflowing_add(between);
    let behind = (first | sum) & !between;
    (behind, set >> 63 | u64::from(overflow))
}

/// Judges all neighbours. `next` is the class of the character that starts behind the block.
#[inline(always)]
pub(super) fn neighbours(classes: &Classes, planes: &Planes, next: u8, left: &mut Left) -> Judged {
    let all = |condition: bool| if condition { u64::MAX } else { 0 };
    let sets = Sets::new(planes, left);
    let next = Next::new(next);
    let Planes { ascii, leads, gone, .. } = *planes;
    let word = sets.arabic | sets.latin | sets.digit;
    let close_or_quote = sets.close | sets.quote;

    let (behind_arabic, arabic_carry) = behind_through(sets.arabic, sets.mark | gone, left.arabic);
    let behind_latin = behind(sets.latin, left.latin);
    let behind_letter = behind_arabic | behind_latin;
    let behind_digit = behind(sets.digit, left.digit);
    let behind_word = behind_letter | behind_digit;
    let behind_text = behind_word | behind(close_or_quote, left.close_or_quote);
    let behind_clause = behind(sets.clause, left.clause);
    let behind_space = behind(sets.space, left.space);
    let behind_line_end = behind(sets.line_end, left.line_end);
    let before_word = before(word, next.word);
    let before_edge = before(sets.edge, next.edge);
    let before_clause = before(sets.clause, next.clause);
    let before_gone = before(gone, next.gone);

    // In a number: only marks of one byte, of which both neighbours are seen at once.
    let in_number = behind_digit & before(sets.digit, next.digit) & ascii;
    // Marks of two bytes are judged by what stands behind in their first, by what stands before in
    // their last. A Latin one beside Arabic text may have to become Arabic.
    let behind_theirs = behind_text & (leads | all(classes.latin_stays) | behind_latin);
    let commas = sets.comma_or_clause & !(sets.comma & in_number);
    let bad_commas =
        commas & ((ascii | leads) & !behind_theirs | (ascii | sets.trails) & !before_edge);
    let ends = (behind_text | behind_clause) & (before_edge | before_clause);
    let opens = behind_space & before_word;
    let mut trouble = bad_commas
        | sets.stop & !(in_number | ends)
        | sets.exclamation & !ends
        | sets.colon & !(in_number | behind_text & before_edge)
        | sets.open & !opens
        | sets.close & !behind_word
        | sets.quote & !(opens | behind_letter & (before_edge | before_clause));

    trouble |= sets.line_end & behind_space;
    let mut goes = 0;
    if classes.spaces {
        let run = sets.space & behind_space;
        trouble |= sets.space & before_gone;
        // White space at the start of a line is of another kind.
        trouble |= (sets.space | gone) & behind_line_end;
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
        let marks_behind = behind(sets.mark | gone, left.mark);
        trouble |= sets.mark & leads & marks_behind;
    }

    *left = Left {
        lead: leads >> 63,
        arabic: arabic_carry,
        latin: sets.latin >> 63,
        digit: sets.digit >> 63,
        mark: (sets.mark | gone) >> 63,
        space: sets.space >> 63,
        line_end: sets.line_end >> 63,
        clause: sets.clause >> 63,
        close_or_quote: close_or_quote >> 63,
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

/// What stands behind the block.
struct Next {
    word: bool,
    digit: bool,
    edge: bool,
    clause: bool,
    gone: bool,
}

impl Next {
    /// From the class of the character there.
    #[inline(always)]
    fn new(class: u8) -> Next {
        let flags = class & (classes::TROUBLE | classes::IS_ELSEWHERE | classes::GONE);
        let code = if flags == 0 { class & classes::CODE } else { code::OTHER };
        Next {
            word: code == code::LETTER || code == code::DIGIT,
            digit: code == code::DIGIT,
            edge: code == code::SPACE || code == code::LINE_END,
            clause: (code::COMMA..=code::CLOSE).contains(&code),
            gone: class & classes::GONE != 0,
        }
    }
}
