//! The mutation check: breaks rules and kernels one place at a time, and runs the tests that reach the place.
//!
//! All mutants are compiled into one copy of the library, each behind a switch that the environment
//! throws, so there is one build and not one for each. Every test runs once alone, to learn how long it takes and which
//! places it reaches; then each mutant meets the tests that reach it, until one fails: those first that take the least for
//! each mutant that they have caught.

mod sites;
mod suite;
mod tree;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::sites::Mutant;
use self::suite::{End, Test};
use self::tree::Tree;

/// Mutants that no test can notice, each group behind its reason. A name may end in `*`.
const LISTED: &str = ".ci/equivalent-mutants.txt";

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The K-th of N parts, from 0 on: every N-th mutant.
    #[arg(long, value_name = "K/N", value_parser = part, default_value = "0/1")]
    part: (usize, usize),
    /// Only mutants whose name contains this, or one of several.
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,
    /// Name the mutants, and build and run nothing.
    #[arg(long)]
    list: bool,
    /// Only those that the last run did not catch.
    #[arg(long)]
    again: bool,
    /// A test that each mutant which reaches it meets before all others. May come more than once.
    #[arg(long, value_name = "TEST")]
    first: Vec<String>,
    /// How many to run at the same time; without it, one for each processor.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// No more tests for a mutant after those that take so many seconds together: what is missed then may be
    /// caught by others. Without it, all.
    #[arg(long, value_name = "SECONDS")]
    budget: Option<u64>,
}

fn part(text: &str) -> Result<(usize, usize), String> {
    let (part, parts) = text.split_once('/').ok_or("not of the form K/N")?;
    let read = |text: &str| text.parse::<usize>().map_err(|error| error.to_string());
    match (read(part)?, read(parts)?) {
        (part, parts) if part < parts => Ok((part, parts)),
        _ => Err("K must be less than N".to_owned()),
    }
}

/// What became of a mutant.
enum Outcome {
    /// By this test, or by the end of the process.
    Caught(String),
    TimedOut,
    Missed,
    /// No test comes to its place.
    Unreached,
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Outcome::Caught(_) => "caught",
            Outcome::TimedOut => "timed out",
            Outcome::Missed => "missed",
            Outcome::Unreached => "unreached",
        }
    }
}

pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), Into::into);
    let scratch = std::path::absolute(target)?.join("mutants");
    let mut tree = Tree::copy(root, &scratch)?;
    if options.list {
        tree.mutants().for_each(|mutant| println!("{}", mutant.name));
        return Ok(());
    }
    let found = tree.mutants().count();
    let start = Instant::now();
    let programs = tree.build()?;
    let compiled = tree.mutants().count();
    eprintln!("{found} mutants, of which {compiled} compile; built in {:.0?}", start.elapsed());
    let start = Instant::now();
    let tests = suite::record(&programs, &tree.folder, &scratch)?;
    eprintln!("{} tests ran alone in {:.0?}", tests.len(), start.elapsed());

    let (part, parts) = options.part;
    let file = scratch.join("outcomes.tsv");
    let record = Record::open(&file, options.again)?;
    let chosen: Vec<&Mutant> = tree
        .mutants()
        .filter(|mutant| {
            options.only.is_empty() || options.only.iter().any(|only| mutant.name.contains(only))
        })
        .filter(|mutant| !record.caught.contains(&mutant.name))
        .skip(part)
        .step_by(parts)
        .collect();
    let is_all = chosen.len() == compiled && options.budget.is_none();
    let outcomes = try_all(&chosen, &tests, &tree, options, &record)?;
    println!("all outcomes: {}", file.display());
    report(root, &chosen, &outcomes, is_all)
}

/// The file of outcomes, a line each as they come, and the names of those in it that are caught.
struct Record {
    file: Mutex<File>,
    caught: HashSet<String>,
}

impl Record {
    /// A new file, or with `again` what it has of mutants that were caught.
    fn open(path: &Path, again: bool) -> Result<Self> {
        let before = match fs::read_to_string(path) {
            Ok(text) if again => text,
            Err(error) if again && error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
            _ => String::new(),
        };
        let (mut kept, mut caught) = (String::new(), HashSet::new());
        for line in before.lines() {
            let mut fields = line.split('\t');
            if let (Some("caught" | "timed out"), Some(name)) = (fields.next(), fields.next()) {
                caught.insert(name.to_owned());
                kept += line;
                kept.push('\n');
            }
        }
        let write = || {
            let mut file = File::create(path)?;
            file.write_all(kept.as_bytes())?;
            Ok::<_, std::io::Error>(file)
        };
        let file = write().with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { file: Mutex::new(file), caught })
    }

    fn add(&self, mutant: &Mutant, outcome: &Outcome) -> Result<()> {
        let message = if let Outcome::Caught(message) = outcome { message } else { "" };
        let line = format!("{}\t{}\t{}\t{message}\n", outcome.word(), mutant.name, mutant.line);
        let mut file = self.file.lock().map_err(|_| anyhow::anyhow!("a worker died"))?;
        Ok(file.write_all(line.as_bytes())?)
    }
}

