//! Both spellings of a letter give the same output, no rule for marks changes a letter, and where NFC is
//! promised, NFC it is.

use naqi::{Composition, Marks, Normalizer, Preset, Rule};
use proptest::{collection::vec, prelude::*, sample::select};
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class, is_nfc};

mod common {
    pub mod arbitrary;
    pub mod newer;
}
use common::{arbitrary, newer::is_newer};

/// The eight pairs of the Arabic block: composed, then base and mark.
const PAIRS: [(char, &str); 8] = [
    ('\u{622}', "\u{627}\u{653}"), // alef with madda
    ('\u{623}', "\u{627}\u{654}"), // alef with hamza above
    ('\u{624}', "\u{648}\u{654}"), // waw with hamza
    ('\u{625}', "\u{627}\u{655}"), // alef with hamza below
    ('\u{626}', "\u{64A}\u{654}"), // yeh with hamza
    ('\u{6C0}', "\u{6D5}\u{654}"), // heh with yeh above
    ('\u{6C2}', "\u{6C1}\u{654}"), // heh goal with hamza
    ('\u{6D3}', "\u{6D2}\u{654}"), // yeh barree with hamza
];

fn promises_nfc(normalizer: &Normalizer) -> bool {
    normalizer.rules().get(Rule::Composition) == Composition::Nfc.name()
}

/// Whether the configuration promises to treat both spellings of a letter alike: NFC does, and so
/// does any rule for letters or for the marks that make letters. A peer does not.
fn treats_spellings_alike(normalizer: &Normalizer) -> bool {
    let rules = normalizer.rules();
    let letters = [
        Rule::Alef,
        Rule::HamzaCarriers,
        Rule::AlefMaksura,
        Rule::FarsiYeh,
        Rule::Keheh,
        Rule::Heh,
        Rule::TehMarbuta,
    ];
    let marks = rules.get(Rule::Marks);
    promises_nfc(normalizer)
        || letters.into_iter().any(|rule| !rules.is_default(rule))
        || marks.split(',').any(|mark| matches!(mark, "madda" | "hamza-marks"))
}

/// All presets but `tidy`, which leaves letters alone, and the peers, which know one spelling.
fn presets() -> impl Iterator<Item = Preset> {
    let alike = |preset: &Preset| treats_spellings_alike(&preset.normalizer());
    Preset::ALL.iter().copied().filter(alike)
}

