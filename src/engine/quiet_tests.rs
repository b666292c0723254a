//! What blocks in which nothing is looked at leave behind: the line goes on with the last letter before them. And
//! what blocks make of marks that they decide on by what stands next to them.

use alloc::{format, vec::Vec};

use super::tests::check;
use crate::{Normalizer, Preset};

/// Marks among ASCII, which the last letter of the line decides on, and others beside them. Beh stands for a letter.
const MARKS: [&str; 16] = [
    " 12 , 13",
    " ,12",
    "12 ,",
    " (12 )",
    "( 12)",
    " 12 ; 5",
    " 12:30 : 5",
    " \" 12 \"",
    " 12\"",
    "> ",
    "12 % 5",
    " . 12",
    "!12 ! ?",
    "\n 12 , 13",
    "\r\n  (12 )",
    " b , c",
];

fn normalizers() -> Vec<Normalizer> {
    let own = |rules: &[(&str, &str)]| {
        let set = rules.iter().try_fold(Normalizer::builder(), |b, rule| b.set(rule.0, rule.1));
        set.and_then(|builder| builder.build()).expect("the rules do not conflict")
    };
    Vec::from([
        Preset::Tidy.normalizer(),
        Preset::Search.normalizer(),
        own(&[("spacing", "tidy"), ("punctuation", "arabic"), ("digits", "ascii")]),
        own(&[("punctuation", "latin"), ("white-space", "collapse"), ("elongation", "2")]),
    ])
}

/// Letters of Arabic or Latin, as many as fill no block up to more than two of them, and white space, alone or
/// in runs, between marks of all sorts.
#[test]
fn marks_behind_quiet_blocks() {
    let normalizers = normalizers();
    let fronts: [&[&str]; 5] = [
        &["\u{628}"],
        &["b"],
        &["\u{628}\u{62C}", " "],
        &["b c", " \u{628}"],
        &["b\u{628} ", "c d "],
    ];
    for front in fronts {
        let lengths = (28..36).chain(60..68);
        let texts: Vec<_> = lengths
            .map(|length| {
                let mut text: alloc::string::String = "\u{628}".into();
                let mut words = front.iter().cycle();
                while text.len() < length {
                    text.push_str(words.next().expect("they go on"));
                }
                text
            })
            .collect();
        for text in &texts {
            for marks in MARKS {
                let text = format!("{text}{marks}{text}{marks}\u{628}");
                normalizers.iter().for_each(|normalizer| check(normalizer, &text));
            }
        }
    }
}

/// Guillemets, other quotation marks and percent signs between all that may stand on either side, behind a line of
/// each kind.
#[test]
fn enclosing_marks_and_percent_signs() {
    const MARKS: [&str; 9] = [
        "\u{AB}",
        "\u{BB}",
        "\u{201C}",
        "\u{201D}",
        "\u{2039}",
        "%",
        "\u{66A}",
        "%\u{BB}",
        "\u{AB}\u{AB}",
    ];
    // Letters without and with a fatha, digits of both kinds, white space, marks, what goes, and what is spelled out.
    const BESIDE: [&str; 22] = [
        "\u{628}",
        "\u{628}\u{64E}",
        "\u{64E}",
        "b",
        "w",
        "5",
        "\u{665}",
        " ",
        "  ",
        "\n",
        "\t",
        ".",
        ",",
        "\u{60C}",
        "!",
        ":",
        "\"",
        "(",
        "\u{640}",
        "\u{200C}",
        "\u{FEFB}",
        "\u{1F600}",
    ];
    let normalizers = normalizers();
    let fronts = ["", "\u{628}\u{62C} ", "b c", "12 "].map(|front| front.repeat(20));
    for (front, mark) in fronts.iter().flat_map(|front| MARKS.map(|mark| (front, mark))) {
        for (left, right) in BESIDE.iter().flat_map(|left| BESIDE.map(|right| (left, right))) {
            let text = format!("{front}{left}{mark}{right}{front}{mark}{right}\u{628}");
            normalizers.iter().for_each(|normalizer| check(normalizer, &text));
        }
    }
}

