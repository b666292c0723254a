//! Tables with a separator (RFC 4180): where the fields stand, so that some can be replaced and every
//! other byte left as it is.
//!
//! Read as the crate `csv` reads them, which does not say where a field stands; a test compares. A field
//! that begins with a quotation mark goes to the next one that is not doubled; what follows up to the
//! separator belongs to it as well. Anywhere else quotation marks are characters like others. Records
//! end at a line feed, a carriage return, or both, and empty lines are no records.

use std::{borrow::Cow, ops::Range};

use super::{Columns, Fault, Field, Found, Take, Written};

/// A field in a table.
struct Cell {
    raw: Range<usize>,
    quoted: bool,
    end: End,
}

/// What ends a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Separator,
    Record,
    /// The end of the text.
    Text,
    /// The same, inside of quotes.
    Open,
}

/// Reads the field that begins at a place.
fn cell(bytes: &[u8], start: usize, separator: u8) -> Cell {
    let quoted = bytes.get(start) == Some(&b'"');
    let mut at = start;
    if quoted {
        at += 1;
        loop {
            match memchr::memchr(b'"', &bytes[at..]) {
                None => {
                    return Cell { raw: start..bytes.len(), quoted, end: End::Open };
                }
                Some(length) => at += length + 1,
            }
            if bytes.get(at) != Some(&b'"') {
                break;
            }
            at += 1;
        }
    }
    let length = memchr::memchr3(separator, b'\n', b'\r', &bytes[at..]);
    let at = length.map_or(bytes.len(), |length| at + length);
    let end = match bytes.get(at) {
        None => End::Text,
        Some(&byte) if byte == separator => End::Separator,
        Some(_) => End::Record,
    };
    Cell { raw: start..at, quoted, end }
}

/// The start of the next record.
fn skip_line_ends(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// Reads the record that begins at a place; gives the place behind it and how it ended.
fn record(bytes: &[u8], start: usize, separator: u8, mut take: impl FnMut(Cell)) -> (usize, End) {
    let mut at = start;
    loop {
        let cell = cell(bytes, at, separator);
        let (next, end) = (cell.raw.end, cell.end);
        take(cell);
        match end {
            End::Separator => at = next + 1,
            End::Record if bytes[next..].starts_with(b"\r\n") => return (next + 2, end),
            End::Record => return (next + 1, end),
            End::Text | End::Open => return (next, end),
        }
    }
}

/// The end of the last record that is whole, if anything follows.
pub fn last_record_end(bytes: &[u8], separator: u8) -> Option<usize> {
    let mut last = None;
    let mut at = skip_line_ends(bytes, 0);
    while at < bytes.len() {
        let (next, end) = record(bytes, at, separator, |_| {});
        if end != End::Record || next >= bytes.len() {
            break;
        }
        last = Some(next);
        at = skip_line_ends(bytes, next);
    }
    last
}

/// The columns, by the names in the first record of a table.
///
/// # Errors
///
/// The name of a column that is not there, or the first record is not sound.
pub fn header(piece: &str, separator: u8, fields: &[Field]) -> Result<Columns, String> {
    let mark = if piece.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let start = skip_line_ends(piece.as_bytes(), mark);
    if start == piece.len() {
        return Ok(Columns { fields: Vec::new(), start });
    }
    let mut names = Vec::new();
    let (end, how) = record(piece.as_bytes(), start, separator, |cell| {
        names.push(text(piece, &cell));
    });
    if how == End::Open {
        return Err("a quotation mark is not closed".to_owned());
    }
    let mut columns = vec![None; names.len()];
    for (number, field) in fields.iter().enumerate() {
        let mut found = false;
        for (column, _) in columns.iter_mut().zip(&names).filter(|(_, name)| **name == field.name) {
            *column = Some(number);
            found = true;
        }
        if !found {
            return Err(format!(
                "there is no column `{}`; columns are {}",
                field.name,
                names.join(", ")
            ));
        }
        field.see();
    }
    Ok(Columns { fields: columns, start: end })
}

/// Finds the texts of a piece of whole records.
pub fn texts(piece: &str, separator: u8, columns: &Columns, take: &mut impl Take) {
    let bytes = piece.as_bytes();
    let mut cells = Vec::new();
    let mut at = skip_line_ends(bytes, columns.start);
    let columns = &columns.fields;
    while at < bytes.len() {
        cells.clear();
        let start = at;
        let mut count = 0;
        let (next, end) = record(bytes, start, separator, |cell| {
            if let Some(Some(field)) = columns.get(count) {
                cells.push((cell, *field));
            }
            count += 1;
        });
        at = skip_line_ends(bytes, next);
        let message = match (end, count == columns.len()) {
            (End::Open, _) => "a quotation mark is not closed".to_owned(),
            (_, false) => {
                format!("the record has {count} fields, the first one {}", columns.len())
            }
            _ => {
                for (cell, field) in cells.drain(..) {
                    take.found(Found {
                        text: text(piece, &cell),
                        // A field that becomes empty must not leave an empty line, which is no record.
                        written: Written::Table {
                            separator,
                            quoted: cell.quoted,
                            alone: count == 1,
                        },
                        raw: cell.raw,
                        record: start,
                        field: Some(field),
                    });
                }
                continue;
            }
        };
        take.fault(Fault { at: start, message });
    }
}

/// What a field says.
fn text<'p>(piece: &'p str, cell: &Cell) -> Cow<'p, str> {
    let raw = &piece[cell.raw.clone()];
    let Some(mut rest) = raw.strip_prefix('"') else { return Cow::Borrowed(raw) };
    if let Some(plain) = rest.strip_suffix('"')
        && !plain.contains('"')
    {
        return Cow::Borrowed(plain);
    }
    let mut text = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('"') {
        text.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                text.push('"');
                rest = after;
            }
            None => {
                rest = after;
                break;
            }
        }
    }
    text.push_str(rest);
    text.into()
}

