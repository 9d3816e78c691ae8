//! What both checks do: programs as people write them, run on whatever `tracing` and `tracing-subscriber` the manifest
//! names, with what they must print.

use std::sync::{Arc, Mutex};

use tracing::{Instrument, Level, debug, error, event, info, info_span, instrument, span, trace, warn};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{LevelFilter, Targets, filter_fn},
    fmt::{self, format::FmtSpan},
    layer::Context,
    prelude::*,
    registry::{LookupSpan, Registry},
    reload,
};

use page::Page;

mod page;

type Terse = fmt::format::Format<fmt::format::Full, ()>;

fn lines(page: &Page) -> fmt::Layer<Registry, fmt::format::DefaultFields, Terse, impl Fn() -> Page + Send + Sync + 'static> {
    fmt::layer().with_ansi(false).without_time().with_target(false).with_writer(page.writer())
}

#[test]
fn events_and_spans_are_printed() {
    let page = Page::default();
    let _default = tracing_subscriber::registry().with(lines(&page)).set_default();
    info!(id = 7, name = "n", pi = 3.5, yes = true, "hello {}", "world");
    let outer = info_span!("outer", request = 1, late = tracing::field::Empty).entered();
    outer.record("late", "now");
    {
        let _inner = span!(Level::WARN, "inner", path = ?Some("x"), shown = %"y").entered();
        warn!("inside");
    }
    error!(parent: &*outer, "explicit");
    drop(outer);
    event!(Level::INFO, big = u128::MAX, "wide");
    assert_eq!(
        page.take(),
        " INFO hello world id=7 name=\"n\" pi=3.5 yes=true\n\
         \u{20}WARN outer{request=1 late=\"now\"}:inner{path=Some(\"x\") shown=y}: inside\n\
         ERROR outer{request=1 late=\"now\"}: explicit\n\
         \u{20}INFO wide big=340282366920938463463374607431768211455\n"
    );
}

#[test]
fn the_attribute_makes_spans() {
    #[instrument(fields(sum = a + b), ret)]
    fn add(a: u64, b: u64) -> u64 {
        info!("adding");
        a + b
    }
    #[instrument(err, skip(_secret))]
    fn fails(_secret: &str) -> Result<(), String> {
        Err("broken".to_owned())
    }
    #[instrument(level = "debug", name = "renamed")]
    async fn waits(n: u8) -> u8 {
        debug!("polled");
        n
    }
    let page = Page::default();
    let _default = tracing_subscriber::registry().with(lines(&page)).set_default();
    assert_eq!(add(1, 2), 3);
    assert!(fails("secret").is_err());
    assert_eq!(block_on(waits(4)), 4);
    assert_eq!(
        page.take(),
        " INFO add{a=1 b=2 sum=3}: adding\n\
         \u{20}INFO add{a=1 b=2 sum=3}: return=3\n\
         ERROR fails: error=broken\n\
         DEBUG renamed{n=4}: polled\n"
    );
}

#[test]
fn futures_carry_their_span() {
    let page = Page::default();
    let _default = tracing_subscriber::registry().with(lines(&page)).set_default();
    let task = async {
        info!("one");
        Pause::default().await;
        info!("two");
    };
    block_on(task.instrument(info_span!("task", n = 1)));
    info!("outside");
    assert_eq!(page.take(), " INFO task{n=1}: one\n INFO task{n=1}: two\n INFO outside\n");
}

#[test]
fn json_holds_fields_and_spans() {
    let page = Page::default();
    let layer = fmt::layer().json().without_time().with_target(false).with_writer(page.writer());
    let _default = tracing_subscriber::registry().with(layer).set_default();
    info_span!("outer", id = 1).in_scope(|| info!(n = 2, "hello"));
    assert_eq!(
        page.take(),
        "{\"level\":\"INFO\",\"fields\":{\"message\":\"hello\",\"n\":2},\"span\":{\"id\":1,\"name\":\"outer\"},\"spans\":[{\"id\":1,\"name\":\"outer\"}]}\n"
    );
}

#[test]
fn spans_tell_of_their_life() {
    let page = Page::default();
    let layer = lines(&page).with_span_events(FmtSpan::NEW | FmtSpan::ENTER | FmtSpan::EXIT);
    let _default = tracing_subscriber::registry().with(layer).set_default();
    info_span!("life").in_scope(|| ());
    assert_eq!(page.take(), " INFO life: new\n INFO life: enter\n INFO life: exit\n");
}

#[test]
fn env_filters_choose_by_target_level_span_and_field() {
    let page = Page::default();
    let filter = EnvFilter::new("warn,special=debug,[deep{id=7}]=trace");
    let _default = tracing_subscriber::registry().with(filter).with(lines_any(&page)).set_default();
    info!("refused");
    warn!("kept");
    debug!(target: "special", "kept by target");
    info_span!("deep", id = 8).in_scope(|| trace!("refused"));
    info_span!("deep", id = 7).in_scope(|| trace!("kept by field"));
    assert_eq!(page.take(), " WARN kept\nDEBUG kept by target\nTRACE deep{id=7}: kept by field\n");
}

