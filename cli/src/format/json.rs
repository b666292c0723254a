//! Lines of JSON (RFC 8259): where the strings of the fields stand, so that they can be replaced and
//! every other byte left as it is.

use std::{borrow::Cow, ops::Range};

use super::{Fault, Field, Found, Take, Written};

/// How deep values may be nested.
const DEEPEST: usize = 256;

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

/// Finds the texts of a piece of whole lines.
pub fn texts(piece: &str, fields: &[Field], take: &mut impl Take) {
    let mut found = Vec::new();
    let bytes = piece.as_bytes();
    let controls = has_controls(bytes);
    let mut values = Values { text: piece, bytes, controls, at: 0, fields, found: &mut found };
    while values.at < piece.len() {
        let start = values.at;
        values.found.clear();
        // Where the line ends is known when its value is: it need not be looked for.
        match values.line().and_then(|()| decode_all(piece, values.found)) {
            Ok(()) => {
                for string in &*values.found {
                    // It can be decoded.
                    let Ok((text, style)) = decode(piece, string) else { continue };
                    take.found(Found {
                        text,
                        raw: string.range.clone(),
                        written: Written::Json(style),
                        record: start,
                        field: Some(string.field),
                    });
                }
            }
            Err((at, message)) => {
                let end = memchr::memchr(b'\n', &piece.as_bytes()[start..]);
                let end = end.map_or(piece.len(), |length| start + length);
                // Not behind the end of the line.
                let line = piece[start..end].trim_end_matches('\r');
                let at = at.min(start + line.len());
                let before = |&(length, _): &(usize, char)| start + length < at;
                let column = line.char_indices().take_while(before).count() + 1;
                let message = format!("{message} (column {column})");
                take.fault(Fault { at, message });
                values.at = (end + 1).min(piece.len());
            }
        }
    }
}

/// What is wrong, and where in the piece.
type Wrong = (usize, Cow<'static, str>);

fn wrong<T>(at: usize, message: &'static str) -> Result<T, Wrong> {
    Err((at, Cow::Borrowed(message)))
}

/// A string of a field.
struct Text {
    /// Where it is in the piece, with its quotes.
    range: Range<usize>,
    /// Whether there are escapes in it.
    escaped: bool,
    field: usize,
}

/// Whether all strings can be decoded: a record is rewritten as a whole or not at all. Only
/// surrogates, of which each needs its other half, can be in the way.
fn decode_all(piece: &str, found: &[Text]) -> Result<(), Wrong> {
    let may_fail = |text: &&Text| {
        let written = &piece[text.range.clone()];
        text.escaped && (written.contains("\\ud") || written.contains("\\uD"))
    };
    found.iter().filter(may_fail).try_for_each(|text| decode(piece, text).map(drop))
}

/// Walks over the values of a piece, line by line.
struct Values<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// Whether there are control characters in it other than line feeds.
    controls: bool,
    at: usize,
    fields: &'a [Field],
    /// The strings of the fields of the line.
    found: &'a mut Vec<Text>,
}

