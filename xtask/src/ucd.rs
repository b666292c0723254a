//! Reads the files of the Unicode Character Database that the tables need.
//!
//! Categories, combining classes and decompositions come from
//! `UnicodeData.txt`. That file names no version, so `DerivedCombiningClass.txt`
//! and `DerivedGeneralCategory.txt`, which do, must agree with it on every code
//! point; a folder of mixed versions is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail, ensure};

pub(crate) const CODE_POINTS: usize = 0x11_0000;

/// A Unicode version: major, minor, update.
pub(crate) type Version = (u8, u8, u8);

/// General category of a code point that no file names.
const UNASSIGNED: Category = *b"Cn";

/// The two letters of a general category, such as `Mn`.
pub(crate) type Category = [u8; 2];

/// The mapping in field 5 of `UnicodeData.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decomposition {
    /// Whether a tag such as `<isolated>` stands before the mapping.
    pub(crate) compatibility: bool,
    pub(crate) to: Vec<char>,
}

/// NFC_Quick_Check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuickCheck {
    Yes,
    No,
    Maybe,
}

/// What the files say, by code point.
pub(crate) struct Ucd {
    version: Version,
    category: Vec<Category>,
    combining_class: Vec<u8>,
    decomposition: BTreeMap<char, Decomposition>,
    nfc_quick_check: Vec<QuickCheck>,
    composition_excluded: Vec<bool>,
    script_arabic: Vec<bool>,
    white_space: Vec<bool>,
}

impl Ucd {
    /// A database in which nothing is assigned.
    fn empty(version: Version) -> Self {
        Self {
            version,
            category: vec![UNASSIGNED; CODE_POINTS],
            combining_class: vec![0; CODE_POINTS],
            decomposition: BTreeMap::new(),
            nfc_quick_check: vec![QuickCheck::Yes; CODE_POINTS],
            composition_excluded: vec![false; CODE_POINTS],
            script_arabic: vec![false; CODE_POINTS],
            white_space: vec![false; CODE_POINTS],
        }
    }

    /// Reads the files of `folder`.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let data = Lines::read(folder, "UnicodeData.txt")?;
        let classes = Lines::read(folder, "DerivedCombiningClass.txt")?;
        let categories = Lines::read(folder, "DerivedGeneralCategory.txt")?;
        let normalization = Lines::read(folder, "DerivedNormalizationProps.txt")?;
        let scripts = Lines::read(folder, "Scripts.txt")?;
        let properties = Lines::read(folder, "PropList.txt")?;

        let version = classes.version()?;
        for file in [&categories, &normalization, &scripts, &properties] {
            let other = file.version()?;
            ensure!(
                other == version,
                "{}:1: Unicode version {other:?}, where {} has {version:?}",
                file.path.display(),
                classes.path.display()
            );
        }

