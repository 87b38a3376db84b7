//! Work on many things on all cores, with the results taken one by one in the order of the things.
//!
//! The order makes a run repeatable (which of two files of one name gets the suffix, which of two copies is the
//! second). Workers may run ahead of the one who takes by a fixed window: that bounds the memory.
use crate::error::Result;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many results a worker may run ahead.
const WINDOW_PER_WORKER: usize = 4;

struct State<T> {
    next: usize,
    taken: usize,
    done: BTreeMap<usize, T>,
    failed: bool,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    /// A result was put down: for the one who takes.
    put: Condvar,
    /// A result was taken: for a worker that may not run further ahead.
    taken: Condvar,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake_all(&self) {
        self.put.notify_all();
        self.taken.notify_all();
    }
}

/// A worker that ends, by a panic too, tells those who wait.
struct Farewell<'a, T>(&'a Shared<T>);

impl<T> Drop for Farewell<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().failed = true;
        }
        self.0.wake_all();
    }
}

/// Waits until a condition may have come true.
fn wait<'a, T>(condition: &Condvar, state: MutexGuard<'a, State<T>>) -> MutexGuard<'a, State<T>> {
    condition.wait(state).unwrap_or_else(PoisonError::into_inner)
}

/// Calls `work` for 0 to `count` on several threads, and `take` with each result in that order on the calling
/// thread. When `stop` is set, what has begun is finished and taken; the return value says whether all was done.
///
/// # Errors
/// The first error of `take`; no more work is begun after it.
pub fn in_order<T: Send>(
    count: usize,
    stop: &AtomicBool,
    work: impl Fn(usize) -> T + Sync,
    take: impl FnMut(usize, T) -> Result<()>,
) -> Result<bool> {
    in_order_on(cores(), count, stop, work, take)
}

/// Number of cores.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// As [`in_order`], on so many threads: more than there are cores where the work waits for disks.
///
/// # Errors
/// As [`in_order`].
pub(super) fn in_order_on<T: Send>(
    threads: usize,
    count: usize,
    stop: &AtomicBool,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T) -> Result<()>,
) -> Result<bool> {
    let workers = threads.min(count);
    let shared = Shared {
        state: Mutex::new(State {
            next: 0,
            taken: 0,
            done: BTreeMap::new(),
            failed: false,
        }),
        put: Condvar::new(),
        taken: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| run_worker(&shared, count, workers * WINDOW_PER_WORKER, stop, &work));
        }
        let result = take_all(&shared, count, stop, &mut take);
        if result.is_err() {
            shared.lock().failed = true;
            shared.wake_all();
        }
        result
    })
}

fn run_worker<T>(
    shared: &Shared<T>,
    count: usize,
    window: usize,
    stop: &AtomicBool,
    work: &(impl Fn(usize) -> T + Sync),
) {
    let _farewell = Farewell(shared);
    loop {
        let index = {
            let mut state = shared.lock();
            while state.next < count && state.next - state.taken >= window && !state.failed {
                state = wait(&shared.taken, state);
            }
            if state.next >= count || state.failed || stop.load(Ordering::SeqCst) {
                return;
            }
            state.next += 1;
            state.next - 1
        };
        let result = work(index);
        shared.lock().done.insert(index, result);
        shared.put.notify_one();
    }
}

fn take_all<T>(
    shared: &Shared<T>,
    count: usize,
    stop: &AtomicBool,
    take: &mut impl FnMut(usize, T) -> Result<()>,
) -> Result<bool> {
    loop {
        let (index, result) = {
            let mut state = shared.lock();
            loop {
                let index = state.taken;
                if index >= count {
                    return Ok(true);
                }
                if let Some(result) = state.done.remove(&index) {
                    break (index, result);
                }
                // Nothing is under way and nothing will be begun. Both are read under the lock under which
                // workers begin, and the flag is never taken back.
                let is_over = state.next == index && stop.load(Ordering::SeqCst);
                if is_over || state.failed {
                    return Ok(false);
                }
                state = wait(&shared.put, state);
            }
        };
        take(index, result)?;
        shared.lock().taken += 1;
        // One place is free: one worker may go on.
        shared.taken.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use std::sync::atomic::AtomicUsize;
    use std::time::Duration;

    #[test]
    fn results_are_taken_in_order() {
        let mut taken = Vec::new();
        let work = |index: usize| {
            if index.is_multiple_of(7) {
                std::thread::sleep(Duration::from_millis(3));
            }
            index * 2
        };
        let all = in_order(100, &AtomicBool::new(false), work, |index, result| {
            assert_eq!(result, index * 2);
            taken.push(index);
            Ok(())
        });
        assert!(all.unwrap());
        assert_eq!(taken, (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn workers_do_not_run_far_ahead() {
        let begun = AtomicUsize::new(0);
        let cores = std::thread::available_parallelism().unwrap().get();
        let work = |index: usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            index
        };
        in_order(500, &AtomicBool::new(false), work, |index, _| {
            std::thread::sleep(Duration::from_micros(200));
            let ahead = begun.load(Ordering::SeqCst) - index;
            assert!(ahead <= cores * WINDOW_PER_WORKER, "{ahead} ahead");
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn a_stopped_run_takes_what_was_begun() {
        let stop = AtomicBool::new(false);
        let begun = AtomicUsize::new(0);
        let mut taken = 0;
        let work = |index: usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            if index == 20 {
                stop.store(true, Ordering::SeqCst);
            }
        };
        let all = in_order(10_000, &stop, work, |_, ()| {
            taken += 1;
            Ok(())
        });
        assert!(!all.unwrap());
        assert_eq!(taken, begun.load(Ordering::SeqCst));
        assert!(taken < 10_000);
    }

    #[test]
    fn the_first_error_ends_the_run() {
        let result = in_order(
            10_000,
            &AtomicBool::new(false),
            |index| index,
            |index, _| {
                if index == 30 {
                    Err(Error::Interrupted)
                } else {
                    Ok(())
                }
            },
        );
        assert!(matches!(result, Err(Error::Interrupted)));
    }

    #[test]
    fn nothing_to_do_is_done() {
        assert!(in_order(0, &AtomicBool::new(false), |_| (), |_, ()| Ok(())).unwrap());
    }
}
