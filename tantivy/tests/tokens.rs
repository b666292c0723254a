//! What the tokenizer and the filter give: texts, offsets, positions.

use naqi::{Normalizer, Policy, TokenKinds};
use naqi_tantivy::{NaqiFilter, NaqiFiltered, NaqiTokenizer, StopWordError, naqi};
use tantivy::tokenizer::{
    LowerCaser, RawTokenizer, SimpleTokenizer, TextAnalyzer, WhitespaceTokenizer,
};
use tantivy_tokenizer_api::{Token, TokenFilter, TokenStream, Tokenizer};

/// "School" with vowel marks (meem fatha dal sukun reh fatha seen fatha teh marbuta dammatan), and
/// without.
const VOCALISED: &str = "\u{645}\u{64E}\u{62F}\u{652}\u{631}\u{64E}\u{633}\u{64E}\u{629}\u{64C}";
const PLAIN: &str = "\u{645}\u{62F}\u{631}\u{633}\u{629}";

/// The words of U+FDFA, with yeh for alef maksura as in `search`: sad lam yeh, alef lam lam heh, ayn
/// lam yeh heh, waw seen lam meem.
const FOUR: [&str; 4] = [
    "\u{635}\u{644}\u{64A}",
    "\u{627}\u{644}\u{644}\u{647}",
    "\u{639}\u{644}\u{64A}\u{647}",
    "\u{648}\u{633}\u{644}\u{645}",
];

/// Texts with something of everything.
fn texts() -> Vec<String> {
    vec![
        String::new(),
        " \u{60C}.\u{64E}\u{640} ".to_owned(), // white space, comma, full stop, mark, tatweel
        VOCALISED.to_owned(),
        format!("{VOCALISED}\u{60C} one, TWO 1,000 {PLAIN}! me@mail.test #tag @name \u{1F600} $5"),
        format!("a \u{FDFA} b\u{FDFA}{PLAIN} \u{FDFB}"),
        format!("{PLAIN} \u{6E5} {PLAIN}\u{200B}{PLAIN}"), // small waw, zero width space
        "\u{661}\u{66C}\u{662}\u{663}\u{664} \u{130}stanbul \u{3A3}\u{3A3}".to_owned(),
        "https://a.test/B?x=1,2 don't x_y \u{4E2D}\u{6587}".to_owned(),
    ]
}

/// Tokens one by one.
fn advance(tokenizer: &mut impl Tokenizer, text: &str) -> Vec<Token> {
    let mut stream = tokenizer.token_stream(text);
    let mut tokens = Vec::new();
    while stream.advance() {
        tokens.push(stream.token().clone());
    }
    assert!(!stream.advance(), "the end is the end");
    tokens
}

/// Tokens all at once.
fn process(tokenizer: &mut impl Tokenizer, text: &str) -> Vec<Token> {
    let mut stream = tokenizer.token_stream(text);
    let mut tokens = Vec::new();
    stream.process(&mut |token| tokens.push(token.clone()));
    assert!(!stream.advance(), "the end is the end");
    tokens
}

/// Text, position, and the part of the source.
fn shown<'s>(tokens: &[Token], source: &'s str) -> Vec<(String, usize, &'s str)> {
    let show = |token: &Token| {
        assert_eq!(token.position_length, 1);
        (token.text.clone(), token.position, &source[token.offset_from..token.offset_to])
    };
    tokens.iter().map(show).collect()
}

fn tokens<'s>(tokenizer: &mut impl Tokenizer, source: &'s str) -> Vec<(String, usize, &'s str)> {
    shown(&advance(tokenizer, source), source)
}

fn expected<'s>(tokens: &[(&str, usize, &'s str)]) -> Vec<(String, usize, &'s str)> {
    tokens.iter().map(|&(text, position, source)| (text.to_owned(), position, source)).collect()
}

#[test]
fn kinds_and_offsets() {
    let text = format!(
        "{VOCALISED}\u{60C} (one) 1,000$ a.b@c.test \u{1F600} #tag @name www.a.test b2 \u{661}!"
    );
    let found = tokens(&mut NaqiTokenizer::default(), &text);
    let all = [
        (PLAIN, 0, VOCALISED),
        ("one", 1, "one"),
        ("1,000", 2, "1,000"),
        ("a.b@c.test", 3, "a.b@c.test"),
        ("#tag", 4, "#tag"),
        ("@name", 5, "@name"),
        ("www.a.test", 6, "www.a.test"),
        ("b2", 7, "b2"),
        ("1", 8, "\u{661}"), // Arabic-Indic one
    ];
    assert_eq!(found, expected(&all));

    let mut emoji = NaqiTokenizer::default().kinds(NaqiTokenizer::KINDS | TokenKinds::EMOJI);
    let with = tokens(&mut emoji, &text);
    assert_eq!(with[4], ("\u{1F600}".to_owned(), 4, "\u{1F600}"));
    assert_eq!(with[5], ("#tag".to_owned(), 5, "#tag"));

    let mut numbers = NaqiTokenizer::default().kinds(TokenKinds::NUMBER);
    assert_eq!(
        tokens(&mut numbers, &text),
        expected(&[("1,000", 0, "1,000"), ("1", 1, "\u{661}")])
    );
}

