//! Our filters let through what the published ones let through, but for the differences that `filters.differences` lists.
//!
//! After a change that is meant, `UPDATE_DIFFERENCES=1 cargo test --test filters` writes the list anew.

use std::fmt::Write as _;

use ours::filters as ours;
use published::filters as published;

/// Why a filter means something else here.
mod why {
    pub const SAME: &str = "";
    pub const EVENTS: &str = "a directive on the value of a field is on events as well";
    pub const LAST: &str = "the last value that was recorded counts";
    pub const OFF: &str = "`off` mutes what is inside; its spans are made where another layer may want them";
    pub const LOWER: &str = "the most specific directive decides, also where its level is the lower";
    pub const UNRELATED: &str = "a directive on a field takes no spans away that do not have it";
    pub const QUOTED: &str = "a text in quotes is matched by the string that it quotes";
    pub const LISTS: &str = "new: a list can hold directives with several fields";
    pub const WILD: &str = "new: `*` in a target is a wildcard";
    pub const EXACT: &str = "new: `=` before a target is an exact one";
    pub const NOT: &str = "new: `!` before a target is an exclusion";
    pub const APART: &str = "new: `spans` and `events` are no targets, but which records are meant";
}

const FILTERS: &[(&str, &str)] = &[
    ("", why::SAME),
    ("info", why::SAME),
    ("off", why::SAME),
    ("INFO,app=5", why::SAME),
    ("app=debug,info", why::SAME),
    ("info,hyper=off", why::SAME),
    ("app::db=trace,app=warn", why::SAME),
    ("app", why::SAME),
    ("app=trace,app=info", why::SAME),
    ("app::*=debug", why::WILD),
    ("*::db=debug", why::WILD),
    ("=app=debug", why::EXACT),
    ("debug,!app::db", why::NOT),
    ("spans=debug,warn", why::APART),
    ("[request]=debug", why::SAME),
    ("[request{id=7}]=trace", why::SAME),
    ("app[request{id=7}]=trace,warn", why::SAME),
    ("info,hyper=warn,app::db=debug,app[request{id=7}]=trace", why::SAME),
    ("[{id}]=debug", why::SAME),
    ("[{id=7}]=debug", why::EVENTS),
    ("[{name=bob}]=debug", why::EVENTS),
    ("[{name=\"bob\"}]=debug", why::QUOTED),
    ("trace,[{id=7}]=warn", why::LOWER),
    ("info,[noisy]=off", why::OFF),
    ("app=debug,[noisy]=off", why::OFF),
    ("info,[request{path=\"/healthcheck\"}]=off", why::OFF),
    ("info,[{id=7}]=off", why::OFF),
    ("info,[request]=off,[noisy]=info", why::OFF),
    ("info,[request]=off,app[noisy]=info", why::OFF),
    ("[request]=warn,info", why::LOWER),
    ("app=info,[request]=warn", why::SAME),
    ("app=info,app[request]=warn", why::LOWER),
    ("[request]=debug,[request{id=7}]=warn", why::LOWER),
    ("[request{id=7}]=debug,[nested]=warn,info", why::SAME),
    ("[nested]=trace,[request]=debug", why::SAME),
    ("[cool]=debug,warn", why::SAME),
    ("[cool]=trace,off", why::SAME),
    ("hyper[cool]=trace", why::SAME),
    ("[outer{flag=true}]=trace,error", why::SAME),
    ("[{ratio=nan}]=debug", why::SAME),
    ("[{ratio=0.5}]=debug", why::SAME),
    ("[late{id=7}]=debug", why::LAST),
    ("[late{id=7,name}]=debug", why::LISTS),
    ("info,[{hello=4}]=warn", why::SAME),
    ("[{hello}]=warn,info", why::UNRELATED),
    ("info,[{hello}]=off", why::UNRELATED),
    ("[other]=debug", why::SAME),
    ("app[nested]", why::SAME),
    ("[]=debug", why::SAME),
    ("app[]=trace", why::SAME),
];

