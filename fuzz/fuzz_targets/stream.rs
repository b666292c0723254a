//! A text in pieces gives what the whole text gives, however it is cut, for any configuration.
//!
//! The input is that of the target `normalize`; the text's own bytes say where it is cut.

#![no_main]

use libfuzzer_sys::fuzz_target;

mod input;

use input::Input;

fuzz_target!(|input: Input| {
    let text = input.text();
    for naqi in input::built(&input) {
        let whole = naqi.normalize(&text);
        let mut stream = naqi.stream();
        let mut output = String::new();
        // Short pieces, long ones, and empty ones.
        let (mut start, mut number) = (0, 0);
        while start < text.len() {
            let wanted = usize::from(input.cut(number));
            let end =
                (start + wanted..).find(|&end| end >= text.len() || text.is_char_boundary(end));
            let end = end.unwrap_or(text.len()).min(text.len());
            stream.push(&text[start..end], &mut output);
            number += 1;
            // An empty piece may come, but not for ever.
            start = end;
            if wanted == 0 {
                let next = text[start..].chars().next().map_or(0, char::len_utf8);
                stream.push(&text[start..start + next], &mut output);
                start += next;
            }
        }
        stream.finish(&mut output);
        assert_eq!(output, whole, "{}", naqi.tier());
        // It begins anew.
        output.clear();
        stream.push(&text, &mut output);
        stream.finish(&mut output);
        assert_eq!(output, whole, "a second text, {}", naqi.tier());
    }
});