#[test]
fn the_policy_is_obeyed() {
    // 1446 and heh, which touch: two words to a reader, one by UAX #29.
    let text = "1446\u{647}";
    let mut tokenizer = NaqiTokenizer::default();
    assert_eq!(tokens(&mut tokenizer, text).len(), 2);
    assert_eq!(tokens(&mut tokenizer.policy(Policy::Uax29), text).len(), 1);
}

#[test]
fn each_word_of_a_ligature_has_a_position() {
    let text = "one \u{FDFA} two";
    let found = tokens(&mut NaqiTokenizer::default(), text);
    let all = [
        ("one", 0, "one"),
        (FOUR[0], 1, "\u{FDFA}"),
        (FOUR[1], 2, "\u{FDFA}"),
        (FOUR[2], 3, "\u{FDFA}"),
        (FOUR[3], 4, "\u{FDFA}"),
        ("two", 5, "two"),
    ];
    assert_eq!(found, expected(&all));

    // Where it is not spelled out it is one word.
    let mut kept = NaqiTokenizer::new(Normalizer::tidy());
    assert_eq!(tokens(&mut kept, "\u{FDFA}"), expected(&[("\u{FDFA}", 0, "\u{FDFA}")]));
}

#[test]
fn what_is_passed_over_or_emptied_leaves_no_gap() {
    // The small letter U+06E5 is a word, of which the rules for marks leave nothing.
    let text = "one, \u{1F600} \u{6E5} two";
    let words: Vec<_> = naqi::words(text).map(|token| token.text()).collect();
    assert_eq!(words, ["one", ",", "\u{1F600}", "\u{6E5}", "two"]);
    let found = tokens(&mut NaqiTokenizer::default(), text);
    assert_eq!(found, expected(&[("one", 0, "one"), ("two", 1, "two")]));
}

#[test]
fn stop_words_leave_a_gap() -> Result<(), StopWordError> {
    // Listed with marks, white space and tatweel.
    let list = [format!(" {VOCALISED}\u{640}\n"), "the".to_owned(), " ".to_owned()];
    let mut tokenizer = NaqiTokenizer::default().stop_words(&list)?;
    let text = format!("the one {PLAIN}, {VOCALISED} two The");
    let some = [("one", 1, "one"), ("two", 4, "two"), ("The", 5, "The")];
    assert_eq!(tokens(&mut tokenizer, &text), expected(&some));

    // In lower case, whichever is asked for first.
    let upper = ["THE"];
    let first = NaqiTokenizer::default().lower_case().stop_words(upper)?;
    let last = NaqiTokenizer::default().stop_words(upper)?.lower_case();
    for mut tokenizer in [first, last] {
        assert_eq!(tokens(&mut tokenizer, "The one"), expected(&[("one", 1, "one")]));
    }

    // A later list is instead of an earlier one.
    let mut replaced = NaqiTokenizer::default().stop_words(["one"])?.stop_words(["two"])?;
    assert_eq!(tokens(&mut replaced, "one two"), expected(&[("one", 0, "one")]));
    Ok(())
}

#[test]
fn a_stop_word_in_a_ligature_leaves_a_gap_in_it() -> Result<(), StopWordError> {
    let mut tokenizer = NaqiTokenizer::default().stop_words([FOUR[2]])?;
    let ligature = "\u{FDFA}";
    let some = [(FOUR[0], 0, ligature), (FOUR[1], 1, ligature), (FOUR[3], 3, ligature)];
    assert_eq!(tokens(&mut tokenizer, ligature), expected(&some));
    Ok(())
}

#[test]
fn stop_words_of_several_words_are_refused() {
    for entry in ["a b", " a\tb ", "\u{FDFA}"] {
        let error = NaqiTokenizer::default().stop_words([entry]).expect_err(entry);
        assert_eq!(error.entry(), entry);
        assert!(error.to_string().contains(entry));
    }
    // Of which nothing is left: a mark alone.
    assert!(NaqiTokenizer::default().stop_words(["", " ", "\u{64E}"]).is_ok());
}

#[test]
fn tokens_are_those_of_naqi() {
    for text in texts() {
        let normalizer = Normalizer::search();
        let mut want = Vec::new();
        let words = naqi::Tokenizer::new().kinds(NaqiTokenizer::KINDS);
        words.normalized(&normalizer, &text).for_each(|token| {
            want.push((token.text().to_owned(), want.len(), token.range()));
        });
        let got = advance(&mut NaqiTokenizer::new(normalizer), &text).into_iter();
        let got: Vec<_> = got.map(|t| (t.text, t.position, t.offset_from..t.offset_to)).collect();
        assert_eq!(got, want, "{text}");
    }
}

