//! The settings that all formats share.

use super::{Compact, Full, Logfmt, Pretty, Template};
use crate::fmt::time::SystemTime;

/// A format: a shape, a clock, and what is shown.
///
/// ```
/// use tracing_subscriber::fmt;
///
/// let format = fmt::format().with_target(false).with_level(false).without_time().compact();
/// # let lines = test_support::Lines::default();
/// let subscriber = fmt().event_format(format).with_ansi(false).with_writer(lines.writer()).finish();
/// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
/// tracing::info!(size = 7, "ready");
/// assert_eq!(lines.text(), "ready size=7\n");
/// ```
#[derive(Clone, Debug)]
pub struct Format<F = Full, T = SystemTime> {
    pub(super) format: F,
    pub(super) timer: T,
    /// Colours, if the format has a will of its own.
    pub(super) ansi: Option<bool>,
    pub(super) show: Show,
}

/// The parts of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Show {
    pub(super) timestamp: bool,
    pub(super) level: bool,
    pub(super) thread_name: bool,
    pub(super) thread_id: bool,
    pub(super) spans: bool,
    pub(super) span_ids: bool,
    pub(super) target: bool,
    pub(super) file: bool,
    pub(super) line: bool,
    pub(super) event_name: bool,
    /// Those that the common parts of lines and scopes depend on, as one number.
    pub(super) bits: u32,
}

impl Show {
    const DEFAULT: Self = Self {
        timestamp: true,
        level: true,
        thread_name: false,
        thread_id: false,
        spans: true,
        span_ids: false,
        target: true,
        file: false,
        line: false,
        event_name: false,
        bits: 0,
    }
    .packed();

    const fn packed(mut self) -> Self {
        self.bits = self.level as u32
            | (self.span_ids as u32) << 1
            | (self.target as u32) << 2
            | (self.file as u32) << 3
            | (self.line as u32) << 4
            | (self.event_name as u32) << 5;
        self
    }
}

impl Default for Format<Full, SystemTime> {
    fn default() -> Self {
        Self { format: Full, timer: SystemTime, ansi: None, show: Show::DEFAULT }
    }
}

impl<F, T> Format<F, T> {
    /// Takes another shape.
    fn with_format<G>(self, format: G) -> Format<G, T> {
        Format { format, timer: self.timer, ansi: self.ansi, show: self.show }
    }

    /// Writes the short line of [`Compact`].
    ///
    /// ```
    /// let format = tracing_subscriber::fmt::format().compact();
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().event_format(format).with_writer(lines.writer()).with_ansi(false).without_time().finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", size = 7, "ready");
    /// assert_eq!(lines.text(), " INFO app: ready size=7\n");
    /// ```
    pub fn compact(self) -> Format<Compact, T> {
        self.with_format(Compact)
    }

    /// Writes the several lines of [`Pretty`], with file and line of the source.
    ///
    /// ```
    /// let format = tracing_subscriber::fmt::format().pretty();
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().event_format(format).with_writer(lines.writer()).with_ansi(false).without_time().finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", size = 7, "ready");
    /// assert!(lines.text().starts_with("   INFO app: ready, size: 7\n    at "));
    /// ```
    pub fn pretty(self) -> Format<Pretty, T> {
        self.with_file(true).with_line_number(true).with_format(Pretty::default())
    }

    /// Writes JSON objects, as `Json` says.
    ///
    /// ```
    /// let format = tracing_subscriber::fmt::format().json();
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().event_format(format).with_writer(lines.writer()).with_ansi(false).without_time().finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", size = 7, "ready");
    /// assert_eq!(lines.text(), "{\"level\":\"INFO\",\"fields\":{\"message\":\"ready\",\"size\":7},\"target\":\"app\"}\n");
    /// ```
    #[cfg(feature = "json")]
    pub fn json(self) -> Format<super::Json, T> {
        self.with_format(super::Json::default())
    }

    /// Writes the `key=value` pairs of [`Logfmt`].
    ///
    /// ```
    /// let format = tracing_subscriber::fmt::format().logfmt();
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().event_format(format).with_writer(lines.writer()).with_ansi(false).without_time().finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", size = 7, "ready");
    /// assert_eq!(lines.text(), "level=info target=app msg=ready size=7\n");
    /// ```
    pub fn logfmt(self) -> Format<Logfmt, T> {
        self.with_format(Logfmt)
    }

    /// Writes what a [`Template`] says.
    ///
    /// ```
    /// let template = "{time} {level:>5} {spans} {message} {fields}".parse()?;
    /// let format = tracing_subscriber::fmt::format().template(template);
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().event_format(format).with_writer(lines.writer()).with_ansi(false).without_time().finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", size = 7, "ready");
    /// assert_eq!(lines.text(), " INFO ready size=7\n");
    /// # Ok::<(), tracing_subscriber::fmt::format::TemplateError>(())
    /// ```
    pub fn template(self, template: Template) -> Format<Template, T> {
        self.with_format(template)
    }

