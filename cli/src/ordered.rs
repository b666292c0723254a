//! Work on several threads whose results come in the order of the jobs.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// How many results a thread may be ahead of the one that is waited for.
const AHEAD: u64 = 4;

/// Draws jobs, works on them, and takes the results in the order of the jobs. With one thread all
/// happens on that of the caller; with more, results are taken there. Ends after the last job, or when
/// `take` says so. At most a few results a thread are held at a time.
pub fn ordered<J, R>(
    threads: usize,
    mut next: impl FnMut() -> Option<J> + Send,
    work: impl Fn(J) -> R + Sync,
    mut take: impl FnMut(R) -> ControlFlow<()>,
) where
    R: Send,
{
    if threads <= 1 {
        while let Some(job) = next() {
            if take(work(job)).is_break() {
                return;
            }
        }
        return;
    }
    let line = Line { state: Mutex::new(State::default()), moved: Condvar::new() };
    let jobs = Mutex::new((0, next));
    let room = AHEAD * threads as u64;
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let guard = Guard(&line);
                loop {
                    let mut jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
                    let (number, next) = &mut *jobs;
                    // The others need not draw either while there is no room.
                    if !line.wait_for_room(*number, room) {
                        break;
                    }
                    let Some(job) = next() else {
                        line.lock().total = Some(*number);
                        break;
                    };
                    let this = *number;
                    *number += 1;
                    drop(jobs);
                    let result = work(job);
                    line.lock().results.insert(this, result);
                    line.moved.notify_all();
                }
                drop(guard);
            });
        }
        let guard = Guard(&line);
        while let Some(result) = line.wait_for_result() {
            if take(result).is_break() {
                line.lock().stopped = true;
                break;
            }
        }
        drop(guard);
    });
}

/// The results on their way.
struct Line<R> {
    state: Mutex<State<R>>,
    moved: Condvar,
}

struct State<R> {
    results: BTreeMap<u64, R>,
    /// How many have been taken.
    taken: u64,
    /// How many jobs there were, once that is known.
    total: Option<u64>,
    /// No more is wanted, or a thread has panicked.
    stopped: bool,
}

impl<R> Default for State<R> {
    fn default() -> State<R> {
        State { results: BTreeMap::new(), taken: 0, total: None, stopped: false }
    }
}

impl<R> Line<R> {
    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room for a result; `false` when no more is wanted.
    fn wait_for_room(&self, number: u64, room: u64) -> bool {
        let state = self.lock();
        let is_full = |state: &mut State<R>| {
            !state.stopped && state.total.is_none() && number >= state.taken + room
        };
        let state = self.moved.wait_while(state, is_full).unwrap_or_else(PoisonError::into_inner);
        !state.stopped && state.total.is_none()
    }

    /// Waits for the next result in order; `None` after the last.
    fn wait_for_result(&self) -> Option<R> {
        let state = self.lock();
        let is_missing = |state: &mut State<R>| {
            !state.stopped
                && state.total.is_none_or(|total| state.taken < total)
                && !state.results.contains_key(&state.taken)
        };
        let mut state =
            self.moved.wait_while(state, is_missing).unwrap_or_else(PoisonError::into_inner);
        let taken = state.taken;
        let result = state.results.remove(&taken)?;
        state.taken += 1;
        drop(state);
        self.moved.notify_all();
        Some(result)
    }
}

/// Wakes the others when a thread ends, and lets them end when it ends by a panic.
struct Guard<'l, R>(&'l Line<R>);

impl<R> Drop for Guard<'_, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.lock().stopped = true;
        }
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order() {
        for threads in [1, 2, 7] {
            for count in [0, 1, 2, 500] {
                let mut jobs = 0..count;
                let mut taken = Vec::new();
                ordered(
                    threads,
                    || jobs.next(),
                    |job: usize| {
                        if job.is_multiple_of(3) {
                            thread::yield_now();
                        }
                        job * 2
                    },
                    |result| {
                        taken.push(result);
                        ControlFlow::Continue(())
                    },
                );
                assert_eq!(taken, (0..count).map(|job| job * 2).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn few_results_wait_and_no_more_is_drawn_than_wanted() {
        for threads in [1, 3] {
            let drawn = AtomicUsize::new(0);
            let next = || Some(drawn.fetch_add(1, Ordering::Relaxed));
            let mut taken = 0;
            ordered(
                threads,
                next,
                |job| job,
                |_| {
                    taken += 1;
                    if taken == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            let most = 10 + (AHEAD as usize + 1) * threads;
            assert!(drawn.into_inner() <= most);
        }
    }

    #[test]
    fn a_panic_does_not_hang() {
        let run = || {
            let mut jobs = 0..100;
            ordered(2, || jobs.next(), |job| assert!(job != 5), |()| ControlFlow::Continue(()));
        };
        assert!(std::panic::catch_unwind(run).is_err());
    }
}
