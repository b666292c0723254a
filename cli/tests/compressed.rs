//! Compressed files, which are told by their content.

mod support;

use std::{fs, io::Read as _, io::Write as _};

use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use support::{COMMA, Files, WORD, accepted, refused};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).and_then(|()| encoder.finish()).expect("memory does not fail")
}

fn gunzip(bytes: &[u8]) -> String {
    let mut text = String::new();
    MultiGzDecoder::new(bytes).read_to_string(&mut text).expect("it is gzip");
    text
}

fn zstd(text: &[u8]) -> Vec<u8> {
    zstd::encode_all(text, 1).expect("memory does not fail")
}

fn unzstd(bytes: &[u8]) -> String {
    String::from_utf8(zstd::decode_all(bytes).expect("it is Zstandard")).expect("UTF-8")
}

/// More than a piece.
fn messy() -> String {
    format!("{WORD} ,{WORD}\n").repeat(60_000)
}

fn clean() -> String {
    format!("{WORD}{COMMA} {WORD}\n").repeat(60_000)
}

#[test]
fn read_by_content_and_written_plain() {
    let files = Files::new();
    // The names say nothing.
    let [a, b] = [files.write("a.txt", gzip(messy().as_bytes())), files.write("b.gz", messy())];
    let c = files.write("c", zstd(messy().as_bytes()));
    for path in [&a, &b, &c] {
        assert!(accepted(["normalize", path], "") == clean());
        assert!(accepted(["normalize"], fs::read(path).expect("there")) == clean());
    }
    // Several members, several frames.
    let two = [gzip(b"a  b\n"), gzip(b"c  d\n")].concat();
    assert_eq!(accepted(["normalize"], two), "a b\nc d\n");
    let two = [zstd(b"a  b\n"), zstd(b"c  d\n")].concat();
    assert_eq!(accepted(["normalize"], two), "a b\nc d\n");
    assert_eq!(accepted(["normalize"], gzip(b"")), "");
    // Records, and what the other commands read.
    let record = gzip(b"{\"t\":\"a  b\"}\n");
    assert_eq!(accepted(["normalize", "--jsonl", "--field=t"], &record), "{\"t\":\"a b\"}\n");
    assert_eq!(accepted(["tokenize"], gzip(b"a b")), "a\nb\n");
}

#[test]
fn written_as_they_came() {
    let files = Files::new();
    let [a, b] =
        [files.write("a", gzip(messy().as_bytes())), files.write("b", zstd(messy().as_bytes()))];
    let out = Files::new();
    accepted(["normalize", "-o", &out.directory(), &a, &b], "");
    assert!(gunzip(&fs::read(out.path("a")).expect("there")) == clean());
    assert!(unzstd(&fs::read(out.path("b")).expect("there")) == clean());
    accepted(["normalize", "-i", &a, &b], "");
    assert!(gunzip(&fs::read(&a).expect("there")) == clean());
    assert!(unzstd(&fs::read(&b).expect("there")) == clean());
    // Normal now, so they are not written again.
    let before = fs::read(&a).expect("there");
    accepted(["normalize", "-i", &a, &b], "");
    assert!(fs::read(&a).expect("there") == before);
}

#[test]
fn the_ending_of_one_file_asks_for_compression() {
    let files = Files::new();
    let [gz, zst, txt] = [files.path("o.gz"), files.path("o.zst"), files.path("o.txt")];
    for path in [&gz, &zst, &txt] {
        accepted(["normalize", "-o", path], "a  b\n");
    }
    assert_eq!(gunzip(&fs::read(gz).expect("there")), "a b\n");
    assert_eq!(unzstd(&fs::read(zst).expect("there")), "a b\n");
    assert_eq!(fs::read(txt).expect("there"), b"a b\n");
}

#[test]
fn damaged_files() {
    let files = Files::new();
    for (name, whole) in [("a", gzip(messy().as_bytes())), ("b", zstd(messy().as_bytes()))] {
        let path = files.write(name, &whole[..whole.len() / 2]);
        // In place, so that what could be read is not written.
        let error = refused(["normalize", "-i", &path], "");
        assert!(error.starts_with(&format!("{path}: cannot read: ")), "{error}");
        assert!(fs::read(&path).expect("there") == whole[..whole.len() / 2]);
    }
    // A position counts in the text.
    let error = refused(["check"], gzip(b"abc\nd\xFF"));
    assert_eq!(error, "standard input: invalid UTF-8 at byte 5 (line 2)");
}
