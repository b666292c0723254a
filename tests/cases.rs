//! Every case in `tests/data/*.toml` holds, through every way to ask for it: on every tier that is
//! here, whole, in pieces cut at every place, and aligned.

use std::{borrow::Cow, collections::BTreeSet};

use naqi::{Builder, Normalizer, Preset, Rule, Tier};

mod common {
    pub mod aligned;
    pub mod cases;
}
use common::{
    aligned,
    cases::{Case, cases},
};

/// The normaliser of a case on each tier that this processor has.
fn normalizers(case: &Case) -> impl Iterator<Item = Normalizer> {
    let builder = case.builder();
    let here = Tier::ALL.iter().filter(|tier| tier.is_available());
    here.map(move |&tier| {
        let built = builder.clone().tier(tier).build();
        built.unwrap_or_else(|error| panic!("{}: {error}", case.id))
    })
}

/// A text for people and, since marks and controls do not show, for machines.
fn shown(text: &str) -> String {
    format!("{text}\n      {}", text.escape_default())
}

/// What is wrong with a case on one tier, a line each; nothing when it holds.
fn faults(case: &Case, normalizer: &Normalizer) -> Vec<String> {
    let (input, output) = case.texts();
    let mut faults = Vec::new();
    let mut expect = |holds: bool, fault: String| {
        if !holds {
            faults.push(fault);
        }
    };

    let normalized = normalizer.normalize(input);
    expect(
        normalized == output,
        format!(
            "  input {}\n  wants {}\n  gives {}",
            shown(input),
            shown(output),
            shown(&normalized)
        ),
    );
    // A text that needs no change costs no allocation.
    let borrowed = matches!(normalized, Cow::Borrowed(_));
    expect(input != output || borrowed, "  an unchanged text was copied".into());

    // What stands in the buffer is not part of the text: an Arabic letter and a space
    // there must not decide anything.
    let before = "\u{628}\u{64E} "; // beh, fatha, space
    let mut buffer = String::from(before);
    normalizer.normalize_into(input, &mut buffer);
    expect(
        buffer.strip_prefix(before) == Some(&normalized),
        format!(
            "  normalize_into appends {}",
            shown(buffer.strip_prefix(before).unwrap_or(&buffer))
        ),
    );

    expect(
        normalizer.is_normalized(input) == (input == normalized),
        "  is_normalized(input) tells something else than normalize".into(),
    );
    expect(normalizer.is_normalized(&normalized), "  is_normalized(output) is false".into());
    let twice = normalizer.normalize(&normalized);
    expect(twice == normalized, format!("  the second time gives {}", shown(&twice)));

    let cuts = input.char_indices().map(|(at, _)| vec![at]);
    let all = input.char_indices().map(|(at, _)| at).collect();
    for cuts in cuts.chain([all]) {
        let streamed = in_pieces(normalizer, input, &cuts);
        expect(streamed == normalized, format!("  cut at {cuts:?} gives {}", shown(&streamed)));
    }

    aligned::check(normalizer, input);
    let aligned = normalizer.normalize_aligned(input);
    for (part, wanted) in &case.spans {
        let at = aligned.text().find(part.as_str());
        let source = at.and_then(|at| aligned.source_range(at..at + part.len()).ok());
        let source = source.map(|range| &input[range]);
        expect(
            source == Some(wanted.as_str()),
            format!("  {part:?} comes from {source:?}, not from {wanted:?}"),
        );
    }
    faults
}

/// What comes out of the text in pieces.
fn in_pieces(normalizer: &Normalizer, text: &str, cuts: &[usize]) -> String {
    let mut stream = normalizer.stream();
    let mut output = String::new();
    let mut start = 0;
    for &cut in cuts {
        stream.push(&text[start..cut], &mut output);
        start = cut;
    }
    stream.push(&text[start..], &mut output);
    stream.finish(&mut output);
    output
}

#[test]
fn every_case_holds() {
    let mut report = String::new();
    for case in cases() {
        for normalizer in normalizers(&case) {
            let faults = faults(&case, &normalizer);
            if !faults.is_empty() {
                let (id, tier) = (&case.id, normalizer.tier());
                report += &format!("\n{id}, {tier}: {}\n{}\n", case.why, faults.join("\n"));
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_case_has_its_own_name_and_a_reason() {
    let mut seen = BTreeSet::new();
    for case in cases() {
        assert!(!case.why.trim().is_empty(), "{} gives no reason", case.id);
        assert!(seen.insert(case.id.clone()), "two cases are called {}", case.id);
    }
}

/// The names of all values that `Builder::set` documents for a rule; of a set, its members too.
fn values(rule: Rule) -> Vec<String> {
    let allowed = rule.allowed();
    if rule == Rule::Elongation {
        return vec!["keep".into(), "1".into(), "2".into()];
    }
    match allowed.strip_prefix("none, all, or a list of ") {
        Some(members) => {
            ["none", "all"].into_iter().chain(members.split(", ")).map(String::from).collect()
        }
        None => allowed.split(", ").map(String::from).collect(),
    }
}

/// Whether a case asks for a value by name, alone or as a member of a set.
fn asks_for(case: &Case, rule: Rule, value: &str) -> bool {
    case.set.get(rule.name()).is_some_and(|asked| asked.split(',').any(|member| member == value))
}

#[test]
fn every_value_of_every_rule_has_a_case() {
    let cases = cases();
    for &rule in Rule::ALL {
        for value in values(rule) {
            let mut asking = cases.iter().filter(|case| asks_for(case, rule, &value)).peekable();
            assert!(asking.peek().is_some(), "no case sets {rule}={value}");
            // A rule that is on shows itself in some case.
            let off = Builder::default().set(rule.name(), &value).is_ok_and(|b| b.is_default(rule));
            let shows = asking.any(|case| case.texts().0 != case.texts().1);
            assert!(off || shows, "no case shows what {rule}={value} changes");
        }
    }
}

#[test]
fn every_preset_has_a_case() {
    let cases = cases();
    for preset in Preset::ALL {
        let named = |case: &Case| case.preset.as_deref() == Some(preset.name());
        assert!(cases.iter().any(named), "no case for the preset {preset}");
    }
}
