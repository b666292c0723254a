//! The tests of the copy: how long each takes, and which mutants' places it reaches.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A test that takes longer is left to the ordinary test run: every mutant that is missed meets all tests that reach it.
const LONGEST: Duration = Duration::from_secs(30);
/// Memory that a mutant may take, in KiB.
const MEMORY: u32 = 6 << 20;

/// A test.
pub(super) struct Test {
    pub program: PathBuf,
    pub name: String,
    pub time: Duration,
    /// For each mutant, whether it reaches its place.
    reached: Vec<u8>,
    /// How many mutants it has caught.
    caught: AtomicU32,
}

impl Test {
    pub(super) fn reaches(&self, mutant: u32) -> bool {
        self.reached.get(mutant as usize).is_some_and(|&reached| reached != 0)
    }

    /// Takes note of a mutant that it has caught.
    pub(super) fn credit(&self) {
        self.caught.fetch_add(1, Ordering::Relaxed);
    }

    /// What it takes for each mutant that it catches, as far as is known.
    pub(super) fn price(&self) -> Duration {
        self.time / (self.caught.load(Ordering::Relaxed) + 1)
    }
}

/// Runs each test of these programs alone.
pub(super) fn record(programs: &[PathBuf], folder: &Path, scratch: &Path) -> Result<Vec<Test>> {
    let mut tests = Vec::new();
    let reached = scratch.join("reached");
    for program in programs {
        let listed = Command::new(program)
            .args(["--list", "--format=terse"])
            .current_dir(folder)
            .stderr(Stdio::null())
            .output()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let listed = String::from_utf8(listed.stdout)?;
        let ignored = Command::new(program)
            .args(["--list", "--format=terse", "--ignored"])
            .current_dir(folder)
            .stderr(Stdio::null())
            .output()?;
        let ignored = String::from_utf8(ignored.stdout)?;
        for line in listed.lines().filter(|line| !ignored.lines().any(|other| other == *line)) {
            let Some(name) = line.strip_suffix(": test") else { continue };
            let _ = fs::remove_file(&reached);
            let start = Instant::now();
            let mut command = command(program, folder, &[name]);
            command.env("XTASK_MUTANT", "record").env("XTASK_REACHED", &reached);
            match run(&mut command, LONGEST)? {
                End::Passed => {}
                End::TimedOut => {
                    eprintln!("left out, longer than {LONGEST:?}: {name}");
                    continue;
                }
                End::Failed(message) => {
                    // It expects a panic and catches it; the first panic ends a mutant's tests.
                    eprintln!("left out, fails where a panic ends the process: {name}: {message}");
                    continue;
                }
            }
            let time = start.elapsed();
            // A test that asks no switch writes nothing.
            let Ok(reached) = fs::read(&reached) else { continue };
            let (program, name) = (program.clone(), name.to_owned());
            tests.push(Test { program, name, time, reached, caught: AtomicU32::new(0) });
        }
    }
    if tests.is_empty() {
        bail!("no tests");
    }
    Ok(tests)
}

/// How a run of tests ended.
pub(super) enum End {
    Passed,
    Failed(String),
    TimedOut,
}

/// These tests of a program, one after the other.
pub(super) fn command(program: &Path, folder: &Path, names: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {MEMORY} -c 0 2>/dev/null; exec \"$@\""), "sh"])
        .arg(program)
        .args(["--exact", "--test-threads=1", "--quiet"])
        .args(names)
        .current_dir(folder)
        // Few random texts: the tests that count are those that are the same each time.
        .env("PROPTEST_CASES", std::env::var("PROPTEST_CASES").unwrap_or_else(|_| "48".into()))
        .env("PROPTEST_FAILURE_PERSISTENCE", "off")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// Runs it, for so long at most.
pub(super) fn run(command: &mut Command, limit: Duration) -> Result<End> {
    let start = Instant::now();
    let mut child = command.spawn().context("cannot run a test")?;
    // What it says is short, but must not block it.
    let stderr = child.stderr.take();
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(mut stderr) = stderr {
            let _ = std::io::Read::read_to_end(&mut stderr, &mut text);
        }
        String::from_utf8_lossy(&text).into_owned()
    });
    let status = wait(&mut child, start + limit)?;
    let message = reader.join().unwrap_or_default();
    Ok(match status {
        None => End::TimedOut,
        Some(status) if status.success() => End::Passed,
        Some(status) => {
            let line = message.lines().find(|line| line.starts_with("caught by: "));
            End::Failed(line.map_or_else(|| status.to_string(), str::to_owned))
        }
    })
}

fn wait(child: &mut Child, until: Instant) -> Result<Option<std::process::ExitStatus>> {
    let mut pause = Duration::from_micros(500);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= until {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
