//! Looking a character up in a sorted table of ranges.

use core::cmp::Ordering;

/// The row whose range holds the character.
pub(crate) fn find<T>(table: &[T], c: char, range: impl Fn(&T) -> (char, char)) -> Option<&T> {
    let row = table.binary_search_by(|row| {
        let (first, last) = range(row);
        if last < c {
            Ordering::Less
        } else if first > c {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    });
    Some(&table[row.ok()?])
}

/// Whether a range of the table holds the character.
pub(crate) fn contains(table: &[(char, char)], c: char) -> bool {
    find(table, c, |&range| range).is_some()
}
