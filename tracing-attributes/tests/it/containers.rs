//! The attribute on `impl`, `trait` and `mod`.

use test_support::check;
use tracing::instrument;

use crate::support::block_on;

#[test]
fn every_function_of_an_impl_gets_a_span() {
    struct Store;
    #[instrument(skip(self, secret), level = "debug", err)]
    impl Store {
        const LIMIT: usize = { 3 };
        const fn limit() -> usize {
            Self::LIMIT
        }
        fn get(&self, key: &str) -> Result<usize, String> {
            self.check(key)?;
            Err(format!("no {key}"))
        }
        async fn put(&self, key: &str, secret: &str) {
            self.quiet(key, secret);
        }
        #[instrument(name = "own", skip_all)]
        fn check(&self, _key: &str) -> Result<(), String> {
            Ok(())
        }
        #[instrument(skip)]
        fn quiet(&self, _key: &str, _secret: &str) {}
    }
    check(
        || {
            _ = Store.get("a");
            block_on(Store.put("b", "hidden"));
            assert_eq!(Store::limit(), 3);
        },
        r#"
        get{key="a"}
          own
          ERROR error=no a
        put{key="b"}
        "#,
    );
}

#[test]
fn functions_with_a_body_of_a_trait_get_a_span() {
    #[instrument(skip_all)]
    trait Greet {
        fn name(&self) -> String;
        fn greet(&self) -> String {
            format!("hello {}", self.name())
        }
    }
    struct World;
    impl Greet for World {
        fn name(&self) -> String {
            "world".into()
        }
    }
    check(|| assert_eq!(World.greet(), "hello world"), "greet");
}

#[instrument(level = "debug")]
mod inside {
    use std::fmt;

    pub struct Celsius(pub f64);

    // What writes `self` does not record it.
    impl fmt::Debug for Celsius {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} °C", self.0)
        }
    }

    impl Celsius {
        pub fn warmer(&self, by: f64) -> Celsius {
            deeper::add(self.0, by)
        }
    }

    pub mod deeper {
        pub fn add(a: f64, b: f64) -> super::Celsius {
            super::Celsius(a + b)
        }
    }
}

#[test]
fn every_function_of_a_module_gets_a_span() {
    check(|| inside::Celsius(1.0).warmer(2.5).0, "warmer{self=1 °C by=2.5}\n  add{a=1.0 b=2.5}");
}
