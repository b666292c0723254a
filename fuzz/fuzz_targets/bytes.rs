//! Bytes that may be no UTF-8, by every policy, whole and in pieces; and the same as units of
//! UTF-16. The oracles are the standard library's decoders.
//!
//! The input is that of the target `normalize`, whose text is not decoded.

#![no_main]

use std::borrow::Cow;

use libfuzzer_sys::fuzz_target;
use naqi::{Invalid, Normalizer};

mod input;

use input::Input;

/// What comes out of the pieces, and the error if there was one.
fn streamed(naqi: &Normalizer, invalid: Invalid, input: &Input) -> Result<Vec<u8>, u64> {
    let (bytes, mut output) = (input.bytes(), Vec::new());
    let mut stream = naqi.byte_stream(invalid);
    let (mut start, mut number) = (0, 0);
    while start < bytes.len() {
        // At least one byte every other time.
        let wanted = usize::from(input.cut(number)).max(number % 2);
        let end = (start + wanted).min(bytes.len());
        stream.push(&bytes[start..end], &mut output).map_err(|error| error.offset())?;
        (start, number) = (end, number + 1);
    }
    stream.finish(&mut output).map_err(|error| error.offset())?;
    Ok(output)
}

/// The ill-formed sequences of some bytes.
fn ill_formed(bytes: &[u8]) -> Vec<&[u8]> {
    let all = bytes.utf8_chunks().map(|chunk| chunk.invalid());
    all.filter(|sequence| !sequence.is_empty()).collect()
}

/// The surrogates without their other half.
fn halves(units: &[u16]) -> Vec<u16> {
    let all = char::decode_utf16(units.iter().copied()).filter_map(Result::err);
    all.map(|error| error.unpaired_surrogate()).collect()
}

fn check_utf16(naqi: &Normalizer, units: &[u16]) {
    let whole = |units, invalid| naqi.normalize_utf16(units, invalid).map(Cow::into_owned);
    let normal = |text: &str| -> Vec<u16> { naqi.normalize(text).encode_utf16().collect() };
    let expected = String::from_utf16(units).ok().map(|text| normal(&text));
    assert_eq!(whole(units, Invalid::Error).ok(), expected, "{}", naqi.tier());
    let replaced = normal(&String::from_utf16_lossy(units));
    assert_eq!(whole(units, Invalid::Replace), Ok(replaced), "{}", naqi.tier());
    let kept = whole(units, Invalid::Keep).expect("nothing is refused");
    assert_eq!(whole(&kept, Invalid::Keep), Ok(kept.clone()), "a second time");
    assert_eq!(halves(&kept), halves(units), "each is kept, and no other comes");
}

fuzz_target!(|input: Input| {
    let bytes = input.bytes();
    let lossy = String::from_utf8_lossy(bytes);
    for naqi in input::built(&input) {
        let whole = |invalid| naqi.normalize_bytes(bytes, invalid).map_err(|error| error.offset());
        match str::from_utf8(bytes) {
            Ok(text) => {
                for &invalid in Invalid::ALL {
                    assert_eq!(whole(invalid).unwrap(), naqi.normalize(text).as_bytes());
                }
            }
            Err(error) => {
                assert_eq!(whole(Invalid::Error), Err(error.valid_up_to() as u64));
            }
        }
        assert_eq!(whole(Invalid::Replace).unwrap(), naqi.normalize(&lossy).as_bytes());
        let kept = whole(Invalid::Keep).unwrap();
        assert_eq!(naqi.normalize_bytes(&kept, Invalid::Keep).unwrap(), kept, "a second time");
        assert_eq!(ill_formed(&kept), ill_formed(bytes), "each is kept, and no other comes");
        assert!(kept.len() <= 11 * bytes.len());
        for &invalid in Invalid::ALL {
            let expected = whole(invalid).map(|output| output.into_owned());
            assert_eq!(streamed(&naqi, invalid, &input), expected, "{invalid}, {}", naqi.tier());
        }

        let units: Vec<u16> =
            bytes.as_chunks().0.iter().map(|&unit| u16::from_le_bytes(unit)).collect();
        check_utf16(&naqi, &units);
    }
});
