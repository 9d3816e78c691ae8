//! Puts a subscriber in place for a scenario: for its thread, or for the process. Called by every scenario.

use tracing::Dispatch;

/// Runs `scenario` with `subscriber` as the default.
pub fn with<S>(subscriber: S, scenario: impl FnOnce())
where
    S: tracing::Subscriber + Send + Sync + 'static,
{
    with_dispatch(&Dispatch::new(subscriber), scenario);
}

pub fn with_dispatch(dispatch: &Dispatch, scenario: impl FnOnce()) {
    if harness::is_global_default() {
        tracing::dispatcher::set_global_default(dispatch.clone()).expect("one scenario a process");
        scenario();
    } else {
        tracing::dispatcher::with_default(dispatch, scenario);
    }
}

/// The same on a further thread: the guard keeps the subscriber there.
pub fn on_thread(dispatch: &Dispatch) -> Option<tracing::dispatcher::DefaultGuard> {
    (!harness::is_global_default()).then(|| tracing::dispatcher::set_default(dispatch))
}
