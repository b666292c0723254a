//! The help of each subcommand.

pub const ABOUT: &str = "\
Normalises text in Arabic script: Arabic, Persian, Urdu, Kurdish, Uyghur and others.

The same words reach a computer in many spellings: with or without vowel marks, with letters that \
look alike, with Latin or Arabic commas and digits, with invisible characters. naqi rewrites them \
in one way, chosen by a preset and by single rules. Running it on its own output changes nothing. It \
also splits text into words and sentences, and says what is in a text and what it would change.";

pub const MAIN_NOTES: &str = "\
Examples:
  naqi normalize notes.txt                  repair punctuation and spaces, keep every letter
  naqi normalize --preset search < in.txt   one spelling for words that should be found together
  naqi normalize --in-place corpus/         every file in a folder
  naqi tokenize --normalize search in.txt   the words, spelled in that way, one a line
  naqi sentences notes.txt                  the sentences, one a line
  naqi explain notes.txt                    what would change, and why
  naqi check corpus/                        is it normal? exit status 1 if not
  naqi stats corpus/                        which characters it has
  naqi presets                              what each preset does
  naqi rules                                what each rule may be set to
  naqi --version --verbose                  version, Unicode version, instruction set in use

Files: plain text in UTF-8, lines of JSON (--jsonl) or tables (--csv, --tsv), as they are or compressed
with gzip or Zstandard, which is seen by their content. Parquet is not read: its crates are larger
than this command with all it holds; convert to JSON Lines and back.

Environment:
  NAQI_TIER  the instruction set to work with, for tests and measurements: scalar, ssse3, avx2,
             avx512, neon or simd128; the best that the processor has if not set. The output is
             the same with each.

Exit status:
  0    done; also when the reader of the output stops early, as head does
  1    naqi check found text that is not normal
  2    an error; standard error says which, in one line; with --keep-going in one line for each
       file or record at fault
  130  interrupted by Ctrl-C; by another signal, 128 and its number";

pub const NORMALIZE_ABOUT: &str = "\
Normalise files, folders or standard input.

The result goes to standard output, to a file or folder (--output), or back into the files \
(--in-place). Each file is a text of its own; they are written in the order in which they are given, \
those of a folder by name, with nothing between them. Large files are cut at line ends and worked on \
in pieces, so memory is bounded, and the output is as if each had been read as a whole.";

pub const NORMALIZE_NOTES: &str = "\
Which rules hold: first those of --preset (tidy where neither --preset nor --config is given), over
them those of --config, over them each --set in order. With --config and no --preset, every rule
that the file does not name is off.

Records (--jsonl, --csv, --tsv): only the text of the fields is rewritten; every other byte stays, and a
field that is normal stays byte for byte. Where a field changes, JSON strings that came with \\u
escapes for all that is not ASCII are written so again, and fields of a table that came with quotes
get quotes again. With --field a.b, the field b of the object a; a list on the way stands for each of
its elements. A record without the field, or with null there, stays as it is; any other value that is
not a string is an error, and so is a field that no record has. Records at fault stay as they are with
--keep-going.

Files are written under a temporary name in the folder of the file, and take its place when they are
whole and on the disk: after an interrupted run each is old or new. Permissions stay, hard links and
extended attributes do not. A symbolic link that is named is followed and stays a link; in folders,
links and hidden files are left out. Files that are normal are not written. What was compressed is
compressed again, but not on standard output. With --output FILE, the ending .gz or .zst asks for
compression. To standard output, what comes before an error has been written.

Examples:
  naqi normalize notes.txt > clean.txt
  naqi normalize --preset light --set digits=ascii < in.txt
  naqi normalize --set marks=harakat,tanwin --set tatweel=inner a.txt b.txt
  naqi normalize --in-place --glob '*.txt' --keep-going corpus/
  naqi normalize --jsonl --field text --field meta.title -o clean/ part-*.jsonl.zst
  naqi presets search > my.toml; naqi normalize --config my.toml in.txt

Exit status: 0 done, 2 an error, 130 interrupted. In `invalid UTF-8 at byte N (line M)`, bytes count
from 0, lines from 1.";

pub const TOKENIZE_ABOUT: &str = "\
Split files or standard input into words and other tokens and write them to standard output.

Tokens are words, numbers, addresses, hashtags, emoji, marks of punctuation. With --normalize each is \
written as the preset writes it, while its place is that in the text as it came.";

