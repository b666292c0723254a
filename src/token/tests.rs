//! What windows find is what the specification finds.

use std::{format, string::String, vec::Vec};

use proptest::{collection::vec, prelude::*, sample::select};

use super::{
    kind::{TokenKind, TokenKinds},
    policy::Policy,
    property::WordBreak,
    tags::Tags,
    tokenizer::Tokenizer,
    words::token_end,
};
use crate::Tier;

#[allow(clippy::duplicate_mod, reason = "the tests of the engine have it as well")]
#[path = "../../tests/common/arbitrary.rs"]
mod arbitrary;

type Found = Vec<(usize, usize, TokenKind)>;

/// The tokens by the specification alone.
fn specified(text: &str, policy: Policy) -> Found {
    let mut tags = Tags::default();
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = token_end(text, start, policy, &mut tags);
        found.push((start, end, TokenKind::of(&text[start..end], policy)));
        start = end;
    }
    found
}

fn given(text: &str, tokenizer: Tokenizer) -> Found {
    let token = |token: super::Token<'_>| (token.start(), token.end(), token.kind());
    tokenizer.words(text).map(token).collect()
}

fn given_from_back(text: &str, tokenizer: Tokenizer) -> Found {
    let token = |token: super::Token<'_>| (token.start(), token.end(), token.kind());
    let mut found: Found = tokenizer.words(text).rev().map(token).collect();
    found.reverse();
    found
}

/// The texts are long: only where the two part, and what is around it.
fn assert_same(given: &Found, expected: &Found, text: &str, what: &str) {
    if let Some(at) =
        (0..given.len().max(expected.len())).find(|&at| given.get(at) != expected.get(at))
    {
        let (given, expected) = (given.get(at), expected.get(at));
        let near = expected.or(given).map_or("", |token| {
            let is_boundary = |at: &usize| text.is_char_boundary(*at);
            let start = (0..=token.0.saturating_sub(200)).rev().find(is_boundary);
            let end = (token.0 + 200..text.len()).find(is_boundary);
            &text[start.unwrap_or(0)..end.unwrap_or(text.len())]
        });
        panic!("{what}: token {at} is {given:?}, not {expected:?}, near {near:?}");
    }
}

/// The tokeniser on each tier that the processor has.
fn on_every_tier(tokenizer: Tokenizer) -> impl Iterator<Item = (Tier, Tokenizer)> {
    Tier::ALL.iter().filter_map(move |&tier| Some((tier, tokenizer.tier(tier).ok()?)))
}

fn check(text: &str) {
    for &policy in Policy::ALL {
        let tokenizer = Tokenizer::new().policy(policy);
        let all = specified(text, policy);
        let mut shown = all.clone();
        shown.retain(|token| token.2 != TokenKind::Space);
        for (kinds, expected) in [(TokenKinds::all(), &all), (TokenKinds::default(), &shown)] {
            let tokenizer = tokenizer.kinds(kinds);
            for (tier, tokenizer) in on_every_tier(tokenizer) {
                let what = format!("{policy}, {tier}, {} kinds", kinds.bits().count_ones());
                assert_same(&given(text, tokenizer), expected, text, &what);
                let mut folded = Vec::new();
                tokenizer.words(text).for_each(|token| folded.push(token));
                let folded = folded.iter().map(|token| (token.start(), token.end(), token.kind()));
                assert_same(&folded.collect(), expected, text, &format!("{what}, folded"));
            }
            let what = format!("{policy}, from the back");
            assert_same(&given_from_back(text, tokenizer), expected, text, &what);
        }
    }
}

