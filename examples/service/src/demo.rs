//! `service demo`: the backend, the two services and the client; an order, and its trace through all of them. Then the
//! same order once more, after the services have been told to let more of their libraries be heard.

use std::env;
use std::io::{self, Write as _};

use crate::backend::Backend;
use crate::part::{Part, Service};
use crate::{Failure, tree};

/// What is let through of the second order.
const DUG: &str = "info,hyper=debug,reqwest=debug,sqlx=debug";

pub(crate) async fn run() -> Result<(), Failure> {
    let (backend, address) = Backend::start().await?;
    let backend_url = format!("http://{address}");
    // Whoever says what they want to see gets that.
    let chosen = env::var("RUST_LOG").ok().filter(|chosen| !chosen.is_empty());
    let filter = chosen.as_deref().unwrap_or("info");
    let part = Part { backend_url: &backend_url, filter };

    let store = part.start("store", &[]).await?;
    let front = part.start("front", &["--store", store.url()]).await?;
    let mut orders = vec![(format!("RUST_LOG={filter}"), part.order(front.url()).await?)];
    if chosen.is_none() {
        for service in [&store, &front] {
            set_filter(service, DUG).await?;
        }
        let part = Part { filter: DUG, ..part };
        orders.push((format!("PUT /admin/filter {DUG}"), part.order(front.url()).await?));
    }
    for service in [front, store] {
        service.stop().await?;
    }

    let mut out = io::stdout();
    // With `RUST_LOG=h2=trace` there are traces of how the spans were sent, too.
    let mut traces = tree::draw(backend.spans(), "buy").into_iter();
    for (shown, answer) in orders {
        let trace = traces.next().unwrap_or_else(|| "no trace: the filter lets no span through\n".to_owned());
        write!(out, "\n{shown}\nanswer {answer}\n{trace}")?;
    }
    Ok(())
}

/// Changes what a service shows while it runs.
async fn set_filter(service: &Service, filter: &'static str) -> Result<(), Failure> {
    let request = reqwest::Client::new().put(format!("{}/admin/filter", service.url())).body(filter);
    request.send().await?.error_for_status()?;
    Ok(())
}
