//! The characters that strings are made of: one a class at first, fewer where strings are long.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    string::String,
    vec,
    vec::Vec,
};

use super::configurations::Random;
use crate::{
    Normalizer,
    rules::{
        alike::{Class, Fate, Role, Signature, classes},
        kinds::Kind,
    },
};

/// The classes of a configuration, and characters that stand for them.
pub(super) struct Alphabets {
    /// One a class: whatever any rule or table tells apart.
    pub(super) full: Vec<char>,
    /// One for all classes that are alike beside any two characters; of presentation forms and of
    /// what NFC alone decides on, a few.
    pub(super) merged: Vec<char>,
    /// The same by subject: letters and marks, with a little of the rest; and the line, likewise.
    pub(super) letters: Vec<char>,
    pub(super) line: Vec<char>,
    /// Letters that dagger alef tells apart, and what may stand between them.
    pub(super) dagger: Vec<char>,
}

/// Of presentation forms and of what NFC alone decides on, those that longer strings hold: lam with
/// alef, fatha medial form; combining grave accent, e with acute.
const A_FEW: [char; 4] = ['\u{FEFB}', '\u{FE77}', '\u{300}', '\u{E9}'];

impl Alphabets {
    pub(super) fn new(normalizer: &Normalizer) -> Alphabets {
        let classes = classes(normalizer.compiled());
        let full = classes.iter().map(Class::representative).collect();
        let is_apart = |class: &Class| class.signature.is_spelled() || class.signature.is_for_nfc();
        let core: Vec<&Class> = classes.iter().filter(|class| !is_apart(class)).collect();
        let groups = merge(normalizer, &core);
        // Best one of U+0600–06FF, where kernels are at home.
        let places: Vec<usize> = groups
            .iter()
            .map(|group| {
                let is_arabic = |c: char| ('\u{600}'..='\u{6FF}').contains(&c);
                let arabic = group.iter().find(|&&place| is_arabic(core[place].representative()));
                *arabic.unwrap_or(&group[0])
            })
            .collect();
        let chosen = |wanted: &dyn Fn(&Role) -> bool| -> Vec<char> {
            let wanted = places.iter().filter(|&&place| wanted(&core[place].signature.role));
            wanted.map(|&place| core[place].representative()).collect()
        };
        let apart = |c: &char| is_apart(class_of(&classes, *c));
        let few: Vec<char> = A_FEW.into_iter().filter(apart).collect();
        let mut merged = chosen(&|_| true);
        merged.extend(&few);
        // Letters like others, but that dagger alef knows them.
        let roles: Vec<&Role> = places.iter().map(|&place| &core[place].signature.role).collect();
        let is_known = |role: &Role| {
            let unknown = Role { skeleton: None, ..role.clone() };
            role.skeleton.is_some() && role.name.is_none() && roles.contains(&&unknown)
        };
        let mut letters = chosen(&|role| is_of_words(role) && !is_known(role));
        let mut dagger = chosen(&|role| role.skeleton.is_some() && role.fate == Fate::Stays);
        let mut line = chosen(&is_of_lines);
        // Of the other subject what may stand beside this one.
        let first = |wanted: &dyn Fn(&Role) -> bool| chosen(wanted).first().copied();
        let some = [
            first(&|role| role.letter && role.name.is_none()),
            first(&|role| role.mark.is_some() && role.name.is_none()),
            first(&|role| role.fate == Fate::Goes),
            Some('\u{640}'), // tatweel
        ];
        let add = |list: &mut Vec<char>, some: &[char]| {
            for &c in some {
                if merged.contains(&c) && !list.contains(&c) {
                    list.push(c);
                }
            }
        };
        if !line.is_empty() {
            add(&mut line, &some.into_iter().flatten().collect::<Vec<_>>());
        }
        if !dagger.is_empty() {
            add(&mut dagger, &some.into_iter().flatten().collect::<Vec<_>>());
            add(&mut dagger, &['\u{670}', '\u{653}', '\u{654}', '\u{655}', ' ']);
        }
        add(&mut letters, &[' ', '\u{60C}']); // Arabic comma
        add(&mut letters, &few);
        Alphabets { full, merged, letters, line, dagger }
    }
}

impl Alphabets {
    /// Some of the characters, in which the first of each subject's plain ones always are: as many
    /// as there is time for, others for each number.
    pub(super) fn thin(&mut self, most: usize, number: u64) {
        let mut random = Random(number);
        for list in [&mut self.letters, &mut self.line, &mut self.dagger] {
            let is_plain = |c: &char| matches!(c, '\u{640}' | '\u{64E}' | ' ') || c.is_alphabetic();
            let keep = list.iter().copied().find(is_plain);
            while list.len() > most {
                let place = random.below(list.len());
                if Some(list[place]) != keep && list[place] != ' ' {
                    list.remove(place);
                }
            }
        }
    }
}

/// The class of a character.
fn class_of(classes: &[Class], c: char) -> &Class {
    classes.iter().find(|class| class.members.binary_search(&c).is_ok()).expect("all have a class")
}

/// Whether a rule for letters, marks or invisible characters reads the class.
fn is_of_words(role: &Role) -> bool {
    let of_line = |kind: Kind| !matches!(kind, Kind::ArabicLetter | Kind::Other);
    let is_mark_or_letter = role.letter || role.mark.is_some() || role.name.is_some();
    match role.kind {
        Some((kind, ascii)) => !of_line(kind) && (!ascii || !is_mark_or_letter),
        None => true,
    }
}

