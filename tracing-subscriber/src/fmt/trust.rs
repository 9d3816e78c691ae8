//! Which callsites have plain names, so that these are not looked at again for each event. Called by the formats.

use core::{cell::Cell, ptr};

use tracing_core::Metadata;

use super::escape::is_plain;

/// How many callsites each thread remembers; a power of two.
const PLACES: usize = 64;

thread_local! {
    /// Addresses of metadata whose names are printable ASCII. Metadata is never freed, so an address stays the same one.
    static PLAIN: [Cell<usize>; PLACES] = const { [const { Cell::new(0) }; PLACES] };
}

/// Whether target, name, file and the names of all fields are printable ASCII.
#[inline]
pub(crate) fn is_trusted(metadata: &'static Metadata<'static>) -> bool {
    let address = ptr::from_ref(metadata).addr();
    // Metadata is of more than 64 bytes.
    let place = (address >> 6) % PLACES;
    PLAIN.try_with(|plain| plain[place].get() == address || learn(metadata, &plain[place])).unwrap_or(false)
}

#[cold]
fn learn(metadata: &'static Metadata<'static>, place: &Cell<usize>) -> bool {
    let is_plain = |text: &str| is_plain(text.as_bytes());
    let trusted = is_plain(metadata.target())
        && is_plain(metadata.name())
        && metadata.file().is_none_or(is_plain)
        && metadata.fields().iter().all(|field| is_plain(field.name()));
    if trusted {
        place.set(ptr::from_ref(metadata).addr());
    }
    trusted
}
