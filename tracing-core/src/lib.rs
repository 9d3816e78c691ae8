//! Callsites, metadata and the current subscriber.
