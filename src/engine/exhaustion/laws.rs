//! What must hold for a string, and for very many of them at a time.

use std::{format, iter, ops::Range, string::String, vec, vec::Vec};

use unicode_normalization::{
    IsNormalized, UnicodeNormalization as _, char::canonical_combining_class, is_nfc, is_nfc_quick,
};

use super::{
    super::{Write, run_by_specification, tier::Kernel},
    Strings,
};
use crate::{
    Composition, Marks, Normalizer, PresentationForms, Spacing, Tier, WhiteSpace,
    options::{Alef, AlefMaksura, FarsiYeh, HamzaCarriers, Heh, Keheh, TehMarbuta},
    rules::{Program, marks::is_arabic},
};

/// Bytes of strings that are checked together.
const BATCH: usize = 1 << 13;

#[path = "../../../tests/common/aligned.rs"]
mod aligned;

/// A configuration on each tier that is here, and what is promised for it.
pub(super) struct Laws {
    name: String,
    tiers: Vec<Normalizer>,
    /// Both spellings of a letter are one.
    alike: bool,
    /// All output is in NFC.
    nfc: bool,
    /// How many times as long as the text the output may be.
    growth: usize,
    /// Lines know nothing of each other, so that many strings are one text.
    lines: bool,
    /// From this length on every string is seen by one tier and, twice, by another, not by all.
    long: usize,
}

/// What one thread works with.
#[derive(Default)]
struct Buffers {
    /// The strings, a line each, and where each ends.
    source: String,
    ends: Vec<usize>,
    /// Which of them are decomposed and may compose.
    spelled: Vec<usize>,
    expected: String,
    /// Where the output of each ends.
    expected_ends: Vec<usize>,
    found: String,
    /// Whose turn it is.
    round: usize,
}

impl Laws {
    pub(super) fn new(name: &str, normalizer: &Normalizer, long: usize) -> Laws {
        let config = normalizer.rules();
        let kernels = Tier::ALL.iter().filter_map(|&tier| Kernel::new(tier));
        let nfc = config.composition == Composition::Nfc;
        let folds = config.alef != Alef::Keep
            || config.hamza_carriers != HamzaCarriers::Keep
            || config.alef_maksura != AlefMaksura::Keep
            || config.farsi_yeh != FarsiYeh::Keep
            || config.keheh != Keheh::Keep
            || config.heh != Heh::Keep
            || config.teh_marbuta != TehMarbuta::Keep;
        let expands = config.presentation_forms == PresentationForms::Expand;
        let isolates = config.spacing == Spacing::Isolate;
        Laws {
            name: name.into(),
            tiers: kernels.map(|kernel| normalizer.on(kernel)).collect(),
            alike: nfc || folds || config.marks.intersects(Marks::MADDA | Marks::HAMZA_MARKS),
            nfc,
            growth: match (expands, isolates) {
                (true, _) => 11,
                (_, true) => 4,
                _ => 3,
            },
            lines: config.white_space != WhiteSpace::SingleLine,
            long,
        }
    }

    fn program(&self) -> &Program {
        &self.tiers[0].compiled().program
    }

    /// Checks the strings and returns how many those are.
    pub(super) fn check_all(&self, strings: Strings<'_>) -> u64 {
        let Strings { prefix, alphabet, length, first, deep } = strings;
        let spellings: Vec<Spelling> = alphabet.iter().map(|&c| Spelling::of(c)).collect();
        let mut places = vec![0; length];
        places[0] = first;
        let mut buffers = Buffers { round: first, ..Buffers::default() };
        let mut count = 0;
        loop {
            buffers.source.push_str(prefix);
            places.iter().for_each(|&place| buffers.source.push(alphabet[place]));
            if self.alike
                && (self.nfc || prefix.is_empty() && places.iter().all(|&p| spellings[p].arabic))
                && is_decomposed(places.iter().map(|&place| spellings[place]))
            {
                buffers.spelled.push(buffers.ends.len());
            }
            buffers.source.push('\n');
            buffers.ends.push(buffers.source.len());
            count += 1;
            if buffers.source.len() >= BATCH {
                self.check(&mut buffers, length, deep);
            }
            // The next one: count up, the last place first.
            let Some(place) = (1..length).rev().find(|&at| places[at] + 1 < alphabet.len()) else {
                self.check(&mut buffers, length, deep);
                return count;
            };
            places[place] += 1;
            places[place + 1..].fill(0);
        }
    }

