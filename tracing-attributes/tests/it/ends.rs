//! How a function ends: what `ret`, `err` and `dropped` record, and what becomes of its span.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
};

use test_support::{check, check_calls};
use tracing::{Level, info, instrument};

use crate::support::{block_on, pause, poll};

#[test]
fn what_is_returned_is_recorded() {
    #[instrument(ret)]
    fn by_debug() -> &'static str {
        "text"
    }
    #[instrument(ret(Display, level = "warn"))]
    fn by_display(early: bool) -> String {
        if early {
            return "early".to_owned();
        }
        "late".to_owned()
    }
    #[instrument(ret)]
    fn nothing() {}
    check(
        || {
            by_debug();
            by_display(true);
            nothing();
        },
        "by_debug\n  INFO return=\"text\"\nby_display{early=true}\n  WARN return=early\nnothing\n  INFO return=()",
    );
}

#[test]
fn errors_are_recorded() {
    #[instrument(err)]
    fn by_display() -> Result<u8, String> {
        let text: String = Err("wrong")?;
        Ok(text.len() as u8)
    }
    #[instrument(err(Debug, level = Level::DEBUG), ret)]
    fn by_debug(fails: bool) -> Result<u8, String> {
        if fails { Err("wrong".into()) } else { Ok(1) }
    }
    check(
        || {
            _ = by_display();
            _ = by_debug(true);
            _ = by_debug(false);
        },
        r#"
        by_display
          ERROR error=wrong
        by_debug{fails=true}
          DEBUG error="wrong"
        by_debug{fails=false}
          INFO return=1
        "#,
    );
}

#[derive(Debug)]
enum Failure {
    Expected,
    Fatal,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", if self.is_fatal() { "fatal" } else { "expected" })
    }
}

impl Failure {
    fn is_fatal(&self) -> bool {
        matches!(self, Failure::Fatal)
    }
}

#[test]
fn an_error_may_choose_its_level() {
    #[instrument(err(level = |error| if error.is_fatal() { Level::ERROR } else { Level::DEBUG }), skip_all)]
    fn fails(with: Failure) -> Result<(), Failure> {
        Err(with)
    }
    #[instrument(err(level = |error: &Failure| if error.is_fatal() { Level::ERROR } else { Level::DEBUG }, Debug), skip_all)]
    async fn later(with: Failure) -> Result<(), Failure> {
        Err(with)
    }
    check(
        || {
            _ = fails(Failure::Expected);
            _ = fails(Failure::Fatal);
            _ = block_on(later(Failure::Expected));
        },
        "fails\n  DEBUG error=expected\nfails\n  ERROR error=fatal\nlater\n  DEBUG error=Expected",
    );
}

#[test]
fn a_future_that_is_dropped_before_its_end_is_told_from_one_that_ended() {
    #[instrument(dropped(level = "warn"), ret)]
    async fn slow() -> u8 {
        pause().await;
        1
    }
    check(
        || {
            block_on(slow());
            // Not begun, so not dropped before its end either.
            drop(slow());
            let mut begun = pin!(slow());
            assert!(poll(begun.as_mut()).is_pending());
        },
        "slow\n  INFO return=1\nslow\n  WARN dropped before it ended dropped=true",
    );
}

#[test]
fn the_span_closes_when_the_future_ends_also_if_that_is_kept() {
    #[instrument(dropped)]
    async fn work(n: u8) {
        pause().await;
        assert_eq!(n, 1, "on purpose");
    }
    let run = |n| {
        let mut future = pin!(work(n));
        let ended = catch_unwind(AssertUnwindSafe(|| while poll(future.as_mut()).is_pending() {}));
        assert_eq!(ended.is_err(), n == 2);
        info!("kept");
    };
    check_calls(
        || run(1),
        "
        new work{n=1}
        enter work
        exit work
        enter work
        exit work
        enter work
        exit work
        close work
        event INFO kept
        ",
    );
    check_calls(
        || run(2),
        "
        new work{n=2}
        enter work
        exit work
        enter work
        event INFO dropped before it ended dropped=true
        exit work
        enter work
        exit work
        close work
        event INFO kept
        ",
    );
}

#[test]
fn a_panic_leaves_no_span_entered() {
    #[instrument]
    async fn panics() {
        pause().await;
        panic!("on purpose");
    }
    check(
        || {
            let panicked = catch_unwind(|| block_on(panics()));
            assert!(panicked.is_err());
            info!("outside");
        },
        "panics\nINFO outside",
    );
}

#[test]
fn what_is_borrowed_from_a_parameter_can_be_returned() {
    struct Owner(Vec<u8>);
    impl Owner {
        #[instrument(ret, skip_all)]
        fn first(&mut self) -> Option<&mut u8> {
            self.0.first_mut()
        }
        #[instrument(err, skip_all)]
        async fn last(&mut self) -> Result<&mut u8, &'static str> {
            self.0.last_mut().ok_or("empty")
        }
    }
    let mut owner = Owner(vec![1]);
    check(
        || {
            *owner.first().expect("there is one") = 2;
            *block_on(owner.last()).expect("there is one") += 1;
        },
        "first\n  INFO return=Some(1)\nlast",
    );
    assert_eq!(owner.0, [3]);
}

#[test]
fn opaque_types_can_be_returned() {
    #[instrument(ret)]
    fn opaque() -> impl fmt::Debug {
        1
    }
    #[instrument(err)]
    fn within(fails: bool) -> Result<impl Sized, String> {
        if fails {
            return Err("wrong".to_owned());
        }
        Ok(1)
    }
    #[instrument(ret)]
    async fn later() -> impl fmt::Debug {
        2
    }
    check(
        || {
            opaque();
            _ = within(true);
            block_on(later());
        },
        "opaque\n  INFO return=1\nwithin{fails=true}\n  ERROR error=wrong\nlater\n  INFO return=2",
    );
}
