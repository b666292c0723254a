//! What later versions of Unicode than naqi's add.

/// Whether a character is a mark that Unicode 18 adds. To naqi it is unassigned, as in Unicode 17, and so a base;
/// `unicode-normalization` may know it.
pub fn is_newer(c: char) -> bool {
    let assigned = matches!(
        c,
        '\u{5C8}'..='\u{5C9}'
            | '\u{1ADE}'..='\u{1ADF}'
            | '\u{1AEC}'..='\u{1AF0}'
            | '\u{10ECB}'..='\u{10ECF}'
            | '\u{10EF0}'..='\u{10EF9}'
            | '\u{1D127}'..='\u{1D128}'
            | '\u{1D250}'..='\u{1D281}'
    );
    assigned && unicode_normalization::char::canonical_combining_class(c) != 0
}
