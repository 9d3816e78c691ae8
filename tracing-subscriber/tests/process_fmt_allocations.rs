//! In the steady state no event and no span allocates. A process of its own, for the allocator that counts.
#![expect(unsafe_code, reason = "an allocator is unsafe to write")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    fmt, io,
};

use tracing::{Dispatch, info, info_span};
use tracing_subscriber::{fmt as text, prelude::*};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
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

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        // SAFETY: by the caller.
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Point(i32, i32);

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Point").field(&self.0).field(&self.1).finish()
    }
}

fn program(n: u64) {
    let request = info_span!("request", id = n, path = "/index", point = ?Point(1, -1)).entered();
    info!(n, name = "value", big = 1_234_567_890_123_u64, point = ?Point(2, 3), half = 0.5, "plain");
    let inner = info_span!("inner", later = tracing::field::Empty).entered();
    inner.record("later", n);
    info!("formatted {} of {:?}", n, Point(4, 5));
    tracing::warn!(žluť = "kůň", quoted = "say \"hi\"", "non-ASCII");
    drop(inner);
    drop(request);
}

fn counted(subscriber: impl Into<Dispatch>) -> usize {
    tracing::dispatcher::with_default(&subscriber.into(), || {
        for n in 0..100 {
            program(n);
        }
        let before = COUNT.get();
        for n in 0..100 {
            program(n);
        }
        COUNT.get() - before
    })
}

#[test]
fn nothing_allocates_once_it_has_warmed_up() {
    for ansi in [false, true] {
        let builder = || text::fmt().with_ansi(ansi).with_writer(io::sink);
        assert_eq!(counted(builder().finish()), 0, "full, {ansi}");
        assert_eq!(counted(builder().compact().finish()), 0, "compact, {ansi}");
        assert_eq!(counted(builder().pretty().finish()), 0, "pretty, {ansi}");
        assert_eq!(counted(builder().logfmt().finish()), 0, "logfmt, {ansi}");
        let template = "{time} {level:>5} {spans} {message} {fields}".parse().unwrap();
        assert_eq!(counted(builder().template(template).finish()), 0, "template, {ansi}");
    }
    let stack = tracing_subscriber::registry()
        .with(text::layer().with_ansi(true).with_writer(io::sink))
        .with(text::layer().with_ansi(false).with_writer(io::sink));
    assert_eq!(counted(Dispatch::new(stack)), 0, "two layers");
}

#[test]
fn nothing_allocates_with_all_that_can_be_shown() {
    for ansi in [false, true] {
        let builder = || {
            text::fmt()
                .with_ansi(ansi)
                .with_writer(io::sink)
                .with_timer(text::time::uptime())
                .with_span_events(text::format::FmtSpan::FULL)
                .with_thread_ids(true)
                .with_thread_names(true)
                .with_file(true)
                .with_line_number(true)
        };
        assert_eq!(counted(builder().finish()), 0, "full, {ansi}");
        assert_eq!(counted(builder().compact().finish()), 0, "compact, {ansi}");
        assert_eq!(counted(builder().pretty().finish()), 0, "pretty, {ansi}");
        assert_eq!(counted(builder().logfmt().finish()), 0, "logfmt, {ansi}");
    }
}

#[cfg(feature = "json")]
#[test]
fn json_allocates_nothing_once_it_has_warmed_up() {
    for ansi in [false, true] {
        let builder = || text::fmt().with_ansi(ansi).with_writer(io::sink).json();
        assert_eq!(counted(builder().finish()), 0, "json, {ansi}");
        assert_eq!(counted(builder().flatten_event(true).finish()), 0, "json, flat, {ansi}");
        let full = builder().with_span_events(text::format::FmtSpan::FULL).with_thread_ids(true).with_file(true);
        assert_eq!(counted(full.finish()), 0, "json, all of it, {ansi}");
    }
}