const PATTERNS: &[&str] = &[
    "7",
    "-7",
    "7.0",
    "0.1",
    "0.3",
    "nan",
    "inf",
    "0",
    "-0.0",
    "0.0",
    "true",
    "bob",
    "\"bob\"",
    "bo",
    "ob",
    ".*bob.*",
    "bob.*",
    ".*bob",
    "b.b",
    "^bob$",
    "^bob",
    "bob$",
    "",
    "a b",
    "Some",
    "Some\\(\"bob\"\\)",
    "[a-z]+",
    ".",
    "..",
    ".*",
    "(?i)bob",
    "18446744073709551615",
    "-9223372036854775808",
    "100000000000000000000",
    "/healthcheck",
    "/health",
    "bob|xyz",
    "True",
    "7u8",
];

const TEXTS: &[&str] = &[
    "",
    "info",
    "INFO",
    "InFo",
    " info",
    "off",
    "0",
    "3",
    "5",
    "6",
    "-1",
    "trace=trace",
    "foo",
    "foo=",
    "=info",
    "=",
    "foo=INFO",
    "foo=0",
    "foo=6",
    "foo=infox",
    "foo::bar=debug",
    "foo:bar=debug",
    "foo-bar=debug",
    "foo.bar=debug",
    "foo/bar=debug",
    "foo*=debug",
    "!foo",
    "!foo=debug",
    "foo bar=debug",
    " foo=debug",
    "foo =debug",
    "foo= debug",
    "foo=debug ",
    "foo=debug=info",
    "foo,bar",
    "foo=info,bar=debug",
    ",",
    ",,",
    "info,",
    ",info",
    "info,,foo=debug",
    "info, foo=debug",
    "[span]",
    "[span]=off",
    "[]",
    "foo[span]=debug",
    "foo[]=debug",
    "foo[span",
    "foo]=debug",
    "[span]]=debug",
    "[[span]]=debug",
    "[span]info",
    "[span]foo=debug",
    "[span=debug",
    "[{field}]=debug",
    "[{field=1}]=debug",
    "[{field=-1}]=debug",
    "[{field=1.5}]=debug",
    "[{field=true}]=debug",
    "[{field=NaN}]=debug",
    "[{field=nan}]=debug",
    "[{field=inf}]=debug",
    "[{field=18446744073709551615}]=debug",
    "[{field=184467440737095516150}]=debug",
    "[{field=abc}]=debug",
    "[{field=\"abc\"}]=debug",
    "[{field=a.*c}]=debug",
    "[{field=[}]=debug",
    "[{field=(}]=debug",
    "[{field=a|b}]=debug",
    "[{field=}]=debug",
    "[{=1}]=debug",
    "[{}]=debug",
    "[span{}]=debug",
    "[span{field=1,other=2}]=debug",
    "[span{field=1, other=2}]=debug",
    "[span{field,other}]=debug",
    "[span{field=1,}]=debug",
    "[span{field=1}{other=2}]=debug",
    "[span{field=1]=debug",
    "[span field=1}]=debug",
    "[span{field=\"a,b\"}]=debug",
    "[span{field=a=b}]=debug",
    "[span{field=a]b}]=debug",
    "[span{field=a}b}]=debug",
    "[span{a.b=1}]=debug",
    "[span name]=debug",
    "[span::name]=debug",
    "[\"span\"]=debug",
    "my_app[request{id=7}]=",
    "target[span{field=value}]=level",
    "[span{field=value}]=info=debug",
    "foo[a],bar[b{c}]",
    "info[]",
    "[foo]bar[baz]=debug",
    "ünïcode=debug",
    "[span{ü=1}]=debug",
    "\"foo\"=debug",
    "foo=\"debug\"",
    "foo=warning",
    "foo{field=1}=debug",
    "foo{field}",
    "{field}=debug",
    "[s{f=0x10}]=debug",
    "[s{f=1e3}]=debug",
    "[s{f=+1}]=debug",
    "[s{f=-0.0}]=debug",
    "[s{f=1.0}]=debug",
    "[s{f=True}]=debug",
    "[s{f= 1}]=debug",
    "[s{ f=1}]=debug",
    "[s{f=1} ]=debug",
    "[s{f=\\d+}]=debug",
    "[s{f=^abc$}]=debug",
    "info,debug",
    "error,foo",
    "[{x}]=info,[{x}]=debug",
    "bar=debug,foo=info,baz=warn",
    "[b]=info,[a]=info",
    "a=info,bb=info,a[s]=info,[s{f}]=info,[s]=info,[{f=1}]=info,info",
    "spans",
    "spans=info",
    "spans::x=info",
    "events:app=info",
];

