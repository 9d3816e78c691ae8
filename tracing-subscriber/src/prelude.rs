//! The traits that a program needs to build a subscriber: `use tracing_subscriber::prelude::*;`.
