//! The engine against its own specification, on every tier that this processor has.

use alloc::{string::String, vec::Vec};

use proptest::{prelude::*, sample::select};

use super::{Aligning, Write, run, run_by_specification, tier::Kernel};
use crate::{Normalizer, Preset, Tier};

#[path = "../../tests/common/arbitrary.rs"]
mod arbitrary;

/// The kernels that this processor has.
pub(super) fn kernels() -> impl Iterator<Item = Kernel> {
    Tier::ALL.iter().filter_map(|&tier| Kernel::new(tier))
}

pub(super) fn by_specification(normalizer: &Normalizer, text: &str) -> String {
    let mut output = String::new();
    run_by_specification(&normalizer.compiled().program, text, &mut Write::new(&mut output));
    output
}

/// Which bytes of a source were kept, and which of the output were not put in; none if nothing changed.
type Kept = Option<(Vec<u64>, Option<Vec<u64>>)>;

/// The text that the sink took, and what it noted of it.
fn finished(sink: Aligning<'_>, source: &str) -> (String, Kept) {
    let (text, track) = sink.finish();
    let bits = track.map(|track| track.finish(source.len(), text.len()));
    (text.into_owned(), bits)
}

pub(super) fn check(normalizer: &Normalizer, text: &str) {
    let slow = by_specification(normalizer, text);
    let compiled = normalizer.compiled();
    let mut sink = Aligning::new(text);
    run_by_specification(&compiled.program, text, &mut sink);
    let slow_aligned = finished(sink, text);
    assert_eq!(slow_aligned.0, slow, "{normalizer:?}\n{text:?}");
    for kernel in kernels() {
        let mut sink = Aligning::new(text);
        run(compiled, kernel, text, &mut sink);
        let tier = kernel.tier();
        assert_eq!(finished(sink, text), slow_aligned, "{tier}\n{normalizer:?}\n{text:?}");
        check_tier(&normalizer.on(kernel), text, &slow);
    }
}

fn check_tier(normalizer: &Normalizer, text: &str, slow: &str) {
    let tier = normalizer.tier();
    let mut quick = String::new();
    normalizer.normalize_into(text, &mut quick);
    assert_eq!(quick, slow, "{tier}\n{normalizer:?}\n{text:?}");
    let borrowed = normalizer.normalize(text);
    assert_eq!(borrowed, slow, "normalize, {tier}\n{normalizer:?}\n{text:?}");
    assert_eq!(
        normalizer.is_normalized(text),
        borrowed == text,
        "{tier}\n{normalizer:?}\n{text:?}"
    );
    let twice = normalizer.normalize(slow);
    assert_eq!(twice, slow, "twice, {tier}\n{normalizer:?}\n{text:?}");
}

proptest! {
    #![proptest_config(arbitrary::cases(4096))]

    #[test]
    fn engine_equals_specification(
        normalizer in arbitrary::normalizer(),
        text in arbitrary::text(),
    ) {
        check(&normalizer, &text);
    }

    #[test]
    fn engine_equals_specification_for_presets(text in arbitrary::text()) {
        for preset in Preset::ALL {
            check(&preset.normalizer(), &text);
        }
    }
}

/// Lines of Latin words and marks with Arabic here and there: whole blocks of ASCII, and well-set text, most of which
/// needs no look.
fn lines() -> impl Strategy<Value = String> {
    const LATIN: &[&str] = &[
        "the train leaves ",
        "at 6:30, ",
        "they say now. ",
        "(Friday) ",
        "\"so\" ",
        "50% ",
        "1,450 ",
        "www",
        "key=\"v\"",
        "x",
        "5\"",
        "https://a.b/c",
        "<p class=\"low\">",
        "data[0].low()",
        "w.",
        "mail@",
    ];
    const MARKS: &str = ",.;:?!()[]{}\"'<>@%/-=#_ \n\r\t0w";
    // Words with a space and without, marks, digits.
    const ARABIC: &[&str] = &[
        "\u{628}\u{64A}\u{62A} ",
        "\u{628}\u{64A}\u{62A}",
        "\u{628}\u{64A}\u{62A}. ",
        "\u{628}\u{64A}\u{62A}\u{60C} ",
        "\u{628}\u{64A}\u{62A}, ",
        "\"\u{628}\u{64A}\u{62A}\" ",
        "(\u{628}\u{64A}\u{62A}) ",
        "\u{60C}",
        "\u{61F}",
        "\u{661}\u{662}",
        "\u{64E}",
        "\u{200F}",
        "\u{E9}",
        "\u{6CC}",
        "\u{64C}",
    ];
    let marks: Vec<char> = MARKS.chars().collect();
    let piece = move |arabic| {
        prop_oneof![
            16 => select(LATIN).prop_map(String::from),
            4 => select(marks.clone()).prop_map(String::from),
            arabic => select(ARABIC).prop_map(String::from),
        ]
    };
    let text = |piece| {
        proptest::collection::vec(piece, 0..60).prop_map(|pieces: Vec<String>| pieces.concat())
    };
    prop_oneof![text(piece(1).boxed()), text(piece(40).boxed())]
}