/// Presentation forms from every place of a block on, with something else among them, and where that stands last: the
/// widest kernels spell them out in their loops.
#[test]
fn forms_at_every_place() {
    // Ligatures of one word and of a phrase, forms of marks alone and on tatweel; marks that compose, stay or go; what
    // nobody sees; marks of punctuation, digits, and other characters that begin as forms do.
    const AMONG: [&str; 24] = [
        "\u{FEFB}",
        "\u{FDFA}",
        "\u{FE70}",
        "\u{FE77}",
        "\u{FB56}",
        "\u{654}",
        "\u{64E}",
        "\u{640}",
        "\u{200C}",
        "\u{FEFF}",
        "\u{FF0C}",
        "\u{F8FF}",
        "\u{AB}",
        "\u{BB}",
        "\u{1F600}",
        "\"",
        ", ",
        " ,",
        ". ",
        "1,450",
        "\u{661}",
        "  ",
        "\n",
        "b",
    ];
    let mut normalizers = normalizers();
    normalizers.extend([Preset::Light, Preset::Persian, Preset::Quran].map(Preset::normalizer));
    // Alef, lam and yeh.
    let forms = ["\u{FE8D}\u{FEDD}\u{FEF1}".repeat(7), "\u{FE8D}\u{FEDD} ".repeat(9)];
    for (place, forms) in (0..64).flat_map(|place| forms.iter().map(move |forms| (place, forms))) {
        let front = ["", "b"][place % 2];
        let front = format!("\u{628}\u{62C}{front}{}", "\u{62C}".repeat(place / 2));
        for among in AMONG {
            let text = format!("{front}{forms}{among}{forms}{among}{front}");
            normalizers.iter().for_each(|normalizer| check(normalizer, &text));
        }
    }
}

/// Whatever a rule looks at, in the midst of long lines of Arabic, of Latin letters, of digits, for which the last letter
/// before them counts, and where one goes over into the other, from many a place of a block on: what the loops of the kernel for calm text leave behind, and take up again.
#[test]
fn joints_in_long_lines() {
    // Marks of punctuation well and badly set, numbers, quotation marks, addresses of all sorts, what goes, a mark,
    // tatweel, a run of one letter, emoji.
    const JOINTS: [&str; 52] = [
        ", ",
        " ,",
        ",",
        "\u{60C}",
        " \u{60C} ",
        ". ",
        " .",
        ".",
        "... ",
        " > ",
        "> ",
        "! ",
        "!!",
        " ?",
        ": ",
        " :",
        " 1,450 ",
        " 1 ,5",
        "3.5% ",
        "6:30",
        " \"",
        "\" ",
        "\"",
        " (",
        "( ",
        " )",
        "\u{AB}",
        "\u{BB} ",
        " https://b.c/?x=1,2 ",
        " www.b.c, ",
        "5@b.c ",
        " @b_1 ",
        "\u{64E}\u{640}",
        "\u{200C}",
        "  \n ",
        "\u{628}\u{628}\u{628} \u{1F600}",
        // The same right beside letters and digits.
        "\u{62C},5 ",
        "5,\u{62C} ",
        "b,5 ",
        "\u{62C}\"5 ",
        "5\" ",
        "\"\u{62C}\" ",
        "(\u{62C}) ",
        "\u{62C}:\u{62C} ",
        "\u{62C}.\u{62C} ",
        "\u{62C}!\u{62C} ",
        "w.b ",
        "\u{62C}% ",
        "\u{665}% ",
        "\u{62C}>\n",
        "\u{62C} \u{AB}\u{62C}\u{BB} ",
        "\u{62C} \u{AB} \u{62C} \u{BB} ",
    ];
    let normalizers = normalizers();
    let [arabic, latin, digits] = ["\u{628}\u{62C} ", "bc d ", "12 3 "].map(|it| it.repeat(30));
    for place in (0..64).step_by(7) {
        let pad = "b".repeat(place);
        for joint in JOINTS {
            for (front, back) in [
                (&arabic, &arabic),
                (&latin, &latin),
                (&arabic, &latin),
                (&latin, &arabic),
                (&arabic, &digits),
                (&latin, &digits),
                (&digits, &arabic),
            ] {
                let text = format!("{pad}{front}{joint}{back}{joint}{front}");
                normalizers.iter().for_each(|normalizer| check(normalizer, &text));
            }
        }
    }
}

