//! Pieces worked on apart give what the whole gives, with whatever lies at their borders.

mod support;

use support::{Files, WORD, naqi};

/// What a rule may look at across the end of a line.
const HAZARDS: [&str; 26] = [
    // Marks: alone, on a dagger alef, many.
    "\u{64E}",
    "\u{651}\u{64E}",
    "\u{670}",
    "\u{654}\u{627}",
    "\u{627}\u{653}",
    // Tatweel and ZWNJ and ZWJ and direction marks and byte order marks.
    "\u{640}",
    "\u{628}\u{640}",
    "\u{200C}",
    "\u{200D}\u{1F469}",
    "\u{200F}",
    "\u{FEFF}",
    // Presentation forms: one that is a mark on a space, a ligature.
    "\u{FE70}",
    "\u{FDFA}",
    // Punctuation and what belongs to it.
    " ,",
    ",\u{628}",
    ">",
    "<",
    "\"",
    "( ",
    ".",
    // White space and other line ends.
    "  \t ",
    "\r",
    "\u{2028}",
    // Numbers, addresses.
    "1,5",
    "www.",
    "\u{628}\u{628}\u{628}\u{628}",
];

/// Lines that end and begin with each of the hazards, in pairs.
fn hazards() -> String {
    let mut text = String::new();
    for left in HAZARDS {
        for right in HAZARDS {
            text += &format!("{WORD} x{left}\n{right}{WORD}\n");
            text += &format!("{left}\r\n\n{right}\n");
            text += &format!("{WORD}{left}\n{WORD}{right}\n");
        }
    }
    text + &"\u{64E}".repeat(40) + "\n" + &"\u{64E}\u{670}".repeat(40) + WORD
}

fn run(args: &[&str], piece: &str, threads: &str, path: &str, text: &str) -> Vec<u8> {
    let output = naqi()
        .env("NAQI_TEST_PIECE", piece)
        .args(args)
        .args(["--threads", threads, path])
        .write_stdin(text)
        .output()
        .expect("it runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    if args[0] == "explain" && path != "-" {
        // Places have the name of the source.
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        return text.replace(path, "standard input").into_bytes();
    }
    output.stdout
}

fn compare(args: &[&str]) {
    let files = Files::new();
    let text = hazards();
    let path = files.write("hazards", &text);
    let whole = run(args, "100000000", "1", &path, "");
    assert!(!whole.is_empty());
    for piece in ["1", "5", "64", "1000"] {
        for threads in ["1", "3"] {
            // Files are read anywhere, standard input in order.
            assert!(run(args, piece, threads, &path, "") == whole, "{args:?} {piece} {threads}");
            assert!(run(args, piece, threads, "-", &text) == whole, "{args:?} {piece} {threads} -");
        }
    }
}

#[test]
fn every_preset() {
    for preset in naqi::Preset::ALL {
        compare(&["normalize", "--preset", preset.name()]);
    }
}

#[test]
fn rules_that_no_preset_has() {
    compare(&["normalize", "--set=white-space=single-line"]);
    compare(&["normalize", "--set=spacing=isolate", "--set=white-space=keep"]);
    compare(&["normalize", "--set=elongation=2", "--set=digits=arabic-indic"]);
    compare(&["normalize", "--preset=light", "--set=marks=none", "--set=dagger-alef=to-alef"]);
    compare(&["normalize", "--preset=search", "--set=white-space=single-line"]);
}

#[test]
fn words_and_sentences() {
    for offsets in ["bytes", "chars", "utf16"] {
        for policy in ["arabic", "uax29"] {
            let [offsets, policy] = [("--offsets", offsets), ("--policy", policy)];
            let more = [offsets.0, offsets.1, policy.0, policy.1];
            compare(&[&["tokenize", "--format=jsonl", "--kinds=all"][..], &more].concat());
            compare(&[&["sentences", "--format=jsonl"][..], &more].concat());
        }
    }
    compare(&["tokenize", "--normalize=search"]);
    compare(&["tokenize", "--format=conllu", "--normalize=search"]);
}

#[test]
fn figures_and_places() {
    compare(&["stats", "--json"]);
    compare(&["explain", "--examples=3", "--top=100"]);
    // The places are in the order of the text, and their lines and columns are those of the whole.
    let files = Files::new();
    let text = hazards();
    let path = files.write("hazards", &text);
    let check = |piece: &str, threads: &str, path: &str| {
        let mut command = naqi();
        command.env("NAQI_TEST_PIECE", piece).args(["check", "--max=100000", "--threads", threads]);
        let output = command.arg(path).write_stdin(&*text).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).expect("UTF-8").replace(path, "")
    };
    let whole = check("100000000", "1", &path);
    for piece in ["1", "64", "1000"] {
        assert!(check(piece, "1", &path) == whole, "{piece}");
        assert!(check(piece, "3", &path) == whole, "{piece}");
    }
}

/// A line that is longer than any piece, and a text that is one line.
#[test]
fn long_lines() {
    let files = Files::new();
    let long = format!("{WORD} ,{WORD} ").repeat(60_000);
    for text in [long.clone(), format!("a\n{long}\nb\n{long}\n"), "\n".repeat(3_000_000)] {
        let path = files.write("long", &text);
        let expected = naqi::Normalizer::tidy().normalize(&text).into_owned();
        for threads in ["1", "2"] {
            for piece in ["10000", "262144"] {
                let output = run(&["normalize"], piece, threads, &path, "");
                assert!(output == expected.as_bytes());
                assert!(run(&["normalize"], piece, threads, "-", &text) == expected.as_bytes());
            }
        }
    }
}
