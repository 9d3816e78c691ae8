//! Counts the allocations of one operation of every scenario, after a warm-up. Prints lines of scenario, implementation,
//! allocations and bytes. The whole of the programs `allocations` and `peer-allocations`, which `bench` starts.

#![expect(unsafe_code, reason = "a global allocator that counts")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    time::Duration,
};

use crate::{Bench, Operation, Pair};

/// The system's allocator, which counts what each thread asks for.
#[derive(Debug)]
pub struct Counting;

thread_local! {
    static COUNT: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
}

fn count(bytes: usize) {
    COUNT.with(|count| {
        let (allocations, total) = count.get();
        count.set((allocations + 1, total + bytes as u64));
    });
}

// SAFETY: every call goes to the system's allocator unchanged; counting allocates nothing and never unwinds, for the cell
// is built at compile time and has no destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Prints the table; the program must have [`Counting`] as its allocator.
pub fn main(pairs: &[Pair]) {
    const WARM: u64 = 1000;
    const COUNTED: u64 = 1000;
    let wanted: Option<String> = std::env::args().nth(1);
    for (scenario, implementation) in pairs {
        if scenario.is_threaded() || wanted.as_ref().is_some_and(|wanted| !scenario.name.contains(wanted)) {
            continue;
        }
        // Parsing is slow and has no steady state.
        let scale = if scenario.name.contains("/parse") { 100 } else { 1 };
        let mut measure = |operation: &mut Operation<'_>| {
            let _: Duration = operation(WARM / scale);
            let before = COUNT.get();
            operation(COUNTED / scale);
            let after = COUNT.get();
            let operations = (COUNTED / scale * scenario.batch) as f64;
            let (allocations, bytes) = ((after.0 - before.0) as f64, (after.1 - before.1) as f64);
            println!("{}\t{implementation}\t{}\t{}", scenario.name, allocations / operations, bytes / operations);
        };
        (scenario.run)(&mut Bench::new(&mut measure));
    }
}
