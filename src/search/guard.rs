//! The engine panics on some damaged indexes: here that is an error as any other, which says how to mend it.
use crate::error::{Error, Result, panic_message};
use std::path::Path;

/// Beginning of the names of the threads that read the index. A panic on one of them becomes an error.
pub const SEARCH_THREAD: &str = "gazette-search";

/// As the first thread of a program has, on which this ran before.
const STACK_BYTES: usize = 8 << 20;

/// Does some work with the index on a thread of its own, and turns its panic into an error.
pub(super) fn guarded<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name(SEARCH_THREAD.to_string())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work)
            .map_err(|error| Error::io("read", Path::new("index"), error))?;
        thread.join().unwrap_or_else(|panic| {
            Err(Error::Index {
                detail: format!("it is damaged: {}", panic_message(panic.as_ref())),
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_an_error_stays_what_it_is() {
        assert_eq!(guarded(|| Ok(7)).unwrap(), 7);
        let interrupted = guarded(|| Err::<(), _>(Error::Interrupted));
        assert_eq!(interrupted.unwrap_err().code(), "interrupted");
        let bytes = [0_u8; 3];
        let panicked = guarded(|| Ok(bytes[..std::hint::black_box(9)].len())).unwrap_err();
        assert_eq!(panicked.code(), "index");
        assert!(panicked.to_string().contains("out of range"), "{panicked}");
    }
}
