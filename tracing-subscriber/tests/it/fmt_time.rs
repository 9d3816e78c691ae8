//! Clocks: what they write, on which threads, and what becomes of an event without time.

use std::fmt as std_fmt;

use tracing::{info, subscriber::with_default};
use tracing_subscriber::fmt::{
    self,
    format::Writer,
    time::{FormatTime, SystemTime, Uptime},
};

use crate::sink::Sink;

fn text(timer: &impl FormatTime) -> String {
    let mut text = String::new();
    timer.format_time(&mut Writer::new(&mut text)).unwrap();
    text
}

#[test]
fn the_default_clock_writes_rfc_3339_to_the_microsecond() {
    let shape: String = text(&SystemTime).chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(shape, "0000-00-00T00:00:00.000000Z");
    assert!(text(&SystemTime) < text(&SystemTime) || text(&SystemTime) <= text(&SystemTime));
}

#[test]
fn the_time_since_the_start_is_aligned() {
    let text = text(&Uptime::default());
    assert!(text.starts_with("   0.0") && text.ends_with('s') && text.len() == "   0.000000000s".len(), "{text:?}");
}

#[test]
fn functions_and_references_are_clocks() {
    fn noon(w: &mut Writer<'_>) -> std_fmt::Result {
        w.write_str("noon")
    }
    assert_eq!(text(&(noon as fn(&mut Writer<'_>) -> std_fmt::Result)), "noon");
    assert_eq!(text(&&()), "");
}

#[test]
fn a_clock_that_fails_leaves_the_event() {
    struct Broken;
    impl FormatTime for Broken {
        fn format_time(&self, _: &mut Writer<'_>) -> std_fmt::Result {
            Err(std_fmt::Error)
        }
    }
    let sink = Sink::default();
    let subscriber =
        fmt::fmt().with_timer(Broken).with_target(false).with_ansi(false).with_writer(sink.clone()).finish();
    with_default(subscriber, || info!("seen"));
    assert_eq!(sink.text(), "<unknown time>  INFO seen\n");
}

#[cfg(feature = "local-time")]
#[test]
fn local_time_is_known_on_every_thread() {
    use tracing_subscriber::fmt::time::{LocalTime, OffsetTime};

    let here = text(&LocalTime::rfc_3339());
    let there = std::thread::spawn(|| text(&LocalTime::rfc_3339())).join().unwrap();
    assert_eq!(here[..10], there[..10]);
    let fixed = std::thread::spawn(|| OffsetTime::local_rfc_3339().map(|timer| text(&timer))).join().unwrap();
    assert_eq!(here[..10], fixed.unwrap()[..10]);
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_writes_its_formats() {
    use tracing_subscriber::fmt::time::{ChronoLocal, ChronoUtc};

    assert!(text(&ChronoUtc::rfc_3339()).ends_with("+00:00"));
    assert_eq!(text(&ChronoUtc::new("%Y".to_owned())).len(), 4);
    assert_eq!(text(&ChronoLocal::new("fixed".to_owned())), "fixed");
}

#[test]
fn the_close_of_a_span_tells_its_times_unless_there_is_no_clock() {
    use tracing_subscriber::fmt::format::FmtSpan;

    let life = || drop(tracing::info_span!("span").entered());
    let sink = Sink::default();
    let builder = || fmt::fmt().with_ansi(false).with_target(false).with_span_events(FmtSpan::CLOSE);
    with_default(builder().with_writer(sink.clone()).finish(), life);
    assert!(sink.text().contains("close time.busy=") && sink.text().contains(" time.idle="), "{}", sink.text());
    let sink = Sink::default();
    with_default(builder().without_time().with_writer(sink.clone()).finish(), life);
    assert_eq!(sink.text(), " INFO span: close\n");
}
