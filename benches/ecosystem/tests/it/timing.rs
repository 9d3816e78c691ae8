//! tracing-timing: histograms of the time between events of a span.

use tracing::{Dispatch, info, info_span};
use tracing_timing::{Builder, Histogram, TimingSubscriber};

#[test]
fn every_event_is_counted_in_the_histogram_of_its_span() {
    let subscriber = Builder::default().build(|| Histogram::new_with_max(1_000_000_000, 2).unwrap());
    let dispatch = Dispatch::new(subscriber);
    tracing::dispatcher::with_default(&dispatch, || {
        for _ in 0..10 {
            let _request = info_span!("request").entered();
            info!("fast");
            info!("slow");
        }
    });
    let subscriber = dispatch.downcast_ref::<TimingSubscriber>().unwrap();
    subscriber.force_synchronize();
    subscriber.with_histograms(|histograms| {
        let request = histograms.get_mut("request").unwrap();
        assert_eq!(request.len(), 2);
        for name in ["fast", "slow"] {
            let histogram = request.get_mut(name).unwrap();
            histogram.refresh();
            assert_eq!(histogram.len(), 10);
        }
    });
}
