//! Length and place make no difference: a line comes out the same wherever it stands in a text, and the
//! output is no longer than documented.

use naqi::{Normalizer, PresentationForms, Preset, Rule};
use proptest::prelude::*;

mod common {
    pub mod arbitrary;
}
use common::arbitrary;

/// The presets, and configurations with what no preset switches on.
fn normalizers() -> Vec<Normalizer> {
    let others: [&[(&str, &str)]; 6] = [
        &[("spacing", "isolate"), ("punctuation", "arabic")],
        &[("digits", "arabic-indic"), ("marks", "harakat")],
        &[("elongation", "1"), ("white-space", "collapse")],
        &[("elongation", "1"), ("white-space", "collapse"), ("marks", "madda")],
        &[("elongation", "2"), ("spacing", "tidy"), ("alef", "fold"), ("tatweel", "inner")],
        &[("dagger-alef", "to-alef"), ("tatweel", "inner"), ("composition", "nfc")],
    ];
    let build = |rules: &[(&str, &str)]| {
        let builder = rules.iter().fold(Normalizer::builder(), |builder, (rule, value)| {
            builder.set(rule, value).expect("a rule and its value")
        });
        builder.build().expect("no conflict")
    };
    let presets = Preset::ALL.iter().map(|preset| preset.normalizer());
    presets.chain(others.map(build)).collect()
}

/// Whether a line ends what rules remember, which is so but in single-line mode.
fn has_lines(normalizer: &Normalizer) -> bool {
    normalizer.rules().get(Rule::WhiteSpace) != "single-line"
}

/// Normalises the lines together and one by one, in all three ways.
fn check_lines(normalizer: &Normalizer, lines: &[&str]) {
    let text = lines.join("\n");
    let apart: Vec<_> = lines.iter().map(|line| normalizer.normalize(line)).collect();
    let apart = apart.join("\n");
    let mut appended = String::new();
    normalizer.normalize_into(&text, &mut appended);
    for (way, together) in
        [("normalize", normalizer.normalize(&text).as_ref()), ("normalize_into", &appended)]
    {
        if together != apart {
            let same = together.chars().zip(apart.chars()).take_while(|(a, b)| a == b).count();
            let near = |text: &str| {
                let window = text.chars().skip(same.saturating_sub(12)).take(24);
                window.collect::<String>().escape_default().to_string()
            };
            panic!(
                "{normalizer:?}\n{way} at character {same} of {}\ntogether: {}\n   apart: {}",
                text.chars().count(),
                near(together),
                near(&apart)
            );
        }
    }
    assert_eq!(normalizer.is_normalized(&text), text == apart, "{normalizer:?}");
}

/// Texts that are longer than any block an engine works on, shifted byte by byte so that each character
/// meets the end of a block in each of its bytes.
#[test]
fn blocks_do_not_show() {
    // By name: three words; letters with marks; Latin and Arabic with marks of punctuation;
    // decomposed letters; forms; digits and an address.
    let pieces = [
        "\u{635}\u{644}\u{649} \u{639}\u{644}\u{64A}\u{647} \u{628} ",
        "\u{643}\u{64E}\u{62A}\u{651}\u{64E}\u{628}\u{64C}\u{627} ",
        "\u{628}\u{62A}, word ,\u{628}\u{62A}\u{60C} ( \u{628} ) \"\u{62A}\"> ",
        "\u{627}\u{654}\u{644}\u{648}\u{654} \u{64A}\u{64E}\u{654} \u{640}\u{670}\u{640}",
        "\u{FEFB}\u{FE91}\u{FE77}\u{FE8F} \u{FDFA}\u{200F}",
        "1,000 \u{661}\u{66B}\u{662} https://a.b/?x=1,2 \u{1F469}\u{200D}\u{1F4BB} \u{A0}  ",
    ];
    let shifts = [
        "",
        "a",
        "\u{628}",
        "\u{628}a",
        "\u{628}\u{62A}",
        "\u{FD3E}\u{628}",
        "\u{628}\u{62A}\u{62B}",
    ];
    for normalizer in normalizers() {
        for piece in pieces {
            // Long before short, and short before long: the second begins where the first ends.
            let long = piece.repeat(2600 / piece.len());
            for shift in shifts {
                let shifted = format!("{shift}{long}{shift}");
                check_lines(&normalizer, &[&shifted, piece, &shifted, shift]);
                // What has been normalised stays, block by block.
                let once = normalizer.normalize(&shifted).into_owned();
                let mut twice = String::new();
                normalizer.normalize_into(&once, &mut twice);
                assert!(once == twice, "{normalizer:?}\n{shift:?} and {piece:?} repeated");
            }
        }
    }
}

