//! Bytes that are not UTF-8 and units that are not UTF-16: reported, replaced or kept.

use std::borrow::Cow;

use naqi::{Invalid, Normalizer, Preset};
use proptest::{collection::vec, prelude::*, sample::select};

mod common {
    pub mod arbitrary;
}
use common::arbitrary;

/// Normalises with ill-formed sequences kept.
fn keep(naqi: &Normalizer, bytes: &[u8]) -> Vec<u8> {
    naqi.normalize_bytes(bytes, Invalid::Keep).expect("nothing is refused").into_owned()
}

/// Ill-formed bytes, and the lengths of the sequences that they are: maximal subparts, by tables 3-8 to
/// 3-11 of the Unicode Standard and by the definition of UTF-8 there (table 3-7).
const ILL_FORMED: &[(&[u8], &[usize])] = &[
    (b"\xFF", &[1]),
    (b"\x80\xBF", &[1, 1]),
    // Not the shortest form.
    (b"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82", &[1, 1, 1, 1, 1, 1, 1, 1]),
    // Surrogates, as in WTF-8.
    (b"\xED\xA0\x80", &[1, 1, 1]),
    (b"\xED\xAF\xBF\xED\xB0\x80", &[1, 1, 1, 1, 1, 1]),
    // Beyond the last character.
    (b"\xF4\x91\x92\x93\xFF", &[1, 1, 1, 1, 1]),
    // Cut short.
    (b"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF", &[2, 1, 3, 2]),
    (b"\xD8", &[1]),
    (b"\xF0\x9F\x91", &[3]),
];

#[test]
fn errors_name_the_first_place() {
    let naqi = Normalizer::light();
    for &(bytes, lengths) in ILL_FORMED {
        for before in ["", "a", "\u{628}", "\u{628}\u{64E} \u{1F469}"] {
            let text = [before.as_bytes(), bytes, b"a"].concat();
            let error = naqi.normalize_bytes(&text, Invalid::Error).unwrap_err();
            assert_eq!(error.offset(), before.len() as u64, "{bytes:X?}");
            assert_eq!(error.count(), lengths[0], "{bytes:X?}");
            assert_eq!(error.range(), error.offset()..error.offset() + lengths[0] as u64);
            // The same from a stream, byte by byte.
            let mut stream = naqi.byte_stream(Invalid::Error);
            let mut output = Vec::new();
            let found = text.chunks(1).find_map(|byte| stream.push(byte, &mut output).err());
            assert_eq!(found, Some(error), "{bytes:X?}");
            assert_eq!(stream.taken(), error.offset());
            assert_eq!(stream.push(b"a", &mut output), Err(error), "and again");
            assert_eq!(stream.finish(&mut output), Err(error));
            assert_eq!(output, naqi.normalize(before).as_bytes());
            // A new text.
            output.clear();
            stream.push(b"a", &mut output).expect("ASCII");
            stream.finish(&mut output).expect("ASCII");
            assert_eq!(output, b"a");
        }
    }
    let error = |bytes: &[u8]| naqi.normalize_bytes(bytes, Invalid::Error).unwrap_err().to_string();
    assert_eq!(error(b"ab\xFF"), "invalid UTF-8: 1 byte at offset 2");
    assert_eq!(error(b"\xE1\x80"), "invalid UTF-8: 2 bytes at offset 0");
}

#[test]
fn each_sequence_is_replaced() {
    for &(bytes, lengths) in ILL_FORMED {
        let replaced = Normalizer::light().normalize_bytes(bytes, Invalid::Replace);
        let expected = "\u{FFFD}".repeat(lengths.len());
        assert_eq!(*replaced.expect("nothing is refused"), *expected.as_bytes(), "{bytes:X?}");
    }
}

#[test]
fn what_is_kept_stays_as_it_is() {
    for preset in Preset::ALL {
        let naqi = preset.normalizer();
        for &(bytes, _) in ILL_FORMED {
            for text in [bytes.to_vec(), [b"a", bytes, b"a"].concat()] {
                let kept = naqi.normalize_bytes(&text, Invalid::Keep).expect("nothing is refused");
                assert!(matches!(kept, Cow::Borrowed(_)), "{preset}: {bytes:X?}");
                assert_eq!(*kept, *text, "{preset}");
            }
        }
    }
}

