//! Strings of JSON: how far they go, what text they stand for, and how text is written as one.

use std::{borrow::Cow, ops::Range};

use super::{Wrong, wrong};

/// How the characters of a string are written where there is a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// All that is not ASCII as `\u` and four digits.
    pub ascii: bool,
    /// Those digits in upper case.
    pub upper: bool,
    /// `/` as `\/`.
    pub slashes: bool,
}

/// What escapes a string has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Escapes {
    None,
    /// Each stands for a character.
    Sound,
    /// Some may be half of a surrogate pair.
    Surrogates,
}

/// A string of a field.
pub(super) struct Text {
    /// Where it is in the piece, with its quotes.
    pub(super) range: Range<usize>,
    pub(super) escapes: Escapes,
    pub(super) field: usize,
}

/// How many bytes come before the first that a string cannot hold as it is. `controls` says whether any of them
/// may be a control character other than a line feed.
pub(super) fn plain(bytes: &[u8], controls: bool) -> usize {
    // Most strings are names and numbers, and end before a longer search has begun.
    let mut at = 0;
    while at < 16
        && let Some(&word) = bytes[at..].first_chunk()
    {
        let special = first_special(u64::from_le_bytes(word));
        at += special;
        if special < 8 {
            return at;
        }
    }
    let rest = &bytes[at..];
    let end = memchr::memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len());
    if controls && has_controls(&rest[..end]) {
        return at + rest.iter().position(|&byte| byte < b' ').unwrap_or(end);
    }
    at + end
}

/// Whether there are control characters other than line feeds. The compiler makes vector instructions of a count.
pub(super) fn has_controls(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |any, &byte| any | ((byte < b' ') & (byte != b'\n')))
}

/// The place of the first control character, quotation mark or backslash among eight bytes, the first of them
/// lowest; or eight.
fn first_special(word: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // The high bit of each byte below this one. A borrow may set it for bytes behind the first as well.
    let below = |word: u64, byte: u8| word.wrapping_sub(EACH * u64::from(byte)) & !word;
    let equal = |byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    let found = below(word, b' ') | equal(b'"') | equal(b'\\');
    (found & (EACH << 7)).trailing_zeros() as usize / 8
}

/// The text of a string that has been found sound, and how it is written.
pub(super) fn decode<'l>(piece: &'l str, string: &Text) -> Result<(Cow<'l, str>, Style), Wrong> {
    let start = string.range.start + 1;
    let written = &piece[start..string.range.end - 1];
    let mut style = Style::default();
    if string.escapes == Escapes::None {
        return Ok((Cow::Borrowed(written), style));
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(length) = memchr::memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..length]);
        rest = &rest[length..];
        let Some((c, length)) = unescape(rest, &mut style) else {
            return wrong(start + written.len() - rest.len(), "half of a surrogate pair");
        };
        text.push(c);
        rest = &rest[length..];
    }
    text.push_str(rest);
    // Only where it was never written otherwise.
    style.ascii = style.ascii && written.is_ascii();
    style.slashes = style.slashes && written.matches('/').count() == written.matches("\\/").count();
    Ok((text.into(), style))
}

/// The character that an escape stands for and how long the escape is; takes note of its style.
fn unescape(text: &str, style: &mut Style) -> Option<(char, usize)> {
    let c = match text.as_bytes().get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'/' => {
            style.slashes = true;
            '/'
        }
        b'u' => {
            let high = unit(text, style)?;
            let (c, length) = match high {
                0xD800..=0xDBFF => {
                    let low = text.get(6..).filter(|rest| rest.starts_with("\\u"))?;
                    let low = unit(low, style).filter(|low| (0xDC00..=0xDFFF).contains(low))?;
                    (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 12)
                }
                _ => (high, 6),
            };
            let c = char::from_u32(c)?;
            style.ascii |= !c.is_ascii();
            return Some((c, length));
        }
        other => char::from(*other),
    };
    Some((c, 2))
}

/// The number of `\u` and four digits.
fn unit(text: &str, style: &mut Style) -> Option<u32> {
    let digits = text.get(2..6)?;
    style.upper |= digits.bytes().any(|digit| digit.is_ascii_uppercase());
    u32::from_str_radix(digits, 16).ok()
}

/// Writes a string, with quotes.
pub fn write(text: &str, style: Style, out: &mut Vec<u8>) {
    let controls = has_controls(text.as_bytes());
    out.push(b'"');
    let mut rest = text;
    while !rest.is_empty() {
        let mut length = plain(rest.as_bytes(), controls);
        if style.slashes {
            length = memchr::memchr(b'/', &rest.as_bytes()[..length]).unwrap_or(length);
        }
        if style.ascii {
            let ascii = rest.bytes().take(length).position(|byte| !byte.is_ascii());
            length = ascii.unwrap_or(length);
        }
        let (before, after) = rest.split_at(length);
        out.extend_from_slice(before.as_bytes());
        let mut chars = after.chars();
        if let Some(c) = chars.next() {
            escape(c, style, out);
        }
        rest = chars.as_str();
    }
    out.push(b'"');
}

fn escape(c: char, style: Style, out: &mut Vec<u8>) {
    let short = match c {
        '"' | '\\' | '/' => c as u8,
        '\u{8}' => b'b',
        '\u{C}' => b'f',
        '\n' => b'n',
        '\r' => b'r',
        '\t' => b't',
        _ => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let digits =
                    if style.upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
                out.extend_from_slice(digits.as_bytes());
            }
            return;
        }
    };
    out.extend([b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wherever the first special byte stands, near or far, and whatever follows it.
    #[test]
    fn the_first_that_cannot_stay() {
        for special in [b'"', b'\\', b'\n', b'\t', 0, 0x1F] {
            for length in 0..100 {
                for place in 0..length {
                    // Letters of Arabic and ASCII, and what comes next to those that are special.
                    let mut bytes = [0xD9, 0x84, b' ', b'!', b'#', b'[', b']', 0x7F].repeat(13);
                    bytes.truncate(length);
                    assert_eq!(plain(&bytes, true), length);
                    bytes[place] = special;
                    let controls = has_controls(&bytes);
                    assert_eq!(controls, !matches!(special, b'"' | b'\\' | b'\n'));
                    assert_eq!(plain(&bytes, controls), place, "{special} of {length}");
                    bytes[length - 1] = b'\r';
                    assert_eq!(plain(&bytes, true), place, "{special} of {length}");
                }
            }
        }
    }

    fn string(written: &str) -> Text {
        Text { range: 0..written.len(), escapes: Escapes::Surrogates, field: 0 }
    }

    #[test]
    fn decoding_and_writing_keep_the_style() {
        let cases = [
            (r#""a\nb\"\\""#, "a\nb\"\\"),
            (r#""\u0643\ud83d\ude00 x""#, "\u{643}\u{1F600} x"),
            (r#""\u064A\/""#, "\u{64A}/"),
            (r#""\b\f\r\t\u0001""#, "\u{8}\u{C}\r\t\u{1}"),
        ];
        for (written, text) in cases {
            let (decoded, style) = decode(written, &string(written)).unwrap();
            assert_eq!(decoded, text);
            let mut out = Vec::new();
            write(text, style, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
        // Half a pair.
        for bad in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83dx""#, r#""\ud83d\u0041""#] {
            assert!(decode(bad, &string(bad)).is_err(), "{bad}");
        }
        // Raw letters beside an escape: all of it raw.
        let mixed = "\"\u{643}\\u0643\"";
        assert!(!decode(mixed, &string(mixed)).unwrap().1.ascii);
    }
}
