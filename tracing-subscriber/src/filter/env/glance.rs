//! Recognises a list of directives that is written in the usual way, without taking it apart. Called by the builder: what
//! is recognised is valid, and is kept as text until the filter is put to use.

use tracing_core::LevelFilter;

use super::parse::{NOT_PLAIN, find};
use crate::filter::parse::level;

/// What a glance tells about a list.
pub(super) struct Glance {
    pub(super) max_level: LevelFilter,
}

/// `None` if the list has to be looked at more closely: it has an error, a character of some meaning, or no directive.
///
/// Recognised are `level`, `word=level` and `word[word{word=word,…}]=level` with a comma between them, where a word is of
/// letters, digits, `_` and `:`; a field may lack its value, and the span its name or the braces.
pub(super) fn glance(list: &str) -> Option<Glance> {
    let bytes = list.as_bytes();
    let mut max_level = LevelFilter::OFF;
    let mut at = 0;
    loop {
        let start = at;
        at = find(bytes, at, NOT_PLAIN);
        let mut has_left_side = false;
        if bytes.get(at) == Some(&b'[') {
            at = brackets(bytes, at + 1)?;
            has_left_side = true;
        }
        let from = match bytes.get(at) {
            Some(b'=') if has_left_side || at > start => at + 1,
            None | Some(b',') if !has_left_side => start,
            _ => return None,
        };
        if from != start {
            at = find(bytes, from, NOT_PLAIN);
        }
        max_level = max_level.max(level(list.get(from..at)?)?);
        match bytes.get(at) {
            None => return Some(Glance { max_level }),
            Some(b',') => at += 1,
            Some(_) => return None,
        }
    }
}

/// Goes past `word{word=word,…}]`.
#[inline]
fn brackets(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = find(bytes, from, NOT_PLAIN);
    if bytes.get(at) == Some(&b'{') {
        loop {
            let name = at + 1;
            at = find(bytes, name, NOT_PLAIN);
            if at == name {
                return None;
            }
            if bytes.get(at) == Some(&b'=') {
                at = find(bytes, at + 1, NOT_PLAIN);
            }
            match bytes.get(at)? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        at += 1;
    }
    (bytes.get(at) == Some(&b']')).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::env::EnvFilter;

    #[test]
    fn the_usual_is_recognised() {
        for list in [
            "info",
            "info,hyper=warn,sqlx::query=debug,my_app[request{id=7}]=trace",
            "[a]=info",
            "[{a,b=1}]=5,off",
            "a[b{c=}]=DEBUG",
            "a[]=info",
        ] {
            assert!(glance(list).is_some(), "{list}");
        }
        for list in [
            "",
            ",",
            "info,",
            "a",
            "=info",
            "a=",
            "a=loud",
            "a=info=info",
            "[a]",
            "[a{}]=info",
            "a*=info",
            "[a{b=c}=info",
        ] {
            assert!(glance(list).is_none(), "{list}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_recognised_is_valid_and_its_level_is_right(list in "([ab:5]{0,3}([\\[\\]{}=,]|=info|=off,)?){0,8}") {
            if let Some(glance) = glance(&list) {
                let directives: Vec<_> = super::super::parse::list(&list, true).collect();
                assert!(directives.iter().all(Result::is_ok), "{list}");
                let filter = EnvFilter::builder().parse(&list).unwrap();
                assert!(filter.max_level_hint().unwrap() <= glance.max_level.max(LevelFilter::TRACE));
            }
        }
    }
}
