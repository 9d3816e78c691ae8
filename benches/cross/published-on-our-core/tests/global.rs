//! A whole program: the global default, the log bridge both ways it is installed, threads that come and go.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing::{info, info_span};
use tracing_subscriber::{EnvFilter, prelude::*};

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn one_subscriber_serves_every_thread() {
    let early = || info!(target: "early", "nobody listens yet");
    early();
    let page = Page::default();
    let writer = page.clone();
    tracing_subscriber::registry()
        .with(EnvFilter::new("info"))
        .with(
            tracing_subscriber::fmt::layer()
                .with_ansi(false)
                .without_time()
                .with_target(false)
                .with_writer(move || writer.clone()),
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
    let text = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
    assert_eq!(
        text,
        " INFO nobody listens yet\n WARN from log\n INFO main{n=1}: on a thread\n INFO main{n=1}: nobody listens yet\n"
    );
}
