//! Setting a subscriber as the default of a thread or of the process.