    /// Checks the strings that have been gathered, and forgets them.
    fn check(&self, buffers: &mut Buffers, length: usize, deep: bool) {
        let Buffers { source, ends, expected, expected_ends, .. } = buffers;
        expected.clear();
        expected_ends.clear();
        let mut start = 0;
        for &end in &*ends {
            let (string, before) = (&source[start..end - 1], expected.len());
            run_by_specification(self.program(), string, &mut Write::new(expected));
            let grown = expected.len() - before;
            let bound = string.len() * self.growth;
            assert!(grown <= bound, "{}\n{}\ngrows too long", self.name, string.escape_unicode());
            expected.push('\n');
            expected_ends.push(expected.len());
            start = end;
        }
        let holds = if self.lines {
            self.hold_together(buffers, length < self.long)
        } else {
            // What is deep is checked one by one below, by every law.
            deep || (0..buffers.ends.len()).all(|i| self.hold_alone(buffers, i, length < self.long))
        };
        let Buffers { source, ends, .. } = buffers;
        if !holds || deep {
            self.check_one_by_one(source, ends);
            assert!(holds, "{}\nholds for each alone, not for all:\n{source:?}", self.name);
        }
        buffers.source.clear();
        buffers.ends.clear();
        buffers.spelled.clear();
    }

    /// Whether all holds for the strings as lines of one text. Of many strings, each tier sees its share; what they
    /// share is the most of each.
    fn hold_together(&self, buffers: &mut Buffers, is_short: bool) -> bool {
        let Buffers { source, ends, spelled, expected, expected_ends, found, round } = buffers;
        *round += 1;
        let turn = *round % self.tiers.len();
        let stream = is_short || round.is_multiple_of(8);
        let mut holds = self.tiers_agree(turn, is_short, stream, source, expected, found);
        if is_short || *round % 8 == 4 {
            // The output of each string comes from that string.
            let aligned = self.tiers[turn].normalize_aligned(source);
            holds &= aligned.text() == expected;
            for i in 0..ends.len() {
                // Without the line end, which both have.
                let (from, to) = (line(ends, i), line(expected_ends, i));
                let (from, to) = (from.start..from.end - 1, to.start..to.end - 1);
                let back = aligned.normalized_range(from);
                holds &= back == Ok(to);
            }
        }
        if !spelled.is_empty() {
            let composed: String =
                spelled.iter().flat_map(|&i| source[line(ends, i)].nfc()).collect();
            let wanted: String =
                spelled.iter().map(|&i| &expected[line(expected_ends, i)]).collect();
            found.clear();
            self.tiers[turn].normalize_into(&composed, found);
            holds &= *found == wanted;
        }
        holds
    }

    /// The same for one of the strings, where there are no lines.
    fn hold_alone(&self, buffers: &mut Buffers, i: usize, is_short: bool) -> bool {
        let Buffers { source, ends, spelled, expected, expected_ends, found, round } = buffers;
        *round += 1;
        let turn = *round % self.tiers.len();
        let [string, expected] =
            [(&*source, &*ends), (&*expected, &*expected_ends)].map(|(text, ends)| {
                // Without the line end.
                text[line(ends, i)].strip_suffix('\n').unwrap_or_default()
            });
        let stream = is_short || round.is_multiple_of(8);
        let mut holds = self.tiers_agree(turn, is_short, stream, string, expected, found);
        if *round % 8 == 4 {
            aligned::check(&self.tiers[turn], string);
        }
        if spelled.binary_search(&i).is_ok() {
            let composed: String = string.nfc().collect();
            found.clear();
            self.tiers[turn].normalize_into(&composed, found);
            holds &= found == expected;
        }
        holds
    }