        let mut ucd = Self::empty(version);
        ucd.take_unicode_data(&data)?;
        ucd.agree_on_combining_class(&classes)?;
        ucd.agree_on_category(&categories)?;
        ucd.take_normalization(&normalization)?;
        mark(&scripts, "Arabic", &mut ucd.script_arabic)?;
        mark(&properties, "White_Space", &mut ucd.white_space)?;
        Ok(ucd)
    }

    pub(crate) fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn category(&self, c: char) -> Category {
        self.category[c as usize]
    }

    /// Whether the general category is one of L*.
    pub(crate) fn is_letter(&self, c: char) -> bool {
        self.category(c)[0] == b'L'
    }

    pub(crate) fn combining_class(&self, c: char) -> u8 {
        self.combining_class[c as usize]
    }

    /// The mapping of one step; Hangul syllables have none here.
    pub(crate) fn decomposition(&self, c: char) -> Option<&Decomposition> {
        self.decomposition.get(&c)
    }

    /// All mappings, by code point.
    pub(crate) fn decompositions(&self) -> impl Iterator<Item = (char, &Decomposition)> {
        self.decomposition.iter().map(|(&c, mapping)| (c, mapping))
    }

    pub(crate) fn nfc_quick_check(&self, c: char) -> QuickCheck {
        self.nfc_quick_check[c as usize]
    }

    /// Full_Composition_Exclusion.
    pub(crate) fn is_composition_excluded(&self, c: char) -> bool {
        self.composition_excluded[c as usize]
    }

    pub(crate) fn is_script_arabic(&self, c: char) -> bool {
        self.script_arabic[c as usize]
    }

    pub(crate) fn is_white_space(&self, c: char) -> bool {
        self.white_space[c as usize]
    }

    fn take_unicode_data(&mut self, file: &Lines) -> Result<()> {
        let mut range_start = None;
        let mut next_free = 0;
        for (number, line) in file.data() {
            self.take_unicode_data_line(line, &mut range_start, &mut next_free)
                .with_context(|| file.place(number))?;
        }
        if let Some(start) = range_start {
            bail!(
                "{}: the range from {start:04X} has no Last line",
                file.place(file.text.lines().count())
            );
        }
        ensure!(next_free > 0, "{}: the file has no data", file.place(file.text.lines().count()));
        Ok(())
    }

    fn take_unicode_data_line(
        &mut self,
        line: &str,
        range_start: &mut Option<usize>,
        next_free: &mut usize,
    ) -> Result<()> {
        let fields: Vec<&str> = line.split(';').collect();
        ensure!(fields.len() == 15, "expected 15 fields, found {}", fields.len());
        let code = code_point(fields[0])?;
        ensure!(code >= *next_free, "{code:04X} is out of order");
        *next_free = code + 1;

        let name = fields[1];
        let is_last = name.ends_with(", Last>");
        ensure!(is_last == range_start.is_some(), "First and Last lines do not pair");
        if name.ends_with(", First>") {
            *range_start = Some(code);
            return Ok(());
        }
        let first = range_start.take().unwrap_or(code);

        let class: u8 =
            fields[3].parse().map_err(|_| anyhow!("bad combining class `{}`", fields[3]))?;
        self.category[first..=code].fill(category(fields[2])?);
        self.combining_class[first..=code].fill(class);
        if !fields[5].is_empty() {
            let c = scalar(code)?;
            self.decomposition.insert(c, decomposition(fields[5])?);
        }
        Ok(())
    }

    fn agree_on_combining_class(&self, file: &Lines) -> Result<()> {
        let mut classes = vec![0; CODE_POINTS];
        file.each_property(|first, last, fields| {
            let class: u8 =
                fields[0].parse().map_err(|_| anyhow!("bad combining class `{}`", fields[0]))?;
            classes[first..=last].fill(class);
            Ok(())
        })?;
        agree(file, &classes, &self.combining_class)
    }

    fn agree_on_category(&self, file: &Lines) -> Result<()> {
        let mut categories = vec![UNASSIGNED; CODE_POINTS];
        file.each_property(|first, last, fields| {
            categories[first..=last].fill(category(fields[0])?);
            Ok(())
        })?;
        agree(file, &categories, &self.category)
    }

    fn take_normalization(&mut self, file: &Lines) -> Result<()> {
        let mut quick_checks = 0;
        file.each_property(|first, last, fields| {
            match fields[0] {
                "NFC_QC" => {
                    let value = match fields.get(1) {
                        Some(&"N") => QuickCheck::No,
                        Some(&"M") => QuickCheck::Maybe,
                        other => bail!("bad NFC_QC value {other:?}"),
                    };
                    self.nfc_quick_check[first..=last].fill(value);
                    quick_checks += 1;
                }
                "Full_Composition_Exclusion" => {
                    self.composition_excluded[first..=last].fill(true);
                }
                _ => {}
            }
            Ok(())
        })?;
        ensure!(
            quick_checks > 0,
            "{}: the file has no NFC_QC data",
            file.place(file.text.lines().count())
        );
        Ok(())
    }
}

/// Sets the code points that `file` gives the property or value `name`.
pub(crate) fn mark(file: &Lines, name: &str, set: &mut [bool]) -> Result<()> {
    let mut found = false;
    file.each_property(|first, last, fields| {
        if fields[0] == name {
            set[first..=last].fill(true);
            found = true;
        }
        Ok(())
    })?;
    ensure!(found, "{}: the file has no {name} data", file.place(file.text.lines().count()));
    Ok(())
}

