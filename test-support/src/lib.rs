//! A recording subscriber and `check`, for the tests of every crate.
