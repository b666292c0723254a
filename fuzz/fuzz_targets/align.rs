//! Every part of the output is traced to its source and back, for any configuration and text: the
//! laws that `tests/alignment.rs` checks.
//!
//! The input is that of the target `normalize`.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/common/aligned.rs"]
mod aligned;
mod input;

use input::Input;

fuzz_target!(|input: Input| {
    let text = input.text();
    for naqi in input::built(&input) {
        aligned::check(&naqi, &text);
    }
});