/// To the rules it is a symbol.
#[test]
fn what_is_kept_is_a_symbol_between_the_rest() {
    let tidy = Normalizer::tidy();
    // beh, a bad byte, space, comma, beh: the line is Arabic behind the byte as well; not the text's end,
    // so the space stays where a letter follows and goes before the comma.
    assert_eq!(keep(&tidy, b"\xD8\xA8\xFF ,\xD8\xA8"), b"\xD8\xA8\xFF\xD8\x8C \xD8\xA8");
    assert_eq!(keep(&tidy, b"\xD8\xA8 \xFF  \xD8\xA8 "), b"\xD8\xA8 \xFF \xD8\xA8");
    // beh, `>`, a bad byte: not at the end of the text, so no full stop.
    assert_eq!(keep(&tidy, b"\xD8\xA8>\xFF"), b"\xD8\xA8>\xFF");
    assert_eq!(keep(&tidy, b"\xD8\xA8>"), b"\xD8\xA8.");
    // Tatweel beside it is at the edge of a word, not inside: it stays.
    let light = Normalizer::light();
    assert_eq!(keep(&light, b"\xD8\xA8\xD9\x80\xFF\xD8\xA8"), b"\xD8\xA8\xD9\x80\xFF\xD8\xA8");
    assert_eq!(keep(&light, b"\xD8\xA8\xD9\x80\xD8\xA8\xFF"), b"\xD8\xA8\xD8\xA8\xFF");
}

/// What stands between two halves goes, and the halves would be a character: the first character between
/// them keeps them apart.
#[test]
fn halves_do_not_become_a_character() {
    let light = Normalizer::light();
    // Half a fatha, fatha, shadda, the other half.
    let halves = b"\xD9\xD9\x8E\xD9\x91\x8E";
    assert_eq!(keep(&light, halves), b"\xD9\xD9\x8E\x8E");
    assert_eq!(keep(&light, &keep(&light, halves)), b"\xD9\xD9\x8E\x8E");
    // Two that make nothing together have nothing between them.
    assert_eq!(keep(&light, b"\x8E\xD9\x8E\xD9"), b"\x8E\xD9");
    assert_eq!(keep(&light, b"\xFF\xD9\x8E\xFF"), b"\xFF\xFF");
    // Something that stays does as well.
    assert_eq!(keep(&light, b"\xD9\xD9\x8Ea\xD9\x8E\x8E"), b"\xD9a\x8E");
    // In UTF-16: half an emoji, fatha, the other half.
    let units = [0xD83D, 0x64E, 0x64F, 0xDC69];
    let kept = light.normalize_utf16(&units, Invalid::Keep).expect("nothing is refused");
    assert_eq!(*kept, [0xD83D, 0x64E, 0xDC69]);
}

/// U+10FFFF is what stands for a kept sequence, and may be in the text as well.
#[test]
fn the_stand_in_stands_for_itself() {
    let naqi = Normalizer::search();
    let text = "\u{10FFFF}\u{623}\u{10FFFF}";
    let mixed = [text.as_bytes(), b"\xFF", text.as_bytes(), b"\xED\xA0\x80", text.as_bytes()];
    let expected = [0, 1, 2, 3, 4].map(|i| match i % 2 {
        0 => "\u{10FFFF}\u{627}\u{10FFFF}".as_bytes(),
        _ => mixed[i],
    });
    assert_eq!(keep(&naqi, &mixed.concat()), expected.concat());
    // No character of the last plane is taken for it.
    let plane: String = ('\u{100000}'..='\u{10FFFF}').step_by(97).collect();
    assert_eq!(
        keep(&naqi, &[plane.as_bytes(), b"\xFF"].concat())[..plane.len()],
        *plane.as_bytes()
    );
    // Between two halves it is something that stays.
    let halves = [b"\xD9", "\u{10FFFF}".as_bytes(), b"\x8E"].concat();
    assert_eq!(keep(&naqi, &halves), halves);
    let halves = [b"\xD9", "\u{64E}\u{10FFFF}\u{64E}".as_bytes(), b"\x8E"].concat();
    assert_eq!(keep(&naqi, &halves), [b"\xD9", "\u{10FFFF}".as_bytes(), b"\x8E"].concat());
}

