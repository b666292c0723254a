//! Capital letters.

use std::mem;

/// Writes a text in small letters, character by character as tantivy's `LowerCaser` does: a capital sigma
/// at the end of a word becomes the sigma of its middle. `buffer` is to be used again.
pub(crate) fn lower_case(text: &mut String, buffer: &mut String) {
    if text.is_ascii() {
        return text.make_ascii_lowercase();
    }
    buffer.clear();
    buffer.extend(text.chars().flat_map(char::to_lowercase));
    mem::swap(text, buffer);
}
