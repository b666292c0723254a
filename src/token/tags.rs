//! Tokens that people do not read as words: addresses, hashtags, mentions, dates.
//!
//! Each is found from where it starts. URLs and names end where the normaliser ends them, so that what
//! it leaves alone is one token.

use super::{
    property::WordBreak,
    word::{is_arabic, is_stop},
};
use crate::rules::{
    kinds::{Kind, is_arabic_letter},
    marks::is_mark,
};

/// What has been learnt on the way through a text, so that hostile text costs no more than its length.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tags {
    /// No e-mail address starts before this position, where one was last looked for.
    no_mail_before: usize,
}

impl Tags {
    /// The end of the tag that starts at `start`, if one does. Called with rising starts.
    pub(super) fn end(&mut self, text: &str, start: usize) -> Option<usize> {
        let first = text[start..].chars().next()?;
        match first {
            '#' => hashtag(text, start),
            '@' => mention(text, start),
            _ if first.is_ascii_alphanumeric() => {
                url(text, start).or_else(|| self.mail(text, start)).or_else(|| date(text, start))
            }
            _ if is_digit(first) => date(text, start),
            _ => None,
        }
    }

    /// The end of an e-mail address: letters, digits and `.` `_` `%` `+` `-`, a full stop only
    /// between letters and digits; `@`; a domain of two names or more.
    fn mail(&mut self, text: &str, start: usize) -> Option<usize> {
        if start < self.no_mail_before {
            return None;
        }
        let bytes = text.as_bytes();
        let is_alphanumeric = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'.' if !(at > start && is_alphanumeric(at - 1) && is_alphanumeric(at + 1)) => {
                    break;
                }
                b'.' | b'_' | b'%' | b'+' | b'-' => {}
                _ if byte.is_ascii_alphanumeric() => {}
                _ => break,
            }
            at += 1;
        }
        // Whatever starts on the way comes to the same place.
        self.no_mail_before = at;
        if bytes.get(at) != Some(&b'@') {
            return None;
        }
        domain(bytes, at + 1)
    }
}

/// The end of a domain of two names or more, the last of them letters only.
pub(super) fn domain(bytes: &[u8], start: usize) -> Option<usize> {
    let mut end = None;
    let mut at = start;
    loop {
        let name = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-');
        let mut length = name.count();
        let more = bytes.get(at + length) == Some(&b'.');
        while length > 0 && bytes[at + length - 1] == b'-' {
            length -= 1;
        }
        if length == 0 || bytes[at] == b'-' {
            return end;
        }
        let letters = bytes[at..at + length].iter().all(u8::is_ascii_alphabetic);
        if at > start && letters && length >= 2 {
            end = Some(at + length);
        }
        if !more || bytes.get(at + length) != Some(&b'.') {
            return end;
        }
        at += length + 1;
    }
}

/// The end of a URL: `scheme://` or `www.`, the beginning of a host, and what follows up to white
/// space or the end of a clause.
fn url(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let word = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let after = &bytes[start + word..];
    let host = match () {
        () if after.starts_with(b"://") && bytes[start].is_ascii_alphabetic() => start + word + 3,
        () if word == 3
            && after.starts_with(b".")
            && bytes[start..start + 3].eq_ignore_ascii_case(b"www") =>
        {
            start + 4
        }
        () => return None,
    };
    if !text[host..].chars().next().is_some_and(is_letter_or_digit) {
        return None;
    }
    let mut chars = text[host..].char_indices();
    let ends = |(at, c): (usize, char)| {
        let next = text[host + at + c.len_utf8()..].chars().next();
        ends_url(c, next).then_some(host + at)
    };
    Some(chars.find_map(ends).unwrap_or(text.len()))
}