#[test]
fn all_at_once_is_the_same_as_one_by_one() {
    let stop = NaqiTokenizer::default().lower_case().stop_words(["two", FOUR[1], PLAIN]);
    let mut tokenizers = [NaqiTokenizer::default(), stop.expect("stop words")];
    for tokenizer in &mut tokenizers {
        for text in texts() {
            let want = advance(tokenizer, &text);
            assert_eq!(process(tokenizer, &text), want, "{text}");
            // From the middle on: of a ligature, too.
            for taken in 0..=want.len() {
                let mut stream = tokenizer.token_stream(&text);
                (0..taken).for_each(|_| assert!(stream.advance()));
                let mut rest = Vec::new();
                stream.process(&mut |token| rest.push(token.clone()));
                assert_eq!(rest, want[taken..], "{text}");
                assert!(!stream.advance());
                stream.process(&mut |_| panic!("the end is the end"));
            }
        }
    }
}

#[test]
fn lower_case_is_that_of_lower_caser() {
    let mut theirs = TextAnalyzer::builder(NaqiTokenizer::default()).filter(LowerCaser).build();
    for text in texts() {
        let own = advance(&mut NaqiTokenizer::default().lower_case(), &text);
        let mut want = Vec::new();
        theirs.token_stream(&text).process(&mut |token| want.push(token.clone()));
        assert_eq!(own, want, "{text}");
    }
}

#[test]
fn the_filter_changes_nothing_but_text() {
    for text in texts() {
        let before = advance(&mut WhitespaceTokenizer::default(), &text);
        let normalizer = Normalizer::search();
        let want: Vec<_> = before
            .into_iter()
            .map(|token| Token { text: normalizer.normalize(&token.text).into(), ..token })
            .filter(|token| !token.text.is_empty())
            .collect();
        let mut filtered = NaqiFilter::new(normalizer).transform(WhitespaceTokenizer::default());
        assert_eq!(advance(&mut filtered, &text), want, "{text}");
        assert_eq!(process(&mut filtered, &text), want, "{text}");
    }
}

#[test]
fn what_the_filter_drops_leaves_a_gap() {
    let filter = NaqiFilter::default().stop_words([VOCALISED, "a\u{640} b"]);
    let mut filtered = filter.clone().transform(WhitespaceTokenizer::default());
    // A mark alone, and a stop word in another spelling.
    let text = format!("one \u{64E} {PLAIN} two");
    assert_eq!(tokens(&mut filtered, &text), expected(&[("one", 0, "one"), ("two", 3, "two")]));

    // An entry of several words, where tokens are such.
    let mut raw = filter.transform(RawTokenizer::default());
    assert!(tokens(&mut raw, "a b").is_empty());
    assert_eq!(tokens(&mut raw, "a c"), expected(&[("a c", 0, "a c")]));
}

#[test]
fn the_filter_keeps_a_ligature_in_one_token() {
    let mut filtered = NaqiFilter::default().transform(SimpleTokenizer::default());
    let four = FOUR.join(" ");
    let all = [("a", 0, "a"), (&*four, 1, "\u{FDFA}"), ("b", 2, "b")];
    assert_eq!(tokens(&mut filtered, "a \u{FDFA} b"), expected(&all));
}

#[test]
fn buffers_are_used_again() {
    let text = texts().concat().repeat(10);
    let longest = advance(&mut NaqiTokenizer::default(), &text);
    let longest = longest.iter().map(|token| token.text.len()).max().unwrap_or(0);
    let mut tokenizer = NaqiTokenizer::default();
    // The buffer of a token may move while it grows, and then stays, also from text to text.
    let mut warm = tokenizer.token_stream(&text);
    while warm.advance() {}
    let place = warm.token().text.as_ptr();
    assert!(warm.token().text.capacity() >= longest);
    for text in [&*text, VOCALISED, PLAIN] {
        let mut stream = tokenizer.token_stream(text);
        while stream.advance() {
            assert_eq!(stream.token().text.as_ptr(), place);
        }
    }
}

#[test]
fn presets_by_name() {
    assert!(NaqiTokenizer::from_preset("search").is_ok());
    let error = NaqiTokenizer::from_preset("find").expect_err("no such preset");
    assert!(error.to_string().contains("find") && error.to_string().contains("search"));
    assert_eq!(NaqiFilter::from_preset("find").expect_err("no such preset"), error);
    let persian = NaqiTokenizer::from_preset("persian").expect("a preset");
    assert_eq!(*persian.normalizer(), Normalizer::persian());
    assert_eq!(*NaqiFilter::from(Normalizer::persian()).normalizer(), Normalizer::persian());
}

#[test]
fn everything_can_be_shared_and_shown() {
    fn shared<T: Clone + Send + Sync + 'static>(value: T) -> T {
        value.clone()
    }
    let tokenizer = shared(NaqiTokenizer::default().stop_words(["b", "a"]).expect("stop words"));
    let shown = format!("{tokenizer:?}");
    assert!(
        shown.contains("alef: fold") && shown.contains("stop_words: {\"a\", \"b\"}"),
        "{shown}"
    );
    let filtered: NaqiFiltered<_> =
        shared(shared(NaqiFilter::default()).transform(SimpleTokenizer::default()));
    assert!(format!("{filtered:?}").contains("alef: fold"));

    let mut tokenizer = tokenizer;
    let mut stream = tokenizer.token_stream("one two");
    stream.advance();
    assert!(format!("{stream:?}").contains("one"));
}
