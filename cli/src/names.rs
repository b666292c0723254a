//! Code points by number and name.

/// `U+064E ARABIC FATHA`.
pub fn name(c: char) -> String {
    let number = u32::from(c);
    match alias(c) {
        Some(name) => format!("U+{number:04X} {name}"),
        None => match unicode_names2::name(c) {
            Some(name) => format!("U+{number:04X} {name}"),
            None => format!("U+{number:04X}"),
        },
    }
}

/// Names of the controls that text has, which have none of their own (NameAliases.txt).
fn alias(c: char) -> Option<&'static str> {
    Some(match c {
        '\0' => "NULL",
        '\t' => "CHARACTER TABULATION",
        '\n' => "LINE FEED",
        '\u{B}' => "LINE TABULATION",
        '\u{C}' => "FORM FEED",
        '\r' => "CARRIAGE RETURN",
        '\u{1B}' => "ESCAPE",
        '\u{7F}' => "DELETE",
        '\u{85}' => "NEXT LINE",
        _ => return None,
    })
}

/// The code points of a short text; of a longer one the first few, and how many there are.
pub fn names(text: &str) -> String {
    const MOST: usize = 4;
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let mut names: Vec<String> = text.chars().take(MOST).map(name).collect();
    let more = text.chars().skip(MOST).count();
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_named() {
        assert_eq!(name('\u{64E}'), "U+064E ARABIC FATHA");
        assert_eq!(name('\n'), "U+000A LINE FEED");
        // Private use.
        assert_eq!(name('\u{E000}'), "U+E000");
        assert_eq!(name('\u{1F600}'), "U+1F600 GRINNING FACE");
        assert_eq!(names(""), "nothing");
        assert_eq!(names(", "), "U+002C COMMA, U+0020 SPACE");
        assert!(names("      ").ends_with("SPACE, and 2 more"));
    }
}
