//! A value that many threads read without a lock and that can be exchanged, or changed in place, while they do.
//! Called by `reload`'s layer for each callback, and by its handles.
//!
//! A reader counts itself in, reads, and counts itself out; the counters are spread over cache lines so that threads do
//! not meet. Whoever *exchanges* the value swaps a pointer and frees the old value once each counter has been seen at
//! zero; readers never wait for that. Whoever *changes* it in place closes the gate, waits for the readers to leave, and
//! opens it again; readers that come meanwhile wait.
#![expect(unsafe_code, reason = "readers reach the value through a pointer that writers exchange")]

use core::cell::Cell as LocalCell;
use core::marker::PhantomData;
use core::ptr::{self, NonNull};
use std::sync::RwLock;

use crate::sync::{AtomicPtr, AtomicUsize, Mutex, Ordering, next_number, pause, thread_local};

/// See the module.
pub(super) struct Cell<T> {
    /// From `Box::into_raw`; never null.
    value: AtomicPtr<T>,
    /// The [`token`] of the thread that changes the value in place, or 0.
    gate: AtomicUsize,
    readers: [Counter; LINES],
    writer: Mutex<Writer<T>>,
    /// Shared as by a lock of readers and writers.
    _value: PhantomData<RwLock<T>>,
}

/// What only the holder of the writers' lock touches.
struct Writer<T> {
    /// Values that were exchanged while somebody was still reading them.
    retired: Vec<NonNull<T>>,
    poisoned: bool,
}

// SAFETY: the pointers are owned as a `Box` is; whichever thread frees them, `T` must be `Send`.
unsafe impl<T: Send> Send for Writer<T> {}

/// Few in a model, for each is a step of its own there.
const LINES: usize = if cfg!(loom) { 2 } else { 8 };
/// How often who exchanges a value looks whether it can be freed at once.
const PATIENCE: usize = if cfg!(loom) { 1 } else { 100 };

/// One counter per cache line; two on the processors that fetch lines in pairs.
#[repr(align(128))]
struct Counter(AtomicUsize);

/// Why a value could not be changed in place.
pub(super) enum Refused {
    /// This thread is reading or changing it, further up the stack.
    Busy,
    /// An earlier change panicked half-way.
    Poisoned,
}

/// A read that is under way on this thread. Lives on the stack.
struct Frame {
    cell: *const (),
    outer: *const Frame,
}

thread_local! {
    /// The innermost read of this thread.
    static FRAMES: LocalCell<*const Frame> = const { LocalCell::new(ptr::null()) };
    /// The number of this thread's counter, or `LINES` while it has none.
    static LINE: LocalCell<usize> = const { LocalCell::new(LINES) };
}

/// Tells this thread from all others that live.
fn token() -> usize {
    LINE.with(|line| ptr::from_ref(line).addr())
}

#[inline]
fn line() -> usize {
    let line = LINE.with(LocalCell::get);
    if line < LINES { line } else { choose_line() }
}

#[cold]
fn choose_line() -> usize {
    let line = next_number() % LINES;
    LINE.with(|own| own.set(line));
    line
}

impl<T> Cell<T> {
    pub(super) fn new(value: T) -> Self {
        Self {
            value: AtomicPtr::new(Box::into_raw(Box::new(value))),
            gate: AtomicUsize::new(0),
            readers: core::array::from_fn(|_| Counter(AtomicUsize::new(0))),
            writer: Mutex::new(Writer { retired: Vec::new(), poisoned: false }),
            _value: PhantomData,
        }
    }

    /// Reads the value. `None` if this very thread is changing it.
    #[inline]
    pub(super) fn read<R>(&self, f: impl FnOnce(&T) -> R) -> Option<R> {
        let counter = &self.readers[line()].0;
        // SeqCst, here and at the gate: either this thread sees the gate closed, or who closed it sees the count.
        counter.fetch_add(1, Ordering::SeqCst);
        if self.gate.load(Ordering::SeqCst) != 0 && !self.wait_at_gate(counter) {
            return None;
        }
        let _counted = Counted(counter);
        let frame = Frame { cell: ptr::from_ref(self).cast(), outer: FRAMES.with(LocalCell::get) };
        let _read = Read::begin(&frame);
        // SeqCst: comes after the count in the order of all such operations, so that who exchanged the value and then
        // saw the count at zero knows that this load gives the new one.
        let value = self.value.load(Ordering::SeqCst);
        // SAFETY: the pointer came from a box. It is freed only by one who took it out of `value` and then saw each
        // counter at zero, and changed in place only by one who closed the gate and then saw each counter at zero;
        // this thread's counter is not zero until `_counted` is dropped.
        Some(f(unsafe { &*value }))
    }

