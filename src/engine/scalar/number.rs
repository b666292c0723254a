//! Digits, and the separators between them.

use super::{
    Placed, REACH,
    context::{Thought, is_digit},
};
use crate::{
    engine::Sink,
    options::Digits,
    rules::kinds::{Kind, System},
};

/// The longest local part of an e-mail address (RFC 5321, 4.5.3.1.1).
const LOCAL_PART: usize = 64;

impl<S: Sink> Thought<'_, '_, S> {
    /// A digit, written in the system that the rule asks for.
    pub(super) fn digit(&mut self, digit: Placed, system: System) {
        let c = digit.c;
        let target = match self.program.config.digits {
            Digits::Keep => system,
            Digits::Ascii => System::Ascii,
            Digits::ArabicIndic => System::ArabicIndic,
            Digits::Extended => System::Extended,
        };
        let named =
            system == System::Ascii && target != System::Ascii && self.is_named(None, Some(c));
        let written = if named { c } else { target.write(c) };
        self.put(digit.with(written));
    }

    /// Whether an ASCII digit belongs to a Latin name or an e-mail address, by what stands to its
    /// left and right. `before` has been drawn and not put out yet; `first` is the digit when it
    /// has been drawn.
    fn is_named(&self, before: Option<char>, first: Option<char>) -> bool {
        let left = before.into_iter().chain(self.sink.tail().chars().rev()).take(LOCAL_PART);
        let right = first.into_iter().chain(self.chars.ahead()).take(LOCAL_PART);
        if reaches_name(left) || reaches_name(right) {
            return true;
        }
        reaches_domain(first.into_iter().chain(self.chars.ahead()).take(LOCAL_PART + 2))
    }

    /// How many digits follow behind the next `n` characters, counted to four.
    pub(super) fn count_digits(&mut self, n: usize) -> usize {
        (n..n + 4).take_while(|&n| is_digit(self.chars.look(n))).count()
    }

    /// The separator between two digits, in the system of its number.
    pub(super) fn separator(&mut self, c: char, kind: Kind) -> char {
        let left = self.sink.tail().chars().next_back();
        match (self.program.config.digits, kind) {
            (Digits::Ascii, Kind::Decimal) => '.',
            (Digits::Ascii, Kind::Thousands) => ',',
            (Digits::ArabicIndic | Digits::Extended, Kind::Stop | Kind::Comma)
                // The digits on both sides are written in Arabic.
                if self.system_left(left) != Some(System::Ascii)
                    && self.system_right(c) != Some(System::Ascii) =>
            {
                match kind {
                    Kind::Stop if self.is_only_decimal() => '\u{66B}',
                    Kind::Comma if self.count_digits(0) == 3 => '\u{66C}',
                    _ => c,
                }
            }
            _ => c,
        }
    }

    /// Whether the full stop just drawn is the number's only decimal separator: dates and
    /// versions have two.
    fn is_only_decimal(&self) -> bool {
        let is_stop = |c: Option<char>| matches!(c, Some('.' | '\u{66B}'));
        let mut left = self.sink.tail().chars().rev().take(REACH);
        let before = left.find(|&c| !Kind::of(c).is_digit());
        let mut right = self.chars.ahead().take(REACH);
        let after = right.find(|&c| !Kind::of(c).is_digit());
        let another = is_stop(before) || (is_stop(after) && is_digit(right.next()));
        !another
    }

    /// The system of the digit that the output ends with.
    pub(super) fn system_left(&self, left: Option<char>) -> Option<System> {
        match Kind::of(left?) {
            Kind::Digit(system) => Some(system),
            _ => None,
        }
    }

    /// The system in which the next digit will be written, behind a mark that has been drawn.
    pub(super) fn system_right(&mut self, mark: char) -> Option<System> {
        let Kind::Digit(system) = Kind::of(self.peek()?) else { return None };
        Some(match self.program.config.digits {
            Digits::Keep => system,
            Digits::Ascii => System::Ascii,
            _ if system == System::Ascii && self.is_named(Some(mark), None) => System::Ascii,
            Digits::ArabicIndic => System::ArabicIndic,
            Digits::Extended => System::Extended,
        })
    }
}

/// Whether the characters lead through the local part of an e-mail address to its domain. A full stop in
/// it must stand between letters and digits, as spacing leaves it alone there; a percent sign beside a digit, which it
/// follows: else it may become an Arabic one, which is in no address.
fn reaches_domain(chars: impl Iterator<Item = char>) -> bool {
    let (mut before, mut has_digit) = (' ', true);
    for c in chars {
        if !(has_digit || c.is_ascii_digit()) {
            return false;
        }
        has_digit = c != '%' || before.is_ascii_digit();
        match (before, c) {
            ('@', _) => return c.is_ascii_alphanumeric(),
            ('.', _) if !c.is_ascii_alphanumeric() => return false,
            (_, '.') if !before.is_ascii_alphanumeric() => return false,
            (_, '@' | '.' | '_' | '%' | '+' | '-') => {}
            _ if c.is_ascii_alphanumeric() => {}
            _ => return false,
        }
        before = c;
    }
    false
}

/// Whether the characters, read away from a digit, lead through ASCII digits and what stands
/// between them to a Latin letter or `_`. Marks that spacing would set apart must stand as it
/// leaves them alone: a comma between digits, a full stop or colon between digits and letters.
fn reaches_name(chars: impl Iterator<Item = char>) -> bool {
    let mut before = '0';
    for c in chars {
        match c {
            'a'..='z' | 'A'..='Z' => return before != ',',
            '_' => return !matches!(before, ',' | '.' | ':'),
            '0'..='9' => {}
            ',' | '.' | ':' if before.is_ascii_digit() => {}
            '-' | '/' if !matches!(before, ',' | '.' | ':') => {}
            _ => return false,
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Builder, Punctuation};

    #[test]
    fn percent_signs_of_an_address_stand_beside_digits() {
        for (text, reaches) in [
            ("5%@a", true),
            ("5a%6@a", true),
            ("5%%6@a", true),
            ("5%%@a", false),
            ("5a%b@a", false),
            ("5a%@a", false),
        ] {
            assert_eq!(reaches_domain(text.chars()), reaches, "{text}");
        }
        let normalizer =
            Builder::default().digits(Digits::Extended).punctuation(Punctuation::Arabic).build();
        let normalizer = normalizer.expect("the rules do not conflict");
        for text in ["\u{628}5%%@3", "\u{628}5a%b@a", "\u{628}5%6%@3", "\u{628} 5%%6@a"] {
            let once = normalizer.normalize(text);
            assert_eq!(normalizer.normalize(&once), once, "{text}");
        }
    }
}
