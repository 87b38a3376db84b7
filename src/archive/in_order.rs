//! Work on many things on all cores, with the results taken one by one in the order of the things.
//!
//! The order makes a run repeatable (which of two files of one name gets the suffix, which of two copies is the
//! second). Workers may run ahead of the one who takes by a fixed window: that bounds the memory. Between two steps of
//! the work something may be decided in that order, so that what waits for the disk is done by the workers too.
use crate::error::Result;
use crate::shares::cores;
use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many results a worker may run ahead.
const WINDOW_PER_WORKER: usize = 4;

/// What follows from the first step of the work on a thing.
pub(super) enum Step<B, C> {
    /// The second step, on this.
    Second(B),
    /// Nothing: this is the result.
    Done(C),
}

/// Whoever takes results, on the thread that called. Both are called in the order of the things; things are decided
/// before they are taken, some ahead of it.
pub(super) trait Taker<A, B, C> {
    /// What is to be done with the result of the first step.
    ///
    /// # Errors
    /// End the run.
    fn decide(&mut self, index: usize, result: A) -> Result<Step<B, C>>;

    /// Takes the result.
    ///
    /// # Errors
    /// End the run.
    fn take(&mut self, index: usize, result: C) -> Result<()>;
}

struct State<A, B, C> {
    /// Things begun, decided and taken.
    next: usize,
    decided: usize,
    taken: usize,
    first_done: BTreeMap<usize, A>,
    to_do: VecDeque<(usize, B)>,
    done: BTreeMap<usize, C>,
    failed: bool,
}

struct Shared<A, B, C> {
    state: Mutex<State<A, B, C>>,
    /// A result was put down: for the one who takes.
    put: Condvar,
    /// There may be work, or none any more: for a worker.
    work: Condvar,
}

impl<A, B, C> Shared<A, B, C> {
    fn lock(&self) -> MutexGuard<'_, State<A, B, C>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake_all(&self) {
        self.put.notify_all();
        self.work.notify_all();
    }
}

/// Whoever ends, by a panic too, tells those who wait.
struct Farewell<'a, A, B, C>(&'a Shared<A, B, C>);

impl<A, B, C> Drop for Farewell<'_, A, B, C> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().failed = true;
        }
        self.0.wake_all();
    }
}

/// Waits until a condition may have come true.
fn wait<'a, T>(condition: &Condvar, state: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
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

/// As [`in_order`], on so many threads: more than there are cores where the work waits for disks.
///
/// # Errors
/// As [`in_order`].
pub(super) fn in_order_on<T: Send>(
    threads: usize,
    count: usize,
    stop: &AtomicBool,
    work: impl Fn(usize) -> T + Sync,
    take: impl FnMut(usize, T) -> Result<()>,
) -> Result<bool> {
    let no_second = |_: usize, nothing: Infallible| match nothing {};
    in_two_steps(threads, count, stop, work, no_second, &mut OneStep(take))
}

/// Takes the results of work that has one step.
struct OneStep<F>(F);

impl<T, F: FnMut(usize, T) -> Result<()>> Taker<T, Infallible, T> for OneStep<F> {
    fn decide(&mut self, _index: usize, result: T) -> Result<Step<Infallible, T>> {
        Ok(Step::Done(result))
    }

    fn take(&mut self, index: usize, result: T) -> Result<()> {
        (self.0)(index, result)
    }
}