/// Tries these mutants, some at the same time.
fn try_all(
    chosen: &[&Mutant],
    tests: &[Test],
    tree: &Tree,
    options: &Options,
    record: &Record,
) -> Result<Vec<Outcome>> {
    let jobs = match options.jobs {
        Some(jobs) => jobs.max(1),
        None => thread::available_parallelism()?.get(),
    };
    let start = Instant::now();
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::new());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs)
            .map(|_| {
                scope.spawn(|| -> Result<()> {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(mutant) = chosen.get(index) else { return Ok(()) };
                        let outcome = try_one(mutant.id, tests, tree, options)?;
                        if matches!(outcome, Outcome::Missed | Outcome::Unreached) {
                            eprintln!("{}: {} (line {})", outcome.word(), mutant.name, mutant.line);
                        }
                        record.add(mutant, &outcome)?;
                        outcomes
                            .lock()
                            .map_err(|_| anyhow::anyhow!("a worker died"))?
                            .push((index, outcome));
                        if index % 100 == 99 {
                            eprintln!(
                                "{} of {} in {:.0?}",
                                index + 1,
                                chosen.len(),
                                start.elapsed()
                            );
                        }
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.join().map_err(|_| anyhow::anyhow!("a worker died"))??;
        }
        Ok::<(), anyhow::Error>(())
    })?;
    let mut outcomes = outcomes.into_inner().map_err(|_| anyhow::anyhow!("a worker died"))?;
    outcomes.sort_by_key(|&(index, _)| index);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// One mutant and the tests that reach it, the cheapest first. To start a program takes longer than
/// many a test, so they go in groups of a program's, each group some times as long as the one before. No group begins when
/// those before take longer than the budget; the tests that are named to be first do not count.
fn try_one(mutant: u32, tests: &[Test], tree: &Tree, options: &Options) -> Result<Outcome> {
    let budget = options.budget.map_or(Duration::MAX, Duration::from_secs);
    let reaching = tests.iter().filter(|test| test.reaches(mutant));
    let (first, mut rest): (Vec<&Test>, Vec<&Test>) =
        reaching.partition(|test| options.first.contains(&test.name));
    if first.is_empty() && rest.is_empty() {
        return Ok(Outcome::Unreached);
    }
    rest.sort_by_cached_key(|test| test.price());
    for test in first {
        if let Some(outcome) = run_group(mutant, &[test], tree)? {
            return Ok(outcome);
        }
    }
    let (mut spent, mut next) = (Duration::ZERO, Duration::from_millis(100));
    while !rest.is_empty() && spent < budget {
        let mut time = Duration::ZERO;
        let count = rest.iter().take_while(|test| {
            time += test.time;
            time <= next
        });
        let count = count.count().max(1);
        let group: Vec<&Test> = rest.drain(..count).collect();
        if let Some(outcome) = run_group(mutant, &group, tree)? {
            return Ok(outcome);
        }
        spent += group.iter().map(|test| test.time).sum::<Duration>();
        next *= 4;
    }
    Ok(Outcome::Missed)
}

/// Runs these tests, those of a program together. Returns what became of the mutant unless they passed.
fn run_group(mutant: u32, group: &[&Test], tree: &Tree) -> Result<Option<Outcome>> {
    let mut programs: Vec<&Path> = group.iter().map(|test| test.program.as_path()).collect();
    programs.sort_unstable();
    programs.dedup();
    for program in programs {
        let of_program = || group.iter().filter(|test| test.program == program);
        let names: Vec<&str> = of_program().map(|test| test.name.as_str()).collect();
        let usual: Duration = of_program().map(|test| test.time).sum();
        let mut command = suite::command(program, &tree.folder, &names);
        command.env("XTASK_MUTANT", mutant.to_string());
        match suite::run(&mut command, usual * 8 + Duration::from_secs(3))? {
            End::Passed => {}
            End::Failed(message) => {
                let caught_by = |test: &&&Test| {
                    let rest = message.strip_prefix("caught by: ");
                    let rest = rest.and_then(|rest| rest.strip_prefix(test.name.as_str()));
                    rest.is_some_and(|rest| rest.starts_with(": "))
                };
                of_program().find(caught_by).into_iter().for_each(|test| test.credit());
                return Ok(Some(Outcome::Caught(message)));
            }
            End::TimedOut => return Ok(Some(Outcome::TimedOut)),
        }
    }
    Ok(None)
}

/// Says which mutants were missed, and fails when one of these is not listed.
fn report(root: &Path, chosen: &[&Mutant], outcomes: &[Outcome], is_all: bool) -> Result<()> {
    let listed = fs::read_to_string(root.join(LISTED)).context(LISTED)?;
    let listed: Vec<&str> =
        listed.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let mut used = HashSet::new();
    let [mut caught, mut timed_out, mut equivalent] = [0; 3];
    let mut missed = Vec::new();
    for (mutant, outcome) in chosen.iter().zip(outcomes) {
        let word = outcome.word();
        match outcome {
            Outcome::Caught(_) => caught += 1,
            Outcome::TimedOut => timed_out += 1,
            Outcome::Missed | Outcome::Unreached => {
                let line = listed.iter().find(|line| match line.strip_suffix('*') {
                    Some(start) => mutant.name.starts_with(start),
                    None => mutant.name == **line,
                });
                match line {
                    Some(line) => {
                        used.insert(*line);
                        equivalent += 1;
                    }
                    None => missed.push(format!("{word}: {} (line {})", mutant.name, mutant.line)),
                }
            }
        }
    }
    println!(
        "{} mutants: {caught} caught by a failing test, {timed_out} by a test that did not end, \
         {equivalent} missed and listed, {} missed",
        chosen.len(),
        missed.len()
    );
    missed.iter().for_each(|line| println!("{line}"));
    if is_all {
        for line in listed.iter().filter(|line| !used.contains(**line)) {
            println!("listed, but not missed: {line}");
        }
    }
    if !missed.is_empty() {
        bail!("{} mutants are neither caught nor listed in {LISTED}", missed.len());
    }
    Ok(())
}
