//! Work that is shared out over threads which live no longer than it does.
use std::num::NonZero;

/// Number of cores.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does one thing on a thread of its own, where the system has one left, and another meanwhile; a panic goes through.
pub(crate) fn both<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let begun = std::thread::Builder::new().spawn_scoped(scope, &one);
        let other = other();
        let one = match begun {
            Err(_) => one(),
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        };
        (one, other)
    })
}

/// Gives each of some threads one of as many shares of the items, and what they make of them in the order of the items.
/// Where the system has no thread left, the one that calls does the work; a panic goes through to it. The threads bear
/// its name.
pub(crate) fn in_shares<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    let mut shares = items.chunks(items.len().div_ceil(threads.max(1)).max(1));
    let name = std::thread::current().name().map(str::to_string);
    let work = &work;
    std::thread::scope(|scope| {
        let first = shares.next();
        let mut begun = Vec::new();
        for share in shares {
            let mut builder = std::thread::Builder::new();
            if let Some(name) = &name {
                builder = builder.name(name.clone());
            }
            begun.push((share, builder.spawn_scoped(scope, move || work(share))));
        }
        let mut made: Vec<R> = first.map(work).into_iter().collect();
        for (share, thread) in begun {
            made.push(match thread {
                Err(_) => work(share),
                Ok(thread) => thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            });
        }
        made
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_is_worked_on_once_in_its_order() {
        for (count, threads) in [(0, 4), (1, 4), (3, 2), (10, 3), (10, 0), (4, 100)] {
            let items: Vec<usize> = (0..count).collect();
            let shares = in_shares(&items, threads, <[usize]>::to_vec);
            assert_eq!(shares.concat(), items, "{count} on {threads}");
            assert!(shares.len() <= threads.max(1));
        }
    }

    #[test]
    fn two_things_are_done_and_a_panic_of_either_goes_through() {
        assert_eq!(both(|| 1, || 2), (1, 2));
        assert!(std::panic::catch_unwind(|| both(|| panic!("one"), || 2)).is_err());
        assert!(std::panic::catch_unwind(|| both(|| 1, || panic!("other"))).is_err());
    }

    #[test]
    fn a_panic_goes_through_and_names_are_kept() {
        let items = [1, 2, 3];
        let names = in_shares(&items, 3, |_| std::thread::current().name().map(str::to_string));
        assert_eq!(names.first(), names.last());
        let panicking = || in_shares(&items, 3, |share| assert_ne!(share, [3]));
        assert!(std::panic::catch_unwind(panicking).is_err());
    }
}
