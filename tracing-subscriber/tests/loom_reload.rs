//! The value behind a `reload::Layer`, read, exchanged and changed by several threads, in every order of their steps.
//!
//! `cd loom && RUSTFLAGS="--cfg loom" cargo test --release`
#![cfg(loom)]
#![allow(dead_code, reason = "the file below has more in it than a model needs")]

use loom::cell::UnsafeCell;
use loom::model::Builder;
use loom::sync::Arc;
use loom::thread;

use cell::{Cell, Refused};

/// What the file below knows as the crate's locks and atomics.
mod sync {
    use loom::sync::atomic::fence;

    pub(crate) use loom::sync::atomic::Ordering;

    /// Loom's does not know constant initial values.
    macro_rules! thread_locals {
        ($($(#[$attribute:meta])* static $name:ident: $ty:ty = const $init:block;)*) => {
            loom::thread_local! { $($(#[$attribute])* static $name: $ty = $init;)* }
        };
    }
    pub(crate) use thread_locals as thread_local;

    loom::lazy_static! {
        static ref NEXT: loom::sync::atomic::AtomicUsize = loom::sync::atomic::AtomicUsize::new(0);
    }

    pub(crate) fn next_number() -> usize {
        NEXT.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn pause(_: usize) {
        loom::thread::yield_now();
    }

    pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(crate) fn new(value: T) -> Self {
            Self(loom::sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> loom::sync::MutexGuard<'_, T> {
            self.0.lock().unwrap()
        }
    }

    /// Loom takes operations of one order for all (`SeqCst`) as `AcqRel`, but knows fences of that order. One between any
    /// two such operations of a thread is what gives them that order.
    fn ordered<T>(order: Ordering, operation: impl FnOnce() -> T) -> T {
        if order == Ordering::SeqCst {
            fence(order);
        }
        operation()
    }

    pub(crate) struct AtomicUsize(loom::sync::atomic::AtomicUsize);

    impl AtomicUsize {
        pub(crate) fn new(value: usize) -> Self {
            Self(loom::sync::atomic::AtomicUsize::new(value))
        }

        pub(crate) fn load(&self, order: Ordering) -> usize {
            ordered(order, || self.0.load(order))
        }

        pub(crate) fn store(&self, value: usize, order: Ordering) {
            ordered(order, || self.0.store(value, order));
        }

        pub(crate) fn fetch_add(&self, value: usize, order: Ordering) -> usize {
            ordered(order, || self.0.fetch_add(value, order))
        }

        pub(crate) fn fetch_sub(&self, value: usize, order: Ordering) -> usize {
            ordered(order, || self.0.fetch_sub(value, order))
        }
    }

    pub(crate) struct AtomicPtr<T>(loom::sync::atomic::AtomicPtr<T>);

    impl<T> AtomicPtr<T> {
        pub(crate) fn new(value: *mut T) -> Self {
            Self(loom::sync::atomic::AtomicPtr::new(value))
        }

        pub(crate) fn load(&self, order: Ordering) -> *mut T {
            ordered(order, || self.0.load(order))
        }

        pub(crate) fn swap(&self, value: *mut T, order: Ordering) -> *mut T {
            ordered(order, || self.0.swap(value, order))
        }
    }
}

#[path = "../src/reload/cell.rs"]
mod cell;

/// A value that nobody may read while somebody else changes or drops it.
struct Value {
    number: UnsafeCell<u32>,
    dropped: std::sync::Arc<std::sync::Mutex<Vec<u32>>>,
}

// SAFETY: that the number is not raced for is what is checked.
unsafe impl Send for Value {}
// SAFETY: as above.
unsafe impl Sync for Value {}

impl Value {
    fn new(number: u32, dropped: &std::sync::Arc<std::sync::Mutex<Vec<u32>>>) -> Self {
        Self { number: UnsafeCell::new(number), dropped: dropped.clone() }
    }

    fn get(&self) -> u32 {
        // SAFETY: loom finds it out if somebody writes meanwhile.
        self.number.with(|number| unsafe { *number })
    }

    fn set(&self, to: u32) {
        // SAFETY: as above.
        self.number.with_mut(|number| unsafe { *number = to });
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        let number = self.get();
        // A write, so that it is a race if somebody reads.
        self.set(u32::MAX);
        self.dropped.lock().unwrap().push(number);
    }
}

/// Runs a model with a cell that holds 1, and gives what was dropped in the end, in no order.
fn model(program: impl Fn(&Arc<Cell<Value>>, &dyn Fn(u32) -> Value) + Sync + Send + 'static, expected: &'static [u32]) {
    let mut builder = Builder::new();
    // Bugs of such protocols show with two or three; without a bound it takes hours.
    builder.preemption_bound = Some(3);
    builder.check(move || {
        let dropped = std::sync::Arc::default();
        let cell = Arc::new(Cell::new(Value::new(1, &dropped)));
        // So that this thread has the first counter of readers, and another thread another.
        assert_eq!(cell.read(Value::get), Some(1));
        program(&cell, &|number| Value::new(number, &dropped));
        drop(cell);
        let mut dropped = std::mem::take(&mut *dropped.lock().unwrap());
        dropped.sort_unstable();
        assert_eq!(dropped, expected, "each value is dropped once");
    });
}

fn is_ok(result: Result<(), Refused>) -> bool {
    result.is_ok()
}

#[test]
fn a_value_that_is_exchanged_outlives_its_readers() {
    let program = |cell: &Arc<Cell<Value>>, value: &dyn Fn(u32) -> Value| {
        let reader = thread::spawn({
            let cell = cell.clone();
            move || [(); 2].map(|()| cell.read(Value::get).unwrap())
        });
        assert!(is_ok(cell.exchange(value(2))));
        assert_eq!(cell.read(Value::get), Some(2), "who exchanged it reads the new one");
        let read = reader.join().unwrap();
        assert!(matches!(read, [1, 1] | [1, 2] | [2, 2]), "{read:?}");
        // Nobody reads any more, so all that is old is dropped with the next change.
        assert!(is_ok(cell.exchange(value(3))));
        assert!(is_ok(cell.change(|value| assert_eq!(value.get(), 3))));
    };
    model(program, &[1, 2, 3]);
}

#[test]
fn nobody_reads_while_a_value_is_changed_in_place() {
    let program = |cell: &Arc<Cell<Value>>, _: &dyn Fn(u32) -> Value| {
        let reader = thread::spawn({
            let cell = cell.clone();
            move || cell.read(Value::get).unwrap()
        });
        assert!(is_ok(cell.change(|value| {
            value.set(7);
            value.set(2);
        })));
        assert_eq!(cell.read(Value::get), Some(2));
        assert!(matches!(reader.join().unwrap(), 1 | 2));
    };
    model(program, &[2]);
}

#[test]
fn a_read_inside_of_a_read_does_not_wait_for_a_change_that_waits_for_it() {
    let program = |cell: &Arc<Cell<Value>>, _: &dyn Fn(u32) -> Value| {
        let reader = thread::spawn({
            let cell = cell.clone();
            move || cell.read(|outer| cell.read(|inner| (outer.get(), inner.get()))).flatten().unwrap()
        });
        assert!(is_ok(cell.change(|value| value.set(2))));
        let (outer, inner) = reader.join().unwrap();
        assert_eq!(outer, inner, "nothing changes under a reader");
    };
    model(program, &[2]);
}

#[test]
fn a_change_and_an_exchange_come_one_after_the_other_while_others_read() {
    let program = |cell: &Arc<Cell<Value>>, value: &dyn Fn(u32) -> Value| {
        let changer = thread::spawn({
            let cell = cell.clone();
            move || assert!(is_ok(cell.change(|value| value.set(value.get() * 10))))
        });
        let reader = thread::spawn({
            let cell = cell.clone();
            move || cell.read(Value::get).unwrap()
        });
        assert!(is_ok(cell.exchange(value(2))));
        assert!(matches!(reader.join().unwrap(), 1 | 2 | 10 | 20));
        changer.join().unwrap();
        let last = cell.read(Value::get).unwrap();
        assert!(matches!(last, 2 | 20), "{last}");
        assert!(is_ok(cell.change(|value| value.set(5))));
    };
    let mut builder = Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(move || {
        let dropped = std::sync::Arc::default();
        let cell = Arc::new(Cell::new(Value::new(1, &dropped)));
        // So that this thread has the first counter of readers, and another thread another.
        assert_eq!(cell.read(Value::get), Some(1));
        program(&cell, &|number| Value::new(number, &dropped));
        drop(cell);
        assert!(matches!(dropped.lock().unwrap()[..], [1 | 10, 5]));
    });
}
