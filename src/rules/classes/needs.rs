//! What characters need of their neighbours: the context rules, as far as the nearest characters tell.

use super::{code, collapses};
use crate::{
    options::Punctuation,
    rules::{Program, quick::Quick},
};

/// What characters need of their neighbours, and what they offer to theirs, each as bits, by
/// [`code`].
///
/// All that a character needs of the one before it must be offered, and all it needs of the one behind it. Or
/// else there are bits that both sides of it offer and that are [enough](Needs::enough).
#[derive(Debug)]
pub(crate) struct Needs {
    /// What a character offers to the one behind it: [`left`].
    pub(crate) offers_left: Row,
    /// What it offers to the one before it: [`right`].
    pub(crate) offers_right: Row,
    /// What it needs of the one before it: [`left`].
    pub(crate) needs_left: Row,
    /// What it needs of the one behind it: [`right`].
    pub(crate) needs_right: Row,
    /// Bits of both that are enough, and [`EASE`].
    pub(crate) enough: Row,
    /// What it is to the line: [`line`](mod@line).
    pub(crate) line: Row,
}

/// A byte for each code.
pub(crate) type Row = [u8; code::COUNT];

/// What stands before a character. Of the bits that are in [`right`] as well, both sides together may be enough.
mod left {
    /// Anything but white space in a line.
    pub(super) const NO_SPACE: u8 = 0x80;
    /// The same, nor the letter `w`.
    pub(super) const NO_SPACE_NOR_W: u8 = 2;
    /// No line end.
    pub(super) const NO_LINE_END: u8 = 4;
    /// Neither a mark nor what goes.
    pub(super) const NO_MARK: u8 = 8;
    /// A digit.
    pub(super) const DIGIT: u8 = 0x10;
    /// What a quotation mark may open behind: no digit, of which it may be the unit.
    pub(super) const OPENS: u8 = 0x20;
    /// What it may close behind: the same, but for white space and brackets that open.
    pub(super) const CLOSES: u8 = 0x40;
    /// Anything but the letter `w`.
    pub(super) const NO_W: u8 = 1;
}

/// What stands behind a character.
mod right {
    /// Nothing offers this.
    pub(super) const IMPOSSIBLE: u8 = 0x80;
    /// White space or a line end.
    pub(super) const EDGE: u8 = 2;
    /// No Arabic letter, for all that is known.
    pub(super) const NO_ARABIC: u8 = 4;
    /// The same, nor a slash.
    pub(super) const NO_ARABIC_NOR_SLASH: u8 = 8;
    /// A digit.
    pub(super) const DIGIT: u8 = 0x10;
    /// Text: a quotation mark or bracket opens.
    pub(super) const OPENS: u8 = 0x20;
    /// An edge, or a mark that ends a clause or closes.
    pub(super) const CLOSES: u8 = 0x40;
    /// A Latin letter or a digit.
    pub(super) const WORD: u8 = 1;
}

/// The character needs nothing beside ASCII on a line without Arabic.
pub(crate) const EASE: u8 = 0x80;

/// What a character is to the line.
pub(crate) mod line {
    /// It may be an Arabic letter.
    pub(crate) const MAYBE_ARABIC: u8 = 0x80;
    /// It decides whether the line is Arabic.
    pub(crate) const DECIDES: u8 = 0x40;
}