pub const TOKENIZE_NOTES: &str = "\
Formats:
  lines   one token a line
  jsonl   one JSON object a line: text, start, end, kind; with --normalize also source, the token
          as it came; of records (--jsonl, --csv, --tsv) also line, that of the record, and start
          and end count in the field
  conllu  CoNLL-U: sentences, ten columns a token; the second has the token as it came, the last its
          kind, Norm (the token as --normalize writes it), SpaceAfter=No and TokenRange

Kinds: arabic, word, mixed, number, url, email, hashtag, mention, emoji, punctuation, symbol, space;
`words` is the first three, `all` is all.

Examples:
  naqi tokenize notes.txt
  naqi tokenize --normalize search --kinds words,number < in.txt
  naqi tokenize --format jsonl --offsets chars in.txt

Exit status: 0 done, 2 an error, 130 interrupted.";

pub const SENTENCES_NOTES: &str = "\
Formats:
  lines   one sentence a line, without the white space around it
  jsonl   one JSON object a line: text, start, end; of records (--jsonl, --csv, --tsv) also line,
          that of the record, and start and end count in the field

Examples:
  naqi sentences notes.txt
  naqi sentences --abbreviation approx --abbreviation Sect < in.txt

Exit status: 0 done, 2 an error, 130 interrupted.";

pub const EXPLAIN_ABOUT: &str = "\
Show what `naqi normalize` with the same rules would change: by rule, and by what becomes of what, with \
counts and examples.

An example has its place and its surroundings before and after, side by side; what changes is in \
colour on a terminal, elsewhere in brackets. Code points are named. Nothing is written.";

pub const EXPLAIN_NOTES: &str = "\
The place of an example is FILE:LINE:COLUMN; see `naqi check --help`. Invisible characters are shown by
their numbers, as <200F>.

Examples:
  naqi explain notes.txt
  naqi explain --preset search --examples 3 corpus/ | less
  naqi explain --jsonl --field text part-*.jsonl.zst

Exit status: 0 done, 2 an error, 130 interrupted.";

pub const CHECK_ABOUT: &str = "\
Say whether text is normal, that is, whether `naqi normalize` with the same rules would leave it as \
it is.

Made for data sets that are tested: nothing is written, and the exit status tells. The first places \
that would change are named, as FILE:LINE:COLUMN, with the code points there and what would become of \
them.";

pub const CHECK_NOTES: &str = "\
Lines and columns count from 1, columns in characters. Of records (--jsonl, --csv, --tsv) the line is
that on which the record begins, and the column counts in the field, which is named.

Examples:
  naqi check corpus/
  naqi check --preset light --max 3 --glob '*.txt' corpus/
  naqi check --jsonl --field text part-*.jsonl.gz

Exit status: 0 all is normal, 1 some text is not, 2 an error, 130 interrupted.";

pub const STATS_ABOUT: &str = "\
Count what is in text: characters by class, marks, systems of digits, kinds of commas, presentation \
forms, direction controls, stray marks, and code points that do not belong in text.";

pub const STATS_NOTES: &str = "\
The figures of all files together, as a table or as one JSON object whose names stay the same from one
version to the next.

Examples:
  naqi stats corpus/
  naqi stats --json --jsonl --field text part-*.jsonl.zst

Exit status: 0 done, 2 an error, 130 interrupted.";

pub const PRESETS_NOTES: &str = "\
Examples:
  naqi presets                     one line a preset
  naqi presets tidy                the rules of the preset tidy, as TOML
  naqi presets tidy > my.toml      a file to change, then to use: naqi normalize --config my.toml";

pub const RULES_NOTES: &str = "\
A rule at `keep` or `none` is off. `marks` and `controls` say what to delete, as a list with commas.

Examples:
  naqi rules
  naqi normalize --set digits=ascii --set marks=harakat,tanwin notes.txt";

pub const COMPLETIONS_NOTES: &str = "\
Examples:
  naqi completions bash > ~/.local/share/bash-completion/completions/naqi
  naqi completions zsh > ~/.zfunc/_naqi
  naqi completions fish > ~/.config/fish/completions/naqi.fish";

pub const MAN_NOTES: &str = "\
Examples:
  naqi man > naqi.1; man ./naqi.1
  naqi man normalize > naqi-normalize.1
  naqi man --all ~/.local/share/man/man1";