/// Whether a rule for the line reads the class.
fn is_of_lines(role: &Role) -> bool {
    let plain = matches!(role.fate, Fate::Stays);
    match role.kind {
        Some((Kind::Other, ascii)) => plain && ascii,
        Some((Kind::ArabicLetter, _)) => false,
        Some(_) => true,
        None => false,
    }
}

/// What keeps two classes apart without a look: all that is read of them but which bytes they are,
/// and what marks and symbols are to the line. Whether a rule tells those from one another shows in
/// short strings; not so for those that make addresses, names and numbers, which are read from
/// farther.
fn coarse(signature: &Signature) -> Role {
    let mut role = signature.role.clone();
    let of_addresses =
        matches!(role.name, Some('/' | '_' | '-' | '+' | '@' | '.' | ',' | ':' | 'w'));
    let (kind, ascii) = match role.kind {
        Some((kind, ascii)) if !of_addresses => (kind, ascii),
        _ => return role,
    };
    let read_from_far = kind.is_letter()
        || kind.is_digit()
        || matches!(
            kind,
            Kind::Comma | Kind::Decimal | Kind::Thousands | Kind::White | Kind::LineEnd
        );
    if !read_from_far {
        role.kind = Some((Kind::Other, false));
    } else if ascii && kind.is_space() {
        role.kind = Some((kind, false));
    }
    if role.name.is_some_and(|c| c.is_ascii()) {
        role.name = None;
    }
    role
}

/// Groups of classes of which no rule was seen to tell one from another: the output is the same in
/// every string of up to three characters, but for the group's characters themselves.
///
/// Splits groups until that holds, from those of [`coarse`] on.
fn merge(normalizer: &Normalizer, classes: &[&Class]) -> Vec<Vec<usize>> {
    let mut numbers = HashMap::new();
    let mut group_of: Vec<usize> = classes
        .iter()
        .map(|class| {
            let next = numbers.len();
            *numbers.entry(coarse(&class.signature)).or_insert(next)
        })
        .collect();
    let mut count = numbers.len();
    let mut names = Names { normalizer, classes: HashMap::new(), known: HashMap::new() };
    for (place, class) in classes.iter().enumerate() {
        names.classes.insert(class.signature.clone(), place);
    }
    // The strings' other characters: one of each group, which is enough once no group is split any
    // more. Strings of two first, which are fewer.
    let mut length = 2;
    loop {
        let mut firsts = vec![usize::MAX; count];
        for (place, &group) in group_of.iter().enumerate().rev() {
            firsts[group] = place;
        }
        let neighbours: Vec<char> =
            firsts.iter().map(|&place| classes[place].representative()).collect();
        let mut size = vec![0; count];
        group_of.iter().for_each(|&group| size[group] += 1);
        let mut split = HashMap::new();
        let next: Vec<usize> = (0..classes.len())
            .map(|place| {
                let group = group_of[place];
                let seen = if size[group] == 1 {
                    0
                } else {
                    let c = classes[place].representative();
                    names.seen(c, length, &neighbours, &group_of)
                };
                let next = split.len();
                *split.entry((group, seen)).or_insert(next)
            })
            .collect();
        let is_stable = split.len() == count;
        (count, group_of) = (split.len(), next);
        if is_stable && length == 3 {
            break;
        } else if is_stable {
            length = 3;
        }
    }
    let mut groups = vec![Vec::new(); count];
    group_of.iter().enumerate().for_each(|(place, &group)| groups[group].push(place));
    groups
}

/// The classes of characters, those of outputs too.
struct Names<'n> {
    normalizer: &'n Normalizer,
    classes: HashMap<Signature, usize>,
    known: HashMap<char, usize>,
}

impl Names<'_> {
    /// The class; or of characters that are kept apart, a number of their own.
    fn place(&mut self, c: char) -> usize {
        *self.known.entry(c).or_insert_with(|| {
            let signature = Signature::of(self.normalizer.compiled(), c);
            self.classes.get(&signature).copied().unwrap_or(usize::MAX - c as usize)
        })
    }

    /// What comes out of all strings of the character and one neighbour or, of length 3, two, as
    /// groups, in one number.
    fn seen(&mut self, c: char, length: usize, neighbours: &[char], group_of: &[usize]) -> u64 {
        let mut hasher = DefaultHasher::new();
        let mut output = String::new();
        let mut see = |text: &[char]| {
            output.clear();
            self.normalizer.normalize_into(&String::from_iter(text), &mut output);
            for out in output.chars() {
                let place = self.place(out);
                // To stay is not the same as to become another one of its group.
                let stays = text.contains(&out);
                (group_of.get(place).copied().unwrap_or(place), stays).hash(&mut hasher);
            }
            usize::MAX.hash(&mut hasher);
        };
        see(&[c]);
        see(&[c, c]);
        for &a in neighbours {
            see(&[a, c]);
            see(&[c, a]);
            for &b in neighbours.iter().take(if length == 3 { usize::MAX } else { 0 }) {
                see(&[c, a, b]);
                see(&[a, c, b]);
                see(&[a, b, c]);
            }
        }
        hasher.finish()
    }
}
