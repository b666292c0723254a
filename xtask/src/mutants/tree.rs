//! The copy of the workspace in which every mutant stands behind its switch, and its build.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::sites::{self, Mutant, Site};

/// The folders of the package that are broken.
const BROKEN: [&str; 4] = ["src/rules/", "src/engine/", "src/token/", "src/align/"];

/// What is not broken there: generated data, which CI compares with its source; tests; and what is
/// not compiled, or not reached, on every x86-64 machine. `.ci/machines.sh` tests that.
const WHOLE: [&str; 8] = [
    "src/rules/tables.rs",
    "src/token/tables.rs",
    "src/rules/alike.rs",
    "src/engine/exhaustion/",
    "src/engine/vector/neon.rs",
    "src/engine/vector/simd128.rs",
    "src/engine/vector/avx512.rs",
    "tests.rs",
];

/// A source file with its places to be broken.
struct File {
    path: String,
    source: String,
    sites: Vec<Site>,
}

/// What cargo says.
struct Built {
    /// The programs that are tests.
    programs: Vec<PathBuf>,
    errors: Vec<Place>,
}

/// Where an error is, as the compiler says.
struct Place {
    file: String,
    /// In bytes.
    at: usize,
}

/// The copy.
pub(super) struct Tree {
    pub folder: PathBuf,
    target: PathBuf,
    files: Vec<File>,
    last: u32,
}

