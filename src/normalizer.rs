//! The normaliser: rules compiled once, applied to any number of texts.

use alloc::{borrow::Cow, string::String, sync::Arc};
use core::fmt;

use crate::{
    Tier,
    align::Aligned,
    builder::Builder,
    engine::{self, Aligning, Lazy, Same, Write, tier::Kernel},
    error::Error,
    presets::Preset,
    rules::Compiled,
    token::plain::Plain,
};

/// Normalises text by a fixed set of rules.
///
/// Made by [`Normalizer::builder`] or from a [`Preset`]. Cloning copies a pointer; a normaliser may be
/// shared between threads.
///
/// Every normaliser is **idempotent**: normalising its output changes nothing.
///
/// ```
/// use naqi::Normalizer;
///
/// let naqi = Normalizer::tidy();
/// // noon ayn meem, space, Latin comma, lam alef: "yes ,no"
/// let messy = "\u{646}\u{639}\u{645} ,\u{644}\u{627}";
/// let clean = naqi.normalize(messy);
/// assert_eq!(clean, "\u{646}\u{639}\u{645}\u{60C} \u{644}\u{627}"); // Arabic comma, then a space
/// assert_eq!(naqi.normalize(&clean), clean);
/// ```
#[derive(Clone)]
pub struct Normalizer {
    compiled: Arc<Compiled>,
    kernel: Kernel,
}

impl Normalizer {
    /// A builder with every rule off.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(compiled: Compiled, kernel: Kernel) -> Self {
        Normalizer { compiled: Arc::new(compiled), kernel }
    }

    /// The compiled rules.
    pub(crate) fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// What tokens are known to stay by: found once under `std`, and else each time.
    pub(crate) fn plain(&self) -> Plain {
        #[cfg(feature = "std")]
        return self.compiled.plain.get_or_init(|| Plain::new(self)).clone();
        #[cfg(not(feature = "std"))]
        Plain::new(self)
    }

    /// The kernel of the tier.
    pub(crate) fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// The same on another tier, for the engine's own tests.
    #[cfg(test)]
    pub(crate) fn on(&self, kernel: Kernel) -> Normalizer {
        Normalizer { kernel, ..self.clone() }
    }

    /// The preset of this name: `tidy`, `light`, `search` …
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPreset`], which lists the presets.
    ///
    /// ```
    /// let naqi = naqi::Normalizer::from_preset("search")?;
    /// assert!(naqi::Normalizer::from_preset("find").is_err());
    /// # Ok::<(), naqi::Error>(())
    /// ```
    pub fn from_preset(name: &str) -> Result<Normalizer, Error> {
        Preset::from_name(name).map(Preset::normalizer)
    }

    /// The instruction set that this normaliser works with.
    pub fn tier(&self) -> Tier {
        self.kernel.tier()
    }

    /// The rules of this normaliser, to look at or to change.
    pub fn rules(&self) -> &Builder {
        &self.compiled.program.config
    }

    /// Normalises a text. Borrows it when nothing changes, and allocates only from the first change
    /// on.
    ///
    /// Any text is accepted. Time is linear in the text's length. The output is at most eleven
    /// times as long as the text in bytes, reached by the presentation form U+FDFA (3 bytes
    /// to 33); without [`PresentationForms::Expand`](crate::PresentationForms::Expand) at
    /// most four times, reached by
    /// [`Spacing::Isolate`](crate::Spacing::Isolate) with Arabic punctuation.
    ///
    /// ```
    /// use std::borrow::Cow;
    ///
    /// let naqi = naqi::Normalizer::search();
    /// assert!(matches!(naqi.normalize("plain"), Cow::Borrowed("plain")));
    /// ```
    pub fn normalize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut sink = Lazy::new(text);
        engine::run(&self.compiled, self.kernel, text, &mut sink);
        sink.finish()
    }

    /// Normalises a text and appends it to `output`, which may be reused: clear it first
    /// to replace what it holds.
    ///
    /// ```
    /// let naqi = naqi::Normalizer::search();
    /// let mut buffer = String::new();
    /// for word in ["a", "b"] {
    ///     buffer.clear();
    ///     naqi.normalize_into(word, &mut buffer);
    ///     assert_eq!(buffer, word);
    /// }
    /// ```
    pub fn normalize_into(&self, text: &str, output: &mut String) {
        engine::run(&self.compiled, self.kernel, text, &mut Write::new(output));
    }

    /// Normalises a text and keeps track of where each part of the output comes from.
    ///
    /// The text is that of [`normalize`](Normalizer::normalize). Takes a little longer, and an eighth of the
    /// memory of both texts on top.
    ///
    /// ```
    /// let naqi = naqi::Normalizer::light();
    /// // beh, tatweel, beh
    /// let aligned = naqi.normalize_aligned("\u{628}\u{640}\u{628}");
    /// assert_eq!(aligned.text(), "\u{628}\u{628}");
    /// assert_eq!(aligned.source_range(0..2)?, 0..4);
    /// # Ok::<(), naqi::RangeError>(())
    /// ```
    pub fn normalize_aligned<'t>(&self, text: &'t str) -> Aligned<'t> {
        let mut sink = Aligning::new(text);
        engine::run(&self.compiled, self.kernel, text, &mut sink);
        Aligned::new(Arc::clone(&self.compiled), self.kernel, text, sink)
    }

    /// Whether normalising would change nothing. Reads up to the first change, allocates nothing.
    ///
    /// ```
    /// let naqi = naqi::Normalizer::search();
    /// assert!(naqi.is_normalized("12"));
    /// assert!(!naqi.is_normalized("\u{661}\u{662}")); // Arabic-Indic one, two
    /// ```
    pub fn is_normalized(&self, text: &str) -> bool {
        let mut sink = Same::new(text);
        engine::run(&self.compiled, self.kernel, text, &mut sink);
        sink.finish()
    }
}

/// Shows the rules that are on.
impl fmt::Debug for Normalizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rules = f.debug_struct("Normalizer");
        for (rule, value) in self.rules().rules() {
            rules.field(rule.name(), &format_args!("{value}"));
        }
        rules.finish()
    }
}

/// Two normalisers are equal when their rules are.
impl PartialEq for Normalizer {
    fn eq(&self, other: &Self) -> bool {
        self.rules() == other.rules()
    }
}

impl Eq for Normalizer {}
