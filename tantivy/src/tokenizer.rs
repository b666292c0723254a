//! The tokenizer: words of the source, each normalised.

use std::fmt;

use naqi::{NormalizedToken, NormalizedWords, Normalizer, Policy, Preset, TokenKind, TokenKinds};
use tantivy_tokenizer_api::{Token, TokenStream, Tokenizer};

use crate::{
    lower_case::lower_case,
    stop_words::{StopWordError, StopWords, normalized_word},
};

/// Splits a text into words and normalises each.
///
/// A token has the **normalised text** of a word, and the **offsets of the source**, in bytes: what is highlighted
/// in a result is the word as it was written, with all its vowel marks.
///
/// Which tokens there are is a matter of [kinds](NaqiTokenizer::kinds). Words are those of [`naqi::Tokenizer`]: UAX
/// #29 with the differences for Arabic text that [`Policy::differences`] lists.
///
/// # Positions
///
/// Phrase queries compare positions. Each token that is given has the position behind the one before it, and so
/// punctuation, white space and every other kind that is passed over leave **no gap**: a phrase is found across a
/// comma. So it is with tantivy's own tokenizers.
///
/// - A presentation form that is spelled out as several words gives **each word a position of its own**, all with the
///   offsets of the one character: the phrase of four words finds U+FDFA, the character as a query finds the four
///   words, and both find either beside its neighbours.
/// - A word of which the rules leave nothing, of one small letter U+06E5 for example, counts as though it were not
///   there.
/// - A [stop word](NaqiTokenizer::stop_words) leaves a **gap**, as with tantivy's `StopWordFilter`: other words
///   that had none between them are no phrase.
///
/// Every token has position length 1.
///
/// # Cost
///
/// One buffer for the text of tokens lives in the tokenizer. Each text costs at most two allocations, and a token none
/// unless it is longer than any before it.
///
/// # Example
///
/// ```
/// use naqi_tantivy::NaqiTokenizer;
/// use tantivy_tokenizer_api::{TokenStream, Tokenizer};
///
/// // qaf fatha lam fatha meem dammatan (a pen, with vowel marks), Arabic comma, Arabic-Indic 1 and 2
/// let text = "\u{642}\u{64E}\u{644}\u{64E}\u{645}\u{64C}\u{60C} \u{661}\u{662}";
/// let mut tokenizer = NaqiTokenizer::default();
/// let mut tokens = tokenizer.token_stream(text);
///
/// let pen = tokens.next().unwrap();
/// assert_eq!((pen.text.as_str(), pen.position), ("\u{642}\u{644}\u{645}", 0));
/// // With all its marks, without the comma.
/// assert_eq!((pen.offset_from, pen.offset_to), (0, 12));
///
/// let twelve = tokens.next().unwrap();
/// assert_eq!((twelve.text.as_str(), twelve.position), ("12", 1));
/// assert!(tokens.next().is_none());
/// ```
#[derive(Clone)]
pub struct NaqiTokenizer {
    settings: Settings,
    token: Token,
    /// For what changes its length in lower case.
    buffer: String,
}

/// What streams borrow beside the buffers.
#[derive(Clone, Debug)]
struct Settings {
    normalizer: Normalizer,
    kinds: TokenKinds,
    policy: Policy,
    stop_words: StopWords,
    lower_case: bool,
}

impl NaqiTokenizer {
    /// The kinds of token that are given by default: words of every script, numbers, URLs, e-mail addresses, hashtags
    /// and mentions.
    ///
    /// Not punctuation, symbols and white space, which no one searches for. And not emoji: they are set between words
    /// much as punctuation is, so that a phrase would not be found across one; and there are several
    /// spellings of one emoji, which normalising does not touch. To index them as well:
    ///
    /// ```
    /// use naqi_tantivy::{NaqiTokenizer, naqi::TokenKinds};
    ///
    /// let tokenizer = NaqiTokenizer::default().kinds(NaqiTokenizer::KINDS | TokenKinds::EMOJI);
    /// ```
    pub const KINDS: TokenKinds = TokenKinds::WORDS
        .union(TokenKinds::NUMBER)
        .union(TokenKinds::URL)
        .union(TokenKinds::EMAIL)
        .union(TokenKinds::HASHTAG)
        .union(TokenKinds::MENTION);

