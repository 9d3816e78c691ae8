//! Events: `event!`, and a macro per level.

/// Makes an event, at a level that is constant or chosen at run time.
///
/// See [the crate's documentation](crate#the-macros) for all that may stand in it.
///
/// ```
/// use tracing::{Level, event};
///
/// # test_support::check(|| {
/// let (path, size) = ("/index.html", 1024);
/// event!(Level::INFO, path, size, "served");
/// event!(target: "access", Level::DEBUG, { path }, "took {} ms", 3);
///
/// let level = if size > 1000 { Level::WARN } else { Level::INFO };
/// event!(level, size, "it is large");
/// # }, "INFO served path=\"/index.html\" size=1024\nDEBUG took 3 ms path=\"/index.html\"\nWARN it is large size=1024");
/// ```
#[macro_export]
macro_rules! event {
    (Level::$level:ident, $($rest:tt)+) => {
        $crate::__level_event!([Level::$level] $($rest)+)
    };
    ($($all:tt)+) => {
        $crate::__settings!({__level {__event_of_level}} [] [] [] $($all)+)
    };
    () => {
        $crate::__private::compile_error!("expected a level, then fields or a text: `event!(Level::INFO, \"done\")`")
    };
}

/// Makes an event at the level `TRACE`: fine detail, often very much of it.
///
/// ```
/// use tracing::trace;
///
/// # test_support::check(|| {
/// let position = (3.0, -1.2);
/// trace!(?position, "moved");
/// # }, "TRACE moved position=(3.0, -1.2)");
/// ```
#[macro_export]
macro_rules! trace {
    ($($all:tt)*) => { $crate::__level_event!([$crate::Level::TRACE] $($all)*) };
}

/// Makes an event at the level `DEBUG`: what helps to find a fault.
///
/// ```
/// use tracing::debug;
///
/// # test_support::check(|| {
/// let parts = ["a", "b"];
/// debug!(count = parts.len(), "split");
/// # }, "DEBUG split count=2");
/// ```
#[macro_export]
macro_rules! debug {
    ($($all:tt)*) => { $crate::__level_event!([$crate::Level::DEBUG] $($all)*) };
}

/// Makes an event at the level `INFO`: what is useful to know.
///
/// ```
/// use tracing::info;
///
/// # test_support::check(|| {
/// let port = 8080;
/// info!("listening on {port}");
/// info!(port, "listening");
/// # }, "INFO listening on 8080\nINFO listening port=8080");
/// ```
#[macro_export]
macro_rules! info {
    ($($all:tt)*) => { $crate::__level_event!([$crate::Level::INFO] $($all)*) };
}

/// Makes an event at the level `WARN`: what looks dangerous.
///
/// ```
/// use tracing::warn;
///
/// # test_support::check(|| {
/// let path = std::path::Path::new("settings.toml");
/// warn!(path = %path.display(), "not found, using the defaults");
/// # }, "WARN not found, using the defaults path=settings.toml");
/// ```
#[macro_export]
macro_rules! warn {
    ($($all:tt)*) => { $crate::__level_event!([$crate::Level::WARN] $($all)*) };
}

/// Makes an event at the level `ERROR`: what went wrong.
///
/// ```
/// use tracing::error;
///
/// # test_support::check(|| {
/// if let Err(cause) = "x".parse::<u16>() {
///     error!(%cause, "the port is not a number");
/// }
/// # }, "ERROR the port is not a number cause=invalid digit found in string");
/// ```
#[macro_export]
macro_rules! error {
    ($($all:tt)*) => { $crate::__level_event!([$crate::Level::ERROR] $($all)*) };
}

