//! tracing-timing: histograms of the time between events.

use tracing::{Dispatch, dispatcher};
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;
use tracing_timing::{Builder, Histogram};

use crate::program::program;

#[test]
fn a_histogram_counts_each_event_of_each_span() {
    let layer = Builder::default().layer(|| Histogram::new_with_max(1_000_000_000, 2).unwrap());
    let downcaster = layer.downcaster();
    let dispatch = Dispatch::new(registry().with(layer));
    dispatcher::with_default(&dispatch, || (0..10).for_each(|_| program()));

    // Through the dispatcher and the layers to the one that was put in.
    let layer = downcaster.downcast(&dispatch).expect("the layer is found by its type");
    layer.force_synchronize();
    layer.with_histograms(|histograms| {
        let counts = |span: &str| -> Vec<u64> { histograms[span].values().map(|histogram| histogram.len()).collect() };
        assert_eq!(histograms.len(), 2);
        // What happens in a span happens in those around it.
        assert_eq!(counts("outer"), [10, 10]);
        assert_eq!(counts("inner"), [10]);
    });
}
