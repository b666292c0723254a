//! `naqi tokenize` and `naqi sentences`.

mod support;

use support::{COMMA, Files, MARKED, WORD, accepted, refused};

#[test]
fn one_token_a_line() {
    let text = format!("{WORD}{COMMA} 1,000\n");
    assert_eq!(accepted(["tokenize"], &text), format!("{WORD}\n{COMMA}\n1,000\n"));
}

#[test]
fn tokens_are_normalised_and_keep_their_places() {
    // Kaf, fatha, beh, fathatan: 8 bytes; a space; two digits of two bytes each.
    let json = accepted(["tokenize", "--normalize", "search", "--format", "jsonl"], MARKED);
    let expected = "\
{\"text\":\"\u{643}\u{628}\",\"source\":\"\u{643}\u{64E}\u{628}\u{64B}\",\"start\":0,\"end\":8,\"kind\":\"arabic\"}
{\"text\":\"12\",\"source\":\"\u{661}\u{662}\",\"start\":9,\"end\":13,\"kind\":\"number\"}
";
    assert_eq!(json, expected);
}

/// An emoji is four bytes, one code point, two UTF-16 units.
#[test]
fn offsets_count_what_is_asked_for() {
    for (unit, start, end) in [("bytes", 5, 6), ("chars", 2, 3), ("utf16", 3, 4)] {
        let json = accepted(
            ["tokenize", "--format=jsonl", "--offsets", unit, "--kinds=word"],
            "\u{1F600} a",
        );
        let expected =
            format!("{{\"text\":\"a\",\"start\":{start},\"end\":{end},\"kind\":\"word\"}}\n");
        assert_eq!(json, expected);
    }
}

#[test]
fn kinds_are_chosen() {
    let text = "see #tag, 12 a@b.cc";
    assert_eq!(accepted(["tokenize", "--kinds=number,hashtag"], text), "#tag\n12\n");
    assert_eq!(accepted(["tokenize", "--kinds=words"], text), "see\n");
    let all = accepted(["tokenize", "--kinds=all", "--format=jsonl"], "a b");
    assert_eq!(all.lines().count(), 3);
}

#[test]
fn conllu_has_sentences_and_columns() {
    let text = "a, b.\n\n1446\u{647}\u{640}";
    let expected = "\
# sent_id = 1
# text = a, b.
1\ta\t_\t_\t_\t_\t_\t_\t_\tKind=word|SpaceAfter=No|TokenRange=0:1
2\t,\t_\t_\t_\t_\t_\t_\t_\tKind=punctuation|TokenRange=1:2
3\tb\t_\t_\t_\t_\t_\t_\t_\tKind=word|SpaceAfter=No|TokenRange=3:4
4\t.\t_\t_\t_\t_\t_\t_\t_\tKind=punctuation|TokenRange=4:5

# sent_id = 2
# text = 1446\u{647}\u{640}
1\t1446\t_\t_\t_\t_\t_\t_\t_\tKind=number|SpaceAfter=No|TokenRange=7:11
2\t\u{647}\u{640}\t_\t_\t_\t_\t_\t_\t_\tKind=arabic|Norm=\u{647}|TokenRange=11:15

";
    assert_eq!(accepted(["tokenize", "--format=conllu", "--normalize=search"], text), expected);
}

/// The ligature of four words is a multiword token.
#[test]
fn conllu_has_multiword_tokens() {
    let conllu = accepted(["tokenize", "--format=conllu", "--normalize=light"], "\u{FDFA}");
    let ids: Vec<&str> =
        conllu.lines().skip(2).filter_map(|line| Some(line.split_once('\t')?.0)).collect();
    assert_eq!(ids, ["1-4", "1", "2", "3", "4"]);
}

#[test]
fn policies_differ() {
    let text = "14:30";
    assert_eq!(accepted(["tokenize", "--policy=arabic"], text), "14:30\n");
    assert_eq!(accepted(["tokenize", "--policy=uax29"], text), "14\n:\n30\n");
}

#[test]
fn one_sentence_a_line() {
    let text = format!("{WORD}\u{61F} {WORD}.\n\n{WORD}");
    assert_eq!(accepted(["sentences"], &text), format!("{WORD}\u{61F}\n{WORD}.\n{WORD}\n"));
    let json = accepted(["sentences", "--format=jsonl", "--offsets=chars"], " a!  b. ");
    let expected = "\
{\"text\":\"a!\",\"start\":1,\"end\":3}
{\"text\":\"b.\",\"start\":5,\"end\":7}
";
    assert_eq!(json, expected);
}

#[test]
fn abbreviations_are_given() {
    let text = "See Sect. 3.";
    assert_eq!(accepted(["sentences"], text), "See Sect.\n3.\n");
    assert_eq!(accepted(["sentences", "--abbreviation", "Sect."], text), "See Sect. 3.\n");
}

/// Each file is a text of its own, with offsets of its own.
#[test]
fn files_are_texts() {
    let files = Files::new();
    let paths = [files.write("a", "a"), files.write("b", "b")];
    let json = accepted(["tokenize", "--format=jsonl", &paths[0], &paths[1]], "");
    assert_eq!(json.matches("\"start\":0").count(), 2);
}

#[test]
fn mistakes_are_explained() {
    let kind = refused(["tokenize", "--kinds=digits"], "a");
    assert!(kind.contains("unknown kind of token `digits`; kinds are arabic, word"), "{kind}");
    assert!(refused(["tokenize", "--kinds=space"], "a").contains("jsonl"));
    assert!(refused(["tokenize", "--normalize=none"], "a").contains("unknown preset"));
    assert!(refused(["tokenize", "--format=xml"], "a").contains("xml"));
    assert!(refused(["sentences", "no-such-file"], "").contains("no-such-file"));
}
