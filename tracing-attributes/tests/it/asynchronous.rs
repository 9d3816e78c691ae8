//! Asynchronous functions, and functions that return futures.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::Mutex,
};

use async_trait::async_trait;
use test_support::{check, check_calls};
use tracing::{info, info_span, instrument};

use crate::support::{Drops, block_on, pause, poll};

#[test]
fn each_poll_and_the_drop_enter_the_span() {
    #[instrument]
    async fn work(n: u8) {
        pause().await;
    }
    check_calls(
        || block_on(work(1)),
        "
        new work{n=1}
        enter work
        exit work
        enter work
        exit work
        enter work
        exit work
        close work
        ",
    );
}

#[test]
fn a_function_with_another_attribute_has_a_span_too() {
    #[instrument(fields(n = 1))]
    #[must_use]
    async fn with_field() -> u8 {
        1
    }
    #[instrument(target = "there", parent = None)]
    #[must_use]
    async fn with_target() -> u8 {
        1
    }
    check(|| _ = (block_on(with_field()), block_on(with_target())), "with_field{n=1}\nwith_target");
}

#[test]
fn the_span_is_made_by_the_first_poll() {
    #[instrument]
    async fn work() {}
    check_calls(|| drop(work()), "");
    check(
        || {
            let future = work();
            let _outer = info_span!("outer").entered();
            block_on(future);
        },
        "outer\n  work",
    );
}

#[test]
fn futures_are_nested_as_their_functions_are() {
    #[instrument]
    async fn outer() {
        inner(1).await;
        pause().await;
        inner(2).await;
    }
    #[instrument]
    async fn inner(n: u8) {
        pause().await;
        info!("inside");
    }
    check(|| block_on(outer()), "outer\n  inner{n=1}\n    INFO inside\n  inner{n=2}\n    INFO inside");
}

#[test]
fn a_future_that_is_polled_while_fields_are_evaluated_keeps_its_own_span() {
    #[instrument(fields(n = block_on(inner())))]
    async fn outer() {
        info!("outside");
    }
    #[instrument]
    async fn inner() -> u8 {
        info!("inside");
        1
    }
    check(|| block_on(outer()), "inner\n  INFO inside\nouter{n=1}\n  INFO outside");
}

#[test]
fn a_disabled_span_leaves_those_inside_in_place() {
    #[instrument(skip_all)]
    async fn outer() {
        inner().await;
    }
    #[instrument]
    async fn inner() {
        pause().await;
    }
    // Nobody listens in the first poll; the span that is made later is not that of the outer function.
    let mut future = Box::pin(outer());
    assert!(poll(future.as_mut()).is_pending());
    check(|| block_on(future), "");
}

#[test]
fn parameters_live_as_long_as_the_future_and_go_in_reverse() {
    #[instrument(skip_all)]
    async fn work(_a: Drops, _: Drops, (_c, _d): (Drops, Drops)) {
        let _local = Drops("local");
        pause().await;
    }
    let future = || work(Drops("a"), Drops("b"), (Drops("c"), Drops("d")));
    check(|| block_on(future()), "work\n  INFO drop local\n  INFO drop d\n  INFO drop c\n  INFO drop b\n  INFO drop a");
    check(
        || {
            let mut future = Box::pin(future());
            assert!(poll(future.as_mut()).is_pending());
        },
        "work\n  INFO drop local\n  INFO drop d\n  INFO drop c\n  INFO drop b\n  INFO drop a",
    );
}

#[test]
fn what_the_last_expression_borrows_is_given_back_before_the_parameters_go() {
    #[instrument(skip_all)]
    async fn length(list: Mutex<Vec<u8>>) -> usize {
        list.lock().expect("not poisoned").len()
    }
    assert_eq!(block_on(length(Mutex::new(vec![1, 2]))), 2);
}

#[test]
fn a_future_is_send_if_what_it_holds_is() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    #[instrument(ret)]
    async fn work(text: &str, list: &mut Vec<u8>) -> usize {
        pause().await;
        list.push(1);
        text.len() + list.len()
    }
    assert_eq!(block_on(is_send(work("a", &mut Vec::new()))), 2);
}

#[test]
fn functions_that_return_a_future_are_asynchronous() {
    #[instrument]
    fn block(n: u8) -> impl Future<Output = u8> {
        info!("outside");
        async move {
            info!("inside");
            n
        }
    }
    #[instrument(ret)]
    fn boxed(n: u8) -> Pin<Box<dyn Future<Output = u8>>> {
        Box::pin(async move { n })
    }
    #[instrument]
    fn inner(n: u8) -> Pin<Box<dyn Future<Output = u8>>> {
        async fn work(n: u8) -> u8 {
            info!("inside");
            n
        }
        Box::pin(work(n))
    }
    check(
        || {
            assert_eq!(block_on(block(1)), 1);
            assert_eq!(block_on(boxed(2)), 2);
            assert_eq!(block_on(inner(3)), 3);
        },
        "
        INFO outside
        block{n=1}
          INFO inside
        boxed{n=2}
          INFO return=2
        inner{n=3}
          INFO inside
        ",
    );
}

#[test]
fn async_trait_writes_functions_that_are_asynchronous() {
    #[async_trait]
    trait Service {
        async fn call(&self, n: u8) -> u8;
        #[instrument(skip(self))]
        async fn twice(&self, n: u8) -> u8 {
            self.call(n).await + self.call(n).await
        }
    }
    #[derive(Debug)]
    struct Adder(u8);
    #[async_trait]
    impl Service for Adder {
        #[instrument(fields(to = self.0, of = std::any::type_name::<Self>().ends_with("Adder")))]
        async fn call(&self, n: u8) -> u8 {
            pause().await;
            self.0 + n
        }
    }
    check(
        || assert_eq!(block_on(Adder(1).twice(2)), 6),
        "twice{n=2}\n  call{self=Adder(1) n=2 to=1 of=true}\n  call{self=Adder(1) n=2 to=1 of=true}",
    );
}

#[test]
fn traits_of_the_language_may_have_asynchronous_functions() {
    trait Service {
        fn call(&self, n: u8) -> impl Future<Output = u8> + Send;
        #[instrument(skip(self))]
        async fn usual(&self) -> u8 {
            self.call(1).await
        }
    }
    struct Adder(u8);
    impl Service for Adder {
        #[instrument(skip(self))]
        async fn call(&self, n: u8) -> u8 {
            self.0 + n
        }
    }
    check(|| assert_eq!(block_on(Adder(1).usual()), 2), "usual\n  call{n=1}");
}

#[test]
fn one_that_never_ends_may_say_so() {
    #[instrument]
    async fn forever() -> ! {
        loop {
            pause().await;
        }
    }
    check(
        || {
            let mut future = pin!(forever());
            assert!(poll(future.as_mut()).is_pending());
        },
        "forever",
    );
}

#[test]
fn the_future_holds_the_body_once() {
    async fn plain(n: u64) -> u64 {
        let room = [n; 64];
        pause().await;
        room[1]
    }
    #[instrument]
    async fn traced(n: u64) -> u64 {
        let room = [n; 64];
        pause().await;
        room[1]
    }
    let (plain, traced) = (size_of_val(&plain(1)), size_of_val(&traced(1)));
    // The span, and what is known of the future's way; not the room once more.
    assert!(traced <= plain + 128, "{traced} bytes, without the attribute {plain}");
}
