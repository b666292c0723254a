//! Every part of the output is traced to its source, and back.

use naqi::{
    Builder, Composition, DaggerAlef, Elongation, Normalizer, Preset, RangeError, Rule, Spacing,
    Tatweel, Unit, WhiteSpace, clusters,
};
use proptest::prelude::*;

mod common {
    pub mod aligned;
    pub mod arbitrary;
}
use common::{aligned::check, arbitrary};

proptest! {
    #![proptest_config(arbitrary::cases(1024))]

    #[test]
    fn the_laws_hold(normalizer in arbitrary::normalizer(), text in arbitrary::text()) {
        check(&normalizer, &text);
    }

    #[test]
    fn the_laws_hold_for_presets(text in arbitrary::text()) {
        for preset in Preset::ALL {
            check(&preset.normalizer(), &text);
        }
    }

    /// A part of the source normalises to its part of the output, if it ends where clusters end and no rule looks past
    /// its ends.
    #[test]
    fn a_part_normalises_to_its_part(rules in arbitrary::normalizer(), text in arbitrary::text()) {
        let rules = without_context(rules.rules());
        let normalizer = rules.build().expect("fewer rules do not conflict");
        let aligned = normalizer.normalize_aligned(&text);
        let ends: Vec<usize> = clusters(aligned.text()).map(|cluster| cluster.end()).collect();
        for cluster in clusters(aligned.text()) {
            let range = aligned.source_range(cluster.range()).expect("a range of the text");
            let part = &aligned.source()[range.clone()];
            // Inside what one character became there are clusters as well.
            let back = aligned.normalized_range(range).expect("a range of the source");
            // The last letter of a ligature may have marks behind it, which are another source.
            if !ends.contains(&back.end) {
                continue;
            }
            // A mark without a base would be another base's mark in the whole.
            let alone = normalizer.normalize(part);
            prop_assert_eq!(&*alone, &aligned.text()[back], "{:?}\n{:?}\n{:?}", normalizer, text, part);
        }
    }
}

/// The rules that look at nothing beyond a cluster.
fn without_context(rules: &Builder) -> Builder {
    let looks = |rule: Rule, value: &str| match rule {
        Rule::Tatweel => value == "inner",
        Rule::DaggerAlef => value == "to-alef",
        Rule::Elongation
        | Rule::Digits
        | Rule::Punctuation
        | Rule::StrayMarks
        | Rule::Spacing
        | Rule::WhiteSpace => true,
        // Zero width joiner goes where it joins no emoji; jamo compose across clusters.
        Rule::Controls | Rule::Composition => true,
        _ => false,
    };
    let rules = rules.rules().filter(|(rule, value)| !looks(*rule, value));
    rules.fold(Builder::default(), |builder, (rule, value)| {
        builder.set(rule.name(), &value).expect("it was set before")
    })
}

/// All pairs and triples of classes, for every preset.
#[test]
fn the_laws_hold_for_neighbours() {
    let presets: Vec<_> = Preset::ALL.iter().map(|preset| preset.normalizer()).collect();
    for text in arbitrary::neighbours() {
        presets.iter().for_each(|normalizer| check(normalizer, &text));
    }
}

/// The source of the part of the output that reads like this.
fn source_of<'t>(normalizer: &Normalizer, source: &'t str, part: &str) -> &'t str {
    let aligned = normalizer.normalize_aligned(source);
    let at = aligned.text().find(part).expect("the output holds it");
    &source[aligned.source_range(at..at + part.len()).expect("a range of the text")]
}

/// A word found behind vowelled words is the word in the source, not one shifted by the number of marks.
#[test]
fn a_highlight_is_not_shifted_by_marks() {
    // "a pen blue new", the first word with vowels: qaf fatha lam fatha meem dammatan.
    let source = "\u{642}\u{64E}\u{644}\u{64E}\u{645}\u{64C} \u{623}\u{632}\u{631}\u{642} \
                  \u{62C}\u{62F}\u{64A}\u{62F}";
    let search = Normalizer::search();
    let new = "\u{62C}\u{62F}\u{64A}\u{62F}";
    assert_eq!(source_of(&search, source, new), new);
    let aligned = search.normalize_aligned(source);
    let at = aligned.text().find(new).expect("it is there");
    assert_eq!(aligned.source_range(at..at + new.len()), Ok(22..30));
    // In characters: three less for the marks. In UTF-16 as many, all being below U+10000.
    let from = aligned.text()[..at].chars().count();
    for unit in [Unit::Chars, Unit::Utf16] {
        assert_eq!(aligned.in_units(unit).source_range(from..from + 4), Ok(12..16));
    }
}

