//! JSON Lines and tables: the text of the fields is rewritten, every other byte stays.

mod support;

use support::{COMMA, Files, WORD, accepted, failure, refused, run};

/// Normalises JSON Lines.
fn jsonl(fields: &[&str], text: &str) -> String {
    let fields = fields.iter().map(|field| format!("--field={field}"));
    accepted(["normalize".into(), "--jsonl".into()].into_iter().chain(fields), text)
}

/// Normalises a table.
fn table(option: &str, field: &str, text: &str) -> String {
    accepted(["normalize", option, &format!("--column={field}")], text)
}

/// `word ,word`, which becomes `word, word` with an Arabic comma.
fn messy() -> String {
    format!("{WORD} ,{WORD}")
}

fn clean() -> String {
    format!("{WORD}{COMMA} {WORD}")
}

#[test]
fn only_the_strings_of_the_fields_change() {
    let (messy, clean) = (messy(), clean());
    let line = |text: &str| {
        format!(
            "{{ \"id\" :1.50, \"other\":\"{messy}\",\t\"text\": \"{text}\" , \"x\":[1, 2,{{}}] }}\r\n"
        )
    };
    assert_eq!(jsonl(&["text"], &line(&messy)), line(&clean));
    // No line end at the end; empty lines; a byte order mark.
    assert_eq!(jsonl(&["text"], line(&messy).trim_end()), line(&clean).trim_end());
    let spread = |text: &str| format!("\u{FEFF}\n{}\n \n{}", line(text), line(text));
    assert_eq!(jsonl(&["text"], &spread(&messy)), spread(&clean));
}

