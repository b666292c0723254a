//! Which texts go in and what comes out: standard input, files, their order and their edges.

mod support;

use support::{COMMA, Files, MARKED, WORD, accepted, naqi};

/// The commas and full stops that Arabic keyboards produce, put right by the default preset.
#[test]
fn default_preset_tidies() {
    // An ASCII comma between Arabic words is a mistyped Arabic comma, however it is spaced.
    for comma in [",", " ,", " , ", ", "] {
        let messy = format!("{WORD}{comma}{WORD}\n");
        assert_eq!(accepted(["normalize"], messy), format!("{WORD}{COMMA} {WORD}\n"));
    }
    // A `>` glued to the end of a word is a mistyped full stop; spaces collapse; a
    // byte order mark goes; marks and digits stay.
    let messy = format!("\u{FEFF}{WORD}>  {MARKED}\n");
    assert_eq!(accepted(["normalize"], messy), format!("{WORD}. {MARKED}\n"));
}

#[test]
fn default_preset_is_tidy() {
    let messy = format!("{WORD} ,{WORD}>\n{MARKED}");
    assert_eq!(accepted(["normalize"], &messy), accepted(["normalize", "--preset=tidy"], &messy));
}

#[test]
fn normalising_the_output_changes_nothing() {
    let once = accepted(["normalize"], format!("\u{201C} {WORD} \u{201D} ,{WORD} ( {WORD} ) >"));
    assert_eq!(accepted(["normalize"], &once), once);
}

#[test]
fn standard_input_dash_and_file_are_alike() {
    let files = Files::new();
    let messy = format!("{WORD} ,{WORD}\n");
    let path = files.write("in.txt", &messy);
    let expected = accepted(["normalize"], &messy);
    assert_eq!(accepted(["normalize", "-"], &messy), expected);
    assert_eq!(accepted(["normalize", &path], "not read"), expected);
}

#[test]
fn files_come_out_in_order() {
    let files = Files::new();
    let [a, b] = [files.write("a", "a\n"), files.write("b", "b\n")];
    assert_eq!(accepted(["normalize", &b, "-", &a, &b], "in\n"), "b\nin\na\nb\n");
}

/// A file that ends without a line end meets the next one, but they are two texts.
#[test]
fn texts_are_never_joined() {
    let files = Files::new();
    let [a, b] = [files.write("a", format!("{WORD} ,")), files.write("b", WORD)];
    // As one text, the comma would be followed by a space.
    assert_eq!(accepted(["normalize", &a, &b], ""), format!("{WORD}{COMMA}{WORD}"));

    let heh = files.write("heh", "\u{647}\u{647}\u{647}");
    // As one text, a run of six would keep two.
    let output = accepted(["normalize", "--set", "elongation=2", &heh, &heh], "");
    assert_eq!(output, "\u{647}\u{647}\u{647}\u{647}");
}

#[test]
fn empty_texts_stay_empty() {
    let files = Files::new();
    let empty = files.write("empty", "");
    assert_eq!(accepted(["normalize"], ""), "");
    assert_eq!(accepted(["normalize", &empty], "not read"), "");
    assert_eq!(accepted(["normalize", &empty, "-", &empty], "x\n"), "x\n");
}

#[test]
fn line_ends_stay() {
    let tidy = |text: &str| accepted(["normalize"], text);
    // None is added at the end.
    assert_eq!(tidy(&format!("{WORD} ,{WORD}")), format!("{WORD}{COMMA} {WORD}"));
    assert_eq!(tidy(&format!("{WORD} ,{WORD}\r\n")), format!("{WORD}{COMMA} {WORD}\r\n"));
    assert_eq!(tidy(&format!("{WORD}>\r\n\r\n{WORD}\r\n")), format!("{WORD}.\r\n\r\n{WORD}\r\n"));
    assert_eq!(tidy("a\n\n\nb"), "a\n\n\nb");
}

/// More than any buffer on the way.
#[test]
fn long_text_comes_out_whole() {
    let text = format!("{MARKED}\n").repeat(100_000);
    let output = accepted(["normalize", "--set", "digits=ascii"], &text);
    assert!(output == "\u{643}\u{64E}\u{628}\u{64B} 12\n".repeat(100_000));
}

#[test]
fn file_names_may_begin_with_a_hyphen() {
    let files = Files::new();
    files.write("--set", "a\n");
    let output = naqi()
        .current_dir(files.directory())
        .args(["normalize", "--", "--set"])
        .output()
        .expect("the command runs");
    assert_eq!(output.stdout, b"a\n");
}
