//! A program whose spans and events differ in target, level, name, fields and values, run under a filter; what comes
//! through is told line by line. Called by the test of filters.

use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing_subscriber::{
    EnvFilter, Registry,
    layer::{Context, Layer},
    prelude::*,
};

/// Takes note of every span and event that comes through.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &tracing::span::Attributes<'_>, _: &tracing::span::Id, _: Context<'_, S>) {
        let metadata = attributes.metadata();
        let line = format!("span {} {} {}", metadata.level(), metadata.target(), metadata.name());
        self.0.lock().unwrap().push(line);
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        let line = format!("event {} {} {}", event.metadata().level(), event.metadata().target(), message.0);
        self.0.lock().unwrap().push(line);
    }
}

/// An event of every level.
macro_rules! levels {
    ($target:literal, $text:literal) => {{
        tracing::error!(target: $target, $text);
        tracing::warn!(target: $target, $text);
        tracing::info!(target: $target, $text);
        tracing::debug!(target: $target, $text);
        tracing::trace!(target: $target, $text);
    }};
}

/// Events of several targets, in some span.
macro_rules! events_in {
    ($text:literal) => {{
        levels!("app", $text);
        levels!("app::db", $text);
        levels!("hyper", $text);
    }};
}

fn events() {
    events_in!("at the root");
    levels!("app_tokio", "begins with another target");
    tracing::info!(target: "app", id = 7, "id=7");
    tracing::info!(target: "app", id = 8, "id=8");
    tracing::info!(target: "app", id = 7u64, "id=7u64");
    tracing::info!(target: "app", id = "7", "id=\"7\"");
    tracing::info!(target: "app", id = 7.0, "id=7.0");
    tracing::trace!(target: "app", id = 7, "trace id=7");
    tracing::debug!(target: "app", id = 7, "debug id=7");
    tracing::debug!(target: "app", name = "bob", "name=bob");
    tracing::debug!(target: "app", name = "bobby", "name=bobby");
    tracing::debug!(target: "app", name = %"bob", "name=%bob");
    tracing::debug!(target: "app", name = ?"bob", "name=?bob");
}

fn requests() {
    tracing::info_span!(target: "app", "request", id = 7, path = "/healthcheck").in_scope(|| {
        events_in!("in request 7");
        tracing::debug_span!(target: "app", "nested", depth = 1).in_scope(|| {
            events_in!("in nested, in request 7");
            tracing::error_span!(target: "other", "leaf");
            tracing::info_span!(target: "other", "leaf");
            tracing::trace_span!(target: "other", "leaf");
        });
    });
    tracing::info_span!(target: "app", "request", id = 8, path = "/").in_scope(|| {
        events_in!("in request 8");
        tracing::info_span!(target: "app", "noisy").in_scope(|| events_in!("in noisy, in request 8"));
    });
    tracing::info_span!(target: "app", "request", id = "7").in_scope(|| events_in!("in request \"7\""));
    tracing::info_span!(target: "app", "noisy").in_scope(|| events_in!("in noisy"));
    tracing::error_span!(target: "app", "cool").in_scope(|| events_in!("in cool, error"));
    tracing::trace_span!(target: "app", "cool").in_scope(|| events_in!("in cool, trace"));
    tracing::info_span!(target: "hyper", "cool").in_scope(|| events_in!("in hyper's cool"));
}

fn values() {
    let late = tracing::info_span!(target: "app", "late", id = tracing::field::Empty, name = tracing::field::Empty);
    late.in_scope(|| events_in!("in late, without id"));
    late.record("id", 7);
    late.in_scope(|| events_in!("in late 7"));
    late.record("id", 8);
    late.in_scope(|| events_in!("in late 8"));
    let _one = tracing::info_span!(target: "app", "outer", flag = true).entered();
    events_in!("in flag=true");
    let _two = tracing::info_span!(target: "app", "outer", flag = false, ratio = 0.5).entered();
    events_in!("in flag=false");
    let _three = tracing::info_span!(target: "app", "outer", flag = ?true, ratio = f64::NAN, name = "bob").entered();
    events_in!("in name=bob");
    let _four = tracing::info_span!(target: "app", "outer", name = %"bob", id = ?7).entered();
    events_in!("in name=%bob");
}