    /// Takes another clock.
    ///
    /// ```
    /// use tracing_subscriber::fmt::{self, format::Writer};
    ///
    /// fn noon(writer: &mut Writer<'_>) -> std::fmt::Result {
    ///     writer.write_str("12:00")
    /// }
    ///
    /// let format = fmt::format().with_timer(noon as fn(&mut Writer<'_>) -> std::fmt::Result);
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().event_format(format).with_writer(lines.writer());
    /// # let subscriber = subscriber.with_ansi(false).finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", "ready");
    /// assert_eq!(lines.text(), "12:00  INFO app: ready\n");
    /// ```
    pub fn with_timer<T2>(self, timer: T2) -> Format<F, T2> {
        Format { format: self.format, timer, ansi: self.ansi, show: self.show }
    }

    /// Leaves the time out.
    ///
    /// ```
    /// let format = tracing_subscriber::fmt::format().without_time();
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().event_format(format).with_writer(lines.writer()).with_ansi(false).without_time().finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", size = 7, "ready");
    /// assert_eq!(lines.text(), " INFO app: ready size=7\n");
    /// ```
    pub fn without_time(self) -> Format<F, ()> {
        let mut format = self.with_timer(());
        format.show.timestamp = false;
        format
    }

    /// Switches colours on or off, whatever the layer says.
    ///
    /// ```
    /// let format = tracing_subscriber::fmt::format().with_ansi(true);
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().event_format(format.without_time()).with_writer(lines.writer());
    /// # let subscriber = subscriber.with_ansi(false).finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", "ready");
    /// assert_eq!(lines.text(), "\x1b[32m INFO\x1b[0m \x1b[2mapp\x1b[0m\x1b[2m:\x1b[0m ready\n");
    /// ```
    pub fn with_ansi(self, ansi: bool) -> Format<F, T> {
        Format { ansi: Some(ansi), ..self }
    }

    /// Shows file and line of the source, or neither.
    ///
    /// ```
    /// let format = tracing_subscriber::fmt::format().with_source_location(true);
    /// # let lines = test_support::Lines::default();
    /// # let subscriber = tracing_subscriber::fmt().event_format(format.without_time()).with_writer(lines.writer());
    /// # let subscriber = subscriber.with_ansi(false).finish();
    /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    /// tracing::info!(target: "app", "ready");
    /// assert!(lines.text().contains(&format!(" app: {}:", file!())));
    /// ```
    pub fn with_source_location(self, display_location: bool) -> Self {
        self.with_line_number(display_location).with_file(display_location)
    }
}

/// The switches of [`Show`], one method each, with a value that is not the usual one and what can be seen of it.
macro_rules! switches {
    ($($(#[$doc:meta])* $method:ident($parameter:ident) => $field:ident, $value:literal, $seen:literal;)*) => {
        impl<F, T> Format<F, T> {
            $(
                $(#[$doc])*
                ///
                /// ```
                #[doc = concat!("let format = tracing_subscriber::fmt::format().", stringify!($method), "(", $value, ");")]
                /// # let lines = test_support::Lines::default();
                /// # let subscriber = tracing_subscriber::fmt().event_format(format.without_time()).with_writer(lines.writer());
                /// # let subscriber = subscriber.with_ansi(false).finish();
                /// # let _guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
                /// let _job = tracing::info_span!("job", id = 7).entered();
                /// tracing::info!(name: "started", target: "app", "ready");
                #[doc = concat!("assert!(", $seen, ");")]
                /// ```
                pub fn $method(mut self, $parameter: bool) -> Format<F, T> {
                    self.show.$field = $parameter;
                    self.show = self.show.packed();
                    self
                }
            )*
        }
    };
}

switches! {
    /// Shows the target of events, or not. It is shown at first.
    with_target(display_target) => target, false, "lines.text() == \" INFO job{id=7}: ready\\n\"";
    /// Shows the level of events, or not. It is shown at first.
    with_level(display_level) => level, false, "lines.text() == \"job{id=7}: app: ready\\n\"";
    /// Shows the number of the thread, or not. It is hidden at first.
    with_thread_ids(display_thread_id) => thread_id, true, "lines.text().contains(\" ThreadId(\")";
    /// Shows the name of the thread, or not. It is hidden at first.
    with_thread_names(display_thread_name) => thread_name, true, "lines.text().starts_with(\" INFO main \")";
    /// Shows the source file of events, or not. It is hidden at first, but for the format Pretty.
    with_file(display_filename) => file, true, "lines.text().contains(file!())";
    /// Shows the line in the source, or not. It is hidden at first, but for the format Pretty.
    with_line_number(display_line_number) => line, true, "lines.text().split(\": \").any(|part| part.parse::<u32>().is_ok())";
    /// Shows the spans around events, or not. They are shown at first.
    with_spans(display_spans) => spans, false, "lines.text() == \" INFO app: ready\\n\"";
    /// Shows the ids of spans, or not. They are hidden at first.
    with_span_ids(display_span_ids) => span_ids, true, "lines.text().starts_with(\" INFO job#\")";
    /// Shows the name of events that were given one (`info!(name: "started", …)`), or not. It is hidden at first.
    with_event_names(display_event_name) => event_name, true, "lines.text().contains(\"started\")";
}
