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
    /// Characters that go; the starts of those that are trouble, and of those outside the tables.
    pub(super) gone: u64,
    pub(super) trouble: u64,
    pub(super) elsewhere: u64,
    /// The four bits of the code, the lowest first.
    pub(super) code: [u64; 4],
}

/// What is known of what stands before the bytes that a block decides on.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Left {
    /// The lanes whose classes count: all but those before, or some of them.
    known: u64,
    /// One bit: whether the last letter of the line in front of the last byte before may be Arabic.
    on_arabic_line: u64,
    /// One bit: whether a space stands last.
    space: u64,
}

impl Left {
    /// Nothing is known, but perhaps that the last letter of the line is not Arabic.
    pub(in crate::engine) fn unknown(on_arabic_line: bool) -> Left {
        let on_arabic_line = u64::from(on_arabic_line);
        Left { known: !0b11, on_arabic_line, space: 0 }
    }

    /// Behind a character of one byte or more that has been passed, when all in front of it is forgotten but
    /// that the line's last letter was not Arabic.
    pub(in crate::engine) fn passed(self, is_ascii: bool) -> Left {
        let on_arabic_line = !is_ascii || self.on_arabic_line != 0;
        Left { known: if is_ascii { !1 } else { !0 }, ..Left::unknown(on_arabic_line) }
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
    /// Where the last letter of the line may be Arabic.
    pub(super) on_arabic_line: u64,
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
    slash: u64,
    /// The letter `w`, also one of `latin`.
    w: u64,
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
            latin: letter & planes.ascii | last & c1 & c0,
            w: last & c1 & c0,
            digit: low & !c0,
            mark: low & c0,
            space: second & !c1 & !c0,
            line_end: second & !c1 & c0,
            open: second & c1 & !c0,
            slash: second & c1 & c0,
            comma_or_clause: third & !c1,
            comma: third & !c1 & !c0,
            stop: third & c1 & !c0,
            colon: third & c1 & c0,
            exclamation: last & !c1 & !c0,
            close: last & !c1 & c0,
            quote: last & c1 & !c0,
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
pub(super) fn neighbours(classes: &Classes, planes: &Planes, left: &Left) -> (Judged, Left) {
    let sets = Sets::new(planes, left.known);
    let Planes { ascii, leads, trouble, elsewhere, .. } = *planes;
    // What has no class, though the tables could hold it, may go.
    let hidden = leads & elsewhere;
    let gone = planes.gone | hidden | hidden << 1;
    let (arabic, latin, digit) = (sets.arabic, sets.latin, sets.digit);
    let (space, line_end, clause) = (sets.space, sets.line_end, sets.clause);

    // The last letter of the line decides what a mark of punctuation does. A character outside the tables may
    // be one.
    let others = !(ascii | leads | sets.trails) | elsewhere;
    let decides = arabic | latin | line_end | others;
    let (on_arabic_line, between) = behind_through(arabic | others | left.on_arabic_line, !decides);
    let on_arabic_line = on_arabic_line | between;
    let behind_space = space << 1;
    // Beside ASCII no rule touches a mark on such a line.
    let before_ascii = ascii >> 1;
    let at_ease = ascii & !on_arabic_line & before_ascii;

    let mut troubles = commas(classes, planes, &sets, on_arabic_line) & !at_ease;
    // A full stop or colon may lack white space in front of an Arabic letter; it may have white
    // space too much unless a word follows. `www.` and `://` begin a URL.
    let before_no_arabic = (ascii | clause | digit) >> 1;
    let before_latin = (latin | digit) >> 1;
    let stands = before_no_arabic & !behind_space | before_latin;
    let in_number = digit << 1 & digit >> 1;
    let may_be_url = sets.w << 1 & (arabic | latin | digit) >> 1;
    troubles |= sets.stop & (!(stands | in_number) | may_be_url);
    troubles |= sets.colon & (!(stands | in_number) | sets.slash >> 1);
    // An exclamation mark lacks white space in front of any word.
    let before_no_word = (ascii & !(latin | digit) | clause) >> 1;
    troubles |= sets.exclamation & !(before_no_word & !behind_space | at_ease);
    // Brackets: white space on the inside is too much.
    let known = (ascii | leads) & !(trouble | gone);
    troubles |= sets.open & !((known & !space) >> 1);
    troubles |= sets.close & behind_space & !at_ease;
    troubles |= quotes(planes, &sets, known, gone);

    troubles |= line_end & behind_space;
    let mut goes = 0;
    if classes.spaces {
        let run = space & behind_space;
        troubles |= space & gone >> 1;
        // White space at the start of a line is of another kind.
        troubles |= (space | gone) & line_end << 1;
        if classes.collapse {
            goes |= run;
        } else {
            troubles |= run;
        }
    }
    if classes.longest_run.is_some() {
        // Repeated letters are counted through marks.
        troubles |= sets.mark & leads;
    }
    if classes.ordered {
        troubles |= sets.mark & leads & (sets.mark | gone) << 1;
    }

    // The last byte decided on is the last one before those of the next block.
    const LAST: u32 = BLOCK as u32 - 3;
    let left =
        Left { known: !0, on_arabic_line: on_arabic_line >> LAST & 1, space: space >> LAST & 1 };
    (Judged { gone: goes, trouble: troubles, on_arabic_line }, left)
}

/// Commas, semicolons, question marks and Urdu full stops that are trouble.
///
/// Those of two bytes are judged by what stands behind in their first, by what stands before in their
/// last. A Latin one on an Arabic line may have to become Arabic.
#[inline(always)]
fn commas(classes: &Classes, planes: &Planes, sets: &Sets, on_arabic_line: u64) -> u64 {
    let Planes { ascii, leads, .. } = *planes;
    let stays = if classes.latin_stays { u64::MAX } else { leads | !on_arabic_line };
    let behind_well = !(sets.space << 1) & stays;
    let before_well = sets.edge >> 1 | sets.comma & sets.clause >> 1;
    // Between digits a comma of one byte separates thousands.
    let in_number = sets.comma & ascii & sets.digit << 1 & sets.digit >> 1;
    let bad = (ascii | leads) & !behind_well | (ascii | sets.trails) & !before_well;
    sets.comma_or_clause & bad & !in_number
}

/// Quotation marks that are trouble.
///
/// One before a word opens, whatever stands behind it. One behind anything but an edge and before an edge
/// closes. One behind a digit may be a unit.
#[inline(always)]
fn quotes(planes: &Planes, sets: &Sets, known: u64, gone: u64) -> u64 {
    let opens = (known & !(sets.edge | sets.clause)) >> 1;
    let closes = (sets.edge | sets.clause) >> 1
        & ((planes.ascii & !planes.trouble | planes.leads | sets.trails)
            & !(sets.edge | sets.open))
            << 1;
    sets.quote & (!(opens | closes) | (sets.digit | gone) << 1)
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