impl Values<'_> {
    /// One value, or nothing, and white space around it, up to behind the end of the line.
    fn line(&mut self) -> Result<(), Wrong> {
        // A byte order mark may begin the file.
        if self.text[self.at..].starts_with('\u{FEFF}') {
            self.at += '\u{FEFF}'.len_utf8();
        }
        self.white_space();
        if !matches!(self.peek(), None | Some(b'\n')) {
            // One bit a field whose path leads here.
            let all = (1_u64 << (self.fields.len() - 1) << 1).wrapping_sub(1);
            self.value(all, 0, 0)?;
            self.white_space();
        }
        match self.peek() {
            None => {}
            Some(b'\n') => self.at += 1,
            Some(_) => return wrong(self.at, "invalid JSON: expected the end of the line"),
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// White space of JSON but for the line feed: no value goes on behind it.
    fn white_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }

    /// A value. `paths` are the fields whose first `names` names lead here.
    fn value(&mut self, paths: u64, names: usize, depth: usize) -> Result<(), Wrong> {
        let start = self.at;
        let Some(first) = self.peek() else {
            return wrong(start, "invalid JSON: expected a value");
        };
        let meant = self.meant(paths, names);
        if first == b'"' {
            let (range, escaped) = self.string()?;
            if let Some(field) = meant {
                self.found.push(Text { range, escaped, field });
            }
            return Ok(());
        }
        if depth > DEEPEST {
            return wrong(start, "the value is nested too deeply");
        }
        match first {
            b'{' => self.object(paths, names, depth)?,
            b'[' => return self.array(paths, names, depth),
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'n' => return self.word(b"null"),
            b'-' | b'0'..=b'9' => self.number()?,
            _ => return wrong(start, "invalid JSON: expected a value"),
        }
        match meant {
            Some(field) => {
                let kind = match first {
                    b'{' => "an object",
                    b't' | b'f' => "true or false",
                    _ => "a number",
                };
                let name = &self.fields[field].name;
                Err((start, format!("field `{name}` is {kind}, not a string").into()))
            }
            None => Ok(()),
        }
    }

    /// The field whose path ends here.
    #[inline]
    fn meant(&self, paths: u64, names: usize) -> Option<usize> {
        let mut paths = paths;
        while paths != 0 {
            let field = paths.trailing_zeros() as usize;
            if self.fields[field].path.0.len() == names {
                return Some(field);
            }
            paths &= paths - 1;
        }
        None
    }

    fn array(&mut self, paths: u64, names: usize, depth: usize) -> Result<(), Wrong> {
        self.at += 1;
        self.white_space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.white_space();
            self.value(paths, names, depth + 1)?;
            self.white_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return wrong(self.at, "invalid JSON: expected `,` or `]`"),
            }
        }
    }

    fn object(&mut self, paths: u64, names: usize, depth: usize) -> Result<(), Wrong> {
        self.at += 1;
        self.white_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.white_space();
            if self.peek() != Some(b'"') {
                return wrong(self.at, "invalid JSON: expected a name in quotes");
            }
            let (name, escaped) = self.string()?;
            let inner = self.leads_on(paths, names, name, escaped)?;
            self.white_space();
            if self.peek() != Some(b':') {
                return wrong(self.at, "invalid JSON: expected `:`");
            }
            self.at += 1;
            self.white_space();
            self.value(inner, names + 1, depth + 1)?;
            self.white_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return wrong(self.at, "invalid JSON: expected `,` or `}`"),
            }
        }
    }

    /// The fields whose paths go on with this name.
    fn leads_on(
        &self,
        paths: u64,
        names: usize,
        name: Range<usize>,
        escaped: bool,
    ) -> Result<u64, Wrong> {
        let mut inner = 0;
        if paths == 0 {
            return Ok(inner);
        }
        let written = &self.bytes[name.start + 1..name.end - 1];
        let mut decoded = Cow::Borrowed(written);
        if escaped {
            decoded = match decode(self.text, &Text { range: name, escaped, field: 0 }) {
                Ok((text, _)) => Cow::Owned(text.into_owned().into_bytes()),
                // A name that is no text is no name of a field.
                Err(_) => return Ok(inner),
            };
        }
        let mut left = paths;
        while left != 0 {
            let field = &self.fields[left.trailing_zeros() as usize];
            let path = &field.path.0;
            if path.get(names).is_some_and(|wanted| wanted.as_bytes() == &*decoded) {
                inner |= left & left.wrapping_neg();
                if path.len() == names + 1 {
                    field.see();
                }
            }
            left &= left - 1;
        }
        Ok(inner)
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Wrong> {
        if !self.bytes[self.at..].starts_with(word) {
            return wrong(self.at, "invalid JSON: expected a value");
        }
        self.at += word.len();
        Ok(())
    }

    fn number(&mut self) -> Result<(), Wrong> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let zero = self.peek() == Some(b'0');
        let mut good = match self.digits() {
            0 => false,
            count => !zero || count == 1,
        };
        if self.peek() == Some(b'.') {
            self.at += 1;
            good &= self.digits() > 0;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            good &= self.digits() > 0;
        }
        if good { Ok(()) } else { wrong(start, "invalid JSON: not a number") }
    }

    fn digits(&mut self) -> usize {
        let count = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count
    }

    /// A string; gives where it is, with its quotes, and whether it has escapes.
    fn string(&mut self) -> Result<(Range<usize>, bool), Wrong> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            self.at += plain(&self.bytes[self.at..], self.controls);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok((start..self.at, escaped));
                }
                Some(b'\\') => {
                    self.escape()?;
                    escaped = true;
                }
                // The line end is part of the line.
                None | Some(b'\n' | b'\r') => {
                    return wrong(start, "invalid JSON: the string does not end");
                }
                Some(_) => return wrong(self.at, "invalid JSON: a control character in a string"),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Wrong> {
        let length = match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 2..self.at + 6);
                match digits {
                    Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => 6,
                    _ => return wrong(self.at, "invalid JSON: `\\u` without four digits"),
                }
            }
            _ => return wrong(self.at, "invalid JSON: unknown escape"),
        };
        self.at += length;
        Ok(())
    }
}

