//! Wrong uses, and what the compiler says of them. `TRYBUILD=overwrite cargo test -p tracing rejected` writes the texts.

#[test]
fn wrong_uses_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