/// What the planes tell apart, and what they leave to the specification.
const PIECES: &[&str] = &[
    "\u{628}",
    "\u{648}",
    "\u{64E}",
    "\u{640}",
    "\u{6E5}",
    "\u{6D6}",
    "\u{6DD}",
    "\u{61C}",
    "\u{61F}",
    "\u{6D4}",
    "\u{60C}",
    "\u{66B}",
    "\u{66C}",
    "\u{661}",
    "\u{6F5}",
    "\u{6CC}",
    "\u{200C}",
    "\u{200D}",
    "\u{2026}",
    "\u{201C}",
    "\u{2019}",
    "\u{AB}",
    "\u{A0}",
    "\u{202F}",
    "\u{301}",
    "\u{E9}",
    "\u{5D0}",
    "\u{1F469}",
    // Marks that join letters or digits: middle dot, gershayim, fullwidth comma, full stop and colon.
    "\u{B7}",
    "\u{5F4}",
    "\u{FF0C}",
    "\u{FF0E}",
    "\u{FF1A}",
    // What joins names, katakana and a dakuten, a letter of flags, a keycap.
    "\u{FF3F}",
    "\u{30A2}",
    "\u{3099}",
    "\u{1F1E6}",
    "\u{20E3}",
    // White space: next line, thin space, figure space, zero width space.
    "\u{85}",
    "\u{2009}",
    "\u{2007}",
    "\u{200B}",
    "a",
    "www",
    "7",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    ".",
    ",",
    ":",
    "//",
    "/",
    "'",
    "\"",
    "-",
    "+",
    "%",
    "#",
    "@",
    "_",
    "!",
    "(",
    "https://a.b/c",
    "x@y.zz",
    "2024-05-12",
];

/// Words and the punctuation of plain text, of which most blocks are easy; some of them at the second look.
const WORDS: &[&str] = &[
    "\u{628}\u{64A}\u{62A} ",
    "\u{628}\u{64E}\u{64A}\u{652} ",
    "\u{64A}",
    "\u{64E}",
    "\u{640}",
    "\u{62A}. ",
    "\u{60C} ",
    "\u{61F}\n",
    "\u{67E}\u{6CC}",
    "\u{661}\u{6F2} ",
    "(",
    ") ",
    "\"",
    "\u{AB}",
    "\u{BB} ",
    "12 ",
    "ab ",
    "\t",
    "\r\n",
    ": ",
    // Of Urdu and Persian: yeh barree, the full stop, ZWNJ, dash and quotation marks.
    "\u{64A}\u{6D2} ",
    "\u{6D2}\u{6D4} ",
    "\u{6CC}\u{200C}\u{647}",
    "\u{200C}",
    "\u{2013} ",
    "\u{201C}",
    "\u{201D} ",
];

/// Easy blocks with something else now and then.
fn easy_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => select(&WORDS[..4]),
        12 => select(WORDS),
        1 => select(PIECES),
    ];
    vec(piece, 0..200).prop_map(|pieces| pieces.concat())
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(PIECES).prop_map(String::from),
        2 => select(&PIECES[..1]).prop_map(String::from),
        1 => (select(PIECES), 1..30_usize).prop_map(|(piece, n)| piece.repeat(n)),
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Texts that a shortcut of the blocks gets wrong if it is taken a little too far.
#[test]
fn no_shortcut_is_taken_too_far() {
    #[derive(serde::Deserialize)]
    struct File {
        texts: Vec<String>,
    }
    let file = include_str!("../../tests/data/near_misses/tokens.toml");
    let File { texts } = toml::from_str(file).expect("near misses are TOML");
    texts.iter().for_each(|text| check(text));
}

proptest! {
    #![proptest_config(arbitrary::cases(2000))]

    #[test]
    fn windows_equal_the_specification(text in pieces()) {
        check(&text);
    }

    #[test]
    fn easy_windows_equal_the_specification(text in easy_text()) {
        check(&text);
    }

    #[test]
    fn windows_equal_the_specification_on_any_text(text in arbitrary::text()) {
        check(&text);
    }

    /// Giving from both ends in any order gives each token once.
    #[test]
    fn both_ends_meet(text in pieces(), turns in vec(any::<bool>(), 0..200)) {
        for &policy in Policy::ALL {
            let all = Tokenizer::new().policy(policy).kinds(TokenKinds::all());
            let mut words = all.words(&text);
            let (mut front, mut back) = (String::new(), Vec::new());
            let mut turns = turns.iter().chain(&[true]).cycle();
            loop {
                let forward = *turns.next().unwrap();
                let token = if forward { words.next() } else { words.next_back() };
                match token {
                    Some(token) if forward => front += token.text(),
                    Some(token) => back.push(token.text()),
                    None => break,
                }
                let rest: String = back.iter().rev().copied().collect();
                prop_assert_eq!(format!("{front}{}{rest}", words.rest()), &*text);
            }
            prop_assert!(words.next().is_none() && words.next_back().is_none());
        }
    }

    /// The same where white space is not wanted, which then is passed without its boundaries being found.
    #[test]
    fn both_ends_meet_without_spaces(text in pieces(), front in 0..40_usize) {
        for &policy in Policy::ALL {
            let mut expected = specified(&text, policy);
            expected.retain(|token| token.2 != TokenKind::Space);
            let tokenizer = Tokenizer::new().policy(policy);
            for (tier, tokenizer) in on_every_tier(tokenizer) {
                let token = |token: super::Token<'_>| (token.start(), token.end(), token.kind());
                let mut words = tokenizer.words(&text);
                let mut found: Found = words.by_ref().take(front).map(token).collect();
                let at = found.len();
                found.extend(words.rev().map(token));
                found[at..].reverse();
                let what = format!("{policy}, {tier}, {front} from the front");
                assert_same(&found, &expected, &text, &what);
            }
        }
    }
}

