//! Runs the real binary and looks at what it leaves behind.

// Each test file uses its own part.
#![allow(dead_code)]

use std::{ffi::OsStr, fs, path::PathBuf, process::Output};

use assert_cmd::{Command, cargo::cargo_bin_cmd};
use tempfile::TempDir;

/// An Arabic word of four letters: kaf, lam, meem, teh marbuta.
pub const WORD: &str = "\u{643}\u{644}\u{645}\u{629}";

/// Arabic comma.
pub const COMMA: &str = "\u{60C}";

/// Kaf with fatha (a vowel mark), beh with fathatan (another class of mark), space, Arabic-Indic
/// digits one and two.
pub const MARKED: &str = "\u{643}\u{64E}\u{628}\u{64B} \u{661}\u{662}";

/// The command, to be given arguments.
pub fn naqi() -> Command {
    cargo_bin_cmd!("naqi")
}

/// Runs the command with these arguments and this standard input.
pub fn run<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>, stdin: impl AsRef<[u8]>) -> Output {
    naqi().args(args).write_stdin(stdin.as_ref()).output().expect("the command runs")
}

/// Standard output of a run that must succeed and say nothing on standard error.
pub fn accepted<S: AsRef<OsStr>>(
    args: impl IntoIterator<Item = S>,
    stdin: impl AsRef<[u8]>,
) -> String {
    let output = run(args, stdin);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*stderr), (Some(0), ""));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

/// The error of a run that must fail: exit code 2, nothing on standard output, one line.
pub fn refused<S: AsRef<OsStr>>(
    args: impl IntoIterator<Item = S>,
    stdin: impl AsRef<[u8]>,
) -> String {
    let output = run(args, stdin);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    failure(&output)
}

/// The one line on standard error, without `naqi: ` and the line end, of a run that failed.
pub fn failure(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    let line = stderr.strip_suffix('\n').expect("a whole line");
    assert!(!line.contains(char::is_control), "more than a line: {line:?}");
    line.strip_prefix("naqi: ").expect("starts with the command's name").to_owned()
}

/// A directory with files, gone at the end of the test.
pub struct Files(TempDir);

impl Files {
    pub fn new() -> Files {
        Files(TempDir::new().expect("a temporary directory"))
    }

    /// The directory.
    pub fn directory(&self) -> String {
        text(self.0.path().to_owned())
    }

    /// The path of a file, which need not exist.
    pub fn path(&self, name: &str) -> String {
        text(self.0.path().join(name))
    }

    /// Writes a file and gives its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).expect("the file can be written");
        path
    }
}

fn text(path: PathBuf) -> String {
    path.into_os_string().into_string().expect("temporary paths are UTF-8")
}
