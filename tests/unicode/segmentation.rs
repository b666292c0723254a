//! Words, sentences and clusters are those of UAX #29: by its conformance data, and beside other
//! implementations of it.

use std::fs;

use icu_segmenter::{
    SentenceSegmenter, WordSegmenter,
    options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions},
};
use naqi::{Policy, SentenceSplitter, TokenKinds, Tokenizer, clusters};
use proptest::{collection::vec, prelude::*, sample::select};
use unicode_segmentation::UnicodeSegmentation as _;

/// A line of a conformance file: its pieces, and the line itself.
fn cases(file: &str) -> Vec<(Vec<String>, String)> {
    let path = format!("{}/tests/data/unicode/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut cases = Vec::new();
    for line in text.lines() {
        let data = line.split('#').next().unwrap_or_default().trim();
        // `÷ 0020 × 0308 ÷`: a division sign where there is a boundary.
        let pieces = data.split('\u{F7}').map(str::trim).filter(|piece| !piece.is_empty());
        let piece = |piece: &str| {
            let codes = piece.split('\u{D7}').map(str::trim);
            let char = |code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
            codes.map(char).collect::<String>()
        };
        let pieces: Vec<String> = pieces.map(piece).collect();
        if !pieces.is_empty() {
            cases.push((pieces, line.to_owned()));
        }
    }
    // The files give their number of cases at the end.
    let count: usize =
        text.lines().find_map(|line| line.strip_prefix("# Lines: ")).unwrap().parse().unwrap();
    assert_eq!(cases.len(), count, "{file}");
    cases
}

fn words(text: &str) -> Vec<&str> {
    all().words(text).map(|token| token.text()).collect()
}

fn all() -> Tokenizer {
    Tokenizer::new().policy(Policy::Uax29).kinds(TokenKinds::all())
}

fn sentences(text: &str) -> Vec<&str> {
    let split = SentenceSplitter::new().policy(Policy::Uax29);
    split.sentences(text).map(|sentence| sentence.text()).collect()
}

/// The words of `icu_segmenter`.
fn icu_words(text: &str) -> Vec<&str> {
    let segmenter =
        WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());
    slices(text, segmenter.segment_str(text))
}

/// The sentences of `icu_segmenter`.
fn icu_sentences(text: &str) -> Vec<&str> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    slices(text, segmenter.segment_str(text))
}

fn slices(text: &str, boundaries: impl Iterator<Item = usize>) -> Vec<&str> {
    let boundaries: Vec<usize> = boundaries.collect();
    boundaries.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}

/// `unicode-segmentation` does not take these two, letters and pictographs alike, for letters behind
/// ZWJ, as WB5 has it: circled M, information source. `icu_segmenter` does.
fn is_letter_and_pictograph(c: char) -> bool {
    matches!(c, '\u{24C2}' | '\u{2139}')
}

/// Scripts that `icu_segmenter` means to split by dictionary, and in which it departs from UAX #29:
/// Line_Break=SA (UAX #14), Han and Hiragana.
fn is_of_complex_script(c: char) -> bool {
    matches!(
        c,
        '\u{E00}'..='\u{EFF}' // Thai, Lao
            | '\u{1000}'..='\u{109F}' // Myanmar
            | '\u{1780}'..='\u{17FF}' // Khmer
            | '\u{1950}'..='\u{19DF}' // Tai Le, New Tai Lue
            | '\u{1A20}'..='\u{1AAF}' // Tai Tham
            | '\u{A9E0}'..='\u{A9FF}' // Myanmar Extended-B
            | '\u{AA60}'..='\u{AADF}' // Myanmar Extended-A, Tai Viet
            | '\u{116D0}'..='\u{116FF}' // Myanmar Extended-C
            | '\u{2E80}'..='\u{309F}' // CJK radicals and marks, Hiragana
            | '\u{3400}'..='\u{9FFF}' // CJK ideographs
            | '\u{F900}'..='\u{FAFF}'
            | '\u{1B000}'..='\u{1B16F}' // Kana, historic and small
            | '\u{1F200}' // square Hiragana
            | '\u{16FE0}'..='\u{16FFF}'
            | '\u{20000}'..='\u{3FFFF}'
            | '\u{11700}'..='\u{1174F}' // Ahom
    )
}

fn reversed<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.reverse();
    items
}

#[test]
fn word_break_test() {
    let cases = cases("WordBreakTest.txt");
    assert_eq!(cases.len(), 1944);
    for (pieces, line) in cases {
        let text = pieces.concat();
        assert_eq!(words(&text), pieces, "{line}");
        assert_eq!(reversed(all().words(&text).rev().map(|token| token.text())), pieces, "{line}");
    }
}