impl Needs {
    pub(super) fn new(program: &Program, quick: &Quick, ordered: bool, scan: bool) -> Needs {
        let row = |f: &dyn Fn(u8) -> u8| core::array::from_fn(|code| f(code as u8));
        Needs {
            offers_left: row(&offers_left),
            offers_right: row(&offers_right),
            needs_left: row(&|code| match code {
                code::SPACE if !quick.spaces => 0,
                code::SPACE if collapses(program, quick, scan) => left::NO_LINE_END,
                code::SPACE => left::NO_LINE_END | left::NO_SPACE,
                // Space before it is decided with what follows it, and is of another kind at the start of a line.
                // And a full stop behind it stands behind the `w`.
                code::GONE if quick.spaces => left::NO_LINE_END | left::NO_SPACE | left::NO_W,
                code::GONE => left::NO_W,
                code::MARK if ordered => left::NO_MARK,
                code::STOP => left::NO_SPACE_NOR_W,
                code::LINE_END
                | code::COMMA
                | code::LATIN_CLAUSE
                | code::ARABIC_COMMA
                | code::ARABIC_CLAUSE
                | code::COLON
                | code::EXCLAMATION
                | code::CLOSE => left::NO_SPACE,
                _ => 0,
            }),
            needs_right: row(&|code| match code {
                // Behind an Arabic letter it may be a full stop.
                code::GREATER => right::IMPOSSIBLE,
                // On an Arabic line they become Arabic.
                code::COMMA | code::LATIN_CLAUSE
                    if program.config.punctuation == Punctuation::Arabic =>
                {
                    right::IMPOSSIBLE
                }
                code::COMMA | code::ARABIC_COMMA | code::EXCLAMATION => right::CLOSES,
                code::LATIN_CLAUSE | code::ARABIC_CLAUSE => right::EDGE,
                code::STOP => right::NO_ARABIC,
                code::COLON => right::NO_ARABIC_NOR_SLASH,
                code::OPEN => right::OPENS,
                code::QUOTE => right::IMPOSSIBLE,
                // Repeated letters are counted through marks.
                code::MARK if quick.counts => right::IMPOSSIBLE,
                _ => 0,
            }),
            enough: row(&|code| match code {
                // Between digits: a thousands separator.
                code::COMMA => EASE | left::DIGIT,
                code::LATIN_CLAUSE | code::EXCLAMATION | code::CLOSE | code::GREATER => EASE,
                code::STOP | code::COLON => left::NO_W,
                code::QUOTE => left::OPENS | left::CLOSES,
                _ => 0,
            }),
            line: row(&|code| match code {
                code::ARABIC | code::ELSEWHERE | code::CONTINUATION => {
                    line::MAYBE_ARABIC | line::DECIDES
                }
                code::LATIN | code::LETTER_W | code::LINE_END => line::DECIDES,
                _ => 0,
            }),
        }
    }
}

/// What a quotation mark may do for what stands on one side of it: one of these both sides have to allow.
const QUOTES: u8 = left::OPENS | left::CLOSES;
const QUOTE: usize = code::QUOTE as usize;

impl Needs {
    /// Whether the second of two characters of ASCII, on a line that is not Arabic and with two more of ASCII behind
    /// it, lacks what it needs of the first, or the first what it needs of the second. Runs of spaces are another
    /// matter.
    ///
    /// There a bracket or quotation mark is at ease as well: no rule takes the space beside it, unless an Arabic letter
    /// follows. But a quotation mark behind a digit may be its unit, which the line has to know later.
    pub(super) fn lacks_at_ease(&self, first: usize, second: usize) -> bool {
        let goes = |code: usize| {
            [code::GONE, code::TROUBLED_ASCII, code::TROUBLED].contains(&(code as u8))
        };
        if Needs::may_begin_span(first, second) {
            return false;
        }
        let eased = |code: usize| {
            self.enough[code] & EASE != 0 || code == usize::from(code::OPEN) || code == QUOTE
        };
        let left = self.needs_left[second] & !self.offers_left[first];
        let right = self.needs_right[first] & !self.offers_right[second];
        let unit = second == QUOTE && self.offers_left[first] & QUOTES == 0;
        goes(second) || unit || (left != 0 && !eased(second)) || (right != 0 && !eased(first))
    }

    /// Whether a character of this class stays as it is wherever it finds what it needs, and may find that.
    pub(super) fn takes(&self, class: u8) -> bool {
        let goes = [code::ELSEWHERE, code::CONTINUATION, code::GONE];
        let is_plain = class & !super::CODE == 0 && !goes.contains(&class);
        let needs = self.needs_right[usize::from(class & super::CODE)];
        is_plain && (needs & right::IMPOSSIBLE == 0 || class == code::QUOTE)
    }

