//! Derives the tables of `src/rules/tables.rs` from the database.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::ucd::{QuickCheck, Ucd, Version};

const TATWEEL: char = '\u{640}';

/// The two blocks of presentation forms; U+FEFF is no form but the BOM.
const FORM_BLOCKS: [RangeInclusive<char>; 2] = ['\u{FB50}'..='\u{FDFF}', '\u{FE70}'..='\u{FEFE}'];

/// Arabic, Arabic Supplement, Arabic Extended-B and -A, Arabic Extended-C.
const MARK_BLOCKS: [RangeInclusive<char>; 4] = [
    '\u{600}'..='\u{6FF}',
    '\u{750}'..='\u{77F}',
    '\u{870}'..='\u{8FF}',
    '\u{10EC0}'..='\u{10EFF}',
];

/// Letters by category that are written, and deleted, as Quranic marks.
const SMALL_LETTERS: RangeInclusive<char> = '\u{6E5}'..='\u{6E6}';

/// The variants of `naqi`'s own `MarkClass`; their names are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkClass {
    Harakat,
    Tanwin,
    Shadda,
    Sukun,
    Madda,
    Hamza,
    DaggerAlef,
    Quranic,
    Extended,
}

/// Characters from the first to the last that share one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span<V> {
    pub(crate) first: char,
    pub(crate) last: char,
    pub(crate) value: V,
}

/// Spans of a set: there is no value to share.
pub(crate) type SetSpan = Span<()>;

/// All tables, in the order in which they are printed.
pub(crate) struct Tables {
    pub(crate) version: Version,
    pub(crate) forms: Vec<(char, String)>,
    pub(crate) marks: Vec<Span<MarkClass>>,
    pub(crate) mark_ccc: Vec<Span<u8>>,
    pub(crate) arabic_letters: Vec<SetSpan>,
    pub(crate) other_letters: Vec<SetSpan>,
    pub(crate) emoji_joined: Vec<SetSpan>,
    pub(crate) white_space: Vec<SetSpan>,
    pub(crate) nfc_care: Vec<SetSpan>,
    pub(crate) nfc_attaches: Vec<SetSpan>,
    pub(crate) nfc_changes: Vec<SetSpan>,
}

impl Tables {
    pub(crate) fn derive(ucd: &Ucd) -> Self {
        Self {
            version: ucd.version(),
            forms: forms(ucd),
            marks: spans(|c| mark_class(ucd, c)),
            mark_ccc: spans(|c| mark_ccc(ucd, c)),
            arabic_letters: set(|c| is_arabic_letter(ucd, c)),
            other_letters: set(|c| is_other_letter(ucd, c)),
            emoji_joined: set(|c| is_emoji_joined(ucd, c)),
            white_space: set(|c| ucd.is_white_space(c)),
            nfc_care: set(|c| needs_nfc_care(ucd, c)),
            nfc_attaches: set(|c| attaches_in_nfc(ucd, c)),
            nfc_changes: set(|c| ucd.nfc_quick_check(c) != QuickCheck::Yes),
        }
    }

