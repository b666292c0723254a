//! A stream gives what the whole text gives, with buffers so small that short texts meet all cases.

use std::{format, string::String, vec::Vec};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use crate::{Normalizer, Preset};

#[allow(clippy::duplicate_mod, reason = "the tests of the engine have it as well")]
#[path = "../../tests/common/arbitrary.rs"]
mod arbitrary;

/// Normalises the text in the pieces between the cuts.
fn in_pieces(naqi: &Normalizer, text: &str, cuts: impl IntoIterator<Item = usize>) -> String {
    let mut stream = naqi.stream();
    let mut output = String::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain([text.len()]) {
        stream.push(&text[from..cut], &mut output);
        from = cut;
    }
    stream.finish(&mut output);
    output
}

/// Checks the text in pieces against the whole.
fn check(naqi: &Normalizer, text: &str, cuts: &[usize]) {
    let whole = naqi.normalize(text);
    let pieces = in_pieces(naqi, text, cuts.iter().copied());
    if pieces != whole {
        let same = whole.bytes().zip(pieces.bytes()).take_while(|(a, b)| a == b).count();
        panic!(
            "{naqi:?}\n{} cut at {cuts:?}\n whole: {}\npieces: {}\nat byte {same}",
            text.escape_default(),
            whole.escape_default(),
            pieces.escape_default()
        );
    }
}

/// Where the text may be cut.
fn boundaries(text: &str) -> Vec<usize> {
    (1..text.len()).filter(|&at| text.is_char_boundary(at)).collect()
}

/// The same at every cut, every pair of cuts, and at all of them.
fn check_all_cuts(naqi: &Normalizer, text: &str) {
    let boundaries = boundaries(text);
    check(naqi, text, &boundaries);
    for (i, &first) in boundaries.iter().enumerate() {
        check(naqi, text, &[first]);
        for &second in &boundaries[i + 1..] {
            check(naqi, text, &[first, second]);
        }
    }
}

/// Every preset, and configurations by chance.
fn normalizers(runner: &mut TestRunner, random: usize) -> Vec<Normalizer> {
    let presets = Preset::ALL.iter().map(|preset| preset.normalizer());
    let mut all: Vec<_> = presets.collect();
    for _ in 0..random {
        all.push(arbitrary::normalizer().new_tree(runner).unwrap().current());
    }
    all
}

#[test]
fn every_cut_of_short_texts() {
    let mut runner = TestRunner::deterministic();
    for i in 0..1000 {
        let short = proptest::collection::vec(
            prop_oneof![
                6 => proptest::sample::select(arbitrary::CLASSES).prop_map(String::from),
                2 => Just(String::from(" ")),
                1 => proptest::sample::select(arbitrary::SNIPPETS).prop_map(String::from),
            ],
            1..9,
        );
        let text = short.new_tree(&mut runner).unwrap().current().concat();
        let random = if i % 50 == 0 { 40 } else { 0 };
        for naqi in normalizers(&mut runner, random) {
            check_all_cuts(&naqi, &text);
        }
    }
}

proptest! {
    #![proptest_config(arbitrary::cases(4000))]

    #[test]
    fn random_cuts(
        naqi in arbitrary::normalizer(),
        texts in proptest::collection::vec(arbitrary::text(), 1..12),
        cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..8),
    ) {
        let text = texts.concat();
        let boundaries = boundaries(&text);
        let mut cuts: Vec<_> = cuts
            .iter()
            .filter(|_| !boundaries.is_empty())
            .map(|cut| *cut.get(&boundaries))
            .collect();
        cuts.sort_unstable();
        check(&naqi, &text, &cuts);
        check(&naqi, &text, &boundaries);
    }
}

/// Runs that need no more memory the longer they get, character by character.
#[test]
fn endless_runs_come_out_whole() {
    let mut runner = TestRunner::deterministic();
    let units = [
        " ",
        "\u{A0}",
        "\u{200F}",
        "\u{200D}",
        "\u{64E}",
        "\u{653}",
        "\u{654}",
        "\u{655}\u{654}",
        "\u{647}",
        "\u{647}\u{64E}",
        "\u{647}\u{654}",
        "\u{FEFB}",
        "\u{FDFA}",
        "1",
        ".",
        ",",
        ":",
        "a",
        "w",
        "\n",
        "\r\n",
        "\"",
        "<",
        ">",
        "(",
        "@",
        "%",
        "-",
        "\u{640}",
        "\u{640}\u{670}",
        "\u{1F469}\u{200D}",
        "\u{1100}\u{1161}",
        "\u{301}",
        "\u{34F}",
        "\u{6E5}",
        " \u{200F}",
    ];
    for naqi in normalizers(&mut runner, 60) {
        for unit in units {
            for [before, after] in [
                ["", ""],
                ["\u{628}", "\u{628}"],
                ["\u{628} ", " \u{60C}\u{628}"],
                ["https://a.b/", ",\u{628}"],
                ["\u{1F469}\u{200D}", "\u{1F4BB}"],
                ["\u{628} (", "\u{628} )"],
                ["@a", ".b,1"],
                ["\u{628}\u{640}", "\u{670}"],
                ["1", "@a.b"],
            ] {
                let text = format!("{before}{}{after}", unit.repeat(600 / unit.len()));
                check(&naqi, &text, &boundaries(&text));
                check(&naqi, &text, &[before.len() + 300 / unit.len() * unit.len()]);
                check(&naqi, &text, &[]);
            }
        }
    }
}