    /// Words normalised by a normaliser, of [default kinds](Self::KINDS).
    ///
    /// Index and query must have the same rules: change a normaliser, and the text has to be indexed again.
    ///
    /// ```
    /// use naqi_tantivy::{NaqiTokenizer, naqi::{Preset, TehMarbuta}};
    ///
    /// let rules = Preset::Search.builder().teh_marbuta(TehMarbuta::ToHeh).build()?;
    /// let tokenizer = NaqiTokenizer::new(rules);
    /// # Ok::<(), naqi_tantivy::naqi::Error>(())
    /// ```
    pub fn new(normalizer: Normalizer) -> NaqiTokenizer {
        let settings = Settings {
            normalizer,
            kinds: Self::KINDS,
            policy: Policy::default(),
            stop_words: StopWords::default(),
            lower_case: false,
        };
        NaqiTokenizer { settings, token: Token::default(), buffer: String::new() }
    }

    /// Words normalised by the preset of this name: `search`, `quran`, `persian` …
    ///
    /// # Errors
    ///
    /// [`naqi::Error`] for a name that no preset has; it lists the presets.
    ///
    /// ```
    /// use naqi_tantivy::NaqiTokenizer;
    ///
    /// let tokenizer = NaqiTokenizer::from_preset("persian")?;
    /// assert!(NaqiTokenizer::from_preset("find").is_err());
    /// # Ok::<(), naqi_tantivy::naqi::Error>(())
    /// ```
    pub fn from_preset(name: &str) -> Result<NaqiTokenizer, naqi::Error> {
        Ok(NaqiTokenizer::new(Preset::from_name(name)?.builder().build()?))
    }

    /// Sets the kinds of token to give; the others are passed over and leave no gap.
    #[must_use]
    pub fn kinds(mut self, kinds: TokenKinds) -> NaqiTokenizer {
        self.settings.kinds = kinds;
        self
    }

    /// Sets where words begin and end: [`Policy::Arabic`], the default, or [`Policy::Uax29`].
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> NaqiTokenizer {
        self.settings.policy = policy;
        self
    }

    /// Sets the words to leave out, instead of those that were set before. Each is normalised as tokens are, so that
    /// a list may have any spelling; white space around an entry and empty entries do not matter.
    ///
    /// # Errors
    ///
    /// [`StopWordError`] for an entry of several words.
    ///
    /// ```
    /// use naqi_tantivy::NaqiTokenizer;
    /// use tantivy_tokenizer_api::{TokenStream, Tokenizer};
    ///
    /// // "To" is alef with hamza, lam, alef maksura in the list, and has a bare alef in the text.
    /// let mut tokenizer = NaqiTokenizer::default().stop_words(["\u{625}\u{644}\u{649}"])?;
    /// let mut tokens = tokenizer.token_stream("went \u{627}\u{644}\u{649} school");
    /// assert_eq!(tokens.next().unwrap().position, 0);
    /// assert_eq!(tokens.next().unwrap().position, 2);
    /// assert!(tokens.next().is_none());
    /// # Ok::<(), naqi_tantivy::StopWordError>(())
    /// ```
    pub fn stop_words<W: AsRef<str>>(
        mut self,
        words: impl IntoIterator<Item = W>,
    ) -> Result<NaqiTokenizer, StopWordError> {
        let normalizer = &self.settings.normalizer;
        let words = words.into_iter().map(|word| normalized_word(normalizer, word.as_ref()));
        self.settings.stop_words = words.collect::<Result<_, _>>()?;
        Ok(if self.settings.lower_case { self.lower_case() } else { self })
    }

