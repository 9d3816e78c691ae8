//! What can be set at a formatting layer. [`Layer`](super::Layer) and [`SubscriberBuilder`](super::SubscriberBuilder)
//! each hold one of these, and get their setters from the one macro here.

use std::{
    io,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{
    Format,
    escape::Escaping,
    format::{DefaultFields, FmtSpan, SpanEvents},
    plan::Plans,
    style,
};

/// The settings of a layer: how fields and events are written, and where to.
#[derive(Debug)]
pub struct Settings<N, E, W> {
    pub(super) make_writer: W,
    pub(super) fmt_fields: N,
    pub(super) fmt_event: E,
    pub(super) span_events: SpanEvents,
    pub(super) ansi: bool,
    pub(super) escaping: Escaping,
    pub(super) log_internal_errors: bool,
    /// Whether the registry makes the text of a span's fields of their values when somebody asks for it.
    pub(super) is_offered: bool,
    /// Tells this layer from others.
    pub(super) number: usize,
    pub(super) plans: Plans,
}

impl Default for Settings<DefaultFields, Format, fn() -> io::Stdout> {
    fn default() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        Self {
            make_writer: io::stdout,
            fmt_fields: DefaultFields::new(),
            fmt_event: Format::default(),
            span_events: SpanEvents::default(),
            ansi: style::by_default(),
            escaping: Escaping::Safe,
            log_internal_errors: false,
            is_offered: false,
            // Relaxed: a lone number, of which nothing more is asked than that it is given once.
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            plans: Plans::default(),
        }
    }
}

impl<N, E, W> Settings<N, E, W> {
    pub(super) fn with_parts<N2, E2, W2>(self, part: impl FnOnce(N, E, W) -> (N2, E2, W2)) -> Settings<N2, E2, W2> {
        let (fmt_fields, fmt_event, make_writer) = part(self.fmt_fields, self.fmt_event, self.make_writer);
        Settings {
            make_writer,
            fmt_fields,
            fmt_event,
            span_events: self.span_events,
            ansi: self.ansi,
            escaping: self.escaping,
            log_internal_errors: self.log_internal_errors,
            is_offered: self.is_offered,
            number: self.number,
            plans: self.plans,
        }
    }

    pub(super) fn set_ansi(&mut self, ansi: bool) {
        self.ansi = style::allowed(ansi);
        // They were made for the other setting.
        self.plans = Plans::default();
    }

    pub(super) fn set_sanitization(&mut self, sanitized: bool) {
        self.escaping = if sanitized { Escaping::Safe } else { Escaping::Raw };
        self.plans = Plans::default();
    }

    pub(super) fn set_span_events(&mut self, kind: FmtSpan) {
        self.span_events.kind = kind;
    }
}