/// As [`in_order_on`], for work of two steps with a decision in order between them.
///
/// # Errors
/// The first error of the taker; no more work is begun after it.
pub(super) fn in_two_steps<A: Send, B: Send, C: Send>(
    threads: usize,
    count: usize,
    stop: &AtomicBool,
    first: impl Fn(usize) -> A + Sync,
    second: impl Fn(usize, B) -> C + Sync,
    taker: &mut impl Taker<A, B, C>,
) -> Result<bool> {
    let workers = threads.min(count);
    let shared = Shared {
        state: Mutex::new(State {
            next: 0,
            decided: 0,
            taken: 0,
            first_done: BTreeMap::new(),
            to_do: VecDeque::new(),
            done: BTreeMap::new(),
            failed: false,
        }),
        put: Condvar::new(),
        work: Condvar::new(),
    };
    let bounds = Bounds {
        count,
        window: workers * WINDOW_PER_WORKER,
        stop,
    };
    std::thread::scope(|scope| {
        // The scope waits for the workers, after a panic of the taker too.
        let _farewell = Farewell(&shared);
        for _ in 0..workers {
            scope.spawn(|| run_worker(&shared, bounds, &first, &second));
        }
        let result = take_all(&shared, bounds, taker);
        if result.is_err() {
            shared.lock().failed = true;
            shared.wake_all();
        }
        result
    })
}

/// How much is begun.
#[derive(Clone, Copy)]
struct Bounds<'a> {
    count: usize,
    window: usize,
    stop: &'a AtomicBool,
}

enum Job<B> {
    First(usize),
    Second(usize, B),
}

/// The next work; nothing where there will be none.
fn next_job<A, B, C>(shared: &Shared<A, B, C>, bounds: Bounds<'_>) -> Option<Job<B>> {
    let mut state = shared.lock();
    loop {
        if state.failed {
            return None;
        }
        if let Some((index, decided)) = state.to_do.pop_front() {
            return Some(Job::Second(index, decided));
        }
        let may_begin = state.next < bounds.count && !bounds.stop.load(Ordering::SeqCst);
        if may_begin && state.next - state.taken < bounds.window {
            state.next += 1;
            return Some(Job::First(state.next - 1));
        }
        if !may_begin && state.decided == state.next {
            return None;
        }
        state = wait(&shared.work, state);
    }
}

fn run_worker<A, B, C>(
    shared: &Shared<A, B, C>,
    bounds: Bounds<'_>,
    first: &(impl Fn(usize) -> A + Sync),
    second: &(impl Fn(usize, B) -> C + Sync),
) {
    let _farewell = Farewell(shared);
    while let Some(job) = next_job(shared, bounds) {
        match job {
            Job::First(index) => {
                let result = first(index);
                shared.lock().first_done.insert(index, result);
            }
            Job::Second(index, decided) => {
                let result = second(index, decided);
                shared.lock().done.insert(index, result);
            }
        }
        shared.put.notify_one();
    }
}

enum Put<A, C> {
    First(usize, A),
    Last(usize, C),
}

/// The next result; nothing, and whether all was taken, where there will be none.
fn next_result<A, B, C>(
    shared: &Shared<A, B, C>,
    bounds: Bounds<'_>,
) -> std::result::Result<Put<A, C>, bool> {
    let mut state = shared.lock();
    loop {
        let (decided, taken) = (state.decided, state.taken);
        if taken >= bounds.count {
            return Err(true);
        }
        if let Some(result) = state.first_done.remove(&decided) {
            return Ok(Put::First(decided, result));
        }
        if let Some(result) = state.done.remove(&taken) {
            return Ok(Put::Last(taken, result));
        }
        // Nothing is under way and nothing will be begun. Both are read under the lock under which workers begin, and
        // the flag is never taken back.
        let is_over = state.next == taken && bounds.stop.load(Ordering::SeqCst);
        if is_over || state.failed {
            return Err(false);
        }
        state = wait(&shared.put, state);
    }
}

