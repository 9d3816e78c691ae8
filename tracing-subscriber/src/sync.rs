//! The locks and atomics of this crate. The only file that knows of `loom` and of `parking_lot`.
