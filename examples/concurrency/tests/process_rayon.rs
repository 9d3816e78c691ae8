//! Jobs that a waiting thread takes up: wrongly nested on plain rayon, in their own spans with `tracing-rayon`.

use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Barrier, Mutex, mpsc};
use std::thread;

use concurrency::Scopes;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tracing::{info, info_span};
use tracing_rayon::prelude::*;
use tracing_subscriber::prelude::*;

#[test]
fn jobs_are_in_their_own_spans() {
    let scopes = Scopes::default();
    tracing_subscriber::registry().with(scopes.clone()).init();
    plain_rayon_nests_wrongly(&scopes);
    for case in [stolen_jobs, iterators, indexed_iterators, scopes_and_panics, nested_work] {
        case();
        let wrong = scopes.take_wrong();
        assert!(wrong.is_empty(), "{} events in a wrong scope, such as {:?}", wrong.len(), wrong[0]);
        assert!(scopes.take_right() > 0);
    }
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool")
}

/// One thread waits for the other inside of a span, and meanwhile takes up a job that was made in another span.
fn let_a_waiting_thread_take_up<J, W>(pool: &ThreadPool, wait: W, make_job: impl FnOnce(mpsc::Sender<()>) -> J)
where
    J: FnOnce() + Send + 'static,
    W: FnOnce(&(dyn Fn() + Sync), &(dyn Fn() + Sync)) + Send,
{
    let both_busy = Barrier::new(3);
    let (done, is_done) = mpsc::channel();
    let is_done = Mutex::new(is_done);
    let first = || {
        both_busy.wait();
    };
    let second = || {
        both_busy.wait();
        is_done.lock().expect("not poisoned").recv().expect("the job was run");
    };
    thread::scope(|threads| {
        threads.spawn(|| pool.install(|| wait(&first, &second)));
        both_busy.wait();
        pool.spawn(make_job(done));
    });
}

fn plain_rayon_nests_wrongly(scopes: &Scopes) {
    let pool = pool(2);
    let wait = |first: &(dyn Fn() + Sync), second: &(dyn Fn() + Sync)| {
        let _waiting = info_span!("waiting").entered();
        rayon::join(first, || {
            info!(must = "waiting");
            second();
        });
    };
    let_a_waiting_thread_take_up(&pool, wait, |done| {
        let _other = info_span!("other").entered();
        move || {
            info!(must = "other");
            done.send(()).expect("somebody waits");
        }
    });
    let wrong: HashSet<_> = scopes.take_wrong().into_iter().map(|wrong| (wrong.must, wrong.was)).collect();
    let expected = [("waiting", ""), ("other", "waiting")].map(|(must, was)| (must.to_owned(), was.to_owned()));
    assert_eq!(wrong, HashSet::from(expected));
    assert_eq!(scopes.take_right(), 0);
}

fn stolen_jobs() {
    let pool = pool(2);
    let wait = |first: &(dyn Fn() + Sync), second: &(dyn Fn() + Sync)| {
        let _waiting = info_span!("waiting").entered();
        tracing_rayon::join(
            || {
                info!(must = "waiting");
                first();
            },
            || {
                info!(must = "waiting");
                second();
                info!(must = "waiting");
            },
        );
        info!(must = "waiting");
    };
    let_a_waiting_thread_take_up(&pool, wait, |done| {
        let _other = info_span!("other").entered();
        tracing::context::bind(move || {
            info!(must = "other");
            let deeper = info_span!("deeper").entered();
            info!(must = "other/deeper");
            drop(deeper);
            done.send(()).expect("somebody waits");
        })
    });
    // One that was made without a span, and without a context, is at least in no wrong one.
    let_a_waiting_thread_take_up(&pool, wait, |done| {
        move || {
            info!(must = "");
            done.send(()).expect("somebody waits");
        }
    });
}

