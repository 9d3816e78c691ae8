//! Idle memory is kept, for want of a portable way to give it back without its address.

/// The unit in which memory can be discarded; `None` if it cannot.
pub(in super::super) fn page_size() -> Option<usize> {
    None
}

/// Gives nothing back: false, and the pages are as before.
///
/// # Safety
///
/// Can be called at any time; on other systems this has conditions.
#[expect(unsafe_code, reason = "so it is on the systems where it does something")]
pub(in super::super) unsafe fn discard(_: *mut u8, _: usize) -> bool {
    false
}
