//! Spans: `span!`, and a macro per level.

/// Makes a span, at a level that is constant or chosen at run time.
///
/// See [the crate's documentation](crate#the-macros) for all that may stand in it.
///
/// ```
/// use tracing::{Level, span};
///
/// # test_support::check(|| {
/// let path = "/index.html";
/// let request = span!(Level::INFO, "request", path, status = tracing::field::Empty);
/// let query = span!(parent: &request, Level::DEBUG, "query", rows = 3);
///
/// let level = if path.ends_with('/') { Level::INFO } else { Level::TRACE };
/// let _guard = span!(level, "render").entered();
/// # }, "request{path=\"/index.html\"}\n  query{rows=3}\nrender");
/// ```
#[macro_export]
macro_rules! span {
    (Level::$level:ident, $($rest:tt)+) => {
        $crate::__level_span!([Level::$level] $($rest)+)
    };
    ($($all:tt)+) => {
        $crate::__settings!({__level {__span_of_level}} [] [] [] $($all)+)
    };
    () => {
        $crate::__private::compile_error!("expected a level, a name, then fields: `span!(Level::INFO, \"load\", size = 3)`")
    };
}

/// Makes a span at the level `TRACE`.
///
/// ```
/// use tracing::trace_span;
///
/// # test_support::check(|| {
/// let _guard = trace_span!("parse", bytes = 512).entered();
/// # }, "parse{bytes=512}");
/// ```
#[macro_export]
macro_rules! trace_span {
    ($($all:tt)*) => { $crate::__level_span!([$crate::Level::TRACE] $($all)*) };
}

/// Makes a span at the level `DEBUG`.
///
/// ```
/// use tracing::debug_span;
///
/// # test_support::check(|| {
/// let _guard = debug_span!("query", table = "users").entered();
/// # }, r#"query{table="users"}"#);
/// ```
#[macro_export]
macro_rules! debug_span {
    ($($all:tt)*) => { $crate::__level_span!([$crate::Level::DEBUG] $($all)*) };
}

/// Makes a span at the level `INFO`.
///
/// ```
/// use tracing::info_span;
///
/// # test_support::check(|| {
/// let span = info_span!("request", method = "GET");
/// let answer = span.in_scope(|| 42);
/// # }, r#"request{method="GET"}"#);
/// ```
#[macro_export]
macro_rules! info_span {
    ($($all:tt)*) => { $crate::__level_span!([$crate::Level::INFO] $($all)*) };
}

/// Makes a span at the level `WARN`.
///
/// ```
/// use tracing::warn_span;
///
/// # test_support::check(|| {
/// let _guard = warn_span!("retry", attempt = 2).entered();
/// # }, "retry{attempt=2}");
/// ```
#[macro_export]
macro_rules! warn_span {
    ($($all:tt)*) => { $crate::__level_span!([$crate::Level::WARN] $($all)*) };
}

/// Makes a span at the level `ERROR`.
///
/// ```
/// use tracing::error_span;
///
/// # test_support::check(|| {
/// let _guard = error_span!("recover", cause = "disk full").entered();
/// # }, r#"recover{cause="disk full"}"#);
/// ```
#[macro_export]
macro_rules! error_span {
    ($($all:tt)*) => { $crate::__level_span!([$crate::Level::ERROR] $($all)*) };
}

/// A span of a constant level. The first arms read the commonest forms in one go.
#[doc(hidden)]
#[macro_export]
macro_rules! __level_span {
    // "request", method, path
    ($level:tt $name:literal $(, $($key:ident).+)* $(,)?) => {
        $crate::__span!($level [$name] [] []
            [$($crate::__private::stringify!($($key).+),)*]
            [$($crate::field::Value::value_ref(&$($key).+),)*]
            () [])
    };
    // "request", method = "GET", size = 3
    ($level:tt $name:literal $(, $($key:ident).+ = $value:expr)+ $(,)?) => {
        $crate::__sugared!(__span $level [$name] [] []
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::field::Value::value_ref(&$value),)+]
            () [])
    };
    ($level:tt $($all:tt)+) => {
        $crate::__settings!({__span_of_level $level} [] [] [] $($all)+)
    };
    ($level:tt) => {
        $crate::__private::compile_error!("expected a name, then fields: `info_span!(\"load\", size = 3)`")
    };
}