/// Fails when the values of a derived file are not those of `UnicodeData.txt`.
fn agree<T: PartialEq>(file: &Lines, derived: &[T], own: &[T]) -> Result<()> {
    match derived.iter().zip(own).position(|(a, b)| a != b) {
        None => Ok(()),
        Some(code) => {
            let number = file.line_of(code)?;
            bail!(
                "{}: U+{code:04X} does not have the value that UnicodeData.txt gives it",
                file.place(number)
            )
        }
    }
}

/// One file and its lines.
pub(crate) struct Lines {
    path: PathBuf,
    text: String,
}

impl Lines {
    pub(crate) fn read(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(name);
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self { path, text })
    }

    /// `path:line`, for messages.
    fn place(&self, number: usize) -> String {
        format!("{}:{number}", self.path.display())
    }

    /// The lines that hold data, without their comments, numbered from 1.
    fn data(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().filter_map(|(index, line)| {
            let data = line.split('#').next().unwrap_or_default().trim();
            (!data.is_empty()).then_some((index + 1, data))
        })
    }

    /// The version in a first line such as `# Scripts-17.0.0.txt`.
    pub(crate) fn version(&self) -> Result<Version> {
        let first = self.text.lines().next().unwrap_or_default();
        parse_version(first).with_context(|| {
            format!("{}: expected a first line like `# Name-17.0.0.txt`", self.place(1))
        })
    }

    /// Hands over each `first..last ; field ; field` line.
    pub(crate) fn each_property(
        &self,
        mut take: impl FnMut(usize, usize, &[&str]) -> Result<()>,
    ) -> Result<()> {
        for (number, line) in self.data() {
            property_line(line)
                .and_then(|(first, last, fields)| take(first, last, &fields))
                .with_context(|| self.place(number))?;
        }
        Ok(())
    }

    /// The line that names `code`, or the last line when none does.
    fn line_of(&self, code: usize) -> Result<usize> {
        for (number, line) in self.data() {
            let (first, last, _) = property_line(line)?;
            if (first..=last).contains(&code) {
                return Ok(number);
            }
        }
        Ok(self.text.lines().count())
    }
}

fn property_line(line: &str) -> Result<(usize, usize, Vec<&str>)> {
    let mut fields = line.split(';').map(str::trim);
    let range = fields.next().unwrap_or_default();
    let fields: Vec<&str> = fields.collect();
    ensure!(!fields.is_empty(), "expected `code ; property`");
    let (first, last) = match range.split_once("..") {
        Some((first, last)) => (code_point(first)?, code_point(last)?),
        None => {
            let code = code_point(range)?;
            (code, code)
        }
    };
    ensure!(first <= last, "the range `{range}` runs backwards");
    Ok((first, last, fields))
}

fn parse_version(line: &str) -> Option<Version> {
    let (_, version) = line.trim().strip_suffix(".txt")?.rsplit_once('-')?;
    let mut parts = version.split('.').map(|part| part.parse().ok());
    let version = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(version)
}

fn code_point(hex: &str) -> Result<usize> {
    let well_formed = (4..=6).contains(&hex.len()) && hex.bytes().all(|b| b.is_ascii_hexdigit());
    usize::from_str_radix(hex, 16)
        .ok()
        .filter(|&code| well_formed && code < CODE_POINTS)
        .with_context(|| format!("bad code point `{hex}`"))
}

fn scalar(code: usize) -> Result<char> {
    u32::try_from(code)
        .ok()
        .and_then(char::from_u32)
        .with_context(|| format!("{code:04X} is a surrogate"))
}

fn category(name: &str) -> Result<Category> {
    match *name.as_bytes() {
        [major, minor] if major.is_ascii_uppercase() && minor.is_ascii_lowercase() => {
            Ok([major, minor])
        }
        _ => bail!("bad general category `{name}`"),
    }
}