impl Tree {
    /// Copies the workspace at `root` into `folder`, without what git ignores, and finds all mutants.
    pub(super) fn copy(root: &Path, folder: &Path) -> Result<Self> {
        let listed = Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .current_dir(root)
            .output()
            .context("cannot run git")?;
        if !listed.status.success() {
            bail!("git: {}", String::from_utf8_lossy(&listed.stderr).trim());
        }
        let target = folder.join("target");
        let folder = folder.join("tree");
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).context(format!("cannot remove {}", folder.display()));
            }
            _ => {}
        }
        let mut files = Vec::new();
        let mut next = 1;
        let mut paths: Vec<&str> = std::str::from_utf8(&listed.stdout)?
            .split('\0')
            .filter(|path| !path.is_empty())
            .collect();
        paths.sort_unstable();
        for path in paths {
            let (from, to) = (root.join(path), folder.join(path));
            // Listed, but deleted since.
            if !from.is_file() {
                continue;
            }
            let parent = to.parent().context("no folder")?;
            fs::create_dir_all(parent)?;
            fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
            let is_broken = path.ends_with(".rs")
                && BROKEN.iter().any(|start| path.starts_with(start))
                && !WHOLE.iter().any(|part| path.starts_with(part) || path.ends_with(part));
            if is_broken {
                let source = fs::read_to_string(&from)?;
                let sites = sites::find(path, &source, &mut next)?;
                files.push(File { path: path.to_owned(), source, sites });
            }
        }
        Ok(Self { folder, target, files, last: next - 1 })
    }

    /// All mutants that compile.
    pub(super) fn mutants(&self) -> impl Iterator<Item = &Mutant> {
        let sites = self.files.iter().flat_map(|file| &file.sites);
        sites.flat_map(|site| &site.mutants).filter(|mutant| !mutant.is_unviable)
    }

    /// Builds the tests, and returns their programs. A mutant that does not compile is left out.
    pub(super) fn build(&mut self) -> Result<Vec<PathBuf>> {
        self.write_switch()?;
        loop {
            for file in &self.files {
                let text = sites::with_switches(&file.source, &file.sites);
                fs::write(self.folder.join(&file.path), text)?;
            }
            // Types first: that is fast, and most errors are theirs.
            let Built { errors, .. } = self.cargo(&["check", "--lib"])?;
            if !errors.is_empty() {
                self.leave_out(&errors)?;
                continue;
            }
            let Built { programs, errors } =
                self.cargo(&["test", "--no-run", "--lib", "--tests"])?;
            if errors.is_empty() {
                return Ok(programs);
            }
            self.leave_out(&errors)?;
        }
    }

    fn write_switch(&self) -> Result<()> {
        let switch = include_str!("switch.rs.txt").replace("@LAST@", &self.last.to_string());
        fs::write(self.folder.join("src/mutant.rs"), switch)?;
        let library = self.folder.join("src/lib.rs");
        let text = fs::read_to_string(&library)?;
        let text = format!(
            "#![feature(core_intrinsics, const_eval_select)]\n#![allow(internal_features)]\n{text}\nmod mutant;\n"
        );
        fs::write(&library, text)?;
        Ok(())
    }

    /// Runs cargo; returns the test programs that it built, and the places of errors.
    fn cargo(&self, arguments: &[&str]) -> Result<Built> {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .args(["-p", "naqi", "--all-features", "--message-format=json"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            // The switch works in constant functions as well.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "-Awarnings")
            .env("CARGO_PROFILE_TEST_DEBUG", "0")
            .env_remove("RUSTUP_TOOLCHAIN")
            .stderr(Stdio::piped())
            .output()
            .context("cannot run cargo")?;
        let mut programs = Vec::new();
        let mut errors = Vec::new();
        let mut messages = String::new();
        for line in output.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
            let Ok(line) = serde_json::from_slice::<Value>(line) else { continue };
            if let (Some(program), Some(true)) =
                (line["executable"].as_str(), line["profile"]["test"].as_bool())
            {
                programs.push(PathBuf::from(program));
            }
            let message = &line["message"];
            if message["level"] == "error" {
                messages += message["rendered"].as_str().unwrap_or_default();
                for span in message["spans"].as_array().into_iter().flatten() {
                    let (Some(file), Some(at)) =
                        (span["file_name"].as_str(), span["byte_start"].as_u64())
                    else {
                        continue;
                    };
                    if span["is_primary"] == true {
                        errors.push(Place { file: file.to_owned(), at: usize::try_from(at)? });
                    }
                }
            }
        }
        if !output.status.success() && errors.is_empty() {
            bail!("cargo failed: {messages}{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(Built { programs, errors })
    }

    /// Leaves out the innermost places around the errors.
    fn leave_out(&mut self, errors: &[Place]) -> Result<()> {
        let mut is_any = false;
        for file in &mut self.files {
            let text = sites::with_switches(&file.source, &file.sites);
            let blamed: HashSet<u32> = errors
                .iter()
                .filter(|error| error.file == file.path)
                .filter_map(|error| innermost(&text, error.at))
                .collect();
            for site in &mut file.sites {
                is_any |= site.leave_out(&blamed);
            }
        }
        if !is_any {
            let places: Vec<String> = errors
                .iter()
                .take(9)
                .map(|error| format!("{}, byte {}", error.file, error.at))
                .collect();
            bail!("the copy does not compile, and no mutant is to blame: {}", places.join("; "));
        }
        Ok(())
    }
}

/// The mutant whose place is the smallest around this byte, by the comments that stand around each.
fn innermost(text: &str, at: usize) -> Option<u32> {
    let mut open = Vec::new();
    let mut rest = text.get(..at)?;
    while let Some(found) = rest.find("*/") {
        let comment = &rest[..found];
        if let Some((_, id)) = comment.rsplit_once("/*<") {
            open.push(id.parse().ok()?);
        } else if comment.ends_with('>') && comment.contains("/*") {
            open.pop();
        }
        rest = &rest[found + 2..];
    }
    open.last().copied()
}

#[cfg(test)]
mod tests {
    use super::innermost;

    #[test]
    fn an_error_is_blamed_on_the_smallest_place_around_it() {
        let text = "a/*<1*/b/*<2*/c/*2>*/d/*1>*/e/*<3*/f/*3>*/";
        let at = |c| innermost(text, text.find(c).unwrap());
        assert_eq!(at('a'), None);
        assert_eq!(at('b'), Some(1));
        assert_eq!(at('c'), Some(2));
        assert_eq!(at('d'), Some(1));
        assert_eq!(at('e'), None);
        assert_eq!(at('f'), Some(3));
    }
}
