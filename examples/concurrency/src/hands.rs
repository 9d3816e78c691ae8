//! Spans that go from hand to hand among very many threads, all alive at once. Run by `bin/many_threads.rs` and by a test.
//!
//! Each thread waits for spans. When it is handed one it makes two in it, of which it hands one on, and after a few hands the
//! span is closed wherever it is. So nearly every span is closed by another thread than made it.
#![expect(unsafe_code, reason = "a call of the C library")]

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use tracing::span::{Attributes, Id};
use tracing::{Dispatch, Span, Subscriber, info_span};
use tracing_subscriber::layer::Context;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

/// What became of the spans, and of the memory.
#[derive(Clone, Debug)]
pub struct Account {
    /// How many threads were alive at once.
    pub threads: usize,
    /// How many of them made spans.
    pub took_part: usize,
    /// How many spans a layer saw being made.
    pub made: u64,
    /// How many it saw close.
    pub closed: u64,
    /// How many spans were open at once, at most.
    pub peak: u64,
    /// How many are open according to the registry.
    pub left: usize,
    /// How many places for spans there ever were, and how many of them have had their memory given back.
    pub places: (usize, usize),
    /// Kilobytes in use before there were spans, and after as many threads had ended.
    pub resident_before: Option<usize>,
    /// Kilobytes in use while all threads were alive.
    pub resident_between: Option<usize>,
    /// Kilobytes in use after the last thread had ended.
    pub resident_after: Option<usize>,
}

/// Counts the spans that it is told of.
#[derive(Clone, Debug, Default)]
struct Count(Arc<Counted>);

#[derive(Debug, Default)]
struct Counted {
    made: AtomicU64,
    closed: AtomicU64,
    peak: AtomicU64,
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Count {
    fn on_new_span(&self, _: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let made = self.0.made.fetch_add(1, Ordering::Relaxed) + 1;
        self.0.peak.fetch_max(made.saturating_sub(self.0.closed.load(Ordering::Relaxed)), Ordering::Relaxed);
    }

    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        // One whose data is gone, or is another's, does not count.
        if ctx.span(&id).is_some_and(|span| span.field("note").is_some()) {
            self.0.closed.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What one thread sends to another; without it, the thread that gets it ends.
type Handed = Option<(Span, u32)>;

/// As many threads as this are at work at a time; the others wait until they are handed something.
const IN_FLIGHT: usize = 64;
/// A span goes through as many hands.
const HANDS: u32 = 8;
/// As many spans are kept by a thread for a while.
const KEPT: usize = 6;

/// Lets threads hand spans to each other for a while. The subscriber becomes the global one.
///
/// Before that they do the same for a moment without a subscriber, so that what the C library keeps of that many threads is
/// not counted as what spans leave behind.
///
/// # Panics
///
/// If one of the threads does, or cannot be made; or if there is a global subscriber.
pub fn run(threads: usize, time: Duration) -> Account {
    among(threads, time / 10);
    let resident_before = resident();
    let count = Count::default();
    tracing_subscriber::registry().with(count.clone()).init();
    let (took_part, resident_between) = among(threads, time);
    let counted = &count.0;
    Account {
        threads,
        took_part,
        made: counted.made.load(Ordering::Relaxed),
        closed: counted.closed.load(Ordering::Relaxed),
        peak: counted.peak.load(Ordering::Relaxed),
        left: Dispatch::default().downcast_ref::<Registry>().map_or(usize::MAX, Registry::open_count),
        places: Registry::private_places(),
        resident_before,
        resident_between,
        resident_after: resident(),
    }
}

/// Lets threads hand spans to each other. How many of them took part, and the memory in use while all were alive.
fn among(threads: usize, time: Duration) -> (usize, Option<usize>) {
    let took_part = Arc::new(AtomicUsize::new(0));
    let is_over = Arc::new(AtomicBool::new(false));
    let (senders, receivers): (Vec<Sender<Handed>>, Vec<_>) = (0..threads).map(|_| mpsc::channel()).unzip();
    let senders = Arc::new(senders);
    let hands: Vec<_> = receivers
        .into_iter()
        .enumerate()
        .map(|(me, received)| {
            let (senders, took_part, is_over) = (senders.clone(), took_part.clone(), is_over.clone());
            let hand = move || {
                if work(me, &senders, &received, &is_over) {
                    took_part.fetch_add(1, Ordering::Relaxed);
                }
            };
            thread::Builder::new().stack_size(64 * 1024).spawn(hand).expect("a thread")
        })
        .collect();
    let until = Instant::now() + time;
    for first in 0..IN_FLIGHT {
        let span = info_span!("first", hops = 0, note = "from the main thread");
        senders[first * threads / IN_FLIGHT % threads].send(Some((span, 0))).expect("the threads wait");
    }
    while Instant::now() < until {
        thread::park_timeout(until.saturating_duration_since(Instant::now()));
    }
    let resident_between = resident();
    is_over.store(true, Ordering::Relaxed);
    for sender in senders.iter() {
        sender.send(None).expect("the threads wait");
    }
    for hand in hands {
        hand.join().expect("no thread panics");
    }
    (took_part.load(Ordering::Relaxed), resident_between)
}

/// What one thread does; tells whether it was handed anything.
fn work(me: usize, senders: &[Sender<Handed>], received: &Receiver<Handed>, is_over: &AtomicBool) -> bool {
    let mut random = me as u64;
    let mut kept = VecDeque::new();
    let mut took_part = false;
    while let Ok(Some((span, hops))) = received.recv() {
        took_part = true;
        let (mine, next) = hand_on(span, hops);
        kept.extend(mine);
        while kept.len() > KEPT {
            kept.pop_front();
        }
        if !is_over.load(Ordering::Relaxed) {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(me as u64 | 1);
            let to = (random >> 33) as usize % senders.len();
            // It may have ended meanwhile; then the span closes here.
            let _ = senders[to].send(Some(next));
        }
    }
    took_part
}

/// Makes spans inside of a span; gives what to keep, and what to hand on with the number of hands that it went through.
fn hand_on(span: Span, hops: u32) -> (Vec<Span>, (Span, u32)) {
    let _inside = span.enter();
    let kept = info_span!("kept", hops, note = "stays for a while");
    kept.record("hops", hops + 1);
    let next = if hops < HANDS {
        (info_span!("handed", hops = hops + 1, note = "goes on"), hops + 1)
    } else {
        (info_span!(parent: None, "first", hops = 0, note = "a new one"), 0)
    };
    (vec![kept, span.clone()], next)
}

/// How many kilobytes of memory the process has in use, where the system tells, without what the C library keeps of what
/// was freed.
fn resident() -> Option<usize> {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        unsafe extern "C" {
            safe fn malloc_trim(keep: usize) -> core::ffi::c_int;
        }
        malloc_trim(0);
    }
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}