    /// Writes capital letters of Latin and other scripts as small ones, in tokens and in stop words.
    ///
    /// The result is that of tantivy's `LowerCaser` behind this tokenizer, and takes less time: Arabic words and
    /// numbers, which have no capitals, are not looked at. Snippets need one or the other: tantivy
    /// looks up the words to highlight in lower case.
    ///
    /// ```
    /// use naqi_tantivy::NaqiTokenizer;
    /// use tantivy_tokenizer_api::{TokenStream, Tokenizer};
    ///
    /// let mut tokenizer = NaqiTokenizer::default().lower_case();
    /// assert_eq!(tokenizer.token_stream("Rust").next().unwrap().text, "rust");
    /// ```
    #[must_use]
    pub fn lower_case(mut self) -> NaqiTokenizer {
        let lower = |word: &str| {
            let mut word = word.to_owned();
            lower_case(&mut word, &mut String::new());
            word.into()
        };
        self.settings.stop_words = self.settings.stop_words.map(lower);
        self.settings.lower_case = true;
        self
    }

    /// The normaliser.
    pub fn normalizer(&self) -> &Normalizer {
        &self.settings.normalizer
    }
}

/// The preset `search`.
///
/// # Panics
///
/// If the environment variable `NAQI_TIER` names an instruction set that is not here, as
/// [`Preset::normalizer`] does.
impl Default for NaqiTokenizer {
    fn default() -> NaqiTokenizer {
        NaqiTokenizer::new(Normalizer::search())
    }
}

impl From<Normalizer> for NaqiTokenizer {
    fn from(normalizer: Normalizer) -> NaqiTokenizer {
        NaqiTokenizer::new(normalizer)
    }
}

/// Shows the settings.
impl fmt::Debug for NaqiTokenizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { normalizer, kinds, policy, stop_words, lower_case } = &self.settings;
        f.debug_struct("NaqiTokenizer")
            .field("normalizer", normalizer)
            .field("kinds", kinds)
            .field("policy", policy)
            .field("stop_words", stop_words)
            .field("lower_case", lower_case)
            .finish()
    }
}

impl Tokenizer for NaqiTokenizer {
    type TokenStream<'a> = NaqiTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> NaqiTokenStream<'a> {
        let NaqiTokenizer { settings, token, buffer } = self;
        token.reset();
        let Settings { normalizer, kinds, policy, .. } = &*settings;
        let tokenizer = naqi::Tokenizer::new().policy(*policy).kinds(*kinds);
        let words = Some(tokenizer.normalized(normalizer, text));
        NaqiTokenStream { words, writer: Writer { settings, token, buffer } }
    }
}

/// The tokens of a text. Made by [`NaqiTokenizer`].
pub struct NaqiTokenStream<'a> {
    /// Nothing once all have been processed.
    words: Option<NormalizedWords<'a, 'a>>,
    writer: Writer<'a>,
}

/// What a word is written to.
struct Writer<'a> {
    settings: &'a Settings,
    token: &'a mut Token,
    buffer: &'a mut String,
}

impl Writer<'_> {
    /// Makes a word the token, unless it is a stop word, which only counts.
    #[inline]
    fn write(&mut self, word: &NormalizedToken<'_>) -> bool {
        let token = &mut *self.token;
        token.position = token.position.wrapping_add(1);
        token.text.clear();
        token.text.push_str(word.text());
        if self.settings.lower_case && may_have_capitals(word.kind()) {
            lower_case(&mut token.text, self.buffer);
        }
        if self.settings.stop_words.contains(&token.text) {
            return false;
        }
        let range = word.range();
        (token.offset_from, token.offset_to) = (range.start, range.end);
        true
    }
}

/// Neither Arabic words nor numbers have any.
fn may_have_capitals(kind: TokenKind) -> bool {
    !matches!(kind, TokenKind::Arabic | TokenKind::Number)
}

impl TokenStream for NaqiTokenStream<'_> {
    #[inline]
    fn advance(&mut self) -> bool {
        let Some(words) = &mut self.words else { return false };
        while let Some(word) = words.next() {
            if self.writer.write(&word) {
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.writer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.writer.token
    }

    /// The same as a loop over [`advance`](TokenStream::advance), and faster.
    fn process(&mut self, sink: &mut dyn FnMut(&Token)) {
        let Some(words) = self.words.take() else { return };
        words.for_each(|word| {
            if self.writer.write(&word) {
                sink(self.writer.token);
            }
        });
    }
}

/// Shows the last token and what is left.
impl fmt::Debug for NaqiTokenStream<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NaqiTokenStream")
            .field("token", &self.writer.token)
            .field("words", &self.words)
            .finish_non_exhaustive()
    }
}