fn take_all<A, B, C>(
    shared: &Shared<A, B, C>,
    bounds: Bounds<'_>,
    taker: &mut impl Taker<A, B, C>,
) -> Result<bool> {
    loop {
        match next_result(shared, bounds) {
            Err(is_complete) => return Ok(is_complete),
            Ok(Put::First(index, result)) => {
                let step = taker.decide(index, result)?;
                let mut state = shared.lock();
                state.decided += 1;
                match step {
                    Step::Second(decided) => {
                        state.to_do.push_back((index, decided));
                        shared.work.notify_one();
                    }
                    Step::Done(result) => {
                        state.done.insert(index, result);
                    }
                }
                // Workers that wait for what is decided last may end.
                if state.decided == state.next {
                    shared.work.notify_all();
                }
            }
            Ok(Put::Last(index, result)) => {
                taker.take(index, result)?;
                shared.lock().taken += 1;
                // One place is free: one worker may go on.
                shared.work.notify_one();
            }
        }
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

    /// Numbers, of which those that 3 divides have no second step.
    #[derive(Default)]
    struct Numbers {
        decided: Vec<usize>,
        taken: Vec<(usize, usize)>,
        fails_at: Option<usize>,
    }

    impl Taker<usize, usize, usize> for Numbers {
        fn decide(&mut self, index: usize, result: usize) -> Result<Step<usize, usize>> {
            self.decided.push(index);
            if self.fails_at == Some(index) {
                return Err(Error::Interrupted);
            }
            Ok(if index.is_multiple_of(3) {
                Step::Done(result)
            } else {
                Step::Second(result + 1)
            })
        }

        fn take(&mut self, index: usize, result: usize) -> Result<()> {
            self.taken.push((index, result));
            Ok(())
        }
    }

    fn in_two(numbers: &mut Numbers, count: usize, stop: &AtomicBool, stop_at: usize) -> Result<bool> {
        let first = |index: usize| {
            if index == stop_at {
                stop.store(true, Ordering::SeqCst);
            }
            if index.is_multiple_of(7) {
                std::thread::sleep(Duration::from_millis(1));
            }
            index * 2
        };
        let second = |index: usize, number: usize| {
            if index.is_multiple_of(5) {
                std::thread::sleep(Duration::from_millis(1));
            }
            number * 10
        };
        in_two_steps(4, count, stop, first, second, numbers)
    }

    fn expected(index: usize) -> (usize, usize) {
        let first = index * 2;
        let result = if index.is_multiple_of(3) {
            first
        } else {
            (first + 1) * 10
        };
        (index, result)
    }

    #[test]
    fn things_are_decided_and_taken_in_order() {
        let mut numbers = Numbers::default();
        assert!(in_two(&mut numbers, 300, &AtomicBool::new(false), usize::MAX).unwrap());
        assert_eq!(numbers.decided, (0..300).collect::<Vec<_>>());
        assert_eq!(numbers.taken, (0..300).map(expected).collect::<Vec<_>>());
    }

    #[test]
    fn a_stopped_run_of_two_steps_takes_what_was_begun() {
        let mut numbers = Numbers::default();
        assert!(!in_two(&mut numbers, 10_000, &AtomicBool::new(false), 50).unwrap());
        let count = numbers.taken.len();
        assert!((51..10_000).contains(&count));
        assert_eq!(numbers.taken, (0..count).map(expected).collect::<Vec<_>>());
    }

    #[test]
    fn a_decision_that_fails_ends_the_run() {
        let mut numbers = Numbers {
            fails_at: Some(40),
            ..Numbers::default()
        };
        let ended = in_two(&mut numbers, 10_000, &AtomicBool::new(false), usize::MAX);
        assert!(matches!(ended, Err(Error::Interrupted)));
        assert_eq!(numbers.decided.last(), Some(&40));
        assert!(numbers.taken.len() <= 40);
    }

    #[test]
    fn a_panic_of_the_taker_ends_the_workers() {
        let run = || {
            in_order(
                10_000,
                &AtomicBool::new(false),
                |index| index,
                |index, _| {
                    assert!(index < 30, "a fault");
                    Ok(())
                },
            )
        };
        assert!(std::panic::catch_unwind(run).is_err());
    }

    #[test]
    fn nothing_to_do_is_done() {
        assert!(in_order(0, &AtomicBool::new(false), |_| (), |_, ()| Ok(())).unwrap());
    }
}
