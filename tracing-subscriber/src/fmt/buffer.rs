//! The buffers of each thread: one for the line that is being written, one for short errands. Called by the layer and
//! by everything that writes text.
//!
//! A buffer is taken out of its place while it is used, so a value whose `Debug` logs finds the place empty and gets a
//! buffer of its own. Where a thread is so far gone that it has no places any more, each use has a new buffer.

use core::{
    cell::Cell,
    ops::{Deref, DerefMut},
};
use std::thread::LocalKey;

/// A buffer that grew larger than this is given back to the allocator.
const KEEP: usize = 64 * 1024;

thread_local! {
    static LINE: Cell<String> = const { Cell::new(String::new()) };
    static SCRATCH: Cell<String> = const { Cell::new(String::new()) };
    static DELIVERING: Cell<bool> = const { Cell::new(false) };
}

/// An empty buffer of this thread, given back when it is dropped.
pub(crate) struct Buffer {
    text: String,
    place: &'static LocalKey<Cell<String>>,
}

/// The buffer for a line.
#[inline]
pub(crate) fn line() -> Buffer {
    take(&LINE)
}

/// The buffer for a part of a line.
#[inline]
pub(crate) fn scratch() -> Buffer {
    take(&SCRATCH)
}

#[inline]
fn take(place: &'static LocalKey<Cell<String>>) -> Buffer {
    let text = place.try_with(Cell::take).unwrap_or_default();
    Buffer { text, place }
}

impl Drop for Buffer {
    #[inline]
    fn drop(&mut self) {
        if self.text.capacity() <= KEEP {
            let mut text = core::mem::take(&mut self.text);
            text.clear();
            // What a nested use left there is smaller, or as good.
            let _ = self.place.try_with(|place| place.set(text));
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
        let mut outer = line();
        outer.push_str("outer");
        {
            let mut inner = line();
            assert_eq!(&**inner, "");
            inner.push_str("inner");
        }
        assert_eq!(&**outer, "outer");
    }

    #[test]
    fn the_same_memory_is_used_again() {
        let mut first = line();
        first.push_str("some text");
        let address = first.as_ptr();
        drop(first);
        let second = line();
        assert!(second.is_empty());
        assert_eq!(second.as_ptr(), address);
    }

    #[test]
    fn a_huge_buffer_is_not_kept() {
        let mut huge = line();
        huge.push_str(&"x".repeat(KEEP + 1));
        drop(huge);
        assert!(line().capacity() <= KEEP);
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
