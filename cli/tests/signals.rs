//! Interruption in the middle of a run.

#![cfg(unix)]

mod support;

use std::{
    fs,
    io::{Read as _, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use support::{COMMA, Files, WORD};

/// The command, with signals at their defaults: a background job of a shell, or what runs under `nohup`, hands down that
/// some are ignored.
fn naqi() -> Command {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    // SIGHUP, SIGINT and SIGTERM are 1, 2 and 15.
    if mask & (1 | 1 << 1 | 1 << 14) == 0 {
        return Command::new(env!("CARGO_BIN_EXE_naqi"));
    }
    let mut command = Command::new("env");
    command.args(["--default-signal=HUP,INT,TERM", env!("CARGO_BIN_EXE_naqi")]);
    command
}

/// Sends a signal by its name.
fn interrupt(child: &Child, signal: &str) {
    let command = format!("kill -{signal} {}", child.id());
    let sent = Command::new("sh").args(["-c", &command]).status().expect("there is a shell");
    assert!(sent.success());
}

/// Waits until something is so, for a while.
fn wait_until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "it does not happen");
        thread::sleep(Duration::from_millis(2));
    }
}

fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

/// The target is old, and what was temporary is gone, whichever signal asks to end.
#[test]
fn an_interrupted_run_leaves_the_old_file() {
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let files = Files::new();
        let out = files.write("out", "old");
        let mut child = naqi()
            .args(["normalize", "--output", &out])
            .stdin(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // Enough to be at work, and never an end.
        stdin.write_all("some  words\n".repeat(100_000).as_bytes()).expect("it reads");
        wait_until(|| names(&files.directory()).len() == 2);
        interrupt(&child, signal);
        let status = child.wait().expect("it ends");
        drop(stdin);
        assert_eq!(status.code(), Some(code));
        assert_eq!(names(&files.directory()), ["out"]);
        assert_eq!(fs::read(&out).expect("there"), b"old");
    }
}

/// Of many files that are rewritten each is old or new, and whole.
#[test]
fn an_interrupted_run_leaves_each_file_whole() {
    let files = Files::new();
    let old = format!("{WORD} ,{WORD}\n").repeat(100);
    let new = format!("{WORD}{COMMA} {WORD}\n").repeat(100);
    for number in 0..2000 {
        files.write(&format!("{number:04}"), &old);
    }
    let mut child = naqi()
        .args(["normalize", "--in-place", "--threads=2", &files.directory()])
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let first = files.path("0000");
    wait_until(|| fs::read(Path::new(&first)).expect("there") == new.as_bytes());
    interrupt(&child, "INT");
    let status = child.wait().expect("it ends");
    // It may have been faster than the signal.
    assert!(matches!(status.code(), Some(130 | 0)), "{status}");
    let names = names(&files.directory());
    assert_eq!(names.len(), 2000);
    let mut rewritten = 0;
    for name in names {
        let text = fs::read_to_string(files.path(&name)).expect("there");
        assert!(text == old || text == new, "{name}");
        rewritten += usize::from(text == new);
    }
    assert!(rewritten > 0);
    // Run again, it goes on where it was.
    assert_eq!(support::accepted(["normalize", "-i", &files.directory()], ""), "");
    assert_eq!(support::accepted(["check", &files.directory()], ""), "");
}

/// What was written before is what it should be, as far as it goes.
#[test]
fn an_interrupted_run_to_standard_output() {
    let mut child = naqi()
        .arg("normalize")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = thread::spawn(move || {
        // Until the reader is gone.
        while stdin.write_all("some  words\n".repeat(1000).as_bytes()).is_ok() {}
    });
    let mut stdout = child.stdout.take().expect("a pipe");
    let mut start = vec![0; 1 << 20];
    stdout.read_exact(&mut start).expect("it writes");
    interrupt(&child, "INT");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    writer.join().expect("no panic");
    assert!(start.chunks(11).all(|line| b"some words\n".starts_with(line)));
}

/// Who starts a command with `nohup` wants it to outlive the terminal.
#[cfg(target_os = "linux")]
#[test]
fn ignored_signals_stay_ignored() {
    let mut child = Command::new("sh")
        .args(["-c", "trap '' HUP; exec \"$0\" normalize", env!("CARGO_BIN_EXE_naqi")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // More than a pipe holds: it is there and reads.
    stdin.write_all("some  words\n".repeat(20_000).as_bytes()).expect("it reads");
    interrupt(&child, "HUP");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stdout, "some words\n".repeat(20_000).as_bytes());
}
