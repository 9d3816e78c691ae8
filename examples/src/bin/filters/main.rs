//! What a filter lets through of a small server's records, and why. The filter is the first word of the command line.
//!
//! `cargo run -p examples --bin filters -- 'info,!hyper,[request{path="/health"}]=off'`

mod callsites;

use tracing::{debug, info, info_span, warn};
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

use self::callsites::Callsites;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::env::args().nth(1).unwrap_or_else(|| "info".to_owned());
    let (filter, callsites) = (EnvFilter::builder().parse(&text)?, Callsites::default());
    let lines = fmt::layer().without_time().with_ansi(false);
    tracing_subscriber::registry().with(callsites.clone()).with(lines).with(filter.clone()).try_init()?;

    println!("What comes through `{text}`:");
    serve();
    println!("Why:");
    for callsite in callsites.take() {
        let kind = if callsite.is_span() { "span " } else { "event" };
        println!("{kind} {:5} {:8} {}", callsite.level(), callsite.target(), filter.explain(callsite));
    }
    Ok(())
}

fn serve() {
    for path in ["/", "/health"] {
        let _request = info_span!(target: "app", "request", path).entered();
        info!(target: "app", "served");
        debug!(target: "app::db", rows = 3, "read");
        warn!(target: "app_web", "slow");
        info!(target: "hyper", "connection closed");
    }
    info_span!(target: "app", "cleanup").in_scope(|| info!(target: "app", "swept"));
}