/// An event of a constant level. The first arms read the commonest forms in one go.
#[doc(hidden)]
#[macro_export]
macro_rules! __level_event {
    // path, size; before the texts, for `true` is a name here, and a literal
    ($level:tt $($($key:ident).+),+ $(,)?) => {
        $crate::__event!($level [] [] []
            [$($crate::__private::stringify!($($key).+),)+]
            [$($crate::field::Value::value_ref(&$($key).+),)+]
            () [])
    };
    // "listening on {port}"
    ($level:tt $text:literal $(,)?) => {
        $crate::__event!($level [] [] [] [] [] ($text) [])
    };
    // path, "served"
    ($level:tt $($k1:ident).+, $text:literal $(,)?) => {
        $crate::__event!($level [] [] []
            [$crate::__private::stringify!($($k1).+),]
            [$crate::field::Value::value_ref(&$($k1).+),]
            ($text) [])
    };
    // path, size, "served"
    ($level:tt $($k1:ident).+, $($k2:ident).+, $text:literal $(,)?) => {
        $crate::__event!($level [] [] []
            [$crate::__private::stringify!($($k1).+), $crate::__private::stringify!($($k2).+),]
            [$crate::field::Value::value_ref(&$($k1).+), $crate::field::Value::value_ref(&$($k2).+),]
            ($text) [])
    };
    // path, …
    ($level:tt $($key:ident).+, $($rest:tt)+) => {
        $crate::__fields!({__sugared __event $level [] [] []}
            [$crate::__private::stringify!($($key).+),]
            [$crate::field::Value::value_ref(&$($key).+),]
            [] $($rest)+)
    };
    // "took {} ms", time.as_millis()
    ($level:tt $text:literal, $($args:tt)*) => {
        $crate::__sugared!(__event $level [] [] [] [] [] ($text, $($args)*) [])
    };
    // size = 3, …
    ($level:tt $($key:ident).+ = $value:expr $(, $($rest:tt)*)?) => {
        $crate::__fields!({__sugared __event $level [] [] []}
            [$crate::__private::stringify!($($key).+),]
            [$crate::field::Value::value_ref(&$value),]
            [] $($($rest)*)?)
    };
    ($level:tt $($all:tt)+) => {
        $crate::__settings!({__event_of_level $level} [] [] [] $($all)+)
    };
    ($level:tt) => {
        $crate::__private::compile_error!("expected fields or a text, such as `info!(size, \"done\")`")
    };
}

/// An event whose settings and level are read.
#[doc(hidden)]
#[macro_export]
macro_rules! __event_of_level {
    ($level:tt $name:tt $target:tt $parent:tt $($fields:tt)*) => {
        $crate::__fields!({__sugared __event $level $name $target $parent} [] [] [] $($fields)*)
    };
}

/// An event that is read: `level [name] [target] [parent] [names] [values] (text) [list]`, and what to import.
#[doc(hidden)]
#[macro_export]
macro_rules! __event {
    // A text, and no settings.
    ([$($level:tt)+] [] [] [] [$($names:tt)*] [$($values:tt)*] ($($text:tt)+) [] $($sugar:tt)*) => {{
        static __CALLSITE: $crate::__private::Callsite = $crate::__private::event_with_text(
            $($level)+, $crate::__private::concat!(
                $crate::__private::module_path!(), "\0", $crate::__private::file!()), $crate::__private::line!(), &[$($names)*]);
        if const { $crate::__private::is_compiled_in($($level)+, $crate::__private::cap($crate::__private::option_env!("TRACING_MAX_LEVEL"))) }
            && $crate::__private::is_on(&__CALLSITE, $($level)+) {
            let asked = $crate::__private::ask(&__CALLSITE);
            if asked.is_wanted() {
                $($sugar)*
                asked.text(&__CALLSITE, $crate::__private::format_args!($($text)+), &[$($values)*]);
            }
        }
    }};
    // No text, and no settings.
    ([$($level:tt)+] [] [] [] [$($names:tt)*] [$($values:tt)*] () [] $($sugar:tt)*) => {{
        static __CALLSITE: $crate::__private::Callsite = $crate::__private::event(
            $($level)+, $crate::__private::concat!(
                $crate::__private::module_path!(), "\0", $crate::__private::file!()), $crate::__private::line!(), &[$($names)*]);
        if const { $crate::__private::is_compiled_in($($level)+, $crate::__private::cap($crate::__private::option_env!("TRACING_MAX_LEVEL"))) }
            && $crate::__private::is_on(&__CALLSITE, $($level)+) {
            let asked = $crate::__private::ask(&__CALLSITE);
            if asked.is_wanted() {
                $($sugar)*
                asked.fields(&__CALLSITE, &[$($values)*]);
            }
        }
    }};
    // Anything.
    ($level:tt $name:tt $target:tt [$($parent:expr)?] $names:tt [$($values:tt)*] ($($text:tt)*) [$($list:expr)?] $($sugar:tt)*) => {
        $crate::__with_callsite!(
            EVENT $level $name $target $names ($($text)*)
            |callsite, asked| {
                #[allow(unused_imports)]
                use $crate::__private::IntoParent as _;
                #[allow(unused_imports)]
                use $crate::__private::sugar::*;
                asked.full(
                    callsite,
                    $crate::__some!($($crate::__private::ParentOf::new($parent).parent_id())?),
                    $crate::__text!($($text)*),
                    &[$($values)*],
                    &$crate::__list!($($list)?),
                )
            }
            else { let _ = callsite; }
        )
    };
}