/// The first letters of a word bring their marks with them.
#[test]
fn a_prefix_ends_behind_its_marks() {
    // kaf fatha teh beh: the first two letters.
    let source = "\u{643}\u{64E}\u{62A}\u{628}";
    let aligned = Normalizer::search().normalize_aligned(source);
    assert_eq!(aligned.source_range(0..4), Ok(0..6));
    assert_eq!(aligned.source_range(0..2), Ok(0..4));
}

#[test]
fn a_word_has_its_last_mark_but_not_the_comma() {
    // kitab with dammatan, comma, space, bracket, nun sad dammatan, bracket.
    let source = "\u{643}\u{62A}\u{627}\u{628}\u{64C}\u{60C} (\u{646}\u{635}\u{64C})";
    let search = Normalizer::search();
    let book = "\u{643}\u{62A}\u{627}\u{628}";
    assert_eq!(source_of(&search, source, book), &source[..10]);
    assert_eq!(source_of(&search, source, "\u{646}\u{635}"), &source[14..20]);
}

#[test]
fn a_word_has_its_tatweel_and_its_controls() {
    // beh, tatweel twice, right-to-left mark, space, beh; light keeps tatweel at a word's end.
    let source = "\u{628}\u{640}\u{640}\u{200F} \u{628}";
    let all = Preset::Light.builder().tatweel(Tatweel::All).build().expect("no conflict");
    let aligned = all.normalize_aligned(source);
    assert_eq!(aligned.text(), "\u{628} \u{628}");
    assert_eq!(aligned.source_range(0..2), Ok(0..9));
    assert_eq!(aligned.source_range(2..3), Ok(9..10));
}

#[test]
fn a_mark_without_a_base_belongs_to_what_is_there() {
    // kasra, alef seen meem; space; damma, nun sad.
    let source = "\u{650}\u{627}\u{633}\u{645} \u{64F}\u{646}\u{635}";
    let search = Normalizer::search();
    let aligned = search.normalize_aligned(source);
    assert_eq!(aligned.text(), "\u{627}\u{633}\u{645} \u{646}\u{635}");
    assert_eq!(aligned.source_range(0..6), Ok(0..8));
    // The mark behind the space stands on the space.
    assert_eq!(aligned.source_range(6..7), Ok(8..11));
    assert_eq!(aligned.source_range(7..11), Ok(11..15));
}

/// One character becomes four words; each of them has it for its source.
#[test]
fn all_of_a_ligature_is_its_one_character() {
    // "the prophet", U+FDFA, "said".
    let source = "\u{627}\u{644}\u{646}\u{628}\u{64A} \u{FDFA} \u{642}\u{627}\u{644}";
    let light = Normalizer::light();
    let aligned = light.normalize_aligned(source);
    let ligature = 11..14;
    let expanded = aligned.normalized_range(ligature.clone()).expect("a range of the source");
    assert_eq!(expanded, 11..44);
    assert_eq!(aligned.text()[expanded.clone()].split(' ').count(), 4);
    let places = common::aligned::boundaries(aligned.text());
    let inside: Vec<usize> = places.into_iter().filter(|at| expanded.contains(at)).collect();
    for (i, &start) in inside.iter().enumerate() {
        for &end in &inside[i + 1..] {
            assert_eq!(aligned.source_range(start..end), Ok(ligature.clone()), "{start}..{end}");
        }
    }
    let edits: Vec<_> = aligned.edits().collect();
    assert_eq!(edits.len(), 1);
    assert_eq!((&edits[0].source, &edits[0].normalized), (&ligature, &expanded));
    assert_eq!(edits[0].rule, Rule::PresentationForms);
}

/// Two characters that become one are its source together.
#[test]
fn a_composed_letter_has_both_its_parts() {
    // "said", U+FDFA, alef, hamza above, hah meem dal.
    let source = "\u{642}\u{627}\u{644} \u{FDFA} \u{627}\u{654}\u{62D}\u{645}\u{62F}";
    let light = Normalizer::light();
    assert_eq!(source_of(&light, source, "\u{623}"), "\u{627}\u{654}");
    assert_eq!(source_of(&light, source, "\u{62D}"), "\u{62D}");
}

