//! The memory that slots lie in. Called by the slab; `linux.rs` gives back what is idle, `other.rs` keeps it.
#![expect(unsafe_code, reason = "memory from the allocator, in the alignment of pages")]

use std::alloc::{Layout, alloc_zeroed};

#[cfg_attr(all(any(target_os = "linux", target_os = "android"), not(miri)), path = "linux.rs")]
#[cfg_attr(not(all(any(target_os = "linux", target_os = "android"), not(miri))), path = "other.rs")]
mod system;

pub(super) use system::{discard, page_size};

/// The alignment that costs the allocator nothing: it need not write zeros into memory that is new.
const USUAL: usize = 16;

/// Takes memory for ever; all of it is zero, and what is not used takes up no room. `None` if there is none.
///
/// The size is a multiple of the alignment, which is a power of two.
pub(super) fn take(size: usize, align: usize) -> Option<*mut u8> {
    let layout = Layout::from_size_align(size.checked_add(align)?, USUAL).ok()?;
    // SAFETY: the layout's size is not zero.
    let memory = unsafe { alloc_zeroed(layout) };
    if memory.is_null() {
        return None;
    }
    // SAFETY: the offset is at most `align`, which was asked for in addition.
    Some(unsafe { memory.add(memory.align_offset(align)) })
}
