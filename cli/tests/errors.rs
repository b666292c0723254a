//! Every mistake gives one line on standard error and exit code 2; one in the options, nothing on standard
//! output.

mod support;

use naqi::Tier;
use support::{Files, WORD, accepted, failure, naqi, refused, run};

#[test]
fn bad_command_lines() {
    assert!(refused([""; 0], "").contains("requires a subcommand"));
    assert_eq!(refused(["clean"], ""), "unrecognized subcommand 'clean' (see 'naqi --help')");
    assert_eq!(
        refused(["normalize", "--presets=tidy"], ""),
        "unexpected argument '--presets' found (see 'naqi --help')"
    );
    assert!(refused(["normalize", "--preset"], "").contains("--preset"));
    assert!(refused(["normalize", "--preset=tidy", "--preset=light"], "").contains("--preset"));
    assert!(refused(["normalize", "--set=digits"], "").contains("RULE=VALUE"));
    assert!(refused(["presets", "tidy", "light"], "").contains("'light'"));
    assert!(refused(["--verbose"], "").contains("--version"));
    assert!(refused(["--verbose", "rules"], "").contains("--version"));
}

/// A tier that is not here is an error wherever text would be normalised with it, and whatever has no
/// use for one goes on.
#[test]
fn tiers_that_are_not_here() {
    let refused = |tier: &str, args: &[&str]| {
        let output = naqi().env("NAQI_TIER", tier).args(args).write_stdin(WORD).output();
        let output = output.expect("the command runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "");
        failure(&output)
    };
    let missing = Tier::ALL.iter().find(|tier| !tier.is_available());
    let missing = missing.expect("no processor has all tiers").name();
    let available: Vec<_> = Tier::ALL.iter().filter(|tier| tier.is_available()).collect();
    let available = available.iter().map(|tier| tier.name()).collect::<Vec<_>>().join(", ");
    for args in [
        &["normalize"][..],
        &["normalize", "--preset=search"],
        &["normalize", "--set=digits=ascii"],
        &["--version", "--verbose"],
    ] {
        for unknown in ["best", "AVX2", " "] {
            assert_eq!(
                refused(unknown, args),
                format!(
                    "unknown tier `{unknown}`; tiers are scalar, ssse3, avx2, avx512, neon, simd128"
                )
            );
        }
        assert_eq!(
            refused(missing, args),
            format!("tier `{missing}` is not available here; available: {available}")
        );
    }
    for args in [&["--version"][..], &["--help"], &["presets"], &["presets", "tidy"], &["rules"]] {
        naqi().env("NAQI_TIER", "best").args(args).assert().success().stderr("");
    }
}

/// Each tier that is here normalises, and all alike.
#[test]
fn tiers_that_are_here() {
    for tier in Tier::ALL.iter().filter(|tier| tier.is_available()) {
        let mut command = naqi();
        command.env("NAQI_TIER", tier.name()).args(["normalize", "--preset=search"]);
        // Kaf with fatha, beh: the vowel mark goes.
        command.write_stdin("\u{643}\u{64E}\u{628}").assert().success().stdout("\u{643}\u{628}");
    }
}

/// The line names what would have been right.
#[test]
fn unknown_names() {
    for args in [&["normalize", "--preset=find"][..], &["presets", "find"]] {
        let error = refused(args, "");
        assert!(error.starts_with("unknown preset `find`; presets are tidy, light"), "{error}");
    }
    let error = refused(["normalize", "--set=colour=red"], "");
    assert!(error.starts_with("unknown rule `colour`; rules are tatweel, marks"), "{error}");
    assert_eq!(
        refused(["normalize", "--set=digits=roman"], ""),
        "rule `digits` has no value `roman`; allowed: keep, ascii, arabic-indic, extended"
    );
    assert!(refused(["normalize", "--set=digits="], "").contains("allowed: keep, ascii"));
    assert!(refused(["normalize", "--set=marks=harakat,dots"], "").contains("tanwin, shadda"));
    for number in ["0", "256", "-1", "two"] {
        let error = refused(["normalize", &format!("--set=elongation={number}")], "");
        assert!(error.ends_with("allowed: keep, or a number from 1 to 255"), "{error}");
    }
}

#[test]
fn conflicts_name_both_rules() {
    // One keeps the dagger alef, the other deletes it.
    let error = refused(["normalize", "--set=marks=dagger-alef", "--set=dagger-alef=keep"], WORD);
    assert!(error.contains("`dagger-alef=keep`"), "{error}");
    assert!(error.contains("`marks=dagger-alef`"), "{error}");

    // A letter table of another system takes the place of the rules for letters.
    let error = refused(["normalize", "--preset=lucene_arabic", "--set=alef=fold"], WORD);
    assert!(error.contains("`peer=lucene-arabic`"), "{error}");
    assert!(error.contains("`alef=fold`"), "{error}");

    // The rules of a file may conflict with those of the preset under it.
    let files = Files::new();
    let config = files.write("rules.toml", "dagger-alef = \"keep\"\n");
    let error = refused(["normalize", "--preset=light", "--config", &config], WORD);
    assert!(error.contains("`dagger-alef=keep`") && error.contains("`marks="), "{error}");
}

#[test]
fn unreadable_files() {
    let files = Files::new();
    let [good, missing] = [files.write("good.txt", "a\n"), files.path("missing.txt")];
    for command in ["normalize", "tokenize", "sentences", "check", "stats", "explain"] {
        let error = refused([command, &missing], "");
        assert!(error.starts_with(&format!("{missing}: cannot read: ")), "{error}");
    }
    // What comes before has been written.
    let output = run(["normalize", &good, &missing, &good], "");
    assert!(failure(&output).starts_with(&format!("{missing}: cannot read: ")));
    assert_eq!(output.stdout, b"a\n");
    // A file is no folder.
    let error = refused(["normalize", &format!("{good}/x")], "");
    assert!(error.contains("good.txt/x: cannot read: "), "{error}");
    let error = refused(["normalize", "--config", &missing, &good], "");
    assert!(error.starts_with(&format!("{missing}: cannot read: ")), "{error}");
}

/// A name with a line end in it does not make two lines.
#[cfg(unix)]
#[test]
fn odd_file_names_stay_on_the_line() {
    let files = Files::new();
    let error = refused(["normalize", &files.path("a\nb\u{1B}")], "");
    assert!(error.contains("a\\nb\\u{1b}: cannot read: "), "{error}");
}

/// The line names the file, the line in it, and what is wrong there.
#[test]
fn bad_config() {
    let files = Files::new();
    let rules = |toml: &str| {
        let path = files.write("rules.toml", toml);
        let error = refused(["normalize", "--preset=tidy", "--config", &path], WORD);
        error.strip_prefix(&format!("{path}: ")).expect("names the file").to_owned()
    };
    assert!(rules("alef = \"fold\"\ndigits ascii\n").starts_with("line 2: "));
    assert!(rules("digits = \"ascii\"\n\ndigits = \"keep\"\n").starts_with("line 3: "));
    assert_eq!(
        rules("# a comment\n\nzwnj = \"delete\"\nalef = \"fald\"\n"),
        "line 4: rule `alef` has no value `fald`; allowed: keep, fold"
    );
    assert!(rules("\ncolour = \"red\"").starts_with("line 2: unknown rule `colour`; rules are "));
    assert!(rules("elongation = 300").starts_with("line 1: rule `elongation` has no value `300`"));
    assert!(rules("\nmarks = 1.5").starts_with("line 2: "));
    assert!(rules("\n\n[marks]\nharakat = true\n").starts_with("line 3: "));
    assert!(rules("marks = [\"harakat\", 3]").starts_with("line 1: "));
    // The first mistake in the file, not the first by name.
    assert!(rules("zwnj = \"x\"\nalef = \"x\"\n").starts_with("line 1: rule `zwnj`"));
    // Two spellings of one name.
    assert_eq!(
        rules("white-space = \"keep\"\nwhite_space = \"collapse\"\n"),
        "line 2: rule `white-space` is given twice"
    );
}

/// The offset counts from 0 and is where the bad sequence begins; the line counts from 1.
#[test]
fn invalid_utf8() {
    let files = Files::new();
    let good = files.write("good.txt", format!("{WORD}\n"));
    let cases: [(&[u8], &str); 5] = [
        (b"\xFF", "byte 0 (line 1)"),
        // Three letters, a line end, a letter of two bytes, then half of another.
        (b"abc\n\xD9\x83\xD9", "byte 6 (line 2)"),
        (b"a\r\nb\r\n\xD9 x\n", "byte 6 (line 3)"),
        // A surrogate, and an overlong form of `/`.
        (b"ab\xED\xA0\x80", "byte 2 (line 1)"),
        (b"\n\xC0\xAF", "byte 1 (line 2)"),
    ];
    for (bytes, place) in cases {
        let bad = files.write("bad.txt", bytes);
        let expected = format!("{bad}: invalid UTF-8 at {place}");
        assert_eq!(refused(["normalize", &bad], ""), expected);
        for command in ["tokenize", "sentences", "check", "stats", "explain"] {
            assert_eq!(refused([command, &bad], ""), expected);
        }
        // The file before it has been written, and nothing of the one behind.
        let output = run(["normalize", &good, &bad, &good], "");
        assert_eq!(failure(&output), expected);
        assert_eq!(output.stdout, format!("{WORD}\n").as_bytes());
        assert_eq!(refused(["normalize", "--config", &bad], ""), expected);

        let expected = format!("standard input: invalid UTF-8 at {place}");
        assert_eq!(refused(["normalize"], bytes), expected);
    }
    // NUL is a character like any other.
    assert_eq!(accepted(["normalize"], "a\0b"), "a\0b");
}
