//! Lines of JSON (RFC 8259): where the strings of the fields stand, so that they can be replaced and
//! every other byte left as it is.

use std::{borrow::Cow, ops::Range};

use strings::{Escapes, Text, decode, has_controls, plain};
pub use strings::{Style, write};

use super::{Fault, Field, Found, Take, Written};

mod strings;

/// How deep values may be nested.
const DEEPEST: usize = 256;

/// How many members of a record are kept in mind for the next.
const MOST_MEMBERS: usize = 256;

/// Finds the texts of a piece of whole lines.
pub fn texts(piece: &str, fields: &[Field], take: &mut impl Take) {
    let mut found = Vec::new();
    let bytes = piece.as_bytes();
    let controls = has_controls(bytes);
    let mut values = Values {
        text: piece,
        bytes,
        controls,
        at: 0,
        fields,
        found: &mut found,
        members: Vec::new(),
    };
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

/// Whether all strings can be decoded: a record is rewritten as a whole or not at all. Only
/// surrogates, of which each needs its other half, can be in the way.
fn decode_all(piece: &str, found: &[Text]) -> Result<(), Wrong> {
    let mut halves = found.iter().filter(|text| text.escapes == Escapes::Surrogates);
    halves.try_for_each(|text| decode(piece, text).map(drop))
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
    /// The members of the last records: most have the same names in the same order.
    members: Vec<Member>,
}

/// A member of a record: its name, up to the value.
struct Member {
    /// Where the name stands in the piece, with the colon and white space around it.
    written: Range<usize>,
    /// The fields whose paths go on with it.
    inner: u64,
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
            let (range, escapes) = self.string()?;
            if let Some(field) = meant {
                self.found.push(Text { range, escapes, field });
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
        for count in 0.. {
            self.white_space();
            let inner = if depth == 0 {
                self.member_of_record(count, paths)?
            } else {
                self.member(paths, names)?
            };
            self.value(inner, names + 1, depth + 1)?;
            self.white_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return wrong(self.at, "invalid JSON: expected `,` or `}`"),
            }
        }
        self.at += 1;
        Ok(())
    }

    /// A name, the colon and white space; gives the fields whose paths go on with it.
    fn member(&mut self, paths: u64, names: usize) -> Result<u64, Wrong> {
        if self.peek() != Some(b'"') {
            return wrong(self.at, "invalid JSON: expected a name in quotes");
        }
        let (range, escapes) = self.string()?;
        let inner = self.leads_on(paths, names, &Text { range, escapes, field: 0 });
        self.white_space();
        if self.peek() != Some(b':') {
            return wrong(self.at, "invalid JSON: expected `:`");
        }
        self.at += 1;
        self.white_space();
        Ok(inner)
    }

    /// The same of a whole record: the name is read only where it is another than that of the last record
    /// in this place.
    fn member_of_record(&mut self, place: usize, paths: u64) -> Result<u64, Wrong> {
        if let Some(member) = self.members.get(place)
            && self.bytes[self.at..].starts_with(&self.bytes[member.written.clone()])
        {
            self.at += member.written.len();
            let inner = member.inner;
            self.white_space();
            return Ok(inner);
        }
        let start = self.at;
        let inner = self.member(paths, 0)?;
        let member = Member { written: start..self.at, inner };
        match self.members.get_mut(place) {
            Some(last) => *last = member,
            None if place < MOST_MEMBERS => self.members.push(member),
            None => {}
        }
        Ok(inner)
    }

    /// The fields whose paths go on with this name.
    fn leads_on(&self, paths: u64, names: usize, name: &Text) -> u64 {
        let mut inner = 0;
        if paths == 0 {
            return inner;
        }
        // A name that is no text is no name of a field.
        let Ok((decoded, _)) = decode(self.text, name) else { return inner };
        let mut left = paths;
        while left != 0 {
            let field = &self.fields[left.trailing_zeros() as usize];
            let path = &field.path.0;
            if path.get(names).is_some_and(|wanted| *wanted == *decoded) {
                inner |= left & left.wrapping_neg();
                if path.len() == names + 1 {
                    field.see();
                }
            }
            left &= left - 1;
        }
        inner
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

    /// A string; gives where it is, with its quotes, and what escapes it has.
    fn string(&mut self) -> Result<(Range<usize>, Escapes), Wrong> {
        let start = self.at;
        let mut escapes = Escapes::None;
        self.at += 1;
        loop {
            self.at += plain(&self.bytes[self.at..], self.controls);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok((start..self.at, escapes));
                }
                Some(b'\\') => escapes = escapes.max(self.escape()?),
                // The line end is part of the line.
                None | Some(b'\n' | b'\r') => {
                    return wrong(start, "invalid JSON: the string does not end");
                }
                Some(_) => return wrong(self.at, "invalid JSON: a control character in a string"),
            }
        }
    }

    fn escape(&mut self) -> Result<Escapes, Wrong> {
        let (length, escape) = match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => (2, Escapes::Sound),
            Some(b'u') => match self.bytes.get(self.at + 2..self.at + 6) {
                Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => {
                    let half = matches!(digits[0], b'd' | b'D');
                    (6, if half { Escapes::Surrogates } else { Escapes::Sound })
                }
                _ => return wrong(self.at, "invalid JSON: `\\u` without four digits"),
            },
            _ => return wrong(self.at, "invalid JSON: unknown escape"),
        };
        self.at += length;
        Ok(escape)
    }
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

    /// No value goes on in the next line, and what is wrong with a line is said of it alone.
    #[test]
    fn faults_are_of_their_line() {
        let piece = "{\"t\": \"a\"}\r\n{\"t\":\n\"b\"}\n\n{\"t\": \"c\nd\"}\n{\"t\": \"e\"}";
        let All(texts, faults) = all(&["t"], piece);
        assert_eq!(texts, ["a", "e"]);
        let expected = [
            "invalid JSON: expected a value (column 6)",
            "invalid JSON: expected the end of the line (column 4)",
            "invalid JSON: the string does not end (column 7)",
            "invalid JSON: expected a value (column 1)",
        ];
        assert_eq!(faults, expected);
    }

    /// What is kept in mind of one record is not taken for true of the next.
    #[test]
    fn records_of_other_members() {
        let lines = [
            r#"{"a": "1", "t": "2"}"#,
            r#"{"t": "3", "a": "4"}"#,
            r#"{"t" : "5", "a": "6"}"#,
            r#"{"t":    "7"}"#,
            r#"{"t":"8", "\u0074": "9"}"#,
            r#"{"tt": "10", "t": "11"}"#,
            r#"{"t": {"t": "12", "a": "13"}, "a": {"t": "14"}}"#,
            r#"[{"a": {"t": "15"}}]"#,
            r#"{"t": "16", "t": "17"#,
            r#"{"t": "18", "t"}"#,
            r#"{"t": "19", "t": "20"}"#,
        ];
        let paths = ["t", "a.t"];
        let alone = lines.map(|line| all(&paths, line).0);
        let together = all(&paths, &lines.join("\n"));
        assert_eq!(together.0, alone.concat());
        assert_eq!(together.0, ["2", "3", "5", "7", "8", "9", "11", "15", "19", "20"]);
        // An object for a string, no end, no value.
        assert_eq!(together.1.len(), 3);
        // More members than are kept in mind.
        let member = |number: usize| format!("\"m{number}\": \"{number}\"");
        let long: Vec<String> = (0..2 * MOST_MEMBERS).map(member).collect();
        let line = format!("{{{}}}", long.join(", "));
        assert_eq!(all(&["m3", "m511"], &[&*line; 3].join("\n")).0, ["3", "511"].repeat(3));
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
}
