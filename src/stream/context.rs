//! As much of what has passed as rules look back at.

use alloc::{string::String, vec::Vec};

use crate::rules::{Program, letters::Action, marks::is_mark};

/// Bytes at the end of the output that are kept as they are: more than the characters that
/// any rule counts out, 64 before an `@`.
pub(super) const NEAR: usize = if cfg!(test) { 68 * 4 } else { 1 << 10 };

/// Characters of the source that are kept: three letters of a word and what may stand between them.
const SEEN_OF_SOURCE: usize = 160;

/// Writes to `tail` what stands for the output where rules look back: its end.
///
/// Where repeated letters are counted, they are so through any number of marks. Where the end holds too few, the
/// letters before it come first, without their marks.
pub(super) fn of_output(program: &Program, output: &str, tail: &mut String) {
    tail.clear();
    let near = output.len().saturating_sub(NEAR);
    let near = (near..=output.len()).find(|&at| output.is_char_boundary(at)).unwrap_or(0);
    let (far, near) = output.split_at(near);
    if let Some(longest) = program.longest_run() {
        let letters_of =
            |text: &str| text.chars().rev().filter(|&c| !is_mark(c)).take(longest).count();
        if letters_of(near) < longest {
            let far: Vec<_> = far.chars().rev().filter(|&c| !is_mark(c)).take(longest).collect();
            tail.extend(far.into_iter().rev());
        }
    }
    tail.push_str(near);
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
