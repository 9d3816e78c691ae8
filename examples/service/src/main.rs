//! Two services and a client, in processes of their own, whose diagnostics are one trace.
//!
//! ```text
//! client ──▶ front (axum, reqwest) ──▶ store (axum, sqlx with SQLite)
//!    └──────────┴── traceparent ──────────┘        each ──▶ an OpenTelemetry backend, if one is named
//! ```
//!
//! `service demo` starts them all, with a backend of its own, sends a request and prints its trace: quiet as a service is,
//! and once more after it was told to show more. Every library is the published one, unmodified.

mod telemetry;
mod trace_context;

mod http;
mod process;

mod front;
mod store;

mod client;

mod backend;
mod demo;
mod part;
mod tree;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::process::Serve;

/// What ends a process early.
type Failure = Box<dyn Error + Send + Sync>;

/// Two services and a client whose diagnostics are one trace
#[derive(Parser)]
#[command(name = "service", version)]
struct Args {
    #[command(subcommand)]
    role: Role,
}

#[derive(Subcommand)]
enum Role {
    /// Start all, send a request, print its trace: with what RUST_LOG asks for, or first quiet and then with more
    Demo,
    /// Sell what the store has
    Front {
        #[command(flatten)]
        serve: Serve,
        /// Where the store is
        #[arg(long, default_value = "http://127.0.0.1:8081")]
        store: String,
    },
    /// Know what there is
    Store {
        #[command(flatten)]
        serve: Serve,
    },
    /// Order one item
    Client {
        #[arg(long, default_value = "http://127.0.0.1:8080")]
        front: String,
        #[arg(default_value_t = 1)]
        item: i64,
    },
}

fn main() -> ExitCode {
    match run(Args::parse().role) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "service: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(role: Role) -> Result<(), Failure> {
    match role {
        Role::Demo => demo::run().await,
        Role::Front { serve, store } => front::run(serve, store).await,
        Role::Store { serve } => store::run(serve).await,
        Role::Client { front, item } => client::run(&front, item).await,
    }
}
