//! Compiled with `TRACING_MAX_LEVEL=warn`.

use test_support::Recorder;
use tracing::{Level, enabled, event, info, info_span, level_filters::STATIC_MAX_LEVEL, span, warn};

fn evaluated() -> u8 {
    panic!("above the cap nothing is evaluated")
}

fn main() {
    let recorder = Recorder::new();
    recorder.within(|| {
        info!(value = evaluated(), "text {}", evaluated());
        assert!(info_span!("s", value = evaluated()).is_disabled());
        for level in [Level::INFO, Level::ERROR] {
            event!(level, "chosen");
            assert_eq!(span!(level, "s").is_disabled(), level == Level::INFO);
            assert_eq!(enabled!(level), level == Level::ERROR);
        }
        warn!("text");
        assert!(!enabled!(Level::INFO) && enabled!(Level::WARN));
    });
    assert_eq!(recorder.calls(), "event ERROR chosen\nnew s\nclose s\nevent WARN text");
    assert_eq!(STATIC_MAX_LEVEL.to_string(), "trace");
}
