//! Nothing: the test takes the files that it checks from `tracing-subscriber/src` one by one.
