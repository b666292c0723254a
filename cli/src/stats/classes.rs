//! What the code points that were counted are.

use anyhow::Result;
use naqi::{Controls, Marks, Normalizer, PresentationForms, Punctuation, StrayMarks};
use unicode_properties::{
    GeneralCategory as Category, GeneralCategoryGroup as Group, UnicodeGeneralCategory as _,
};

use super::count::{Count, is_mark};
use crate::names::name;

/// A part of the figures.
pub struct Section {
    /// Its name in JSON: lower case, with `_`.
    pub name: &'static str,
    pub title: &'static str,
    pub rows: Vec<Row>,
}

/// A figure.
pub struct Row {
    pub name: String,
    pub count: u64,
}

/// Tells what a code point is, by asking the rules of the library.
pub struct Classes {
    /// Classes of marks, each with rules that delete just those.
    marks: Vec<(String, Normalizer)>,
    /// Likewise of invisible characters.
    controls: Vec<(String, Normalizer)>,
    forms: Normalizer,
    context: Normalizer,
}

impl Classes {
    /// Builds the rules.
    ///
    /// # Errors
    ///
    /// When the environment asks for a tier that is not here.
    pub fn new() -> Result<Classes> {
        let rules = Normalizer::builder;
        let snake = |name: String| name.replace('-', "_");
        let marks = Marks::all()
            .iter()
            .map(|set| Ok((snake(set.to_string()), rules().marks(set).build()?)));
        let controls = Controls::all()
            .iter()
            .map(|set| Ok((snake(set.to_string()), rules().controls(set).build()?)));
        Ok(Classes {
            marks: marks.collect::<Result<_>>()?,
            controls: controls.collect::<Result<_>>()?,
            forms: rules().presentation_forms(PresentationForms::Expand).build()?,
            context: rules()
                .punctuation(Punctuation::Arabic)
                .stray_marks(StrayMarks::Repair)
                .build()?,
        })
    }

    /// The rules that find what can be told by the neighbours only.
    pub fn context(&self) -> &Normalizer {
        &self.context
    }

    /// The figures.
    pub fn sections(&self, count: &Count) -> Vec<Section> {
        let chars: Vec<(char, u64)> = count.chars().collect();
        let sum = |is: &dyn Fn(char) -> bool| -> u64 {
            chars.iter().filter(|(c, _)| is(*c)).map(|(_, count)| count).sum()
        };
        let each = |is: &dyn Fn(char) -> bool| -> Vec<Row> {
            let found = chars.iter().filter(|(c, _)| is(*c));
            found.map(|&(c, count)| row(&name(c), count)).collect()
        };
        let total = chars.iter().map(|(_, count)| count).sum();
        let mut classes: Vec<Row> = CLASSES.iter().map(|name| row(name, 0)).collect();
        for &(c, count) in &chars {
            let class = class(c);
            if let Some(row) = classes.iter_mut().find(|row| row.name == class) {
                row.count += count;
            }
        }
        let goes =
            |naqi: &Normalizer, c: char| naqi.normalize(c.encode_utf8(&mut [0; 4])).is_empty();
        let known = |c: char| self.marks.iter().any(|(_, naqi)| goes(naqi, c));
        let mut marks: Vec<Row> =
            (self.marks.iter()).map(|(name, naqi)| row(name, sum(&|c| goes(naqi, c)))).collect();
        marks.push(row("other", sum(&|c| is_mark(c) && !known(c))));
        marks.push(row("without_a_letter", count.loose_marks));
        let mut punctuation: Vec<Row> =
            (PUNCTUATION.iter()).map(|&(name, mark)| row(name, sum(&|c| c == mark))).collect();
        for (name, mark) in MISTYPED {
            punctuation.push(row(name, count.latin_in_arabic.get(&mark).copied().unwrap_or(0)));
        }
        punctuation.push(row("stray_greater_than", count.stray_stops));
        let mut invisible: Vec<Row> =
            (self.controls.iter()).map(|(name, naqi)| row(name, sum(&|c| goes(naqi, c)))).collect();
        invisible.push(row("zwnj", sum(&|c| c == '\u{200C}')));
        let is_form = |c: char| {
            matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
                && self.forms.normalize(c.encode_utf8(&mut [0; 4])) != c.to_string()
        };
        vec![
            Section {
                name: "total",
                title: "In all",
                rows: vec![
                    row("files", count.files),
                    row("lines", count.lines),
                    row("bytes", count.bytes),
                    row("characters", total),
                ],
            },
            Section { name: "classes", title: "Characters by class", rows: classes },
            Section { name: "marks", title: "Marks", rows: marks },
            Section {
                name: "letters",
                title: "Letters with more than one spelling",
                rows: LETTERS
                    .iter()
                    .map(|(name, set)| row(name, sum(&|c| set.contains(&c))))
                    .collect(),
            },
            Section {
                name: "digits",
                title: "Systems of digits",
                rows: DIGITS
                    .iter()
                    .map(|(name, range)| row(name, sum(&|c| range.contains(&c))))
                    .chain([row(
                        "other",
                        sum(&|c| {
                            c.general_category() == Category::DecimalNumber
                                && !DIGITS.iter().any(|(_, range)| range.contains(&c))
                        }),
                    )])
                    .collect(),
            },
            Section { name: "punctuation", title: "Kinds of punctuation", rows: punctuation },
            Section {
                name: "presentation_forms",
                title: "Presentation forms",
                rows: vec![
                    row("a", sum(&|c| is_form(c) && c < '\u{FE70}')),
                    row("b", sum(&|c| is_form(c) && c >= '\u{FE70}')),
                ],
            },
            Section { name: "invisible", title: "Invisible characters", rows: invisible },
            Section { name: "direction", title: "Direction controls, each", rows: each(&is_bidi) },
            Section {
                name: "suspicious",
                title: "Code points that do not belong in text",
                rows: each(&is_suspicious),
            },
        ]
    }
}

