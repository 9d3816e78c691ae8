//! A process in which nobody listens: no value is evaluated, no span is made.

use tracing::{Level, Span, enabled, event, event_enabled, info, info_span, span, span_enabled};

fn evaluated() -> u64 {
    panic!("nobody wants the value")
}

#[test]
fn nothing_is_evaluated() {
    let level = Level::ERROR;
    for _ in 0..3 {
        info!(value = evaluated(), "text {}", evaluated());
        info!({ value = ?evaluated() }, "text");
        info!(name: "n", target: "t", "value" = %evaluated(), "text {}", evaluated());
        info!(..[("value", evaluated())]);
        info!(parent: [Span::none()][evaluated() as usize].clone(), "text");
        event!(level, value = evaluated());

        let span = info_span!("s", value = evaluated());
        assert!(span.is_disabled());
        // For `log`, a span that is off still knows its name.
        assert_eq!(span.is_none(), !cfg!(feature = "log"));
        assert!(span!(level, "s", value = ?evaluated(), "text {}", evaluated()).is_disabled());
        assert!(info_span!(parent: [None][evaluated() as usize].clone(), "s").is_disabled());

        assert!(!enabled!(Level::ERROR) && !event_enabled!(Level::ERROR) && !span_enabled!(level));
    }
    assert!(Span::current().is_none());
    assert!(!tracing::dispatcher::has_been_set());
}