fn decomposition(field: &str) -> Result<Decomposition> {
    let (compatibility, mapping) = match field.strip_prefix('<') {
        None => (false, field),
        Some(tagged) => match tagged.split_once('>') {
            Some((_, mapping)) => (true, mapping),
            None => bail!("bad decomposition `{field}`"),
        },
    };
    let to = mapping
        .split_ascii_whitespace()
        .map(|hex| code_point(hex).and_then(scalar))
        .collect::<Result<Vec<char>>>()?;
    ensure!(!to.is_empty(), "bad decomposition `{field}`");
    Ok(Decomposition { compatibility, to })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn lines(text: &str) -> Lines {
        Lines { path: PathBuf::from("Test.txt"), text: text.to_owned() }
    }

    fn empty() -> Ucd {
        Ucd::empty((17, 0, 0))
    }

    /// A database of the given `UnicodeData.txt` lines alone, where each code
    /// point of an Arabic block has Script=Arabic.
    pub(crate) fn from_unicode_data(text: &str) -> Ucd {
        let mut ucd = empty();
        ucd.take_unicode_data(&lines(text)).unwrap();
        ucd.script_arabic[0x600..=0x6FF].fill(true);
        ucd
    }

    fn message(result: Result<()>) -> String {
        format!("{:#}", result.unwrap_err())
    }

    #[test]
    fn unicode_data_ranges_are_filled() {
        let ucd = from_unicode_data(
            "4E00;<CJK Ideograph, First>;Lo;0;L;;;;;N;;;;;\n\
             9FFF;<CJK Ideograph, Last>;Lo;0;L;;;;;N;;;;;\n",
        );
        assert!(ucd.is_letter('\u{4E00}') && ucd.is_letter('\u{7000}'));
        assert!(ucd.is_letter('\u{9FFF}'));
        assert!(!ucd.is_letter('\u{4DFF}') && !ucd.is_letter('\u{A000}'));
    }

    #[test]
    fn decompositions_keep_their_kind() {
        let canonical = decomposition("0627 0653").unwrap();
        assert!(!canonical.compatibility);
        assert_eq!(canonical.to, ['\u{627}', '\u{653}']);
        let tagged = decomposition("<isolated> 0644 0627").unwrap();
        assert!(tagged.compatibility);
        assert_eq!(tagged.to, ['\u{644}', '\u{627}']);
        for bad in ["<isolated 0644", "<isolated>", "0644 XYZ", "D800"] {
            assert!(decomposition(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let file = lines("# note\n0041;LATIN CAPITAL LETTER A;Lu;0;L\n");
        let error = message(empty().take_unicode_data(&file));
        assert_eq!(error, "Test.txt:2: expected 15 fields, found 5");

        let file = lines("0041;A;Lu;x;L;;;;;N;;;;;\n");
        let error = message(empty().take_unicode_data(&file));
        assert_eq!(error, "Test.txt:1: bad combining class `x`");

        let file = lines("0020..xx ; White_Space # Zs\n");
        let error = message(mark(&file, "White_Space", &mut []));
        assert_eq!(error, "Test.txt:1: bad code point `xx`");
    }

    #[test]
    fn unpaired_ranges_are_refused() {
        let file = lines("4E00;<CJK, First>;Lo;0;L;;;;;N;;;;;\n");
        assert!(message(empty().take_unicode_data(&file)).contains("no Last line"));
        let file = lines("9FFF;<CJK, Last>;Lo;0;L;;;;;N;;;;;\n");
        assert!(message(empty().take_unicode_data(&file)).contains("do not pair"));
    }

    #[test]
    fn files_of_another_version_are_noticed() {
        let ucd = from_unicode_data("064B;FATHATAN;Mn;27;NSM;;;;;N;;;;;\n");
        let same = lines("064B ; 27\n");
        assert!(ucd.agree_on_combining_class(&same).is_ok());
        let other = lines("# head\n064B ; 230\n");
        let error = message(ucd.agree_on_combining_class(&other));
        assert!(error.starts_with("Test.txt:2: U+064B"), "{error}");
    }

    #[test]
    fn versions_are_read_from_first_lines() {
        assert_eq!(parse_version("# Scripts-17.0.0.txt"), Some((17, 0, 0)));
        assert_eq!(parse_version("# Scripts-17.0.txt"), None);
        assert_eq!(parse_version("# Scripts"), None);
        assert!(lines("").version().is_err());
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Ucd::read(Path::new("no-such-folder")).err().unwrap();
        let error = format!("{error:#}");
        assert!(error.contains("UnicodeData.txt"), "{error}");
    }
}