#[test]
fn nested_and_several_fields() {
    let (messy, clean) = (messy(), clean());
    let line = |a: &str, b: &str, c: &str| {
        format!(r#"{{"a":"{a}","m":{{"t":"{b}","a":"{a}"}},"l":[{{"t":"{c}"}},{{"t":"{c}"}}]}}"#)
    };
    let text = line(&messy, &messy, &messy);
    assert_eq!(jsonl(&["m.t"], &text), line(&messy, &clean, &messy));
    assert_eq!(jsonl(&["m.t", "l.t"], &text), line(&messy, &clean, &clean));
    assert_eq!(jsonl(&["l.t"], &text), line(&messy, &messy, &clean));
    // A dot in a name.
    assert_eq!(
        jsonl(&[r"a\.b"], &format!(r#"{{"a.b":"{messy}"}}"#)),
        format!(r#"{{"a.b":"{clean}"}}"#)
    );
}

/// As Python writes JSON unless it is told otherwise.
#[test]
fn escapes_are_written_as_they_came() {
    let escaped = |text: &str| -> String {
        text.chars()
            .map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", c as u32) })
            .collect()
    };
    let line = |text: &str| format!("{{\"t\": \"\\\"{text}\\n\"}}\n");
    assert_eq!(jsonl(&["t"], &line(&escaped(&messy()))), line(&escaped(&clean())));
    assert_eq!(jsonl(&["t"], &line(&messy())), line(&clean()));
    // What is normal stays as it was written, however that was.
    let odd = "{\"t\": \"\\u0041\\u0062\\/\"}\n";
    assert_eq!(jsonl(&["t"], odd), odd);
    // A quotation mark and a backslash that the rules bring next to others stay escaped.
    let quotes = format!("{{\"t\": \"{WORD} ,\\\"{WORD}\\\"\\\\\"}}");
    let value: serde_json::Value = serde_json::from_str(&jsonl(&["t"], &quotes)).expect("JSON");
    assert_eq!(value["t"], format!("{WORD}{COMMA} \"{WORD}\"\\"));
}

#[test]
fn missing_fields_null_and_other_values() {
    let some = "{\"t\": \"a\"}\n{}\n{\"t\": null}\n[]\n3\n{\"t\": []}\n";
    assert_eq!(jsonl(&["t"], some), some);
    assert_eq!(
        refused(["normalize", "--jsonl", "--field=t"], "{\"t\": \"a\"}\n{\"t\": 3}\n"),
        "standard input: line 2: field `t` is a number, not a string (column 7)"
    );
    // A name that no record has is a mistake; in an empty input nothing can be missed.
    let output = run(["normalize", "--jsonl", "--field=text"], "{\"txt\": \"a\"}\n");
    assert_eq!(failure(&output), "no record has the field `text`");
    assert_eq!(jsonl(&["text"], ""), "");
}

#[test]
fn bad_records() {
    let bad = "{\"t\": \"a\"}\n{\"t\": \"b\"\n{\"t\": \"c  d\"}\nx\n";
    let error = refused(["normalize", "--jsonl", "--field=t"], bad);
    assert!(
        error.starts_with("standard input: line 2: invalid JSON: expected `,` or `}`"),
        "{error}"
    );
    // Going on, they stay as they are and are named at the end.
    let output = run(["normalize", "--jsonl", "--field=t", "--keep-going"], bad);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, bad.replace("c  d", "c d").as_bytes());
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    let lines: Vec<_> = stderr.lines().collect();
    assert!(lines[0].starts_with("naqi: standard input: line 2: "), "{stderr}");
    assert!(lines[1].starts_with("naqi: standard input: line 4: "), "{stderr}");
    assert_eq!(lines.len(), 2);
}

#[test]
fn invalid_bytes_in_records() {
    let line = |text: &[u8]| [b"{\"a\":\"\xFF\",\"t\":\"", text, b"\"}\n"].concat();
    let messy = messy().into_bytes();
    let input = [line(&messy), line(&[&messy[..], b"\xD9"].concat())].concat();
    let error = refused(["normalize", "--jsonl", "--field=t"], &input);
    assert_eq!(error, "standard input: invalid UTF-8 at byte 6 (line 1)");
    // Bytes outside of the field do not hinder; a field that has some stays.
    let kept = run(["normalize", "--jsonl", "--field=t", "--invalid=keep"], &input);
    let expected = [line(clean().as_bytes()), line(&[&messy[..], b"\xD9"].concat())].concat();
    assert_eq!((kept.status.code(), kept.stdout), (Some(0), expected));
    let replaced = run(["normalize", "--jsonl", "--field=t", "--invalid=replace"], &input);
    let text = String::from_utf8(replaced.stdout).expect("UTF-8");
    assert_eq!(text.matches('\u{FFFD}').count(), 3);
    assert!(text.contains(&clean()));
}

#[test]
fn columns_of_tables() {
    let (messy, clean) = (messy(), clean());
    // Other columns stay, quoted or not, whatever is in them; so do line ends and empty lines.
    let rows = |text: &str| {
        format!(
            "id,text,\"no\"\"te\"\r\n1,\"{text}\",\"a  b\"\r\n\r\n\"2\",\"{text}\",x  \"y\"\r\n3,\"\","
        )
    };
    assert_eq!(table("--csv", "text", &rows(&messy)), rows(&clean));
    // Without quotes, tabs part.
    let rows = |text: &str| format!("id\ttext\n1\t{text}\n2\t{text}");
    assert_eq!(table("--tsv", "text", &rows(&messy)), rows(&clean));
    // A byte order mark is no part of the first name.
    let rows = |text: &str| format!("\u{FEFF}text\n\"{text}\"\n");
    assert_eq!(table("--csv", "text", &rows(&messy)), rows(&clean));
    // Lines and doubled quotation marks in a field.
    let rows = |text: &str| format!("text,n\n\"{text}\n\"\"x\"\"\n{text}\",1\n");
    assert_eq!(table("--csv", "text", &rows(&messy)), rows(&clean));
}

/// A mark that becomes a comma must not part the field in two.
#[test]
fn fields_get_quotes_when_they_need_them() {
    let rows = format!("a,b\n{WORD}{COMMA} {WORD},1\n");
    let output = accepted(["normalize", "--csv", "--field=a", "--set=punctuation=latin"], &rows);
    assert_eq!(output, format!("a,b\n\"{WORD}, {WORD}\",1\n"));
    // An empty line would be no record.
    let rows = "a\n\u{64E}\nx\n";
    let output = accepted(["normalize", "--csv", "--field=a", "--set=marks=all"], rows);
    assert_eq!(output, "a\n\"\"\nx\n");
}

#[test]
fn bad_tables() {
    let error = refused(["normalize", "--csv", "--field=text"], "id,txt\n1,a\n");
    assert_eq!(error, "standard input: there is no column `text`; columns are id, txt");
    let error = refused(["normalize", "--csv", "--field=b"], "a,b\n1,2\n1,2,3\n");
    assert_eq!(error, "standard input: line 3: the record has 3 fields, the first one 2");
    let error = refused(["normalize", "--csv", "--field=b"], "a,b\n1,2\n1,\"2\n");
    assert_eq!(error, "standard input: line 3: a quotation mark is not closed");
    assert_eq!(table("--csv", "a", ""), "");
}

#[test]
fn options_that_do_not_go_together() {
    assert!(refused(["normalize", "--jsonl"], "").contains("--field"));
    assert!(refused(["normalize", "--field=t"], "").contains("--jsonl"));
    assert!(refused(["normalize", "--jsonl", "--csv", "--field=t"], "").contains("--csv"));
    assert!(refused(["normalize", "--jsonl", "--field=a..b"], "").contains("`a..b`"));
}

/// Pieces end between records, whatever is in them.
#[test]
fn records_in_small_pieces() {
    let files = Files::new();
    let mut lines = String::new();
    let mut rows = String::from("n,t\n");
    for number in 0..300 {
        lines += &format!("{{\"n\":{number},\"t\":\"{}{}\"}}\n", messy(), "x".repeat(number % 37));
        rows += &format!("{number},\"{}\n\"\"{}\"\n", messy(), "\n".repeat(number % 5));
    }
    let rows = rows.replace("\"\"", "\"\"\"\"");
    let lines_file = files.write("a.jsonl", &lines);
    let rows_file = files.write("a.csv", &rows);
    for (option, path, text) in [("--jsonl", &lines_file, &lines), ("--csv", &rows_file, &rows)] {
        let whole = accepted(["normalize", option, "--field=t", path], "");
        for piece in ["1", "7", "100", "4000"] {
            for threads in ["1", "3"] {
                for path in [path.as_str(), "-"] {
                    let output = support::naqi()
                        .env("NAQI_TEST_PIECE", piece)
                        .args(["normalize", option, "--field=t", "--threads", threads, path])
                        .write_stdin(text.as_bytes())
                        .output()
                        .expect("it runs");
                    assert_eq!(output.status.code(), Some(0));
                    assert!(output.stdout == whole.as_bytes(), "{option} {piece} {threads} {path}");
                }
            }
        }
    }
}
