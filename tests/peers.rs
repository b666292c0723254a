//! Each peer preset writes what its peer writes, code point by code point.
//!
//! The peers are written out here a second time, each in the shape that it has where it comes
//! from: a switch, a chain of substitutions, a set of ranges. The library has one table for each; both
//! together go wrong only when both are misread in the same way.

use naqi::{Normalizer, Preset};
use proptest::prelude::*;

mod common {
    pub mod arbitrary;
}
use common::arbitrary;

// The names that the peers' sources use.
const HAMZA: char = '\u{621}';
const ALEF_MADDA: char = '\u{622}';
const ALEF_HAMZA_ABOVE: char = '\u{623}';
const WAW_HAMZA: char = '\u{624}';
const ALEF_HAMZA_BELOW: char = '\u{625}';
const YEH_HAMZA: char = '\u{626}';
const ALEF: char = '\u{627}';
const TEH_MARBUTA: char = '\u{629}';
const TATWEEL: char = '\u{640}';
const KAF: char = '\u{643}';
const LAM: char = '\u{644}';
const HEH: char = '\u{647}';
const ALEF_MAKSURA: char = '\u{649}';
const YEH: char = '\u{64A}';
const FATHATAN: char = '\u{64B}';
const DAMMATAN: char = '\u{64C}';
const KASRATAN: char = '\u{64D}';
const FATHA: char = '\u{64E}';
const DAMMA: char = '\u{64F}';
const KASRA: char = '\u{650}';
const SHADDA: char = '\u{651}';
const SUKUN: char = '\u{652}';
const HAMZA_ABOVE: char = '\u{654}';
const HAMZA_BELOW: char = '\u{655}';
const SMALL_ALEF: char = '\u{670}';
const ALEF_WASLA: char = '\u{671}';
const KEHEH: char = '\u{6A9}';
const HEH_YEH: char = '\u{6C0}';
const HEH_GOAL: char = '\u{6C1}';
const FARSI_YEH: char = '\u{6CC}';
const YEH_BARREE: char = '\u{6D2}';
const LAM_ALEF_MADDA_ABOVE: char = '\u{FEF5}';
const LAM_ALEF_HAMZA_ABOVE: char = '\u{FEF7}';
const LAM_ALEF_HAMZA_BELOW: char = '\u{FEF9}';
const LAM_ALEF: char = '\u{FEFB}';

/// Lucene's `ArabicNormalizer`: one switch.
fn lucene_arabic(text: &str) -> String {
    let normalize = |c| match c {
        ALEF_MADDA | ALEF_HAMZA_ABOVE | ALEF_HAMZA_BELOW => Some(ALEF),
        ALEF_MAKSURA => Some(YEH), // dotless yeh, as Lucene calls it
        TEH_MARBUTA => Some(HEH),
        TATWEEL | KASRATAN | DAMMATAN | FATHATAN | FATHA | DAMMA | KASRA | SHADDA | SUKUN => None,
        _ => Some(c),
    };
    text.chars().filter_map(normalize).collect()
}

/// Lucene's `PersianNormalizer`: another switch.
fn lucene_persian_alone(text: &str) -> String {
    let normalize = |c| match c {
        FARSI_YEH | YEH_BARREE => Some(YEH),
        KEHEH => Some(KAF),
        HEH_YEH | HEH_GOAL => Some(HEH),
        HAMZA_ABOVE => None,
        _ => Some(c),
    };
    text.chars().filter_map(normalize).collect()
}

/// The two in the order of Lucene's Persian analyzer.
fn lucene_persian(text: &str) -> String {
    lucene_persian_alone(&lucene_arabic(text))
}

/// PyArabic's `normalize_searchtext`: five functions, one after another.
fn pyarabic_search(text: &str) -> String {
    let text = pyarabic::strip_tashkeel(text);
    let text = pyarabic::strip_tatweel(&text);
    let text = pyarabic::normalize_lamalef(&text);
    let text = pyarabic::normalize_hamza(&text);
    pyarabic::normalize_spellerrors(&text)
}

mod pyarabic {
    use super::*;

    const TASHKEEL: [char; 8] = [FATHATAN, DAMMATAN, KASRATAN, FATHA, DAMMA, KASRA, SUKUN, SHADDA];
    /// Alef maksura and the small alef are among them.
    const ALEFAT: [char; 7] = [
        ALEF,
        ALEF_MADDA,
        ALEF_HAMZA_ABOVE,
        ALEF_HAMZA_BELOW,
        ALEF_WASLA,
        ALEF_MAKSURA,
        SMALL_ALEF,
    ];
    const HAMZAT: [char; 7] =
        [HAMZA, WAW_HAMZA, YEH_HAMZA, HAMZA_ABOVE, HAMZA_BELOW, ALEF_HAMZA_BELOW, ALEF_HAMZA_ABOVE];
    /// The isolated forms only.
    const LAM_ALEFAT: [char; 4] =
        [LAM_ALEF, LAM_ALEF_HAMZA_ABOVE, LAM_ALEF_HAMZA_BELOW, LAM_ALEF_MADDA_ABOVE];

    /// Strips only where there is something to strip: PyArabic asks first whether the text is
    /// vocalized.
    pub fn strip_tashkeel(text: &str) -> String {
        if text.chars().any(|c| TASHKEEL.contains(&c)) {
            text.replace(TASHKEEL, "")
        } else {
            text.into()
        }
    }

    pub fn strip_tatweel(text: &str) -> String {
        text.replace(TATWEEL, "")
    }

