//! Interruption: Ctrl-C, and signals that ask to end.

use std::process;

use crate::output::atomic;

/// The exit status of a command that was interrupted, as shells have it.
const INTERRUPTED: i32 = 130;

/// From now on an interruption removes temporary files and ends the command.
pub fn handle() {
    // Where signals cannot be handled they end the command without this; then a temporary file may
    // stay, and still no file is half written.
    let _ = ctrlc::set_handler(|| {
        atomic::remove_all();
        process::exit(INTERRUPTED);
    });
}