/// The setters that take a value and change a setting.
///
/// `$With<X, N, E, W>` is the type, with its own parameter `X`; `$new` shows in examples how one is made, `$done`
/// finishes it, and `$run` uses it.
macro_rules! setters {
    ($With:ident, $new:literal, $done:literal, $run:literal) => {
        impl<X, N, E, W> $With<X, N, E, W> {
            fn with_parts<N2, E2, W2>(self, parts: impl FnOnce(N, E, W) -> (N2, E2, W2)) -> $With<X, N2, E2, W2> {
                self.map_settings(|settings| settings.with_parts(parts))
            }

            fn with(mut self, set: impl FnOnce(&mut Settings<N, E, W>)) -> Self {
                set(self.settings_mut());
                self
            }

            /// Writes to another place; standard output at first. See [`MakeWriter`] for what can be one.
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".with_writer(std::io::stderr)", $done)]
            /// # drop(made);
            /// ```
            pub fn with_writer<W2>(self, make_writer: W2) -> $With<X, N, E, W2>
            where
                W2: for<'writer> MakeWriter<'writer> + 'static,
            {
                self.with_parts(|fields, event, _| (fields, event, make_writer))
            }

            /// Changes the place that is written to.
            ///
            /// ```
            /// use tracing_core::Level;
            /// use tracing_subscriber::fmt::writer::MakeWriterExt;
            ///
            #[doc = concat!("let made = ", $new, ".map_writer(|stdout| std::io::stderr.with_max_level(Level::WARN).or_else(stdout))", $done)]
            /// # drop(made);
            /// ```
            pub fn map_writer<W2>(self, f: impl FnOnce(W) -> W2) -> $With<X, N, E, W2>
            where
                W2: for<'writer> MakeWriter<'writer> + 'static,
            {
                self.with_parts(|fields, event, writer| (fields, event, f(writer)))
            }

            /// Writes so that the test harness can capture it; see [`TestWriter`].
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".with_test_writer()", $done)]
            /// # drop(made);
            /// ```
            pub fn with_test_writer(self) -> $With<X, N, E, TestWriter> {
                self.with_parts(|fields, event, _| (fields, event, TestWriter::default()))
            }

            /// Switches colours on or off. They are on at first, unless the environment variable `NO_COLOR` is set.
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".with_ansi(false)", $done)]
            /// # drop(made);
            /// ```
            ///
            /// # Panics
            ///
            /// With debug assertions, if colours are wished for while the feature `ansi` is off. Without, a message is
            /// written instead.
            pub fn with_ansi(self, ansi: bool) -> Self {
                self.with(|settings| settings.set_ansi(ansi))
            }

            /// Makes control characters in values harmless, or lets them pass. The former at first.
            ///
            /// `false` lets a value do all that a terminal can do, and forge lines: it is [`Escaping::Raw`].
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".with_ansi_sanitization(false)", ";")]
            #[doc = $run]
            /// tracing::info!(target: "app", "\x1b[31mred");
            /// assert_eq!(lines.text(), " INFO app: \x1b[31mred\n");
            /// ```
            pub fn with_ansi_sanitization(self, ansi_sanitization: bool) -> Self {
                self.with(|settings| settings.set_sanitization(ansi_sanitization))
            }

            /// Chooses what happens to control characters in values; [`Escaping::Safe`] at first.
            ///
            /// ```
            /// use tracing_subscriber::fmt::format::Escaping;
            ///
            #[doc = concat!("let made = ", $new, ".with_value_escaping(Escaping::Strict);")]
            #[doc = $run]
            /// tracing::info!(target: "app", name = %"\x1b[31mred", "ready");
            /// assert_eq!(lines.text(), " INFO app: ready name=\\x1b[31mred\n");
            /// ```
            pub fn with_value_escaping(self, escaping: Escaping) -> Self {
                self.with(|settings| settings.escaping = escaping)
            }

            /// Says so in the output if an event could not be formatted, or leaves it out.
            ///
            /// It is left out by a layer at first, and said by a subscriber. Counted it is in any case.
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".log_internal_errors(true)", $done)]
            /// # drop(made);
            /// ```
            pub fn log_internal_errors(self, log_internal_errors: bool) -> Self {
                self.with(|settings| settings.log_internal_errors = log_internal_errors)
            }

            /// Writes fields in another way; [`DefaultFields`](format::DefaultFields) at first.
            ///
            /// ```
            /// use tracing_subscriber::{field::MakeExt, fmt::format};
            ///
            /// let fields = format::debug_fn(|writer, field, value| write!(writer, "{field}: {value:?}")).delimited(", ");
            #[doc = concat!("let made = ", $new, ".fmt_fields(fields)", ";")]
            #[doc = $run]
            /// tracing::info!(target: "app", size = 7, "ready");
            /// assert_eq!(lines.text(), " INFO app: message: ready, size: 7\n");
            /// ```
            pub fn fmt_fields<N2>(self, fmt_fields: N2) -> $With<X, N2, E, W>
            where
                N2: for<'writer> FormatFields<'writer> + 'static,
            {
                self.with_parts(|_, event, writer| (fmt_fields, event, writer))
            }

            /// Changes the way in which fields are written.
            ///
            /// ```
            /// use tracing_subscriber::field::MakeExt;
            ///
            #[doc = concat!("let made = ", $new, ".map_fmt_fields(|fields| fields.debug_alt())", ";")]
            #[doc = $run]
            /// tracing::info!(target: "app", size = ?Some(7));
            /// assert_eq!(lines.text(), " INFO app: size=Some(\n    7,\n)\n");
            /// ```
            pub fn map_fmt_fields<N2>(self, f: impl FnOnce(N) -> N2) -> $With<X, N2, E, W>
            where
                N2: for<'writer> FormatFields<'writer> + 'static,
            {
                self.with_parts(|fields, event, writer| (f(fields), event, writer))
            }
        }

        impl<X, N, L, T, W> $With<X, N, Format<L, T>, W>
        where
            N: for<'writer> FormatFields<'writer> + 'static,
        {
            fn with_format<L2, T2>(
                self,
                f: impl FnOnce(Format<L, T>) -> Format<L2, T2>,
            ) -> $With<X, N, Format<L2, T2>, W> {
                self.with_parts(|fields, event, writer| (fields, f(event), writer))
            }

            /// Takes another clock; see the [module](mod@super::time) for those that there are.
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".with_timer(tracing_subscriber::fmt::time::uptime())", $done)]
            /// # drop(made);
            /// ```
            pub fn with_timer<T2>(self, timer: T2) -> $With<X, N, Format<L, T2>, W> {
                self.with_format(|format| format.with_timer(timer))
            }

            /// Leaves the time out, also how long spans took.
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".without_time()", ";")]
            #[doc = $run]
            /// tracing::info!(target: "app", size = 7, "ready");
            /// assert_eq!(lines.text(), " INFO app: ready size=7\n");
            /// ```
            pub fn without_time(self) -> $With<X, N, Format<L, ()>, W> {
                self.with(|settings| settings.span_events.timing = false).with_format(Format::without_time)
            }

            /// Writes events at moments of the spans' lives; none at first.
            ///
            /// The event at the close tells for how long the span was entered (`time.busy`) and for how long it was not
            /// (`time.idle`), unless the clock is off. Only this layer sees these events.
            ///
            /// ```
            /// use tracing_subscriber::fmt::format::FmtSpan;
            ///
            #[doc = concat!("let made = ", $new, ".with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)", ";")]
            #[doc = $run]
            /// tracing::info_span!(target: "app", "job").in_scope(|| ());
            /// assert_eq!(lines.text(), " INFO job: app: new\n INFO job: app: close\n");
            /// ```
            pub fn with_span_events(self, kind: FmtSpan) -> Self {
                self.with(|settings| settings.set_span_events(kind))
            }

            /// Writes the short line of [`Compact`](format::Compact).
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".compact()", ";")]
            #[doc = $run]
            /// tracing::info!(target: "app", size = 7, "ready");
            /// assert_eq!(lines.text(), " INFO app: ready size=7\n");
            /// ```
            pub fn compact(self) -> $With<X, N, Format<format::Compact, T>, W> {
                self.with_format(Format::compact)
            }

            /// Writes the several lines of [`Pretty`](format::Pretty).
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".pretty()", ";")]
            #[doc = $run]
            /// tracing::info!(target: "app", size = 7, "ready");
            /// assert!(lines.text().starts_with("   INFO app: ready, size: 7\n    at "));
            /// ```
            pub fn pretty(self) -> $With<X, format::Pretty, Format<format::Pretty, T>, W> {
                self.with_parts(|_, event, writer| (format::Pretty::default(), event.pretty(), writer))
            }

            /// Writes JSON objects, as [`Json`](format::Json) says. Colours are off from then on.
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".json()", ";")]
            #[doc = $run]
            /// tracing::info!(target: "app", size = 7, "ready");
            /// assert_eq!(lines.text(), "{\"level\":\"INFO\",\"fields\":{\"message\":\"ready\",\"size\":7},\"target\":\"app\"}\n");
            /// ```
            #[cfg(feature = "json")]
            pub fn json(self) -> $With<X, format::JsonFields, Format<format::Json, T>, W> {
                self.with_parts(|_, event, writer| (format::JsonFields::new(), event.json(), writer))
                    .with(|settings| settings.set_ansi(false))
            }

            /// Writes the `key=value` pairs of [`Logfmt`](format::Logfmt).
            ///
            /// ```
            #[doc = concat!("let made = ", $new, ".logfmt()", ";")]
            #[doc = $run]
            /// tracing::info!(target: "app", size = 7, "ready");
            /// assert_eq!(lines.text(), "level=info target=app msg=ready size=7\n");
            /// ```
            pub fn logfmt(self) -> $With<X, N, Format<format::Logfmt, T>, W> {
                self.with_format(Format::logfmt)
            }

            /// Writes what a [`Template`](format::Template) says.
            ///
            /// ```
            /// let template = "{time} {level:>5} {spans} {message} {fields}".parse()?;
            #[doc = concat!("let made = ", $new, ".template(template)", ";")]
            #[doc = $run]
            /// tracing::info!(target: "app", size = 7, "ready");
            /// assert_eq!(lines.text(), " INFO ready size=7\n");
            /// # Ok::<(), tracing_subscriber::fmt::format::TemplateError>(())
            /// ```
            pub fn template(self, template: format::Template) -> $With<X, N, Format<format::Template, T>, W> {
                self.with_format(|format| format.template(template))
            }
        }

        $crate::fmt::settings::switches! { $With, $new, $run,
            with_target(display_target) false, "lines.text() == \" INFO job{id=7}: ready\\n\"",
            with_level(display_level) false, "lines.text() == \"job{id=7}: app: ready\\n\"",
            with_file(display_filename) true, "lines.text().contains(file!())",
            with_line_number(display_line_number) true, "lines.text().split(\": \").any(|part| part.parse::<u32>().is_ok())",
            with_thread_ids(display_thread_ids) true, "lines.text().contains(\" ThreadId(\")",
            with_thread_names(display_thread_names) true, "lines.text().starts_with(\" INFO main \")",
            with_spans(display_spans) false, "lines.text() == \" INFO app: ready\\n\"",
            with_span_ids(display_span_ids) true, "lines.text().starts_with(\" INFO job#\")",
            with_event_names(display_event_name) true, "lines.text().contains(\"started\")"
        }

        #[cfg(feature = "json")]
        $crate::fmt::settings::json_switches! { $With, $new, $run,
            flatten_event(flatten_event) true, "lines.text().contains(\"\\\"INFO\\\",\\\"message\\\":\\\"ready\\\",\")",
            with_current_span(display_current_span) false, "!lines.text().contains(\"\\\"span\\\":\")",
            with_span_list(display_span_list) false, "!lines.text().contains(\"\\\"spans\\\":\")",
            with_duplicate_keys(duplicate_keys) true, "lines.text().contains(\"{\\\"name\\\":\\\"own\\\",\\\"name\\\":\\\"job\\\"}\")"
        }
    };
}

