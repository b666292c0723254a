//! Any bytes, as UTF-8 and as UTF-16: ill-formed ones are reported, replaced or kept as promised, and bytes
//! in pieces give what the whole gives.
//!
//! The first byte chooses the rules, the second says how the rest is cut.

#![no_main]

use std::{borrow::Cow, sync::LazyLock};

use libfuzzer_sys::fuzz_target;
use naqi::{Builder, Invalid, Normalizer, Preset};

/// The presets, and rules that no preset has on. Built once: that takes longer than most inputs do.
static NORMALIZERS: LazyLock<Vec<Normalizer>> = LazyLock::new(|| {
    let others: [&[(&str, &str)]; 5] = [
        &[("spacing", "isolate"), ("punctuation", "arabic")],
        &[("digits", "arabic-indic"), ("marks", "harakat"), ("white-space", "single-line")],
        &[("elongation", "1"), ("white-space", "collapse"), ("marks", "madda")],
        &[("dagger-alef", "to-alef"), ("tatweel", "inner"), ("composition", "nfc")],
        &[("controls", "all"), ("zwnj", "space"), ("tatweel", "all")],
    ];
    let build = |rules: &[(&str, &str)]| {
        let set = |builder: Builder, (rule, value): &(&str, &str)| {
            builder.set(rule, value).unwrap_or_else(|error| panic!("{error}"))
        };
        let builder = rules.iter().fold(Normalizer::builder(), set);
        builder.build().unwrap_or_else(|error| panic!("{error}"))
    };
    Preset::ALL.iter().map(|preset| preset.normalizer()).chain(others.map(build)).collect()
});

/// What the whole in pieces gives, or nothing where it was refused.
fn in_pieces(naqi: &Normalizer, bytes: &[u8], seed: u8, invalid: Invalid) -> Option<Vec<u8>> {
    let mut stream = naqi.byte_stream(invalid);
    let mut output = Vec::new();
    let mut rest = bytes;
    let mut number = usize::from(seed);
    while !rest.is_empty() {
        number = number * 5 + 1;
        let (piece, behind) = rest.split_at((number / 7 % 9).min(rest.len()));
        let taken = stream.push(piece, &mut output);
        if taken.is_err() {
            assert!(stream.finish(&mut output).is_err());
            return None;
        }
        rest = behind;
    }
    stream.finish(&mut output).ok()?;
    Some(output)
}

fn check_utf8(naqi: &Normalizer, bytes: &[u8], seed: u8) {
    let whole = |bytes, invalid| naqi.normalize_bytes(bytes, invalid).map(Cow::into_owned);
    match (std::str::from_utf8(bytes), whole(bytes, Invalid::Error)) {
        (Ok(text), normal) => assert_eq!(normal.as_deref(), Ok(naqi.normalize(text).as_bytes())),
        (Err(expected), Err(error)) => {
            assert_eq!(error.offset(), expected.valid_up_to() as u64);
            let cut_short = bytes.len() - expected.valid_up_to();
            assert_eq!(error.count(), expected.error_len().unwrap_or(cut_short));
        }
        (Err(expected), Ok(_)) => panic!("{expected}"),
    }
    let lossy = String::from_utf8_lossy(bytes);
    let replaced = whole(bytes, Invalid::Replace);
    assert_eq!(replaced.as_deref(), Ok(naqi.normalize(&lossy).as_bytes()));

    let kept = whole(bytes, Invalid::Keep).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(whole(&kept, Invalid::Keep), Ok(kept.clone()), "a second time");
    let ill_formed = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let all = bytes.utf8_chunks().map(|chunk| chunk.invalid().to_vec());
        all.filter(|sequence| !sequence.is_empty()).collect()
    };
    assert_eq!(ill_formed(&kept), ill_formed(bytes), "each is kept, and no other comes");

    for &invalid in Invalid::ALL {
        assert_eq!(in_pieces(naqi, bytes, seed, invalid), whole(bytes, invalid).ok(), "{invalid}");
    }
}

fn check_utf16(naqi: &Normalizer, units: &[u16]) {
    let whole = |units, invalid| naqi.normalize_utf16(units, invalid).map(Cow::into_owned);
    let normal = |text: &str| -> Vec<u16> { naqi.normalize(text).encode_utf16().collect() };
    let expected = String::from_utf16(units).ok().map(|text| normal(&text));
    assert_eq!(whole(units, Invalid::Error).ok(), expected);
    assert_eq!(whole(units, Invalid::Replace), Ok(normal(&String::from_utf16_lossy(units))));
    let kept = whole(units, Invalid::Keep).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(whole(&kept, Invalid::Keep), Ok(kept.clone()), "a second time");
    let halves = |units: &[u16]| -> Vec<u16> {
        let all = char::decode_utf16(units.iter().copied()).filter_map(Result::err);
        all.map(|error| error.unpaired_surrogate()).collect()
    };
    assert_eq!(halves(&kept), halves(units), "each is kept, and no other comes");
}

fuzz_target!(|input: &[u8]| {
    let [rules, seed, bytes @ ..] = input else { return };
    let naqi = &NORMALIZERS[usize::from(*rules) % NORMALIZERS.len()];
    check_utf8(naqi, bytes, *seed);
    let units: Vec<u16> =
        bytes.as_chunks().0.iter().map(|&unit| u16::from_le_bytes(unit)).collect();
    check_utf16(naqi, &units);
});
