//! Letter tables of other systems, code point by code point, so that people can change over
//! without a new index. `tests/peers.rs` checks each against a table written out on its own.

use crate::options::Peer;

/// What a peer does: characters it deletes, characters it maps, and ligatures it spells out.
pub(crate) struct Table {
    pub(crate) delete: &'static [(char, char)],
    pub(crate) map: &'static [(char, char)],
    pub(crate) expand: &'static [(char, &'static str)],
}

/// Fathatan to sukun, the eight marks that most systems delete.
const TASHKEEL: (char, char) = ('\u{64B}', '\u{652}');
/// Tatweel alone, as a range.
const TATWEEL: (char, char) = ('\u{640}', '\u{640}');

/// Lucene, `org.apache.lucene.analysis.ar.ArabicNormalizer`.
static LUCENE_ARABIC: Table = Table {
    delete: &[TATWEEL, TASHKEEL],
    map: &[
        ('\u{622}', '\u{627}'), // alef with madda: alef
        ('\u{623}', '\u{627}'), // alef with hamza above: alef
        ('\u{625}', '\u{627}'), // alef with hamza below: alef
        ('\u{629}', '\u{647}'), // teh marbuta: heh
        ('\u{649}', '\u{64A}'), // alef maksura: yeh
    ],
    expand: &[],
};

/// Lucene, `ArabicNormalizer` and then `org.apache.lucene.analysis.fa.PersianNormalizer`.
static LUCENE_PERSIAN: Table = Table {
    delete: &[TATWEEL, TASHKEEL, ('\u{654}', '\u{654}')], // and hamza above
    map: &[
        ('\u{622}', '\u{627}'), // alef with madda: alef
        ('\u{623}', '\u{627}'), // alef with hamza above: alef
        ('\u{625}', '\u{627}'), // alef with hamza below: alef
        ('\u{629}', '\u{647}'), // teh marbuta: heh
        ('\u{649}', '\u{64A}'), // alef maksura: yeh
        ('\u{6A9}', '\u{643}'), // keheh: kaf
        ('\u{6C0}', '\u{647}'), // heh with yeh above: heh
        ('\u{6C1}', '\u{647}'), // heh goal: heh
        ('\u{6CC}', '\u{64A}'), // Farsi yeh: yeh
        ('\u{6D2}', '\u{64A}'), // yeh barree: yeh
    ],
    expand: &[],
};

/// PyArabic, `pyarabic.normalize.normalize_searchtext`.
///
/// Its list of alefs holds alef maksura and dagger alef, so both become alef, though its
/// documentation shows alef maksura as yeh.
static PYARABIC_SEARCH: Table = Table {
    delete: &[TATWEEL, TASHKEEL],
    map: &[
        ('\u{622}', '\u{627}'), // alef with madda: alef
        ('\u{623}', '\u{627}'), // alef with hamza above: alef
        ('\u{624}', '\u{621}'), // waw with hamza: hamza
        ('\u{625}', '\u{627}'), // alef with hamza below: alef
        ('\u{626}', '\u{621}'), // yeh with hamza: hamza
        ('\u{629}', '\u{647}'), // teh marbuta: heh
        ('\u{649}', '\u{627}'), // alef maksura: alef
        ('\u{654}', '\u{621}'), // hamza above: hamza
        ('\u{655}', '\u{621}'), // hamza below: hamza
        ('\u{670}', '\u{627}'), // dagger alef: alef
        ('\u{671}', '\u{627}'), // alef wasla: alef
    ],
    // The isolated lam-alef ligatures only; they lose hamza and madda.
    expand: &[
        ('\u{FEF5}', "\u{644}\u{627}"),
        ('\u{FEF7}', "\u{644}\u{627}"),
        ('\u{FEF9}', "\u{644}\u{627}"),
        ('\u{FEFB}', "\u{644}\u{627}"),
    ],
};

/// CAMeL Tools, `camel_tools.utils.dediac.dediac_ar`.
static CAMEL_DEDIAC: Table =
    Table { delete: &[TASHKEEL, ('\u{670}', '\u{670}')], map: &[], expand: &[] };

/// arabic-norm 0.1, `arabic_norm/reference.py` with its defaults.
static ARABIC_NORM: Table = Table {
    delete: &[
        ('\u{610}', '\u{61A}'),
        TATWEEL,
        ('\u{64B}', '\u{65F}'),
        ('\u{670}', '\u{670}'),
        ('\u{6D6}', '\u{6DC}'),
        ('\u{6DF}', '\u{6E8}'), // with the letters small waw and small yeh
        ('\u{6EA}', '\u{6ED}'),
    ],
    map: &[
        ('\u{622}', '\u{627}'), // alef with madda: alef
        ('\u{623}', '\u{627}'), // alef with hamza above: alef
        ('\u{625}', '\u{627}'), // alef with hamza below: alef
        ('\u{649}', '\u{64A}'), // alef maksura: yeh
        ('\u{671}', '\u{627}'), // alef wasla: alef
    ],
    expand: &[],
};

/// The peer's table, or `None` for the rules of this crate.
pub(crate) fn table(peer: Peer) -> Option<&'static Table> {
    match peer {
        Peer::None => None,
        Peer::LuceneArabic => Some(&LUCENE_ARABIC),
        Peer::LucenePersian => Some(&LUCENE_PERSIAN),
        Peer::PyarabicSearch => Some(&PYARABIC_SEARCH),
        Peer::CamelDediac => Some(&CAMEL_DEDIAC),
        Peer::ArabicNorm => Some(&ARABIC_NORM),
    }
}
