//! `naqi tokenize` and `naqi sentences`.

use std::{
    io::{self, Write},
    ops::Range,
};

use anyhow::{Result, bail};
use naqi::{Normalizer, Segment, SentenceSplitter, TokenKind, TokenKinds, Tokenizer};
use serde::Serialize;

use crate::{
    args::{Format, SentenceFormat, Sentences, Tokenize, Unit},
    input, output,
};

/// The word for all kinds, and that for words of every script.
const SETS: [(&str, TokenKinds); 2] = [("all", TokenKinds::all()), ("words", TokenKinds::WORDS)];

/// Splits the files and writes their tokens.
///
/// # Errors
///
/// As of `naqi normalize`: nothing has been written then.
pub fn tokenize(args: &Tokenize) -> Result<()> {
    let kinds = kinds(&args.kinds)?;
    if args.format != Format::Jsonl && kinds.contains(TokenKinds::SPACE) {
        bail!("white space can be shown with --format jsonl only");
    }
    let normalizer = args.normalize.as_deref().map(Normalizer::from_preset).transpose()?;
    let policy = args.policy.policy();
    let tokenizer = Tokenizer::new().policy(policy).kinds(kinds);
    let split = SentenceSplitter::new().policy(policy);
    let texts = input::texts(&args.files)?;
    output::to_stdout(|out| {
        for text in &texts {
            let mut offsets = Offsets::new(text, args.offsets);
            match args.format {
                Format::Lines => {
                    each(tokenizer, normalizer.as_ref(), text, |token| {
                        writeln!(out, "{}", token.text)
                    })?;
                }
                Format::Jsonl => each(tokenizer, normalizer.as_ref(), text, |token| {
                    let (start, end) = offsets.range(token.start, token.start + token.source.len());
                    let source = normalizer.is_some().then_some(token.source);
                    let kind = token.kind.name();
                    json(out, &JsonToken { text: token.text, source, start, end, kind })
                })?,
                Format::Conllu => {
                    conllu(out, (tokenizer, split), normalizer.as_ref(), text, &mut offsets)?;
                }
            }
        }
        Ok(())
    })
}

/// Splits the files and writes their sentences.
///
/// # Errors
///
/// As of `naqi normalize`: nothing has been written then.
pub fn sentences(args: &Sentences) -> Result<()> {
    let abbreviations: Vec<&str> = args.abbreviations.iter().map(String::as_str).collect();
    let split = SentenceSplitter::new().policy(args.policy.policy()).abbreviations(&abbreviations);
    let texts = input::texts(&args.files)?;
    output::to_stdout(|out| {
        for text in &texts {
            let mut offsets = Offsets::new(text, args.offsets);
            for (sentence, start) in split.sentences(text).filter_map(|sentence| shown(&sentence)) {
                match args.format {
                    SentenceFormat::Lines => writeln!(out, "{sentence}")?,
                    SentenceFormat::Jsonl => {
                        let (start, end) = offsets.range(start, start + sentence.len());
                        json(out, &JsonSentence { text: sentence, start, end })?;
                    }
                }
            }
        }
        Ok(())
    })
}

/// A sentence without the white space around it, and where it begins then; nothing where it is all
/// white space.
fn shown<'t>(sentence: &Segment<'t>) -> Option<(&'t str, usize)> {
    let start = sentence.text().trim_start();
    let text = start.trim_end();
    (!text.is_empty()).then_some((text, sentence.end() - start.len()))
}

/// The kinds that the names ask for; all but white space where there are none.
fn kinds(names: &[String]) -> Result<TokenKinds> {
    if names.is_empty() {
        return Ok(TokenKinds::default());
    }
    let mut kinds = TokenKinds::empty();
    for name in names {
        kinds |= match SETS.iter().find(|set| set.0 == name) {
            Some(set) => set.1,
            None => TokenKind::from_name(name)?.set(),
        };
    }
    Ok(kinds)
}

/// A token as it is written.
struct Shown<'a> {
    text: &'a str,
    source: &'a str,
    start: usize,
    kind: TokenKind,
}

