//! Normalises a text of any length in pieces, and shows that memory does not grow with it.
//!
//! Run it with `cargo run --release --example long_stream -- 4096` for 4 GiB; without a number it
//! is 64 MiB.

use std::{env, fs, process::ExitCode, time::Instant};

use naqi::Normalizer;

/// Bytes in a mebibyte.
const MIB: usize = 1 << 20;

/// The length of the pieces.
const PIECE: usize = 64 << 10;

fn main() -> ExitCode {
    let asked = env::args().nth(1);
    let Ok(mebibytes) = asked.as_deref().unwrap_or("64").parse::<usize>() else {
        eprintln!("the length must be a number of MiB");
        return ExitCode::from(2);
    };
    // "The library opened ,with 300 guests>", again and again, cut wherever a piece is full.
    let line = "افتتحت المكتبة ,بحضور ٣٠٠ ضيف>\n";
    let lines = line.repeat(PIECE / line.len() + 2);
    let naqi = Normalizer::tidy();
    let mut stream = naqi.stream();
    let mut output = String::new();
    let (mut taken, mut given, mut at) = (0, 0, 0);
    let start = Instant::now();
    while taken < mebibytes * MIB {
        // The next piece goes on in the middle of the line where the last one ended.
        let mut end = at + PIECE;
        while !lines.is_char_boundary(end) {
            end -= 1;
        }
        output.clear();
        stream.push(&lines[at..end], &mut output);
        taken += end - at;
        given += output.len();
        at = end % line.len();
    }
    output.clear();
    stream.finish(&mut output);
    given += output.len();
    let seconds = start.elapsed().as_secs_f64();
    let speed = taken as f64 / seconds / 1e6;
    println!("{} MiB became {} MiB, {speed:.0} MB/s", taken / MIB, given / MIB);
    if let Some(resident) = most_resident() {
        println!("most memory resident at any time: {resident}");
    }
    ExitCode::SUCCESS
}

/// The most memory that this process has had resident, where Linux tells.
fn most_resident() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.trim_start_matches("VmHWM:").trim().to_owned())
}
