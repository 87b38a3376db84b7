//! Threads on which files are read, one file at a time, each kept for the next file when it is done.
//!
//! A thread has memory of its own from the allocator: one that has read a file reads the next one without asking the
//! system for pages again. A thread that panicked or that is late is not used again.
use super::ingest::READER_THREAD;
use crate::error::{Error, Result, panic_message};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Stack of a thread that reads one file: fonts, forms and outlines nest.
const STACK_BYTES: usize = 64 << 20;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that wait for work: each ends when its sender is dropped.
static IDLE: Mutex<Vec<Sender<Job>>> = Mutex::new(Vec::new());

/// Does some reading on a thread of its own, turns its panic into an error and waits for it only so long.
pub(super) fn guarded<T: Send + 'static>(
    within: Duration,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let (sender, receiver) = channel();
    let job: Job = Box::new(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        // Nobody listens any more to a thread that is late.
        let _ = sender.send(outcome.map_err(|panic| panic_message(panic.as_ref())));
    });
    let thread = begin(job)?;
    match receiver.recv_timeout(within) {
        Ok(Ok(outcome)) => {
            idle().push(thread);
            outcome
        }
        Ok(Err(detail)) => Err(Error::ReaderPanicked { detail }),
        Err(RecvTimeoutError::Timeout) => Err(Error::LimitReached {
            detail: format!("the file was not read within {} seconds", within.as_secs()),
        }),
        Err(RecvTimeoutError::Disconnected) => Err(Error::ReaderPanicked {
            detail: "no message".to_string(),
        }),
    }
}

fn idle() -> MutexGuard<'static, Vec<Sender<Job>>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives work to a thread that waits for some, or to a new one.
fn begin(job: Job) -> Result<Sender<Job>> {
    let waiting = idle().pop();
    let thread = match waiting {
        Some(thread) => thread,
        None => spawn()?,
    };
    thread.send(job).map_err(|_| Error::ReaderPanicked {
        detail: "its thread has ended".to_string(),
    })?;
    Ok(thread)
}

fn spawn() -> Result<Sender<Job>> {
    let (sender, jobs) = channel::<Job>();
    std::thread::Builder::new()
        .name(READER_THREAD.to_string())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            for job in jobs {
                job();
            }
        })
        .map_err(|error| Error::LimitReached {
            detail: format!("the system gives no thread to read the file: {error}"),
        })?;
    Ok(sender)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn files_are_read_after_one_that_panics() {
        assert_eq!(guarded(LONG, || Ok(1)).unwrap(), 1);
        let error = guarded::<()>(LONG, || panic!("a fault")).unwrap_err();
        assert!(matches!(error, Error::ReaderPanicked { detail } if detail == "a fault"));
        assert_eq!(guarded(LONG, || Ok(2)).unwrap(), 2);
    }

    #[test]
    fn a_reader_that_is_late_is_left_behind() {
        let (release, wait) = channel::<()>();
        let (done, finished) = channel();
        let outcome = guarded(Duration::from_millis(20), move || {
            let _ = wait.recv();
            done.send(()).unwrap();
            Ok(())
        });
        let error = outcome.unwrap_err();
        assert_eq!(error.code(), "limit_reached");
        assert!(error.to_string().contains("0 seconds"), "{error}");
        // The thread is still there: it goes on as soon as it can.
        drop(release);
        assert_eq!(finished.recv_timeout(LONG), Ok(()));
    }

    #[test]
    fn a_reader_that_nests_deep_has_the_stack_for_it() {
        fn nest(depth: u32) -> u64 {
            let frame = std::hint::black_box([u64::from(depth); 64]);
            if depth == 0 {
                0
            } else {
                nest(depth - 1) + frame[0].min(1)
            }
        }
        assert_eq!(guarded(LONG, || Ok(nest(20_000))).unwrap(), 20_000);
    }

    #[test]
    fn many_are_read_at_once() {
        let read = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for number in 0..20 {
                let read = &read;
                scope.spawn(move || {
                    assert_eq!(guarded(LONG, move || Ok(number)).unwrap(), number);
                    read.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        assert_eq!(read.load(Ordering::SeqCst), 20);
    }
}
