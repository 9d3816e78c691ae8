//! tracing-futures: streams in a span, polled from wherever.

use futures::StreamExt as _;
use tracing::{info, info_span, subscriber};
use tracing_futures::Instrument as _;
use tracing_subscriber::fmt;

use crate::program::Text;

#[test]
fn each_item_of_a_stream_is_made_in_its_span() {
    let text = Text::default();
    let writer = text.clone();
    let listener =
        fmt().with_writer(move || writer.clone()).with_ansi(false).without_time().with_target(false).finish();
    subscriber::with_default(listener, || {
        let items = futures::stream::iter(1..=2).inspect(|n| info!(n, "made")).instrument(info_span!("stream"));
        futures::executor::block_on(items.for_each(|n| async move { info!(n, "taken") }));
    });
    assert_eq!(text.get(), " INFO stream: made n=1\n INFO taken n=1\n INFO stream: made n=2\n INFO taken n=2\n");
}