    /// Returns whether the reader may go on, counted in.
    #[cold]
    fn wait_at_gate(&self, counter: &AtomicUsize) -> bool {
        // Who is reading already holds up the change itself, and would wait for good.
        if self.is_read_here() {
            return true;
        }
        loop {
            counter.fetch_sub(1, Ordering::Release);
            if self.gate.load(Ordering::Relaxed) == token() {
                return false;
            }
            drop(self.writer.lock());
            counter.fetch_add(1, Ordering::SeqCst);
            if self.gate.load(Ordering::SeqCst) == 0 {
                return true;
            }
        }
    }

    /// Whether this thread is inside of `read`.
    fn is_read_here(&self) -> bool {
        let mut frame = FRAMES.with(LocalCell::get);
        while !frame.is_null() {
            // SAFETY: a frame is taken off the list before the call of `read` whose stack it is on returns or unwinds,
            // and only this thread reaches the list.
            let Frame { cell, outer } = unsafe { &*frame };
            if ptr::eq(*cell, ptr::from_ref(self).cast()) {
                return true;
            }
            frame = *outer;
        }
        false
    }

    /// Whether this thread is inside of `change`.
    fn is_changed_here(&self) -> bool {
        // Relaxed: only this thread writes its own token.
        self.gate.load(Ordering::Relaxed) == token()
    }

    /// Exchanges the value. Nobody waits for readers: if there are any, the old value is freed later.
    pub(super) fn exchange(&self, value: T) -> Result<(), Refused> {
        if self.is_changed_here() {
            return Err(Refused::Busy);
        }
        let mut writer = self.writer.lock();
        // SeqCst: pairs with the load in `read`.
        let old = self.value.swap(Box::into_raw(Box::new(value)), Ordering::SeqCst);
        writer.retired.extend(NonNull::new(old));
        writer.poisoned = false;
        let mut free = Vec::new();
        // A moment's patience, so that in the common case the old value is dropped before this returns.
        for attempt in 0..if self.is_read_here() { 1 } else { PATIENCE } {
            if self.is_unread() {
                free = core::mem::take(&mut writer.retired);
                break;
            }
            pause(attempt);
        }
        // The values may log as they are dropped, or call in here again.
        drop(writer);
        for old in free {
            // SAFETY: it came from a box and was taken out of `value`, and since then each counter has been at zero.
            drop(unsafe { Box::from_raw(old.as_ptr()) });
        }
        Ok(())
    }

    /// Changes the value in place, once nobody reads it.
    pub(super) fn change(&self, f: impl FnOnce(&mut T)) -> Result<(), Refused> {
        if self.is_changed_here() || self.is_read_here() {
            return Err(Refused::Busy);
        }
        let mut writer = self.writer.lock();
        if writer.poisoned {
            return Err(Refused::Poisoned);
        }
        writer.poisoned = true;
        // SeqCst: see `read`.
        self.gate.store(token(), Ordering::SeqCst);
        let gate = Gate(&self.gate);
        for attempt in 0.. {
            if self.is_unread() {
                break;
            }
            pause(attempt);
        }
        // SAFETY: the gate is closed and each counter has been at zero since, so no reader is in and none comes in;
        // the lock keeps other writers out.
        f(unsafe { &mut *self.value.load(Ordering::Relaxed) });
        drop(gate);
        writer.poisoned = false;
        Ok(())
    }

    /// Whether each counter is at zero, one after the other.
    fn is_unread(&self) -> bool {
        // SeqCst: pairs with the counting-in in `read`; as an Acquire, with the Release of the counting-out.
        self.readers.iter().all(|counter| counter.0.load(Ordering::SeqCst) == 0)
    }

    pub(super) fn is_poisoned(&self) -> bool {
        !self.is_changed_here() && self.writer.lock().poisoned
    }
}

impl<T> Drop for Cell<T> {
    fn drop(&mut self) {
        let retired = core::mem::take(&mut self.writer.lock().retired);
        // Relaxed: nobody else has the cell.
        let value = self.value.load(Ordering::Relaxed);
        for old in retired.into_iter().map(NonNull::as_ptr).chain([value]) {
            // SAFETY: it came from a box, and nobody reads any more, since readers borrow the cell.
            drop(unsafe { Box::from_raw(old) });
        }
    }
}

/// Counts a reader out, also if it panics.
struct Counted<'a>(&'a AtomicUsize);

impl Drop for Counted<'_> {
    #[inline]
    fn drop(&mut self) {
        // Release: what was read happened before a writer sees the count at zero.
        self.0.fetch_sub(1, Ordering::Release);
    }
}

