//! The names of key-values, for ever: a field's name has to live as long as the program, a key does not. Called by
//! `kv` for each key-value of a record that becomes an event.
//!
//! Found by content, with no lock; kept in a table of fixed size, so that keys which are made up as the program goes
//! cannot fill the memory.

use once_cell::race::OnceBox;

use crate::hash;

/// How many names there can be.
const NAMES_MAX: usize = 2048;
/// How long a name can be.
const NAME_BYTES_MAX: usize = 128;
/// How many places of the table are looked at.
const PROBES_MAX: usize = 32;

/// A list of one name, which is what a `FieldSet` is made of.
type Names = [&'static str; 1];

static NAMES: [OnceBox<Names>; NAMES_MAX] = [const { OnceBox::new() }; NAMES_MAX];

/// The name of all that have none of their own.
static OTHER: Names = ["kv.other"];

/// Finds a name, or keeps it. If it is too long, or if there is no place left, `kv.other` stands in for it.
pub(crate) fn find(name: &str) -> &'static Names {
    if name.len() > NAME_BYTES_MAX {
        return &OTHER;
    }
    let hash = hash::of(name) as usize;
    for step in 0..PROBES_MAX {
        let place = &NAMES[hash.wrapping_add(step) % NAMES_MAX];
        // If two threads are here at once, the second keeps its name in vain; that is all that is ever lost.
        let kept = place.get_or_init(|| Box::new([Box::leak(Box::from(name))]));
        if kept[0] == name {
            return kept;
        }
    }
    &OTHER
}
