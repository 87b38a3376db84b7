//! Any bytes, read from file to issue.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: gazette_fuzz::watch_for_our_panics(),
    |data: &[u8]| gazette_fuzz::read_whole(data)
);