#[test]
fn layers_have_their_own_filters() {
    let (loud, quiet, picky) = (Page::default(), Page::default(), Page::default());
    let _default = tracing_subscriber::registry()
        .with(lines_any(&loud).with_filter(LevelFilter::DEBUG))
        .with(lines_any(&quiet).with_filter(Targets::new().with_target("quiet", Level::INFO)))
        .with(lines_any(&picky).with_filter(filter_fn(|metadata| metadata.is_span() || metadata.name() == "picked")))
        .set_default();
    let _span = info_span!("around").entered();
    debug!("one");
    trace!("nobody");
    info!(target: "quiet", "two");
    event!(name: "picked", Level::INFO, "three");
    assert_eq!(loud.take(), "DEBUG around: one\n INFO around: two\n INFO around: three\n");
    assert_eq!(quiet.take(), " INFO two\n");
    assert_eq!(picky.take(), " INFO around: three\n");
}

#[test]
fn reloading_changes_what_is_seen() {
    let page = Page::default();
    let (filter, handle) = reload::Layer::new(LevelFilter::WARN);
    let _default = tracing_subscriber::registry().with(filter).with(lines_any(&page)).set_default();
    let say = |what: &str| info!("{what}");
    say("before");
    handle.modify(|filter| *filter = LevelFilter::INFO).unwrap();
    say("after");
    handle.reload(LevelFilter::OFF).unwrap();
    say("off");
    assert_eq!(page.take(), " INFO after\n");
}

#[test]
fn own_layers_keep_data_in_spans() {
    struct Count(usize);
    struct Counts(Arc<Mutex<Vec<(String, usize)>>>);
    impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Counts {
        fn on_new_span(&self, _: &tracing::span::Attributes<'_>, id: &tracing::Id, ctx: Context<'_, S>) {
            ctx.span(id).unwrap().extensions_mut().insert(Count(0));
        }
        fn on_event(&self, event: &tracing::Event<'_>, ctx: Context<'_, S>) {
            for span in ctx.event_scope(event).into_iter().flatten() {
                span.extensions_mut().get_mut::<Count>().unwrap().0 += 1;
            }
        }
        fn on_close(&self, id: tracing::Id, ctx: Context<'_, S>) {
            let span = ctx.span(&id).unwrap();
            let count = span.extensions().get::<Count>().unwrap().0;
            self.0.lock().unwrap().push((span.name().to_owned(), count));
        }
    }
    let closed = Arc::new(Mutex::new(Vec::new()));
    let _default = tracing_subscriber::registry().with(Counts(closed.clone())).set_default();
    {
        let _outer = info_span!("outer").entered();
        info!("one");
        let _inner = info_span!("inner").entered();
        info!("two");
    }
    assert_eq!(*closed.lock().unwrap(), [("inner".to_owned(), 1), ("outer".to_owned(), 2)]);
}

#[test]
fn questions_agree_with_the_filter() {
    let _default = tracing_subscriber::registry().with(LevelFilter::INFO).set_default();
    assert!(tracing::enabled!(Level::INFO));
    assert!(!tracing::enabled!(Level::DEBUG));
    assert!(tracing::event_enabled!(Level::WARN, id));
    assert!(!tracing::span_enabled!(Level::TRACE));
    assert!(info_span!("on").id().is_some());
    assert!(tracing::trace_span!("off").is_disabled());
}

#[test]
fn threads_have_their_own_spans() {
    let dispatch = tracing::Dispatch::new(tracing_subscriber::registry().with(lines(&Page::default())));
    std::thread::scope(|scope| {
        for n in 0..4_u64 {
            let dispatch = dispatch.clone();
            scope.spawn(move || {
                tracing::dispatcher::with_default(&dispatch, || {
                    for i in 0..1000 {
                        let span = info_span!("work", n, i).entered();
                        assert_eq!(tracing::Span::current().id(), span.id());
                    }
                    assert!(tracing::Span::current().is_disabled());
                });
            });
        }
    });
}

#[test]
fn log_records_become_events() {
    let page = Page::default();
    let _default = tracing_subscriber::registry().with(lines_any(&page)).set_default();
    let record = log::Record::builder().level(log::Level::Warn).target("old").args(format_args!("hello")).build();
    log::Log::log(&tracing_log::LogTracer::new(), &record);
    assert_eq!(page.take(), " WARN hello\n");
}

fn lines_any<S>(page: &Page) -> fmt::Layer<S, fmt::format::DefaultFields, Terse, impl Fn() -> Page + Send + Sync + 'static>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
{
    fmt::layer().with_ansi(false).without_time().with_target(false).with_writer(page.writer())
}

/// Not ready the first time.
#[derive(Default)]
struct Pause(bool);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<()> {
        if std::mem::replace(&mut self.0, true) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
