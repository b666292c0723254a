//! The filter: tokens of another tokenizer, normalised.

use std::{fmt, mem};

use naqi::{Normalizer, Preset};
use tantivy_tokenizer_api::{Token, TokenFilter, TokenStream, Tokenizer};

use crate::stop_words::{StopWords, normalized};

/// Normalises the tokens of any tokenizer.
///
/// It changes the text of a token and nothing else: offsets and positions are those of the tokenizer in front of it.
/// A token of which the rules leave nothing is dropped, and so is a [stop word](NaqiFilter::stop_words); both leave a
/// gap in the positions.
///
/// Prefer [`NaqiTokenizer`](crate::NaqiTokenizer) where you can. A filter comes too late for what depends on
/// where words begin and end. tantivy's `SimpleTokenizer` ends a word at each character that is no letter, digit or
/// Arabic mark: at the ZWNJ inside Persian words, at the separators inside numbers, at each sign in an address. And
/// a ligature such as U+FDFA stays one token, with spaces between its words, which a query for one of the words does
/// not find.
///
/// A token is normalised by itself: rules that look at neighbours, such as those for punctuation, do
/// not see any.
///
/// Costs no allocation a token beyond one buffer that is used again.
///
/// ```
/// use naqi_tantivy::NaqiFilter;
/// use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
///
/// let filter = NaqiFilter::from_preset("search")?;
/// let mut analyzer = TextAnalyzer::builder(WhitespaceTokenizer::default()).filter(filter).build();
/// // qaf fatha lam fatha meem dammatan: a pen, with vowel marks
/// let text = "\u{642}\u{64E}\u{644}\u{64E}\u{645}\u{64C}";
/// let mut tokens = analyzer.token_stream(text);
/// let token = tokens.next().unwrap();
/// assert_eq!(token.text, "\u{642}\u{644}\u{645}");
/// assert_eq!((token.offset_from, token.offset_to), (0, text.len()));
/// # Ok::<(), naqi_tantivy::naqi::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct NaqiFilter {
    normalizer: Normalizer,
    stop_words: StopWords,
}

impl NaqiFilter {
    /// Normalises by a normaliser.
    pub fn new(normalizer: Normalizer) -> NaqiFilter {
        NaqiFilter { normalizer, stop_words: StopWords::default() }
    }

    /// Normalises by the preset of this name: `search`, `quran`, `persian` …
    ///
    /// # Errors
    ///
    /// [`naqi::Error`] for a name that no preset has; it lists the presets.
    pub fn from_preset(name: &str) -> Result<NaqiFilter, naqi::Error> {
        Ok(NaqiFilter::new(Preset::from_name(name)?.builder().build()?))
    }

    /// Sets the words to leave out, instead of those that were set before. Each is normalised as tokens are, and
    /// white space around it does not matter. An entry may be several words, where the tokenizer gives such tokens.
    ///
    /// ```
    /// use naqi_tantivy::NaqiFilter;
    /// use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
    ///
    /// // "In" is feh, kasra, yeh in the list, and has no vowel mark in the text.
    /// let filter = NaqiFilter::default().stop_words(["\u{641}\u{650}\u{64A}"]);
    /// let mut analyzer = TextAnalyzer::builder(WhitespaceTokenizer::default()).filter(filter).build();
    /// let mut tokens = analyzer.token_stream("\u{641}\u{64A} school");
    /// assert_eq!(tokens.next().unwrap().position, 1);
    /// ```
    #[must_use]
    pub fn stop_words<W: AsRef<str>>(mut self, words: impl IntoIterator<Item = W>) -> NaqiFilter {
        let normalizer = &self.normalizer;
        self.stop_words =
            words.into_iter().map(|word| normalized(normalizer, word.as_ref())).collect();
        self
    }

    /// The normaliser.
    pub fn normalizer(&self) -> &Normalizer {
        &self.normalizer
    }
}

/// The preset `search`.
///
/// # Panics
///
/// If the environment variable `NAQI_TIER` names an instruction set that is not here, as
/// [`Preset::normalizer`] does.
impl Default for NaqiFilter {
    fn default() -> NaqiFilter {
        NaqiFilter::new(Normalizer::search())
    }
}

impl From<Normalizer> for NaqiFilter {
    fn from(normalizer: Normalizer) -> NaqiFilter {
        NaqiFilter::new(normalizer)
    }
}

impl TokenFilter for NaqiFilter {
    type Tokenizer<T: Tokenizer> = NaqiFiltered<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> NaqiFiltered<T> {
        NaqiFiltered { filter: self, tokenizer, buffer: String::new() }
    }
}

/// A tokenizer with a [`NaqiFilter`] behind it.
#[derive(Clone)]
pub struct NaqiFiltered<T> {
    filter: NaqiFilter,
    tokenizer: T,
    buffer: String,
}

impl<T: Tokenizer> Tokenizer for NaqiFiltered<T> {
    type TokenStream<'a> = NaqiFilterStream<'a, T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let NaqiFiltered { filter, tokenizer, buffer } = self;
        NaqiFilterStream { filter, tail: tokenizer.token_stream(text), buffer }
    }
}

/// Shows the filter.
impl<T> fmt::Debug for NaqiFiltered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NaqiFiltered").field("filter", &self.filter).finish_non_exhaustive()
    }
}

/// The tokens of a text, normalised. Made by [`NaqiFiltered`].
pub struct NaqiFilterStream<'a, S> {
    filter: &'a NaqiFilter,
    tail: S,
    buffer: &'a mut String,
}

impl<S: TokenStream> TokenStream for NaqiFilterStream<'_, S> {
    fn advance(&mut self) -> bool {
        let NaqiFilter { normalizer, stop_words } = self.filter;
        while self.tail.advance() {
            let text = &mut self.tail.token_mut().text;
            self.buffer.clear();
            normalizer.normalize_into(text, self.buffer);
            if !self.buffer.is_empty() && !stop_words.contains(self.buffer) {
                mem::swap(text, self.buffer);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}

/// Shows the last token.
impl<S: TokenStream> fmt::Debug for NaqiFilterStream<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NaqiFilterStream").field("token", self.token()).finish_non_exhaustive()
    }
}
