//! What the compiler says of wrong uses, and where.

#[test]
fn wrong_uses_are_explained_in_their_place() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