/// A mark that becomes another one is its source: grave tone mark becomes grave accent.
#[test]
fn a_mark_that_decomposes_is_what_it_becomes() {
    let light = Normalizer::light();
    for base in ["\n", "a", "\u{628}", "\u{627}\u{654}"] {
        check(&light, &format!("{base}\u{340}"));
        check(&light, &format!("{base}\u{344}")); // Greek dialytika tonos: diaeresis, acute accent
        check(&light, &format!("{base}\u{F73}")); // Tibetan vowel sign ii, no mark by class: two marks
    }
    // Line feed, two times Kirat Rai vowel sign e, which compose.
    let aligned = light.normalize_aligned("\n\u{16D67}\u{16D67}");
    assert_eq!(aligned.text(), "\n\u{16D68}");
    assert_eq!(aligned.source_range(0..1), Ok(0..1));
    assert_eq!(aligned.source_range(1..5), Ok(1..9));
    let aligned = light.normalize_aligned("1\u{340}");
    assert_eq!(aligned.text(), "1\u{300}");
    assert_eq!(aligned.source_range(0..1), Ok(0..1));
    assert_eq!(aligned.source_range(1..3), Ok(1..3));
}

/// Characters beyond U+FFFF are four bytes, one character, two code units.
#[test]
fn emoji_count_in_each_unit() {
    // Grinning face, space, seen lam meem alef maksura, space, heh noon alef; search maps alef maksura to yeh.
    let source = "\u{1F600} \u{633}\u{644}\u{645}\u{649} \u{647}\u{646}\u{627}";
    let aligned = Normalizer::search().normalize_aligned(source);
    let word = 5..13;
    assert_eq!(&aligned.text()[word.clone()], "\u{633}\u{644}\u{645}\u{64A}");
    assert_eq!(aligned.source_range(word), Ok(5..13));
    for unit in [Unit::Bytes, Unit::Chars, Unit::Utf16] {
        assert_eq!(aligned.in_units(unit).unit(), unit);
    }
    assert_eq!(aligned.in_units(Unit::Chars).source_range(2..6), Ok(2..6));
    assert_eq!(aligned.in_units(Unit::Utf16).source_range(3..7), Ok(3..7));
    let half = aligned.in_units(Unit::Utf16).source_range(1..7);
    assert_eq!(half, Err(RangeError::InsideChar { at: 1 }));
}

#[test]
fn what_is_put_in_has_no_source() {
    // alef, comma, beh: tidied to alef, Arabic comma, space, beh.
    let aligned = Normalizer::tidy().normalize_aligned("\u{627},\u{628}");
    assert_eq!(aligned.text(), "\u{627}\u{60C} \u{628}");
    assert_eq!(aligned.source_range(4..5), Ok(3..3));
    // The comma's word and the next word do not reach across.
    assert_eq!(aligned.source_range(0..4), Ok(0..3));
    assert_eq!(aligned.source_range(5..7), Ok(3..5));
    let edits: Vec<_> =
        aligned.edits().map(|edit| (edit.source, edit.normalized, edit.rule)).collect();
    assert_eq!(edits, [(2..3, 2..4, Rule::Punctuation), (3..3, 4..5, Rule::Spacing)]);
}

#[test]
fn white_space_that_goes_belongs_to_the_mark_beside_it() {
    let tidy = Normalizer::tidy();
    // beh fatha, space, comma, space, beh
    let source = "\u{628}\u{64E} , \u{628}";
    let aligned = tidy.normalize_aligned(source);
    assert_eq!(aligned.text(), "\u{628}\u{64E}\u{60C} \u{628}");
    assert_eq!(aligned.source_range(0..4), Ok(0..4));
    assert_eq!(aligned.source_range(4..6), Ok(4..6));
    // beh, space, bracket, space, beh, space, bracket
    let source = "\u{628} ( \u{628} )";
    let aligned = tidy.normalize_aligned(source);
    assert_eq!(aligned.text(), "\u{628} (\u{628})");
    assert_eq!(aligned.source_range(3..4), Ok(3..5)); // the bracket that opens
    assert_eq!(aligned.source_range(4..6), Ok(5..7)); // the word
    assert_eq!(aligned.source_range(6..7), Ok(7..9)); // the one that closes
}

