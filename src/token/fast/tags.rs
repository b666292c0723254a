//! The tags of a block: addresses, hashtags, mentions and dates.

use super::{
    judge::{DECIDED, Judgement, glue_ends},
    repairs::may_join,
};
use crate::{
    engine::cuts::low_bits,
    rules::quick::place,
    token::{
        planes::{ARABIC, ASCII, BEHIND, class},
        tags::domain,
    },
};

/// What the search for tags needs of a block, and what it finds.
pub(super) struct Tagged {
    /// Characters that may be a part of a tag.
    pub(super) candidates: u64,
    pub(super) lead: u64,
    pub(super) arabic_lead: u64,
    /// Characters joined to those before them, but for `glue`: marks that join both.
    pub(super) joins: u64,
    pub(super) glue: u64,
    pub(super) digit: u64,
    /// What the specification has to look at.
    pub(super) hard: u64,
    /// Where tokens are known to start.
    pub(super) known: u64,
    /// The insides of tags.
    pub(super) joined: u64,
    /// The starts of tags.
    pub(super) odd: u64,
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

impl Judgement<'_> {
    /// Finds the tags of a block; and what is left of one that has begun before.
    #[inline(never)]
    pub(super) fn tags(&mut self, at: usize, mut found: Tagged) -> Tagged {
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
                if let Some(end) = plain_name(text, at).filter(|_| left.is_ascii()) {
                    return self.plain_tag(at, lane, end, found);
                }
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
            b'@' if is_in_mail(left) && domain(text, at + 1).is_some() => {
                let mail = text[..at].iter().rev().take_while(|byte| is_in_mail(**byte)).count();
                self.mail(at, lane, mail, found)
            }
            b'@' if is_in_name(left) => Answer::Nothing,
            b'@' => match plain_name(text, at) {
                Some(end) if left.is_ascii() && !matches!(text[end], b'.' | b'-') => {
                    self.plain_tag(at, lane, end, found)
                }
                _ => self.tag_from(at, lane, at, found),
            },
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
                self.tag_in_mail(at, lane, start, found)
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
                self.tag_in_mail(at, lane, at - number, found)
            }
            _ => Answer::Nothing,
        }
    }

    /// The tag from `at`, which is in the lane, to `end`, if a token starts there.
    fn plain_tag(&self, at: usize, lane: usize, end: usize, found: &Tagged) -> Answer {
        match found.starts() >> lane & 1 {
            _ if lane < BEHIND => Answer::Hard,
            0 => Answer::Nothing,
            _ => Answer::Tag { start: at, end },
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
            Some(end) if end > at && !self.text[end..].starts_with(may_join) => {
                Answer::Tag { start, end }
            }
            Some(_) => Answer::Hard,
            None => Answer::Nothing,
        }
    }

    /// The same for what may be the inside of an e-mail address that begins before it: then the address counts.
    fn tag_in_mail(&mut self, at: usize, lane: usize, start: usize, found: &Tagged) -> Answer {
        let text = self.text.as_bytes();
        match self.tag_from(at, lane, start, found) {
            Answer::Tag { start, end }
                if start > 0 && is_in_mail(text[start - 1]) && text[start..end].contains(&b'@') =>
            {
                Answer::Hard
            }
            answer => answer,
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

/// The end of a name behind the sign at `start`, of letters of ASCII and Arabic, ASCII digits and low lines, if one of
/// them is a letter and there is something else of ASCII behind them.
#[inline]
fn plain_name(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    let mut letters = false;
    loop {
        match *text.get(at)? {
            lead @ (0xD8..=0xDB) => {
                let trail = *text.get(at + 1)?;
                match ARABIC[place(lead, trail)] {
                    class::ARABIC => letters = true,
                    // Tatweel and marks of U+0640–067F, on a letter.
                    class::MARK if lead == 0xD9 && letters => {}
                    _ => return None,
                }
                at += 2;
            }
            byte if is_in_name(byte) => {
                letters |= byte.is_ascii_alphabetic();
                at += 1;
            }
            byte => return (letters && byte.is_ascii()).then_some(at),
        }
    }
}

/// What an e-mail address has in front of its `@`.
pub(super) fn is_in_mail(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}

/// What names of ASCII are made of.
fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
