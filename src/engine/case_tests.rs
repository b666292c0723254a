//! The specification itself gives what the cases of `tests/data` say. The tiers, which those run on, leave little to it.

#[path = "../../tests/common/cases.rs"]
mod cases;

use super::tests::{by_specification, check};

#[test]
fn the_specification_holds_every_case() {
    for case in cases::cases() {
        let built = case.builder().build();
        let normalizer = built.unwrap_or_else(|error| panic!("{}: {error}", case.id));
        let (input, output) = case.texts();
        assert_eq!(by_specification(&normalizer, input), output, "{}: {}", case.id, case.why);
        assert_eq!(by_specification(&normalizer, output), output, "{}, twice", case.id);
        // And the same places are noted.
        check(&normalizer, input);
    }
}
