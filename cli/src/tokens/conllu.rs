//! Tokens in CoNLL-U.

use std::{
    io::{self, Write},
    ops::Range,
};

use naqi::{Normalizer, SentenceSplitter, TokenKind, Tokenizer};

use super::{each, offsets::Offsets, shown};

/// Writes a text in CoNLL-U: its sentences, and their tokens with what is known of them. The form is
/// the token as it came; several words that a normaliser makes of one token are a multiword token.
///
/// Gives how many sentences there are by now, counted on from `number`.
pub fn conllu(
    out: &mut impl Write,
    (tokenizer, split): (Tokenizer, SentenceSplitter<'_>),
    normalizer: Option<&Normalizer>,
    text: &str,
    offsets: &mut Offsets<'_>,
    mut number: usize,
) -> io::Result<usize> {
    let sentences = split.sentences(text).filter_map(|sentence| shown(&sentence));
    for (sentence, base) in sentences {
        number += 1;
        writeln!(out, "# sent_id = {number}")?;
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
    Ok(number)
}
