//! Every kind of function, and that the attribute leaves its lints as they are.

use test_support::check;
use tracing::instrument;

use crate::support::block_on;

#[test]
fn generic_and_opaque_types() {
    #[instrument]
    fn generic<T, const N: usize>(value: T, list: [u8; N]) -> T
    where
        T: Clone + std::fmt::Debug,
    {
        _ = list;
        value
    }
    #[instrument(skip(f))]
    fn opaque(f: impl Fn(u8, u8) -> u8, n: impl std::fmt::Debug) -> impl std::fmt::Debug {
        (f(1, 2), n)
    }
    check(
        || {
            generic("a", [1, 2]);
            opaque(|a, b| a + b, 3);
        },
        "generic{value=\"a\" list=[1, 2]}\nopaque{n=3}",
    );
}

#[test]
fn unsafe_and_foreign_functions() {
    #[instrument]
    #[expect(unsafe_code, reason = "it is one that is tested")]
    unsafe fn risky(n: u8) {
        _ = n;
    }
    #[instrument]
    extern "C" fn foreign(n: u8) {
        _ = n;
    }
    check(
        || {
            #[expect(unsafe_code, reason = "it does nothing")]
            // SAFETY: it does nothing.
            unsafe {
                risky(1);
            }
            foreign(2);
        },
        "risky{n=1}\nforeign{n=2}",
    );
}

#[test]
fn lifetimes_are_elided_as_ever() {
    struct Text(String);
    impl Text {
        #[instrument(skip(self))]
        fn get(&self, _other: &str) -> &str {
            &self.0
        }
        #[instrument(skip(self))]
        async fn later(&self, _other: &str) -> &str {
            &self.0
        }
    }
    let text = Text("a".into());
    assert_eq!(text.get("b"), "a");
    assert_eq!(block_on(text.later("b")), "a");
}

#[test]
fn functions_that_macros_write() {
    macro_rules! function {
        ($visibility:vis $name:ident($parameter:ident: $type:ty) $body:block) => {
            #[instrument]
            $visibility fn $name($parameter: $type) $body
        };
        (async $visibility:vis $name:ident($parameter:ident: $type:ty) -> $output:ty $body:block) => {
            #[instrument]
            $visibility async fn $name($parameter: $type) -> $output $body
        };
        ($item:item) => {
            #[instrument]
            $item
        };
    }
    function!(pub(crate) visible(n: u8) {});
    function!(async later(n: u8) -> u8 { n + 1 });
    function!(
        fn whole(n: u8) {}
    );
    check(
        || {
            visible(1);
            block_on(later(2));
            whole(3);
        },
        "visible{n=1}\nlater{n=2}\nwhole{n=3}",
    );
}

#[test]
fn values_are_converted_to_the_return_type() {
    #[instrument]
    async fn boxed(early: bool) -> Box<dyn std::fmt::Debug> {
        if early {
            return Box::new(1);
        }
        Box::new("text")
    }
    #[instrument(ret)]
    fn now(early: bool) -> Box<dyn std::fmt::Debug> {
        if early {
            return Box::new(1);
        }
        Box::new("text")
    }
    assert_eq!(format!("{:?} {:?}", block_on(boxed(true)), now(false)), "1 \"text\"");
}

#[test]
fn one_expression_needs_no_other_braces() {
    #[instrument]
    fn now() -> u8 {
        1
    }
    #[instrument]
    async fn later() -> u8 {
        2
    }
    #[instrument(err)]
    async fn fails() -> Result<u8, u8> {
        Err(3)
    }
    assert_eq!((now(), block_on(later()), block_on(fails())), (1, 2, Err(3)));
}

#[test]
fn unused_functions_are_found() {
    #[expect(dead_code)]
    #[instrument]
    fn now() {}
    #[expect(dead_code)]
    #[instrument]
    async fn later() {}
}

#[test]
fn unused_variables_are_found() {
    #[instrument(skip_all)]
    #[expect(unused_variables)]
    fn now(n: u8) {}
    #[instrument(skip_all)]
    #[expect(unused_variables)]
    async fn later(n: u8) {}
    #[instrument(skip_all)]
    #[expect(unused_mut)]
    async fn mutable(mut n: u8) -> u8 {
        n
    }
    now(1);
    block_on(later(1));
    block_on(mutable(1));
}

#[test]
fn attributes_inside_of_the_body_hold() {
    #[instrument]
    async fn later() {
        #![allow(unused_variables)]
        let n = 1;
    }
    #[instrument]
    fn now() {
        #![allow(unused_variables)]
        let n = 1;
    }
    block_on(later());
    now();
}

#[test]
fn an_attribute_below_finds_an_async_fn() {
    #[instrument]
    #[must_use]
    async fn kept(n: u8) -> u8 {
        n
    }
    check(|| assert_eq!(block_on(kept(1)), 1), "kept{n=1}");
}

#[test]
fn the_body_is_told_what_the_function_gives() {
    type Failed = Box<dyn std::error::Error + Send + Sync>;

    #[instrument]
    async fn inside(fails: bool) -> Result<Box<dyn std::fmt::Debug>, Failed> {
        if fails {
            return Err("it failed".into());
        }
        Ok(Box::new(1))
    }
    #[instrument(err)]
    async fn watched(fails: bool) -> Result<Box<dyn std::fmt::Debug>, Failed> {
        if fails {
            return Err("it failed".into());
        }
        Ok(Box::new(1))
    }
    #[instrument]
    async fn list() -> Option<Vec<Box<dyn Fn(u8) -> u8>>> {
        Some(vec![Box::new(|n| n + 1), Box::new(|n| n + 2)])
    }
    assert!(block_on(inside(true)).is_err());
    assert!(block_on(watched(false)).is_ok());
    assert_eq!(block_on(list()).unwrap()[1](1), 3);
}

#[test]
fn macros_hand_in_every_part_of_a_function() {
    macro_rules! define {
        ($(#[$attribute:meta])* [$name:literal $level:expr, $value:expr] $visibility:vis fn $function:ident
            ($pattern:pat, $argument:ident: $of:ty) -> $output:ty $body:block) => {
            #[instrument(name = $name, level = $level, fields(value = $value))]
            $(#[$attribute])*
            $visibility fn $function($pattern: (u8, u8), $argument: $of) -> $output $body
        };
    }
    define! {
        /// Documented.
        #[inline]
        ["given" "debug", 1 + 2] pub(crate) fn made((a, b), c: u8) -> u8 {
            assert_eq!(tracing::Span::current().metadata().unwrap().level(), &tracing::Level::DEBUG);
            a + b + c
        }
    }
    macro_rules! wrap {
        ($item:item) => {
            #[instrument]
            $item
        };
    }
    wrap! { async fn wrapped(n: u8) -> u8 { n } }
    check(
        || {
            assert_eq!(made((1, 2), 3), 6);
            assert_eq!(block_on(wrapped(1)), 1);
        },
        "given{a=1 b=2 c=3 value=3}\nwrapped{n=1}",
    );
}
