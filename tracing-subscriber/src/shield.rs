//! Values of programs, shown: what panics meanwhile costs its own text alone. Called by the registry, which keeps the texts, and
//! by the formats.

use core::fmt;
use std::panic::{self, AssertUnwindSafe};

use crate::report::report;

/// Appends `args`; a panic of theirs ends here.
pub(crate) fn shielded(out: &mut impl fmt::Write, args: fmt::Arguments<'_>) -> fmt::Result {
    // What was written up to the panic stays: it is text, and whole.
    match panic::catch_unwind(AssertUnwindSafe(|| out.write_fmt(args))) {
        Ok(result) => result,
        Err(payload) => {
            // Its destructor could panic again.
            core::mem::forget(payload);
            report(format_args!("a value panicked while it was formatted"));
            out.write_str("<panicked>")
        }
    }
}