proptest! {
    #![proptest_config(arbitrary::cases(8192))]

    #[test]
    fn engine_equals_specification_on_lines(
        normalizer in arbitrary::normalizer(),
        text in lines(),
    ) {
        check(&normalizer, &text);
        for preset in [Preset::Tidy, Preset::Light, Preset::Search, Preset::Quran] {
            check(&preset.normalizer(), &text);
        }
    }

    /// Counting letters asks for care in the kernel that no preset asks for, and few random configurations.
    #[test]
    fn engine_equals_specification_where_letters_are_counted(
        longest in 1..4_u8,
        others in 0..4,
        text in arbitrary::text(),
    ) {
        let longest = alloc::format!("{longest}");
        let rules: &[(&str, &str)] = match others {
            0 => &[],
            1 => &[("alef", "fold"), ("tatweel", "inner")],
            2 => &[("marks", "harakat"), ("spacing", "tidy"), ("white-space", "collapse")],
            _ => &[("composition", "nfc"), ("digits", "ascii")],
        };
        let builder = rules.iter().chain([&("elongation", longest.as_str())]).fold(
            crate::Builder::default(),
            |builder, (rule, value)| builder.set(rule, value).expect("rule and value exist"),
        );
        check(&builder.build().expect("the rules do not conflict"), &text);
    }
}

/// Runs of a letter across the edges of blocks, which lie between the bytes of letters as well as between letters.
#[test]
fn engine_equals_specification_where_runs_cross_blocks() {
    for longest in ["1", "2", "3"] {
        let normalizer = crate::Builder::default().set("elongation", longest);
        let normalizer = normalizer.and_then(|builder| builder.build()).expect("no conflict");
        for letters in 0..70 {
            // Behind an even number of bytes and an odd one, of which one or two are looked at before the first block.
            for start in ["", "a", "a ", "\u{628}a", "\u{628}ab"] {
                let before = ["\u{628}", "\u{62A}"].iter().cycle().take(letters);
                let before: String = core::iter::once(&start).chain(before).copied().collect();
                for run in 1..=5 {
                    check(&normalizer, &alloc::format!("{before}{}", "\u{647}".repeat(run)));
                }
            }
        }
    }
}

