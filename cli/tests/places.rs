//! Where text comes from and where it goes: folders, patterns, files, links.

mod support;

use std::{fs, path::Path};

use support::{COMMA, Files, WORD, accepted, naqi, refused};

fn messy() -> String {
    format!("{WORD} ,{WORD}\n")
}

fn clean() -> String {
    format!("{WORD}{COMMA} {WORD}\n")
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).expect("the file is there")
}

/// A folder with files, one of them in a folder of its own, one hidden.
fn folder() -> Files {
    let files = Files::new();
    for name in ["b.txt", "a.txt", "a.md", "sub/c.txt", "sub/d.md", ".hidden.txt", ".git/x.txt"] {
        let path = files.path(name);
        fs::create_dir_all(Path::new(&path).parent().expect("a parent")).expect("a folder");
        fs::write(path, messy().replace('\n', &format!(" {name}\n"))).expect("a file");
    }
    files
}

fn names(output: &str) -> Vec<&str> {
    output.lines().filter_map(|line| line.split(' ').next_back()).collect()
}

#[test]
fn folders_are_read_by_name() {
    let files = folder();
    let output = accepted(["normalize", &files.directory()], "");
    assert_eq!(names(&output), ["a.md", "a.txt", "b.txt", "sub/c.txt", "sub/d.md"]);
    let output = accepted(["normalize", "--glob=*.txt", &files.directory()], "");
    assert_eq!(names(&output), ["a.txt", "b.txt", "sub/c.txt"]);
    let output = accepted(["normalize", "--glob=sub/*", "--glob=b.*", &files.directory()], "");
    assert_eq!(names(&output), ["b.txt", "sub/c.txt", "sub/d.md"]);
    // What is named is read, whatever the pattern says.
    let output = accepted(["normalize", "--glob=*.txt", &files.path(".hidden.txt")], "");
    assert_eq!(names(&output), [".hidden.txt"]);

    let error = refused(["normalize", "--glob=*.json", &files.directory()], "");
    assert!(error.ends_with(": no file to read in this folder"), "{error}");
    let error = refused(["normalize", "--glob=[", &files.directory()], "");
    assert!(error.contains("`[` is no pattern"), "{error}");
}

#[test]
fn in_place_rewrites_what_is_not_normal() {
    let files = folder();
    let normal = files.write("normal.txt", clean());
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    let set_time = |path: &str| {
        let file = fs::File::options().append(true).open(path).expect("the file opens");
        file.set_modified(long_ago).expect("its time can be set");
    };
    set_time(&normal);
    assert_eq!(accepted(["normalize", "--in-place", &files.directory()], ""), "");
    for name in ["a.txt", "b.txt", "a.md", "sub/c.txt"] {
        assert_eq!(read(files.path(name)), clean().replace('\n', &format!(" {name}\n")));
    }
    assert!(read(files.path(".hidden.txt")).starts_with(messy().trim_end()));
    // A normal file is not touched, and nothing is left over.
    let modified = fs::metadata(&normal).and_then(|file| file.modified()).expect("it has a time");
    assert_eq!(modified, long_ago);
    let left = fs::read_dir(files.directory()).expect("a folder").count();
    assert_eq!(left, 7);

    assert!(refused(["normalize", "--in-place"], "").contains("PATH"));
    assert!(refused(["normalize", "--in-place", "-"], "").contains("standard input"));
    let file = files.path("a.txt");
    assert!(refused(["normalize", "-i", &file, &file], "").contains("are one file"));
    assert!(refused(["normalize", "-i", "-o", "x", &file], "").contains("--output"));
}

#[test]
fn a_bad_file_stays_as_it_is() {
    let files = Files::new();
    let [a, c] = [files.write("a", messy()), files.write("c", messy())];
    let bad = files.write("b", [messy().as_bytes(), b"\xFF\n"].concat());
    let error = refused(["normalize", "-i", "--threads=1", &a, &bad, &c], "");
    assert_eq!(error, format!("{bad}: invalid UTF-8 at byte 19 (line 2)"));
    assert_eq!((read(&a), read(&c)), (clean(), messy()));
    let output = support::run(["normalize", "-i", "--keep-going", &a, &bad, &c], "");
    assert!(support::failure(&output).starts_with(&format!("{bad}: invalid UTF-8")));
    assert_eq!((read(&a), read(&c)), (clean(), clean()));
    assert!(fs::read(&bad).expect("it is there").starts_with(messy().as_bytes()));
    assert_eq!(fs::read_dir(files.directory()).expect("a folder").count(), 3);
}

#[test]
fn output_to_a_file() {
    let files = Files::new();
    let [a, b] = [files.write("a", messy()), files.write("b", "b\n")];
    let out = files.path("out");
    assert_eq!(accepted(["normalize", "-o", &out, &a, &b], ""), "");
    assert_eq!(read(&out), clean() + "b\n");
    // Standard input, over the old file; and a file onto itself.
    accepted(["normalize", "--output", &out], messy());
    assert_eq!(read(&out), clean());
    accepted(["normalize", "--output", &a, &a], "");
    assert_eq!(read(&a), clean());
    // An error leaves the old file, and nothing beside it.
    refused(["normalize", "--output", &out, &a, &files.path("missing")], "");
    assert_eq!(read(&out), clean());
    assert_eq!(fs::read_dir(files.directory()).expect("a folder").count(), 3);
}

