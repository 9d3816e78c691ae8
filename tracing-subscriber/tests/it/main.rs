//! The tests of this crate that need nothing but its public face: a module per behaviour.
