//! What is a token and what a sentence: the cases of `tests/data/tokens`, the documented differences
//! from UAX #29, and the laws that hold for any text.
//!
//! A case may name in `field` the bug report of another project that it answers, by its number in our
//! list.

mod common {
    pub mod arbitrary;
}

use std::{collections::BTreeSet, fs};

use common::arbitrary;
use naqi::{
    Normalizer, Policy, Preset, SentenceSplitter, TokenKind, TokenKinds, Tokenizer, WhiteSpace,
    clusters, sentences, words,
};
use proptest::prelude::*;
use serde::{Deserialize, de::DeserializeOwned};

#[derive(Deserialize)]
struct File<T> {
    case: Vec<T>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordCase {
    id: String,
    #[serde(default, rename = "field")]
    _field: Option<String>,
    text: String,
    tokens: Vec<String>,
    kinds: Option<Vec<String>>,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentenceCase {
    id: String,
    #[serde(default, rename = "field")]
    _field: Option<String>,
    text: String,
    sentences: Vec<String>,
    why: String,
}

fn cases<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let path = format!("{}/tests/data/tokens/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let file: File<T> = toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    file.case
}

#[test]
fn every_word_case_holds() {
    let mut report = String::new();
    let mut ids = BTreeSet::new();
    for case in cases::<WordCase>("words.toml") {
        assert!(ids.insert(case.id.clone()), "two cases are called {}", case.id);
        let tokens: Vec<&str> = words(&case.text).map(|token| token.text()).collect();
        if tokens != case.tokens {
            report += &format!(
                "\n{}: {}\n  wants {:?}\n  gives {tokens:?}\n",
                case.id, case.why, case.tokens
            );
        }
        if let Some(wanted) = case.kinds {
            let kinds: Vec<&str> = words(&case.text).map(|token| token.kind().name()).collect();
            if kinds != wanted {
                report += &format!("\n{}: kinds\n  wants {wanted:?}\n  gives {kinds:?}\n", case.id);
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_sentence_case_holds() {
    let mut report = String::new();
    let mut ids = BTreeSet::new();
    for case in cases::<SentenceCase>("sentences.toml") {
        assert!(ids.insert(case.id.clone()), "two cases are called {}", case.id);
        let found = sentences(&case.text).map(|sentence| sentence.text().trim());
        let found: Vec<&str> = found.filter(|sentence| !sentence.is_empty()).collect();
        if found != case.sentences {
            report += &format!(
                "\n{}: {}\n  wants {:?}\n  gives {found:?}\n",
                case.id, case.why, case.sentences
            );
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// Every kind of token occurs in some case.
#[test]
fn every_kind_has_a_case() {
    let cases = cases::<WordCase>("words.toml");
    let seen: BTreeSet<String> =
        cases.into_iter().filter_map(|case| case.kinds).flatten().collect();
    for kind in TokenKind::ALL.iter().filter(|&&kind| kind != TokenKind::Space) {
        assert!(seen.contains(kind.name()), "no case has a token of kind {kind}");
    }
}

#[test]
fn every_difference_from_uax29_shows() {
    let mut names = BTreeSet::new();
    for difference in Policy::differences() {
        assert!(names.insert(difference.name), "two differences are called {}", difference.name);
        assert!(difference.rule.ends_with('.'), "{}", difference.name);
        for (policy, tokens) in
            [(Policy::Arabic, difference.arabic), (Policy::Uax29, difference.uax29)]
        {
            let words = Tokenizer::new().policy(policy).words(difference.example);
            let found: Vec<&str> = words.map(|token| token.text()).collect();
            assert_eq!(found, tokens, "{}, {policy}", difference.name);
        }
        assert_ne!(difference.arabic, difference.uax29, "{}", difference.name);
    }
}

#[test]
fn names_lead_back_to_kinds() {
    for &kind in TokenKind::ALL {
        assert_eq!(TokenKind::from_name(kind.name()), Ok(kind));
        assert_eq!(kind.to_string().parse(), Ok(kind));
        assert_eq!(TokenKinds::from(kind).bits().count_ones(), 1);
    }
    let error = TokenKind::from_name("Word").unwrap_err().to_string();
    assert!(error.starts_with("unknown kind of token `Word`; kinds are arabic, word,"), "{error}");
}

#[test]
fn iterators_are_what_users_expect() {
    fn is_send_and_sync<T: Send + Sync>(_: &T) {}
    let words = words("a b");
    is_send_and_sync(&words);
    is_send_and_sync(&sentences("a"));
    is_send_and_sync(&clusters("a"));
    assert_eq!(words.clone().count(), 2);
    assert_eq!(words.size_hint(), (0, Some(3)));
    let token = words.clone().next().unwrap();
    assert_eq!(format!("{token} {token:?}"), "a Token { text: \"a\", range: 0..1, kind: Word }");
    assert_eq!(token.as_ref(), "a");
    assert!(format!("{words:?}").starts_with("Words { rest: \"a b\", policy: Arabic"));

    let mut spent = words;
    assert_eq!(spent.by_ref().count(), 2);
    assert!(spent.next().is_none() && spent.next_back().is_none() && spent.rest().is_empty());
    for text in ["", " "] {
        assert!(naqi::words(text).next().is_none());
        assert!(naqi::words(text).next_back().is_none());
    }
    assert!(sentences("").next().is_none() && clusters("").next().is_none());
    assert!(clusters("").next_back().is_none());
}

/// A letter with an accent in two characters is one cluster of three bytes; a sentence has the space behind it.
#[test]
fn iterators_tell_what_is_left() {
    let mut clusters = clusters("e\u{301}bc");
    assert_eq!((clusters.rest(), clusters.size_hint()), ("e\u{301}bc", (1, Some(5))));
    let cluster = clusters.next().unwrap();
    assert_eq!((cluster.text(), cluster.as_ref()), ("e\u{301}", "e\u{301}"));
    assert_eq!((cluster.start(), cluster.end(), cluster.range()), (0, 3, 0..3));
    // Padded by characters, as a `str` is.
    assert_eq!(format!("{cluster:>3}"), " e\u{301}");
    let shown = format!("Segment {{ text: {:?}, range: 0..3 }}", "e\u{301}");
    assert_eq!(format!("{cluster:?}"), shown);
    assert_eq!((clusters.rest(), clusters.size_hint()), ("bc", (1, Some(2))));
    assert_eq!(clusters.next_back().unwrap().range(), 4..5);
    assert_eq!((clusters.rest(), clusters.size_hint()), ("b", (1, Some(1))));
    assert_eq!(clusters.next_back().unwrap().range(), 3..4);
    assert_eq!((clusters.rest(), clusters.size_hint()), ("", (0, Some(0))));

    let mut sentences = sentences("One. Two.");
    assert_eq!((sentences.rest(), sentences.size_hint()), ("One. Two.", (1, Some(9))));
    assert_eq!(sentences.next().unwrap().range(), 0..5);
    assert_eq!((sentences.rest(), sentences.size_hint()), ("Two.", (1, Some(4))));
    assert_eq!(sentences.next().unwrap().range(), 5..9);
    assert_eq!((sentences.rest(), sentences.size_hint()), ("", (0, Some(0))));

    let mut words = words("one two");
    assert_eq!(words.next().unwrap().range(), 0..3);
    assert_eq!((words.rest(), words.size_hint()), (" two", (0, Some(4))));
}

#[test]
fn policies_have_names_and_differences() {
    let names: Vec<&str> = Policy::ALL.iter().map(|policy| policy.name()).collect();
    assert_eq!(names, ["arabic", "uax29"]);
    assert_eq!(format!("{:>6}", Policy::Uax29), " uax29");
    let example = "14:30";
    let time = Policy::differences().iter().find(|difference| difference.name == "time").unwrap();
    assert_eq!(
        (time.example, time.arabic, time.uax29),
        (example, &[example][..], &["14", ":", "30"][..])
    );
}

/// What is not asked for is what `Default` has: every kind of token but white space, by the first policy.
#[test]
fn tokenizers_keep_what_they_are_told() {
    assert_eq!(Tokenizer::new(), Tokenizer::default());
    let numbers = Tokenizer::new().policy(Policy::Uax29).kinds(TokenKind::Number.into());
    let naqi = Preset::Light.normalizer();
    // By the other policy a time is one token.
    let mut found = Vec::new();
    numbers.normalized(&naqi, "a 14:30").for_each(|token| found.push(token.text().to_owned()));
    assert_eq!(found, ["14", "30"]);
}

/// The ranges are in bytes of the source: beh with fatha is four, the Arabic comma two.
#[test]
fn ranges_include_marks_and_exclude_punctuation() {
    let text = "\u{628}\u{64C}\u{60C} (\u{646}\u{635}\u{64C})";
    let ranges: Vec<_> = words(text).map(|token| token.range()).collect();
    assert_eq!(ranges, [0..4, 4..6, 7..8, 8..14, 14..15]);
}

#[test]
fn normalised_tokens_have_the_ranges_of_the_source() {
    let search = Normalizer::search();
    // dal, fatha, reh, sin, fathatan, space, fatha alone, space, new
    let text = "\u{62F}\u{64E}\u{631}\u{633}\u{64B} \u{64E} \u{62C}\u{62F}\u{64A}\u{62F}";
    let mut found = Vec::new();
    Tokenizer::new().normalized(&search, text).for_each(|token| {
        assert_eq!(&text[token.range()], token.source());
        found.push((token.text().to_owned(), token.range(), token.kind()));
    });
    let (first, last) = ("\u{62F}\u{631}\u{633}", "\u{62C}\u{62F}\u{64A}\u{62F}");
    let expected = [
        (first.to_owned(), 0..10, TokenKind::Arabic),
        (last.to_owned(), 14..22, TokenKind::Arabic),
    ];
    assert_eq!(found, expected, "the mark alone is gone");
}

/// U+FDFA is four words; all have its range. So it is when one asks for tokens one by one.
#[test]
fn a_ligature_becomes_several_tokens() {
    let light = Normalizer::light();
    let text = "(\u{FDFA})";
    let mut tokens = Tokenizer::new().normalized(&light, text);
    let mut ranges = Vec::new();
    while let Some(token) = tokens.next() {
        assert!(!token.text().contains(' '));
        ranges.push(token.range());
    }
    assert_eq!(ranges, [0..1, 1..4, 1..4, 1..4, 1..4, 4..5]);
    let mut same = Vec::new();
    let mut tokens = Tokenizer::new().normalized(&light, text);
    tokens.next();
    tokens.next();
    tokens.for_each(|token| same.push(token.range()));
    assert_eq!(same, ranges[2..], "for_each goes on in the middle of a token");
    // Only what is asked for.
    let punctuation = Tokenizer::new().kinds(TokenKinds::PUNCTUATION);
    let mut count = 0;
    punctuation.normalized(&light, text).for_each(|_| count += 1);
    assert_eq!(count, 2);
}

/// Whatever is spelled out with white space in it becomes several tokens, also what is short, such as U+FDFB.
#[test]
fn no_normalised_word_holds_white_space() {
    for preset in [Preset::Light, Preset::Search, Preset::Quran] {
        let normalizer = preset.normalizer();
        for c in ('\u{FB50}'..='\u{FDFF}').chain('\u{FE70}'..='\u{FEFF}') {
            for text in [format!("{c}"), format!("\u{628}{c}"), format!("a{c}b")] {
                let mut tokens = Tokenizer::new().normalized(&normalizer, &text);
                let mut all = String::new();
                while let Some(token) = tokens.next() {
                    assert!(!token.text().contains(char::is_whitespace), "{preset}: {text:?}");
                    all += token.text();
                }
                // And nothing is lost.
                let mut whole = normalizer.normalize(&text).into_owned();
                whole.retain(|c| !c.is_whitespace());
                assert_eq!(all, whole, "{preset}: {text:?}");
            }
        }
    }
}

/// Abbreviations of the caller's, each in front of a full stop with a word behind it: how many sentences that makes.
#[test]
fn abbreviations_of_the_caller() {
    let cases = [
        (1, &["Sect"], "Sect. three", "as it stands in the list"),
        (1, &["Sect."], "Sect. three", "the list may have the full stop"),
        (2, &["Sect"], "sect. \u{628}\u{628}", "a small letter is another one"),
        (2, &["Sect"], "Sections. \u{628}\u{628}", "a longer word is another one"),
        // Alef, lam, khah.
        (1, &["\u{627}\u{644}\u{62E}"], "\u{627}\u{644}\u{62E}. \u{628}\u{628}", "Arabic"),
        (
            2,
            &["\u{627}\u{644}"],
            "\u{627}\u{644}\u{62E}. \u{628}\u{628}",
            "the list has less of it",
        ),
        (
            1,
            &["\u{627}\u{644}\u{62E}"],
            "\u{627}\u{644}\u{64E}\u{62E}. \u{628}\u{628}",
            "a mark in the text",
        ),
        (
            1,
            &["\u{627}\u{644}\u{64E}\u{62E}"],
            "\u{627}\u{644}\u{62E}. \u{628}\u{628}",
            "a mark in the list",
        ),
        (
            1,
            &["\u{627}\u{644}\u{62E}"],
            "\u{627}\u{644}\u{640}\u{62E}. \u{628}\u{628}",
            "tatweel in the text",
        ),
        (
            1,
            &["\u{627}\u{644}\u{640}\u{62E}"],
            "\u{627}\u{644}\u{62E}. \u{628}\u{628}",
            "tatweel in the list",
        ),
        (
            1,
            &["\u{627}\u{644}\u{62E}"],
            "\u{648}\u{627}\u{644}\u{62E}. \u{628}\u{628}",
            "behind waw, a clitic",
        ),
        (
            2,
            &["\u{627}\u{644}\u{62E}"],
            "\u{62F}\u{627}\u{644}\u{62E}. \u{628}\u{628}",
            "behind dal, which is none",
        ),
        (
            2,
            &["\u{627}\u{644}\u{62E}"],
            "\u{648}\u{628}\u{627}\u{644}\u{62E}. \u{628}\u{628}",
            "behind two clitics",
        ),
        (
            2,
            &["\u{627}\u{644}\u{62E}"],
            "\u{648}\u{62E}\u{644}. \u{628}\u{628}",
            "a clitic before another word",
        ),
    ];
    for (count, list, text, why) in cases {
        let found = SentenceSplitter::new().abbreviations(list).sentences(text).count();
        assert_eq!(found, count, "{why}: {text:?}");
        let uax29 = SentenceSplitter::new().policy(Policy::Uax29).abbreviations(list);
        let plain = SentenceSplitter::new().policy(Policy::Uax29);
        assert!(uax29.sentences(text).eq(plain.sentences(text)), "UAX #29 knows none: {text:?}");
    }
}

/// Each normalised token is the token normalised, or the pieces of what it becomes: by either policy, with spaces and
/// without, one by one and all at once.
#[test]
fn normalised_tokens_of_any_kind() {
    let collapse = Normalizer::builder().white_space(WhiteSpace::Collapse);
    let mut rules: Vec<_> = Preset::ALL.iter().map(|preset| preset.builder()).collect();
    rules.push(collapse);
    let long = "\u{62A}\u{64E} \u{628}\u{62C} ".repeat(40);
    // A space, a tab with a mark on it, a form, phrases, a mark alone, and blocks of words of which some change.
    let texts = [
        " ",
        "\t",
        "\t\u{6DC}",
        "\u{628} \u{628}",
        "\u{FED1}",
        "(\u{FDFA})",
        "#\u{FDFB}",
        "\u{64E}",
        &long,
    ];
    let of_kinds = [TokenKinds::all(), TokenKinds::default(), TokenKinds::PUNCTUATION];
    for rules in rules {
        let normalizer = rules.build().expect("the rules do not conflict");
        for (policy, kinds) in
            Policy::ALL.iter().flat_map(|&policy| of_kinds.map(|of| (policy, of)))
        {
            let tokenizer = Tokenizer::new().policy(policy).kinds(kinds);
            for text in texts {
                let mut expected = Vec::new();
                for token in tokenizer.words(text) {
                    let normal = normalizer.normalize(token.text());
                    if token.kind() != TokenKind::Space && normal.contains(char::is_whitespace) {
                        let pieces = tokenizer.words(&normal);
                        let pieces = pieces.filter(|piece| piece.kind() != TokenKind::Space);
                        expected
                            .extend(pieces.map(|piece| (piece.text().to_owned(), token.range())));
                    } else if !normal.is_empty() {
                        expected.push((normal.into_owned(), token.range()));
                    }
                }
                let mut given = Vec::new();
                let mut tokens = tokenizer.normalized(&normalizer, text);
                while let Some(token) = tokens.next() {
                    given.push((token.text().to_owned(), token.range()));
                }
                assert_eq!(given, expected, "{policy}, {normalizer:?}: {text:?}");
                given.clear();
                let tokens = tokenizer.normalized(&normalizer, text);
                tokens.for_each(|token| given.push((token.text().to_owned(), token.range())));
                assert_eq!(given, expected, "for_each, {policy}, {normalizer:?}: {text:?}");
            }
        }
    }
}

/// In front of the first word no sentence has begun.
#[test]
fn white_space_in_front_is_no_sentence() {
    for text in ["\n\u{628}", "\n\n\u{628}", " \n \u{628}"] {
        assert_eq!(sentences(text).count(), 1, "{text:?}");
    }
}

/// A linker among marks joins two consonants (GB9c).
#[test]
fn conjuncts_through_other_marks() {
    // Devanagari qa, Greek dialytika tonos, virama, qa.
    assert_eq!(clusters("\u{958}\u{344}\u{94D}\u{958}").count(), 1);
    assert_eq!(clusters("\u{958}\u{344}\u{958}").count(), 2, "without a linker");
}

/// By UAX #29 a mark belongs to any character before it, also to a space (WB4), and there are no URLs.
#[test]
fn kinds_by_uax_29() {
    let kind = |text: &str| {
        let tokenizer = Tokenizer::new().policy(Policy::Uax29).kinds(TokenKinds::all());
        let mut tokens = tokenizer.words(text);
        let first = tokens.next().map(|token| token.kind());
        assert!(tokens.next().is_none(), "{text:?} is one token");
        first
    };
    assert_eq!(kind(" \u{64E}"), Some(TokenKind::Symbol), "fatha on a space shows");
    assert_eq!(kind(" \u{34F}"), Some(TokenKind::Space), "combining grapheme joiner does not");
    assert_eq!(kind("www.\u{FE8E}"), Some(TokenKind::Mixed), "letters of two scripts");
}

/// Words, numbers and addresses between spaces, and marks that no rule looks at across a token.
fn plain_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[\u{621}-\u{63A}\u{641}-\u{64A}][\u{621}-\u{652}\u{670}]{0,12}",
        "[\u{6A9}\u{6AF}\u{6CC}\u{67E}][\u{621}-\u{64A}\u{6CC}]{0,5}(\u{200C}[\u{621}-\u{63A}]{1,3})?",
        "[a-zA-Z]{1,9}",
        "[0-9]{1,4}",
        "[\u{661}-\u{669}]{1,5}",
        Just("12,500.75".to_owned()),
        Just("x.y@mail.test".to_owned()),
        Just("https://a.test/b?c=1".to_owned()),
        Just("#\u{628}\u{64A}\u{62A}_1".to_owned()),
    ];
    let end = prop_oneof![Just(" "), Just("\n"), Just("! "), Just(": "), Just(" ("), Just(") ")];
    proptest::collection::vec((word, end), 0..30)
        .prop_map(|words| words.into_iter().map(|(word, end)| word + end).collect())
}

/// Whatever stands behind `www.` in one token with it: it is a URL where a host may begin so, forwards as backwards.
#[test]
fn what_www_is_in_front_of() {
    let (mut urls, mut words) = (0, 0);
    for c in ('!'..=char::MAX).filter(|&c| !c.is_control()) {
        let text = format!("www.{c}");
        let tokenizer = Tokenizer::new();
        let found: Vec<_> = tokenizer.words(&text).collect();
        let mut back: Vec<_> = tokenizer.words(&text).rev().collect();
        back.reverse();
        assert_eq!(found, back, "U+{:04X}", u32::from(c));
        urls += u32::from(found[0].kind() == TokenKind::Url);
        words += u32::from(found.len() == 1 && found[0].kind() != TokenKind::Url);
    }
    assert!(urls > 100_000 && words > 50, "{urls} URLs, {words} other tokens");
    let kind = |text| Tokenizer::new().words(text).next().map(|token| token.kind());
    assert_eq!(kind("www.b"), Some(TokenKind::Url));
    // A letter in a circle, U+24D3, is a letter to UAX #29, but to no host.
    assert_eq!(kind("www.\u{24D3}"), Some(TokenKind::Word));
}

/// Thirty marks belong to one base: some characters decompose to two of them, and some have no combining class.
#[test]
fn all_marks_are_counted_in_normalised_tokens() {
    // Combining Greek dialytika tonos, and Tibetan vowel signs ii, uu and reversed ii; combining acute accent;
    // combining enclosing keycap, and Devanagari sign visarga.
    for mark in ["\u{344}", "\u{F73}", "\u{F75}", "\u{F81}", "\u{301}", "\u{20E3}", "\u{903}"] {
        for count in (14..18).chain(29..33) {
            let marks = mark.repeat(count);
            let normalizer = Preset::Light.normalizer();
            for text in [format!("{marks}\u{627}"), format!("\u{627}{marks}")] {
                let mut tokens = Tokenizer::new().normalized(&normalizer, &text);
                let token = tokens.next().expect("there are marks");
                let whole = normalizer.normalize(token.source());
                assert_eq!(token.text(), whole, "{count} of {mark:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(arbitrary::cases(1500))]

    #[test]
    fn tokens_tile_the_source(text in arbitrary::text()) {
        for &policy in Policy::ALL {
            let all = Tokenizer::new().policy(policy).kinds(TokenKinds::all());
            let mut end = 0;
            for token in all.words(&text) {
                prop_assert_eq!(token.start(), end);
                prop_assert!(!token.text().is_empty());
                prop_assert_eq!(&text[token.range()], token.text());
                end = token.end();
            }
            prop_assert_eq!(end, text.len());

            let wanted: Vec<_> = all.words(&text).filter(|token| token.kind() != TokenKind::Space).collect();
            let given: Vec<_> = Tokenizer::new().policy(policy).words(&text).collect();
            prop_assert_eq!(&given, &wanted);
            let mut folded = Vec::new();
            Tokenizer::new().policy(policy).words(&text).for_each(|token| folded.push(token));
            prop_assert_eq!(&folded, &wanted);

            let split = SentenceSplitter::new().policy(policy);
            let joined: String = split.sentences(&text).map(|sentence| sentence.text()).collect();
            prop_assert_eq!(&joined, &text);
        }
        let joined: String = clusters(&text).map(|cluster| cluster.text()).collect();
        prop_assert_eq!(joined, text);
    }

    /// No sentence begins inside a token, nor with white space but at the start of the text, or with
    /// invisible characters behind a line end.
    #[test]
    fn sentences_are_of_whole_tokens(text in arbitrary::text()) {
        let starts: BTreeSet<usize> = words(&text).map(|token| token.start()).collect();
        let spaces = Tokenizer::new().kinds(TokenKinds::SPACE).words(&text);
        let spaces: BTreeSet<usize> = spaces.map(|token| token.start()).collect();
        for sentence in sentences(&text).skip(1) {
            let start = sentence.start();
            let behind_line_end = spaces.contains(&start)
                && text[..start].ends_with(char::is_whitespace)
                && !sentence.text().starts_with(char::is_whitespace);
            prop_assert!(starts.contains(&start) || behind_line_end, "{:?}", sentence);
        }
    }

    /// Each normalised token is the token normalised, whatever the rules; and `next` and `for_each`
    /// give the same.
    #[test]
    fn normalised_tokens_are_tokens_normalised(
        text in arbitrary::text(),
        normalizer in arbitrary::normalizer(),
    ) {
        let mut expected = Vec::new();
        for token in words(&text) {
            let normal = normalizer.normalize(token.text());
            if normal.contains(char::is_whitespace) {
                expected.extend(words(&normal).map(|piece| (piece.text().to_owned(), token.range())));
            } else if !normal.is_empty() {
                expected.push((normal.into_owned(), token.range()));
            }
        }
        let mut given = Vec::new();
        let mut tokens = Tokenizer::new().normalized(&normalizer, &text);
        while let Some(token) = tokens.next() {
            prop_assert_eq!(token.source(), &text[token.range()]);
            given.push((token.text().to_owned(), token.range()));
        }
        prop_assert_eq!(&given, &expected);
        let mut given = Vec::new();
        let tokens = Tokenizer::new().normalized(&normalizer, &text);
        tokens.for_each(|token| given.push((token.text().to_owned(), token.range())));
        prop_assert_eq!(&given, &expected);
    }

    /// Where no rule looks beyond a token, tokens of the normalised text are the normalised tokens.
    #[test]
    fn both_routes_agree_on_plain_text(text in plain_text()) {
        for preset in Preset::ALL {
            let normalizer = preset.normalizer();
            let normal = normalizer.normalize(&text);
            let expected: Vec<&str> = words(&normal).map(|token| token.text()).collect();
            let mut given = Vec::new();
            let tokens = Tokenizer::new().normalized(&normalizer, &text);
            tokens.for_each(|token| given.push(token.text().to_owned()));
            prop_assert_eq!(given, expected, "{}", preset);
        }
    }
}
