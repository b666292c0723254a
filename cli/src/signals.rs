//! Interruption: Ctrl-C, and signals that ask to end.

use std::process;

use crate::output::atomic;

/// From now on an interruption removes temporary files and ends the command.
///
/// Where signals cannot be handled they end the command without this; then a temporary file may stay,
/// and still no file is half written.
pub fn handle() {
    #[cfg(unix)]
    unix::handle();
    #[cfg(windows)]
    let _ = ctrlc::set_handler(|| end(2));
}

/// Ends as shells say that a signal has ended a command.
fn end(signal: i32) -> ! {
    atomic::remove_all();
    process::exit(128 + signal)
}

#[cfg(unix)]
mod unix {
    use std::{fs, thread};

    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };

    pub(super) fn handle() {
        let ignored = ignored();
        let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter();
        let wanted = wanted.filter(|signal| ignored & 1 << (signal - 1) == 0);
        let Ok(mut signals) = Signals::new(wanted) else { return };
        // A command that can start no thread has other worries.
        let _ = thread::Builder::new().name("signals".into()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
                super::end(signal);
            }
        });
    }

    /// The signals that whoever started the command wants ignored, as `nohup` does: one bit each. None
    /// where the system does not say so in a file.
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
    }
}