/// The lines that only one of two lists has, by their longest common subsequence.
fn differences(published: &[String], ours: &[String]) -> Vec<String> {
    let (n, m) = (published.len(), ours.len());
    let mut common = vec![vec![0_u32; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            common[i][j] =
                if published[i] == ours[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < n || j < m {
        if i < n && j < m && published[i] == ours[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == m || i < n && common[i + 1][j] >= common[i][j + 1] {
            lines.push(format!("  - {}", published[i]));
            i += 1;
        } else {
            lines.push(format!("  + {}", ours[j]));
            j += 1;
        }
    }
    lines
}

/// Lines that differ in nothing but the level, as one line.
fn merged(lines: &[String]) -> Vec<String> {
    let mut merged: Vec<(Vec<&str>, String)> = Vec::new();
    for line in lines {
        let words: Vec<&str> = line.splitn(6, ' ').collect();
        let &[_, _, sign, kind, level, rest] = &words[..] else { panic!("{line}") };
        match merged.last_mut() {
            Some((last, levels)) if *last == [sign, kind, rest] => *levels += &format!(" {level}"),
            _ => merged.push((vec![sign, kind, rest], level.to_owned())),
        }
    }
    merged.into_iter().map(|(words, levels)| format!("  {} {} {}: {levels}", words[0], words[1], words[2])).collect()
}

fn list() -> String {
    let mut list =
        String::from("Where our filters differ from the published ones: `-` theirs alone, `+` ours alone.\n");
    for (filter, why) in FILTERS {
        let by_all = differences(&published::seen_by_all(filter), &ours::seen_by_all(filter));
        let by_one = differences(&published::seen_by_one(filter), &ours::seen_by_one(filter));
        assert_eq!(by_all.is_empty(), why.is_empty(), "`{filter}`: {by_all:#?}");
        assert_eq!(by_one.is_empty(), why.is_empty(), "`{filter}` of one layer: {by_one:#?}");
        if let Some(new) = why.strip_prefix("new: ") {
            writeln!(list, "\nfilter {filter}\n  is new: {new}").unwrap();
        } else if !why.is_empty() {
            writeln!(list, "\nfilter {filter}\n  because {why}\n{}", merged(&by_all).join("\n")).unwrap();
            if by_one != by_all {
                writeln!(list, "  as the filter of one layer:\n{}", merged(&by_one).join("\n")).unwrap();
            }
        }
    }
    for pattern in PATTERNS {
        for (regex, kind) in [(true, "regex"), (false, "exact")] {
            let (published, ours) = (published::matched_by(pattern, regex), ours::matched_by(pattern, regex));
            if published != ours {
                writeln!(list, "\nvalue {pattern} ({kind})\n  - {published:?}\n  + {ours:?}").unwrap();
            }
        }
    }
    for text in TEXTS {
        let (published, ours) = (published::read_as(text), ours::read_as(text));
        for ((published, ours), reader) in published.iter().zip(&ours).zip(["EnvFilter", "Directive", "Targets"]) {
            if published != ours {
                writeln!(list, "\ntext {text:?} as {reader}\n  - {published:?}\n  + {ours:?}").unwrap();
            }
        }
        let (published, ours) = (published::hint(text), ours::hint(text));
        if published != ours && published.is_some() {
            writeln!(list, "\nhint {text:?}\n  - {published:?}\n  + {ours:?}").unwrap();
        }
    }
    list
}

#[test]
fn every_difference_is_listed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/filters.differences");
    let list = list();
    if std::env::var_os("UPDATE_DIFFERENCES").is_some() {
        std::fs::write(path, &list).unwrap();
    }
    let listed = std::fs::read_to_string(path).unwrap();
    assert!(list == listed, "{}", differences(&lines(&listed), &lines(&list)).join("\n"));
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