/// Whether a URL ends in front of this character.
fn ends_url(c: char, next: Option<char>) -> bool {
    if never_in_url(c) {
        return true;
    }
    if !matches!(c, ',' | ';' | '?' | '!' | ':' | '.' | ')' | ']' | '}' | '\'') {
        return false;
    }
    // Such a mark belongs to the URL where the URL goes on behind it.
    next.is_none_or(|next| {
        // An Arabic word after a comma or the like: only its space is missing.
        (c != '.' && is_arabic_letter(next))
            || never_in_url(next)
            || matches!(next, ',' | ';' | '?' | '!' | ':' | '.' | ')' | ']' | '}' | '\'')
    })
}

/// White space, quotation marks, and all but ASCII punctuation.
fn never_in_url(c: char) -> bool {
    match Kind::of(c) {
        Kind::White | Kind::LineEnd | Kind::Quote | Kind::Less | Kind::Greater => true,
        Kind::UrduStop | Kind::Ellipsis => true,
        Kind::Comma | Kind::Semicolon | Kind::Question | Kind::Open | Kind::Close => !c.is_ascii(),
        _ => c.is_control() || (is_stop(c) && !c.is_ascii()),
    }
}

/// The end of a hashtag. A number sign in front of a number is none.
fn hashtag(text: &str, start: usize) -> Option<usize> {
    if follows_word(text, start) {
        return None;
    }
    let name = start + 1;
    let in_tag = |c: char| is_in_name(c) || WordBreak::of(c).is_ignored();
    let mut letters = false;
    for (at, c) in text[name..].char_indices() {
        if !in_tag(c) || (at == 0 && !is_in_name(c)) {
            return letters.then_some(name + at);
        }
        letters |= is_letter(c);
    }
    letters.then_some(text.len())
}

/// The end of a mention: letters, digits, `_`, and between them `.` and `-`.
fn mention(text: &str, start: usize) -> Option<usize> {
    if follows_word(text, start) {
        return None;
    }
    let mut end = start + 1;
    let mut chars = text[end..].chars().peekable();
    if !chars.peek().is_some_and(|&c| is_in_name(c)) {
        return None;
    }
    while let Some(c) = chars.next() {
        let joins = matches!(c, '.' | '-') && chars.peek().is_some_and(char::is_ascii_alphanumeric);
        if !(is_in_name(c) || joins || WordBreak::of(c).is_ignored()) {
            break;
        }
        end += c.len_utf8();
    }
    Some(end)
}

/// The end of a date with hyphens: one to four digits, one or two, one to four.
fn date(text: &str, start: usize) -> Option<usize> {
    if text[..start].ends_with('-') {
        return None;
    }
    let mut at = start;
    for (index, most) in [4, 2, 4].into_iter().enumerate() {
        if index > 0 {
            at += text[at..].starts_with('-').then_some(1)?;
        }
        let digits = text[at..].chars().take(most).take_while(|&c| is_digit(c));
        let length: usize = digits.map(char::len_utf8).sum();
        at += (length > 0).then_some(length)?;
    }
    let goes_on = |c: char| {
        let class = WordBreak::of(c);
        c == '-'
            || class == WordBreak::Numeric
            || class == WordBreak::ExtendNumLet
            || class.is_ignored()
            || (class.is_letter() && !is_arabic(c))
    };
    let mut rest = text[at..].chars();
    let next = rest.next();
    let separator = next.is_some_and(|c| matches!(c, '.' | ',' | ':' | '/' | '\u{60C}' | '\''));
    let more = next.is_some_and(goes_on) || (separator && rest.next().is_some_and(is_digit));
    (!more).then_some(at)
}

/// Whether a letter, digit or low line stands in front of a position, perhaps with marks on it.
pub(super) fn follows_word(text: &str, position: usize) -> bool {
    text[..position].chars().next_back().is_some_and(|c| is_in_name(c) || is_mark(c))
}

/// ASCII, Arabic-Indic and extended Arabic-Indic digits.
fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

fn is_letter(c: char) -> bool {
    Kind::of(c).is_letter()
}

pub(super) fn is_letter_or_digit(c: char) -> bool {
    is_letter(c) || is_digit(c)
}

/// What the name behind `#` or `@` is made of.
pub(super) fn is_in_name(c: char) -> bool {
    c == '_' || c == '\u{640}' || is_letter_or_digit(c)
}