fn spans() {
    macro_rules! of_levels {
        ($($level:ident)*) => { $(
            tracing::$level!(target: "app", "plain");
            tracing::$level!(target: "app", "request", id = 7);
            tracing::$level!(target: "app", "request", id = 9);
            tracing::$level!(target: "hyper", "request", id = 7);
            tracing::$level!(target: "app", "noisy");
            tracing::$level!(target: "app", "hello", hello = 4);
            tracing::$level!(target: "app", "hello", hello = 100);
        )* };
    }
    of_levels!(error_span warn_span info_span debug_span trace_span);
}

fn program() {
    events();
    requests();
    values();
    spans();
    events_in!("at the end");
}

/// What comes through a filter that is a layer.
pub fn seen_by_all(filter: &str) -> Vec<String> {
    let Ok(filter) = EnvFilter::builder().parse(filter) else { return vec!["does not parse".to_owned()] };
    let seen = Seen::default();
    tracing::subscriber::with_default(Registry::default().with(seen.clone()).with(filter), program);
    std::mem::take(&mut *seen.0.lock().unwrap())
}

/// What comes through a filter that belongs to a layer.
pub fn seen_by_one(filter: &str) -> Vec<String> {
    let Ok(filter) = EnvFilter::builder().parse(filter) else { return vec!["does not parse".to_owned()] };
    let seen = Seen::default();
    tracing::subscriber::with_default(Registry::default().with(seen.clone().with_filter(filter)), program);
    std::mem::take(&mut *seen.0.lock().unwrap())
}

/// The names of the values that a pattern matches as the value of a span's field.
pub fn matched_by(pattern: &str, regex: bool) -> Option<Vec<&'static str>> {
    let filter = EnvFilter::builder().with_regex(regex).parse(format!("[s{{v={pattern}}}]=debug")).ok()?;
    let mut matched = Vec::new();
    tracing::subscriber::with_default(Registry::default().with(filter), || {
        macro_rules! value {
            ($name:literal, $($value:tt)+) => {
                let span = tracing::info_span!("s", v = $($value)+);
                if span.in_scope(|| tracing::enabled!(tracing::Level::DEBUG)) {
                    matched.push($name);
                }
            };
        }
        value!("7i32", 7);
        value!("7u64", 7u64);
        value!("7i128", 7i128);
        value!("7u128", 7u128);
        value!("-7", -7);
        value!("7.0", 7.0);
        value!("0.1", 0.1);
        value!("0.1f32", 0.1f32);
        value!("0.30000000000000004", 0.1 + 0.2);
        value!("nan", f64::NAN);
        value!("inf", f64::INFINITY);
        value!("0.0", 0.0);
        value!("0", 0);
        value!("true", true);
        value!("?true", ?true);
        value!("?7", ?7);
        value!("%7", %7);
        value!("\"7\"", "7");
        value!("u64::MAX", u64::MAX);
        value!("i64::MIN", i64::MIN);
        value!("1e20 as i128", 100_000_000_000_000_000_000_i128);
        value!("bob", "bob");
        value!("Bob", "Bob");
        value!("bobby", "bobby");
        value!("xbob", "xbob");
        value!("%bob", %"bob");
        value!("?bob", ?"bob");
        value!("?Some(bob)", ?Some("bob"));
        value!("empty", "");
        value!("a b", "a b");
        value!("String", String::from("bob"));
        value!("bytes", &b"bob"[..]);
        value!("error", &std::fmt::Error as &(dyn std::error::Error + 'static));
        value!("/healthcheck", "/healthcheck");
        value!("Some(7)", Some(7));
        value!("Empty", tracing::field::Empty);
    });
    Some(matched)
}

/// What a text is read as, if it is, by each of the three types that read one.
pub fn read_as(text: &str) -> [Option<String>; 3] {
    [
        EnvFilter::builder().parse(text).ok().map(|filter| filter.to_string()),
        text.parse::<tracing_subscriber::filter::Directive>().ok().map(|directive| directive.to_string()),
        text.parse::<tracing_subscriber::filter::Targets>().ok().map(|targets| targets.to_string()),
    ]
}

/// The highest level that a filter says it lets through.
pub fn hint(text: &str) -> Option<String> {
    EnvFilter::builder().parse(text).ok().map(|filter| format!("{:?}", filter.max_level_hint()))
}
