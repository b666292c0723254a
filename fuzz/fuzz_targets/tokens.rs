//! Words, sentences and clusters keep their laws on any text, and those of UAX #29 are those of
//! another implementation of it.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use naqi::{
    Normalizer, Policy, SentenceSplitter, Tier, TokenKind, TokenKinds, Tokenizer, clusters,
};
use unicode_segmentation::UnicodeSegmentation as _;

/// Built once: that takes longer than most inputs do.
static SEARCH: LazyLock<Normalizer> = LazyLock::new(Normalizer::search);

fuzz_target!(|text: &str| {
    for &policy in Policy::ALL {
        let tokenizer = Tokenizer::new().policy(policy);
        let all: Vec<_> = tokenizer.kinds(TokenKinds::all()).words(text).collect();
        let mut end = 0;
        for token in &all {
            assert_eq!(token.start(), end);
            assert_eq!(&text[token.range()], token.text());
            end = token.end();
        }
        assert_eq!(end, text.len());
        for tokenizer in Tier::ALL.iter().filter_map(|&tier| tokenizer.tier(tier).ok()) {
            assert!(tokenizer.kinds(TokenKinds::all()).words(text).eq(all.iter().copied()));
        }
        let mut back: Vec<_> = tokenizer.kinds(TokenKinds::all()).words(text).rev().collect();
        back.reverse();
        assert_eq!(back, all);
        let shown: Vec<_> = tokenizer.words(text).collect();
        let expected: Vec<_> =
            all.iter().copied().filter(|token| token.kind() != TokenKind::Space).collect();
        assert_eq!(shown, expected);

        // A text by itself, wherever it stands in a longer one behind white space.
        let moved = format!("\n{text}");
        let again = tokenizer.words(&moved).map(|token| token.text());
        if !text.starts_with(|c: char| c.is_whitespace() || c == '\u{200D}') {
            assert!(again.eq(shown.iter().map(|token| token.text())), "{policy}");
        }

        let split = SentenceSplitter::new().policy(policy);
        let sentences: String = split.sentences(text).map(|sentence| sentence.text()).collect();
        assert_eq!(sentences, text);
    }

    // Two of these are letters and pictographs, the third joins: see tests/unicode/segmentation.rs.
    if !text.contains(['\u{24C2}', '\u{2139}', '\u{200D}']) {
        let uax29 = Tokenizer::new().policy(Policy::Uax29).kinds(TokenKinds::all());
        let words = uax29.words(text).map(|token| token.text());
        assert!(words.eq(text.split_word_bounds()), "words");
    }
    let split = SentenceSplitter::new().policy(Policy::Uax29);
    let sentences = split.sentences(text).map(|sentence| sentence.text());
    assert!(sentences.eq(text.split_sentence_bounds()), "sentences");
    let found: Vec<_> = clusters(text).map(|cluster| cluster.text()).collect();
    assert!(found.iter().copied().eq(text.graphemes(true)), "clusters");
    let mut back: Vec<_> = clusters(text).rev().map(|cluster| cluster.text()).collect();
    back.reverse();
    assert_eq!(back, found);

    Tokenizer::new().normalized(&SEARCH, text).for_each(|token| {
        assert_eq!(token.source(), &text[token.range()]);
        assert!(!token.text().is_empty());
    });
});
