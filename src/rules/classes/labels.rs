//! Labels for rows of classes: few rows differ, and a shuffle takes sixteen.

use alloc::{vec, vec::Vec};

use super::code;

/// Rows of sixteen classes, each different one once.
pub(super) struct Labels {
    pub(super) rows: Vec<[u8; 16]>,
    pub(super) arabic: [u8; 16],
    pub(super) high_half: [u8; 16],
}

impl Labels {
    /// Has no row: all its classes are zero.
    const NONE: u8 = 0x80;

    /// Rows of Arabic and of ASCII from the most frequent to the rarest: signs of the Quran and control characters come
    /// last. Where more than fifteen differ, the last ones share the row of [`code::ELSEWHERE`], which costs time and
    /// changes nothing. The first row of ASCII may not: the end of the text counts as a line feed.
    const ARABIC_FIRST: [usize; 16] = [4, 3, 2, 5, 6, 0, 1, 7, 12, 10, 13, 11, 15, 8, 9, 14];
    const ASCII_FIRST: [usize; 7] = [0, 2, 6, 7, 3, 4, 5];
    const LAST_OF_ASCII: usize = 1;

    /// `continuation` is the class of bytes that start no character.
    pub(super) fn new(arabic: &[[u8; 16]], ascii: &[[u8; 16]], continuation: u8) -> Labels {
        let mut rows = vec![[code::ELSEWHERE; 16]];
        let mut label = |row: &[u8; 16]| {
            if *row == [0; 16] {
                return Labels::NONE;
            }
            let found = rows.iter().position(|other| other == row);
            let place = found.unwrap_or_else(|| {
                if rows.len() == 16 {
                    return 0;
                }
                rows.push(*row);
                rows.len() - 1
            });
            place as u8
        };
        let mut high_half = [0; 16];
        high_half[8..12].fill(label(&[continuation; 16]));
        let mut arabic_labels = [0; 16];
        // Rows of letters come first in both: the rest of each by turns.
        for i in 0..16 {
            let row = Labels::ARABIC_FIRST[i];
            arabic_labels[row] = label(&arabic[row]);
            if let Some(&row) = Labels::ASCII_FIRST.get(i) {
                high_half[row] = label(&ascii[row]);
            }
        }
        high_half[Labels::LAST_OF_ASCII] = label(&ascii[Labels::LAST_OF_ASCII]);
        Labels { rows, arabic: arabic_labels, high_half }
    }
}
