//! How much thought texts take: without the shortcuts the output would be the same, and only slow. Counted, not timed.

use std::{cell::Cell, format, string::String, thread_local};

use super::{Write, run, run_by_specification, tests::kernels};
use crate::Preset;

thread_local! {
    /// Steps of the specification on this thread.
    static THOUGHTS: Cell<usize> = const { Cell::new(0) };
    /// Looks of stretches at one character.
    static LOOKS: Cell<usize> = const { Cell::new(0) };
}

/// The specification takes a step.
pub(super) fn note_thought() {
    THOUGHTS.with(|thoughts| thoughts.set(thoughts.get() + 1));
}

/// A stretch looks at one character.
pub(super) fn note_look() {
    LOOKS.with(|looks| looks.set(looks.get() + 1));
}

/// How many thoughts and looks the work takes.
fn effort(work: impl FnOnce()) -> (usize, usize) {
    THOUGHTS.with(|thoughts| thoughts.set(0));
    LOOKS.with(|looks| looks.set(0));
    work();
    (THOUGHTS.with(Cell::get), LOOKS.with(Cell::get))
}

/// Texts of words with something between them that is common in text of its kind, how many looks at a character
/// each may take, and what it is. Each is said many times over, as long as many blocks. Nothing to repair: no look.
const COMMON: [(usize, &str, &str); 22] = [
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
    (0, "presentation forms", "\u{FE91}\u{FE8E}\u{FE8F} \u{FEFB} "),
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
                let (thoughts, looks) = effort(|| {
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
    assert_eq!(effort(specify), (6, 0));
}