/// Long runs of one character, alone and with what makes rules look at it. A rule that looks over the
/// whole run from each of its characters would take minutes here; how long it should take is for
/// the benchmarks to say.
#[test]
fn long_runs() {
    const LENGTH: usize = 20_000;
    let runs = [
        '\u{640}',  // tatweel
        '\u{64E}',  // fatha
        '\u{653}',  // maddah
        '\u{654}',  // hamza above
        '\u{670}',  // dagger alef
        '\u{647}',  // heh
        '\u{FDFA}', // four words
        '\u{200F}', // right-to-left mark
        '\u{200D}', // zero width joiner
        ' ', '\n', '\u{A0}', '1', ',', '.', '"', '(', '<', '@', 'w', '/', '%',
    ];
    for normalizer in normalizers() {
        for c in runs {
            let run = String::from_iter(std::iter::repeat_n(c, LENGTH));
            for text in [
                run.clone(),
                format!("\u{628}{run}\u{628}"),
                format!("\u{628}\u{640}{run}"),
                format!("\u{1F469}\u{200D}{run}\u{1F4BB}"),
                format!("a@{run}b.c"),
            ] {
                let once = normalizer.normalize(&text);
                assert!(normalizer.is_normalized(&once), "{normalizer:?}\n{c:?}");
            }
        }
    }
}

/// A text of some megabytes, with something for every rule in it.
#[test]
fn megabytes() {
    let paragraph = arbitrary::SNIPPETS.join(" \u{628}\u{62A}\u{628} ") + "\n";
    let text = paragraph.repeat((1 << 20) / paragraph.len() + 1);
    for normalizer in normalizers() {
        let once = normalizer.normalize(&text);
        assert!(normalizer.is_normalized(&once), "{normalizer:?}");
        let paragraph = normalizer.normalize(&paragraph);
        if has_lines(&normalizer) {
            assert!(once.starts_with(&*paragraph), "{normalizer:?}");
        }
    }
}

proptest! {
    #![proptest_config(arbitrary::cases(4000))]

    #[test]
    fn lines_know_nothing_of_each_other(
        normalizer in arbitrary::normalizer().prop_filter("needs lines", has_lines),
        lines in proptest::collection::vec(arbitrary::text(), 1..6),
    ) {
        let lines: Vec<_> = lines.iter().map(String::as_str).collect();
        check_lines(&normalizer, &lines);
    }

    /// The bounds that `Normalizer::normalize` documents.
    #[test]
    fn output_is_no_longer_than_documented(
        normalizer in arbitrary::normalizer(),
        text in arbitrary::text(),
    ) {
        let expands = normalizer.rules().get(Rule::PresentationForms)
            == PresentationForms::Expand.name();
        let times = if expands { 11 } else { 4 };
        let length = normalizer.normalize(&text).len();
        prop_assert!(length <= times * text.len(), "{normalizer:?}\n{text:?}: {length}");
    }
}

/// The bounds are reached, so no smaller ones could be promised.
#[test]
fn bounds_are_reached() {
    let length = |rules: &[(&str, &str)], text: &str| {
        let builder = rules.iter().fold(Normalizer::builder(), |builder, (rule, value)| {
            builder.set(rule, value).unwrap()
        });
        builder.build().unwrap().normalize(text).len()
    };
    let form = "\u{FDFA}";
    assert_eq!(length(&[("presentation-forms", "expand")], form), 11 * form.len());
    // A space on each side of a comma that grows from one byte to two.
    let comma = "\u{628},\u{628}";
    let isolate = [("spacing", "isolate"), ("punctuation", "arabic")];
    assert_eq!(length(&isolate, comma), comma.len() - 1 + 4);
}