/// What was replaced is told by rule.
#[test]
fn edits_name_their_rules() {
    let rules = |normalizer: &Normalizer, text: &str| -> Vec<Rule> {
        normalizer.normalize_aligned(text).edits().map(|edit| edit.rule).collect()
    };
    let search = Normalizer::search();
    let cases = [
        ("\u{628}\u{640}\u{628}", Rule::Tatweel),
        ("\u{628}\u{64E}", Rule::Marks),
        ("\u{623}", Rule::Alef),
        ("\u{627}\u{654}", Rule::Alef), // alef and hamza above
        ("\u{649}", Rule::AlefMaksura),
        ("\u{661}", Rule::Digits),
        ("\u{FE8D}", Rule::PresentationForms), // alef isolated form
        ("\u{628} ,", Rule::Spacing),
        ("\u{628}  \u{628}", Rule::WhiteSpace),
        ("\u{628}\u{A0}\u{628}", Rule::WhiteSpace), // no-break space
        ("\u{628}\u{200F}\u{628}", Rule::Controls),
    ];
    for (text, rule) in cases {
        assert_eq!(rules(&search, text).first(), Some(&rule), "{text:?}");
    }
    let tidy = Normalizer::tidy();
    // Arabic word, `>` for a full stop.
    assert_eq!(rules(&tidy, "\u{628}\u{627}> \u{628}"), [Rule::StrayMarks]);
    let quran = Normalizer::from_preset("quran").expect("there is one");
    // reh hah meem dagger alef noon
    assert_eq!(rules(&quran, "\u{631}\u{62D}\u{645}\u{670}\u{646}"), [Rule::DaggerAlef]);
    let short = Normalizer::builder().elongation(Elongation::max(2)).build().expect("no conflict");
    assert_eq!(rules(&short, "\u{647}\u{647}\u{647}"), [Rule::Elongation]);
    // En quad and em quad are canonically an en space and an em space. A rule for white space comes first.
    let nfc = Normalizer::builder().composition(Composition::Nfc);
    let composed = nfc.clone().build().expect("no conflict");
    assert_eq!(rules(&composed, "\u{2000}\u{628}\u{2001}"), [Rule::Composition; 2]);
    let collapsed = nfc.white_space(WhiteSpace::Collapse).build().expect("no conflict");
    assert_eq!(rules(&collapsed, "\u{628}\u{2000}\u{628}"), [Rule::WhiteSpace]);
}

#[test]
fn ranges_that_are_none_are_errors() {
    let aligned = Normalizer::light().normalize_aligned("\u{628}\u{64E}");
    #[expect(clippy::reversed_empty_ranges, reason = "that is the case")]
    let reversed = 2..0;
    assert_eq!(aligned.source_range(reversed), Err(RangeError::Reversed { start: 2, end: 0 }));
    assert_eq!(aligned.source_range(0..3), Err(RangeError::PastEnd { end: 3, len: 2 }));
    assert_eq!(aligned.source_range(1..2), Err(RangeError::InsideChar { at: 1 }));
    assert_eq!(aligned.normalized_range(0..3), Err(RangeError::InsideChar { at: 3 }));
    let chars = aligned.in_units(Unit::Chars);
    assert_eq!(chars.source_range(0..2), Err(RangeError::PastEnd { end: 2, len: 1 }));
    assert_eq!(chars.normalized_range(0..2), Ok(0..1));
    assert_eq!(
        aligned.source_range(0..usize::MAX).unwrap_err().to_string(),
        format!("the range ends at {}, but the text at 2", usize::MAX)
    );
}

/// A text that is normal already has no edits and is not copied.
/// The text alone, borrowed by reference or taken whole.
#[test]
fn an_aligned_text_becomes_a_string() {
    let naqi = Normalizer::light();
    // Kaf, kasra, teh: the kasra goes.
    let aligned = naqi.normalize_aligned("\u{643}\u{650}\u{62A}");
    assert_eq!(aligned.as_ref(), "\u{643}\u{62A}");
    assert_eq!(String::from(aligned), "\u{643}\u{62A}");
    assert_eq!(String::from(naqi.normalize_aligned("\u{643}")), "\u{643}");
}

#[test]
fn an_unchanged_text_is_itself() {
    let text = "\u{628}\u{628} \u{628}";
    let aligned = Normalizer::search().normalize_aligned(text);
    assert!(aligned.is_unchanged());
    assert_eq!(aligned.edits().next(), None);
    assert_eq!(aligned.source_range(2..5), Ok(2..5));
    assert!(
        matches!(aligned.into_text(), std::borrow::Cow::Borrowed(found) if std::ptr::eq(found, text))
    );
}

