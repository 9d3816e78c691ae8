//! Writers: whole lines, one write each; and whatever a writer does, the program goes on.

use std::{
    io::{self, ErrorKind, Write},
    sync::{Arc, Mutex},
    thread,
};

use tracing::{Level, info, subscriber::with_default, warn};
use tracing_subscriber::{
    fmt::{
        MakeWriter,
        writer::{BoxMakeWriter, MakeWriterExt},
    },
    report,
};

use crate::sink::Sink;

fn lines_to<W>(writer: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    tracing_subscriber::fmt().without_time().with_target(false).with_ansi(false).with_writer(writer).finish()
}

#[test]
fn an_event_is_one_write() {
    let sink = Sink::default();
    with_default(lines_to(sink.clone()), || {
        info!(a = 1, b = "two", "first");
        info!("second\nwith two lines");
    });
    let writes = sink.writes();
    assert_eq!(writes, [&b" INFO first a=1 b=\"two\"\n"[..], b" INFO second\nwith two lines\n"]);
}

#[test]
fn many_threads_write_whole_lines() {
    let sink = Sink::default();
    let dispatch = tracing::Dispatch::new(lines_to(sink.clone()));
    thread::scope(|scope| {
        for t in 0..8 {
            let dispatch = &dispatch;
            scope.spawn(move || {
                tracing::dispatcher::with_default(dispatch, || {
                    for n in 0..200 {
                        info!(t, n, "line {}", "x".repeat(n));
                    }
                });
            });
        }
    });
    let lines = sink.lines();
    assert_eq!(lines.len(), 8 * 200);
    assert!(lines.iter().all(|line| line.starts_with(" INFO line ") && line.contains(" t=") && line.contains(" n=")));
}

/// Fails in one way.
struct Broken(ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_broken_writer_is_counted_and_harms_nobody() {
    for kind in [ErrorKind::BrokenPipe, ErrorKind::StorageFull, ErrorKind::WouldBlock, ErrorKind::Other] {
        let before = report::count();
        with_default(lines_to(move || Broken(kind)), || info!("lost"));
        assert!(report::count() > before, "{kind}");
    }
}

#[test]
fn a_full_disk_harms_nobody() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let before = report::count();
    with_default(lines_to(Mutex::new(full)), || info!("lost"));
    assert!(report::count() > before);
}

#[test]
fn one_broken_writer_does_not_keep_the_line_from_another() {
    let sink = Sink::default();
    with_default(lines_to((|| Broken(ErrorKind::Other)).and(sink.clone())), || info!("kept"));
    with_default(lines_to(sink.clone().and(|| Broken(ErrorKind::Other))), || info!("kept"));
    assert_eq!(sink.lines(), [" INFO kept", " INFO kept"]);
}

#[test]
fn short_writes_lose_nothing() {
    #[derive(Clone, Default)]
    struct Short(Arc<Mutex<Vec<u8>>>);
    impl Write for Short {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let some = bytes.len().min(3);
            self.0.lock().unwrap().extend_from_slice(&bytes[..some]);
            Ok(some)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let short = Short::default();
    let (first, second) = (short.clone(), short.clone());
    with_default(lines_to((move || first.clone()).and(move || second.clone())), || info!("whole"));
    assert_eq!(String::from_utf8(short.0.lock().unwrap().clone()).unwrap(), " INFO whole\n INFO whole\n");
}

#[test]
fn a_writer_that_logs_makes_no_hang() {
    struct Chatty(Sink);
    impl Write for Chatty {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            warn!("while writing");
            self.0.write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let sink = Sink::default();
    with_default(lines_to(Mutex::new(Chatty(sink.clone()))), || info!("outer"));
    assert_eq!(sink.lines(), [" INFO outer"]);
}

#[test]
fn a_poisoned_mutex_still_writes() {
    let writer = Arc::new(Mutex::new(Vec::new()));
    let poisoner = writer.clone();
    let _ = thread::spawn(move || {
        let _guard = poisoner.lock().unwrap();
        panic!("on purpose");
    })
    .join();
    writer.make_writer_of().write_all(b"line").unwrap();
    assert_eq!(writer.lock().unwrap_or_else(|error| error.into_inner()).as_slice(), b"line");
}

/// `Arc<Mutex<_>>` has a `make_writer` of its own, through references; this asks the mutex.
trait MakeWriterOf {
    fn make_writer_of(&self) -> impl Write + '_;
}

impl MakeWriterOf for Mutex<Vec<u8>> {
    fn make_writer_of(&self) -> impl Write + '_ {
        self.make_writer()
    }
}

#[test]
fn records_are_sorted_by_level() {
    let (loud, quiet) = (Sink::default(), Sink::default());
    let writer = loud.clone().with_max_level(Level::WARN).or_else(quiet.clone());
    with_default(lines_to(BoxMakeWriter::new(writer)), || {
        warn!("loud");
        info!("quiet");
    });
    assert_eq!(loud.lines(), [" WARN loud"]);
    assert_eq!(quiet.lines(), [" INFO quiet"]);
}
