//! Cleans a badly typed text three ways: for readers, for search, and by rules of one's own.
//!
//! Run it with `cargo run --example clean`.

use std::borrow::Cow;

use naqi::{Digits, Error, Normalizer, Preset, Tatweel};

fn main() -> Result<(), Error> {
    // "The library opened ,with 300 guests>": a Latin comma on the wrong side of its space, digits
    // of the Arabic kind, and a `>` that the full-stop key gives with Shift.
    let messy = "افتتحت المكتبة ,بحضور ٣٠٠ ضيف>";

    // For readers: the punctuation is repaired, and each letter and digit stays.
    let tidy = Normalizer::tidy();
    let clean = tidy.normalize(messy);
    assert_eq!(clean, "افتتحت المكتبة، بحضور ٣٠٠ ضيف.");
    println!("tidy:   {clean}");

    // A text that is clean already is borrowed, not copied.
    assert!(matches!(tidy.normalize(&clean), Cow::Borrowed(_)));
    assert!(tidy.is_normalized(&clean));

    // For search: the word for "schools" with all its vowel marks, and without any, are one
    // key. Index and query go through the same normaliser.
    let search = Normalizer::search();
    assert_eq!(search.normalize("مَدَارِسُ"), search.normalize("مدارس"));
    println!("search: {}", search.normalize(messy));

    // By own rules: a preset, changed. Stretching strokes go, digits become ASCII.
    let own = Preset::Tidy.builder().tatweel(Tatweel::Inner).digits(Digits::Ascii).build()?;

    // Many texts into one buffer, which is allocated once.
    let mut buffer = String::new();
    for text in ["كتــــاب ١ ,كتــــاب ٢", "صفحة ( ٤٥ )"] {
        buffer.clear();
        own.normalize_into(text, &mut buffer);
        println!("own:    {buffer}");
    }
    Ok(())
}
