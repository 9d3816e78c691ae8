//! A library that uses `log` and one that uses `tracing` in one program, and both ways between them.
//!
//! Each line says who printed it: the logger (`log`) or the subscriber (`tracing`). See `docs/integrations/log.md`.

mod catalog;
mod logger;
mod output;
mod store;

use tracing_subscriber::{fmt, prelude::*};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    logger::Logger::install()?;

    println!("A logger and no subscriber: what either library says is a log record.");
    catalog::look_up("span");

    // `init` would install a logger of its own, and there can be only one.
    let events = output::Events::default();
    let layer = fmt::layer().without_time().with_ansi(false).with_writer(events.clone());
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer))?;

    println!("The subscriber is there: what either library says is an event, in the span that it happened in.");
    let records = logger::count();
    catalog::look_up("event");
    println!("Log records: {}. Events: {}.", logger::count() - records, events.count());
    Ok(())
}
