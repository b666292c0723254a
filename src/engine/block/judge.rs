//! What the neighbours of a character say, for sixty-four bytes at once.
//!
//! Most of it is said by tables: what each character needs of its neighbours and offers to them
//! ([`Needs`](crate::rules::classes::Needs)), so that a mark stands well if a shift by one lane brings all
//! that it needs. What is judged well so is what [`settle`](crate::engine::stretch) says well of one mark;
//! anything else is trouble, and decided there. Here it is seen whether a line is Arabic at all, which
//! takes more than the nearest neighbours.

use crate::engine::vector::BLOCK;

/// The characters of a block, one bit a byte.
pub(super) struct Planes {
    /// ASCII.
    pub(super) ascii: u64,
    /// What lacks what it needs.
    pub(super) bad: u64,
    /// What needs nothing on lines without Arabic.
    pub(super) ease: u64,
    /// What may be an Arabic letter.
    pub(super) maybe_arabic: u64,
    /// What decides whether the line is Arabic.
    pub(super) decides: u64,
    /// Spaces.
    pub(super) space: u64,
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
        Left::behind(!is_ascii, on_arabic_line)
    }

    /// Behind what stays, or of which no more than the last byte does.
    pub(super) fn behind(stays: bool, on_arabic_line: bool) -> Left {
        Left { known: if stays { !0 } else { !1 }, ..Left::unknown(on_arabic_line) }
    }

    /// All bits of the lanes whose classes count, in those of a block's first vector.
    #[inline(always)]
    pub(super) fn known_lanes(&self) -> &'static [u8; BLOCK] {
        /// All lanes; all but the first, or the first two.
        static KNOWN: [[u8; BLOCK]; 3] = {
            let mut lanes = [[0xFF; BLOCK]; 3];
            lanes[1][0] = 0;
            lanes[2][0] = 0;
            lanes[2][1] = 0;
            lanes
        };
        &KNOWN[2 - (self.known & 0b11).count_ones() as usize]
    }

    /// Whether the classes of the bytes before all count.
    #[inline(always)]
    pub(super) fn is_known(&self) -> bool {
        self.known == !0
    }

    /// Passes blocks that hold nothing to look at, up to this byte. Whether a letter of theirs shows that the line
    /// may be Arabic, or that it is not.
    #[inline(always)]
    pub(super) fn pass_quiet(&mut self, last: u8, is_arabic: Option<bool>) {
        let on_arabic_line = is_arabic.map_or(self.on_arabic_line, u64::from);
        *self = Left { known: !0, on_arabic_line, space: u64::from(last == b' ') };
    }

    /// Passes these bytes, in which all stand well.
    pub(super) fn pass_well_set(&mut self, bytes: &[u8]) {
        let is_letter = |byte: &&u8| !byte.is_ascii() || byte.is_ascii_alphabetic();
        let letter = bytes.iter().rev().find(is_letter);
        let last = bytes.last().copied().unwrap_or_default();
        // A line may have ended behind the last letter, which makes no difference but that of a closer look.
        self.pass_quiet(last, Some(letter.is_none_or(|letter| !letter.is_ascii())));
    }

    /// Passes ASCII where no letter before it on its line is Arabic, with a space at its end or not.
    #[inline(always)]
    pub(super) fn pass_ascii(&mut self, ends_with_space: bool) {
        *self = Left { known: !0, on_arabic_line: 0, space: u64::from(ends_with_space) };
    }

    /// Whether the class of the last byte before counts and, if that is ASCII, no Arabic letter stands last on the line.
    #[inline(always)]
    pub(super) fn may_pass_ascii(&self) -> bool {
        self.on_arabic_line == 0 && self.known & 0b10 != 0
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
/// With `collapse`, only the first of a run of spaces stays.
#[inline(always)]
pub(super) fn neighbours(collapse: bool, planes: &Planes, left: &Left) -> (Judged, Left) {
    let Planes { ascii, bad, ease, maybe_arabic, decides, space } = *planes;
    // The last letter of the line decides what a mark of punctuation does. A character outside the tables may
    // be one.
    let maybe_arabic = maybe_arabic & left.known | left.on_arabic_line;
    let (behind, between) = behind_through(maybe_arabic, !(decides & left.known));
    let on_arabic_line = behind | between;
    // Beside ASCII no rule touches a mark on other lines.
    let at_ease = ease & ascii & ascii >> 1 & !on_arabic_line;
    let run = if collapse { space & space << 1 } else { 0 };
    // The last byte decided on is the last one before those of the next block.
    const LAST: u32 = BLOCK as u32 - 3;
    let left =
        Left { known: !0, on_arabic_line: on_arabic_line >> LAST & 1, space: space >> LAST & 1 };
    (Judged { gone: run, trouble: bad & !at_ease, on_arabic_line }, left)
}

/// Bytes in front of a block that [`may_repeat`] has to see: of three letters all but the last byte, as a block may
/// begin with that.
pub(super) const FEWEST_BEFORE: usize = 5;

/// Whether a letter of two bytes may stand here more often than `longest` in a row: twice for one, three
/// times for more.
pub(super) fn may_repeat(bytes: &[u8], longest: usize) -> bool {
    let pairs = |i: usize| bytes[i] == bytes[i - 2] && bytes[i - 1] == bytes[i - 3];
    match longest {
        1 => (3..bytes.len()).any(pairs),
        _ => (5..bytes.len()).any(|i| pairs(i) && pairs(i - 2)),
    }
}
