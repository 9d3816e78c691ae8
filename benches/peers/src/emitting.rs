//! emit, once with an emitter that drops and once with one that writes a line to a sink.

use std::{hint::black_box, io::Write, ops::ControlFlow, sync::Once, time::Duration};

use emit::{Emitter, Event, Props, runtime::AmbientSlot};
use harness::{Scenario, scenario};

static SILENT: AmbientSlot = AmbientSlot::new();
static TEXT: AmbientSlot = AmbientSlot::new();
static QUIET: AmbientSlot = AmbientSlot::new();

pub const SCENARIOS: [Scenario; 6] = [
    scenario("disabled/event_by_level", |bench| {
        setup();
        let name = black_box("name");
        bench.iter(|| emit::debug!(rt: QUIET.get(), "request done", id: black_box(7), name));
    }),
    scenario("facade/event_two_fields", |bench| {
        setup();
        let name = black_box("name");
        bench.iter(|| emit::info!(rt: SILENT.get(), "request done", id: black_box(7), name));
    }),
    scenario("registry/span", |bench| {
        setup();
        bench.iter(span);
    }),
    scenario("registry/span_three_fields", |bench| {
        setup();
        bench.iter(|| span_three_fields(black_box(7), black_box("GET"), black_box(true)));
    }),
    scenario("fmt/event_plain", |bench| {
        setup();
        bench.iter(|| emit::info!(rt: TEXT.get(), "request done"));
    }),
    scenario("fmt/event_two_fields", |bench| {
        setup();
        let name = black_box("name");
        bench.iter(|| emit::info!(rt: TEXT.get(), "request done", id: black_box(7), name));
    }),
];

#[emit::span(rt: SILENT.get(), "span")]
fn span() {}

#[emit::span(rt: SILENT.get(), "request", id, method, retry)]
fn span_three_fields(id: u64, method: &str, retry: bool) {
    black_box((id, method, retry));
}

fn setup() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = emit::setup().emit_to(Drops).init_slot(&SILENT);
        let _ = emit::setup().emit_to(Lines).init_slot(&TEXT);
        let _ = emit::setup().emit_to(Drops).emit_when(emit::level::min_filter(emit::Level::Info)).init_slot(&QUIET);
    });
}

struct Drops;

impl Emitter for Drops {
    fn emit<E: emit::event::ToEvent>(&self, event: E) {
        black_box(event.to_event().mdl());
    }

    fn blocking_flush(&self, _: Duration) -> bool {
        true
    }
}

/// Writes the extent, the message and the properties, one line an event, from a buffer.
struct Lines;

impl Emitter for Lines {
    fn emit<E: emit::event::ToEvent>(&self, event: E) {
        let event: Event<'_, _> = event.to_event();
        let mut line = Vec::with_capacity(256);
        if let Some(extent) = event.extent() {
            let _ = write!(line, "{} ", extent.as_point());
        }
        let _ = write!(line, "{} {}", event.mdl(), event.msg());
        let _ = event.props().for_each(|key, value| {
            let _ = write!(line, " {key}={value}");
            ControlFlow::Continue(())
        });
        line.push(b'\n');
        let _ = std::io::sink().write_all(&line);
    }

    fn blocking_flush(&self, _: Duration) -> bool {
        true
    }
}
