//! Questions: `enabled!`, `event_enabled!` and `span_enabled!`. They make no record.

/// Tells whether a span or event would be wanted, for work that only serves to record it.
///
/// It takes what [`event!`](crate::event!) takes. Only the names of fields count; their values are not evaluated, and
/// may be left out. Each filter sees the question as the record of a callsite of its own, so a filter that looks at
/// more than is given here, such as a line number or a span's name, may answer otherwise for the record itself.
///
/// ```
/// use tracing::{Level, debug, enabled};
///
/// # test_support::check(|| {
/// let parts = ["a", "b"];
/// if enabled!(Level::DEBUG) {
///     for part in parts {
///         debug!(part);
///     }
/// }
/// if enabled!(target: "audit", Level::INFO, user) {
///     // an event or span with the field `user` would be wanted
/// }
/// # }, "DEBUG part=\"a\"\nDEBUG part=\"b\"");
/// ```
#[macro_export]
macro_rules! enabled {
    (kind: $kind:expr, $($all:tt)+) => {
        $crate::__settings!({__level {__question $kind,}} [] [] [] $($all)+)
    };
    ($($all:tt)+) => {
        $crate::__settings!({__level {__question $crate::__private::Kind::HINT,}} [] [] [] $($all)+)
    };
    () => {
        $crate::__private::compile_error!("expected a level: `enabled!(Level::DEBUG)`")
    };
}

/// Tells whether an event would be wanted. As [`enabled!`](crate::enabled), for filters that tell events from spans.
///
/// ```
/// use tracing::{Level, event_enabled};
///
/// # test_support::Recorder::new().filter(|metadata| metadata.is_event()).within(|| {
/// assert!(event_enabled!(target: "audit", Level::INFO)); // under a filter that wants events alone
/// # assert!(!tracing::span_enabled!(Level::INFO));
/// # });
/// ```
#[macro_export]
macro_rules! event_enabled {
    ($($all:tt)*) => { $crate::enabled!(kind: $crate::__private::Kind::EVENT, $($all)*) };
}

/// Tells whether a span would be wanted. As [`enabled!`](crate::enabled), for filters that tell spans from events.
///
/// ```
/// use tracing::{Level, span_enabled};
///
/// # test_support::Recorder::new().filter(|metadata| metadata.is_event()).within(|| {
/// assert!(!span_enabled!(Level::DEBUG, table)); // under a filter that wants events alone
/// # });
/// ```
#[macro_export]
macro_rules! span_enabled {
    ($($all:tt)*) => { $crate::enabled!(kind: $crate::__private::Kind::SPAN, $($all)*) };
}

/// A question whose settings and level are read.
#[doc(hidden)]
#[macro_export]
macro_rules! __question {
    ($kind:expr, $level:tt $name:tt $target:tt $parent:tt $($fields:tt)*) => {
        $crate::__fields!({__ask $kind, $level $name $target} [] [] [] $($fields)*)
    };
}

/// A question that is read: `kind, level [name] [target] [names] [values] (text) [list]`.
#[doc(hidden)]
#[macro_export]
macro_rules! __ask {
    ($kind:expr, [$($level:tt)+] $name:tt $target:tt $names:tt $values:tt $text:tt $list:tt) => {{
        static __CALLSITE: $crate::__private::Callsite = $crate::__private::Callsite::outlined(
            $crate::__outline!(HINT [$($level)+] $name $target $names $text).question($kind));
        let is_compiled_in = const { $crate::__private::is_compiled_in($($level)+, $crate::__private::cap($crate::__private::option_env!("TRACING_MAX_LEVEL"))) };
        // Not `&&`: a question whose answer nobody looks at is no fault of the program's.
        if is_compiled_in { $crate::__private::is_enabled(&__CALLSITE) } else { false }
    }};
    ($kind:expr, ($level:expr) $name:tt $target:tt $names:tt $values:tt $text:tt $list:tt) => {{
        static __CALLSITES: [$crate::__private::Callsite; 5] = $crate::__private::Callsite::outlined_per_level(
            $crate::__outline!(HINT [$crate::Level::ERROR] $name $target $names $text).question($kind));
        let level: $crate::Level = $level;
        if $crate::__private::is_compiled_in(level, const { $crate::__private::cap($crate::__private::option_env!("TRACING_MAX_LEVEL")) }) {
            $crate::__private::is_enabled($crate::__private::of_level(&__CALLSITES, level))
        } else {
            false
        }
    }};
}
