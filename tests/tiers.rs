//! Every tier gives what the scalar one gives, byte for byte; and a tier that is asked for is the one that
//! works, or else there is an error.
//!
//! Only the tiers that this processor has can be compared, and each test names them. With the environment
//! variable `NAQI_EXPECT_TIER` a machine or an emulator states which tier must be the one in use.

use std::{
    borrow::Cow,
    collections::HashSet,
    fmt::Display,
    io::{Write as _, stderr},
};

use naqi::{Builder, Composition, Digits, Error, Normalizer, Preset, Tier};
use proptest::prelude::*;

#[path = "common/arbitrary.rs"]
mod arbitrary;
#[path = "common/pairs.rs"]
mod pairs;

/// Bytes that the engine works on at a time.
const BLOCK: usize = 64;

/// Says it past the test harness, which shows no output of a test that passes.
fn say(what: impl Display) {
    let _ = writeln!(stderr(), "{what}");
}

/// The tiers of this processor beside the scalar one.
fn others() -> impl Iterator<Item = Tier> {
    Tier::ALL.iter().copied().filter(|&tier| tier != Tier::Scalar && tier.is_available())
}

/// Says which tiers a test compares.
fn announce(test: &str) {
    let names: Vec<_> = others().map(Tier::name).collect();
    match names.as_slice() {
        [] => say(format_args!("SKIPPED: {test}: this processor has no tier but scalar")),
        names => say(format_args!("{test}: scalar against {}", names.join(", "))),
    }
}

/// The same rules on the scalar tier, and on each other that this processor has.
struct Tiers {
    scalar: Normalizer,
    others: Vec<Normalizer>,
}

impl Tiers {
    fn new(rules: &Builder) -> Tiers {
        let on = |tier| {
            let normalizer = rules.clone().tier(tier).build().expect("the tier is available");
            assert_eq!(normalizer.tier(), tier);
            normalizer
        };
        Tiers { scalar: on(Tier::Scalar), others: others().map(on).collect() }
    }

    fn presets() -> Vec<Tiers> {
        Preset::ALL.iter().map(|preset| Tiers::new(&preset.builder())).collect()
    }

    /// Checks a text, which the message of a failure shows; all but the last few bytes if it is long.
    fn check(&self, text: &str) {
        let mut output = String::new();
        self.scalar.normalize_into(text, &mut output);
        let expected = Outcome::of(&self.scalar, text);
        assert_eq!(expected.output, output, "normalize_into, {:?}", self.scalar);
        for other in &self.others {
            output.clear();
            other.normalize_into(text, &mut output);
            if expected.output == output && expected == Outcome::of(other, text) {
                continue;
            }
            let tier = other.tier();
            let same = expected.output.bytes().zip(output.bytes());
            let place = same.take_while(|(a, b)| a == b).count();
            let near = |text: &str| {
                let (from, to) = (place.saturating_sub(2 * BLOCK), place + BLOCK);
                let near = &text.as_bytes()[from.min(text.len())..to.min(text.len())];
                format!("{:?}", String::from_utf8_lossy(near))
            };
            panic!(
                "{tier}, {other:?}\nfirst difference in byte {place} of the output\ntext: {}\n\
                 scalar: {}\n{tier}: {}\nnormalized: {} against {}, borrowed: {} against {}",
                near(text),
                near(&expected.output),
                near(&output),
                expected.is_normalized,
                other.is_normalized(text),
                matches!(expected.output, Cow::Borrowed(_)),
                matches!(other.normalize(text), Cow::Borrowed(_)),
            );
        }
    }
}

/// All that a normaliser says of a text.
struct Outcome<'t> {
    output: Cow<'t, str>,
    is_normalized: bool,
}

impl<'t> Outcome<'t> {
    fn of(normalizer: &Normalizer, text: &'t str) -> Outcome<'t> {
        Outcome {
            output: normalizer.normalize(text),
            is_normalized: normalizer.is_normalized(text),
        }
    }
}

impl PartialEq for Outcome<'_> {
    fn eq(&self, other: &Self) -> bool {
        let borrowed = |outcome: &Self| matches!(outcome.output, Cow::Borrowed(_));
        self.output == other.output
            && self.is_normalized == other.is_normalized
            && borrowed(self) == borrowed(other)
    }
}

