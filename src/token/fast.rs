//! Tokens of Arabic and ASCII text, a block at a time.
//!
//! A window begins where a token begins. The classes of its bytes are bit planes, the rules of
//! [`word`](super::word) for [`Policy::Arabic`](super::policy::Policy::Arabic) are shifts of them, and
//! what comes out is the boundaries of up to 64 bytes. Where a character or its neighbourhood needs
//! more than that, the window ends early, at a place where the specification may take over:
//! behind something that no token goes across.

use super::planes::{BLOCK, Block, Planes, class};
use crate::engine::planes::{Way, Work};

/// The last position in a full window at which a boundary is certain: behind it stand a mark that
/// may join digits, of two bytes, and the first byte of what follows.
const CERTAIN: usize = BLOCK - 4;

/// After so many windows without a token the pause before the next one does not grow any more.
const MOST_EMPTY: u8 = 8;

/// Tokens that have been found and not given, and where to go on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window {
    pub(super) tokens: Tokens,
    /// Where the tokens of the window end.
    pub(super) end: usize,
    /// Up to here tokens are for the specification to find.
    pub(super) slow_until: usize,
    /// Windows without a token that have followed one another.
    empty: u8,
}

/// The tokens of a window.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tokens {
    base: usize,
    /// Starts and ends of tokens, from `base` on. Of ends there may be more, behind the last start.
    starts: u64,
    ends: u64,
    /// Arabic letters of U+0600–06FF, both bytes.
    letters: u64,
}

impl Tokens {
    /// The start and end of the next, and whether it is of nothing but Arabic letters.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<(usize, usize, bool)> {
        if self.starts == 0 {
            return None;
        }
        let (start, end) = (self.starts.trailing_zeros(), self.ends.trailing_zeros());
        self.starts &= self.starts - 1;
        self.ends &= self.ends.wrapping_sub(1);
        // The end is above the start, and at most 63: what is not a letter between them.
        let letters = (!self.letters >> start).wrapping_shl(start.wrapping_sub(end)) == 0;
        Some((self.base + start as usize, self.base + end as usize, letters))
    }

    /// Drops those from `back` on.
    fn end_at(&mut self, back: usize) {
        if back < self.base + BLOCK {
            self.starts &= low_bits(back.saturating_sub(self.base));
        }
    }
}

impl Window {
    /// Finds the tokens from `base` on, where a token begins; `spaces` tells whether white space is
    /// wanted.
    #[inline]
    pub(super) fn fill(&mut self, way: Way, text: &str, base: usize, back: usize, spaces: bool) {
        way.run(Fill { window: self, text, base, spaces });
        self.end_at(back);
    }

    /// Takes note that everything from `back` on has been given.
    pub(super) fn end_at(&mut self, back: usize) {
        self.tokens.end_at(back);
    }
}

/// The work of filling a window. In place: a copy would be read sooner than it has been written.
struct Fill<'w, 't> {
    window: &'w mut Window,
    text: &'t str,
    base: usize,
    spaces: bool,
}

impl Work for Fill<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self, planes: impl Fn(&Block) -> Planes) {
        let Fill { window, text, base, spaces } = self;
        let bytes = text.as_bytes();
        let left = bytes.len() - base;
        let whole = base.checked_sub(1).and_then(|before| bytes[before..].first_chunk());
        let padding;
        let block = match whole {
            Some(block) => block,
            None => {
                padding = padded(bytes, base);
                &padding
            }
        };
        let found = boundaries(block, planes(block), left.min(CERTAIN));
        let Boundaries { starts, spaces: space, letters, end, hard } = found;
        let wanted = if spaces { !0 } else { !space };
        let inside = (1 << end) - 1;
        window.tokens = Tokens {
            base,
            starts: starts & wanted & inside,
            // An end is wanted with the character before it.
            ends: starts & (wanted << 1) & (inside << 1),
            letters,
        };
        window.end = base + end;
        // Where windows find nothing, it is not worth looking each time.
        window.empty = if end == 0 { (window.empty + 1).min(MOST_EMPTY) } else { 0 };
        let pause = (1_usize << window.empty) - 1;
        window.slow_until = base + hard.map_or(0, |hard| hard + 1) + pause;
    }
}

