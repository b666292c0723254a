//! Words, sentences and grapheme clusters.
//!
//! Words: [`word`] has the rules by the letter and [`tags`] the tokens that people do not read as words;
//! both are the specification. [`fast`] finds the same by bit [`planes`], a block at a time, and [`easy`] by
//! less than that where the text is plain; where blocks do not pay, [`near`] finds plain tokens one by one.
//! [`rear`] finds them from the end of a text, and [`words`](mod@words) is the iterator over all of it. [`kind`] tells what a token is, [`policy`] lists what is
//! not as in UAX #29. [`normalized`] joins tokens with a normaliser, with [`plain`] to pass it by.
//!
//! Sentences: [`sentence`] has the rules of UAX #29, [`stops`] those for Arabic, on tokens.
//!
//! [`property`] looks up what [`tables`], which is generated, has of characters.

mod cluster;
pub(crate) mod easy;
mod fast;
pub(crate) mod kind;
mod near;
mod normalized;
pub(crate) mod plain;
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
