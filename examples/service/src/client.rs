//! The client: orders one item and prints the answer.

use std::io::{self, Write as _};

use tracing::{Instrument as _, info, info_span};

use crate::telemetry::Telemetry;
use crate::{Failure, trace_context};

pub(crate) async fn run(front: &str, item: i64) -> Result<(), Failure> {
    let telemetry = Telemetry::init("client")?;
    let answer = order(front, item).instrument(info_span!("buy", item)).await;
    // The spans of an order that failed are worth more than those of one that did not.
    telemetry.finish()?;
    writeln!(io::stdout(), "{}", answer?)?;
    Ok(())
}

async fn order(front: &str, item: i64) -> Result<String, Failure> {
    let url = format!("{front}/orders/{item}");
    let span = info_span!("ask_front", url, otel.kind = "client");
    let request = reqwest::Client::new().get(url).headers(trace_context::headers_of(&span));
    async {
        let response = request.send().await?;
        info!(status = response.status().as_u16(), "answered");
        Ok(response.text().await?)
    }
    .instrument(span)
    .await
}
