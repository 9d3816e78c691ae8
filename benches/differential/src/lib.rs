//! The same programs on the published crates and on ours.
//!
//! `programs.rs` is included twice, in a module where `tracing` and `tracing_subscriber` name the one or the other. So
//! both sides run the same lines of the same file.

/// The programs on the published crates.
#[expect(dead_code, reason = "fields are read by `Debug` alone")]
pub mod published {
    use published_tracing as tracing;
    use published_tracing_log as tracing_log;
    use published_tracing_subscriber as tracing_subscriber;

    include!("programs.rs");
}

/// The programs on ours.
#[expect(dead_code, reason = "fields are read by `Debug` alone")]
pub mod ours {
    use ours_tracing as tracing;
    use ours_tracing_log as tracing_log;
    use ours_tracing_subscriber as tracing_subscriber;

    include!("programs.rs");
}

/// The filters of the published crates.
pub mod published_filters {
    use published_tracing as tracing;
    use published_tracing_subscriber as tracing_subscriber;

    include!("filters.rs");
}

/// Our filters.
pub mod our_filters {
    use ours_tracing as tracing;
    use ours_tracing_subscriber as tracing_subscriber;

    include!("filters.rs");
}
