//! Key-values become fields, with their types.

use log::{Log, Record, info, kv::Value};
use tracing_log::LogTracer;

use crate::support::journal;

/// The values but for the five that every record has.
fn extra(f: impl FnOnce(&LogTracer)) -> String {
    let values = journal("values", f).concat();
    let own = |word: &&str| word.starts_with("log.") || word.starts_with("message=");
    values.split(' ').filter(|word| !own(word)).collect::<Vec<_>>().join(" ")
}

#[test]
fn types_are_kept() {
    let text = String::from("two");
    let fields = extra(|tracer| {
        info!(logger: tracer, signed = -1i8, unsigned = 1u64, float = 0.5, yes = true, text = text.as_str(); "x");
    });
    assert_eq!(fields, "signed=i64:-1 unsigned=u64:1 float=f64:0.5 yes=bool:true text=str:\"two\"");
    let fields = extra(|tracer| info!(logger: tracer, big = u128::MAX, small = i128::MIN; "x"));
    assert_eq!(fields, format!("big=u128:{} small=i128:{}", u128::MAX, i128::MIN));
}

#[test]
fn any_number_of_pairs_stays_in_order() {
    for count in 0..10 {
        let keys: Vec<_> = (0..count).map(|n| format!("key{n}")).collect();
        let pairs: Vec<_> = keys.iter().map(String::as_str).zip(0..).collect();
        let record = |tracer: &LogTracer| {
            tracer.log(&Record::builder().args(format_args!("x")).key_values(&pairs).build());
        };
        let expected: Vec<_> = pairs.iter().map(|(key, n)| format!("{key}=i64:{n}")).collect();
        assert_eq!(extra(record), expected.join(" "));
    }
}

#[test]
fn what_can_only_be_shown_is_shown() {
    let fields = extra(|tracer| {
        info!(logger: tracer, list:? = [1, 2].as_slice().first(), path:% = "a/b", letter = 'c'; "x");
    });
    assert_eq!(fields, "list=debug:Some(1) path=debug:a/b letter=str:\"c\"");
}

#[test]
fn keys_need_not_be_identifiers() {
    let key = format!("key-{}", 7);
    let fields = extra(|tracer| {
        let pairs = [(key.as_str(), 1), ("x.y", 2)];
        tracer.log(&Record::builder().args(format_args!("x")).key_values(&pairs).build());
    });
    assert_eq!(fields, "key-7=i64:1 x.y=i64:2");
}

#[test]
fn no_key_takes_the_place_of_a_records_own_field() {
    let values = journal("values", |tracer| {
        info!(logger: tracer, target: "true", "message" = "forged", "log.target" = "forged"; "real");
    })
    .concat();
    assert!(values.contains("message=debug:real log.target=str:\"true\""), "{values}");
    assert!(values.contains("kv.message=str:\"forged\" kv.log.target=str:\"forged\""), "{values}");
}

#[test]
fn a_null_is_no_field() {
    let fields = extra(|tracer| {
        let pairs = [("none", Value::null()), ("some", Value::from(1))];
        tracer.log(&Record::builder().args(format_args!("x")).key_values(&pairs).build());
    });
    assert_eq!(fields, "some=i64:1");
}