/// The setters that switch a part of the line on or off: those of the format. Each with a value that is not the usual one,
/// and what can be seen of it.
macro_rules! switches {
    ($With:ident, $new:literal, $run:literal, $($method:ident($parameter:ident) $value:literal, $seen:literal),*) => {
        impl<X, N, L, T, W> $With<X, N, Format<L, T>, W>
        where
            N: for<'writer> FormatFields<'writer> + 'static,
        {
            $(
                #[doc = concat!("Switches a part of the line on or off; see [`Format::", stringify!($method), "`].")]
                ///
                /// ```
                #[doc = concat!("let made = ", $new, ".", stringify!($method), "(", $value, ");")]
                #[doc = $run]
                /// let _job = tracing::info_span!("job", id = 7).entered();
                /// tracing::info!(name: "started", target: "app", "ready");
                #[doc = concat!("assert!(", $seen, ");")]
                /// ```
                pub fn $method(self, $parameter: bool) -> $With<X, N, Format<L, T>, W> {
                    self.with_format(|format| format.$method($parameter))
                }
            )*
        }
    };
}

/// The setters of the format Json.
#[cfg(feature = "json")]
macro_rules! json_switches {
    ($With:ident, $new:literal, $run:literal, $($method:ident($parameter:ident) $value:literal, $seen:literal),*) => {
        impl<X, T, W> $With<X, format::JsonFields, Format<format::Json, T>, W> {
            $(
                #[doc = concat!("Changes the shape of the objects; see [`Json::", stringify!($method), "`](format::Json::", stringify!($method), ").")]
                ///
                /// ```
                #[doc = concat!("let made = ", $new, ".json().", stringify!($method), "(", $value, ");")]
                #[doc = $run]
                /// let _job = tracing::info_span!("job", name = "own").entered();
                /// tracing::info!(target: "app", "ready");
                #[doc = concat!("assert!(", $seen, ");")]
                /// ```
                pub fn $method(self, $parameter: bool) -> $With<X, format::JsonFields, Format<format::Json, T>, W> {
                    self.with_format(|format| format.$method($parameter))
                }
            )*
        }
    };
}

#[cfg(feature = "json")]
pub(super) use json_switches;
pub(super) use {setters, switches};