    pub fn normalize_lamalef(text: &str) -> String {
        text.replace(LAM_ALEFAT, &String::from_iter([LAM, ALEF]))
    }

    pub fn normalize_hamza(text: &str) -> String {
        text.replace(ALEFAT, &ALEF.to_string()).replace(HAMZAT, &HAMZA.to_string())
    }

    pub fn normalize_spellerrors(text: &str) -> String {
        let text = text.replace(TEH_MARBUTA, &HEH.to_string());
        text.replace(ALEF_MAKSURA, &YEH.to_string())
    }
}

/// CAMeL Tools' `dediac_ar`: one set of characters.
fn camel_dediac(text: &str) -> String {
    text.replace(|c| matches!(c, '\u{64B}'..='\u{652}' | SMALL_ALEF), "")
}

/// arabic-norm's default: ranges that go, tatweel that goes, letters that are folded.
fn arabic_norm(text: &str) -> String {
    let is_mark = |c| {
        matches!(u32::from(c),
            0x610..=0x61A | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6DC | 0x6DF..=0x6E8 | 0x6EA..=0x6ED)
    };
    let stays = text.chars().filter(|&c| !is_mark(c) && c != TATWEEL);
    let fold = |c| match c {
        ALEF_HAMZA_ABOVE | ALEF_HAMZA_BELOW | ALEF_MADDA | ALEF_WASLA => ALEF,
        ALEF_MAKSURA => YEH,
        other => other,
    };
    stays.map(fold).collect()
}

/// A peer, written out.
type Peer = fn(&str) -> String;

/// Each peer's preset and the peer.
const PEERS: [(Preset, Peer); 5] = [
    (Preset::LuceneArabic, lucene_arabic),
    (Preset::LucenePersian, lucene_persian),
    (Preset::PyarabicSearch, pyarabic_search),
    (Preset::CamelDediac, camel_dediac),
    (Preset::ArabicNorm, arabic_norm),
];

/// The blocks of the Arabic script: the main one, the supplement, Extended-B and -A,
/// Presentation Forms-A and -B, the mathematical letters, Extended-C.
const BLOCKS: [(u32, u32); 7] = [
    (0x600, 0x6FF),
    (0x750, 0x77F),
    (0x870, 0x8FF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFF),
    (0x1EE00, 0x1EEFF),
    (0x10EC0, 0x10EFF),
];

fn arabic_code_points() -> impl Iterator<Item = char> {
    BLOCKS.iter().flat_map(|&(first, last)| first..=last).filter_map(char::from_u32)
}

fn check(normalizer: &Normalizer, peer: Peer, text: &str) {
    let (ours, theirs) = (normalizer.normalize(text), peer(text));
    assert_eq!(ours, theirs, "{normalizer:?}\nof {}", text.escape_unicode());
}

/// A new preset that reproduces a peer needs an oracle here.
#[test]
fn every_peer_is_compared() {
    let none = naqi::Peer::None.name();
    for preset in Preset::ALL {
        let is_peer = preset.builder().get(naqi::Rule::Peer) != none;
        let compared = PEERS.iter().any(|(known, _)| known == preset);
        assert_eq!(is_peer, compared, "{preset}");
    }
    assert_eq!(PEERS.len(), naqi::Peer::ALL.len() - 1, "all but none");
}

#[test]
fn every_arabic_code_point_is_as_the_peer_writes_it() {
    for (preset, peer) in PEERS {
        let normalizer = preset.normalizer();
        for c in arabic_code_points() {
            // Alone; in a word; on an alef and on a yeh, with which marks might compose; before marks.
            check(&normalizer, peer, &String::from(c));
            check(&normalizer, peer, &format!("\u{628}{c}\u{628}"));
            check(&normalizer, peer, &format!("{ALEF}{c} {YEH}{c}"));
            check(&normalizer, peer, &format!("{c}{HAMZA_ABOVE}{c}{SHADDA}{FATHA}{c}"));
        }
    }
}

/// What no peer changes: all that is not Arabic.
#[test]
fn other_scripts_are_as_they_were() {
    let texts = [
        "Latin, e\u{301} and \u{E9} \u{2126} x\u{B2}",
        "\u{5D0}\u{5B8} \u{3B1} \u{915}\u{94D} \u{1112}\u{1161} \u{AC00}",
        "a  b\t\r\n c\u{A0}\u{200C}\u{200D}\u{200F}\u{FEFF}",
        "1 \u{661} \u{6F1}, ; ? > \"x\" ( y )",
    ];
    for (preset, peer) in PEERS {
        let normalizer = preset.normalizer();
        for text in texts {
            assert_eq!(normalizer.normalize(text), text, "{preset}");
            check(&normalizer, peer, text);
        }
    }
}

proptest! {
    #![proptest_config(arbitrary::cases(4000))]

    #[test]
    fn random_text_is_as_the_peer_writes_it(text in arbitrary::text()) {
        for (preset, peer) in PEERS {
            check(&preset.normalizer(), peer, &text);
        }
    }

    /// Nothing but what some peer touches, and letters between.
    #[test]
    fn dense_text_is_as_the_peer_writes_it(
        text in proptest::collection::vec(
            proptest::sample::select(arabic_code_points().collect::<Vec<_>>()), 0..60,
        ),
    ) {
        let text = String::from_iter(text);
        for (preset, peer) in PEERS {
            check(&preset.normalizer(), peer, &text);
        }
    }
}
