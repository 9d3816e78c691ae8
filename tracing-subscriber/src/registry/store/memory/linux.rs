//! Idle memory goes back to the kernel, and stays where it is: when it is next looked at, it is there again and zero.
#![expect(unsafe_code, reason = "calls of the C library, which the standard library is linked with on this system")]

use core::ffi::{c_int, c_void};

// 2026-11: declared here, for these two are all there is to be had of a dependency on `libc`.
unsafe extern "C" {
    safe fn getpagesize() -> c_int;
    fn madvise(address: *mut c_void, length: usize, advice: c_int) -> c_int;
}

const MADV_DONTNEED: c_int = 4;
const MADV_FREE: c_int = 8;

/// The unit in which memory can be discarded; `None` if it cannot.
pub(in super::super) fn page_size() -> Option<usize> {
    usize::try_from(getpagesize()).ok().filter(|size| size.is_power_of_two())
}

/// Gives the contents of some pages back. True if they are lost: zero, now or later, unless they are written to. False if they
/// are as before.
///
/// # Safety
///
/// The pages are whole ones, taken by [`take`](super::take), and what is in them may become zero at any time. Others may
/// read them, by atomic loads, and write to what is not zero by atomic exchanges.
pub(in super::super) unsafe fn discard(start: *mut u8, length: usize) -> bool {
    // The kernel takes this advice for private memory alone that no file stands behind. So it is known afterwards what kind of
    // memory the program's allocator gave us: with such memory, to be discarded is to be zero.
    // SAFETY: the caller's promise.
    let is_anonymous = unsafe { madvise(start.cast(), length, MADV_FREE) } == 0;
    if is_anonymous {
        // At once, so that it is not counted as the program's any more. If not, then when the kernel needs it.
        // SAFETY: as above; and no file's contents can appear in place of what is there.
        unsafe { madvise(start.cast(), length, MADV_DONTNEED) };
    }
    is_anonymous
}
