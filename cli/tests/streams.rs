//! Standard output and standard error that fail.

mod support;

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

/// The command, without the test library's own pipes.
fn naqi(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_naqi"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A reader that stops early, as `head` does, has had all it wants.
#[test]
fn broken_pipe_ends_quietly() {
    // More than a pipe holds, with lines and without: they take different ways through buffers.
    for text in ["some words\n".repeat(100_000), "some words ".repeat(100_000), "x".into()] {
        let mut child = naqi(&["normalize"]).stdin(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().expect("a pipe");
        // It may end before it has read all.
        let _ = stdin.write_all(text.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0));
    }
}

/// A mistake in the options is told at once, not when somebody at last ends standard input.
#[test]
fn options_are_checked_before_input_is_read() {
    let mut child = naqi(&["normalize", "--set=digits=roman"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("it starts");
    let open = child.stdin.take();
    let output = child.wait_with_output().expect("it ends");
    drop(open);
    assert!(support::failure(&output).starts_with("rule `digits` has no value `roman`"));
}

/// A full disk is told, whether a large or a small text meets it, and also by the lists.
#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_an_error() {
    use std::fs::File;

    let files = support::Files::new();
    let large = files.write("large", "some words\n".repeat(100_000));
    let small = files.write("small", "x");
    // An Arabic digit.
    let messy = files.write("messy", "\u{661}  x\n");
    let full = || File::options().write(true).open("/dev/full").expect("Linux has it");
    for args in [
        &["normalize", &large][..],
        &["normalize", &small],
        &["normalize", "--threads=2", &small, &large],
        &["tokenize", &large],
        &["sentences", &small],
        &["check", "--preset=search", &messy],
        &["explain", &messy],
        &["stats", &small],
        &["stats", "--json", &small],
        &["completions", "bash"],
        &["man"],
        &["presets"],
        &["presets", "tidy"],
        &["rules"],
        &["--help"],
        &["--version"],
    ] {
        let output = naqi(args).stdout(full()).output().expect("it runs");
        let error = support::failure(&output);
        assert!(error.starts_with("cannot write to standard output: "), "{args:?}: {error}");
    }

    // Nothing to write: nothing fails.
    let output = naqi(&["normalize"]).stdout(full()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));

    // Nobody to tell: the exit code still does.
    let output = naqi(&["nonsense"]).stderr(full()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
}
