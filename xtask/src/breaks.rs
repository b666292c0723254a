//! The properties of text segmentation (UAX #29), read from the database and printed as the tables
//! of `src/token/tables.rs`.

use std::path::Path;

use anyhow::{Result, bail, ensure};

use crate::emit::{escape, header, set_table, table, valued};
use crate::tables::{SetSpan, Span, set, spans};
use crate::ucd::{CODE_POINTS, Lines, Ucd, Version};

/// Lines of `emoji-data.txt`, which the folder of UCD files does not hold.
const EMOJI_DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

/// A property with named values, and the Rust names of the values that are printed.
struct Property {
    file: &'static str,
    values: &'static [(&'static str, &'static str)],
}

const WORD_BREAK: Property = Property {
    file: "WordBreakProperty.txt",
    values: &[
        ("CR", "Cr"),
        ("LF", "Lf"),
        ("Newline", "Newline"),
        ("Extend", "Extend"),
        ("ZWJ", "Zwj"),
        ("Format", "Format"),
        ("Regional_Indicator", "RegionalIndicator"),
        ("Katakana", "Katakana"),
        ("Hebrew_Letter", "HebrewLetter"),
        ("ALetter", "ALetter"),
        ("Single_Quote", "SingleQuote"),
        ("Double_Quote", "DoubleQuote"),
        ("MidNumLet", "MidNumLet"),
        ("MidLetter", "MidLetter"),
        ("MidNum", "MidNum"),
        ("Numeric", "Numeric"),
        ("ExtendNumLet", "ExtendNumLet"),
        ("WSegSpace", "WSegSpace"),
    ],
};

const SENTENCE_BREAK: Property = Property {
    file: "SentenceBreakProperty.txt",
    values: &[
        ("CR", "Cr"),
        ("LF", "Lf"),
        ("Sep", "Sep"),
        ("Extend", "Extend"),
        ("Format", "Format"),
        ("Sp", "Sp"),
        ("Lower", "Lower"),
        ("Upper", "Upper"),
        ("OLetter", "OLetter"),
        ("Numeric", "Numeric"),
        ("ATerm", "ATerm"),
        ("STerm", "STerm"),
        ("Close", "Close"),
        ("SContinue", "SContinue"),
    ],
};

const GRAPHEME_BREAK: Property = Property {
    file: "GraphemeBreakProperty.txt",
    values: &[
        ("CR", "Cr"),
        ("LF", "Lf"),
        ("Control", "Control"),
        ("Extend", "Extend"),
        ("ZWJ", "Zwj"),
        ("Regional_Indicator", "RegionalIndicator"),
        ("Prepend", "Prepend"),
        ("SpacingMark", "SpacingMark"),
        ("L", "L"),
        ("V", "V"),
        ("T", "T"),
        ("LV", "Lv"),
        ("LVT", "Lvt"),
    ],
};

const CONJUNCT_BREAK: Property = Property {
    file: "DerivedCoreProperties.txt",
    values: &[("Linker", "Linker"), ("Consonant", "Consonant"), ("Extend", "Extend")],
};

type Values = Vec<Span<&'static str>>;

/// All tables, in the order in which they are printed.
pub(crate) struct Breaks {
    version: Version,
    word: Values,
    sentence: Values,
    grapheme: Values,
    conjunct: Values,
    extended_pictographic: Vec<SetSpan>,
    emoji_presentation: Vec<SetSpan>,
    punctuation: Vec<SetSpan>,
}

impl Breaks {
    /// Reads the files of `folder`; `ucd` has been read from it.
    pub(crate) fn read(folder: &Path, ucd: &Ucd) -> Result<Self> {
        let version = ucd.version();
        let emoji = read(Path::new(EMOJI_DATA), "emoji-data.txt", version)?;
        Ok(Self {
            version,
            word: values(folder, version, &WORD_BREAK)?,
            sentence: values(folder, version, &SENTENCE_BREAK)?,
            grapheme: without_hangul_syllables(values(folder, version, &GRAPHEME_BREAK)?)?,
            conjunct: values(folder, version, &CONJUNCT_BREAK)?,
            extended_pictographic: members(&emoji, "Extended_Pictographic")?,
            emoji_presentation: members(&emoji, "Emoji_Presentation")?,
            punctuation: set(|c| ucd.category(c)[0] == b'P'),
        })
    }

