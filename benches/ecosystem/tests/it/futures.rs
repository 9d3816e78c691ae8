//! tracing-futures: futures, streams and sinks inside a span.

use futures::{SinkExt, StreamExt, executor::block_on};
use tracing::{info, info_span};
use tracing_futures::Instrument;
use tracing_subscriber::{fmt, prelude::*};

use crate::page::Page;

#[test]
fn streams_and_sinks_run_inside_their_span() {
    let page = Page::default();
    let writer = page.clone();
    let layer = fmt::layer().with_ansi(false).without_time().with_target(false).with_writer(move || writer.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        let stream = futures::stream::iter(0..2).inspect(|n| info!(n, "item")).instrument(info_span!("stream"));
        let collected: Vec<i32> = block_on(stream.collect());
        assert_eq!(collected, [0, 1]);
        let sink = futures::sink::drain().with(|n: i32| {
            info!(n, "sunk");
            std::future::ready(Ok::<_, std::convert::Infallible>(n))
        });
        let mut sink = std::pin::pin!(sink.instrument(info_span!("sink")));
        block_on(sink.send(7)).unwrap();
    });
    assert_eq!(page.take(), " INFO stream: item n=0\n INFO stream: item n=1\n INFO sink: sunk n=7\n");
}
