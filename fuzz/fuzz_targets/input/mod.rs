//! A random configuration and a text, for several targets.
//!
//! The input is one byte for the preset to start from, two bytes a rule, and the text. See
//! `seeds/normalize` for inputs to start from and `normalize.dict` for the characters that matter.

#![allow(dead_code, reason = "each target uses its part")]

use std::{borrow::Cow, cell::RefCell, collections::HashMap, fmt};

use arbitrary::Arbitrary;
use naqi::{Builder, Normalizer, Preset, Rule, Tier};

/// Room for rules to come, so that the seeds stay what they are.
const RULES: usize = 24;

/// One of each class of characters that a rule treats in its own way. Texts of these alone get
/// deeper than free ones: most mutations of a byte give another character that matters.
#[rustfmt::skip]
const KEYS: &[char] = &[
    '\u{627}', '\u{623}', '\u{622}', '\u{671}', '\u{628}', '\u{62A}', '\u{644}', '\u{647}',
    '\u{6C1}', '\u{6BE}', '\u{6D5}', '\u{6C0}', '\u{6C2}', '\u{6C3}', '\u{629}', '\u{648}',
    '\u{624}', '\u{64A}', '\u{649}', '\u{6CC}', '\u{6D2}', '\u{6D3}', '\u{626}', '\u{643}',
    '\u{6A9}', '\u{621}', '\u{630}', '\u{640}', '\u{64B}', '\u{64E}', '\u{651}', '\u{652}',
    '\u{653}', '\u{654}', '\u{655}', '\u{670}', '\u{6DC}', '\u{6E3}', '\u{6E5}', '\u{656}',
    '\u{8F0}', '\u{301}', '\u{34F}', '\u{6DD}', '\u{FEFB}', '\u{FE76}', '\u{FE77}', '\u{FC60}',
    '\u{FDF2}', '\u{FDFA}', '\u{FD3E}', '\u{FD3F}', '1', '2', '\u{661}', '\u{6F1}', '\u{66A}',
    '\u{66B}', '\u{66C}', ',', '\u{60C}', ';', '\u{61B}', '?', '\u{61F}', '!', ':', '.', '\u{6D4}',
    '\u{2026}', '%', '(', ')', '[', ']', '"', '\'', '\u{AB}', '\u{BB}', '\u{201C}', '\u{201D}',
    '<', '>', '@', '#', '_', '-', '/', ' ', ' ', ' ', '\t', '\u{A0}', '\u{202F}', '\n', '\r',
    '\u{85}', '\u{2028}', '\u{200C}', '\u{200D}', '\u{200F}', '\u{202B}', '\u{FEFF}', '\u{AD}',
    '\u{200B}', '\u{2060}', 'a', 'h', 't', 'p', 'w', '\u{E9}', '\u{1100}', '\u{1161}', '\u{2126}',
    '\u{1F469}', '\u{1F4BB}', '\u{FFFD}', '\u{10FFFF}', '\u{323}', '\u{344}', '\u{1ADE}', '\u{1AE6}',
];

#[derive(Arbitrary)]
pub struct Input<'a> {
    /// Zero: every rule off; else a preset. The high bit: the text is in [`KEYS`], not UTF-8.
    start: u8,
    /// A rule's bit 0: whether it is changed; the others: to what.
    choices: [u16; RULES],
    text: &'a [u8],
}

impl Input<'_> {
    pub fn text(&self) -> Cow<'_, str> {
        if self.start & 0x80 == 0 {
            return String::from_utf8_lossy(self.text);
        }
        self.text.iter().map(|&byte| KEYS[usize::from(byte) % KEYS.len()]).collect()
    }

    /// The text as it came.
    pub fn bytes(&self) -> &[u8] {
        self.text
    }

    /// The length of the piece of this number, by bytes of the text.
    pub fn cut(&self, number: usize) -> u8 {
        let place = number.wrapping_mul(7) % self.text.len().max(1);
        self.text.get(place).map_or(1, |byte| byte % 9 * (byte % 5))
    }

    /// The normaliser; rules that conflict with those before them stay as they were.
    fn normalizer(&self) -> Normalizer {
        let start = usize::from(self.start & 0x7F) % (Preset::ALL.len() + 1);
        let start =
            start.checked_sub(1).map_or_else(Builder::default, |i| Preset::ALL[i].builder());
        let changes: Vec<_> = Rule::ALL
            .iter()
            .zip(self.choices)
            .filter(|(_, choice)| choice & 1 != 0)
            .map(|(&rule, choice)| (rule.name(), value(rule, choice >> 1)))
            .collect();
        let set = |builder: Builder, (rule, value): &(&str, String)| {
            builder.set(rule, value).unwrap_or_else(|error| panic!("{error}"))
        };
        // Building costs far more than a short text: mostly the whole fits together.
        if let Ok(naqi) = changes.iter().fold(start.clone(), set).build() {
            return naqi;
        }
        let mut builder = start;
        for change in &changes {
            let next = set(builder.clone(), change);
            if next.build().is_ok() {
                builder = next;
            }
        }
        builder.build().unwrap_or_else(|error| panic!("{error}"))
    }
}

thread_local! {
    /// Normalisers built before: building one takes longer than all else here together.
    static BUILT: RefCell<HashMap<(u8, [u16; RULES]), Vec<Normalizer>>> = RefCell::default();
}

/// The most normalisers to keep, some kilobytes each.
const KEPT: usize = 2048;

/// [`Input::normalizer`] and the same on every other tier, from memory where they can be.
pub fn built(input: &Input) -> Vec<Normalizer> {
    BUILT.with_borrow_mut(|built| {
        if built.len() >= KEPT {
            built.clear();
        }
        let key = (input.start & 0x7F, input.choices);
        built.entry(key).or_insert_with(|| on_every_tier(input.normalizer())).clone()
    })
}

/// The normaliser, and the same on every other tier that is available.
fn on_every_tier(naqi: Normalizer) -> Vec<Normalizer> {
    let others = Tier::ALL.iter().filter(|&&tier| tier != naqi.tier() && tier.is_available());
    let build = |&tier: &Tier| {
        let builder = naqi.rules().clone().tier(tier);
        builder.build().unwrap_or_else(|error| panic!("{error}"))
    };
    let others: Vec<_> = others.map(build).collect();
    [naqi].into_iter().chain(others).collect()
}

/// What a crash report shows: enough to write the test that repeats it.
impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text();
        f.debug_struct("Input")
            .field("naqi", &self.normalizer())
            .field("text", &text)
            .field("escaped", &format_args!("{}", text.escape_unicode()))
            .finish()
    }
}

/// The name of some value of a rule.
fn value(rule: Rule, choice: u16) -> String {
    if rule == Rule::Elongation {
        return (choice % 4 + 1).to_string();
    }
    let allowed = rule.allowed();
    let Some(list) = allowed.strip_prefix("none, all, or a list of ") else {
        let values: Vec<_> = allowed.split(", ").collect();
        return values[usize::from(choice) % values.len()].to_owned();
    };
    let chosen = list.split(", ").enumerate().filter(|(i, _)| choice >> i & 1 != 0);
    let chosen: Vec<_> = chosen.map(|(_, name)| name).collect();
    if chosen.is_empty() { "none".to_owned() } else { chosen.join(",") }
}
