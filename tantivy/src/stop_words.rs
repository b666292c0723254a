//! Words that are not indexed.

use std::{collections::HashSet, error, fmt, sync::Arc};

use naqi::Normalizer;

/// A set of words as tokens have them. Cloning copies a pointer.
#[derive(Clone, Default)]
pub(crate) struct StopWords {
    words: Arc<HashSet<Box<str>>>,
    /// The length of the longest in bytes: most words of a text are longer, and need no look-up.
    longest: usize,
}

impl StopWords {
    pub(crate) fn contains(&self, word: &str) -> bool {
        word.len() <= self.longest && self.words.contains(word)
    }

    /// Each word changed.
    pub(crate) fn map(&self, change: impl Fn(&str) -> Box<str>) -> StopWords {
        self.words.iter().map(|word| change(word)).collect()
    }
}

/// What nothing is left of is left out.
impl FromIterator<Box<str>> for StopWords {
    fn from_iter<I: IntoIterator<Item = Box<str>>>(words: I) -> StopWords {
        let words: HashSet<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        StopWords { words: Arc::new(words), longest }
    }
}

/// Shows the words in order.
impl fmt::Debug for StopWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<_> = self.words.iter().collect();
        words.sort_unstable();
        f.debug_set().entries(words).finish()
    }
}

/// An entry of a list normalised, without the white space around it.
pub(crate) fn normalized(normalizer: &Normalizer, entry: &str) -> Box<str> {
    normalizer.normalize(entry.trim()).trim().into()
}

/// The same where it is to be one word.
pub(crate) fn normalized_word(
    normalizer: &Normalizer,
    entry: &str,
) -> Result<Box<str>, StopWordError> {
    let word = normalized(normalizer, entry);
    if word.contains(char::is_whitespace) {
        return Err(StopWordError { entry: entry.into() });
    }
    Ok(word)
}

/// A stop word that is several words, which no token could ever be equal to.
///
/// ```
/// use naqi_tantivy::NaqiTokenizer;
///
/// let error = NaqiTokenizer::default().stop_words(["and", "as well"]).unwrap_err();
/// assert_eq!(error.entry(), "as well");
/// assert_eq!(error.to_string(), "stop word `as well` is more than one word");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopWordError {
    entry: Box<str>,
}

impl StopWordError {
    /// The entry of the list, as it was given.
    pub fn entry(&self) -> &str {
        &self.entry
    }
}

impl fmt::Display for StopWordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stop word `{}` is more than one word", self.entry)
    }
}

impl error::Error for StopWordError {}
