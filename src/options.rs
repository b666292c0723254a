//! What each rule may be told to do: one enum or bit set a rule.
//!
//! The names in quotes are the ones that [`Builder::set`](crate::Builder::set), the command's
//! `--set RULE=VALUE`, configuration files and the `serde` feature use.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::{fmt, num::NonZeroU8};

/// A rule's value that can be read from and written as text.
pub(crate) trait RuleValue: Sized {
    /// The value of this name, or `None`.
    fn from_name(name: &str) -> Option<Self>;
    /// The text that [`from_name`](RuleValue::from_name) reads back.
    fn to_name(&self) -> String;
    /// What is allowed, for error messages.
    fn allowed() -> String;
}

/// Defines an enum whose variants have names in configuration files.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The value's name in configuration files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl RuleValue for $name {
            fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
            fn to_name(&self) -> String {
                self.name().to_owned()
            }
            fn allowed() -> String {
                Self::ALL.iter().map(|value| value.name()).collect::<Vec<_>>().join(", ")
            }
        }
    };
}

/// Defines a bit set whose members have names in configuration files: the
/// constants' names in lower case with hyphens.
macro_rules! set {
    ($(#[$doc:meta])* $name:ident: $bits:ty {
        $($(#[$($fdoc:tt)*])* $flag:ident = $bit:literal,)+
    }) => {
        bitflags::bitflags! {
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
            pub struct $name: $bits {
                $($(#[$($fdoc)*])* const $flag = 1 << $bit;)+
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.to_name())
            }
        }

        impl RuleValue for $name {
            fn from_name(names: &str) -> Option<Self> {
                match names {
                    "none" => return Some(Self::empty()),
                    "all" => return Some(Self::all()),
                    _ => {}
                }
                names.split(',').try_fold(Self::empty(), |set, name| {
                    let constant = name.trim().to_ascii_uppercase().replace('-', "_");
                    Some(set | <Self as bitflags::Flags>::from_name(&constant)?)
                })
            }
            fn to_name(&self) -> String {
                if self.is_empty() {
                    return "none".to_string();
                }
                self.iter_names().map(|(name, _)| kebab(name)).collect::<Vec<_>>().join(",")
            }
            fn allowed() -> String {
                let names: Vec<_> =
                    Self::all().iter_names().map(|(name, _)| kebab(name)).collect();
                format!("none, all, or a list of {}", names.join(", "))
            }
        }
    };
}

/// `DAGGER_ALEF` as `dagger-alef`.
fn kebab(constant: &str) -> String {
    constant.to_ascii_lowercase().replace('_', "-")
}

choice! {
    /// Tatweel (U+0640, kashida): the stroke that stretches a word.
    Tatweel {
        /// Leave every tatweel. The default.
        #[default]
        Keep = "keep",
        /// Delete tatweel between two letters; keep it at a word's edge, where it stands alone,
        /// and where it carries a kept U+0670, U+0653, U+0654 or U+0655.
        ///
        /// At a word's end it means something: a proclitic before a quotation or a figure, or
        /// the abbreviation heh-tatweel of the Hijri era. A mark on a deleted tatweel
        /// then sits on what precedes it.
        Inner = "inner",
        /// Delete every tatweel.
        All = "all",
    }
}

set! {
    /// Marks to delete, by class: the combining marks of the Arabic blocks
    /// (U+06xx, U+08xx, U+10ECx–10EFx), read from the Unicode character database.
    ///
    /// Deleting a mark leaves no space and never changes the letter beneath: waw with hamza
    /// stays waw with hamza, whether it arrives as one character or as two.
    ///
    /// ```
    /// use naqi::{Marks, Normalizer};
    ///
    /// let marks = Marks::HARAKAT | Marks::SHADDA;
    /// let naqi = Normalizer::builder().marks(marks).build()?;
    /// // meem, damma, hah, fatha, meem, shadda, fatha, dal
    /// let name = "\u{645}\u{64F}\u{62D}\u{64E}\u{645}\u{651}\u{64E}\u{62F}";
    /// assert_eq!(naqi.normalize(name), "\u{645}\u{62D}\u{645}\u{62F}");
    /// # Ok::<(), naqi::Error>(())
    /// ```
    Marks: u16 {
        /// Fatha, damma, kasra: U+064E–0650.
        HARAKAT = 0,
        /// Fathatan, dammatan, kasratan: U+064B–064D.
        TANWIN = 1,
        /// Shadda: U+0651.
        SHADDA = 2,
        /// Sukun: U+0652.
        SUKUN = 3,
        /// Maddah above: U+0653, where it is not part of alef with madda.
        MADDA = 4,
        /// Hamza above and below: U+0654, U+0655, where they are not part of a hamza letter.
        HAMZA_MARKS = 5,
        /// Dagger alef, the superscript alef: U+0670.
        DAGGER_ALEF = 6,
        /// Quranic annotation and honorifics: U+0610–061A, U+06D6–06DC, U+06DF–06E8,
        /// U+06EA–06ED. With the small waw and small yeh U+06E5 and U+06E6, which are letters
        /// by category; without the signs U+06DD, U+06DE and U+06E9, which are no marks.
        QURANIC = 7,
        /// All others: U+0656–065F, and the blocks Arabic Extended-A, -B and -C.
        EXTENDED = 8,
    }
}

choice! {
    /// Dagger alef (U+0670), which writes a long a above the letter.
    DaggerAlef {
        /// Leave it. The default.
        #[default]
        Keep = "keep",
        /// Delete it, as `Marks::DAGGER_ALEF` does.
        Delete = "delete",
        /// Write it as alef, as modern spelling does; but delete it where it writes no letter of
        /// its own (after alef and alef maksura, or with no letter before it) and in the
        /// words that modern spelling writes without alef (the words for this, that, but, those,
        /// God, the Merciful …: `src/rules/dagger.rs` has the list).
        ToAlef = "to-alef",
    }
}

choice! {
    /// Alef with madda, hamza above, hamza below, wasla, wavy hamza above or below, high hamza:
    /// U+0622, U+0623, U+0625, U+0671, U+0672, U+0673, U+0675.
    Alef {
        /// Leave them. The default.
        #[default]
        Keep = "keep",
        /// Write them as bare alef U+0627.
        Fold = "fold",
    }
}

choice! {
    /// Waw with hamza U+0624 and yeh with hamza U+0626.
    HamzaCarriers {
        /// Leave them. The default.
        #[default]
        Keep = "keep",
        /// Write the carrier alone: waw U+0648, yeh U+064A.
        BaseLetter = "base-letter",
        /// Write the hamza alone: U+0621.
        Hamza = "hamza",
    }
}

choice! {
    /// Alef maksura U+0649 and yeh U+064A.
    AlefMaksura {
        /// Leave both. The default, and the only right choice for Uyghur and Kurdish.
        #[default]
        Keep = "keep",
        /// Write alef maksura as yeh.
        ToYeh = "to-yeh",
        /// Write yeh as alef maksura.
        FromYeh = "from-yeh",
    }
}

choice! {
    /// Farsi yeh U+06CC and Arabic yeh U+064A.
    FarsiYeh {
        /// Leave both. The default.
        #[default]
        Keep = "keep",
        /// Write Farsi yeh as Arabic yeh, and the Urdu letters yeh barree U+06D2, U+06D3
        /// as yeh and yeh with hamza.
        ToArabic = "to-arabic",
        /// Write Arabic yeh as Farsi yeh, as Persian, Urdu and Kurdish do. Farsi yeh or alef
        /// maksura with hamza above U+0654 become yeh with hamza U+0626.
        ToPersian = "to-persian",
    }
}

choice! {
    /// Keheh U+06A9 (Persian, Urdu, Kurdish) and kaf U+0643 (Arabic).
    Keheh {
        /// Leave both. The default.
        #[default]
        Keep = "keep",
        /// Write keheh as kaf.
        ToArabic = "to-arabic",
        /// Write kaf as keheh.
        ToPersian = "to-persian",
    }
}

choice! {
    /// The forms of heh: U+0647, heh goal U+06C1, heh doachashmee U+06BE, ae U+06D5, with
    /// hamza U+06C0 and U+06C2, and teh marbuta goal U+06C3.
    Heh {
        /// Leave them. The default.
        #[default]
        Keep = "keep",
        /// Write every form as heh U+0647, and teh marbuta goal as teh marbuta U+0629.
        ToArabic = "to-arabic",
        /// Write heh goal, doachashmee and ae as heh U+0647; heh goal with hamza as U+06C0,
        /// which stays; teh marbuta goal as teh marbuta.
        ToPersian = "to-persian",
        /// Write heh and ae as heh goal U+06C1, U+06C0 as U+06C2, teh marbuta as teh marbuta
        /// goal. Doachashmee stays: it marks aspiration and tells words apart.
        ToUrdu = "to-urdu",
    }
}

choice! {
    /// Teh marbuta U+0629.
    TehMarbuta {
        /// Leave it. The default.
        #[default]
        Keep = "keep",
        /// Write it as heh U+0647, as Lucene does.
        ToHeh = "to-heh",
        /// Write it as teh U+062A, beside which CLDR sorts it.
        ToTeh = "to-teh",
    }
}

choice! {
    /// Arabic presentation forms U+FB50–FDFF and U+FE70–FEFC, as PDF files hold them.
    PresentationForms {
        /// Leave them. The default.
        #[default]
        Keep = "keep",
        /// Write the letters they stand for, by their compatibility decomposition (UAX #15), and
        /// nothing else: superscripts and full-width letters stay.
        ///
        /// A ligature becomes several letters; U+FDFA becomes four words. Where
        /// the decomposition puts a mark on a space or tatweel, the mark comes without it.
        /// Characters without a decomposition (U+FDFD, the ornate brackets, honorifics) stay.
        Expand = "expand",
    }
}

choice! {
    /// Digits: ASCII 0–9, Arabic-Indic U+0660–0669, extended (Persian, Urdu) U+06F0–06F9.
    ///
    /// The separators between two digits follow: decimal `.` and U+066B, thousands `,` and
    /// U+066C. Towards the Arabic systems a full stop is taken as decimal only where the number
    /// has one, and a comma as thousands only before exactly three digits. Digits inside URLs,
    /// e-mail addresses and mentions stay; towards the Arabic systems also those in a
    /// word with Latin letters (`mp3`).
    Digits {
        /// Leave them. The default.
        #[default]
        Keep = "keep",
        /// Write ASCII digits.
        Ascii = "ascii",
        /// Write Arabic-Indic digits U+0660–0669.
        ArabicIndic = "arabic-indic",
        /// Write extended Arabic-Indic digits U+06F0–06F9.
        Extended = "extended",
    }
}

choice! {
    /// Comma, semicolon, question mark, percent sign: Latin `, ; ? %` and Arabic
    /// U+060C, U+061B, U+061F, U+066A. Never inside numbers, URLs or e-mail addresses.
    Punctuation {
        /// Leave them. The default.
        #[default]
        Keep = "keep",
        /// Write the Arabic mark where the last letter before it on the line is
        /// Arabic. With no letter before it, the mark stays. A percent sign beside a
        /// digit goes by the digit: it becomes U+066A beside an Arabic digit, and beside an ASCII
        /// digit either sign stays.
        Arabic = "arabic",
        /// Write the Latin mark everywhere.
        Latin = "latin",
    }
}

choice! {
    /// A stray `>`: Shift and the full-stop key on an Arabic keyboard.
    StrayMarks {
        /// Leave it. The default.
        #[default]
        Keep = "keep",
        /// Write `.` for a `>` that is glued to the end of an Arabic word and followed by white
        /// space or the end of the text. An open `<` earlier on the line protects it. `<` itself
        /// is never changed: nothing tells a slip from the opening of a pair.
        Repair = "repair",
    }
}

choice! {
    /// White space around punctuation.
    Spacing {
        /// Leave it. The default.
        #[default]
        Keep = "keep",
        /// In Arabic text: no space before a closing mark and one after it, none just inside
        /// quotes and brackets. Text is Arabic where the last letter before on the line is; also
        /// where an Arabic letter follows an opening mark or a comma. Numbers, URLs, smileys,
        /// dot runs, what surrounds Latin words, and everything on Latin lines stay.
        Tidy = "tidy",
        /// Set every mark apart with white space, in any text, so that marks become tokens of
        /// their own. Numbers, URLs and e-mail addresses stay whole.
        Isolate = "isolate",
    }
}

choice! {
    /// White space: U+0020, tab, no-break spaces and all others of the Unicode property.
    WhiteSpace {
        /// Leave it. The default.
        #[default]
        Keep = "keep",
        /// Write each run inside a line as one space U+0020 and delete it at the line's end. Line
        /// ends, blank lines and the indentation before a line's first character stay.
        Collapse = "collapse",
        /// Write each run, line ends included, as one space U+0020; none at either end of
        /// the text.
        SingleLine = "single-line",
    }
}

set! {
    /// Invisible characters to delete, by class. Zero width non-joiner is a rule of its
    /// own, [`Zwnj`].
    Controls: u8 {
        /// Direction marks, embeddings and isolates: U+061C, U+200E, U+200F, U+202A–202E,
        /// U+2066–2069.
        BIDI = 0,
        /// Zero width no-break space, the byte order mark: U+FEFF.
        BOM = 1,
        /// Zero width joiner U+200D, but never inside an emoji sequence.
        ZWJ = 2,
        /// Soft hyphen: U+00AD.
        SOFT_HYPHEN = 3,
        /// Zero width space U+200B, word joiner U+2060, invisible operators U+2061–2064.
        ZERO_WIDTH = 4,
    }
}

choice! {
    /// Zero width non-joiner U+200C, which Persian and Kurdish spell with.
    Zwnj {
        /// Leave it. The default.
        #[default]
        Keep = "keep",
        /// Delete it: the parts of the word join.
        Delete = "delete",
        /// Write a space for it, as Lucene's Persian analyzer does.
        Space = "space",
    }
}

choice! {
    /// Canonical composition (UAX #15).
    Composition {
        /// Leave other characters as they arrive. The default.
        ///
        /// The eight pairs of the Arabic block (alef, waw, yeh … with madda or hamza) are
        /// still composed when any rule for letters or for those marks is on, so that
        /// both spellings give the same output.
        #[default]
        Keep = "keep",
        /// Give all output in Normalization Form C of Unicode 17; a base with more than thirty marks gets
        /// U+034F after every thirtieth, as in the Stream-Safe Text Format.
        Nfc = "nfc",
    }
}

choice! {
    /// A letter table reproduced from another system, code point by code point, so that one can
    /// change over without a new index. It takes the place of the rules for letters, marks, tatweel,
    /// presentation forms and composition, and conflicts with them; the others combine with it.
    Peer {
        /// No peer: the rules of this crate. The default.
        #[default]
        None = "none",
        /// Apache Lucene's `ArabicNormalizer`.
        LuceneArabic = "lucene-arabic",
        /// Apache Lucene's `ArabicNormalizer`, then `PersianNormalizer`.
        LucenePersian = "lucene-persian",
        /// PyArabic's `normalize_searchtext`.
        PyarabicSearch = "pyarabic-search",
        /// CAMeL Tools' `dediac_ar`.
        CamelDediac = "camel-dediac",
        /// arabic-norm's default normalisation.
        ArabicNorm = "arabic-norm",
    }
}

/// The longest run of one Arabic letter: `ههههه` written by a laughing hand.
///
/// Only letters of the Arabic script count, never digits. A letter's marks go with it: marks
/// between the letters do not break a run, and those of a deleted letter are deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Elongation {
    /// Leave runs of any length. The default.
    #[default]
    Keep,
    /// Keep the first so many of a run. Two and more are safe for Arabic; one also shortens
    /// words that are spelled with a doubled letter.
    Max(NonZeroU8),
}

impl Elongation {
    /// Keep at most `n` letters of a run; zero means [`Elongation::Keep`].
    pub const fn max(n: u8) -> Self {
        match NonZeroU8::new(n) {
            Some(n) => Elongation::Max(n),
            None => Elongation::Keep,
        }
    }
}

impl fmt::Display for Elongation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Elongation::Keep => f.pad("keep"),
            Elongation::Max(n) => f.pad(&n.to_string()),
        }
    }
}

impl RuleValue for Elongation {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "keep" => Some(Elongation::Keep),
            number => number.parse().ok().map(Elongation::Max),
        }
    }
    fn to_name(&self) -> String {
        self.to_string()
    }
    fn allowed() -> String {
        "keep, or a number from 1 to 255".to_owned()
    }
}
