//! `naqi tokenize` and `naqi sentences`.

mod conllu;
mod offsets;

use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

use anyhow::{Result, bail};
use naqi::{Normalizer, Segment, SentenceSplitter, TokenKind, TokenKinds, Tokenizer};
use serde::Serialize;

use self::{conllu::conllu, offsets::Offsets};
use crate::{
    args::{Format, Inputs, Invalid, SentenceFormat, Sentences, Tokenize, Unit},
    format::{Found, With},
    input::{cut::Cut, sources::sources},
    output::{self, Failed},
    progress,
    run::Run,
};

/// The word for all kinds, and that for words of every script.
const SETS: [(&str, TokenKinds); 2] = [("all", TokenKinds::all()), ("words", TokenKinds::WORDS)];

/// Splits the files and writes their tokens. `true` if nothing was at fault.
///
/// # Errors
///
/// As of `naqi normalize`.
pub fn tokenize(args: &Tokenize) -> Result<bool> {
    let kinds = kinds(&args.kinds)?;
    if args.format != Format::Jsonl && kinds.contains(TokenKinds::SPACE) {
        bail!("white space can be shown with --format jsonl only");
    }
    let normalizer = args.normalize.as_deref().map(Normalizer::from_preset).transpose()?;
    let normalizer = normalizer.as_ref();
    let policy = args.policy.policy();
    let tokenizer = Tokenizer::new().policy(policy).kinds(kinds);
    let split = SentenceSplitter::new().policy(policy);
    let counts = match args.format {
        Format::Lines => Counts::Nothing,
        Format::Jsonl => Counts::Places,
        Format::Conllu => Counts::Sentences,
    };
    split_all(&args.inputs, args.offsets, counts, |out, text, offsets, place| match args.format {
        Format::Lines => each(tokenizer, normalizer, text, |token| writeln!(out, "{}", token.text)),
        Format::Jsonl => each(tokenizer, normalizer, text, |token| {
            let (start, end) = offsets.range(token.start, token.start + token.source.len());
            let source = normalizer.is_some().then_some(token.source);
            let (line, kind) = (place.line, token.kind.name());
            json(out, &JsonToken { text: token.text, source, line, start, end, kind })
        }),
        Format::Conllu => {
            let number = place.sentences;
            place.sentences = conllu(out, (tokenizer, split), normalizer, text, offsets, number)?;
            Ok(())
        }
    })
}

/// Splits the files and writes their sentences. `true` if nothing was at fault.
///
/// # Errors
///
/// As of `naqi normalize`.
pub fn sentences(args: &Sentences) -> Result<bool> {
    let abbreviations: Vec<&str> = args.abbreviations.iter().map(String::as_str).collect();
    let split = SentenceSplitter::new().policy(args.policy.policy()).abbreviations(&abbreviations);
    let counts = match args.format {
        SentenceFormat::Lines => Counts::Nothing,
        SentenceFormat::Jsonl => Counts::Places,
    };
    split_all(&args.inputs, args.offsets, counts, |out, text, offsets, place| {
        let mut sentences = split.sentences(text).filter_map(|sentence| shown(&sentence));
        sentences.try_for_each(|(sentence, start)| match args.format {
            SentenceFormat::Lines => writeln!(out, "{sentence}"),
            SentenceFormat::Jsonl => {
                let (start, end) = offsets.range(start, start + sentence.len());
                json(out, &JsonSentence { text: sentence, line: place.line, start, end })
            }
        })
    })
}

/// What is counted through a source, beside what is written of each text alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Nothing,
    /// Where each token or sentence stands.
    Places,
    /// The same, and the sentences.
    Sentences,
}

/// How far a source has been counted.
#[derive(Clone, Copy, Default)]
struct Place {
    /// The length of the text so far, in the unit.
    length: usize,
    sentences: usize,
    /// The line feeds so far.
    lines: u64,
    /// The line on which the record begins.
    line: Option<u64>,
}

/// Hands the texts of all sources to `write`, and writes what it writes. Where something must be counted
/// from piece to piece, one thread works.
fn split_all(
    inputs: &Inputs,
    unit: Unit,
    counts: Counts,
    write: impl Fn(&mut Vec<u8>, &str, &mut Offsets<'_>, &mut Place) -> io::Result<()> + Sync,
) -> Result<bool> {
    let (sources, _) = sources(&inputs.paths, &inputs.glob)?;
    let bar = progress::bar(&sources, inputs.quiet, true);
    let run = Run::new(inputs, Cut::words(), bar)?;
    let records = run.format.has_records();
    if inputs.invalid == Invalid::Keep && !records && unit != Unit::Bytes {
        bail!("with --invalid keep, only bytes can be counted");
    }
    let by_bytes = unit == Unit::Bytes && inputs.invalid != Invalid::Replace && !records;
    let alone = match counts {
        Counts::Nothing => false,
        Counts::Places => !by_bytes,
        Counts::Sentences => true,
    };
    let threads = if alone { 1 } else { run.threads };
    let state = Mutex::new(Place::default());
    output::to_stdout(|out| {
        run.pieces(
            &sources,
            threads,
            |part, fault| {
                let mut written = run.buffer();
                let mut place = Place::default();
                if alone && !part.first {
                    place = *state.lock().unwrap_or_else(PoisonError::into_inner);
                }
                let base = if by_bytes { part.start as usize } else { place.length };
                let first_line = place.lines;
                let mut seen = 0;
                part.texts(&mut With {
                    found: |found: Found<'_>| {
                        let start = if records { 0 } else { base + found.raw.start };
                        let mut offsets = Offsets::new(&found.text, unit, start);
                        if records && counts != Counts::Nothing {
                            let passed = &part.bytes()[seen..found.record];
                            place.lines += memchr::memchr_iter(b'\n', passed).count() as u64;
                            seen = found.record;
                            place.line = Some(place.lines + 1);
                        }
                        // Writing to memory does not fail.
                        let _ = write(&mut written, &found.text, &mut offsets, &mut place);
                        if alone {
                            place.length = offsets.at(found.text.len());
                        }
                    },
                    fault,
                });
                if alone {
                    let lines = memchr::memchr_iter(b'\n', part.bytes()).count() as u64;
                    place.lines = first_line + lines;
                    *state.lock().unwrap_or_else(PoisonError::into_inner) = place;
                }
                written
            },
            |done| {
                out.write_all(&done.result).map_err(Failed)?;
                run.recycle(done.result);
                Ok(())
            },
        )?;
        Ok(())
    })?;
    run.finish()
}

/// A sentence without the white space around it, and where it begins then; nothing where it is all
/// white space.
pub fn shown<'t>(sentence: &Segment<'t>) -> Option<(&'t str, usize)> {
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
pub struct Shown<'a> {
    pub text: &'a str,
    pub source: &'a str,
    pub start: usize,
    pub kind: TokenKind,
}

/// Hands over the tokens of a text, normalised where a normaliser is given.
pub fn each(
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

/// One line of JSON for a token.
#[derive(Serialize)]
struct JsonToken<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    start: usize,
    end: usize,
    kind: &'a str,
}

/// One line of JSON for a sentence.
#[derive(Serialize)]
struct JsonSentence<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    start: usize,
    end: usize,
}

fn json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}
