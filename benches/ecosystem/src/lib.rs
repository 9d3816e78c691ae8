//! Holds dependencies for the tests beside it.