/// A span whose settings and level are read.
#[doc(hidden)]
#[macro_export]
macro_rules! __span_of_level {
    // "request", …
    ($level:tt [] $target:tt $parent:tt $name:expr $(, $($fields:tt)*)?) => {
        $crate::__fields!({__sugared __span $level [$name] $target $parent} [] [] [] $($($fields)*)?)
    };
    // name: "request" stood before.
    ($level:tt [$name:expr] $target:tt $parent:tt $($fields:tt)*) => {
        $crate::__fields!({__sugared __span $level [$name] $target $parent} [] [] [] $($fields)*)
    };
    ($($other:tt)*) => {
        $crate::__private::compile_error!("expected the name of the span, such as `\"load\"`, behind the settings and the level")
    };
}

/// A span that is read: `level [name] [target] [parent] [names] [values] (text) [list]`, and what to import.
#[doc(hidden)]
#[macro_export]
macro_rules! __span {
    // No settings.
    ([$($level:tt)+] [$name:expr] [] [] [$($names:tt)*] [$($values:tt)*] () [] $($sugar:tt)*) => {{
        static __CALLSITE: $crate::__private::Callsite = $crate::__private::span(
            $($level)+, $name, $crate::__private::concat!(
                $crate::__private::module_path!(), "\0", $crate::__private::file!()),
            $crate::__private::line!(), &[$($names)*]);
        if const { $crate::__private::is_compiled_in($($level)+, $crate::__private::cap($crate::__private::option_env!("TRACING_MAX_LEVEL"))) }
            && $crate::__private::is_on(&__CALLSITE, $($level)+) {
            let asked = $crate::__private::ask(&__CALLSITE);
            if asked.is_wanted() {
                $($sugar)*
                asked.span(&__CALLSITE, &[$($values)*])
            } else {
                $crate::__private::no_span(&__CALLSITE)
            }
        } else {
            $crate::__private::no_span(&__CALLSITE)
        }
    }};
    // No text.
    ($level:tt $name:tt $target:tt $parent:tt $names:tt $values:tt () [] $($sugar:tt)*) => {
        $crate::__any_span!($level $name $target $parent $names $values ())
    };
    // A text; it is a field like any other.
    ($level:tt $name:tt $target:tt $parent:tt $names:tt [$($values:tt)*] ($($text:tt)+) [] $($sugar:tt)*) => {
        $crate::__any_span!($level $name $target $parent $names
            [$crate::__private::ValueRef::Message(&$crate::__private::format_args!($($text)+)), $($values)*] (text))
    };
    ($level:tt $name:tt $target:tt $parent:tt $names:tt $values:tt $text:tt [$list:expr] $($sugar:tt)*) => {
        $crate::__private::compile_error!("`..` stands in events; add fields to a span with `Span::record_dynamic`")
    };
}

/// A span of which not all is usual.
#[doc(hidden)]
#[macro_export]
macro_rules! __any_span {
    ($level:tt $name:tt $target:tt [$($parent:expr)?] $names:tt [$($values:tt)*] $text:tt) => {
        $crate::__with_callsite!(
            SPAN $level $name $target $names $text
            |callsite, asked| {
                use $crate::__private::IntoParent as _;
                use $crate::__private::sugar::*;
                asked.any_span(
                    callsite,
                    $crate::__some!($($crate::__private::ParentOf::new($parent).parent_id())?),
                    &[$($values)*],
                )
            }
            else { $crate::__private::no_span(callsite) }
        )
    };
}
