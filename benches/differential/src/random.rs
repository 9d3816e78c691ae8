//! Programs and settings of formats that are picked by a seed. Called by the test of outputs.

use std::{
    io,
    num::{NonZeroI64, NonZeroU128, Wrapping},
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use tracing_subscriber::{
    field::MakeExt,
    filter::{LevelFilter, filter_fn},
    fmt::{
        self,
        format::{DefaultFields, FmtSpan, debug_fn},
    },
    prelude::*,
};

use crate::{
    formats::Custom,
    programs::Failure,
    sink::{Sink, Still},
};

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

    /// As [`text`](Self::text), with what no terminal should see; for values that are shown by `Debug`.
    fn raw_text(&mut self) -> String {
        const PIECES: [&str; 12] =
            ["", "a", "\n", "\r\n", "\t", "\0", "\x01", "\u{7}", "'", "e\u{301}", "\u{feff}", "\u{10ffff}"];
        let mut text = self.text();
        for _ in 0..self.below(3) {
            text.push_str(PIECES[self.below(PIECES.len())]);
        }
        text
    }

    fn wide(&mut self) -> u128 {
        (u128::from(self.next()) << 64 | u128::from(self.next())) >> self.below(128)
    }

    fn single(&mut self) -> f32 {
        const FLOATS: [f32; 8] =
            [f32::MIN, f32::MAX, f32::EPSILON, f32::MIN_POSITIVE, f32::NAN, f32::INFINITY, 16777216.0, 0.1];
        if self.coin() { FLOATS[self.below(FLOATS.len())] } else { f32::from_bits(self.next() as u32) }
    }

    fn failure(&mut self) -> Failure {
        let source = (self.below(3) == 0).then(|| Box::new(self.failure()));
        const TEXTS: [&str; 5] = ["broken", "", "two words", "a=b", "no such file: \"x\""];
        Failure(TEXTS[self.below(TEXTS.len())], source)
    }

    fn integer(&mut self) -> u64 {
        self.next() >> self.below(64)
    }
}

/// One of the places in the code that make events.
fn event(random: &mut Random) {
    let (n, text, x, b) = (random.integer(), random.text(), random.float(), random.coin());
    match random.below(19) {
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
        15 => tracing::info!(text, ""),
        _ => typed_event(random),
    }
}