    /// The name and the number of entries of each table.
    pub(crate) fn sizes(&self) -> [(&'static str, usize); 7] {
        [
            ("WORD_BREAK", self.word.len()),
            ("SENTENCE_BREAK", self.sentence.len()),
            ("GRAPHEME_BREAK", self.grapheme.len()),
            ("CONJUNCT_BREAK", self.conjunct.len()),
            ("EXTENDED_PICTOGRAPHIC", self.extended_pictographic.len()),
            ("EMOJI_PRESENTATION", self.emoji_presentation.len()),
            ("PUNCTUATION", self.punctuation.len()),
        ]
    }

    /// The text of `src/token/tables.rs`.
    pub(crate) fn rust_source(&self) -> String {
        let mut out = header(
            self.version,
            "Properties of text segmentation",
            "super::property::{ConjunctBreak, GraphemeBreak, SentenceBreak, WordBreak}",
        );
        let mut values = |name: &str, kind: &str, doc: &str, spans: &Values| {
            table(
                &mut out,
                name,
                &format!("(char, char, {kind})"),
                doc,
                spans.iter().map(|span| valued(span, format_args!("{kind}::{}", span.value))),
            );
        };
        values(
            "WORD_BREAK",
            "WordBreak",
            "Word_Break (`WordBreakProperty.txt`) where it is not Other, first to last.",
            &self.word,
        );
        values(
            "SENTENCE_BREAK",
            "SentenceBreak",
            "Sentence_Break (`SentenceBreakProperty.txt`) where it is not Other, first to last.",
            &self.sentence,
        );
        values(
            "GRAPHEME_BREAK",
            "GraphemeBreak",
            "Grapheme_Cluster_Break (`GraphemeBreakProperty.txt`) where it is not Other, first
to last. Without LV and LVT, the Hangul syllables U+AC00..=U+D7A3: of 28 that
follow one another the first is LV and the others are LVT.",
            &self.grapheme,
        );
        values(
            "CONJUNCT_BREAK",
            "ConjunctBreak",
            "Indic_Conjunct_Break (`DerivedCoreProperties.txt`) where it is not None, first to
last.",
            &self.conjunct,
        );
        set_table(
            &mut out,
            "EXTENDED_PICTOGRAPHIC",
            "Extended_Pictographic (`emoji-data.txt`), first to last.",
            &self.extended_pictographic,
        );
        set_table(
            &mut out,
            "EMOJI_PRESENTATION",
            "Emoji_Presentation (`emoji-data.txt`), first to last.",
            &self.emoji_presentation,
        );
        set_table(
            &mut out,
            "PUNCTUATION",
            "General_Category P* (`UnicodeData.txt`), first to last.",
            &self.punctuation,
        );
        out
    }
}

fn read(folder: &Path, name: &str, version: Version) -> Result<Lines> {
    let file = Lines::read(folder, name)?;
    let found = file.version()?;
    ensure!(found == version, "{name}: Unicode version {found:?}, where others have {version:?}");
    Ok(file)
}

/// The values of a property by code point. In a file of several properties, Indic_Conjunct_Break
/// stands in the first field.
fn values(folder: &Path, version: Version, property: &Property) -> Result<Values> {
    let file = read(folder, property.file, version)?;
    let mut by_code = vec![None; CODE_POINTS];
    let mut seen = vec![false; property.values.len()];
    file.each_property(|first, last, fields| {
        let name = match fields {
            [name] if property.file.ends_with("BreakProperty.txt") => *name,
            ["InCB", name] => *name,
            _ => return Ok(()),
        };
        let Some(at) = property.values.iter().position(|value| value.0 == name) else {
            bail!("unknown value `{name}`");
        };
        seen[at] = true;
        by_code[first..=last].fill(Some(property.values[at].1));
        Ok(())
    })?;
    if let Some(at) = seen.iter().position(|seen| !seen) {
        bail!("{}: the file has no {} data", property.file, property.values[at].0);
    }
    Ok(spans(|c| by_code[c as usize]))
}

/// Takes out LV and LVT, which are a matter of arithmetic; fails when they are not.
fn without_hangul_syllables(mut spans: Values) -> Result<Values> {
    for span in &spans {
        for c in span.first..=span.last {
            let syllable = ('\u{AC00}'..='\u{D7A3}').contains(&c);
            let expected = match (c as u32).wrapping_sub(0xAC00) % 28 {
                _ if !syllable => None,
                0 => Some("Lv"),
                _ => Some("Lvt"),
            };
            let found = Some(span.value).filter(|value| matches!(*value, "Lv" | "Lvt"));
            ensure!(expected == found, "{} is not the Hangul syllable it should be", escape(c));
        }
    }
    spans.retain(|span| !matches!(span.value, "Lv" | "Lvt"));
    Ok(spans)
}

/// The members of a binary property.
fn members(file: &Lines, name: &str) -> Result<Vec<SetSpan>> {
    let mut by_code = vec![false; CODE_POINTS];
    crate::ucd::mark(file, name, &mut by_code)?;
    Ok(set(|c| by_code[c as usize]))
}
