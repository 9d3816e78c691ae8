//! Patterns match as in the crate `regex`.

use proptest::prelude::*;

use super::*;

/// What the `regex` crate says, with all of its tables.
fn expected(pattern: &str, value: &str) -> Result<bool, String> {
    let regex = regex::Regex::new(pattern).map_err(|error| error.to_string())?;
    Ok(regex.find(value).is_some_and(|found| found.end() == value.len()))
}

/// Compares both ways to search with what is expected.
#[track_caller]
fn compare(pattern: &str, values: &[&str]) {
    let regex = Regex::new(pattern);
    let stepped = regex.clone().map(|regex| Regex { table: None, ..regex });
    for value in values {
        let found = regex.as_ref().map(|regex| regex.matches(value)).map_err(|error| error.clone());
        match expected(pattern, value) {
            Ok(expected) => assert_eq!(found, Ok(expected), "{pattern:?} in {value:?}"),
            Err(error) => assert!(found.is_err(), "{pattern:?}: {error}"),
        }
        assert_eq!(stepped.as_ref().ok().map(|regex| regex.matches(value)), found.ok(), "{pattern:?} in {value:?}");
    }
}

/// A list with `¦` between patterns.
const PATTERNS: &str = r#"a¦ab¦a|ab¦ab|a¦a||b¦|¦(a|ab)(c|)¦a*¦a*?¦a+?b¦(|a)*¦(|a)+¦(a*)*¦(a*?)*b¦(a|b)*b¦a{2}¦a{1,}¦a{0}¦a{2,3}?¦a{ 2 }
a{3,2}¦a{¦a{x}¦a{,2}¦(a{2}){3}¦a**¦a+*?¦(?U)a*¦(?U)a*?b¦*¦a|*¦(*)¦(?i)*¦x{2}{3}¦.¦..¦.*b¦(?s).¦(?s).*b$¦^a¦a$¦^
$¦^$¦(?m)^a$¦(?m)a$¦(?m)^¦\Aa\z¦\ba¦a\b¦\Ba¦a\B¦\<a¦b\>¦\b{start}a¦b\b{end}¦\b{start-half}b¦a\b{end-half}¦\b{x}
[a-b]+¦[^a]¦[^a-b\n]*¦[]a]¦[^]a]¦[-a]+¦[a-]+¦[a-b-c]¦[--a]¦[a--b]¦[a&&b]¦[a-c&&b-d]¦[a-c--b]+¦[a-c~~b-d]
[\w&&[^a]]+¦[[a]b]+¦[a[^b]]¦[[:alpha:]]+¦[[:^alpha:]]¦[[:x:]]¦[:alpha:]¦[b-a]¦[a-\d]¦[\d-a]¦[\b]¦[¦[a¦[]¦[^]¦[a-
[&&a]¦[a&&]¦[^^]¦\d+¦\D¦\w+¦\W¦\s¦\S+¦[\d_]+¦[^\w\s]¦(?-u:\w)+¦(?-u:[\s])¦(?i)AB¦(?i)[A-B]+¦(?i:a)B¦(?i)Ä
(?i)[^a]¦a(?i)b|A¦(a(?i))b¦(?x)[a b]+¦(?x)a {2}¦(?i-s:A)¦(?-i)a¦(?)¦(?:)¦(?-)a¦(?i¦(?y)a¦(?:a|b)+¦(?P<n>a)b
(?<n>a)b¦(?<>a)¦(?<1>a)¦(?<n¦(?=a)¦(?<=a)b¦(¦)¦(a¦a)¦\¦\.¦\-¦\{¦\}¦\#¦\ ¦\n¦\t¦\x41¦\x{41}¦\u0041¦\U00000041¦\x4
\x{110000}¦\x{}¦\x{+41}¦\1¦\y¦\ä¦}¦]¦{¦a|}¦\_¦\/¦\~¦\&¦\"¦\%¦\e¦\Z¦\K¦ä¦[ä-ö]¦日.¦[^ä]¦日|a日¦.{3}"#;

/// Likewise.
const VALUES: &str = "\
    ¦a¦b¦ab¦ba¦aab¦abab¦abc¦A¦Ab¦aB¦-¦a-b¦]¦^¦&¦7¦42¦a7¦_¦a b¦ ¦\n¦a\n¦\na¦a\nb¦a\r\nb¦ä¦Ä¦äb¦aé¦日本\
    ¦a日¦\u{a0}¦\t¦{¦}¦a{2}¦#¦~¦.¦aaaaaaaaaaaaaaaaaaaaaaaa¦aaaaaaaaaaab";

#[test]
fn patterns_match_as_in_the_crate_regex() {
    let values: Vec<_> = VALUES.split('¦').collect();
    for pattern in PATTERNS.split(['¦', '\n']).chain(["", "(?x) a # b\n b"]) {
        compare(pattern, &values);
    }
}

#[test]
fn what_is_too_large_is_refused() {
    for pattern in ["a{99999}", "((((a{9}){9}){9}){9}){9}", "(){4000000000}", &"(".repeat(300), &"[".repeat(300)] {
        assert!(Regex::new(pattern).is_err(), "{pattern}");
    }
    let parts = format!("[a{}]", "--b".repeat(300));
    assert!(Regex::new(&parts).is_err());
    let ranges: String = ('\u{1000}'..'\u{3000}').collect();
    assert!(Regex::new(&format!("[{ranges}]")).is_err());
}

#[test]
fn patterns_of_many_positions_are_stepped_through() {
    let regex = Regex::new("(a|b)*a(a|b){12}").unwrap();
    assert!(regex.table.is_none());
    compare("(a|b)*a(a|b){12}", &["aaaaaaaaaaaaaaaaaaaaaaaa", "bbbabbbbbbbbbbbb", "bbbbbbbbbbbbbbbb"]);
}

#[test]
fn a_value_that_cannot_match_any_more_is_not_read_on() {
    let regex = Regex::new("^ab").unwrap();
    assert!(!regex.start().feed("b"));
    assert!(regex.start().feed("a"));
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(
        &[
            "a",
            "b",
            "ab",
            "ä",
            "7",
            "_",
            " ",
            "\n",
            ".",
            "*",
            "+",
            "?",
            "*?",
            "|",
            "(",
            ")",
            "(?:",
            "(?i)",
            "(?s)",
            "(?m)",
            "(?x)",
            "^",
            "$",
            "\\b",
            "\\B",
            "\\w",
            "\\W",
            "\\d",
            "\\s",
            "[a-b]",
            "[^a]",
            "[",
            "]",
            "-",
            "&&",
            "{2}",
            "{1,2}",
            "{0,}",
            "#",
            "\\",
            "[[:alpha:]",
        ][..],
    );
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pattern_matches_as_in_the_crate_regex(pattern in pieces(), values in prop::collection::vec("[ab7_ä\n -]{0,8}", 4)) {
        compare(&pattern, &values.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