/// One of the places in the code that make events of less usual values.
fn typed_event(random: &mut Random) {
    let (n, text, b) = (random.integer(), random.raw_text(), random.coin());
    match random.below(20) {
        0 => tracing::info!(wide = random.wide(), signed = random.wide() as i128, "wide"),
        1 => tracing::info!(single = random.single(), debug = ?random.single(), display = %random.single(), "singles"),
        2 => {
            let failure = random.failure();
            tracing::error!(error = &failure as &(dyn std::error::Error + 'static), n, "failed");
        }
        3 => {
            let failure: Box<dyn std::error::Error + Send + Sync> = Box::new(random.failure());
            tracing::warn!(error = &*failure as &(dyn std::error::Error + 'static), shown = %failure, debug = ?failure);
        }
        4 => tracing::info!(bytes = text.as_bytes(), none = &b""[..], n, "bytes"),
        5 => tracing::info!(boxed = Box::new(n), text = Box::new(text), deep = Box::new(Box::new(b)), "boxes"),
        6 => tracing::info!(arc = %Arc::new(n), rc = ?Rc::new(text), args = format_args!("{n}/{b}"), "counted"),
        7 => tracing::info!(wrapping = Wrapping(n), signed = Wrapping(n as i16), "wrapping"),
        8 => {
            let (signed, wide) = (NonZeroI64::new(n as i64 | 1).unwrap(), NonZeroU128::new(random.wide() | 1).unwrap());
            tracing::info!(signed, wide, "no zeros");
        }
        9 => {
            let float = b.then(|| random.float());
            tracing::info!(text = b.then_some(&*text), float, none = Option::<bool>::None, b = Some(b), "options");
        }
        10 => tracing::info!(text, r#in = n, r#match = %b, "raw names"),
        11 => tracing::info!("a b" = n, "" = text, "ž.ů" = b, "odd names"),
        12 => tracing::info!(http.status.code = n, http.path = text, log.module = "hidden", "dotted"),
        13 => tracing::info!(dur = ?Duration::from_nanos(n), unit = ?(), c = ?text.chars().next(), "debugs"),
        14 => tracing::info!(i = n as i8, j = n as u16, k = n as isize, l = n as usize, m = n as i32, "narrow"),
        15 => tracing::info!({ n, text, later = tracing::field::Empty }, "in braces {b}"),
        16 => tracing::info!(target: "a target with spaces", n, "{text:?} {:>8} {:<5}|", b, n),
        17 => tracing::info!(name: "a name", n, message = ?text),
        18 => tracing::info!(value = tracing::field::debug(&text), shown = tracing::field::display(n), "wrapped"),
        _ => {
            tracing::event!(target: "by::event", tracing::Level::DEBUG, { kind = n, mine = b, name = text }, "keys")
        }
    }
}

/// A record of the `log` crate.
fn record(random: &mut Random) {
    let levels = [log::Level::Error, log::Level::Warn, log::Level::Info, log::Level::Debug, log::Level::Trace];
    let (level, text) = (levels[random.below(5)], random.text());
    let (target, file, line) = (["from::log", "", "x y"][random.below(3)], random.coin(), random.coin());
    let mut builder = log::Record::builder();
    builder.level(level).target(target).module_path(file.then_some("a::module"));
    builder.file(file.then_some("a/file.rs")).line(line.then_some(7));
    tracing_log::format_trace(&builder.args(format_args!("{text}")).build()).unwrap();
}

/// One of the places in the code that make spans; and the field that may be recorded later.
fn span(random: &mut Random) -> (tracing::Span, &'static [&'static str]) {
    // Eighths: the published crates read the JSON of a span back, and lose the last digit of some floats.
    let (n, text, x) = (random.integer(), random.text(), random.next() as i32 as f64 / 8.0);
    let empty = tracing::field::Empty;
    match random.below(14) {
        0 => (tracing::info_span!("bare"), &[]),
        1 => (tracing::info_span!("numbers", n, x), &[]),
        2 => (tracing::debug_span!("texts", text, shown = %n), &[]),
        3 => (tracing::info_span!("later", n, later = empty), &["later"]),
        4 => (tracing::warn_span!("only_later", later = empty), &["later"]),
        5 => (tracing::info_span!(parent: None, "detached", d = ?text), &[]),
        6 => (tracing::info_span!(target: "span::target", "targeted", message = text, n), &[]),
        7 => (tracing::info_span!("several", a = empty, n, b = empty, c = empty), &["a", "b", "c"]),
        8 => (tracing::error_span!("a span", r#type = n, "odd name" = text, dotted.name = empty), &["dotted.name"]),
        9 => {
            let failure = random.failure();
            (tracing::info_span!("failed", error = &failure as &(dyn std::error::Error + 'static), n), &[])
        }
        10 => (tracing::info_span!("wide", wide = random.wide(), signed = -(n as i128), boxed = Box::new(n)), &[]),
        11 => (tracing::info_span!("formatted", n, "it is {n} of {text}"), &[]),
        12 => {
            (tracing::info_span!("options", some = Some(n), none = Option::<u8>::None, message = empty), &["message"])
        }
        _ => (tracing::trace_span!("deep", b = random.coin(), later = empty, n), &["later"]),
    }
}

/// A span that is open, whether it is entered, and the fields of it that may still be recorded.
struct Open {
    span: tracing::Span,
    entered: usize,
    later: Vec<&'static str>,
}

fn program(random: &mut Random) {
    let dispatch = tracing::dispatcher::get_default(Clone::clone);
    let mut open: Vec<Open> = Vec::new();
    // Left in the order in which they were entered, as guards are.
    let mut inside: Vec<tracing::Span> = Vec::new();
    for _ in 0..50 {
        match random.below(13) {
            0..=2 if open.len() < 8 => {
                let (span, later) = span(random);
                if let Some(other) = open.last().filter(|_| random.below(8) == 0) {
                    span.follows_from(&other.span);
                }
                open.push(Open { span, entered: 0, later: later.to_vec() });
                enter(open.len() - 1, &mut open, &mut inside);
            }
            3 => leave(&mut open, &mut inside),
            4 if !open.is_empty() => {
                let at = random.below(open.len());
                // Once per field: what a second time does differs on purpose.
                let later = &mut open[at].later;
                if !later.is_empty() {
                    let field = later.swap_remove(random.below(later.len()));
                    let span = &open[at].span;
                    match random.below(6) {
                        0 => span.record(field, random.integer()),
                        1 => span.record(field, random.text().as_str()),
                        2 => span.record(field, random.coin()),
                        3 => span.record(field, random.wide()),
                        4 => span.record(field, tracing::field::display(random.text())),
                        _ => span.record(field, tracing::field::debug(random.float())),
                    };
                }
            }
            5 if !open.is_empty() => {
                let span = &open[random.below(open.len())].span;
                match random.below(3) {
                    0 => tracing::info!(parent: span, n = random.integer(), "in another span"),
                    1 => tracing::warn!(target: "elsewhere", parent: span.id(), "by its id"),
                    _ => drop(tracing::debug_span!(parent: span, "a child", n = random.integer())),
                }
            }
            // Again, from outside or from further in.
            6 if !open.is_empty() => enter(random.below(open.len()), &mut open, &mut inside),
            7 if !open.is_empty() => {
                let at = random.below(open.len());
                if open[at].entered == 0 {
                    drop(open.swap_remove(at));
                }
            }
            8 if !open.is_empty() => {
                let at = random.below(open.len());
                let span = open[at].span.clone();
                let random = &mut *random;
                let elsewhere = || tracing::dispatcher::with_default(&dispatch, || span.in_scope(|| event(random)));
                std::thread::scope(|scope| scope.spawn(elsewhere).join().unwrap());
            }
            9 => record(random),
            _ => event(random),
        }
    }
    while !inside.is_empty() {
        leave(&mut open, &mut inside);
    }
    while open.pop().is_some() {}
}

fn enter(at: usize, open: &mut [Open], inside: &mut Vec<tracing::Span>) {
    // A span that is entered twice on one thread is once in its scope.
    if open[at].entered == 0 {
        open[at].entered += 1;
        tracing::dispatcher::get_default(|dispatch| open[at].span.id().inspect(|id| dispatch.enter(id)));
        inside.push(open[at].span.clone());
    }
}

fn leave(open: &mut [Open], inside: &mut Vec<tracing::Span>) {
    let Some(span) = inside.pop() else { return };
    tracing::dispatcher::get_default(|dispatch| span.id().inspect(|id| dispatch.exit(id)));
    if let Some(open) = open.iter_mut().find(|open| open.span == span) {
        open.entered -= 1;
    }
}

/// The settings of a seed, and what its program writes under them.
pub fn case(seed: u64) -> (String, String) {
    let random = &mut Random(seed);
    let format = random.below(11);
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
        7 => layer.compact().map_fmt_fields(|fields| fields.debug_alt()).boxed(),
        8 => layer.pretty().fmt_fields(DefaultFields::new()).boxed(),
        9 => layer.pretty().with_thread_ids(true).without_time().boxed(),
        10 => layer.compact().without_time().with_line_number(on(14)).boxed(),
        6 => layer.fmt_fields(debug_fn(|w, field, value| write!(w, "<{field}: {value:?}>"))).boxed(),
        _ => layer.json().flatten_event(on(14)).with_current_span(!rare(16)).with_span_list(!rare(18)).boxed(),
    };
    let layer = match switches >> 50 & 7 {
        // Spans pass: where a layer is refused one, events that name it as their parent differ on purpose.
        0 => layer.with_filter(filter_fn(|meta| meta.is_span() || *meta.level() <= tracing::Level::INFO)).boxed(),
        1 => layer.with_filter(LevelFilter::TRACE).boxed(),
        2 => vec![layer].boxed(),
        _ => layer,
    };
    // Another layer must not matter. Not with the same format of fields: what is recorded is then there once with ours.
    let beside = fmt::layer().with_ansi(false).with_writer(io::sink);
    let beside = rare(20).then(|| if format == 3 { beside.boxed() } else { beside.json().boxed() });
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer).with(beside), || program(random));
    let about = format!("seed {seed}: format {format}, switches {switches:x}, {moments:?}");
    (about, sink.text())
}
