//! A whole program: the global default, the log bridge both ways it is installed, threads that come and go.

use tracing::{info, info_span};
use tracing_subscriber::{EnvFilter, prelude::*};

use page::Page;

#[path = "page.rs"]
mod page;

#[test]
fn one_subscriber_serves_every_thread() {
    let early = || info!(target: "early", "nobody listens yet");
    early();
    let page = Page::default();
    tracing_subscriber::registry()
        .with(EnvFilter::new("info"))
        .with(
            tracing_subscriber::fmt::layer()
                .with_ansi(false)
                .without_time()
                .with_target(false)
                .with_writer(page.writer()),
        )
        .init();
    early();
    log::warn!("from log");
    log::debug!("refused");
    let span = info_span!("main", n = 1);
    let thread = {
        let span = span.clone();
        std::thread::spawn(move || span.in_scope(|| info!("on a thread")))
    };
    thread.join().unwrap();
    // The callsite of a scoped subscriber does not take the global one's place.
    let silent = tracing::subscriber::set_default(tracing::subscriber::NoSubscriber::default());
    early();
    drop(silent);
    span.in_scope(early);
    assert!(tracing_subscriber::fmt().try_init().is_err());
    assert_eq!(
        page.take(),
        " INFO nobody listens yet\n WARN from log\n INFO main{n=1}: on a thread\n INFO main{n=1}: nobody listens yet\n"
    );
}
