//! Memory returns: after a peak of open spans, what they took up goes back to the system. In a process of its own, whose memory
//! is measured.
#![cfg(all(target_os = "linux", feature = "registry"))]
#![expect(unsafe_code, reason = "a call of the C library")]

use std::sync::Mutex;
use std::thread;

use tracing::{Dispatch, Span, dispatcher, info_span};
use tracing_subscriber::Registry;
use tracing_subscriber::registry::LookupSpan;

/// How many kilobytes of memory the process has in use, without what the C library keeps of what was freed.
fn resident() -> usize {
    #[cfg(target_env = "gnu")]
    {
        unsafe extern "C" {
            safe fn malloc_trim(keep: usize) -> core::ffi::c_int;
        }
        malloc_trim(0);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

/// How many spans are open at the highest peak.
const MOST: u64 = 1_000_000;
/// How many are open at the others.
const MANY: u64 = 250_000;

fn open(n: u64) -> Vec<Span> {
    let mut spans = room();
    spans.extend((0..n).map(|n| info_span!("request", n, text = "some text of a usual length")));
    spans
}

/// So much of it that it is a mapping of its own, which does not stay with the allocator.
fn room() -> Vec<Span> {
    Vec::with_capacity(MOST as usize)
}

fn main_thread_closes() {
    let spans = open(MOST);
    drop(spans);
}

fn main_thread_closes_in_no_order() {
    let mut spans = open(MANY);
    let mut random = 1_u64;
    while !spans.is_empty() {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let at = (random >> 33) as usize % spans.len();
        drop(spans.swap_remove(at));
    }
}

fn another_thread_closes() {
    let spans = open(MANY);
    thread::spawn(move || drop(spans)).join().unwrap();
}

fn a_thread_opens_and_ends() {
    let dispatch = Dispatch::default();
    let spans = thread::spawn(move || dispatcher::with_default(&dispatch, || open(MANY))).join().unwrap();
    drop(spans);
}

fn many_threads_at_once() {
    let all = Mutex::new(room());
    let dispatch = Dispatch::default();
    thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| {
                let mut spans = dispatcher::with_default(&dispatch, || open(MANY / 50));
                let half = spans.len() / 2;
                all.lock().unwrap().extend(spans.drain(half..));
            });
        }
    });
    drop(all);
}

#[test]
fn memory_returns_after_a_million_open_spans() {
    let dispatch = Dispatch::new(tracing_subscriber::registry().with_times(true));
    dispatcher::with_default(&dispatch, || {
        let registry = dispatch.downcast_ref::<Registry>().unwrap();
        let stale = info_span!("stale").id().unwrap();
        drop(open(100));
        let mut ids = Vec::with_capacity(50_000);
        let first = resident();
        for (what, peak) in [
            ("one thread", main_thread_closes as fn()),
            ("in no order", main_thread_closes_in_no_order),
            ("closed elsewhere", another_thread_closes),
            ("opened elsewhere", a_thread_opens_and_ends),
            ("many threads", many_threads_at_once),
        ] {
            let before = resident();
            peak();
            let (after, (places, given_back)) = (resident(), Registry::private_places());
            assert!(places as u64 >= MOST, "{what}: the peak was one: {places}");
            let kept = places - given_back;
            assert!(kept < 20_000, "{what}: {kept} places of {places} are kept");
            // The peak had more than half a million kilobytes.
            assert!(after < first + 10_000, "{what}: {first} kB at first, {before} kB before, {after} kB afterwards");
            assert_eq!(registry.open_count(), 0);
            assert!(registry.span(&stale).is_none());
            ids.extend(open(5_000).iter().map(|span| span.id().unwrap().into_u64()));
        }
        // Places that were made anew have given out new ids.
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    });
}
