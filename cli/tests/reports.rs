//! `check`, `stats`, `explain`, `completions`, `man`.

mod support;

use std::fs;

use support::{COMMA, Files, WORD, accepted, naqi, refused, run};

/// What `check` writes when it finds something.
fn found(args: &[&str], stdin: &str) -> String {
    let output = run([&["check"], args].concat(), stdin);
    assert_eq!((output.status.code(), &*output.stderr), (Some(1), &b""[..]));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn check_accepts_what_is_normal() {
    for normal in ["", "\n", "abc", &format!("{WORD}{COMMA} {WORD}\r\n")] {
        assert_eq!(accepted(["check"], normal), "");
    }
    // Which depends on the rules.
    assert_eq!(accepted(["check"], "\u{661}"), "");
    assert!(!found(&["--preset=search"], "\u{661}").is_empty());
    assert!(!found(&["--set=digits=ascii"], "\u{661}").is_empty());
}

#[test]
fn check_names_the_places() {
    // Two letters with a mark, which count; the comma is the sixth character of the second line.
    let text = format!("x\n\u{643}\u{64E}\u{628}\u{64B},{WORD}\n");
    assert_eq!(
        found(&[], &text),
        "standard input:2:5: U+002C COMMA becomes U+060C ARABIC COMMA (punctuation)\n\
         standard input:2:6: nothing becomes U+0020 SPACE (spacing)\n"
    );
    let files = Files::new();
    let [good, bad] = [files.write("good", "x\n"), files.write("bad", "a\r\nb\u{200F}")];
    assert_eq!(
        found(&[&good, &bad], ""),
        format!("{bad}:2:2: U+200F RIGHT-TO-LEFT MARK becomes nothing (controls)\n")
    );
    // No more than were asked for.
    let many = "\u{200F}\n".repeat(50);
    let places = |args: &[&str]| found(args, &many).matches("standard input:").count();
    assert_eq!(places(&[]), 10);
    assert_eq!(places(&["--max=3"]), 3);
    assert_eq!(places(&["--max=100"]), 50);
    assert_eq!(found(&["--max=0"], &many), "");
}

#[test]
fn check_of_records() {
    let lines = "{\"t\":\"x\"}\n{\"n\":1,\n\n{\"n\":1,\"t\":\"a\\nb\u{200F}\"}\n";
    let lines = lines.replace("{\"n\":1,\n\n", "\n");
    assert_eq!(
        found(&["--jsonl", "--field=t"], &lines),
        "standard input:3:4: field `t`: U+200F RIGHT-TO-LEFT MARK becomes nothing (controls)\n"
    );
    assert_eq!(
        found(&["--csv", "--field=t"], "n,t\n1,\"x\n\"\n2,\"\u{200F}\"\n"),
        "standard input:4:1: field `t`: U+200F RIGHT-TO-LEFT MARK becomes nothing (controls)\n"
    );
}

#[test]
fn faults_go_before_what_is_not_normal() {
    let files = Files::new();
    let [bad, messy] = [files.write("bad", b"\xFF"), files.write("messy", "\u{200F}")];
    let output = run(["check", "--keep-going", &bad, &messy], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(&messy));
    assert!(support::failure(&output).starts_with(&bad));
}

/// The figures as JSON.
fn figures(args: &[&str], text: &str) -> serde_json::Value {
    let output = accepted([&["stats", "--json"], args].concat(), text);
    serde_json::from_str(&output).expect("it is JSON")
}

#[test]
fn stats_count_characters() {
    let text = concat!(
        "\u{643}\u{64E}\u{628}\u{64B}\u{640} ,\u{628}>\n", // fatha, fathatan, tatweel, comma, stray >
        "ab \u{661}\u{6F2}3 \u{64E}\n",
        "\u{FEFB}\u{200F}\u{200C}\u{FEFF}\u{FFFD}\u{1}\u{622}\u{60C}",
    );
    let figures = figures(&[], text);
    let figure = |section: &str, name: &str| {
        figures[section][name].as_u64().unwrap_or_else(|| panic!("{section} {name}: {figures}"))
    };
    assert_eq!(figure("total", "characters"), text.chars().count() as u64);
    assert_eq!(figure("total", "bytes"), text.len() as u64);
    assert_eq!(figure("total", "lines"), 3);
    assert_eq!(figure("total", "files"), 1);
    assert_eq!(figure("classes", "arabic_letters"), 5);
    assert_eq!(figure("classes", "latin_letters"), 2);
    assert_eq!(figure("classes", "marks"), 3);
    assert_eq!(figure("classes", "tatweel"), 1);
    assert_eq!(figure("classes", "digits"), 3);
    assert_eq!(figure("marks", "harakat"), 2);
    assert_eq!(figure("marks", "tanwin"), 1);
    assert_eq!(figure("marks", "without_a_letter"), 1);
    assert_eq!(figure("letters", "alef_with_hamza_madda_or_wasla"), 1);
    for system in ["ascii", "arabic_indic", "extended"] {
        assert_eq!(figure("digits", system), 1);
    }
    assert_eq!(figure("punctuation", "comma_latin"), 1);
    assert_eq!(figure("punctuation", "comma_arabic"), 1);
    assert_eq!(figure("punctuation", "comma_latin_in_arabic"), 1);
    assert_eq!(figure("punctuation", "stray_greater_than"), 1);
    assert_eq!(figure("presentation_forms", "a"), 0);
    assert_eq!(figure("presentation_forms", "b"), 1);
    assert_eq!(figure("invisible", "bidi"), 1);
    assert_eq!(figure("invisible", "zwnj"), 1);
    assert_eq!(figure("invisible", "bom"), 1);
    assert_eq!(figure("direction", "U+200F RIGHT-TO-LEFT MARK"), 1);
    assert_eq!(figure("suspicious", "U+FFFD REPLACEMENT CHARACTER"), 1);
    assert_eq!(figure("suspicious", "U+0001"), 1);
    // Each character is of one class.
    let classes = figures["classes"].as_object().expect("an object");
    let sum: u64 = classes.values().filter_map(serde_json::Value::as_u64).sum();
    assert_eq!(sum, text.chars().count() as u64);
}

#[test]
fn stats_of_fields_and_for_people() {
    let figures =
        figures(&["--jsonl", "--field=t"], "{\"t\":\"ab\",\"u\":\"cdef\"}\n{\"t\":\"\"}\n");
    assert_eq!(figures["total"]["characters"], 2);
    let table = accepted(["stats"], &"abcd\n".repeat(300));
    assert!(table.starts_with("In all\n  files "), "{table}");
    assert!(table.lines().any(|line| line.split("  ").last() == Some("1 500")), "{table}");
    // What is not there is left out.
    assert!(!table.contains("Marks"), "{table}");
    assert!(accepted(["stats"], "").contains("files"));
}

#[test]
fn explain_shows_what_changes() {
    let text = format!("{WORD} ,{WORD}\n{WORD},{WORD}>\n");
    let report = accepted(["explain"], &text);
    for line in [
        "punctuation: 2 changes",
        "  2  U+002C COMMA becomes U+060C ARABIC COMMA",
        "     standard input:1:6",
        "stray-marks: 1 change",
        "  1  U+003E GREATER-THAN SIGN becomes U+002E FULL STOP",
        "     standard input:2:10",
        "spacing: 3 changes",
        "  1  U+0020 SPACE goes",
        "  2  U+0020 SPACE is put in",
    ] {
        assert!(report.lines().any(|other| other == line), "{line}: {report}");
    }
    // Before and after, side by side, in isolation.
    assert!(report.contains(&format!("\u{2068}{WORD} [,]{WORD}\u{2069}")), "{report}");
    assert!(report.contains(&format!("| \u{2068}{WORD}[{COMMA}] {WORD}\u{2069}")), "{report}");
    let coloured = accepted(["explain", "--color=always"], &text);
    assert!(coloured.contains(&format!("\u{1B}[1;32m{COMMA}\u{1B}[0m")), "{coloured:?}");
    assert!(!report.contains('\u{1B}'));
    assert_eq!(accepted(["explain"], "x"), "Nothing would change.\n");
    let two = accepted(["explain", "--examples=2"], &text);
    assert!(two.contains("standard input:2:5"), "{two}");
    let none = accepted(["explain", "--examples=0", "--top=1"], &text);
    assert!(
        none.contains("and 1 more kinds of change") && !none.contains("standard input"),
        "{none}"
    );
}

#[test]
fn explain_of_records() {
    let report = accepted(["explain", "--csv", "--field=t"], "t\nx\n\"a  b\"\n");
    assert!(report.contains("standard input:3:3 field `t`"), "{report}");
}

#[test]
fn completions_and_manual_pages() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(accepted(["completions", shell], "").contains("normalize"));
    }
    assert!(refused(["completions", "csh"], "").contains("csh"));
    let page = accepted(["man"], "");
    assert!(page.contains(".TH naqi 1") && page.contains("Exit status"), "{page}");
    let page = accepted(["man", "normalize"], "");
    assert!(page.contains("in\\-place"), "{page}");
    assert_eq!(refused(["man", "clean"], ""), "there is no subcommand `clean`");
    let files = Files::new();
    accepted(["man", "--all", &files.path("man1")], "");
    let mut names: Vec<_> = fs::read_dir(files.path("man1"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    for page in ["naqi.1", "naqi-check.1", "naqi-explain.1", "naqi-normalize.1", "naqi-stats.1"] {
        assert!(names.iter().any(|name| name == page), "{names:?}");
    }
}

/// The help of each subcommand says how it is used.
#[test]
fn examples_in_the_help_are_sound() {
    let help = accepted(["--help"], "");
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let commands: Vec<_> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.contains(&"explain") && commands.contains(&"man"), "{commands:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        let help = accepted([command, "--help"], "");
        assert!(help.contains(&format!("naqi {command}")), "{help}");
        naqi().args(["help", command]).assert().success();
    }
}
