//! The features `max_level_…`: what they let through is recorded, what they cap is not. Run with each of them in turn.

use test_support::Recorder;
use tracing::{Level, debug, enabled, error, event, info, level_filters::STATIC_MAX_LEVEL, span, trace, warn};

#[test]
fn what_is_above_the_cap_is_not_there() {
    let recorder = Recorder::new();
    let mut evaluated = 0;
    recorder.within(|| {
        error!(
            value = {
                evaluated += 1;
                1
            }
        );
        warn!(
            value = {
                evaluated += 1;
                1
            }
        );
        info!(
            value = {
                evaluated += 1;
                1
            }
        );
        debug!(
            value = {
                evaluated += 1;
                1
            }
        );
        trace!(
            value = {
                evaluated += 1;
                1
            }
        );
    });
    let levels = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];
    let expected: Vec<_> = levels.into_iter().filter(|level| *level <= STATIC_MAX_LEVEL).collect();
    let lines: Vec<_> = expected.iter().map(|level| format!("event {level} value=1")).collect();
    assert_eq!(recorder.calls(), lines.join("\n"));
    assert_eq!(evaluated, expected.len());

    for level in levels {
        let recorder = Recorder::new();
        recorder.within(|| {
            event!(level, "text");
            assert_eq!(span!(level, "s").is_disabled(), level > STATIC_MAX_LEVEL);
            assert_eq!(enabled!(level), level <= STATIC_MAX_LEVEL);
        });
        assert_eq!(recorder.calls().is_empty(), level > STATIC_MAX_LEVEL);
    }
}

#[test]
fn the_features_decide() {
    let caps = [
        (cfg!(feature = "max_level_off"), "off"),
        (cfg!(feature = "max_level_error"), "error"),
        (cfg!(feature = "max_level_warn"), "warn"),
        (cfg!(feature = "max_level_info"), "info"),
        (cfg!(feature = "max_level_debug"), "debug"),
        (true, "trace"),
    ];
    if cfg!(debug_assertions) {
        let (_, cap) = caps.into_iter().find(|(chosen, _)| *chosen).unwrap();
        assert_eq!(STATIC_MAX_LEVEL.to_string(), cap);
    }
}
