//! The buffers of each thread: one for the line that is being written, one for short errands. Called by the layer and
//! by everything that writes text.
//!
//! A value whose `Debug` logs finds them in use and gets a buffer of its own. Where a thread is so far gone that it has no
//! places any more, each use has a new buffer.

use core::{
    cell::{Cell, RefCell},
    ops::{Deref, DerefMut},
};

/// A buffer that grew larger than this is given back to the allocator.
const KEEP: usize = 64 * 1024;

thread_local! {
    static LINE: RefCell<String> = const { RefCell::new(String::new()) };
    static SCRATCH: Cell<String> = const { Cell::new(String::new()) };
    static DELIVERING: Cell<bool> = const { Cell::new(false) };
}

/// Calls `f` with an empty buffer for a line.
// The buffer is used where it lies. 2026-11: to take it out and put it back took a tenth of the instructions of an event.
#[inline]
pub(crate) fn with_line(mut f: impl FnMut(&mut String)) {
    let is_done = LINE.try_with(
        #[inline(always)]
        |line| {
            let Ok(mut line) = line.try_borrow_mut() else { return false };
            line.clear();
            f(&mut line);
            if line.capacity() > KEEP {
                *line = String::new();
            }
            true
        },
    );
    if !is_done.unwrap_or(false) {
        with_new_line(&mut f);
    }
}

#[cold]
#[inline(never)]
fn with_new_line(f: &mut dyn FnMut(&mut String)) {
    f(&mut String::new());
}

/// An empty buffer of this thread for a part of a line, given back when it is dropped.
pub(crate) struct Buffer {
    text: String,
}

/// The buffer for a part of a line.
#[inline]
pub(crate) fn scratch() -> Buffer {
    Buffer { text: SCRATCH.try_with(Cell::take).unwrap_or_default() }
}

impl Drop for Buffer {
    #[inline]
    fn drop(&mut self) {
        if self.text.capacity() <= KEEP {
            let mut text = core::mem::take(&mut self.text);
            text.clear();
            // What a nested use left there is smaller, or as good.
            let _ = SCRATCH.try_with(|place| place.set(text));
        }
    }
}

impl Deref for Buffer {
    type Target = String;

    #[inline]
    fn deref(&self) -> &String {
        &self.text
    }
}

impl DerefMut for Buffer {
    #[inline]
    fn deref_mut(&mut self) -> &mut String {
        &mut self.text
    }
}

/// Says that this thread is handing a line to a writer, until it is dropped.
pub(crate) struct Delivery(());

impl Delivery {
    /// `None` if the thread is doing so already: the writer itself logs. To go on would lock its mutex twice, or never end.
    #[inline]
    pub(crate) fn begin() -> Option<Self> {
        let busy = DELIVERING.try_with(|busy| busy.replace(true)).unwrap_or(false);
        (!busy).then_some(Self(()))
    }
}

impl Drop for Delivery {
    #[inline]
    fn drop(&mut self) {
        let _ = DELIVERING.try_with(|busy| busy.set(false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_use_gets_a_buffer_of_its_own() {
        with_line(|outer| {
            outer.push_str("outer");
            with_line(|inner| {
                assert_eq!(inner, "");
                inner.push_str("inner");
            });
            assert_eq!(outer, "outer");
        });
        let mut outer = scratch();
        outer.push_str("outer");
        assert_eq!(&**scratch(), "");
        assert_eq!(&**outer, "outer");
    }

    #[test]
    fn the_same_memory_is_used_again() {
        let address = |use_line: &dyn Fn(&mut String)| {
            let mut address = core::ptr::null();
            with_line(|line| {
                use_line(line);
                address = line.as_ptr();
            });
            address
        };
        let first = address(&|line| line.push_str("some text"));
        assert_eq!(address(&|line| assert!(line.is_empty())), first);
        let first = {
            let mut first = scratch();
            first.push_str("some text");
            first.as_ptr()
        };
        let second = scratch();
        assert!(second.is_empty());
        assert_eq!(second.as_ptr(), first);
    }

    #[test]
    fn a_huge_buffer_is_not_kept() {
        with_line(|huge| huge.push_str(&"x".repeat(KEEP + 1)));
        with_line(|line| assert!(line.capacity() <= KEEP));
        scratch().push_str(&"x".repeat(KEEP + 1));
        assert!(scratch().capacity() <= KEEP);
    }

    #[test]
    fn a_panic_leaves_the_buffer_for_the_next_line() {
        let panics = std::panic::catch_unwind(|| with_line(|_| panic!("a format panics")));
        assert!(panics.is_err());
        let address = || {
            let mut address = core::ptr::null();
            with_line(|line| {
                line.push('x');
                address = line.as_ptr();
            });
            address
        };
        assert_eq!(address(), address());
    }

    #[test]
    fn a_writer_that_logs_is_noticed() {
        let first = Delivery::begin();
        assert!(first.is_some());
        assert!(Delivery::begin().is_none());
        drop(first);
        assert!(Delivery::begin().is_some());
    }
}