    /// Whether neighbours may show that a character with this code stands well: not if the kernel cannot take it.
    pub(super) fn has_place(&self, code: usize) -> bool {
        let looked_at = [code::TROUBLED_ASCII, code::TROUBLED, code::AT, code::PERCENT];
        !looked_at.contains(&(code as u8))
    }

    /// Whether the second of two characters lacks what it needs of the first, or may lack it, where the one behind it
    /// has a say. Of a quotation mark see the two below.
    pub(super) fn lacks_left(&self, first: usize, second: usize) -> bool {
        let left = self.needs_left[second] & !self.offers_left[first];
        left != 0 || (second == QUOTE && self.offers_left[first] & QUOTES == 0)
    }

    /// The same of what the first needs of the second.
    pub(super) fn lacks_right(&self, first: usize, second: usize) -> bool {
        let right = self.needs_right[first] & !self.offers_right[second];
        match first {
            QUOTE => self.offers_right[second] & QUOTES == 0,
            _ => right != 0,
        }
    }

    /// Whether this is a quotation mark that may open, but not close, for what stands before it.
    pub(super) fn may_only_open_behind(&self, first: usize, second: usize) -> bool {
        second == QUOTE && self.offers_left[first] & QUOTES == left::OPENS
    }

    /// Whether this is a quotation mark that may close, but not open, for what stands behind it.
    pub(super) fn may_only_close_before(&self, first: usize, second: usize) -> bool {
        first == QUOTE && self.offers_right[second] & QUOTES == right::CLOSES
    }

    /// Whether two characters may lie where a URL, mention or address begins, whose inside is left alone.
    pub(super) fn may_begin_span(first: usize, second: usize) -> bool {
        matches!(
            (first as u8, second as u8),
            (_, code::AT) | (code::COLON, code::SLASH) | (code::LETTER_W, code::STOP)
        )
    }
}

fn offers_left(code: u8) -> u8 {
    use left::{CLOSES, DIGIT, NO_LINE_END, NO_MARK, NO_SPACE, NO_SPACE_NOR_W, NO_W, OPENS};
    const ANY: u8 = NO_SPACE | NO_SPACE_NOR_W | NO_LINE_END | NO_MARK | NO_W;
    match code {
        code::SPACE => OPENS | NO_LINE_END | NO_MARK | NO_W,
        code::LINE_END => (OPENS | ANY) & !NO_LINE_END,
        code::OPEN | code::CONTINUATION => OPENS | ANY,
        code::DIGIT => DIGIT | ANY,
        code::LETTER_W => (OPENS | CLOSES | ANY) & !(NO_SPACE_NOR_W | NO_W),
        code::MARK => (OPENS | CLOSES | ANY) & !NO_MARK,
        code::GONE | code::ELSEWHERE => ANY & !NO_MARK,
        code::TROUBLED_ASCII | code::TROUBLED | code::AT | code::PERCENT => ANY,
        _ => OPENS | CLOSES | ANY,
    }
}

fn offers_right(code: u8) -> u8 {
    use right::{CLOSES, DIGIT, EDGE, NO_ARABIC, NO_ARABIC_NOR_SLASH, OPENS, WORD};
    const NONE_ARABIC: u8 = NO_ARABIC | NO_ARABIC_NOR_SLASH;
    match code {
        code::ARABIC | code::MARK => OPENS,
        code::LATIN | code::LETTER_W => WORD | OPENS | NONE_ARABIC,
        code::DIGIT => WORD | DIGIT | OPENS | NONE_ARABIC,
        code::OTHER | code::OPEN | code::QUOTE | code::GREATER => OPENS | NONE_ARABIC,
        code::SLASH => OPENS | NO_ARABIC,
        code::SPACE | code::LINE_END => EDGE | CLOSES | NONE_ARABIC,
        _ if code::ends_something(code) => CLOSES | NONE_ARABIC,
        code::TROUBLED_ASCII | code::AT | code::PERCENT => NONE_ARABIC,
        _ => 0,
    }
}