/// URLs, mentions and addresses in long ASCII, which is passed many blocks at a time, in front of what may go on with them.
#[test]
fn spans_in_long_ascii() {
    let long = format!("https://a.b/{}", "c".repeat(130));
    let spans =
        ["https://a.b/c,d", "a@b.c", "@a", "www.a.b", "w.", "x:/", "\"x://y", "6:30", &long];
    let behind = ["\u{628}", ",\u{628}", "\u{661} \u{628}", "\u{200F}\u{661}", " \u{628}", ""];
    let normalizers = normalizers();
    // Some blocks of ASCII, and as many as are passed at once.
    for length in (56..70).chain(120..134).chain(4086..4102) {
        let ascii: alloc::string::String = "ab, c ".chars().cycle().take(length).collect();
        for span in spans {
            for behind in behind {
                let text = format!("b\n{ascii}{span}{behind}");
                let most = if length > 4000 { 2 } else { normalizers.len() };
                normalizers[..most].iter().for_each(|normalizer| check(normalizer, &text));
            }
        }
    }
}

/// Hamza above and its like in every lane, on letters that compose with it and others, before all that may follow.
#[test]
fn hamza_above_in_every_place() {
    let presets = [Preset::Light, Preset::Persian, Preset::Kurdish, Preset::Quran];
    let normalizers = presets.map(|preset| preset.normalizer());
    // Heh, alef, yeh, ae, farsi yeh; beh with fatha; a digit, a space, tatweel, fullwidth A.
    let bases = [
        "\u{647}",
        "\u{627}",
        "\u{64A}",
        "\u{6D5}",
        "\u{6CC}",
        "\u{628}\u{64E}",
        "\u{661}",
        " ",
        "\u{640}",
        "\u{FF21}",
    ];
    // Hamza above and below, maddah; two of them.
    let marks = ["\u{654}", "\u{655}", "\u{653}", "\u{654}\u{654}"];
    // Beh, fatha, dagger alef, tatweel; ZWNJ, right-to-left mark; a form, and one that is a mark.
    let behind = [
        "", " ", "a", "\n", "\u{628}", "\u{64E}", "\u{670}", "\u{640}", "\u{661}", "\u{200C}",
        "\u{200F}", "\u{FE8E}", "\u{FE77}",
    ];
    for length in (0..3).chain(24..35) {
        for start in ["", "a"] {
            let letters = "\u{628}".repeat(length);
            for (base, mark) in bases.iter().flat_map(|base| marks.map(|mark| (base, mark))) {
                for behind in behind {
                    let text = format!("{start}{letters}{base}{mark}{behind}{letters}");
                    normalizers.iter().for_each(|normalizer| check(normalizer, &text));
                }
            }
        }
    }
}

/// Letters of other scripts with what attaches to them, each beside all that may stand there.
#[test]
fn units_of_other_scripts() {
    let presets = [Preset::Light, Preset::Search, Preset::Quran];
    let normalizers = presets.map(|preset| preset.normalizer());
    let fronts = ["", "a ", "\u{628}"];
    // Latin letters, one with a mark of its own; Hebrew, jamo, a Bengali vowel sign, a symbol, nothing; a letter that NFC
    // takes apart; Greek question mark, which becomes a semicolon, and kelvin sign.
    let bases = [
        "e", "w", "\u{E9}", "\u{5E9}", "\u{1100}", "\u{9C7}", "=", "", "\u{958}", "\u{37E}",
        "\u{212A}",
    ];
    // Acute, dot below, tilde overlay, Hebrew points, marks that are others, jamo, a vowel sign; more than are taken here;
    // and fatha.
    let many = "\u{301}".repeat(9);
    let attached = [
        "",
        "\u{301}",
        "\u{323}\u{301}",
        "\u{301}\u{323}",
        "\u{338}",
        "\u{5BC}\u{5B7}",
        "\u{344}",
        "\u{340}",
        "\u{1161}",
        "\u{1161}\u{11A8}",
        "\u{1161}\u{1161}",
        "\u{9BE}",
        &many,
        "\u{301}\u{64E}",
    ];
    // Beh, fatha, hamza above, tatweel; what goes, or may, before a mark; marks of punctuation, a form that is a mark.
    let behind = [
        "",
        " a",
        ".",
        ", b",
        "\u{628}",
        "\u{64E}",
        "\u{654}",
        "\u{640}\u{628}",
        "\u{200F}\u{301}",
        "\u{200D}\u{301}",
        "\u{2019}",
        "\u{FE77}",
        "\u{E9}\u{323}",
        "1\u{301}",
        "\n",
        "\u{F900}\u{301}",
    ];
    for front in fronts {
        for (base, attached) in bases.iter().flat_map(|base| attached.map(|marks| (base, marks))) {
            for behind in behind {
                let text = format!("{front}{base}{attached}{behind}");
                normalizers.iter().for_each(|normalizer| check(normalizer, &text));
            }
        }
    }
}

