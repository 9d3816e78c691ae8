//! A record that becomes an event does not allocate, with the key-values that records usually have. A process of its own,
//! for the allocator that counts.
#![expect(unsafe_code, reason = "an allocator is unsafe to write")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use log::info;
use tracing_core::field::{Field, Visit};
use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Dispatch, Event, Metadata, Subscriber, dispatcher};
use tracing_log::LogTracer;

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
    static SEEN: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: it hands everything on to the system's allocator, which keeps what the trait asks for.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        // SAFETY: by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: by the caller.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Counts the fields of events.
struct Look;

impl Visit for Look {
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {
        SEEN.set(SEEN.get() + 1);
    }
}

impl Subscriber for Look {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Look);
    }
}

#[test]
fn records_with_a_few_key_values_do_not_allocate() {
    let tracer = LogTracer::new();
    log::set_max_level(log::LevelFilter::Trace);
    dispatcher::with_default(&Dispatch::new(Look), || {
        let records = || {
            info!(logger: tracer, "plain {}", 7);
            info!(logger: tracer, id = 7, name = "name"; "two");
            info!(logger: tracer, id = 7, name = "name", yes = true, half = 0.5; "four");
        };
        records();
        let (seen, count) = (SEEN.get(), COUNT.get());
        records();
        assert_eq!((SEEN.get() - seen, COUNT.get() - count), (3 * 5 + 6, 0));
    });
}