/// How many bytes come before the first that a string cannot hold as it is. `controls` says whether any of them
/// may be a control character other than a line feed.
fn plain(bytes: &[u8], controls: bool) -> usize {
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
fn has_controls(bytes: &[u8]) -> bool {
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
fn decode<'l>(piece: &'l str, string: &Text) -> Result<(Cow<'l, str>, Style), Wrong> {
    let start = string.range.start + 1;
    let written = &piece[start..string.range.end - 1];
    let mut style = Style::default();
    if !string.escaped {
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
    use crate::format::{Format, path::FieldPath};

    #[derive(Default)]
    struct All(Vec<String>, Vec<String>);

    impl Take for All {
        fn found(&mut self, found: Found<'_>) {
            self.0.push(found.text.into_owned());
        }
        fn fault(&mut self, fault: Fault) {
            self.1.push(fault.message);
        }
    }

    fn format(paths: &[&str]) -> Format {
        let fields = paths.iter().map(|name| Field {
            name: (*name).into(),
            path: FieldPath::new(name).unwrap(),
            seen: false.into(),
        });
        Format::Jsonl(fields.collect())
    }

    fn all(paths: &[&str], piece: &str) -> All {
        let mut all = All::default();
        format(paths).texts(piece, None, &mut all);
        all
    }

    #[test]
    fn strings_are_found_by_path() {
        let line = r#"{"a": "1", "b": {"a": "2", "c": ["3", {"d": "4"}, null]}, "a": "5"}"#;
        assert_eq!(all(&["a"], line).0, ["1", "5"]);
        assert_eq!(all(&["b.a"], line).0, ["2"]);
        assert_eq!(all(&["b.c.d"], line).0, ["4"]);
        assert_eq!(all(&["a", "b.a"], line).0, ["1", "2", "5"]);
        assert!(all(&["x", "b.x", "a.b"], line).0.is_empty());
        // The element that is an object is not a string.
        assert!(all(&["b.c"], line).1[0].starts_with("field `b.c` is an object"));
        assert_eq!(all(&["t"], r#"{"t": ["x", null, ["y"]]}"#).0, ["x", "y"]);
        // A list of records.
        assert_eq!(all(&["t"], r#"[{"t": "x"}, {"t": "y"}]"#).0, ["x", "y"]);
        // Names may be written with escapes.
        assert_eq!(all(&["text"], r#"{"te\u0078t": "x"}"#).0, ["x"]);
    }

    #[test]
    fn sixty_four_fields() {
        let names: Vec<String> = (0..64).map(|number| format!("f{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(all(&names, r#"{"f63": "x", "f0": "y"}"#).0, ["x", "y"]);
    }

    /// serde_json is the judge of what is JSON.
    #[test]
    fn only_json_is_taken() {
        let cases = [
            "{}",
            "[]",
            "1",
            "-0.5e+3",
            "0",
            "\"x\"",
            "null",
            "true",
            "false",
            "[1,2]",
            " {} ",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "tru",
            "nul",
            "{",
            "}",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "{} {}",
            "\"\t\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"abc",
            "\"abc\\\"",
            "'x'",
            "[1 2]",
            "{\"a\" 1}",
            "NaN",
            "\"\\u0041\\n\\/\"",
            "\u{FEFF}",
        ];
        for case in cases {
            let sound = serde_json::from_str::<serde_json::Value>(case).is_ok();
            let sound = sound || case == "\u{FEFF}";
            assert_eq!(all(&["t"], case).1.is_empty(), sound, "{case}");
        }
        let deep = "[".repeat(10_000);
        assert!(all(&["t"], &deep).1[0].contains("too deeply"));
    }

    fn string(written: &str) -> Text {
        Text { range: 0..written.len(), escaped: true, field: 0 }
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
