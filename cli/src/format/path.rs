//! The name of a field in a JSON value: `text`, `meta.title`.

use anyhow::{Result, ensure};

/// The names from the outermost object to the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath(pub Vec<String>);

impl FieldPath {
    /// Splits at dots; `\.` is a dot in a name, `\\` a backslash.
    ///
    /// # Errors
    ///
    /// When one of the names is empty.
    pub fn new(text: &str) -> Result<FieldPath> {
        let mut names = vec![String::new()];
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let escaped = c == '\\' && matches!(chars.peek(), Some('.' | '\\'));
            let c = if escaped { chars.next().unwrap_or(c) } else { c };
            match names.last_mut() {
                _ if c == '.' && !escaped => names.push(String::new()),
                Some(name) => name.push(c),
                None => {}
            }
        }
        ensure!(names.iter().all(|name| !name.is_empty()), "`{text}` is no name of a field");
        Ok(FieldPath(names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_part_names_unless_escaped() {
        let names = |text| FieldPath::new(text).map(|path| path.0).unwrap_or_default();
        assert_eq!(names("text"), ["text"]);
        assert_eq!(names("a.b.c"), ["a", "b", "c"]);
        assert_eq!(names(r"a\.b.c"), ["a.b", "c"]);
        assert_eq!(names(r"a\\.b"), [r"a\", "b"]);
        assert_eq!(names(r"a\b"), [r"a\b"]);
        for bad in ["", ".", "a.", ".a", "a..b"] {
            assert!(FieldPath::new(bad).is_err(), "{bad}");
        }
    }
}
