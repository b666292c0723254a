//! `src/rules/tables.rs` and `src/token/tables.rs` are what the generator makes of the Unicode files.

use std::{path::Path, process::Command};

use crate::{report_skip, ucd_folder};

#[test]
#[cfg_attr(miri, ignore = "starts another process")]
fn checked_in_tables_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if !root.join("xtask/Cargo.toml").is_file() {
        report_skip("the Unicode tables were NOT checked: the packaged crate has no xtask");
        return;
    }
    let Some(folder) = ucd_folder() else {
        report_skip("the Unicode tables were NOT checked: name a folder of UCD files in NAQI_UCD");
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
