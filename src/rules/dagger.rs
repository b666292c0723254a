//! Where a dagger alef (U+0670) stands for no letter that modern spelling would write.
//!
//! The letters beside it decide, marks and tatweel aside: up to three before and two after.

/// How many letters to the left and to the right a decision needs.
pub(crate) const LEFT: usize = 3;
pub(crate) const RIGHT: usize = 2;

/// Words that modern spelling writes without the alef, as the letters just before the dagger alef and
/// just after it, in the skeleton of [`skeleton`].
const UNWRITTEN: &[(&str, &str)] = &[
    ("\u{647}", "\u{630}"),        // heh ^ thal: hadha, hadhihi, hadhan (this)
    ("\u{647}", "\u{648}\u{644}"), // heh ^ waw lam: ha'ula'i (these)
    ("\u{647}", "\u{643}\u{630}"), // heh ^ kaf thal: hakadha (thus)
    ("\u{630}", "\u{644}"),        // thal ^ lam: dhalika (that)
    ("\u{644}", "\u{643}\u{646}"), // lam ^ kaf noon: lakin (but)
    ("\u{648}\u{644}", "\u{64A}\u{643}"), // waw lam ^ yeh kaf: ula'ika (those)
    ("\u{644}\u{644}", "\u{647}"), // lam lam ^ heh: Allah (God)
    ("\u{627}\u{644}", "\u{647}"), // alef lam ^ heh: ilah (god)
    ("\u{631}\u{62D}\u{645}", "\u{646}"), // reh hah meem ^ noon: ar-Rahman (the Merciful)
    ("\u{637}", "\u{647}"),        // tah ^ heh: Taha
    ("\u{648}", "\u{629}"),        // waw ^ teh marbuta: salat, zakat with waw
];

/// Whether the dagger alef between these letters is written as alef in modern spelling.
///
/// `left` holds the letters before it, the nearest last; `right` those after it. Shorter where the
/// word ends.
pub(crate) fn is_written(left: &[char], right: &[char]) -> bool {
    match left.last().copied().map(skeleton) {
        // No letter to lengthen, or one that is a long a already: alef, alef maksura.
        None | Some('\u{627}' | '\u{649}') => return false,
        Some(_) => {}
    }
    !UNWRITTEN.iter().any(|(before, after)| ends_with(left, before) && starts_with(right, after))
}

fn ends_with(letters: &[char], suffix: &str) -> bool {
    let mut nearest = letters.iter().rev();
    suffix.chars().rev().all(|wanted| nearest.next().is_some_and(|&c| skeleton(c) == wanted))
}

fn starts_with(letters: &[char], prefix: &str) -> bool {
    let mut nearest = letters.iter();
    prefix.chars().all(|wanted| nearest.next().is_some_and(|&c| skeleton(c) == wanted))
}

/// What a letter is to [`is_written`], if it tells that from others.
#[cfg(test)]
pub(crate) fn told_apart(letter: char) -> Option<char> {
    let letter = skeleton(letter);
    let listed = UNWRITTEN
        .iter()
        .any(|(before, after)| before.chars().chain(after.chars()).any(|c| c == letter));
    (listed || matches!(letter, '\u{627}' | '\u{649}')).then_some(letter)
}

/// A letter without hamza and wasla, and Farsi letters as Arabic ones.
fn skeleton(letter: char) -> char {
    match letter {
        '\u{622}' | '\u{623}' | '\u{625}' | '\u{671}' => '\u{627}', // alef
        '\u{624}' => '\u{648}',                                     // waw
        '\u{626}' | '\u{6CC}' => '\u{64A}',                         // yeh
        '\u{6A9}' => '\u{643}',                                     // kaf
        '\u{6C0}'..='\u{6C2}' | '\u{6BE}' | '\u{6D5}' => '\u{647}', // heh
        other => other,
    }
}
