#![doc = include_str!("front_page.md")]
#![deny(missing_docs, unsafe_code)]

mod filter;
mod lower_case;
mod stop_words;
mod tokenizer;

pub use naqi;

pub use crate::{
    filter::{NaqiFilter, NaqiFilterStream, NaqiFiltered},
    stop_words::StopWordError,
    tokenizer::{NaqiTokenStream, NaqiTokenizer},
};
