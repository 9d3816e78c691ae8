//! Nothing: the test takes the file that it checks from `tracing/src`.
