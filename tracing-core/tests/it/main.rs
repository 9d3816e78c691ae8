//! How the core behaves, a module per subject. All of it runs in one process with no global dispatcher.

mod support;

mod dispatchers;
mod levels;
mod values;
