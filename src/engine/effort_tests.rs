//! How much thought texts take: without the shortcuts the output would be the same, and only slow. Counted, not timed.

use std::{cell::Cell, format, string::String, thread_local};

use super::{Write, run, run_by_specification, tests::kernels};
use crate::Preset;

thread_local! {
    /// Steps of the specification on this thread.
    static THOUGHTS: Cell<usize> = const { Cell::new(0) };
    /// Looks of stretches at one character.
    static LOOKS: Cell<usize> = const { Cell::new(0) };
    /// Characters, or runs of white space, that walks pass.
    static WALKED: Cell<usize> = const { Cell::new(0) };
}

/// The specification takes a step.
pub(super) fn note_thought() {
    THOUGHTS.with(|thoughts| thoughts.set(thoughts.get() + 1));
}

/// A stretch looks at one character.
pub(super) fn note_look() {
    LOOKS.with(|looks| looks.set(looks.get() + 1));
}

/// A walk comes to a character.
pub(super) fn note_walked() {
    WALKED.with(|walked| walked.set(walked.get() + 1));
}

/// What some work takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Effort {
    thoughts: usize,
    looks: usize,
    walked: usize,
}

/// How many thoughts, looks and characters on walks the work takes.
fn effort(work: impl FnOnce()) -> Effort {
    let counts = [&THOUGHTS, &LOOKS, &WALKED];
    counts.iter().for_each(|count| count.set(0));
    work();
    let [thoughts, looks, walked] = counts.map(|count| count.get());
    Effort { thoughts, looks, walked }
}

/// Texts of words with something between them that is common in text of its kind, how many looks at a character
/// each may take, and what it is. Each is said many times over, as long as many blocks. Nothing to repair: no look.
const COMMON: [(usize, &str, &str); 23] = [
    (0, "words", "\u{628}\u{627}\u{628} \u{62A}\u{628} "),
    (0, "a full stop", "\u{628}\u{627}\u{628}. \u{62A}\u{628} "),
    (0, "lines", "\u{628}\u{627}\u{628} \u{62A}\u{628}.\n"),
    (8, "a space before a line's end", "\u{628}\u{627}\u{628} \u{62A}\u{628} \n"),
    (0, "an Arabic comma", "\u{628}\u{627}\u{628}\u{60C} \u{62A}\u{628} "),
    (8, "a Latin comma", "\u{628}\u{627}\u{628}, \u{62A}\u{628} "),
    (8, "a comma without a space", "\u{628}\u{627}\u{628}\u{60C}\u{62A}\u{628} "),
    (8, "a space before a comma", "\u{628}\u{627}\u{628} \u{60C} \u{62A}\u{628} "),
    (8, "a space on the wrong side of a comma", "\u{628}\u{627}\u{628} ,\u{62A}\u{628} "),
    (8, "a question mark", "\u{628}\u{627}\u{628}? \u{62A}\u{628} "),
    (8, "a stray full stop", "\u{628}\u{627}\u{628}> \u{62A}\u{628} "),
    (0, "quotation marks", "\u{628}\u{627}\u{628} \"\u{62A}\u{628}\" "),
    (0, "brackets", "\u{628}\u{627}\u{628} (\u{62A}\u{628}) "),
    (8, "spaces inside brackets", "\u{628}\u{627}\u{628} ( \u{62A}\u{628} ) "),
    (0, "a number", "\u{628}\u{627}\u{628} 12,500.75 \u{62A}\u{628} "),
    (0, "an Arabic number", "\u{628}\u{627}\u{628} \u{661}\u{662} \u{62A}\u{628} "),
    (0, "vowels", "\u{628}\u{64E}\u{628}\u{651}\u{650} \u{62A}\u{64F}\u{628}\u{652} "),
    (8, "tatweel", "\u{628}\u{640}\u{640}\u{628} \u{62A}\u{628} "),
    (0, "hamza", "\u{623}\u{628} \u{625}\u{628} \u{622}\u{628} \u{624} \u{626} "),
    (0, "Persian letters", "\u{6A9}\u{62A}\u{627}\u{628} \u{6CC}\u{6A9} "),
    (0, "presentation forms", "\u{FE91}\u{FE8E}\u{FE8F} \u{FE91} "),
    (1, "a ligature", "\u{FE91}\u{FE8E}\u{FE8F} \u{FEFB} "),
    (0, "Latin words", "\u{628}\u{627}\u{628} word \u{62A}\u{628} "),
];

const TIMES: usize = 60;

/// Common text needs no thought: the blocks take it, or looks at the nearest neighbours.
#[test]
fn common_text_needs_no_thought() {
    for preset in [Preset::Light, Preset::Tidy, Preset::Search, Preset::Persian, Preset::Urdu] {
        let normalizer = preset.normalizer();
        for (most, what, text) in COMMON {
            let text = text.repeat(TIMES);
            for kernel in kernels() {
                let mut output = String::new();
                let Effort { thoughts, looks, .. } = effort(|| {
                    run(normalizer.compiled(), kernel, &text, &mut Write::new(&mut output));
                });
                let at = format!("{preset}, {}: {what}", kernel.tier());
                // At the end of the text there is nothing behind the last mark or space to go by.
                assert!(thoughts <= 2, "{at}: {thoughts} thoughts");
                assert!(looks <= most * TIMES + 2, "{at}: {looks} looks");
            }
        }
    }
}

/// A place where every character needs thought does not make what follows slow: soon blocks take that again.
#[test]
fn thought_ends_with_what_needs_it() {
    let hard = [
        // Tatweel that carries a dagger alef, on a letter; a pair of letters that compose, Hangul jamo.
        "\u{628}\u{640}\u{670}",
        "\u{1100}\u{1161}",
        // Marks of punctuation, on the wrong side of spaces; a mention.
        " ,\u{628} .\u{628} (\u{628} )",
        "@\u{628} ",
    ]
    .map(|text| text.repeat(TIMES));
    for preset in [Preset::Light, Preset::Tidy, Preset::Search, Preset::Quran, Preset::Urdu] {
        let normalizer = preset.normalizer();
        for kernel in kernels() {
            let of = |text: &str| {
                effort(|| {
                    let mut output = String::new();
                    run(normalizer.compiled(), kernel, text, &mut Write::new(&mut output));
                })
            };
            for before in &hard {
                for (most, what, text) in COMMON {
                    let before = format!("{before} ");
                    let (alone, both) =
                        (of(&before), of(&format!("{before}{}", text.repeat(TIMES))));
                    let at = format!("{preset}, {}: {what} behind {before:.9}", kernel.tier());
                    // As many as a stretch is waited for, twice.
                    let soon = 2 * 33;
                    assert!(both.thoughts <= alone.thoughts + soon, "{at}: {alone:?} {both:?}");
                    assert!(
                        both.walked <= alone.walked + soon + 4 * most * TIMES,
                        "{at}: {alone:?} {both:?}"
                    );
                }
            }
        }
    }
}

/// What is counted: the specification takes a step for each character.
#[test]
fn thoughts_are_counted() {
    let normalizer = Preset::Tidy.normalizer();
    let mut output = String::new();
    // Five times beh, as a single character each.
    let text = "\u{628}\u{628}\u{628}\u{628}\u{628}";
    let specify = || {
        run_by_specification(&normalizer.compiled().program, text, &mut Write::new(&mut output));
    };
    // One more finds the end.
    assert_eq!(effort(specify), Effort { thoughts: 6, looks: 0, walked: 0 });
}
