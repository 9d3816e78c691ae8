//! Two facades in one program: `tracing`'s macros, and a small one of functions that stands on tracing-core alone. They
//! share the subscriber, the filter, and the spans.

mod plain;

use tracing::{info, info_span};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

fn main() {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).init();

    let _request = info_span!("request", id = 7).entered();
    info!(rows = 3, "by a macro");
    // The field's name is not known before the program runs, which a macro could not do.
    let header = std::env::args().nth(1).unwrap_or_else(|| "x-request-id".to_owned());
    plain::info("by a function", &[(&header, &"7f3a"), ("rows", &3)]);
    plain::debug("only with RUST_LOG=debug", &[]);
}
