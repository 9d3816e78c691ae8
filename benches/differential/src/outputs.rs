//! Programs with every setting of the formats and writers, and what they write. Called by the test of outputs.
#![expect(deprecated, reason = "what is deprecated works as ever")]

use std::io;

use tracing_subscriber::{
    field::MakeExt,
    fmt::{
        self, MakeWriter,
        format::{self, FmtSpan},
        writer::{BoxMakeWriter, MakeWriterExt},
    },
    prelude::*,
};

use crate::{
    formats::{Custom, Fails, Pointer, function},
    programs::*,
    sink::{Broken, Sink, Still},
};

macro_rules! cases {
    ($($name:ident: $program:ident, |$b:ident| $builder:expr;)*) => {
        /// Every case by name.
        pub fn cases() -> Vec<(&'static str, String)> {
            vec![$((stringify!($name), {
                let sink = Sink::default();
                let $b = fmt::fmt().with_timer(Still).with_max_level(tracing::Level::TRACE).with_writer(sink.make()).with_ansi(false);
                let subscriber = $builder.finish();
                tracing::subscriber::with_default(subscriber, $program);
                sink.text()
            }),)*]
        }
    };
}

cases! {
    full: everything, |b| b;
    full_ansi: everything, |b| b.with_ansi(true);
    full_no_fields: no_fields, |b| b;
    full_no_fields_ansi: no_fields, |b| b.with_ansi(true);
    full_no_time: everything, |b| b.without_time();
    full_no_target: everything, |b| b.with_target(false);
    full_no_target_ansi: everything, |b| b.with_ansi(true).with_target(false);
    full_no_level: everything, |b| b.with_level(false);
    full_no_level_no_time: everything, |b| b.with_level(false).without_time();
    full_bare: everything, |b| b.with_level(false).without_time().with_target(false);
    full_file: everything, |b| b.with_file(true);
    full_file_ansi: everything, |b| b.with_file(true).with_ansi(true);
    full_line: everything, |b| b.with_line_number(true);
    full_line_ansi: everything, |b| b.with_line_number(true).with_ansi(true);
    full_file_line: everything, |b| b.with_file(true).with_line_number(true);
    full_file_line_ansi: everything, |b| b.with_file(true).with_line_number(true).with_ansi(true);
    full_file_line_no_target: everything, |b| b.with_file(true).with_line_number(true).with_target(false);
    full_line_no_target: everything, |b| b.with_line_number(true).with_target(false);
    full_thread_names: spans, |b| b.with_thread_names(true);
    full_threads: spans, |b| b.with_thread_names(true).with_thread_ids(true).with_ansi(true);
    full_thread_ids: spans, |b| b.with_thread_ids(true);
    full_life: life, |b| b.with_span_events(FmtSpan::FULL);
    full_life_no_time: life, |b| b.without_time().with_span_events(FmtSpan::FULL);
    full_life_ansi: life, |b| b.with_span_events(FmtSpan::FULL).with_ansi(true);
    full_life_new: life, |b| b.with_span_events(FmtSpan::NEW);
    full_life_active: life, |b| b.with_span_events(FmtSpan::ACTIVE);
    full_life_close: life, |b| b.with_span_events(FmtSpan::CLOSE);
    full_life_new_close: life, |b| b.with_span_events(FmtSpan::NEW | FmtSpan::CLOSE);
    full_life_enter: life, |b| b.with_span_events(FmtSpan::ENTER);
    full_life_exit: life, |b| b.with_span_events(FmtSpan::EXIT);
    full_hostile: hostile, |b| b;
    full_hostile_ansi: hostile, |b| b.with_ansi(true);
    full_hostile_raw: hostile, |b| b.with_ansi_sanitization(false);
    full_timer_none: plain, |b| b.with_timer(());
    full_timer_broken: plain, |b| b.with_timer(Broken);
    full_timer_broken_ansi: plain, |b| b.with_timer(Broken).with_ansi(true);
    full_more_threads: threads, |b| b.with_thread_names(true);
    full_more_threads_ids: threads, |b| b.with_thread_names(true).with_target(false);
    full_laid_out: laid_out, |b| b;
    full_laid_out_ansi: laid_out, |b| b.with_ansi(true);
    full_bridged: bridged, |b| b;
    full_bridged_lines: bridged, |b| b.with_file(true).with_line_number(true).with_ansi(true);
    full_bytes: bytes, |b| b;
    full_related: related, |b| b.with_span_events(FmtSpan::NEW | FmtSpan::CLOSE);
    full_reserved: reserved, |b| b;
    full_twice: twice, |b| b;
    full_max_level: everything, |b| b.with_max_level(tracing::Level::WARN);
    full_off: everything, |b| b.with_max_level(tracing_subscriber::filter::LevelFilter::OFF);
    full_all: everything, |b| b.with_file(true).with_line_number(true).with_thread_ids(true).with_thread_names(true);

    compact: everything, |b| b.compact();
    compact_ansi: everything, |b| b.compact().with_ansi(true);
    compact_no_time: everything, |b| b.compact().without_time();
    compact_no_target: everything, |b| b.compact().with_target(false);
    compact_no_target_ansi: everything, |b| b.compact().with_target(false).with_ansi(true);
    compact_no_level: everything, |b| b.compact().with_level(false);
    compact_bare: everything, |b| b.compact().with_level(false).without_time().with_target(false);
    compact_file: everything, |b| b.compact().with_file(true);
    compact_line: everything, |b| b.compact().with_line_number(true);
    compact_file_line: everything, |b| b.compact().with_line_number(true).with_file(true);
    compact_file_line_ansi: everything, |b| b.compact().with_line_number(true).with_file(true).with_ansi(true);
    compact_file_line_no_target: everything, |b| b.compact().with_file(true).with_line_number(true).with_target(false);
    compact_threads: spans, |b| b.compact().with_thread_names(true).with_thread_ids(true);
    compact_life: life, |b| b.compact().with_span_events(FmtSpan::FULL);
    compact_hostile: hostile, |b| b.compact();
    compact_hostile_ansi: hostile, |b| b.compact().with_ansi(true);
    compact_line_ansi: plain, |b| b.compact().with_line_number(true).with_ansi(true);
    compact_line_no_target: plain, |b| b.compact().with_line_number(true).with_target(false);
    compact_file_ansi: plain, |b| b.compact().with_file(true).with_ansi(true);
    compact_timer_none: plain, |b| b.compact().with_timer(());
    compact_timer_broken: plain, |b| b.compact().with_timer(Broken);
    compact_more_threads: threads, |b| b.compact().with_thread_names(true);
    compact_laid_out: laid_out, |b| b.compact();
    compact_bridged: bridged, |b| b.compact();
    compact_related: related, |b| b.compact().with_span_events(FmtSpan::FULL);
    compact_ansi_life: life, |b| b.compact().with_ansi(true).with_span_events(FmtSpan::FULL);
    compact_all_ansi: everything, |b| b.compact().with_file(true).with_line_number(true).with_thread_ids(true).with_thread_names(true).with_ansi(true);

    pretty: everything, |b| b.pretty();
    pretty_ansi: everything, |b| b.pretty().with_ansi(true);
    pretty_no_fields: no_fields, |b| b.pretty();
    pretty_plain_fields: everything, |b| b.pretty().fmt_fields(format::PrettyFields::new().with_ansi(false));
    pretty_ansi_fields: everything, |b| b.pretty().fmt_fields(format::PrettyFields::new().with_ansi(true));
    pretty_default_fields: everything, |b| b.pretty().fmt_fields(format::DefaultFields::new());
    pretty_default_fields_ansi: everything, |b| b.pretty().with_ansi(true).fmt_fields(format::DefaultFields::new());
    pretty_no_time: everything, |b| b.pretty().without_time();
    pretty_no_target: everything, |b| b.pretty().with_target(false);
    pretty_no_target_ansi: everything, |b| b.pretty().with_target(false).with_ansi(true);
    pretty_no_level: everything, |b| b.pretty().with_level(false);
    pretty_no_level_ansi: everything, |b| b.pretty().with_level(false).with_ansi(true);
    pretty_no_file: everything, |b| b.pretty().with_file(false);
    pretty_no_line: everything, |b| b.pretty().with_line_number(false);
    pretty_no_source: everything, |b| b.pretty().with_file(false).with_line_number(false);
    pretty_no_source_threads: everything, |b| b.pretty().with_file(false).with_line_number(false).with_thread_names(true).with_thread_ids(true);
    pretty_threads: spans, |b| b.pretty().with_thread_names(true).with_thread_ids(true);
    pretty_thread_ids_ansi: spans, |b| b.pretty().with_thread_ids(true).with_ansi(true);
    pretty_life: life, |b| b.pretty().with_span_events(FmtSpan::FULL);
    pretty_life_ansi: life, |b| b.pretty().with_span_events(FmtSpan::FULL).with_ansi(true);
    pretty_hostile: hostile, |b| b.pretty();
    pretty_hostile_ansi: hostile, |b| b.pretty().with_ansi(true);
    pretty_source_location: everything, |b| b.pretty().map_event_format(|f| f.with_source_location(false));
    pretty_no_file_ansi: plain, |b| b.pretty().with_file(false).with_ansi(true);
    pretty_no_file_no_target: plain, |b| b.pretty().with_file(false).with_target(false);
    pretty_no_file_no_level_ansi: plain, |b| b.pretty().with_file(false).with_level(false).with_ansi(true);
    pretty_no_line_ansi: plain, |b| b.pretty().with_line_number(false).with_ansi(true);
    pretty_no_target_no_level_ansi: everything, |b| b.pretty().with_target(false).with_level(false).with_ansi(true);
    pretty_timer_none: plain, |b| b.pretty().with_timer(());
    pretty_timer_broken: plain, |b| b.pretty().with_timer(Broken);
    pretty_thread_names: threads, |b| b.pretty().with_thread_names(true);
    pretty_laid_out: laid_out, |b| b.pretty();
    pretty_laid_out_ansi: laid_out, |b| b.pretty().with_ansi(true);
    pretty_bridged: bridged, |b| b.pretty();
    pretty_bridged_ansi: bridged, |b| b.pretty().with_ansi(true);
    pretty_related: related, |b| b.pretty().with_span_events(FmtSpan::FULL);
    pretty_bytes: bytes, |b| b.pretty();
    pretty_reserved: reserved, |b| b.pretty();
    pretty_all_ansi: everything, |b| b.pretty().with_thread_names(true).with_thread_ids(true).with_ansi(true);
    pretty_bare: everything, |b| b.pretty().without_time().with_level(false).with_target(false);

    json: everything, |b| b.json();
    json_no_fields: no_fields, |b| b.json();
    json_ansi: everything, |b| b.json().with_ansi(true);
    json_flat: everything, |b| b.json().flatten_event(true);
    json_no_current: spans, |b| b.json().with_current_span(false);
    json_no_list: spans, |b| b.json().with_span_list(false);
    json_no_spans: spans, |b| b.json().with_span_list(false).with_current_span(false);
    json_flat_no_list: spans, |b| b.json().flatten_event(true).with_span_list(false);
    json_no_time: everything, |b| b.json().without_time();
    json_no_target: everything, |b| b.json().with_target(false);
    json_no_level: everything, |b| b.json().with_level(false);
    json_file_line: everything, |b| b.json().with_file(true).with_line_number(true);
    json_threads: spans, |b| b.json().with_thread_ids(true).with_thread_names(true);
    json_all_flat: everything, |b| b.json().with_file(true).with_line_number(true).with_thread_ids(true).with_thread_names(true).flatten_event(true);
    json_life: life, |b| b.json().with_span_events(FmtSpan::FULL);
    json_life_no_time: life, |b| b.json().without_time().with_span_events(FmtSpan::FULL);
    json_hostile: hostile, |b| b.json();
    json_bare: everything, |b| b.json().without_time().with_level(false).with_target(false).with_current_span(false).with_span_list(false);
    json_laid_out: laid_out, |b| b.json();
    json_bridged: bridged, |b| b.json();
    json_bridged_flat: bridged, |b| b.json().flatten_event(true).with_file(true).with_line_number(true);
    json_bytes: bytes, |b| b.json();
    json_related: related, |b| b.json().with_span_events(FmtSpan::FULL);
    json_reserved: reserved, |b| b.json();
    json_reserved_flat: reserved, |b| b.json().flatten_event(true);
    json_twice: twice, |b| b.json();
    json_timer_none: plain, |b| b.json().with_timer(());
    json_timer_broken: plain, |b| b.json().with_timer(Broken);
    json_thread_names: threads, |b| b.json().with_thread_names(true);
    json_custom_fields: everything, |b| b.json().fmt_fields(format::JsonFields::new());
    json_beside_custom: everything, |b| b.event_format(Custom).fmt_fields(format::JsonFields::new());
    json_default_fields: plain, |b| b.event_format(format::format().json().with_timer(Still)).fmt_fields(format::JsonFields::new());

    event_format_full: everything, |b| b.event_format(format::format().with_timer(Still));
    event_format_full_ansi: everything, |b| b.with_ansi(true).event_format(format::format().with_timer(Still));
    event_format_noansi: everything, |b| b.with_ansi(true).event_format(format::format().with_timer(Still).with_ansi(false));
    event_format_ansi: everything, |b| b.with_ansi(false).event_format(format::format().with_timer(Still).with_ansi(true));
    event_format_compact: everything, |b| b.event_format(format::format().with_timer(Still).compact());
    event_format_pretty: everything, |b| b.event_format(format::format().with_timer(Still).pretty());
    event_format_pretty_location: everything, |b| b.event_format(format::format().with_timer(Still).pretty().with_source_location(false));
    map_event_format: everything, |b| b.map_event_format(|f| f.compact());
    custom: everything, |b| b.event_format(Custom);
    custom_ansi: everything, |b| b.with_ansi(true).event_format(Custom);
    custom_function: everything, |b| b.event_format(function as Pointer);
    custom_function_life: life, |b| b.with_ansi(true).with_span_events(FmtSpan::NEW).event_format(function as Pointer);
    custom_fails: plain, |b| b.event_format(Fails);
    custom_fails_quietly: plain, |b| b.log_internal_errors(false).event_format(Fails);
    fields_fn: everything, |b| b.fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)));
    fields_fn_ansi: everything, |b| b.with_ansi(true).fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)));
    fields_delimited: everything, |b| b.fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)).delimited(", "));
    fields_delimited_compact: everything, |b| b.compact().fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)).delimited(", "));
    fields_alt: everything, |b| b.map_fmt_fields(|f| f.debug_alt());
    fields_messages: everything, |b| b.map_fmt_fields(|f| f.display_messages());
    fields_default_delimited: everything, |b| b.map_fmt_fields(|f| f.delimited("; "));
    fields_fn_pretty: everything, |b| b.pretty().fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)).delimited(", "));
    fields_pretty_full: everything, |b| b.fmt_fields(format::PrettyFields::new());
    fields_pretty_full_ansi: everything, |b| b.with_ansi(true).fmt_fields(format::Pretty::default());
    fields_alt_pretty: everything, |b| b.pretty().map_fmt_fields(|_| format::DefaultFields::new().debug_alt());
    fields_alt_custom: everything, |b| b.event_format(Custom).map_fmt_fields(|f| f.debug_alt());
    fields_messages_fn: everything, |b| b.fmt_fields(format::debug_fn(|w, f, v| write!(w, "[{} {:?}]", f, v)).display_messages());
    custom_reserved: reserved, |b| b.event_format(Custom);
    custom_twice: twice, |b| b.event_format(Custom);
    custom_laid_out: laid_out, |b| b.event_format(Custom);
    custom_life: life, |b| b.event_format(Custom).fmt_fields(format::Pretty::default());
    writer_mutex: plain, |b| b.map_writer(|w| std::sync::Mutex::new(w.make_writer()));
    writer_boxed: plain, |b| b.map_writer(BoxMakeWriter::new);
    writer_max: everything, |b| b.map_writer(|w| w.with_max_level(tracing::Level::WARN));
    writer_min: everything, |b| b.map_writer(|w| w.with_min_level(tracing::Level::DEBUG));
    writer_filter: everything, |b| b.map_writer(|w| w.with_filter(|m| m.target().starts_with("elsewhere")));
    writer_filter_boxed: everything, |b| b.map_writer(|w| BoxMakeWriter::new(w.with_filter(|m| m.target().starts_with("elsewhere"))));
    writer_or_else: everything, |b| b.map_writer(|w| {
        let other = w();
        w.with_max_level(tracing::Level::WARN).or_else(move || other.clone())
    });
    writer_and: plain, |b| b.map_writer(|w| {
        let other = w();
        w.and(move || other.clone())
    });
    writer_nothing: plain, |b| b.map_writer(|w| w.with_max_level(tracing::Level::ERROR).and(io::sink));
    fields_fn_custom: everything, |b| b.event_format(Custom).fmt_fields(format::debug_fn(|w, f, v| write!(w, "{}: {:?}", f, v)).display_messages().delimited(", "));
}