#[test]
fn sentence_break_test() {
    for (pieces, line) in cases("SentenceBreakTest.txt") {
        assert_eq!(sentences(&pieces.concat()), pieces, "{line}");
    }
}

#[test]
fn grapheme_break_test() {
    for (pieces, line) in cases("GraphemeBreakTest.txt") {
        let text = pieces.concat();
        let found: Vec<&str> = clusters(&text).map(|cluster| cluster.text()).collect();
        assert_eq!(found, pieces, "{line}");
        let back = reversed(clusters(&text).rev().map(|cluster| cluster.text()));
        assert_eq!(back, pieces, "{line}");
    }
}

/// A full stop between a letter and a joined pictograph is no part of the word: WB6 asks for a letter behind it.
#[test]
fn a_joined_pictograph_is_no_letter() {
    // Zero width joiner, personal computer.
    assert_eq!(words("www.\u{200D}\u{1F4BB}"), ["www", ".\u{200D}\u{1F4BB}"]);
}

/// Characters of the conformance data, in which every class of every property occurs.
fn class_chars() -> Vec<char> {
    let files = ["WordBreakTest.txt", "SentenceBreakTest.txt", "GraphemeBreakTest.txt"];
    let texts = files.map(|file| cases(file).into_iter().flat_map(|(pieces, _)| pieces));
    let mut chars: Vec<char> =
        texts.into_iter().flatten().flat_map(|text| text.chars().collect::<Vec<_>>()).collect();
    chars.extend('\u{600}'..='\u{6FF}');
    chars.extend(' '..='~');
    chars.sort_unstable();
    chars.dedup();
    chars
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => select(class_chars()).prop_map(String::from),
        1 => prop::char::any().prop_map(String::from),
        1 => (select(class_chars()), 1..8_usize).prop_map(|(c, n)| c.to_string().repeat(n)),
    ];
    vec(piece, 0..100).prop_map(|pieces| pieces.concat())
}

/// The other implementations are of the same version of Unicode; where that changes, this test says
/// so, and the characters that differ must be left out.
#[test]
fn the_versions_agree() {
    let (major, minor, update) = naqi::UNICODE_VERSION;
    let other = unicode_segmentation::UNICODE_VERSION;
    assert_eq!(other, (major.into(), minor.into(), update.into()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn equal_to_unicode_segmentation(text in text()) {
        // It joins a letter to `.`, zero width joiner, pictograph (WB3c), though no letter follows the full stop (WB6).
        if !text.contains(is_letter_and_pictograph) && !text.contains('\u{200D}') {
            let theirs: Vec<&str> = text.split_word_bounds().collect();
            prop_assert_eq!(words(&text), theirs);
        }
        let back = reversed(all().words(&text).rev().map(|token| token.text()));
        prop_assert_eq!(words(&text), back);
        let theirs: Vec<&str> = text.split_sentence_bounds().collect();
        prop_assert_eq!(sentences(&text), theirs);
        let theirs: Vec<&str> = text.graphemes(true).collect();
        let ours: Vec<&str> = clusters(&text).map(|cluster| cluster.text()).collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn equal_to_icu_segmenter(text in text()) {
        if !text.contains(is_of_complex_script) {
            prop_assert_eq!(words(&text), icu_words(&text));
        }
        prop_assert_eq!(sentences(&text), icu_sentences(&text));
    }
}

/// A zero width joiner joins exactly the pictographs, those of Extended_Pictographic, to one before it (GB11): also
/// code points that no character has yet.
#[test]
fn every_character_after_a_pictograph_and_a_joiner() {
    for c in '\0'..=char::MAX {
        let text: String = ['\u{1F469}', '\u{200D}', c].iter().collect();
        let theirs: Vec<&str> = text.graphemes(true).collect();
        let ours: Vec<&str> = clusters(&text).map(|cluster| cluster.text()).collect();
        assert_eq!(ours, theirs, "{c:?}");
    }
}

/// Every pair of characters from all classes between letters, and each with an Extend behind it.
#[test]
fn all_pairs_equal_the_others() {
    let mut chars = class_chars();
    chars.retain(|c| !('\u{620}'..='\u{64A}').contains(c) && !('\u{66E}'..='\u{6D3}').contains(c));
    for &a in &chars {
        for &b in &chars {
            let text: String = ['a', a, '\u{308}', b, '1', a, b, '\u{5D0}'].iter().collect();
            if !text.contains(is_of_complex_script) {
                assert_eq!(words(&text), icu_words(&text), "{text:?}");
            }
            let theirs: Vec<&str> = text.split_sentence_bounds().collect();
            assert_eq!(sentences(&text), theirs, "{text:?}");
        }
    }
}
