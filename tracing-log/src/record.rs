//! Makes an event of a log record, if a subscriber wants it. Called by `LogTracer` and by programs; calls the current
//! dispatcher.

use std::io;

use log::Record;
use tracing_core::{
    Dispatch, Event, Metadata, dispatcher,
    field::{ValueRef, ValueSet},
    subscriber::Verdict,
};

use crate::{
    convert::passes,
    interest_cache,
    kv::KeyValues,
    site::{self, Known},
};

/// Records a log record as an event in the current span.
///
/// This is what [`LogTracer`](crate::LogTracer) does with each record. It is for loggers that do it beside something
/// else.
///
/// ```
/// struct Both;
///
/// impl log::Log for Both {
///     fn enabled(&self, _: &log::Metadata<'_>) -> bool {
///         true
///     }
///     fn log(&self, record: &log::Record<'_>) {
///         // … write it somewhere, and then:
///         let _ = tracing_log::format_trace(record);
///     }
///     fn flush(&self) {}
/// }
/// # let recorder = test_support::Recorder::new();
/// # recorder.within(|| log::Log::log(&Both, &log::Record::builder().args(format_args!("hello")).build()));
/// # assert!(recorder.tree().starts_with("INFO hello"));
/// ```
///
/// # Errors
///
/// None. The result is there for compatibility.
pub fn format_trace(record: &Record<'_>) -> io::Result<()> {
    dispatch(record);
    Ok(())
}

/// Gives the record to the current subscriber if that wants it.
#[inline(always)]
pub(crate) fn dispatch(record: &Record<'_>) {
    match site::guess(record) {
        Some(known) if known.callsite.is_never() => {}
        Some(known) => dispatch_known(record, known),
        None if passes(record.level()) => dispatch_any(record),
        None => {}
    }
}

#[inline(never)]
fn dispatch_known(record: &Record<'_>, known: &'static Known) {
    let verdict = if known.callsite.interest().is_always() { Verdict::UNASKED } else { interest_cache::ask(known) };
    if !verdict.is_refused() {
        dispatcher::deliver(|dispatch| deliver(dispatch, record, &known.event, verdict));
    }
}

#[cold]
#[inline(never)]
fn dispatch_any(record: &Record<'_>) {
    match site::find(record) {
        Some(known) => dispatch_known(record, known),
        None => dispatch_shared(record),
    }
}

/// The way of a record without a callsite of its own: the question and the event go to the subscriber together.
fn dispatch_shared(record: &Record<'_>) {
    let shared = site::shared(record.level());
    let metadata = shared.describe(record.target(), record.file(), record.line(), record.module_path());
    dispatcher::deliver(|dispatch| {
        let mut verdict = Verdict::UNASKED;
        if dispatch.verdict(&metadata, &mut verdict) {
            deliver(dispatch, record, shared.event(), verdict);
        }
    });
}

/// Makes the event.
#[inline]
fn deliver(dispatch: &Dispatch, record: &Record<'_>, metadata: &'static Metadata<'static>, verdict: Verdict) {
    let text = |text| ValueRef::Str(text);
    // In the order of `site::FIELDS`.
    let values = [
        ValueRef::Message(record.args()),
        text(record.target()),
        record.module_path().map_or(ValueRef::Empty, text),
        record.file().map_or(ValueRef::Empty, text),
        record.line().map_or(ValueRef::Empty, |line| ValueRef::U64(line.into())),
    ];
    let values = ValueSet::from_refs(metadata.fields(), &values);
    // Cheaper than to visit none.
    if record.key_values().count() == 0 {
        dispatch.event(&Event::new(metadata, &values).with_verdict(verdict));
    } else {
        deliver_with_key_values(dispatch, record, metadata, values, verdict);
    }
}

#[cold]
#[inline(never)]
fn deliver_with_key_values(
    dispatch: &Dispatch,
    record: &Record<'_>,
    metadata: &'static Metadata<'static>,
    values: ValueSet<'_>,
    verdict: Verdict,
) {
    let mut key_values = KeyValues::new(metadata);
    key_values.take(record);
    key_values.show(|extra| {
        dispatch.event(&Event::new(metadata, &values.with_extra(extra)).with_verdict(verdict));
    });
}