/// A mark that may join, the last of a window, with what decides about it out of view.
#[test]
fn marks_at_the_edge_of_a_window() {
    for filler in 40..64 {
        for mark in [".", "'", ",", "\u{60C}", ":", "/", "\u{66C}"] {
            for word in ["\u{6CC}", "7", "a"] {
                for ignored in ["\u{200C}", "\u{301}", "\u{200C}\u{301}", "\u{E9}"] {
                    for after in ["\u{6D6}", "\u{6CC}", "8", "b"] {
                        let text = " ".repeat(filler) + word + mark + ignored + after;
                        check(&text);
                        check(&(text.replacen(' ', "(", filler) + "x x"));
                    }
                }
            }
        }
    }
}

/// Addresses and dates of which a window sees only the beginning.
#[test]
fn tags_across_the_edge_of_a_window() {
    for filler in 0..70 {
        for tag in [
            "ab-cd.ef+gh@mail.test",
            "a%%%%%%%%%b@c.dd",
            "1405-02-01",
            "www.\u{E9}.fr",
            "x://y",
            "#\u{628}\u{64E}_1",
            "@a_\u{628}\u{640}\u{6D6}",
            "@a.b-c",
        ] {
            for before in [" ", "(", ". ", "\u{628} "] {
                check(&format!("{}{before}{tag} {tag}", "\u{628}".repeat(filler)));
                check(&format!("{}{before}{tag}", "x ".repeat(filler)));
            }
        }
    }
}

/// Parts of addresses in any order: one address may begin inside another, and the first one counts.
#[test]
fn addresses_beside_and_inside_others() {
    const PARTS: [&str; 8] = ["a", "www.", "1-2-3", "://", "%", "@", "b@c.de", "\u{628}"];
    for number in 0..PARTS.len().pow(5) {
        let places = (0..5).map(|digit| number / PARTS.len().pow(digit) % PARTS.len());
        check(&places.map(|place| PARTS[place]).collect::<String>());
    }
    // What is no address yet becomes one by what stands behind it.
    for before in ["", "x", "x ", "\u{628}"] {
        for joined in ["%", "+", "-", "_", ".", "%%"] {
            for url in ["www.x", "WWW.1", "www.\u{628}", "www.a/b", "http://x"] {
                for behind in ["", "@", "@b.de", "@b.de/x", "%@b.de"] {
                    check(&format!("{before}{joined}{url}{behind} {before}{url}{behind}"));
                }
            }
        }
    }
}

/// Every pair of pieces at every place in a window, and every length of text up to a few windows.
#[test]
fn pairs_at_every_offset() {
    for first in PIECES {
        for second in PIECES {
            for before in ["", "\u{628}", "7", "a", " "] {
                let text = format!("{before}{first}{second}\u{628}7 {first}{second}{first}a7");
                check(&text);
            }
        }
    }
    let tail = "\u{628}\u{64E}. 1,5:a' \u{AB}x\u{BB} #\u{628}_ a@b.cc \u{628}\u{200C}\u{628}\r\n";
    for offset in 0..140 {
        for filler in [
            "x",
            " ",
            ".",
            "7",
            "(",
            "\u{628}",
            "\u{64E}",
            "\u{628} ",
            "\u{6D2}\u{200C}",
            "\u{201C}",
            "\u{1F469}",
        ] {
            check(&format!("{}{tail}", filler.repeat(offset)));
            check(&format!("{} {tail}{tail}", filler.repeat(offset)));
        }
    }
}