/// Against what the standard library takes for valid: all pairs inside each character, and all pairs of
/// a last byte and a first one.
#[test]
fn the_text_of_pairs_has_all_pairs() {
    let mut expected = HashSet::new();
    let (mut firsts, mut lasts) = (HashSet::new(), HashSet::new());
    let mut buffer = [0; 4];
    for c in '\0'..=char::MAX {
        let bytes = c.encode_utf8(&mut buffer).as_bytes();
        expected.extend(bytes.windows(2).map(|pair| [pair[0], pair[1]]));
        firsts.extend(bytes.first().copied());
        lasts.extend(bytes.last().copied());
    }
    for &last in &lasts {
        expected.extend(firsts.iter().map(|&first| [last, first]));
    }
    let pairs = pairs::pairs();
    let found = pairs.iter().flat_map(|text| text.as_bytes().windows(2));
    let found: HashSet<_> = found.map(|pair| [pair[0], pair[1]]).collect();
    assert_eq!(found, expected);
}

/// Presets unlike each other, where all would take too long: with and without context, for three
/// languages, and a table of another system.
const FIVE: [Preset; 5] =
    [Preset::Tidy, Preset::Light, Preset::Search, Preset::Urdu, Preset::LucenePersian];

/// Each pair behind 0 to 63 bytes that are taken without a stop: whatever ended the block before, the pair
/// comes to stand at every place in its own block, in the first of a text as well as further on.
fn at_every_offset(tiers: &[Tiers], pairs: &[String], letter: &str) {
    for offset in 0..BLOCK {
        let padding = &letter.repeat(offset / letter.len());
        let ascii = &"x"[..offset % letter.len()];
        let text: String = pairs.iter().flat_map(|pair| [ascii, padding, pair]).collect();
        tiers.iter().for_each(|tiers| tiers.check(&text));
    }
}

#[test]
fn byte_pairs_at_every_offset() {
    announce("byte pairs at every offset");
    // Beh, which no rule changes.
    let tiers = FIVE.map(|preset| Tiers::new(&preset.builder()));
    at_every_offset(&tiers, &pairs::pairs(), "\u{628}");
}

#[test]
fn arabic_pairs_at_every_offset() {
    announce("pairs of Arabic characters at every offset");
    let tiers = FIVE.map(|preset| Tiers::new(&preset.builder()));
    at_every_offset(&tiers, &pairs::arabic_pairs(), "\u{628}");
}

/// A text with something of everything: letters that rules change and not, marks, digits, punctuation
/// well and badly set, ASCII, presentation forms, emoji.
fn mixture() -> String {
    let pieces = [
        "\u{643}\u{650}\u{62A}\u{64E}\u{627}\u{628}\u{64C}\u{60C} ", // book, vocalised, comma
        "\u{623}\u{62D}\u{645}\u{62F} ,\u{642}\u{627}\u{644}> ",     // Ahmad ,he said>
        "2026/3/1 \u{661}\u{662}\u{66B}\u{665}\u{66A} ",             // digits, Arabic-Indic digits
        "\u{62C}\u{640}\u{640}\u{645}\u{64A}\u{644} (Rust) ",        // beautiful, stretched
        "\u{6A9}\u{62A}\u{627}\u{628}\u{200C}\u{647}\u{627}\u{6CC}\u{6F1} ", // Persian: books, 1
        "\u{FEFB}\u{FEE1} \u{1F642}!! \"x\"\n",                      // presentation forms, emoji
        "\u{647}\u{647}\u{647}\u{647}\u{647}  \u{627}\u{654}\u{64E} ", // haha, decomposed alef
        "https://example.org/?a=1,2 \u{648}\u{627}\u{644}\u{644}\u{651}\u{670}\u{647}.\r\n",
    ];
    pieces.concat()
}

/// Every length from nothing to four blocks and a bit, from every fourth character.
#[test]
fn every_length() {
    announce("every length");
    let tiers = Tiers::presets();
    let text = mixture().repeat(4);
    for (start, _) in mixture().char_indices().step_by(4) {
        for end in (start..=start + 260).filter(|&end| text.is_char_boundary(end)) {
            tiers.iter().for_each(|tiers| tiers.check(&text[start..end]));
        }
    }
}

/// A text that is cut in two gives what it gives, on each side of each cut.
#[test]
fn every_cut_of_the_first_200_characters() {
    announce("every cut");
    let tiers = Tiers::presets();
    let text = mixture().repeat(8);
    for (cut, _) in text.char_indices().take(200) {
        for part in [&text[..cut], &text[cut..]] {
            tiers.iter().for_each(|tiers| tiers.check(part));
        }
    }
}

proptest! {
    #![proptest_config(arbitrary::cases(4096))]

    #[test]
    fn random_rules(normalizer in arbitrary::normalizer(), text in arbitrary::text()) {
        Tiers::new(normalizer.rules()).check(&text);
    }
}

