//! Closures, threads, messages and tasks in the context of the place that they come from.

use std::sync::mpsc;
use std::thread;

use concurrency::Scopes;
use tracing::context::{self, Cause, Context};
use tracing::{Dispatch, Subscriber, dispatcher, info, info_span};
use tracing_core::span::Id;
use tracing_subscriber::Layer;
use tracing_subscriber::prelude::*;

/// Runs `f` with a subscriber of this thread alone, and checks the events.
fn check(right: usize, f: impl FnOnce()) {
    let scopes = Scopes::default();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(scopes.clone()), f);
    let wrong = scopes.take_wrong();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(scopes.take_right(), right);
}

#[test]
fn a_bound_closure_has_the_span_and_the_subscriber_of_the_place_where_it_was_bound() {
    check(3, || {
        let request = info_span!("request").entered();
        let job = context::bind(|| {
            info!(must = "request");
            info_span!("child").in_scope(|| info!(must = "request/child"));
        });
        drop(request);
        thread::spawn(job).join().unwrap();
        info!(must = "");
    });
}

#[test]
fn a_context_stands_in_place_of_what_the_thread_is_inside_of() {
    check(7, || {
        let outer = info_span!("outer").entered();
        let context = Context::current();
        let inner = info_span!("inner").entered();
        // Entering "outer" again would not make it the current span: this does.
        context.run(|| info!(must = "outer"));
        info!(must = "outer/inner");
        Context::root().run(|| {
            info!(must = "");
            context.run(|| info!(must = "outer"));
            info!(must = "");
        });
        drop(inner);
        info!(must = "outer");
        drop(outer);
        info!(must = "");
    });
}

#[test]
fn a_thread_that_was_deep_inside_is_so_again() {
    check(11, || {
        let mut guards = Vec::new();
        let mut must = String::new();
        for id in 0..10 {
            guards.push(info_span!("level", id).entered());
            must.push_str(&format!("{}level={id}", if id == 0 { "" } else { "/" }));
            if id == 9 {
                Context::root().run(|| info!(must = ""));
            }
        }
        while let Some(guard) = guards.pop() {
            info!(must);
            must.truncate(must.rfind('/').unwrap_or(0));
            drop(guard);
        }
    });
}

#[test]
fn a_panic_in_a_context_leaves_the_thread_in_its_own() {
    check(1, || {
        let _here = info_span!("here").entered();
        let context = Context::of(info_span!(parent: None, "there"));
        let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| context.run(|| panic!("as wanted"))));
        assert!(failed.is_err());
        info!(must = "here");
    });
}

#[test]
fn contexts_may_be_left_in_any_order() {
    check(4, || {
        let _here = info_span!("here").entered();
        let [first, second] = ["1", "2"].map(|id| Context::of(info_span!(parent: None, "context", id)));
        let first = first.enter();
        info!(must = "context=1");
        let second = second.enter();
        drop(first);
        info!(must = "context=2");
        drop(second);
        info!(must = "here");
        let kept = Context::root().enter();
        drop(kept);
        info!(must = "here");
    });
}

#[test]
fn a_message_carries_the_context_of_its_sender() {
    check(11, || {
        let (sender, receiver) = mpsc::channel();
        for id in 0..10 {
            let _request = info_span!("request", id).entered();
            sender.send(Context::current().carry(id)).unwrap();
        }
        drop(sender);
        let worker = context::bind(move || {
            for message in receiver {
                message.run(|id| info!(must = format!("request={id}")));
            }
            info!(must = "");
        });
        thread::spawn(worker).join().unwrap();
    });
}

#[test]
fn work_on_a_runtime_is_inside_of_the_span_and_under_the_subscriber_of_its_caller() {
    check(4, || {
        let _request = info_span!("request").entered();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        let blocking = runtime.spawn_blocking(context::bind(|| info!(must = "request")));
        let task = runtime.spawn(Context::current().instrument(async {
            info!(must = "request");
            tokio::task::yield_now().await;
            info!(must = "request");
        }));
        runtime.block_on(async { tokio::join!(blocking, task) }).0.unwrap();
        info!(must = "request");
    });
}

#[test]
fn a_cause_does_not_keep_its_span_open() {
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<String>>>);
    impl<S: Subscriber> Layer<S> for Log {
        fn on_follows_from(&self, span: &Id, from: &Id, _: tracing_subscriber::layer::Context<'_, S>) {
            self.0.lock().unwrap().push(format!("{} follows {}", span.into_u64(), from.into_u64()));
        }
        fn on_close(&self, id: Id, _: tracing_subscriber::layer::Context<'_, S>) {
            self.0.lock().unwrap().push(format!("{} closes", id.into_u64()));
        }
    }

    let log = Log::default();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(log.clone()), || {
        let request = info_span!("request").entered();
        let request_id = request.id().unwrap().into_u64();
        let cause = Cause::current();
        let context = Context::current();
        drop(request);
        assert_eq!(*log.0.lock().unwrap(), [""; 0], "a context keeps its span open");
        drop(context);
        let span = info_span!("clean up");
        cause.leads_to(&span);
        let id = span.id().unwrap().into_u64();
        assert_eq!(*log.0.lock().unwrap(), [format!("{request_id} closes"), format!("{id} follows {request_id}")]);
        // Of another subscriber: not recorded.
        tracing::subscriber::with_default(tracing_subscriber::registry(), || cause.leads_to(&info_span!("foreign")));
        assert_eq!(log.0.lock().unwrap().len(), 2);
    });
}

#[test]
fn work_that_goes_back_to_the_subscriber_of_its_thread_is_in_none_of_the_spans_of_the_thread() {
    check(4, || {
        let mine = Dispatch::default();
        let (others, other) = (Scopes::default(), Dispatch::new(tracing_subscriber::registry()));
        let other_scopes = Dispatch::new(tracing_subscriber::registry().with(others.clone()));
        let job = dispatcher::with_default(&other_scopes, || {
            let _span = info_span!("job").entered();
            context::bind(|| {
                info!(must = "job");
                dispatcher::with_default(&mine, || info!(must = ""));
            })
        });
        let _outer = info_span!("outer").entered();
        info!(must = "outer");
        dispatcher::with_default(&other, || {
            // Neither the thread's subscriber nor the job's.
            let _deeper = info_span!("deeper").entered();
            dispatcher::with_default(&mine, job);
        });
        info!(must = "outer");
        info_span!("inner").in_scope(|| info!(must = "outer/inner"));
        assert!(others.take_wrong().is_empty());
        assert_eq!(others.take_right(), 1);
    });
}

#[test]
fn what_is_never_worked_on_is_dropped_where_it_comes_from() {
    struct OnDrop;
    impl Drop for OnDrop {
        fn drop(&mut self) {
            info!(must = "request");
        }
    }
    check(5, || {
        let (message, job) = info_span!("request").in_scope(|| {
            let captured = OnDrop;
            (Context::current().carry(OnDrop), context::bind(move || drop(captured)))
        });
        let _elsewhere = info_span!("elsewhere").entered();
        drop(job);
        info!(must = "elsewhere");
        let (context, value) = message.into_parts();
        context.run(|| drop(value));
        info!(must = "elsewhere");
        drop(context.carry(OnDrop));
    });
}