/// Every character, beside itself, white space, letters, digits and a mark.
#[test]
fn every_character_beside_others() {
    let chars: Vec<char> = ('\0'..=char::MAX).collect();
    for some in chars.chunks(4096) {
        let mut text = String::new();
        for &c in some {
            text.extend([
                c, ' ', c, c, ' ', 'a', c, 'a', c, '1', c, '1', c, '\u{628}', c, '\u{628}', c,
            ]);
            text.extend([' ', '.', c, '\u{64E}', c, '\u{200D}', c, '_', c, '\n']);
        }
        let tokenizer = Tokenizer::new().kinds(TokenKinds::all());
        assert_same(
            &given(&text, tokenizer),
            &specified(&text, Policy::Arabic),
            &text,
            "best tier",
        );
    }
}

/// Between characters that only the specification knows, plain tokens one by one: every two pieces, so often
/// that blocks are given up.
#[test]
fn pairs_where_blocks_do_not_pay() {
    // A fullwidth comma and an ideographic space, a flag, and what joins beside a mark.
    for hard in ["\u{FF0C}", "\u{3000}", "\u{1F1E6}", "a\u{200B}"] {
        for first in PIECES {
            for second in PIECES {
                let piece = format!("{first}{second}{hard}{second} {first}{hard}");
                check(&piece.repeat(300_usize.div_ceil(piece.len())));
            }
        }
    }
}

/// What stands in front of a place, of one kind of block or another: letters, easy punctuation, what only the
/// specification knows, and spaces.
const FILLERS: [&str; 6] = ["x", "\u{628}", "(", "\u{628}. ", "\u{1F469}", " "];

/// Filling of so many bytes, or a few less.
fn filling(filler: &str, length: usize) -> String {
    " ".repeat(length % filler.len()) + &filler.repeat(length / filler.len())
}

/// White space that a character attaches to is one token with it, and one that shows where the character does: it
/// begins with the first space, whatever block has that.
#[test]
fn spaces_and_what_attaches_to_the_last() {
    for attached in [
        "\u{20E3}",  // combining enclosing keycap
        "\u{FF9E}",  // halfwidth katakana voiced sound mark
        "\u{301}",   // combining acute accent
        "\u{200D}",  // zero width joiner
        "\u{2060}",  // word joiner
        "\u{FE0F}",  // variation selector-16
        "\u{1F3FB}", // emoji modifier
    ] {
        for spaces in [" ", "  ", "    ", "         ", "   \u{2009}   ", "\r\n  ", "\t\t  "] {
            for offset in 0..130 {
                for filler in FILLERS {
                    let before = filling(filler, offset);
                    check(&format!("{before}{spaces}{attached}\u{628} {spaces}{attached}"));
                }
            }
        }
    }
    // More of them than are seen at once; and so far behind that they are the last that is seen.
    for spaces in (0..1700).step_by(5) {
        check(&format!("\u{628}.{}\u{20E3}", " ".repeat(spaces)));
        check(&format!("{}.{}\u{20E3}", "\u{628}".repeat(spaces / 2), " ".repeat(9)));
    }
}

/// A character that attaches to another may be a letter, and then the kind of a token does not show in its first.
#[test]
fn letters_that_attach_to_others() {
    for attached in ["\u{FF9E}", "\u{FF9F}", "\u{20E3}", "\u{FE0F}\u{20E3}", "\u{301}\u{FF9E}"] {
        for base in [
            "\u{628}",
            "\u{628}\u{64E}",
            "\u{751}", // beh with dot below and three dots above
            "\u{6D2}\u{200C}",
            "7",
            "\u{667}",
            "a",
            "\u{E9}",
            "\u{5D0}",
            "\u{4E00}", // an ideograph
            "\u{30A2}", // katakana
            "\u{1F469}",
            "_",
            "\u{B7}",
            ".",
        ] {
            for offset in 0..130 {
                for filler in FILLERS {
                    let before = filling(filler, offset);
                    check(&format!("{before} {base}{attached}{base} {base}{attached}"));
                }
            }
        }
    }
}

/// All that rule WB4 looks through, behind whatever may carry it.
#[test]
fn every_character_that_is_looked_through() {
    let mut count = 0;
    for c in ('\0'..=char::MAX).filter(|&c| WordBreak::of(c).is_ignored()) {
        for base in ["\u{628}", "\u{64E}", "7", "a", "\u{E9}", "(", ".", "\u{1F469}", "     "] {
            check(&format!("{base}{c}"));
            check(&format!("\u{628} ab {base}{c} x{}{base}{c}\u{628}", " ".repeat(60)));
        }
        count += 1;
    }
    assert!(count > 2500, "{count}");
}