/// Marks of a row of U+0600–06FF that the shuffles have no place for, under rules that tell most rows apart.
#[test]
fn marks_of_every_row_are_put_in_order() {
    let rules = Builder::default().digits(Digits::Ascii).composition(Composition::Nfc);
    // Alef, small low seen (combining class 220), fatha (30): the fatha goes first.
    let (text, ordered) = ("\u{627}\u{6E3}\u{64E}", "\u{627}\u{64E}\u{6E3}");
    for tier in Tier::ALL.iter().copied().filter(|tier| tier.is_available()) {
        let normalizer = rules.clone().tier(tier).build().unwrap();
        assert_eq!(normalizer.normalize(text), ordered, "{tier}");
        assert!(!normalizer.is_normalized(text), "{tier}");
        assert!(normalizer.is_normalized(ordered), "{tier}");
    }
}

/// Where a machine or emulator is there to run one tier, it must be that one that runs.
#[test]
fn the_expected_tier_is_in_use() {
    let Ok(expected) = std::env::var("NAQI_EXPECT_TIER") else {
        return say("SKIPPED: the tier in use: NAQI_EXPECT_TIER names none");
    };
    say(format_args!("expected tier {expected}, best tier {}", Tier::best()));
    let expected: Tier = expected.parse().unwrap();
    assert_eq!(Tier::best(), expected);
    // `NAQI_TIER` goes before the best tier: where both are set, they must agree.
    for preset in Preset::ALL {
        assert_eq!(preset.normalizer().tier(), expected, "{preset}");
        assert_eq!(preset.builder().build().unwrap().tier(), expected, "{preset}");
    }
}

#[test]
fn the_best_tier_is_the_last_that_is_available() {
    let available: Vec<_> = Tier::ALL.iter().filter(|tier| tier.is_available()).collect();
    assert_eq!(available.first(), Some(&&Tier::Scalar));
    assert_eq!(available.last(), Some(&&Tier::best()));
    // No processor runs the instructions of another architecture.
    let is_x86 = |tier: Tier| matches!(tier, Tier::Ssse3 | Tier::Avx2 | Tier::Avx512);
    for &&tier in &available {
        assert!(tier != Tier::Neon || cfg!(target_arch = "aarch64"));
        assert!(tier != Tier::Simd128 || cfg!(target_arch = "wasm32"));
        assert!(!is_x86(tier) || cfg!(target_arch = "x86_64"));
    }
}

#[test]
fn names_go_there_and_back() {
    let names: Vec<_> = Tier::ALL.iter().map(|tier| tier.name()).collect();
    assert_eq!(names, ["scalar", "ssse3", "avx2", "avx512", "neon", "simd128"]);
    for tier in Tier::ALL {
        assert_eq!(tier.name().parse(), Ok(*tier));
        assert_eq!(tier.to_string(), tier.name());
    }
    // Names are padded, for tables.
    assert_eq!(format!("{:>8}|{:<6}|", Tier::Scalar, Tier::Avx2), "  scalar|avx2  |");
}

#[test]
fn unknown_tiers_are_refused() {
    // No other spelling: a mistyped name must not pass for the best tier.
    for name in ["", "sse2", "AVX2", "avx-512", " avx2", "avx2\n"] {
        let error = name.parse::<Tier>().unwrap_err();
        assert_eq!(error, Error::UnknownTier { name: name.into() });
        assert_eq!(
            error.to_string(),
            format!("unknown tier `{name}`; tiers are scalar, ssse3, avx2, avx512, neon, simd128")
        );
    }
}

#[test]
fn unavailable_tiers_are_refused() {
    let available: Vec<_> = Tier::ALL.iter().filter(|tier| tier.is_available()).collect();
    let names = available.iter().map(|tier| tier.name()).collect::<Vec<_>>().join(", ");
    let missing = Tier::ALL.iter().copied().filter(|tier| !tier.is_available());
    let mut count = 0;
    for tier in missing {
        let error = Preset::Light.builder().tier(tier).build().unwrap_err();
        assert_eq!(error, Error::UnavailableTier { tier });
        assert_eq!(
            error.to_string(),
            format!("tier `{tier}` is not available here; available: {names}")
        );
        count += 1;
    }
    // There is no processor that is of three architectures.
    assert!(count >= 2);
}

/// The last call counts, and the tier is no part of the rules.
#[test]
fn a_pinned_tier_is_no_rule() {
    let rules = Preset::Search.builder();
    for tier in others() {
        let pinned = rules.clone().tier(Tier::Scalar).tier(tier);
        assert_eq!(pinned, rules);
        let normalizer = pinned.build().unwrap();
        assert_eq!(normalizer.tier(), tier);
        // What is built from it keeps it.
        assert_eq!(normalizer.clone().tier(), tier);
        assert_eq!(normalizer.rules().build().unwrap().tier(), tier);
    }
}