fn iterators() {
    let pool = pool(4);
    let report = info_span!("report").entered();
    let total: u64 = tracing_rayon::install(&pool, || {
        (0..1000_u64)
            .into_par_iter()
            .map(|n| {
                info!(must = "report");
                n
            })
            .in_current_span()
            .filter(|n| {
                info!(must = "report");
                n % 2 == 0
            })
            .inspect(|_| info!(must = "report"))
            .reduce(
                || {
                    info!(must = "report");
                    0
                },
                |left, right| {
                    info!(must = "report");
                    left + right
                },
            )
    });
    assert_eq!(total, 249_500);
    info!(must = "report");
    drop(report);
    info!(must = "");
    let largest = pool.install(|| {
        (0..100).into_par_iter().in_span(info_span!("search", id = 1)).max_by_key(|n| {
            info!(must = "search=1");
            *n
        })
    });
    assert_eq!(largest, Some(99));
}

fn indexed_iterators() {
    let _pages = info_span!("pages").entered();
    tracing_rayon::install(&pool(3), || {
        let doubled: Vec<_> = (0..500).into_par_iter().map(|n| n * 2).in_current_span().collect();
        assert_eq!(doubled[499], 998);
        // Two spans of which both are entered for each pair: that of the one that is pulled last counts.
        let left = doubled.par_iter().in_span(info_span!("left"));
        let right = doubled.par_iter().in_span(info_span!("right"));
        let equal = left
            .zip(right)
            .enumerate()
            .in_current_span()
            .all(|(at, (left, right))| info_span!("pair", id = at).in_scope(|| left == right && *left == at * 2));
        assert!(equal);
        info!(must = "pages");
        let reversed: Vec<_> = (0..500).into_par_iter().in_current_span().rev().collect();
        assert_eq!(reversed[0], 499);
        info!(must = "pages");
    });
    info!(must = "pages");
}

fn scopes_and_panics() {
    let crawl = info_span!("crawl").entered();
    let pages: Vec<_> = (0..50).collect();
    tracing_rayon::install(&pool(3), || {
        tracing_rayon::scope(|scope| {
            info!(must = "crawl");
            for page in &pages {
                let _page = info_span!("page", id = page).entered();
                scope.spawn(move |scope| {
                    info!(must = format!("crawl/page={page}"));
                    let _link = info_span!("link").entered();
                    scope.spawn(move |_| info!(must = format!("crawl/page={page}/link")));
                });
            }
        });
        info!(must = "crawl");
        tracing_rayon::in_place_scope(|scope| {
            info!(must = "crawl");
            scope.spawn(|_| info!(must = "crawl"));
        });
        let page = info_span!("page").entered();
        assert_eq!(tracing_rayon::broadcast(|_| info!(must = "crawl/page")).len(), 3);
        drop(page);
        info!(must = "crawl");
        let failed = panic::catch_unwind(AssertUnwindSafe(|| {
            (0..100).into_par_iter().in_span(info_span!("failing")).for_each(|n| {
                info!(must = "crawl/failing");
                assert!(n != 50, "as the test wants");
            });
        }));
        assert!(failed.is_err());
        info!(must = "crawl");
    });
    info!(must = "crawl");
    drop(crawl);
    info!(must = "");
}

/// Iterators inside of iterators, and joins inside of those, on few threads: all waiting threads take up others' jobs.
fn nested_work() {
    fn sum(depth: usize, must: &str) -> usize {
        info!(must);
        if depth == 0 {
            return 1;
        }
        let below = |side: &str| {
            info!(must);
            let span = info_span!("side", id = side);
            span.in_scope(|| sum(depth - 1, &format!("{must}/side={side}")))
        };
        let (left, right) = tracing_rayon::join(|| below("left"), || below("right"));
        info!(must);
        left + right
    }
    let total: usize = pool(3).install(|| {
        (0..40)
            .into_par_iter()
            .map(|id| {
                let _tree = info_span!(parent: None, "tree", id).entered();
                sum(4, &format!("tree={id}"))
            })
            .in_current_span()
            .sum()
    });
    assert_eq!(total, 40 * 16);
}