fn nfd(text: &str) -> String {
    text.nfd().collect()
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Both spellings, and where NFC is promised, the text as it came and NFC of the output too.
fn check(normalizer: &Normalizer, text: &str) {
    let composed = normalizer.normalize(&nfc(text)).into_owned();
    let decomposed = normalizer.normalize(&nfd(text)).into_owned();
    let shown = text.escape_default();
    assert_eq!(composed, decomposed, "NFC and NFD of {shown}\n{normalizer:?}");
    if promises_nfc(normalizer) {
        assert_eq!(normalizer.normalize(text), composed, "{shown} as it came\n{normalizer:?}");
        assert!(is_nfc(&composed), "{shown}\n{}\n{normalizer:?}", composed.escape_default());
    }
}

#[test]
fn presets_that_promise_it() {
    let names: Vec<_> = presets().map(Preset::name).collect();
    assert_eq!(names, ["light", "search", "quran", "persian", "urdu", "kurdish", "uyghur"]);
}

/// Every base with every sequence of up to four marks, and tatweel and a control among them, which
/// rules delete from between.
#[test]
fn bases_with_short_sequences_of_marks() {
    const BASES: &[char] = &[
        '\u{627}', '\u{648}', '\u{64A}', '\u{6C1}', '\u{6D2}',
        '\u{6D5}', // the six that compose
        '\u{622}', '\u{623}', '\u{624}', '\u{625}', '\u{626}', '\u{6C0}', '\u{6C2}', '\u{6D3}',
        '\u{649}', // alef maksura, which may become a yeh
        '\u{6CC}', // Farsi yeh, which may become a yeh
        '\u{647}', // heh, which does not compose though ae does
        '\u{671}', // alef wasla, which may become an alef
        '\u{628}', // beh, which does nothing
    ];
    const MARKS: &[char] = &[
        '\u{64E}',  // fatha: 30
        '\u{651}',  // shadda: 33
        '\u{653}',  // maddah: 230
        '\u{654}',  // hamza above: 230
        '\u{655}',  // hamza below: 220
        '\u{670}',  // dagger alef: 35
        '\u{6E3}',  // small low seen: 220
        '\u{6DC}',  // small high seen: 230
        '\u{640}',  // tatweel
        '\u{200F}', // right-to-left mark
    ];
    let normalizers: Vec<_> = presets().map(|preset| preset.normalizer()).collect();
    let mut text = String::new();
    for &base in BASES {
        for length in 0..=4 {
            for mut number in 0..MARKS.len().pow(length) {
                text.clear();
                text.push(base);
                for _ in 0..length {
                    text.push(MARKS[number % MARKS.len()]);
                    number /= MARKS.len();
                }
                normalizers.iter().for_each(|normalizer| check(normalizer, &text));
            }
        }
    }
}

/// Every set of marks to delete: no letter with hamza or madda becomes another, composed or not,
/// with other marks before or behind the one that makes it.
#[test]
fn deleting_marks_changes_no_letter() {
    for bits in 0..=Marks::all().bits() {
        let marks = Marks::from_bits_truncate(bits);
        let normalizer = Normalizer::builder().marks(marks).build().expect("no conflict");
        for (composed, decomposed) in PAIRS {
            let mut letters = decomposed.chars();
            let (base, mark) = (letters.next().unwrap(), letters.next().unwrap());
            for text in [
                String::from(composed),
                String::from(decomposed),
                // fatha and shadda stand nearer to the letter in canonical order; kasra and dagger alef too
                format!("{composed}\u{64E}\u{651}"),
                format!("{base}\u{64E}\u{651}{mark}"),
                format!("{base}{mark}\u{650}\u{670}"),
            ] {
                let output = nfc(&normalizer.normalize(&text));
                assert_eq!(
                    output.chars().next(),
                    Some(composed),
                    "{} became {}\n{normalizer:?}",
                    text.escape_default(),
                    output.escape_default()
                );
            }
        }
    }
}

/// Dagger alef and what stands beside it: a letter that makes a word of the list of exceptions, and
/// a hamza that canonical order puts behind the dagger alef though it belongs to the letter.
#[test]
fn dagger_alef_beside_composed_and_decomposed_letters() {
    let to_alef = Normalizer::builder()
        .set("dagger-alef", "to-alef")
        .and_then(|builder| builder.set("teh-marbuta", "to-heh"))
        .and_then(|builder| builder.build())
        .expect("no conflict");
    for normalizer in [Normalizer::quran(), to_alef] {
        for (composed, decomposed) in PAIRS {
            for (before, after) in [
                ("\u{627}\u{644}\u{670}", ""),
                ("\u{647}\u{670}\u{630}", ""),
                ("\u{628}", "\u{670}"),
            ] {
                check(&normalizer, &format!("{before}{composed}{after}"));
                check(&normalizer, &format!("{before}{decomposed}{after}"));
            }
        }
    }
}

/// A hamza or madda that another one displaces: alef, subscript alef, fatha, hamza below, maddah, where
/// the subscript alef goes and lets the hamza compose; alef with hamza above, tatweel that goes,
/// hamza below.
#[test]
fn displaced_letter_marks() {
    let rules = [("marks", "extended"), ("tatweel", "all"), ("teh-marbuta", "to-heh")];
    let none = Normalizer::builder();
    let builder = rules.iter().fold(none, |builder, (rule, value)| {
        builder.set(rule, value).expect("rule and value exist")
    });
    let normalizer = builder.build().expect("no conflict");
    check(&normalizer, "\u{627}\u{656}\u{64E}\u{655}\u{653}");
    check(&normalizer, "\u{623}\u{640}\u{655}\u{64B}");
    // Hamza below composes first, by its combining class; the others follow in their order.
    let shown = normalizer.normalize("\u{627}\u{656}\u{64E}\u{655}\u{653}");
    assert_eq!(shown, "\u{625}\u{64E}\u{653}");
}

/// A random configuration with NFC asked for; for a peer, which excludes it, a preset.
fn with_nfc() -> impl Strategy<Value = Normalizer> {
    arbitrary::normalizer().prop_map(|normalizer| {
        let builder = normalizer.rules().clone().composition(Composition::Nfc);
        builder.build().unwrap_or_else(|_| Normalizer::light())
    })
}

/// Letters, and marks of which none makes a letter.
fn words_without_letter_marks() -> impl Strategy<Value = String> {
    let letters = [
        '\u{626}', '\u{649}', '\u{6D5}', // what Uyghur and Kurdish tell apart
        '\u{628}', '\u{627}', '\u{64A}', '\u{6CC}', '\u{643}', '\u{647}', '\u{6C7}', '\u{6CE}',
        '\u{640}', '\u{64E}', '\u{651}', '\u{670}', '\u{6E5}', '\u{6DC}', '\u{200F}', ' ',
        '\u{60C}', '1',
    ];
    vec(select(letters.to_vec()), 0..40).prop_map(String::from_iter)
}

/// Text of Arabic letters and marks, ASCII and white space, with up to six marks on a base: what NFC has
/// a say on there is the eight pairs and the order of marks.
fn arabic_text() -> impl Strategy<Value = String> {
    let is_arabic = |c: &char| c.is_ascii() || matches!(*c, '\u{600}'..='\u{8FF}');
    let all: Vec<char> = arbitrary::CLASSES.iter().copied().filter(is_arabic).collect();
    let marks = [
        '\u{64B}', '\u{64E}', '\u{651}', '\u{652}', '\u{653}', '\u{654}', '\u{655}', '\u{656}',
        '\u{670}', '\u{6DC}', '\u{6E3}', '\u{8F0}',
    ];
    let cluster = (select(all), vec(select(marks.to_vec()), 0..6), any::<bool>());
    let cluster = cluster.prop_map(|(base, marks, bare)| {
        let marks = if bare { Vec::new() } else { marks };
        std::iter::once(base).chain(marks).collect::<String>()
    });
    vec(cluster, 0..25).prop_map(|clusters| clusters.concat())
}

fn count(text: &str, wanted: &[char]) -> String {
    text.chars().filter(|c| wanted.contains(c)).collect()
}

/// A base has at most thirty marks, those in its decomposition counted; combining grapheme joiner, U+034F, parts it
/// from more (UAX #15, Stream-Safe Text Format).
#[test]
fn thirty_marks_and_no_more() {
    let nfc = nfc_and_no_more();
    let fathas = |count| "\u{64E}".repeat(count);
    // Beh; alef with hamza above, which is an alef and a mark.
    for (base, first) in [('\u{628}', 30), ('\u{623}', 29)] {
        for count in [1, first - 1, first, first + 1, first + 30, first + 31] {
            let mut expected = format!("{base}{}", fathas(count.min(first)));
            let mut rest = count.saturating_sub(first);
            while rest > 0 {
                expected += &format!("\u{34F}{}", fathas(rest.min(30)));
                rest = rest.saturating_sub(30);
            }
            let text = format!("{base}{}", fathas(count));
            assert_eq!(nfc.normalize(&text), expected, "{base}, {count} marks");
        }
    }
}

fn nfc_and_no_more() -> Normalizer {
    Normalizer::builder().composition(Composition::Nfc).build().expect("no conflict")
}

/// Each mark there is goes behind the marks whose class is lower, but for those that came with Unicode 18: they are
/// bases, and part the marks before them from those behind.
#[test]
fn marks_of_all_scripts_in_order() {
    let normalizer = nfc_and_no_more();
    let mut count = 0;
    for mark in ('\u{80}'..=char::MAX).filter(|&c| canonical_combining_class(c) != 0) {
        for text in [
            format!("\u{628}{mark}\u{64E}"),  // beh; fatha, class 30
            format!("\u{628}\u{301}{mark}"),  // combining acute accent, class 230
            format!("a{mark}\u{345}\u{334}"), // iota subscript, class 240; tilde overlay, class 1
        ] {
            let expected = match is_newer(mark) {
                true => text.split(mark).map(nfc).collect::<Vec<_>>().join(&String::from(mark)),
                false => nfc(&text),
            };
            assert_eq!(normalizer.normalize(&text), expected, "U+{:04X}", u32::from(mark));
        }
        count += 1;
    }
    assert!(count > 900, "only {count} marks");
}

/// Bases that may compose with what stands before them, in rows of all lengths: NFC is what `unicode-normalization`
/// says, marks behind the row included.
#[test]
fn rows_of_bases_that_may_compose() {
    let normalizer = nfc_and_no_more();
    for (before, row) in [
        ("\u{627}", "\u{1161}"),          // alef; Hangul jungseong a, a vowel
        ("\u{1100}", "\u{1161}"), // Hangul choseong kiyeok, a consonant that takes one vowel
        ("\u{1100}", "\u{1161}\u{11A8}"), // and one consonant behind it
        ("\u{AC00}", "\u{11A8}"), // Hangul syllable ga, jongseong kiyeok
        ("\u{9C7}", "\u{9BE}"),   // Bengali vowel signs e and aa
        ("x", "\u{113C2}"),       // Tulu-Tigalari vowel sign ee: two of them make ai
        ("\u{113C2}", "\u{113C2}"),
        ("x", "\u{F73}"), // Tibetan vowel sign ii, which is two marks
    ] {
        for count in 0..70 {
            for marks in ["", "\u{653}\u{64E}"] {
                let text = format!("{before}{}{marks}", row.repeat(count));
                if row == "\u{F73}" && count > 14 {
                    continue; // More than thirty marks.
                }
                assert_eq!(
                    normalizer.normalize(&text),
                    nfc(&text),
                    "{before} {row} {count} {}",
                    text.escape_unicode()
                );
            }
        }
    }
}

/// Marks behind a long row of bases are as many as behind one, and in order.
#[test]
fn marks_behind_a_row_of_bases() {
    let normalizer = nfc_and_no_more();
    // Alef, thirty Hangul vowels, maddah above (class 230), fatha (class 30).
    let row = format!("\u{627}{}", "\u{1161}".repeat(30));
    for count in 0..=29 {
        let maddahs = "\u{653}".repeat(count);
        let output = normalizer.normalize(&format!("{row}{maddahs}\u{64E}")).into_owned();
        assert_eq!(output, format!("{row}\u{64E}{maddahs}"), "{count}");
    }
    // The thirty-first goes behind combining grapheme joiner.
    let maddahs = "\u{653}".repeat(30);
    let output = normalizer.normalize(&format!("{row}{maddahs}\u{64E}")).into_owned();
    assert_eq!(output, format!("{row}{maddahs}\u{34F}\u{64E}"));
}

/// A composite that takes another sign and gives one up, so that a row of any length is one unit: it is parted, the
/// output is NFC and stays.
#[test]
fn rows_that_shift() {
    let normalizer = nfc_and_no_more();
    for count in 1..200 {
        // Tulu-Tigalari vowel sign ee, then the sign ai, which is two of them.
        let text = format!("x\u{113C2}{}", "\u{113C5}".repeat(count));
        let output = normalizer.normalize(&text).into_owned();
        assert!(is_nfc(&output), "{count}");
        assert_eq!(nfc(&output), output);
        assert_eq!(normalizer.normalize(&output), output, "{count}");
        let signs = |text: &str| text.nfd().filter(|&c| c != '\u{34F}').collect::<String>();
        assert_eq!(signs(&output), signs(&text));
        if count < 58 {
            assert_eq!(output, nfc(&text));
        }
    }
}

/// A mark that goes keeps no two bases apart: they compose at once, and not only the next time.
#[test]
fn bases_that_compose_when_a_mark_between_them_goes() {
    let rules = nfc_and_no_more().rules().clone().marks(Marks::MADDA | Marks::HAMZA_MARKS);
    let normalizer = rules.build().expect("no conflict");
    for (text, composed) in [
        ("\u{16D67}\u{653}\u{16D67}", "\u{16D68}"), // Kirat Rai vowel sign e, twice: ai
        ("\u{113C2}\u{654}\u{655}\u{113C2}", "\u{113C5}"), // Tulu-Tigalari vowel sign ee, twice: ai
        ("\u{1100}\u{653}\u{1161}\u{654}\u{11A8}", "\u{AC01}"), // Hangul letters of one syllable
        ("x\u{113C2}\u{653}\u{113C2}\u{113C2}", "x\u{113C5}\u{113C2}"),
    ] {
        assert_eq!(normalizer.normalize(text), composed);
        assert_eq!(normalizer.normalize(composed), composed);
    }
    // A mark that stays does.
    let apart = "\u{16D67}\u{64E}\u{16D67}"; // a fatha between
    assert_eq!(normalizer.normalize(apart), apart);
}

/// A letter before a base that may compose with others is mapped as any.
#[test]
fn letters_before_bases_that_may_compose() {
    let rules = Normalizer::builder().composition(Composition::Nfc);
    let normalizer =
        rules.set("alef", "fold").and_then(|rules| rules.build()).expect("no conflict");
    // Alef with hamza above, Hangul jungseong a.
    assert_eq!(normalizer.normalize("\u{623}\u{1161}\u{628}"), "\u{627}\u{1161}\u{628}");
    assert_eq!(normalizer.normalize("\u{627}\u{654}\u{1161}"), "\u{627}\u{1161}");
}

proptest! {
    #![proptest_config(arbitrary::cases(4000))]

    #[test]
    fn random_arabic_text_and_presets(text in arabic_text()) {
        for preset in presets() {
            check(&preset.normalizer(), &text);
        }
    }

    #[test]
    fn random_arabic_text_and_configurations(
        normalizer in arbitrary::normalizer().prop_filter("spellings alike", treats_spellings_alike),
        text in arabic_text(),
    ) {
        check(&normalizer, &text);
    }

    /// Any text at all, runs of seventy marks and all scripts.
    #[test]
    fn output_is_nfc_where_promised(
        normalizer in with_nfc(),
        text in arbitrary::text(),
    ) {
        for normalizer in presets().map(Preset::normalizer).chain([normalizer]) {
            let output = normalizer.normalize(&text);
            let known = output.replace(is_newer, "\u{FFFD}");
            prop_assert!(is_nfc(&known), "{text:?}\n{}\n{normalizer:?}", output.escape_default());
        }
    }

    /// NFC alone is the same as `unicode-normalization`'s, but for more marks than the Stream-Safe
    /// Text Format allows.
    #[test]
    fn nfc_alone(text in arabic_text(), others in vec(any::<char>(), 0..20)) {
        let text = text + &String::from_iter(others).replace(is_newer, "");
        prop_assert_eq!(nfc_and_no_more().normalize(&text), nfc(&text));
    }

    #[test]
    fn uyghur_and_kurdish_keep_their_letters(text in words_without_letter_marks()) {
        let letters = ['\u{626}', '\u{649}', '\u{6D5}']; // yeh with hamza, alef maksura, ae
        for preset in [Preset::Uyghur, Preset::Kurdish] {
            let output = preset.normalizer().normalize(&text).into_owned();
            prop_assert_eq!(count(&output, &letters), count(&text, &letters), "{}", preset);
        }
    }

    /// With white space kept, a rule for marks is a matter of words: no space appears or goes.
    #[test]
    fn deleting_marks_leaves_spaces_alone(text in arbitrary::text(), bits in any::<u16>()) {
        let marks = Marks::from_bits_truncate(bits);
        let normalizer = Normalizer::builder().marks(marks).build().expect("no conflict");
        let words: Vec<_> = text.split(' ').map(|word| normalizer.normalize(word)).collect();
        let output = normalizer.normalize(&text);
        // A mark after a space stands alone, as at the start of a text.
        prop_assert_eq!(&*output, words.join(" "), "{:?}", marks);
    }

    /// What the output holds beside marks is what the text holds beside marks.
    #[test]
    fn deleting_marks_deletes_marks_only(text in arabic_text(), bits in any::<u16>()) {
        let marks = Marks::from_bits_truncate(bits);
        let normalizer = Normalizer::builder().marks(marks).build().expect("no conflict");
        let output = normalizer.normalize(&text);
        // By an independent table of combining marks; the small waw and yeh count as marks here.
        let bare = |text: &str| -> String {
            let is_mark = |c: &char| {
                unicode_normalization::char::is_combining_mark(*c)
                    || matches!(c, '\u{6E5}' | '\u{6E6}')
            };
            text.nfd().filter(|c| !is_mark(c)).collect()
        };
        prop_assert_eq!(bare(&output), bare(&text));
    }
}