/// Percent signs behind digits in every place of blocks, in text and at its edges.
#[test]
fn percent_signs_in_every_place() {
    let normalizers = normalizers();
    for length in 0..140 {
        let words: alloc::string::String = "\u{628}\u{62A} ".chars().cycle().take(length).collect();
        for mark in ["12%", "\u{661}%", "1\u{66A}", "% ", "a%"] {
            for behind in ["", " \u{628}\u{62A}", "\u{628}"] {
                let text = format!("{words}{mark}{behind}");
                normalizers.iter().for_each(|normalizer| check(normalizer, &text));
            }
        }
    }
}

/// Marks with white space on the wrong side of them, or none, and what else is done without leaving the kernel: behind all
/// sorts of characters and before all sorts, in every place of a block.
#[test]
fn mending_in_every_place() {
    let normalizers = normalizers();
    // Beh, with one mark and with three; a form; a letter, digits, a bracket, a quotation mark; a mark on a space.
    let before = [
        "\u{628}",
        "\u{628}\u{64E}",
        "\u{628}\u{651}\u{64E}\u{670}",
        "\u{FE8E}",
        "\u{628}w",
        "\u{628} 1",
        "\u{628})",
        "\u{628}\"",
        "\u{628} \u{64E}",
    ];
    // Arabic comma, question mark and full stop; an ellipsis; guillemets.
    let marks = [
        " \u{60C}",
        "  \u{60C}",
        " , ",
        ",",
        " .",
        ".",
        " ..",
        " :",
        " )",
        " !",
        "!!",
        " \u{61F}",
        " \u{6D4}",
        " ( ",
        "%",
        " \u{66A}",
        "://a.b",
        "://a.b\u{2026}",
        " @a",
        "\n  ",
        "\n \u{640}",
        "\u{2026}",
        ".\u{BB}",
        " \u{AB} ",
        " ;",
        "  ",
    ];
    // Beh and a space, beh twice, a full stop, an Arabic comma, fatha, a form, a guillemet.
    let behind = [
        "",
        " ",
        "\n",
        "\u{628} ",
        "\u{628}\u{628}",
        "\u{628}.",
        "a",
        "1",
        ".",
        "\u{60C}",
        "\"",
        "\u{64E}",
        "\u{FE8E}",
        "\u{BB}",
    ];
    for length in 27..34 {
        let letters = "\u{628}".repeat(length);
        for (front, mark) in before.iter().flat_map(|front| marks.map(|mark| (front, mark))) {
            for start in ["", "a"] {
                for behind in behind {
                    let text = format!("{start}{letters}{front}{mark}{behind}{letters}");
                    normalizers[..3].iter().for_each(|normalizer| check(normalizer, &text));
                }
            }
        }
    }
}

/// More spaces are put in than the kernel has room for at a time, and marks that become wider.
#[test]
fn more_is_put_in_than_there_is_room_for() {
    let word = "\u{628}\u{62A}".repeat(5);
    for mark in ["\u{60C}", ",", ".", "\u{61F}", " ,"] {
        let text = format!("{word}{mark}").repeat(300);
        normalizers().iter().for_each(|normalizer| check(normalizer, &text));
    }
}
