//! What `SECURITY.md` promises for texts of strangers: what a rule deletes is in no output, and no
//! output grows without bound.

use naqi::{Builder, Composition, Normalizer, Preset, Rule};
use proptest::{collection::vec, prelude::*, sample::select};

mod common {
    pub mod arbitrary;
}
use common::arbitrary;

/// What `controls` deletes, by the names of its members; zero width joiner has an exception, below.
const CONTROLS: &[(&str, &[(char, char)])] = &[
    (
        "bidi",
        &[
            ('\u{61C}', '\u{61C}'),   // Arabic letter mark
            ('\u{200E}', '\u{200F}'), // left-to-right mark, right-to-left mark
            ('\u{202A}', '\u{202E}'), // embeddings, overrides
            ('\u{2066}', '\u{2069}'), // isolates
        ],
    ),
    ("bom", &[('\u{FEFF}', '\u{FEFF}')]),
    ("soft-hyphen", &[('\u{AD}', '\u{AD}')]),
    ("zero-width", &[('\u{200B}', '\u{200B}'), ('\u{2060}', '\u{2064}')]),
];

/// What `marks` deletes, wherever it stands; hamza and madda may be part of a letter.
const MARKS: &[(&str, &[(char, char)])] = &[
    ("harakat", &[('\u{64E}', '\u{650}')]),
    ("tanwin", &[('\u{64B}', '\u{64D}')]),
    ("shadda", &[('\u{651}', '\u{651}')]),
    ("sukun", &[('\u{652}', '\u{652}')]),
    (
        "quranic",
        &[
            ('\u{610}', '\u{61A}'),
            ('\u{6D6}', '\u{6DC}'),
            ('\u{6DF}', '\u{6E8}'),
            ('\u{6EA}', '\u{6ED}'),
        ],
    ),
    ("extended", &[('\u{656}', '\u{65F}'), ('\u{8D3}', '\u{8E1}'), ('\u{8E3}', '\u{8FF}')]),
];

/// All that the rules say they delete wherever it stands.
fn deleted(rules: &Builder) -> Vec<(char, char)> {
    let named = |rule: Rule, table: &[(&str, &[(char, char)])]| -> Vec<(char, char)> {
        let value = rules.get(rule);
        let on = |name: &str| value.split(',').any(|member| member == name);
        table.iter().filter(|row| on(row.0)).flat_map(|row| row.1.to_vec()).collect()
    };
    let mut found = named(Rule::Controls, CONTROLS);
    found.extend(named(Rule::Marks, MARKS));
    if rules.get(Rule::Tatweel) == "all" {
        found.push(('\u{640}', '\u{640}'));
    }
    if rules.get(Rule::Zwnj) != "keep" {
        found.push(('\u{200C}', '\u{200C}'));
    }
    if rules.get(Rule::DaggerAlef) != "keep" {
        found.push(('\u{670}', '\u{670}'));
    }
    found
}

/// Checks that nothing of it is in the output, and the bound.
fn check(normalizer: &Normalizer, text: &str) -> Result<(), TestCaseError> {
    let rules = normalizer.rules();
    let deleted = deleted(rules);
    let output = normalizer.normalize(text);
    let smuggled =
        output.chars().find(|&c| deleted.iter().any(|&(from, to)| (from..=to).contains(&c)));
    prop_assert!(smuggled.is_none(), "{smuggled:?} is left of {text:?}\n{normalizer:?}");
    let expands = rules.get(Rule::PresentationForms) == "expand";
    let most = if expands { 11 } else { 4 };
    prop_assert!(output.len() <= most * text.len(), "{text:?} grows\n{normalizer:?}");
    Ok(())
}

/// Any character that some rule deletes.
fn any_deleted() -> impl Strategy<Value = char> {
    let all = CONTROLS.iter().chain(MARKS).flat_map(|row| row.1.to_vec());
    let mut all: Vec<char> = all.flat_map(|(from, to)| from..=to).collect();
    all.extend(['\u{640}', '\u{200C}', '\u{670}']);
    select(all)
}

/// Where a deleted character might be passed by: inside what other rules leave alone, beside what
/// they put in, in place of what they delete.
const HIDING_PLACES: &[&str] = &[
    "https://a.b/{}x?q={}",
    "www.a{}b.com",
    "user{}1@mail{}.test",
    "@na{}me",
    "1{},{}000",
    "\u{628}{} ,{}\u{628}",
    "\u{FDFA}{}\u{FEFB}{}",
    "\u{FE77}{}",
    "\u{628}\u{640}{}\u{640}\u{628}",
    "\u{1F469}\u{200D}{}\u{1F4BB}",
    "<{}>{}\u{628}>{}",
    "\"{}\u{628}{}\"",
    "{}\r\n{}",
];

#[test]
fn nothing_hides() {
    let all = CONTROLS.iter().chain(MARKS).flat_map(|row| row.1.to_vec());
    let all: Vec<char> = all.flat_map(|(from, to)| from..=to).collect();
    for preset in Preset::ALL {
        let normalizer = preset.normalizer();
        for &c in all.iter().chain(&['\u{640}', '\u{200C}', '\u{670}']) {
            for place in HIDING_PLACES {
                let text = place.replace("{}", &c.to_string());
                check(&normalizer, &text).unwrap_or_else(|error| panic!("{preset}: {error}"));
            }
        }
    }
}

/// Zero width joiner goes unless two emoji stand beside it.
#[test]
fn zero_width_joiner_stays_between_emoji_only() {
    let search = Normalizer::search();
    // woman, joiner, computer
    let programmer = "\u{1F469}\u{200D}\u{1F4BB}";
    assert_eq!(search.normalize(programmer), programmer);
    assert_eq!(search.normalize("\u{1F469}\u{200D}\u{628}"), "\u{1F469}\u{628}");
    assert_eq!(search.normalize("\u{628}\u{200D}"), "\u{628}");
}

/// The longest outputs: a ligature of four words, and, with nothing expanded, marks that are set
/// apart.
#[test]
fn the_bounds_are_reached() {
    let ligature = "\u{FDFA}".repeat(1000);
    assert_eq!(Normalizer::light().normalize(&ligature).len(), 11 * ligature.len());
    let isolate = Normalizer::builder()
        .set("spacing", "isolate")
        .and_then(|builder| builder.set("punctuation", "arabic"))
        .and_then(|builder| builder.build())
        .expect("no conflict");
    // On an Arabic line each `?` between others of another kind gets two spaces and two bytes.
    let marks = format!("\u{628}{}", "?;".repeat(1000));
    let output = isolate.normalize(&marks);
    assert!(output.len() > 2 * marks.len() && output.len() <= 4 * marks.len());
}

proptest! {
    #![proptest_config(arbitrary::cases(2000))]

    #[test]
    fn what_is_deleted_is_gone(
        normalizer in arbitrary::normalizer(),
        pieces in vec((arbitrary::text(), any_deleted()), 1..6),
    ) {
        let text: String = pieces.into_iter().map(|(text, c)| text + &String::from(c)).collect();
        check(&normalizer, &text)?;
        for preset in Preset::ALL {
            check(&preset.normalizer(), &text)?;
        }
    }

    /// The second pass finds nothing new that stands for something deleted either.
    #[test]
    fn nothing_appears_with_nfc(
        normalizer in arbitrary::normalizer(),
        text in arbitrary::text(),
    ) {
        let rules = normalizer.rules().clone().composition(Composition::Nfc);
        if let Ok(normalizer) = rules.build() {
            check(&normalizer, &text)?;
        }
    }
}
