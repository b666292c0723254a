//! As much of what has passed as rules look back at.

use alloc::string::String;

use crate::{
    engine::scalar::{carries, left},
    rules::{Program, letters::Action, marks::is_mark},
};

/// Bytes at the end of the output that are kept as they are: more than the characters that
/// any rule counts out, 64 before an `@`.
pub(super) const NEAR: usize = if cfg!(test) { 68 * 4 } else { 1 << 10 };

/// The longest run of a letter that a rule can count.
const LONGEST_RUN: usize = u8::MAX as usize;

/// Characters of the source that are kept: three letters of a word and what may stand between them.
const SEEN_OF_SOURCE: usize = 160;

/// Tatweel.
const TATWEEL: char = '\u{640}';

/// Beh, a letter like any other.
const BEH: char = '\u{628}';

/// Writes to `tail` what stands for the output where rules look back: its end.
///
/// Some rules look back through any number of marks, for the letter that they stand on. Where the end holds
/// no such letter, the letters before it come first, without their marks.
pub(super) fn of_output(program: &Program, output: &str, tail: &mut String) {
    tail.clear();
    let near = output.len().saturating_sub(NEAR);
    let near = (near..=output.len()).find(|&at| output.is_char_boundary(at)).unwrap_or(0);
    let (far, near) = output.split_at(near);
    let wanted = match program.longest_run() {
        Some(longest) => longest,
        None => usize::from(program.inner_tatweel()),
    };
    let letters = near.chars().rev().filter(|&c| !is_mark(c) && c != TATWEEL);
    if letters.take(wanted).count() < wanted {
        push_letters(program, far, tail);
    }
    tail.push_str(near);
}

/// The last letters of what lies far back, and of the marks between them one that tatweel may carry.
fn push_letters(program: &Program, far: &str, tail: &mut String) {
    let mut kept = alloc::vec::Vec::new();
    let mut letters = 0;
    let mut carried = false;
    let mut start = far.len();
    for (at, c) in far.char_indices().rev() {
        if letters == LONGEST_RUN {
            break;
        }
        start = at;
        if !is_mark(c) {
            kept.push(c);
            letters += 1;
            carried = false;
        } else if !carried && carries(program, c) {
            kept.push(c);
            carried = true;
        }
    }
    if left::in_word(&far[..start], |c| carries(program, c)) {
        tail.push(BEH);
    }
    tail.extend(kept.into_iter().rev());
}

/// The end of the source without what goes, where a rule looks back at the source at all.
pub(super) fn of_source(program: &Program, source: &str) -> String {
    if !program.dagger_to_alef() {
        return String::new();
    }
    let stays = |c: &char| program.letters.action(*c) != Action::Delete;
    let kept = source.char_indices().rev().filter(|(_, c)| stays(c)).take(SEEN_OF_SOURCE);
    let start = kept.last().map_or(source.len(), |(at, _)| at);
    source[start..].chars().filter(stays).collect()
}
