//! The texts of the scopes that a thread was last in, so that the spans around events are not written anew for each.
//! Called by the formats.
//!
//! A text depends on the innermost span, whose id is never used twice; on the layer, which may refuse some of the spans;
//! on the shape that the format gives it; and on the values of the spans, which count their changes.

use core::{cell::RefCell, fmt};

use tracing_core::span::Id;

use super::text::Text;
use crate::registry::changes;

/// How many scopes are remembered; a power of two.
const MEMOS: usize = 8;

/// Longer texts are not remembered.
const LONGEST: usize = 4096;

/// What a text of a scope depends on, but for the values of its spans.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    /// The number of the layer; zero is none.
    pub(crate) layer: usize,
    /// The id of the innermost span.
    pub(crate) span: u64,
    /// The format and its options.
    pub(crate) shape: u32,
}

struct Memo {
    key: Key,
    changes: u64,
    text: String,
}

impl Memo {
    const NONE: Self = Self { key: Key { layer: 0, span: 0, shape: 0 }, changes: 0, text: String::new() };
}

thread_local! {
    static LAST: RefCell<[Memo; MEMOS]> = const { RefCell::new([Memo::NONE; MEMOS]) };
}

/// Whether a text may be remembered: all of it came from values that count their changes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasting {
    Yes,
    No,
}

impl Key {
    #[inline]
    pub(crate) fn new(layer: usize, span: &Id, shape: u32) -> Self {
        Self { layer, span: span.into_u64(), shape }
    }

    /// Spans follow each other by number, and so do layers.
    #[inline]
    fn place(self) -> usize {
        (self.span as usize ^ self.layer.wrapping_mul(3) ^ self.shape as usize) % MEMOS
    }
}

/// Appends the text of a scope as it is remembered; tells whether it is.
#[inline]
pub(crate) fn recall(text: &mut Text<'_>, key: Key) -> bool {
    recall_of(text, key, changes())
}

#[inline]
fn recall_of(text: &mut Text<'_>, key: Key, changes: u64) -> bool {
    let known = LAST.try_with(
        #[inline(always)]
        |last| {
            let Ok(last) = last.try_borrow() else { return false };
            let memo = &last[key.place()];
            let known = memo.key == key && memo.changes == changes;
            if known {
                text.out.push_str(&memo.text);
            }
            known
        },
    );
    known.unwrap_or(false)
}

/// Appends the text of a scope: as it is remembered, or as `write` writes it.
#[inline]
pub(crate) fn push(
    text: &mut Text<'_>,
    key: Key,
    write: impl FnOnce(&mut Text<'_>) -> Result<Lasting, fmt::Error>,
) -> fmt::Result {
    // Before the values are read: a change in between makes the text out of date, not wrong.
    let changes = changes();
    if recall_of(text, key, changes) {
        return Ok(());
    }
    let start = text.out.len();
    if write(text)? == Lasting::Yes && key.layer != 0 {
        remember(key, changes, &text.out[start..]);
    }
    Ok(())
}

fn remember(key: Key, changes: u64, text: &str) {
    if text.len() > LONGEST {
        return;
    }
    let _ = LAST.try_with(|last| {
        let Ok(mut last) = last.try_borrow_mut() else { return };
        let memo = &mut last[key.place()];
        (memo.key, memo.changes) = (key, changes);
        memo.text.clear();
        memo.text.push_str(text);
    });
}