fn row(name: &str, count: u64) -> Row {
    Row { name: name.to_owned(), count }
}

/// The classes of [`class`].
const CLASSES: [&str; 10] = [
    "arabic_letters",
    "latin_letters",
    "other_letters",
    "marks",
    "tatweel",
    "digits",
    "punctuation",
    "symbols",
    "white_space",
    "other",
];

/// The class of a character.
fn class(c: char) -> &'static str {
    if c == '\u{640}' {
        return "tatweel";
    }
    if c.is_whitespace() {
        return "white_space";
    }
    match c.general_category_group() {
        Group::Letter if is_in_arabic_block(c) => "arabic_letters",
        Group::Letter if is_latin(c) => "latin_letters",
        Group::Letter => "other_letters",
        Group::Mark => "marks",
        Group::Number => "digits",
        Group::Punctuation => "punctuation",
        Group::Symbol => "symbols",
        _ => "other",
    }
}

fn is_in_arabic_block(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{870}'..='\u{8FF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10EC0}'..='\u{10EFF}'
        | '\u{1EE00}'..='\u{1EEFF}')
}

fn is_latin(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z' | '\u{AA}' | '\u{BA}' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

fn is_bidi(c: char) -> bool {
    matches!(c,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Controls that text does not hold, what is not assigned or for private use, what stands for a
/// character that was lost, and tags.
fn is_suspicious(c: char) -> bool {
    match c.general_category() {
        Category::Control => !matches!(c, '\t' | '\n' | '\r'),
        Category::PrivateUse | Category::Unassigned => true,
        _ => matches!(c, '\u{FFF9}'..='\u{FFFD}' | '\u{E0001}' | '\u{E0020}'..='\u{E007F}'),
    }
}

/// Letters that people and keyboards interchange.
const LETTERS: [(&str, &[char]); 12] = [
    (
        "alef_with_hamza_madda_or_wasla",
        &['\u{622}', '\u{623}', '\u{625}', '\u{671}', '\u{672}', '\u{673}', '\u{675}'],
    ),
    ("alef", &['\u{627}']),
    ("hamza_carriers", &['\u{624}', '\u{626}']),
    ("teh_marbuta", &['\u{629}']),
    ("yeh", &['\u{64A}']),
    ("alef_maksura", &['\u{649}']),
    ("farsi_yeh", &['\u{6CC}']),
    ("kaf", &['\u{643}']),
    ("keheh", &['\u{6A9}']),
    ("heh", &['\u{647}']),
    ("heh_goal_doachashmee_and_ae", &['\u{6C0}', '\u{6C1}', '\u{6C2}', '\u{6BE}', '\u{6D5}']),
    ("yeh_barree", &['\u{6D2}', '\u{6D3}']),
];

/// Systems of digits.
const DIGITS: [(&str, std::ops::RangeInclusive<char>); 3] = [
    ("ascii", '0'..='9'),
    ("arabic_indic", '\u{660}'..='\u{669}'),
    ("extended", '\u{6F0}'..='\u{6F9}'),
];

/// Marks of punctuation that come in two scripts.
const PUNCTUATION: [(&str, char); 11] = [
    ("comma_latin", ','),
    ("comma_arabic", '\u{60C}'),
    ("semicolon_latin", ';'),
    ("semicolon_arabic", '\u{61B}'),
    ("question_mark_latin", '?'),
    ("question_mark_arabic", '\u{61F}'),
    ("percent_latin", '%'),
    ("percent_arabic", '\u{66A}'),
    ("full_stop_urdu", '\u{6D4}'),
    ("decimal_separator_arabic", '\u{66B}'),
    ("thousands_separator_arabic", '\u{66C}'),
];

/// Latin marks where Arabic ones were meant.
const MISTYPED: [(&str, char); 4] = [
    ("comma_latin_in_arabic", ','),
    ("semicolon_latin_in_arabic", ';'),
    ("question_mark_latin_in_arabic", '?'),
    ("percent_latin_in_arabic", '%'),
];
