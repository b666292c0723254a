//! Bytes that are not UTF-8, and texts of other encodings.

mod support;

use support::{COMMA, Files, WORD, refused, run};

fn normalize(how: &str, bytes: &[u8]) -> Vec<u8> {
    let output = run(["normalize", "--invalid", how], bytes);
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    output.stdout
}

#[test]
fn replaced_or_kept() {
    let messy = format!("{WORD} ,{WORD}");
    let clean = format!("{WORD}{COMMA} {WORD}");
    let line = |text: &str, bytes: &[u8]| [text.as_bytes(), b"\n", bytes, b"\n"].concat();
    // A byte that begins nothing, half a letter, a surrogate, letters of ISO 8859-6.
    for bad in [&b"\xFF"[..], b"\xD9", b"\xED\xA0\x80", b"\xC7\xE4\xDA"] {
        assert_eq!(normalize("keep", &line(&messy, bad)), line(&clean, bad));
        let replaced = normalize("replace", &line(&messy, bad));
        let text = String::from_utf8(replaced).expect("UTF-8");
        assert!(text.starts_with(&clean), "{text}");
        assert!(text.trim_end().ends_with('\u{FFFD}'), "{text}");
        // What was replaced is normal, and what was kept is as normal as it can be.
        assert_eq!(normalize("error", text.as_bytes()), text.as_bytes());
        assert_eq!(normalize("keep", &line(&clean, bad)), line(&clean, bad));
    }
}

/// The maximal subparts of the Unicode Standard, 3.9: one U+FFFD each.
#[test]
fn sequences_are_replaced_one_by_one() {
    let cases: [(&[u8], &str); 4] = [
        (b"a\xF0\x9F\x98b", "a\u{FFFD}b"),
        (b"\xED\xA0\x80", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        (b"\xC0\xAF", "\u{FFFD}\u{FFFD}"),
        (b"\xD9", "\u{FFFD}"),
    ];
    for (bytes, text) in cases {
        assert_eq!(normalize("replace", bytes), text.as_bytes());
    }
}

#[test]
fn files_that_change_the_encoding() {
    // A line in UTF-8, one in Windows-1256, one in UTF-8.
    let files = Files::new();
    let mixed = [format!("{WORD}\n").as_bytes(), b"\xDF\xE1\xE3\xC9\n", b"x\n"].concat();
    let path = files.write("mixed", &mixed);
    let error = refused(["check", &path], "");
    assert_eq!(error, format!("{path}: invalid UTF-8 at byte 9 (line 2)"));
    assert_eq!(normalize("keep", &mixed), mixed);
    // Of several files each with its own fault, all are named.
    let utf16 = files.write("utf16", b"\xFF\xFEx\0");
    let output = run(["check", "--keep-going", &path, &utf16], "");
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(errors.lines().count(), 2, "{errors}");
    assert!(errors.contains(&format!("{utf16}: invalid UTF-8 at byte 0 (line 1)")), "{errors}");
}

#[test]
fn the_other_commands_pass_over_what_is_kept() {
    let bytes = b"ab \xFF cd\n";
    let tokens = run(["tokenize", "--invalid=keep", "--format=jsonl"], bytes);
    let lines = String::from_utf8(tokens.stdout).expect("UTF-8");
    assert!(lines.contains("\"text\":\"cd\",\"start\":5,\"end\":7"), "{lines}");
    let error = refused(["tokenize", "--invalid=keep", "--offsets=chars"], bytes);
    assert!(error.contains("only bytes"), "{error}");
    let stats = run(["stats", "--invalid=keep", "--json"], bytes);
    assert!(String::from_utf8_lossy(&stats.stdout).contains("\"characters\": 7"));
}
