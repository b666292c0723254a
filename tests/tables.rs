//! `src/rules/tables.rs` and `src/token/tables.rs` are what the generator makes of the Unicode files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the UCD files are: `NAQI_UCD` has the last word, even when it is wrong.
fn ucd_folder(root: &Path) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("NAQI_UCD") {
        return Some(root.join(folder));
    }
    ["../shared/ucd/17.0.0", "tests/data/ucd"]
        .map(|folder| root.join(folder))
        .into_iter()
        .find(|folder| folder.is_dir())
}

/// Says so on standard error itself: the test harness hides what `eprintln!`
/// prints in a test that passes.
fn report_skip(why: &str) {
    writeln!(std::io::stderr(), "\nSKIPPED: the Unicode tables were NOT checked: {why}")
        .expect("standard error takes a line");
}

#[test]
#[cfg_attr(miri, ignore = "starts another process")]
fn checked_in_tables_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if !root.join("xtask/Cargo.toml").is_file() {
        report_skip("the packaged crate has no xtask");
        return;
    }
    let Some(folder) = ucd_folder(root) else {
        report_skip("name a folder of UCD files in NAQI_UCD");
        return;
    };

    let output = Command::new(env!("CARGO"))
        .args(["run", "-q", "-p", "xtask", "--", "tables", "--check"])
        .arg(&folder)
        .current_dir(root)
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "the generator refuses the tables:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