/// Keeps a frame on this thread's list.
struct Read<'a>(&'a Frame);

impl<'a> Read<'a> {
    #[inline]
    fn begin(frame: &'a Frame) -> Self {
        FRAMES.with(|innermost| innermost.set(frame));
        Self(frame)
    }
}

impl Drop for Read<'_> {
    #[inline]
    fn drop(&mut self) {
        FRAMES.with(|innermost| innermost.set(self.0.outer));
    }
}

/// Opens the gate, also if the change panics.
struct Gate<'a>(&'a AtomicUsize);

impl Drop for Gate<'_> {
    fn drop(&mut self) {
        // SeqCst, as a Release: a reader that sees the gate open sees what was changed.
        self.0.store(0, Ordering::SeqCst);
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use super::*;

    struct Alive(Arc<AtomicBool>, u64, u64);

    impl Drop for Alive {
        fn drop(&mut self) {
            assert!(self.0.swap(false, Ordering::SeqCst), "dropped twice");
        }
    }

    fn value(n: u64) -> Alive {
        Alive(Arc::new(AtomicBool::new(true)), n, n)
    }

    #[test]
    fn readers_never_see_a_value_that_is_gone_or_half_changed() {
        let cell = Arc::new(Cell::new(value(0)));
        let rounds = if cfg!(miri) { 20 } else { 2000 };
        let stop = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..3)
            .map(|_| {
                let (cell, stop) = (cell.clone(), stop.clone());
                thread::spawn(move || {
                    let mut last = 0;
                    while !stop.load(Ordering::Relaxed) {
                        last = cell
                            .read(|value| {
                                assert!(value.0.load(Ordering::SeqCst));
                                assert_eq!(value.1, value.2);
                                assert!(value.1 >= last, "time runs forward");
                                value.1
                            })
                            .unwrap();
                    }
                })
            })
            .collect();
        for n in 1..=rounds {
            if n % 2 == 0 {
                assert!(cell.exchange(value(n)).is_ok());
            } else {
                assert!(cell.change(|value| (value.1, value.2) = (n, n)).is_ok());
            }
        }
        stop.store(true, Ordering::Relaxed);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
        assert_eq!(cell.read(|value| value.1), Some(rounds));
    }

    #[test]
    fn an_old_value_outlives_its_readers() {
        let cell = Cell::new(value(1));
        let alive = cell.read(|value| value.0.clone()).unwrap();
        cell.read(|old| {
            assert!(cell.exchange(value(2)).is_ok());
            assert!(old.0.load(Ordering::SeqCst));
            assert_eq!(cell.read(|new| new.1), Some(2));
        });
        assert!(cell.exchange(value(3)).is_ok());
        assert!(!alive.load(Ordering::SeqCst));
    }

    #[test]
    fn a_change_inside_of_a_read_is_refused_and_a_read_inside_of_a_change_finds_nothing() {
        let cell = Cell::new(1);
        cell.read(|_| assert!(matches!(cell.change(|_| ()), Err(Refused::Busy))));
        assert!(cell.change(|_| assert_eq!(cell.read(|value| *value), None)).is_ok());
        assert!(cell.change(|_| assert!(cell.exchange(2).is_err() && cell.change(|_| ()).is_err())).is_ok());
        assert_eq!(cell.read(|value| *value), Some(1));
    }

    #[test]
    fn a_panic_poisons_changes_until_the_value_is_exchanged() {
        let cell = Cell::new(1);
        let change = std::panic::AssertUnwindSafe(|| cell.change(|_| std::panic::resume_unwind(Box::new(()))));
        assert!(std::panic::catch_unwind(change).is_err());
        assert!(cell.is_poisoned());
        assert!(matches!(cell.change(|_| ()), Err(Refused::Poisoned)));
        assert_eq!(cell.read(|value| *value), Some(1));
        assert!(cell.exchange(2).is_ok());
        assert!(!cell.is_poisoned());
        assert!(cell.change(|value| *value += 1).is_ok());
        assert_eq!(cell.read(|value| *value), Some(3));
    }

    #[test]
    fn a_reader_that_reads_again_does_not_wait_for_a_change_that_waits_for_it() {
        let cell = Arc::new(Cell::new(1));
        let changer = cell
            .read(|_| {
                let other = cell.clone();
                let changer = thread::spawn(move || other.change(|value| *value += 1).is_ok());
                while cell.gate.load(Ordering::Relaxed) == 0 {
                    thread::yield_now();
                }
                assert_eq!(cell.read(|value| *value), Some(1));
                changer
            })
            .unwrap();
        assert!(changer.join().unwrap());
        assert_eq!(cell.read(|value| *value), Some(2));
    }
}