/// A byte order mark is a control that the rule for controls deletes or keeps.
#[test]
fn a_byte_order_mark_goes_by_the_rule() {
    let text = "\u{FEFF}a";
    for (preset, expected) in [(Preset::Tidy, "a"), (Preset::CamelDediac, text)] {
        let naqi = preset.normalizer();
        for &invalid in Invalid::ALL {
            let normal = naqi.normalize_bytes(text.as_bytes(), invalid).expect("UTF-8");
            assert_eq!(*normal, *expected.as_bytes(), "{preset}, {invalid}");
            let units: Vec<u16> = text.encode_utf16().collect();
            let normal = naqi.normalize_utf16(&units, invalid).expect("UTF-16");
            assert!(normal.iter().copied().eq(expected.encode_utf16()), "{preset}, {invalid}");
        }
    }
}

#[test]
fn nothing_is_copied_when_nothing_changes() {
    let naqi = Normalizer::tidy();
    for bytes in [&b""[..], "\u{628} a".as_bytes(), b"\xFF"] {
        let normal = naqi.normalize_bytes(bytes, Invalid::Keep).expect("nothing is refused");
        assert!(matches!(normal, Cow::Borrowed(_)), "{bytes:X?}");
    }
    for units in [&[][..], &[0x628, 0x20, 0x61], &[0xD800]] {
        let normal = naqi.normalize_utf16(units, Invalid::Keep).expect("nothing is refused");
        assert!(matches!(normal, Cow::Borrowed(_)), "{units:X?}");
    }
}

#[test]
fn half_a_pair_is_reported_replaced_or_kept() {
    let naqi = Normalizer::search();
    // alef with hamza above, a whole pair, the second half, the first half, and one at the end.
    let units = [0x623, 0xD83D, 0xDC69, 0xDC69, 0xD83D, 0x623, 0xD83D];
    let error = naqi.normalize_utf16(&units, Invalid::Error).unwrap_err();
    assert_eq!(error.to_string(), "invalid UTF-16: a surrogate without its other half at offset 3");
    assert_eq!((error.offset(), error.count()), (3, 1));
    let kept = naqi.normalize_utf16(&units, Invalid::Keep).expect("nothing is refused");
    assert_eq!(*kept, [0x627, 0xD83D, 0xDC69, 0xDC69, 0xD83D, 0x627, 0xD83D]);
    let replaced = naqi.normalize_utf16(&units, Invalid::Replace).expect("nothing is refused");
    assert_eq!(*replaced, [0x627, 0xD83D, 0xDC69, 0xFFFD, 0xFFFD, 0x627, 0xFFFD]);
    // U+FFFD for half a pair is a change, even if it is the only one.
    let replaced = naqi.normalize_utf16(&[0xD83D], Invalid::Replace).expect("nothing is refused");
    assert_eq!(*replaced, [0xFFFD]);
}

#[test]
fn policies_have_names() {
    let names: Vec<_> = Invalid::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["error", "replace", "keep"]);
    assert_eq!(Invalid::default(), Invalid::Error);
    assert_eq!(format!("{:>7}", Invalid::Keep), "   keep");
}

/// Text with ill-formed bytes in it, also halves of characters that rules look at.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        5 => select(arbitrary::CLASSES).prop_map(|c| String::from(c).into_bytes()),
        1 => arbitrary::text().prop_map(String::into_bytes),
        2 => select(ILL_FORMED).prop_map(|(bytes, _)| bytes.to_vec()),
        3 => (select(arbitrary::CLASSES), 0..4_usize).prop_map(|(c, n)| {
            let c = String::from(c).into_bytes();
            c[..n.min(c.len())].to_vec()
        }),
        3 => (select(arbitrary::CLASSES), 1..4_usize).prop_map(|(c, n)| {
            let c = String::from(c).into_bytes();
            c[n.min(c.len())..].to_vec()
        }),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// The same for UTF-16.
fn units() -> impl Strategy<Value = Vec<u16>> {
    let piece = prop_oneof![
        5 => select(arbitrary::CLASSES).prop_map(|c| String::from(c).encode_utf16().collect()),
        1 => arbitrary::text().prop_map(|text| text.encode_utf16().collect()),
        3 => (0xD800..0xE000_u16).prop_map(|half| vec![half]),
    ];
    vec(piece, 0..12).prop_map(|pieces: Vec<Vec<u16>>| pieces.concat())
}

/// The whole in the pieces between the cuts.
fn in_pieces(naqi: &Normalizer, bytes: &[u8], cuts: &[usize], invalid: Invalid) -> Option<Vec<u8>> {
    let mut stream = naqi.byte_stream(invalid);
    let mut output = Vec::new();
    let mut from = 0;
    for &cut in cuts.iter().chain([&bytes.len()]) {
        stream.push(&bytes[from..cut], &mut output).ok()?;
        from = cut;
    }
    stream.finish(&mut output).ok()?;
    Some(output)
}