    /// Whether the tier whose turn it is gives what is expected and the one before it leaves that as it is, or of short
    /// strings every tier does both; and, if asked, a stream that gets the text character by character.
    fn tiers_agree(
        &self,
        turn: usize,
        is_short: bool,
        streamed: bool,
        text: &str,
        expected: &str,
        found: &mut String,
    ) -> bool {
        let mut holds = !self.nfc || is_nfc(expected);
        for (place, tier) in self.tiers.iter().enumerate() {
            if is_short || place == turn {
                found.clear();
                tier.normalize_into(text, found);
                holds &= found == expected;
            }
            if is_short || (place + 1) % self.tiers.len() == turn {
                holds &= tier.is_normalized(expected);
            }
        }
        if streamed {
            found.clear();
            let mut stream = self.tiers[turn].stream();
            for (at, c) in text.char_indices() {
                stream.push(&text[at..at + c.len_utf8()], found);
            }
            stream.finish(found);
            holds &= found == expected;
        }
        holds
    }

    /// The same for each string by itself, saying what does not hold.
    fn check_one_by_one(&self, source: &str, ends: &[usize]) {
        let mut start = 0;
        for &end in ends {
            let string = &source[start..end - 1];
            let mut expected = String::new();
            run_by_specification(self.program(), string, &mut Write::new(&mut expected));
            let fail = |what: &str, found: &str| -> ! {
                panic!(
                    "{what}\n{}\n{}\nexpected {}\nfound    {}",
                    self.name,
                    string.escape_unicode(),
                    expected.escape_unicode(),
                    found.escape_unicode()
                )
            };
            for tier in &self.tiers {
                let found = tier.normalize(string);
                if found != expected {
                    fail(&format!("{} is not the specification", tier.tier()), &found);
                }
                let twice = tier.normalize(&expected);
                if twice != expected {
                    fail(&format!("{} changes its output", tier.tier()), &twice);
                }
                if tier.is_normalized(string) != (expected == string)
                    || !tier.is_normalized(&expected)
                {
                    fail(&format!("{}: is_normalized", tier.tier()), &expected);
                }
            }
            aligned::check(&self.tiers[0], string);
            let (mut streamed, mut stream) = (String::new(), self.tiers[0].stream());
            for (at, _) in string.char_indices().chain([(string.len(), ' ')]) {
                streamed.clear();
                stream.push(&string[..at], &mut streamed);
                stream.push(&string[at..], &mut streamed);
                stream.finish(&mut streamed);
                if streamed != expected {
                    fail(&format!("cut at {at}"), &streamed);
                }
            }
            if self.nfc && !is_nfc(&expected) {
                fail("not in NFC", &expected);
            }
            if self.nfc || (self.alike && string.chars().all(|c| Spelling::of(c).arabic)) {
                let (composed, decomposed): (String, String) =
                    (string.nfc().collect(), string.nfd().collect());
                let tier = &self.tiers[0];
                if tier.normalize(&composed) != tier.normalize(&decomposed) {
                    fail("NFC and NFD differ", &tier.normalize(&decomposed));
                }
            }
            start = end;
        }
    }
}

/// Where a line is.
fn line(ends: &[usize], place: usize) -> Range<usize> {
    place.checked_sub(1).map_or(0, |before| ends[before])..ends[place]
}

/// What a character is to canonical equivalence.
#[derive(Clone, Copy)]
struct Spelling {
    class: u8,
    /// Out of NFC, what is promised is promised for the Arabic blocks and ASCII.
    arabic: bool,
    decomposes: bool,
    /// With what stands before it.
    composes: bool,
}

impl Spelling {
    fn of(c: char) -> Spelling {
        Spelling {
            class: canonical_combining_class(c),
            arabic: c.is_ascii() || is_arabic(c),
            decomposes: !iter::once(c).nfd().eq(iter::once(c)),
            composes: is_nfc_quick(iter::once(c)) != IsNormalized::Yes,
        }
    }
}

/// Whether a string of these is its own NFD, and may not be its own NFC.
fn is_decomposed(spellings: impl Iterator<Item = Spelling>) -> bool {
    let (mut before, mut composes) = (0, false);
    for spelling in spellings {
        if spelling.decomposes || (spelling.class != 0 && spelling.class < before) {
            return false;
        }
        composes |= spelling.composes;
        before = spelling.class;
    }
    composes
}