    /// The name and the number of entries of each table.
    pub(crate) fn sizes(&self) -> [(&'static str, usize); 10] {
        [
            ("FORMS", self.forms.len()),
            ("MARKS", self.marks.len()),
            ("MARK_CCC", self.mark_ccc.len()),
            ("ARABIC_LETTERS", self.arabic_letters.len()),
            ("OTHER_LETTERS", self.other_letters.len()),
            ("EMOJI_JOINED", self.emoji_joined.len()),
            ("WHITE_SPACE", self.white_space.len()),
            ("NFC_CARE", self.nfc_care.len()),
            ("NFC_ATTACHES", self.nfc_attaches.len()),
            ("NFC_CHANGES", self.nfc_changes.len()),
        ]
    }
}

/// Every presentation form that has a compatibility decomposition, and what it
/// stands for.
fn forms(ucd: &Ucd) -> Vec<(char, String)> {
    let pairs = composition_pairs(ucd);
    let expand = |c: char| {
        let is_form = ucd.decomposition(c).is_some_and(|to| to.compatibility);
        is_form.then(|| (c, form_text(ucd, &pairs, c)))
    };
    FORM_BLOCKS.into_iter().flatten().filter_map(expand).collect()
}

/// The NFKC form of `c`, without the space or tatweel that it puts under a
/// mark: the mark belongs on what stands before it.
fn form_text(ucd: &Ucd, pairs: &BTreeMap<(char, char), char>, c: char) -> String {
    let mut text = Vec::new();
    decompose(ucd, c, true, &mut text);
    put_in_canonical_order(ucd, &mut text);
    let text = compose(ucd, pairs, &text);
    match text.as_slice() {
        [' ' | TATWEEL, mark, ..] if ucd.combining_class(*mark) != 0 => text[1..].iter().collect(),
        all => all.iter().collect(),
    }
}

/// Appends the full decomposition of `c`. Hangul syllables, whose mapping is
/// arithmetic, come out whole: their first jamo neither combines nor attaches.
fn decompose(ucd: &Ucd, c: char, compatibility: bool, out: &mut Vec<char>) {
    match ucd.decomposition(c) {
        Some(mapping) if compatibility || !mapping.compatibility => {
            for &part in &mapping.to {
                decompose(ucd, part, compatibility, out);
            }
        }
        _ => out.push(c),
    }
}

/// Sorts each run of combining marks by class; the sort is stable.
fn put_in_canonical_order(ucd: &Ucd, text: &mut [char]) {
    let starter = |c: &char| ucd.combining_class(*c) == 0;
    for run in text.chunk_by_mut(|a, b| starter(a) == starter(b)) {
        run.sort_by_key(|&c| ucd.combining_class(c));
    }
}

/// The primary composites by the pair that composes to them.
fn composition_pairs(ucd: &Ucd) -> BTreeMap<(char, char), char> {
    ucd.decompositions()
        .filter(|&(c, mapping)| !mapping.compatibility && !ucd.is_composition_excluded(c))
        .filter_map(|(c, mapping)| match *mapping.to {
            [first, second] => Some(((first, second), c)),
            _ => None,
        })
        .collect()
}

/// The canonical composition algorithm on a text in canonical order.
fn compose(ucd: &Ucd, pairs: &BTreeMap<(char, char), char>, text: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    let mut starter: Option<usize> = None;
    for &c in text {
        let class = ucd.combining_class(c);
        if let Some(at) = starter {
            let last = out.len() - 1;
            let blocked = last > at && ucd.combining_class(out[last]) >= class;
            if let Some(&composite) = pairs.get(&(out[at], c)).filter(|_| !blocked) {
                out[at] = composite;
                continue;
            }
        }
        if class == 0 {
            starter = Some(out.len());
        }
        out.push(c);
    }
    out
}

fn in_mark_blocks(c: char) -> bool {
    MARK_BLOCKS.iter().any(|block| block.contains(&c))
}

fn mark_class(ucd: &Ucd, c: char) -> Option<MarkClass> {
    let member = SMALL_LETTERS.contains(&c) || ucd.category(c) == *b"Mn";
    (member && in_mark_blocks(c)).then_some(match c {
        '\u{64E}'..='\u{650}' => MarkClass::Harakat,
        '\u{64B}'..='\u{64D}' => MarkClass::Tanwin,
        '\u{651}' => MarkClass::Shadda,
        '\u{652}' => MarkClass::Sukun,
        '\u{653}' => MarkClass::Madda,
        '\u{654}'..='\u{655}' => MarkClass::Hamza,
        '\u{670}' => MarkClass::DaggerAlef,
        '\u{610}'..='\u{61A}' | '\u{6D6}'..='\u{6ED}' => MarkClass::Quranic,
        _ => MarkClass::Extended,
    })
}

/// That of the first character of the canonical decomposition: some vowel signs of class 0 decompose to two marks.
fn mark_ccc(ucd: &Ucd, c: char) -> Option<u8> {
    let mut parts = Vec::new();
    decompose(ucd, c, false, &mut parts);
    let class = ucd.combining_class(parts[0]);
    (class != 0).then_some(class)
}

/// Letters by category that the rules treat as something else.
fn is_letter_in_name_only(c: char) -> bool {
    c == TATWEEL || SMALL_LETTERS.contains(&c)
}

fn is_arabic_letter(ucd: &Ucd, c: char) -> bool {
    let letter = matches!(&ucd.category(c), b"Lo" | b"Lm");
    letter && ucd.is_script_arabic(c) && !is_letter_in_name_only(c)
}

fn is_other_letter(ucd: &Ucd, c: char) -> bool {
    ucd.is_letter(c) && !is_arabic_letter(ucd, c) && !is_letter_in_name_only(c)
}

fn is_emoji_joined(ucd: &Ucd, c: char) -> bool {
    // Notes that NFC takes apart end in a mark afterwards, which joins nothing.
    let symbol = ucd.category(c) == *b"So" && !ucd.is_script_arabic(c) && !needs_nfc_care(ucd, c);
    symbol || matches!(c, '\u{2194}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

fn needs_nfc_care(ucd: &Ucd, c: char) -> bool {
    ucd.combining_class(c) != 0 || ucd.nfc_quick_check(c) != QuickCheck::Yes
}

fn attaches_in_nfc(ucd: &Ucd, c: char) -> bool {
    let attaches = |c| ucd.combining_class(c) != 0 || ucd.nfc_quick_check(c) == QuickCheck::Maybe;
    let mut parts = Vec::new();
    decompose(ucd, c, false, &mut parts);
    needs_nfc_care(ucd, c) && (attaches(c) || attaches(parts[0]))
}

/// The characters for which `value` has one, as spans of adjacent code points
/// with equal values.
pub(crate) fn spans<V: Copy + PartialEq>(value: impl Fn(char) -> Option<V>) -> Vec<Span<V>> {
    let mut out: Vec<Span<V>> = Vec::new();
    for c in '\0'..=char::MAX {
        let Some(value) = value(c) else { continue };
        match out.last_mut() {
            Some(span) if span.last as u32 + 1 == c as u32 && span.value == value => span.last = c,
            _ => out.push(Span { first: c, last: c, value }),
        }
    }
    out
}

/// The members of a set as spans of adjacent code points.
pub(crate) fn set(member: impl Fn(char) -> bool) -> Vec<SetSpan> {
    spans(|c| member(c).then_some(()))
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::ucd::tests::from_unicode_data;

    /// Lines of `UnicodeData.txt`, names shortened.
    const EXCERPT: &str = "\
0020;SPACE;Zs;0;WS;;;;;N;;;;;
0041;LATIN CAPITAL LETTER A;Lu;0;L;;;;;N;;;;;
0608;ARABIC RAY;Sm;0;AL;;;;;N;;;;;
060E;ARABIC POETIC VERSE SIGN;So;0;ON;;;;;N;;;;;
0610;SALLALLAHOU ALAYHE WASSALLAM;Mn;230;NSM;;;;;N;;;;;
0626;YEH WITH HAMZA ABOVE;Lo;0;AL;064A 0654;;;;N;;;;;
0627;ALEF;Lo;0;AL;;;;;N;;;;;
0640;TATWEEL;Lm;0;AL;;;;;N;;;;;
0644;LAM;Lo;0;AL;;;;;N;;;;;
064A;YEH;Lo;0;AL;;;;;N;;;;;
064B;FATHATAN;Mn;27;NSM;;;;;N;;;;;
064C;DAMMATAN;Mn;28;NSM;;;;;N;;;;;
064D;KASRATAN;Mn;29;NSM;;;;;N;;;;;
064E;FATHA;Mn;30;NSM;;;;;N;;;;;
064F;DAMMA;Mn;31;NSM;;;;;N;;;;;
0650;KASRA;Mn;32;NSM;;;;;N;;;;;
0651;SHADDA;Mn;33;NSM;;;;;N;;;;;
0652;SUKUN;Mn;34;NSM;;;;;N;;;;;
0653;MADDAH ABOVE;Mn;230;NSM;;;;;N;;;;;
0654;HAMZA ABOVE;Mn;230;NSM;;;;;N;;;;;
0655;HAMZA BELOW;Mn;220;NSM;;;;;N;;;;;
0656;SUBSCRIPT ALEF;Mn;220;NSM;;;;;N;;;;;
0670;SUPERSCRIPT ALEF;Mn;35;NSM;;;;;N;;;;;
06E5;SMALL WAW;Lm;0;AL;;;;;N;;;;;
06E6;SMALL YEH;Lm;0;AL;;;;;N;;;;;
06E7;SMALL HIGH YEH;Mn;230;NSM;;;;;N;;;;;
0F71;TIBETAN VOWEL SIGN AA;Mn;129;NSM;;;;;N;;;;;
0F72;TIBETAN VOWEL SIGN I;Mn;130;NSM;;;;;N;;;;;
2194;LEFT RIGHT ARROW;Sm;0;ON;;;;;N;;;;;
2195;UP DOWN ARROW;So;0;ON;;;;;N;;;;;
4E00;<CJK Ideograph, First>;Lo;0;L;;;;;N;;;;;
9FFF;<CJK Ideograph, Last>;Lo;0;L;;;;;N;;;;;
FBB2;SYMBOL DOT ABOVE;Sk;0;AL;;;;;N;;;;;
FC5E;SHADDA WITH DAMMATAN ISOLATED;Lo;0;AL;<isolated> 0020 064C 0651;;;;N;;;;;
FCF2;SHADDA WITH FATHA MEDIAL;Lo;0;AL;<medial> 0640 064E 0651;;;;N;;;;;
FD3E;ORNATE LEFT PARENTHESIS;Pe;0;ON;;;;;N;;;;;
FE76;FATHA ISOLATED;Lo;0;AL;<isolated> 0020 064E;;;;N;;;;;
FE77;FATHA MEDIAL;Lo;0;AL;<medial> 0640 064E;;;;N;;;;;
FE8B;YEH WITH HAMZA ABOVE INITIAL;Lo;0;AL;<initial> 0626;;;;N;;;;;
FEFB;LAM WITH ALEF ISOLATED;Lo;0;AL;<isolated> 0644 0627;;;;N;;;;;
FEFF;ZERO WIDTH NO-BREAK SPACE;Cf;0;BN;;;;;N;;;;;
";

    /// The folder of the real files, if there is one on this machine.
    fn ucd_folder() -> Option<PathBuf> {
        if let Some(folder) = std::env::var_os("NAQI_UCD") {
            return Some(folder.into());
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
        let found = ["../shared/ucd/17.0.0", "tests/data/ucd"]
            .map(|folder| root.join(folder))
            .into_iter()
            .find(|folder| folder.is_dir());
        if found.is_none() {
            // Not `eprintln!`, which the test harness hides when a test passes.
            let _ = writeln!(std::io::stderr(), "\nSKIPPED: no UCD files; set NAQI_UCD");
        }
        found
    }

    fn form(forms: &[(char, String)], c: char) -> Option<&str> {
        let at = forms.binary_search_by_key(&c, |entry| entry.0).ok()?;
        Some(&forms[at].1)
    }

    fn holds(set: &[SetSpan], c: char) -> bool {
        set.iter().any(|span| (span.first..=span.last).contains(&c))
    }

    fn value<V: Copy>(spans: &[Span<V>], c: char) -> Option<V> {
        spans.iter().find(|span| (span.first..=span.last).contains(&c)).map(|span| span.value)
    }

    fn members<V>(spans: &[Span<V>]) -> usize {
        spans.iter().map(|span| span.last as usize - span.first as usize + 1).sum()
    }

    #[test]
    fn forms_expand_to_letters() {
        let forms = forms(&from_unicode_data(EXCERPT));
        assert_eq!(form(&forms, '\u{FEFB}'), Some("\u{644}\u{627}"));
        assert_eq!(forms.len(), 6);
    }

    #[test]
    fn composites_stay_whole_in_forms() {
        let forms = forms(&from_unicode_data(EXCERPT));
        assert_eq!(form(&forms, '\u{FE8B}'), Some("\u{626}"));
    }

    #[test]
    fn forms_of_marks_lose_their_carrier() {
        let forms = forms(&from_unicode_data(EXCERPT));
        assert_eq!(form(&forms, '\u{FE76}'), Some("\u{64E}"));
        assert_eq!(form(&forms, '\u{FE77}'), Some("\u{64E}"));
        assert_eq!(form(&forms, '\u{FC5E}'), Some("\u{64C}\u{651}"));
        assert_eq!(form(&forms, '\u{FCF2}'), Some("\u{64E}\u{651}"));
    }

    #[test]
    fn characters_without_expansion_are_no_forms() {
        let forms = forms(&from_unicode_data(EXCERPT));
        for c in ['\u{FBB2}', '\u{FD3E}', '\u{FEFF}', '\u{626}'] {
            assert_eq!(form(&forms, c), None, "{c:?}");
        }
    }

    #[test]
    fn marks_have_their_classes() {
        let marks = Tables::derive(&from_unicode_data(EXCERPT)).marks;
        for (c, class) in [
            ('\u{610}', MarkClass::Quranic),
            ('\u{64B}', MarkClass::Tanwin),
            ('\u{64D}', MarkClass::Tanwin),
            ('\u{64E}', MarkClass::Harakat),
            ('\u{650}', MarkClass::Harakat),
            ('\u{651}', MarkClass::Shadda),
            ('\u{652}', MarkClass::Sukun),
            ('\u{653}', MarkClass::Madda),
            ('\u{654}', MarkClass::Hamza),
            ('\u{655}', MarkClass::Hamza),
            ('\u{656}', MarkClass::Extended),
            ('\u{670}', MarkClass::DaggerAlef),
            ('\u{6E5}', MarkClass::Quranic),
            ('\u{6E6}', MarkClass::Quranic),
            ('\u{6E7}', MarkClass::Quranic),
        ] {
            assert_eq!(value(&marks, c), Some(class), "{c:?}");
        }
        assert_eq!(value(&marks, '\u{640}'), None);
        assert_eq!(value(&marks, '\u{F71}'), None, "outside the Arabic blocks");
    }

    #[test]
    fn adjacent_marks_of_one_class_share_a_span() {
        let marks = Tables::derive(&from_unicode_data(EXCERPT)).marks;
        let tanwin = Span { first: '\u{64B}', last: '\u{64D}', value: MarkClass::Tanwin };
        assert!(marks.contains(&tanwin));
    }

    #[test]
    fn combining_classes_order_shadda_after_vowels() {
        let classes = Tables::derive(&from_unicode_data(EXCERPT)).mark_ccc;
        assert_eq!(value(&classes, '\u{64B}'), Some(27));
        assert_eq!(value(&classes, '\u{650}'), Some(32));
        assert_eq!(value(&classes, '\u{651}'), Some(33));
        assert_eq!(value(&classes, '\u{670}'), Some(35));
        assert_eq!(value(&classes, '\u{6E5}'), None);
        assert_eq!(value(&classes, '\u{F71}'), Some(129));
    }

    #[test]
    fn letters_are_told_from_letters_in_name_only() {
        let tables = Tables::derive(&from_unicode_data(EXCERPT));
        assert!(holds(&tables.arabic_letters, '\u{627}'));
        assert!(holds(&tables.other_letters, 'A'));
        assert!(holds(&tables.other_letters, '\u{7000}'), "inside a range");
        for c in ['\u{640}', '\u{6E5}', '\u{6E6}', '\u{64E}', ' '] {
            assert!(!holds(&tables.arabic_letters, c), "{c:?}");
            assert!(!holds(&tables.other_letters, c), "{c:?}");
        }
    }

    #[test]
    fn arabic_symbols_join_no_emoji() {
        let joined = Tables::derive(&from_unicode_data(EXCERPT)).emoji_joined;
        for c in ['\u{2194}', '\u{2195}', '\u{FE0F}', '\u{1F3FB}', '\u{1F3FF}'] {
            assert!(holds(&joined, c), "{c:?}");
        }
        for c in ['\u{60E}', '\u{608}', 'A'] {
            assert!(!holds(&joined, c), "{c:?}");
        }
    }

    #[test]
    fn spans_break_at_gaps_and_at_new_values() {
        let found = spans(|c| match c {
            'a' | 'b' => Some(1),
            'c' => Some(2),
            'e' => Some(2),
            _ => None,
        });
        let span = |first, last, value| Span { first, last, value };
        assert_eq!(found, [span('a', 'b', 1), span('c', 'c', 2), span('e', 'e', 2)]);
    }

    /// What the standard says of version 17, against the real files.
    #[test]
    fn the_real_files_give_what_the_standard_says() {
        let Some(folder) = ucd_folder() else {
            return;
        };
        let ucd = Ucd::read(&folder).unwrap();
        let tables = Tables::derive(&ucd);

        // U+FE70..=U+FEFC has no gaps but U+FE73, a letter's tail that stands for
        // nothing, and U+FE75, unassigned.
        let second_block = tables.forms.iter().filter(|entry| entry.0 >= '\u{FE70}');
        assert_eq!(second_block.count(), 0xFEFC - 0xFE70 + 1 - 2);
        assert_eq!(tables.forms.len(), 731);
        assert_eq!(form(&tables.forms, '\u{FE73}'), None);
        assert_eq!(form(&tables.forms, '\u{FDFD}'), None);

        let blessing = form(&tables.forms, '\u{FDFA}').unwrap();
        assert_eq!(blessing.chars().count(), 18);
        assert_eq!(blessing.chars().filter(|&c| c == ' ').count(), 3);
        assert_eq!(form(&tables.forms, '\u{FDF2}'), Some("\u{627}\u{644}\u{644}\u{647}"));
        assert_eq!(form(&tables.forms, '\u{FBA4}'), Some("\u{6C0}"));
        for (c, text) in &tables.forms {
            let first = text.chars().next().unwrap();
            assert!(first != ' ' && !text.is_empty(), "{c:?}");
            assert!(first != TATWEEL, "{c:?}");
            assert!(
                text.chars().all(|part| ucd.decomposition(part).is_none_or(|to| !to.compatibility)),
                "{c:?}"
            );
        }

        // Two letters, and the one mark that is a starter.
        let without_class: Vec<char> = ('\0'..=char::MAX)
            .filter(|&c| value(&tables.marks, c).is_some() && ucd.combining_class(c) == 0)
            .collect();
        assert_eq!(without_class, ['\u{6E5}', '\u{6E6}', '\u{10EFC}']);

        assert!(holds(&tables.arabic_letters, '\u{8C9}'));
        assert_eq!(members(&tables.white_space), 25);
        assert!(holds(&tables.nfc_care, '\u{344}'));
        assert!(holds(&tables.nfc_attaches, '\u{344}'));
        // Class 0, yet its decomposition starts with a mark.
        assert!(holds(&tables.nfc_attaches, '\u{F73}'));
        assert_eq!(value(&tables.mark_ccc, '\u{F73}'), Some(129));
        // A Hangul vowel may join the consonant before it.
        assert!(holds(&tables.nfc_attaches, '\u{1161}'));
        assert!(!holds(&tables.nfc_care, '\u{AC00}'));
        assert!(holds(&tables.nfc_changes, '\u{1161}'));
        // A mark that composes with nothing.
        assert!(holds(&tables.nfc_attaches, '\u{5BC}'));
        assert!(!holds(&tables.nfc_changes, '\u{5BC}'));
        // Changes under NFC, but only by itself.
        assert!(holds(&tables.nfc_care, '\u{958}'));
        assert!(holds(&tables.nfc_changes, '\u{958}'));
        assert!(!holds(&tables.nfc_attaches, '\u{958}'));
    }

    /// The promise of `NFC_CARE`: no character outside it has a decomposition
    /// that could attach to what stands before.
    #[test]
    fn inert_starters_decompose_to_starters() {
        let Some(folder) = ucd_folder() else {
            return;
        };
        let ucd = Ucd::read(&folder).unwrap();
        for c in ('\0'..=char::MAX).filter(|&c| !needs_nfc_care(&ucd, c)) {
            let mut parts = Vec::new();
            decompose(&ucd, c, false, &mut parts);
            assert_eq!(ucd.combining_class(parts[0]), 0, "{c:?}");
            assert_ne!(ucd.nfc_quick_check(parts[0]), QuickCheck::Maybe, "{c:?}");
        }
    }
}