/// What goes and takes several bytes, across the edges of blocks and in the middle of them: kernels take it between
/// letters, and leave it where its neighbours are anything else.
#[test]
fn engine_equals_specification_where_invisible_characters_go() {
    // Soft hyphen, zero width non-joiner, right-to-left mark, byte order mark; language tag, of four bytes.
    // Also tatweel, alone and in a run and with fatha.
    const GO: [&str; 8] = [
        "\u{AD}",
        "\u{200C}",
        "\u{200F}",
        "\u{FEFF}",
        "\u{E0001}",
        "\u{640}",
        "\u{640}\u{640}\u{640}",
        "\u{64E}\u{640}\u{64E}",
    ];
    // Alef, fatha, dagger alef, hamza above, tatweel, comma, digit.
    const BESIDE: [&str; 10] = [
        "\u{627}", "\u{64E}", "\u{670}", "\u{654}", "\u{640}", "\u{60C}", "\u{661}", " ", "\n", "a",
    ];
    // And where some marks stay, or all.
    let inner = |marks: &str| {
        let builder = crate::Builder::default().set("tatweel", "inner");
        let builder = builder.and_then(|builder| builder.set("marks", marks));
        builder.and_then(|builder| builder.build()).expect("the rules do not conflict")
    };
    let presets = [Preset::Light, Preset::Tidy, Preset::Search].map(|preset| preset.normalizer());
    for normalizer in presets.into_iter().chain([inner("none"), inner("harakat,dagger-alef")]) {
        for go in GO {
            // In front of the second block's edge, and behind it.
            for before in 26..33 {
                for start in ["", "a"] {
                    let letters = "\u{628}".repeat(before);
                    for left in BESIDE {
                        for right in BESIDE {
                            let text = alloc::format!("{start}{letters}{left}{go}{right}{letters}");
                            check(&normalizer, &text);
                        }
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(arbitrary::cases(2048))]

    /// Runs of presentation forms that reach over blocks, with what stands between them.
    #[test]
    fn engine_equals_specification_for_presentation_forms(
        normalizer in arbitrary::normalizer(),
        pieces in proptest::collection::vec(form_or_between(), 0..120),
    ) {
        let text = pieces.concat();
        check(&normalizer, &text);
        for preset in Preset::ALL {
            check(&preset.normalizer(), &text);
        }
    }
}

/// Words of presentation forms and single ones, ligatures and marks among them, spaces and marks of punctuation.
fn form_or_between() -> impl Strategy<Value = String> {
    let between = [
        " ", " ", " ", "  ", "\n", ". ", "\u{60C} ", ", ", "\u{61F} ", "\u{AB}", "\u{BB} ", "(",
        ") ", "12", "\u{661}", "a", "\u{627}", "\u{628}", "\u{64E}", "\u{653}", "\u{640}",
        "\u{2014}", "> ",
    ];
    prop_oneof![
        4 => proptest::collection::vec(proptest::char::range('\u{FE80}', '\u{FEFC}'), 1..9).prop_map(String::from_iter),
        2 => proptest::char::range('\u{FE70}', '\u{FEFF}').prop_map(String::from),
        1 => proptest::char::range('\u{FB50}', '\u{FDFF}').prop_map(String::from),
        4 => proptest::sample::select(between.to_vec()).prop_map(String::from),
    ]
}

/// Runs of nothing but punctuation, white space, digits, marks on nothing, or what composes, with a word or a single
/// letter between them or not: text that no stretch can take.
fn dense() -> impl Strategy<Value = String> {
    let marks: Vec<char> =
        ",\u{60C};\u{61B}?\u{61F}!:.\u{6D4}\u{2026}%\u{66A}()[{\"\u{AB}\u{BB}\u{FD3F}<>@#/-='w"
            .chars()
            .collect();
    // Tab, no-break space, ideographic space, en quad, and line ends.
    let white: Vec<char> = "  \t\u{A0}\u{3000}\u{2000}\n\r\u{B}\u{2028}\u{85}".chars().collect();
    let digits: Vec<char> = "12\u{661}\u{6F1}\u{66B}\u{66C},.:%\u{66A}\"".chars().collect();
    // Fatha, shadda, maddah, hamza above and below, dagger alef, tatweel, acute, tilde overlay; and what goes.
    let units: Vec<char> =
        "\u{64E}\u{651}\u{653}\u{654}\u{655}\u{670}\u{640}\u{301}\u{338}\u{200F}\u{200C}\u{200D}\u{AD}"
            .chars()
            .collect();
    // Ohm sign, a note that decomposes, jamo, nukta with a letter; forms and phrases; an emoji.
    let others: Vec<char> =
        "\u{2126}\u{1D15E}\u{1100}\u{1161}\u{11A8}\u{928}\u{93C}\u{FDFA}\u{FDFB}\u{FC60}\u{FE76}\u{1F469}a\u{E9}"
            .chars()
            .collect();
    let letters: Vec<char> = "\u{627}\u{628}\u{64A}\u{647}\u{6CC}aw".chars().collect();
    let of = |chars: &[char], longest: usize| {
        let run = proptest::collection::vec(select(chars.to_vec()), 1..longest);
        run.prop_map(String::from_iter)
    };
    let both: Vec<char> = marks.iter().chain(&white).copied().collect();
    let all = [&marks[..], &white, &digits, &units, &others, &letters].concat();
    let run = prop_oneof![
        4 => of(&marks, 40),
        2 => of(&white, 40),
        4 => of(&both, 40),
        2 => of(&digits, 20),
        2 => of(&units, 40),
        2 => of(&others, 8),
        4 => of(&all, 40),
        4 => of(&letters, 6),
        1 => of(&letters[..4], 60),
        2 => select(&[" \u{628}", "\u{628} ", "\u{628}. \u{628}", "a.b", "\n"][..]).prop_map(String::from),
    ];
    proptest::collection::vec(run, 0..10).prop_map(|runs| runs.concat())
}

proptest! {
    #![proptest_config(arbitrary::cases(4096))]

    #[test]
    fn engine_equals_specification_on_dense_text(
        normalizer in arbitrary::normalizer(),
        text in dense(),
    ) {
        check(&normalizer, &text);
        for preset in [Preset::Tidy, Preset::Light, Preset::Search, Preset::Quran] {
            check(&preset.normalizer(), &text);
        }
    }
}

/// Letters of other scripts with what attaches to them, in any order and with all that may stand beside them.
fn other_scripts() -> impl Strategy<Value = String> {
    // Bases: Latin, one with a mark of its own and one with two; Hebrew, kana, Thai, a Devanagari letter with nukta and one
    // that may take it, a Bengali vowel sign; jamo that begins a syllable, a syllable without a final consonant; a symbol.
    const BASES: &str =
        "ewE\u{E9}\u{1EA4}\u{5E9}\u{304B}\u{E01}\u{958}\u{915}\u{9C7}\u{1100}\u{AC00}=\u{2260}";
    // Marks: acute, dot below, cedilla, tilde overlay, one that is two, grave tone mark; shin dot, dagesh, patah; voiced
    // sound mark; tone mark; nukta, virama; Tibetan vowel signs of which one is the other two.
    const MARKS: &str = "\u{301}\u{323}\u{327}\u{338}\u{344}\u{340}\u{5C1}\u{5BC}\u{5B7}\u{3099}\u{E48}\u{93C}\u{94D}\u{F71}\u{F72}\u{F73}";
    // What attaches and is no mark: jamo, Bengali vowel signs.
    const OTHERS: &str = "\u{1161}\u{11A8}\u{9BE}\u{9D7}";
    // Greek question mark, kelvin and ohm sign, en quad, an ideograph that has another form, a note of several signs.
    const CHANGED: &str = "\u{37E}\u{212A}\u{2126}\u{2000}\u{F900}\u{1D15E}";
    // Beh, alef, a letter of the Arabic supplement; fatha, shadda, hamza above, maddah, dagger alef, tatweel; a ligature
    // and a form; what goes; marks of punctuation and white space.
    const BESIDE: &str = "\u{628}\u{627}\u{750}\u{64E}\u{651}\u{654}\u{653}\u{670}\u{640}\u{FDFA}\u{FE8E}\u{FE77}\u{200D}\u{200C}\u{200F}\u{AD}  .,:;!?\"(\u{2019}\u{AB}1\u{661}@\n\u{A0}\t";
    let of = |chars: &'static str, sizes: core::ops::Range<usize>| {
        let chars: Vec<char> = chars.chars().collect();
        proptest::collection::vec(select(chars), sizes).prop_map(String::from_iter)
    };
    let unit = (of(BASES, 0..2), of(MARKS, 0..4)).prop_map(|(base, marks)| base + &marks);
    let piece = prop_oneof![
        8 => unit,
        4 => of(BASES, 1..4),
        2 => of(OTHERS, 1..4),
        1 => of(CHANGED, 1..2),
        4 => of(BESIDE, 1..2),
        2 => select(&[" ", "ab ", "\u{5E9}\u{5DC} ", "www", "www.", "a://", "@a"][..]).prop_map(String::from),
        // More than one unit may have, and more than a block.
        1 => of(MARKS, 6..40),
        1 => of("ab\u{E9}\u{5E9}", 12..80),
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(arbitrary::cases(6144))]

    #[test]
    fn engine_equals_specification_on_other_scripts(
        normalizer in arbitrary::normalizer(),
        text in other_scripts(),
    ) {
        check(&normalizer, &text);
        for preset in [Preset::Light, Preset::Search, Preset::Quran] {
            check(&preset.normalizer(), &text);
        }
    }
}

/// Every pair and triple of the classes, for every preset: what the tables say of one character
/// must hold beside every other.
#[test]
fn engine_equals_specification_for_neighbours() {
    let presets: Vec<_> = Preset::ALL.iter().map(|preset| preset.normalizer()).collect();
    for text in arbitrary::neighbours() {
        presets.iter().for_each(|normalizer| check(normalizer, &text));
    }
}

/// Texts and configurations that once came out differently.
#[test]
fn engine_equals_specification_where_it_once_did_not() {
    let long = "\u{64E}".repeat(40); // fatha
    let joiners = "\u{200C}".repeat(30); // zero width non-joiner
    let texts = [
        // What follows a mark that goes may belong to the base before it: alef, subscript alef, maddah.
        "\u{627}\u{656}\u{653}".into(),
        // A comma that becomes shorter where the gathered bytes are full.
        alloc::format!("{} \u{628}\u{60C} \u{628}", "\u{628}\u{60C} \u{628} ".repeat(40)),
        // A space, and a repeated letter behind it, at the same place.
        alloc::format!("\u{628}{joiners} \u{627}\u{627}"),
        // A percent sign that changes its length, with a mark on it that makes for another look.
        "1,000\u{66A}\u{653}\u{627}".into(),
        // More marks than a base may have, one of them its own: Hebrew shin with shin dot.
        alloc::format!("\u{FB2A}{long}"),
        // As many marks as a rule looks across, before tatweel that is inner.
        alloc::format!("\u{627}{}\u{640}\u{628}", "\u{64E}".repeat(32)),
        // More dagger alefs on a letter than a rule looks across.
        alloc::format!("\u{628}{}", "\u{670}".repeat(34)),
        // The rial sign is spelled out as letters, which go on with a name; Arabic-Indic one.
        "@name\u{FDFC}\u{661}".into(),
        "\u{62A}@name\u{FDFC}1\u{661}\u{628}".into(),
        "a1@b.c\u{FDFC}\u{661} @a.\u{FDFC}\u{661} #a\u{FDFC}\u{661} www.a\u{FDFC}\u{661}".into(),
        // A mark that goes behind what makes a URL of a full stop, and a sign behind what makes a quotation mark a unit.
        "www\u{64E}.\u{661}\u{662}".into(),
        "\u{661}\u{662}\u{200F}\"\u{628}\u{64A}\u{62A}\" \u{60C}\"\u{628}\u{64A}\u{62A}\" ".into(),
        // Tatweel that goes, before dagger alefs on the letter before it: as many as a rule looks across, or with others.
        alloc::format!("\u{628}\u{640}{}", "\u{670}".repeat(34)),
        "\u{627}\u{640}\u{338}\u{653}\u{670}".into(),
        // A mark that lost the space before it, and a mark of another sort behind it: beh, space, bracket, fatha.
        "\u{628}. }\u{64E}\u{628} ".into(),
        // Marks between two letters of a run.
        alloc::format!("\u{647}{long}\u{647}"),
        // Forms that are no letters and are spelled out as some, and the other way round: rial sign; tatweel with fatha.
        "\u{FDFC}\t!".into(),
        "a\u{FDFC} ,\u{FDFC} ;".into(),
        "a\u{FE77} ,b".into(),
        "\u{628} a\u{FC60} ,b".into(),
        // A mention or domain that goes on behind what goes: soft hyphen, U+0610.
        "1@b.\u{AD}A\u{660}".into(),
        "@b-\u{610}A\u{660} @b\u{AD}.\u{AD}c\u{660}".into(),
    ];
    let rules = [
        [("dagger-alef", "to-alef"), ("elongation", "keep"), ("marks", "none")],
        [("tatweel", "inner"), ("elongation", "keep"), ("marks", "none")],
        [("elongation", "1"), ("white-space", "collapse"), ("keheh", "to-arabic")],
        [("elongation", "1"), ("spacing", "tidy"), ("composition", "nfc")],
        [("punctuation", "latin"), ("spacing", "tidy"), ("marks", "extended,hamza-marks")],
    ];
    let built = rules.iter().map(|rules| {
        let none = crate::Builder::default();
        let builder = rules.iter().fold(none, |builder, (rule, value)| {
            builder.set(rule, value).expect("rule and value exist")
        });
        builder.build().expect("the rules do not conflict")
    });
    let presets = Preset::ALL.iter().map(|preset| preset.normalizer());
    for normalizer in presets.chain(built) {
        texts.iter().for_each(|text: &String| check(&normalizer, text));
    }
}

/// Every file of the folder that `NAQI_CORPUS` names, through every preset, whole and from each of its first
/// two hundred characters on, so that all of it comes to lie at every place of a block: real text has what
/// nobody thinks of.
#[test]
fn engine_equals_specification_on_a_corpus() {
    use std::io::Write as _;

    let Some(folder) = std::env::var_os("NAQI_CORPUS") else {
        // Past the test harness, which shows no output of a test that passes.
        let _ = std::writeln!(std::io::stderr(), "SKIPPED: NAQI_CORPUS names no folder of texts");
        return;
    };
    let files = std::fs::read_dir(folder).expect("NAQI_CORPUS names a folder that can be read");
    for file in files {
        let path = file.expect("the folder lists its files").path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for preset in Preset::ALL {
            let normalizer = preset.normalizer();
            let slow = by_specification(&normalizer, &text);
            for kernel in kernels() {
                let normalizer = normalizer.on(kernel);
                let name = || alloc::format!("{}, {preset}, {}", path.display(), kernel.tier());
                assert!(normalizer.normalize(&text) == slow, "{}", name());
                assert!(normalizer.is_normalized(&slow), "twice: {}", name());
                assert_eq!(normalizer.is_normalized(&text), slow == text, "{}", name());
            }
            for (cut, _) in text.char_indices().take(200) {
                let end =
                    (cut..text.len()).find(|&end| end > cut + 700 && text.is_char_boundary(end));
                check(&normalizer, &text[cut..end.unwrap_or(text.len())]);
            }
        }
    }
}
