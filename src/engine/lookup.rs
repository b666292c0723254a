//! Tables of 256 by shuffles of sixteen.
//!
//! A shuffle looks up four bits. A character of U+0600–06FF has eight: a row of four (two bits of the lead byte,
//! the upper two of the trail byte) and a column of four. A table is a matrix then, for each of the eight
//! bits of its bytes one of zeros and ones; and a matrix of rank r is a sum of r products of a column
//! and a row. So the table is the exclusive or of r terms `rows[row] & columns[column]`, two shuffles
//! each, with r the largest rank among the eight bits; [`Terms`] finds
//! them. Tables here have few rows that differ, and a rank of five or so.
//!
//! ASCII has eight rows more. Many rows of both are alike, so rows get labels first.

use super::vector::Vector;
use crate::rules::{
    classes::{ArabicTable, Classes, PairTable, Term, Terms},
    quick::PlainCommon,
};

/// The sum of the terms at each lane's row and column.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn sum<V: Vector>(terms: &Terms, rows: &V::Block, columns: &V::Block) -> V::Block {
    // SAFETY: the caller's.
    unsafe {
        let mut sums = V::block(V::splat(0));
        // By two, which spares half the branches, where registers hold as much.
        let terms = terms.as_slice();
        let (pairs, last) = if V::BYTES > 16 { terms.as_chunks() } else { (&[][..], terms) };
        for [first, second] in pairs {
            add::<V>(first, rows, columns, &mut sums);
            add::<V>(second, rows, columns, &mut sums);
        }
        for term in last {
            add::<V>(term, rows, columns, &mut sums);
        }
        sums
    }
}

/// Adds one term.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn add<V: Vector>(term: &Term, rows: &V::Block, columns: &V::Block, sums: &mut V::Block) {
    // SAFETY: the caller's.
    unsafe {
        let (of_row, of_column) = (V::table(&term.rows), V::table(&term.columns));
        let places = rows.as_ref().iter().zip(columns.as_ref());
        for (sum, (&row, &column)) in sums.as_mut().iter_mut().zip(places) {
            *sum = sum.xor(of_row.shuffle(row).and(of_column.shuffle(column)));
        }
    }
}

/// The rows of U+0600–06FF, for lanes of lead bytes.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
unsafe fn arabic_row<V: Vector>(text: V, next: V) -> V {
    // SAFETY: the caller's.
    unsafe {
        let three = V::splat(3);
        text.and(three).double().double().or(next.high_half().and(three))
    }
}

/// See [`Vector::classify`].
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn classify<V: Vector>(
    classes: &Classes,
    text: &V::Block,
    next: &V::Block,
) -> (V::Block, V::Block) {
    // SAFETY: the caller's.
    unsafe {
        let of_arabic = V::table(&classes.arabic_labels);
        let of_high_half = V::table(&classes.high_half_labels);
        let low_half = V::splat(0x0F);
        let mut leads = V::block(V::splat(0));
        let (mut labels, mut columns) = (leads, leads);
        let lanes = text.as_ref().iter().zip(next.as_ref());
        let places = labels.as_mut().iter_mut().zip(columns.as_mut()).zip(leads.as_mut());
        for ((&text, &next), ((label, column), lead)) in lanes.zip(places) {
            *lead = text.and(V::splat(0xFC)).equal(V::splat(0xD8));
            let arabic = of_arabic.shuffle(arabic_row(text, next));
            let other = of_high_half.shuffle(text.high_half());
            *label = lead.select(arabic, other);
            *column = lead.select(next, text).and(low_half);
        }
        (sum::<V>(&classes.class_terms, &labels, &columns), leads)
    }
}

/// See [`Vector::arabic`].
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn arabic<V: Vector>(
    table: &ArabicTable,
    text: &V::Block,
    next: &V::Block,
    leads: &V::Block,
) -> V::Block {
    // SAFETY: the caller's.
    unsafe {
        let low_half = V::splat(0x0F);
        let mut rows = V::block(V::splat(0));
        let mut columns = rows;
        let lanes = text.as_ref().iter().zip(next.as_ref());
        for ((&text, &next), (row, column)) in
            lanes.zip(rows.as_mut().iter_mut().zip(columns.as_mut()))
        {
            *row = arabic_row(text, next);
            *column = next.and(low_half);
        }
        let mut sums = sum::<V>(&table.terms, &rows, &columns);
        for (sum, &lead) in sums.as_mut().iter_mut().zip(leads.as_ref()) {
            *sum = sum.and(lead);
        }
        sums
    }
}

/// See [`Vector::plain_common`].
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn plain_common<V: Vector>(
    plain: &PlainCommon,
    text: &V::Block,
    next: &V::Block,
    third: &V::Block,
) -> V::Block {
    // SAFETY: the caller's.
    unsafe {
        let (rows, columns) = (V::table(&plain.rows), V::table(&plain.columns));
        let (low_half, zero) = (V::splat(0x0F), V::splat(0));
        let mut found = *text;
        let behind = next.as_ref().iter().zip(third.as_ref());
        for (found, (&next, &third)) in found.as_mut().iter_mut().zip(behind) {
            let is_first = found.equal(V::splat(0xC2));
            let is_second = found.equal(V::splat(0xE2)).and(next.equal(V::splat(0x80)));
            let last = is_first.select(next, third);
            let half = is_first
                .and(V::splat(PlainCommon::FIRST))
                .or(is_second.and(V::splat(PlainCommon::SECOND)));
            let bits = rows.shuffle(last.high_half()).and(columns.shuffle(last.and(low_half)));
            *found = bits.and(half).equal(zero).equal(zero);
        }
        found
    }
}

/// The rows of a table.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn rows_of<V: Vector>(table: &PairTable) -> [V; 4] {
    let PairTable { first_low, first_high, second_low, second_high } = table;
    // SAFETY: the caller's.
    unsafe {
        [V::table(first_low), V::table(first_high), V::table(second_low), V::table(second_high)]
    }
}

/// What the rows of a table have for pairs of bytes: for the low and the high half of the first, and of the second.
///
/// # Safety
/// See [`Vector`].
#[inline(always)]
pub(super) unsafe fn pairs_in<V: Vector>(rows: [V; 4], halves: [V; 4]) -> V {
    let [first_low, first_high, second_low, second_high] = halves;
    // SAFETY: the caller's.
    unsafe {
        let of_first = rows[0].shuffle_low(first_low).and(rows[1].shuffle(first_high));
        let of_second = rows[2].shuffle_low(second_low).and(rows[3].shuffle(second_high));
        of_first.and(of_second)
    }
}
