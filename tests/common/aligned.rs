//! What must hold of every aligned text.

#![allow(dead_code, reason = "each test uses its part")]

// The crate's own tests include this file, and have no prelude of `std`.
use std::{ops::Range, string::String, vec::Vec};

use naqi::{Aligned, Normalizer, Unit};

/// The places between characters, the ends included.
pub fn boundaries(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

/// Checks all laws that hold for any configuration and text.
pub fn check(normalizer: &Normalizer, text: &str) {
    let aligned = normalizer.normalize_aligned(text);
    let fail = |law: &str| -> ! {
        panic!("{law}\n{normalizer:?}\n{text:?}\n{:?}\n{:?}", aligned.text(), edits(&aligned))
    };
    let is = |law: &str, holds: bool| {
        if !holds {
            fail(law)
        }
    };
    is("the text is that of `normalize`", aligned.text() == normalizer.normalize(text));
    is("unchanged is unchanged", aligned.is_unchanged() == (aligned.text() == text));
    is("all of one is all of the other", whole(&aligned));
    check_covers(&aligned, &is);
    check_ways_back(&aligned, &is);
    check_edits(normalizer, &aligned, &is);
}

fn whole(aligned: &Aligned<'_>) -> bool {
    let (source, text) = (0..aligned.source().len(), 0..aligned.text().len());
    aligned.source_range(text.clone()) == Ok(source.clone())
        && aligned.normalized_range(source) == Ok(text)
}

/// The sources of the characters, one after another, are all of the source; those of longer ranges are theirs
/// together.
fn check_covers(aligned: &Aligned<'_>, is: &impl Fn(&str, bool)) {
    let places = boundaries(aligned.text());
    let range = |range: Range<usize>| aligned.source_range(range).expect("a range of the text");
    let mut before = 0..0;
    for pair in places.windows(2) {
        let source = range(pair[0]..pair[1]);
        is("nothing is left out between two", source.start <= before.end.max(before.start));
        is("sources start in order", before.start <= source.start);
        is("sources end in order", before.end <= source.end);
        let is_char_range = aligned.source().get(source.clone()).is_some();
        is("a source is whole characters", is_char_range);
        before = source;
    }
    if let [first, .., last] = *places {
        is("the last source is the source's end", before.end == aligned.source().len());
        for &place in &places {
            let (left, right) = (range(first..place), range(place..last));
            is("two parts are the whole", left.start == 0 && right.end == aligned.source().len());
            is("two parts meet", right.start <= left.end);
        }
    }
}

/// What stays is found again, and the units agree.
fn check_ways_back(aligned: &Aligned<'_>, is: &impl Fn(&str, bool)) {
    let source = aligned.source();
    let places = boundaries(source);
    let mut before = 0..0;
    for pair in places.windows(2) {
        let range = pair[0]..pair[1];
        let normalized = aligned.normalized_range(range.clone()).expect("a range of the source");
        is("what it became is whole characters", aligned.text().get(normalized.clone()).is_some());
        is("what they became starts in order", before.start <= normalized.start);
        is("what they became ends in order", before.end <= normalized.end);
        if !normalized.is_empty() {
            let back = aligned.source_range(normalized.clone()).expect("a range of the text");
            is("it is found again", back.start <= range.start && range.end <= back.end);
        }
        before = normalized;
    }
    for unit in [Unit::Bytes, Unit::Chars, Unit::Utf16] {
        let units = aligned.in_units(unit);
        let places = boundaries(aligned.text());
        for (&start, &end) in places.iter().zip(places.iter().skip(2)) {
            let bytes = aligned.source_range(start..end).expect("a range of the text");
            let in_unit = count(aligned.text(), start, unit)..count(aligned.text(), end, unit);
            let found = units.source_range(in_unit).expect("the same range");
            let expected = count(source, bytes.start, unit)..count(source, bytes.end, unit);
            is("the units agree", found == expected);
        }
    }
}

/// How many of a unit a text has up to a byte, counted one by one.
fn count(text: &str, to: usize, unit: Unit) -> usize {
    match unit {
        Unit::Bytes => to,
        Unit::Chars => text[..to].chars().count(),
        Unit::Utf16 => text[..to].encode_utf16().count(),
    }
}

/// What edits there are, for messages.
pub fn edits(aligned: &Aligned<'_>) -> Vec<naqi::Edit> {
    aligned.edits().collect()
}

/// The edits lead from the source to the text, and are those of rules that are on.
fn check_edits(normalizer: &Normalizer, aligned: &Aligned<'_>, is: &impl Fn(&str, bool)) {
    let (source, mut text, mut at) = (aligned.source(), String::new(), 0);
    for edit in aligned.edits() {
        is("edits are in order", at <= edit.source.start);
        text.push_str(&source[at..edit.source.start]);
        is("an edit is where the output is", text.len() == edit.normalized.start);
        text.push_str(&aligned.text()[edit.normalized.clone()]);
        at = edit.source.end;
        let changed = source[edit.source.clone()] != aligned.text()[edit.normalized.clone()];
        is("an edit changes something", changed);
        is("an edit is of one character", source[edit.source.clone()].chars().count() <= 1);
        is("the rule is on", !normalizer.rules().is_default(edit.rule));
    }
    text.push_str(&source[at..]);
    is("the edits lead to the text", text == aligned.text());
    let explained = aligned.explain();
    let count: usize = explained.rules().map(|(_, count)| count).sum();
    is("all edits are explained", count == aligned.edits().count());
}
