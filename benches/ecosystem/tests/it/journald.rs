//! tracing-journald: only where the journal's socket is; elsewhere it says so and nothing else happens.

use tracing::info;
use tracing_subscriber::prelude::*;

#[test]
fn the_layer_takes_events_or_says_that_there_is_no_journal() {
    match tracing_journald::layer() {
        Ok(layer) => {
            let subscriber = tracing_subscriber::registry().with(layer.with_syslog_identifier("ecosystem".to_owned()));
            tracing::subscriber::with_default(subscriber, || info!(id = 7, "hello"));
        }
        Err(problem) => assert_eq!(problem.kind(), std::io::ErrorKind::NotFound),
    }
}
