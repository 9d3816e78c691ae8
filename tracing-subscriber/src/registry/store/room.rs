//! Vectors of plain values that begin in room which is there already: beside the slot. Used by the values of spans, so that
//! those of usual spans need no allocator, and go with the slot's memory when that is given back.
#![expect(unsafe_code, reason = "a vector in memory that it may not own")]

use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};
use core::slice;

/// A vector whose first `N` values lie beside the slot, if [there is room](Beside); more are allocated.
pub(super) struct Room<T: Copy, const N: usize> {
    start: NonNull<T>,
    len: u32,
    /// More than `N` if it was allocated.
    capacity: u32,
}

// SAFETY: it owns what is in it, as a `Vec` does; the room beside the slot is its alone.
unsafe impl<T: Copy + Send, const N: usize> Send for Room<T, N> {}
// SAFETY: as above.
unsafe impl<T: Copy + Sync, const N: usize> Sync for Room<T, N> {}

/// Where the first `N` values lie; nowhere for a vector of no slot.
#[derive(Clone, Copy)]
pub(super) struct Beside<T, const N: usize>(Option<NonNull<T>>);

impl<T, const N: usize> Beside<T, N> {
    pub(super) const NOWHERE: Self = Self(None);

    /// # Safety
    ///
    /// From there on is memory for `N` values, for ever, which nothing else uses than one [`Room`] at a time.
    pub(super) const unsafe fn new(start: NonNull<T>) -> Self {
        Self(Some(start))
    }
}

impl<T: Copy, const N: usize> Room<T, N> {
    pub(super) const fn new(beside: Beside<T, N>) -> Self {
        match beside.0 {
            Some(start) => Self { start, len: 0, capacity: N as u32 },
            None => Self { start: NonNull::dangling(), len: 0, capacity: 0 },
        }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity as usize
    }

    #[inline]
    pub(super) fn clear(&mut self) {
        self.len = 0;
    }

    pub(super) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(u32::try_from(len).unwrap_or(u32::MAX));
    }

    /// Adds a value; none, and false, if there are more than can be counted.
    #[inline]
    pub(super) fn push(&mut self, value: T) -> bool {
        if self.len == self.capacity && !self.grow(1) {
            return false;
        }
        // SAFETY: there is room for one more.
        unsafe { self.start.add(self.len as usize).write(value) };
        self.len += 1;
        true
    }

    /// Adds values; none of them, and false, if there are more than can be counted.
    #[inline]
    pub(super) fn extend(&mut self, values: &[T]) -> bool {
        if values.len() > (self.capacity - self.len) as usize && !self.grow(values.len()) {
            return false;
        }
        // SAFETY: `len` is at most the capacity.
        let end = unsafe { self.start.add(self.len as usize) };
        // SAFETY: there is room for as many more, and those are borrowed from elsewhere.
        unsafe { ptr::copy_nonoverlapping(values.as_ptr(), end.as_ptr(), values.len()) };
        // Less than the room that there was.
        self.len += values.len() as u32;
        true
    }

    /// Makes sure that there is room for some more, if there can be.
    #[inline]
    pub(super) fn reserve(&mut self, more: usize) {
        if more > (self.capacity - self.len) as usize {
            self.grow(more);
        }
    }

    /// Takes the values of a range out.
    pub(super) fn remove(&mut self, from: usize, to: usize) {
        self.copy_within(to.., from);
        self.truncate(self.len() - (to - from));
    }

    /// Takes the last value out.
    pub(super) fn pop(&mut self) -> Option<T> {
        let last = self.last().copied();
        self.truncate(self.len().saturating_sub(1));
        last
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, more: usize) -> bool {
        let needed = self.len().saturating_add(more);
        // More than `N`, so that it is known to be allocated.
        let Ok(capacity) = u32::try_from(needed.max(self.capacity().saturating_mul(2)).max(N + 1)) else {
            return false;
        };
        let mut bigger = ManuallyDrop::new(Vec::with_capacity(capacity as usize));
        bigger.extend_from_slice(self);
        let Some(start) = NonNull::new(bigger.as_mut_ptr()) else { return false };
        drop(core::mem::replace(self, Self { start, len: self.len, capacity }));
        true
    }
}

impl<T: Copy, const N: usize> Drop for Room<T, N> {
    #[inline]
    fn drop(&mut self) {
        if self.capacity() > N {
            // SAFETY: it was made by `grow`, of a `Vec` with this capacity.
            drop(unsafe { Vec::from_raw_parts(self.start.as_ptr(), 0, self.capacity()) });
        }
    }
}

impl<T: Copy, const N: usize> Deref for Room<T, N> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        // SAFETY: the first `len` values are written.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.len as usize) }
    }
}

impl<T: Copy, const N: usize> DerefMut for Room<T, N> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as above.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.len as usize) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a `Vec`, with room beside and without.
    #[test]
    fn any_order_of_changes() {
        let mut first = [0_u16; 4];
        // SAFETY: the array outlives the vectors, of which there is one at a time.
        let beside = unsafe { Beside::<u16, 4>::new(NonNull::from(&mut first).cast()) };
        let mut random = 1_u64;
        for turn in 0..200 {
            let mut room = Room::new(if turn % 2 == 0 { beside } else { Beside::NOWHERE });
            let mut model = Vec::new();
            for step in 0..40_u16 {
                random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let at = (random >> 33) as usize % (model.len() + 1);
                match (random >> 50) % 6 {
                    0 | 1 => {
                        room.push(step);
                        model.push(step);
                    }
                    2 => {
                        room.extend(&[step; 3]);
                        model.extend([step; 3]);
                    }
                    3 => assert_eq!(room.pop(), model.pop()),
                    4 => {
                        room.remove(at / 2, at);
                        model.drain(at / 2..at);
                    }
                    _ => {
                        room.truncate(at);
                        model.truncate(at);
                    }
                }
                assert_eq!(&*room, &*model);
            }
        }
    }

    #[test]
    fn more_than_fits_is_allocated_and_given_back() {
        let mut room = Room::<u8, 2>::new(Beside::NOWHERE);
        room.reserve(1000);
        assert!(room.capacity() >= 1000 && room.extend(&[7; 900]));
        room = Room::new(Beside::NOWHERE);
        assert_eq!((room.capacity(), room.len()), (0, 0));
    }
}