/// Writes a field, in quotes if it had some or needs them.
pub fn write(text: &str, separator: u8, quoted: bool, out: &mut Vec<u8>) {
    let needs = |byte| byte == separator || matches!(byte, b'"' | b'\n' | b'\r');
    if !quoted && !text.bytes().any(needs) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for (number, part) in text.split('"').enumerate() {
        if number > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All fields, record by record.
    fn records(table: &str, separator: u8) -> Vec<Vec<String>> {
        let mut records = Vec::new();
        let mut at = skip_line_ends(table.as_bytes(), 0);
        while at < table.len() {
            let mut cells = Vec::new();
            let take = |cell| cells.push(text(table, &cell).into_owned());
            let (next, _) = record(table.as_bytes(), at, separator, take);
            records.push(cells);
            at = skip_line_ends(table.as_bytes(), next);
        }
        records
    }

    fn by_csv(table: &str, separator: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).flexible(true).delimiter(separator);
        let records = reader.from_reader(table.as_bytes()).into_records();
        records.map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    proptest! {
        /// The crate `csv` sees the same fields.
        #[test]
        fn fields_are_those_of_csv(table in "[ab,;\"\t\r\n\u{628}]{0,24}") {
            for separator in [b',', b'\t'] {
                prop_assert_eq!(records(&table, separator), by_csv(&table, separator));
            }
        }

        /// What is written is read back, and does not disturb its neighbours.
        #[test]
        fn fields_are_read_back(text in "[ab,\"\t\r\n\u{60C}]{0,12}", quoted: bool) {
            let mut line = b"x,".to_vec();
            write(&text, b',', quoted, &mut line);
            line.extend_from_slice(b",y\n");
            let expected = vec![vec!["x".to_owned(), text, "y".to_owned()]];
            prop_assert_eq!(by_csv(&String::from_utf8(line).unwrap(), b','), expected);
        }

        /// A cut leaves the same records on both sides.
        #[test]
        fn cuts_are_between_records(table in "[ab,\"\r\n]{0,24}") {
            if let Some(at) = last_record_end(table.as_bytes(), b',') {
                prop_assert!(at > 0 && at < table.len());
                let mut both = records(&table[..at], b',');
                both.extend(records(&table[at..], b','));
                prop_assert_eq!(both, records(&table, b','));
            }
        }
    }
}