/// Cases that need a stack of layers.
pub fn stacks() -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    {
        // two layers with the same formatter, ANSI first
        let (one, two) = (Sink::default(), Sink::default());
        let stack = tracing_subscriber::registry()
            .with(fmt::layer().with_timer(Still).with_ansi(false).with_writer(one.make()))
            .with(fmt::layer().with_timer(Still).with_ansi(false).compact().with_writer(two.make()));
        tracing::subscriber::with_default(stack, everything);
        all.push(("two_layers_first", one.text()));
        all.push(("two_layers_second", two.text()));
    }
    {
        let (one, two) = (Sink::default(), Sink::default());
        let stack = tracing_subscriber::registry()
            .with(fmt::layer().json().with_timer(Still).with_ansi(false).with_writer(one.make()))
            .with(fmt::layer().pretty().with_timer(Still).with_ansi(false).with_writer(two.make()));
        tracing::subscriber::with_default(stack, everything);
        all.push(("json_beside_pretty", one.text()));
        all.push(("pretty_beside_json", two.text()));
    }
    {
        let one = Sink::default();
        let stack = tracing_subscriber::registry().with(
            fmt::layer()
                .with_timer(Still)
                .with_ansi(false)
                .with_writer(one.make())
                .with_filter(tracing_subscriber::filter::LevelFilter::WARN),
        );
        tracing::subscriber::with_default(stack, everything);
        all.push(("filtered_layer", one.text()));
    }
    all
}