proptest! {
    #![proptest_config(arbitrary::cases(4000))]

    #[test]
    fn laws_of_bytes(naqi in arbitrary::normalizer(), bytes in bytes()) {
        let error = naqi.normalize_bytes(&bytes, Invalid::Error).err();
        match std::str::from_utf8(&bytes) {
            Ok(text) => {
                prop_assert_eq!(error, None);
                prop_assert!(keep(&naqi, &bytes) == naqi.normalize(text).as_bytes());
            }
            Err(expected) => {
                let found = error.map(|error| (error.offset(), error.count()));
                let offset = expected.valid_up_to();
                let count = expected.error_len().unwrap_or(bytes.len() - offset);
                prop_assert_eq!(found, Some((offset as u64, count)));
            }
        }
        let replaced = naqi.normalize_bytes(&bytes, Invalid::Replace).unwrap();
        let lossy = String::from_utf8_lossy(&bytes);
        prop_assert!(*replaced == *naqi.normalize(&lossy).as_bytes());

        let kept = keep(&naqi, &bytes);
        let twice = naqi.normalize_bytes(&kept, Invalid::Keep).unwrap();
        prop_assert!(matches!(twice, Cow::Borrowed(_)), "{naqi:?}\n{bytes:X?}\n{kept:X?}\n{twice:X?}");
        // Each sequence is there, in order, and nothing else is ill-formed.
        let sequences = |bytes: &[u8]| -> Vec<Vec<u8>> {
            let all = bytes.utf8_chunks().map(|chunk| chunk.invalid().to_vec());
            all.filter(|sequence| !sequence.is_empty()).collect()
        };
        prop_assert_eq!(sequences(&kept), sequences(&bytes));
    }

    #[test]
    fn bytes_in_pieces(
        naqi in arbitrary::normalizer(),
        bytes in bytes(),
        cuts in vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        let all: Vec<_> = (0..bytes.len()).collect();
        for &invalid in Invalid::ALL {
            let whole = naqi.normalize_bytes(&bytes, invalid).ok().map(Cow::into_owned);
            for cuts in [&cuts, &all] {
                let pieces = in_pieces(&naqi, &bytes, cuts, invalid);
                prop_assert_eq!(&pieces, &whole, "{:?}\n{:X?}\n{:?}", naqi, bytes, cuts);
            }
        }
    }

    #[test]
    fn laws_of_utf16(naqi in arbitrary::normalizer(), units in units()) {
        let error = naqi.normalize_utf16(&units, Invalid::Error).err();
        match String::from_utf16(&units) {
            Ok(text) => {
                prop_assert_eq!(error, None);
                let expected: Vec<u16> = naqi.normalize(&text).encode_utf16().collect();
                let normal = naqi.normalize_utf16(&units, Invalid::Error).unwrap();
                prop_assert_eq!(matches!(normal, Cow::Borrowed(_)), expected == units);
                prop_assert_eq!(normal.into_owned(), expected);
            }
            Err(_) => {
                let before = char::decode_utf16(units.iter().copied()).take_while(Result::is_ok);
                let offset: usize = before.flatten().map(char::len_utf16).sum();
                prop_assert_eq!(error.map(|error| error.offset()), Some(offset as u64));
            }
        }
        let lossy = String::from_utf16_lossy(&units);
        let replaced = naqi.normalize_utf16(&units, Invalid::Replace).unwrap();
        prop_assert!(replaced.iter().copied().eq(naqi.normalize(&lossy).encode_utf16()));

        let kept = naqi.normalize_utf16(&units, Invalid::Keep).unwrap().into_owned();
        let twice = naqi.normalize_utf16(&kept, Invalid::Keep).unwrap();
        prop_assert!(matches!(twice, Cow::Borrowed(_)), "{naqi:?}\n{units:X?}\n{kept:X?}\n{twice:X?}");
        let halves = |units: &[u16]| -> Vec<u16> {
            let all = char::decode_utf16(units.iter().copied()).filter_map(Result::err);
            all.map(|error| error.unpaired_surrogate()).collect()
        };
        prop_assert_eq!(halves(&kept), halves(&units));
    }
}