/// A range is found though a megabyte went before it, or in it.
#[test]
fn long_gaps_are_crossed() {
    let marks = "\u{64E}".repeat(500_000);
    let spaces = " ".repeat(500_000);
    let search = Normalizer::search();
    let source = format!("\u{628}{marks}{spaces}, \u{62A}");
    let aligned = search.normalize_aligned(&source);
    assert_eq!(aligned.text(), "\u{628}, \u{62A}");
    let behind_marks = 2 + marks.len();
    assert_eq!(aligned.source_range(0..2), Ok(0..behind_marks));
    assert_eq!(aligned.source_range(2..3), Ok(behind_marks..behind_marks + spaces.len() + 1));
    assert_eq!(aligned.source_range(4..6), Ok(source.len() - 2..source.len()));
    let empty = search.normalize_aligned(&marks);
    assert_eq!(empty.text(), "");
    assert_eq!(empty.source_range(0..0), Ok(0..marks.len()));
    assert_eq!(empty.edits().count(), 500_000);
}

/// The rules of spacing may both take away and put in at one place.
#[test]
fn a_gap_with_something_put_in_is_divided() {
    let isolating = Normalizer::builder()
        .spacing(Spacing::Isolate)
        .white_space(WhiteSpace::Collapse)
        .dagger_alef(DaggerAlef::Delete)
        .build()
        .expect("no conflict");
    // beh, dagger alef, full stop: a space is put in behind the word with its mark.
    let aligned = isolating.normalize_aligned("\u{628}\u{670}.");
    assert_eq!(aligned.text(), "\u{628} .");
    assert_eq!(aligned.source_range(0..2), Ok(0..4));
    assert_eq!(aligned.source_range(2..3), Ok(4..4));
    assert_eq!(aligned.source_range(3..4), Ok(4..5));
    // The mark goes with its word, in front of the space.
    let told: Vec<_> =
        aligned.edits().map(|edit| (edit.source, edit.normalized, edit.rule)).collect();
    assert_eq!(told, [(2..4, 2..2, Rule::DaggerAlef), (4..4, 2..3, Rule::Spacing)]);
    // Twice: what is known of one gap is not taken for true of the next.
    let aligned = isolating.normalize_aligned("\u{628}\u{670}. \u{628}\u{670}.");
    let told: Vec<_> = aligned.edits().map(|edit| (edit.source, edit.normalized)).collect();
    assert_eq!(told, [(2..4, 2..2), (4..4, 2..3), (8..10, 7..7), (10..10, 7..8)]);
}

/// Changes are gathered by rule and by what became of what, the most frequent of a rule first.
#[test]
fn explanations_gather_changes() {
    // beh fatha, beh damma, beh fatha, tatweel, beh; space, Arabic-Indic one, comma, beh
    let source = "\u{628}\u{64E}\u{628}\u{64F}\u{628}\u{64E}\u{640}\u{628} \u{661},\u{628}";
    let aligned = Normalizer::search().normalize_aligned(source);
    assert_eq!(aligned.text(), "\u{628}\u{628}\u{628}\u{628} 1, \u{628}");
    let explained = aligned.explain();
    let rules: Vec<_> = explained.rules().collect();
    assert_eq!(
        rules,
        [(Rule::Tatweel, 1), (Rule::Marks, 3), (Rule::Digits, 1), (Rule::Spacing, 1)]
    );
    let changes: Vec<_> = explained
        .changes()
        .iter()
        .map(|change| {
            let places: Vec<_> = change.places().iter().map(|edit| edit.source.start).collect();
            (change.rule(), change.from(), change.to(), places)
        })
        .collect();
    let expected = [
        (Rule::Tatweel, "\u{640}", "", vec![12]),
        (Rule::Marks, "\u{64E}", "", vec![2, 10]),
        (Rule::Marks, "\u{64F}", "", vec![6]),
        (Rule::Digits, "\u{661}", "1", vec![17]),
        (Rule::Spacing, "", " ", vec![20]),
    ];
    assert_eq!(changes, expected);
    assert_eq!(
        explained.to_string(),
        "tatweel: U+0640 deleted, once\n\
         marks: U+064E deleted, 2 times\n\
         marks: U+064F deleted, once\n\
         digits: U+0661 to U+0031, once\n\
         spacing: U+0020 inserted, once\n"
    );
    assert_eq!(explained.aligned().text(), aligned.text());
}
