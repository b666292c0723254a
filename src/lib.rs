#![doc = include_str!("front_page.md")]
#![no_std]
#![deny(missing_docs, unsafe_op_in_unsafe_fn)]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

// The strategies in `tests/common` name this crate from inside as well.
#[cfg(test)]
extern crate self as naqi;

mod align;
mod builder;
mod engine;
mod error;
mod invalid;
mod normalizer;
mod options;
mod presets;
mod rules;
#[cfg(feature = "serde")]
mod serde_impl;
mod stream;
mod token;
mod utf16;

#[cfg(feature = "std")]
pub use crate::stream::{Reader, Writer};
pub use crate::{
    align::{Aligned, AlignedUnits, Change, Edit, Edits, Explanation, RangeError, Unit},
    builder::{Builder, Rule},
    engine::tier::Tier,
    error::Error,
    invalid::{Invalid, InvalidText},
    normalizer::Normalizer,
    options::{
        Alef, AlefMaksura, Composition, Controls, DaggerAlef, Digits, Elongation, FarsiYeh,
        HamzaCarriers, Heh, Keheh, Marks, Peer, PresentationForms, Punctuation, Spacing,
        StrayMarks, Tatweel, TehMarbuta, WhiteSpace, Zwnj,
    },
    presets::Preset,
    rules::UNICODE_VERSION,
    stream::{ByteStream, Stream},
    token::{
        Clusters, Difference, NormalizedToken, NormalizedWords, Policy, Segment, SentenceSplitter,
        Sentences, Token, TokenKind, TokenKinds, Tokenizer, Words, clusters, sentences, words,
    },
};
