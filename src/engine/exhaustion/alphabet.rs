//! The characters that strings are made of: one a class at first, fewer where strings are long.

use std::{collections::HashMap, mem, string::String, vec, vec::Vec};

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

/// More of the latter, for strings of four: Hangul jungseong a, a base that may compose with the one before it; Tibetan vowel
/// sign ii, which becomes two marks.
const A_FEW_MORE: [char; 2] = ['\u{1161}', '\u{F73}'];

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
        merged.extend(A_FEW_MORE.iter().filter(|c| apart(c)));
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
    let mut names = Names::new(normalizer, classes);
    // The strings' other characters: one of each group, which is enough once no group is split any
    // more. Strings of two first, which are fewer.
    let mut neighbours = Vec::new();
    let mut outputs: Vec<Outputs> = classes.iter().map(|class| Outputs::of(class)).collect();
    let mut length = 2;
    loop {
        let mut size = vec![0; count];
        let mut firsts = vec![usize::MAX; count];
        for (place, &group) in group_of.iter().enumerate().rev() {
            size[group] += 1;
            firsts[group] = place;
        }
        // A group that is split off has another first.
        for place in firsts {
            let first = classes[place].representative();
            if !neighbours.contains(&first) {
                neighbours.push(first);
            }
        }
        let mut split = HashMap::new();
        let next: Vec<usize> = (0..classes.len())
            .map(|place| {
                let group = group_of[place];
                let seen = if size[group] == 1 {
                    0
                } else {
                    outputs[place].extend(&mut names, &neighbours, length);
                    outputs[place].seen(&group_of)
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
    classes: HashMap<Signature, u32>,
    /// Of each character that has been asked for, one more than the place of its class.
    known: Vec<u32>,
    input: String,
    output: String,
}

impl<'n> Names<'n> {
    fn new(normalizer: &'n Normalizer, classes: &[&Class]) -> Names<'n> {
        let places = (0..).zip(classes).map(|(place, class)| (class.signature.clone(), place));
        Names {
            normalizer,
            classes: places.collect(),
            known: vec![0; char::MAX as usize + 1],
            input: String::new(),
            output: String::new(),
        }
    }

    /// The place of the class; or of characters that are kept apart, a number of their own.
    fn place(&mut self, c: char) -> u32 {
        let known = &mut self.known[c as usize];
        if *known == 0 {
            let signature = Signature::of(self.normalizer.compiled(), c);
            *known =
                self.classes.get(&signature).map_or(u32::MAX / 4 - c as u32, |place| place + 1);
        }
        *known - 1
    }
}

/// What comes out of the strings of a character and its neighbours, by classes.
struct Outputs {
    c: char,
    /// The characters, each as the place of its class and whether it was in the string. Behind each string
    /// stands [`Outputs::END`].
    found: Vec<(u32, bool)>,
    /// With how many of the neighbours strings of two and of three have been made.
    pairs: usize,
    triples: usize,
}

impl Outputs {
    const END: (u32, bool) = (u32::MAX, false);

    fn of(class: &Class) -> Outputs {
        Outputs { c: class.representative(), found: Vec::new(), pairs: 0, triples: 0 }
    }

    /// The strings with those neighbours that are new: with one of them, or with two for length 3.
    fn extend(&mut self, names: &mut Names<'_>, neighbours: &[char], length: usize) {
        let c = self.c;
        if self.found.is_empty() {
            self.add(names, &[c]);
            self.add(names, &[c, c]);
        }
        for &a in &neighbours[self.pairs..] {
            self.add(names, &[a, c]);
            self.add(names, &[c, a]);
        }
        self.pairs = neighbours.len();
        if length < 3 {
            return;
        }
        for (place, &a) in neighbours.iter().enumerate() {
            let new = if place < self.triples { self.triples } else { 0 };
            for &b in &neighbours[new..] {
                self.add(names, &[c, a, b]);
                self.add(names, &[a, c, b]);
                self.add(names, &[a, b, c]);
            }
        }
        self.triples = neighbours.len();
    }

    fn add(&mut self, names: &mut Names<'_>, text: &[char]) {
        names.input.clear();
        names.input.extend(text);
        let mut output = mem::take(&mut names.output);
        output.clear();
        names.normalizer.normalize_into(&names.input, &mut output);
        // To stay is not the same as to become another one of its group.
        self.found.extend(output.chars().map(|c| (names.place(c), text.contains(&c))));
        self.found.push(Outputs::END);
        names.output = output;
    }

    /// All of it in one number, by groups.
    fn seen(&self, group_of: &[usize]) -> u64 {
        let mut seen = Seen(0);
        for &(place, stays) in &self.found {
            let group = group_of.get(place as usize).map_or(place, |&group| group as u32);
            seen.add(u64::from(group) << 1 | u64::from(stays));
        }
        seen.0
    }
}

/// A hash of numbers: millions of them, for which that of the standard library is slow.
struct Seen(u64);

impl Seen {
    /// One more number: both halves of a product with the golden ratio.
    fn add(&mut self, number: u64) {
        let product = u128::from(self.0 ^ number ^ 0x5851_F42D_4C95_7F2D) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product as u64 ^ (product >> 64) as u64).rotate_left(23);
    }
}
