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

/// Blocks of 256 code points.
const PAGES: usize = 0x1100;

/// A long table of ranges, with where in it each block of 256 code points begins.
pub(crate) struct Paged {
    rows: &'static [(char, char)],
    pages: [u16; PAGES + 1],
}

impl Paged {
    pub(crate) const fn new(rows: &'static [(char, char)]) -> Paged {
        let mut pages = [rows.len() as u16; PAGES + 1];
        let (mut page, mut at) = (0, 0);
        while at < rows.len() {
            // The first row that reaches into a page.
            while page <= rows[at].1 as usize >> 8 {
                pages[page] = at as u16;
                page += 1;
            }
            at += 1;
        }
        Paged { rows, pages }
    }

    /// Whether a range of the table holds the character.
    pub(crate) fn contains(&self, c: char) -> bool {
        let page = c as usize >> 8;
        // The last row of a page may reach into the next.
        let last = (self.pages[page + 1] as usize + 1).min(self.rows.len());
        contains(&self.rows[self.pages[page] as usize..last], c)
    }
}
