//! Words, sentences and grapheme clusters.
//!
//! [`word`] has the rules of words by the letter, [`tags`] the tokens that people do not read as
//! words; [`words`] is the iterator over both.

mod cluster;
mod fast;
mod kind;
mod normalized;
mod plain;
pub(crate) mod planes;
mod policy;
mod property;
mod rear;
mod segment;
mod sentence;
mod sentences;
mod stops;
#[rustfmt::skip]
mod tables;
mod tags;
mod tokenizer;
mod word;
mod words;

pub use self::{
    cluster::{Clusters, clusters},
    kind::{TokenKind, TokenKinds},
    normalized::{NormalizedToken, NormalizedWords},
    policy::{Difference, Policy},
    segment::Segment,
    sentences::{SentenceSplitter, Sentences, sentences},
    tokenizer::Tokenizer,
    words::{Token, Words, words},
};

#[cfg(test)]
mod tests;