#[test]
fn output_to_a_folder() {
    let files = folder();
    let out = Files::new();
    accepted(["normalize", "-o", &out.directory(), &files.directory()], "");
    for name in ["a.txt", "a.md", "b.txt", "sub/c.txt", "sub/d.md"] {
        assert_eq!(read(out.path(name)), clean().replace('\n', &format!(" {name}\n")));
        assert!(read(files.path(name)).starts_with(messy().trim_end()));
    }
    // One that is made for it; one file, by the slash.
    let new = format!("{}/", out.path("new/deep"));
    accepted(["normalize", "-o", &new, &files.path("a.txt")], "");
    assert!(read(out.path("new/deep/a.txt")).starts_with(clean().trim_end()));

    let twice = [files.path("a.txt"), files.path("sub/../a.txt")];
    let error = refused(["normalize", "-o", &new, &twice[0], &twice[1]], "");
    assert!(error.contains("would both become"), "{error}");
    let error = refused(["normalize", "-o", &files.directory(), &files.directory()], "");
    assert!(error.contains("--in-place does that"), "{error}");
    let error = refused(["normalize", "-o", &out.directory()], "x");
    assert!(error.contains("standard input has no name"), "{error}");
}

#[test]
fn targets_that_cannot_be_written() {
    let files = Files::new();
    let [a, file] = [files.write("a", messy()), files.write("file", "old")];
    for target in [format!("{file}/x"), files.path("missing/x")] {
        let error = refused(["normalize", "-o", &target, &a], "");
        assert!(error.starts_with(&format!("{target}: cannot write: ")), "{error}");
    }
    // A folder where a file should be.
    let out = Files::new();
    fs::create_dir(out.path("a")).expect("a folder");
    let error = refused(["normalize", "-o", &out.directory(), &a], "");
    assert!(error.starts_with(&format!("{}: cannot write: ", out.path("a"))), "{error}");
    assert_eq!(read(&file), "old");
}

/// A device or a pipe is written to, not replaced.
#[cfg(target_os = "linux")]
#[test]
fn special_files() {
    let files = Files::new();
    let a = files.write("a", messy());
    accepted(["normalize", "-o", "/dev/null", &a], "");
    let error = refused(["normalize", "-o", "/dev/full", &a], "");
    assert!(error.starts_with("/dev/full: cannot write: "), "{error}");
    let error = refused(["normalize", "-i", "/dev/null"], "");
    assert!(error.contains("not a file"), "{error}");
}

#[cfg(unix)]
#[test]
fn links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let files = Files::new();
    let other = Files::new();
    let target = other.write("target", messy());
    fs::set_permissions(&target, fs::Permissions::from_mode(0o604)).expect("permissions");
    let link = files.path("link");
    symlink(&target, &link).expect("a link");
    // In a folder a link is left out.
    files.write("a", "a\n");
    assert_eq!(accepted(["normalize", &files.directory()], ""), "a\n");
    // By name, its target is rewritten.
    accepted(["normalize", "-i", &link], "");
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(read(&target), clean());
    let mode = fs::metadata(&target).expect("there").permissions().mode();
    assert_eq!(mode & 0o7777, 0o604);
    // A link that leads nowhere.
    let broken = files.path("broken");
    symlink(files.path("nowhere"), &broken).expect("a link");
    assert!(refused(["normalize", "-i", &broken], "").contains("cannot read"));
}

#[test]
fn ten_thousand_small_files() {
    let files = Files::new();
    for folder in 0..100 {
        fs::create_dir(files.path(&format!("{folder:02}"))).expect("a folder");
        for file in 0..100 {
            files.write(&format!("{folder:02}/{file:02}"), format!("{folder:02}{file:02}  x\n"));
        }
    }
    let expected: String = (0..10_000).map(|number| format!("{number:04} x\n")).collect();
    assert!(accepted(["normalize", &files.directory()], "") == expected);
    assert!(accepted(["normalize", "--threads=3", &files.directory()], "") == expected);
    let tokens = accepted(["tokenize", "--kinds=number", &files.directory()], "");
    assert_eq!(tokens.lines().count(), 10_000);
    let stats = accepted(["stats", "--json", &files.directory()], "");
    assert!(stats.contains("\"files\": 10000"), "{stats}");
    let check = naqi().args(["check", "--max=3", &files.directory()]).output().expect("it runs");
    assert_eq!(check.status.code(), Some(1));
    accepted(["normalize", "--in-place", &files.directory()], "");
    assert!(accepted(["normalize", "--threads=1", &files.directory()], "") == expected);
    assert_eq!(accepted(["check", &files.directory()], ""), "");
}
