//! Work that moves to other threads, futures that end early, and what the registry knows of what is open.

mod context;
mod outcomes;
mod streams;
