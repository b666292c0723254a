//! NFC is that of UAX #15: by its conformance data.

use std::fs;

use naqi::{Builder, Composition, Marks};

use crate::{report_skip, ucd_folder};

/// Unicode's own test of normalisation (UAX #44), part 0 to 3, and that whatever part 1 does not name is
/// its own NFC.
#[test]
fn normalization_test() {
    let Some(folder) = ucd_folder() else {
        report_skip(
            "NFC was NOT checked against NormalizationTest.txt: name a folder of UCD files in NAQI_UCD",
        );
        return;
    };
    let path = folder.join("NormalizationTest.txt");
    let file =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let normalizer = Builder::default().composition(Composition::Nfc).build().expect("no conflict");

    let mut part = String::new();
    let mut named = std::collections::BTreeSet::new();
    let mut lines = 0;
    for line in file.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        if let Some(name) = line.strip_prefix('@') {
            part = name.into();
            continue;
        }
        let columns: Vec<String> = line.split(';').take(5).map(characters).collect();
        let [c1, c2, c3, c4, c5] = columns.try_into().expect("five columns");
        for (source, target) in [(&c1, &c2), (&c2, &c2), (&c3, &c2), (&c4, &c4), (&c5, &c4)] {
            assert_eq!(normalizer.normalize(source), target.as_str(), "{line}");
            assert_eq!(normalizer.is_normalized(source), source == target, "{line}");
        }
        if part.starts_with("Part1") {
            named.extend(c1.chars());
        }
        lines += 1;
    }
    assert!(lines > 18_000, "only {lines} lines in {}", path.display());

    let mut buffer = [0; 4];
    for c in ('\0'..=char::MAX).filter(|c| !named.contains(c)) {
        let text = &*c.encode_utf8(&mut buffer);
        assert!(normalizer.is_normalized(text), "U+{:04X}", u32::from(c));
    }
}

/// A column: code points in hexadecimal.
fn characters(column: &str) -> String {
    let character = |code: &str| {
        let code = u32::from_str_radix(code, 16).expect("hexadecimal");
        char::from_u32(code).expect("a scalar value")
    };
    column.split(' ').map(character).collect()
}

/// U+1ADE came as a mark with Unicode 18. To us it is a base, whatever `unicode-normalization` knows: what is deleted goes
/// from it, and nothing else.
#[test]
fn marks_go_from_a_mark_that_is_too_new() {
    let rules = Builder::default().composition(Composition::Nfc);
    let naqi = rules.clone().marks(Marks::HAMZA_MARKS).build().unwrap();
    // Hamza above, then shadda.
    assert_eq!(naqi.normalize("\u{1ADE}\u{654}\u{651}"), "\u{1ADE}\u{651}");
    let naqi = rules.build().unwrap();
    // In canonical order: hamza above is of class 230, shadda of 33.
    assert_eq!(naqi.normalize("\u{1ADE}\u{654}\u{651}"), "\u{1ADE}\u{651}\u{654}");
}