/// A block at the beginning or end of the text. The end of the text counts as a line end.
#[cold]
fn padded(bytes: &[u8], base: usize) -> Block {
    let mut block = [b'\n'; 1 + BLOCK];
    let length = (bytes.len() - base).min(BLOCK);
    block[1..=length].copy_from_slice(&bytes[base..base + length]);
    block
}

/// What a block tells about tokens.
struct Boundaries {
    /// Boundaries, at the first byte of what follows.
    starts: u64,
    /// White space, all of its bytes.
    spaces: u64,
    /// Arabic letters, both of their bytes.
    letters: u64,
    /// The last boundary that may be used.
    end: usize,
    /// The first place that the specification has to look at.
    hard: Option<usize>,
}

/// The boundaries of a block that begins with a token; at most up to `certain`.
#[inline(always)]
fn boundaries(block: &Block, mut planes: Planes, certain: usize) -> Boundaries {
    let arabic_lead = planes.arabic_lead;
    let lead = !planes.continuation;
    // Characters of two bytes have their class at both.
    for plane in &mut planes.class {
        *plane |= *plane >> 1 & arabic_lead;
    }
    let repairs = Repairs::new(block, &mut planes, lead);
    let [b0, b1, b2, b3] = planes.class;
    let unknown = repairs.unknown;

    let word = b3 & !b2;
    let script = word & !b1; // Arabic letters and marks
    let alphanumeric = word & b1;
    let closing = !b3 & b2; // what ends everything
    let space = closing & !b1 & !b0;
    let line = closing & !b1 & b0;
    let stop = closing & b1 & b0;
    let middle = b3 & b2;
    let full_stop = middle & !b1 & !b0;
    let apostrophe = middle & b1 & b0;
    let low = !b3 & !b2;
    let sign = low & !b1 & b0;

    let stops = stop | full_stop;
    let mut joins = (script & after(script))
        | (stops & after(stops))
        | (space & after(space))
        | repairs.line_feed;
    // WB6 and WB7 for the apostrophe.
    let mut glue = apostrophe & after(script) & before(script);

    // What the specification has to look at: other characters, and what may be a part of a tag, an
    // abbreviation, or a token of two kinds.
    let mut hard = (unknown & lead)
        | (sign & before(word | unknown))
        | (full_stop & after(script) & before(script));

    let mut usable = low_bits(certain + 1);
    // In front of a mark that may join, only where what follows the mark is in view.
    usable &= !((middle | (low & b1 & !b0)) & !low_bits(CERTAIN - 1));

    // Most blocks of Arabic have neither digits nor Latin letters.
    if alphanumeric != 0 {
        let latin = alphanumeric & !b0;
        let digit = alphanumeric & b0;
        let mark = script & b0;
        let colon = middle & b1 & !b0;
        let slash = low & b1 & !b0;
        let bar = low & b1 & b0;

        joins |= alphanumeric & after(alphanumeric);
        glue |= apostrophe & after(latin) & before(latin);
        // WB11 and WB12, with `:` and `/`; the comma may have two bytes.
        let separator = middle | slash;
        let last = before(lead) | 1 << (BLOCK - 1);
        let joined_right = separator & last & before(digit);
        let joined_left = separator & lead & after(digit);
        glue |= joined_left & (joined_right | (before(joined_right) & arabic_lead));

        hard |= (colon & before(slash) & after(alphanumeric))
            | (full_stop & after(latin) & before(word))
            | (colon & after(latin) & before(latin))
            | (bar & after(digit) & before(digit))
            | (lead & mark & after(alphanumeric))
            | (latin & after(digit))
            | (digit & after(latin));

        // What reaches to the end of the block may be the beginning of an e-mail address.
        let before_mail = !(alphanumeric | full_stop | bar | sign);
        usable &= low_bits(before_mail.checked_ilog2().map_or(0, |top| top as usize + 1) + 1);
    }

    let glue_end = (glue & !arabic_lead) | after(glue & arabic_lead);
    joins |= glue | after(glue_end);
    let starts = (lead & !joins) | 1;

    let hard = hard & low_bits(certain + 1);
    let end = match hard {
        0 => highest(starts & usable),
        _ => {
            // Behind the last character that ends everything; not where what follows may belong to
            // it.
            let at = hard.trailing_zeros() as usize;
            let ends = closing & !before(unknown) & low_bits(at);
            let behind = ends.checked_ilog2().map_or(0, |top| top as usize + 1);
            highest(starts & low_bits(behind + 1))
        }
    };
    let hard = (hard != 0).then(|| hard.trailing_zeros() as usize);
    Boundaries { starts, spaces: space | line, letters: script & !b0, end, hard }
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

/// The lowest so many bits.
fn low_bits(count: usize) -> u64 {
    if count >= BLOCK { !0 } else { (1 << count) - 1 }
}

/// The place of the highest bit; 0 where there is none.
fn highest(bits: u64) -> usize {
    bits.checked_ilog2().unwrap_or(0) as usize
}

/// What becomes of characters that have no class in the tables, one by one.
struct Repairs {
    /// All bytes of those that stay without a class.
    unknown: u64,
    /// Line feeds behind a carriage return.
    line_feed: u64,
}

impl Repairs {
    /// Gives a class to a few characters that are frequent in Arabic and Persian text.
    #[inline(always)]
    fn new(block: &Block, planes: &mut Planes, lead: u64) -> Repairs {
        let [b0, b1, b2, b3] = planes.class;
        let last = !(b0 | b1 | b2 | b3 | planes.arabic_lead);
        let mut unknown = last | (last >> 1 & planes.arabic_lead);
        if unknown == 0 {
            return Repairs { unknown, line_feed: 0 };
        }
        let mut line_feed = 0;
        let mut left = unknown & lead;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let bytes = &block[1 + at..];
            let (class, length) = match *bytes {
                [b'\r', next, ..] => {
                    line_feed |= u64::from(next == b'\n') << (at + 1);
                    (class::LINE, 1)
                }
                // A low line that joins nothing; it may still stand in an e-mail address.
                [b'_', next, ..]
                    if joins_nothing(next) && (at == 0 || joins_nothing(block[at])) =>
                {
                    (class::BAR, 1)
                }
                // No-break space, guillemets.
                [0xC2, 0xA0 | 0xAB | 0xBB, ..] => (class::OTHER, 2),
                // Dashes, double quotation marks.
                [0xE2, 0x80, 0x93 | 0x94 | 0x9C | 0x9D, ..] => (class::OTHER, 3),
                // Ellipsis.
                [0xE2, 0x80, 0xA6, ..] => (class::STOP, 3),
                // Zero width non-joiner inside an Arabic word.
                [0xE2, 0x80, 0x8C, ..] if is_script(planes, at.wrapping_sub(1)) => (class::MARK, 3),
                _ => continue,
            };
            let bits = low_bits(length) << at;
            unknown &= !bits;
            for (bit, plane) in planes.class.iter_mut().enumerate() {
                if class >> bit & 1 != 0 {
                    *plane |= bits;
                }
            }
        }
        Repairs { unknown, line_feed }
    }
}

/// Whether a low line beside this byte is not joined to it.
fn joins_nothing(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'@' | b'#')
}

/// Whether an Arabic letter or mark stands at this byte.
fn is_script(planes: &Planes, at: usize) -> bool {
    let [_, b1, b2, b3] = planes.class;
    at < BLOCK && (b3 & !b2 & !b1) >> at & 1 != 0
}
