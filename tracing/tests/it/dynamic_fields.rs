//! Fields that the callsite does not declare: known by name at run time alone.

use tracing::{field, info, info_span, warn};

use crate::line::{line, lines};

#[test]
fn an_event_carries_a_list() {
    let headers = [("host", "example.org"), ("accept", "text/html")];
    let owned: Vec<(String, u64)> = (1..=2).map(|number| (format!("part-{number}"), number * 10)).collect();
    assert_eq!(line(|| info!(..headers)), "event INFO host=\"example.org\" accept=\"text/html\"");
    assert_eq!(
        line(|| info!(size = 3, ..headers, "text {}", 1)),
        "event INFO message='text 1 size=3 host=\"example.org\" accept=\"text/html\""
    );
    assert_eq!(line(|| warn!(?headers, ..owned.iter().cloned(),)).matches("part-").count(), 2);
    assert_eq!(line(|| info!(..owned.clone(), "text")), "event INFO message='text part-1=u10 part-2=u20");
    assert_eq!(
        line(|| info!(name: "n", target: "t", parent: None, a = 1, ..[("b", field::debug("x"))])),
        "event INFO n @t <> a=1 b=?\"x\""
    );
    assert_eq!(line(|| info!(a = 1, ..[("none", None::<u8>)])), "event INFO a=1");
}

#[test]
fn a_name_that_is_declared_is_that_field() {
    assert_eq!(line(|| info!(a = 1, ..[("b", 2)])), "event INFO a=1 b=2");
    let seen = line(|| {
        let span = info_span!("s", a = field::Empty);
        span.record_dynamic("a", 3);
    });
    assert_eq!(seen, "record <1> a=3");
}

#[test]
fn a_span_is_given_fields() {
    let seen = lines(|| {
        let span = info_span!("s", a = 1);
        span.record_dynamic("b", 2).record_dynamic(&format!("{}.{}", "c", "d"), "text");
        span.record_dynamic("e", field::display(3));
    });
    assert_eq!(seen, ["span INFO s a=1", "record <1> b=2", "record <1> c.d=\"text\"", "record <1> e=%3"]);
}
