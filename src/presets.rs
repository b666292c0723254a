//! Named configurations: for readers, for language models, for search, for each language, and
//! peers reproduced.

use core::fmt;

use crate::{
    Normalizer,
    builder::Builder,
    error::Error,
    options::{
        Alef, AlefMaksura, Composition, Controls, DaggerAlef, Digits, FarsiYeh, HamzaCarriers, Heh,
        Keheh, Marks, Peer, PresentationForms, Punctuation, Spacing, StrayMarks, Tatweel,
        WhiteSpace, Zwnj,
    },
};

/// Defines the presets: name, one plain sentence, and the function of [`Normalizer`].
macro_rules! presets {
    ($($(#[$doc:meta])* $variant:ident $name:literal $function:ident $summary:literal,)+) => {
        /// A named configuration.
        ///
        /// ```
        /// use naqi::Preset;
        /// for preset in Preset::ALL {
        ///     println!("{preset}: {}", preset.summary());
        /// }
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Preset { $($(#[$doc])* #[doc = $summary] $variant,)+ }

        impl Preset {
            /// Every preset, in the order of the documentation.
            pub const ALL: &'static [Preset] = &[$(Preset::$variant,)+];

            /// The preset's name: `tidy`, `light`, `search` …
            pub const fn name(self) -> &'static str {
                match self { $(Preset::$variant => $name,)+ }
            }

            /// What the preset does, in one sentence for people who read no Arabic.
            pub const fn summary(self) -> &'static str {
                match self { $(Preset::$variant => $summary,)+ }
            }
        }

        impl Normalizer {
            $(#[doc = concat!("The preset `", $name, "`.")]
            ///
            $(#[$doc])*
            #[doc = $summary]
            pub fn $function() -> Normalizer {
                Preset::$variant.normalizer()
            })+
        }
    };
}

presets! {
    Tidy "tidy" tidy
        "For readers: repairs commas, full stops and the spaces around punctuation, removes invisible characters, and leaves every letter, mark and digit as it is.",
    Light "light" light
        "For language models and translation: removes vowel marks, stretching strokes and invisible characters, writes print-shop letter forms as plain letters, and changes no letter.",
    Search "search" search
        "For finding text: as light, and also writes letters that people interchange as one letter, digits as 0-9, and punctuation in one form and spacing.",
    Quran "quran" quran
        "For finding text in the Quran's own spelling: as search without the punctuation rules, and writes the small raised alef as the full letter that modern spelling has.",
    Persian "persian" persian
        "For Persian: as light, and writes Arabic kaf, yeh and heh as their Persian counterparts.",
    Urdu "urdu" urdu
        "For Urdu: as light, and writes Arabic kaf, yeh, heh and teh marbuta as their Urdu counterparts.",
    Kurdish "kurdish" kurdish
        "For Kurdish in Arabic script: as light, and writes Arabic kaf and yeh as the Kurdish letters; the letters that Kurdish tells apart stay apart.",
    Uyghur "uyghur" uyghur
        "For Uyghur: as light; the letters that Uyghur tells apart stay apart.",
    LuceneArabic "lucene_arabic" lucene_arabic
        "The letters exactly as Apache Lucene's ArabicNormalizer writes them.",
    LucenePersian "lucene_persian" lucene_persian
        "The letters exactly as Apache Lucene's ArabicNormalizer and then PersianNormalizer write them.",
    PyarabicSearch "pyarabic_search" pyarabic_search
        "The letters exactly as PyArabic's normalize_searchtext writes them, which turns a final alef maksura into alef.",
    CamelDediac "camel_dediac" camel_dediac
        "The vowel marks removed exactly as CAMeL Tools' dediac_ar removes them.",
    ArabicNorm "arabic_norm" arabic_norm
        "The letters exactly as the Python package arabic-norm writes them by default.",
}

/// Invisible characters that carry nothing a reader of plain text needs. Zero width joiner stays:
/// it shapes abbreviations.
const INVISIBLE: Controls =
    Controls::BIDI.union(Controls::BOM).union(Controls::SOFT_HYPHEN).union(Controls::ZERO_WIDTH);

impl Preset {
    /// The preset of this name; a hyphen counts as an underscore.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPreset`], which lists the presets.
    pub fn from_name(name: &str) -> Result<Preset, Error> {
        let wanted = name.replace('-', "_");
        let found = Preset::ALL.iter().copied().find(|preset| preset.name() == wanted);
        found.ok_or(Error::UnknownPreset { name: name.into() })
    }

    /// The preset's rules, to look at or to change.
    ///
    /// ```
    /// use naqi::{Digits, Preset};
    /// let naqi = Preset::Tidy.builder().digits(Digits::Ascii).build()?;
    /// # Ok::<(), naqi::Error>(())
    /// ```
    pub fn builder(self) -> Builder {
        let peer = |peer| Builder::default().peer(peer);
        match self {
            Preset::Tidy => Builder::default()
                .punctuation(Punctuation::Arabic)
                .stray_marks(StrayMarks::Repair)
                .spacing(Spacing::Tidy)
                .controls(INVISIBLE)
                .white_space(WhiteSpace::Collapse),
            Preset::Light => light(),
            Preset::Search => search()
                .punctuation(Punctuation::Latin)
                .stray_marks(StrayMarks::Repair)
                .spacing(Spacing::Tidy),
            Preset::Quran => search().dagger_alef(DaggerAlef::ToAlef),
            Preset::Persian => light()
                .farsi_yeh(FarsiYeh::ToPersian)
                .alef_maksura(AlefMaksura::ToYeh)
                .keheh(Keheh::ToPersian)
                .heh(Heh::ToPersian),
            Preset::Urdu => light()
                .farsi_yeh(FarsiYeh::ToPersian)
                .alef_maksura(AlefMaksura::ToYeh)
                .keheh(Keheh::ToPersian)
                .heh(Heh::ToUrdu),
            Preset::Kurdish => light().farsi_yeh(FarsiYeh::ToPersian).keheh(Keheh::ToPersian),
            Preset::Uyghur => light(),
            Preset::LuceneArabic => peer(Peer::LuceneArabic),
            Preset::LucenePersian => peer(Peer::LucenePersian),
            Preset::PyarabicSearch => peer(Peer::PyarabicSearch),
            Preset::CamelDediac => peer(Peer::CamelDediac),
            Preset::ArabicNorm => peer(Peer::ArabicNorm),
        }
    }

    /// The preset as a normaliser.
    ///
    /// # Panics
    ///
    /// If the environment variable `NAQI_TIER` names a [tier](crate::Tier) that is not here. Where that is
    /// to be an error, use `builder().build()`.
    pub fn normalizer(self) -> Normalizer {
        match self.builder().build() {
            Ok(normalizer) => normalizer,
            // Every preset builds: tests/api.rs builds each. So it is the environment.
            Err(error) => panic!("preset {self}: {error}"),
        }
    }
}

/// Marks and inner tatweel out, forms expanded; hamza marks stay, which are part of a letter in
/// Persian and Kashmiri.
fn light() -> Builder {
    Builder::default()
        .tatweel(Tatweel::Inner)
        .marks(Marks::all().difference(Marks::HAMZA_MARKS))
        .presentation_forms(PresentationForms::Expand)
        .controls(INVISIBLE)
        .composition(Composition::Nfc)
}

/// Everything out that people type or leave out at will. Teh marbuta stays.
fn search() -> Builder {
    light()
        .tatweel(Tatweel::All)
        .marks(Marks::all())
        .alef(Alef::Fold)
        .hamza_carriers(HamzaCarriers::BaseLetter)
        .alef_maksura(AlefMaksura::ToYeh)
        .farsi_yeh(FarsiYeh::ToArabic)
        .keheh(Keheh::ToArabic)
        .heh(Heh::ToArabic)
        .digits(Digits::Ascii)
        .controls(Controls::all())
        .zwnj(Zwnj::Delete)
        .white_space(WhiteSpace::Collapse)
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl core::str::FromStr for Preset {
    type Err = Error;

    fn from_str(name: &str) -> Result<Preset, Error> {
        Preset::from_name(name)
    }
}
