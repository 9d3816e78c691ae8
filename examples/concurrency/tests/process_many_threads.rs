//! Many threads alive at once hand spans to each other: none is lost, and memory returns to where it began. In a process of
//! its own, whose memory is measured; `bin/many_threads.rs` does the same with more threads, and for longer.

use std::time::Duration;

#[test]
fn no_span_is_lost_among_many_threads_and_memory_returns() {
    let account = concurrency::hands::run(2_000, Duration::from_secs(2));
    assert_eq!((account.made, account.left), (account.closed, 0), "{account:?}");
    assert!(account.took_part > 500 && account.peak > 1_000, "{account:?}");
    if let (Some(before), Some(after)) = (account.resident_before, account.resident_after) {
        // Of threads that have ended the C library keeps some stacks and heaps, whoever made them.
        assert!(after < before + 16_000, "{account:?}");
    }
}
