//! Programs and settings of formats that are picked by a seed. Called by the test of outputs.

use std::io;

use tracing_subscriber::{
    field::MakeExt,
    fmt::{
        self,
        format::{FmtSpan, debug_fn},
    },
    prelude::*,
};

use crate::programs::{Custom, Sink, Still};

/// A generator of numbers, the same on both sides.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let x = (self.0 ^ self.0 >> 29).wrapping_mul(0xbf58476d1ce4e5b9);
        x ^ x >> 32
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn coin(&mut self) -> bool {
        self.next() & 1 == 1
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn text(&mut self) -> String {
        const PIECES: [&str; 16] = [
            "",
            "a",
            "name",
            "with space",
            "say \"hi\"",
            "back\\slash",
            "žluťoučký",
            "🐴",
            "k=v",
            "{}",
            "tab\tinside",
            "12345678",
            "123456789012345",
            "1234567890123456",
            "'quoted'",
            "more than thirty-two bytes of plain text",
        ];
        let mut text = String::new();
        for _ in 0..=self.below(4) {
            text.push_str(PIECES[self.below(PIECES.len())]);
        }
        text
    }

    fn float(&mut self) -> f64 {
        const FLOATS: [f64; 12] =
            [0.0, -0.0, 1.0, -1.5, 0.1, 1e15, 1e16, 1e-5, 1e-4, 123456789.125, f64::NAN, f64::NEG_INFINITY];
        match self.below(4) {
            0 => FLOATS[self.below(FLOATS.len())],
            1 => f64::from_bits(self.next()),
            2 => self.next() as u32 as f64 / 1000.0,
            _ => (self.next() % 1_000_000) as f64 * 10f64.powi(self.below(40) as i32 - 20),
        }
    }

    fn integer(&mut self) -> u64 {
        self.next() >> self.below(64)
    }
}

/// One of the places in the code that make events.
fn event(random: &mut Random) {
    let (n, text, x, b) = (random.integer(), random.text(), random.float(), random.coin());
    match random.below(16) {
        0 => tracing::info!("words"),
        1 => tracing::warn!(n, "words and a number"),
        2 => tracing::info!(text = text.as_str(), "words and a text"),
        3 => tracing::error!(n, text, x, b, "all of them"),
        4 => tracing::info!(n, x),
        5 => tracing::debug!("formatted {n} {text} {x:?}"),
        6 => tracing::info!(d = ?Some(&text), "by its debug"),
        7 => tracing::info!(d = %text, "by its display"),
        8 => tracing::trace!(target: "another::target", n = -(n as i64 >> 1), "negative"),
        9 => tracing::info!(some = Some(n).filter(|_| b), none = Option::<u64>::None, "options"),
        10 => tracing::info!(list = ?vec![x, -x], tuple = ?(n, &text), "lists"),
        11 => tracing::info!(wide = u128::from(n) << 40, narrow = n as u8, "widths"),
        12 => tracing::info!(message = text),
        13 => tracing::info!(parent: None, n, "outside"),
        14 => tracing::info!(dotted.name = n, r#type = b, "a name" = x, "names"),
        _ => tracing::info!(text, ""),
    }
}

/// One of the places in the code that make spans; and the field that may be recorded later.
fn span(random: &mut Random) -> (tracing::Span, Option<&'static str>) {
    // Eighths: the published crates read the JSON of a span back, and lose the last digit of some floats.
    let (n, text, x) = (random.integer(), random.text(), random.next() as i32 as f64 / 8.0);
    let empty = tracing::field::Empty;
    match random.below(8) {
        0 => (tracing::info_span!("bare"), None),
        1 => (tracing::info_span!("numbers", n, x), None),
        2 => (tracing::debug_span!("texts", text, shown = %n), None),
        3 => (tracing::info_span!("later", n, later = empty), Some("later")),
        4 => (tracing::warn_span!("only_later", later = empty), Some("later")),
        5 => (tracing::info_span!(parent: None, "detached", d = ?text), None),
        6 => (tracing::info_span!(target: "span::target", "targeted", message = text, n), None),
        _ => (tracing::trace_span!("deep", b = random.coin(), later = empty, n), Some("later")),
    }
}

fn program(random: &mut Random) {
    let mut open = Vec::new();
    for _ in 0..40 {
        match random.below(8) {
            0 | 1 if open.len() < 6 => {
                let (made, later) = span(random);
                open.push((made.entered(), later));
            }
            2 => drop(open.pop()),
            3 if !open.is_empty() => {
                let at = random.below(open.len());
                // Once: what a second time does differs on purpose.
                if let Some(field) = open[at].1.take() {
                    match random.below(3) {
                        0 => open[at].0.record(field, random.integer()),
                        1 => open[at].0.record(field, random.text().as_str()),
                        _ => open[at].0.record(field, tracing::field::debug(random.float())),
                    };
                }
            }
            4 if !open.is_empty() => {
                let parent = open[random.below(open.len())].0.id();
                tracing::info!(parent: parent, n = random.integer(), "in another span");
            }
            _ => event(random),
        }
    }
    while open.pop().is_some() {}
}

/// The settings of a seed, and what its program writes under them.
pub fn case(seed: u64) -> (String, String) {
    let random = &mut Random(seed);
    let format = random.below(7);
    let switches: u64 = random.next();
    let on = |bit: u32| switches >> bit & 1 == 1;
    // Each of these is off, or on, by default; most are left so, for what is usual is to be seen often.
    let rare = |bit: u32| switches >> bit & 3 == 3;
    let moments = [FmtSpan::NONE, FmtSpan::NEW, FmtSpan::ACTIVE, FmtSpan::CLOSE, FmtSpan::FULL];
    let moments = moments[if on(40) { 0 } else { random.below(moments.len()) }].clone();
    let sink = Sink::default();
    // Names of threads are as wide as the widest in the process so far, and so have a test of their own.
    let layer = fmt::layer()
        .with_timer(Still)
        .with_ansi(on(0))
        .with_target(!rare(2))
        .with_level(!rare(4))
        .with_file(rare(8))
        .with_line_number(rare(10))
        .with_span_events(moments.clone())
        .with_writer(sink.make());
    let layer = match format {
        0 if rare(12) => layer.without_time().boxed(),
        0 => layer.boxed(),
        1 => layer.compact().boxed(),
        2 => layer.pretty().boxed(),
        // Formats of events and of fields that are the program's own.
        4 => layer.event_format(Custom).boxed(),
        5 => layer.map_fmt_fields(|fields| fields.delimited("; ")).boxed(),
        6 => layer.fmt_fields(debug_fn(|w, field, value| write!(w, "<{field}: {value:?}>"))).boxed(),
        _ => layer.json().flatten_event(on(14)).with_current_span(!rare(16)).with_span_list(!rare(18)).boxed(),
    };
    // Another layer must not matter. Not with the same format of fields: what is recorded is then there once with ours.
    let beside = fmt::layer().with_ansi(false).with_writer(io::sink);
    let beside = rare(20).then(|| if format == 3 { beside.boxed() } else { beside.json().boxed() });
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer).with(beside), || program(random));
    let about = format!("seed {seed}: format {format}, switches {switches:x}, {moments:?}");
    (about, sink.text())
}