/// Hands over the tokens of a text, normalised where a normaliser is given.
fn each(
    tokenizer: Tokenizer,
    normalizer: Option<&Normalizer>,
    text: &str,
    mut take: impl FnMut(Shown<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let Some(normalizer) = normalizer else {
        return tokenizer.words(text).try_for_each(|token| {
            let (text, start) = (token.text(), token.start());
            take(Shown { text, source: text, start, kind: token.kind() })
        });
    };
    let mut tokens = tokenizer.normalized(normalizer, text);
    while let Some(token) = tokens.next() {
        take(Shown {
            text: token.text(),
            source: token.source(),
            start: token.range().start,
            kind: token.kind(),
        })?;
    }
    Ok(())
}

/// Writes a text in CoNLL-U: its sentences, and their tokens with what is known of them. The form is
/// the token as it came; several words that a normaliser makes of one token are a multiword token.
fn conllu(
    out: &mut impl Write,
    (tokenizer, split): (Tokenizer, SentenceSplitter<'_>),
    normalizer: Option<&Normalizer>,
    text: &str,
    offsets: &mut Offsets<'_>,
) -> io::Result<()> {
    let sentences = split.sentences(text).filter_map(|sentence| shown(&sentence));
    for (number, (sentence, base)) in sentences.enumerate() {
        writeln!(out, "# sent_id = {}", number + 1)?;
        writeln!(out, "# text = {sentence}")?;
        // Each with its place in the sentence and the words that it has become.
        let mut tokens: Vec<(Range<usize>, TokenKind, Vec<String>)> = Vec::new();
        each(tokenizer, normalizer, sentence, |token| {
            let range = token.start..token.start + token.source.len();
            match tokens.last_mut() {
                Some((last, _, words)) if *last == range => words.push(token.text.into()),
                _ => tokens.push((range, token.kind, vec![token.text.into()])),
            }
            Ok(())
        })?;
        let mut id = 1;
        for (range, kind, words) in tokens {
            let form = &sentence[range.clone()];
            let rest = &sentence[range.end..];
            let (start, end) = offsets.range(base + range.start, base + range.end);
            let mut misc = format!("Kind={kind}");
            if let [word] = &words[..]
                && word != form
            {
                misc += &format!("|Norm={word}");
            }
            if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
                misc += "|SpaceAfter=No";
            }
            misc += &format!("|TokenRange={start}:{end}");
            if let [_] = words[..] {
                writeln!(out, "{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}")?;
            } else {
                let last = id + words.len() - 1;
                writeln!(out, "{id}-{last}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}")?;
                for (word, id) in words.iter().zip(id..) {
                    writeln!(out, "{id}\t{word}\t_\t_\t_\t_\t_\t_\t_\t_")?;
                }
            }
            id += words.len();
        }
        writeln!(out)?;
    }
    Ok(())
}

/// One line of JSON for a token.
#[derive(Serialize)]
struct JsonToken<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    start: usize,
    end: usize,
    kind: &'a str,
}

/// One line of JSON for a sentence.
#[derive(Serialize)]
struct JsonSentence<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

fn json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}

/// Positions in bytes, counted anew in another unit. They are asked for in rising order, but for the
/// start of a token that is the start of the last again.
struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    /// A position in bytes, and the same in the unit.
    last: (usize, usize),
}

impl<'t> Offsets<'t> {
    fn new(text: &'t str, unit: Unit) -> Offsets<'t> {
        Offsets { text, unit, last: (0, 0) }
    }

    fn range(&mut self, start: usize, end: usize) -> (usize, usize) {
        let start = self.at(start);
        let kept = self.last;
        let end = self.at(end);
        self.last = kept;
        (start, end)
    }

    fn at(&mut self, position: usize) -> usize {
        let passed = &self.text[self.last.0..position];
        let length = match self.unit {
            Unit::Bytes => passed.len(),
            Unit::Chars => passed.chars().count(),
            Unit::Utf16 => passed.chars().map(char::len_utf16).sum(),
        };
        self.last = (position, self.last.1 + length);
        self.last.1
    }
}
